//! Lines and columns: where a paragraph breaks, how wide words are, which byte stands in a column.
//!
//! The one place that measures width. Counts in columns of a terminal, by grapheme, as the screen
//! does; says nothing of colours, margins or panes.

use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};
use unicode_width::UnicodeWidthStr;

use super::Span;

/// Columns that `words` take on one line.
pub fn columns(words: &str) -> usize {
    if words.is_ascii() {
        return words.len();
    }
    words.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// Breaks the stretch `span` of `text` into lines of at most `width` columns, by the line breaking
/// rules of Unicode; a word wider than a line is broken between graphemes.
///
/// Lines come in text order, without the white space at their ends, and never empty. A width of 0
/// counts as 1; a grapheme wider than the line stands alone. O(bytes).
///
/// - `ab cd ef` at 5  gives  `ab cd`, `ef`
/// - `abcdefg` at 3   gives  `abc`, `def`, `g`
pub fn wrap(text: &str, span: Span, width: usize) -> Vec<Span> {
    let width = width.max(1);
    let words = span.of(text);
    if let Some(lines) = plain(words, width) {
        let here = |line: Span| Span::new(span.start() + line.start(), span.start() + line.end());
        return lines.into_iter().map(here).collect();
    }
    by_rules(text, span, width)
}

/// The same with English words broken where they may be hyphenated, and room left for the hyphen,
/// which is not in the text. O(bytes).
///
/// - `a considerable` at 9  gives  `a consid`, `erable`
pub fn hyphenated(text: &str, span: Span, width: usize) -> Vec<Span> {
    filled(text, span, width.max(1), true)
}

/// The same for words of any script.
fn by_rules(text: &str, span: Span, width: usize) -> Vec<Span> {
    filled(text, span, width, false)
}

fn filled(text: &str, span: Span, width: usize, hyphens: bool) -> Vec<Span> {
    let words = span.of(text);
    let mut lines = Vec::new();
    let (mut start, mut used, mut from) = (0, 0, 0);
    for (to, kind) in linebreaks(words) {
        let mut piece = Span::new(from, to);
        let mut visible = columns(piece.of(words).trim_end());
        if used > 0 && used + visible > width {
            let cut =
                if hyphens { hyphen(piece.of(words), width.saturating_sub(used)) } else { None };
            let end = from + cut.unwrap_or(0);
            lines.push(Span::new(start, end));
            (start, used) = (end, 0);
            piece = Span::new(end, to);
            visible = columns(piece.of(words).trim_end());
        }
        if visible > width {
            let last = broken(words, Span::new(start, to), width, &mut lines);
            used = columns(Span::new(last, to).of(words));
            start = last;
        } else {
            used += columns(piece.of(words));
        }
        if kind == BreakOpportunity::Mandatory {
            lines.push(Span::new(start, to));
            (start, used) = (to, 0);
        }
        from = to;
    }
    let here = |line: Span| Span::new(span.start() + line.start(), span.start() + line.end());
    lines.into_iter().map(|line| here(line).trim(text)).filter(|line| !line.is_empty()).collect()
}

/// Letters that a word keeps before a hyphen, and behind it.
const KEPT: (usize, usize) = (2, 3);

/// Where the first word of `piece` may be hyphenated so that it and the hyphen take at most `room`
/// columns: the byte behind the last syllable that fits. Names are not broken.
fn hyphen(piece: &str, room: usize) -> Option<usize> {
    let begin = piece.find(char::is_alphabetic)?;
    let rest = Span::new(begin, piece.len()).of(piece);
    let word = Span::new(0, rest.find(|one: char| !one.is_alphabetic()).unwrap_or(rest.len()));
    let word = word.of(rest);
    if !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let lead = columns(Span::new(0, begin).of(piece));
    let mut end = 0;
    let ends = hypher::hyphenate(word, hypher::Lang::English).map(|syllable| {
        end += syllable.len();
        end
    });
    let fits = |end: &usize| *end >= KEPT.0 && end + KEPT.1 <= word.len() && lead + end < room;
    ends.filter(fits).last().map(|end| begin + end)
}

/// The lines of plain English prose: letters, digits and the usual marks, each one column wide, no word
/// wider than a line; nothing for other words. Many times faster than the rules for all scripts, for
/// it is what long texts are made of.
fn plain(words: &str, width: usize) -> Option<Vec<Span>> {
    let mut lines = Vec::new();
    // Where the line begins, its last place to break (where it ends and the next begins), columns.
    let (mut start, mut rest, mut used) = (0, None, 0);
    let mut behind = 0;
    let mut last = ' ';
    for (at, letter) in words.char_indices() {
        let wordly = letter.is_ascii_alphanumeric();
        if !(wordly || letter == ' ' || PLAIN.contains(&letter)) {
            return None;
        }
        // After a blank; inside “so-called”; beside a dash.
        let opens = match last {
            ' ' => letter != ' ',
            '-' => letter.is_ascii_alphabetic() && behind > 0,
            '—' | '–' => true,
            _ => letter == '—' && last != ' ',
        };
        if opens && at > start {
            let end = if last == ' ' { at - blanks(words, at) } else { at };
            rest = Some((end, at, used));
        }
        behind = usize::from(letter == '-' && last != ' ');
        last = letter;
        used += 1;
        if used > width && letter != ' ' {
            let (end, next, before) = rest.take()?;
            lines.push(Span::new(start, end));
            (start, used) = (next, used - before);
            if used > width {
                return None;
            }
        }
    }
    lines.push(Span::new(start, words.trim_end().len().max(start)));
    lines.retain(|line| !line.is_empty());
    Some(lines)
}

/// Blanks before byte `at`.
fn blanks(words: &str, at: usize) -> usize {
    let head = Span::new(0, at).of(words);
    head.len() - head.trim_end_matches(' ').len()
}

/// Marks of plain prose, each one column wide.
const PLAIN: [char; 21] = [
    '.', ',', ';', ':', '!', '?', '\'', '"', '(', ')', '%', '$', '&', '-', '–', '—', '“', '”', '‘',
    '’', '…',
];

/// Pushes full lines of one too wide `piece`; gives the byte where its unfinished line begins.
fn broken(words: &str, piece: Span, width: usize, lines: &mut Vec<Span>) -> usize {
    let (mut start, mut used) = (piece.start(), 0);
    for (at, grapheme) in piece.of(words).trim_end().grapheme_indices(true) {
        let wide = grapheme.width();
        if used > 0 && used + wide > width {
            lines.push(Span::new(start, piece.start() + at));
            (start, used) = (piece.start() + at, 0);
        }
        used += wide;
    }
    start
}

/// The byte of `words` whose grapheme covers column `column`; past the end, the last grapheme's.
pub fn byte_at(words: &str, column: usize) -> usize {
    let mut left = 0;
    let mut byte = 0;
    for (at, grapheme) in words.grapheme_indices(true) {
        byte = at;
        left += grapheme.width();
        if left > column {
            break;
        }
    }
    byte
}

/// `words` on one line of at most `width` columns; what is left out shows as `…` at the end.
pub fn fit(words: &str, width: usize) -> String {
    let one_line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if columns(&one_line) <= width {
        return one_line;
    }
    let sign = if width > 0 { "…" } else { "" };
    start(&one_line, width.saturating_sub(1)).trim_end().to_owned() + sign
}

/// As much of the start of `words` as `width` columns hold.
pub fn start(words: &str, width: usize) -> String {
    let mut used = 0;
    let fits = |grapheme: &&str| {
        used += grapheme.width();
        used <= width
    };
    words.graphemes(true).take_while(fits).collect()
}

/// The start of the grapheme of `text` that byte `at` stands in. Looks only at its neighbours.
pub fn grapheme(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(false) => cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0),
        Ok(true) | Err(_) => at,
    }
}

