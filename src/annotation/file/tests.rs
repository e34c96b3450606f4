//! What the annotation file promises: it reads back, keeps what it does not know, and is refused
//! with a place when it cannot be used.

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::annotation::{Anchor, Certainty, Item, ItemOrigin, Naming, Review, Set, Stamp};
use crate::article::Origin;
use crate::text::{Span, clean};

const TEXT: &str = "“We stay 🎉,” said Ada Hill, mayor of Oss, on Monday.\n\
    Bo Lund denied it: “I never met the baker.” He added that the e\u{301}cole was closed.";

fn article(text: &str) -> Article {
    Article::new("bread.txt", Origin::BuiltIn, clean::clean(text))
}

fn item(words: &[&str], comment: &str) -> (ItemId, Item) {
    let anchor = |words: &&str| {
        let start = TEXT.find(words).expect("in the text");
        Anchor::new(TEXT, Span::new(start, start + words.len()))
    };
    let item = Item {
        source: ["Ada Hill"].iter().map(anchor).collect(),
        speakers: vec!["Ada Hill".to_owned()],
        tags: vec!["claim".to_owned()],
        comment: comment.to_owned(),
        review: Review::Accepted,
        origin: ItemOrigin::Edited,
        ..Item::new(
            words.iter().map(anchor).collect(),
            Stamp { annotator: "ada".to_owned(), at: Timestamp::UNIX_EPOCH },
        )
    };
    (ItemId::of(words, 0), item)
}

fn marks() -> Set {
    Set::from_items([
        item(&["“We stay 🎉,”"], ""),
        item(&["“I never met the baker.”", "the e\u{301}cole was closed"], "a \"b\" \\ \n c, }])"),
    ])
}

fn written() -> String {
    encode(&Head::new(&article(TEXT), "ada"), &marks())
}

