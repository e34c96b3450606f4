//! Making, changing, cutting and joining statements by keyboard.

use super::draft::{Set, adjust, tidy, word_at};
use super::propose::{Proposal, propose};
use super::{
    Annotator, App, Draft, Drafting, Effect, Filter, Notice, Reader, Side, Verdict, Work, list,
    marking, reading,
};
use crate::annotation::{Anchor, Item, ItemId, ItemOrigin, Review as Judged};
use crate::text::Span;

/// Makes or changes a statement, one step.
pub fn draft(app: &mut App, step: Drafting) -> Vec<Effect> {
    let (tab, me) = (app.tabs.at, app.me.clone());
    let Some(reader) = app.tabs.current_mut().reader_mut() else { return Vec::new() };
    if reader.story.article.paragraphs.is_empty() {
        return Vec::new();
    }
    match step {
        Drafting::Begin => begin(reader),
        Drafting::Change => {
            if !change(reader) {
                app.notice = Some(super::act::no_statement(app));
            }
        }
        Drafting::Split | Drafting::Join => {
            let done = if step == Drafting::Split { split } else { join };
            return done(reader, tab, &me).unwrap_or_else(|why| {
                app.notice = Some(Notice::Bad(why));
                Vec::new()
            });
        }
        Drafting::Keep(tag) => return keep(app, tag),
        Drafting::Leave => {
            if let Some(draft) = leave(reader) {
                (reader.caret, reader.current) = draft.from;
                reading::follow(reader);
            }
        }
        _ => {
            let told = with(reader, |reader, draft| adjust(reader, draft, step));
            app.notice = told.map(Notice::Good);
        }
    }
    Vec::new()
}

/// Begins a statement with the word at the caret.
fn begin(reader: &mut Reader) {
    let at = reader.caret.at;
    let mut draft = Draft::new(None, vec![word_at(reader, at)]);
    draft.propose(reader);
    start(reader, draft);
}

/// Begins to put a mark that lost its place on other words: those at `span`, else at the caret.
pub fn place(reader: &mut Reader, id: &ItemId, item: &Item, span: Option<Span>) {
    let span = span.unwrap_or_else(|| word_at(reader, reader.caret.at));
    let mut draft = Draft::new(Some(id.clone()), vec![span]);
    if !item.speakers.is_empty() {
        draft.speakers.clone_from(&item.speakers);
        draft.set.speakers = true;
    }
    draft.propose(reader);
    start(reader, draft);
}

/// Begins to change the current statement, at the fragment under the caret.
fn change(reader: &mut Reader) -> bool {
    let Some(one) = reader.statement() else { return false };
    let caret = reader.caret.at;
    let draft = Draft {
        cue: one.cue.clone(),
        source: one.source.clone(),
        speakers: one.speakers.iter().map(|speaker| speaker.name.clone()).collect(),
        set: Set { cue: true, source: true, speakers: true },
        at: one.content.iter().position(|span| span.holds(caret)).unwrap_or(0),
        ..Draft::new(Some(one.id.clone()), one.content.clone())
    };
    start(reader, draft);
    true
}

fn start(reader: &mut Reader, mut draft: Draft) {
    if let Work::Review(review) = std::mem::replace(&mut reader.work, Work::Read) {
        draft.review = Some(review);
    }
    draft.from = (reader.caret, reader.current);
    stand(reader, &draft);
    reader.work = Work::Draft(Box::new(draft));
}

/// Takes a stretch that the mouse was dragged over: as the fragment at hand, or of a new statement.
pub fn drag(reader: &mut Reader, span: Span, end: Side) {
    if reader.draft().is_none() {
        start(reader, Draft::new(None, vec![span]));
    }
    let top = reader.page.top;
    with(reader, |_, draft| {
        draft.put(span, end);
        None
    });
    reader.page.top = top;
}

/// Leaves the draft; a review goes on where it was.
fn leave(reader: &mut Reader) -> Option<Draft> {
    match std::mem::replace(&mut reader.work, Work::Read) {
        Work::Draft(mut draft) => {
            reader.work = draft.review.take().map_or(Work::Read, Work::Review);
            Some(*draft)
        }
        other => {
            reader.work = other;
            None
        }
    }
}

