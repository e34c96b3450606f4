//! What the app works with: stories from files, marks in their annotation files, exports.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::config::{CODEBOOK, Wishes};
use super::load::{self, Failure, Job, Loaded};
use super::reading::told;
use super::tui::{self, Desk, Left, Opened};
use super::{annotator, variable};
use crate::annotation::{Codebook, Set};
use crate::app::Reader;
use crate::article::{Article, Origin};
use crate::config::Themes;
use crate::disk::annotations::{self, Notebook, Saved};
use crate::disk::exports::Exports;
use crate::disk::memory;
use crate::disk::places::Places;
use crate::disk::read;
use crate::export;
use crate::nlp::{self, Analysis, Models};
use crate::story::Story;

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
    let depth = settings.depth(variable("COLORTERM").as_deref(), variable("TERM").as_deref());
    let usual =
        tui::usual_theme(variable("NO_COLOR").as_deref(), variable("COLORFGBG").as_deref(), depth);
    let asked = Some(settings.theme.as_str()).filter(|name| *name != "auto");
    let wanted = theme.or(asked).unwrap_or(usual);
    // Where neither the reader nor the environment says, the terminal is asked.
    let follow = theme.or(asked).is_none() && usual == "dark" && variable("COLORFGBG").is_none();
    let mut themes = Themes::choose(wanted, |name| user_theme(places.as_ref(), name));
    for theme in &mut themes.all {
        *theme = theme.at(depth);
    }
    let (remember, settled, broken) = (settings.remember, places.clone(), wishes.broken_codebook);
    let shelf = Arc::new(Shelf {
        slots: slots.into_iter().map(|(_, slot)| Mutex::new(Some(slot))).collect(),
        places,
        remember,
        annotator: annotator.clone(),
        codebook: wishes.codebook.clone(),
        notebooks: Mutex::new(HashMap::new()),
    });
    let (keeper, rescuer, leaver) = (shelf.clone(), shelf.clone(), shelf.clone());
    let exports = Mutex::new(Exports::default());
    let desk = Desk {
        names,
        annotator,
        warning,
        wishes,
        formats: export::FORMATS.iter().map(|format| format.name.to_owned()).collect(),
        themes,
        follow,
        open: Arc::new(move |number, tell| shelf.open(number, tell)),
        save: Arc::new(move |story, set| keeper.save(story, set)),
        keep_codebook: Box::new(move |book| {
            if broken {
                return Err(format!("{CODEBOOK} cannot be read: mend it or move it away first"));
            }
            keep_codebook(settled.as_ref(), book)
        }),
        leave: Box::new(move |left| leaver.leave(left)),
        rescue: Box::new(move |story, set| rescuer.rescue(story, set)),
        export: Arc::new(move |format, story, set| write(&exports, format, story, set)),
    };
    (Some(desk), failures)
}

/// A story to be opened.
enum Slot {
    /// As it was read.
    Raw(Job),
    /// Looked into already.
    Loaded(Box<Loaded>),
}

