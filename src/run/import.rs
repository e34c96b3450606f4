//! `onrecord import`: marks made in another tool onto a story, with a report of each.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::reading::{self, Read};
use super::{End, Stop, tell};
use crate::annotation::Stamp;
use crate::disk::{folder, read};
use crate::inbox::{self, Fate, File, Placed};
use crate::text::clean::clean_line;
use crate::text::wrap::fit;

/// What to import.
#[derive(Clone, Debug)]
pub struct Order<'a> {
    /// The story that the marks are put on.
    pub story: &'a Path,
    /// Files and folders of marks.
    pub marks: &'a [PathBuf],
    /// What they are in; found out where it is not said.
    pub from: Option<&'a inbox::Format>,
    /// Whether marks that differ from what is there replace it.
    pub replace: bool,
    /// Whether to report only.
    pub dry: bool,
    /// Whether a mark without a place is an error.
    pub strict: bool,
}

/// Columns of a mark's words in the report.
const WORDS: usize = 60;

/// Puts marks on a story and saves it; a failed check with `strict` where a mark found no place.
pub fn import(order: &Order) -> Result<End, Stop> {
    let stop = |error: &dyn std::fmt::Display| Stop(clean_line(&error.to_string()));
    let mut files = Vec::new();
    for path in order.marks {
        let all = folder::files(path)
            .map_err(|error| Stop(format!("cannot read {}: {error}", path.display())))?;
        for path in all {
            let bytes = read::bytes(&path).map_err(|error| stop(&error))?;
            let name = path.file_name().map(|it| it.to_string_lossy().into_owned());
            files.push(File { name: name.unwrap_or_default(), bytes });
        }
    }
    let format = order.from.or_else(|| inbox::recognise(&files)).ok_or_else(|| {
        Stop("nothing says what these marks are in: name the format with --from".to_owned())
    })?;
    let Read { story, set, mut notebook } = reading::story(order.story)?;
    let documents = (format.read)(&files, &story.article).map_err(|error| stop(&error))?;
    let about = inbox::about(&documents, &story);
    if about.is_empty() {
        let names: Vec<&str> = documents.iter().map(|it| it.name.as_str()).take(5).collect();
        let why = if names.is_empty() {
            "no marks".to_owned()
        } else {
            format!("marks of {}", names.join(", "))
        };
        return Err(Stop(clean_line(&format!(
            "none of them are about {}: {why}",
            story.article.id
        ))));
    }
    let stamp = Stamp { annotator: super::annotator(), at: super::now() };
    let placed = inbox::place(&about, &story, &set, order.replace, &stamp);
    if !order.dry {
        notebook.claim(&stamp.annotator).map_err(|owner| {
            let owner = if owner.is_empty() { "somebody else" } else { &owner };
            Stop(format!("{owner} has this story open: close it there first"))
        })?;
        notebook.save(&placed.set).map_err(|error| stop(&reading::told(&error)))?;
    }
    let lines = report(&placed, order.dry);
    match io::stdout().write_all(lines.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(stop(&error)),
        _ => {}
    }
    if !order.dry {
        tell(&format!("saved in {}", notebook.path().display()));
    }
    let short = placed.count(&Fate::Lost) + placed.count(&Fate::Ambiguous) + placed.parts_lost;
    Ok(if order.strict && short > 0 { End::CheckFailed } else { End::Done })
}

/// How many had which fate, then those that want a look.
fn report(placed: &Placed, dry: bool) -> String {
    let kinds = [
        (Fate::Added, "added"),
        (Fate::Replaced, "replaced what was here"),
        (Fate::Known, "here already"),
        (Fate::Kept, "differ from what is here, which was kept (--replace takes theirs)"),
        (Fate::Bare, "say nothing that is not known"),
        (Fate::Ambiguous, "could stand in several places and were left out"),
        (Fate::Lost, "are not in this text and were left out"),
    ];
    let mut lines: Vec<String> = Vec::new();
    if dry {
        lines.push("nothing saved; this would happen:".to_owned());
    }
    for (fate, words) in &kinds {
        let count = placed.count(fate);
        if count > 0 {
            lines.push(format!("{count:>5} {words}"));
        }
    }
    for (count, words) in
        [(placed.moved, "of them had moved"), (placed.parts_lost, "sources or cues were not found")]
    {
        if count > 0 {
            lines.push(format!("{count:>5} {words}"));
        }
    }
    let named = |fate: &Fate| match fate {
        Fate::Kept => Some("differs"),
        Fate::Ambiguous => Some("ambiguous"),
        Fate::Lost => Some("lost"),
        _ => None,
    };
    for (fate, words) in &placed.fates {
        if let Some(name) = named(fate) {
            lines.push(format!("{name}: {}", fit(&clean_line(words), WORDS)));
        }
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}
