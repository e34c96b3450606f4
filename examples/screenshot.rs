//! The screen as a picture for the README: `cargo run --example screenshot > assets/screen.svg`.
//!
//! Opens the built-in story as the program does, presses keys, and draws the cells a terminal would
//! show. Same program, same picture.

use std::error::Error;
use std::io::{self, Write};
use std::ops::ControlFlow;

use onrecord::annotation::Set;
use onrecord::app::{Annotator, App, Message, Reader, Report, Size, update};
use onrecord::config::Theme;
use onrecord::nlp::{self, Models};
use onrecord::run::open;
use onrecord::story::Story;
use onrecord::ui::picture::{DARK, svg};
use onrecord::{input, view};

/// Tags a claim, accepts two commitments, tags a claim, accepts a denial, and stops at a statement
/// in two parts.
const KEYS: [&str; 13] = ["J", "1", "J", "a", "J", "J", "a", "J", "J", "1", "J", "a", "J"];

fn main() -> Result<(), Box<dyn Error>> {
    Ok(io::stdout().write_all(picture()?.as_bytes())?)
}

/// The picture, as SVG.
pub fn picture() -> Result<String, Box<dyn Error>> {
    let loaded = open::built_in().load(None).pop().ok_or("the built-in story is gone")??;
    let go_on = &mut |_| ControlFlow::Continue(());
    let analysis = nlp::analyse(&loaded.article, &Models::embedded(), go_on).unwrap_or_default();
    let story = Story::new(loaded.article, analysis, &Set::default());
    let me = Annotator { name: "reader".to_owned(), now: "2026-03-15T09:30:00Z".parse()? };
    let mut app = App::new(vec![story.article.id.clone()], me);
    app.keys.guide = input::guide(&app.codebook);
    update(&mut app, Message::Resized(Size { width: 110, height: 34 }));
    let reader = Box::new(Reader::new(story, Set::default(), app.codebook.clone()));
    update(&mut app, Message::Heard(Report::Ready(0, reader)));
    for keys in KEYS {
        let action = input::action(&app, keys).ok_or("a key of the picture means nothing")?;
        update(&mut app, Message::Act(action));
    }
    let revision = app.reader().map_or(0, |reader| reader.saved.revision());
    let at = "09:30".to_owned();
    update(&mut app, Message::Heard(Report::Saved { tab: 0, revision, at }));
    Ok(svg(&view::screen(&app), &Theme::built_in()[0], DARK))
}
