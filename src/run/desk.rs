//! What the app works with: stories from files, marks in their annotation files, exports.

mod shelf;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::annotator;
use super::apart;
use super::config::{CODEBOOK, Here, Wishes};
use super::library::screen;
use super::load::{self, Failure, Job};
use super::reading::told;
use super::tui::Desk;
use crate::annotation::{Codebook, ItemId, Set};
use crate::app::Decisions;
use crate::article::{Article, Origin};
use crate::config::Themes;
use crate::disk::annotations::Notebook;
use crate::disk::exports::Exports;
use crate::disk::library as kept;
use crate::disk::memory;
use crate::disk::places::Places;
use crate::disk::read;
use crate::export;
use crate::story::Story;

use shelf::{Shelf, Slot};

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
    /// Where to go; to the first of them where it is not said.
    pub at: Option<ItemId>,
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
    let slots = slots.into_iter().map(|(_, slot)| Some(slot)).collect();
    let shelf = Shelf::new(slots, places, remember, annotator.clone(), wishes.codebook.clone());
    let shelf = Arc::new(shelf);
    let (keeper, rescuer, leaver) = (shelf.clone(), shelf.clone(), shelf.clone());
    let (binder, looker) = (shelf.clone(), shelf.clone());
    let (finder, asked) = (shelf.clone(), shelf.clone());
    let exports = Arc::new(Mutex::new(Exports::default()));
    let found = exports.clone();
    Desk {
        names,
        folder: kept::whole(Path::new(".")).unwrap_or_default(),
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
            binder.bind(Arc::new(book.clone()));
            Ok(())
        }),
        leave: Box::new(move |left| leaver.leave(left)),
        rescue: Box::new(move |story, set| rescuer.rescue(story, set)),
        export: Arc::new(move |format, story, set| write(&exports, format, story, set)),
        ask: Arc::new(move |question, stop| {
            screen::answer(question, &asked.codebook(), &found, stop)
        }),
        seek: Box::new(move |tab, sought| finder.seek(tab, sought)),
    }
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

/// Writes a codebook into the config folder.
fn keep_codebook(places: Option<&Places>, book: &Codebook) -> Result<(), String> {
    let places = places.ok_or("there is no home folder to keep a codebook in; set HOME")?;
    memory::keep_config(places, CODEBOOK, &book.written()).map_err(|error| told(&error))
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
