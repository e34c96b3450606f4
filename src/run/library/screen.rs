//! What the screen asks of the collection. As on the command line a small one is looked through before a
//! question; what is found in a large one is told where it is not as it was.

use super::find::{Stories, Tagging, changed, each, read, stale};
use super::people::doubts;
use super::work::progress_of;
use super::{Collection, report, stop};
use crate::annotation::Codebook;
use crate::app::{Answer, Asked, Found, Question};
use crate::disk::exports::Exports;
use crate::disk::index::{Hit, Voice};
use crate::export::{collection, pages};
use crate::library::person::person;
use crate::nlp::Models;
use crate::run::batch::signals::Signals;
use crate::run::reading::told;
use crate::run::{Stop, batch};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// Hits that are listed at once: more than a screen has lines, read in a few milliseconds.
const PAGE: usize = 200;

/// People listed at most: of a large collection those who speak most.
const VOICES: usize = 1_000;

/// Answers what the screen asks. A mistake of ours is that question's failure.
pub fn answer(
    asked: Asked,
    codebook: &Codebook,
    exports: &Mutex<Exports>,
    stop: &dyn Fn() -> bool,
) -> Option<Answer> {
    if asked == Asked::Nothing {
        return None;
    }
    let answered = batch::crew::caught("collection", || answered(asked, codebook, exports, stop));
    match answered {
        Ok(Ok(answer)) => answer,
        Ok(Err(Stop(why))) => Some(Answer::Failed(why)),
        Err(failure) => Some(Answer::Failed(failure.why)),
    }
}

fn answered(
    asked: Asked,
    codebook: &Codebook,
    exports: &Mutex<Exports>,
    waits_no_more: &dyn Fn() -> bool,
) -> Result<Option<Answer>, Stop> {
    let (mut collection, anew) = Collection::found()?;
    if let Some(why) = anew {
        let how = "onrecord library refresh makes it anew from the stories";
        return Err(Stop(format!("the index of the collection {why}: {how}")));
    }
    if !collection.index.holds_more_than(0).map_err(|error| stop(&error))? {
        return Err(Stop("the collection is empty: onrecord library add FOLDER".to_owned()));
    }
    // The terminal is the app's, and so are the signals.
    if matches!(asked, Asked::Hits(_, 0)) && !collection.is_large()? {
        collection.refresh_until(&Signals::default(), false)?;
    }
    Ok(Some(match asked {
        Asked::Hits(question, from) => hits(&collection, question, from)?,
        Asked::Person(name, width) => {
            let records = collection.index.said_by(&name).map_err(|error| stop(&error))?;
            page("a person of the collection", &pages::person(&person(&name, records), width))
        }
        Asked::Counts(question, width) => {
            let survey = report::usual(&collection, &question, waits_no_more)?;
            let Some(survey) = survey else { return Ok(None) };
            page("what was found, in numbers", &pages::survey(&survey, width))
        }
        Asked::People => {
            let voices = collection.index.voices("", VOICES).map_err(|error| stop(&error))?;
            let voice = |one: Voice| (one.name, one.statements, one.stories);
            Answer::People(voices.into_iter().map(voice).collect(), doubts(&collection)?)
        }
        Asked::Same { same, name, other } => {
            if same {
                collection.decisions.join(&[other.clone(), name.clone()]);
            } else {
                collection.decisions.part(&other, &name);
            }
            collection.keep_decisions()?;
            collection.refresh_until(&Signals::default(), false)?;
            let is = if same { "is" } else { "is not" };
            Answer::Same(format!("{name} {is} {other}, in every story from now on"))
        }
        Asked::Progress => page("how far everybody is", &progress_of(&collection, None)?),
        Asked::Tag(found, number) => tag(&collection, found, codebook, number),
        Asked::Export(question, format) => export(&collection, &question, &format, exports)?,
        Asked::Nothing => return Ok(None),
    }))
}

fn hits(collection: &Collection, question: Question, from: usize) -> Result<Answer, Stop> {
    let query = read(&question.text)?;
    let found = collection.index.ask(&query, question.sort, from, PAGE);
    let found = found.map_err(|error| stop(&error))?;
    let changed = stale(&found.hits);
    let one = |hit: Hit| Found { record: hit.record, hash: hit.hash };
    let hits = found.hits.into_iter().map(one).collect();
    Ok(Answer::Hits(question, from, hits, found.more, changed))
}

fn page(title: &'static str, text: &str) -> Answer {
    Answer::Page(title, text.lines().map(str::to_owned).collect())
}

fn tag(collection: &Collection, found: Vec<Found>, codebook: &Codebook, number: usize) -> Answer {
    let mut stories = Stories::default();
    for one in found {
        stories.add(&one.record.about.file, one.hash, one.record.id);
    }
    let models = Models::embedded();
    let by = Tagging { places: &collection.places, codebook, number, models: &models };
    let (mut done, mut failed) = (Vec::new(), Vec::new());
    let gone = stories.read(&mut |article, ids| {
        let (name, hash): (String, Arc<str>) = (article.id.clone(), article.hash().into());
        match by.story(article, &ids) {
            Ok(_) => done.extend(ids.into_iter().map(|id| (hash.clone(), id))),
            Err(why) => failed.push(format!("{name}: {why}")),
        }
    });
    failed.extend(gone.iter().map(|(file, _)| changed(file)));
    Answer::Tagged(done, number, failed)
}

/// Writes all that a question finds beside where the program was begun.
fn export(
    collection: &Collection,
    question: &Question,
    format: &str,
    exports: &Mutex<Exports>,
) -> Result<Answer, Stop> {
    let query = read(&question.text)?;
    let csv = format == "csv";
    let mut text = if csv { collection::head() } else { String::new() };
    let mut count = 0_usize;
    each(collection, &query, question.sort, &mut |hit| {
        count += 1;
        text += &if csv { collection::csv(&hit.record) } else { collection::json(&hit.record) };
        ControlFlow::Continue(())
    })?;
    let mut exports = exports.lock().unwrap_or_else(PoisonError::into_inner);
    let place = exports.write(Path::new("found.onrecord"), format, text.as_bytes());
    let place = place.map_err(|error| Stop(told(&error)))?;
    Ok(Answer::Written(format!("{count} statements in {}", place.path.display())))
}
