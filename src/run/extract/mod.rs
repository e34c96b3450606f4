//! `onrecord extract`: many articles, in order, on all cores, of any number.
//!
//! A run into a file or folder keeps how far it is ([`record`]), so that `--resume` goes on after a
//! crash without doing or losing a row: what was read is read once more and compared, what was
//! written behind the last safe point is dropped and written again.

mod record;
mod sink;

use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use record::Record;
use sink::Sink;

use super::batch::crew::{self, Ended, Finished, How, Make};
use super::batch::progress::Progress;
use super::batch::signals::Signals;
use super::load::{self, Loaded, Reading, Shard};
use super::{End, Stop, end_by, tell};
use crate::disk::growing::Place;
use crate::disk::lock::Lock;
use crate::export::findings::{Findings, Written};
use crate::import::Format;
use crate::nlp::{self, Models};

/// What to extract, from what, to where.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub struct Order {
    /// Files, folders, `-`.
    pub paths: Vec<PathBuf>,
    /// What they are written in; recognised one by one where it is not said.
    pub from: Option<Format>,
    /// What to write.
    pub to: Findings,
    /// How many threads analyse; all cores where it is not said.
    pub threads: Option<usize>,
    /// Which part of the articles: all where it is not said.
    pub shard: Shard,
    /// Where to write; standard output where it is not said.
    pub out: Option<PathBuf>,
    /// Where to write the entities of CSV.
    pub entities: Option<PathBuf>,
    /// Statements from which on a file of Parquet is whole.
    pub rows: usize,
    /// Whether to go on with a run that did not end.
    pub resume: bool,
    /// Whether each line also holds its article's text as it came in.
    pub with_text: bool,
    /// Whether pages of HTML are read faster and less exactly.
    pub fast: bool,
    /// Whether http and https addresses are read.
    pub fetch: bool,
    /// Whether an article that cannot be read fails the run, at its end.
    pub strict: bool,
}

/// How often what is written is made safe: a crash costs the work of so long. A quick disk takes
/// a hundredth of it, while the others go on.
const KEPT: Duration = Duration::from_secs(1);

/// How often it is looked whether another run has ended that is waited for.
const LOOK: Duration = Duration::from_millis(500);

/// Extracts in the order of the input.
pub fn extract(mut order: Order) -> Result<End, Stop> {
    order.out =
        order.out.filter(|path| !["-", "/dev/stdout"].iter().any(|it| path == Path::new(it)));
    checked(&order)?;
    for out in [&order.out, &order.entities].into_iter().flatten() {
        super::spare(Some(out), &order.paths)?;
    }
    let signals =
        Signals::listen().map_err(|error| Stop(format!("cannot hear signals: {error}")))?;
    let models = Models::embedded();
    let (to, with_text) = (order.to, order.with_text);
    let make: Arc<Make<Written>> = Arc::new(move |loaded: &Loaded| {
        let go_on = &mut |_| ControlFlow::Continue(());
        let analysis = nlp::analyse(&loaded.article, &models, go_on).unwrap_or_default();
        to.article(&loaded.article, &analysis, with_text.then_some(loaded.source.as_str()))
    });
    crew::hush();
    match order.out.clone() {
        Some(out) if !Place::is_device(&out) => kept(order, &out, &make, &signals),
        out => {
            let name = out.as_ref().map_or("-".into(), |path| path.to_string_lossy());
            let sink = Sink::through(order.to, out.as_deref());
            let run = sink.and_then(|sink| Run::new(sink, &order).go(order, &make, &signals));
            ended(run, &name, false)
        }
    }
}

/// What does not go together.
fn checked(order: &Order) -> Result<(), Stop> {
    let stop = |why: &str| Err(Stop(why.to_owned()));
    let file = order.out.as_ref().filter(|out| !Place::is_device(out));
    match (order.to, file) {
        (Findings::Parquet, None) => stop("--to parquet writes a folder: name it with --out"),
        (Findings::Csv, file)
            if order.entities.as_ref().is_some_and(|it| file.is_none() || Place::is_device(it)) =>
        {
            stop("--entities is a file beside that of --out: name both")
        }
        (Findings::Jsonl | Findings::Parquet, _) if order.entities.is_some() => {
            stop("--entities goes with --to csv: jsonl and parquet hold the entities anyway")
        }
        (Findings::Csv | Findings::Parquet, _) if order.with_text => {
            stop("--with text goes with --to jsonl")
        }
        (_, None) if order.resume => {
            stop("--resume goes on with a file or folder: name it with --out")
        }
        (_, Some(out)) if order.entities.as_ref() == Some(out) => {
            stop("--out and --entities are one file: name another")
        }
        _ => Ok(()),
    }
}

