//! The files in which a reader's own decisions about a collection are kept.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::atomic::{self, WriteError};

/// What a file says; the default where there is none. Why it cannot be used, with its name.
pub fn read<T: Default>(
    path: &Path,
    parse: impl Fn(&str) -> Result<T, String>,
) -> Result<T, String> {
    match fs::read_to_string(path) {
        Ok(text) => {
            parse(&text).map_err(|why| format!("{}: {why}: mend it, or delete it", path.display()))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(T::default()),
        Err(error) => Err(format!("{}: {error}", path.display())),
    }
}

/// Writes a file whole or not at all, in a folder that is made where there is none.
pub fn write(path: &Path, text: &str) -> Result<(), WriteError> {
    if let Some(folder) = path.parent() {
        // Where it cannot be made the file says so.
        let _ = fs::create_dir_all(folder);
    }
    atomic::replace(path, text.as_bytes())
}

/// The whole path of something that is there.
pub fn whole(path: &Path) -> io::Result<PathBuf> {
    path.canonicalize()
}

/// Whether something is there.
pub fn is_there(path: &Path) -> bool {
    path.exists()
}
