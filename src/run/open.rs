//! `onrecord FILE…`: stories on the screen, or their statements as text where there is no screen.

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use super::load::{self, Failure};
use super::{End, Stop};
use crate::article::{Article, Origin};
use crate::disk::places::Places;
use crate::export;
use crate::import::{self, Format};
use crate::nlp::Models;

/// The story that opens when none is named.
const BUILT_IN: &str = include_str!("../../assets/stories/river-bridge.txt");

/// The built-in story as an article.
pub fn built_in() -> Result<Article, Failure> {
    import::article("river-bridge.txt", Origin::BuiltIn, BUILT_IN, Format::Text)
        .map_err(|refused| Failure { id: refused.id, why: refused.why.to_string() })
}

/// Every article that `files` name; the built-in one where they name none.
pub fn articles(files: Vec<PathBuf>) -> Box<dyn Iterator<Item = Result<Article, Failure>>> {
    if files.is_empty() {
        return Box::new(std::iter::once(built_in()));
    }
    Box::new(load::articles(files, None))
}

/// Opens `files` on the screen, or prints their statements where there is none.
pub fn stories(files: Vec<PathBuf>) -> Result<End, Stop> {
    if io::stdout().is_terminal() { show(files) } else { print(files) }
}

/// The screen takes over here.
fn show(files: Vec<PathBuf>) -> Result<End, Stop> {
    print(files)
}

/// Prints the statements of every story as text, with the reader's marks. A story that cannot be
/// read is told and the others are still done; where none could be read, nothing was done.
fn print(files: Vec<PathBuf>) -> Result<End, Stop> {
    let format = export::format("text").expect("the table of formats has it");
    let places = Places::of_user();
    let order = super::export::Order {
        format,
        out: None,
        strict: false,
        tells: false,
        places: places.as_ref(),
        models: &Models::embedded(),
    };
    super::export::export(articles(files), &order)
}
