//! A tag that goes, or gets another name, takes its marks along only as the reader says.

use onrecord::app::App;

use super::{after, press, text};

/// Tags that any mark has, each once, and those of the codebook.
fn tags(app: &App) -> (Vec<String>, Vec<String>) {
    let items = app.reader().unwrap().marks.items();
    let mut used: Vec<String> = items.flat_map(|(_, item)| item.tags.clone()).collect();
    used.sort();
    let book = app.codebook.tags.iter().map(|tag| tag.name.clone()).collect();
    (used, book)
}

#[test]
fn marks_of_a_tag_that_goes_are_asked_about() {
    let ask = "gg J H 1 J 1 B <enter> earlier <c-u> take <enter>";
    let (claims, denials): (&[&str], &[&str]) = (&["claim", "claim"], &["denial", "denial"]);
    let whole: &[&str] = &["claim", "commitment", "denial"];
    let less: &[&str] = &["commitment", "denial"];
    for (keys, used, book) in [
        ("", claims, whole),
        ("<esc>", claims, whole),
        ("4", claims, whole),
        ("2", denials, less),
        ("2 <esc> u", claims, less),
        ("3", &[], less),
        ("3 <esc> u", claims, less),
    ] {
        let mut app = after(ask);
        assert!(text(&app).contains("take claim away? 2 marks have it"), "{}", text(&app));
        press(&mut app, keys);
        assert_eq!(
            tags(&app),
            (
                used.iter().map(|it| (*it).to_owned()).collect(),
                book.iter().map(|it| (*it).to_owned()).collect()
            ),
            "{keys}:\n{}",
            text(&app)
        );
    }
    // A tag without marks goes at once.
    let app = after("gg J H 1 B commitment <enter> take <enter>");
    assert_eq!(tags(&app).1, ["claim", "denial"]);
}

#[test]
fn marks_of_a_tag_that_is_renamed_are_asked_about() {
    let ask = "gg J H 1 B <enter> name <enter> <c-u> fact <enter>";
    for (keys, used, first) in [
        ("", "claim", "claim"),
        ("1", "fact", "fact"),
        ("2", "claim", "fact"),
        ("3", "claim", "claim"),
        ("1 <esc> u", "claim", "fact"),
        // What was left unanswered is not done later.
        ("<esc> B denial <enter> earlier <enter>", "claim", "claim"),
    ] {
        let mut app = after(ask);
        assert!(text(&app).contains("call claim fact? 1 mark has it"), "{}", text(&app));
        press(&mut app, keys);
        let (marks, book) = tags(&app);
        assert_eq!((marks, book[0].as_str()), (vec![used.to_owned()], first), "{keys}");
    }
}
