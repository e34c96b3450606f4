//! Sentences: where one ends and the next begins, inside a paragraph.

use super::lexicon;
use super::token::{Token, TokenKind};
use crate::text::Span;

/// Splits the tokens of one paragraph into ranges of tokens, one a sentence, covering all of them.
///
/// A sentence ends with `.`, `?`, `!` or `…`, the closing marks behind it included, where what
/// follows can begin one. Full stops of abbreviations are part of their word and end nothing,
/// unless a word follows that only begins sentences (“in the U.S. The …”). O(tokens).
pub fn sentences(text: &str, tokens: &[Token]) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < tokens.len() {
        let mut end = at + 1;
        if ends_sentence(text, tokens, at) {
            while end < tokens.len() && closes(text, tokens, end) {
                end += 1;
            }
            if tokens.get(end).is_none_or(|next| begins_sentence(text, tokens, end, *next)) {
                found.push(start..end);
                start = end;
            }
        }
        at = end;
    }
    if start < tokens.len() {
        found.push(start..tokens.len());
    }
    found
}

fn ends_sentence(text: &str, tokens: &[Token], at: usize) -> bool {
    let word = tokens[at].span.of(text);
    match tokens[at].kind {
        TokenKind::Mark => matches!(word, "." | "?" | "!" | "…" | "..." | "...."),
        TokenKind::Word => {
            let next = tokens.get(at + 1).map(|next| next.span.of(text));
            word.ends_with('.')
                && !lexicon::is_abbreviation(word.trim_end_matches('.'))
                && next.is_some_and(lexicon::begins_sentences)
        }
        _ => false,
    }
}

/// Closing marks belong to the sentence before; a straight mark closes when it touches what is
/// before it and not what follows.
fn closes(text: &str, tokens: &[Token], at: usize) -> bool {
    let token = tokens[at];
    let touches = tokens[at - 1].span.end() == token.span.start();
    match token.span.of(text) {
        "”" | "’" | "»" | "›" | ")" | "]" | "." | "?" | "!" => touches,
        "\"" | "'" => {
            touches && tokens.get(at + 1).is_none_or(|next| next.span.start() > token.span.end())
        }
        _ => false,
    }
}

fn begins_sentence(text: &str, tokens: &[Token], at: usize, next: Token) -> bool {
    let word = next.span.of(text);
    let first = word.chars().next().unwrap_or(' ');
    match next.kind {
        TokenKind::Word => !first.is_lowercase(),
        TokenKind::Number => true,
        TokenKind::Possessive => false,
        TokenKind::Mark => {
            matches!(first, '“' | '"' | '‘' | '\'' | '«' | '‹' | '„' | '(' | '[' | '–' | '—')
                && tokens
                    .get(at + 1)
                    .is_none_or(|after| !after.span.of(text).starts_with(char::is_lowercase))
        }
    }
}

/// The span from the first to the last of some tokens.
pub fn span_of(tokens: &[Token]) -> Span {
    match tokens {
        [] => Span::new(0, 0),
        [first, .., last] => first.span.cover(last.span),
        [only] => only.span,
    }
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    #[test]
    fn splits() {
        for (marked, why) in [
            ("Mr. Lund left.| He was tired.", "titles end nothing"),
            ("“Go.”| She went.", "closing marks belong to the sentence before"),
            ("“We won,” said Ada.| “Twice.”", "a quote begins one"),
            ("He moved to the U.S.| The end.", "an abbreviation may end one"),
            ("The U.S. Senate met at 3.5 p.m. on Monday.", "or not"),
            ("“Why?” she asked.", "a question inside"),
            ("\"Stop!\"| \"No.\"", "straight marks"),
        ] {
            let text = marked.replace('|', "");
            let all = tokens(&text, Span::new(0, text.len()));
            let found: Vec<&str> = sentences(&text, &all)
                .into_iter()
                .map(|range| span_of(&all[range]).of(&text))
                .collect();
            let expected: Vec<&str> = marked.split('|').map(str::trim).collect();
            assert_eq!(found, expected, "{why}");
        }
    }
}