/// A run into a file or a folder, begun anew or gone on with.
fn kept(
    order: Order,
    out: &Path,
    make: &Arc<Make<Written>>,
    signals: &Signals,
) -> Result<End, Stop> {
    let name = out.to_string_lossy().into_owned();
    let failed = |error: io::Error| cannot_write(&name, &error);
    let place = Place::of(out);
    let lock = locked(&place, &name, order.resume, signals).map_err(failed)??;
    let places: Vec<Place> =
        std::iter::once(place.clone()).chain(order.entities.as_deref().map(Place::of)).collect();
    let record = if order.resume { place.kept().map_err(failed)? } else { None };
    let Some(bytes) = record else {
        if order.resume && place.is_there() {
            tell(&format!("{name} is whole: nothing is left to do; to make it again, remove it"));
            return Ok(End::Done);
        }
        if order.to == Findings::Parquet && place.is_there() {
            return Err(Stop(format!(
                "{name} is there already: name another folder, or remove it"
            )));
        }
        place.forget().map_err(failed)?;
        let sink = Sink::begin(&order, places).map_err(failed)?;
        let mut run = Run { place: Some(place), ..Run::new(sink, &order) };
        run.keep().map_err(failed)?;
        return given_back(run.go(order, make, signals), lock, &name);
    };
    let record = Record::read(&bytes, &order).map_err(|why| {
        Stop(format!("cannot go on with {name}: {why}; without --resume it begins anew"))
    })?;
    if record.done {
        Sink::finish_places(&places).and_then(|()| place.forget()).map_err(failed)?;
        return Ok(record.end(order.strict));
    }
    let sink = Sink::again(&order, places, &record).map_err(failed)?;
    let run = Run { place: Some(place), kept: record.articles, record, ..Run::new(sink, &order) };
    given_back(run.go(order, make, signals), lock, &name)
}

/// The lock is given back first, since a run that was asked to end does not come back from there.
fn given_back(run: io::Result<Ending>, lock: Option<Lock>, name: &str) -> Result<End, Stop> {
    drop(lock);
    ended(run, name, true)
}

/// The lock on an output. Whoever goes on waits for a run that still writes it: where an engine
/// starts a task again, the first try may still be alive.
fn locked(
    place: &Place,
    name: &str,
    wait: bool,
    signals: &Signals,
) -> io::Result<Result<Option<Lock>, Stop>> {
    let mut told = false;
    loop {
        let owner = match place.lock(&format!("process {}", std::process::id()))? {
            Ok(lock) => return Ok(Ok(lock)),
            Err(owner) => owner,
        };
        if !wait {
            return Ok(Err(Stop(format!("{name} is being written by {owner}"))));
        }
        if !told {
            tell(&format!("waiting for {owner}, which is writing {name}"));
            told = true;
        }
        if let Some(signal) = signals.heard() {
            end_by(signal);
        }
        thread::sleep(LOOK);
    }
}

/// A run on its way.
struct Run {
    sink: Sink,
    record: Record,
    /// Where it is kept how far the run is.
    place: Option<Place>,
    /// Articles that are sure.
    kept: u64,
    last: Instant,
    progress: Progress,
}

impl Run {
    fn new(sink: Sink, order: &Order) -> Run {
        let progress = Progress::new(order.out.is_some());
        Run {
            sink,
            record: Record::of(order),
            place: None,
            kept: 0,
            last: Instant::now(),
            progress,
        }
    }

