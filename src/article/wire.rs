//! Wire copy → prose and metadata: what a newsroom writes around the prose is read and set apart.
//!
//! Looks at the first and last few paragraphs only, and takes prose for prose when in doubt. The
//! headline stays among the paragraphs, since it makes statements too.

use super::{Metadata, Named, Paragraph, ParagraphKind, byline, closing, dateline, day};
use crate::text::Span;

/// How many paragraphs from the top a byline may stand.
const TOP: usize = 5;

/// How many paragraphs from the top a dateline may stand: abstracts and standfirsts go before it.
const DATELINE: usize = 7;

/// How many paragraphs at the bottom may be no prose.
const BOTTOM: usize = 6;

/// Reads `paragraphs` of `text`; what is `given` by the file's own fields wins over what is printed.
pub(super) fn read(
    text: &str,
    paragraphs: Vec<Paragraph>,
    given: Metadata,
) -> (Vec<Paragraph>, Metadata) {
    let mut reading = Reading { text, paragraphs, metadata: given };
    reading.date();
    reading.headline();
    reading.bylines();
    reading.dateline();
    reading.closing();
    reading.metadata.spans.sort();
    (reading.paragraphs, reading.metadata)
}

struct Reading<'a> {
    text: &'a str,
    paragraphs: Vec<Paragraph>,
    metadata: Metadata,
}

