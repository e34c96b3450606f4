//! What the app works with: stories from files, marks in their annotation files, exports.

mod outside;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::annotator;
use super::apart;
use super::config::{CODEBOOK, Here, Wishes};
use super::load::{self, Failure, Job, Loaded};
use super::reading::told;
use super::tui::{self, Desk, Left, Opened, Unsaved};
use crate::annotation::file::Heading;
use crate::annotation::{Codebook, ItemId, Set};
use crate::app::{Decisions, Outside, Reader};
use crate::article::{Article, Origin};
use crate::config::Themes;
use crate::disk::annotations::{self, Notebook, SaveError, Saved};
use crate::disk::exports::Exports;
use crate::disk::memory::{self, Journal};
use crate::disk::places::Places;
use crate::disk::read;
use crate::export;
use crate::nlp::{self, Analysis, Models};
use crate::story::{self, Story};

/// Sets the desk for `files`: reads their bytes, leaves the work on them to the app's threads.
/// Where none are named, the built-in story is on it. Gives what could not be read; where that is
/// all, there is no desk. `teach` sets the tutorial on it instead.
pub fn set(files: Vec<PathBuf>, theme: Option<&str>, teach: bool) -> (Option<Desk>, Vec<Failure>) {
    let jobs: Vec<Job> = if teach {
        vec![super::open::tutorial()]
    } else if files.is_empty() {
        vec![super::open::built_in()]
    } else {
        load::jobs(files, None).collect()
    };
    let (slots, failures) = slots(jobs);
    if slots.is_empty() {
        return (None, failures);
    }
    let desk = lay(slots, &failures, theme);
    (Some(desk), failures)
}

/// A story with the marks of several people, to be decided on.
pub struct Joined {
    /// The story.
    pub article: Article,
    /// Their marks, joined.
    pub set: Set,
    /// Keeps them.
    pub notebook: Notebook,
    /// What they see differently.
    pub decide: Box<Decisions>,
}

/// Sets the desk for what is to be decided.
pub fn joined(joined: Joined) -> Desk {
    lay(vec![(joined.article.id.clone(), Slot::Joined(Box::new(joined)))], &[], None)
}

/// A story in which a question to the collection found something.
pub struct Found {
    /// The story.
    pub article: Article,
    /// As typed.
    pub question: String,
    /// What was found.
    pub ids: HashSet<ItemId>,
}

/// Sets the desk for what was found.
pub fn found(stories: Vec<Found>) -> Desk {
    let slot = |one: Found| (one.article.id.clone(), Slot::Found(Box::new(one)));
    lay(stories.into_iter().map(slot).collect(), &[], None)
}

/// The desk with these stories on it.
fn lay(slots: Vec<(String, Slot)>, failures: &[Failure], theme: Option<&str>) -> Desk {
    let warning = failures.first().map(|first| match failures.len() {
        1 => format!("1 story could not be read: {first}"),
        many => format!("{many} stories could not be read: {first}; …"),
    });
    let names = slots.iter().map(|(name, _)| name.clone()).collect();
    let places = Places::of_user();
    let wishes = Wishes::read(places.as_ref());
    let settings = &wishes.settings;
    let annotator = match settings.annotator.as_str() {
        "" => annotator(),
        name => name.to_owned(),
    };
    let here = Here::of(settings);
    let asked = Some(settings.theme.as_str()).filter(|name| *name != "auto");
    let wanted = theme.or(asked).unwrap_or(here.theme);
    // Where neither the reader nor the environment says, the terminal is asked.
    let follow = theme.or(asked).is_none() && here.ask;
    let mut themes = Themes::choose(wanted, |name| user_theme(places.as_ref(), name));
    for theme in &mut themes.all {
        *theme = theme.at(here.depth);
    }
    let (remember, settled, broken) = (settings.remember, places.clone(), wishes.broken_codebook);
    let shelf = Arc::new(Shelf {
        slots: slots.into_iter().map(|(_, slot)| Mutex::new(Some(slot))).collect(),
        places,
        remember,
        annotator: annotator.clone(),
        codebook: Mutex::new(wishes.codebook.clone()),
        kept: Mutex::new(Some(HashMap::new())),
    });
    let (keeper, rescuer, leaver) = (shelf.clone(), shelf.clone(), shelf.clone());
    let (binder, looker) = (shelf.clone(), shelf.clone());
    let exports = Mutex::new(Exports::default());
    Desk {
        names,
        annotator,
        warning,
        wishes,
        formats: export::FORMATS.iter().map(|format| format.name.to_owned()).collect(),
        themes,
        follow,
        open: Arc::new(move |number, tell| shelf.open(number, tell)),
        save: Arc::new(move |story, set, decided| keeper.save(story, set, decided)),
        look: Arc::new(move |story| looker.look(story)),
        keep_codebook: Box::new(move |book| {
            if broken {
                return Err(format!("{CODEBOOK} cannot be read: mend it or move it away first"));
            }
            keep_codebook(settled.as_ref(), book)?;
            *binder.codebook.lock().unwrap_or_else(PoisonError::into_inner) =
                Arc::new(book.clone());
            Ok(())
        }),
        leave: Box::new(move |left| leaver.leave(left)),
        rescue: Box::new(move |story, set| rescuer.rescue(story, set)),
        export: Arc::new(move |format, story, set| write(&exports, format, story, set)),
    }
}

