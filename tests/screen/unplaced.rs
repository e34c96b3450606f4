//! Marks whose words changed: listed with what became of them, and put where the reader says.

use onrecord::annotation::{Anchors, Item, ItemOrigin, Set, Stamp, State};
use onrecord::app::{App, Message, Reader, Report, update};
use onrecord::nlp::Analysis;
use onrecord::story::Story;
use onrecord::text::Span;

use super::{open, press, text};

const WAS: &str = "The mayor met the council in Oss on Monday. “We will never raise the price of bread,” \
    Ada Hill said to them. The bakers asked for more than that. “It is a sad day for all of us,” Bo Lund said.";
const IS: &str = "The mayor met the council in Oss on Monday. “We will not raise the price of bread,” \
    Ada Hill said to them. The bakers asked for more than that. Bo Lund said nothing.";

fn article(text: &str) -> onrecord::article::Article {
    let text = onrecord::text::clean::clean(text);
    onrecord::article::Article::new("a.txt", onrecord::article::Origin::BuiltIn, text)
}

/// The story as it is now, with marks that were made on what it was: one changed, one lost, one moved.
fn changed() -> App {
    changed_to(IS)
}

/// The same of a story that reads so now.
fn changed_to(is: &str) -> App {
    let mut app = open(super::demo::story(), 120, 36);
    let mark = |words: &str, tag: &str| {
        let start = WAS.find(words).unwrap();
        let anchor = onrecord::annotation::Anchor::new(WAS, Span::new(start, start + words.len()));
        let at = jiff::Timestamp::UNIX_EPOCH;
        let stamp = Stamp { annotator: "ada".to_owned(), at };
        let item = Item {
            tags: vec![tag.to_owned()],
            origin: ItemOrigin::Made,
            ..Item::new(vec![anchor], stamp)
        };
        (onrecord::annotation::ItemId::of(&[words], 0), item)
    };
    let set = Set::from_items([
        mark("“We will never raise the price of bread,”", "commitment"),
        mark("“It is a sad day for all of us,”", "claim"),
        mark("The bakers asked for more than that.", "denial"),
    ]);
    let reader =
        Reader::new(Story::new(article(is), Analysis::default(), &set), set, app.codebook.clone());
    update(&mut app, Message::Heard(Report::Ready(0, Box::new(reader))));
    app
}

/// A finding of the machine whose words changed, marked as a claim: put where it belongs, it is one
/// mark with its statement, which later keys change.
#[test]
fn a_finding_put_where_it_belongs_is_the_mark_of_its_statement() {
    let mut app = open(super::demo::story(), 120, 36);
    let words = "“We will never raise the price of bread,”";
    let now = "“We will not raise the price of bread,”";
    let spans = |text: &str, words: &str| {
        let start = text.find(words).unwrap();
        Span::new(start, start + words.len())
    };
    let stamp = Stamp { annotator: "ada".to_owned(), at: jiff::Timestamp::UNIX_EPOCH };
    let anchor = onrecord::annotation::Anchor::new(WAS, spans(WAS, words));
    let item = Item { tags: vec!["claim".to_owned()], ..Item::new(vec![anchor], stamp) };
    let set = Set::from_items([(onrecord::annotation::ItemId::of(&[words], 0), item)]);
    let analysis = |article: &onrecord::article::Article| {
        let go_on = &mut |_| std::ops::ControlFlow::Continue(());
        onrecord::nlp::analyse(article, &onrecord::nlp::Models::embedded(), go_on).unwrap()
    };
    let article = article(IS);
    let found = analysis(&article);
    let reader = Reader::new(Story::new(article, found, &set), set, app.codebook.clone());
    update(&mut app, Message::Heard(Report::Ready(0, Box::new(reader))));
    let tags = |app: &App| -> Vec<String> {
        let reader = app.reader().unwrap();
        assert_eq!(reader.marks.items().count(), 1);
        let one = reader.story.statements.iter().find(|one| one.content[0] == spans(IS, now));
        reader.item(one.unwrap()).map_or(Vec::new(), |item| item.tags.clone())
    };
    assert_eq!(app.reader().unwrap().story.unplaced.len(), 1);
    press(&mut app, "gm <enter> 1");
    assert_eq!(app.reader().unwrap().story.unplaced.len(), 0);
    assert_eq!(tags(&app), ["claim"]);
    press(&mut app, "J 3");
    assert_eq!(tags(&app), ["denial"]);
    press(&mut app, "u u");
    assert!(text(&app).contains("undone: its words on"), "{}", text(&app));
    assert_eq!(app.reader().unwrap().story.unplaced.len(), 1);
    // Dropped, it is gone from the screen, and back by undo.
    press(&mut app, "gm <enter> 3");
    assert_eq!(app.reader().unwrap().story.unplaced.len(), 0);
    press(&mut app, "u");
    assert_eq!(app.reader().unwrap().story.unplaced.len(), 1);
}

