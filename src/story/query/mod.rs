//! One language for filtering, finding and bulk work: `speaker:putin tag:denial unreviewed “no deal”`.
//!
//! A query is terms that must all hold. A term is a key with a value, a state, or words that must
//! stand in what is said, beside it, or in the speaker's name. Quotation marks keep words together,
//! a hyphen before a term turns it round, commas between values mean “or”, and case counts only
//! where a capital is typed. What is asked about are [`Facts`], wherever they are kept. Pure.

mod complete;
mod facts;
mod read;
#[cfg(test)]
mod tests;

use std::fmt;

use jiff::civil::Date;

use super::{Statement, Story};
use crate::annotation::Item;
use crate::text::Span;

pub use complete::{Completion, Known, complete};
use facts::Told;
pub use facts::{Facts, Judged};

/// Terms that must all hold; none lets everything through.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Query {
    terms: Vec<Term>,
}

/// One of the terms.
#[derive(Clone, PartialEq, Debug)]
pub struct Term {
    /// Whether it must not hold.
    pub not: bool,
    /// What must hold.
    pub test: Test,
}

/// What a term asks for.
#[derive(Clone, PartialEq, Debug)]
pub enum Test {
    /// Words in the content, cue, source or a speaker's name.
    Words(String),
    /// A state.
    State(State),
    /// One of some values of a key.
    Text(Key, Vec<String>),
    /// A number between two, both included.
    Between(Number, f32, f32),
    /// The day of publication from one to another, both included.
    Days(Date, Date),
}

/// Keys whose values are words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Key {
    /// Who speaks.
    Speaker,
    /// The tag that shows.
    Tag,
    /// Direct, mixed or indirect.
    Kind,
    /// Words that name the source.
    Source,
    /// Reporting words.
    Cue,
    /// Words of what is said.
    Said,
    /// A reader's comment.
    Comment,
    /// Who marked it last.
    By,
    /// Newspaper, site or agency.
    Outlet,
    /// The headline.
    Title,
}

/// Keys whose values are numbers from 0 to 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Number {
    /// How sure the machine is of it.
    Confidence,
    /// How sure it is of the tag it proposes.
    Score,
}

/// What a statement may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Nobody has judged it.
    Unreviewed,
    /// Somebody has.
    Reviewed,
    /// As right.
    Accepted,
    /// As wrong.
    Rejected,
    /// It has a tag of a reader.
    Tagged,
    /// It has none of a reader.
    Untagged,
    /// It has a comment.
    Commented,
    /// A reader made it.
    Made,
    /// A reader changed what the machine found.
    Edited,
    /// Nobody is named as the speaker.
    Unnamed,
    /// Its reader is not quite sure.
    Unsure,
}

/// Every key: its name, what follows it, what it means. Help, completion and errors read this table.
#[rustfmt::skip]
pub const KEYS: [(&str, &str, &str); 14] = [
    ("speaker",    "putin",        "who speaks, by a part of the name"),
    ("tag",        "denial",       "the tag that is set or proposed; “none” for no tag"),
    ("kind",       "direct",       "direct, mixed or indirect"),
    ("confidence", "<0.5",         "how sure the machine is: <0.5, >0.9, 0.3..0.6"),
    ("score",      "<0.5",         "the same of the tag it proposes"),
    ("source",     "“the board”",  "the words that name the source"),
    ("cue",        "denied",       "the reporting words"),
    ("said",       "“no deal”",    "words of what is said"),
    ("comment",    "ask",          "words of your comment"),
    ("by",         "ada",          "who marked it last"),
    ("outlet",     "xinhua",       "the newspaper, site or agency"),
    ("title",      "syria",        "words of the headline"),
    ("after",      "2017-11",      "published on this day, in this month or year, or later"),
    ("before",     "2018",         "published before it"),
];

/// Every state: its name, what it means.
#[rustfmt::skip]
pub const STATES: [(&str, &str); 11] = [
    ("unreviewed", "nobody has looked at it"),
    ("reviewed",   "tagged, accepted or rejected"),
    ("accepted",   "accepted by you"),
    ("rejected",   "rejected by you"),
    ("tagged",     "with a tag of yours"),
    ("untagged",   "without a tag of yours"),
    ("commented",  "with a comment"),
    ("made",       "made by you"),
    ("edited",     "found by the machine, changed by you"),
    ("unnamed",    "nobody is named as the speaker"),
    ("unsure",     "you are not quite sure of it"),
];

const STATE_OF: [State; 11] = [
    State::Unreviewed,
    State::Reviewed,
    State::Accepted,
    State::Rejected,
    State::Tagged,
    State::Untagged,
    State::Commented,
    State::Made,
    State::Edited,
    State::Unnamed,
    State::Unsure,
];

/// The values that `kind:` knows.
pub const KINDS: [&str; 3] = ["direct", "mixed", "indirect"];

/// What is wrong with a query, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QueryError {
    /// Bytes of what was typed.
    pub span: Span,
    /// What is wrong there and what would be right.
    pub why: String,
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)
    }
}

impl std::error::Error for QueryError {}

impl Query {
    /// Reads what was typed. O(length).
    pub fn parse(text: &str) -> Result<Query, QueryError> {
        Ok(Query { terms: read::terms(text)? })
    }

    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Its terms, for whoever narrows by them before it is asked.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Whether a statement of `story`, with the reader's item for it, has all that is asked.
    pub fn lets(&self, story: &Story, statement: &Statement, item: Option<&Item>) -> bool {
        self.holds(&Told { story, statement, item })
    }

    /// Whether these facts have all that is asked.
    pub fn holds(&self, facts: &impl Facts) -> bool {
        self.terms.iter().all(|term| facts::holds(facts, &term.test) != term.not)
    }
}
