//! How long a key takes to become a picture, without a terminal: update, view and draw of a
//! story of 1 MB with some 11,000 statements at 200×60. Budget: 5 ms, the same at its start and its end.

#[path = "../tests/screen/demo.rs"]
mod demo;

use criterion::{Criterion, criterion_group, criterion_main};
use onrecord::annotation::Set;
use onrecord::app::{Action, Motion, Side};
use onrecord::app::{Annotator, App, Goal, Mark, Message, Reader, Report, Size, update};
use onrecord::config::Theme;
use onrecord::{input, ui, view};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

const SIZE: Size = Size { width: 200, height: 60 };

fn open() -> App {
    let now = "2026-03-02T12:04:00Z".parse().expect("a time");
    let mut app = App::new(vec!["long".to_owned()], Annotator { name: "reader".to_owned(), now });
    app.keys.guide = input::guide(&app.codebook);
    update(&mut app, Message::Resized(SIZE));
    let story = demo::long(1_000_000);
    let reader = Box::new(Reader::new(story, Set::default(), app.codebook.clone()));
    update(&mut app, Message::Heard(Report::Ready(0, reader)));
    app
}

fn frames(c: &mut Criterion) {
    let theme = &Theme::built_in()[0];
    let mut app = open();
    let mut terminal = Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).expect("a size");
    let mut group = c.benchmark_group("frame");
    let line = |side| [Action::Move(Motion::Line(side)), Action::Move(Motion::Line(Side::Next))];
    let step = |side| [Action::Go(side, Goal::Statement), Action::Go(Side::Next, Goal::Statement)];
    let tag = || [Action::Mark(Mark::Tag(0)), Action::Mark(Mark::Tag(0))];
    for (name, first, actions) in [
        ("line/start", Motion::Story(Side::Back), line(Side::Back)),
        ("line/end", Motion::Story(Side::Next), line(Side::Back)),
        (
            "word/end",
            Motion::Story(Side::Next),
            [Action::Move(Motion::Word(Side::Back)), Action::Move(Motion::Sentence(Side::Back))],
        ),
        ("statement/start", Motion::Story(Side::Back), step(Side::Back)),
        ("statement/end", Motion::Story(Side::Next), step(Side::Back)),
        ("tag/end", Motion::Story(Side::Next), tag()),
    ] {
        update(&mut app, Message::Act(Action::Move(first)));
        update(&mut app, Message::Act(Action::Go(Side::Back, Goal::Statement)));
        let mut turn = 0;
        group.bench_function(name, |b| {
            b.iter(|| {
                turn += 1;
                update(&mut app, Message::Act(actions[turn % 2].clone()));
                let screen = view::screen(&app);
                terminal.draw(|frame| ui::draw(&screen, theme, frame)).expect("drawn");
            });
        });
    }
    group.sample_size(10);
    let mut width = 100;
    group.bench_function("resize, all lines broken anew", |b| {
        b.iter(|| {
            width = 210 - width;
            let size = Size { width, ..SIZE };
            update(&mut app, Message::Resized(size));
            view::screen(&app)
        });
    });
    group.finish();
}

criterion_group!(benches, frames);
criterion_main!(benches);
