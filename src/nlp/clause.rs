//! Units of attribution: a sentence in which each quotation counts as one item.

use super::lexicon;
use super::page::Page;
use super::token::TokenKind;
use crate::article::ParagraphKind;
use crate::text::Span;

/// A sentence with its quotations whole, however many sentences those hold.
pub struct Unit {
    pub items: Vec<Item>,
    /// Index of its paragraph.
    pub paragraph: usize,
    pub kind: ParagraphKind,
}

/// A token outside of quotations, or a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// Index of the token.
    Token(usize),
    /// A quotation's part in this paragraph: its index, its first and last token.
    Quote { quote: usize, first: usize, last: usize },
}

impl Item {
    /// Its first token.
    pub fn first(self) -> usize {
        match self {
            Item::Token(at) => at,
            Item::Quote { first, .. } => first,
        }
    }

    /// Its last token.
    pub fn last(self) -> usize {
        match self {
            Item::Token(at) => at,
            Item::Quote { last, .. } => last,
        }
    }
}

impl Unit {
    /// The lower-case word of item `at`; nothing for a quotation or outside the unit.
    pub fn word<'p>(&self, page: &'p Page, at: usize) -> &'p str {
        match self.items.get(at) {
            Some(Item::Token(token)) => page.lower(*token),
            _ => "",
        }
    }

    /// Whether item `at` is a quotation.
    pub fn is_quote(&self, at: usize) -> bool {
        matches!(self.items.get(at), Some(Item::Quote { .. }))
    }

    /// Whether item `at` is a word with a capital letter.
    pub fn is_capital(&self, page: &Page, at: usize) -> bool {
        matches!(self.items.get(at), Some(Item::Token(token)) if page.is_capital(*token))
    }

    /// Whether item `at` is a mark.
    pub fn is_mark(&self, page: &Page, at: usize) -> bool {
        matches!(self.items.get(at), Some(Item::Token(token))
            if page.tokens[*token].kind == TokenKind::Mark)
    }

    /// The span of some items; none when there are none.
    pub fn span(&self, page: &Page, items: std::ops::Range<usize>) -> Option<Span> {
        let items = self.items.get(items)?;
        Some(page.span(items.first()?.first()..items.last()?.last() + 1))
    }

    /// Whether it holds quotations and marks only.
    pub fn is_speech_alone(&self, page: &Page) -> bool {
        (0..self.items.len()).any(|at| self.is_quote(at))
            && (0..self.items.len()).all(|at| self.is_quote(at) || self.is_mark(page, at))
    }

    /// One past the last item that is not a closing mark.
    pub fn end(&self, page: &Page) -> usize {
        let closing = |at: usize| {
            matches!(self.word(page, at), "." | "?" | "!" | "…" | "..." | "," | ";" | ")")
        };
        (0..self.items.len()).rev().find(|&at| !closing(at)).map_or(0, |at| at + 1)
    }
}

/// The units of a page, in text order. O(tokens).
pub fn units(page: &Page) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    for (paragraph, part) in page.paragraphs.iter().enumerate() {
        let first = units.len();
        for sentence in &part.sentences {
            let inside = sentence.start > part.tokens.start
                && page.quote_of(sentence.start).is_some()
                && page.quote_of(sentence.start) == page.quote_of(sentence.start - 1);
            if !inside || units.len() == first {
                units.push(Unit { items: Vec::new(), paragraph, kind: part.kind });
            }
            let unit = units.last_mut().expect("one was pushed for this paragraph");
            extend(page, &mut unit.items, sentence.clone());
            cut(&mut units, paragraph, part.kind);
        }
        join_tags(page, &mut units, first);
    }
    units
}

/// Cuts the last unit where it is longer than any sentence.
fn cut(units: &mut Vec<Unit>, paragraph: usize, kind: ParagraphKind) {
    let Some(last) = units.last_mut().filter(|last| last.items.len() > LONGEST) else { return };
    let items = std::mem::take(&mut last.items);
    units.pop();
    for piece in items.chunks(LONGEST) {
        units.push(Unit { items: piece.to_vec(), paragraph, kind });
    }
}

/// Longest unit in items. No sentence of prose comes near; text without a full stop is cut here, so
/// that what looks through a unit stays quick.
const LONGEST: usize = 600;

fn extend(page: &Page, items: &mut Vec<Item>, tokens: std::ops::Range<usize>) {
    for at in tokens {
        match (page.quote_of(at), items.last_mut()) {
            (Some(quote), Some(Item::Quote { quote: same, last, .. })) if quote == *same => {
                *last = at;
            }
            (Some(quote), _) => items.push(Item::Quote { quote, first: at, last: at }),
            (None, _) => items.push(Item::Token(at)),
        }
    }
}

/// Joins “Why?” and its tag “Trump asked.”, which a question or exclamation mark splits.
fn join_tags(page: &Page, units: &mut Vec<Unit>, first: usize) {
    let mut at = first + 1;
    while at < units.len() {
        let before = &units[at - 1];
        let asks = before.is_speech_alone(page)
            && before.items.last().is_some_and(|item| {
                page.span(item.first()..item.last() + 1)
                    .of(page.text)
                    .trim_end_matches(['”', '"', '’', '\'', '»'])
                    .ends_with(['?', '!', ','])
            });
        if asks && is_tag(page, &units[at]) {
            let items = units.remove(at).items;
            units[at - 1].items.extend(items);
        } else {
            at += 1;
        }
    }
}

/// Whether a unit is a bare tag: a few words, among them a cue of quotation, and no quotation.
fn is_tag(page: &Page, unit: &Unit) -> bool {
    /// “former Harbour Board chairman Bo Lund asked on Tuesday”.
    const LONGEST: usize = 12;
    let end = unit.end(page);
    let cue = |at| lexicon::cue(unit.word(page, at)).is_some_and(|cue| cue.frames.quote);
    end <= LONGEST
        && !(0..end).any(|at| unit.is_quote(at) || unit.word(page, at) == "that")
        && (0..end).any(cue)
        && (cue(0) || cue(end - 1) || lexicon::is_day(unit.word(page, end - 1)) || cue(1))
}
