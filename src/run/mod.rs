//! Threads, the loop, and the headless commands.

pub mod apart;
mod batch;
pub mod check;
pub mod colleagues;
pub mod config;
mod decide;
mod desk;
pub mod eval;
pub mod export;
pub mod extract;
pub mod import;
pub mod library;
pub mod linear;
pub mod load;
pub mod open;
mod pdf;
mod reading;
pub mod train;
pub mod tui;

use std::env;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use thiserror::Error;

use crate::disk::output::{self, Forbidden};
use crate::text::clean::clean_line;

/// How a command ended that ran to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Done, also with nothing found or with single articles failed and told.
    Done,
    /// A check that was asked for failed.
    CheckFailed,
}

/// An error that stopped the run, as a sentence.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{0}")]
pub struct Stop(pub String);

/// One line on standard error, cleaned: names of files may hold anything. A closed error stream is
/// nobody's business.
pub fn tell(words: &str) {
    let _ = writeln!(io::stderr(), "{}", clean_line(words));
}

/// Writes a page to standard output, cleaned by whoever made it. A reader that has seen enough closes
/// the pipe: that is success.
fn print(page: &str) -> Result<End, Stop> {
    match io::stdout().write_all(page.as_bytes()).and_then(|()| io::stdout().flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Stop(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(End::Done),
    }
}

/// Who marks: `ONRECORD_ANNOTATOR`, else the name one is logged in by.
fn annotator() -> String {
    ["ONRECORD_ANNOTATOR", "USER", "USERNAME", "LOGNAME"]
        .into_iter()
        .find_map(variable)
        .unwrap_or_else(|| "reader".to_owned())
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// Words as part of the name of a file: letters, digits and stops, at most sixty.
fn plain_name(words: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || c == '.' { c } else { '-' };
    words.chars().map(plain).take(60).collect()
}

/// The time, to the second.
fn now() -> Timestamp {
    let second = Timestamp::now().as_second();
    Timestamp::from_second(second).expect("a second of now is a time")
}

/// Ends as a signal ends a program that does not hear it, so that whoever sent it sees that.
fn end_by(signal: i32) -> ! {
    #[cfg(unix)]
    let _ = signal_hook::low_level::emulate_default_handler(signal);
    std::process::exit(128 + signal)
}

/// Stops a run that would write over what it reads or over a reader's marks.
pub fn spare(out: Option<&Path>, inputs: &[PathBuf]) -> Result<(), Stop> {
    let Some(out) = out else { return Ok(()) };
    let why = match output::forbidden(out, inputs) {
        None => return Ok(()),
        Some(Forbidden::Input) => "is one of the stories to be read",
        Some(Forbidden::Marks) => "would replace marks",
    };
    Err(Stop(format!("--out {} {why}: name another file", out.display())))
}
