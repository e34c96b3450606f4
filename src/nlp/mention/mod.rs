//! Mentions: every naming of a person, organisation, place, group, law, event or date.
//!
//! A trained labeller looks at every sentence twice: the second time it also knows what the first
//! look made of the same words elsewhere in the article. Dates go by grammar (`date`). Which
//! mentions mean the same is `entity`'s.

pub mod features;
mod hyphen;
pub mod labels;
pub mod votes;
pub mod words;

use std::ops::Range;

use self::votes::Votes;
use self::words::Words;
use super::EntityKind;
use super::date;
use super::model::features::Rows;
use super::model::{Labeller, Lattice};
use super::page::Page;
use crate::article::Metadata;
use crate::text::Span;

/// One naming in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    pub span: Span,
    /// Tokens of the page; empty for one that stands in the metadata.
    pub tokens: Range<usize>,
    pub kind: EntityKind,
}

/// Finds the mentions of a page and those its metadata name, in text order. O(tokens).
pub fn mentions(page: &Page, metadata: &Metadata, labeller: &Labeller) -> Vec<Mention> {
    let words = Words::of(page);
    let mut found = from_metadata(metadata);
    for (sentence, labels) in label(page, &words, labeller) {
        in_sentence(page, &words, sentence, &labels, &mut found);
    }
    found.sort_by_key(|mention| mention.span);
    found
}

fn from_metadata(metadata: &Metadata) -> Vec<Mention> {
    let named = |named: &Option<crate::article::Named>, kind| {
        let span = named.as_ref()?.span?;
        Some(Mention { span, tokens: 0..0, kind })
    };
    let place = named(&metadata.place, EntityKind::Place);
    place.into_iter().chain(named(&metadata.agency, EntityKind::Org)).collect()
}

/// The labels of every sentence. O(tokens).
fn label(page: &Page, words: &Words, labeller: &Labeller) -> Vec<(Range<usize>, Vec<usize>)> {
    let mut votes = Votes::new(words);
    let mut rows = Rows::default();
    let mut first: Vec<(Range<usize>, Lattice)> = Vec::new();
    for sentence in page.paragraphs.iter().flat_map(|part| &part.sentences) {
        rows.clear();
        features::write(page, words, sentence.clone(), &mut rows);
        let lattice = labeller.score(&rows);
        votes.count(words, sentence.start, &lattice.best());
        first.push((sentence.clone(), lattice));
    }
    let second = |(sentence, mut lattice): (Range<usize>, Lattice)| {
        rows.clear();
        features::write_votes(words, &votes, sentence.clone(), &mut rows);
        for (score, more) in lattice.scores.iter_mut().zip(labeller.score(&rows).scores) {
            *score += more;
        }
        (sentence, lattice.best())
    };
    first.into_iter().map(second).collect()
}

/// Names of a sentence by its labels, and its dates where no name stands.
fn in_sentence(
    page: &Page,
    words: &Words,
    sentence: Range<usize>,
    labels: &[usize],
    found: &mut Vec<Mention>,
) {
    let mut free = sentence.start;
    let names = labels::spans(labels).into_iter().map(|(tokens, kind)| {
        (tokens.start + sentence.start..tokens.end + sentence.start, labels::KINDS[kind])
    });
    for (tokens, kind) in names {
        dates(page, free..tokens.start, found);
        free = tokens.end;
        let known = |piece: &str| words.is_name(piece);
        let parts = hyphen::parts(page.text, page.span(tokens.clone()), known).into_iter();
        found.extend(parts.map(|span| Mention { span, tokens: tokens.clone(), kind }));
    }
    dates(page, free..sentence.end, found);
}

fn dates(page: &Page, mut free: Range<usize>, found: &mut Vec<Mention>) {
    while !free.is_empty() {
        let length = date::date_at(page, free.start, free.end);
        if length > 0 {
            let tokens = free.start..free.start + length;
            let span = page.span(tokens.clone());
            found.push(Mention { span, tokens, kind: EntityKind::Date });
        }
        free.start += length.max(1);
    }
}
