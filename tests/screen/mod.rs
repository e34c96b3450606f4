//! The screen without a terminal: keys in, what a terminal would show out.

#![expect(clippy::unwrap_used, clippy::string_slice, reason = "a test fails by panicking")]

mod chance;
mod collection;
mod decide;
pub mod demo;
mod keys;
mod outside;
mod people;
mod pictures;
pub mod pty;
mod stories;
mod tags;
mod unplaced;
mod ways;
mod work;

use onrecord::annotation::Set;
use onrecord::app::{Action, Annotator, App, Effect, Message, Reader, Report, Size, update};
use onrecord::config::Theme;
use onrecord::story::Story;
use onrecord::{input, ui, view};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

/// The app with one story, on a screen of that size.
pub fn open(story: Story, width: u16, height: u16) -> App {
    let now = "2026-03-02T12:04:00Z".parse().unwrap();
    let mut app = App::new(vec!["demo".to_owned()], Annotator { name: "reader".to_owned(), now });
    app.keys.guide = input::guide(&app.codebook);
    app.look.themes = Theme::built_in().iter().map(|theme| theme.name.clone()).collect();
    app.formats = ["json", "csv", "markdown"].map(str::to_owned).to_vec();
    update(&mut app, Message::Resized(Size { width, height }));
    let reader = Box::new(Reader::new(story, Set::default(), app.codebook.clone()));
    update(&mut app, Message::Heard(Report::Ready(0, reader)));
    app
}

/// The demo story, after some keys.
pub fn after(keys: &str) -> App {
    let mut app = open(demo::story(), 120, 36);
    press(&mut app, keys);
    app
}

/// Presses keys: words apart by spaces, typed letter by letter but for `<named>` ones. Every save
/// is answered at once, and what else must happen is given.
pub fn press(app: &mut App, keys: &str) -> Vec<Effect> {
    let mut rest = Vec::new();
    for word in keys.split_whitespace() {
        let named = word.starts_with('<') && word.len() > 1;
        let chords =
            if named { vec![word.to_owned()] } else { word.chars().map(String::from).collect() };
        for chord in chords {
            if let Some(action) = input::action(app, &chord) {
                rest.extend(act(app, action));
            }
        }
    }
    rest
}

/// Does one action, and answers its saves.
pub fn act(app: &mut App, action: Action) -> Vec<Effect> {
    let mut effects: std::collections::VecDeque<Effect> = update(app, Message::Act(action)).into();
    let mut rest = Vec::new();
    while let Some(effect) = effects.pop_front() {
        match effect {
            Effect::Save { tab, revision, .. } => {
                let at = "12:04".to_owned();
                rest.extend(update(app, Message::Heard(Report::Saved { tab, revision, at })));
            }
            Effect::KeepCodebook(book) => {
                let guide = input::guide(&book);
                effects.extend(update(app, Message::Heard(Report::Codebook(book, guide))));
            }
            other => rest.push(other),
        }
    }
    rest
}

/// What the terminal shows in a theme.
pub fn terminal(app: &App, theme: &Theme) -> Terminal<TestBackend> {
    let size = app.size;
    let mut terminal = Terminal::new(TestBackend::new(size.width, size.height)).unwrap();
    terminal.draw(|frame| ui::draw(&view::screen(app), theme, frame)).unwrap();
    terminal
}

/// The same as lines of text.
pub fn text(app: &App) -> String {
    let terminal = terminal(app, &Theme::built_in()[0]);
    let lines = terminal.backend().to_string();
    // The backend adds a remark to lines with wide letters.
    let bare = lines
        .lines()
        .map(|line| line.split("\" Hidden").next().unwrap_or_default())
        .map(|line| line.trim_matches('"').trim_end());
    bare.collect::<Vec<_>>().join("\n")
}

/// One row of it.
pub fn row(app: &App, number: u16) -> String {
    text(app).lines().nth(usize::from(number)).unwrap_or_default().to_owned()
}

/// The words of the current statement's first span, or nothing.
pub fn current(app: &App) -> &str {
    let Some(reader) = app.reader() else { return "" };
    reader.statement().map_or("", |statement| reader.story.article.words(statement.content[0]))
}

/// The word at the caret.
pub fn word(app: &App) -> &str {
    let reader = app.reader().unwrap();
    let rest = &reader.text()[reader.caret.at..];
    rest.split([' ', '\n']).next().unwrap_or_default()
}
