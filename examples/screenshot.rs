//! The screen as a picture for the README: `cargo run --example screenshot > assets/screen.svg`.

#[path = "../tests/screen/demo.rs"]
mod demo;

use std::io::{self, Write};

use onrecord::annotation::Set;
use onrecord::app::{Annotator, App, Message, Report, Size, update};
use onrecord::config::Theme;
use onrecord::ui::picture;
use onrecord::{input, view};

fn main() -> io::Result<()> {
    let now = "2026-03-02T12:04:00Z".parse().expect("a time");
    let mut app = App::new(vec!["demo".to_owned()], Annotator { name: "reader".to_owned(), now });
    app.keys.guide = input::guide();
    update(&mut app, Message::Resized(Size { width: 110, height: 34 }));
    update(&mut app, Message::Heard(Report::Ready(0, Box::new(demo::story()), Set::default())));
    for keys in ["J", "a", "J", "a", "J", "x", "J"] {
        if let Some(action) = input::action(&app, keys) {
            update(&mut app, Message::Act(action));
        }
    }
    let revision = app.reader().map_or(0, |reader| reader.saved.revision());
    let at = "12:04".to_owned();
    update(&mut app, Message::Heard(Report::Saved { tab: 0, revision, at }));
    let picture = picture::svg(&view::screen(&app), &Theme::built_in()[0], picture::DARK);
    io::stdout().write_all(picture.as_bytes())
}
