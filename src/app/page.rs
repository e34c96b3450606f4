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
}

/// What a line is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LineKind {
    /// Part of the metadata above the prose, by number in [`Page::head`].
    Head(usize),
    /// Between paragraphs.
    Blank,
    /// Words of a paragraph.
    Prose(ParagraphKind),
}

impl Line {
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
    /// Columns of a line.
    pub width: usize,
    /// Whether a blank line stands between paragraphs.
    pub spacing: bool,
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
    /// Sets the article in lines of `width` columns, unless it is so already; metadata stands under
    /// the headline, or on top where the text has none. O(text).
    pub fn set(&mut self, article: &Article, width: usize, spacing: bool) {
        if (self.width, self.spacing) == (width, spacing) && !self.lines.is_empty() {
            return;
        }
        (self.width, self.spacing) = (width, spacing);
        self.head = head(article, width);
        let mut lines = Vec::new();
        let heads = |at: usize| {
            let span = Span::new(at, at);
            (0..self.head.len()).map(move |number| Line { span, kind: LineKind::Head(number) })
        };
        let headline = article.paragraphs.first().filter(|one| one.kind == ParagraphKind::Headline);
        if headline.is_none() {
            lines.extend(heads(0));
        }
        for (number, paragraph) in article.paragraphs.iter().enumerate() {
            let start = Span::new(paragraph.span.start(), paragraph.span.start());
            let heading = paragraph.kind == ParagraphKind::Heading || number == 1;
            if !lines.is_empty() && (spacing || heading) {
                lines.push(Line { span: start, kind: LineKind::Blank });
            }
            let kind = LineKind::Prose(paragraph.kind);
            let indent = Line { span: start, kind }.indent();
            let spans = wrap::wrap(&article.text, paragraph.span, width.saturating_sub(indent));
            lines.extend(spans.into_iter().map(|span| Line { span, kind }));
            if number == 0 && headline.is_some() {
                lines.extend(heads(paragraph.span.end()));
            }
        }
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
        line.indent() + wrap::columns(Span::new(line.span.start(), end).of(text))
    }

    /// Byte under a column of a line.
    pub fn byte_at(&self, text: &str, line: usize, column: usize) -> usize {
        let Some(line) = self.lines.get(line) else { return 0 };
        line.span.start() + wrap::byte_at(line.span.of(text), column.saturating_sub(line.indent()))
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
        page.set(&article, width, true);
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
