//! Marks that somebody else changed while the story was open: what is offered, and what each answer does.

use onrecord::annotation::{Item, Set};
use onrecord::app::{Action, App, Effect, Message, Outside, Report, update};

use super::{act, after, press, text};

/// Tags of the first three statements, as the reader has them: `claim, , denial`.
fn tags(app: &App) -> String {
    let reader = app.reader().unwrap();
    let first = reader.story.statements.iter().take(3);
    let tags = first.map(|one| reader.item(one).map_or(String::new(), |item| item.tags.join("+")));
    tags.collect::<Vec<_>>().join(", ")
}

/// The demo story with the first statement tagged by the reader and saved as a claim; the reader makes
/// it a commitment, and somebody else tags statements of those numbers in the file.
fn changed(theirs: &[(usize, &str)]) -> App {
    let mut app = after("gg J H 1");
    let base = app.reader().unwrap().marks.bare();
    let mut other: Set = base.clone();
    for (number, tag) in theirs {
        let reader = app.reader().unwrap();
        let one = &reader.story.statements[*number];
        let stamp = onrecord::annotation::Stamp { annotator: "bo".to_owned(), at: app.me.now };
        let item =
            reader.item(one).cloned().unwrap_or_else(|| one.item(&reader.story.article, stamp));
        other.apply([(one.id.clone(), Some(Item { tags: vec![(*tag).to_owned()], ..item }))]);
    }
    // Its save ends with what the others did.
    let mark = onrecord::input::action(&app, "2").unwrap();
    update(&mut app, Message::Act(mark));
    let why = "somebody else changed a.txt.onrecord.ron".to_owned();
    let outside = Box::new(Outside { why, base, theirs: other.bare() });
    update(&mut app, Message::Heard(Report::Outside(0, outside)));
    app
}

#[test]
fn the_offer_says_what_each_answer_does() {
    let app = changed(&[(0, "denial"), (1, "claim")]);
    let lines = text(&app);
    for words in [
        "somebody else changed these marks",
        "join both    theirs (2 changes) come in; yours stay, also where both changed 1 thing",
        "take theirs  yours (1 change) go; undo brings them back",
        "keep yours   theirs (2 changes) go; a copy stays",
    ] {
        assert!(lines.contains(words), "{words}:\n{lines}");
    }
}

#[test]
fn answers_by_key_and_their_undo() {
    let theirs: &[(usize, &str)] = &[(0, "denial"), (1, "claim")];
    for (keys, tagged, undone) in [
        ("1", "commitment, claim, ", "commitment, , "),
        ("<enter>", "commitment, claim, ", "commitment, , "),
        ("2", "denial, claim, ", "commitment, , "),
        ("<down> <enter>", "denial, claim, ", "commitment, , "),
        // Nothing was changed by keeping: undo takes back what was marked before.
        ("3", "commitment, , ", "claim, , "),
        ("<esc>", "commitment, , ", "claim, , "),
    ] {
        let mut app = changed(theirs);
        press(&mut app, keys);
        assert_eq!(tags(&app), tagged, "{keys}");
        assert_eq!(text(&app).contains("not saved"), keys == "<esc>", "{keys}:\n{}", text(&app));
        press(&mut app, "u");
        assert_eq!(tags(&app), undone, "{keys} u");
    }
}

#[test]
fn the_answer_goes_to_the_disk_as_decided() {
    for (key, expected) in [("1", true), ("2", true), ("3", true), ("<c-s>", false)] {
        let mut app = changed(&[(1, "claim")]);
        if key == "<c-s>" {
            press(&mut app, "<esc>");
        }
        let action = onrecord::input::action(&app, key).unwrap();
        let effects = update(&mut app, Message::Act(action));
        let decided: Vec<bool> = effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::Save { decided, .. } => Some(*decided),
                _ => None,
            })
            .collect();
        assert_eq!(decided, [expected], "{key}");
    }
}

#[test]
fn answers_by_mouse() {
    let mut app = changed(&[(1, "claim")]);
    let lines = text(&app);
    let row = lines.lines().position(|line| line.contains("take theirs")).unwrap();
    let click = Action::Press(40, u16::try_from(row).unwrap());
    act(&mut app, click.clone());
    assert!(text(&app).contains("take theirs"), "the first click moves there");
    act(&mut app, click);
    assert_eq!(tags(&app), "claim, claim, ");
    assert!(text(&app).contains("theirs are here now"), "{}", text(&app));
    // Beside the box it is left, and asked again on demand only.
    let mut app = changed(&[(1, "claim")]);
    act(&mut app, Action::Press(1, 1));
    assert_eq!(tags(&app), "commitment, , ");
    assert!(text(&app).contains("not saved"));
}

/// Whoever comes back looks whether somebody else changed the marks, but while these are being saved,
/// which looks too.
#[test]
fn coming_back_looks_at_the_story_shown() {
    let mut app = after("J");
    let looks = |app: &mut App| update(app, Message::Back).len();
    let effects = update(&mut app, Message::Back);
    assert!(matches!(&effects[..], [Effect::Look { tab: 0, .. }]), "{effects:?}");
    let mark = onrecord::input::action(&app, "1").unwrap();
    update(&mut app, Message::Act(mark));
    assert_eq!(looks(&mut app), 0);
    let saved = Report::Saved { tab: 0, revision: 1, at: "12:04".to_owned() };
    update(&mut app, Message::Heard(saved));
    assert_eq!(looks(&mut app), 1);
}

/// What is found by looking is asked about as long as it is new, and nothing of the reader's is unsaved.
#[test]
fn what_is_found_by_looking_is_asked_once() {
    let mut app = after("gg J H 1");
    let base = app.reader().unwrap().marks.bare();
    let mut theirs = base.clone();
    let reader = app.reader().unwrap();
    let one = &reader.story.statements[0];
    let item = reader.item(one).unwrap().clone();
    theirs.apply([(one.id.clone(), Some(Item { tags: vec!["denial".to_owned()], ..item }))]);
    let why = "somebody else changed a.txt.onrecord.ron".to_owned();
    let found = Outside { why, base, theirs: theirs.bare() };
    let look = |app: &mut App| {
        update(app, Message::Heard(Report::Outside(0, Box::new(found.clone()))));
        text(app)
    };
    assert!(look(&mut app).contains("take theirs"));
    press(&mut app, "<esc> J");
    let again = look(&mut app);
    assert!(
        !again.contains("take theirs") && !again.to_lowercase().contains("not saved"),
        "{again}"
    );
    press(&mut app, "<c-s>");
    assert!(look(&mut app).contains("take theirs"));
    press(&mut app, "2");
    assert_eq!(tags(&app), "denial, , ");
    press(&mut app, "u");
    assert_eq!(tags(&app), "claim, , ");
}