/// Does something to the draft and proposes anew.
fn with(
    reader: &mut Reader,
    deed: impl FnOnce(&Reader, &mut Draft) -> Option<String>,
) -> Option<String> {
    let Work::Draft(mut draft) = std::mem::replace(&mut reader.work, Work::Read) else {
        return None;
    };
    let told = deed(reader, &mut draft);
    draft.propose(reader);
    stand(reader, &draft);
    reader.work = Work::Draft(draft);
    told
}

/// Brings the end that moves in sight.
fn stand(reader: &mut Reader, draft: &Draft) {
    if let Some(at) = draft.moving(reader.text()) {
        reader.caret = super::Caret { at: reading::on_prose(reader, at), goal: None };
        reading::follow(reader);
    }
}

/// Sets who speaks in the draft at hand; says whether there is one.
pub fn set_speakers(reader: &mut Reader, names: Vec<String>) -> bool {
    let Work::Draft(draft) = &mut reader.work else { return false };
    draft.speakers = names;
    draft.set.speakers = true;
    true
}

/// Keeps what was made, with a tag where one is given.
fn keep(app: &mut App, tag: Option<usize>) -> Vec<Effect> {
    let (tab, me) = (app.tabs.at, app.me.clone());
    let Some(reader) = app.tabs.current_mut().reader_mut() else { return Vec::new() };
    let Work::Draft(draft) = &reader.work else { return Vec::new() };
    if tidy(reader.text(), &draft.content).is_empty() {
        let why = "a statement says something: there are only blanks here".to_owned();
        app.notice = Some(Notice::Bad(why));
        return Vec::new();
    }
    let Some(mut draft) = leave(reader) else { return Vec::new() };
    for spans in [&mut draft.content, &mut draft.cue, &mut draft.source] {
        *spans = tidy(reader.text(), spans);
    }
    let same = |number: &usize| reader.story.statements[*number].content == draft.content;
    let twin = (0..reader.story.statements.len()).find(same);
    let marked = |number: &usize| {
        let one = &reader.story.statements[*number];
        reader.item(one).is_some() && draft.of.as_ref() != Some(&one.id)
    };
    if let Some(number) = twin.filter(|number| draft.of.is_none() || marked(number)) {
        if !reader.list.shows(number) {
            list::set(reader, Filter::default());
        }
        reading::to_statement(reader, number);
        app.notice = Some(Notice::Bad("this is a statement already: e changes it".to_owned()));
        return Vec::new();
    }
    let codebook = reader.codebook.clone();
    let before = draft.of.as_ref().and_then(|id| reader.number_of(id));
    let kept = draft.of.as_ref().and_then(|id| reader.marks.get(id));
    let mut item = match before {
        Some(number) => marking::item_of(reader, &reader.story.statements[number], &me),
        None => kept.cloned().unwrap_or_else(|| blank(&me)),
    };
    let was = item.clone();
    let anchors =
        |spans: &[Span]| spans.iter().map(|span| Anchor::new(reader.text(), *span)).collect();
    (item.content, item.cue, item.source) =
        (anchors(&draft.content), anchors(&draft.cue), anchors(&draft.source));
    item.speakers.clone_from(&draft.speakers);
    if item != was && item.origin == ItemOrigin::Extracted {
        item.origin = ItemOrigin::Edited;
    }
    if let Some(number) = tag {
        marking::set_tag(&mut item, &codebook, number);
        reader.last = Some(Verdict::Tag(number));
    }
    if item == was {
        return Vec::new();
    }
    item.stamp = marking::stamp(&me);
    let id = draft.of.clone().unwrap_or_else(|| new_id(reader, &draft.content, &[]));
    let effects = marking::apply(reader, tab, vec![(id.clone(), Some(item))]);
    if let Some(number) = reader.number_of(&id) {
        reading::to_statement(reader, number);
    }
    app.notice = Some(Notice::Good(told(&draft, before.is_some())));
    effects
}

/// What was made, in words.
fn told(draft: &Draft, changed: bool) -> String {
    let who = match &draft.speakers[..] {
        [] => "nobody named".to_owned(),
        names => names.join(", "),
    };
    let deed = if changed { "changed" } else { "new statement" };
    let many = match draft.content.len() {
        1 => String::new(),
        many => format!(", {many} fragments"),
    };
    format!("{deed}: {who}{many}")
}

