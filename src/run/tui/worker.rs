//! The threads beside the screen: one hears keys, one opens stories, one keeps marks in order.

use std::any::Any;
use std::collections::{BTreeMap, HashMap};
use std::ops::{ControlFlow, Range};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};

use super::{Ask, Desk, Export, Heard, Look, Open, Save, Unsaved};
use crate::app::{Asked, Effect, Report};
use crate::nlp::Progress;

/// Hears keys, mouse and resizes, until nobody listens.
pub fn listen(tell: Sender<Heard>) {
    thread::spawn(move || {
        loop {
            let heard = match crossterm::event::read() {
                Ok(event) => Heard::Terminal(event),
                Err(error) => Heard::Gone(error),
            };
            let last = matches!(heard, Heard::Gone(_));
            if tell.send(heard).is_err() || last {
                return;
            }
        }
    });
}

/// Steps of progress that are told: per cent.
const PROGRESS_STEPS: usize = 100;

/// Opens stories one after the other. A panic in one is that story's failure.
pub fn load(tabs: Range<usize>, open: Arc<Open>, tell: Sender<Heard>) {
    thread::spawn(move || {
        for tab in tabs {
            let mut last = None;
            let mut progress = |done: Progress| {
                // A step that cannot be seen on the screen is not worth a picture.
                let step = done.done * PROGRESS_STEPS / done.total.max(1);
                if last.replace(step) == Some(step) {
                    return ControlFlow::Continue(());
                }
                match tell.send(Heard::Worker(Report::Analysing(tab, done))) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(_) => ControlFlow::Break(()),
                }
            };
            let opened = catch_unwind(AssertUnwindSafe(|| open(tab, &mut progress)));
            let mut warning = None;
            let report = match opened {
                Ok(Ok(opened)) => {
                    warning = opened.warning;
                    Report::Ready(tab, opened.reader)
                }
                Ok(Err(why)) => Report::Failed(tab, why),
                Err(panic) => Report::Failed(tab, told(panic.as_ref())),
            };
            let reports = std::iter::once(report).chain(warning.map(Report::Warned));
            if reports.into_iter().any(|report| tell.send(Heard::Worker(report)).is_err()) {
                return;
            }
        }
    });
}

/// Asks the collection, one question after the other, until nobody asks.
pub fn asker(ask: Arc<Ask>, tell: Sender<Heard>) -> Sender<Asked> {
    let (asker, questions) = crossbeam_channel::unbounded();
    thread::spawn(move || {
        for one in &questions {
            // Whoever asks for something else does not wait for this.
            let answer = ask(one, &|| !questions.is_empty());
            if answer.is_some_and(|answer| tell.send(Heard::Worker(answer.into())).is_err()) {
                return;
            }
        }
    });
    asker
}

/// What is done to the files of stories that are open.
pub struct Hands {
    save: Arc<Save>,
    look: Arc<Look>,
    export: Arc<Export>,
}

impl Hands {
    /// Those of a desk.
    pub fn of(desk: &Desk) -> Hands {
        let Desk { save, look, export, .. } = desk;
        Hands { save: save.clone(), look: look.clone(), export: export.clone() }
    }
}

/// Keeps marks, looks after them and writes exports, in the order asked.
pub struct Keeper {
    ask: Sender<Effect>,
    thread: JoinHandle<()>,
}

impl Keeper {
    /// Starts it.
    pub fn new(hands: Hands, tell: Sender<Heard>) -> Keeper {
        let (ask, asked) = crossbeam_channel::unbounded();
        let thread = thread::spawn(move || keep(&asked, &hands, &tell));
        Keeper { ask, thread }
    }

    /// Asks for one effect.
    pub fn ask(&self, effect: Effect) {
        // It ends only with us, so somebody listens.
        let _ = self.ask.send(effect);
    }

    /// Waits until everything asked is done.
    pub fn finish(self) {
        drop(self.ask);
        let _ = self.thread.join();
    }
}

/// How long a save that failed waits for its next try: at first, and at most.
const WAIT: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(16)];

/// Saves that failed, by story; each is tried again until it succeeds or a later one takes its place.
struct Failed {
    saves: BTreeMap<usize, (Effect, String)>,
    wait: Duration,
}

fn keep(asked: &Receiver<Effect>, hands: &Hands, tell: &Sender<Heard>) {
    let mut failed = Failed { saves: BTreeMap::new(), wait: WAIT[0] };
    loop {
        let first = if failed.saves.is_empty() {
            asked.recv().map_err(|_| RecvTimeoutError::Disconnected)
        } else {
            asked.recv_timeout(failed.wait)
        };
        let left = matches!(first, Err(RecvTimeoutError::Disconnected));
        let batch = match first {
            Ok(first) => latest(std::iter::once(first).chain(asked.try_iter()).collect()),
            Err(RecvTimeoutError::Timeout) => {
                failed.wait = (failed.wait * 2).min(WAIT[1]);
                failed.again()
            }
            // The reader leaves: once more, and then the marks are rescued.
            Err(RecvTimeoutError::Disconnected) => failed.again(),
        };
        for effect in batch {
            for report in failed.kept(&effect, hands) {
                // Nobody may listen when the reader has left; the work still had to be done.
                let _ = tell.send(Heard::Worker(report));
            }
        }
        if left {
            return;
        }
    }
}

