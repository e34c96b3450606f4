//! Reading corpora: JSONL with spans in code points, as `README.md` of the corpora describes it.

use std::io::Read;

use serde::de::DeserializeOwned;

use crate::text::Span;

/// Where corpora come from: bytes of a file by its name inside the corpus folder.
pub struct Corpora<'a> {
    read: &'a dyn Fn(&str) -> Result<Vec<u8>, String>,
    /// What the folder is called, for the head of a model.
    pub name: String,
}

/// Why a model could not be trained.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum TrainError {
    /// A file of the corpus cannot be read.
    #[error("cannot read {file}: {why}")]
    Read {
        /// Name inside the corpus folder.
        file: String,
        /// The reason, in words.
        why: String,
    },
    /// A line of it is not what it should be.
    #[error("{file}:{line}: {why}")]
    Line {
        /// Name inside the corpus folder.
        file: String,
        /// From 1.
        line: usize,
        /// The reason, in words.
        why: String,
    },
}

impl<'a> Corpora<'a> {
    /// Corpora whose files `read` gives.
    pub fn new(name: String, read: &'a dyn Fn(&str) -> Result<Vec<u8>, String>) -> Corpora<'a> {
        Corpora { read, name }
    }

    /// The text of a file, unpacked where its name ends in `.gz`.
    pub fn text(&self, file: &str) -> Result<String, TrainError> {
        let failed = |why: String| TrainError::Read { file: file.to_owned(), why };
        let bytes = (self.read)(file).map_err(failed)?;
        let mut text = String::new();
        if file.to_ascii_lowercase().ends_with(".gz") {
            let mut unpacked = flate2::read::MultiGzDecoder::new(bytes.as_slice());
            unpacked.read_to_string(&mut text).map_err(|why| failed(why.to_string()))?;
            return Ok(text);
        }
        String::from_utf8(bytes).map_err(|why| failed(why.to_string()))
    }

    /// The rows of a JSONL file.
    pub fn rows<T: DeserializeOwned>(&self, file: &str) -> Result<Vec<T>, TrainError> {
        rows(file, &self.text(file)?)
    }
}

/// The rows of a JSONL text; `file` is what an error calls it.
pub fn rows<T: DeserializeOwned>(file: &str, text: &str) -> Result<Vec<T>, TrainError> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            serde_json::from_str(line).map_err(|why| TrainError::Line {
                file: file.to_owned(),
                line: at + 1,
                why: why.to_string(),
            })
        })
        .collect()
}

/// Byte offsets of the code points of a text, to turn a corpus's spans into ours.
pub struct Points(Vec<usize>);

impl Points {
    /// Of `text`. O(bytes).
    pub fn of(text: &str) -> Points {
        Points(text.char_indices().map(|(at, _)| at).chain([text.len()]).collect())
    }

    /// Code points `[start, end)` as bytes; cut to the text.
    pub fn span(&self, [start, end]: [usize; 2]) -> Span {
        let last = self.0.len() - 1;
        let byte = |point: usize| self.0[point.min(last)];
        Span::new(byte(start), byte(end.max(start)))
    }
}
