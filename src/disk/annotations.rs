//! Loads and saves annotation files.
//!
//! Only [`load`] gives a [`Notebook`], and only when it read the file whole or found none: what was
//! refused cannot be overwritten. A notebook remembers the file as it left it and does not replace
//! one that somebody else has changed since.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::atomic::{self, Deed, WriteError};
use super::exports::Exports;
use super::lock::{self, Lock, Unlocked};
use super::places::{Candidates, Places};
use super::seen::{Seen, seen};
use crate::annotation::file::{self, CodebookRef, FileError, Head, Heading, Writer};
use crate::annotation::{Codebook, Set};
use crate::article::Article;

/// An article's annotations as they lie on the disk.
#[derive(Debug)]
pub struct Loaded {
    /// The items. Those whose words are no longer in the text are among them, and are kept.
    pub set: Set,
    /// Saves them.
    pub notebook: Notebook,
    /// An older file about the same story, which was left alone.
    pub older: Option<PathBuf>,
}

/// The right to save the annotations of one article.
#[derive(Clone, Debug)]
pub struct Notebook {
    head: Head,
    path: PathBuf,
    home: Home,
    /// The file as we left it; nothing where there is none.
    known: Option<Seen>,
    /// The marks that were in it then.
    base: Set,
    /// The page that was written last.
    writer: Writer,
    /// A file that somebody else changed, as it was shown to the reader.
    shown: Option<(Seen, Head)>,
    /// Where the file goes as it was, before it is changed for the first time.
    backup: Option<PathBuf>,
    /// Held as long as somebody works on them.
    lock: Option<Arc<Lock>>,
}

/// Which folder the file is in.
#[derive(Clone, Debug)]
enum Home {
    /// The story's, which must be there; and where to begin the file when this one is closed to us.
    Story { instead: PathBuf },
    /// Ours, which is made when it is needed.
    Data,
}

/// Where annotations were saved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Saved {
    /// Where they were before, or where they belong.
    InPlace,
    /// From now on in this file of the data folder.
    Elsewhere(PathBuf),
}

/// What somebody else made of a file that we work on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outside {
    /// The marks as we last left them.
    pub base: Set,
    /// The marks as they are in the file now.
    pub theirs: Set,
}

/// Why annotations cannot be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file cannot be read.
    #[error("cannot read annotations from {}", path.display())]
    Read {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file was read, and refused.
    #[error("{}{}: {why}", path.display(), place(why))]
    Refused {
        /// Which file.
        path: PathBuf,
        /// Why, and what to do.
        why: FileError,
    },
}

