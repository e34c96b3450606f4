//! Moving: the caret in the text, from statement to statement, from match to match.
//!
//! Every move ends with the caret on a grapheme of the prose and in sight; a move in the text
//! makes the smallest statement under the caret the current one.

use unicode_segmentation::UnicodeSegmentation;

use super::{Goal, Motion, Reader, Side, people};
use crate::nlp::Quote;
use crate::story::reviewed;
use crate::text::{Span, wrap};

/// Moves the caret.
pub fn move_caret(reader: &mut Reader, motion: Motion) {
    if reader.story.article.paragraphs.is_empty() {
        return;
    }
    let height = reader.page.height.max(2);
    match motion {
        Motion::Line(side) => by_lines(reader, side, 1),
        Motion::Half(side) => by_lines(reader, side, height / 2),
        Motion::Page(side) => by_lines(reader, side, height.saturating_sub(2).max(1)),
        _ => {
            let at = target(reader, reader.caret.at, motion);
            to_byte(reader, at);
        }
    }
}

/// Where a move from byte `at` ends; one by lines keeps its column.
pub fn target(reader: &Reader, at: usize, motion: Motion) -> usize {
    let text = reader.text();
    let line = reader.page.lines.get(reader.page.line_of(at)).map_or(Span::new(at, at), |l| l.span);
    match motion {
        Motion::Letter(Side::Next) => wrap::after(text, at),
        Motion::Letter(Side::Back) => wrap::before(text, at),
        Motion::Word(side) => word(reader, at, side),
        Motion::WordEnd => word_end(text, at),
        Motion::Sentence(side) => start(&reader.story.analysis.sentences, |one| *one, at, side),
        Motion::Paragraph(side) => {
            start(&reader.story.article.paragraphs, |one| one.span, at, side)
        }
        Motion::Edge(Side::Next) => line.start() + wrap::byte_at(line.of(text), usize::MAX),
        Motion::Edge(Side::Back) => line.start(),
        Motion::Story(Side::Next) => text.len(),
        Motion::Story(Side::Back) => 0,
        Motion::Line(side) | Motion::Half(side) | Motion::Page(side) => {
            let line = reader.page.line_of(at);
            let wanted = if side == Side::Next { line + 1 } else { line.saturating_sub(1) };
            let column = reader.page.column_of(text, at);
            reader
                .page
                .prose_near(wanted, side)
                .map_or(at, |line| reader.page.byte_at(text, line, column))
        }
    }
}

/// The nearest start of a stretch after or before `at`, of those in text order; at the last one, its
/// end.
fn start<T>(stretches: &[T], span: impl Fn(&T) -> Span, at: usize, side: Side) -> usize {
    match side {
        Side::Next => {
            let next = stretches.get(stretches.partition_point(|one| span(one).start() <= at));
            let last = || stretches.last().map_or(at, |one| span(one).end());
            next.map_or_else(last, |one| span(one).start())
        }
        Side::Back => {
            let before = stretches.partition_point(|one| span(one).start() < at);
            before.checked_sub(1).map_or(at, |last| span(&stretches[last]).start())
        }
    }
}

/// The start of the next or previous word, across paragraphs.
fn word(reader: &Reader, at: usize, side: Side) -> usize {
    let text = reader.text();
    let paragraphs = &reader.story.article.paragraphs;
    let here = paragraphs.partition_point(|one| one.span.start() <= at).saturating_sub(1);
    match side {
        Side::Next => (here..paragraphs.len())
            .find_map(|number| {
                let span = paragraphs[number].span;
                let from = at.clamp(span.start(), span.end());
                let mut words = Span::new(from, span.end()).of(text).unicode_word_indices();
                words.find(|(byte, _)| from + byte > at).map(|(byte, _)| from + byte)
            })
            .unwrap_or(text.len()),
        Side::Back => (0..=here)
            .rev()
            .find_map(|number| {
                let span = paragraphs[number].span;
                let to = at.clamp(span.start(), span.end());
                let mut words = Span::new(span.start(), to).of(text).unicode_word_indices();
                words.next_back().map(|(byte, _)| span.start() + byte)
            })
            .unwrap_or(at),
    }
}

/// The last letter of the word at `at`, or of the next one where the caret stands there already.
fn word_end(text: &str, at: usize) -> usize {
    let rest = Span::new(at, text.len()).of(text);
    let ends = rest.unicode_word_indices().map(|(byte, word)| at + byte + word.len());
    let last = |end| wrap::before(text, end);
    ends.map(last).find(|last| *last > at).unwrap_or(at)
}

fn by_lines(reader: &mut Reader, side: Side, count: usize) {
    let goal =
        reader.caret.goal.unwrap_or_else(|| reader.page.column_of(reader.text(), reader.caret.at));
    let line = reader.page.line_of(reader.caret.at);
    let wanted = match side {
        Side::Next => line + count,
        Side::Back => line.saturating_sub(count),
    };
    if let Some(line) = reader.page.prose_near(wanted, side) {
        if count > 1 {
            reader.page.scroll(side, count);
        }
        let at = reader.page.byte_at(reader.text(), line, goal);
        to_byte(reader, at);
        reader.caret.goal = Some(goal);
    }
}

