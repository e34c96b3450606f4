//! The loop of the app: one message, one update, effects, one picture.
//!
//! What opens, keeps and exports a story comes in as a [`Desk`], so that the loop knows no files.

mod signals;
mod terminal;
mod worker;

pub use terminal::columns;

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{io, panic};

use crossbeam_channel::{Receiver, Sender};
use crossterm::event::Event;
use jiff::Timestamp;

use super::Stop;
use super::config::Wishes;
use crate::annotation::{Codebook, Set};
use crate::app::{
    Annotator, Answer, App, Asked, Effect, Hint, Message, Order, Outside, Reader, Report, Saved,
    Size, Sought, update,
};
use crate::config::{self, Depth, Themes};
use crate::input::{GROUND, Ground, Sifted};
use crate::nlp::Progress;
use crate::story::Story;
use crate::{input, ui, view};
use terminal::Terminal;
use worker::{Hands, Keeper};

/// Opens the story of that number: reads, analyses, joins with what was marked before. Tells its
/// progress to the second argument, which may ask to stop. On failure, why, for the reader.
pub type Open = dyn Fn(usize, &mut Tell) -> Result<Opened, String> + Send + Sync;
/// Hears of progress, and may ask to stop.
pub type Tell<'a> = dyn FnMut(Progress) -> ControlFlow<()> + Send + 'a;
/// Keeps a story's marks; says where, when it is not where they were. The last argument says that
/// the reader has seen what somebody else made of the file, and decided.
pub type Save = dyn Fn(&Story, &Set, bool) -> Result<Option<String>, Unsaved> + Send + Sync;
/// Looks whether somebody else changed a story's marks, and what they made of them; an error says why
/// what they made of them cannot be used.
pub type Look = dyn Fn(&Story) -> Result<Option<Box<Outside>>, String> + Send + Sync;
/// Keeps marks that could not be saved, in a file of their own; gives its path, or why not.
pub type Rescue = dyn Fn(&Story, &Set) -> Result<String, String>;
/// Remembers where stories were left, and gives their locks back.
pub type Leave = dyn Fn(&[Left<'_>]);
/// Keeps a codebook in the config folder; why not, where it cannot.
pub type KeepCodebook = dyn Fn(&Codebook) -> Result<(), String>;
/// Writes story and marks in the format of that name; says what was written where, or why not.
pub type Export = dyn Fn(&str, &Story, &Set) -> Result<String, String> + Send + Sync;

/// Answers what is asked of the collection; nothing where the second argument says that the answer is not
/// waited for any more.
pub type Ask = dyn Fn(Asked, &dyn Fn() -> bool) -> Option<Answer> + Send + Sync;
/// Puts a story of the collection where [`Open`] finds it under that number.
pub type Seek = dyn Fn(usize, Sought);

/// Why marks were not saved.
#[derive(Debug)]
pub enum Unsaved {
    /// In words; another try may succeed.
    Failed(String),
    /// Somebody else changed the file: the reader decides.
    Outside(Box<Outside>),
}

/// A story that is open.
pub struct Opened {
    /// The story with what was marked in it before, at the place where it was left.
    pub reader: Box<Reader>,
    /// What the reader must know at once, such as why marks cannot be saved.
    pub warning: Option<String>,
}

/// A story as it is left.
pub struct Left<'a> {
    /// The story.
    pub story: &'a Story,
    /// The byte where the reader was.
    pub at: usize,
}

/// What the app works on and with.
pub struct Desk {
    /// What to call each story before it is open.
    pub names: Vec<String>,
    /// Where relative names begin.
    pub folder: PathBuf,
    /// Who marks.
    pub annotator: String,
    /// Formats that `export` knows.
    pub formats: Vec<String>,
    /// The looks there are.
    pub themes: Themes,
    /// Whether light or dark is as the terminal’s ground, which is asked for.
    pub follow: bool,
    /// What the reader asked for in the config folder.
    pub wishes: Wishes,
    /// Opens one.
    pub open: Arc<Open>,
    /// Keeps its marks.
    pub save: Arc<Save>,
    /// Looks whether somebody else changed them.
    pub look: Arc<Look>,
    /// Keeps them when nothing else does, as the reader leaves.
    pub rescue: Box<Rescue>,
    /// Keeps a codebook; why not, where it cannot.
    pub keep_codebook: Box<KeepCodebook>,
    /// Remembers where the reader was.
    pub leave: Box<Leave>,
    /// What the reader must know at once, such as which files could not be read.
    pub warning: Option<String>,
    /// Writes it for another tool.
    pub export: Arc<Export>,
    /// Asks the collection.
    pub ask: Arc<Ask>,
    /// Puts a story of it on the desk.
    pub seek: Box<Seek>,
}

/// What reaches the loop.
enum Heard {
    Terminal(Event),
    Worker(Report),
    /// Another program asks us to end, by the signal of that number.
    Ended(i32),
    /// We were stopped, and go on.
    Continued,
    /// The terminal cannot be read any more.
    Gone(io::Error),
}

/// Messages taken before a picture is drawn: held keys do not queue up, and no flood of them keeps
/// the screen from being drawn.
const BURST: usize = 256;

/// The theme to begin with where none is asked for: without colours when the environment says so
/// (`NO_COLOR`), that of sixteen where there are no more, light where the terminal says that its
/// ground is (`COLORFGBG`), else dark.
pub fn usual_theme(
    no_color: Option<&str>,
    color_fg_bg: Option<&str>,
    depth: Depth,
) -> &'static str {
    if no_color.is_some_and(|value| !value.is_empty()) {
        return "mono";
    }
    if depth == Depth::Sixteen {
        return "sixteen";
    }
    match color_fg_bg.and_then(|value| value.rsplit(';').next()) {
        Some("7" | "15") => "light",
        _ => "dark",
    }
}

