//! The work itself in keys: reviewing, making and changing statements, choosing speakers; each also
//! undone. The counts of keys are bars: what a reader needs, and no more.

use onrecord::annotation::{ItemOrigin, Review, Set};
use onrecord::app::{App, Work};
use onrecord::article::Origin;
use onrecord::nlp::{self, Analysis, Models};
use onrecord::story::{Statement, Story};
use onrecord::text::Span;

use super::{after, current, demo, open, press, row};

/// The reader's tag, or nothing.
fn tag(app: &App, number: usize) -> &str {
    let reader = app.reader().unwrap();
    let item = reader.item(&reader.story.statements[number]);
    item.and_then(|item| item.tags.first()).map_or("", String::as_str)
}

/// A statement as words: content | cue | source | speakers | tag.
fn told(app: &App, one: &Statement) -> String {
    let reader = app.reader().unwrap();
    let words = |spans: &[Span]| {
        spans.iter().map(|span| span.of(reader.text())).collect::<Vec<_>>().join(" + ")
    };
    let speakers: Vec<&str> = one.speakers.iter().map(|one| one.name.as_str()).collect();
    let item = reader.item(one);
    let tags = item.map_or(String::new(), |item| item.tags.join("+"));
    let parts =
        [words(&one.content), words(&one.cue), words(&one.source), speakers.join(", "), tags];
    parts.join(" | ")
}

/// All statements as words, and whether each is rejected.
fn all(app: &App) -> Vec<String> {
    let reader = app.reader().unwrap();
    let told = |one| {
        let rejected = reader.item(one).is_some_and(|item| item.review == Review::Rejected);
        told(app, one) + if rejected { " (rejected)" } else { "" }
    };
    reader.story.statements.iter().map(told).collect()
}

/// Undoes everything: the story is as it was opened.
fn undone(app: &mut App, steps: usize, before: &[String]) {
    for _ in 0..steps {
        press(app, "u");
    }
    assert!(app.reader().unwrap().marks.is_empty(), "marks are left");
    assert_eq!(all(app), before, "undone");
    for _ in 0..steps {
        press(app, "<c-r>");
    }
}

/// Bar: ten suggested statements, each with its right tag, in 15 keys at most. Six of the machine's
/// proposals are right in this story.
#[test]
fn ten_tags_in_fifteen_keys() {
    const RIGHT: [&str; 10] = [
        "commitment",
        "denial",
        "denial",
        "claim",
        "denial",
        "commitment",
        "claim",
        "claim",
        "claim",
        "denial",
    ];
    let mut app = after("");
    let before = all(&app);
    let mut keys = 1;
    press(&mut app, "R");
    while let Work::Review(_) = app.reader().unwrap().work {
        let reader = app.reader().unwrap();
        let number = reader.current.unwrap();
        let proposed = onrecord::story::proposed_tag(&reader.story.statements[number]);
        let key = match RIGHT[number] {
            right if proposed == Some(right) => "a",
            "claim" => "1",
            "commitment" => "2",
            _ => "3",
        };
        press(&mut app, key);
        keys += 1;
    }
    let tags: Vec<&str> = (0..10).map(|number| tag(&app, number)).collect();
    assert_eq!(tags, RIGHT);
    assert!(keys <= 15, "{keys} keys");
    undone(&mut app, 10, &before);
}

/// (keys in the review, current statement, notice or detail line)
#[test]
fn the_review() {
    for (keys, expected, told) in [
        ("R", "that the harbour", "review 1 of 10 · commitment? 0.94"),
        ("R a", "“We have", "review 2 of 10"),
        ("R s", "“We have", "review 1 of 10"),
        ("R s s a", "the cost has doubled", "review 2 of 10"),
        ("R a u", "that the harbour", "undone: accepted, commitment on"),
        ("R a u a", "“We have", "review 2 of 10"),
        ("R 3 .", "that", "review 3 of 10"),
        ("R x", "“We have", "review 2 of 10"),
        ("R a <esc>", "“We have", "denial? 0.91"),
        ("R a q", "“We have", "denial? 0.91"),
        ("R A", "that the harbour", "review 1 of 10"), // asks first
        ("R A <enter>", "to comment", "10 accepted: u takes them all back"),
        ("R A <enter> u", "to comment", "undone: accepted"),
        ("R A <down> <enter>", "that the harbour", "review 1 of 10"),
        ("f tag:claim <enter> R", "the cost has doubled", "review 1 of 3"),
        ("R e <esc>", "that the harbour", "review 1 of 10"),
        ("J 1 .", "that the harbour", "claim · Ada Hill"),
        ("A <enter> R", "", "every statement shown is reviewed"),
    ] {
        let app = after(keys);
        assert!(row(&app, 33).trim().starts_with(told), "{keys}: {}", row(&app, 33));
        if keys != "R A <enter>" && keys != "R A <enter> u" {
            assert!(current(&app).starts_with(expected), "{keys}: {}", current(&app));
        }
    }
    // The least sure comes first.
    let mut story = demo::story();
    story.statements[7].confidence = Some(0.2);
    story.statements[3].confidence = Some(0.4);
    let mut app = open(story, 120, 36);
    press(&mut app, "R");
    assert!(current(&app).starts_with("“Steel"));
    press(&mut app, "a");
    assert!(current(&app).starts_with("the cost"));
}

