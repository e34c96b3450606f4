//! What a reader's marks make of a statement: the tag it shows, and whether it was judged.

use super::Statement;
use crate::annotation::{Item, Review};
use crate::nlp::Label;

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
    match (item.and_then(|item| item.tags.first()), proposed_tag(statement)) {
        (Some(tag), _) => Shown::Set(tag),
        (None, Some(tag)) => Shown::Proposed(tag),
        (None, None) => Shown::None,
    }
}

/// The tags that a statement shows: the reader's, or else the one that the machine proposes.
pub fn tags<'a>(statement: &Statement, item: Option<&'a Item>) -> Vec<&'a str> {
    match item.filter(|item| !item.tags.is_empty()) {
        Some(item) => item.tags.iter().map(String::as_str).collect(),
        None => proposed_tag(statement).into_iter().collect(),
    }
}

/// The tag that the machine proposes, if any.
pub fn proposed_tag(statement: &Statement) -> Option<&'static str> {
    let suggestion = statement.suggestion.as_ref()?;
    (suggestion.label != Label::None).then(|| suggestion.label.word())
}

/// Whether a reader has judged a statement: by a tag, or by accepting or rejecting it.
pub fn reviewed(item: Option<&Item>) -> bool {
    item.is_some_and(|item| item.review != Review::Open || !item.tags.is_empty())
}