/// What became of each mark, by tag: `claim lost, commitment changed, denial moved`.
fn states(app: &App) -> String {
    let reader = app.reader().unwrap();
    let anchors = Anchors::new(reader.text(), reader.marks.items().map(|(_, item)| item));
    let mut all: Vec<String> = reader
        .marks
        .items()
        .map(|(_, item)| format!("{} {}", item.tags[0], anchors.state(item).word()))
        .collect();
    all.sort();
    all.join(", ")
}

#[test]
fn they_are_listed_and_put_where_the_reader_says() {
    let mut app = changed();
    assert!(
        text(&app).contains("2 marks have lost their words and are kept: gm"),
        "{}",
        text(&app)
    );
    press(&mut app, "gm");
    let shown = text(&app);
    for words in ["lost ", "changed ", "moved ", "now: “We will not raise the price of bread,”"]
    {
        assert!(shown.contains(words), "{words}:\n{shown}");
    }
    let before = "claim lost, commitment changed, denial moved";
    for (keys, after, undone) in [
        ("never <enter> 1", "claim lost, commitment ok, denial moved", before),
        ("never <enter> 3", "claim lost, denial moved", before),
        ("bakers <enter> 1", "claim lost, commitment changed, denial ok", before),
        ("sad <enter> 2", "commitment changed, denial moved", before),
        // Words chosen in the text: from where the caret stands, a sentence.
        ("sad <enter> 1 s <enter>", "claim ok, commitment changed, denial moved", before),
        ("sad <enter> 1 <esc>", before, before),
        ("sad <enter> <esc>", before, before),
    ] {
        let mut app = changed();
        press(&mut app, &format!("gm {keys}"));
        assert_eq!(states(&app), after, "{keys}:\n{}", text(&app));
        press(&mut app, "u");
        assert_eq!(states(&app), undone, "{keys} u");
    }
    assert_eq!(State::ALL.len(), 5);
}

/// Many that only moved are put right at once, and no longer listed; one undo takes all of it back.
#[test]
fn all_that_moved_are_anchored_at_once() {
    let mut app = changed_to(&format!("News of the day. {WAS}"));
    let before = "claim moved, commitment moved, denial moved";
    assert_eq!(states(&app), before);
    press(&mut app, "gm");
    assert!(text(&app).contains("all 3 that were found again"), "{}", text(&app));
    press(&mut app, "<enter>");
    assert_eq!(states(&app), "claim ok, commitment ok, denial ok");
    press(&mut app, "gm");
    assert!(text(&app).contains("every mark is where it was made"), "{}", text(&app));
    press(&mut app, "u");
    assert_eq!(states(&app), before);
}

#[test]
fn where_all_is_well_it_says_so() {
    let mut app = open(super::demo::story(), 120, 36);
    press(&mut app, "gm");
    assert!(text(&app).contains("every mark is where it was made"));
}
