//! Loads and saves annotation files.
//!
//! Only [`load`] gives a [`Notebook`], and only when it read the file whole or found none: what was
//! refused cannot be overwritten. A notebook remembers the file as it left it and does not replace
//! one that somebody else has changed since.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::atomic::{self, WriteError};
use super::exports::Exports;
use super::lock::{self, Lock, Unlocked};
use super::places::{Candidates, Places};
use super::seen::{Seen, seen};
use crate::annotation::Set;
use crate::annotation::file::{self, FileError, Head};
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
        let known = seen;
        let backup = Some(places.backup(article));
        let notebook = Notebook { head, path, home: home.clone(), known, backup, lock: None };
        return Ok(Loaded { set: document.set, notebook, older });
    }
    let (path, home) = homes.into_iter().next().expect("the data folder at least");
    let head = Head::new(article, annotator);
    let notebook = Notebook { head, path, home, known: None, backup: None, lock: None };
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
                    path: path.clone(),
                    home: Home::Data,
                    known: None,
                    backup: None,
                    ..self.clone()
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
        let text = file::encode(&self.head, set);
        if let (Home::Data, Some(folder)) = (&self.home, self.path.parent()) {
            fs::create_dir_all(folder)
                .map_err(|source| SaveError::MakeFolder { path: path(), source })?;
        }
        self.keep_as_it_was();
        atomic::replace(&self.path, text.as_bytes())?;
        self.known = seen(&self.path).map_err(|source| SaveError::Look { path: path(), source })?;
        Ok(())
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
    let mut bytes = Vec::new();
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
mod tests {

    use jiff::Timestamp;

    use super::*;
    use crate::annotation::{Anchor, Item, ItemId, Stamp};
    use crate::article::Origin;
    use crate::text::{Span, clean};

    const TEXT: &str = "“We stay,” said Ada Hill.";

    /// A folder with a story in it, and the places of a user who lives there too.
    fn home() -> (tempfile::TempDir, Places, Article) {
        let folder = tempfile::tempdir().unwrap();
        let places =
            Places { config: folder.path().join("config"), data: folder.path().join("data") };
        let article = article(Origin::File(folder.path().join("a.txt")));
        (folder, places, article)
    }

    fn article(origin: Origin) -> Article {
        Article::new("a.txt", origin, clean::clean(TEXT))
    }

    fn tag(set: &mut Set, tag: &str) {
        let item = Item {
            speakers: vec!["Ada Hill".to_owned()],
            tags: vec![tag.to_owned()],
            ..Item::new(
                vec![Anchor::new(TEXT, Span::new(0, 14))],
                Stamp { annotator: "ada".to_owned(), at: Timestamp::UNIX_EPOCH },
            )
        };
        set.apply([(ItemId::of(&["“We stay,”"], 0), Some(item))]);
    }

    fn items(set: &Set) -> Vec<(ItemId, Item)> {
        set.items().map(|(id, item)| (id.clone(), item.clone())).collect()
    }

    #[test]
    fn what_is_saved_is_loaded() {
        let (folder, places, story) = home();
        for article in [story, article(Origin::Stdin), article(Origin::BuiltIn)] {
            let Loaded { mut set, mut notebook, .. } = load(&article, &places, "ada").unwrap();
            notebook.save(&set).unwrap();
            assert!(!notebook.path().exists(), "no file for nothing");
            for name in ["claim", "denial"] {
                tag(&mut set, name);
                notebook.save(&set).unwrap();
                let again = load(&article, &places, "bo").unwrap();
                assert_eq!(items(&again.set), items(&set));
                assert_eq!(again.notebook.path(), notebook.path());
            }
            set.undo();
            set.undo();
            notebook.save(&set).unwrap();
            assert!(load(&article, &places, "bo").unwrap().set.is_empty());
            let in_data = !matches!(article.origin, Origin::File(_));
            assert_eq!(notebook.path().starts_with(&places.data), in_data);
            let _ = fs::remove_dir_all(&places.data);
        }
        assert!(folder.path().join("a.txt.onrecord.ron").exists());
    }

    #[test]
    fn a_refused_file_gives_no_way_to_overwrite_it() {
        let (folder, places, article) = home();
        let path = folder.path().join("a.txt.onrecord.ron");
        for (text, place) in [("(format: 1,", ":1:11: "), ("(format: 2)", ":1: "), ("", ":1:1: ")] {
            fs::write(&path, text).unwrap();
            let error = load(&article, &places, "ada").unwrap_err().to_string();
            assert!(error.starts_with(&format!("{}{place}", path.display())), "{error}");
        }
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        assert!(matches!(load(&article, &places, "ada"), Err(LoadError::Read { .. })));
    }

