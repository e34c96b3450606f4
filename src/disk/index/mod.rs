//! The index of a collection: an `SQLite` file in which statements of many stories are found at once.
//!
//! It is only ever derived: it may be deleted, and one that is damaged or of another version is put
//! aside and begun anew. Several programs may use it: those that read never wait, those that write
//! wait for each other. Nothing of a reader's is kept here alone.

mod ask;
mod number;
mod people;
mod put;
#[cfg(test)]
mod tests;
mod work;

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode};

use crate::nlp::ENGINE;

pub use ask::{Hit, Page};
pub use people::Voice;
pub use put::{Known, Put};
pub use work::Mark;

/// The tables.
const SCHEMA: &str = include_str!("schema.sql");

/// Milliseconds that one program waits for another that writes: a batch of stories takes a fraction.
const PATIENCE: i64 = 20_000;

/// Bytes of the file that are read through the system's own cache without copying.
const MAPPED: i64 = 4 << 30;

/// An open index.
#[derive(Debug)]
pub struct Index {
    path: PathBuf,
    db: Connection,
}

/// An index that could be opened.
#[derive(Debug)]
pub struct Opened {
    /// The index.
    pub index: Index,
    /// Why it is empty, where there was one that could not be used.
    pub anew: Option<String>,
}

/// Why the index cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}: {why}", path.display())]
pub struct IndexError {
    /// Which file.
    pub path: PathBuf,
    /// What the database says.
    pub why: String,
    /// Whether it is damaged, so that it must be begun anew.
    pub damaged: bool,
}

impl Index {
    /// Opens the index at `path`, which is made where there is none. One that cannot be used is put
    /// aside as `….aside`.
    pub fn open(path: &Path) -> Result<Opened, IndexError> {
        let failed = |why: String| IndexError { path: path.to_owned(), why, damaged: false };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| failed(error.to_string()))?;
        }
        let anew = match Index::begin(path) {
            Ok(Some(index)) => return Ok(Opened { index, anew: None }),
            Ok(None) => "was made by another version of onrecord".to_owned(),
            Err(error) if error.damaged => format!("was damaged ({})", error.why),
            Err(error) => return Err(error),
        };
        put_aside(path).map_err(|error| failed(error.to_string()))?;
        match Index::begin(path)? {
            Some(index) => Ok(Opened { index, anew: Some(anew) }),
            None => Err(failed("cannot be begun anew".to_owned())),
        }
    }

    /// Opens it; nothing where it is of another version.
    fn begin(path: &Path) -> Result<Option<Index>, IndexError> {
        let error = |error| error_at(path, &error);
        let mut db = Connection::open(path).map_err(error)?;
        db.pragma_update(None, "busy_timeout", PATIENCE).map_err(error)?;
        db.pragma_update(None, "journal_mode", "wal").map_err(error)?;
        // A power cut may cost the latest stories, never the file: they are derived again.
        db.pragma_update(None, "synchronous", "normal").map_err(error)?;
        db.pragma_update(None, "mmap_size", MAPPED).map_err(error)?;
        db.set_prepared_statement_cache_capacity(64);
        let version = |db: &Connection| db.query_row("PRAGMA user_version", [], |row| row.get(0));
        let made: i64 = version(&db).map_err(error)?;
        if made == 0 {
            let begun = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate);
            let begun = begun.map_err(error)?;
            // Another program may have been quicker.
            if version(&begun).map_err(error)? == 0 {
                begun.execute_batch(SCHEMA).map_err(error)?;
                begun.pragma_update(None, "user_version", version_of()).map_err(error)?;
            }
            begun.commit().map_err(error)?;
        } else if made != version_of() {
            return Ok(None);
        }
        Ok(Some(Index { path: path.to_owned(), db }))
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn error(&self, error: &rusqlite::Error) -> IndexError {
        error_at(&self.path, error)
    }
}

/// Names the tables and the engine that fills them: an index of others is begun anew. Never nothing, which
/// is the version of a file that is empty.
fn version_of() -> i64 {
    let hash = blake3::hash(format!("{SCHEMA}{ENGINE}").as_bytes());
    let [a, b, c, ..] = *hash.as_bytes();
    i64::from(u32::from_be_bytes([1, a, b, c]))
}

fn error_at(path: &Path, error: &rusqlite::Error) -> IndexError {
    let damaged = matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
    );
    IndexError { path: path.to_owned(), why: error.to_string(), damaged }
}

/// Renames the file, and takes away what `SQLite` keeps beside it.
fn put_aside(path: &Path) -> std::io::Result<()> {
    let beside = |ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    for ending in ["-wal", "-shm"] {
        match fs::remove_file(beside(ending)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    fs::rename(path, beside(".aside"))
}
