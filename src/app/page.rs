//! The story in lines of a given width, which of them are seen, and the caret among them.

use super::Side;
use crate::article::{Article, ParagraphKind};
use crate::text::{Span, wrap};

/// A line of the screen, in story order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Line {
    /// Its words; empty where it has none of the story's prose.
    pub span: Span,
    /// What it is.
    pub kind: LineKind,
    /// What stands at its end.
    pub end: LineEnd,
}

/// What stands at the end of a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum LineEnd {
    /// The paragraph's.
    #[default]
    Last,
    /// A blank, or a place where a word may be broken.
    Blank,
    /// A hyphen that is not in the text: the word goes on.
    Hyphen,
}

/// How the text is set in lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Shape {
    /// Columns of a line.
    pub width: usize,
    /// Whether a blank line stands between paragraphs.
    pub spacing: bool,
    /// Whether lines are filled up with blanks, so that both edges are straight.
    pub justify: bool,
    /// Whether English words are hyphenated.
    pub hyphens: bool,
}

/// Blanks that are added to those of a line, evenly.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Fill {
    gaps: usize,
    blanks: usize,
}

impl Fill {
    /// A line that would need more blanks for each of its own stays ragged: rivers read worse.
    const MOST: usize = 2;

    /// Of a line of so many columns that may have `width`.
    fn new(words: &str, columns: usize, width: usize) -> Fill {
        let gaps = words.matches(' ').count();
        let blanks = width.saturating_sub(columns);
        if blanks > gaps * Fill::MOST { Fill::default() } else { Fill { gaps, blanks } }
    }

    /// How many behind the blank of that number.
    pub fn behind(self, gap: usize) -> usize {
        if self.gaps == 0 {
            return 0;
        }
        let before = |gap| gap * self.blanks / self.gaps;
        before(gap + 1) - before(gap)
    }

    /// How many in the line's first `words`.
    fn within(self, words: &str) -> usize {
        (0..words.matches(' ').count()).map(|gap| self.behind(gap)).sum()
    }
}

/// What a line is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LineKind {
    /// Part of the metadata above the prose, by number in [`Page::head`].
    Head(u16),
    /// Between paragraphs.
    Blank,
    /// Words of a paragraph.
    Prose(ParagraphKind),
}

/// Whether a line ends inside a word, with room for a hyphen that is not there yet.
fn is_hyphened(text: &str, line: Span, next: Span, room: usize) -> bool {
    let words = line.of(text);
    let lettered =
        words.ends_with(char::is_alphabetic) && next.of(text).starts_with(char::is_alphabetic);
    line.end() == next.start() && lettered && wrap::columns(words) < room
}

impl Line {
    /// One with nothing at its end.
    fn bare(span: Span, kind: LineKind) -> Line {
        Line { span, kind, end: LineEnd::Last }
    }

    /// Whether the caret can stand on it.
    pub fn is_prose(self) -> bool {
        matches!(self.kind, LineKind::Prose(_))
    }

    /// Columns before its first word.
    pub fn indent(self) -> usize {
        match self.kind {
            LineKind::Prose(ParagraphKind::Indented) => 2,
            _ => 0,
        }
    }
}

/// A line of metadata above the prose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Head {
    /// The headline, where it does not stand in the text itself.
    Title(String),
    /// Writer, agency, place and day.
    Facts(String),
}

/// The story in lines, and which of them are seen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Page {
    /// All lines.
    pub lines: Vec<Line>,
    /// Metadata above the prose.
    pub head: Vec<Head>,
    /// How they are set.
    pub shape: Shape,
    /// First line in view.
    pub top: usize,
    /// Lines in view.
    pub height: usize,
}

/// Where the reader is in the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Caret {
    /// Byte of the text, at the start of a grapheme.
    pub at: usize,
    /// Column to keep to when moving by lines.
    pub goal: Option<usize>,
}

/// Lines kept in sight above and below the caret.
pub const CONTEXT: usize = 3;

