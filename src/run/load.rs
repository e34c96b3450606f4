//! Paths → articles, one after the other, in constant memory: long streams are read piece by piece.

use std::fmt;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::{apart, pdf, tell};
use crate::article::{Article, Origin};
use crate::disk::listing;
use crate::disk::read::{self, ReadError, Source};
use crate::import::{self, Cut, Format, Given, Refused};

pub use crate::import::Loaded;

/// Bytes that are one article, or several where a file is only told apart whole; not yet parsed, so
/// that parsing can be done elsewhere.
#[derive(Debug)]
pub enum Job {
    /// A file.
    File(String, Origin, Vec<u8>),
    /// One piece of a stream in this format: its path, which piece it is, where it comes from.
    Piece(Format, String, usize, Origin, Vec<u8>),
    /// What could not be read.
    Failed(ReadError),
}

/// An article that could not be had: the name it goes by, and why, in words.
pub type Failure = ReadError;

/// Every article of `paths` (files, folders, `-`), in order, parsed as it is asked for.
pub fn articles(
    paths: Vec<PathBuf>,
    from: Option<Format>,
) -> impl Iterator<Item = Result<Article, Failure>> {
    let mut apart = apart::Reader::default();
    jobs(paths, from)
        .flat_map(move |job| job.load_apart(from, &mut apart))
        .map(|loaded| loaded.map(|loaded| loaded.article))
}

/// Every job of `paths`, in order, read as it is asked for.
pub fn jobs(paths: Vec<PathBuf>, from: Option<Format>) -> impl Iterator<Item = Job> {
    jobs_of(Reading { paths, from, ..Reading::default() })
}

/// What is read, and how.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Files, folders, `-`.
    pub paths: Vec<PathBuf>,
    /// What they are written in; recognised one by one where it is not said.
    pub from: Option<Format>,
    /// Whether http and https addresses are read.
    pub fetch: bool,
    /// Which part of the jobs.
    pub shard: Shard,
    /// Where bytes taken from the disk are counted.
    pub taken: Arc<AtomicU64>,
}

/// Every `of`-th job, from job `at` on (from 1): all parts together are the whole, and taken in turns
/// they give its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Which part, from 1.
    pub at: u64,
    /// Of how many.
    pub of: u64,
}

impl Default for Shard {
    fn default() -> Shard {
        Shard { at: 1, of: 1 }
    }
}

impl Shard {
    /// Whether it holds the job of that number, from 0, among the jobs of the whole.
    fn holds(self, number: u64) -> bool {
        number % self.of == self.at - 1
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}/{}", self.at, self.of)
    }
}

/// The jobs of that part of what is named, in order, read as they are asked for.
pub fn jobs_of(reading: Reading) -> impl Iterator<Item = Job> + Send {
    // Whoever sees nothing happen should know what is waited for.
    if reading.paths.iter().any(|path| path == Path::new(read::STDIN)) && io::stdin().is_terminal()
    {
        tell("reading standard input; Ctrl-D ends it");
    }
    let paths = reading.paths.clone().into_iter().flat_map(|path| listing::files(&path));
    Jobs { paths: Box::new(paths), reading, open: None, number: 0 }
}

/// Jobs, one file after the other.
struct Jobs {
    paths: Box<dyn Iterator<Item = Result<PathBuf, ReadError>> + Send>,
    reading: Reading,
    /// A source that is cut into pieces, and how many came.
    open: Option<(Source, Format, usize)>,
    /// How many jobs came, of all parts.
    number: u64,
}

impl Iterator for Jobs {
    type Item = Job;

    fn next(&mut self) -> Option<Job> {
        loop {
            let wanted = self.reading.shard.holds(self.number);
            let job = if self.open.is_some() { self.piece() } else { self.file(wanted)? };
            match job {
                Come::Job(job) if wanted => {
                    self.number += 1;
                    return Some(job);
                }
                Come::Job(_) | Come::Passed => self.number += 1,
                Come::Nothing => {}
            }
        }
    }
}

/// What came of a look at the next file or piece.
enum Come {
    Job(Job),
    /// A job of another part, unread.
    Passed,
    /// The end of a file, or the beginning of one that is cut.
    Nothing,
}

impl Jobs {
    /// The next file; nothing at the end of all.
    fn file(&mut self, wanted: bool) -> Option<Come> {
        let path = match self.paths.next()? {
            Ok(path) => path,
            Err(error) => return Some(Come::Job(Job::Failed(error))),
        };
        let Reading { from, fetch, taken, .. } = &self.reading;
        if !wanted && is_one_job(&path.to_string_lossy(), *from) {
            read::pass(&path, taken);
            return Some(Come::Passed);
        }
        let source = match read::source(&path, *fetch, taken) {
            Ok(source) => source,
            Err(error) => return Some(Come::Job(Job::Failed(error))),
        };
        Some(self.begin(source))
    }

