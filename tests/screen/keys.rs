//! Stories of keys: what was pressed, what the reader sees then.

use onrecord::app::{Effect, Mark, Message, Mode, Report, Saved, Size, update};
use onrecord::input;

use super::{act, after, current, demo, open, press, row, text, word};

/// (keys, word at the caret)
#[test]
fn the_caret_moves() {
    for (keys, expected) in [
        ("", "Harbour"),
        ("l l", "rbour"),
        ("w w w", "pays?"),
        ("w w w b", "who"),
        ("}", "Mayor"),
        ("} } {", "Mayor"),
        ("} )", "The"),
        ("} ) (", "Mayor"),
        ("j", "Mayor"),
        ("j k", "Harbour"),
        ("j $", "r"),
        ("j $ j 0", "bridge"),
        ("j $ l l", "bridge"),
        ("} h", "?"),
        ("G", "."),
        ("G gg", "Harbour"),
        ("G k k <home>", "through"),
        ("<pagedown> <pageup> <home>", "Harbour"),
        ("<c-d> <c-u> <home>", "Harbour"),
        ("k h b {", "Harbour"),
        ("G l w } ) $ j", "."),
    ] {
        assert_eq!(word(&after(keys)), expected, "{keys}");
    }
}

/// (keys, start of the current statement)
#[test]
fn statements_follow() {
    for (keys, expected) in [
        ("", ""),
        ("J", "that the harbour"),
        ("]s ]s", "“We have"),
        ("J J H", "that the harbour"),
        ("J H H", "that the harbour"),
        ("J J J J", "the cost has doubled"),
        ("} w", "that the harbour"), // on the source
        ("} } w w w", "“We have"),
        ("<tab> j j", "“We have"),
        ("<tab> G", "to comment"),
        ("<tab> G gg", "that the harbour"),
        ("J 1 ]x", "“We have"),
        ("J 1 J 2 [x", "to comment"),
        ("J J J J J", "any mention"),
        ("J J J J J o", "the cost"),
        ("J J J J J o o", "any mention"),
        ("<tab> j <enter> w", "that the harbour"),
        ("<tab> <tab> j <enter>", "“We have"), // Ada Hill, her second mention
        ("/ steel <enter>", "“Steel"),
        ("/ steel <esc>", ""),
    ] {
        assert!(current(&after(keys)).starts_with(expected), "{keys}: {}", current(&after(keys)));
        assert_eq!(current(&after(keys)).is_empty(), expected.is_empty(), "{keys}");
    }
}

/// (keys, the current statement's row in the list)
#[test]
fn marks_show() {
    for (keys, expected) in [
        ("J", "▸ m commitment? · Ada Hill"),
        ("J 1", "▸ C claim · Ada Hill"),
        ("J 1 1", "▸ m commitment? · Ada Hill"),
        ("J 1 3", "▸ D denial · Ada Hill"),
        ("J a", "▸ M commitment ✓ · Ada Hill"),
        ("J a a", "▸ m commitment? · Ada Hill"),
        ("J 3 a", "▸ D denial ✓ · Ada Hill"),
        ("J x", "▸ ✗ commitment? rejected · Ada Hill"),
        ("J x x", "▸ m commitment? · Ada Hill"),
        ("J x 1", "▸ C claim · Ada Hill"),
        ("J 1 u", "▸ m commitment? · Ada Hill"),
        ("J 1 u <c-r>", "▸ C claim · Ada Hill"),
        ("J 1 3 J u", "▸ C claim · Ada Hill"), // goes back to what it undoes
        ("J c well <enter>", "▸ m commitment? ✎ · Ada Hill"),
        ("J c well <esc>", "▸ m commitment? · Ada Hill"),
        ("J c well <enter> c <c-u> <enter>", "▸ m commitment? · Ada Hill"),
        ("J J J J J J J J J J", "▸ · no tag · A spokesman for the ministry"),
        ("J J J J J J J J J J a", "▸ ✓ no tag ✓ · A spokesman for the ministry"),
    ] {
        let shown = text(&after(keys));
        let list = shown.lines().filter_map(|line| line.split_once("│▸").map(|(_, right)| right));
        let found: Vec<String> = list.map(|right| format!("▸{right}")).collect();
        assert_eq!(found, [expected], "{keys}");
    }
}