/// The byte where the next grapheme of `text` begins, or its end.
pub fn after(text: &str, at: usize) -> usize {
    let rest = Span::new(at, text.len()).of(text);
    at + rest.graphemes(true).next().map_or(0, str::len)
}

/// The byte where the grapheme before `at` begins, or 0.
pub fn before(text: &str, at: usize) -> usize {
    let head = Span::new(0, at).of(text);
    at - head.graphemes(true).next_back().map_or(0, str::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        for (text, width, expected) in [
            ("ab cd ef", 5, vec!["ab cd", "ef"]),
            ("abcdefg", 3, vec!["abc", "def", "g"]),
            ("a abcdefg h", 3, vec!["a", "abc", "def", "g h"]),
            ("“No,” she said.", 7, vec!["“No,”", "she", "said."]),
            ("so-called", 5, vec!["so-", "calle", "d"]),
            ("日本語だ", 4, vec!["日本", "語だ"]),
            ("e\u{301}e\u{301} x", 2, vec!["e\u{301}e\u{301}", "x"]),
            ("日", 1, vec!["日"]),
            ("", 9, vec![]),
            ("a b", 0, vec!["a", "b"]),
            ("one\ntwo", 9, vec!["one", "two"]),
            ("a \u{301}日-", 2, vec!["a \u{301}", "日", "-"]), // a mark without a letter
        ] {
            let found = wrap(text, Span::new(0, text.len()), width);
            let words: Vec<&str> = found.iter().map(|line| line.of(text)).collect();
            assert_eq!(words, expected, "{text} at {width}");
        }
    }

    #[test]
    fn words_are_hyphenated() {
        for (text, width, expected) in [
            ("a considerable part", 11, vec!["a consider", "able part"]),
            ("a considerable part", 9, vec!["a consid", "erable", "part"]),
            ("a considerable part", 4, vec!["a", "cons", "ider", "able", "part"]),
            ("so “considerable” it is", 13, vec!["so “consider", "able” it is"]),
            ("in Constantinople", 11, vec!["in", "Constantino", "ple"]),
            ("by the harbour", 9, vec!["by the", "harbour"]),
        ] {
            let found = hyphenated(text, Span::new(0, text.len()), width);
            let words: Vec<&str> = found.iter().map(|line| line.of(text)).collect();
            assert_eq!(words, expected, "{text} at {width}");
        }
    }

    #[test]
    fn bytes_under_columns() {
        for (words, column, byte) in [
            ("abc", 0, 0),
            ("abc", 2, 2),
            ("abc", 9, 2),
            ("日本", 1, 0),
            ("日本", 2, 3),
            ("", 3, 0),
        ] {
            assert_eq!(byte_at(words, column), byte, "{words} {column}");
        }
    }

    #[test]
    fn graphemes() {
        for (text, at, start, next, last) in [
            ("ab", 1, 1, 2, 0),
            ("e\u{301}b", 1, 0, 3, 0),
            ("e\u{301}b", 2, 0, 3, 0),
            ("日本", 4, 3, 6, 0),
            ("🇫🇷🇩🇪x", 8, 8, 16, 0),
            ("🇫🇷🇩🇪x", 12, 8, 16, 0),
            ("ab", 9, 2, 2, 1),
        ] {
            let at = grapheme(text, at);
            assert_eq!((at, after(text, at), before(text, at)), (start, next, last), "{text}");
        }
    }

    #[test]
    fn cut_with_a_sign() {
        for (words, width, expected) in [
            ("a bridge", 8, "a bridge"),
            ("a bridge", 5, "a br…"),
            ("a bridge", 3, "a…"),
            ("日本語", 4, "日…"),
            ("ab", 0, ""),
            ("two\nlines", 20, "two lines"),
        ] {
            assert_eq!(fit(words, width), expected, "{words} in {width}");
        }
    }

    proptest::proptest! {
        /// Prose breaks where the rules for all scripts break it, and never differently.
        #[test]
        fn plain_prose_breaks_by_the_rules(text in "[a-zA-Z]{1,9}(( |, |-|—| “|” |’s |\\. )[a-z0-9]{1,8}){0,30}", width in 9usize..40) {
            let span = Span::new(0, text.len());
            if let Some(lines) = plain(&text, width) {
                proptest::prop_assert_eq!(lines, by_rules(&text, span, width));
            }
        }

        #[test]
        fn lines_keep_every_word_and_the_measure(text in "[a-zé日“” —\u{301}-]{0,120}", width in 2usize..30) {
            let lines = wrap(&text, Span::new(0, text.len()), width);
            let strip = |words: &str| words.split_whitespace().collect::<String>();
            let joined: String = lines.iter().map(|line| strip(line.of(&text))).collect();
            proptest::prop_assert_eq!(joined, strip(&text));
            for line in lines {
                proptest::prop_assert!(columns(line.of(&text)) <= width);
            }
        }
    }
}
