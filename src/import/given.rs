//! What a reader gets and what it gives: bytes with a name, and articles with the text they came from.

use std::borrow::Cow;

use super::{ImportError, Refused, part};
use crate::article::{Article, Metadata, Origin};
use crate::text::clean::clean;

/// Bytes to be read, and how.
#[derive(Clone, Debug)]
pub struct Given<'a> {
    /// The path as given.
    pub path: &'a str,
    /// Which of several pieces of that path this is, from 1; none for all of it.
    pub number: Option<usize>,
    /// Where it came from.
    pub origin: Origin,
    /// The file or the piece.
    pub bytes: &'a [u8],
    /// Whether pages of HTML are read faster and with more furniture.
    pub fast: bool,
}

/// An article with its text as it came in.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The article.
    pub article: Article,
    /// What its offsets count in: the decoded file or field, or what was extracted from markup.
    pub source: String,
    /// Which of several in its file it is, from 1.
    pub number: Option<usize>,
    /// What the file's own fields said of it.
    pub given: Metadata,
}

impl<'a> Given<'a> {
    /// All of a file, read carefully.
    pub fn file(path: &'a str, bytes: &'a [u8]) -> Given<'a> {
        Given { path, number: None, origin: Origin::Stdin, bytes, fast: false }
    }

    /// What its article goes by: the path, or `path:number` of one of several.
    pub fn id(&self) -> String {
        match self.number {
            Some(number) => format!("{}:{number}", self.path),
            None => self.path.to_owned(),
        }
    }

    /// Where its article came from.
    pub fn origin(&self) -> Origin {
        match self.number {
            Some(_) => part(self.origin.clone()),
            None => self.origin.clone(),
        }
    }

    /// One of several articles inside, from 1. Of a piece that is numbered itself there is only one.
    #[must_use]
    pub fn part(&self, number: usize) -> Given<'a> {
        Given { number: Some(self.number.unwrap_or(number)), ..self.clone() }
    }

    /// Refuses it.
    pub fn refuse(&self, why: ImportError) -> Refused {
        Refused { id: self.id(), why }
    }

    /// Refuses it as no file of its format.
    pub fn broken(&self, format: &'static str, why: &impl ToString) -> Refused {
        self.refuse(ImportError::Broken { format, why: why.to_string() })
    }

    /// An article with the text that its offsets count in.
    pub fn loaded(&self, article: Article, source: String) -> Loaded {
        Loaded { article, source, number: self.number, given: Metadata::default() }
    }

    /// An article of extracted text, a paragraph a line; one without words is refused.
    pub fn article(&self, text: String, metadata: Metadata) -> Result<Loaded, Refused> {
        let cleaned = clean(&text);
        if cleaned.text.trim().is_empty() {
            return Err(self.refuse(ImportError::NoArticle));
        }
        let article = Article::from_copy(self.id(), self.origin(), cleaned, metadata.clone());
        Ok(Loaded { article, source: text, number: self.number, given: metadata })
    }
}

/// How a file begins.
#[derive(Clone, Debug)]
pub struct Head<'a> {
    /// Its first bytes.
    pub bytes: &'a [u8],
    /// The same as text, as far as it is text, without a mark and blank space before.
    pub text: Cow<'a, str>,
}

impl<'a> Head<'a> {
    /// So many bytes tell formats apart: a line of JSONL may hold a long article before its end.
    pub const BYTES: usize = 256 << 10;

    /// Of all bytes or the first ones.
    pub fn new(bytes: &'a [u8]) -> Head<'a> {
        let bytes = bytes.get(..Head::BYTES).unwrap_or(bytes);
        let text = match encoding_rs::Encoding::for_bom(bytes) {
            Some((encoding, mark)) => {
                encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0
            }
            None => String::from_utf8_lossy(bytes),
        };
        Head { bytes, text }
    }

    /// The first element of XML: its name without prefix, and its tag as written. Declarations and
    /// comments before it are passed over.
    pub fn element(&self) -> Option<(&str, &str)> {
        let mut rest =
            self.text.trim_start_matches(|ch: char| ch.is_whitespace() || ch == '\u{feff}');
        loop {
            rest = rest.trim_start();
            let bare = rest.strip_prefix('<')?;
            if let Some(comment) = bare.strip_prefix("!--") {
                rest = comment.split_once("-->")?.1;
            } else if bare.starts_with(['?', '!']) {
                rest = bare.split_once('>')?.1;
            } else {
                let tag = bare.split('>').next()?;
                let name = tag.split(|ch: char| ch.is_whitespace() || ch == '/').next()?;
                return Some((name.rsplit(':').next()?, tag));
            }
        }
    }
}
