//! Whatever is pressed, clicked, heard or resized, in whatever order: nothing panics, and caret,
//! view and choice stay in range.

use onrecord::annotation::file::{self, Head};
use onrecord::app::{Action, App, Mark, Message, Report, Side, Size, update};
use onrecord::config::Theme;
use onrecord::input;
use proptest::prelude::*;

use super::{act, demo, open, terminal};

#[derive(Clone, Debug)]
enum Deed {
    Key(usize),
    Letter(char),
    Press(u16, u16),
    Drag(u16, u16),
    Wheel(bool, u16, u16),
    Resize(u16, u16),
    SaveFails,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        20 => (0..300_usize).prop_map(Deed::Key),
        3 => prop::char::ranges(vec!['a'..='z', '“'..='”', 'é'..='é', '日'..='日'].into()).prop_map(Deed::Letter),
        2 => (0..130u16, 0..40u16).prop_map(|(x, y)| Deed::Press(x, y)),
        1 => (0..130u16, 0..40u16).prop_map(|(x, y)| Deed::Drag(x, y)),
        2 => (any::<bool>(), 0..130u16, 0..40u16).prop_map(|(on, x, y)| Deed::Wheel(on, x, y)),
        2 => (0..130u16, 0..40u16).prop_map(|(width, height)| Deed::Resize(width, height)),
        1 => Just(Deed::SaveFails),
    ]
}

fn perform(app: &mut App, deed: &Deed) {
    match *deed {
        Deed::Key(number) => {
            // Any binding that is live now, from the table itself.
            let guide = &app.keys.guide;
            let live = guide.iter().cycle().skip(number).take(guide.len());
            let hint = live.into_iter().find(|hint| app.scopes().contains(&hint.scope));
            if let Some(action) = hint.map(|hint| hint.action.clone()) {
                act(app, action);
            }
        }
        Deed::Letter(letter) => {
            if let Some(action) = input::action(app, &letter.to_string()) {
                act(app, action);
            }
        }
        Deed::Press(x, y) => {
            act(app, Action::Press(x, y));
        }
        Deed::Drag(x, y) => {
            act(app, Action::Drag(x, y));
        }
        Deed::Wheel(on, x, y) => {
            act(app, Action::Wheel(if on { Side::Next } else { Side::Back }, x, y));
        }
        Deed::Resize(width, height) => {
            update(app, Message::Resized(Size { width, height }));
        }
        Deed::SaveFails => {
            update(app, Message::Heard(Report::NotSaved(0, "no space".to_owned())));
        }
    }
}

fn in_range(app: &App) {
    let reader = app.reader().unwrap();
    let text = reader.text();
    assert!(text.is_char_boundary(reader.caret.at), "caret {}", reader.caret.at);
    let prose = reader.story.article.paragraphs.iter();
    assert!(
        prose.into_iter().any(|one| one.span.holds(reader.caret.at)),
        "caret {}",
        reader.caret.at
    );
    assert!(reader.current.is_none_or(|number| reader.list.shows(number)), "{:?}", reader.current);
    assert!(reader.page.top <= reader.page.lines.len().saturating_sub(reader.page.height));
    assert!(reader.list.top <= reader.list.entries.len());
    assert!(reader.people.top <= reader.story.analysis.entities.len());
    assert!(reader.people.chosen.is_none_or(|at| at < reader.story.analysis.entities.len()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_leaves_its_range(deeds in prop::collection::vec(deed(), 0..120)) {
        let mut app = open(demo::long(3_000), 120, 36);
        for deed in deeds {
            perform(&mut app, &deed);
            in_range(&app);
            terminal(&app, &Theme::built_in()[2]);
        }
    }

    /// After a thousand deeds: saved and loaded, the marks are the same and make the same statements;
    /// all undone, the story is as it was opened.
    #[test]
    fn a_thousand_deeds_are_saved_and_undone(deeds in prop::collection::vec(deed(), 1_000)) {
        let mut app = open(demo::story(), 120, 36);
        let start = app.reader().unwrap().story.statements.clone();
        for deed in deeds {
            perform(&mut app, &deed);
            in_range(&app);
        }
        let reader = app.reader().unwrap();
        let article = &reader.story.article;
        let text = file::encode(&Head::new(article, "reader"), &reader.marks);
        let again = file::decode(text.as_bytes(), article).unwrap().set;
        prop_assert_eq!(&again, &reader.marks.bare());
        let restated = demo::marked(&again);
        prop_assert_eq!(&restated.statements, &reader.story.statements);

        while !app.reader().unwrap().marks.steps().is_empty() {
            act(&mut app, Action::Undo);
            in_range(&app);
        }
        let reader = app.reader().unwrap();
        prop_assert!(reader.marks.is_empty());
        prop_assert_eq!(&reader.story.statements, &start);
    }

    /// Undoing as often as there were changes brings back the unmarked story.
    #[test]
    fn undo_returns_to_the_start(marks in prop::collection::vec((0usize..10, 0usize..5), 0..30)) {
        let mut app = open(demo::story(), 80, 24);
        for (steps, mark) in marks {
            for _ in 0..steps {
                act(&mut app, Action::Go(Side::Next, onrecord::app::Goal::Statement));
            }
            let action = match mark {
                number @ 0..3 => Action::Mark(Mark::Tag(number)),
                3 => Action::Mark(Mark::Accept),
                _ => Action::Mark(Mark::Reject),
            };
            act(&mut app, action);
        }
        let marked = app.reader().unwrap().marks.items().map(|(id, item)| (id.clone(), item.clone())).collect::<Vec<_>>();
        for _ in 0..40 {
            act(&mut app, Action::Undo);
        }
        prop_assert!(app.reader().unwrap().marks.is_empty());
        for _ in 0..40 {
            act(&mut app, Action::Redo);
        }
        let again = app.reader().unwrap().marks.items().map(|(id, item)| (id.clone(), item.clone())).collect::<Vec<_>>();
        prop_assert_eq!(marked, again);
    }
}

/// Every size from nothing on draws without a panic, whatever is on top.
#[test]
fn every_size_draws() {
    for keys in ["", "?", "f", "/ a", "<tab>", "<tab> <tab>"] {
        let mut app = open(demo::story(), 80, 24);
        super::press(&mut app, keys);
        for width in (0..130).step_by(3).chain([1, 2, 59, 60, 89, 90]) {
            for height in (0..40).step_by(3).chain([1, 2, 5, 8, 15, 16]) {
                update(&mut app, Message::Resized(Size { width, height }));
                terminal(&app, &Theme::built_in()[2]);
            }
        }
    }
}