impl Reading<'_> {
    fn words(&self, at: usize) -> &str {
        self.paragraphs.get(at).map_or("", |paragraph| paragraph.span.of(self.text))
    }

    /// “date 2017-11-12” before everything.
    fn date(&mut self) {
        let Some((label, rest)) = self.words(0).split_once([' ', ':']) else { return };
        if !label.eq_ignore_ascii_case("date") {
            return;
        }
        let value = rest.trim_start();
        let before = self.words(0).len() - value.len();
        let Some(date) = value.get(..10).and_then(day::date) else { return };
        if value.get(10..).is_some_and(|rest| rest.starts_with(|ch: char| !ch.is_whitespace())) {
            return;
        }
        self.metadata.published.get_or_insert(date);
        self.cut_head(0, before + 10);
    }

    fn headline(&mut self) {
        let lines = match &self.metadata.title {
            Some(title) => self.printed_title(title),
            None if self.paragraphs.first().is_some_and(is_headline) => 1,
            None => usize::from(self.begins_with_headline()),
        };
        for paragraph in self.paragraphs.iter_mut().take(lines) {
            paragraph.kind = ParagraphKind::Headline;
        }
        if lines > 0 && self.metadata.title.is_none() {
            self.metadata.title = Some(self.words(0).to_owned());
        }
    }

    /// How many paragraphs print the given title, letter for letter.
    fn printed_title(&self, title: &str) -> usize {
        let title = letters(title);
        let mut left = title.as_str();
        for at in 0..self.paragraphs.len().min(3) {
            let line = letters(self.words(at));
            match left.strip_prefix(line.as_str()) {
                Some(rest) if !line.is_empty() && !rest.is_empty() => left = rest,
                Some(_) if !line.is_empty() => return at + 1,
                _ => return 0,
            }
        }
        0
    }

    /// A short first line that is no sentence, with prose, a byline or a dateline behind it.
    fn begins_with_headline(&self) -> bool {
        let (line, next) = (self.words(0), self.words(1));
        let count = line.split_whitespace().count();
        let ends = line.ends_with(|ch: char| ch.is_alphanumeric())
            || line.ends_with(['?', '!', '’', '”', '\'', '"', ')', '%']);
        let begins = line.starts_with(|ch: char| ch.is_uppercase() || ch.is_numeric())
            || line.starts_with(['“', '‘', '"', '\'']);
        let speech = line.starts_with(['“', '"']) && line.ends_with(['”', '"']);
        let sentence_inside = line.contains(". ") && line.ends_with(['.', '”', '"']);
        (2..=25).contains(&count)
            && line.len() <= 160
            && ends
            && begins
            && !speech
            && !sentence_inside
            && byline::read(line).is_none()
            && dateline::read(line).is_none()
            && (byline::read(next).is_some()
                || dateline::read(next).is_some()
                || (self.blank_between(0) && next.len() > 40 && is_sentence(next)))
    }

    /// Whether a blank line follows paragraph `at`.
    fn blank_between(&self, at: usize) -> bool {
        let (Some(one), Some(next)) = (self.paragraphs.get(at), self.paragraphs.get(at + 1)) else {
            return false;
        };
        let between = Span::new(one.span.end(), next.span.start()).of(self.text);
        between.matches('\n').count() > 1
    }

    fn bylines(&mut self) {
        let mut at = 0;
        for _ in 0..TOP {
            match byline::read(self.words(at)) {
                Some(found) if self.paragraphs.len() > 1 => {
                    let metadata = &mut self.metadata;
                    metadata.byline = metadata.byline.take().or(found.writers);
                    metadata.publisher = metadata.publisher.take().or(found.publisher);
                    metadata.published = metadata.published.or(found.published);
                    self.cut_head(at, self.words(at).len());
                }
                _ => at += 1,
            }
        }
    }

    fn dateline(&mut self) {
        for at in 0..DATELINE.min(self.paragraphs.len()) {
            let Some(found) = dateline::read(self.words(at)) else { continue };
            let base = self.paragraphs[at].span.start();
            let named = |name: String, start: usize, end: usize| Named {
                name,
                span: Some(Span::new(base + start, base + end)),
            };
            let place = found.place.map(|(start, end)| {
                let words = Span::new(base + start, base + end).of(self.text);
                named(dateline::tidy(words), start, end)
            });
            let agency = found.agency.map(|(start, end, name)| named(name, start, end));
            let metadata = &mut self.metadata;
            metadata.place = place.or(metadata.place.take());
            metadata.agency = agency.or(metadata.agency.take());
            metadata.published = metadata.published.or(found.day.and_then(day::Day::date));
            metadata.day =
                found.day.filter(|day| day.year.is_none() && metadata.published.is_none());
            self.cut_head(at, found.end);
            return;
        }
    }

    fn closing(&mut self) {
        for _ in 0..BOTTOM {
            let Some(last) = self.paragraphs.len().checked_sub(1).filter(|last| *last > 0) else {
                return self.single_closing();
            };
            if !self.close(last) {
                return;
            }
        }
    }

    /// Of an only paragraph never takes all.
    fn single_closing(&mut self) {
        if closing::read(self.words(0)).is_some_and(|found| found.end > 0) {
            self.close(0);
        }
    }

    /// Takes what closes paragraph `at`; whether there was anything.
    fn close(&mut self, at: usize) -> bool {
        let Some(found) = closing::read(self.words(at)) else { return false };
        let span = self.paragraphs[at].span;
        if let Some((start, end, name)) = found.agency {
            let span = Some(Span::new(span.start() + start, span.start() + end));
            self.metadata.agency.get_or_insert(Named { name: name.to_owned(), span });
        }
        let cut = Span::new(span.start() + found.end, span.end()).trim(self.text);
        self.metadata.spans.push(cut);
        match found.end {
            0 => drop(self.paragraphs.remove(at)),
            end => self.paragraphs[at].span = Span::new(span.start(), span.start() + end),
        }
        true
    }

    /// Sets the first `bytes` of a paragraph apart; the paragraph goes when nothing is left of it.
    fn cut_head(&mut self, at: usize, bytes: usize) {
        let span = self.paragraphs[at].span;
        let (head, rest) = (
            Span::new(span.start(), span.start() + bytes).trim(self.text),
            Span::new(span.start() + bytes, span.end()).trim(self.text),
        );
        self.metadata.spans.push(head);
        if rest.is_empty() {
            self.paragraphs.remove(at);
        } else {
            self.paragraphs[at].span = rest;
        }
    }
}

fn is_headline(paragraph: &Paragraph) -> bool {
    paragraph.kind == ParagraphKind::Headline
}

/// Whether it ends as sentences do.
fn is_sentence(words: &str) -> bool {
    words.trim_end_matches(['”', '"', '’', '\'', ')']).ends_with(['.', '!', '?', '…', ':'])
}

/// Letters and digits only, small: equal for a title and its print.
fn letters(words: &str) -> String {
    words.chars().filter(|ch| ch.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
