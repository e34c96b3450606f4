//! A stretch of one article's cleaned text, and the only place that slices a `str` by one.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Bytes `start..end` of one article's cleaned text, half-open, on `char` boundaries.
///
/// Ordered by start, then by end. Written to files as a pair `(start, end)`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(into = "(u32, u32)", try_from = "(u32, u32)")]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The bytes `start..end`. Panics when they run backwards or past 4 GiB: our own mistake,
    /// since articles are capped far below ([`crate::import::MAX_BYTES`]).
    pub fn new(start: usize, end: usize) -> Span {
        assert!(start <= end, "backwards span {start}..{end}");
        let byte = |at| u32::try_from(at).expect("article size is capped");
        Span { start: byte(start), end: byte(end) }
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it covers no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// As a range of bytes.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The words it covers. Panics when `text` is not the text it was made for.
    #[expect(clippy::string_slice, reason = "the one place that slices by span")]
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// The words it covers, or nothing when it does not fit `text`.
    pub fn get(self, text: &str) -> Option<&str> {
        text.get(self.range())
    }

    /// Whether byte `at` lies in it.
    pub fn holds(self, at: usize) -> bool {
        self.range().contains(&at)
    }

    /// Whether all of `other` lies in it.
    pub fn covers(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether they share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span over both.
    #[must_use]
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The same stretch without white space at either end.
    #[must_use]
    pub fn trim(self, text: &str) -> Span {
        let words = self.of(text);
        let start = self.start() + (words.len() - words.trim_start().len());
        Span::new(start, start + words.trim().len())
    }
}

impl From<Span> for (u32, u32) {
    fn from(span: Span) -> (u32, u32) {
        (span.start, span.end)
    }
}

impl TryFrom<(u32, u32)> for Span {
    type Error = String;

    fn try_from((start, end): (u32, u32)) -> Result<Span, String> {
        if start <= end {
            Ok(Span { start, end })
        } else {
            Err(format!("span ({start}, {end}) runs backwards"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims_white_space_only() {
        let text = "a  “b” c";
        assert_eq!(Span::new(1, 11).trim(text).of(text), "“b”");
        assert!(Span::new(1, 3).trim(text).is_empty());
    }

    #[test]
    fn a_backwards_pair_is_refused() {
        assert!(ron::from_str::<Span>("(4, 2)").is_err());
        assert_eq!(ron::from_str::<Span>("(2, 4)").unwrap(), Span::new(2, 4));
    }
}
