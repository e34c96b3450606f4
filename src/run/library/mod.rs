//! A collection: folders and files whose stories are kept in an index and can be questioned together.
//!
//! What a reader says of it (its folders, who is who) lies in RON files of the data folder; the index
//! beside them is derived from these and the stories, and may be deleted.

pub mod find;
pub mod people;
mod refresh;
pub mod report;
pub mod screen;
pub mod work;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub(super) use find::changed;

use super::reading::told;
use super::{End, Stop, tell, variable};
use crate::disk::index::{Index, IndexError};
use crate::disk::library as kept;
use crate::disk::places::Places;
use crate::library::people::Decisions;
use crate::text::clean::clean_line;

/// Stories from which on a question does not look first whether each is as it was: a look at so many
/// takes as long as a question may. Of what is shown it is told then.
const LOOKED_AT: usize = 5_000;

/// The collection of a user.
pub struct Collection {
    /// Where marks lie.
    pub(super) places: Places,
    /// Its folder.
    folder: PathBuf,
    /// Its index.
    pub(super) index: Index,
    /// Files and folders that belong to it.
    roots: Roots,
    /// Who is who, by readers.
    pub(super) decisions: Decisions,
}

/// Files and folders of a collection, whole paths in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
struct Roots(BTreeSet<PathBuf>);

impl Collection {
    /// Opens the collection, `ONRECORD_LIBRARY` or else the one in the data folder; it is begun where
    /// there is none. A damaged index is begun anew, with a word about it.
    pub fn open() -> Result<Collection, Stop> {
        let (mut collection, anew) = Collection::found()?;
        if let Some(why) = anew {
            tell(&format!("the index of the collection {why}: it is made anew from the stories"));
            collection.refresh(true)?;
        }
        Ok(collection)
    }

    /// The collection as it lies there; and why its index is empty, where the one there was could not be
    /// used.
    fn found() -> Result<(Collection, Option<String>), Stop> {
        let places = Places::of_user()
            .ok_or_else(|| Stop("there is no home folder for a collection; set HOME".to_owned()))?;
        let folder =
            variable("ONRECORD_LIBRARY").map_or_else(|| places.data.join("library"), PathBuf::from);
        let roots = kept::read(&folder.join("folders.ron"), |text| {
            ron::from_str::<Roots>(text)
                .map_err(|error| format!("line {}: {}", error.span.start.line, error.code))
        });
        let decisions = kept::read(&folder.join("people.ron"), Decisions::read);
        let (roots, decisions) = (roots.map_err(Stop)?, decisions.map_err(Stop)?);
        let opened = Index::open(&folder.join("index.sqlite")).map_err(|error| stop(&error))?;
        let collection = Collection { places, folder, index: opened.index, roots, decisions };
        Ok((collection, opened.anew))
    }

    /// Brings the index up to date where that takes no longer than a question: before one is asked.
    fn look(&mut self) -> Result<(), Stop> {
        if self.is_large()? { Ok(()) } else { self.refresh(false).map(|_| ()) }
    }

    /// Whether looking at its files takes longer than a question may.
    fn is_large(&self) -> Result<bool, Stop> {
        self.index.holds_more_than(LOOKED_AT).map_err(|error| stop(&error))
    }

    fn keep_roots(&self) -> Result<(), Stop> {
        let pretty = ron::ser::PrettyConfig::new();
        let text = ron::ser::to_string_pretty(&self.roots, pretty)
            .map_err(|error| Stop(error.to_string()))?;
        kept::write(&self.folder.join("folders.ron"), &(text + "\n"))
            .map_err(|error| Stop(told(&error)))
    }

    /// Keeps who is who.
    pub(super) fn keep_decisions(&self) -> Result<(), Stop> {
        let path = self.folder.join("people.ron");
        kept::write(&path, &self.decisions.write()).map_err(|error| Stop(told(&error)))
    }
}

/// An error of the index that stops a command, with what to do.
pub(super) fn stop(error: &IndexError) -> Stop {
    let next = if error.damaged { "; delete it: it is made anew from the stories" } else { "" };
    Stop(format!("{error}{next}"))
}

/// `onrecord library add`: these files and folders belong to the collection from now on.
pub fn add(paths: &[PathBuf]) -> Result<End, Stop> {
    let mut collection = Collection::open()?;
    for path in paths {
        let whole = kept::whole(path)
            .map_err(|error| Stop(format!("{}: {error}: nothing was added", path.display())))?;
        collection.roots.0.insert(whole);
    }
    collection.keep_roots()?;
    collection.refresh(true)
}

/// `onrecord library refresh`: what was changed, added and deleted is read.
pub fn refresh() -> Result<End, Stop> {
    Collection::open()?.refresh(true)
}

/// `onrecord library remove`: these files and folders no longer belong to the collection. The stories
/// and their marks stay where they are.
pub fn remove(paths: &[PathBuf]) -> Result<End, Stop> {
    let mut collection = Collection::open()?;
    for path in paths {
        let whole = kept::whole(path).unwrap_or_else(|_| path.clone());
        if !collection.roots.0.remove(&whole) {
            let roots = collection.roots.0.iter().map(|root| root.display().to_string());
            let roots = roots.collect::<Vec<_>>().join(", ");
            return Err(Stop(format!("{} was not added; there are: {roots}", path.display())));
        }
    }
    collection.keep_roots()?;
    collection.refresh(true)
}

/// `onrecord library list`: what belongs to it, how many stories and statements there are, and what
/// could not be read.
pub fn list() -> Result<End, Stop> {
    let mut collection = Collection::open()?;
    collection.look()?;
    let files = collection.index.files().map_err(|error| stop(&error))?;
    let (stories, statements) = collection.index.size().map_err(|error| stop(&error))?;
    let mut page = String::new();
    for root in &collection.roots.0 {
        let within = files.keys().filter(|path| Path::new(path).starts_with(root)).count();
        let gone = if kept::is_there(root) { "" } else { " (not there now)" };
        let _ = writeln!(
            page,
            "{}: {}{gone}",
            clean_line(&root.to_string_lossy()),
            many(within, "file", "files")
        );
    }
    if collection.roots.0.is_empty() {
        page += "nothing was added yet: onrecord library add FOLDER\n";
    }
    let mut failed: Vec<_> =
        files.iter().filter_map(|(path, known)| Some((path, known.error.as_ref()?))).collect();
    failed.sort();
    for (path, why) in failed {
        let _ = writeln!(page, "error: {}: {}", clean_line(path), clean_line(why));
    }
    let _ = writeln!(
        page,
        "{} with {}",
        many(stories, "story", "stories"),
        many(statements, "statement", "statements")
    );
    super::print(&page)
}

/// “1 story”, “2 stories”.
pub(super) fn many(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}
