//! What of the collection is done: its stories, and the marks of each reader.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Index, IndexError};
use crate::library::{About, Entry};

/// One mark of a reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Who made it.
    pub annotator: String,
    /// The file of its story, and what the story is called.
    pub story: (String, String),
    /// Whether it judges: by a tag, or by accepting or rejecting.
    pub judges: bool,
    /// When it was made.
    pub at: Option<Timestamp>,
}

impl Index {
    /// All stories, by file, and in the order of each file.
    pub fn stories(&self) -> Result<Vec<Entry>, IndexError> {
        let read = || {
            let mut all = self.db.prepare(
                "SELECT s.name, f.path, s.title, s.outlet, s.agency, s.day, s.hash, s.statements, s.reviewed, s.tagged,
                 s.annotators FROM stories s JOIN files f ON f.id = s.file ORDER BY f.path, s.id",
            )?;
            let entry = |row: &rusqlite::Row| {
                let day: Option<String> = row.get(5)?;
                let about = About {
                    id: row.get(0)?,
                    file: row.get(1)?,
                    title: row.get(2)?,
                    outlet: row.get(3)?,
                    agency: row.get(4)?,
                    published: day.and_then(|day| day.parse().ok()),
                };
                Ok(Entry {
                    about: Arc::new(about),
                    hash: row.get(6)?,
                    statements: row.get(7)?,
                    reviewed: row.get(8)?,
                    tagged: row.get(9)?,
                    annotators: row.get::<_, String>(10)?.lines().map(str::to_owned).collect(),
                })
            };
            all.query_map([], entry)?.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().map_err(|error| self.error(&error))
    }

    /// All marks of readers.
    pub fn marks(&self) -> Result<Vec<Mark>, IndexError> {
        let read = || {
            let mut all = self.db.prepare(
                "SELECT m.annotator, f.path, s.name, m.tagged OR m.review <> 'open', m.marked
                 FROM statements m JOIN stories s ON s.id = m.story JOIN files f ON f.id = s.file
                 WHERE m.annotator <> '' ORDER BY m.id",
            )?;
            let mark = |row: &rusqlite::Row| {
                let at: Option<i64> = row.get(4)?;
                Ok(Mark {
                    annotator: row.get(0)?,
                    story: (row.get(1)?, row.get(2)?),
                    judges: row.get(3)?,
                    at: at.and_then(|at| Timestamp::from_second(at).ok()),
                })
            };
            all.query_map([], mark)?.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().map_err(|error| self.error(&error))
    }
}
