//! What the reader sees and does, as state and pure functions: `update(App, Message) -> effects`.
//!
//! Nothing here touches a file, a thread, a clock or a terminal: what must happen outside comes
//! back as [`Effect`]s, and what happened outside comes in as [`Report`]s.

mod act;
mod action;
mod asking;
mod book;
mod collection;
mod command;
mod dashboard;
mod decide;
mod desk;
mod draft;
mod everywhere;
mod explain;
mod foot;
mod help;
mod hits;
mod index;
mod layout;
mod leaving;
mod list;
mod making;
mod marking;
mod message;
mod namesakes;
mod outside;
mod page;
mod people;
mod picker;
mod places;
mod pointer;
mod prompt;
mod propose;
mod reader;
mod reading;
mod review;
mod search;
mod speaking;
mod stretches;
mod tabs;
mod unplaced;

pub use act::update;
pub use action::{Action, Drafting, Edit, Goal, Mark, Motion, Object, Side, Switch, Verdict};
pub use asking::completions;
pub use book::{Book, Field, Retag};
pub use collection::{Answer, Asked, Found, Question, Sought};
pub use command::{WITH_WORDS, run};
pub use decide::{Decision, Decisions};
pub use desk::{Person, preview};
pub use draft::Draft;
pub use explain::{Fact, Show, why};
pub use foot::{Button, buttons};
pub use help::{Hint, Scope};
pub use hits::{Hits, Listed, title};
pub use index::{Index, Part};
pub use layout::{Area, Column, Focus, Layout, Need, Pane, Size, column};
pub use list::{Entry, Filter, List, Order};
pub use marking::set_tag;
pub use message::{Effect, Message, Outside, Report};
pub use outside::Way;
pub use page::{Caret, Fill, Head, Line, LineEnd, LineKind, Page, Shape};
pub use people::People;
pub use picker::{Choice, Deed, Free, How, Picker};
pub use places::Places;
pub use prompt::{Ask, LineEdit, Prompt};
pub use reader::{Reader, Saved, Work, rows_per_statement};
pub use review::Review;
pub use search::Search;
pub use tabs::{Stage, Tab, Tabs};
pub use unplaced::Placing;

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use crate::annotation::Codebook;
use crate::text::{Span, wrap};

/// Everything the screen depends on.
#[derive(Debug)]
pub struct App {
    /// The stories that are open.
    pub tabs: Tabs,
    /// Which pane has the keys.
    pub focus: Focus,
    /// What the keys mean now.
    pub mode: Mode,
    /// Of the terminal.
    pub size: Size,
    /// Measure and theme.
    pub look: Look,
    /// The live keymap, for hints and help, and the keys typed of a longer one.
    pub keys: Keys,
    /// What the reader should hear of the last deed.
    pub notice: Option<Notice>,
    /// Whether the reader wants to go.
    pub leaving: Leaving,
    /// Names of the formats that can be exported.
    pub formats: Vec<String>,
    /// The tags there are.
    pub codebook: Arc<Codebook>,
    /// What becomes of marks once a codebook is kept that lacks their tag.
    pub retag: Option<Retag>,
    /// What a question to the collection found.
    pub hits: Hits,
    /// Where relative names of files begin: where the program was begun.
    pub folder: PathBuf,
    /// Command lines that were run, the latest last.
    pub history: Vec<String>,
    /// Who marks, and when it is: the loop sets the clock before every message.
    pub me: Annotator,
}

/// What the keys mean now.
#[derive(Debug)]
pub enum Mode {
    /// Reading and marking.
    Read,
    /// Typing a line.
    Prompt(Prompt),
    /// Choosing from a list.
    Pick(Picker),
    /// Writing a comment.
    Write(LineEdit),
    /// Reading something over the screen.
    Show(Show),
}

/// How the reader wants things set.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch that a reader turns by name")]
pub struct Look {
    /// Columns of a line of text, at most.
    pub measure: usize,
    /// Names of the themes there are.
    pub themes: Vec<String>,
    /// Which one is in use.
    pub theme: usize,
    /// Whether paragraphs have numbers.
    pub numbers: bool,
    /// Whether the story stands alone.
    pub alone: bool,
    /// Whether a blank line stands between paragraphs.
    pub spacing: bool,
    /// Whether both edges of the text are straight.
    pub justify: bool,
    /// Whether words are hyphenated.
    pub hyphens: bool,
    /// What the list of statements is ordered by when a story opens.
    pub order: Order,
}

impl Default for Look {
    fn default() -> Look {
        Look {
            measure: Look::MEASURE,
            themes: Vec::new(),
            theme: 0,
            numbers: false,
            alone: false,
            spacing: true,
            justify: false,
            hyphens: false,
            order: Order::Text,
        }
    }
}

