//! Marks that are not where they were, because the story's text has changed: listed with what became of
//! each, and put where they belong by the reader, who alone decides. Each is one step for undo.

use super::{
    Action, Annotator, App, Choice, Deed, Effect, Mode, Notice, Picker, Reader, making, marking,
};
use crate::annotation::{Anchor, Anchors, Item, ItemId, State};
use crate::text::{Span, wrap};

/// What is done about a mark that is not where it was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Placing {
    /// Shows what can be done about it.
    Ask(ItemId),
    /// Anchors it where its words were found, or in place of what was changed.
    Take(ItemId),
    /// The reader chooses the words.
    Choose(ItemId),
    /// It goes.
    Drop(ItemId),
    /// Anchors all whose words were found, whole and for sure, where they are now.
    TakeMoved,
}

/// Columns of a mark's words.
const WORDS: usize = 44;

/// Lists the marks that are not where they were.
pub fn list(app: &mut App) {
    let Some(reader) = app.reader() else { return };
    let anchors = Anchors::new(reader.text(), reader.marks.items().map(|(_, item)| item));
    let mut choices = Vec::new();
    let moved = moved(reader).len();
    for state in State::ALL.iter().rev().filter(|state| **state != State::Ok) {
        if *state == State::Moved && moved > 1 {
            choices.push(Choice {
                kind: state.word().to_owned(),
                label: format!("all {moved} that were found again"),
                about: "they belong where they were found".to_owned(),
                deed: Deed::Place(Placing::TakeMoved),
                tick: None,
            });
        }
        for (id, item) in reader.marks.items().filter(|(_, item)| anchors.state(item) == *state) {
            choices.push(Choice {
                kind: state.word().to_owned(),
                label: words(item),
                about: now(reader, item).unwrap_or_default(),
                deed: Deed::Place(Placing::Ask(id.clone())),
                tick: None,
            });
        }
    }
    if choices.is_empty() {
        let all = "every mark is where it was made".to_owned();
        app.notice = Some(Notice::Good(all));
        return;
    }
    app.mode = Mode::Pick(Picker::new("marks that are not where they were", choices));
}

fn words(item: &Item) -> String {
    let words: Vec<&str> = item.content.iter().map(|anchor| anchor.exact.as_str()).collect();
    wrap::fit(&words.join(" … ").replace('\n', " "), WORDS)
}

/// Marks whose words were found elsewhere.
fn moved(reader: &Reader) -> Vec<(ItemId, Item)> {
    let anchors = Anchors::new(reader.text(), reader.marks.items().map(|(_, item)| item));
    let moved = reader.marks.items().filter(|(_, item)| anchors.state(item) == State::Moved);
    moved.map(|(id, item)| (id.clone(), item.clone())).collect()
}

/// The same mark where its words are now, with all that can be found; nothing where one of them is not
/// sure.
fn anchored(reader: &Reader, item: &Item, me: &Annotator) -> Option<Item> {
    let (text, spans) = (reader.text(), places(reader, item)?);
    let again = |anchors: &[Anchor]| -> Vec<Anchor> {
        let again = |anchor: &Anchor| {
            let found = anchor.find(text).span();
            found.map_or_else(|| anchor.clone(), |span| Anchor::new(text, span))
        };
        anchors.iter().map(again).collect()
    };
    let content = spans.iter().map(|span| Anchor::new(text, *span)).collect();
    let (source, cue) = (again(&item.source), again(&item.cue));
    Some(Item { content, source, cue, stamp: marking::stamp(me), ..item.clone() })
}

/// What stands between its contexts now, where that is known.
fn now(reader: &Reader, item: &Item) -> Option<String> {
    let text = reader.text();
    let lost = item.content.iter().find(|anchor| anchor.find(text).span().is_none())?;
    let there = lost.now(text)?.of(text).replace('\n', " ");
    Some(format!("now: {}", wrap::fit(&there, WORDS)))
}

/// Where all of its content is, as far as that is sure: found, or changed in its place.
fn places(reader: &Reader, item: &Item) -> Option<Vec<Span>> {
    let text = reader.text();
    let place = |anchor: &Anchor| anchor.find(text).span().or_else(|| anchor.now(text));
    item.content
        .iter()
        .map(place)
        .collect::<Option<Vec<Span>>>()
        .filter(|all| all.iter().all(|span| !span.of(text).trim().is_empty()))
}

/// Does something about one of them, or asks what.
pub fn place(app: &mut App, placing: Placing) -> Vec<Effect> {
    let (tab, me) = (app.tabs.at, app.me.clone());
    let undo = app.keys.of(&Action::Undo).to_owned();
    let Some(reader) = app.tabs.current_mut().reader_mut() else { return Vec::new() };
    let item = match &placing {
        Placing::Ask(id) | Placing::Take(id) | Placing::Choose(id) | Placing::Drop(id) => {
            reader.marks.get(id).cloned()
        }
        Placing::TakeMoved => {
            let moved = moved(reader).into_iter();
            let wanted: Vec<(ItemId, Option<Item>)> =
                moved.map(|(id, item)| (id, anchored(reader, &item, &me))).collect();
            let wanted: Vec<_> = wanted.into_iter().filter(|(_, item)| item.is_some()).collect();
            let told =
                format!("{} stand where they were found: {undo} takes that back", wanted.len());
            let effects = marking::apply(reader, tab, wanted);
            app.notice = Some(Notice::Good(told));
            return effects;
        }
    };
    let Some(item) = item else { return Vec::new() };
    match placing {
        Placing::TakeMoved => Vec::new(),
        Placing::Ask(id) => {
            let picker = ask(reader, &id, &item);
            app.mode = Mode::Pick(picker);
            Vec::new()
        }
        Placing::Take(id) => {
            let Some(item) = anchored(reader, &item, &me) else { return Vec::new() };
            let effects = marking::apply(reader, tab, vec![(id, Some(item))]);
            app.notice = Some(Notice::Good(format!("it stands there now: {undo} takes that back")));
            effects
        }
        Placing::Choose(id) => {
            let text = reader.text();
            let first = item.content.first().and_then(|anchor| {
                let at = anchor.find(text).span().or_else(|| anchor.now(text));
                at.or_else(|| {
                    text.find(&anchor.exact).map(|at| Span::new(at, at + anchor.exact.len()))
                })
            });
            making::place(reader, &id, &item, first);
            let how = "take the words it belongs to, and keep it".to_owned();
            app.notice = Some(Notice::Good(how));
            Vec::new()
        }
        Placing::Drop(id) => {
            let effects = marking::apply(reader, tab, vec![(id, None)]);
            app.notice = Some(Notice::Good(format!("dropped: {undo} brings it back")));
            effects
        }
    }
}

fn ask(reader: &Reader, id: &ItemId, item: &Item) -> Picker {
    let choice = |label, about: String, deed: fn(ItemId) -> Placing| {
        Choice::new(label, about, Deed::Place(deed(id.clone())))
    };
    let mut choices = Vec::new();
    if let Some(spans) = places(reader, item) {
        let there: Vec<&str> = spans.iter().map(|span| span.of(reader.text())).collect();
        let there = wrap::fit(&there.join(" … ").replace('\n', " "), WORDS);
        choices.push(choice("it belongs there", there, Placing::Take));
    }
    choices.push(choice("choose its words", "in the text".to_owned(), Placing::Choose));
    let tags = item.tags.join(", ");
    choices.push(choice("drop it", tags, Placing::Drop));
    Picker { digits: true, ..Picker::new(words(item), choices) }
}