    /// Does what is left of the order.
    fn go(
        mut self,
        order: Order,
        make: &Arc<Make<Written>>,
        signals: &Signals,
    ) -> io::Result<Ending> {
        let strict = order.strict;
        let threads = order.threads.unwrap_or_else(crew::cores);
        let (how, to) = (How { from: order.from, fast: order.fast }, order.to);
        let taken = self.progress.watch(&order.paths);
        let Order { paths, from, fetch, shard, .. } = order;
        let mut jobs = load::jobs_of(Reading { paths, from, fetch, shard, taken });
        if self.record.jobs > 0 {
            tell(&format!("going on behind {} articles", self.record.articles));
            if let Some(ending) = self.pass(&mut jobs, signals) {
                return Ok(ending);
            }
        }
        let ended = crew::work(jobs, how, threads, make, signals, &mut |one| self.take(to, one))?;
        self.progress.clear();
        let end = self.record.end(strict);
        match ended {
            Ended::Done => self.finish().map(|()| Ending::Done(end)),
            Ended::Stopped(signal) => {
                self.sink.idle()?;
                // Of a folder only whole parts can be kept.
                if self.sink.can_be_kept() {
                    self.keep()?;
                }
                let kept = if self.place.is_some() { self.kept } else { self.record.articles };
                Ok(Ending::Stopped(signal, kept))
            }
        }
    }

    /// Reads once more what was done, without doing it.
    fn pass(
        &mut self,
        jobs: &mut impl Iterator<Item = load::Job>,
        signals: &Signals,
    ) -> Option<Ending> {
        let mut read = record::NOTHING;
        for _ in 0..self.record.jobs {
            if let Some(signal) = signals.heard() {
                return Some(Ending::Stopped(signal, self.record.articles));
            }
            let Some(job) = jobs.next() else { return Some(Ending::Changed) };
            read = record::behind(&read, &job.digest());
        }
        (read != self.record.read).then_some(Ending::Changed)
    }

    /// Writes what one job came to; nothing where all that came is written.
    fn take(&mut self, to: Findings, one: Option<Finished<Written>>) -> io::Result<()> {
        let Some(one) = one else { return self.sink.idle() };
        for failure in one.made.iter().filter_map(|made| made.as_ref().err()) {
            self.progress.clear();
            tell(&format!("error: {failure}"));
        }
        self.record.count(&one);
        let failed = |failure: load::Failure| to.failed(&failure.id, &failure.why);
        self.sink.put(one.made.into_iter().map(|made| made.unwrap_or_else(failed)).collect())?;
        self.progress.show(self.record.articles, self.record.failed);
        if self.sink.is_due() || self.last.elapsed() >= KEPT && self.sink.can_be_kept() {
            self.keep()?;
        }
        Ok(())
    }

    /// Makes safe what is written, and that it is.
    fn keep(&mut self) -> io::Result<()> {
        let Some(place) = &self.place else { return Ok(()) };
        (self.record.lengths, self.record.parts) = self.sink.sync()?;
        place.keep(&self.record.write())?;
        (self.last, self.kept) = (Instant::now(), self.record.articles);
        Ok(())
    }

    fn finish(mut self) -> io::Result<()> {
        self.sink.end()?;
        self.record.done = true;
        self.keep()?;
        self.sink.finish()?;
        self.place.map_or(Ok(()), |place| place.forget())
    }
}

/// How a run ended that wrote what it should.
enum Ending {
    Done(End),
    /// By a signal, behind so many articles.
    Stopped(i32, u64),
    /// What it should go on behind is not what was read before.
    Changed,
}

/// A reader that has seen enough closes the pipe: that is success. `again`: whether the run can be
/// gone on with.
fn ended(run: io::Result<Ending>, name: &str, again: bool) -> Result<End, Stop> {
    match run {
        Ok(Ending::Done(end)) => Ok(end),
        Ok(Ending::Changed) => Err(Stop(format!(
            "cannot go on with {name}: the input is not what it was; without --resume it begins anew"
        ))),
        Ok(Ending::Stopped(signal, articles)) => {
            let more = if again { ": --resume goes on" } else { "" };
            tell(&format!("stopped behind {articles} articles{more}"));
            end_by(signal)
        }
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(End::Done),
        Err(error) => Err(cannot_write(name, &error)),
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
