//! Cleaning at the border: what an article's text may hold, and the way back to what came in.
//!
//! After [`clean`] nothing meets `\r`, a BOM, a control character, a bidi override or an invisible
//! letter: no later room needs to ask. It never reorders and never joins words.

use std::iter::Peekable;

use unicode_segmentation::UnicodeSegmentation;

use super::Span;
use super::chars::{is_hidden, is_joiner, is_line_end, is_mark, joins};

/// Most marks on one letter: the deepest stacks of living scripts and of emoji have fewer.
pub const MARKS: usize = 8;

/// Most bytes of one grapheme: the longest emoji of the standard has 35.
pub const GRAPHEME_BYTES: usize = 64;

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

    /// The span of the cleaned `text` that code points `[start, end)` of the original stand for; none
    /// where they run backwards, or begin or end in what was dropped.
    pub fn cleaned(&self, text: &str, [start, end]: [usize; 2]) -> Option<Span> {
        let first = self.byte(text, start)?;
        let last = self.byte(text, end.checked_sub(1)?)?;
        let end = last + Span::new(last, text.len()).of(text).chars().next()?.len_utf8();
        (first < end).then(|| Span::new(first, end))
    }

    fn byte(&self, text: &str, point: usize) -> Option<usize> {
        let after = self.marks.partition_point(|mark| mark.point as usize <= point);
        let mark = self.marks[after.checked_sub(1)?];
        let end = self.marks.get(after).map_or(text.len(), |next| next.byte as usize);
        let run = Span::new(mark.byte as usize, end).of(text);
        let (at, _) = run.char_indices().nth(point - mark.point as usize)?;
        Some(mark.byte as usize + at)
    }

    fn point(&self, text: &str, byte: usize) -> usize {
        let after = self.marks.partition_point(|mark| mark.byte as usize <= byte);
        let mark = after.checked_sub(1).map_or(Mark { byte: 0, point: 0 }, |at| self.marks[at]);
        let run = Span::new(mark.byte as usize, byte);
        mark.point as usize + run.of(text).chars().count()
    }

    /// Every character of `text` with its code point in the original. Linear over all of them.
    fn walk<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (char, u32)> + 'a {
        let mut marks = self.marks.iter().peekable();
        let mut point = 0;
        text.char_indices().map(move |(byte, ch)| {
            if let Some(mark) = marks.next_if(|mark| mark.byte as usize == byte) {
                point = mark.point;
            }
            point += 1;
            (ch, point - 1)
        })
    }
}

/// Cleans `raw`, decoded text as it came in. Offsets are code points of `raw`. O(bytes).
///
/// - every line end becomes `\n`, TAB a space, and the doubled marks of TeX curly ones;
/// - control characters, directions, invisible letters and tags are dropped;
/// - joiners stay where a script or an emoji needs them;
/// - a letter under more than [`MARKS`] marks, or a grapheme above [`GRAPHEME_BYTES`], is cut down.
pub fn clean(raw: &str) -> Cleaned {
    clean_points(raw.chars().zip(0..))
}

/// Cleans characters that carry their code point in some original: for formats that take the
/// prose out of a larger text. The code points must not fall.
pub fn clean_points(chars: impl Iterator<Item = (char, u32)>) -> Cleaned {
    let mut cleaned = filter(chars);
    // Cutting can make neighbours join into a new overlong grapheme, of letters that are each fewer
    // than before: at most log(length) rounds, and one look in every text that people write.
    while cleaned.text.graphemes(true).any(is_overlong) {
        cleaned = shorten(&cleaned);
    }
    if cleaned.text.contains("``") { curled(&cleaned) } else { cleaned }
}

/// Cleans one line of a name or title: no line ends either, no blank edges.
pub fn clean_line(raw: &str) -> String {
    let line: String =
        clean(raw).text.chars().map(|ch| if ch == '\n' { ' ' } else { ch }).collect();
    line.trim().to_owned()
}

/// Text in the making, with its marks.
#[derive(Default)]
struct Builder {
    cleaned: Cleaned,
    next: Option<u32>,
}

impl Builder {
    fn keep(&mut self, ch: char, point: u32) {
        let Cleaned { text, offsets, .. } = &mut self.cleaned;
        let far = offsets
            .marks
            .last()
            .is_none_or(|mark| text.len() + ch.len_utf8() - mark.byte as usize > Offsets::STRIDE);
        if far || self.next != Some(point) {
            let byte = u32::try_from(text.len()).expect("article size is capped");
            offsets.marks.push(Mark { byte, point });
        }
        text.push(ch);
        self.next = Some(point + 1);
    }

