//! The stories of one session, each opened once, with the right to save its marks.

mod outside;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Found, Joined};
use crate::annotation::file::Heading;
use crate::annotation::{Codebook, Set};
use crate::app::{Outside, Reader, Sought};
use crate::article::Article;
use crate::disk::annotations::{self, Notebook, SaveError, Saved};
use crate::disk::memory::{self, Journal};
use crate::disk::places::Places;
use crate::nlp::{self, Analysis, Models};
use crate::run::apart;
use crate::run::library;
use crate::run::load::{self, Job, Loaded};
use crate::run::reading::told;
use crate::run::tui::{self, Left, Opened, Unsaved};
use crate::story::{self, Story};

/// A story to be opened.
pub enum Slot {
    /// As it was read.
    Raw(Job),
    /// Looked into already.
    Loaded(Box<Loaded>),
    /// With marks to be decided on.
    Joined(Box<Joined>),
    /// With what is to be shown of it.
    Found(Box<Found>),
    /// Somewhere in the collection.
    Sought(Sought),
}

/// The stories of one session and the right to save each one's marks.
pub struct Shelf {
    /// Taken when opened.
    slots: Mutex<Vec<Option<Slot>>>,
    places: Option<Places>,
    /// Whether stories open where they were left.
    remember: bool,
    annotator: String,
    /// The tags there are now.
    codebook: Mutex<Arc<Codebook>>,
    /// By id and hash of the article; none once the reader has left.
    kept: Mutex<Option<HashMap<(String, String), Kept>>>,
}

/// What keeps the marks of one story.
struct Kept {
    /// Without one it says why nothing may be saved.
    notebook: Result<Notebook, String>,
    /// Whether somebody else had the story open: nothing is saved until they have left it.
    waits: bool,
    /// None where there is no home folder, and where somebody else may be writing it.
    journal: Option<Journal>,
}

/// The marks made before on a story.
struct Marks {
    set: Set,
    /// The right to save more, or why there is none.
    notebook: Result<Notebook, String>,
    /// An older file of them.
    older: Option<PathBuf>,
    /// Who else has the story open.
    owner: Option<String>,
}

/// What becomes of marks while somebody else has the story open.
fn waiting(owner: &str) -> String {
    let owner = if owner.is_empty() { "somebody else" } else { owner };
    format!("{owner} has this story open: marks are kept here, and saved when they have left it")
}

impl Shelf {
    /// A shelf with these stories.
    pub fn new(
        slots: Vec<Option<Slot>>,
        places: Option<Places>,
        remember: bool,
        annotator: String,
        codebook: Arc<Codebook>,
    ) -> Shelf {
        let (slots, codebook) = (Mutex::new(slots), Mutex::new(codebook));
        let kept = Mutex::new(Some(HashMap::new()));
        Shelf { slots, places, remember, annotator, codebook, kept }
    }

    /// These are the tags from now on.
    pub fn bind(&self, codebook: Arc<Codebook>) {
        *self.codebook.lock().unwrap_or_else(PoisonError::into_inner) = codebook;
    }

