//! The stories that are open, and how far each has come.

use super::{Reader, Side};
use crate::nlp::Progress;

/// Open stories and which one is shown; there is always one.
#[derive(Debug)]
pub struct Tabs {
    /// In the order they were named.
    pub all: Vec<Tab>,
    /// Which one is shown.
    pub at: usize,
}

/// One story.
#[derive(Debug)]
pub struct Tab {
    /// What to call it before it is read.
    pub name: String,
    /// How far it has come.
    pub stage: Stage,
}

/// How far a story has come.
#[derive(Debug)]
pub enum Stage {
    /// Being read.
    Loading,
    /// Being analysed.
    Analysing(Progress),
    /// To be read and marked.
    Ready(Box<Reader>),
    /// Cannot be shown, and why.
    Failed(String),
}

impl Stage {
    /// In a word or two.
    pub fn word(&self) -> String {
        match self {
            Stage::Loading => "not open yet".to_owned(),
            Stage::Analysing(progress) => {
                format!("reading, {} %", progress.done * 100 / progress.total.max(1))
            }
            Stage::Ready(_) => "open".to_owned(),
            Stage::Failed(why) => format!("cannot be shown: {why}"),
        }
    }
}

impl Tab {
    /// The reader, where the story is ready.
    pub fn reader(&self) -> Option<&Reader> {
        match &self.stage {
            Stage::Ready(reader) => Some(reader),
            _ => None,
        }
    }

    /// The same, to be changed.
    pub fn reader_mut(&mut self) -> Option<&mut Reader> {
        match &mut self.stage {
            Stage::Ready(reader) => Some(reader),
            _ => None,
        }
    }
}

impl Tabs {
    /// A tab for each name.
    pub fn new(names: Vec<String>) -> Tabs {
        let names = if names.is_empty() { vec!["nothing".to_owned()] } else { names };
        let tab = |name| Tab { name, stage: Stage::Loading };
        Tabs { all: names.into_iter().map(tab).collect(), at: 0 }
    }

    /// The one that is shown.
    pub fn current(&self) -> &Tab {
        &self.all[self.at]
    }

    /// The same, to be changed.
    pub fn current_mut(&mut self) -> &mut Tab {
        &mut self.all[self.at]
    }

    /// Shows the next or previous one, round and round.
    pub fn turn(&mut self, side: Side) {
        let count = self.all.len();
        self.at = match side {
            Side::Next => (self.at + 1) % count,
            Side::Back => (self.at + count - 1) % count,
        };
    }
}
