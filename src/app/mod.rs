//! What the reader sees and does, as state and pure functions: `update(App, Message) -> effects`.
//!
//! Nothing here touches a file, a thread, a clock or a terminal: what must happen outside comes
//! back as [`Effect`]s, and what happened outside comes in as [`Report`]s.

mod act;
mod action;
mod filter;
mod find;
pub mod help;
mod index;
mod layout;
mod marking;
mod message;
mod page;
mod people;
mod picker;
mod pointer;
mod prompt;
mod reader;
mod reading;
mod tabs;

pub use act::update;
pub use action::{Action, Edit, Goal, Motion, Side};
pub use filter::{Filter, List};
pub use find::{Search, find};
pub use help::{Hint, Scope};
pub use index::{Index, Part};
pub use layout::{Area, Column, Focus, Layout, Need, Pane, Size, column};
pub use marking::{Shown, shown_tag};
pub use message::{Effect, Message, Report};
pub use page::{Caret, Head, Line, LineKind, Page};
pub use people::People;
pub use picker::{Choice, Deed, Picker};
pub use prompt::{Ask, LineEdit, Prompt};
pub use reader::{Reader, Saved, rows_per_statement};
pub use tabs::{Stage, Tab, Tabs};

use jiff::Timestamp;

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
    /// The help, scrolled so many lines.
    Help(usize),
}

/// How the reader wants things set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Look {
    /// Columns of a line of text, at most.
    pub measure: usize,
    /// Names of the themes there are.
    pub themes: Vec<String>,
    /// Which one is in use.
    pub theme: usize,
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
            look: Look { measure: Look::MEASURE, themes: Vec::new(), theme: 0 },
            keys: Keys::default(),
            notice: None,
            leaving: Leaving::No,
            formats: Vec::new(),
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
        Layout::new(self.size, self.focus, need)
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
        match (&self.mode, self.focus.pane) {
            (Mode::Read, Pane::Story) => &[Scope::Story, Scope::Read],
            (Mode::Read, Pane::Statements) => &[Scope::Statements, Scope::Read],
            (Mode::Read, Pane::Entities) => &[Scope::Entities, Scope::Read],
            (Mode::Prompt(_), _) => &[Scope::Prompt],
            (Mode::Pick(_), _) => &[Scope::Pick],
            (Mode::Help(_), _) => &[Scope::Help],
        }
    }

    /// Whether typed letters are text.
    pub fn takes_text(&self) -> bool {
        matches!(self.mode, Mode::Prompt(_) | Mode::Pick(_))
    }
}
