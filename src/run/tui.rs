//! The loop of the app: one message, one update, effects, one picture.
//!
//! What opens, keeps and exports a story comes in as a [`Desk`], so that the loop knows no files.

mod terminal;
mod worker;

use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;

use crossbeam_channel::Receiver;
use crossterm::event::Event;
use jiff::Timestamp;

use crate::annotation::Set;
use crate::app::{Annotator, App, Effect, Message, Report, Size, update};
use crate::config::Themes;
use crate::nlp::Progress;
use crate::story::Story;
use crate::{input, ui, view};
use terminal::Terminal;
use worker::Keeper;

/// Opens the story of that number: reads, analyses, joins with what was marked before. Tells its
/// progress to the second argument, which may ask to stop. On failure, why, for the reader.
pub type Open = dyn Fn(usize, &mut dyn FnMut(Progress) -> ControlFlow<()>) -> Result<Opened, String>
    + Send
    + Sync;
/// Keeps a story's marks; on failure, why.
pub type Save = dyn Fn(&Story, &Set) -> Result<(), String> + Send + Sync;
/// Writes story and marks in the format of that name; says what was written where, or why not.
pub type Export = dyn Fn(&str, &Story, &Set) -> Result<String, String> + Send + Sync;

/// A story that is open.
pub struct Opened {
    /// The story.
    pub story: Story,
    /// What was marked in it before.
    pub marks: Set,
    /// What the reader must know at once, such as why marks cannot be saved.
    pub warning: Option<String>,
}

/// What the app works on and with.
pub struct Desk {
    /// What to call each story before it is open.
    pub names: Vec<String>,
    /// Who marks.
    pub annotator: String,
    /// Formats that `export` knows.
    pub formats: Vec<String>,
    /// The looks there are.
    pub themes: Themes,
    /// Opens one.
    pub open: Arc<Open>,
    /// Keeps its marks.
    pub save: Arc<Save>,
    /// Writes it for another tool.
    pub export: Arc<Export>,
}

/// What reaches the loop.
enum Heard {
    Terminal(Event),
    Worker(Report),
    /// The terminal cannot be read any more.
    Gone(io::Error),
}

/// Messages taken before a picture is drawn: held keys do not queue up, and no flood of them keeps
/// the screen from being drawn.
const BURST: usize = 256;

/// The theme to begin with where none is asked for: without colours when the environment says so
/// (`NO_COLOR`), light where the terminal says that its ground is (`COLORFGBG`), else dark.
pub fn usual_theme(no_color: Option<&str>, color_fg_bg: Option<&str>) -> &'static str {
    if no_color.is_some_and(|value| !value.is_empty()) {
        return "mono";
    }
    match color_fg_bg.and_then(|value| value.rsplit(';').next()) {
        Some("7" | "15") => "light",
        _ => "dark",
    }
}

/// Runs the app until the reader leaves. The terminal is restored whatever happens.
pub fn open(desk: &Desk) -> io::Result<()> {
    let mut terminal = Terminal::enter()?;
    let (tell, heard) = crossbeam_channel::unbounded();
    let mut app = start(desk, terminal.size()?);
    worker::listen(tell.clone());
    worker::load(desk.names.len(), desk.open.clone(), tell.clone());
    let keeper = Keeper::new(desk.save.clone(), desk.export.clone(), tell);
    let result = run(&mut app, &desk.themes, &mut terminal, &heard, &keeper);
    drop(terminal);
    keeper.finish();
    result
}

fn start(desk: &Desk, size: Size) -> App {
    let me = Annotator { name: desk.annotator.clone(), now: Timestamp::now() };
    let mut app = App::new(desk.names.clone(), me);
    app.look.themes = desk.themes.all.iter().map(|theme| theme.name.clone()).collect();
    app.look.theme = desk.themes.at;
    app.formats.clone_from(&desk.formats);
    app.keys.guide = input::guide();
    update(&mut app, Message::Resized(size));
    if let Some(warning) = &desk.themes.warning {
        update(&mut app, Message::Heard(Report::Warned(warning.clone())));
    }
    app
}

fn run(
    app: &mut App,
    themes: &Themes,
    terminal: &mut Terminal,
    heard: &Receiver<Heard>,
    keeper: &Keeper,
) -> io::Result<()> {
    loop {
        let theme = &themes.all[app.look.theme];
        terminal.draw(|frame| ui::draw(&view::screen(app), theme, frame))?;
        let Ok(first) = heard.recv() else { return Ok(()) };
        for one in std::iter::once(first).chain(heard.try_iter().take(BURST)) {
            let message = match one {
                Heard::Terminal(event) => input::message(app, &event),
                Heard::Worker(report) => Some(Message::Heard(report)),
                Heard::Gone(error) => return Err(error),
            };
            let Some(message) = message else { continue };
            app.me.now = Timestamp::now();
            for effect in update(app, message) {
                match effect {
                    Effect::Quit => return Ok(()),
                    Effect::Suspend => terminal.suspend()?,
                    kept => keeper.ask(kept),
                }
            }
        }
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
            assert_eq!(usual_theme(no_color, fg_bg), theme, "{no_color:?} {fg_bg:?}");
        }
    }
}