    /// All of a source, or its beginning if it is cut into pieces.
    fn begin(&mut self, mut source: Source) -> Come {
        let id = source.id.clone();
        let head = match read::head(&mut source) {
            Ok(head) => head,
            Err(error) => return Come::Job(Job::Failed(error)),
        };
        // UTF-16 has other line ends: it is decoded whole. A single letter is no mailbox.
        let utf16 = import::is_utf16(head);
        let letters = head.starts_with(b"From ");
        let format = self.reading.from.unwrap_or_else(|| Format::recognise(&id, head));
        let letter = format == Format::Mail && !letters;
        if format.row().cut == Cut::Whole || letter || utf16 {
            return Come::Job(whole(source));
        }
        self.open = Some((source, format, 0));
        Come::Nothing
    }

    /// The next piece of the open source.
    fn piece(&mut self) -> Come {
        let Some((source, format, number)) = self.open.as_mut() else { return Come::Nothing };
        *number += 1;
        match read::piece(source, format.row().cut) {
            Ok(Some(piece)) if piece.trim_ascii().is_empty() => Come::Nothing,
            Ok(Some(piece)) => {
                let (id, origin) = (source.id.clone(), source.origin.clone());
                Come::Job(Job::Piece(*format, id, *number, origin, piece))
            }
            Ok(None) => {
                self.open = None;
                Come::Nothing
            }
            Err(error) => {
                self.open = None;
                Come::Job(Job::Failed(error))
            }
        }
    }
}

/// Whether a file of that name is one job, whatever is in it. Names that several formats share say
/// too little.
fn is_one_job(name: &str, from: Option<Format>) -> bool {
    let named = Format::of_name(name);
    let known = from.or(named.filter(|it| !matches!(it, Format::NewsMl | Format::Ninjs)));
    known.is_some_and(|format| format.row().cut == Cut::Whole)
}

fn whole(source: Source) -> Job {
    let (id, origin) = (source.id.clone(), source.origin.clone());
    match read::rest(source) {
        Ok(bytes) => Job::File(id, origin, bytes),
        Err(error) => Job::Failed(error),
    }
}

impl Job {
    /// What it goes by until its own id is known.
    pub fn id(&self) -> &str {
        match self {
            Job::File(id, ..) | Job::Piece(_, id, ..) => id,
            Job::Failed(error) => &error.id,
        }
    }

    /// How many bytes it holds.
    pub fn size(&self) -> usize {
        match self {
            Job::File(.., bytes) | Job::Piece(.., bytes) => bytes.len(),
            Job::Failed(_) => 0,
        }
    }

    /// Names its bytes, or why there are none.
    pub fn digest(&self) -> [u8; 32] {
        let digest = match self {
            Job::File(.., bytes) | Job::Piece(.., bytes) => blake3::hash(bytes),
            Job::Failed(error) => blake3::hash(error.to_string().as_bytes()),
        };
        digest.into()
    }

    /// Whether it may hold several articles, or none, and only reading it tells.
    pub fn may_hold_many(&self) -> bool {
        match self {
            Job::File(path, _, bytes) => matches!(
                Format::recognise(path, bytes),
                Format::Feed | Format::Epub | Format::NewsMl | Format::Warc
            ),
            Job::Piece(format, ..) => *format == Format::Warc,
            Job::Failed(_) => false,
        }
    }

    /// Parses it here: one article as a rule.
    pub fn load(self, from: Option<Format>) -> Vec<Result<Loaded, Failure>> {
        self.load_by(from, false, import::read)
    }

    /// Parses it, in a process of its own where its format is risky.
    pub fn load_apart(
        self,
        from: Option<Format>,
        apart: &mut apart::Reader,
    ) -> Vec<Result<Loaded, Failure>> {
        self.load_by(from, false, |given, format| apart.read(given, format))
    }

    /// Parses it by `read`; pages of HTML are read faster and less exactly if asked to.
    pub fn load_by(
        self,
        from: Option<Format>,
        fast: bool,
        read: impl FnOnce(&Given, Format) -> Vec<Result<Loaded, Refused>>,
    ) -> Vec<Result<Loaded, Failure>> {
        let (format, path, number, origin, bytes) = match self {
            Job::Failed(error) => return vec![Err(error)],
            Job::Piece(format, path, number, origin, bytes) => {
                (Some(format), path, Some(number), origin, bytes)
            }
            Job::File(path, origin, bytes) => (from, path, None, origin, bytes),
        };
        let format = format.unwrap_or_else(|| Format::recognise(&path, &bytes));
        let words = (format == Format::Pdf).then(|| pdf::text(&bytes)).flatten();
        let bytes = words.unwrap_or(bytes);
        let given = Given { path: &path, number, origin, bytes: &bytes, fast };
        read(&given, format).into_iter().map(|one| one.map_err(failure)).collect()
    }
}

fn failure(refused: Refused) -> Failure {
    Failure { id: refused.id, why: refused.why.to_string() }
}
