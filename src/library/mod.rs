//! A collection of stories as one thing to question: what each statement of each story comes to, and
//! who is who across stories.
//!
//! Plain data that is derived, and can always be derived again, from stories and their marks. How it
//! is kept is `disk`; a question over it is a [`crate::story::Query`], the same as on the screen.

pub mod concordance;
pub mod crosstab;
pub mod pairs;
pub mod people;
pub mod person;
pub mod plot;
mod record;
pub mod work;

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::annotation::ItemId;
use crate::nlp::{Directness, EntityKind};
use crate::story::query::Judged;

pub use record::{Records, records};

/// What a story says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Names it: the path as it was added, or the `id` of a line in a file of many.
    pub id: String,
    /// The file it is in; empty where it came from none.
    pub file: String,
    /// Headline.
    pub title: Option<String>,
    /// Newspaper or site, or else the agency.
    pub outlet: Option<String>,
    /// News agency, which a question for an outlet means too.
    pub agency: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
}

/// One story of a collection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// What it says of itself.
    pub about: Arc<About>,
    /// Names the version of its text.
    pub hash: String,
    /// How many statements it has.
    pub statements: usize,
    /// How many of them a reader has judged.
    pub reviewed: usize,
    /// How many of them have a tag of a reader.
    pub tagged: usize,
    /// Who marked something in it, in order of name.
    pub annotators: Vec<String>,
}

/// A person, an organisation or another speaker by the names that one story has for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Naming {
    /// The fullest name.
    pub name: String,
    /// What it is; none for a speaker that a reader named.
    pub kind: Option<EntityKind>,
    /// Its other names, in order.
    pub aliases: Vec<String>,
}

/// One statement of a collection: who said what, where, and what readers made of it. All words are on
/// one line.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The story it stands in.
    pub about: Arc<About>,
    /// Names it in that story's annotation file.
    pub id: ItemId,
    /// Where its first content begins, in bytes of the story's cleaned text.
    pub start: usize,
    /// The line of that text, from 1.
    pub line: usize,
    /// Who speaks, by the story's own names; empty where nobody is named.
    pub speakers: Vec<String>,
    /// The same as the collection knows them; empty before it was asked.
    pub people: Vec<String>,
    /// What an unnamed source is called.
    pub unnamed: Option<String>,
    /// What is said; pieces are joined by “ … ”.
    pub content: String,
    /// Words that name the source.
    pub source: String,
    /// Reporting words.
    pub cue: String,
    /// Some of the text before the content, and behind it.
    pub around: [String; 2],
    /// Tags that show: the reader's, or else the one the machine proposes.
    pub tags: Vec<String>,
    /// How much of it stands between quotation marks; none for a reader's own.
    pub directness: Option<Directness>,
    /// How sure the machine is of its parts, 0 to 1; none for a reader's own.
    pub confidence: Option<f32>,
    /// How sure the machine is of the tag it proposes, 0 to 1.
    pub score: Option<f32>,
    /// What a reader made of it.
    pub judged: Judged,
    /// A reader's words on it.
    pub comment: String,
    /// Who marked it last; empty for nobody.
    pub annotator: String,
    /// When that was.
    pub marked: Option<Timestamp>,
}

/// What hits are in order of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The latest first.
    #[default]
    Date,
    /// Those with most of the words first; by date where no words are asked for.
    Relevance,
    /// By the name of who speaks.
    Speaker,
    /// The surest first.
    Confidence,
    /// As they come: for counts.
    Any,
}

/// Each with its name and what comes first.
pub const SORTS: [(Sort, &str, &str); 4] = [
    (Sort::Date, "date", "the latest first"),
    (Sort::Relevance, "relevance", "those with most of the words first"),
    (Sort::Speaker, "speaker", "by the name of who speaks"),
    (Sort::Confidence, "confidence", "those that the machine is surest of first"),
];

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A statement that the machine found.
    pub(crate) fn record(speaker: &str, day: &str, tag: &str, content: &str) -> Record {
        let about = About {
            id: format!("{day}.txt"),
            file: format!("{day}.txt"),
            title: None,
            outlet: Some("Daily".to_owned()),
            agency: None,
            published: day.parse().ok(),
        };
        Record {
            about: Arc::new(about),
            id: ItemId::of(&[content], 0),
            start: 0,
            line: 1,
            speakers: vec![speaker.to_owned()],
            people: vec![speaker.to_owned()],
            unnamed: None,
            content: content.to_owned(),
            source: speaker.to_owned(),
            cue: "said".to_owned(),
            around: Default::default(),
            tags: if tag.is_empty() { Vec::new() } else { vec![tag.to_owned()] },
            directness: Some(Directness::Indirect),
            confidence: Some(0.8),
            score: Some(0.7),
            judged: Judged::default(),
            comment: String::new(),
            annotator: String::new(),
            marked: None,
        }
    }
}
