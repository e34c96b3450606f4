//! `onrecord FILE…`: stories on the screen, or their statements as text where there is no screen.

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;

use super::load::{self, Failure};
use super::{End, Stop, tell};
use crate::annotation::Set;
use crate::article::{Article, Origin};
use crate::import::{self, Format};
use crate::nlp::{self, Models};
use crate::story::Story;
use crate::text::clean::clean_line;

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

/// Prints the statements of every story as text. A story that cannot be read is told and the others
/// are still done; where none could be read, nothing was done.
fn print(files: Vec<PathBuf>) -> Result<End, Stop> {
    let models = Models::embedded();
    let mut out = io::stdout().lock();
    let (mut printed, mut failed) = (false, false);
    for article in articles(files) {
        let article = match article {
            Ok(article) => article,
            Err(failure) => {
                tell(&format!("error: {failure}"));
                failed = true;
                continue;
            }
        };
        let go_on = &mut |_| ControlFlow::Continue(());
        let analysis = nlp::analyse(&article, &models, go_on).unwrap_or_default();
        let story = Story::new(article, analysis, &Set::default());
        printed = true;
        match out.write_all(text(&story).as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(End::Done),
            Err(error) => return Err(Stop(format!("cannot write standard output: {error}"))),
            Ok(()) => {}
        }
    }
    if failed && !printed {
        return Err(Stop("no story could be read".to_owned()));
    }
    Ok(End::Done)
}

/// The statements of one story, a paragraph each.
fn text(story: &Story) -> String {
    let mut text = format!("{}\n", clean_line(story.article.label()));
    for statement in &story.statements {
        let words: Vec<&str> =
            statement.content.iter().map(|span| story.article.words(*span)).collect();
        let _ = writeln!(text, "\n{}\n    {}", statement.said_by(), words.join(" … "));
    }
    let _ = writeln!(text, "\nStatements: {}", story.statements.len());
    text
}