impl Failed {
    fn again(&self) -> Vec<Effect> {
        self.saves.values().map(|(effect, _)| effect.clone()).collect()
    }

    /// Does what is asked, remembers it where it failed, and gives what is to be told: a failure that
    /// was told before is not told again.
    fn kept(&mut self, effect: &Effect, hands: &Hands) -> Vec<Report> {
        let done = catch_unwind(AssertUnwindSafe(|| kept(effect, hands)));
        let reports = done.unwrap_or_else(|panic| vec![self::failed(effect, told(panic.as_ref()))]);
        let Effect::Save { tab, revision, .. } = effect else { return reports };
        let before = self.saves.remove(tab);
        if let Some(Report::NotSaved(_, why)) = reports.first() {
            let told = before.is_some_and(|(effect, told)| {
                told == *why
                    && matches!(effect, Effect::Save { revision: it, .. } if it == *revision)
            });
            self.saves.insert(*tab, (effect.clone(), why.clone()));
            if told {
                return Vec::new();
            }
        }
        if self.saves.is_empty() {
            self.wait = WAIT[0];
        }
        reports
    }
}

/// Leaves out a save that a later one of the same story makes needless; what the reader decided stays.
fn latest(batch: Vec<Effect>) -> Vec<Effect> {
    let mut last: HashMap<usize, (u64, bool)> = HashMap::new();
    for effect in &batch {
        if let Effect::Save { tab, revision, decided, .. } = effect {
            let before = last.get(tab).is_some_and(|(_, before)| *before);
            last.insert(*tab, (*revision, *decided || before));
        }
    }
    let needed = |effect| match effect {
        Effect::Save { tab, revision, story, marks, .. } => {
            let (_, decided) = last.get(&tab).filter(|(last, _)| *last == revision)?;
            Some(Effect::Save { tab, revision, story, marks, decided: *decided })
        }
        other => Some(other),
    };
    batch.into_iter().filter_map(needed).collect()
}

fn kept(effect: &Effect, hands: &Hands) -> Vec<Report> {
    match effect {
        Effect::Save { tab, revision, story, marks, decided } => {
            match (hands.save)(story, marks, *decided) {
                Ok(elsewhere) => {
                    let at = jiff::ZonedDateTime::now().strftime("%H:%M").to_string();
                    let saved = Report::Saved { tab: *tab, revision: *revision, at };
                    std::iter::once(saved).chain(elsewhere.map(Report::Warned)).collect()
                }
                Err(Unsaved::Failed(why)) => vec![failed(effect, why)],
                Err(Unsaved::Outside(outside)) => vec![Report::Outside(*tab, outside)],
            }
        }
        Effect::Export { format, story, marks } => {
            vec![Report::Exported((hands.export)(format, story, marks))]
        }
        Effect::Look { tab, story } => match (hands.look)(story) {
            Ok(outside) => outside.map(|it| Report::Outside(*tab, it)).into_iter().collect(),
            Err(why) => vec![Report::Warned(why)],
        },
        Effect::Ask(_)
        | Effect::Open(..)
        | Effect::Copy(_)
        | Effect::KeepCodebook(_)
        | Effect::Suspend
        | Effect::Quit => Vec::new(),
    }
}

fn failed(effect: &Effect, why: String) -> Report {
    match effect {
        Effect::Save { tab, .. } => Report::NotSaved(*tab, why),
        _ => Report::Exported(Err(why)),
    }
}

