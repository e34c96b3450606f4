//! Paths → articles, one after the other, in constant memory: long streams are read piece by piece.

use std::collections::VecDeque;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use super::{pdf, tell};
use crate::article::{Article, Origin};
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
    jobs(paths, from)
        .flat_map(move |job| job.load(from))
        .map(|loaded| loaded.map(|loaded| loaded.article))
}

/// Every job of `paths`, in order, read as it is asked for.
pub fn jobs(paths: Vec<PathBuf>, from: Option<Format>) -> impl Iterator<Item = Job> {
    jobs_of(paths, from, false)
}

/// As [`jobs`], and from the network if `fetch`.
pub fn jobs_of(
    paths: Vec<PathBuf>,
    from: Option<Format>,
    fetch: bool,
) -> impl Iterator<Item = Job> {
    // Whoever sees nothing happen should know what is waited for.
    if paths.iter().any(|path| path == Path::new(read::STDIN)) && io::stdin().is_terminal() {
        tell("reading standard input; Ctrl-D ends it");
    }
    read::sources(paths, fetch).flat_map(move |source| match source {
        Ok(source) => Jobs::new(source, from),
        Err(error) => Jobs::only(Job::Failed(error)),
    })
}

/// The jobs of one source: all of it, or a piece at a time.
struct Jobs {
    ready: VecDeque<Job>,
    stream: Option<(Source, Format, usize)>,
}

impl Jobs {
    fn only(job: Job) -> Jobs {
        Jobs { ready: VecDeque::from([job]), stream: None }
    }

    fn new(mut source: Source, from: Option<Format>) -> Jobs {
        let id = source.id.clone();
        let head = match read::head(&mut source) {
            Ok(head) => head,
            Err(error) => return Jobs::only(Job::Failed(error)),
        };
        let format = from.unwrap_or_else(|| Format::recognise(&id, head));
        // UTF-16 has other line ends: it is decoded whole. A single letter is no mailbox.
        let letter = format == Format::Mail && !head.starts_with(b"From ");
        if format.row().cut == Cut::Whole || letter || import::is_utf16(head) {
            return Jobs::only(whole(source));
        }
        Jobs { ready: VecDeque::new(), stream: Some((source, format, 0)) }
    }

    fn next_piece(&mut self) -> Option<Job> {
        let (source, format, number) = self.stream.as_mut()?;
        loop {
            *number += 1;
            match read::piece(source, format.row().cut) {
                Ok(Some(piece)) if piece.trim_ascii().is_empty() => {}
                Ok(Some(piece)) => {
                    let (id, origin) = (source.id.clone(), source.origin.clone());
                    return Some(Job::Piece(*format, id, *number, origin, piece));
                }
                Ok(None) => return None,
                Err(error) => {
                    self.stream = None;
                    return Some(Job::Failed(error));
                }
            }
        }
    }
}

impl Iterator for Jobs {
    type Item = Job;

    fn next(&mut self) -> Option<Job> {
        self.ready.pop_front().or_else(|| self.next_piece())
    }
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
