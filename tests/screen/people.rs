//! The desk of people and places in keys: who is who, what they are called; each also undone.

use onrecord::app::{Action, App};
use onrecord::story::Statement;

use super::{act, after, press, row, text};

/// People and places as `name kind mentions+references`, then who speaks in each statement.
fn told(app: &App) -> (String, String) {
    let story = &app.reader().unwrap().story;
    let entity = |one: &onrecord::nlp::Entity| {
        format!("{} {} {}", one.name, one.kind.word(), one.mentions.len() + one.references.len())
    };
    let people: Vec<String> = story.analysis.entities.iter().map(entity).collect();
    let speakers: Vec<String> = story.statements.iter().map(Statement::said_by).collect();
    (people.join(", "), speakers.join("; "))
}

/// (keys, a part of the people, a part of the speakers, what is told)
#[test]
#[rustfmt::skip]
fn who_is_who() {
    let (people, speakers) = told(&after(""));
    for (keys, changed, said, notice) in [
        ("<tab> <tab> j M bo <enter> <enter>",
            "Bo Lund person 7, Mira Kaya", "Bo Lund; Bo Lund; Bo Lund; Bo Lund; Bo Lund; Bo Lund; the statement; Mira Kaya",
            "Ada Hill is Bo Lund now"),
        ("<tab> <tab> j M bo <enter> <enter> M apart <enter>", people.as_str(), speakers.as_str(),
            "Ada Hill is somebody else again"),
        ("<tab> <tab> j M bo <enter> <down> <enter>", &people, &speakers, ""),
        ("<tab> <tab> j r <c-u> Ada <space> Berg <enter>",
            "Ada Berg person 4, Bo Lund person 3", "Ada Berg; Ada Berg; Bo Lund", "is called Ada Berg now"),
        ("<tab> <tab> j r <esc>", &people, &speakers, ""),
        ("<tab> <tab> G", &people, &speakers, ""),
        ("<tab> <tab> j C place <enter>", "Ada Hill place 4", "Ada Hill; Ada Hill; Bo Lund", "Ada Hill is of the kind place now"),
        // Every kind has a key, the tenth too.
        ("<tab> <tab> j C 2", "Ada Hill org 4", "Ada Hill; Ada Hill; Bo Lund", "Ada Hill is of the kind org now"),
        ("<tab> <tab> j C 0", "Ada Hill money 4", "Ada Hill; Ada Hill; Bo Lund", "Ada Hill is of the kind money now"),
        // The second mention, “Hill told”, is of somebody else: she says the second statement.
        ("<tab> <tab> j S <down> <down> <tab> <enter> <c-u> Eve <space> Hill <enter>",
            "Eve Hill person 1", "Ada Hill; Eve Hill; Bo Lund", "1 mention is of Eve Hill"),
        // All that are called “Hill” in one step; one ticked by itself too is moved once.
        ("<tab> <tab> j S <tab> <enter> <c-u> Eve <space> Hill <enter>",
            "Eve Hill person 3", "Ada Hill; Eve Hill; Bo Lund", "3 mentions are of Eve Hill"),
        ("<tab> <tab> j S <tab> <down> <tab> <enter> <c-u> Bo <space> Lund <enter>",
            "Ada Hill person 1, Bo Lund person 6", "Ada Hill; Bo Lund; Bo Lund", "3 mentions are of Bo Lund"),
        ("<tab> <tab> j S <enter>", &people, &speakers, "nothing is ticked: nothing is changed"),
        // A statement of the reader's own goes along.
        ("J s 1 <tab> <tab> j r <c-u> Ada <space> Berg <enter>", "Ada Berg person 4", "Ada Berg; Ada Berg; Bo Lund", "is called"),
    ] {
        let mut app = after(keys);
        let found = told(&app);
        assert!(found.0.contains(changed), "{keys}: {}", found.0);
        assert!(found.1.starts_with(said), "{keys}: {}", found.1);
        assert!(row(&app, 33).contains(notice), "{keys}: {}", row(&app, 33));
        press(&mut app, "<esc> u u u");
        assert_eq!(told(&app), (people.clone(), speakers.clone()), "{keys} undone");
        assert!(app.reader().unwrap().marks.is_empty(), "{keys}");
    }
}

/// What would change is told before it does.
#[test]
#[rustfmt::skip]
fn what_would_change_is_shown() {
    for (keys, told) in [
        ("r", "Ada Hill: 4 mentions, says 4"),
        ("r <c-u> Bo <space> Lund", "there would be two called Bo Lund"),
        ("C", "what Ada Hill is: 4 mentions, says 4"),
        ("M bo <enter>", "Ada Hill becomes Bo Lund: 4 mentions and 4 statements go over"),
        ("S <tab> <enter> <c-u> Eve", "3 mentions to somebody new"),
        ("S <down> <tab> <enter> <c-u> Bo <space> Lund", "1 mention to one with 3 mentions, says 3"),
    ] {
        let app = after(&format!("<tab> <tab> j {keys}"));
        assert!(text(&app).contains(told), "{keys}: no {told}\n{}", text(&app));
    }
}

/// Where several are meant, a click ticks and unticks.
#[test]
fn mentions_are_ticked_by_mouse() {
    let mut app = after("<tab> <tab> j S");
    let row = |app: &App| text(app).lines().position(|line| line.contains("all 3")).unwrap();
    let click = Action::Press(40, u16::try_from(row(&app)).unwrap());
    for ticked in [true, false, true] {
        act(&mut app, click.clone());
        assert_eq!(text(&app).contains("[x] name"), ticked, "{}", text(&app));
    }
    press(&mut app, "<enter> <c-u> Eve <space> Hill <enter>");
    assert!(told(&app).0.contains("Eve Hill person 3"), "{}", told(&app).0);
}

/// Two of one name are two: what each says is counted for itself.
#[test]
fn namesakes_are_counted_apart() {
    let mut app = after("<tab> <tab> j j r <c-u> Ada <space> Hill <enter>");
    let says = |app: &App| {
        let lines = text(app);
        let rows =
            lines.lines().filter(|line| line.contains("person") && line.contains("Ada Hill"));
        let counts =
            rows.map(|line| line.split("says ").nth(1).map_or("0", |rest| &rest[..1]).to_owned());
        counts.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(says(&app), "4 3");
    // Other words of a statement leave it with who says it.
    press(&mut app, ": go <space> 3 <enter> e b <enter>");
    assert_eq!(says(&app), "4 3");
    press(&mut app, "u u");
    assert_eq!(says(&app), "4");
}
