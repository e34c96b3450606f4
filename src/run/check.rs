//! `onrecord check`: whether every mark still has its place in its story.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::reading::told;
use super::{End, Stop, load, tell};
use crate::annotation::{Anchors, State};
use crate::disk::annotations;
use crate::disk::places::Places;
use crate::disk::read;
use crate::text::clean::clean_line;
use crate::text::wrap::fit;

/// Columns of a mark's words.
const WORDS: usize = 60;

/// Lists the marks of these stories that are not where they were, each with its line in the file of
/// marks, what stands in its place now, and what to do. A failed check where one is lost, or a file
/// of marks cannot be used; with `strict` where one has no sure place, or a story cannot be read.
pub fn check(files: Vec<PathBuf>, strict: bool) -> Result<End, Stop> {
    let places = Places::of_user().ok_or_else(|| {
        Stop("there is no home folder that marks could be in; set HOME".to_owned())
    })?;
    let mut totals = [0_usize; 5];
    let (mut page, mut failed, mut refused) = (String::new(), 0, 0);
    for article in load::articles(files, None) {
        let loaded = article.map_err(|error| error.to_string()).and_then(|article| {
            let loaded = annotations::load(&article, &places, "").map_err(|error| {
                refused += 1;
                told(&error)
            })?;
            Ok((article, loaded))
        });
        let (article, loaded) = match loaded {
            Ok(loaded) => loaded,
            Err(why) => {
                tell(&format!("error: {why}"));
                failed += 1;
                continue;
            }
        };
        let (set, marks) = (loaded.set, loaded.notebook.path().to_owned());
        let lines = lines(&marks);
        let anchors = Anchors::new(&article.text, set.items().map(|(_, item)| item));
        let mut items: Vec<_> = set.items().collect();
        items.sort_by_key(|(_, item)| item.start());
        for (id, item) in items {
            let state = anchors.state(item);
            totals[state as usize] += 1;
            if state == State::Ok {
                continue;
            }
            let words: Vec<&str> = item.content.iter().map(|it| it.exact.as_str()).collect();
            let at = anchors.content(item).map(|spans| spans[0].start());
            let line =
                at.and_then(|at| article.text.get(..at)).map(|it| it.matches('\n').count() + 1);
            let line = line.map_or(String::new(), |line| format!(":{line}"));
            let words = short(&words.join(" … "));
            let story = clean_line(&article.id);
            let _ = writeln!(page, "{story}{line}: {}: {words}", state.word());
            let at = lines.get(id.as_str()).map_or(String::new(), |line| format!(":{line}"));
            let marks = clean_line(&marks.display().to_string());
            let _ = writeln!(page, "    {marks}{at}: item {}", id.as_str());
            let lost = item.content.iter().filter(|it| it.find(&article.text).span().is_none());
            for now in lost.filter_map(|anchor| anchor.now(&article.text)) {
                let _ = writeln!(page, "    stands there now: {}", short(now.of(&article.text)));
            }
        }
    }
    for state in State::ALL.into_iter().filter(|it| *it != State::Ok) {
        if totals[state as usize] == 0 {
            continue;
        }
        let _ = writeln!(page, "{}: {}", state.word(), what_to_do(state));
    }
    let words =
        State::ALL.iter().map(|state| format!("{} {}", totals[*state as usize], state.word()));
    let _ = writeln!(page, "{}", words.collect::<Vec<_>>().join(", "));
    match io::stdout().write_all(page.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            return Err(Stop(format!("cannot write: {error}")));
        }
        _ => {}
    }
    let lost = totals[State::Lost as usize];
    let unsure: usize =
        State::ALL.iter().filter(|it| !it.is_sure()).map(|it| totals[*it as usize]).sum();
    let failed = lost + refused > 0 || strict && unsure + failed > 0;
    Ok(if failed { End::CheckFailed } else { End::Done })
}

fn short(words: &str) -> String {
    fit(&clean_line(words), WORDS)
}

/// The line of the file on which each item begins, by id.
fn lines(marks: &Path) -> HashMap<String, usize> {
    let bytes = read::bytes(marks).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let id = |(at, line): (usize, &str)| {
        let id = line.trim_start().strip_prefix('"')?.split_once("\":")?.0;
        Some((id.to_owned(), at + 1))
    };
    text.lines().enumerate().filter_map(id).collect()
}

/// What to do about marks in that state.
fn what_to_do(state: State) -> &'static str {
    match state {
        State::Ok => "nothing is to be done",
        State::Moved => {
            "found again; nothing needs to be done, and gm in the story anchors them there"
        }
        State::Changed => {
            "open the story: gm lists it, and takes what stands there now or words you choose"
        }
        State::Ambiguous => {
            "its words stand in several places: open the story, gm, and choose them"
        }
        State::Lost => "its words are gone: open the story, gm, and choose others or drop it",
    }
}
