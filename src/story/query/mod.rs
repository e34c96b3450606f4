//! One language for filtering, finding and bulk work: `speaker:putin tag:denial unreviewed “no deal”`.
//!
//! A query is terms that must all hold. A term is a key with a value, a state, or words that must
//! stand in what is said, beside it, or in the speaker's name. Quotation marks keep words together,
//! a hyphen before a term turns it round, commas between values mean “or”, and case counts only
//! where a capital is typed. Pure: it sees one story at a time and knows no screen.

mod complete;
mod read;
#[cfg(test)]
mod tests;

use std::fmt;

use jiff::civil::Date;

use super::marked::{reviewed, shows_tag};
use super::{Statement, Story};
use crate::annotation::{Certainty, Item, ItemOrigin, Review};
use crate::text::Span;
use crate::text::find::holds;

pub use complete::{Completion, Known, complete};

/// Terms that must all hold; none lets everything through.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Query {
    terms: Vec<Term>,
}

#[derive(Clone, PartialEq, Debug)]
struct Term {
    /// Whether it must not hold.
    not: bool,
    test: Test,
}

#[derive(Clone, PartialEq, Debug)]
enum Test {
    /// Words in the content, cue, source or a speaker's name.
    Words(String),
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
enum Key {
    Speaker,
    Tag,
    Kind,
    Source,
    Cue,
    Said,
    Comment,
    By,
    Outlet,
    Title,
}

/// Keys whose values are numbers from 0 to 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Number {
    Confidence,
    Score,
}

/// What a statement may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Unreviewed,
    Reviewed,
    Accepted,
    Rejected,
    Tagged,
    Untagged,
    Commented,
    Made,
    Edited,
    Unnamed,
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

    /// Whether a statement of `story`, with the reader's item for it, has all that is asked.
    pub fn lets(&self, story: &Story, statement: &Statement, item: Option<&Item>) -> bool {
        self.terms.iter().all(|term| term.test.holds(story, statement, item) != term.not)
    }
}

impl Test {
    fn holds(&self, story: &Story, one: &Statement, item: Option<&Item>) -> bool {
        match self {
            Test::Words(words) => {
                Key::Speaker.holds(story, one, item, words)
                    || one.parts().any(|span| holds(story.article.words(span), words))
            }
            Test::State(state) => state.holds(one, item),
            Test::Text(key, values) => values.iter().any(|word| key.holds(story, one, item, word)),
            Test::Between(number, from, to) => {
                let known = match number {
                    Number::Confidence => one.confidence,
                    Number::Score => one.suggestion.as_ref().map(|suggestion| suggestion.score),
                };
                known.is_some_and(|known| (*from..=*to).contains(&known))
            }
            Test::Days(from, to) => {
                story.article.metadata.published.is_some_and(|day| (*from..=*to).contains(&day))
            }
        }
    }
}

impl Key {
    fn holds(self, story: &Story, one: &Statement, item: Option<&Item>, word: &str) -> bool {
        let within =
            |spans: &[Span]| spans.iter().any(|span| holds(story.article.words(*span), word));
        let known = &story.article.metadata;
        match self {
            Key::Speaker => {
                one.speakers.iter().any(|speaker| holds(&speaker.name, word))
                    || one.speakers.is_empty()
                        && one.unnamed.as_deref().is_some_and(|name| holds(name, word))
            }
            Key::Tag if word == "none" => !super::marked::has_tag(one, item),
            Key::Tag => shows_tag(one, item, word),
            Key::Kind => one.directness.is_some_and(|kind| kind.word() == word),
            Key::Source => within(&one.source),
            Key::Cue => within(&one.cue),
            Key::Said => within(&one.content),
            Key::Comment => item.is_some_and(|item| holds(&item.comment, word)),
            Key::By => item.is_some_and(|item| holds(&item.stamp.annotator, word)),
            Key::Outlet => {
                let agency = known.agency.as_ref().map(|agency| &agency.name);
                known.publisher.iter().chain(agency).any(|name| holds(name, word))
            }
            Key::Title => known.title.iter().any(|title| holds(title, word)),
        }
    }
}

impl State {
    fn holds(self, one: &Statement, item: Option<&Item>) -> bool {
        let review = item.map_or(Review::Open, |item| item.review);
        match self {
            State::Unreviewed => !reviewed(item),
            State::Reviewed => reviewed(item),
            State::Accepted => review == Review::Accepted,
            State::Rejected => review == Review::Rejected,
            State::Tagged => item.is_some_and(|item| !item.tags.is_empty()),
            State::Untagged => item.is_none_or(|item| item.tags.is_empty()),
            State::Commented => item.is_some_and(|item| !item.comment.is_empty()),
            State::Made => one.origin == ItemOrigin::Made,
            State::Edited => one.origin == ItemOrigin::Edited,
            State::Unnamed => one.speakers.is_empty(),
            State::Unsure => item.is_some_and(|item| {
                matches!(item.certainty, Certainty::Likely | Certainty::Unsure)
            }),
        }
    }
}
