//! `onrecord extract`: many articles, in order, on all cores.
//!
//! One thread reads, some analyse, this one writes. Never more than a window of articles is under
//! way, so memory stays flat however long the input is and however slow one article.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};

use super::apart;
use super::load::{self, Failure, Job, Loaded};
use super::{End, Stop, tell};
use crate::disk::output::Output;
use crate::export::jsonl;
use crate::import::{Format, Given};
use crate::nlp::{self, Analysis, Models};

/// What to extract, from what, to where.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub struct Order {
    /// Files, folders, `-`.
    pub paths: Vec<PathBuf>,
    /// What they are written in; recognised one by one where it is not said.
    pub from: Option<Format>,
    /// How many threads analyse; all cores where it is not said.
    pub threads: Option<usize>,
    /// Where to write; standard output where it is not said.
    pub out: Option<PathBuf>,
    /// Whether each line also holds its article's text as it came in.
    pub with_text: bool,
    /// Whether pages of HTML are read faster and less exactly.
    pub fast: bool,
    /// Whether http and https addresses are read.
    pub fetch: bool,
    /// Whether an article that cannot be read fails the run, at its end.
    pub strict: bool,
}

/// Articles under way for each thread: enough that none waits for the one that writes.
const WINDOW: usize = 4;

/// A margin over what threads get by default: a stack that overflows cannot be caught and would end
/// the run for every article.
const STACK_BYTES: usize = 8 << 20;

/// The name of the threads whose panics become error lines.
const THREAD: &str = "analysis";

/// How often progress is shown.
const SHOWN: Duration = Duration::from_millis(200);

/// What analyses one article.
type Analyse = dyn Fn(&Loaded) -> Analysis + Send + Sync;

/// Extracts, and writes one line for each article in the order of the input.
pub fn extract(order: Order) -> Result<End, Stop> {
    super::spare(order.out.as_deref(), &order.paths)?;
    let models = Models::embedded();
    let analyse: Arc<Analyse> = Arc::new(move |loaded: &Loaded| {
        let go_on = &mut |_| ControlFlow::Continue(());
        nlp::analyse(&loaded.article, &models, go_on).unwrap_or_default()
    });
    hush_analysis();
    let standard = |path: &PathBuf| ["-", "/dev/stdout"].iter().any(|name| path == Path::new(name));
    match order.out.clone().filter(|path| !standard(path)) {
        None => {
            let progress = Progress::new(!io::stdout().is_terminal());
            written(write_all(order, &analyse, &mut io::stdout().lock(), progress), "-")
        }
        Some(path) => {
            let name = path.to_string_lossy().into_owned();
            let mut out = Output::create(&path).map_err(|error| cannot_write(&name, &error))?;
            let end = write_all(order, &analyse, &mut out, Progress::new(true));
            let end = written(end, &name)?;
            written(out.finish().map(|()| end), &name)
        }
    }
}

/// A reader that has seen enough closes the pipe: that is success.
fn written(end: io::Result<End>, name: &str) -> Result<End, Stop> {
    match end {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(End::Done),
        other => other.map_err(|error| cannot_write(name, &error)),
    }
}

fn cannot_write(name: &str, error: &io::Error) -> Stop {
    let name = if name == "-" { "standard output" } else { name };
    let why = match error.kind() {
        io::ErrorKind::NotFound => "there is no such folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    };
    Stop(format!("cannot write {name}: {why}"))
}

/// What one job came to: lines to write, and what failed.
struct Finished {
    number: usize,
    lines: Vec<String>,
    failures: Vec<Failure>,
}

/// Runs the whole line of threads until the input ends or the output refuses. The threads end by
/// themselves once nobody listens to them; none is waited for, since one may wait for input.
fn write_all(
    order: Order,
    analyse: &Arc<Analyse>,
    out: &mut dyn Write,
    mut progress: Progress,
) -> io::Result<End> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let threads = order.threads.unwrap_or(cores).max(1);
    let strict = order.strict;
    let (permit, permits) = bounded(threads * WINDOW);
    let finished = start(order, threads, analyse, permit)?;
    let mut waiting = BTreeMap::new();
    let (mut next, mut failed) = (0, false);
    for one in &finished {
        waiting.insert(one.number, one);
        while let Some(one) = waiting.remove(&next) {
            for line in &one.lines {
                out.write_all(line.as_bytes())?;
                out.write_all(b"\n")?;
            }
            for failure in &one.failures {
                progress.clear();
                tell(&format!("error: {failure}"));
            }
            failed |= !one.failures.is_empty();
            progress.count(one.lines.len());
            next += 1;
            // The permit of this article goes back to the thread that reads.
            let _ = permits.try_recv();
        }
        if finished.is_empty() {
            out.flush()?;
        }
    }
    progress.clear();
    out.flush()?;
    Ok(if failed && strict { End::CheckFailed } else { End::Done })
}