/// (keys, what the detail line says)
#[test]
fn details_and_notices() {
    for (keys, expected) in [
        ("", "no statement under the caret"),
        ("1", "! no statement under the caret: J goes to the next one"),
        (
            "J",
            "commitment? 0.94 · Ada Hill · mixed · confidence 0.97 · subject of “promised”, same sentence",
        ),
        (
            "J J",
            "denial? 0.91 · Ada Hill · direct, 2 spans · confidence 0.97 · subject of “told”, same sentence",
        ),
        // Joined with what is not quoted, it is no longer direct.
        (
            "J J gj",
            "denial? 0.91 · Ada Hill · mixed, 3 spans · confidence 0.97 · subject of “told”, same sentence",
        ),
        ("J c check <enter>", "✎ check"), // in a row of its own, below the facts
        ("H H", "no statement before this one"),
        ("u", "nothing to undo"),
        ("J 1 u", "undone: claim on “that the harbour bridge will open in Ma…”"),
        ("J 1 u <c-r>", "redone: claim on “that the harbour bridge will open in Ma…”"),
        ("J x 1", "tagged claim; it is no longer rejected"),
        (
            "J x 1 u",
            "undone: no longer rejected, claim on “that the harbour bridge will open in Ma…”",
        ),
        (">", "this is the only story that is open"),
        ("J o", "no other statement under the caret"),
        ("<esc>", "no search, filter or choice to end"),
        ("f kaya <space> tag:denial <enter>", "no statement is kaya tag:denial: Esc shows all"),
        ("f speeker:x <enter>", "! “speeker:” asks for nothing known: did you mean speaker: ?"),
        ("n", "nothing searched yet: / searches"),
        ("/ bridge <enter>", "found 2 times: n goes to the next"),
        ("/ zeppelin <enter>", "! “zeppelin” is not in this story"),
        ("T", "theme light"),
        ("G", "no statement under the caret"),
        ("/ Engineers <enter> <esc>", "no statement under the caret"),
        ("/ Kaya <enter> <esc>", "Kaya Works · org"),
        ("G b", "to comment"),
    ] {
        let app = after(keys);
        let found = row(&app, 33);
        if keys == "G b" {
            assert!(current(&app).starts_with(expected));
        } else {
            assert_eq!(found.trim(), expected, "{keys}");
        }
    }
}

#[test]
fn filters() {
    for (keys, title) in [
        ("", "statements 10 · 10 to review"),
        ("f speaker:ada <enter>", "statements 4 of 10 · speaker:ada"),
        ("f spe <tab> ada <tab> <enter>", "statements 4 of 10 · speaker:\"Ada Hill\""),
        ("f ada <enter> f tag:denial <enter>", "statements 2 of 10 · ada tag:denial"),
        ("f ada <enter> f <c-u> <enter>", "statements 10 · 10 to review"),
        ("J a f unreviewed <enter>", "statements 9 of 10 · unreviewed"),
        ("f kaya <enter> <esc>", "statements 10 · 10 to review"),
        ("f kaya <esc>", "statements 10 · 10 to review"),
        ("f tag: <down> <enter>", "statements 3 of 10 · tag:claim"),
        ("f kind:direct <space> -kaya <enter>", "statements 2 of 10 · kind:direct -kaya"),
        ("f zzz <enter>", "statements 0 of 10 · zzz"),
    ] {
        let shown = text(&after(keys));
        assert!(shown.contains(title), "{keys}:\n{shown}");
    }
    assert!(current(&after("f kaya <enter>")).starts_with("“Steel"));
    assert!(current(&after("f kaya <enter> J J J")).starts_with("that her people"));
    // The caret leaves what is no longer shown, back where nothing shown follows.
    assert!(current(&after("G f speaker:ada <enter>")).starts_with("their determination"));
    // A tag set under a filter leaves the statement where it is until the filter is set anew.
    assert!(text(&after("f tag:denial <enter> J 1")).contains("▸ C claim · Bo Lund"));
}

