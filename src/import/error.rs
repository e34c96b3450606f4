//! Why a file is no article, each in a sentence that says what to do next.

use thiserror::Error;

use super::MAX_BYTES;

/// Why bytes could not be read as an article.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ImportError {
    /// Larger than [`MAX_BYTES`].
    #[error("is larger than {} MB, the most that is read as one article: split it", MAX_BYTES >> 20)]
    TooLarge,
    /// No bytes, or only blank ones.
    #[error("is empty: there is nothing to read")]
    Empty,
    /// Bytes that are no text in any encoding.
    #[error("is not text but {looks_like}: save it as plain text first")]
    NotText {
        /// What it seems to be.
        looks_like: &'static str,
    },
    /// A line of JSONL that is no JSON object.
    #[error("line {line} is not an article in JSON: {why}")]
    BrokenLine {
        /// Counting from 1.
        line: usize,
        /// What the parser met.
        why: String,
    },
    /// More of something than is safe to read.
    #[error("has more than {most} {what}: it was made to be slow, or is no article")]
    TooMuch {
        /// What there is too much of.
        what: &'static str,
        /// The limit.
        most: usize,
    },
    /// Not in the format that its name or beginning promise.
    #[error("cannot be read as {format}: {why}")]
    Broken {
        /// What it was read as.
        format: &'static str,
        /// What the reader met.
        why: String,
    },
    /// Reading it ended in a way that nothing inside the program can survive.
    #[error("could not be read safely: {why}")]
    Lost {
        /// What happened to its reader.
        why: String,
    },
    /// As another process said.
    #[error("{0}")]
    Told(String),
    /// A page or container that holds no prose.
    #[error("holds no article that could be found: save its text as plain text")]
    NoArticle,
}

/// An article that could not be read, and the name it goes by.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{id}: {why}")]
pub struct Refused {
    /// The path, or the `id` of its line.
    pub id: String,
    /// Why.
    pub why: ImportError,
}
