//! One news article: cleaned text, its paragraphs, and what is known about it.
//!
//! The text is kept whole, as it came in and cleaned; headline, dateline, byline and agency are
//! stretches of it that are read into [`Metadata`] and left out of the prose. Nothing here parses a
//! file format: that is `import`.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;

use crate::text::clean::Offsets;
use crate::text::{Cleaned, Span};

/// An article as the rest of the program sees it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Article {
    /// Names it in every output: the path as given, or the `id` of its JSON line.
    pub id: String,
    /// Where it came from.
    pub origin: Origin,
    /// What is known about it.
    pub metadata: Metadata,
    /// The cleaned text, whole: prose and the stretches that became metadata.
    pub text: Arc<str>,
    /// Back to code points of the text as it came in.
    pub offsets: Arc<Offsets>,
    /// Paragraphs of prose in text order, without blank edges; headline and body.
    pub paragraphs: Vec<Paragraph>,
    /// How many code points cleaning dropped.
    pub dropped: usize,
}

/// Where an article came from; decides where its annotation file lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The only article in a file.
    File(PathBuf),
    /// One of several articles in a file, such as a line of JSONL.
    Part(PathBuf),
    /// Standard input.
    Stdin,
    /// A story inside the binary.
    BuiltIn,
}

/// What a newsroom writes around the prose. Absent fields were not found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Headline, from the file or from the text.
    pub title: Option<String>,
    /// The writers, as printed, without “By”.
    pub byline: Option<String>,
    /// Newspaper or site.
    pub publisher: Option<String>,
    /// News agency (“Reuters”), from dateline or closing line.
    pub agency: Option<Named>,
    /// Place of the dateline (“Washington”).
    pub place: Option<Named>,
    /// Day of publication.
    pub published: Option<Date>,
    /// Stretches of the text that were read as metadata and are no prose, in text order.
    pub spans: Vec<Span>,
}

/// A name in the metadata, with the stretch of the text where it stands if it stands in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The name, tidied (“WASHINGTON” gives “Washington”).
    pub name: String,
    /// Where it is printed.
    pub span: Option<Span>,
}

/// A paragraph of prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Its text, without blank edges.
    pub span: Span,
    /// What part it plays.
    pub kind: ParagraphKind,
}

/// What part a paragraph plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParagraphKind {
    /// The headline, where it stands in the text.
    Headline,
    /// A heading inside the body.
    Heading,
    /// A quotation set apart, or a list item.
    Indented,
    /// Body text.
    Body,
}

impl Article {
    /// An article of plain paragraphs: one for every run of text between line ends, all prose.
    pub fn new(id: impl Into<String>, origin: Origin, cleaned: Cleaned) -> Article {
        let paragraphs = paragraphs(&cleaned.text);
        Article {
            id: id.into(),
            origin,
            metadata: Metadata::default(),
            text: cleaned.text.into(),
            offsets: Arc::new(cleaned.offsets),
            paragraphs,
            dropped: cleaned.dropped,
        }
    }

    /// The words of `span`.
    pub fn words(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// Code points `[start, end)` of the text as it came in.
    pub fn original(&self, span: Span) -> [usize; 2] {
        self.offsets.original(&self.text, span)
    }

    /// A hash of the cleaned text that names this version of it: 32 hexadecimal digits of BLAKE3.
    pub fn hash(&self) -> String {
        blake3::hash(self.text.as_bytes()).to_hex().chars().take(32).collect()
    }

    /// What to call it on the screen: its headline, else the last part of its id.
    pub fn label(&self) -> &str {
        match &self.metadata.title {
            Some(title) => title,
            None => self.id.rsplit(['/', '\\']).next().unwrap_or(&self.id),
        }
    }
}

/// Every line that is not blank, without blank edges, as body text.
fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut start = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let span = Span::new(start, start + line.len()).trim(text);
        start += line.len();
        if !span.is_empty() {
            found.push(Paragraph { span, kind: ParagraphKind::Body });
        }
    }
    found
}
