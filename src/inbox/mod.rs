//! Marks made in other tools → items on a story that is at hand: one reader a format, one table.
//!
//! A reader gives [`Mark`]s whose words are anchored in the text that the tool had; [`place`] finds
//! them in the story as it is, never by guess, and reports what became of each. Does no input or output.

mod brat;
mod cas;
mod doccano;
mod json;
mod labelstudio;
mod own;
mod place;
mod refi;
mod regions;
mod statements;
mod webannotation;

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::annotation::{Anchor, Certainty, ItemOrigin, Review};
use crate::article::Article;
use crate::text::clean::clean;

pub use place::{Fate, Placed, about, place};

/// A file that came in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct File {
    /// Its name, without the folder.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The marks on one text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Document {
    /// What the tool calls the text; may be empty.
    pub name: String,
    /// The hash of the article it was made from, where the file says so.
    pub hash: Option<String>,
    /// The marks.
    pub marks: Vec<Mark>,
}

/// A statement as another tool gave it; what it does not say is empty or none.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Mark {
    /// The name of the item, where it has one of ours.
    pub id: Option<String>,
    /// What is said.
    pub content: Vec<Anchor>,
    /// Who is named as saying it.
    pub source: Vec<Anchor>,
    /// The reporting words.
    pub cue: Vec<Anchor>,
    /// Who speaks; none where the format cannot say.
    pub speakers: Option<Vec<String>>,
    /// Tags, without what a machine suggested.
    pub tags: Vec<String>,
    /// Values of attributes.
    pub attributes: BTreeMap<String, String>,
    /// A remark.
    pub comment: String,
    /// How sure whoever made it is.
    pub certainty: Certainty,
    /// What they think of the machine's finding.
    pub review: Review,
    /// Where the statement came from; none where the format cannot say.
    pub origin: Option<ItemOrigin>,
    /// Who made it.
    pub annotator: Option<String>,
    /// When.
    pub at: Option<Timestamp>,
}

/// Why a file could not be read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{file}: {why}")]
pub struct InboxError {
    /// Which file.
    pub file: String,
    /// Why, and what to do.
    pub why: String,
}

/// A format that is read.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// What to ask for it by; the same as in the table of exports where it is there.
    pub name: &'static str,
    /// What it is.
    pub help: &'static str,
    /// Whether a file of this name and content is one.
    pub is: fn(&File) -> bool,
    /// Reads the documents of some files.
    pub read: fn(&[File], &Article) -> Result<Vec<Document>, InboxError>,
}

/// All of them.
#[rustfmt::skip]
pub const FORMATS: &[Format] = &[
    Format { name: "jsonl", help: "onrecord, a line a statement", is: statements::is, read: statements::read },
    Format { name: "onrecord", help: "another annotation file of onrecord", is: own::is, read: own::read },
    Format { name: "w3c", help: "W3C Web Annotation", is: webannotation::is, read: webannotation::read },
    Format { name: "brat", help: "brat: .txt and .ann, or a folder of them", is: brat::is, read: brat::read },
    Format { name: "refi", help: "REFI-QDA project", is: refi::is, read: refi::read },
    Format { name: "labelstudio", help: "Label Studio tasks", is: labelstudio::is, read: labelstudio::read },
    Format { name: "doccano", help: "doccano, a line a story", is: doccano::is, read: doccano::read },
    Format { name: "cas-json", help: "UIMA CAS as JSON", is: cas::is_json, read: cas::read_json },
    Format { name: "cas-xmi", help: "UIMA CAS as XMI", is: cas::is_xmi, read: cas::read_xmi },
];

/// The format of that name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// The format of these files: the first that knows one of them.
pub fn recognise(files: &[File]) -> Option<&'static Format> {
    FORMATS.iter().find(|format| files.iter().any(|file| (format.is)(file)))
}

impl File {
    fn ends_in(&self, ending: &str) -> bool {
        self.name.to_ascii_lowercase().ends_with(ending)
    }

    fn text(&self) -> Result<&str, InboxError> {
        let text =
            std::str::from_utf8(&self.bytes).map_err(|_| self.refuse("this is not UTF-8"))?;
        Ok(text.trim_start_matches('\u{feff}'))
    }

    /// The first letters, for a look at what it may be.
    fn beginning(&self) -> String {
        let head: Vec<u8> = self.bytes.iter().copied().take(4096).collect();
        String::from_utf8_lossy(&head).into_owned()
    }

    fn refuse(&self, why: impl Into<String>) -> InboxError {
        InboxError { file: self.name.clone(), why: why.into() }
    }
}

/// Words of a file, as they may be shown and kept.
fn cleaned(words: &str) -> String {
    clean(words).text
}

/// Sets a field of a mark that other formats hold as a name and a word.
fn set_word(mark: &mut Mark, name: &str, word: &str) {
    match (name, word) {
        ("review", "accepted") => mark.review = Review::Accepted,
        ("review", "rejected") => mark.review = Review::Rejected,
        ("certainty", "sure") => mark.certainty = Certainty::Sure,
        ("certainty", "likely") => mark.certainty = Certainty::Likely,
        ("certainty", "unsure") => mark.certainty = Certainty::Unsure,
        ("origin", "extracted") => mark.origin = Some(ItemOrigin::Extracted),
        ("origin", "edited") => mark.origin = Some(ItemOrigin::Edited),
        ("origin", "made") => mark.origin = Some(ItemOrigin::Made),
        ("time", time) => mark.at = time.parse().ok(),
        ("annotator", name) if !name.is_empty() => mark.annotator = Some(cleaned(name)),
        ("item", id) if !id.is_empty() => mark.id = Some(id.to_owned()),
        ("comment", words) => mark.comment = cleaned(words),
        _ => {}
    }
}

/// `name=value` as an attribute.
fn set_attribute(mark: &mut Mark, words: &str) {
    if let Some((name, value)) = words.split_once('=') {
        mark.attributes.insert(cleaned(name), cleaned(value));
    }
}