/// How a session ended.
enum Ended {
    /// The reader left.
    Asked,
    /// Another program ended us.
    Signal(i32),
    /// The terminal failed.
    Gone(io::Error),
}

/// Runs the app until the reader leaves or a signal ends it. The terminal is restored and what was
/// marked is kept, whatever happens.
pub fn open(desk: &Desk) -> Result<(), Stop> {
    let gone = |error: io::Error| Stop(format!("cannot use this terminal: {error}"));
    let (tell, heard) = crossbeam_channel::unbounded();
    signals::listen(tell.clone()).map_err(gone)?;
    let mut terminal = Terminal::enter(desk.wishes.settings.mouse).map_err(gone)?;
    let mut app = start(desk, terminal.size().map_err(gone)?);
    worker::listen(tell.clone());
    worker::load(0..desk.names.len(), desk.open.clone(), tell.clone());
    let keeper = Keeper::new(Hands::of(desk), tell.clone());
    let asker = worker::asker(desk.ask.clone(), tell.clone());
    // A mistake of ours must not take with it what waits to be saved.
    let left = panic::catch_unwind(AssertUnwindSafe(|| {
        let (app, terminal, keeper) = (&mut app, &mut terminal, &keeper);
        let (ground, chosen) = (Ground::default(), app.look.theme);
        let session = Session { app, desk, terminal, keeper, asker, tell, ground, chosen };
        run(session, &heard).unwrap_or_else(Ended::Gone)
    }));
    drop(terminal);
    keeper.finish();
    // Saves that ended after the last picture.
    for one in heard.try_iter() {
        if let Heard::Worker(
            report @ (Report::Saved { .. } | Report::NotSaved(..) | Report::Outside(..)),
        ) = one
        {
            update(&mut app, Message::Heard(report));
        }
    }
    keep_places(&app, desk);
    let lost = rescued(&app, desk);
    let left = left.unwrap_or_else(|mistake| {
        if let Some(lost) = &lost {
            tell_on_leaving(lost);
        }
        panic::resume_unwind(mistake)
    });
    match left {
        Ended::Signal(signal) => {
            if let Some(lost) = lost {
                tell_on_leaving(&lost);
            }
            super::end_by(signal)
        }
        Ended::Gone(error) => match lost {
            Some(lost) => Err(Stop(format!("cannot use this terminal: {error}; {lost}"))),
            None => Err(gone(error)),
        },
        Ended::Asked => lost.map_or(Ok(()), |lost| Err(Stop(lost))),
    }
}

