//! Paths → articles, one after the other, in constant memory: JSONL is read line by line.

use std::collections::VecDeque;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use super::tell;
use crate::article::{Article, Origin};
use crate::disk::read::{self, ReadError, Source};
use crate::import::{self, Format, Refused, Row};

/// Bytes that are one article, or several where a file is only told apart whole; not yet parsed, so
/// that parsing can be done elsewhere.
#[derive(Debug)]
pub enum Job {
    /// A file.
    File(String, Origin, Vec<u8>),
    /// One line of JSONL, of this path and number.
    Line(String, usize, Origin, Vec<u8>),
    /// What could not be read.
    Failed(ReadError),
}

/// An article with its text as it came in.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The article.
    pub article: Article,
    /// What its offsets count in.
    pub source: String,
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
    // Whoever sees nothing happen should know what is waited for.
    if paths.iter().any(|path| path == Path::new(read::STDIN)) && io::stdin().is_terminal() {
        tell("reading standard input; Ctrl-D ends it");
    }
    read::sources(paths).flat_map(move |source| match source {
        Ok(source) => Jobs::new(source, from),
        Err(error) => Jobs::only(Job::Failed(error)),
    })
}

/// The jobs of one source: first those that are ready, then a line at a time.
struct Jobs {
    ready: VecDeque<Job>,
    lines: Option<(Source, usize)>,
}

impl Jobs {
    fn only(job: Job) -> Jobs {
        Jobs { ready: VecDeque::from([job]), lines: None }
    }

    fn new(mut source: Source, from: Option<Format>) -> Jobs {
        let format = from.or_else(|| Format::of_name(&source.id));
        let head = match source.reader.fill_buf() {
            Ok(head) => head,
            Err(error) => {
                let why = error.to_string();
                return Jobs::only(Job::Failed(ReadError { id: source.id, why }));
            }
        };
        // UTF-16 is decoded whole; only a text that begins like JSON is looked at more closely.
        if import::is_utf16(head) {
            return Jobs::only(whole(source, Vec::new()));
        }
        let brace = head.trim_ascii_start().starts_with(b"{") || head.starts_with(b"\xef\xbb\xbf{");
        match format {
            Some(Format::Jsonl) => Jobs { ready: VecDeque::new(), lines: Some((source, 0)) },
            None if brace => Jobs::sniffed(source),
            _ => Jobs::only(whole(source, Vec::new())),
        }
    }

    /// Decides by the first line whether a source without a telling name is JSONL.
    fn sniffed(mut source: Source) -> Jobs {
        match read::line(&mut source) {
            Ok(line) => {
                let first = line.unwrap_or_default();
                let text = String::from_utf8_lossy(&first);
                if Format::recognise("", &text) == Format::Jsonl {
                    let origin = import::part(source.origin.clone());
                    let ready = VecDeque::from([Job::Line(source.id.clone(), 1, origin, first)]);
                    return Jobs { ready, lines: Some((source, 1)) };
                }
                Jobs::only(whole(source, [first, b"\n".to_vec()].concat()))
            }
            Err(error) => Jobs::only(Job::Failed(error)),
        }
    }

    fn next_line(&mut self) -> Option<Job> {
        let (source, number) = self.lines.as_mut()?;
        loop {
            *number += 1;
            match read::line(source) {
                Ok(Some(line)) if line.trim_ascii().is_empty() => {}
                Ok(Some(line)) => {
                    let origin = import::part(source.origin.clone());
                    return Some(Job::Line(source.id.clone(), *number, origin, line));
                }
                Ok(None) => return None,
                Err(error) => {
                    self.lines = None;
                    return Some(Job::Failed(error));
                }
            }
        }
    }
}

impl Iterator for Jobs {
    type Item = Job;

    fn next(&mut self) -> Option<Job> {
        self.ready.pop_front().or_else(|| self.next_line())
    }
}

/// The rest of a source behind what was read of it already.
fn whole(source: Source, mut bytes: Vec<u8>) -> Job {
    let (id, origin) = (source.id.clone(), source.origin.clone());
    match read::rest(source) {
        Ok(rest) => {
            bytes.extend(rest);
            Job::File(id, origin, bytes)
        }
        Err(error) => Job::Failed(error),
    }
}

impl Job {
    /// What it goes by until its own id is known.
    pub fn id(&self) -> &str {
        match self {
            Job::File(id, ..) | Job::Line(id, ..) => id,
            Job::Failed(error) => &error.id,
        }
    }

    /// Parses it: one article as a rule.
    pub fn load(self, from: Option<Format>) -> Vec<Result<Loaded, Failure>> {
        match self {
            Job::Failed(error) => vec![Err(error)],
            Job::Line(path, number, origin, line) => {
                let bare = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line);
                vec![row(Row::parse(&path, number, bare), origin)]
            }
            Job::File(id, origin, bytes) => file(&id, origin, &bytes, from),
        }
    }
}

fn file(
    id: &str,
    origin: Origin,
    bytes: &[u8],
    from: Option<Format>,
) -> Vec<Result<Loaded, Failure>> {
    let decoded = match import::decode(bytes) {
        Ok(decoded) => decoded,
        Err(why) => return vec![Err(failure(Refused { id: id.to_owned(), why }))],
    };
    match from.unwrap_or_else(|| Format::recognise(id, &decoded)) {
        Format::Jsonl => import::rows(id, &decoded)
            .map(|parsed| row(parsed, import::part(origin.clone())))
            .collect(),
        format => {
            let read = import::article(id, origin, &decoded, format);
            let loaded = |article| Loaded { article, source: decoded.into_owned() };
            vec![read.map(loaded).map_err(failure)]
        }
    }
}

fn row(parsed: Result<Row, Refused>, origin: Origin) -> Result<Loaded, Failure> {
    let row = parsed.map_err(failure)?;
    let article = row.article(origin).map_err(failure)?;
    Ok(Loaded { article, source: row.text().to_owned() })
}

fn failure(refused: Refused) -> Failure {
    Failure { id: refused.id, why: refused.why.to_string() }
}
