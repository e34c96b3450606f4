//! The threads of a run: one reads, some analyse, the one that asked for it writes, in order.
//!
//! Never more than a window of input is under way, counted in bytes, so that memory stays flat
//! however long the input is, however slow one article and however large.

use std::collections::BTreeMap;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Once};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded, unbounded};

use super::signals::Signals;
use crate::import::{Format, Given, MAX_BYTES};
use crate::run::apart;
use crate::run::load::{Failure, Job, Loaded};

/// A permit is for so many bytes of input, or for one smaller article.
const PERMIT_BYTES: usize = 64 << 10;

/// Permits in all: enough that none waits for the one that writes, and that the largest article is
/// under way alone, since its analysis takes memory many times its size.
const PERMITS: usize = MAX_BYTES / PERMIT_BYTES + 1;

/// A margin over what threads get by default: a stack that overflows cannot be caught and would end
/// the run for every article.
const STACK_BYTES: usize = 8 << 20;

/// The name of the threads whose panics become error lines.
const THREAD: &str = "analysis";

/// How often a run that waits looks whether it was asked to end.
const LOOK: Duration = Duration::from_millis(100);

/// What makes of one article what is asked for.
pub(in crate::run) type Make<T> = dyn Fn(&Loaded) -> T + Send + Sync;

/// How each job is read.
#[derive(Clone, Copy)]
pub(in crate::run) struct How {
    pub(in crate::run) from: Option<Format>,
    pub(in crate::run) fast: bool,
}

/// What one job came to.
pub(in crate::run) struct Finished<T> {
    number: usize,
    permits: usize,
    /// What the job goes by: the path of its file.
    pub(in crate::run) id: String,
    /// Names the bytes that were read.
    pub(in crate::run) digest: [u8; 32],
    /// An article each, or why it could not be had.
    pub(in crate::run) made: Vec<Result<T, Failure>>,
}

/// How the work ended.
pub(in crate::run) enum Ended {
    /// The input did.
    Done,
    /// A signal asked for it; what was under way is not done.
    Stopped(i32),
}

/// All cores.
pub(in crate::run) fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Does all jobs and hands over what they come to, in order, and nothing where there is nothing to
/// hand over yet. The threads end by themselves once nobody listens to them; none is waited for,
/// since one may wait for input.
pub(in crate::run) fn work<T: Send + 'static>(
    jobs: impl Iterator<Item = Job> + Send + 'static,
    how: How,
    threads: usize,
    make: &Arc<Make<T>>,
    signals: &Signals,
    take: &mut dyn FnMut(Option<Finished<T>>) -> io::Result<()>,
) -> io::Result<Ended> {
    let (permit, permits) = bounded(PERMITS.max(threads * 2));
    let finished = start(jobs, how, threads.max(1), make, permit)?;
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    loop {
        if let Some(signal) = signals.heard() {
            return Ok(Ended::Stopped(signal));
        }
        match finished.recv_timeout(LOOK) {
            Ok(one) => waiting.insert(one.number, one),
            Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) => return Ok(Ended::Done),
        };
        while let Some(one) = waiting.remove(&next) {
            // Its permits go back to the thread that reads.
            permits.try_iter().take(one.permits).for_each(drop);
            if let Some(signal) = signals.heard() {
                return Ok(Ended::Stopped(signal));
            }
            take(Some(one))?;
            next += 1;
        }
        if finished.is_empty() {
            take(None)?;
        }
    }
}