#[test]
fn longer_keys_show_what_may_follow() {
    let app = after("]");
    assert!(row(&app, 35).contains("] …"), "{}", row(&app, 35));
    assert!(text(&app).contains("│ ]x  next statement to review"), "{}", text(&app));
    assert_eq!(after("] <esc>").keys.pending, "");
    assert!(current(&after("] z J")).starts_with("that the harbour"));
}

/// The help holds every row, narrows by key and by word, and runs what is chosen.
#[test]
fn help_is_the_keymap() {
    let mut app = open(demo::story(), 120, 24);
    press(&mut app, "?");
    let mut seen = String::new();
    for _ in 0..input::guide(&app.codebook).len() + 20 {
        seen.push_str(&text(&app));
        press(&mut app, "<down>");
    }
    for hint in input::guide(&app.codebook) {
        assert!(seen.contains(&hint.help), "{} is not in the help", hint.help);
    }
    press(&mut app, "<esc>");
    assert!(matches!(app.mode, Mode::Read));
    assert!(text(&after("? ]x")).contains("next statement to review"));
    assert!(
        current(&after("? next <space> statement <space> to <space> review <enter>"))
            .starts_with("that the harbour")
    );
}

#[test]
fn the_mouse_chooses_what_is_under_it() {
    let mut app = after("");
    let find = |app: &onrecord::app::App, words: &str| {
        let shown = text(app);
        let (y, line) = shown.lines().enumerate().find(|(_, line)| line.contains(words)).unwrap();
        let x = line.split(words).next().unwrap().chars().count();
        (u16::try_from(x).unwrap(), u16::try_from(y).unwrap())
    };
    let (x, y) = find(&app, "concrete does not hurry,” said");
    act(&mut app, onrecord::app::Action::Press(x, y));
    assert_eq!((word(&app), &current(&app)[..8]), ("concrete", "“Steel"));
    let (x, y) = find(&app, "any mention of it in last year’s campaign");
    act(&mut app, onrecord::app::Action::Press(x, y));
    assert_eq!(word(&app), "any");
    let (x, y) = find(&app, "person  Bo Lund");
    act(&mut app, onrecord::app::Action::Press(x, y));
    assert_eq!(word(&app), "Bo");
    act(&mut app, onrecord::app::Action::Press(x, y));
    assert!(row(&app, y).contains("▸ person  Bo Lund"));
    assert_eq!(word(&app), "Lund,");
}

#[test]
fn quitting_waits_for_the_save_and_never_loses_silently() {
    let quits = |effects: &[Effect]| effects.iter().any(|one| matches!(one, Effect::Quit));
    assert!(quits(&press(&mut after(""), "q")));
    assert!(quits(&press(&mut after("J 1"), "q")));

    // While a save is under way, leaving waits for it.
    let mut app = after("J");
    let one = onrecord::app::Action::Mark(Mark::Tag(0));
    update(&mut app, Message::Act(one.clone()));
    assert!(!quits(&press(&mut app, "q")));
    assert!(row(&app, 0).ends_with("saving …"));
    let saved = |revision| Report::Saved { tab: 0, revision, at: "12:05".to_owned() };
    assert!(quits(&update(&mut app, Message::Heard(saved(1)))));

    // An old save does not make new changes safe.
    let mut app = after("J");
    update(&mut app, Message::Act(one.clone()));
    update(&mut app, Message::Act(one.clone()));
    update(&mut app, Message::Heard(saved(1)));
    assert_eq!(app.reader().unwrap().saved, Saved::Saving(2));

    // When it fails, the reader is told and asked again.
    let mut app = after("J");
    update(&mut app, Message::Act(one));
    press(&mut app, "q");
    let failed = Report::NotSaved(0, "the disk is full".to_owned());
    assert!(!quits(&update(&mut app, Message::Heard(failed))));
    assert!(row(&app, 0).ends_with("✗ not saved: the disk is full"));
    let told =
        "! NOT SAVED — q again leaves, with a rescue copy; Ctrl-s tries again. the disk is full";
    assert_eq!(row(&app, 33).trim(), told);
    press(&mut app, "j");
    assert!(!quits(&press(&mut app, "q")));
    assert!(quits(&press(&mut app, "q")));
}