/// What a panic said.
fn told(panic: &(dyn Any + Send)) -> String {
    let words = panic.downcast_ref::<String>().map(String::as_str);
    let words = words.or_else(|| panic.downcast_ref::<&str>().copied());
    format!("onrecord made a mistake here: {}", words.unwrap_or("no more is known"))
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::super::Opened;
    use super::*;
    use crate::annotation::{Codebook, Set};
    use crate::app::Reader;
    use crate::article::{Article, Origin};
    use crate::disk::atomic::{self, Deed};
    use crate::nlp::Analysis;
    use crate::story::Story;
    use crate::text::clean::clean;

    fn story() -> Story {
        let article = Article::new("test", Origin::BuiltIn, clean("One line."));
        Story::new(article, Analysis::default(), &Set::default())
    }

    /// Looks, and sees that nobody changed anything.
    fn nobody() -> Arc<Look> {
        Arc::new(|_| Ok(None))
    }

    fn reports(heard: &Receiver<Heard>) -> Vec<String> {
        let told = |one| match one {
            Heard::Worker(Report::Ready(tab, ..)) => format!("{tab} ready"),
            Heard::Worker(Report::Failed(tab, why)) => format!("{tab} failed: {why}"),
            Heard::Worker(Report::Analysing(tab, at)) => format!("{tab} at {}", at.done),
            Heard::Worker(Report::Saved { tab, revision, .. }) => format!("{tab} saved {revision}"),
            Heard::Worker(Report::NotSaved(tab, why)) => format!("{tab} not saved: {why}"),
            Heard::Worker(Report::Exported(what)) => format!("{what:?}"),
            _ => "something else".to_owned(),
        };
        heard.iter().map(told).collect()
    }

    #[test]
    fn a_story_that_fails_or_panics_does_not_stop_the_next() {
        let (tell, heard) = crossbeam_channel::unbounded();
        let open: Arc<Open> = Arc::new(|tab, tell| {
            let told = [0, 1, 2, 500, 1000].map(|done| tell(Progress { done, total: 1000 }));
            assert!(told.iter().all(ControlFlow::is_continue));
            match tab {
                0 => Err("it is empty".to_owned()),
                1 => panic!("lost count"),
                _ => {
                    let book = Arc::new(Codebook::built_in().clone());
                    let reader = Box::new(Reader::new(story(), Set::default(), book));
                    Ok(Opened { reader, warning: None })
                }
            }
        });
        load(0..3, open, tell);
        let steps = |tab| [0, 500, 1000].map(|done| format!("{tab} at {done}"));
        let mut expected = Vec::new();
        for (tab, end) in [
            (0, "0 failed: it is empty"),
            (1, "1 failed: onrecord made a mistake here: lost count"),
            (2, "2 ready"),
        ] {
            expected.extend(steps(tab));
            expected.push(end.to_owned());
        }
        assert_eq!(reports(&heard), expected);
    }

    /// A fault below each step of a save: told once, tried again by itself, and told when it succeeds.
    #[test]
    fn a_save_that_failed_is_tried_again() {
        for deed in Deed::ALL {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("a.txt.onrecord.ron");
            let (tell, heard) = crossbeam_channel::unbounded();
            let (tries, at) = (AtomicUsize::new(0), path.clone());
            let save: Arc<Save> = Arc::new(move |_, _, _| {
                let failing = tries.fetch_add(1, Ordering::Relaxed) < 2;
                atomic::faults::set(failing.then_some(deed));
                let done = atomic::replace(&at, b"marks");
                done.map(|()| None).map_err(|error| Unsaved::Failed(error.to_string()))
            });
            let export: Arc<Export> = Arc::new(|_, _, _| panic!("nobody asks for one"));
            let keeper = Keeper::new(Hands { save, look: nobody(), export }, tell);
            let (story, marks) = (Arc::new(story()), Set::default());
            keeper.ask(Effect::Save { tab: 0, revision: 3, story, marks, decided: false });
            let next = || match heard.recv_timeout(Duration::from_secs(10)) {
                Ok(Heard::Worker(Report::NotSaved(0, why))) => why,
                Ok(Heard::Worker(Report::Saved { tab: 0, revision: 3, .. })) => "saved".to_owned(),
                _ => "something else".to_owned(),
            };
            assert!(next().starts_with(&format!("cannot {deed}")));
            // The second try, a second later, fails in the same way and says nothing; leaving tries once
            // more.
            thread::sleep(WAIT[0] + Duration::from_millis(200));
            keeper.finish();
            assert_eq!(next(), "saved");
            assert_eq!(crate::disk::read::bytes(&path).expect("it is there"), b"marks");
        }
    }

    #[test]
    fn marks_are_kept_in_order_and_the_last_ones_always() {
        let (tell, heard) = crossbeam_channel::unbounded();
        let kept = Arc::new(Mutex::new(0));
        let count = kept.clone();
        let save: Arc<Save> = Arc::new(move |_, _, _| {
            *count.lock().expect("nobody panics with it") += 1;
            Ok(None)
        });
        let export: Arc<Export> = Arc::new(|format, _, _| match format {
            "csv" => Err("the disk is full".to_owned()),
            _ => panic!("no such format"),
        });
        let keeper = Keeper::new(Hands { save, look: nobody(), export }, tell);
        let story = Arc::new(story());
        for revision in 1..=20 {
            let (story, marks) = (story.clone(), Set::default());
            keeper.ask(Effect::Save { tab: 0, revision, story, marks, decided: false });
        }
        for format in ["csv", "tapestry"] {
            let (story, marks) = (story.clone(), Set::default());
            keeper.ask(Effect::Export { format: format.to_owned(), story, marks });
        }
        keeper.finish();
        let told = reports(&heard);
        let (saves, exports): (Vec<_>, Vec<_>) = told.iter().partition(|one| one.contains("saved"));
        assert_eq!(saves.last().map(|one| one.as_str()), Some("0 saved 20"));
        assert_eq!(saves.len(), *kept.lock().expect("nobody panics with it"));
        let failed =
            ["Err(\"the disk is full\")", "Err(\"onrecord made a mistake here: no such format\")"];
        assert_eq!(exports, failed);
    }
}