/// Why annotations were not saved. The file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Somebody else changed the file since it was loaded or saved.
    #[error("somebody else changed {}", path.display())]
    ChangedOutside {
        /// Which file.
        path: PathBuf,
    },
    /// The file cannot be compared with what it was.
    #[error("cannot look at {} before replacing it", path.display())]
    Look {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The folder for it cannot be made.
    #[error("cannot make a folder for {}", path.display())]
    MakeFolder {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// It cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// Loads the annotations of `article`, from beside it or from the data folder, where they went while
/// nothing could be written beside it; of two files the one written last. An empty set where there
/// are none. `annotator` is written into a file that is begun.
pub fn load(article: &Article, places: &Places, annotator: &str) -> Result<Loaded, LoadError> {
    let Candidates { beside, data } = places.annotations(article);
    let in_story = beside.map(|path| (path, Home::Story { instead: data.clone() }));
    let homes: Vec<(PathBuf, Home)> = in_story.into_iter().chain([(data, Home::Data)]).collect();
    let time = |path: &Path| fs::metadata(path).and_then(|about| about.modified()).ok();
    let mut there: Vec<&(PathBuf, Home)> =
        homes.iter().filter(|(path, _)| fs::symlink_metadata(path).is_ok()).collect();
    // Stable: of two from the same moment, the one beside the story.
    there.sort_by_key(|(path, _)| std::cmp::Reverse(time(path)));
    let older = there.get(1).map(|(path, _)| path.clone());
    for (path, home) in there {
        let path = path.clone();
        // Looked at before it is read: what changes in between is noticed when it is saved.
        let seen = seen(&path).ok().flatten();
        let bytes = match read(&path) {
            Ok(None) => continue,
            Ok(Some(bytes)) => bytes,
            Err(source) => return Err(LoadError::Read { path, source }),
        };
        let document = match file::decode(&bytes, article) {
            Ok(document) => document,
            Err(why) => return Err(LoadError::Refused { path, why }),
        };
        let head = document.head.renewed(article);
        let notebook = Notebook {
            known: seen,
            base: document.set.clone(),
            backup: Some(places.backup(article)),
            ..Notebook::new(head, path, home.clone())
        };
        return Ok(Loaded { set: document.set, notebook, older });
    }
    let (path, home) = homes.into_iter().next().expect("the data folder at least");
    let head = Head::new(article, annotator);
    let notebook = Notebook::new(head, path, home);
    Ok(Loaded { set: Set::default(), notebook, older: None })
}

/// Writes marks that could not be saved to a new file in the data folder; gives its path.
pub fn rescue(
    article: &Article,
    places: &Places,
    annotator: &str,
    set: &Set,
) -> Result<PathBuf, SaveError> {
    let path = places.rescued(article);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .map_err(|source| SaveError::MakeFolder { path: path.clone(), source })?;
    }
    let text = file::encode(&Head::new(article, annotator), set);
    Ok(Exports::default().write(&path, "onrecord.ron", text.as_bytes())?.path)
}

impl Notebook {
    fn new(head: Head, path: PathBuf, home: Home) -> Notebook {
        Notebook {
            head,
            path,
            home,
            known: None,
            base: Set::default(),
            writer: Writer::default(),
            shown: None,
            backup: None,
            lock: None,
        }
    }

    /// Of marks that go to a file by its name, whole, now and from now on.
    pub fn at(
        head: Head,
        path: &Path,
        article: &Article,
        set: &Set,
    ) -> Result<Notebook, SaveError> {
        let home = Home::Story { instead: path.to_owned() };
        let mut notebook = Notebook::new(head.renewed(article), path.to_owned(), home);
        notebook.known =
            seen(path).map_err(|source| SaveError::Look { path: path.to_owned(), source })?;
        notebook.write(set)?;
        Ok(notebook)
    }

    /// Where the annotations lie, or will lie once there are any.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Takes the lock on these marks for `owner`, to be given back when the last copy of this notebook
    /// goes; says who has it where somebody else does. Marks in the user's own folder need none. Where
    /// none can be had (nothing can be written there) it goes without: a change by another is noticed
    /// all the same.
    pub fn claim(&mut self, owner: &str) -> Result<(), String> {
        if matches!(self.home, Home::Data) {
            return Ok(());
        }
        let mut path = self.path.clone().into_os_string();
        path.push(".lock");
        match lock::take(Path::new(&path), owner) {
            Ok(lock) => self.lock = Some(Arc::new(lock)),
            Err(Unlocked::Held(owner)) => return Err(owner),
            Err(Unlocked::Failed(_)) => {}
        }
        Ok(())
    }

    /// Saves `set`, whole. When it returns, it is safe on the disk. No file is begun for an empty
    /// set. Where the story's folder is gone or closed, the file goes to the data folder from then
    /// on; says so, once.
    pub fn save(&mut self, set: &Set) -> Result<Saved, SaveError> {
        let failed = match self.write(set) {
            Ok(()) => return Ok(Saved::InPlace),
            Err(error) => error,
        };
        match &self.home {
            Home::Story { instead } if is_closed(&failed) => {
                let path = instead.clone();
                let mut other = Notebook {
                    lock: self.lock.clone(),
                    ..Notebook::new(self.head.clone(), path.clone(), Home::Data)
                };
                // Where that fails too, the first reason is the one to tell.
                other.write(set).map_err(|_| failed)?;
                *self = other;
                Ok(Saved::Elsewhere(path))
            }
            _ => Err(failed),
        }
    }

    fn write(&mut self, set: &Set) -> Result<(), SaveError> {
        let name = self.path.clone();
        let path = || name.clone();
        let there = seen(&self.path).map_err(|source| SaveError::Look { path: path(), source })?;
        if there.is_some() && there != self.known {
            return Err(SaveError::ChangedOutside { path: path() });
        }
        if there.is_none() && set.is_empty() {
            return Ok(());
        }
        if let (Home::Data, Some(folder)) = (&self.home, self.path.parent()) {
            fs::create_dir_all(folder)
                .map_err(|source| SaveError::MakeFolder { path: path(), source })?;
        }
        self.keep_as_it_was();
        let page = self.writer.page(&self.head, set);
        let written = atomic::replace(&self.path, page.as_bytes());
        // Where only the folder could not be made sure of, the file is ours all the same.
        if written.as_ref().map_or_else(|error| error.deed == Deed::SyncFolder, |()| true) {
            self.known =
                seen(&self.path).map_err(|source| SaveError::Look { path: path(), source })?;
            self.base = set.bare();
        }
        written.map_err(SaveError::Write)
    }

    /// The statements of the story, marked or not: they are written among the marks.
    pub fn outline(&mut self, statements: Vec<Heading>) {
        self.head.outline = statements;
    }

    /// The codebook that the tags are from, from now on.
    pub fn tags_are_of(&mut self, codebook: &Codebook) {
        self.head.codebook = CodebookRef { name: codebook.name.clone(), version: codebook.version };
    }

    /// Whether somebody else changed the file since it was loaded or saved. One that is gone is begun
    /// anew by the next save, so nothing of theirs is lost there.
    pub fn changed(&self) -> bool {
        seen(&self.path).is_ok_and(|there| there.is_some() && there != self.known)
    }

    /// What somebody else made of the file, to be shown to the reader, who decides; see
    /// [`Notebook::settle`].
    pub fn outside(&mut self, article: &Article) -> Result<Outside, LoadError> {
        let path = self.path.clone();
        let look = seen(&path).ok().flatten();
        let bytes = match read(&path) {
            Ok(bytes) => bytes.unwrap_or_default(),
            Err(source) => return Err(LoadError::Read { path, source }),
        };
        let document = match file::decode(&bytes, article) {
            Ok(document) => document,
            Err(why) => return Err(LoadError::Refused { path, why }),
        };
        self.shown = look.map(|look| (look, document.head));
        Ok(Outside { base: self.base.clone(), theirs: document.set })
    }

    /// The reader has decided about what was shown: it may be replaced, and stays among the backups.
    /// What has been changed once more since is noticed again. Fields of it that we do not know stay.
    pub fn settle(&mut self, places: &Places, article: &Article) {
        let Some((look, head)) = self.shown.take() else { return };
        self.known = Some(look);
        self.head.keep_unknown(&head);
        self.writer = Writer::default();
        self.backup = Some(places.backup_of_others(article));
        self.keep_as_it_was();
    }

    /// Copies the file, once, before it is changed. A second safety only: where there is no room for
    /// it, saving goes on.
    fn keep_as_it_was(&mut self) {
        if let Some(backup) = self.backup.take()
            && let Some(folder) = backup.parent()
            && fs::create_dir_all(folder).is_ok()
        {
            let _ = fs::copy(&self.path, &backup);
        }
    }
}

/// Whether the place forbids it, and nobody else's work: the folder is gone, or closed to us.
fn is_closed(error: &SaveError) -> bool {
    let source = match error {
        SaveError::Write(error) => &error.source,
        SaveError::Look { source, .. } => source,
        SaveError::ChangedOutside { .. } | SaveError::MakeFolder { .. } => return false,
    };
    matches!(
        source.kind(),
        io::ErrorKind::NotFound
            | io::ErrorKind::NotADirectory
            | io::ErrorKind::PermissionDenied
            | io::ErrorKind::ReadOnlyFilesystem
    )
}

/// What the file holds, up to one byte more than is allowed; nothing where there is none.
fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let size = file.metadata().map_or(0, |about| about.len()).min(file::MAX_BYTES as u64);
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
    file.take(file::MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// “:line:column” as editors and compilers write it, as far as there is one.
fn place(why: &FileError) -> String {
    match why.place() {
        (Some(line), Some(column)) => format!(":{line}:{column}"),
        (Some(line), None) => format!(":{line}"),
        (None, _) => String::new(),
    }
}

#[cfg(test)]
mod tests;