/// Starts the reading thread and the analysing ones; gives where they report.
fn start<T: Send + 'static>(
    jobs: impl Iterator<Item = Job> + Send + 'static,
    how: How,
    threads: usize,
    make: &Arc<Make<T>>,
    permit: Sender<()>,
) -> io::Result<Receiver<Finished<T>>> {
    let (hand, hands) = bounded::<(usize, usize, Job)>(threads);
    let (done, finished) = unbounded();
    thread::Builder::new().name("reading".to_owned()).spawn(move || {
        for (number, job) in jobs.enumerate() {
            let permits = job.size() / PERMIT_BYTES + 1;
            let open = (0..permits).all(|_| permit.send(()).is_ok());
            if !open || hand.send((number, permits, job)).is_err() {
                return;
            }
        }
    })?;
    for _ in 0..threads {
        let (hands, done, make) = (hands.clone(), done.clone(), Arc::clone(make));
        let work = move || {
            let mut reader = apart::Reader::default();
            for (number, permits, job) in hands {
                let (id, digest) = (job.id().to_owned(), job.digest());
                let articles = finish(job, how, &mut reader, &*make);
                let one = Finished { number, permits, id, digest, made: articles };
                if done.send(one).is_err() {
                    return;
                }
            }
        };
        let named = thread::Builder::new().name(THREAD.to_owned()).stack_size(STACK_BYTES);
        named.spawn(work)?;
    }
    Ok(finished)
}

/// Parses one job and makes of it what is asked for. A panic is that article's failure.
fn finish<T>(
    job: Job,
    how: How,
    reader: &mut apart::Reader,
    make: &Make<T>,
) -> Vec<Result<T, Failure>> {
    let id = job.id().to_owned();
    let read = |given: &Given, format| reader.read(given, format);
    let loaded = caught(&id, || job.load_by(how.from, how.fast, read));
    let loaded = loaded.unwrap_or_else(|failure| vec![Err(failure)]);
    let one = |loaded: Loaded| caught(&loaded.article.id, || make(&loaded));
    loaded.into_iter().map(|loaded| loaded.and_then(one)).collect()
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
pub(in crate::run) fn hush() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let told = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if thread::current().name() != Some(THREAD) {
                told(panic);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::load::{self, Reading};
    use std::path::PathBuf;

    fn jobs(path: PathBuf) -> impl Iterator<Item = Job> + Send + 'static {
        load::jobs_of(Reading { paths: vec![path], ..Reading::default() })
    }

    fn how() -> How {
        How { from: None, fast: false }
    }

    /// What a run over `lines` of JSONL comes to, with panics where a text says so and pauses that
    /// make articles finish out of order.
    fn run(lines: &str, threads: usize) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        std::fs::write(&path, lines).unwrap();
        hush();
        let make: Arc<Make<String>> = Arc::new(|loaded: &Loaded| {
            assert!(!loaded.source.contains("panic"), "told to");
            thread::sleep(Duration::from_millis(loaded.source.len() as u64 % 7));
            loaded.article.id.clone()
        });
        let mut out = Vec::new();
        let take = &mut |one: Option<Finished<String>>| {
            let articles = one.into_iter().flat_map(|one| one.made);
            out.extend(articles.map(|one| one.unwrap_or_else(|failure| failure.to_string())));
            Ok(())
        };
        work(jobs(path), how(), threads, &make, &Signals::default(), take).unwrap();
        out
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
        let lines = run(&texts.join("\n"), 4);
        assert_eq!(lines.len(), 60);
        let failed = "7: stopped by a mistake of ours: told to";
        for (at, line) in lines.iter().enumerate() {
            assert_eq!(*line, if at == 7 { failed.to_owned() } else { at.to_string() });
        }
        assert_eq!(run(&texts.join("\n"), 1), lines);
    }

    #[test]
    fn an_output_that_refuses_stops_the_run() {
        let make: Arc<Make<()>> = Arc::new(|_: &Loaded| ());
        let refuse = &mut |_: Option<Finished<()>>| Err(io::ErrorKind::BrokenPipe.into());
        let path = PathBuf::from("no/such");
        let end = work(jobs(path), how(), 2, &make, &Signals::default(), refuse);
        assert_eq!(end.err().map(|error| error.kind()), Some(io::ErrorKind::BrokenPipe));
    }
}
