//! Finding one's way, in keys: marks and jumps, counts, the order of the list, what is shown over the
//! screen, commands, and the same everywhere.

use onrecord::annotation::{Codebook, Set};
use onrecord::app::{Action, App, Effect, Message, Reader, Report, update};
use onrecord::input;

use super::{act, after, current, demo, open, press, row, text, word};

/// (keys, word at the caret)
#[test]
fn marks_jumps_and_counts() {
    for (keys, expected) in [
        ("} w m a G ' a", "Ada"),
        ("' z", "Harbour"),
        ("G <c-o>", "Harbour"),
        ("G <c-o> <c-l>", "."),
        ("<c-o>", "Harbour"),
        ("/ steel <enter> <c-o>", "Harbour"),
        ("} <a-3> w", "promised"),
        ("} <a-1> 2 w", "in"),
        ("<a-2> }", "“We"),
        ("<a-2> J", "“We"),
        ("]q", "“We"),
        ("]q ]q", "“Anyone"),
        ("G [q", "“Steel"),
    ] {
        assert_eq!(word(&after(keys)), expected, "{keys}");
    }
}

/// (keys, the first rows of the list)
#[test]
#[rustfmt::skip]
fn the_list_is_grouped() {
    for (keys, rows) in [
        ("zs", ["▾ Ada Hill  3", "m commitment? · Ada Hill", "that the harbour bridge will open in May, “…"]),
        ("zt", ["▾ claim  3", "c claim? · Bo Lund", "the cost has doubled since 2019, and Hill r…"]),
        ("zc", ["▾ 0.8 and above  10", "m commitment? · Ada Hill", "that the harbour bridge will open in May, “…"]),
        ("zs zo", ["m commitment? · Ada Hill", "that the harbour bridge will open in May, “…", "d denial? · Ada Hill"]),
    ] {
        let shown = text(&after(keys));
        let list = shown.lines().skip(2).filter_map(|line| line.split_once('│').map(|(_, right)| right));
        let right: Vec<&str> = list.map(|right| right.rsplit('│').next().unwrap().trim()).take(3).collect();
        assert_eq!(right, rows, "{keys}");
    }
    // The keys follow the list: after the last of Ada Hill's comes the first of Bo Lund's.
    assert!(current(&after("zs J J J J")).starts_with("that"), "{}", current(&after("zs J J J J")));
    assert!(current(&after("zs <tab> G")).starts_with("to comment"));
}

/// (keys, words in the box)
#[test]
fn boxes() {
    for (keys, words) in [
        ("J i", &["this statement", "speaker", "Ada Hill", "commitment, 0.94 sure"][..]),
        ("J J J J J J i", &["“He and Hill” → Bo Lund, last named as “Lund”", "also here"][..1]),
        ("J K", &["what the tags mean", "M commitment · key 2", "binds itself"]),
        ("D", &["Who speaks how much", "Ada Hill", "Where in the story", "How they are quoted"]),
        ("L", &["stories", "here", "Harbour bridge", "10 statements, 0 reviewed, 0 tagged"]),
        (":", &["next-statement", "tag-all"][..1]),
        ("?", &["keys", "next statement"]),
        ("g", &["gs", "gj", "gg"]),
    ] {
        let shown = text(&after(keys));
        for words in words {
            assert!(shown.contains(words), "{keys}: no {words}\n{shown}");
        }
        assert!(row(&after(&format!("{keys} <esc>")), 33).len() < 120);
    }
}

/// (command, the current statement's row, what is told)
#[test]
#[rustfmt::skip]
fn commands() {
    for (keys, told) in [
        (": next-statement <enter>",                     "commitment? 0.94 · Ada Hill"),
        (": nextstat <enter>",                           "commitment? 0.94 · Ada Hill"),
        ("J : tag <space> denial <enter>",               "denial · Ada Hill"),
        ("J : tag <space> denail <enter>",               "! no tag is called “denail”: there is denial"),
        ("J : tag <enter>",                              "! tag wants words behind it"),
        (": zebra <enter>",                              "! no command is called “zebra”: ? shows all"),
        (": reviwe <enter>",                             "! no command is called “reviwe”: did you mean review?"),
        (": go <space> 3 <enter>",                       "denial? 0.66 · Bo Lund"),
        (": go <space> 30 <enter>",                      "! there are statements 1 to 10"),
        (": show <space> speaker:kaya <enter>",          "claim? 0.90 · Mira Kaya"),
        (": show <space> speeker:kaya <enter>",          "! “speeker:”"),
        (": find <space> bridge <enter>",                "found 2 times: n goes to the next"),
        ("J : speaker <space> Eve <space> Stone <enter>", "commitment? 0.94 · Eve Stone"),
        ("J : comment <space> why <enter>",              "✎ why"),
        ("f speaker:kaya <enter> : tag-all <space> claim <enter>", "2 tagged claim: u takes them all back"),
        ("J : tag <space> claim <enter> J : <enter>",    "claim · Ada Hill"), // what was run last comes first
    ] {
        let app = after(keys);
        assert!(row(&app, 33).trim().starts_with(told), "{keys}: {}", row(&app, 33));
    }
}

