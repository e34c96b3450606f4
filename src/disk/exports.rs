//! Files that the app writes beside stories: never over one that it did not write itself.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{fs, io};

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

fn none_free(stem: &Path) -> WriteError {
    let why = format!("{MOST} files of that name are there already; move some away");
    let source = io::Error::new(io::ErrorKind::AlreadyExists, why);
    WriteError { path: stem.to_owned(), deed: atomic::Deed::Begin, source }
}

impl Exports {
    /// Writes `bytes` to `STEM.EXTENSION`, or to the first of `STEM-2.EXTENSION` and so on that is
    /// free, is as we left it, or holds these very bytes.
    pub fn write(
        &mut self,
        stem: &Path,
        extension: &str,
        bytes: &[u8],
    ) -> Result<Place, WriteError> {
        let ours = |path: &PathBuf| self.is_ours(path, bytes);
        let free = (1..MOST).find(|number| ours(&numbered(stem, *number, extension)));
        let path = numbered(stem, free.ok_or_else(|| none_free(stem))?, extension);
        self.put(&path, bytes)?;
        Ok(Place { path, taken: free != Some(1) })
    }

    /// Writes files, each with its name, to the folder `STEM.EXTENSION`, or to the first of
    /// `STEM-2.EXTENSION` and so on in which each of them is free or as we left it.
    pub fn write_folder(
        &mut self,
        stem: &Path,
        extension: &str,
        files: &[(&str, &[u8])],
    ) -> Result<Place, WriteError> {
        let ours = |folder: &Path| {
            files.iter().all(|(name, bytes)| self.is_ours(&folder.join(name), bytes))
                && (folder.is_dir() || fs::symlink_metadata(folder).is_err())
        };
        let free = (1..MOST).find(|number| ours(&numbered(stem, *number, extension)));
        let path = numbered(stem, free.ok_or_else(|| none_free(stem))?, extension);
        fs::create_dir_all(&path).map_err(|source| WriteError {
            path: path.clone(),
            deed: atomic::Deed::Begin,
            source,
        })?;
        for (name, bytes) in files {
            self.put(&path.join(name), bytes)?;
        }
        Ok(Place { path, taken: free != Some(1) })
    }

    /// Whether nothing is lost where these bytes go there.
    fn is_ours(&self, path: &Path, bytes: &[u8]) -> bool {
        match fs::read(path) {
            Ok(there) => {
                let there = blake3::hash(&there);
                there == blake3::hash(bytes) || self.written.get(path) == Some(&there)
            }
            // What cannot be read is somebody's; what is not there is free.
            Err(_) => fs::symlink_metadata(path).is_err(),
        }
    }

    fn put(&mut self, path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
        atomic::replace(path, bytes)?;
        self.written.insert(path.to_owned(), blake3::hash(bytes));
        Ok(())
    }
}

/// `STEM.EXTENSION`, and behind the first with a number.
fn numbered(stem: &Path, number: usize, extension: &str) -> PathBuf {
    match number {
        1 => with(stem, &format!(".{extension}")),
        _ => with(stem, &format!("-{number}.{extension}")),
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

        let mut write = |bytes: &[u8]| {
            let files: [(&str, &[u8]); 2] = [("a.ann", bytes), ("a.txt", b"text")];
            exports.write_folder(&at("p.txt.onrecord"), "brat", &files).unwrap()
        };
        for _ in 0..2 {
            let place = write(b"one");
            assert_eq!((place.path.ends_with("p.txt.onrecord.brat"), place.taken), (true, false));
        }
        fs::write(at("p.txt.onrecord.brat/a.ann"), "theirs").unwrap();
        let place = write(b"two");
        assert_eq!((place.path.ends_with("p.txt.onrecord-2.brat"), place.taken), (true, true));
        assert_eq!(fs::read_to_string(at("p.txt.onrecord.brat/a.ann")).unwrap(), "theirs");
    }
}