    fn drop(&mut self) {
        self.cleaned.dropped += 1;
    }
}

/// Settles each character by itself and its neighbours: line ends, TAB, hidden ones, joiners.
fn filter(chars: impl Iterator<Item = (char, u32)>) -> Cleaned {
    let mut chars = chars.peekable();
    let mut built = Builder::default();
    while let Some((ch, point)) = chars.next() {
        match ch {
            '\r' if chars.peek().is_some_and(|next| next.0 == '\n') => {}
            '\t' => built.keep(' ', point),
            _ if is_line_end(ch) => built.keep('\n', point),
            _ if is_hidden(ch) => built.drop(),
            _ if is_joiner(ch) => {
                let before = built.cleaned.text.chars().next_back();
                let after = after_hidden(&mut chars, &mut built);
                match (before, after) {
                    (Some(before), Some(after)) if joins(before, ch, after) => {
                        built.keep(ch, point);
                    }
                    _ => built.drop(),
                }
            }
            _ => built.keep(ch, point),
        }
    }
    built.cleaned
}

/// The next character that is neither hidden nor a further joiner; those in between are dropped.
fn after_hidden<I>(chars: &mut Peekable<I>, built: &mut Builder) -> Option<char>
where
    I: Iterator<Item = (char, u32)>,
{
    let hidden = |ch| is_joiner(ch) || (is_hidden(ch) && !is_line_end(ch) && ch != '\t');
    while chars.next_if(|next| hidden(next.0)).is_some() {
        built.drop();
    }
    chars.peek().map(|next| next.0)
}

fn is_overlong(grapheme: &str) -> bool {
    grapheme.len() > GRAPHEME_BYTES
        || (grapheme.len() > MARKS && grapheme.chars().filter(|ch| is_mark(*ch)).count() > MARKS)
}

/// Of every overlong grapheme keeps the first character and the first marks on it, no joiners.
fn shorten(cleaned: &Cleaned) -> Cleaned {
    let mut points = cleaned.offsets.walk(&cleaned.text);
    let mut built = Builder::default();
    built.cleaned.dropped = cleaned.dropped;
    for grapheme in cleaned.text.graphemes(true) {
        let overlong = is_overlong(grapheme);
        let mut marks = 0;
        for (at, (ch, point)) in points.by_ref().take(grapheme.chars().count()).enumerate() {
            let mark = is_mark(ch) && !is_joiner(ch) && marks < MARKS;
            marks += usize::from(mark);
            if !overlong || at == 0 || mark {
                built.keep(ch, point);
            } else {
                built.drop();
            }
        }
    }
    built.cleaned
}