impl Page {
    /// Sets the article in lines, unless it is so already; metadata stands under the headline, or on
    /// top where the text has none. O(text).
    pub fn set(&mut self, article: &Article, shape: Shape) {
        if self.shape == shape && !self.lines.is_empty() {
            return;
        }
        self.shape = shape;
        let width = shape.width;
        self.head = head(article, width);
        let mut lines = Vec::new();
        let heads = |at: usize| {
            let span = Span::new(at, at);
            (0..).zip(&self.head).map(move |(number, _)| Line::bare(span, LineKind::Head(number)))
        };
        let headline = article.paragraphs.first().filter(|one| one.kind == ParagraphKind::Headline);
        if headline.is_none() {
            lines.extend(heads(0));
        }
        for (number, paragraph) in article.paragraphs.iter().enumerate() {
            let start = Span::new(paragraph.span.start(), paragraph.span.start());
            let heading = paragraph.kind == ParagraphKind::Heading || number == 1;
            if !lines.is_empty() && (shape.spacing || heading) {
                lines.push(Line::bare(start, LineKind::Blank));
            }
            let kind = LineKind::Prose(paragraph.kind);
            let room = width.saturating_sub(Line::bare(start, kind).indent());
            let hyphens = shape.hyphens && paragraph.kind != ParagraphKind::Headline;
            let wrap = if hyphens { wrap::hyphenated } else { wrap::wrap };
            let spans = wrap(&article.text, paragraph.span, room);
            let next = spans.iter().skip(1).map(Some).chain([None]);
            lines.extend(spans.iter().zip(next).map(|(span, next)| {
                let end = match next {
                    None => LineEnd::Last,
                    Some(next) if hyphens && is_hyphened(&article.text, *span, *next, room) => {
                        LineEnd::Hyphen
                    }
                    Some(_) => LineEnd::Blank,
                };
                Line { span: *span, kind, end }
            }));
            if number == 0 && headline.is_some() {
                lines.extend(heads(paragraph.span.end()));
            }
        }
        lines.shrink_to_fit();
        self.lines = lines;
    }

    /// The line of prose where byte `at` stands, or the nearest before, or the first.
    pub fn line_of(&self, at: usize) -> usize {
        let after = self.lines.partition_point(|line| line.span.start() <= at);
        let before = (0..after).rev().find(|line| self.lines[*line].is_prose());
        before.or_else(|| self.lines.iter().position(|line| line.is_prose())).unwrap_or(0)
    }

    /// The nearest line of prose from `line` on, looking to `side` first.
    pub fn prose_near(&self, line: usize, side: Side) -> Option<usize> {
        let line = line.min(self.lines.len().saturating_sub(1));
        let prose = |number: &usize| self.lines.get(*number).is_some_and(|line| line.is_prose());
        let down = || (line..self.lines.len()).find(prose);
        let up = || (0..=line).rev().find(prose);
        match side {
            Side::Next => down().or_else(up),
            Side::Back => up().or_else(down),
        }
    }

    /// Column of byte `at` on its line.
    pub fn column_of(&self, text: &str, at: usize) -> usize {
        let Some(line) = self.lines.get(self.line_of(at)) else { return 0 };
        let end = at.clamp(line.span.start(), line.span.end());
        let words = Span::new(line.span.start(), end).of(text);
        line.indent() + wrap::columns(words) + self.fill(text, *line).within(words)
    }

    /// The blanks that are added to a line.
    pub fn fill(&self, text: &str, line: Line) -> Fill {
        if !self.shape.justify || line.end == LineEnd::Last || !line.is_prose() {
            return Fill::default();
        }
        let words = line.span.of(text);
        let hyphen = usize::from(line.end == LineEnd::Hyphen);
        Fill::new(words, line.indent() + wrap::columns(words) + hyphen, self.shape.width)
    }

    /// Byte under a column of a line.
    pub fn byte_at(&self, text: &str, line: usize, column: usize) -> usize {
        let Some(line) = self.lines.get(line) else { return 0 };
        let (words, fill) = (line.span.of(text), self.fill(text, *line));
        let column = column.saturating_sub(line.indent());
        // Where the blanks of the line end, each with those that are added to it.
        let mut added = 0;
        for (gap, (at, _)) in words.match_indices(' ').enumerate() {
            let end = wrap::columns(Span::new(0, at + 1).of(words)) + added;
            if column < end {
                break;
            }
            let more = fill.behind(gap);
            if column < end + more {
                return line.span.start() + at;
            }
            added += more;
        }
        line.span.start() + wrap::byte_at(words, column - added)
    }

    /// Scrolls as little as is needed to see lines `first..=last` with some context; where they do
    /// not fit, `first` is seen.
    pub fn show(&mut self, first: usize, last: usize) {
        let context = CONTEXT.min(self.height.saturating_sub(1) / 2);
        let lowest = (last + context + 1).saturating_sub(self.height);
        self.top = self.top.max(lowest).min(first.saturating_sub(context));
        self.clamp();
    }

    /// Moves the view by `count` lines.
    pub fn scroll(&mut self, side: Side, count: usize) {
        self.top = match side {
            Side::Next => self.top + count,
            Side::Back => self.top.saturating_sub(count),
        };
        self.clamp();
    }

