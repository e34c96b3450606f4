//! Replaces a file whole or not at all.
//!
//! The new text is written beside the old file, made safe on the disk, and then takes its place in
//! one step: whoever reads sees the old file or the new one. When anything fails before that step,
//! the old file is untouched and nothing is left behind.

use std::fmt;
use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

/// Why a file could not be replaced.
#[derive(Debug, thiserror::Error)]
#[error("cannot {deed} {}", path.display())]
pub struct WriteError {
    /// Which file.
    pub path: PathBuf,
    /// What failed.
    pub deed: Deed,
    /// What the system says.
    pub source: io::Error,
}

/// The steps of replacing a file, in order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Deed {
    /// Following the links to the file itself.
    Follow,
    /// Beginning a new file in its folder.
    Begin,
    /// Writing it.
    Write,
    /// Making it safe on the disk.
    Sync,
    /// Putting it in the place of the old one.
    Replace,
    /// Making the folder safe: the file is replaced, but might be the old one after a power cut.
    SyncFolder,
}

impl Deed {
    /// All of them.
    pub const ALL: [Deed; 6] =
        [Deed::Follow, Deed::Begin, Deed::Write, Deed::Sync, Deed::Replace, Deed::SyncFolder];
}

impl fmt::Display for Deed {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Deed::Follow => "follow the link",
            Deed::Begin => "write beside",
            Deed::Write => "write the new text of",
            Deed::Sync => "make sure of the new text of",
            Deed::Replace => "replace",
            Deed::SyncFolder => "make sure of the folder of",
        })
    }
}

/// As many links as Linux itself follows.
const MAX_LINKS: usize = 40;

/// Replaces the file at `path` by `bytes`, or makes it. When it returns, the bytes are on the disk.
///
/// A link is followed and stays a link; permissions of an old file stay, a new file gets the usual
/// ones. The folder must be there. Costs two flushes of the disk.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    replace_with(path, |file| file.write_all(bytes))
}

/// The same with any way to write, so that a test can break it.
fn replace_with(
    path: &Path,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> Result<(), WriteError> {
    let target = step(path, Deed::Follow, || follow(path))?;
    let folder = folder_of(&target);
    let old = fs::metadata(&target).ok().map(|metadata| metadata.permissions());
    let mut beside = step(path, Deed::Begin, || begin(folder, old.is_none()))?;
    step(path, Deed::Write, || {
        write(beside.as_file_mut())?;
        old.map_or(Ok(()), |old| beside.as_file().set_permissions(old))
    })?;
    step(path, Deed::Sync, || beside.as_file().sync_all())?;
    step(path, Deed::Replace, || beside.persist(&target).map_err(|error| error.error))?;
    step(path, Deed::SyncFolder, || sync_folder(folder))
}

/// One step of replacing the file at `path`; a test may make it fail.
fn step<T>(path: &Path, deed: Deed, done: impl FnOnce() -> io::Result<T>) -> Result<T, WriteError> {
    #[cfg(test)]
    let done = || faults::before(deed).and_then(|()| done());
    done().map_err(|source| WriteError { path: path.to_owned(), deed, source })
}

/// Steps that fail because a test says so, in its own thread.
#[cfg(test)]
pub mod faults {
    use std::cell::Cell;
    use std::io;

    use super::Deed;

    thread_local! {
        static NEXT: Cell<Option<Deed>> = const { Cell::new(None) };
    }

    /// Makes that step fail from now on, as on a full disk; none to let all of them succeed.
    pub fn set(deed: Option<Deed>) {
        NEXT.set(deed);
    }

    pub(super) fn before(deed: Deed) -> io::Result<()> {
        if NEXT.get() == Some(deed) { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }
}

/// The file behind any links; it need not be there.
fn follow(path: &Path) -> io::Result<PathBuf> {
    let mut at = path.to_owned();
    for _ in 0..MAX_LINKS {
        if !at.is_symlink() {
            return Ok(at);
        }
        let next = fs::read_link(&at)?;
        at = at.parent().unwrap_or(Path::new("")).join(next);
    }
    Err(io::Error::other("too many links"))
}

/// A new file in `folder` that vanishes unless it is kept.
fn begin(folder: &Path, with_usual_permissions: bool) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".onrecord-").suffix(".tmp");
    let usual = usual_permissions().filter(|_| with_usual_permissions);
    if let Some(usual) = usual {
        builder.permissions(usual);
    }
    builder.tempfile_in(folder)
}

/// Readable and writable for all, as far as the user's mask lets it.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems have none to give")]
fn usual_permissions() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn usual_permissions() -> Option<Permissions> {
    None
}

/// The folder that a file lies in.
pub(super) fn folder_of(file: &Path) -> &Path {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// Makes the names of a folder safe on the disk.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
pub(super) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let name = |entry: io::Result<fs::DirEntry>| {
            entry.unwrap().file_name().to_string_lossy().into_owned()
        };
        let mut names: Vec<String> = fs::read_dir(folder).unwrap().map(name).collect();
        names.sort();
        names
    }

    #[test]
    fn it_makes_and_replaces() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a b’s 🎉.ron");
        for text in ["one", "", "three"] {
            replace(&path, text.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(names(folder.path()), ["a b’s 🎉.ron"], "nothing left beside");
    }

    #[test]
    fn when_it_fails_the_old_file_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("marks.ron");
        fs::write(&path, "old").unwrap();
        let full = replace_with(&path, |file| {
            file.write_all(b"half of it")?;
            Err(io::ErrorKind::StorageFull.into())
        });
        assert_eq!(full.unwrap_err().deed, Deed::Write);
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(names(folder.path()), ["marks.ron"]);
    }

    #[test]
    fn a_place_that_is_none_is_an_error_with_its_name() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), "").unwrap();
        fs::create_dir_all(folder.path().join("folder/inside")).unwrap();
        for (place, deed) in [
            ("vanished/marks.ron", Deed::Begin),
            ("file/marks.ron", Deed::Begin),
            ("folder", Deed::Replace),
        ] {
            let error = replace(&folder.path().join(place), b"new").unwrap_err();
            assert_eq!(error.deed, deed, "{place}");
            assert!(error.to_string().contains(place), "{error}");
        }
        assert_eq!(names(folder.path()), ["file", "folder"]);
    }

    #[cfg(unix)]
    #[test]
    fn permissions_stay_and_new_files_get_the_usual_ones() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let (plain, ours) = (folder.path().join("plain"), folder.path().join("ours"));
        fs::write(&plain, "").unwrap();
        replace(&ours, b"").unwrap();
        assert_eq!(mode(&ours), mode(&plain));
        fs::set_permissions(&ours, Permissions::from_mode(0o640)).unwrap();
        replace(&ours, b"new").unwrap();
        assert_eq!(mode(&ours), 0o640);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_stay() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("shared")).unwrap();
        symlink("shared/marks.ron", at("one")).unwrap();
        symlink("one", at("two")).unwrap();
        symlink("round", at("round")).unwrap();
        for text in ["made through a link to nothing", "replaced"] {
            replace(&at("two"), text.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(at("shared/marks.ron")).unwrap(), text);
            assert!(at("one").is_symlink() && at("two").is_symlink());
        }
        assert_eq!(replace(&at("round"), b"").unwrap_err().deed, Deed::Follow);
    }
}