/// A click on a key at the foot does what the key does, wherever it is live and however few columns there
/// are. (keys before, what is clicked, the key)
#[test]
fn the_keys_at_the_foot_by_mouse() {
    for (width, height) in [(60, 20), (120, 36), (200, 60)] {
        for (before, words, key) in [
            ("J", "accept", "a"),
            ("J", "reject", "x"),
            ("J", "speaker", "s"),
            ("J", "keys", "?"),
            ("R", "accept", "a"),
            ("R", "reject", "x"),
            ("J e", "keep", "<enter>"),
            ("J e", "leave", "<esc>"),
            ("J s", "choose", "<enter>"),
            ("J s", "tick", "<tab>"),
            ("?", "leave", "<esc>"),
            ("D", "close", "<esc>"),
            ("J c why", "done", "<enter>"),
        ] {
            let mut clicked = open(demo::story(), width, height);
            press(&mut clicked, before);
            let foot = row(&clicked, height - 1);
            let Some(at) = foot.find(&format!(" {words}")) else {
                panic!("{before}: no {words} in {foot}");
            };
            let column = foot[..at].chars().count() + 2;
            act(&mut clicked, Action::Press(u16::try_from(column).unwrap(), height - 1));
            let mut typed = open(demo::story(), width, height);
            press(&mut typed, &format!("{before} {key}"));
            assert_eq!(text(&clicked), text(&typed), "{width}: {before}, {words}");
        }
    }
    // After a key that wants another one there are none, and that key is forgotten.
    let mut app = after("J g");
    act(&mut app, Action::Press(6, 35));
    assert!(app.keys.pending.is_empty() && app.reader().unwrap().marks.is_empty());
    // Where the tags are one, the list of them is asked.
    let mut app = open(demo::story(), 60, 20);
    press(&mut app, "J");
    let foot = row(&app, 19);
    let at = foot.find("1-3 tag").unwrap();
    act(&mut app, Action::Press(u16::try_from(at).unwrap(), 19));
    assert!(text(&app).contains("tag it") && text(&app).contains("3 denial"), "{}", text(&app));
    press(&mut app, "3");
    assert!(text(&app).contains("denial"), "{}", text(&app));
    let reader = app.reader().unwrap();
    assert_eq!(reader.marks.items().next().unwrap().1.tags, ["denial"]);
    press(&mut app, "u");
    assert!(app.reader().unwrap().marks.is_empty());
}

/// Whoever has a colour keeps it, whatever a reader says of who speaks.
#[test]
fn colours_stay_with_their_speakers() {
    let colour = |app: &App, name: &str| {
        let index = &app.reader().unwrap().index;
        index.voices.iter().position(|voice| voice.name == name)
    };
    let app = after("");
    let before = ["Ada Hill", "Bo Lund", "Mira Kaya"].map(|name| colour(&app, name));
    assert_eq!(before, [Some(0), Some(1), Some(2)]);
    for keys in [
        "J : speaker <space> Mira <space> Kaya <enter>",
        "J : speaker <space> Eve <space> Stone <enter>",
        "J : speaker <space> Bo <space> Lund <enter> J : speaker <space> Bo <space> Lund <enter>",
        "gg v w w <tab> <tab> <enter>",
    ] {
        let app = after(keys);
        let now = ["Ada Hill", "Bo Lund", "Mira Kaya"].map(|name| colour(&app, name));
        assert_eq!(now, before, "{keys}");
    }
    // Who says nothing any more is not said to say something.
    let mut app = after("f speaker:kaya <enter>");
    let shown = app.reader().unwrap().list.entries.len();
    press(&mut app, "<esc> G");
    for _ in 0..shown {
        press(&mut app, "f speaker:kaya <enter> J : speaker <space> Bo <space> Lund <enter> <esc>");
    }
    let lines = text(&app);
    assert!(lines.contains("Mira Kaya") && !lines.contains("says 0"), "{lines}");
    press(&mut app, "f speaker:ka");
    assert!(!text(&app).contains("speaker:\"Mira"), "{}", text(&app));
}