/// Starts the reading thread and the analysing ones; gives where they report.
fn start(
    order: Order,
    threads: usize,
    analyse: &Arc<Analyse>,
    permit: Sender<()>,
) -> io::Result<Receiver<Finished>> {
    let (job, jobs) = bounded::<(usize, Job)>(threads);
    let (done, finished) = unbounded();
    let Order { paths, from, with_text, fast, fetch, .. } = order;
    thread::Builder::new().name("reading".to_owned()).spawn(move || {
        let mut numbered = load::jobs_of(paths, from, fetch).enumerate();
        while permit.send(()).is_ok() {
            let Some(next) = numbered.next() else { return };
            if job.send(next).is_err() {
                return;
            }
        }
    })?;
    for _ in 0..threads {
        let (jobs, done, analyse) = (jobs.clone(), done.clone(), Arc::clone(analyse));
        let work = move || {
            let mut reader = apart::Reader::default();
            for (number, job) in jobs {
                let how = How { from, fast, with_text };
                if done.send(finish(number, job, &how, &mut reader, &*analyse)).is_err() {
                    return;
                }
            }
        };
        let named = thread::Builder::new().name(THREAD.to_owned()).stack_size(STACK_BYTES);
        named.spawn(work)?;
    }
    Ok(finished)
}

/// How each job is read and written.
struct How {
    from: Option<Format>,
    fast: bool,
    with_text: bool,
}

/// Parses, analyses and words one job. A panic is that article's failure.
fn finish(
    number: usize,
    job: Job,
    how: &How,
    reader: &mut apart::Reader,
    analyse: &Analyse,
) -> Finished {
    let id = job.id().to_owned();
    let read = |given: &Given, format| reader.read(given, format);
    let loaded = caught(&id, || job.load_by(how.from, how.fast, read));
    let loaded = loaded.unwrap_or_else(|failure| vec![Err(failure)]);
    let mut finished = Finished { number, lines: Vec::new(), failures: Vec::new() };
    for loaded in loaded {
        let line = loaded.and_then(|loaded| {
            let source = how.with_text.then_some(loaded.source.as_str());
            let line = || jsonl::line(&loaded.article, &analyse(&loaded), source);
            caught(&loaded.article.id, line)
        });
        finished.lines.push(line.unwrap_or_else(|failure| {
            let line = jsonl::failed(&failure.id, &failure.why);
            finished.failures.push(failure);
            line
        }));
    }
    finished
}

/// The work, or its panic as this article's failure.
pub fn caught<T>(id: &str, work: impl FnOnce() -> T) -> Result<T, Failure> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|reason| {
        let words = reason
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| reason.downcast_ref::<&str>().copied());
        let why = format!("stopped by a mistake of ours: {}", words.unwrap_or("no reason given"));
        Failure { id: id.to_owned(), why }
    })
}

/// A panic of one article is told once, as its error, and not by Rust as well.
fn hush_analysis() {
    let told = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if thread::current().name() != Some(THREAD) {
            told(panic);
        }
    }));
}

/// One line on a terminal that says how far the run has come.
struct Progress {
    shown: bool,
    begun: Instant,
    last: Instant,
    count: usize,
    drawn: bool,
}

impl Progress {
    /// Shows only on a terminal, and only where no lines of output come between.
    fn new(alone: bool) -> Progress {
        let shown = alone && io::stderr().is_terminal();
        Progress { shown, begun: Instant::now(), last: Instant::now(), count: 0, drawn: false }
    }

    fn count(&mut self, articles: usize) {
        self.count += articles;
        if self.shown && self.last.elapsed() >= SHOWN {
            self.last = Instant::now();
            let rate = self.count as f64 / self.begun.elapsed().as_secs_f64();
            let _ = write!(io::stderr(), "\r{} articles, {rate:.0} a second\x1b[K", self.count);
            self.drawn = true;
        }
    }

    fn clear(&mut self) {
        if self.drawn {
            let _ = write!(io::stderr(), "\r\x1b[K");
            self.drawn = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a run over `lines` of JSONL writes, with panics where a text says so and pauses that
    /// make articles finish out of order.
    fn run(lines: &str, threads: usize) -> (Vec<String>, End) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        std::fs::write(&path, lines).unwrap();
        hush_analysis();
        let order = Order { paths: vec![path], threads: Some(threads), ..Order::default() };
        let analyse: Arc<Analyse> = Arc::new(|loaded: &Loaded| {
            assert!(!loaded.source.contains("panic"), "told to");
            thread::sleep(Duration::from_millis(loaded.source.len() as u64 % 7));
            Analysis::default()
        });
        let mut out = Vec::new();
        let end = write_all(order, &analyse, &mut out, Progress::new(false)).unwrap();
        let out = String::from_utf8(out).unwrap();
        (out.lines().map(str::to_owned).collect(), end)
    }

    #[test]
    fn order_is_kept_and_a_panic_is_one_line() {
        let texts: Vec<String> = (0..60)
            .map(|at| {
                format!(
                    r#"{{"id":"{at}","text":"{}"}}"#,
                    if at == 7 { "panic".to_owned() } else { "a".repeat(at * 5 % 13 + 1) }
                )
            })
            .collect();
        let (lines, end) = run(&texts.join("\n"), 4);
        assert_eq!(end, End::Done);
        assert_eq!(lines.len(), 60);
        for (at, line) in lines.iter().enumerate() {
            assert!(line.starts_with(&format!(r#"{{"id":"{at}","#)), "{line}");
        }
        assert_eq!(lines[7], r#"{"id":"7","error":"stopped by a mistake of ours: told to"}"#);
        assert_eq!(run(&texts.join("\n"), 1).0, lines);
    }

    #[test]
    fn an_output_that_refuses_stops_the_run() {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let order = Order { paths: vec![PathBuf::from("no/such")], ..Order::default() };
        let analyse: Arc<Analyse> = Arc::new(|_: &Loaded| Analysis::default());
        let end = write_all(order, &analyse, &mut Closed, Progress::new(false));
        assert_eq!(written(end, "-"), Ok(End::Done));
    }
}
