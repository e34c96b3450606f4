//! Paths → the files that they name, one after the other, in bounded memory however many there are.

use std::collections::BinaryHeap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::iter;
use std::path::{Path, PathBuf};

use super::fetch::is_address;
use super::read::{self, ReadError, error, is_stdin, reason};
use crate::import::{Cut, Format};

/// In the names of files that onrecord writes beside stories: no stories.
const OURS: &str = ".onrecord.";

/// Folders inside folders are followed so deep, and no deeper.
const DEEPEST: usize = 64;

/// Names of one folder that are held at once, about 60 bytes each. One with more of them is gone
/// through again for the next ones: a million names take ten rounds of a second each.
const HELD: usize = 100_000;

/// A file, or why there is none.
type Found = Result<PathBuf, ReadError>;

/// The files that `path` names: itself; of a folder all below it whose names say that they can be
/// read; of a pattern (`news/*.html`, where the shell left it alone) all that fit; of `@LIST` those
/// that the file `LIST` names, one a line. Hidden ones, our own (`*.onrecord.*`) and links to
/// folders are passed over.
pub fn files(path: &Path) -> Box<dyn Iterator<Item = Found> + Send> {
    let name = path.to_string_lossy();
    if is_stdin(path) || is_address(&name) || path.is_file() {
        return Box::new(iter::once(Ok(path.to_owned())));
    }
    if path.is_dir() {
        let why = "holds no file whose name says that it can be read (.txt, .html, .jsonl, …)";
        return or_else(Below::of(path, HELD), error(path, why));
    }
    if let Some(list) = name.strip_prefix('@') {
        return listed(Path::new(list));
    }
    if name.contains(['*', '?']) {
        return fitting(path, &name);
    }
    Box::new(iter::once(Ok(path.to_owned())))
}

/// The bytes of all files that `paths` name, as they lie on the disk; none where that cannot be
/// known beforehand. Costs a look at each file.
pub fn size(paths: &[PathBuf]) -> Option<u64> {
    if paths.iter().any(|path| is_read_once(path)) {
        return None;
    }
    let all = paths.iter().flat_map(|path| files(path));
    all.map(|path| match path {
        Ok(path) if is_read_once(&path) => None,
        Ok(path) => Some(fs::metadata(path).map_or(0, |about| about.len())),
        Err(_) => Some(0),
    })
    .sum()
}

/// Whether asking what it names would use it up, or ask a network: `-`, `@-`, an address.
pub fn is_read_once(path: &Path) -> bool {
    let name = path.to_string_lossy();
    is_stdin(path) || is_address(&name) || name.strip_prefix('@') == Some(read::STDIN)
}

/// All of them, or this where there are none.
fn or_else(
    all: impl Iterator<Item = Found> + Send + 'static,
    none: ReadError,
) -> Box<dyn Iterator<Item = Found> + Send> {
    let mut all = all.peekable();
    let none = all.peek().is_none().then_some(Err(none));
    Box::new(all.chain(none))
}

/// The files that a list names, beside which they lie if they do not say where.
fn listed(list: &Path) -> Box<dyn Iterator<Item = Found> + Send> {
    let mut source = match read::open(list, None) {
        Ok(source) => source,
        Err(error) => return Box::new(iter::once(Err(error))),
    };
    let folder = list.parent().filter(|_| !is_stdin(list)).unwrap_or(Path::new("")).to_owned();
    let lines = iter::from_fn(move || read::piece(&mut source, Cut::Lines).transpose());
    let found = lines.filter_map(move |line| {
        let line = line.map(|line| String::from_utf8_lossy(&line).trim().to_owned());
        match line {
            Ok(line) if line.is_empty() || line.starts_with('#') => None,
            Ok(line) => Some(Ok(folder.join(line))),
            Err(error) => Some(Err(error)),
        }
    });
    Box::new(found)
}

/// The files that a pattern fits, in order of name.
fn fitting(path: &Path, pattern: &str) -> Box<dyn Iterator<Item = Found> + Send> {
    let all = match glob::glob(pattern) {
        Ok(all) => all,
        Err(why) => {
            return Box::new(iter::once(Err(error(path, &format!("is no pattern: {why}")))));
        }
    };
    let ours = |path: &PathBuf| path.to_string_lossy().contains(OURS);
    let found = all.flatten().filter(move |path| path.is_file() && !ours(path)).map(Ok);
    or_else(found, error(path, "fits no file"))
}