/// A story whose statements the engine did not find, written for this test: whole quotes, sentences
/// and clauses to be made statements. What else the engine finds in it is there.
const UNFOUND: &str = "\
Orchard town weighs a new school

ELMWOOD, May 4 (Valley News) - “The old roof will not last another winter,” said Headteacher Nora Quill.

Mayor Peter Sands told reporters the council had set aside four million crowns. He denied that the land was sold to a friend.

“Nobody asked the parents,” Dina Marsh said. Her group met on Tuesday. Most parents drive their children to Oakley. They want a school they can walk to.

According to the county engineer, the ground near the river is too soft for a large building.

“We will start in June,” Sands promised, “and we will finish by spring.” Quill added: “I will believe it when I see the bricks.”

“There was a plan,” Marsh recalled, “and there was money.”";

fn unfound() -> App {
    let article =
        onrecord::import::articles("unfound.txt", Origin::BuiltIn, UNFOUND.as_bytes(), None)
            .into_iter()
            .next()
            .unwrap()
            .unwrap();
    let analysis =
        nlp::analyse(&article, &Models::embedded(), &mut |_| std::ops::ControlFlow::Continue(()))
            .unwrap();
    let story =
        Story::new(article, Analysis { attributions: Vec::new(), ..analysis }, &Set::default());
    open(story, 120, 36)
}

/// Bar: ten new statements with content, cue, source, speaker and tag, in 80 keys at most: three
/// whole quotes, two sentences, three clauses of 4 to 12 words, two with two fragments.
#[test]
fn ten_new_statements_in_eighty_keys() {
    #[rustfmt::skip]
    const WANTED: [(&str, &str); 10] = [
        ("v q 1",         "“The old roof will not last another winter,” | said | Headteacher Nora Quill | Headteacher Nora Quill | claim"),
        ("v c o w 1",   "the council had set aside four million crowns | told | Mayor Peter Sands | Peter Sands | claim"),
        ("v c 3",         "that the land was sold to a friend | denied | He | Peter Sands | denial"),
        ("v q 1",         "“Nobody asked the parents,” | said | Dina Marsh | Dina Marsh | claim"),
        ("v s s 1",       "Most parents drive their children to Oakley. |  |  | Dina Marsh | claim"),
        ("v s 1",         "They want a school they can walk to. |  |  | Dina Marsh | claim"),
        ("v c 1",       "the ground near the river is too soft for a large building | According to | the county engineer |  | claim"),
        ("v q + q 2",     "“We will start in June,” + “and we will finish by spring.” | promised | Sands | Peter Sands | commitment"),
        ("v q 1",         "“I will believe it when I see the bricks.” | added | Quill | Headteacher Nora Quill | claim"),
        ("v q + q 1",     "“There was a plan,” + “and there was money.” | recalled | Marsh | Dina Marsh | claim"),
    ];
    let mut app = unfound();
    let mut keys = 0;
    for (typed, wanted) in WANTED {
        press(&mut app, typed);
        keys += typed.split(' ').count();
        let made = app.reader().unwrap().statement().cloned().unwrap();
        assert_eq!(told(&app, &made), wanted, "{typed}");
        assert_eq!(made.origin, ItemOrigin::Made);
    }
    let expected: Vec<&str> = WANTED.iter().map(|(_, wanted)| *wanted).collect();
    assert_eq!(all(&app), expected);
    assert!(keys <= 80, "{keys} keys");
    undone(&mut app, 10, &[]);
    assert_eq!(all(&app), expected);
}

