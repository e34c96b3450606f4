//! Files, folders and standard input → bytes with a name, within limits. Knows no format.

use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::article::Origin;
use crate::import::{Format, ImportError, MAX_BYTES};

/// What standard input goes by, on the command line and in every output.
pub const STDIN: &str = "-";

/// Read ahead, in bytes: long enough that a disk is never waited for twice a line.
const AHEAD: usize = 256 << 10;

/// In the names of files that onrecord writes beside stories: no stories.
const OURS: &str = ".onrecord.";

/// Folders inside folders are followed so deep, and no deeper.
const DEEPEST: usize = 64;

/// What could not be read, and why.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{id}: {why}")]
pub struct ReadError {
    /// The path as given.
    pub id: String,
    /// The reason, in words.
    pub why: String,
}

/// Something open to be read.
pub struct Source {
    /// The path as given.
    pub id: String,
    /// Where it lies.
    pub origin: Origin,
    /// Its bytes.
    pub reader: Box<dyn BufRead + Send>,
}

/// Everything that `paths` name, opened one after the other as they are asked for: files as they
/// are, folders by their files in order of name, `-` as standard input.
pub fn sources(paths: Vec<PathBuf>) -> impl Iterator<Item = Result<Source, ReadError>> {
    paths.into_iter().flat_map(|path| files(&path)).map(|path| path.and_then(|path| open(&path)))
}

/// The files that `path` names: itself, or all below it whose names say that they can be read.
/// Hidden ones, our own (`*.onrecord.*`) and links to folders are passed over.
pub fn files(path: &Path) -> Vec<Result<PathBuf, ReadError>> {
    if !is_stdin(path) && path.is_dir() {
        let mut found = Vec::new();
        below(path, DEEPEST, &mut found);
        if found.is_empty() {
            found.push(Err(error(path, "holds no file that can be read (.txt, .md, .jsonl)")));
        }
        return found;
    }
    vec![Ok(path.to_owned())]
}

/// All bytes of a file or of standard input; one above [`MAX_BYTES`] is refused unread.
pub fn bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    rest(open(path)?)
}

/// All bytes of an open source. One that turns out larger than [`MAX_BYTES`] is cut one byte above,
/// for `import` to refuse.
pub fn rest(source: Source) -> Result<Vec<u8>, ReadError> {
    let Source { id, reader, .. } = source;
    let mut bytes = Vec::new();
    match reader.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes) {
        Ok(_) => Ok(bytes),
        Err(failed) => Err(ReadError { id, why: reason(&failed) }),
    }
}

/// Reads the next line without its end; none at the end of the source. A line above [`MAX_BYTES`]
/// is read over and comes cut, one byte too long. Memory stays within one line.
pub fn line(source: &mut Source) -> Result<Option<Vec<u8>>, ReadError> {
    let failed =
        |id: &str, failed: &io::Error| ReadError { id: id.to_owned(), why: reason(failed) };
    let mut line = Vec::new();
    let most = MAX_BYTES as u64 + 1;
    let read = (&mut source.reader).take(most).read_until(b'\n', &mut line);
    match read.map_err(|error| failed(&source.id, &error))? {
        0 => return Ok(None),
        _ if line.ends_with(b"\n") => line.truncate(line.len() - 1),
        _ if line.len() > MAX_BYTES => {
            source.reader.skip_until(b'\n').map_err(|error| failed(&source.id, &error))?;
        }
        _ => {}
    }
    if line.ends_with(b"\r") {
        line.truncate(line.len() - 1);
    }
    Ok(Some(line))
}

fn is_stdin(path: &Path) -> bool {
    path == Path::new(STDIN)
}

fn open(path: &Path) -> Result<Source, ReadError> {
    let id = path.to_string_lossy().into_owned();
    if is_stdin(path) {
        let reader = Box::new(BufReader::with_capacity(AHEAD, io::stdin()));
        return Ok(Source { id, origin: Origin::Stdin, reader });
    }
    let file = fs::File::open(path).map_err(|failed| error(path, &reason(&failed)))?;
    let about = file.metadata().map_err(|failed| error(path, &reason(&failed)))?;
    if about.is_dir() {
        return Err(error(path, "is a folder"));
    }
    let streamed = Format::of_name(&id) == Some(Format::Jsonl);
    if !streamed && about.len() > MAX_BYTES as u64 {
        return Err(error(path, &ImportError::TooLarge.to_string()));
    }
    let reader = Box::new(BufReader::with_capacity(AHEAD, file));
    Ok(Source { id, origin: Origin::File(path.to_owned()), reader })
}

fn below(folder: &Path, depth: usize, found: &mut Vec<Result<PathBuf, ReadError>>) {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut entries = match entries {
        Ok(entries) => entries,
        Err(failed) => return found.push(Err(error(folder, &reason(&failed)))),
    };
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        let kind = entry.file_type();
        if name.starts_with('.') || name.contains(OURS) {
            continue;
        }
        if kind.is_ok_and(|kind| kind.is_dir()) {
            match depth {
                0 => found.push(Err(error(&path, "lies too deep"))),
                _ => below(&path, depth - 1, found),
            }
        } else if Format::of_name(&name).is_some() && path.is_file() {
            found.push(Ok(path));
        }
    }
}

fn error(path: &Path, why: &str) -> ReadError {
    ReadError { id: path.to_string_lossy().into_owned(), why: why.to_owned() }
}

fn reason(failed: &io::Error) -> String {
    match failed.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "it may not be read: permission denied".to_owned(),
        _ => failed.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_give_their_files_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("b/.hidden")).unwrap();
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
        ] {
            fs::write(root.join(name), "words").unwrap();
        }
        let names: Vec<PathBuf> = files(root).into_iter().map(Result::unwrap).collect();
        assert_eq!(names, ["a.md", "b/x.jsonl", "c.txt"].map(|name| root.join(name)));
    }

    #[test]
    fn lines_end_anyhow() {
        let reader = Box::new(&b"one\r\n\ntwo"[..]);
        let mut source = Source { id: "a".to_owned(), origin: Origin::Stdin, reader };
        let lines: Vec<Vec<u8>> = std::iter::from_fn(|| line(&mut source).unwrap()).collect();
        assert_eq!(lines, [&b"one"[..], b"", b"two"]);
    }

    #[test]
    fn what_is_missing_is_told() {
        let told = bytes(Path::new("no/such.txt")).unwrap_err().to_string();
        assert_eq!(told, "no/such.txt: there is no such file");
    }
}
