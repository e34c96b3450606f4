//! The annotation file, format 1: RON that a person can read, mend, compare and merge.
//!
//! ```ron
//! (
//!     format: 1,
//!     article: (
//!         id: "stories/bread.txt",
//!         title: "Price of bread to stay",
//!         hash: "6437b3ac38465133ffb63b75273a8db5",
//!     ),
//!     engine: "onrecord 0.1.0",
//!     codebook: (
//!         name: "speech acts",
//!         version: 1,
//!     ),
//!     annotator: "ada",
//!     items: {
//!         "0c1d2e3f4a5b": (
//!             content: [
//!                 (
//!                     span: (120, 135),
//!                     before: "the mayor said: ",
//!                     exact: "“We stay here.”",
//!                     after: " Nobody clapped.",
//!                 ),
//!             ],
//!             source: [],
//!             cue: [],
//!             speakers: ["Ada Hill"],
//!             tags: ["commitment"],
//!             comment: "",
//!             review: Accepted,
//!             origin: Extracted,
//!             annotator: "ada",
//!             time: "2026-03-01T12:00:00Z",
//!         ),
//!     },
//! )
//! ```
//!
//! | Field | Is | Left out |
//! |---|---|---|
//! | `format` | 1 | refused |
//! | `article.id`, `.title` | what the story was called when the file was begun | empty |
//! | `article.hash` | 32 hexadecimal digits of BLAKE3 of the cleaned text, UTF-8 | refused |
//! | `engine` | the onrecord that wrote the file last | empty |
//! | `codebook` | name and version of the list the tags are from | the built-in one |
//! | `annotator` | who began the file | empty |
//! | `metadata` | what the newsroom printed: `byline`, `publisher`, `agency`, `place`, `date` | none |
//! | `namings` | what the reader says of a person, place or body, by the name the machine gave it | none |
//! | `items` | by id, written in order of position, then id | none |
//! | `content` | one anchor a span of what is said, at least one | refused |
//! | `source`, `cue` | anchors of who is named and of the reporting words | none |
//! | `speakers`, `tags` | names; tags are those of the codebook | none |
//! | `attributes` | values of the codebook's attributes, by name | none |
//! | `certainty` | `Unstated`, `Sure`, `Likely` or `Unsure`: how sure the reader is | `Unstated` |
//! | `comment` | the reader's remark; line ends are `\n` | none |
//! | `review` | `Open`, `Accepted` or `Rejected` | `Open` |
//! | `origin` | `Extracted`, `Edited` or `Made` | `Extracted` |
//! | `name`, `kind`, `same_as` | of a naming: its name and kind instead; under which name the one is kept that it is the same as | none |
//! | `mentions` | of a naming: anchors of mentions that are of this one | none |
//! | `annotator`, `time` | who touched the item or naming last; UTC | refused |
//! | `span` | bytes `(start, end)` of the cleaned text, half-open | refused |
//! | `exact` | the words there | refused |
//! | `before`, `after` | up to 64 characters (code points) around them | empty |
//!
//! Among the items stands a line for each statement of the story, marked or not, by position:
//! `// 120 “We stay here.”`. It is a comment that says nothing new and is made anew by each analysis; it
//! gives git a line that stays between two marks that two branches add.
//!
//! **Compatibility.** Within format 1 later versions may add fields to the file and to items: older
//! ones keep what they do not know, as it was written, behind what they know. A new field inside
//! an anchor, `article` or `codebook`, a new word for `review` or `origin`, or a changed meaning is a
//! new format. A newer format is refused; every older one will stay readable. Other
//! comments written into the RON by hand are not kept.
//!
//! Every field is written, so that a change to one field is a change to one line, but `metadata`,
//! `namings`, `attributes` and `certainty`, which are younger and are written where they say
//! something. Text
//! from the file is cleaned like any other that comes in: nothing in it can steer a terminal.

mod decode;
mod encode;
mod keep;
mod quick;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::Deserialize;

pub use decode::{Document, FileError, decode, read};
pub use encode::{Writer, encode};
pub use keep::Fields;

use super::{Codebook, ItemId};
use crate::article::{Article, Named};
use crate::text::clean::clean_line;
use crate::text::wrap;

/// The format that is written, and the newest that is read.
pub const FORMAT: u32 = 1;

/// The largest file that is read, in bytes: 10,000 items take about 10 MB, and no story has more.
pub const MAX_BYTES: usize = 64 << 20;

/// What writes the file: written into it.
const ENGINE: &str = concat!("onrecord ", env!("CARGO_PKG_VERSION"));

