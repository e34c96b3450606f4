//! Bringing the index up to date: what was changed, added or deleted since is read, all else is left.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Collection, many, stop};
use crate::annotation::Set;
use crate::disk::index::{Index, Known, Put};
use crate::disk::marks::{self, Marks};
use crate::disk::places::Places;
use crate::disk::{annotations, listing, lock};
use crate::library::{people, records};
use crate::nlp::{self, Models};
use crate::run::batch::crew::{self, Ended, Finished, How, Make};
use crate::run::batch::progress::Progress;
use crate::run::batch::signals::Signals;
use crate::run::load::{self, Loaded, Reading};
use crate::run::reading;
use crate::run::{End, Stop, end_by, tell};
use crate::story::Story;

/// How long stories are gathered before they are put together: a crash costs so much work.
const GATHERED: Duration = Duration::from_secs(1);

/// Steps that are put together at most: some megabytes.
const STEPS: usize = 512;

/// Statements whose words are read together: a fraction of a second.
const WORDS: usize = 20_000;

impl Collection {
    /// Reads what was changed. `tells`: says what came of it, and how far it is. A signal ends the program,
    /// once what was read is safe.
    pub fn refresh(&mut self, tells: bool) -> Result<End, Stop> {
        let signals =
            Signals::listen().map_err(|error| Stop(format!("cannot hear signals: {error}")))?;
        self.refresh_until(&signals, tells)?;
        if let Some(signal) = signals.heard() {
            tell("stopped; what was read is kept: the same command goes on");
            end_by(signal);
        }
        Ok(End::Done)
    }

    /// The same until one of these signals is heard.
    pub(super) fn refresh_until(&mut self, signals: &Signals, tells: bool) -> Result<(), Stop> {
        let owner = format!("process {}", std::process::id());
        let lock = match lock::take(&self.folder.join("index.lock"), &owner) {
            Ok(lock) => lock,
            Err(lock::Unlocked::Held(owner)) => {
                if tells {
                    tell(&format!("the collection is being brought up to date by {owner}"));
                }
                return Ok(());
            }
            Err(lock::Unlocked::Failed(error)) => {
                return Err(Stop(format!("cannot lock {}: {error}", self.folder.display())));
            }
        };
        let looked = self.look_at_files().map_err(|error| stop(&error))?;
        for (_, why) in looked.unseen.iter().filter(|_| tells) {
            tell(&format!("error: {why}: its stories are kept as they were"));
        }
        self.index.forget(&looked.gone).map_err(|error| stop(&error))?;
        let changed = looked.changed.len();
        let heard = self.read(looked, tells, signals)?;
        self.who_is_who(signals)?;
        drop(lock);
        if tells && signals.heard().is_none() && changed + heard.gone > 0 {
            let (stories, statements) = self.index.size().map_err(|error| stop(&error))?;
            let mut words = vec![format!("{} read", many(changed, "file", "files"))];
            words.extend((heard.gone > 0).then(|| format!("{} gone", heard.gone)));
            words.extend((heard.failed > 0).then(|| format!("{} failed", heard.failed)));
            let stories = many(stories, "story", "stories");
            tell(&format!(
                "{}; {stories}, {}",
                words.join(", "),
                many(statements, "statement", "statements")
            ));
        }
        Ok(())
    }