/// A speaker that a reader set is theirs: neither the machine's reason nor words that led elsewhere are
/// given for it.
#[test]
fn who_set_the_speaker_is_told() {
    const SET: &str = "set by reader; the machine found Ada Hill";
    let machine = "subject of “promised”, same sentence";
    for keys in [
        "J : speaker <space> Eve <space> Stone <enter>",
        "J : speaker <space> Bo <space> Lund <enter>",
    ] {
        let mut app = after(keys);
        let line = row(&app, 33);
        assert!(line.contains(SET) && !line.contains(machine), "{keys}: {line}");
        press(&mut app, "i");
        let shown = text(&app);
        assert!(shown.contains(SET) && !shown.contains('→'), "{keys}:\n{shown}");
        assert!(shown.contains(&format!("found by    {machine}")), "{keys}:\n{shown}");
        press(&mut app, "<esc> u");
        assert!(row(&app, 33).contains("undone"), "{}", row(&app, 33));
        press(&mut app, "l");
        assert!(row(&app, 33).contains(machine), "{keys} undone: {}", row(&app, 33));
    }
    // Marks that leave the speaker alone leave the reason too.
    for keys in ["J 1 l", "J e w <enter> l"] {
        assert!(row(&after(keys), 33).contains(machine), "{keys}: {}", row(&after(keys), 33));
    }
}

#[test]
fn the_same_everywhere() {
    let mut app = open(demo::long(3_000), 120, 36);
    assert!(row(&app, 33).is_empty() || !row(&app, 33).contains('!'));
    press(&mut app, "J *");
    assert!(row(&app, 33).contains("not judged yet"), "{}", row(&app, 33));
    press(&mut app, "1 *");
    let shown = text(&app);
    assert!(
        shown.contains("the same for all ticked") && shown.contains("[x] same words"),
        "{shown}"
    );
    press(&mut app, "<tab> <enter>");
    let tags = |app: &App| {
        let items = app.reader().unwrap().marks.items();
        items.filter(|(_, item)| item.tags == ["claim"]).count()
    };
    // The first was unticked; the story stands four times.
    assert_eq!(tags(&app), 3);
    press(&mut app, "u");
    assert_eq!(tags(&app), 1);
    press(&mut app, "<c-r>");
    assert_eq!(tags(&app), 3);
}

/// What was said everywhere is taken back everywhere: undone here, then the same for the others.
#[test]
fn taken_back_everywhere() {
    let mut app = open(demo::long(3_000), 120, 36);
    let tagged = |app: &App| {
        let items = app.reader().unwrap().marks.items();
        items.filter(|(_, item)| !item.tags.is_empty()).count()
    };
    press(&mut app, "J 1 * <enter>");
    assert_eq!(tagged(&app), 4);
    press(&mut app, "1 *");
    assert_eq!(tagged(&app), 3);
    assert!(text(&app).contains("take back what was judged of all ticked"), "{}", text(&app));
    press(&mut app, "<tab> <enter>");
    assert_eq!(tagged(&app), 1);
    press(&mut app, "u");
    assert_eq!(tagged(&app), 3);
}

#[test]
fn a_comment_of_several_lines() {
    let mut app = after("J c one <c-j> two <enter>");
    let comment = |app: &App| {
        let reader = app.reader().unwrap();
        reader.item(reader.statement().unwrap()).map_or(String::new(), |item| item.comment.clone())
    };
    assert_eq!(comment(&app), "one\ntwo");
    assert!(text(&app).contains("✎ one") && text(&app).contains("two"), "{}", text(&app));
    press(&mut app, "c <up> <end> ! <enter>");
    assert_eq!(comment(&app), "one!\ntwo");
    press(&mut app, "c x <esc>");
    assert_eq!(comment(&app), "one!\ntwo");
    press(&mut app, "u u");
    assert_eq!(comment(&app), "");
}

#[test]
fn copying_names_speaker_and_source() {
    let effects = press(&mut after("J J"), "y");
    let [Effect::Copy(words)] = &effects[..] else { panic!("{effects:?}") };
    assert!(words.starts_with("“We have not spent") && words.contains("approve,” … “Anyone"));
    assert!(
        words.ends_with("— Ada Hill (Coast Wire, Harbour bridge: who pays?, 2 March 2026)"),
        "{words}"
    );
}

/// How sure the reader is goes round, and is undone.
#[test]
fn certainty_goes_round() {
    for (keys, told) in [
        ("J !", "commitment? 0.94 (sure) · Ada Hill"),
        ("J ! !", "commitment? 0.94 (likely) · Ada Hill"),
        ("J ! ! !", "commitment? 0.94 (unsure) · Ada Hill"),
        ("J ! ! ! !", "commitment? 0.94 · Ada Hill"),
        ("J ! u j J H", "commitment? 0.94 · Ada Hill"),
    ] {
        assert!(
            row(&after(keys), 33).trim().starts_with(told),
            "{keys}: {}",
            row(&after(keys), 33)
        );
    }
    assert!(text(&after("J ! ! f unsure <enter>")).contains("1 of 10"));
}