/// A story to be opened.
enum Slot {
    /// As it was read.
    Raw(Job),
    /// Looked into already.
    Loaded(Box<Loaded>),
    /// With marks to be decided on.
    Joined(Box<Joined>),
    /// With what is to be shown of it.
    Found(Box<Found>),
}

/// What can be opened, by name, and what cannot. Looks into stories only until one of them is
/// known to be one, or so large that looking would keep the first picture waiting. Into containers
/// it always looks.
fn slots(jobs: Vec<Job>) -> (Vec<(String, Slot)>, Vec<Failure>) {
    let (mut slots, mut failures) = (Vec::new(), Vec::new());
    let mut apart = apart::Reader::default();
    for job in jobs {
        let name = job.id().to_owned();
        match job {
            Job::Failed(error) => failures.push(error),
            job if job.may_hold_many() || slots.is_empty() && !is_large(&job) => {
                for loaded in super::batch::crew::caught(&name, || job.load_apart(None, &mut apart))
                    .unwrap_or_else(|failure| vec![Err(failure)])
                {
                    match loaded {
                        Ok(one) => {
                            let name = one.article.id.clone();
                            slots.push((name, Slot::Loaded(Box::new(one))));
                        }
                        Err(failure) => failures.push(failure),
                    }
                }
            }
            job => slots.push((name, Slot::Raw(job))),
        }
    }
    (slots, failures)
}

/// A file of more bytes is looked into behind the first picture.
const LARGE: usize = 1 << 20;

fn is_large(job: &Job) -> bool {
    matches!(job, Job::File(_, _, bytes) if bytes.len() > LARGE)
}

/// The stories of one session and the right to save each one's marks.
struct Shelf {
    /// Taken when opened.
    slots: Vec<Mutex<Option<Slot>>>,
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
    fn open(&self, number: usize, tell: &mut tui::Tell) -> Result<Opened, String> {
        let slot = self.slots[number].lock().unwrap_or_else(PoisonError::into_inner).take();
        let mut found = None;
        let article = match slot.ok_or("it was opened before")? {
            Slot::Loaded(loaded) => loaded.article,
            Slot::Found(one) => {
                let Found { article, question, ids } = *one;
                found = Some((question, ids));
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
            Some((question, ids)) => reader.show_found(&question, &ids),
            None => reader.caret.at = at.unwrap_or(reader.caret.at),
        }
        Ok(Opened { reader: Box::new(reader), warning })
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

    fn codebook(&self) -> Arc<Codebook> {
        self.codebook.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn save(&self, story: &Story, set: &Set, decided: bool) -> Result<Option<String>, Unsaved> {
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
    fn leave(&self, left: &[Left]) {
        *self.kept() = None;
        let Some(places) = self.places.as_ref().filter(|_| self.remember) else { return };
        memory::keep_places(places, left.iter().map(|one| (&one.story.article, one.at)));
    }

    fn rescue(&self, story: &Story, set: &Set) -> Result<String, String> {
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

/// Writes a codebook into the config folder.
fn keep_codebook(places: Option<&Places>, book: &Codebook) -> Result<(), String> {
    let places = places.ok_or("there is no home folder to keep a codebook in; set HOME")?;
    memory::keep_config(places, CODEBOOK, &book.written()).map_err(|error| told(&error))
}

fn key(article: &Article) -> (String, String) {
    (article.id.clone(), article.hash())
}

/// Writes story and marks in the format of that name, beside the story or into the folder one is
/// in; says what was written where, and what was left out.
fn write(
    exports: &Mutex<Exports>,
    format: &str,
    story: &Story,
    set: &Set,
) -> Result<String, String> {
    let format = export::format(format).ok_or("there is no such format")?;
    let (files, report) = format.files(story, set, "story");
    let mut exports = exports.lock().unwrap_or_else(PoisonError::into_inner);
    let stem = beside(&story.article);
    let place = match &files[..] {
        [only] => exports.write(&stem, format.extension, &only.bytes),
        several => {
            let files: Vec<(&str, &[u8])> =
                several.iter().map(|file| (&*file.name, &*file.bytes)).collect();
            exports.write_folder(&stem, format.name, &files)
        }
    }
    .map_err(|error| told(&error))?;
    let other = if place.taken { " (the usual name is taken)" } else { "" };
    Ok(report.sentence(&place.path.display().to_string()) + other)
}

/// `speech.txt` is exported to `speech.txt.onrecord.csv`; what is no file of its own to the folder
/// at hand, under the last part of its id. All but the ending.
fn beside(article: &Article) -> PathBuf {
    let mut name = match &article.origin {
        Origin::File(path) => path.clone(),
        Origin::Part(path) => path.with_file_name(safe(&article.id)),
        Origin::Stdin => PathBuf::from("stdin"),
        Origin::BuiltIn => PathBuf::from(safe(&article.id)),
    }
    .into_os_string();
    name.push(".onrecord");
    PathBuf::from(name)
}

fn safe(id: &str) -> String {
    let last = id.rsplit(['/', '\\']).next().unwrap_or(id);
    super::plain_name(last).trim_start_matches('.').to_owned()
}

/// The text of a theme in the config folder, and the file it stands in.
pub fn user_theme(places: Option<&Places>, name: &str) -> Option<(String, String)> {
    let path = places?.config.join("themes").join(Path::new(name).file_name()?);
    let path = path.with_extension("ron");
    let bytes = read::bytes(&path).ok()?;
    Some((path.display().to_string(), String::from_utf8_lossy(&bytes).into_owned()))
}