#[test]
fn export_asks_for_the_format() {
    let effects = press(&mut after("J 1"), "E csv <enter>");
    assert!(matches!(&effects[..], [Effect::Export { format, .. }] if format == "csv"));
}

#[test]
fn the_caret_stays_in_sight_when_the_terminal_changes() {
    let mut app = open(demo::long(20_000), 120, 36);
    press(&mut app, "J J J J J J J J J J J J J J J J J J J J J J J J J");
    let before = current(&app).to_owned();
    for (width, height) in [(60, 20), (30, 9), (200, 60), (12, 3), (1, 1), (120, 36)] {
        update(&mut app, Message::Resized(Size { width, height }));
        let page = &app.reader().unwrap().page;
        let line = page.line_of(app.reader().unwrap().caret.at);
        assert!((page.top..page.top + page.height.max(1)).contains(&line), "{width}×{height}");
        assert_eq!(current(&app), before);
    }
}

/// Whatever must be read to the end is: notices and comments take the rows they need.
#[test]
fn long_words_below_the_panes_wrap() {
    let mut app = open(demo::story(), 80, 24);
    press(&mut app, "J 1");
    let why = format!("cannot write {}/a.txt.onrecord.ron: no space", "folder/".repeat(18));
    update(&mut app, Message::Heard(Report::NotSaved(0, why)));
    let shown = text(&app);
    assert!(
        shown.contains("! NOT SAVED: cannot write") && shown.contains("E exports them"),
        "{shown}"
    );
    let mut app = open(demo::story(), 80, 24);
    press(&mut app, "J c");
    for letter in "a long remark that goes on and on; ".repeat(7).chars() {
        let edit = onrecord::app::Edit::Insert(letter.to_string());
        act(&mut app, onrecord::app::Action::Edit(edit));
    }
    press(&mut app, "last <enter>");
    assert!(text(&app).contains("on; last"), "{}", text(&app));
}

/// (columns, hints that are there)
#[test]
fn hints_keep_what_matters() {
    for (width, wanted) in [
        (220, "1 claim  2 commitment"),
        (140, "J next 1-3 tag a accept x reject R review s speaker c comment v make e edit u undo"),
        (80, "1-3 tag a accept x reject R review s speaker c comment v make ? keys q quit"),
        (60, "1-3 tag a accept x reject R review s speaker ? keys q quit"),
    ] {
        let app = open(demo::story(), width, 24);
        let found = row(&app, 23);
        assert!(found.contains(wanted), "{width}: {found}");
    }
}

/// Marks that have no place in the text are told at once, and counted as long as they are there.
#[test]
fn marks_without_words_are_told() {
    let mut story = demo::story();
    story.unplaced.push(onrecord::annotation::ItemId::of(&["gone"], 0));
    let app = open(story, 120, 36);
    assert!(
        row(&app, 33)
            .contains("1 mark has lost its words and is kept: gm puts it where it belongs")
    );
    assert!(row(&app, 1).contains("1 unplaced "), "{}", row(&app, 1));
}