#[test]
fn it_reads_as_documented() {
    let shown = written().replace(ENGINE, "onrecord X").replace('\u{301}', "<301>");
    insta::assert_snapshot!(shown, @r##"
(
    format: 1,
    article: (
        id: "bread.txt",
        title: "",
        hash: "b881c545d79e3c64e048d6cff9efe245",
    ),
    engine: "onrecord X",
    codebook: (
        name: "speech acts",
        version: 1,
    ),
    annotator: "ada",
    items: {
        "0f3a8aa07373": (
            content: [
                (
                    span: (0, 19),
                    before: "",
                    exact: "“We stay 🎉,”",
                    after: " said Ada Hill, mayor of Oss, on Monday.\nBo Lund denied it: “I n",
                ),
            ],
            source: [
                (
                    span: (25, 33),
                    before: "“We stay 🎉,” said ",
                    exact: "Ada Hill",
                    after: ", mayor of Oss, on Monday.\nBo Lund denied it: “I never met the b",
                ),
            ],
            cue: [],
            speakers: ["Ada Hill"],
            tags: ["claim"],
            comment: "",
            review: Accepted,
            origin: Edited,
            annotator: "ada",
            time: "1970-01-01T00:00:00Z",
        ),
        "2d0376086621": (
            content: [
                (
                    span: (79, 107),
                    before: " 🎉,” said Ada Hill, mayor of Oss, on Monday.\nBo Lund denied it: ",
                    exact: "“I never met the baker.”",
                    after: " He added that the e<301>cole was closed.",
                ),
                (
                    span: (122, 144),
                    before: "nday.\nBo Lund denied it: “I never met the baker.” He added that ",
                    exact: "the e<301>cole was closed",
                    after: ".",
                ),
            ],
            source: [
                (
                    span: (25, 33),
                    before: "“We stay 🎉,” said ",
                    exact: "Ada Hill",
                    after: ", mayor of Oss, on Monday.\nBo Lund denied it: “I never met the b",
                ),
            ],
            cue: [],
            speakers: ["Ada Hill"],
            tags: ["claim"],
            comment: "a \"b\" \\ \n c, }])",
            review: Accepted,
            origin: Edited,
            annotator: "ada",
            time: "1970-01-01T00:00:00Z",
        ),
    },
)
"##);
}

#[test]
fn it_comes_back_as_it_was() {
    let read = decode(written().as_bytes(), &article(TEXT)).unwrap();
    assert_eq!(read.set, marks());
    assert_eq!(read.head, Head::new(&article(TEXT), "ada"));
    assert_eq!(encode(&read.head, &read.set), written());
    let windows = format!("\u{feff}{}", written().replace('\n', "\r\n"));
    assert_eq!(decode(windows.as_bytes(), &article(TEXT)).unwrap(), read);
}

#[test]
fn a_change_to_one_item_changes_only_its_lines() {
    let mut set = marks();
    let (id, mut changed) = item(&["“We stay 🎉,”"], "");
    changed.comment = "look again".to_owned();
    set.apply([(id, Some(changed))]);
    let after = encode(&Head::new(&article(TEXT), "ada"), &set);
    let before = written();
    let differing: Vec<_> = before.lines().zip(after.lines()).filter(|(a, b)| a != b).collect();
    assert_eq!(
        differing,
        [(r#"            comment: "","#, r#"            comment: "look again","#)]
    );
}

#[test]
fn younger_fields_are_written_where_they_say_something() {
    let mut story = article(TEXT);
    story.metadata.byline = Some("Cy \"C\" Roe".to_owned());
    story.metadata.published = Some(jiff::civil::date(2026, 3, 1));
    let (id, mut marked) = item(&["mayor"], "");
    marked.certainty = Certainty::Likely;
    marked.attributes = BTreeMap::from([("about".to_owned(), "bread, {price}".to_owned())]);
    let naming = Naming {
        same_as: "Ada Hill".to_owned(),
        mentions: marked.content.clone(),
        ..Naming::new(marked.stamp.clone())
    };
    let set = Set::from_items([(id, marked)]).with_namings([("mayor".to_owned(), naming)]);
    let text = encode(&Head::new(&story, "ada"), &set);
    for line in [
        r#"    metadata: {"byline": "Cy \"C\" Roe", "date": "2026-03-01"},"#,
        r#"        "mayor": ("#,
        r#"            same_as: "Ada Hill","#,
        r#"            attributes: {"about": "bread, {price}"},"#,
        "            certainty: Likely,",
    ] {
        assert!(text.lines().any(|it| it == line), "{line} in {text}");
    }
    let later = text.replace("same_as: ", "why: [1], same_as: ");
    let read = decode(later.as_bytes(), &story).unwrap();
    assert_eq!(read.set, set);
    let again = encode(&read.head, &read.set);
    assert!(again.contains("            why: [1],\n"), "{again}");
    assert_eq!(decode(again.as_bytes(), &story).unwrap(), read);
}

#[test]
fn what_a_later_onrecord_wrote_stays() {
    let later = written()
        .replace(
            "    items: {",
            "    merged: (with: [\"bo\", 'x'], // why\n        how: Some(Majority(of: 3))),\n    items: {",
        )
        .replacen("            time", "            weight: Sure(0.5), r#in-doubt: (),\n            time", 1);
    let read = decode(later.as_bytes(), &article(TEXT)).unwrap();
    let again = encode(&read.head, &read.set);
    for kept in [
        "    merged: (with: [\"bo\", 'x'], // why\n        how: Some(Majority(of: 3))),\n",
        "            r#in-doubt: (),\n            weight: Sure(0.5),\n",
    ] {
        assert!(again.contains(kept), "{kept} in {again}");
    }
    assert_eq!(decode(again.as_bytes(), &article(TEXT)).unwrap(), read);
    assert_eq!(read.set, marks());
}

#[test]
fn defaults_fill_a_short_file() {
    let short = r#"(format: 1, article: (hash: "x"), items: {"a": (
        content: [(span: (0, 3), exact: "“We stay 🎉,” said Ada Hill, mayor")],
        annotator: "bo", time: "2026-03-01T12:00:00Z")})"#;
    let read = decode(short.as_bytes(), &article(TEXT)).unwrap();
    let (_, item) = read.set.items().next().unwrap();
    assert_eq!((item.review, item.origin), (Review::Open, ItemOrigin::Extracted));
    assert_eq!(read.head.codebook, CodebookRef::default());
}

