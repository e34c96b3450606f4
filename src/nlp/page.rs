//! An article's prose as later stages read it: tokens, sentences, parts of speech and quotes side
//! by side.

use std::ops::Range;

use super::pos::{Pos, Tagger};
use super::sentence::{self, span_of};
use super::token::{self, Token, TokenKind};
use super::{Attribution, Note, NoteKind, Quote, quote};
use crate::article::{Article, ParagraphKind};
use crate::text::Span;

/// The prose of one article, split up. Fixed once made.
pub struct Page<'a> {
    pub text: &'a str,
    /// Tokens of all paragraphs.
    pub tokens: Vec<Token>,
    /// Each token's word in lower case, where it is written otherwise.
    lower: Vec<Option<Box<str>>>,
    /// Each token's part of speech.
    pos: Vec<Pos>,
    /// One a paragraph of prose.
    pub paragraphs: Vec<Part>,
    pub quotes: Vec<Quote>,
    pub notes: Vec<Note>,
    /// For each token the outermost quote it lies in, its marks included; [`NONE`] for none.
    quote_of: Vec<u32>,
}

/// No quote.
const NONE: u32 = u32::MAX;

/// A paragraph in tokens.
pub struct Part {
    pub tokens: Range<usize>,
    /// Ranges of tokens of the page.
    pub sentences: Vec<Range<usize>>,
    pub kind: ParagraphKind,
}

impl<'a> Page<'a> {
    /// Splits up the prose of `article`. O(bytes).
    pub fn new(article: &'a Article, tagger: &Tagger) -> Page<'a> {
        let text: &str = &article.text;
        let mut tokens = Vec::new();
        let mut paragraphs = Vec::new();
        for paragraph in &article.paragraphs {
            let first = tokens.len();
            tokens.extend(token::tokens(text, paragraph.span));
            let sentences = sentence::sentences(text, &tokens[first..])
                .into_iter()
                .map(|range| range.start + first..range.end + first)
                .collect();
            let range = first..tokens.len();
            paragraphs.push(Part { tokens: range, sentences, kind: paragraph.kind });
        }
        let spans: Vec<Span> = article.paragraphs.iter().map(|one| one.span).collect();
        let (quotes, notes) = quote::quotes(text, &spans);
        let words: Vec<&str> = tokens.iter().map(|token| token.span.of(text)).collect();
        let lowered = |word: &&str| {
            let is_lower = word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
            (!is_lower).then(|| word.to_lowercase().into())
        };
        let lower: Vec<Option<Box<str>>> = words.iter().map(lowered).collect();
        let sentences: Vec<Range<usize>> =
            paragraphs.iter().flat_map(|part: &Part| part.sentences.iter().cloned()).collect();
        let each = lower.iter().zip(&words);
        let lowered: Vec<&str> = each.map(|(low, word)| low.as_deref().unwrap_or(word)).collect();
        let pos = tagger.tags(&words, &lowered, &sentences);
        drop(lowered);
        let quote_of = outermost(&tokens, &quotes);
        Page { text, tokens, lower, pos, paragraphs, quotes, notes, quote_of }
    }

    /// The word of a token.
    pub fn word(&self, at: usize) -> &'a str {
        self.tokens[at].span.of(self.text)
    }

    /// The word of a token, lower case.
    pub fn lower(&self, at: usize) -> &str {
        self.lower[at].as_deref().unwrap_or_else(|| self.word(at))
    }

    /// The same; nothing outside the page.
    pub fn lower_at(&self, at: usize) -> &str {
        if at < self.tokens.len() { self.lower(at) } else { "" }
    }

    /// The part of speech of a token.
    pub fn pos(&self, at: usize) -> Pos {
        self.pos[at]
    }

    /// From the first to the last of some tokens.
    pub fn span(&self, range: Range<usize>) -> Span {
        span_of(&self.tokens[range])
    }

    /// The outermost quote that a token lies in.
    pub fn quote_of(&self, at: usize) -> Option<usize> {
        Some(self.quote_of[at]).filter(|quote| *quote != NONE).map(|quote| quote as usize)
    }

    /// Whether a token is a word that begins with a capital letter.
    pub fn is_capital(&self, at: usize) -> bool {
        self.tokens[at].kind == TokenKind::Word
            && self.word(at).starts_with(|c: char| c.is_uppercase())
    }

    /// The first token that begins at or behind byte `at`.
    pub fn token_from(&self, at: usize) -> usize {
        self.tokens.partition_point(|token| token.span.start() < at)
    }

    /// All sentences as spans.
    pub fn sentence_spans(&self) -> Vec<Span> {
        let all = self.paragraphs.iter().flat_map(|part| &part.sentences);
        all.map(|range| self.span(range.clone())).collect()
    }

    /// Outermost quotes that read like speech and stand in no attribution's content.
    pub fn unattributed(&self, attributions: &[Attribution]) -> Vec<Note> {
        /// A shorter quote is a title or a word held at arm's length more often than speech.
        const SPEECH_WORDS: usize = 6;
        let mut covered: Vec<Span> =
            attributions.iter().flat_map(|one| one.content.iter().copied()).collect();
        covered.sort_unstable();
        let mut reach = Span::new(0, 0);
        let mut next = 0;
        let mut notes = Vec::new();
        for quote in self.quotes.iter().filter(|quote| quote.depth == 0) {
            let span = quote.spans[0];
            while next < covered.len() && covered[next].start() < span.end() {
                reach = if covered[next].end() > reach.end() { covered[next] } else { reach };
                next += 1;
            }
            let words = span.of(self.text).split_whitespace().take(SPEECH_WORDS).count();
            if words == SPEECH_WORDS && reach.end() <= span.start() {
                notes.push(Note { span, kind: NoteKind::UnattributedQuote });
            }
        }
        notes
    }
}

/// For each token the index of the outermost quote around it, or [`NONE`]. O(tokens + quotes).
fn outermost(tokens: &[Token], quotes: &[Quote]) -> Vec<u32> {
    let mut spans: Vec<(Span, usize)> = quotes
        .iter()
        .enumerate()
        .filter(|(_, quote)| quote.depth == 0)
        .flat_map(|(index, quote)| quote.spans.iter().map(move |&span| (span, index)))
        .collect();
    spans.sort_unstable();
    let mut next = 0;
    tokens
        .iter()
        .map(|token| {
            while next < spans.len() && spans[next].0.end() <= token.span.start() {
                next += 1;
            }
            let around = spans.get(next).filter(|(span, _)| span.covers(token.span));
            around.and_then(|&(_, index)| u32::try_from(index).ok()).unwrap_or(NONE)
        })
        .collect()
}
