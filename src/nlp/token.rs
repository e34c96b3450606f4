//! Tokens: words, numbers and marks of the prose. One tokeniser for training and use.
//!
//! Words keep inner apostrophes, hyphens and the dots of abbreviations (“O’Leary”, “Asia-Pacific”,
//! “U.S.”, “Sen.”); a possessive ending is a token of its own (“Trump”, “’s”). Quotation marks are
//! marks like any other: what they enclose is the business of `quote`.

use super::lexicon;
use crate::text::Span;

/// One token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is made of.
    pub kind: TokenKind,
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Begins with a letter.
    Word,
    /// Begins with a digit.
    Number,
    /// “’s” or “’” behind a word.
    Possessive,
    /// Anything else.
    Mark,
}

/// The tokens of one paragraph, in text order. O(bytes).
pub fn tokens(text: &str, paragraph: Span) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let mut at = paragraph.start();
    while let Some(first) = char_at(text, at, paragraph.end()) {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let after_word = found.last().is_some_and(|last| {
            last.span.end() == at && matches!(last.kind, TokenKind::Word | TokenKind::Number)
        });
        let (end, kind) = if first.is_alphanumeric() {
            let kind = if first.is_numeric() { TokenKind::Number } else { TokenKind::Word };
            (word_end(text, at, paragraph.end()), kind)
        } else if after_word && is_apostrophe(first) {
            match possessive_end(text, at, paragraph.end()) {
                Some(end) => (end, TokenKind::Possessive),
                None => (at + first.len_utf8(), TokenKind::Mark),
            }
        } else {
            (mark_end(text, at, first, paragraph.end()), TokenKind::Mark)
        };
        found.push(Token { span: Span::new(at, end), kind });
        at = end;
    }
    found
}

fn char_at(text: &str, at: usize, end: usize) -> Option<char> {
    Span::new(at, end.max(at)).of(text).chars().next()
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// Where the word that begins at `start` ends.
fn word_end(text: &str, start: usize, limit: usize) -> usize {
    let rest = Span::new(start, limit).of(text);
    let mut end = start;
    let mut chars = rest.char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        let next = chars.peek().map(|&(_, next)| next);
        let here = start + offset;
        let goes_on = match c {
            _ if c.is_alphanumeric() || is_combining(c) => true,
            '-' | '‑' => next.is_some_and(char::is_alphanumeric),
            '\'' | '’' => {
                next.is_some_and(char::is_alphabetic) && possessive_end(text, here, limit).is_none()
            }
            '.' => dot_belongs(Span::new(start, here).of(text), next),
            ',' | ':' => {
                next.is_some_and(|next| next.is_ascii_digit())
                    && Span::new(start, here).of(text).ends_with(|c: char| c.is_ascii_digit())
            }
            '&' => {
                next.is_some_and(char::is_uppercase)
                    && Span::new(start, here).of(text).chars().all(char::is_uppercase)
            }
            _ => false,
        };
        if !goes_on {
            break;
        }
        end = here + c.len_utf8();
    }
    end
}

/// Whether a full stop behind `word` is part of it: “U.S.”, “Sen.”, “J.”, “3.5”, “example.org”.
fn dot_belongs(word: &str, next: Option<char>) -> bool {
    let piece = word.rsplit(['-', '‑']).next().unwrap_or(word);
    let last = word.chars().next_back().unwrap_or(' ');
    let inside = next.is_some_and(char::is_alphanumeric)
        && (last.is_ascii_digit() == next.is_some_and(|next| next.is_ascii_digit()))
        && next.is_some_and(|next| {
            !next.is_uppercase() || piece.contains('.') || is_initial(piece) || piece == "I"
        });
    inside
        || is_initial(word)
        || (word.contains('.') && word.rsplit('.').next().is_some_and(|part| part.len() == 1))
        || lexicon::is_abbreviation(piece)
}

fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none() && word != "I"
}

/// Where a possessive ending that begins with the apostrophe at `at` ends.
fn possessive_end(text: &str, at: usize, limit: usize) -> Option<usize> {
    let mut chars = Span::new(at, limit).of(text).chars();
    let mark = chars.next()?;
    let s = chars.next().filter(|c| matches!(c, 's' | 'S'))?;
    let ends = chars.next().is_none_or(|next| !next.is_alphanumeric());
    ends.then_some(at + mark.len_utf8() + s.len_utf8())
}

/// Where the mark that begins at `at` ends: dots and dashes run together, others stand alone.
fn mark_end(text: &str, at: usize, first: char, limit: usize) -> usize {
    let run = match first {
        '.' | '-' | '`' => {
            Span::new(at, limit).of(text).chars().take_while(|&c| c == first).count()
        }
        _ => 1,
    };
    let marks = Span::new(at, limit).of(text).chars().skip(run);
    let combining: usize = marks.take_while(|&c| is_combining(c)).map(char::len_utf8).sum();
    at + run * first.len_utf8() + combining
}

fn is_combining(c: char) -> bool {
    unicode_width::UnicodeWidthChar::width(c) == Some(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits() {
        for (text, expected) in [
            ("“No,” she said.", "“|No|,|”|she|said|."),
            ("Sen. J. O’Leary’s U.S. visit", "Sen.|J.|O’Leary|’s|U.S.|visit"),
            ("the Asia-Pacific (APEC) rose 3.5%.", "the|Asia-Pacific|(|APEC|)|rose|3.5|%|."),
            ("don't -- wait...", "don't|--|wait|..."),
            ("At 10:30 a.m. 1,500 left.No", "At|10:30|a.m.|1,500|left|.|No"),
            ("AT&T and the ’90s", "AT&T|and|the|’|90s"),
            ("leaders’ meeting", "leaders|’|meeting"),
            ("the I.R.S. and I. We", "the|I.R.S.|and|I|.|We"),
            ("(R-Fla.), D-N.Y. and plan-B.", "(|R-Fla.|)|,|D-N.Y.|and|plan-B|."),
        ] {
            let found: Vec<&str> = tokens(text, Span::new(0, text.len()))
                .iter()
                .map(|token| token.span.of(text))
                .collect();
            assert_eq!(found.join("|"), expected, "{text}");
        }
    }
}