/// An item of the reader's own, to be filled.
fn blank(me: &Annotator) -> Item {
    Item { origin: ItemOrigin::Made, ..Item::new(Vec::new(), marking::stamp(me)) }
}

/// A name for a new statement that no other has, nor any of `taken`.
pub fn new_id(reader: &Reader, content: &[Span], taken: &[ItemId]) -> ItemId {
    let words: Vec<&str> = content.iter().map(|span| span.of(reader.text())).collect();
    let free = |id: &ItemId| {
        !taken.contains(id) && reader.number_of(id).is_none() && reader.marks.get(id).is_none()
    };
    let mut ids = (0..).map(|count| ItemId::of(&words, count));
    ids.find(free).unwrap_or_else(|| ItemId::of(&words, 0))
}

/// An item of the reader's own for some words, with what is proposed for them.
pub fn proposed(reader: &Reader, content: Span, me: &Annotator) -> Item {
    let Proposal { cue, source, speakers } = propose(&reader.story, &[content]);
    let anchors =
        |spans: &[Span]| spans.iter().map(|span| Anchor::new(reader.text(), *span)).collect();
    Item {
        content: anchors(&[content]),
        cue: anchors(&cue),
        source: anchors(&source),
        speakers,
        ..blank(me)
    }
}

/// Cuts the current statement in two at the caret: the second half is a new one of the same speaker.
fn split(reader: &mut Reader, tab: usize, me: &Annotator) -> Result<Vec<Effect>, String> {
    let one = reader.statement().cloned().ok_or("no statement under the caret")?;
    let (at, text) = (reader.caret.at, reader.text());
    let cut = |first: bool| -> Vec<Span> {
        let part = |span: &Span| {
            let (start, end) = (span.start(), span.end());
            let half =
                if first { (start, end.min(at).max(start)) } else { (start.max(at).min(end), end) };
            Span::new(half.0, half.1)
        };
        tidy(text, &one.content.iter().map(part).collect::<Vec<_>>())
    };
    let (first, second) = (cut(true), cut(false));
    if first.is_empty() || second.is_empty() {
        return Err("the caret must stand inside what is said: it is cut before it".to_owned());
    }
    let anchors = |spans: &[Span]| spans.iter().map(|span| Anchor::new(text, *span)).collect();
    let old = marking::item_of(reader, &one, me);
    let origin = if old.origin == ItemOrigin::Made { ItemOrigin::Made } else { ItemOrigin::Edited };
    let stamp = marking::stamp(me);
    let kept = Item { content: anchors(&first), origin, stamp: stamp.clone(), ..old.clone() };
    let made = Item {
        content: anchors(&second),
        origin: ItemOrigin::Made,
        comment: String::new(),
        stamp,
        ..old
    };
    let id = new_id(reader, &second, &[]);
    Ok(marking::apply(reader, tab, vec![(one.id, Some(kept)), (id, Some(made))]))
}

/// Joins the current statement with the next one that is shown: its words become fragments of this
/// one; the next goes where it was made, and is rejected where it was found.
fn join(reader: &mut Reader, tab: usize, me: &Annotator) -> Result<Vec<Effect>, String> {
    let one = reader.statement().cloned().ok_or("no statement under the caret")?;
    let place = reader.place();
    let next =
        reader.list.shown.get(place + 1).ok_or("no statement after this one to join with")?;
    let other = reader.story.statements[*next].clone();
    let text = reader.text();
    let content: Vec<Span> = one.content.iter().chain(&other.content).copied().collect();
    let mut kept = marking::item_of(reader, &one, me);
    kept.content = tidy(text, &content).iter().map(|span| Anchor::new(text, *span)).collect();
    if kept.origin == ItemOrigin::Extracted {
        kept.origin = ItemOrigin::Edited;
    }
    kept.stamp = marking::stamp(me);
    let gone = (other.origin != ItemOrigin::Made).then(|| Item {
        review: Judged::Rejected,
        stamp: marking::stamp(me),
        ..marking::item_of(reader, &other, me)
    });
    Ok(marking::apply(reader, tab, vec![(one.id, Some(kept)), (other.id, gone)]))
}