    /// What of the files is not as the index has it.
    fn look_at_files(&self) -> Result<Looked, crate::disk::index::IndexError> {
        let mut known = self.index.files()?;
        let marks = Marks::of(&self.places);
        let mut looked = Looked::default();
        for root in &self.roots.0 {
            for found in listing::files(root) {
                let found = match found {
                    Ok(found) => found,
                    Err(error) => {
                        looked.unseen.push((root.clone(), error.to_string()));
                        continue;
                    }
                };
                let path = found.to_string_lossy().into_owned();
                let Some(stamp) = marks::stamp(&found) else {
                    // A file that is not there was deleted; a folder may come back.
                    if found == *root && !known.contains_key(&path) {
                        let why = format!("{path}: there is no such folder now");
                        looked.unseen.push((root.clone(), why));
                    }
                    continue;
                };
                if !looked.seen.insert(path.clone()) {
                    continue;
                }
                let before = known.remove(&path);
                if before
                    .as_ref()
                    .is_none_or(|before| before.stamp != stamp || is_marked(before, &found, &marks))
                {
                    looked.stamps.insert(path.clone(), stamp);
                    looked.known.insert(path, before.unwrap_or_default());
                    looked.changed.push(found);
                }
            }
        }
        // Of a folder that cannot be looked into, a disk that is not there, nothing is known to be gone.
        let is_unseen = |path: &String| {
            let mut roots = looked.unseen.iter().map(|(root, _)| root);
            roots.any(|root| Path::new(path).starts_with(root))
        };
        looked.gone = known.into_keys().filter(|path| !is_unseen(path)).collect();
        Ok(looked)
    }

    /// Reads files that changed, and puts what they come to.
    fn read(&mut self, looked: Looked, tells: bool, signals: &Signals) -> Result<Heard, Stop> {
        let mut heard = Heard { gone: looked.gone.len(), ..Heard::default() };
        if looked.changed.is_empty() {
            return Ok(heard);
        }
        let progress = Progress::new(true);
        let taken = if tells { progress.watch(&looked.changed) } else { Arc::default() };
        let jobs = load::jobs_of(Reading { paths: looked.changed, taken, ..Reading::default() });
        let make = make(&self.places, looked.known);
        let round = self.index.round().map_err(|error| stop(&error))?;
        let filing = Filing {
            index: &mut self.index,
            round,
            stamps: looked.stamps,
            open: None,
            steps: Vec::new(),
            last: Instant::now(),
        };
        let mut run =
            Run { filing, progress: tells.then_some(progress), read: 0, heard: &mut heard };
        crew::hush();
        let how = How { from: None, fast: false };
        let ended = crew::work(jobs, how, crew::cores(), &make, signals, &mut |one| run.take(one));
        let ended = ended.map_err(|error| Stop(error.to_string()))?;
        if let Some(progress) = &mut run.progress {
            progress.clear();
        }
        match ended {
            Ended::Done => run.filing.end(),
            Ended::Stopped(_) => run.filing.put(),
        }
        .map_err(|error| Stop(error.to_string()))?;
        Ok(heard)
    }

    /// Joins the names of all stories, and reads the words of statements that are new or whose
    /// speakers are called otherwise now.
    pub(in crate::run) fn who_is_who(&mut self, signals: &Signals) -> Result<(), Stop> {
        let error = |error| stop(&error);
        if self.index.is_waiting().map_err(error)?
            || self.index.is_undecided(&self.decisions.write()).map_err(error)?
        {
            let namings = self.index.namings().map_err(error)?;
            let joined = people::join(&namings, &self.decisions);
            let now =
                namings.iter().zip(joined.means).filter(|(naming, means)| naming.means != *means);
            let now: Vec<(i64, String)> =
                now.map(|(naming, means)| (naming.number, means)).collect();
            self.index.put_people(&now).map_err(error)?;
            self.index.decided(&self.decisions.write()).map_err(error)?;
        }
        while signals.heard().is_none() && self.index.read_words(WORDS).map_err(error)? > 0 {}
        Ok(())
    }
}

/// What a look at the files found.
#[derive(Default)]
struct Looked {
    seen: HashSet<String>,
    changed: Vec<PathBuf>,
    stamps: HashMap<String, String>,
    known: HashMap<String, Known>,
    gone: Vec<String>,
    /// Files and folders that could not be looked into, wholly or in part, and why.
    unseen: Vec<(PathBuf, String)>,
}

/// What came of reading.
#[derive(Default)]
struct Heard {
    gone: usize,
    failed: usize,
}

/// Whether the marks of a story of a file are not as they were.
fn is_marked(before: &Known, path: &Path, marks: &Marks) -> bool {
    before.stories.iter().any(|(_, kept, state)| marks.state(path, kept.as_deref()) != *state)
}