/// What can be opened, by name, and what cannot. Looks into stories only until one of them is
/// known to be one, or so large that looking would keep the first picture waiting. Into containers
/// it always looks.
fn slots(jobs: Vec<Job>) -> (Vec<(String, Slot)>, Vec<Failure>) {
    let (mut slots, mut failures) = (Vec::new(), Vec::new());
    for job in jobs {
        let name = job.id().to_owned();
        match job {
            Job::Failed(error) => failures.push(error),
            job if job.may_hold_many() || slots.is_empty() && !is_large(&job) => {
                for loaded in super::batch::caught(&name, || job.load(None))
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
    /// The tags to begin with.
    codebook: Arc<Codebook>,
    /// By id and hash of the article. One without a notebook says why nothing may be saved.
    notebooks: Mutex<HashMap<(String, String), Result<Notebook, String>>>,
}

impl Shelf {
    fn open(&self, number: usize, tell: &mut tui::Tell) -> Result<Opened, String> {
        let slot = self.slots[number].lock().unwrap_or_else(PoisonError::into_inner).take();
        let article = match slot.ok_or("it was opened before")? {
            Slot::Loaded(loaded) => loaded.article,
            Slot::Raw(job) => {
                let mut loaded = job.load(None);
                if loaded.len() > 1 {
                    return Err(
                        "it holds several stories in UTF-16; save it as UTF-8 to open them".into(),
                    );
                }
                loaded.pop().ok_or("it holds no story")?.map_err(|failure| failure.why)?.article
            }
        };
        let notebooks = self.notebooks.lock().unwrap_or_else(PoisonError::into_inner);
        if notebooks.contains_key(&key(&article)) {
            return Err("it is open already, under the same name".to_owned());
        }
        drop(notebooks);
        let (mut marks, notebook, older) = self.marks(&article);
        let at = match &self.places {
            Some(places) => {
                marks = memory::with_history(places, &article, marks);
                memory::place(places, &article).filter(|_| self.remember)
            }
            None => None,
        };
        let warning = match (&notebook, older) {
            (Err(why), _) => Some(why.clone()),
            (Ok(notebook), Some(older)) => Some(format!(
                "these are the marks of {}; {} is older and stays as it is",
                notebook.path().display(),
                older.display()
            )),
            (Ok(_), None) => None,
        };
        let mut notebooks = self.notebooks.lock().unwrap_or_else(PoisonError::into_inner);
        notebooks.insert(key(&article), notebook);
        drop(notebooks);
        let made = |found: &Analysis| Story::new(article.clone(), found, &marks);
        let story = analysed(&article, tell, made).ok_or("stopped")?;
        let mut reader = Reader::new(story, marks, self.codebook.clone());
        reader.caret.at = at.unwrap_or(reader.caret.at);
        Ok(Opened { reader: Box::new(reader), warning })
    }

    /// The marks made before, and the right to save more, or why there is none; and an older file
    /// of them.
    fn marks(&self, article: &Article) -> (Set, Result<Notebook, String>, Option<PathBuf>) {
        let Some(places) = &self.places else {
            let why = "there is no home folder to keep marks in; set HOME";
            return (Set::default(), Err(why.to_owned()), None);
        };
        match annotations::load(article, places, &self.annotator) {
            Ok(mut loaded) => match loaded.notebook.claim(&self.annotator) {
                Ok(()) => (loaded.set, Ok(loaded.notebook), loaded.older),
                Err(owner) => {
                    let owner = if owner.is_empty() { "somebody else" } else { &owner };
                    let why =
                        format!("{owner} has this story open: read only, marks are not saved");
                    (loaded.set, Err(why), loaded.older)
                }
            },
            Err(error) => (Set::default(), Err(told(&error)), None),
        }
    }

    fn save(&self, story: &Story, set: &Set) -> Result<Option<String>, String> {
        let mut notebooks = self.notebooks.lock().unwrap_or_else(PoisonError::into_inner);
        match notebooks.get_mut(&key(&story.article)) {
            Some(Ok(notebook)) => match notebook.save(set).map_err(|error| told(&error))? {
                Saved::InPlace => Ok(None),
                Saved::Elsewhere(path) => Ok(Some(format!(
                    "nothing can be written beside the story any more: saved in {}",
                    path.display()
                ))),
            },
            Some(Err(why)) => Err(why.clone()),
            None => Err("it was never opened".to_owned()),
        }
    }

    /// Remembers where stories were left, and the steps that undo can take back.
    fn leave(&self, left: &[Left]) {
        let Some(places) = &self.places else { return };
        if self.remember {
            memory::keep_places(places, left.iter().map(|one| (&one.story.article, one.at)));
        }
        for one in left.iter().filter(|one| one.changed) {
            memory::keep_history(places, &one.story.article, one.marks);
        }
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
fn user_theme(places: Option<&Places>, name: &str) -> Option<(String, String)> {
    let path = places?.config.join("themes").join(Path::new(name).file_name()?);
    let path = path.with_extension("ron");
    let bytes = read::bytes(&path).ok()?;
    Some((path.display().to_string(), String::from_utf8_lossy(&bytes).into_owned()))
}
