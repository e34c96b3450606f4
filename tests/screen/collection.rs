//! What a question to the collection found, on the screen: a story for every key of the list, what goes out
//! and what comes back.

use std::collections::VecDeque;
use std::fmt::Write;
use std::path::PathBuf;
use std::sync::Arc;

use onrecord::annotation::Set;
use onrecord::app::{
    Answer, App, Asked, Effect, Found, Message, Question, Report, Scope, Size, Stage, update,
};
use onrecord::article::Origin;
use onrecord::library::people::Doubt;
use onrecord::library::{About, Record, Sort, records};
use onrecord::story::Story;

use super::{demo, open, press, text};

/// The demo story, as a file of a folder.
fn story() -> Story {
    let mut story = demo::story();
    story.article.origin = Origin::File("demo.txt".into());
    "demo.txt".clone_into(&mut story.article.id);
    story
}

/// What the collection has of it, and of another story with the same words under a day of its own.
fn found() -> Vec<Found> {
    let story = story();
    let about = About {
        id: "/news/demo.txt".to_owned(),
        file: "/news/demo.txt".to_owned(),
        title: Some("Harbour bridge: who pays?".to_owned()),
        outlet: Some("Coast Wire".to_owned()),
        published: "2026-03-02".parse().ok(),
        ..About::default()
    };
    let other = About {
        id: "/news/other.txt".to_owned(),
        file: "/news/other.txt".to_owned(),
        published: "2025-01-09".parse().ok(),
        ..about.clone()
    };
    let all = records(&story, &Set::default()).records;
    let of = |about: &About, hash: &str| {
        let about = Arc::new(about.clone());
        let hash: Arc<str> = hash.into();
        let one = |record: &Record| Found {
            record: Record { about: about.clone(), ..record.clone() },
            hash: hash.clone(),
        };
        all.iter().map(one).collect::<Vec<Found>>()
    };
    [of(&about, &story.article.hash()), of(&other, "another")].concat()
}

/// The app after some keys, with the demo story open in the folder of the collection; every question to
/// that is answered with the same statements.
fn asked(keys: &str) -> App {
    let mut app = open(story(), 120, 36);
    app.folder = PathBuf::from("/news");
    answered(&mut app, "gl");
    answered(&mut app, keys);
    app
}

/// Presses keys and answers what is asked; gives what else went out, and what was asked.
fn answered(app: &mut App, keys: &str) -> Vec<String> {
    let mut told = Vec::new();
    for word in keys.split_whitespace() {
        let mut effects: VecDeque<Effect> = press(app, word).into();
        while let Some(effect) = effects.pop_front() {
            let Effect::Ask(asked) = effect else {
                told.push(format!("{effect:?}"));
                continue;
            };
            told.push(format!("{asked:?}"));
            if let Some(answer) = answer(asked) {
                effects.extend(update(app, Message::Heard(answer.into())));
            }
        }
    }
    told
}

fn answer(asked: Asked) -> Option<Answer> {
    let lines = |words: &str| vec![words.to_owned(), "a line   set in columns".to_owned()];
    Some(match asked {
        Asked::Hits(question, from) => Answer::Hits(question, from, found(), false, Vec::new()),
        Asked::Person(name, _) => Answer::Page("a person of the collection", lines(&name)),
        Asked::Counts(text, _) => Answer::Page("what was found, in numbers", lines(&text)),
        Asked::Tag(found, number) => {
            let done = found.into_iter().map(|one| (one.hash, one.record.id)).collect();
            Answer::Tagged(done, number, Vec::new())
        }
        Asked::Export(..) => Answer::Written("20 statements in found.onrecord.csv".to_owned()),
        Asked::People => {
            let doubt = Doubt {
                name: "Hill".to_owned(),
                may_be: "Ada Hill".to_owned(),
                why: "the same surname".to_owned(),
                stories: 2,
            };
            Answer::People(vec![("Bo Lund".to_owned(), 3, 1)], vec![doubt])
        }
        Asked::Same { same, name, other } => {
            Answer::Same(format!("{name} {} {other}", if same { "is" } else { "is not" }))
        }
        Asked::Progress => Answer::Page("how far everybody is", lines("ada: 2 stories")),
        Asked::Nothing => return None,
    })
}