#[test]
fn refusals_say_where_and_what_next() {
    let edited = |from: &str, to: &str| {
        let text = written();
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    };
    let again = {
        let one =
            encode(&Head::new(&article(TEXT), "ada"), &Set::from_items([item(&["mayor"], "x")]));
        let start = one.find("        \"").unwrap();
        let block = one.get(start..one.rfind("    },").unwrap()).unwrap();
        one.replacen(block, &block.repeat(2), 1)
    };
    let deep = edited("    items: {", &format!("    x: {},\n    items: {{", "(".repeat(100_000)));
    let cases: &[(&str, String)] = &[
        ("empty", String::new()),
        ("not RON", "Dear diary,\nnothing.".to_owned()),
        ("comma missing", edited("format: 1,", "format: 1")),
        ("wrong kind", edited("tags: [\"claim\"]", "tags: claim")),
        ("unknown word", edited("review: Accepted", "review: Disputed")),
        ("unknown field in an anchor", edited("before: ", "colour: 3, before: ")),
        ("backwards", edited("span: (0, 19)", "span: (19, 0)")),
        (
            "no content",
            r#"(format: 1, article: (hash: "x"), items: {"a": (content: [])})"#.to_owned(),
        ),
        ("bad id", r#"(format: 1, article: (hash: "x"), items: {"a b": ()})"#.to_owned()),
        ("twice", again),
        ("format 0", edited("format: 1", "format: 0")),
        ("newer", edited("format: 1", "format: 2")),
        ("newer, and broken to us", edited("format: 1", "format: 7").replace("hash: ", "sha: ")),
        ("something behind", written() + "x"),
        ("deep", deep),
    ];
    let told: Vec<String> = cases
        .iter()
        .map(|(name, text)| {
            let error = decode(text.as_bytes(), &article(TEXT)).expect_err(name);
            format!("{name} {:?}: {error}", error.place())
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r##"
empty (Some(1), Some(1)): this is not an annotation file of onrecord; mend this line, or move the file away to start afresh
not RON (Some(1), Some(1)): this is not an annotation file of onrecord; mend this line, or move the file away to start afresh
comma missing (Some(3), Some(5)): Expected comma; mend this line, or move the file away to start afresh
wrong kind (Some(34), Some(18)): Expected opening `[`; mend this line, or move the file away to start afresh
unknown word (Some(36), Some(21)): “Disputed” is none of Open, Accepted, Rejected; mend this line, or move the file away to start afresh
unknown field in an anchor (Some(19), Some(21)): “colour” is no field here: there are span, exact, before, after; mend this line, or move the file away to start afresh
backwards (Some(18), Some(33)): span (19, 0) runs backwards; mend this line, or move the file away to start afresh
no content (Some(1), Some(59)): an item without content says nothing; mend this line, or move the file away to start afresh
bad id (Some(1), Some(44)): "a b" cannot name an item; mend this line, or move the file away to start afresh
twice (Some(66), Some(11)): 2e898a800917 stands twice: join the two; mend this line, or move the file away to start afresh
format 0 (Some(2), Some(13)): there is no format 0; mend this line, or move the file away to start afresh
newer (Some(2), None): this is format 2, and this onrecord knows formats up to 1; update it
newer, and broken to us (Some(2), None): this is format 7, and this onrecord knows formats up to 1; update it
something behind (Some(74), Some(2)): Non-whitespace trailing characters; mend this line, or move the file away to start afresh
deep (Some(14), Some(71)): Exceeded recursion limit, try increasing `ron::Options::recursion_limit` and using `serde_stacker` to protect against a stack overflow; mend this line, or move the file away to start afresh
"##);
    let not_text = decode(b"(\n\xff", &article(TEXT)).unwrap_err();
    assert_eq!(not_text, FileError::NotText { line: 2 });
    let huge = decode(&vec![b' '; MAX_BYTES + 1], &article(TEXT)).unwrap_err();
    assert_eq!(huge, FileError::TooLarge);
}

#[test]
fn another_storys_file_is_refused_and_a_changed_storys_is_not() {
    let gone = article("Nothing of this was ever said by anybody.");
    let read = decode(written().as_bytes(), &gone).unwrap();
    assert_eq!(read.set, marks(), "a text written anew is its story still");
    let other = Article { id: "other.txt".to_owned(), ..gone };
    let error = decode(written().as_bytes(), &other).unwrap_err();
    assert_eq!(error, FileError::OtherArticle { line: 3, title: "bread.txt".to_owned() });

    let changed = article(&TEXT.replace("“I never met the baker.”", "“I know no baker.”"));
    let read = decode(written().as_bytes(), &changed).unwrap();
    assert_eq!(read.set, marks(), "what is not found stays");
    assert_eq!(read.head.clone().renewed(&changed).article.hash, changed.hash());

    let empty = encode(&Head::new(&article(TEXT), "ada"), &Set::default());
    assert!(decode(empty.as_bytes(), &other).is_ok(), "nothing to misplace");
}

#[test]
fn cut_anywhere_it_is_an_error_or_whole() {
    let whole = decode(written().as_bytes(), &article(TEXT)).unwrap();
    for end in 0..written().len() {
        // Only the last line end can go without loss.
        if let Ok(read) = decode(&written().as_bytes()[..end], &article(TEXT)) {
            assert_eq!((end, read), (written().len() - 1, whole.clone()));
        }
    }
}

#[test]
fn nothing_hidden_gets_out() {
    let (id, item) = item(&["mayor"], "\u{1b}[2J\u{202e}\u{7f}\u{2028}👩\u{200d}👧");
    let text = encode(&Head::new(&article(TEXT), "ada"), &Set::from_items([(id, item)]));
    let comment = text.lines().find(|line| line.contains("comment")).unwrap();
    assert_eq!(comment.trim(), "comment: \"\\u{1b}[2J\\u{202e}\\u{7f}\\u{2028}👩\u{200d}👧\",");
}

/// A file with everything that a file may have, of two items or more.
fn rich(comment: &str, tags: &[String]) -> String {
    let (id, mut one) = item(&["mayor"], comment);
    one.tags = tags.to_vec();
    one.certainty = Certainty::Likely;
    let (other, mut two) = item(&["baker"], "");
    two.attributes = [("about".to_owned(), "bread".to_owned())].into();
    let mut head = Head::new(&article(TEXT), "ada");
    head.outline =
        vec![Heading::new(0, "“We stay 🎉,”"), Heading::new(79, "“I \"never\" \u{202e}met")];
    head.unknown = [("later".to_owned(), "[1, 2]".to_owned())].into();
    head.unknown_of_items =
        [(id.clone(), [("votes".to_owned(), "{\"ada\": \"x\"}".to_owned())].into())].into();
    let naming = Naming { name: "Ada".to_owned(), ..Naming::new(one.stamp.clone()) };
    let set =
        Set::from_items([(id, one), (other, two)]).with_namings([("Ada Hill".to_owned(), naming)]);
    encode(&head, &set)
}

/// What is copied from the page before is what would be written.
#[test]
fn a_page_written_again_is_the_same_as_a_new_one() {
    let head = Head {
        outline: vec![Heading::new(0, "“We stay 🎉,”"), Heading::new(300, "behind")],
        ..Head::new(&article(TEXT), "ada")
    };
    let all = ["“We stay 🎉,”", "mayor", "baker", "He added", "Ada Hill", "met the baker"];
    let mut set = Set::default();
    let mut writer = Writer::default();
    for (at, words) in all.iter().chain(&all).chain(all.get(2..4).unwrap()).enumerate() {
        let (id, item) = item(&[*words], &format!("comment {}", at % 5));
        let gone = at % 4 == 3;
        set.apply([(id, (!gone).then_some(item))]);
        assert_eq!(writer.page(&head, &set), encode(&head, &set), "{at}");
    }
    assert!(set.undo().is_some());
    assert_eq!(writer.page(&head, &set), encode(&head, &set));
}

#[test]
fn statements_of_the_story_stand_between_the_marks_and_stay() {
    let text = rich("", &[]);
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}: {text}"));
    let ids =
        ["mayor", "baker"].map(|it| format!("\n        {:?}: (\n", item(&[it], "").0.as_str()));
    let first = at("\n    items: {\n        // 0 “We stay 🎉,”\n");
    let second = at("\n        // 79 “I \\\"never\\\" ");
    assert!(first < at(&ids[0]) && at(&ids[0]) < second && second < at(&ids[1]));
    assert!(!text.contains('\u{202e}'));
    let read = decode(text.as_bytes(), &article(TEXT)).unwrap();
    assert_eq!(read.head.outline.len(), 2);
    assert_eq!(encode(&read.head, &read.set), text);
    // Also where the file is laid out in another way.
    let other = text.replacen("    engine", "  engine", 1).replacen("(\n", "(\n\n", 1);
    assert_eq!(decode(other.as_bytes(), &article(TEXT)).unwrap(), read);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// However a file is changed: where the quick way reads it, it reads what RON reads.
    #[test]
    fn the_quick_way_reads_what_ron_reads(
        comment in r#"([a-z"\\{}()',:/]|\n|🎉|e\u{301}|“)*"#,
        tags in prop::collection::vec("[a-z \",\\[\\]]{1,8}", 0..3),
        line in any::<prop::sample::Index>(),
        other in any::<prop::sample::Index>(),
        letter in any::<prop::sample::Index>(),
        how in 0..6,
    ) {
        let text = rich(&comment, &tags);
        prop_assert_eq!(quick::read(&text), decode::as_ron(&text).ok());
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let (at, to) = (line.index(lines.len()), other.index(lines.len()));
        let letters: Vec<char> = lines[at].chars().collect();
        let letter = letter.index(letters.len().max(1));
        match how {
            0 => drop(lines.remove(at)),
            1 => lines.swap(at, to),
            2 => lines[at] = lines[to].clone(),
            3 => lines.insert(at, String::new()),
            4 => lines[at] = letters.iter().enumerate().filter(|(it, _)| *it != letter).map(|it| it.1).collect(),
            _ => lines[at].insert_str(0, "  "),
        }
        let changed = lines.join("\n") + "\n";
        if let Some(quick) = quick::read(&changed) {
            prop_assert_eq!(Some(quick), decode::as_ron(&changed).ok(), "{}", changed);
        }
    }
}

proptest! {
    #[test]
    fn any_words_come_back(
        comment in r#"([a-z"\\{}()',:/]|\n|🎉|é|e\u{301}|“)*"#,
        tags in prop::collection::vec("[a-z \"]{1,8}", 0..3),
        bytes in any::<prop::sample::Index>(),
        value in any::<u8>(),
    ) {
        let (id, mut item) = item(&["mayor"], &comment);
        item.tags = tags;
        let set = Set::from_items([(id, item)]);
        let mut text = encode(&Head::new(&article(TEXT), "ada"), &set).into_bytes();
        prop_assert_eq!(&decode(&text, &article(TEXT)).unwrap().set, &set);
        // And any byte may be wrong without a panic.
        let at = bytes.index(text.len());
        text[at] = value;
        let _ = decode(&text, &article(TEXT));
    }
}
