//! One story being read: text, marks, and where the reader is in it.

use std::sync::Arc;

use super::filter::{Filter, List};
use super::find::Search;
use super::index::Index;
use super::page::{Caret, Page};
use super::people::People;
use super::{Layout, column, reading};
use crate::annotation::{Item, Set};
use crate::story::{Statement, Story};
use crate::text::Span;

/// One story being read.
#[derive(Debug)]
pub struct Reader {
    /// What is read.
    pub story: Arc<Story>,
    /// What the reader marked.
    pub marks: Set,
    /// What stands where.
    pub index: Index,
    /// Where the reader is.
    pub caret: Caret,
    /// The statement that keys act on; always one that is shown.
    pub current: Option<usize>,
    /// The text in lines.
    pub page: Page,
    /// The statements that are shown.
    pub list: List,
    /// The chosen person or place.
    pub people: People,
    /// What was searched for.
    pub search: Search,
    /// Whether the marks are safe.
    pub saved: Saved,
}

/// Whether the marks are safe.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Saved {
    /// Nothing was changed since the story was opened.
    Clean,
    /// The save with this number is under way.
    Saving(u64),
    /// Since this time of day.
    At(u64, String),
    /// No, and why.
    Failed(u64, String),
}

impl Saved {
    /// Number of the last save.
    pub fn revision(&self) -> u64 {
        match self {
            Saved::Clean => 0,
            Saved::Saving(revision) | Saved::At(revision, _) | Saved::Failed(revision, _) => {
                *revision
            }
        }
    }
}

impl Reader {
    /// Opens a story at its first statement.
    pub fn new(story: Story, marks: Set) -> Reader {
        let start = story.article.paragraphs.first().map_or(0, |first| first.span.start());
        let list = List {
            filter: Filter::default(),
            shown: (0..story.statements.len()).collect(),
            ..List::default()
        };
        Reader {
            index: Index::new(&story),
            story: Arc::new(story),
            marks,
            caret: Caret { at: start, goal: None },
            current: None,
            page: Page::default(),
            list,
            people: People::default(),
            search: Search::default(),
            saved: Saved::Clean,
        }
    }

    /// The statement that keys act on.
    pub fn statement(&self) -> Option<&Statement> {
        self.current.map(|number| &self.story.statements[number])
    }

    /// What the reader marked on a statement.
    pub fn item(&self, statement: &Statement) -> Option<&Item> {
        self.marks.get(&statement.id)
    }

    /// Rows of the facts about a statement that has a comment.
    pub const FACTS: usize = 2;

    /// The comment on the current statement, in lines below the panes; none for none.
    pub fn comment_lines(&self, width: usize) -> Vec<String> {
        let comment = self.statement().and_then(|one| self.item(one)).map(|item| &item.comment);
        match comment {
            Some(comment) if !comment.is_empty() => super::told(&format!("✎ {comment}"), width),
            _ => Vec::new(),
        }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.story.article.text
    }

    /// Place in the list of the current statement, or of the first after the caret.
    pub fn place(&self) -> usize {
        match self.current {
            Some(number) => self.list.place(number),
            None => self.list.shown.partition_point(|number| {
                self.story.statements[*number].content[0].start() < self.caret.at
            }),
        }
    }

    /// Statements that are shown with a part under the caret, smallest first.
    pub fn under_caret(&self) -> Vec<usize> {
        let here = Span::new(self.caret.at, self.caret.at + 1);
        let parts = self.index.parts.over(here);
        let mut found: Vec<usize> = parts.into_iter().map(|(_, (number, _))| number).collect();
        found.sort_unstable();
        found.dedup();
        found.retain(|number| self.list.shows(*number));
        found.sort_by_key(|number| self.story.statements[*number].extent().len());
        found
    }

    /// Sets everything to the sizes of the panes; a change brings the caret back in sight.
    pub fn fit(&mut self, layout: &Layout, measure: usize) {
        if let Some(area) = layout.story {
            let width = usize::from(column(area.width, measure).text);
            let height = usize::from(area.body().height);
            let changed = (width, height) != (self.page.width, self.page.height);
            self.page.set(&self.story.article, width);
            self.page.height = height;
            if changed {
                reading::follow(self);
            }
            self.page.clamp();
        }
        if let Some(area) = layout.statements {
            let height = usize::from(area.body().height) / rows_per_statement(area.width);
            if height != self.list.height {
                self.list.height = height;
                let place = self.place();
                self.list.show(place);
            }
            self.list.clamp();
        }
        if let Some(area) = layout.entities {
            let height = usize::from(area.body().height);
            if height != self.people.height {
                self.people.height = height;
                self.people.show(self.story.analysis.entities.len());
            }
        }
    }
}

/// A statement takes one row of a wide list and two of a narrow one.
pub fn rows_per_statement(width: u16) -> usize {
    if width >= 60 { 1 } else { 2 }
}
