//! What is asked of the collection, and what it answers: values that go out to a worker and come back.

use std::collections::HashSet;
use std::sync::Arc;

use super::Report;
use super::namesakes::Voice;
use crate::annotation::ItemId;
use crate::library::people::Doubt;
use crate::library::{Record, Sort};

/// A question to the collection.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Question {
    /// As typed.
    pub text: String,
    /// What comes first.
    pub sort: Sort,
}

/// A statement that was found.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    /// What it says.
    pub record: Record,
    /// The hash of its story's text.
    pub hash: Arc<str>,
}

/// What is asked of the collection. Pages are so many columns wide.
#[derive(Clone, PartialEq, Debug)]
pub enum Asked {
    /// Statements, from that one on.
    Hits(Question, usize),
    /// Somebody, by the collection's name.
    Person(String, usize),
    /// What a question finds, in numbers.
    Counts(String, usize),
    /// Who speaks, and whose names leave a doubt.
    People,
    /// That two names mean one person, or two.
    Same {
        /// Whether it is one.
        same: bool,
        /// One name.
        name: String,
        /// The other, which the person is called by.
        other: String,
    },
    /// How far everybody is who marks its stories.
    Progress,
    /// That these get the tag of that number in the codebook.
    Tag(Vec<Found>, usize),
    /// All that a question finds, written in the format of that name.
    Export(Question, String),
    /// Nothing more: what is being looked for is not waited for.
    Nothing,
}

/// What is answered.
#[derive(Clone, PartialEq, Debug)]
pub enum Answer {
    /// Statements, from that one on; whether there are more; and files that are not as they were when
    /// they were read into the collection.
    Hits(Question, usize, Vec<Found>, bool, Vec<String>),
    /// Who speaks, and the doubts.
    People(Vec<Voice>, Vec<Doubt>),
    /// The names are joined so now, in words.
    Same(String),
    /// A page to be read: its title and its lines.
    Page(&'static str, Vec<String>),
    /// These have that tag now; and why others have not.
    Tagged(Vec<(Arc<str>, ItemId)>, usize, Vec<String>),
    /// All was written; how many statements where.
    Written(String),
    /// Nothing, and why.
    Failed(String),
}

/// A story of the collection to be opened, at one of the statements that were found in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sought {
    /// The file it is in.
    pub file: String,
    /// The hash of its text.
    pub hash: Arc<str>,
    /// As typed.
    pub question: String,
    /// All that is listed of it.
    pub ids: HashSet<ItemId>,
    /// Where to go.
    pub at: ItemId,
}

/// What a worker tells of the collection.
impl From<Answer> for Report {
    fn from(answer: Answer) -> Report {
        Report::Answered(Box::new(answer))
    }
}
