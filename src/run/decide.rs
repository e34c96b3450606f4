//! `onrecord merge A B… -o C --review`: what colleagues see differently, decided on the screen.
//!
//! C is written first, as without `--review`, and again with each decision: who leaves in the midst has
//! what was decided so far, and goes on with the same command.

use std::path::Path;

use super::desk::{self, Joined};
use super::reading::{article, told};
use super::{End, Stop, tui};
use crate::agreement::Merged;
use crate::annotation::file::Document;
use crate::annotation::{Item, ItemId};
use crate::app::Decisions;
use crate::disk::annotations::Notebook;

/// Opens the story of joined marks, and what is to be decided; `before` is what stood in the file
/// before it was written.
pub fn review(
    story: &Path,
    merged: Merged,
    out: &Path,
    before: Option<Document>,
) -> Result<End, Stop> {
    let Some(decide) = Decisions::new(merged.conflicts) else { return Ok(End::Done) };
    let article = article(story)?;
    let Document { head, set } = merged.document;
    let mut set = set;
    if let Some(before) = before {
        // What was decided in an earlier session stands in the file.
        let ids = decide.conflicts.iter().map(|one| &one.id);
        let decided = ids.filter_map(|id| Some((id.clone(), before.set.get(id)?.clone())));
        let decided: Vec<(ItemId, Option<Item>)> =
            decided.map(|(id, item)| (id, Some(item))).collect();
        set.apply(decided);
        set = set.bare();
    }
    let mut notebook =
        Notebook::at(head, out, &article, &set).map_err(|error| Stop(told(&error)))?;
    notebook.claim(&super::annotator()).map_err(|owner| {
        Stop(format!("{owner} is deciding on these: {} is in use", out.display()))
    })?;
    tui::open(&desk::joined(Joined { article, set, notebook, decide })).map(|()| End::Done)
}