    pub fn open(&self, number: usize, tell: &mut tui::Tell) -> Result<Opened, String> {
        let slot = self.slots().get_mut(number).and_then(Option::take);
        let mut found = None;
        let article = match slot.ok_or("it was opened before")? {
            Slot::Loaded(loaded) => loaded.article,
            Slot::Found(one) => {
                let Found { article, question, ids, at } = *one;
                found = Some((question, ids, at));
                article
            }
            Slot::Sought(sought) => {
                let Found { article, question, ids, at } = fetched(sought)?;
                found = Some((question, ids, at));
                article
            }
            Slot::Joined(joined) => return self.open_joined(*joined, tell),
            Slot::Raw(job) => {
                let mut loaded = job.load_apart(None, &mut apart::Reader::default());
                if loaded.len() > 1 {
                    return Err(
                        "it holds several stories in UTF-16; save it as UTF-8 to open them".into(),
                    );
                }
                loaded.pop().ok_or("it holds no story")?.map_err(|failure| failure.why)?.article
            }
        };
        if self.kept().as_ref().is_none_or(|kept| kept.contains_key(&key(&article))) {
            return Err("it is open already, under the same name".to_owned());
        }
        let Marks { set: mut marks, notebook, older, owner } = self.marks(&article);
        let (mut at, mut journal) = (None, None);
        if let Some(places) = self.places.as_ref().filter(|_| owner.is_none()) {
            let (with, of) = memory::with_history(places, &article, marks);
            (marks, journal) = (with, Some(of));
            at = memory::place(places, &article).filter(|_| self.remember);
        }
        let warning = match (&notebook, older, marks.undone().len()) {
            (Err(why), _, _) => Some(why.clone()),
            (Ok(_), _, _) if owner.is_some() => owner.as_deref().map(waiting),
            (Ok(_), _, lost @ 1..) => Some(format!(
                "the last session ended before {lost} {} saved: redo brings {} back",
                if lost == 1 { "change was" } else { "changes were" },
                if lost == 1 { "it" } else { "them" }
            )),
            (Ok(notebook), Some(older), _) => Some(format!(
                "these are the marks of {}; {} is older and stays as it is",
                notebook.path().display(),
                older.display()
            )),
            (Ok(_), None, _) => None,
        };
        match self.kept().as_mut() {
            Some(kept) => {
                kept.insert(key(&article), Kept { notebook, waits: owner.is_some(), journal })
            }
            None => return Err("stopped".to_owned()),
        };
        let made = |found: &Analysis| {
            self.outline(&article, found);
            Story::new(article.clone(), found, &marks)
        };
        let mut story = analysed(&article, tell, made).ok_or("stopped")?;
        story.codebook = self.codebook();
        let mut reader = Reader::new(story, marks, self.codebook());
        match found {
            Some((question, ids, at)) => reader.show_found(&question, &ids, at.as_ref()),
            None => reader.caret.at = at.unwrap_or(reader.caret.at),
        }
        Ok(Opened { reader: Box::new(reader), warning })
    }

    /// Puts a story of the collection where it is opened from.
    pub fn seek(&self, tab: usize, sought: Sought) {
        let mut slots = self.slots();
        let many = slots.len().max(tab + 1);
        slots.resize_with(many, || None);
        slots[tab] = Some(Slot::Sought(sought));
    }

    fn slots(&self) -> MutexGuard<'_, Vec<Option<Slot>>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives the file of a story's marks its statements.
    fn outline(&self, article: &Article, analysis: &Analysis) {
        let statements = story::outline(article, analysis);
        let headings = statements.into_iter().map(|(start, words)| Heading::new(start, words));
        if let Some(Kept { notebook: Ok(notebook), .. }) =
            self.kept().as_mut().and_then(|kept| kept.get_mut(&key(article)))
        {
            notebook.outline(headings.collect());
        }
    }

    /// Opens what is to be decided on. Its steps are not remembered: they are not the story's own.
    fn open_joined(&self, joined: Joined, tell: &mut tui::Tell) -> Result<Opened, String> {
        let Joined { article, set, notebook, decide } = joined;
        let kept = Kept { notebook: Ok(notebook), waits: false, journal: None };
        self.kept().as_mut().ok_or("stopped")?.insert(key(&article), kept);
        let made = |found: &Analysis| {
            self.outline(&article, found);
            Story::new(article.clone(), found, &set)
        };
        let mut story = analysed(&article, tell, made).ok_or("stopped")?;
        story.codebook = self.codebook();
        let mut reader = Reader::new(story, set, self.codebook());
        reader.decide = Some(decide);
        Ok(Opened { reader: Box::new(reader), warning: None })
    }

    /// What is known of a story's marks.
    fn marks(&self, article: &Article) -> Marks {
        let none = |why: String| Marks {
            set: Set::default(),
            notebook: Err(why),
            older: None,
            owner: None,
        };
        let Some(places) = &self.places else {
            return none("there is no home folder to keep marks in; set HOME".to_owned());
        };
        match annotations::load(article, places, &self.annotator) {
            Ok(annotations::Loaded { set, mut notebook, older }) => {
                let owner = notebook.claim(&self.annotator).err();
                Marks { set, notebook: Ok(notebook), older, owner }
            }
            Err(error) => none(told(&error)),
        }
    }