/// Puts the caret on byte `at` or the nearest prose, and selects the statement there.
pub fn to_byte(reader: &mut Reader, at: usize) {
    reader.caret.at = on_prose(reader, at);
    reader.caret.goal = None;
    let under = reader.under_caret();
    if !reader.current.is_some_and(|current| under.contains(&current)) {
        reader.current = under.first().copied();
    }
    let place = reader.place();
    reader.list.show(place);
    follow(reader);
}

/// The start of a grapheme of the prose, at `at` or near it.
pub fn on_prose(reader: &Reader, at: usize) -> usize {
    let paragraphs = &reader.story.article.paragraphs;
    let number = paragraphs.partition_point(|one| one.span.start() <= at).saturating_sub(1);
    let Some(paragraph) = paragraphs.get(number).map(|one| one.span) else { return 0 };
    // A step back out of a paragraph's first letter lands between paragraphs: the end of the one
    // before. A step forward over its end is a step into the next.
    if at >= paragraph.end() {
        let forward = at > reader.caret.at && reader.caret.at >= paragraph.start();
        return match paragraphs.get(number + 1) {
            Some(next) if forward => next.span.start(),
            _ => wrap::before(reader.text(), paragraph.end()).max(paragraph.start()),
        };
    }
    wrap::grapheme(reader.text(), at.max(paragraph.start()))
}

/// Scrolls as little as is needed to see the caret with some context.
pub fn follow(reader: &mut Reader) {
    let line = reader.page.line_of(reader.caret.at);
    reader.page.show(line, line);
}

/// Goes to a statement: story and list together.
pub fn to_statement(reader: &mut Reader, number: usize) {
    let statement = &reader.story.statements[number];
    let (start, extent) = (statement.content[0].start(), statement.extent());
    reader.current = Some(number);
    reader.caret = super::Caret { at: start, goal: None };
    let place = reader.place();
    reader.list.show(place);
    let last = reader.page.line_of(extent.end().saturating_sub(1));
    reader.page.show(reader.page.line_of(extent.start()), last);
    follow(reader);
}

/// Another of the statements under the caret.
pub fn cycle(reader: &mut Reader) {
    let under = reader.under_caret();
    let at = under.iter().position(|number| Some(*number) == reader.current);
    let next = at.map_or(0, |at| (at + 1) % under.len());
    if let Some(number) = under.get(next) {
        reader.current = Some(*number);
        let place = reader.place();
        reader.list.show(place);
    }
}

/// Goes to the next or previous of a kind; says whether there was one.
pub fn go(reader: &mut Reader, side: Side, goal: Goal) -> bool {
    match goal {
        Goal::Statement => step(reader, side, 1),
        Goal::StatementPage => step(reader, side, reader.list.page().saturating_sub(1).max(1)),
        Goal::StatementEdge => {
            let shown = &reader.list.shown;
            let edge = if side == Side::Next { shown.last() } else { shown.first() };
            goto(reader, edge.copied())
        }
        Goal::Unreviewed => {
            let open = |number: &usize| !reviewed(reader.item(&reader.story.statements[*number]));
            let (before, after) = around(reader);
            let next = match side {
                Side::Next => after.iter().chain(before).copied().find(open),
                Side::Back => before.iter().rev().chain(after.iter().rev()).copied().find(open),
            };
            goto(reader, next)
        }
        Goal::Quote => {
            let quotes = &reader.story.analysis.quotes;
            let begins = |one: &Quote| one.spans.first().map_or(0, |span| span.start());
            let at = reader.caret.at;
            let next = match side {
                Side::Next => quotes.get(quotes.partition_point(|one| begins(one) <= at)),
                Side::Back => {
                    let before = quotes.partition_point(|one| begins(one) < at);
                    before.checked_sub(1).map(|last| &quotes[last])
                }
            };
            let next = next.map(begins);
            if let Some(start) = next {
                to_byte(reader, start);
            }
            next.is_some()
        }
        Goal::Entity | Goal::Mention if reader.story.analysis.entities.is_empty() => false,
        Goal::Entity => {
            people::turn(reader, side);
            true
        }
        Goal::Mention => {
            people::step(reader, side);
            true
        }
        Goal::Match => {
            let (hits, at) = (&reader.search.hits, reader.caret.at);
            let next = match side {
                Side::Next => {
                    hits.get(hits.partition_point(|hit| hit.start() <= at)).or(hits.first())
                }
                Side::Back => {
                    let before = hits.partition_point(|hit| hit.start() < at);
                    before.checked_sub(1).map(|last| &hits[last]).or(hits.last())
                }
            };
            let Some(start) = next.map(|hit| hit.start()) else { return false };
            to_byte(reader, start);
            true
        }
    }
}

fn goto(reader: &mut Reader, number: Option<usize>) -> bool {
    if let Some(number) = number {
        to_statement(reader, number);
    }
    number.is_some()
}

/// Shown statements before and after the current one, or the caret.
fn around(reader: &Reader) -> (&[usize], &[usize]) {
    let (before, rest) = reader.list.shown.split_at(reader.place());
    (before, rest.get(usize::from(reader.current.is_some())..).unwrap_or_default())
}

fn step(reader: &mut Reader, side: Side, count: usize) -> bool {
    let (before, after) = around(reader);
    let next = match side {
        Side::Next => after.get(count - 1).or(after.last()),
        Side::Back => before.get(before.len().saturating_sub(count)),
    };
    let next = next.copied();
    goto(reader, next)
}
