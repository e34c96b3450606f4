//! Whether a file was changed since it was last looked at, without reading it.

use std::fs;
use std::io;
use std::path::Path;

/// What tells one state of a file from another: when it was written, how long it is, and which file
/// it is, for a program that replaces a file makes another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seen {
    bytes: u64,
    marks: Marks,
}

impl Seen {
    /// The same as words that can be kept and compared.
    pub fn stamp(&self) -> String {
        format!("{} {:?}", self.bytes, self.marks)
    }
}

/// The file at `path` as it is now; nothing where there is none.
pub fn seen(path: &Path) -> io::Result<Option<Seen>> {
    match fs::metadata(path) {
        Ok(about) => Ok(Some(Seen { bytes: about.len(), marks: marks(&about)? })),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Times of its content and of its entry, in seconds and nanoseconds, and its number.
#[cfg(unix)]
type Marks = [i128; 5];

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems may not know when")]
fn marks(about: &fs::Metadata) -> io::Result<Marks> {
    use std::os::unix::fs::MetadataExt;
    let times = [about.mtime(), about.mtime_nsec(), about.ctime(), about.ctime_nsec()];
    let [a, b, c, d] = times.map(i128::from);
    Ok([a, b, c, d, i128::from(about.ino())])
}

#[cfg(not(unix))]
type Marks = String;

#[cfg(not(unix))]
fn marks(about: &fs::Metadata) -> io::Result<Marks> {
    Ok(format!("{:?}", about.modified()?))
}
