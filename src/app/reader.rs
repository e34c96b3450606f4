//! One story being read: text, marks, and where the reader is in it.

use std::collections::HashSet;
use std::sync::Arc;

use super::draft::Draft;
use super::index::Index;
use super::list::{self, Filter, List};
use super::page::{Caret, Page, Shape};
use super::people::People;
use super::places::Places;
use super::review::Review;
use super::search::Search;
use super::{Decisions, Layout, Look, Outside, Verdict, column, reading};
use crate::annotation::{Codebook, Item, ItemId, Set};
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
    /// Places to come back to.
    pub places: Places,
    /// What the reader is at.
    pub work: Work,
    /// What was last decided, to be repeated.
    pub last: Option<Verdict>,
    /// The tags there are.
    pub codebook: Arc<Codebook>,
    /// Whether the marks are safe.
    pub saved: Saved,
    /// What colleagues see differently, where their marks were joined to be decided on.
    pub decide: Option<Box<Decisions>>,
    /// What somebody else made of the file, until the reader has decided about it.
    pub outside: Option<Box<Outside>>,
}

/// What the reader is at; decides what the keys mean.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Work {
    /// Reading, and marking what is under the caret.
    Read,
    /// Judging what is open, one after the other.
    Review(Review),
    /// Making or changing a statement.
    Draft(Box<Draft>),
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
    /// Opens a story at its beginning. O(n log n) in its statements and mentions, so it is done by who
    /// opens the story, and not where keys wait.
    pub fn new(story: Story, marks: Set, codebook: Arc<Codebook>) -> Reader {
        let start = story.article.paragraphs.first().map_or(0, |first| first.span.start());
        let mut reader = Reader {
            index: Index::new(&story),
            story: Arc::new(story),
            marks,
            caret: Caret { at: start, goal: None },
            current: None,
            page: Page::default(),
            list: List::new(),
            people: People::default(),
            search: Search::default(),
            places: Places::default(),
            work: Work::Read,
            last: None,
            codebook,
            saved: Saved::Clean,
            decide: None,
            outside: None,
        };
        list::set(&mut reader, list::Filter::default());
        reader
    }

    /// Makes the statements anew from the marks; shows what was shown before, and those of `changed`.
    pub fn restate<'a>(&mut self, changed: impl Iterator<Item = &'a ItemId>) {
        let mut kept = list::shown_ids(self);
        kept.extend(changed.cloned());
        let current = self.statement().map(|one| one.id.clone());
        Arc::make_mut(&mut self.story).restate(&self.marks);
        self.index = Index::new(&self.story);
        self.current = current.and_then(|id| self.number_of(&id));
        list::renew(self, &kept);
        if self.current.is_none() {
            self.current = self.under_caret().first().copied();
        }
    }

    /// Number of the statement of that name.
    pub fn number_of(&self, id: &ItemId) -> Option<usize> {
        self.index.number_of(id, &self.story.statements)
    }

    /// Shows what a question to a collection found in this story, from the first of it on.
    pub fn show_found(&mut self, question: &str, ids: &HashSet<ItemId>, at: Option<&ItemId>) {
        list::found(self, Filter::parse(question).unwrap_or_default(), ids);
        let at = at.and_then(|id| self.number_of(id));
        if let Some(number) = at.or(self.list.shown.first().copied()) {
            reading::to_statement(self, number);
        }
    }

    /// How many statements the entity of that number makes, in words; nothing for none.
    pub fn says(&self, entity: usize) -> String {
        match self.index.says(entity) {
            0 => String::new(),
            some => format!("says {some}"),
        }
    }

    /// The draft at hand.
    pub fn draft(&self) -> Option<&Draft> {
        match &self.work {
            Work::Draft(draft) => Some(draft),
            Work::Read | Work::Review(_) => None,
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
        if let Some(place) = self.current.and_then(|number| self.list.place(number)) {
            return place;
        }
        let statements = &self.story.statements;
        let after = statements.partition_point(|one| one.content[0].start() < self.caret.at);
        let next = (after..statements.len()).find_map(|number| self.list.place(number));
        next.unwrap_or(self.list.shown.len())
    }

    /// Statements that are shown with a part under the caret, smallest first.
    pub fn under_caret(&self) -> Vec<usize> {
        let here = Span::new(self.caret.at, self.caret.at + 1);
        let parts = self.index.parts(here);
        let mut found: Vec<usize> = parts.into_iter().map(|(_, (number, _))| number).collect();
        found.sort_unstable();
        found.dedup();
        found.retain(|number| self.list.shows(*number));
        found.sort_by_key(|number| self.story.statements[*number].extent().len());
        found
    }

    /// Sets everything to the sizes of the panes; a change brings the caret back in sight.
    pub fn fit(&mut self, layout: &Layout, look: &Look) {
        if let Some(area) = layout.story {
            let width = usize::from(column(area.width, look.measure).text);
            let height = usize::from(area.body().height);
            let Look { spacing, justify, hyphens, .. } = *look;
            let shape = Shape { width, spacing, justify, hyphens };
            let changed = (shape, height) != (self.page.shape, self.page.height);
            self.page.set(&self.story.article, shape);
            self.page.height = height;
            if changed {
                reading::follow(self);
            }
            self.page.clamp();
        }
        if let Some(area) = layout.statements {
            let (height, rows) = (usize::from(area.body().height), rows_per_statement(area.width));
            if (height, rows) != (self.list.height, self.list.rows) {
                (self.list.height, self.list.rows) = (height, rows);
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
