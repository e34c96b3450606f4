//! What colleagues see differently, decided on the screen: names, what most say, take one, take none, why,
//! undo.

use onrecord::agreement::{self, Reader as Colleague};
use onrecord::annotation::Item;
use onrecord::annotation::file::{Document, Head};
use onrecord::app::{App, Decisions, Effect, Message, Reader, Report, update};
use onrecord::story::Story;

use super::{demo, open, press, text};

/// The demo story with the joined marks of three: on the first statement two say denial and one claim;
/// on the second each says something else of who speaks.
fn joined() -> App {
    joined_with("")
}

/// The same, where bo remarked something on the first.
fn joined_with(remark: &str) -> App {
    let story = demo::story();
    let mark = |name: &str, marks: [(&str, &str); 2]| {
        let items = marks.iter().zip(&story.statements).map(|((tag, speaker), one)| {
            let at = jiff::Timestamp::UNIX_EPOCH;
            let stamp = onrecord::annotation::Stamp { annotator: name.to_owned(), at };
            let item = one.item(&story.article, stamp);
            let speakers = vec![(*speaker).to_owned()];
            let first = one.id == story.statements[0].id && name == "bo";
            let comment = if first { remark.to_owned() } else { String::new() };
            (one.id.clone(), Item { tags: vec![(*tag).to_owned()], speakers, comment, ..item })
        });
        let set = onrecord::annotation::Set::from_items(items);
        Colleague {
            name: name.to_owned(),
            document: Document { head: Head::new(&story.article, name), set },
        }
    };
    let all = [
        mark("ada", [("denial", "Ada Hill"), ("claim", "Ada Hill")]),
        mark("bo", [("claim", "Ada Hill"), ("claim", "Bo Lund")]),
        mark("cy", [("denial", "Ada Hill"), ("claim", "Mira Kaya")]),
    ];
    let merged = agreement::merge(&all.iter().collect::<Vec<_>>());
    let mut app = open(demo::story(), 120, 36);
    let set = merged.document.set;
    let story = Story::new(story.article.clone(), story.analysis.clone(), &set);
    let mut reader = Box::new(Reader::new(story, set, app.codebook.clone()));
    reader.decide = Decisions::new(merged.conflicts);
    update(&mut app, Message::Heard(Report::Ready(0, reader)));
    app
}

/// Tags, speakers, verdict and comment of the first two statements.
fn marks(app: &App) -> Vec<String> {
    let reader = app.reader().unwrap();
    let first = reader.story.statements.iter().take(2);
    first
        .map(|one| {
            let item = reader.item(one).unwrap();
            let (tags, who) = (item.tags.join("+"), item.speakers.join(", "));
            format!("{tags} · {who} · {} · {}", item.review.word(), item.comment)
        })
        .collect()
}

#[test]
fn each_conflict_is_shown_with_names_and_what_most_say() {
    let mut app = joined();
    let shown = text(&app);
    for words in [
        "to decide: 1 of 2, 2 open — tags differ",
        "▸ 1 ada, cy  denial",
        "  2 bo       claim",
        "  3 x        none of them",
    ] {
        assert!(shown.contains(words), "{words}:\n{shown}");
    }
    press(&mut app, "1");
    let shown = text(&app);
    for words in
        ["to decide: 2 of 2, 1 open — speakers differ", "2 bo   claim", "speakers: Bo Lund"]
    {
        assert!(shown.contains(words), "{words}:\n{shown}");
    }
}

#[test]
fn decisions() {
    let open = ["denial · Ada Hill · open · ", "claim · Ada Hill · open · "];
    for (keys, first, second, left) in [
        ("", open[0], open[1], "1 of 2, 2 open"),
        ("2", "claim · Ada Hill · open · ", open[1], "2 of 2, 1 open"),
        // What most say is preselected, and must be said to be decided.
        ("<enter>", open[0], open[1], "2 of 2, 1 open"),
        ("3", " · Ada Hill · rejected · ", open[1], "2 of 2, 1 open"),
        ("1 2", open[0], "claim · Bo Lund · open · ", "All 2 are decided"),
        ("<esc> gc 2", "claim · Ada Hill · open · ", open[1], "2 of 2, 1 open"),
        // Why, before or behind the decision.
        ("4 legal <enter>", "denial · Ada Hill · open · legal", open[1], "1 of 2, 1 open"),
        ("4 legal <enter> 2", "claim · Ada Hill · open · legal", open[1], "2 of 2, 1 open"),
        ("4 legal <enter> 3", " · Ada Hill · rejected · legal", open[1], "2 of 2, 1 open"),
        // The same by letters.
        ("x", " · Ada Hill · rejected · ", open[1], "2 of 2, 1 open"),
        ("? legal <enter>", "denial · Ada Hill · open · legal", open[1], "1 of 2, 1 open"),
        ("n", open[0], open[1], "2 of 2, 2 open"),
        ("n p", open[0], open[1], "1 of 2, 2 open"),
        ("2 u", open[0], open[1], "1 of 2, 2 open"),
        // Later, and back.
        ("5", open[0], open[1], "2 of 2, 2 open"),
        ("6", open[0], open[1], "2 of 2, 2 open"),
        ("5 6", open[0], open[1], "1 of 2, 2 open"),
        // Taken back in the list, and in the story.
        ("2 8", open[0], open[1], "1 of 2, 2 open"),
        ("2 <esc> u gc", open[0], open[1], "1 of 2, 2 open"),
        ("2 <esc> u <c-r>", "claim · Ada Hill · open · ", open[1], "redone"),
    ] {
        let mut app = joined();
        press(&mut app, keys);
        assert_eq!(marks(&app), [first, second], "{keys}");
        let shown = text(&app);
        assert!(shown.contains(left), "{keys}: no {left}\n{shown}");
    }
}

/// What colleagues remarked stays, whatever is decided and why.
#[test]
fn comments_stay_behind_the_reason() {
    let mut app = joined_with("look here");
    press(&mut app, "4 legal <enter> 2");
    assert_eq!(marks(&app)[0], "claim · Ada Hill · open · look here\nlegal");
}

#[test]
fn each_decision_is_saved_with_who_decided() {
    let mut app = joined();
    let action = onrecord::input::action(&app, "2").unwrap();
    let effects = update(&mut app, Message::Act(action));
    let [Effect::Save { marks, story, .. }] = &effects[..] else { panic!("{effects:?}") };
    let item = marks.get(&story.statements[0].id).unwrap();
    assert_eq!(
        (item.stamp.annotator.as_str(), &item.tags[..]),
        ("reader", &["claim".to_owned()][..])
    );
}

#[test]
fn without_colleagues_it_says_how_to_join() {
    let mut app = open(demo::story(), 120, 36);
    press(&mut app, "gc");
    assert!(text(&app).contains("onrecord merge A B -o C --review"));
}

/// A remark of the one who decides that begins as a colleague's is not cut where that ends.
#[test]
fn words_that_begin_as_a_colleagues_are_kept_whole() {
    let mut app = joined_with("no");
    let stands = marks(&app)[0].clone();
    assert!(stands.ends_with("· no"), "{stands}");
    let id = app.reader().unwrap().story.statements[0].id.clone();
    let reader = app.tabs.current_mut().reader_mut().unwrap();
    let item = reader.marks.get(&id).cloned().unwrap();
    reader.marks.apply([(id, Some(Item { comment: "not so sure".to_owned(), ..item }))]);
    press(&mut app, "1");
    assert_eq!(marks(&app)[0], "denial · Ada Hill · open · no\nnot so sure");
}