    /// Keeps the view inside the story.
    pub fn clamp(&mut self) {
        self.top = self.top.min(self.lines.len().saturating_sub(self.height));
    }

    /// Lines in view, with their numbers.
    pub fn seen(&self) -> impl Iterator<Item = (usize, Line)> + '_ {
        self.lines.iter().copied().enumerate().skip(self.top).take(self.height)
    }
}

/// Title and facts, where the article has them.
fn head(article: &Article, width: usize) -> Vec<Head> {
    let known = &article.metadata;
    let printed = article.paragraphs.iter().any(|one| one.kind == ParagraphKind::Headline);
    let split = |words: &str| {
        let lines = wrap::wrap(words, Span::new(0, words.len()), width);
        lines.into_iter().map(|line| line.of(words).to_owned()).collect::<Vec<_>>()
    };
    let title = known.title.as_deref().filter(|_| !printed).unwrap_or_default();
    let facts: Vec<String> = [
        known.byline.as_ref().map(|name| format!("by {name}")),
        known.agency.as_ref().map(|agency| agency.name.clone()),
        known.publisher.clone(),
        known.place.as_ref().map(|place| place.name.clone()),
        known.published.map(|day| day.strftime("%-d %B %Y").to_string()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let titles = split(title).into_iter().map(Head::Title);
    titles.chain(split(&facts.join(" · ")).into_iter().map(Head::Facts)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Origin;
    use crate::text::clean::clean;

    fn page(text: &str, width: usize) -> (Article, Page) {
        let article = Article::new("test", Origin::BuiltIn, clean(text));
        let mut page = Page { height: 4, ..Page::default() };
        page.set(&article, Shape { width, spacing: true, ..Shape::default() });
        (article, page)
    }

    #[test]
    fn lines_and_columns() {
        let (article, page) = page("one two three\n\nfour", 8);
        let words: Vec<&str> = page.lines.iter().map(|line| article.words(line.span)).collect();
        assert_eq!(words, ["one two", "three", "", "four"]);
        for (at, line, column) in
            [(0, 0, 0), (4, 0, 4), (7, 0, 7), (8, 1, 0), (15, 3, 0), (99, 3, 4)]
        {
            assert_eq!(page.line_of(at), line, "line of {at}");
            assert_eq!(page.column_of(&article.text, at), column, "column of {at}");
        }
    }

    /// Lines as they are seen at 20 columns, filled and hyphenated or not.
    #[test]
    fn lines_are_filled_and_hyphenated() {
        let text = "The considerable reconstruction of the harbour is late. So it goes.";
        for (justify, hyphens, expected) in [
            (
                false,
                false,
                ["The considerable", "reconstruction of", "the harbour is late.", "So it goes."],
            ),
            (
                true,
                false,
                ["The considerable", "reconstruction of", "the harbour is late.", "So it goes."],
            ),
            (
                false,
                true,
                ["The considerable re-", "construction of the", "harbour is late. So", "it goes."],
            ),
            (
                true,
                true,
                [
                    "The considerable re-",
                    "construction of  the",
                    "harbour is late.  So",
                    "it goes.",
                ],
            ),
        ] {
            let article = Article::new("test", Origin::BuiltIn, clean(text));
            let mut page = Page::default();
            page.set(&article, Shape { width: 20, spacing: true, justify, hyphens });
            let seen = |line: &Line| {
                let (words, fill) = (line.span.of(text), page.fill(text, *line));
                let mut gaps = 0..;
                let filled: String = words
                    .chars()
                    .map(|letter| match letter {
                        ' ' => " ".repeat(1 + fill.behind(gaps.next().unwrap())),
                        letter => letter.to_string(),
                    })
                    .collect();
                filled + if line.end == LineEnd::Hyphen { "-" } else { "" }
            };
            assert_eq!(
                page.lines.iter().map(seen).collect::<Vec<_>>(),
                expected,
                "{justify} {hyphens}"
            );
            for (at, _) in text.char_indices() {
                let line = page.line_of(at);
                let here = page.lines[line].span;
                if here.holds(at) {
                    assert_eq!(
                        page.byte_at(text, line, page.column_of(text, at)),
                        at,
                        "{justify} {hyphens}"
                    );
                }
            }
        }
    }

    #[test]
    fn shows_with_context() {
        let (_, mut page) = page(&"word\n".repeat(50), 8);
        page.height = 11;
        for (first, last, top) in [(0, 0, 0), (20, 20, 13), (18, 18, 13), (10, 14, 7), (98, 98, 88)]
        {
            page.show(first, last);
            assert_eq!(page.top, top, "lines {first} to {last}");
        }
    }
}
