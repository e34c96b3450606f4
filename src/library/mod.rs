//! A collection of stories as one thing to question: what each statement of each story comes to.
//!
//! Plain data that is derived, and can always be derived again, from stories and their marks. How it
//! is kept is `disk`; a question over it is a [`crate::story::Query`], the same as on the screen.

use jiff::civil::Date;

use crate::annotation::{Certainty, ItemId, ItemOrigin, Review};
use crate::nlp::Directness;

/// One story of a collection.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Names it: the path as it was added, or the `id` of a line in a file of many.
    pub id: String,
    /// Headline.
    pub title: Option<String>,
    /// Newspaper or site, or else the agency.
    pub outlet: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// How many statements it has.
    pub statements: usize,
    /// How many of them a reader has judged.
    pub reviewed: usize,
    /// How many of them have a tag of a reader.
    pub tagged: usize,
}

/// One statement of a collection: who said what, where, and what readers made of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The story it stands in, by number in the collection.
    pub story: i64,
    /// Names it in that story's annotation file.
    pub id: ItemId,
    /// Where its first content begins, in bytes of the story's cleaned text.
    pub start: usize,
    /// Who speaks, by the story's own names; empty where nobody is named.
    pub speakers: Vec<String>,
    /// What an unnamed source is called.
    pub unnamed: Option<String>,
    /// Words of what is said; pieces are joined by “ … ”.
    pub content: String,
    /// Words that name the source.
    pub source: String,
    /// Reporting words.
    pub cue: String,
    /// Up to a line of the text before the content, and behind it.
    pub around: [String; 2],
    /// Tags that show: the reader's, or else the one the machine proposes.
    pub tags: Vec<String>,
    /// Whether a reader set them.
    pub set: bool,
    /// How much of it stands between quotation marks; none for a reader's own.
    pub directness: Option<Directness>,
    /// How sure the machine is of its parts, 0 to 1; none for a reader's own.
    pub confidence: Option<f32>,
    /// How sure the machine is of the tag it proposes, 0 to 1.
    pub score: Option<f32>,
    /// Where it came from.
    pub origin: ItemOrigin,
    /// What a reader judged.
    pub review: Review,
    /// How sure the reader is.
    pub certainty: Certainty,
    /// A reader's words on it.
    pub comment: String,
    /// Who marked it last; empty for none.
    pub annotator: String,
    /// The story's headline.
    pub title: Option<String>,
    /// Its newspaper or site, or else its agency.
    pub outlet: Option<String>,
    /// Its day of publication.
    pub published: Option<Date>,
}
