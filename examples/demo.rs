//! Opens a story made by hand, so that the screen can be tried without engine and files.

#[path = "../tests/screen/demo.rs"]
mod demo;

use std::ops::ControlFlow;
use std::sync::Arc;
use std::{env, io};

use onrecord::annotation::Set;
use onrecord::config::Themes;
use onrecord::nlp::Progress;
use onrecord::run::tui::{self, Desk, Opened};
use onrecord::story::Story;

fn opened(story: Story) -> Opened {
    Opened { story, marks: Set::default(), warning: None }
}

fn main() -> io::Result<()> {
    let usual = tui::usual_theme(env::var("NO_COLOR").ok().as_deref(), None);
    let mut args = env::args().skip(1);
    let theme = args.next().unwrap_or_else(|| usual.to_owned());
    let bytes: usize = args.next().and_then(|bytes| bytes.parse().ok()).unwrap_or(0);
    tui::open(&Desk {
        names: vec!["demo/harbour-bridge.txt".to_owned(), "demo/broken.txt".to_owned()],
        annotator: "reader".to_owned(),
        formats: ["json", "csv", "markdown"].map(str::to_owned).to_vec(),
        themes: Themes::choose(&theme, |_| None),
        open: Arc::new(move |number, tell: &mut dyn FnMut(Progress) -> ControlFlow<()>| {
            let _ = tell(Progress { done: 0, total: 1 });
            match (number, bytes) {
                (0, 0) => Ok(opened(demo::story())),
                (0, bytes) => Ok(opened(demo::long(bytes))),
                _ => Err("demo/broken.txt is not text".to_owned()),
            }
        }),
        save: Arc::new(|_, _| Ok(())),
        export: Arc::new(|format, _, _| Ok(format!("wrote nothing as {format}: this is a demo"))),
    })
}
