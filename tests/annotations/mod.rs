//! Annotation files as people keep them: every format that ever shipped opens, and comes back the
//! same when nothing was changed.

use onrecord::annotation::{ItemOrigin, Review, file};
use onrecord::article::{Article, Origin};
use onrecord::text::clean;

fn article() -> Article {
    let text = include_str!("library.txt");
    Article::new("library.txt", Origin::BuiltIn, clean::clean(text))
}

#[test]
fn format_1_opens_and_comes_back() {
    let text = include_str!("format-1.onrecord.ron");
    let read = file::decode(text.as_bytes(), &article()).unwrap();
    let shown: Vec<_> = read
        .set
        .items()
        .map(|(_, item)| (item.tags.join(" "), item.comment.as_str(), item.review, item.origin))
        .collect();
    let comment = "Ask for the plan of\nlast year.";
    let expected = [
        ("commitment".to_owned(), "", Review::Open, ItemOrigin::Extracted),
        ("denial".to_owned(), comment, Review::Accepted, ItemOrigin::Edited),
    ];
    assert_eq!(shown, expected);
    assert_eq!(file::encode(&read.head, &read.set), text);
}

/// A home of its own, with a story in it and commands given to `--linear` on it.
fn worked(story: &str, commands: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("a.txt"), story).unwrap();
    let told =
        command(home.path(), &["--linear", "a.txt"]).write_stdin(commands.to_owned()).output();
    assert!(told.unwrap().status.success());
    home
}

fn command(home: &std::path::Path, args: &[&str]) -> assert_cmd::Command {
    let mut command = super::command::onrecord();
    command.current_dir(home).env("HOME", home).env("XDG_CONFIG_HOME", home.join("config"));
    command.env("XDG_DATA_HOME", home.join("data")).args(args);
    command
}

const STORY: &str = "The price of bread was the matter in Oss. “We will never raise the price of bread,” Ada Hill said in the council on Monday.\n\n\
    “It is a sad day for all of us,” Bo Lund told reporters after the meeting.\n";

/// Each mark that is not where it was, with its line in both files, what stands there now, what to do;
/// status 1 where one is lost.
#[test]
fn check_helps_to_mend() {
    let home = worked(STORY, "go 1\ntag commitment\ngo 2\ntag claim\n");
    let check = |args: &[&str]| super::command::run(&mut command(home.path(), args));
    assert_eq!(
        check(&["check", "a.txt"]),
        ("2 ok, 0 moved, 0 changed, 0 ambiguous, 0 lost\n".into(), String::new(), 0)
    );
    let changed = STORY.replace("never", "not");
    std::fs::write(home.path().join("a.txt"), &changed).unwrap();
    let (page, _, status) = check(&["check", "a.txt"]);
    let marks = std::fs::read_to_string(home.path().join("a.txt.onrecord.ron")).unwrap();
    let line = marks.lines().position(|line| line.trim_end().ends_with("\": (")).unwrap() + 1;
    for words in [
        "a.txt: changed: “We will never raise the price of bread,”\n".to_owned(),
        format!("    a.txt.onrecord.ron:{line}: item "),
        "    stands there now: “We will not raise the price of bread,”\n".to_owned(),
        "changed: open the story: gm lists it".to_owned(),
        "1 changed, 0 ambiguous, 0 lost".to_owned(),
    ] {
        assert!(page.contains(&words), "{words}: {page}");
    }
    assert_eq!((status, check(&["check", "--strict", "a.txt"]).2), (0, 1));
    let lost =
        STORY.replace("“It is a sad day for all of us,” Bo Lund told", "Bo Lund said nothing to");
    std::fs::write(home.path().join("a.txt"), lost).unwrap();
    let (page, _, status) = check(&["check", "a.txt"]);
    assert!(page.contains("1 lost") && page.contains("lost: its words are gone"), "{page}");
    assert_eq!(status, 1);
    std::fs::write(home.path().join("a.txt"), "All of it was written anew.").unwrap();
    let (page, err, status) = check(&["check", "a.txt"]);
    assert!(page.contains("2 lost") && err.is_empty(), "{page}{err}");
    assert_eq!(status, 1);
    // Marks of another story, and marks that are broken, are no success.
    let at = |name: &str| home.path().join(name);
    std::fs::write(at("b.txt"), "Nobody said anything here.").unwrap();
    std::fs::copy(at("a.txt.onrecord.ron"), at("b.txt.onrecord.ron")).unwrap();
    let (page, err, status) = check(&["check", "b.txt"]);
    assert!(page.contains("0 lost") && err.contains("about another story"), "{page}{err}");
    assert_eq!(status, 1);
}

/// Tags of the reader's own codebook, with what they mean, in the file's head and in every export that
/// has a codebook.
#[test]
fn a_codebook_of_ones_own_is_written_everywhere() {
    let home = tempfile::tempdir().unwrap();
    let config = home.path().join("config/onrecord");
    std::fs::create_dir_all(&config).unwrap();
    let tag = |name: &str, glyph: char| {
        format!("(name: \"{name}\", glyph: '{glyph}', definition: \"what {name} is\")")
    };
    let book = format!(
        "(name: \"press\", version: 7, tags: [{}, {}])",
        tag("fact", 'F'),
        tag("promise", 'P')
    );
    std::fs::write(config.join("codebook.ron"), book).unwrap();
    std::fs::write(home.path().join("a.txt"), STORY).unwrap();
    let run = |args: &[&str], input: &str| {
        let done = command(home.path(), args).write_stdin(input.to_owned()).output().unwrap();
        assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8_lossy(&done.stdout).into_owned()
    };
    run(&["--linear", "a.txt"], "go 1\ntag promise\n");
    let marks = std::fs::read_to_string(home.path().join("a.txt.onrecord.ron")).unwrap();
    assert!(marks.contains("        name: \"press\",\n        version: 7,\n"), "{marks}");
    for (format, words) in [
        ("json", "\"name\": \"press\""),
        ("ron", "name: \"press\""),
        ("codebook", "\"fact\",\"what fact is\""),
        ("refi-codebook", "what promise is"),
        ("csv-wide", "\"tag_fact\",\"tag_promise\""),
        ("labelstudio-config", "fact?"),
    ] {
        let page = run(&["export", "a.txt", "--to", format], "");
        assert!(page.contains(words), "{format}: {page}");
        let built_in = ["tag_denial", "speech acts", "\"denial\"", "denial?"];
        assert!(!built_in.iter().any(|it| page.contains(it)), "{format}: {page}");
    }
    run(&["export", "a.txt", "--to", "brat", "--out", "brat"], "");
    let conf = std::fs::read_to_string(home.path().join("brat/annotation.conf")).unwrap();
    assert!(conf.contains("fact") && !conf.contains("denial"), "{conf}");
}
