//! Marking statements: tags, reviews, comments, and taking them back.

use super::{Annotator, Effect, Reader, Saved, Side, reading};
use crate::annotation::{Change, Codebook, Item, Review, Stamp};
use crate::nlp::Label;
use crate::story::Statement;
use crate::text::wrap;

/// The tag that a statement shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shown<'a> {
    /// The reader set it.
    Set(&'a str),
    /// The machine proposes it.
    Proposed(&'a str),
    /// None.
    None,
}

/// The reader's tag, else the machine's.
pub fn shown_tag<'a>(statement: &'a Statement, item: Option<&'a Item>) -> Shown<'a> {
    match (item.and_then(|item| item.tags.first()), proposed(statement)) {
        (Some(tag), _) => Shown::Set(tag),
        (None, Some(tag)) => Shown::Proposed(tag),
        (None, None) => Shown::None,
    }
}

/// The tag that the machine proposes, if any.
fn proposed(statement: &Statement) -> Option<&'static str> {
    let suggestion = statement.suggestion.as_ref()?;
    (suggestion.label != Label::None).then(|| suggestion.label.word())
}

/// Whether a reader has judged a statement: by a tag, or by accepting or rejecting it.
pub fn reviewed(item: Option<&Item>) -> bool {
    item.is_some_and(|item| item.review != Review::Open || !item.tags.is_empty())
}

/// Sets the tag of that number in the codebook in place of any other, or takes it back.
pub fn toggle_tag(item: &mut Item, number: usize) {
    let Some(tag) = Codebook::built_in().tags.get(number) else { return };
    if item.tags.contains(&tag.name) {
        item.tags.clear();
    } else {
        item.tags = vec![tag.name.clone()];
        if item.review == Review::Rejected {
            item.review = Review::Open;
        }
    }
}

/// Accepts a statement and, where the reader set no tag, the proposed one; or takes both back.
pub fn toggle_accepted(item: &mut Item, statement: &Statement) {
    let proposed: Vec<String> = proposed(statement).map(str::to_owned).into_iter().collect();
    if item.review == Review::Accepted {
        item.review = Review::Open;
        if item.tags == proposed {
            item.tags.clear();
        }
    } else {
        item.review = Review::Accepted;
        if item.tags.is_empty() {
            item.tags = proposed;
        }
    }
}

/// Rejects a statement, or takes that back.
pub fn toggle_rejected(item: &mut Item) {
    item.review = match item.review {
        Review::Rejected => Review::Open,
        Review::Open | Review::Accepted => Review::Rejected,
    };
}

/// Changes what the reader says of the current statement; gives what must be saved.
pub fn mark(
    reader: &mut Reader,
    tab: usize,
    me: &Annotator,
    change: impl FnOnce(&mut Item, &Statement),
) -> Vec<Effect> {
    let Some(statement) = reader.statement() else { return Vec::new() };
    let stamp = Stamp { annotator: me.name.clone(), at: me.now };
    let known = reader.item(statement).cloned();
    let mut item =
        known.clone().unwrap_or_else(|| statement.item(&reader.story.article, stamp.clone()));
    change(&mut item, statement);
    if known.as_ref() == Some(&item) {
        return Vec::new();
    }
    item.stamp = stamp;
    let id = statement.id.clone();
    if reader.marks.apply([(id, Some(item))]) { save(reader, tab) } else { Vec::new() }
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
    let of = |one: &Statement| step.items.iter().any(|change| change.id == one.id);
    if let Some(number) = reader.story.statements.iter().position(of)
        && reader.list.shows(number)
    {
        reading::to_statement(reader, number);
    }
    let words = step.items.first().map(told);
    (words, save(reader, tab))
}

/// Columns of the words that name a statement in a notice.
const NAME: usize = 40;

/// What a change did, and to what: `claim on “We will …”`.
fn told(change: &Change) -> String {
    let Some(item) = change.after.as_ref().or(change.before.as_ref()) else {
        return String::new();
    };
    let tag = |item: Option<&Item>| item.and_then(|item| item.tags.first().cloned());
    let review = |item: Option<&Item>| item.map_or(Review::Open, |item| item.review);
    let comment = |item: Option<&Item>| item.map_or(String::new(), |item| item.comment.clone());
    let (before, after) = (change.before.as_ref(), change.after.as_ref());
    let mut deeds = Vec::new();
    if review(before) != review(after) {
        deeds.push(match review(after) {
            Review::Open => format!("no longer {}", review(before).word()),
            other => other.word().to_owned(),
        });
    }
    if tag(before) != tag(after) {
        deeds.push(tag(after).unwrap_or_else(|| "tag taken back".to_owned()));
    }
    if comment(before) != comment(after) {
        deeds.push("comment".to_owned());
    }
    let words = item.content.first().map_or("", |anchor| anchor.exact.as_str());
    let words = words.trim_matches(['“', '”', '"']);
    format!("{} on “{}”", deeds.join(", "), wrap::fit(words, NAME))
}

/// Asks for the marks to be kept; the steps that led to them stay here, they are only for undoing.
pub fn save(reader: &mut Reader, tab: usize) -> Vec<Effect> {
    let revision = reader.saved.revision() + 1;
    reader.saved = Saved::Saving(revision);
    let marks = reader.marks.bare();
    vec![Effect::Save { tab, revision, story: reader.story.clone(), marks }]
}
