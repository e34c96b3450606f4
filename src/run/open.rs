//! `onrecord FILE…`: stories on the screen, or their statements as text where there is no screen.

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use super::config::Wishes;
use super::load::{self, Failure, Job};
use super::{End, Stop, desk, tell, tui};
use crate::article::{Article, Origin};
use crate::disk::places::Places;
use crate::export;
use crate::nlp::Models;

/// The story that opens when none is named.
const BUILT_IN: &str = include_str!("../../assets/stories/river-bridge.txt");

/// The story that teaches the keys.
const TUTORIAL: &str = include_str!("../../assets/stories/tutorial.txt");

/// The tutorial, to be read.
pub fn tutorial() -> Job {
    Job::File("tutorial.txt".to_owned(), Origin::BuiltIn, TUTORIAL.as_bytes().to_vec())
}

/// The built-in story, to be read.
pub fn built_in() -> Job {
    Job::File("river-bridge.txt".to_owned(), Origin::BuiltIn, BUILT_IN.as_bytes().to_vec())
}

/// Every article that `files` name; the built-in one where they name none.
pub fn articles(files: Vec<PathBuf>) -> Box<dyn Iterator<Item = Result<Article, Failure>>> {
    if files.is_empty() {
        let loaded = built_in().load(None).into_iter();
        return Box::new(loaded.map(|one| one.map(|loaded| loaded.article)));
    }
    Box::new(load::articles(files, None))
}

/// Opens `files` on the screen, or prints their statements where there is none.
pub fn stories(files: Vec<PathBuf>, theme: Option<&str>, teach: bool) -> Result<End, Stop> {
    if !io::stdout().is_terminal() {
        return print(files);
    }
    let (desk, failures) = desk::set(files, theme, teach);
    let ended = match &desk {
        Some(desk) => tui::open(desk),
        None => Err(Stop("no story could be read".to_owned())),
    };
    // On the screen they were seen for a moment only.
    for failure in failures {
        tell(&format!("error: {failure}"));
    }
    ended.map(|()| End::Done)
}

/// Prints the statements of every story as text, with the reader's marks. A story that cannot be
/// read is told and the others are still done; where none could be read, nothing was done.
fn print(files: Vec<PathBuf>) -> Result<End, Stop> {
    let format = export::format("text").expect("the table of formats has it");
    let places = Places::of_user();
    let wishes = Wishes::read(places.as_ref());
    let order = super::export::Order {
        codebook: &wishes.codebook,
        format,
        out: None,
        strict: false,
        reading: true,
        tells: false,
        places: places.as_ref(),
        inputs: &[],
        models: &Models::embedded(),
    };
    super::export::export(articles(files), &order)
}