/// (keys, the current statement then); each is undone by one step.
#[test]
#[rustfmt::skip]
fn statements_are_changed() {
    for (keys, expected) in [
        // Boundaries: the end by word and letter, then the other end.
        ("J e b <enter>",          "that the harbour bridge will open in May, “whatever the weather | promised | Mayor Ada Hill | Ada Hill | "),
        ("J e h <enter>",          "that the harbour bridge will open in May, “whatever the weather. | promised | Mayor Ada Hill | Ada Hill | "),
        ("J e o w <enter>",        "the harbour bridge will open in May, “whatever the weather.” | promised | Mayor Ada Hill | Ada Hill | "),
        ("J e o b <enter>",        "Monday that the harbour bridge will open in May, “whatever the weather.” | promised | Mayor Ada Hill | Ada Hill | "),
        ("J e c <enter>",          "that the harbour bridge will open in May | promised | Mayor Ada Hill | Ada Hill | "),
        // Overshooting turns round: the start passes the end.
        ("J J J e o w w <enter>",  "t. According | disputes | Bo Lund | Bo Lund | "),
        // Cue and source.
        ("J e <tab> o b <enter>",  "that the harbour bridge will open in May, “whatever the weather.” | Hill promised | Mayor Ada Hill | Ada Hill | "),
        ("J e <tab> <tab> o w <enter>", "that the harbour bridge will open in May, “whatever the weather.” | promised | Ada Hill | Ada Hill | "),
        ("J e <tab> <tab> - <enter>", "that the harbour bridge will open in May, “whatever the weather.” | promised |  | Ada Hill | "),
        ("J e <tab> <tab> n n <enter>", "that the harbour bridge will open in May, “whatever the weather.” | promised | May | Ada Hill | "),
        // Fragments.
        ("J J e + w w <enter>",    "“We have not spent one crown that the council did not approve,” + “Anyone who says otherwise has not read the accounts.” + Bo Lund, who | told | Hill | Ada Hill | "),
        ("J J e ] - <enter>",      "“We have not spent one crown that the council did not approve,” | told | Hill | Ada Hill | "),
        // With a tag; with another speaker.
        ("J e b 1",                "that the harbour bridge will open in May, “whatever the weather | promised | Mayor Ada Hill | Ada Hill | claim"),
        ("J e @ 2 <enter>",        "that the harbour bridge will open in May, “whatever the weather.” | promised | Mayor Ada Hill | Bo Lund | "),
        ("J s 2",                  "that the harbour bridge will open in May, “whatever the weather.” | promised | Mayor Ada Hill | Bo Lund | "),
        ("J s kaya <space> w <enter>", "that the harbour bridge will open in May, “whatever the weather.” | promised | Mayor Ada Hill | Kaya Works | "),
        ("J s Eve <space> Stone <enter>", "that the harbour bridge will open in May, “whatever the weather.” | promised | Mayor Ada Hill | Eve Stone | "),
        ("J s <down> <tab> <enter>", "that the harbour bridge will open in May, “whatever the weather.” | promised | Mayor Ada Hill | Ada Hill, Bo Lund | "),
        // Cutting and joining.
        ("J w w w w gs",           "that the harbour bridge | promised | Mayor Ada Hill | Ada Hill | "),
        ("J 1 w w w w gs J",       "will open in May, “whatever the weather.” | promised | Mayor Ada Hill | Ada Hill | claim"),
        ("J gj",                   "that the harbour bridge will open in May, “whatever the weather.” + “We have not spent one crown that the council did not approve,” + “Anyone who says otherwise has not read the accounts.” | promised | Mayor Ada Hill | Ada Hill | "),
        ("J d",                    "that the harbour bridge will open in May, “whatever the weather.” | promised | Mayor Ada Hill | Ada Hill | "),
        // New ones in the gaps.
        ("} ) v s <enter>",        "The city council had planned to open it last autumn. |  |  | Ada Hill | "),
        ("} ) v w w <enter>",      "The city council |  |  | Ada Hill | "),
        // The caret goes before what is free elsewhere.
        ("} } w w v q <enter>",    "“We have not spent one crown that the council did not approve,” | told | Hill | Ada Hill | "),
        ("} w w w v s <enter>",    "Mayor Ada Hill promised on Monday that the harbour bridge will open in May, “whatever the weather.” |  |  |  | "),
        ("/ careful <enter> v 1",  "careful |  |  | Ada Hill | claim"),
    ] {
        let mut app = after("");
        let before = all(&app);
        press(&mut app, keys);
        let now = app.reader().unwrap().statement().cloned().unwrap_or_else(|| panic!("{keys}: no statement"));
        assert_eq!(told(&app, &now), expected, "{keys}");
        let changed = all(&app);
        let steps = if keys.starts_with("J 1 ") { 2 } else { 1 };
        assert_ne!(changed, before, "{keys}");
        undone(&mut app, steps, &before);
        assert_eq!(all(&app), changed, "{keys} again");
    }
}
