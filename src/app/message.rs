//! What comes in and what goes out: messages to the app, effects for the world.

use std::sync::Arc;

use super::{Action, Answer, Asked, Hint, Reader, Size, Sought};
use crate::annotation::{Codebook, Set};
use crate::nlp::Progress;
use crate::story::Story;

/// Everything that can happen to the app.
#[derive(Debug)]
pub enum Message {
    /// The reader asked for something.
    Act(Action),
    /// A worker told something.
    Heard(Report),
    /// The terminal has another size.
    Resized(Size),
    /// The reader is back: the terminal has the keys again, or we go on after a stop.
    Back,
}

/// What a worker tells. `tab` is the number of the story, in the order they were named.
#[derive(Debug)]
pub enum Report {
    /// The story is read and being analysed.
    Analysing(usize, Progress),
    /// It is ready, with what the reader marked before.
    Ready(usize, Box<Reader>),
    /// It cannot be shown, and why.
    Failed(usize, String),
    /// The marks of that revision are safe; when, for the reader.
    Saved {
        /// Which story.
        tab: usize,
        /// Which of its saves.
        revision: u64,
        /// Clock time.
        at: String,
    },
    /// They are not, and why.
    NotSaved(usize, String),
    /// Somebody else changed the file: found by a save, which was not made, or by looking.
    Outside(usize, Box<Outside>),
    /// What the collection answers.
    Answered(Box<Answer>),
    /// What was written where, or why not.
    Exported(Result<String, String>),
    /// A changed codebook is safe, and these are the keys with it.
    Codebook(Arc<Codebook>, Vec<Hint>),
    /// Something the reader should know, such as a theme that cannot be read.
    Warned(String),
}

/// What somebody else made of a story's file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outside {
    /// What happened, in words.
    pub why: String,
    /// The marks that both began with.
    pub base: Set,
    /// The marks in the file now.
    pub theirs: Set,
}

/// What must happen outside. Carries values, never a handle to the app.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Keep these marks.
    Save {
        /// Which story.
        tab: usize,
        /// Counts its saves.
        revision: u64,
        /// The story they belong to.
        story: Arc<Story>,
        /// All marks, with the steps that led to them.
        marks: Set,
        /// Whether the reader has decided about what somebody else made of the file.
        decided: bool,
    },
    /// Look whether somebody else changed the marks of this story.
    Look {
        /// Which story.
        tab: usize,
        /// The story they belong to.
        story: Arc<Story>,
    },
    /// Write story and marks in a format, by its name.
    Export {
        /// One of [`super::App::formats`].
        format: String,
        /// The story.
        story: Arc<Story>,
        /// All marks.
        marks: Set,
    },
    /// Ask the collection.
    Ask(Asked),
    /// Open a story of the collection in the tab of that number.
    Open(usize, Sought),
    /// Keep this codebook; it is used once it is safe.
    KeepCodebook(Arc<Codebook>),
    /// Put this on the clipboard.
    Copy(String),
    /// Give the terminal back until the reader returns.
    Suspend,
    /// End. Everything was saved, or the reader knows that it was not.
    Quit,
}
