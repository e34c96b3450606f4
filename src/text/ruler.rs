//! Positions in the units that other programs count in, and back: code points and UTF-16 units.

use super::Span;

/// Measures one text. O(bytes) to make; a look costs O([`Ruler::STRIDE`]), the way back O(log) more.
#[derive(Clone, Debug)]
pub struct Ruler<'a> {
    text: &'a str,
    /// Byte, code points and UTF-16 units at every stride, and at the end.
    marks: Vec<[usize; 3]>,
}

/// What a position counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// Unicode code points, as Python counts.
    Point = 1,
    /// UTF-16 units, as Java and JavaScript count.
    Utf16 = 2,
}

impl<'a> Ruler<'a> {
    /// Bytes between two marks, about: so that a look never counts far.
    pub const STRIDE: usize = 256;

    /// Of `text`.
    pub fn new(text: &'a str) -> Ruler<'a> {
        let mut marks = vec![[0, 0, 0]];
        let mut at = [0, 0, 0];
        for ch in text.chars() {
            if at[0] >= marks.len() * Ruler::STRIDE {
                marks.push(at);
            }
            at = [at[0] + ch.len_utf8(), at[1] + 1, at[2] + ch.len_utf16()];
        }
        marks.push(at);
        Ruler { text, marks }
    }

    /// Start and end of a span of the text.
    pub fn of(&self, span: Span, unit: Unit) -> [usize; 2] {
        [self.at(span.start(), unit), self.at(span.end(), unit)]
    }

    /// The span between two positions; none where they run backwards, lie behind the text or inside
    /// a character.
    pub fn span(&self, [start, end]: [usize; 2], unit: Unit) -> Option<Span> {
        let (start, end) = (self.byte(start, unit)?, self.byte(end, unit)?);
        (start <= end).then(|| Span::new(start, end))
    }

    fn at(&self, byte: usize, unit: Unit) -> usize {
        let mark = self.marks[self.marks.partition_point(|mark| mark[0] <= byte) - 1];
        let run = Span::new(mark[0], byte).of(self.text);
        mark[unit as usize] + run.chars().map(|ch| size(ch, unit)).sum::<usize>()
    }

    fn byte(&self, position: usize, unit: Unit) -> Option<usize> {
        let after = self.marks.partition_point(|mark| mark[unit as usize] <= position);
        let mark = self.marks[after - 1];
        let mut at = mark[unit as usize];
        for (byte, ch) in Span::new(mark[0], self.text.len()).of(self.text).char_indices() {
            if at >= position {
                return (at == position).then_some(mark[0] + byte);
            }
            at += size(ch, unit);
        }
        (at == position).then_some(self.text.len())
    }
}

fn size(ch: char, unit: Unit) -> usize {
    match unit {
        Unit::Point => 1,
        Unit::Utf16 => ch.len_utf16(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn units_differ_behind_an_emoji() {
        let ruler = Ruler::new("a🎉é");
        let last = Span::new(5, 7);
        assert_eq!(ruler.of(last, Unit::Point), [2, 3]);
        assert_eq!(ruler.of(last, Unit::Utf16), [3, 4]);
        for (positions, span) in [([3, 4], Some(last)), ([2, 3], None), ([4, 3], None)] {
            assert_eq!(ruler.span(positions, Unit::Utf16), span, "{positions:?}");
        }
        assert_eq!(ruler.span([0, 4], Unit::Point), None, "behind the end");
        assert_eq!(Ruler::new("").span([0, 0], Unit::Point), Some(Span::new(0, 0)));
    }

    proptest! {
        #[test]
        fn there_and_back(text in "[a🎉é\n]{0,900}", a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>()) {
            let ends: Vec<usize> =
                text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let (a, b) = (*a.get(&ends), *b.get(&ends));
            let span = Span::new(a.min(b), a.max(b));
            let ruler = Ruler::new(&text);
            for unit in [Unit::Point, Unit::Utf16] {
                prop_assert_eq!(ruler.span(ruler.of(span, unit), unit), Some(span));
            }
            let before = Span::new(0, span.start()).of(&text);
            prop_assert_eq!(ruler.of(span, Unit::Point)[0], before.chars().count());
            prop_assert_eq!(ruler.of(span, Unit::Utf16)[0], before.encode_utf16().count());
        }
    }
}
