//! Files that the app writes beside stories: never over one that it did not write itself.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use super::atomic::{self, WriteError};

/// What was written in this session, so that it may be written again.
#[derive(Debug, Default)]
pub struct Exports {
    written: HashMap<PathBuf, blake3::Hash>,
}

/// Where something was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The file.
    pub path: PathBuf,
    /// Another file stands where it would have gone.
    pub taken: bool,
}

/// Files tried before giving up: nobody keeps so many exports of one story.
const MOST: usize = 1000;

impl Exports {
    /// Writes `bytes` to `STEM.EXTENSION`, or to the first of `STEM-2.EXTENSION` and so on that is
    /// free, is as we left it, or holds these very bytes.
    pub fn write(
        &mut self,
        stem: &Path,
        extension: &str,
        bytes: &[u8],
    ) -> Result<Place, WriteError> {
        let new = blake3::hash(bytes);
        let name = |number: usize| match number {
            1 => with(stem, &format!(".{extension}")),
            _ => with(stem, &format!("-{number}.{extension}")),
        };
        let ours = |path: &PathBuf| match fs::read(path) {
            Ok(there) => {
                let there = blake3::hash(&there);
                there == new || self.written.get(path) == Some(&there)
            }
            // What cannot be read is somebody's; what is not there is free.
            Err(_) => fs::symlink_metadata(path).is_err(),
        };
        let free = (1..MOST).find(|number| ours(&name(*number))).unwrap_or(MOST);
        let path = name(free);
        atomic::replace(&path, bytes)?;
        self.written.insert(path.clone(), new);
        Ok(Place { path, taken: free > 1 })
    }
}

/// A path with more behind its whole name.
fn with(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_wrote_stays() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let mut exports = Exports::default();
        let mut write = |bytes: &str| {
            let place = exports.write(&at("p.txt.onrecord"), "md", bytes.as_bytes()).unwrap();
            let name = place.path.file_name().unwrap().to_string_lossy().into_owned();
            (name, place.taken)
        };
        let first = ("p.txt.onrecord.md".to_owned(), false);
        let second = ("p.txt.onrecord-2.md".to_owned(), true);
        assert_eq!(write("one"), first);
        assert_eq!(write("two"), first, "ours, as we left it");
        fs::write(at("p.txt.onrecord.md"), "theirs").unwrap();
        assert_eq!(write("three"), second);
        assert_eq!(write("four"), second);
        assert_eq!(write("theirs"), first, "the same bytes");
        fs::write(at("p.txt.onrecord.md"), "theirs again").unwrap();
        fs::remove_file(at("p.txt.onrecord-2.md")).unwrap();
        assert_eq!(write("five"), second);
        assert_eq!(fs::read_to_string(at("p.txt.onrecord.md")).unwrap(), "theirs again");
    }
}
