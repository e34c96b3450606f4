//! Who has the marks of a story open: a file beside them, locked as long as its owner lives.
//!
//! The system gives the lock back when a program ends, however it ends, so that nobody is locked out
//! by a crash; the file that is left then is taken over.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// The lock on one story's marks; given back when it goes.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    _file: File,
}

/// Why there is no lock.
#[derive(Debug)]
pub enum Unlocked {
    /// Somebody else has it; who, as they call themselves.
    Held(String),
    /// It cannot be had there.
    Failed(io::Error),
}

/// Longest name that is read from a lock.
const MOST: u64 = 200;

/// Takes the lock at `path` for `owner`, without waiting.
pub fn take(path: &Path, owner: &str) -> Result<Lock, Unlocked> {
    loop {
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(Unlocked::Failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut owner = String::new();
                let _ = file.take(MOST).read_to_string(&mut owner);
                return Err(Unlocked::Held(owner.trim().to_owned()));
            }
            Err(TryLockError::Error(error)) => return Err(Unlocked::Failed(error)),
        }
        // Whoever had it may have removed the file between our opening and locking it.
        if !is_at(&file, path) {
            continue;
        }
        let written = file.set_len(0).and_then(|()| file.write_all(owner.as_bytes()));
        written.map_err(Unlocked::Failed)?;
        return Ok(Lock { path: path.to_owned(), _file: file });
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while it is held: nobody else can hold it yet.
        let _ = fs::remove_file(&self.path);
    }
}

/// Whether the file is still the one of that name.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let number = |about: fs::Metadata| (about.dev(), about.ino());
    file.metadata().ok().map(number) == fs::metadata(path).ok().map(number)
}

#[cfg(not(unix))]
fn is_at(_file: &File, _path: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_and_with_a_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt.onrecord.lock");
        // Left by a crash: nobody holds it.
        fs::write(&path, "somebody long gone, with a long name").unwrap();
        let lock = take(&path, "ada").unwrap();
        match take(&path, "bo") {
            Err(Unlocked::Held(owner)) => assert_eq!(owner, "ada"),
            other => panic!("{other:?}"),
        }
        drop(lock);
        assert!(!path.exists());
        drop(take(&path, "bo").unwrap());
        let nowhere = folder.path().join("gone/a.lock");
        assert!(matches!(take(&nowhere, "ada"), Err(Unlocked::Failed(_))));
    }
}
