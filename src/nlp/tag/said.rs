//! A statement in words, as the tag model sees it: the same from a page and from a row of a corpus.
//!
//! Cuts long contents and contexts, so that the cost of a statement has a limit. Decides nothing.

use std::borrow::Cow;

use super::super::page::Page;
use super::super::token;
use crate::text::Span;

/// The words of a statement, lower case, apostrophes straight, marks among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said<'a> {
    /// Words that name the source.
    pub source: Words<'a>,
    /// Words that report.
    pub cue: Words<'a>,
    /// What is said; “…” between fragments.
    pub content: Words<'a>,
    /// The last words before the statement.
    pub before: Words<'a>,
    /// Whether the content begins before the cue.
    pub content_first: bool,
}

/// Words in text order.
pub type Words<'a> = Vec<Cow<'a, str>>;

/// A statement as texts; fragments of a role are parted by “…”.
#[derive(Clone, Copy, Debug, Default)]
pub struct Texts<'a> {
    /// Words that name the source.
    pub source: &'a str,
    /// Words that report.
    pub cue: &'a str,
    /// What is said.
    pub content: &'a str,
    /// The text before the first of them.
    pub before: &'a str,
    /// Whether the content begins before the cue.
    pub content_first: bool,
}

/// Words of a source or cue that are read; the longest of a real one are shorter.
const ROLE: usize = 40;
/// Words of a content that are read, from its start and from its end; what a statement does shows
/// there, and few contents are longer.
const START: usize = 120;
const END: usize = 40;
/// Words read before the statement.
const BEFORE: usize = 24;

impl<'a> Said<'a> {
    /// From spans of a page. O(limits).
    pub fn on(page: &'a Page, source: &[Span], cue: &[Span], content: &[Span]) -> Said<'a> {
        let range = |span: &Span| page.token_from(span.start())..page.token_from(span.end());
        let word = |at: usize| straight(Cow::Borrowed(page.lower(at)));
        let role = |spans: &[Span]| -> Words<'a> {
            let mut words = Words::new();
            for span in spans {
                part(&mut words);
                words.extend(range(span).take(ROLE).map(word));
            }
            words.truncate(ROLE);
            words
        };
        let mut all = source.iter().chain(cue).chain(content);
        let first = all.next().copied().unwrap_or_else(|| Span::new(0, 0));
        let extent = range(&all.fold(first, |whole, span| whole.cover(*span)));
        let begins = |spans: &[Span]| spans.iter().map(|span| span.start()).min();
        Said {
            source: role(source),
            cue: role(cue),
            content: ends(content.iter().map(range), word),
            before: (extent.start.saturating_sub(BEFORE)..extent.start).map(word).collect(),
            content_first: begins(cue).is_some_and(|cue| begins(content) < Some(cue)),
        }
    }

    /// From texts. O(bytes).
    pub fn of(texts: &Texts) -> Said<'static> {
        let words = |text: &str| -> Words<'static> {
            let tokens = token::tokens(text, Span::new(0, text.len()));
            tokens
                .iter()
                .map(|token| straight(Cow::Owned(token.span.of(text).to_lowercase())))
                .collect()
        };
        let role = |text: &str| -> Words<'static> { words(text).into_iter().take(ROLE).collect() };
        let content = words(texts.content);
        let before = words(texts.before);
        Said {
            source: role(texts.source),
            cue: role(texts.cue),
            content: ends(std::iter::once(0..content.len()), |at| content[at].clone()),
            before: before[before.len().saturating_sub(BEFORE)..].to_vec(),
            content_first: texts.content_first,
        }
    }
}

/// Straight apostrophes, so that “don’t” is “don't”.
fn straight(word: Cow<str>) -> Cow<str> {
    if word.contains('’') { Cow::Owned(word.replace('’', "'")) } else { word }
}

/// Parts fragments.
fn part(words: &mut Words) {
    if !words.is_empty() {
        words.push(Cow::Borrowed("…"));
    }
}

/// The words of some ranges, from the start and from the end where they are many.
fn ends<'a>(
    ranges: impl DoubleEndedIterator<Item = std::ops::Range<usize>> + Clone,
    word: impl Fn(usize) -> Cow<'a, str>,
) -> Words<'a> {
    let count: usize = ranges.clone().map(|range| range.len()).sum();
    let mut words = Words::new();
    let mut seen = 0;
    for range in ranges {
        part(&mut words);
        for at in range {
            if seen < START || seen + END >= count {
                words.push(word(at));
            }
            seen += 1;
        }
    }
    words
}