/// Names of actions, the keys before, the keys that take it back.
const STORIES: &[(&str, &str, &str)] = &[
    ("hit-next", "", "k"),
    ("hit-previous", "j", "j"),
    ("hit-page", "", "<pageup>"),
    ("hit-page-back", "G", "G"),
    ("hit-first", "G", "G"),
    ("hit-last", "", "gg"),
    ("hit-open", "j", "gl"),
    ("hit-tick", "", "k <space> k"),
    ("hit-tick-all", "", "A"),
    ("hit-order", "", "o o o"),
    ("hit-ask", "", "<esc>"),
    ("hit-person", "", "<esc>"),
    ("hit-counts", "", "<esc>"),
    ("hit-people", "", "<esc>"),
    ("hit-progress", "", "<esc>"),
    ("hit-export", "", "<esc>"),
    ("hit-copy", "", ""),
    ("hit-command", "", "<esc>"),
    ("hit-help", "", "<esc>"),
    ("hit-close", "", "gl"),
    ("hit-tag-1", "", ""),
    ("hit-tag-2", "", ""),
    ("hit-tag-3", "G", ""),
];

#[test]
fn every_key_of_the_list_has_a_story_and_is_taken_back() {
    let guide = asked("<enter>").keys.guide;
    let keys = guide.iter().filter(|hint| hint.scope == Scope::Hits);
    let told = |name: &str| STORIES.iter().any(|(known, ..)| *known == name);
    let untold: Vec<&str> = keys.map(|hint| hint.name).filter(|name| !told(name)).collect();
    assert!(untold.is_empty(), "without a story: {untold:?}");
    let mut stories = String::new();
    for (name, before, back) in STORIES {
        let hint = guide.iter().find(|hint| hint.name == *name).unwrap();
        let mut app = asked(&format!("<enter> {before}"));
        assert!(app.scopes().contains(&hint.scope), "{name}: not live after {before}");
        app.notice = None;
        let start = text(&app);
        let effects = answered(&mut app, hint.chords.split(' ').next().unwrap());
        let told = app.notice.as_ref().map(onrecord::app::Notice::words).unwrap_or_default();
        let now = text(&app);
        assert!(now != start || !told.is_empty() || !effects.is_empty(), "{name} does nothing");
        let out: Vec<String> = effects.iter().map(|it| it.chars().take(60).collect()).collect();
        writeln!(stories, "{name}: {before} → {told}{}", out.join("; ")).unwrap();
        if !back.is_empty() {
            answered(&mut app, back);
            app.notice = None;
            assert_eq!(text(&app), start, "{name} is not taken back by {back}");
        }
    }
    insta::assert_snapshot!("collection-keys", stories);
}

#[test]
fn a_hit_in_a_story_that_is_open_is_tagged_there_and_undone_there() {
    let mut app = asked("<enter> 2");
    let tags = |app: &App| {
        let reader = app.tabs.all[0].reader().unwrap();
        let one = &reader.story.statements[0];
        reader.item(one).map(|item| item.tags.join(" ")).unwrap_or_default()
    };
    assert_eq!(tags(&app), "commitment");
    assert!(text(&app).lines().nth(1).unwrap().contains(" commitment "), "{}", text(&app));
    answered(&mut app, "<esc> u");
    assert_eq!(tags(&app), "");
}

#[test]
fn several_are_tagged_after_asking_each_by_its_own_way() {
    let mut app = asked("<enter> <space> G <space> 3");
    assert!(text(&app).contains("tag 2 statements in 2 stories as denial"), "{}", text(&app));
    let out = answered(&mut app, "<enter>");
    // The one in the open story by hand, the other by a worker.
    assert!(matches!(&out[..], [tag] if tag.starts_with("Tag(")), "{out:?}");
    let marked: Vec<bool> = app.hits.found.iter().map(|one| one.record.judged.tagged).collect();
    assert_eq!(marked.iter().filter(|tagged| **tagged).count(), 2);
    assert!(marked[0] && marked[marked.len() - 1]);
    assert!(app.hits.ticked.is_empty());
}

#[test]
fn a_story_that_is_not_open_is_opened_in_a_tab_once() {
    let mut app = asked("<enter> G");
    let out = answered(&mut app, "<enter>");
    assert!(matches!(&out[..], [one] if one.starts_with("Open(1, ")), "{out:?}");
    assert_eq!((app.tabs.at, app.tabs.all.len()), (1, 2));
    // It is gone from the disk: told where it would stand, and tried again in the same tab.
    update(&mut app, Message::Heard(Report::Failed(1, "it is not there".to_owned())));
    assert!(text(&app).contains("it is not there"), "{}", text(&app));
    answered(&mut app, "gl <enter>");
    assert_eq!(app.tabs.all.len(), 2);
    assert!(matches!(app.tabs.all[1].stage, Stage::Loading));
}

