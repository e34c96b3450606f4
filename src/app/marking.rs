//! Marking statements: tags, verdicts, comments, and taking them back.

use super::{Annotator, Effect, Mark, Reader, Saved, Side, reading};
use crate::annotation::{
    Certainty, Change, Codebook, Item, ItemId, ItemOrigin, Review, Stamp, Step, Wanted,
};
use crate::story::{Statement, proposed_tag};
use crate::text::wrap;

/// Changes an item by one mark; takes the mark back where it is there already.
pub fn put(item: &mut Item, statement: &Statement, codebook: &Codebook, mark: Mark) {
    match mark {
        Mark::Tag(number) => toggle_tag(item, codebook, number),
        Mark::Accept => toggle_accepted(item, statement),
        Mark::Reject => {
            item.review = match item.review {
                Review::Rejected => Review::Open,
                Review::Open | Review::Accepted => Review::Rejected,
            };
        }
        Mark::Certainty => {
            item.certainty = match item.certainty {
                Certainty::Unstated => Certainty::Sure,
                Certainty::Sure => Certainty::Likely,
                Certainty::Likely => Certainty::Unsure,
                Certainty::Unsure => Certainty::Unstated,
            };
        }
        Mark::Delete => {}
    }
}

/// Sets the tag of that number in the codebook, in place of any other where one excludes the
/// others; or takes it back.
fn toggle_tag(item: &mut Item, codebook: &Codebook, number: usize) {
    let Some(tag) = codebook.tags.get(number) else { return };
    if item.tags.contains(&tag.name) {
        item.tags.retain(|name| *name != tag.name);
    } else {
        set_tag(item, codebook, number);
    }
}

/// Sets the tag of that number; a statement that has one is no longer rejected.
pub fn set_tag(item: &mut Item, codebook: &Codebook, number: usize) {
    let Some(tag) = codebook.tags.get(number) else { return };
    if codebook.exclusive {
        item.tags.clear();
    }
    if !item.tags.contains(&tag.name) {
        item.tags.push(tag.name.clone());
    }
    let place = |name: &String| codebook.tags.iter().position(|tag| tag.name == *name);
    item.tags.sort_by_key(place);
    if item.review == Review::Rejected {
        item.review = Review::Open;
    }
}

/// Accepts a statement and, where the reader set no tag, the proposed one; or takes both back.
fn toggle_accepted(item: &mut Item, statement: &Statement) {
    if item.review == Review::Accepted {
        item.review = Review::Open;
        if item.tags == proposed(statement) {
            item.tags.clear();
        }
    } else {
        accept(item, statement);
    }
}

/// Accepts a statement and, where the reader set no tag, the proposed one.
pub fn accept(item: &mut Item, statement: &Statement) {
    item.review = Review::Accepted;
    if item.tags.is_empty() {
        item.tags = proposed(statement);
    }
}

fn proposed(statement: &Statement) -> Vec<String> {
    proposed_tag(statement).map(str::to_owned).into_iter().collect()
}

/// The reader's item for a statement, or a bare one to be marked.
pub fn item_of(reader: &Reader, statement: &Statement, me: &Annotator) -> Item {
    match reader.item(statement) {
        Some(item) => item.clone(),
        None => statement.item(&reader.story.article, stamp(me)),
    }
}

/// Who does it, and when.
pub fn stamp(me: &Annotator) -> Stamp {
    Stamp { annotator: me.name.clone(), at: me.now }
}

/// Changes what the reader says of the current statement; gives what must be saved.
pub fn mark(
    reader: &mut Reader,
    tab: usize,
    me: &Annotator,
    change: impl FnOnce(&mut Item, &Statement),
) -> Vec<Effect> {
    let Some(statement) = reader.statement() else { return Vec::new() };
    let before = item_of(reader, statement, me);
    let mut item = before.clone();
    change(&mut item, statement);
    if before == item {
        return Vec::new();
    }
    item.stamp = stamp(me);
    let id = statement.id.clone();
    apply(reader, tab, vec![(id, Some(item))])
}

/// Takes the current statement away: one that the reader made goes, a finding of the machine is
/// rejected.
pub fn delete(reader: &mut Reader, tab: usize, me: &Annotator) -> Vec<Effect> {
    let Some(statement) = reader.statement() else { return Vec::new() };
    if statement.origin == ItemOrigin::Made {
        let id = statement.id.clone();
        return apply(reader, tab, vec![(id, None)]);
    }
    mark(reader, tab, me, |item, _| item.review = Review::Rejected)
}

/// Changes items as one step, makes the statements anew where they are others now, and gives what
/// must be saved; nothing where nothing changed.
pub fn apply(reader: &mut Reader, tab: usize, wanted: Vec<(ItemId, Option<Item>)>) -> Vec<Effect> {
    change(reader, tab, Wanted { items: wanted, ..Wanted::default() })
}

/// The same for items and for what is said of people and places.
pub fn change(reader: &mut Reader, tab: usize, wanted: Wanted) -> Vec<Effect> {
    if !reader.marks.change(wanted) {
        return Vec::new();
    }
    let step = reader.marks.last().cloned().unwrap_or_default();
    renew(reader, &step);
    save(reader, tab)
}

/// Makes statements and entities anew where a step made them others, or is about a mark that has no
/// statement.
fn renew(reader: &mut Reader, step: &Step) {
    let lost = |change: &Change| reader.number_of(&change.id).is_none();
    if !step.namings.is_empty() || step.items.iter().any(|it| restates(it) || lost(it)) {
        reader.restate(step.items.iter().map(|change| &change.id));
    }
}