/// Makes curly marks of the doubled ones of TeX, closing ones only behind an opening one. Comes
/// last, when nothing that was dropped stands between two of them any more.
fn curled(cleaned: &Cleaned) -> Cleaned {
    let mut chars = cleaned.offsets.walk(&cleaned.text).peekable();
    let mut built = Builder::default();
    built.cleaned.dropped = cleaned.dropped;
    let mut opened = false;
    while let Some((ch, point)) = chars.next() {
        match (ch, chars.peek()) {
            ('`', Some(('`', _))) => {
                chars.next();
                built.keep('“', point);
                opened = true;
            }
            // It stands for both; its end is behind the second.
            ('\'', Some(('\'', last))) if opened => {
                let last = *last;
                chars.next();
                built.keep('”', last);
            }
            _ => built.keep(ch, point),
        }
    }
    built.cleaned
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    #[rustfmt::skip]
    fn what_stays_and_what_goes() {
        for (raw, text) in [
            ("one\r\ntwo\rthree\n",               "one\ntwo\nthree\n"),
            ("a\u{2028}b\u{2029}c\u{85}d\u{b}e\u{c}f", "a\nb\nc\nd\ne\nf"),
            ("a\tb",                              "a b"),
            ("``No,'' she said: ''no",            "“No,” she said: ”no"),
            ("`\u{200d}`No.'\u{200b}'",               "“No.”"),
            ("5' 3'' tall, `no`",                 "5' 3'' tall, `no`"),
            ("\u{1b}[31mred\u{7}\u{0}",           "[31mred"),
            ("\u{feff}a\u{200b}b\u{ad}c\u{2060}d", "abcd"),
            ("\u{202e}abc\u{202c} \u{2066}x\u{2069}\u{200f}", "abc x"),
            ("tag\u{e0041}\u{e007f}s",            "tags"),
            ("10\u{a0}000 \u{2009}€",             "10\u{a0}000 \u{2009}€"), // spaces stay
            ("a\u{200d}b \u{200c}c",              "ab c"),                  // Latin needs no joiner
            ("می\u{200c}خواهم",                   "می\u{200c}خواهم"),
            ("क्\u{200d}ष",                        "क्\u{200d}ष"),
            ("👩\u{200d}👩\u{200d}👧 ❤\u{fe0f}\u{200d}🔥", "👩\u{200d}👩\u{200d}👧 ❤\u{fe0f}\u{200d}🔥"),
            ("👩\u{200d} 👧\u{200c}👧",             "👩 👧👧"),
            ("می\u{200c}\u{200b}\u{200c}خ",        "می\u{200c}خ"),           // one joiner is enough
            ("Cafe\u{301}",                       "Cafe\u{301}"),
        ] {
            assert_eq!(clean(raw).text, text, "{raw:?}");
        }
    }

    #[test]
    fn marks_and_graphemes_are_limited() {
        let zalgo = format!("o{}k", "\u{301}".repeat(200_000));
        assert_eq!(clean(&zalgo).text, format!("o{}k", "\u{301}".repeat(MARKS)));
        assert_eq!(clean(&zalgo).dropped, 200_000 - MARKS);
        let family = vec!["👩"; 5_000].join("\u{200d}");
        assert_eq!(clean(&family).text, "👩");
        assert_eq!(
            clean(&format!("{zalgo}!")).offsets.original("ignored!", Span::new(0, 1)),
            [0, 1]
        );
    }

    #[test]
    fn offsets_lead_back() {
        let raw = "\u{feff}A\r\n\u{202e}“No,”\tsaid 🎉 Ada.";
        let cleaned = clean(raw);
        for words in ["A", "“No,”", "said", "🎉 Ada."] {
            let at = cleaned.text.find(words).unwrap();
            let span = Span::new(at, at + words.len());
            let [start, end] = cleaned.offsets.original(&cleaned.text, span);
            let back: String = raw.chars().skip(start).take(end - start).collect();
            assert_eq!(back, words);
        }
    }

    /// Ordinary letters among everything that cleaning deals with.
    fn hostile() -> impl Strategy<Value = String> {
        let chars = "a b.“é🎉\u{301}\u{300}\u{200d}\u{200c}\u{202e}\u{200b}\r\n\t\u{1b}\u{2028}\u{ad}مخक्👩❤\u{fe0f}\u{e0041}\u{1100}\u{1161}\u{1f1e9}";
        let set: Vec<char> = chars.chars().collect();
        let one = prop_oneof![4 => prop::sample::select(set), 1 => any::<char>()];
        let run = (one, 1..30_usize, prop::bool::weighted(0.1))
            .prop_map(|(ch, times, long)| ch.to_string().repeat(if long { times } else { 1 }));
        prop::collection::vec(run, 0..200).prop_map(|runs| runs.concat())
    }

    proptest! {
        #[test]
        fn every_kept_character_maps_back_to_itself(raw in hostile()) {
            let cleaned = clean(&raw);
            let original: Vec<char> = raw.chars().collect();
            let mut last = None;
            for (byte, ch) in cleaned.text.char_indices() {
                let span = Span::new(byte, byte + ch.len_utf8());
                let [start, end] = cleaned.offsets.original(&cleaned.text, span);
                prop_assert_eq!(end, start + 1);
                prop_assert!(last.is_none_or(|last| last < start));
                last = Some(start);
                match ch {
                    '\n' => prop_assert!(is_line_end(original[start])),
                    ' ' => prop_assert!(matches!(original[start], ' ' | '\t')),
                    '“' => prop_assert!(matches!(original[start], '“' | '`')),
                    '”' => prop_assert!(matches!(original[start], '”' | '\'')),
                    _ => prop_assert_eq!(ch, original[start]),
                }
            }
        }

        #[test]
        fn cleaning_twice_is_cleaning_once(raw in hostile()) {
            let once = clean(&raw);
            let twice = clean(&once.text);
            prop_assert_eq!(&once.text, &twice.text);
            prop_assert_eq!(twice.dropped, 0);
        }

        #[test]
        fn marks_stand_close_and_rise(raw in hostile()) {
            let cleaned = clean(&raw);
            let marks = &cleaned.offsets.marks;
            prop_assert!(marks.windows(2).all(|two| two[0].byte < two[1].byte
                && two[1].byte as usize - two[0].byte as usize <= Offsets::STRIDE));
        }
    }
}
