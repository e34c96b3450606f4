//! The threads beside the screen: one hears keys, one opens stories, one keeps marks in order.

use std::any::Any;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use crossbeam_channel::{Receiver, Sender};

use super::{Export, Heard, Open, Save};
use crate::app::{Effect, Report};
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
pub fn load(count: usize, open: Arc<Open>, tell: Sender<Heard>) {
    thread::spawn(move || {
        for tab in 0..count {
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
            let report = match opened {
                Ok(Ok((story, marks))) => Report::Ready(tab, Box::new(story), marks),
                Ok(Err(why)) => Report::Failed(tab, why),
                Err(panic) => Report::Failed(tab, told(panic.as_ref())),
            };
            if tell.send(Heard::Worker(report)).is_err() {
                return;
            }
        }
    });
}

/// Keeps marks and writes exports, in the order asked.
pub struct Keeper {
    ask: Sender<Effect>,
    thread: JoinHandle<()>,
}

impl Keeper {
    /// Starts it.
    pub fn new(save: Arc<Save>, export: Arc<Export>, tell: Sender<Heard>) -> Keeper {
        let (ask, asked) = crossbeam_channel::unbounded();
        let thread = thread::spawn(move || keep(&asked, save.as_ref(), export.as_ref(), &tell));
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

fn keep(asked: &Receiver<Effect>, save: &Save, export: &Export, tell: &Sender<Heard>) {
    while let Ok(first) = asked.recv() {
        let batch: Vec<Effect> = std::iter::once(first).chain(asked.try_iter()).collect();
        for effect in latest(batch) {
            let done = catch_unwind(AssertUnwindSafe(|| kept(&effect, save, export)));
            let report = done.unwrap_or_else(|panic| failed(&effect, told(panic.as_ref())));
            // Nobody listens any more when the reader has left; the work still had to be done.
            let _ = tell.send(Heard::Worker(report));
        }
    }
}

/// Leaves out a save that a later one of the same story makes needless.
fn latest(batch: Vec<Effect>) -> Vec<Effect> {
    let mut last: HashMap<usize, u64> = HashMap::new();
    for effect in &batch {
        if let Effect::Save { tab, revision, .. } = effect {
            last.insert(*tab, *revision);
        }
    }
    let needed = |effect: &Effect| match effect {
        Effect::Save { tab, revision, .. } => last.get(tab) == Some(revision),
        _ => true,
    };
    batch.into_iter().filter(needed).collect()
}

fn kept(effect: &Effect, save: &Save, export: &Export) -> Report {
    match effect {
        Effect::Save { tab, revision, story, marks } => match save(story, marks) {
            Ok(()) => {
                let at = jiff::ZonedDateTime::now().strftime("%H:%M").to_string();
                Report::Saved { tab: *tab, revision: *revision, at }
            }
            Err(why) => failed(effect, why),
        },
        Effect::Export { format, story, marks } => Report::Exported(export(format, story, marks)),
        Effect::Suspend | Effect::Quit => Report::Warned("nothing to keep".to_owned()),
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