/// The files below a folder, in order of name.
struct Below {
    levels: Vec<Level>,
    held: usize,
}

/// A folder on the way down: the next of its names.
struct Level {
    folder: PathBuf,
    names: std::vec::IntoIter<Name>,
    last: OsString,
    more: bool,
}

/// A name in a folder, and whether that is of a folder.
type Name = (OsString, bool);

impl Below {
    fn of(folder: &Path, held: usize) -> Below {
        Below { levels: vec![Level::of(folder.to_owned())], held }
    }
}

impl Level {
    /// Nothing of it is read yet.
    fn of(folder: PathBuf) -> Level {
        Level { folder, names: Vec::new().into_iter(), last: OsString::new(), more: true }
    }
}

impl Iterator for Below {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            let depth = self.levels.len();
            let level = self.levels.last_mut()?;
            let Some((name, is_folder)) = level.names.next() else {
                if !level.more {
                    self.levels.pop();
                    continue;
                }
                match names(&level.folder, &level.last, self.held) {
                    Ok((names, more)) => (level.names, level.more) = (names.into_iter(), more),
                    Err(failed) => {
                        let error = error(&level.folder, &reason(&failed));
                        self.levels.pop();
                        return Some(Err(error));
                    }
                }
                continue;
            };
            let path = level.folder.join(&name);
            level.last = name;
            if !is_folder {
                if path.is_file() {
                    return Some(Ok(path));
                }
            } else if depth > DEEPEST {
                return Some(Err(error(&path, "lies too deep")));
            } else {
                self.levels.push(Level::of(path));
            }
        }
    }
}

/// The first `held` names of a folder behind `last`, in order, and whether there are more.
fn names(folder: &Path, last: &OsStr, held: usize) -> io::Result<(Vec<Name>, bool)> {
    let mut first: BinaryHeap<Name> = BinaryHeap::new();
    let mut more = false;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let shown = name.to_string_lossy();
        if shown.starts_with('.') || shown.contains(OURS) || *name <= *last {
            continue;
        }
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if !is_folder && Format::of_name(&shown).is_none() {
            continue;
        }
        drop(shown);
        first.push((name, is_folder));
        if first.len() > held {
            first.pop();
            more = true;
        }
    }
    Ok((first.into_sorted_vec(), more))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("b/.hidden")).unwrap();
        for name in [
            "c.txt",
            "a.md",
            "b/x.jsonl",
            "b/.hidden/y.txt",
            ".z.txt",
            "d.png",
            "a.md.onrecord.ron",
            "a.md.onrecord.md",
            "c.onrecord.txt",
            "e.html.gz",
        ] {
            fs::write(folder.path().join(name), "words").unwrap();
        }
        folder
    }

    #[test]
    fn folders_give_their_files_in_order() {
        let folder = folder();
        let root = folder.path();
        fs::write(root.join("list"), "# ours\nc.txt\n\nb/x.jsonl\n").unwrap();
        let told = |name: &str| -> Vec<String> {
            let path = |path: Found| match path {
                Ok(path) => path.strip_prefix(root).unwrap().to_string_lossy().into_owned(),
                Err(error) => error.why,
            };
            files(Path::new(name)).map(path).collect()
        };
        assert_eq!(size(&[root.to_owned()]), Some(20));
        assert_eq!(size(&[root.to_owned(), "-".into()]), None);
        let root = root.to_string_lossy();
        assert_eq!(told(&root), ["a.md", "b/x.jsonl", "c.txt", "e.html.gz"]);
        assert_eq!(told(&format!("@{root}/list")), ["c.txt", "b/x.jsonl"]);
        assert_eq!(told(&format!("{root}/*.m[de]")), ["a.md"]);
        assert_eq!(told(&format!("{root}/*.xyz")), ["fits no file"]);
        assert_eq!(told(&format!("@{root}/none")), ["there is no such file"]);
        assert!(told(&format!("{root}/b/.hidden/..")).len() == 1);
    }

    #[test]
    fn few_names_held_at_once_give_the_same_files() {
        let folder = folder();
        for at in 0..50 {
            fs::write(folder.path().join(format!("b/{}.txt", at * 7 % 50)), "words").unwrap();
        }
        let all: Vec<Found> = Below::of(folder.path(), HELD).collect();
        assert_eq!(all.len(), 54);
        for held in [1, 2, 7] {
            assert_eq!(Below::of(folder.path(), held).collect::<Vec<_>>(), all, "{held}");
        }
    }
}