impl Look {
    /// Columns of a line that read well.
    pub const MEASURE: usize = 72;
    /// Below this, lines are too ragged to read.
    pub const NARROWEST: usize = 24;
    /// Beyond this, the eye loses the next line.
    pub const WIDEST: usize = 140;
}

/// The live keymap as rows, and the keys typed of a longer one.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Keys {
    /// Every binding, in the order of the help.
    pub guide: Vec<Hint>,
    /// Keys typed so far.
    pub pending: String,
    /// How often the next move is made.
    pub count: Option<usize>,
}

/// Something to tell the reader on the screen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Notice {
    /// It worked.
    Good(String),
    /// It did not; says what to do next.
    Bad(String),
}

impl Notice {
    /// As it is shown.
    pub fn words(&self) -> String {
        match self {
            Notice::Good(words) => words.clone(),
            Notice::Bad(words) => format!("! {words}"),
        }
    }

    /// Its lines on a screen of that width.
    pub fn lines(&self, width: usize) -> Vec<String> {
        told(&self.words(), width)
    }
}

/// Words in lines below the panes: a column is left free before them and behind them.
pub fn told(words: &str, width: usize) -> Vec<String> {
    let spans = wrap::wrap(words, Span::new(0, words.len()), width.saturating_sub(2));
    spans.into_iter().map(|span| span.of(words).to_owned()).collect()
}

/// Whether the reader wants to go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Leaving {
    /// No.
    No,
    /// As soon as the marks are saved.
    WhenSaved,
    /// Marks could not be saved and the reader was told; asked again, we go.
    Warned,
}

/// Who marks, and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Annotator {
    /// The name written beside every mark.
    pub name: String,
    /// The time of the message at hand.
    pub now: Timestamp,
}

impl App {
    /// An app with a tab for each name, all of them still to be loaded.
    pub fn new(names: Vec<String>, me: Annotator) -> App {
        App {
            tabs: Tabs::new(names),
            focus: Focus { pane: Pane::Story, side: Pane::Statements },
            mode: Mode::Read,
            size: Size { width: 80, height: 24 },
            look: Look::default(),
            keys: Keys::default(),
            notice: None,
            leaving: Leaving::No,
            formats: Vec::new(),
            codebook: Arc::new(Codebook::built_in().clone()),
            retag: None,
            hits: Hits::default(),
            folder: PathBuf::new(),
            history: Vec::new(),
            me,
        }
    }

    /// The story at hand, where it is ready.
    pub fn reader(&self) -> Option<&Reader> {
        self.tabs.current().reader()
    }

    /// Where every pane stands.
    pub fn layout(&self) -> Layout {
        let story = self.reader().map(|reader| &reader.story);
        let need = Need {
            detail: self.detail_rows(),
            statements: story.map(|story| story.statements.len()),
            entities: story.map(|story| story.analysis.entities.len()),
        };
        let alone = self.look.alone;
        Layout::new(self.size, self.focus, need, alone)
    }

    /// Rows that the last notice takes, or the current statement with its comment.
    fn detail_rows(&self) -> usize {
        let width = usize::from(self.size.width);
        match &self.notice {
            Some(notice) => notice.lines(width).len(),
            None => match self.reader().map(|reader| reader.comment_lines(width).len()) {
                Some(lines @ 1..) => lines + Reader::FACTS,
                _ => 0,
            },
        }
    }

    /// Which rows of the keymap are live, in the order they are tried.
    pub fn scopes(&self) -> &'static [Scope] {
        match &self.mode {
            Mode::Prompt(_) => return &[Scope::Prompt],
            Mode::Pick(_) => return &[Scope::Pick],
            Mode::Write(_) => return &[Scope::Write],
            Mode::Show(_) => return &[Scope::Show],
            Mode::Read if self.hits.shown => return &[Scope::Hits],
            Mode::Read => {}
        }
        let reading = Work::Read;
        match (self.reader().map_or(&reading, |reader| &reader.work), self.focus.pane) {
            (Work::Draft(_), _) => &[Scope::Draft],
            (Work::Review(_), Pane::Story) => &[Scope::Review, Scope::Story, Scope::Read],
            (Work::Review(_), Pane::Statements) => &[Scope::Review, Scope::Statements, Scope::Read],
            (Work::Review(_), Pane::Entities) => &[Scope::Review, Scope::Entities, Scope::Read],
            (Work::Read, Pane::Story) => &[Scope::Story, Scope::Read],
            (Work::Read, Pane::Statements) => &[Scope::Statements, Scope::Read],
            (Work::Read, Pane::Entities) => &[Scope::Entities, Scope::Read],
        }
    }

    /// Whether typed letters are text.
    pub fn takes_text(&self) -> bool {
        matches!(self.mode, Mode::Prompt(_) | Mode::Pick(_) | Mode::Write(_))
    }
}
