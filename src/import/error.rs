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