/// Whether a change makes other statements: their spans, their speakers, how many there are.
fn restates(change: &Change) -> bool {
    let shape = |item: &Option<Item>| {
        item.as_ref().filter(|item| item.origin != ItemOrigin::Extracted).map(|item| {
            let Item { content, source, cue, speakers, origin, .. } = item.clone();
            (content, source, cue, speakers, origin)
        })
    };
    // A finding that was put elsewhere stands for another statement.
    let (before, after) = (&change.before, &change.after);
    let placed = before.as_ref().zip(after.as_ref()).is_some_and(|(a, b)| a.content != b.content);
    placed || shape(before) != shape(after)
}

/// What to tell where a tag took back a rejection.
pub fn unrejected(reader: &Reader) -> Option<String> {
    let id = &reader.statement()?.id;
    let step = reader.marks.last()?;
    let change = step.items.iter().find(|change| change.id == *id)?;
    let review = |item: &Option<Item>| item.as_ref().map(|item| item.review);
    let was = review(&change.before) == Some(Review::Rejected);
    let is = review(&change.after) == Some(Review::Rejected);
    let tag = change.after.as_ref()?.tags.first()?;
    (was && !is).then(|| format!("tagged {tag}; it is no longer rejected"))
}

/// Takes the last change back, or makes it again; goes to where it was. Gives what that was, in
/// words, if there was one.
pub fn turn_back(reader: &mut Reader, tab: usize, side: Side) -> (Option<String>, Vec<Effect>) {
    let step = match side {
        Side::Back => reader.marks.undo().cloned(),
        Side::Next => reader.marks.redo().cloned(),
    };
    let Some(step) = step else { return (None, Vec::new()) };
    renew(reader, &step);
    let number = step.items.iter().find_map(|change| reader.number_of(&change.id));
    if let Some(number) = number.filter(|number| reader.list.shows(*number)) {
        reading::to_statement(reader, number);
    }
    let named = step.namings.first().map(|first| format!("what was said of {}", first.of));
    let words = named.or_else(|| {
        step.items.first().map(|first| match step.items.len() {
            1 => told(first),
            many => format!("{} and {} more", told(first), many - 1),
        })
    });
    (words, save(reader, tab))
}

/// Columns of the words that name a statement in a notice.
const NAME: usize = 40;

/// A statement's words, short, for a notice.
pub fn called(words: &str) -> String {
    format!("“{}”", wrap::fit(words.trim_matches(['“', '”', '"']), NAME))
}

/// What a change did, and to what: `claim on “We will …”`.
fn told(change: &Change) -> String {
    let Some(item) = change.after.as_ref().or(change.before.as_ref()) else {
        return String::new();
    };
    let words = called(item.content.first().map_or("", |anchor| anchor.exact.as_str()));
    let (before, after) = (change.before.as_ref(), change.after.as_ref());
    let made = |item: Option<&Item>| item.is_some_and(|item| item.origin == ItemOrigin::Made);
    match (made(before), made(after)) {
        (false, true) => return format!("new statement {words}"),
        (true, false) => return format!("deletion of {words}"),
        _ => {}
    }
    let tag = |item: Option<&Item>| item.map_or(String::new(), |item| item.tags.join(", "));
    let review = |item: Option<&Item>| item.map_or(Review::Open, |item| item.review);
    let comment = |item: Option<&Item>| item.map_or(String::new(), |item| item.comment.clone());
    let mut deeds = Vec::new();
    if review(before) != review(after) {
        deeds.push(match review(after) {
            Review::Open => format!("no longer {}", review(before).word()),
            other => other.word().to_owned(),
        });
    }
    if tag(before) != tag(after) {
        let tag = tag(after);
        deeds.push(if tag.is_empty() { "tag taken back".to_owned() } else { tag });
    }
    if comment(before) != comment(after) {
        deeds.push("comment".to_owned());
    }
    let certainty = |item: Option<&Item>| item.map_or(Certainty::Unstated, |item| item.certainty);
    if certainty(before) != certainty(after) {
        deeds.push(format!("certainty {}", certainty(after).word()));
    }
    let attributes =
        |item: Option<&Item>| item.map(|item| item.attributes.clone()).unwrap_or_default();
    if attributes(before) != attributes(after) {
        deeds.push("attributes".to_owned());
    }
    if restates(change) {
        let speakers = |item: Option<&Item>| item.map(|item| item.speakers.clone());
        let spans = |item: Option<&Item>| {
            item.map(|item| (item.content.clone(), item.source.clone(), item.cue.clone()))
        };
        if before.is_none() || after.is_none() || spans(before) != spans(after) {
            deeds.push("its words".to_owned());
        }
        if before.is_none() || after.is_none() || speakers(before) != speakers(after) {
            deeds.push("its speaker".to_owned());
        }
    }
    format!("{} on {words}", deeds.join(", "))
}

/// Asks for the marks to be kept, and the steps that led to them.
pub fn save(reader: &mut Reader, tab: usize) -> Vec<Effect> {
    let revision = reader.saved.revision() + 1;
    reader.saved = Saved::Saving(revision);
    let (story, marks) = (reader.story.clone(), reader.marks.clone());
    vec![Effect::Save { tab, revision, story, marks, decided: false }]
}

/// The same because the reader asks for it: what somebody else made of the file is asked about again.
pub fn save_now(reader: &mut Reader, tab: usize) -> Vec<Effect> {
    reader.outside = None;
    save(reader, tab)
}