#[test]
fn answers_to_what_is_no_longer_asked_are_left_out() {
    let mut app = open(story(), 80, 24);
    press(&mut app, "gl ada <enter>");
    assert!(text(&app).contains("asking"), "{}", text(&app));
    let late = Question { text: "bo".to_owned(), sort: Sort::Date };
    let late = Answer::Hits(late, 0, found(), false, Vec::new());
    update(&mut app, Message::Heard(late.into()));
    assert!(app.hits.found.is_empty());
    let out = press(&mut app, "<esc>");
    assert!(matches!(&out[..], [Effect::Ask(Asked::Nothing)]), "{out:?}");
    let page = Answer::Page("a person of the collection", vec!["late".to_owned()]);
    update(&mut app, Message::Heard(page.into()));
    assert!(!text(&app).contains("late"), "{}", text(&app));
    // What goes wrong is told, and the story is there again.
    press(&mut app, "gl <enter>");
    let failed = Answer::Failed("the collection is empty: onrecord library add FOLDER".to_owned());
    update(&mut app, Message::Heard(failed.into()));
    assert!(
        text(&app).contains("! the collection is empty: onrecord library add"),
        "{}",
        text(&app)
    );
    assert!(!app.hits.shown);
}

#[test]
fn doubtful_names_are_decided_on_the_screen() {
    let mut app = asked("<enter>");
    answered(&mut app, "P");
    let shown = text(&app);
    for words in ["doubtful  Hill may be Ada Hill", "the same surname, 2 stories", "Bo Lund"] {
        assert!(shown.contains(words), "{words}:\n{shown}");
    }
    answered(&mut app, "<enter>");
    assert!(text(&app).contains("1 Hill is Ada Hill"), "{}", text(&app));
    let out = answered(&mut app, "1");
    assert!(out[0].starts_with("Same { same: true"), "{out:?}");
    assert_eq!(app.notice.as_ref().unwrap().words(), "Hill is Ada Hill");
    // The page of somebody of the list.
    answered(&mut app, "<down> <enter>");
    assert!(text(&app).contains("a person of the collection"), "{}", text(&app));
    answered(&mut app, "q");
    assert!(text(&app).contains("collection: all statements"), "{}", text(&app));
}

#[test]
fn files_that_changed_since_are_told() {
    let mut app = open(story(), 120, 36);
    press(&mut app, "gl <enter>");
    let changed = vec!["/news/a.txt".to_owned(), "/news/b.txt".to_owned()];
    let answer = Answer::Hits(Question::default(), 0, found(), false, changed);
    update(&mut app, Message::Heard(answer.into()));
    let told = "! /news/a.txt and 1 more: changed or deleted since it was read: onrecord library";
    assert!(text(&app).contains(told), "{}", text(&app));
}

#[test]
fn more_is_asked_for_where_the_end_comes_near() {
    let mut app = open(story(), 120, 36);
    press(&mut app, "gl <enter>");
    let page = |from| Answer::Hits(Question::default(), from, found(), from == 0, Vec::new());
    update(&mut app, Message::Heard(page(0).into()));
    assert!(text(&app).contains(" 20 and more "), "{}", text(&app));
    let out = press(&mut app, "j");
    assert!(matches!(&out[..], [Effect::Ask(Asked::Hits(_, 20))]), "{out:?}");
    // It is asked once, and what comes stands behind.
    assert!(press(&mut app, "j").is_empty());
    update(&mut app, Message::Heard(page(20).into()));
    assert_eq!((app.hits.found.len(), app.hits.at), (40, 2));
    assert!(press(&mut app, "G").is_empty());
}

#[test]
fn a_question_that_cannot_be_read_stays_to_be_mended() {
    let mut app = open(story(), 80, 24);
    let out = press(&mut app, "gl tag: <enter>");
    assert!(out.is_empty() && text(&app).contains("in the collection: tag:"), "{}", text(&app));
}

#[test]
fn pictures_of_the_list() {
    for (width, height) in [(60, 20), (80, 24), (120, 36)] {
        let mut app = asked("the <enter> j <space>");
        update(&mut app, Message::Resized(Size { width, height }));
        app.notice = None;
        insta::assert_snapshot!(format!("collection-{width}x{height}"), text(&app));
    }
    for (width, height) in [(20, 6), (3, 2), (1, 1)] {
        let mut app = asked("the <enter> j <space>");
        update(&mut app, Message::Resized(Size { width, height }));
        text(&app);
    }
}