fn tell_on_leaving(words: &str) {
    super::tell(&format!("error: {words}"));
}

/// Remembers where every story was left.
pub fn keep_places(app: &App, desk: &Desk) {
    let readers = app.tabs.all.iter().filter_map(|tab| tab.reader());
    let left = readers.map(|reader| Left { story: &reader.story, at: reader.caret.at });
    (desk.leave)(&left.collect::<Vec<_>>());
}

/// Keeps what could not be saved, and says where; nothing where everything is safe.
pub fn rescued(app: &App, desk: &Desk) -> Option<String> {
    let readers = app.tabs.all.iter().filter_map(|tab| tab.reader());
    let unsafe_ones = readers.filter_map(|reader| match &reader.saved {
        Saved::Failed(_, why) => Some((reader, why.as_str())),
        Saved::Saving(_) => Some((reader, "the save did not end")),
        Saved::Clean | Saved::At(..) => None,
    });
    let told = unsafe_ones.map(|(reader, why)| {
        let id = &reader.story.article.id;
        match (desk.rescue)(&reader.story, &reader.marks) {
            Ok(path) => format!("the marks of {id} were not saved ({why}): a copy is in {path}"),
            Err(also) => format!("the marks of {id} were not saved ({why}), nor a copy ({also})"),
        }
    });
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| told.join("; "))
}

/// The keys with the tags of a codebook, as the reader bound them.
pub fn guide(desk: &Desk, codebook: &Codebook) -> Vec<Hint> {
    let mut guide = input::guide(codebook);
    input::bind(&mut guide, &desk.wishes.keys);
    guide
}

/// An app as the reader wants it, with a tab for each story.
pub fn start(desk: &Desk, size: Size) -> App {
    let me = Annotator { name: desk.annotator.clone(), now: Timestamp::now() };
    let mut app = App::new(desk.names.clone(), me);
    app.folder.clone_from(&desk.folder);
    app.look.themes = desk.themes.all.iter().map(|theme| theme.name.clone()).collect();
    app.look.theme = desk.themes.at;
    app.formats.clone_from(&desk.formats);
    let settings = &desk.wishes.settings;
    app.look.measure = settings.measure;
    app.look.spacing = settings.spacing;
    app.look.justify = settings.justify;
    app.look.hyphens = settings.hyphens;
    app.look.numbers = settings.numbers;
    app.look.alone = settings.alone;
    app.look.order = match settings.order {
        config::settings::Order::Text => Order::Text,
        config::settings::Order::Speaker => Order::Speaker,
        config::settings::Order::Tag => Order::Tag,
        config::settings::Order::Confidence => Order::Confidence,
    };
    app.codebook = desk.wishes.codebook.clone();
    app.keys.guide = guide(desk, &app.codebook);
    update(&mut app, Message::Resized(size));
    let faults = (!desk.wishes.faults.is_empty()).then(|| desk.wishes.faults.join("; "));
    for warning in [&desk.themes.warning, &desk.warning, &faults].into_iter().flatten() {
        update(&mut app, Message::Heard(Report::Warned(warning.clone())));
    }
    app
}

/// The loop with what it works on.
struct Session<'a> {
    app: &'a mut App,
    desk: &'a Desk,
    terminal: &'a mut Terminal,
    keeper: &'a Keeper,
    /// Hears what is asked of the collection.
    asker: Sender<Asked>,
    /// Where workers tell.
    tell: Sender<Heard>,
    ground: Ground,
    /// The theme that was chosen by the ground, or to begin with: any other is the reader's choice.
    chosen: usize,
}

/// How long the first picture waits to hear whether the ground is light: terminals beside us answer
/// in a millisecond or two, and a picture that is at once another one is worse than a late one.
const FIRST_LOOK: Duration = Duration::from_millis(8);

fn run(mut session: Session, heard: &Receiver<Heard>) -> io::Result<Ended> {
    session.ask_ground()?;
    let end = Instant::now() + FIRST_LOOK;
    while session.ground.waits()
        && let Ok(one) = heard.recv_deadline(end)
    {
        if let Some(ended) = session.hear(one)? {
            return Ok(ended);
        }
    }
    loop {
        session.draw()?;
        let Ok(first) = heard.recv() else { return Ok(Ended::Asked) };
        for one in std::iter::once(first).chain(heard.try_iter().take(BURST)) {
            if let Some(ended) = session.hear(one)? {
                return Ok(ended);
            }
        }
    }
}

