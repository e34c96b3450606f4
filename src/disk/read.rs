//! Files, folders and standard input → bytes with a name, within limits. Knows no format.

use std::fs;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use thiserror::Error;

use super::fetch::{self, is_address};
use super::unpack::unpacked;
use crate::article::Origin;
use crate::import::{self, Cut, Format, ImportError, MAX_BYTES};

/// What standard input goes by, on the command line and in every output.
pub const STDIN: &str = "-";

/// Read ahead, in bytes: long enough that a disk is never waited for twice a line.
const AHEAD: usize = 256 << 10;

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
    /// What was read already of its next piece.
    begun: Vec<u8>,
}

impl Source {
    fn new(id: String, origin: Origin, reader: Box<dyn BufRead + Send>) -> Source {
        Source { id, origin, reader, begun: Vec::new() }
    }
}

/// Opens what `path` names: a file, `-` as standard input, an address if `fetch`. Bytes that are
/// taken from the disk are added to `taken`.
pub fn source(path: &Path, fetch: bool, taken: &Arc<AtomicU64>) -> Result<Source, ReadError> {
    let name = path.to_string_lossy();
    if is_address(&name) { fetched(&name, fetch) } else { open(path, Some(taken)) }
}

/// Counts a file as taken that is not read.
pub fn pass(path: &Path, taken: &AtomicU64) {
    let length = fs::metadata(path).map_or(0, |about| about.len());
    taken.fetch_add(length, Ordering::Relaxed);
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
    Ok(Source::new(address.to_owned(), Origin::Stdin, reader))
}

/// All bytes of a file or of standard input; one above [`MAX_BYTES`] is refused unread.
pub fn bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    rest(open(path, None)?)
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
    let read = import::piece(cut, &mut source.reader, &mut source.begun);
    read.map_err(|failed| ReadError { id: source.id.clone(), why: reason(&failed) })
}

pub(super) fn is_stdin(path: &Path) -> bool {
    path == Path::new(STDIN)
}

pub(super) fn open(path: &Path, taken: Option<&Arc<AtomicU64>>) -> Result<Source, ReadError> {
    let id = path.to_string_lossy().into_owned();
    if is_stdin(path) {
        let reader = Box::new(BufReader::with_capacity(AHEAD, io::stdin()));
        let reader = unpacked(reader, AHEAD).map_err(|failed| error(path, &reason(&failed)))?;
        return Ok(Source::new(id, Origin::Stdin, reader));
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
    let ahead = usize::try_from(about.len()).unwrap_or(AHEAD).clamp(1 << 10, AHEAD);
    let file = Taking { file, taken: taken.cloned().unwrap_or_default() };
    let reader = Box::new(BufReader::with_capacity(ahead, file));
    let reader = unpacked(reader, AHEAD).map_err(|failed| error(path, &reason(&failed)))?;
    Ok(Source::new(id, Origin::File(path.to_owned()), reader))
}

/// Counts what is taken from a file.
struct Taking {
    file: fs::File,
    taken: Arc<AtomicU64>,
}

impl Read for Taking {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.taken.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

pub(super) fn error(path: &Path, why: &str) -> ReadError {
    ReadError { id: path.to_string_lossy().into_owned(), why: why.to_owned() }
}

pub(super) fn reason(failed: &io::Error) -> String {
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
    fn lines_end_anyhow() {
        let reader = Box::new(&b"one\r\n\ntwo"[..]);
        let mut source = Source::new("a".to_owned(), Origin::Stdin, reader);
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
