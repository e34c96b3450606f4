//! Files, folders and standard input → bytes with a name, within limits. Knows no format.

use std::fs;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::fetch::{self, is_address};
use super::unpack::unpacked;
use crate::article::Origin;
use crate::import::{self, Cut, Format, ImportError, MAX_BYTES};

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
/// are, folders by their files in order of name, `-` as standard input; addresses only if `fetch`.
pub fn sources(
    paths: Vec<PathBuf>,
    fetch: bool,
) -> impl Iterator<Item = Result<Source, ReadError>> {
    let all = paths.into_iter().flat_map(|path| files(&path));
    all.map(move |path| {
        let path = path?;
        let name = path.to_string_lossy();
        if is_address(&name) { fetched(&name, fetch) } else { open(&path) }
    })
}

/// A page of the web; its marks lie where those of standard input do.
fn fetched(address: &str, fetch: bool) -> Result<Source, ReadError> {
    if !fetch {
        let why = "is an address: `onrecord extract --fetch` reads it".to_owned();
        return Err(ReadError { id: address.to_owned(), why });
    }
    let reader = Box::new(Cursor::new(fetch::bytes(address)?));
    let failed = |failed: io::Error| ReadError { id: address.to_owned(), why: reason(&failed) };
    let reader = unpacked(reader, AHEAD).map_err(failed)?;
    Ok(Source { id: address.to_owned(), origin: Origin::Stdin, reader })
}

/// The files that `path` names: itself; of a folder all below it whose names say that they can be
/// read; of a pattern (`news/*.html`, where the shell left it alone) all that fit; of `@LIST` those
/// that the file `LIST` names, one a line. Hidden ones, our own (`*.onrecord.*`) and links to
/// folders are passed over.
pub fn files(path: &Path) -> Vec<Result<PathBuf, ReadError>> {
    let name = path.to_string_lossy();
    if is_stdin(path) || is_address(&name) || path.is_file() {
        return vec![Ok(path.to_owned())];
    }
    if path.is_dir() {
        let mut found = Vec::new();
        below(path, DEEPEST, &mut found);
        if found.is_empty() {
            let why = "holds no file whose name says that it can be read (.txt, .html, .jsonl, …)";
            found.push(Err(error(path, why)));
        }
        return found;
    }
    if let Some(list) = name.strip_prefix('@') {
        return listed(Path::new(list));
    }
    if name.contains(['*', '?']) {
        return fitting(path, &name);
    }
    vec![Ok(path.to_owned())]
}

/// The files that a list names, beside which they lie if they do not say where.
fn listed(list: &Path) -> Vec<Result<PathBuf, ReadError>> {
    let bytes = match bytes(list) {
        Ok(bytes) => bytes,
        Err(error) => return vec![Err(error)],
    };
    let text = String::from_utf8_lossy(&bytes);
    let folder = list.parent().filter(|_| !is_stdin(list)).unwrap_or(Path::new(""));
    let names =
        text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    names.map(|name| Ok(folder.join(name))).collect()
}

/// The files that a pattern fits, in order of name.
fn fitting(path: &Path, pattern: &str) -> Vec<Result<PathBuf, ReadError>> {
    let all = match glob::glob(pattern) {
        Ok(all) => all,
        Err(why) => return vec![Err(error(path, &format!("is no pattern: {why}")))],
    };
    let ours = |path: &PathBuf| path.to_string_lossy().contains(OURS);
    let found: Vec<_> =
        all.flatten().filter(|path| path.is_file() && !ours(path)).map(Ok).collect();
    if found.is_empty() { vec![Err(error(path, "fits no file"))] } else { found }
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

/// The first bytes of a source, as many as come at once; they stay unread.
pub fn head(source: &mut Source) -> Result<&[u8], ReadError> {
    let Source { id, reader, .. } = source;
    reader.fill_buf().map_err(|error| ReadError { id: id.clone(), why: reason(&error) })
}

/// The next piece of a source that is cut so; none at its end. Memory stays within one piece.
pub fn piece(source: &mut Source, cut: Cut) -> Result<Option<Vec<u8>>, ReadError> {
    let read = import::piece(cut, &mut source.reader);
    read.map_err(|failed| ReadError { id: source.id.clone(), why: reason(&failed) })
}

fn is_stdin(path: &Path) -> bool {
    path == Path::new(STDIN)
}

fn open(path: &Path) -> Result<Source, ReadError> {
    let id = path.to_string_lossy().into_owned();
    if is_stdin(path) {
        let reader = Box::new(BufReader::with_capacity(AHEAD, io::stdin()));
        let reader = unpacked(reader, AHEAD).map_err(|failed| error(path, &reason(&failed)))?;
        return Ok(Source { id, origin: Origin::Stdin, reader });
    }
    let file = fs::File::open(path).map_err(|failed| error(path, &reason(&failed)))?;
    let about = file.metadata().map_err(|failed| error(path, &reason(&failed)))?;
    if about.is_dir() {
        return Err(error(path, "is a folder"));
    }
    let streamed = Format::of_name(&id).is_some_and(|format| format.row().cut != Cut::Whole);
    if !streamed && about.len() > MAX_BYTES as u64 {
        return Err(error(path, &ImportError::TooLarge.to_string()));
    }
    let reader = Box::new(BufReader::with_capacity(AHEAD, file));
    let reader = unpacked(reader, AHEAD).map_err(|failed| error(path, &reason(&failed)))?;
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
            "e.html.gz",
        ] {
            fs::write(root.join(name), "words").unwrap();
        }
        let names: Vec<PathBuf> = files(root).into_iter().map(Result::unwrap).collect();
        assert_eq!(names, ["a.md", "b/x.jsonl", "c.txt", "e.html.gz"].map(|name| root.join(name)));
        fs::write(root.join("list"), "# ours\nc.txt\n\nb/x.jsonl\n").unwrap();
        let told = |name: &str| -> Vec<String> {
            let path = |path: Result<PathBuf, ReadError>| match path {
                Ok(path) => path.strip_prefix(root).unwrap().to_string_lossy().into_owned(),
                Err(error) => error.why,
            };
            files(Path::new(name)).into_iter().map(path).collect()
        };
        let root = root.to_string_lossy();
        assert_eq!(told(&format!("@{root}/list")), ["c.txt", "b/x.jsonl"]);
        assert_eq!(told(&format!("{root}/*.m[de]")), ["a.md"]);
        assert_eq!(told(&format!("{root}/*.xyz")), ["fits no file"]);
        assert_eq!(told(&format!("@{root}/none")), ["there is no such file"]);
    }

    #[test]
    fn lines_end_anyhow() {
        let reader = Box::new(&b"one\r\n\ntwo"[..]);
        let mut source = Source { id: "a".to_owned(), origin: Origin::Stdin, reader };
        let lines: Vec<Vec<u8>> =
            std::iter::from_fn(|| piece(&mut source, Cut::Lines).unwrap()).collect();
        assert_eq!(lines, [&b"one"[..], b"", b"two"]);
    }

    #[test]
    fn what_is_missing_is_told() {
        let told = bytes(Path::new("no/such.txt")).unwrap_err().to_string();
        assert_eq!(told, "no/such.txt: there is no such file");
    }
}