    #[test]
    fn a_file_changed_outside_is_not_overwritten() {
        let (_folder, places, article) = home();
        let Loaded { mut set, mut notebook, .. } = load(&article, &places, "ada").unwrap();
        tag(&mut set, "claim");
        notebook.save(&set).unwrap();
        let theirs = fs::read_to_string(notebook.path()).unwrap().replace("claim", "commitment");
        fs::write(notebook.path(), &theirs).unwrap();
        tag(&mut set, "denial");
        for _ in 0..2 {
            let error = notebook.save(&set).unwrap_err();
            assert!(matches!(error, SaveError::ChangedOutside { .. }), "{error}");
            assert_eq!(fs::read_to_string(notebook.path()).unwrap(), theirs);
        }
        // Gone is not changed: there is nothing to overwrite.
        fs::remove_file(notebook.path()).unwrap();
        notebook.save(&set).unwrap();
        // Nor is one overwritten that came after we found none.
        let mut late = load(&self::article(Origin::Stdin), &places, "ada").unwrap().notebook;
        fs::create_dir_all(late.path().parent().unwrap()).unwrap();
        fs::write(late.path(), "theirs").unwrap();
        assert!(matches!(late.save(&set), Err(SaveError::ChangedOutside { .. })));
    }

    #[test]
    fn one_works_on_marks_and_the_state_before_is_kept() {
        let (folder, places, article) = home();
        let Loaded { mut set, mut notebook, .. } = load(&article, &places, "ada").unwrap();
        assert_eq!(notebook.claim("ada"), Ok(()));
        let mut other = load(&article, &places, "bo").unwrap().notebook;
        assert_eq!(other.claim("bo"), Err("ada".to_owned()));
        tag(&mut set, "claim");
        notebook.save(&set).unwrap();
        drop(notebook);
        assert!(!folder.path().join("a.txt.onrecord.ron.lock").exists());
        // The next session: what it found is kept, whatever it does.
        let first = fs::read(other.path()).unwrap();
        let Loaded { mut set, mut notebook, .. } = load(&article, &places, "bo").unwrap();
        assert_eq!(notebook.claim("bo"), Ok(()));
        for name in ["denial", "commitment"] {
            tag(&mut set, name);
            notebook.save(&set).unwrap();
        }
        assert_eq!(fs::read(places.backup(&article)).unwrap(), first);
    }

    #[test]
    fn where_the_storys_folder_vanishes_the_data_folder_is_used() {
        let (folder, places, _) = home();
        let desk = folder.path().join("desk");
        fs::create_dir(&desk).unwrap();
        let article = article(Origin::File(desk.join("a.txt")));
        let Loaded { mut set, mut notebook, .. } = load(&article, &places, "ada").unwrap();
        tag(&mut set, "claim");
        assert_eq!(notebook.save(&set).unwrap(), Saved::InPlace);
        let old = fs::read(notebook.path()).unwrap();
        fs::remove_dir_all(&desk).unwrap();
        tag(&mut set, "denial");
        let Saved::Elsewhere(path) = notebook.save(&set).unwrap() else { panic!("no folder") };
        assert!(path.starts_with(&places.data));
        tag(&mut set, "commitment");
        assert_eq!(notebook.save(&set).unwrap(), Saved::InPlace, "told once");
        // The folder is back with what it had: the later marks count, and both files stay.
        fs::create_dir(&desk).unwrap();
        let beside = desk.join("a.txt.onrecord.ron");
        fs::write(&beside, old).unwrap();
        let long_ago = std::time::SystemTime::UNIX_EPOCH;
        fs::File::options().write(true).open(&beside).unwrap().set_modified(long_ago).unwrap();
        let again = load(&article, &places, "ada").unwrap();
        assert_eq!(items(&again.set), items(&set));
        assert_eq!(again.older, Some(beside));
    }

    #[test]
    fn what_cannot_be_saved_is_rescued() {
        let (_folder, places, article) = home();
        let Loaded { mut set, .. } = load(&article, &places, "ada").unwrap();
        tag(&mut set, "claim");
        let paths = [(); 2].map(|()| {
            let path = rescue(&article, &places, "ada", &set).unwrap();
            let kept = file::decode(&fs::read(&path).unwrap(), &article).unwrap();
            assert_eq!(items(&kept.set), items(&set));
            tag(&mut set, "denial");
            path
        });
        assert_ne!(paths[0], paths[1]);
    }

    /// The kernel's own folder forbids writing even to a superuser.
    #[cfg(target_os = "linux")]
    #[test]
    fn where_the_storys_folder_is_closed_the_data_folder_is_used() {
        let (_folder, places, _) = home();
        let article = article(Origin::File("/sys/a.txt".into()));
        let Loaded { mut set, mut notebook, .. } = load(&article, &places, "ada").unwrap();
        tag(&mut set, "claim");
        notebook.save(&set).unwrap();
        assert!(notebook.path().starts_with(&places.data));
        assert_eq!(items(&load(&article, &places, "ada").unwrap().set), items(&set));
    }
}
