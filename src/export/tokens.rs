//! Sentences and tokens that cover a whole text, for formats that count in tokens.
//!
//! A token is a run of letters and digits or one other character that is no white space. Every span
//! that is given begins and ends on a token's border: such formats refuse anything else.

use std::collections::BTreeSet;

use super::rows::{Role, Row};
use crate::story::Story;
use crate::text::Span;

/// The sentences of a story, and between them what is in none (headlines, datelines): every letter of
/// the text is in one of them. In text order, without white space at their ends.
pub fn sentences(story: &Story) -> Vec<Span> {
    let text = &story.article.text;
    let mut all = Vec::new();
    let mut at = 0;
    let ends = Span::new(text.len(), text.len());
    for sentence in story.analysis.sentences.iter().copied().chain([ends]) {
        // What lies between is cut at line ends: it may be several headings.
        let mut start = at;
        for line in Span::new(at, sentence.start().max(at)).of(text).split('\n') {
            all.push(Span::new(start, start + line.len()).trim(text));
            start += line.len() + 1;
        }
        all.push(sentence.trim(text));
        at = sentence.end().max(at);
    }
    all.retain(|span| !span.is_empty());
    all
}

/// The borders of every piece of these rows.
pub fn borders(rows: &[Row]) -> BTreeSet<usize> {
    let pieces = rows.iter().flat_map(|row| Role::ALL.into_iter().flat_map(|role| row.of(role)));
    pieces.flat_map(|piece| [piece.span.start(), piece.span.end()]).collect()
}

/// The tokens of `stretch`, cut at `borders` too.
pub fn tokens(text: &str, stretch: Span, borders: &BTreeSet<usize>) -> Vec<Span> {
    let mut tokens: Vec<Span> = Vec::new();
    let mut word = false;
    for (at, ch) in stretch.of(text).char_indices() {
        let at = stretch.start() + at;
        let end = at + ch.len_utf8();
        if ch.is_whitespace() {
            word = false;
            continue;
        }
        // A mark that combines belongs to the letter before it.
        let letter = ch.is_alphanumeric() || unicode_width::UnicodeWidthChar::width(ch) == Some(0);
        match tokens.last_mut() {
            Some(last) if word && letter && last.end() == at && !borders.contains(&at) => {
                *last = Span::new(last.start(), end);
            }
            _ => tokens.push(Span::new(at, end)),
        }
        word = letter;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{rows, sample};

    #[test]
    fn every_letter_is_in_a_token_and_every_piece_ends_on_one() {
        let (story, set) = sample::story();
        let text = &story.article.text;
        let rows = rows::all(&story, &set);
        let borders = borders(&rows);
        let sentences = sentences(&story);
        assert!(sentences.is_sorted());
        let all: Vec<Span> =
            sentences.iter().flat_map(|one| tokens(text, *one, &borders)).collect();
        let joined: String = all.iter().map(|token| token.of(text)).collect();
        let bare: String = text.chars().filter(|ch| !ch.is_whitespace()).collect();
        assert_eq!(joined, bare);
        for role in Role::ALL {
            for piece in rows.iter().flat_map(|row| row.of(role)) {
                assert!(all.iter().any(|token| token.start() == piece.span.start()));
                assert!(all.iter().any(|token| token.end() == piece.span.end()));
            }
        }
    }
}