impl Session<'_> {
    fn draw(&mut self) -> io::Result<()> {
        let theme = &self.desk.themes.all[self.app.look.theme];
        self.terminal.draw(|frame| ui::draw(&view::screen(self.app), theme, frame))
    }

    /// Asks whether the ground is light, where the theme follows it.
    fn ask_ground(&mut self) -> io::Result<()> {
        if self.desk.follow && cfg!(unix) {
            self.ground.ask();
            self.terminal.ask(GROUND)?;
        }
        Ok(())
    }

    /// Takes in one thing heard; how the session ended, where it did.
    fn hear(&mut self, one: Heard) -> io::Result<Option<Ended>> {
        match one {
            Heard::Terminal(event) => match self.ground.sift(event) {
                Sifted::Light(light) => self.look(light),
                Sifted::Events(events) => {
                    for event in events {
                        if event == Event::FocusGained {
                            // What the system looks like may have changed meanwhile.
                            self.ask_ground()?;
                        }
                        if let Some(message) = input::message(self.app, &event)
                            && let Some(ended) = self.update(message)?
                        {
                            return Ok(Some(ended));
                        }
                    }
                }
            },
            Heard::Worker(report) => return self.update(Message::Heard(report)),
            Heard::Ended(signal) => return Ok(Some(Ended::Signal(signal))),
            Heard::Continued => {
                self.terminal.resume()?;
                return self.back();
            }
            Heard::Gone(error) => return Err(error),
        }
        Ok(None)
    }

    /// After a stop: the terminal may have another size now, which nobody told us.
    fn back(&mut self) -> io::Result<Option<Ended>> {
        let size = self.terminal.size()?;
        self.update(Message::Resized(size))?;
        self.update(Message::Back)
    }

    /// Dark or light by the terminal’s ground, as long as the reader has chosen no other theme.
    fn look(&mut self, light: bool) {
        let name = if light { "light" } else { "dark" };
        let at = self.app.look.themes.iter().position(|theme| theme == name);
        if let Some(at) = at.filter(|_| self.app.look.theme == self.chosen) {
            (self.chosen, self.app.look.theme) = (at, at);
        }
    }

    fn update(&mut self, message: Message) -> io::Result<Option<Ended>> {
        self.app.me.now = Timestamp::now();
        let mut asked: VecDeque<Effect> = update(self.app, message).into();
        while let Some(effect) = asked.pop_front() {
            match effect {
                Effect::Quit => return Ok(Some(Ended::Asked)),
                Effect::Suspend => {
                    self.terminal.suspend()?;
                    if let Some(ended) = self.back()? {
                        return Ok(Some(ended));
                    }
                }
                Effect::Copy(words) => self.terminal.copy(&words)?,
                Effect::KeepCodebook(book) => {
                    let report = match (self.desk.keep_codebook)(&book) {
                        Ok(()) => Report::Codebook(book.clone(), guide(self.desk, &book)),
                        Err(why) => Report::Warned(why),
                    };
                    asked.extend(update(self.app, Message::Heard(report)));
                }
                Effect::Ask(asked) => {
                    // It ends only with us, so somebody listens.
                    let _ = self.asker.send(asked);
                }
                Effect::Open(tab, sought) => {
                    (self.desk.seek)(tab, sought);
                    worker::load(tab..tab + 1, self.desk.open.clone(), self.tell.clone());
                }
                kept => self.keeper.ask(kept),
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_themes() {
        for (no_color, fg_bg, theme) in [
            (None, None, "dark"),
            (Some("1"), Some("0;15"), "mono"),
            (Some(""), None, "dark"),
            (None, Some("0;15"), "light"),
            (None, Some("15;0"), "dark"),
        ] {
            assert_eq!(usual_theme(no_color, fg_bg, Depth::True), theme, "{no_color:?} {fg_bg:?}");
        }
    }
}
