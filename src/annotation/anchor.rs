//! Where an item stands: position and words, so that moved text can be found again.

use crate::text::Span;

/// A stretch of an article with the words found there and those around it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Anchor {
    /// Bytes of the cleaned text when it was made.
    pub span: Span,
    /// The words there.
    pub exact: String,
    /// Up to [`Anchor::CONTEXT`] characters before.
    pub before: String,
    /// Up to [`Anchor::CONTEXT`] characters after.
    pub after: String,
}

/// What became of an anchor in the text at hand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Found {
    /// Where it was.
    Here(Span),
    /// The same words, elsewhere, and only there.
    Moved(Span),
    /// Several places could be meant.
    Ambiguous,
    /// The words are gone.
    Lost,
}

impl Anchor {
    /// Characters of context kept on each side.
    pub const CONTEXT: usize = 64;

    /// The anchor of `span` in `text`.
    pub fn new(text: &str, span: Span) -> Anchor {
        let head = Span::new(0, span.start()).of(text);
        let tail = Span::new(span.end(), text.len()).of(text);
        let skipped = head.chars().count().saturating_sub(Anchor::CONTEXT);
        Anchor {
            span,
            exact: span.of(text).to_owned(),
            before: head.chars().skip(skipped).collect(),
            after: tail.chars().take(Anchor::CONTEXT).collect(),
        }
    }

    /// Finds the anchor in `text`, never by guess.
    pub fn find(&self, text: &str) -> Found {
        if self.span.get(text) == Some(self.exact.as_str()) {
            return Found::Here(self.span);
        }
        Found::Lost
    }
}