/// A codebook of one's own: its tags have the keys, several may stand together, attributes are said.
#[test]
fn another_codebook() {
    let book = "(name: \"frames\", version: 1, exclusive: false, tags: [\
                (name: \"blame\", glyph: 'B', definition: \"d\"), (name: \"praise\", glyph: 'P', definition: \"d\")],\
                attributes: [(name: \"topic\", values: [\"war\", \"trade\"])])";
    let book = std::sync::Arc::new(Codebook::parse("frames.ron", book).unwrap());
    let mut app = after("");
    app.codebook = book.clone();
    app.keys.guide = input::guide(&book);
    let reader = Reader::new(demo::story(), Set::default(), book.clone());
    update(&mut app, Message::Heard(Report::Ready(0, Box::new(reader))));
    press(&mut app, "J 1 2 t trade <enter>");
    let reader = app.reader().unwrap();
    let item = reader.item(reader.statement().unwrap()).unwrap();
    assert_eq!(
        (item.tags.join(" "), item.attributes["topic"].as_str()),
        ("blame praise".to_owned(), "trade")
    );
    assert!(
        row(&app, 33).contains("blame") && row(&app, 33).contains("topic: trade"),
        "{}",
        row(&app, 33)
    );
    press(&mut app, "1 t trade <enter>");
    let reader = app.reader().unwrap();
    let item = reader.item(reader.statement().unwrap()).unwrap();
    assert_eq!((item.tags.join(" "), item.attributes.len()), ("praise".to_owned(), 0));
    press(&mut app, "u u u u u");
    assert!(app.reader().unwrap().marks.is_empty());
}

/// (keys, names of the tags, what is told)
#[test]
#[rustfmt::skip]
fn the_codebook_is_edited() {
    for (keys, tags, told) in [
        ("B new <space> tag <enter> threat <enter>",       "1 C claim, 2 M commitment, 3 D denial, 4 T threat", "version 2, is kept"),
        ("B new <space> tag <enter> claim <enter>",        "1 C claim, 2 M commitment, 3 D denial", "! claim stands twice"),
        ("B new <space> tag <enter> Big <space> One <enter>", "1 C claim, 2 M commitment, 3 D denial", "! \"Big One\" cannot name a tag"),
        ("B denial <enter> name <enter> <c-u> refusal <enter>", "1 C claim, 2 M commitment, 3 D refusal", "is kept"),
        ("B denial <enter> glyph <enter> <c-u> X <enter>", "1 C claim, 2 M commitment, 3 X denial", "is kept"),
        ("B denial <enter> glyph <enter> <c-u> C <enter>", "1 C claim, 2 M commitment, 3 D denial", "! denial and claim have the same glyph, C"),
        ("B denial <enter> earlier <enter>",               "1 C claim, 2 D denial, 3 M commitment", "is kept"),
        ("B denial <enter> take <enter>",                  "1 C claim, 2 M commitment", "is kept"),
        ("B several <enter>",                              "1 C claim, 2 M commitment, 3 D denial", "is kept"),
    ] {
        let app = after(keys);
        let tags_now: Vec<String> = app.codebook.tags.iter().enumerate().map(|(at, tag)| format!("{} {} {}", at + 1, tag.glyph, tag.name)).collect();
        assert_eq!(tags_now.join(", "), tags, "{keys}");
        let notice = app.notice.as_ref().map_or(String::new(), onrecord::app::Notice::words);
        assert!(notice.contains(told), "{keys}: {notice}");
    }
    let app = after("B new <space> tag <enter> threat <enter> <esc> J 4");
    assert!(row(&app, 33).contains("threat"), "{}", row(&app, 33));
    let mut app = after("B several <enter> <esc> J 1 2");
    assert!(row(&app, 33).trim().starts_with("claim"), "{}", row(&app, 33));
    press(&mut app, "i");
    assert!(text(&app).contains("claim, commitment"), "{}", text(&app));
}

/// Dragging over words takes them as the content of a new statement.
#[test]
fn dragging_makes_a_statement() {
    let mut app = after("");
    let find = |app: &App, words: &str| {
        let shown = text(app);
        let (y, line) = shown.lines().enumerate().find(|(_, line)| line.contains(words)).unwrap();
        let x = line.split(words).next().unwrap().chars().count();
        (u16::try_from(x).unwrap(), u16::try_from(y).unwrap())
    };
    let (x, y) = find(&app, "Engineers at");
    act(&mut app, Action::Press(x, y));
    let (x, y) = find(&app, "were more");
    act(&mut app, Action::Drag(x + 8, y));
    press(&mut app, "1");
    assert_eq!(current(&app), "Engineers at Kaya Works were more");
    press(&mut app, "u");
    assert_eq!(app.reader().unwrap().story.statements.len(), 10);
}