    fn kept(&self) -> MutexGuard<'_, Option<HashMap<(String, String), Kept>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn codebook(&self) -> Arc<Codebook> {
        self.codebook.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn save(&self, story: &Story, set: &Set, decided: bool) -> Result<Option<String>, Unsaved> {
        let failed = |why: &str| Unsaved::Failed(why.to_owned());
        let (mut kept, article) = (self.kept(), &story.article);
        let kept = kept.as_mut().and_then(|kept| kept.get_mut(&key(article)));
        let kept = kept.ok_or_else(|| failed("it was never opened"))?;
        let places = self.places.as_ref().ok_or_else(|| failed("there is no home folder"))?;
        let notebook = kept.notebook.as_mut().map_err(|why| failed(why))?;
        if kept.waits {
            // What they saved meanwhile is noticed below, and asked about.
            notebook.claim(&self.annotator).map_err(|owner| failed(&waiting(&owner)))?;
            kept.waits = false;
        }
        if let Some(journal) = &mut kept.journal {
            journal.keep(places, article, set);
        }
        if decided {
            notebook.settle(places, article);
        }
        notebook.tags_are_of(&self.codebook());
        let mut saved = notebook.save(set);
        if let Err(SaveError::ChangedOutside { .. }) = &saved {
            let theirs = outside::theirs(notebook, article, places).map_err(Unsaved::Failed)?;
            if let Some(theirs) = theirs {
                return Err(Unsaved::Outside(theirs));
            }
            saved = notebook.save(set);
        }
        match saved.map_err(|error| failed(&told(&error)))? {
            Saved::InPlace => Ok(None),
            Saved::Elsewhere(path) => Ok(Some(format!(
                "nothing can be written beside the story any more: saved in {}",
                path.display()
            ))),
        }
    }

    /// Remembers where stories were left, and gives their locks back: nothing is saved from now on.
    pub fn leave(&self, left: &[Left]) {
        *self.kept() = None;
        let Some(places) = self.places.as_ref().filter(|_| self.remember) else { return };
        memory::keep_places(places, left.iter().map(|one| (&one.story.article, one.at)));
    }

    pub fn rescue(&self, story: &Story, set: &Set) -> Result<String, String> {
        let places = self.places.as_ref().ok_or("there is no home folder")?;
        annotations::rescue(&story.article, places, &self.annotator, set)
            .map(|path| path.display().to_string())
            .map_err(|error| told(&error))
    }
}

/// Analyses in a thread of its own, and makes a story of the findings here: an allocator keeps the
/// memory of each thread apart, and gives it back to the system when all of it is free. The findings
/// left lying among the tables of a 10 MB text would hold on to 345 MB. A panic goes on in this thread.
fn analysed(
    article: &Article,
    tell: &mut tui::Tell,
    made: impl FnOnce(&Analysis) -> Story,
) -> Option<Story> {
    /// Freed last, a block of so many bytes makes glibc gather all that is free around it (more than
    /// its 64 kB), and is not yet one that it maps alone (less than 128 kB).
    const LAST: usize = 100_000;
    let models = Models::embedded();
    let (give, found) = crossbeam_channel::bounded(1);
    let (done, wait) = crossbeam_channel::bounded::<()>(0);
    std::thread::scope(|scope| {
        let work = scope.spawn(move || {
            let last: Vec<u8> = Vec::with_capacity(LAST);
            let found = Arc::new(nlp::analyse(article, &models, tell));
            let _ = give.send(found.clone());
            // Freed elsewhere, it would be taken for what is needed there.
            let _ = wait.recv();
            drop(found);
            drop(last);
        });
        let story = found.recv().ok().and_then(|found| Option::as_ref(&found).map(made));
        drop(done);
        work.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        story
    })
}

fn key(article: &Article) -> (String, String) {
    (article.id.clone(), article.hash())
}

/// A story of the collection, read from its file; why not, where it is not as it was.
fn fetched(sought: Sought) -> Result<Found, String> {
    let Sought { file, hash, question, ids, at } = sought;
    let mut articles = load::articles(vec![file.clone().into()], None).flatten();
    let article = articles.find(|article| article.hash() == *hash);
    let article = article.ok_or_else(|| library::changed(&file))?;
    Ok(Found { article, question, ids, at: Some(at) })
}
