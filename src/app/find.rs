//! Searching in the text: where words stand, whatever their case and the shape of their quotes.

use crate::article::Article;
use crate::text::Span;

/// What was searched for and where it stands.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Search {
    /// As typed; empty for none.
    pub words: String,
    /// Where it stands, in text order, never overlapping.
    pub hits: Vec<Span>,
}

impl Search {
    /// Searches the prose.
    pub fn new(article: &Article, words: &str) -> Search {
        let paragraphs = article.paragraphs.iter();
        let hits = paragraphs.flat_map(|one| find(&article.text, one.span, words)).collect();
        Search { words: words.to_owned(), hits }
    }

    /// The hits that share a byte with `place`.
    pub fn over(&self, place: Span) -> &[Span] {
        let from = self.hits.partition_point(|hit| hit.end() <= place.start());
        let to = self.hits.partition_point(|hit| hit.start() < place.end());
        &self.hits[from.min(to)..to]
    }
}

/// Where `words` stand inside `place` of `text`. Case counts only where `words` has a capital;
/// straight quotes find curly ones. O(bytes · letters in the worst case).
pub fn find(text: &str, place: Span, words: &str) -> Vec<Span> {
    let exact = words.chars().any(char::is_uppercase);
    let wanted: Vec<char> = words.chars().map(|letter| fold(letter, exact)).collect();
    let Some(&first) = wanted.first() else { return Vec::new() };
    let stretch = place.of(text);
    let mut hits: Vec<Span> = Vec::new();
    for (at, letter) in stretch.char_indices() {
        let start = place.start() + at;
        if fold(letter, exact) != first || hits.last().is_some_and(|hit| start < hit.end()) {
            continue;
        }
        let rest = Span::new(start, place.end()).of(text);
        if let Some(len) = prefix(rest, &wanted, exact) {
            hits.push(Span::new(start, start + len));
        }
    }
    hits
}

/// Bytes of `text` that the wanted letters match from its start.
fn prefix(text: &str, wanted: &[char], exact: bool) -> Option<usize> {
    let mut letters = text.char_indices();
    for want in wanted {
        letters.next().filter(|(_, letter)| fold(*letter, exact) == *want)?;
    }
    Some(letters.next().map_or(text.len(), |(at, _)| at))
}

fn fold(letter: char, exact: bool) -> char {
    match letter {
        '“' | '”' | '„' => '"',
        '‘' | '’' => '\'',
        '\n' | '\u{a0}' => ' ',
        _ if exact => letter,
        _ => letter.to_lowercase().next().unwrap_or(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds() {
        for (text, words, expected) in [
            ("The bridge, the Bridge", "bridge", vec!["bridge", "Bridge"]),
            ("The bridge, the Bridge", "Bridge", vec!["Bridge"]),
            ("“It’s late,” she said", "\"it's", vec!["“It’s"]),
            ("aaaa", "aa", vec!["aa", "aa"]),
            ("Ärger, ärger", "ärger", vec!["Ärger", "ärger"]),
            ("anything", "", vec![]),
            ("short", "shorter", vec![]),
        ] {
            let found = find(text, Span::new(0, text.len()), words);
            let found: Vec<&str> = found.iter().map(|hit| hit.of(text)).collect();
            assert_eq!(found, expected, "{words} in {text}");
        }
    }
}