/// What an annotation file says besides its items.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Head {
    /// The story it is about.
    pub article: ArticleRef,
    /// The onrecord that wrote it last.
    pub engine: String,
    /// Where the tags are from.
    pub codebook: CodebookRef,
    /// Who began it.
    pub annotator: String,
    /// What the story's newsroom printed around it, by name: byline, publisher, agency, place, date.
    pub metadata: BTreeMap<String, String>,
    /// The statements of the story, each a line among the items; empty where they are not known.
    pub outline: Vec<Heading>,
    /// Fields of the file that only a later onrecord knows.
    pub unknown: Fields,
    /// The same of its namings.
    pub unknown_of_namings: BTreeMap<String, Fields>,
    /// The same of its items; kept when an item goes, since undo may bring it back.
    pub unknown_of_items: BTreeMap<ItemId, Fields>,
}

/// A line among the items that tells of a statement of the story, marked or not: so the places where
/// two branches add marks have lines between them that neither changes, and git joins them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heading {
    /// Byte where it begins.
    pub start: usize,
    /// Its first words, as they are written.
    words: String,
}

impl Heading {
    /// Columns of the words.
    const WORDS: usize = 60;

    /// Of a statement that begins at that byte.
    pub fn new(start: usize, words: &str) -> Heading {
        let line = wrap::fit(&clean_line(words), Heading::WORDS);
        let mut words = String::with_capacity(line.len());
        // Writing to a string cannot fail.
        let _ = encode::write_escaped(&mut words, &line);
        Heading { start, words }
    }

    /// From a line of the file.
    fn read(line: &str) -> Option<Heading> {
        let (start, words) = line.strip_prefix(encode::HEADING)?.split_once(' ')?;
        let start = u32::try_from(start.parse::<u64>().ok()?).ok()? as usize;
        Some(Heading { start, words: words.to_owned() })
    }
}

/// The story a file is about.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArticleRef {
    /// What it was called when the file was begun.
    #[serde(default)]
    pub id: String,
    /// Its headline; empty where it has none.
    #[serde(default)]
    pub title: String,
    /// [`Article::hash`] of the text when the file was last written.
    pub hash: String,
}

/// The codebook whose tags a file uses.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodebookRef {
    /// What it is called.
    pub name: String,
    /// Which version of it.
    pub version: u32,
}

impl Default for CodebookRef {
    fn default() -> CodebookRef {
        let built_in = Codebook::built_in();
        CodebookRef { name: built_in.name.clone(), version: built_in.version }
    }
}

impl Head {
    /// Of a file about to be begun by `annotator`.
    pub fn new(article: &Article, annotator: &str) -> Head {
        Head {
            article: ArticleRef {
                id: article.id.clone(),
                title: article.metadata.title.clone().unwrap_or_default(),
                hash: article.hash(),
            },
            engine: ENGINE.to_owned(),
            codebook: CodebookRef::default(),
            annotator: annotator.to_owned(),
            metadata: metadata(article),
            outline: Vec::new(),
            unknown: Fields::new(),
            unknown_of_namings: BTreeMap::new(),
            unknown_of_items: BTreeMap::new(),
        }
    }

    /// Takes over what another head says that no onrecord of today knows, where this one says nothing.
    pub fn keep_unknown(&mut self, other: &Head) {
        join(&mut self.unknown, &other.unknown);
        for (id, fields) in &other.unknown_of_items {
            join(self.unknown_of_items.entry(id.clone()).or_default(), fields);
        }
        for (of, fields) in &other.unknown_of_namings {
            join(self.unknown_of_namings.entry(of.clone()).or_default(), fields);
        }
    }

    /// The same file, about to be written again for `article` as it is now. The id stays, for it is
    /// a path and depends on where one stands.
    #[must_use]
    pub fn renewed(self, article: &Article) -> Head {
        let now = Head::new(article, "");
        let article = ArticleRef { id: self.article.id, ..now.article };
        Head { article, engine: now.engine, metadata: now.metadata, ..self }
    }
}

fn join(ours: &mut Fields, others: &Fields) {
    for (name, value) in others {
        ours.entry(name.clone()).or_insert_with(|| value.clone());
    }
}

/// What is known of an article besides its headline, by the names of `extract`.
fn metadata(article: &Article) -> BTreeMap<String, String> {
    let known = &article.metadata;
    let name = |named: &Option<Named>| named.as_ref().map(|named| named.name.clone());
    let fields = [
        ("byline", known.byline.clone()),
        ("publisher", known.publisher.clone()),
        ("agency", name(&known.agency)),
        ("place", name(&known.place)),
        ("date", known.published.map(|day| day.to_string())),
    ];
    fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}
