//! An attribution on its way: roles found, speaker and tag to come.

use crate::text::Span;

/// An attribution before its speaker is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub source: Vec<Span>,
    pub cue: Vec<Span>,
    pub content: Vec<Span>,
    /// Lemma of the cue; empty without one.
    pub lemma: &'static str,
    pub confidence: f32,
    pub why: String,
    /// The draft whose speaker this one shares, where it has no source of its own.
    pub continues: Option<usize>,
}