/// What is put of a story, and why its marks could not be read, where they could not.
type Made = (Put, Option<String>);

/// What is made of each story: nothing where it is as the index has it.
fn make(places: &Places, known: HashMap<String, Known>) -> Arc<Make<Made>> {
    let (places, marks) = (places.clone(), Marks::of(places));
    let models = Models::embedded();
    Arc::new(move |loaded: &Loaded| {
        let article = &loaded.article;
        let path = match &article.origin {
            crate::article::Origin::File(path) | crate::article::Origin::Part(path) => path.clone(),
            _ => PathBuf::from(&article.id),
        };
        let (hash, kept) = (article.hash(), marks::kept(&places, article));
        let state = marks.state(&path, kept.as_deref());
        let path = path.to_string_lossy().into_owned();
        let is_known = known.get(&path).is_some_and(|known| {
            known.stories.iter().any(|(other, _, marks)| *other == hash && *marks == state)
        });
        let mut refused = None;
        let records = (!is_known).then(|| {
            let set = annotations::load(article, &places, "").map(|loaded| loaded.set);
            let set = set.unwrap_or_else(|error| {
                refused = Some(format!("its marks are left out: {}", reading::told(&error)));
                Set::default()
            });
            let go_on = &mut |_| ControlFlow::Continue(());
            let analysis = nlp::analyse(article, &models, go_on).unwrap_or_default();
            Box::new(records(&Story::new(article.clone(), analysis, &set), &set))
        });
        (Put::Story { path, hash, records, kept, marks: state }, refused)
    })
}

/// A run through files that changed.
struct Run<'a> {
    filing: Filing<'a>,
    progress: Option<Progress>,
    read: u64,
    heard: &'a mut Heard,
}

impl Run<'_> {
    fn take(&mut self, one: Option<Finished<Made>>) -> std::io::Result<()> {
        let Some(one) = one else { return self.filing.put_if_due() };
        self.filing.begin(&one.id);
        for made in one.made {
            self.read += 1;
            let why = match made {
                Ok((step, refused)) => {
                    self.filing.steps.push(step);
                    refused
                }
                Err(failure) => {
                    self.heard.failed += 1;
                    Some(failure.why)
                }
            };
            if let Some(why) = why {
                self.filing.failed(&why);
                if let Some(progress) = &mut self.progress {
                    progress.clear();
                    tell(&format!("error: {}: {why}", one.id));
                }
            }
        }
        if let Some(progress) = &mut self.progress {
            progress.show(self.read, self.heard.failed as u64);
        }
        self.filing.put_if_due()
    }
}

/// Steps on their way into the index.
struct Filing<'a> {
    index: &'a mut Index,
    round: i64,
    stamps: HashMap<String, String>,
    /// The file whose stories come, and what of it could not be read.
    open: Option<(String, Option<String>)>,
    steps: Vec<Put>,
    last: Instant,
}

impl Filing<'_> {
    /// Another file begins: the one before is whole.
    fn begin(&mut self, path: &str) {
        if self.open.as_ref().is_none_or(|(open, _)| open != path) {
            self.close();
            self.open = Some((path.to_owned(), None));
        }
    }

    fn failed(&mut self, why: &str) {
        if let Some((_, error)) = &mut self.open {
            error.get_or_insert_with(|| why.to_owned());
        }
    }

    fn close(&mut self) {
        if let Some((path, error)) = self.open.take() {
            let stamp = self.stamps.remove(&path).unwrap_or_default();
            self.steps.push(Put::Whole { path, stamp, error });
        }
    }

    fn put_if_due(&mut self) -> std::io::Result<()> {
        if self.steps.len() >= STEPS || self.last.elapsed() >= GATHERED {
            self.put()
        } else {
            Ok(())
        }
    }

    fn put(&mut self) -> std::io::Result<()> {
        let put = self.index.put(self.round, &std::mem::take(&mut self.steps));
        self.last = Instant::now();
        put.map_err(|error| std::io::Error::other(stop(&error).0))
    }

    fn end(&mut self) -> std::io::Result<()> {
        self.close();
        self.put()
    }
}
