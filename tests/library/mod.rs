//! A collection from the command line: added, asked, counted, changed under its index, damaged, killed.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use crate::command::{onrecord, run};
use crate::generator;
use crate::screen::pty::Session;

/// Short stories of ours: two people of one surname, one of whom changes her office; something claimed and
/// later denied, something promised and later spoken of.
const STORIES: [(&str, &str); 5] = [
    (
        "ferry.txt",
        "Mayor promises a ferry\n\nPORT ELM, March 3, 2024 (Quay Courier) — Mayor Greta Sandell said on Sunday: “We will run a night ferry to the island by autumn.” \
         Councillor Olof Sandell said the night ferry was far too costly for the town.",
    ),
    (
        "bridge.txt",
        "Who knew of the cracks\n\nPORT ELM, April 9, 2024 (Quay Courier) — Greta Sandell said the engineers had reported cracks in the bridge in May.",
    ),
    (
        "inquiry.txt",
        "Former mayor before the inquiry\n\nPORT ELM, June 20, 2024 (Island Post) — “The engineers never reported any cracks in the bridge to me,” Ms. Greta Sandell said. \
         She denied that the money was missing.",
    ),
    (
        "autumn.txt",
        "No ferry yet\n\nPORT ELM, October 2, 2024 (Island Post) — Greta Sandell said the night ferry to the island would not run before spring.",
    ),
    (
        "short.txt",
        "A word\n\nPORT ELM, October 5, 2024 (Island Post) — Sandell said the pier was old.",
    ),
];

struct Folder(TempDir);

impl Folder {
    fn new() -> Folder {
        let folder = Folder(tempfile::tempdir().unwrap());
        fs::create_dir(folder.news()).unwrap();
        for (name, text) in STORIES {
            fs::write(folder.news().join(name), text).unwrap();
        }
        folder
    }

    fn news(&self) -> PathBuf {
        self.0.path().join("news")
    }

    fn index(&self) -> PathBuf {
        self.0.path().join("library/index.sqlite")
    }

    fn command(&self, words: &[&str]) -> assert_cmd::Command {
        let mut command = onrecord();
        command
            .current_dir(self.0.path())
            .env("ONRECORD_LIBRARY", self.0.path().join("library"))
            .env("ONRECORD_ANNOTATOR", "ada")
            .env("HOME", self.0.path())
            .env("XDG_DATA_HOME", self.0.path().join("data"))
            .env("XDG_CONFIG_HOME", self.0.path().join("config"))
            .args(words);
        command
    }

    /// What is printed; it must succeed.
    fn says(&self, words: &[&str]) -> String {
        let (out, err, status) = run(&mut self.command(words));
        assert_eq!(status, 0, "{words:?}: {err}");
        out
    }

    /// What is told on the error stream, and the status.
    fn tells(&self, words: &[&str]) -> (String, i32) {
        let (_, err, status) = run(&mut self.command(words));
        (err, status)
    }
}

#[test]
fn a_collection_is_added_and_asked() {
    let folder = Folder::new();
    let (err, status) = folder.tells(&["find", "ferry"]);
    assert!(status == 2 && err.contains("onrecord library add FOLDER"), "{err}");
    let (err, status) = folder.tells(&["library", "add", "news"]);
    assert!(status == 0 && err.contains("5 files read; 5 stories"), "{err}");
    let page = folder.says(&["find", "“night ferry”"]);
    assert_eq!(page.matches("night ferry").count(), 3, "{page}");
    assert!(page.find("autumn.txt") < page.find("ferry.txt"), "the latest first: {page}");
    let page = folder.says(&["find", "speaker:“greta sandell”", "after:2024-06", "--to", "jsonl"]);
    let people = page.matches("\"people\":[\"Greta Sandell\"]").count();
    assert_eq!(people, page.lines().count(), "{page}");
    assert!(people >= 2, "{page}");
    let rows = folder.says(&["find", "cracks", "--to", "csv"]);
    assert!(rows.starts_with("\"article\",\"file\",") && rows.lines().count() == 5, "{rows}");
    assert_eq!(folder.says(&["find", "xyzzy", "--count"]), "0\n");
    let (err, status) = folder.tells(&["find", "tgg:denial"]);
    assert!(status == 2 && err.contains("did you mean tag: ?"), "{err}");
}

#[test]
fn what_changes_under_the_index_is_noticed() {
    let folder = Folder::new();
    folder.says(&["library", "add", "news"]);
    let ferry = folder.news().join("ferry.txt");
    let changed = fs::read_to_string(&ferry).unwrap().replace("night ferry", "morning boat");
    fs::write(&ferry, changed).unwrap();
    fs::remove_file(folder.news().join("autumn.txt")).unwrap();
    fs::write(folder.news().join("new.txt"), "Bo Lund said the night ferry was a dream.").unwrap();
    assert_eq!(folder.says(&["find", "“night ferry”", "--count"]), "1\n");
    assert_eq!(folder.says(&["find", "“morning boat”", "--count"]), "2\n");
    folder.says(&["library", "remove", "news"]);
    assert!(folder.says(&["library", "list"]).contains("nothing was added yet"));
}

/// A disk that is not there takes no story out of the collection; a folder that was emptied does.
#[test]
fn a_folder_that_is_away_keeps_its_stories() {
    let folder = Folder::new();
    folder.says(&["library", "add", "news"]);
    let away = folder.0.path().join("away");
    fs::rename(folder.news(), &away).unwrap();
    let (err, status) = folder.tells(&["library", "refresh"]);
    assert!(status == 0 && err.contains("kept as they were"), "{err}");
    assert_eq!(folder.says(&["find", "“night ferry”", "--count"]), "3\n");
    fs::rename(&away, folder.news()).unwrap();
    folder.says(&["library", "remove", "news"]);
    assert!(folder.says(&["library", "list"]).contains("0 stories"));
}

#[test]
fn an_index_that_is_gone_or_damaged_is_made_again() {
    let folder = Folder::new();
    folder.says(&["library", "add", "news"]);
    let before = folder.says(&["find", "--to", "csv"]);
    fs::remove_file(folder.index()).unwrap();
    assert_eq!(folder.says(&["find", "--to", "csv"]), before);
    fs::write(folder.index(), "no database at all, and long enough to be looked at").unwrap();
    let (out, err, status) = run(&mut folder.command(&["find", "--to", "csv"]));
    assert_eq!((out, status), (before, 0));
    assert!(err.contains("was damaged") && err.contains("made anew from the stories"), "{err}");
}

#[test]
fn all_that_is_found_can_be_tagged() {
    let folder = Folder::new();
    folder.says(&["library", "add", "news"]);
    let question = ["find", "“night ferry”", "speaker:olof"];
    let (err, _) = folder.tells(&[&question[..], &["--tag", "denial"]].concat());
    assert!(err.contains("would tag 1 statement in 1 story") && err.contains("--yes"), "{err}");
    assert!(!folder.news().join("ferry.txt.onrecord.ron").exists());
    let (err, status) = folder.tells(&[&question[..], &["--tag", "denial", "--yes"]].concat());
    assert!(status == 0 && err.contains("tagged 1 of 1"), "{err}");
    let page = folder.says(&["library", "progress"]);
    assert!(
        page.contains("1 begun") && page.contains("ada: 1 story, 1 statement judged"),
        "{page}"
    );
    let page = folder.says(&["find", "tagged", "tag:denial", "by:ada"]);
    assert!(page.contains("Olof Sandell"), "{page}");
    fs::write(folder.news().join("ferry.txt.onrecord.ron"), "(format: 1, nonsense").unwrap();
    let (err, _) = folder.tells(&["library", "refresh"]);
    assert!(err.contains("ferry.txt: its marks are left out"), "{err}");
    assert_eq!(folder.says(&["find", "tagged", "--count"]), "0\n");
    let (err, status) = folder.tells(&["find", "--tag", "nonsense"]);
    assert!(status == 2 && err.contains("no tag “nonsense”"), "{err}");
}

#[test]
fn people_are_joined_and_told_apart() {
    let folder = Folder::new();
    folder.says(&["library", "add", "news"]);
    let page = folder.says(&["people"]);
    assert!(page.starts_with("Greta Sandell: 5 statements in 4 stories"), "{page}");
    assert!(page.contains("Olof Sandell: 1 statement in 1 story"), "{page}");
    let doubts = folder.says(&["people", "--doubtful"]);
    assert!(
        doubts.contains("Sandell may be Greta Sandell") && doubts.contains("Sandell may be Olof"),
        "{doubts}"
    );
    folder.says(&["people", "--join", "Greta Sandell", "Sandell"]);
    assert!(folder.says(&["people"]).starts_with("Greta Sandell: 6 statements in 5 stories"));
    assert_eq!(folder.says(&["find", "speaker:“greta sandell”", "pier", "--count"]), "1\n");
    folder.says(&["people", "--apart", "Greta Sandell", "Sandell"]);
    assert_eq!(folder.says(&["find", "speaker:“greta sandell”", "pier", "--count"]), "0\n");
    let page = folder.says(&["people", "greta sandell"]);
    let beside = page.split("beside each other").nth(1).unwrap_or_default();
    assert!(beside.contains("cracks") && beside.contains("night ferry"), "{page}");
    let (err, status) = folder.tells(&["people", "nobody"]);
    assert!(status == 2 && err.contains("called “nobody”"), "{err}");
}

#[test]
fn counts_are_the_same_in_every_form() {
    let folder = Folder::new();
    folder.says(&["library", "add", "news"]);
    let many = folder.says(&["find", "--count"]).trim().to_owned();
    let text = folder.says(&["report"]);
    assert!(text.starts_with(&format!("{many} statements in 5 stories")), "{text}");
    let csv = folder.says(&["report", "--by", "outlet,tag", "--to", "csv"]);
    assert!(csv.lines().last().unwrap().ends_with(&format!(",{many}")), "{csv}");
    assert!(csv.contains("\"Island Post\"") && csv.contains("\"Quay Courier\""), "{csv}");
    let svg = folder.says(&["report", "--by", "speaker,tag", "--to", "svg"]);
    assert!(roxmltree::Document::parse(&svg).is_ok(), "{svg}");
    let html = folder.says(&["report", "tag:claim", "--to", "html"]);
    assert!(html.contains("Asked for: tag:claim") && !html.contains("<script"), "{html}");
    let (err, status) = folder.tells(&["report", "--by", "tag,tag"]);
    assert!(status == 2 && err.contains("speaker, tag, month, outlet, kind"), "{err}");
}

#[test]
fn one_that_is_killed_goes_on() {
    let folder = Folder::new();
    let lines = |from: u64| -> String {
        let story = |at| {
            let mut story = generator::story(5, at);
            story.text = story.text.split("\n\n").take(3).collect::<Vec<_>>().join("\n\n");
            story.line() + "\n"
        };
        (from..from + 20).map(story).collect()
    };
    for part in 0..6 {
        fs::write(folder.news().join(format!("{part}.jsonl")), lines(part * 20)).unwrap();
    }
    let program = assert_cmd::cargo::cargo_bin("onrecord");
    for pause in [150, 700, 1_300] {
        let mut child = std::process::Command::new(&program)
            .current_dir(folder.0.path())
            .env("ONRECORD_LIBRARY", folder.0.path().join("library"))
            .env("HOME", folder.0.path())
            .args(["library", "add", "news"])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(pause));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    folder.says(&["library", "refresh"]);
    let found = folder.says(&["find", "--to", "csv"]);
    fs::remove_dir_all(folder.index().parent().unwrap()).unwrap();
    folder.says(&["library", "add", "news"]);
    let mut rows: [Vec<String>; 2] = [found, folder.says(&["find", "--to", "csv"])]
        .map(|it| it.lines().map(str::to_owned).collect());
    for rows in &mut rows {
        rows.sort();
    }
    assert_eq!(rows[0], rows[1]);
}

#[test]
fn samples_and_assignments_are_the_same_again() {
    let folder = Folder::new();
    folder.says(&["library", "add", "news"]);
    let sample = folder.says(&["library", "sample", "2", "--seed", "4"]);
    assert_eq!(sample.lines().count(), 2);
    assert_eq!(folder.says(&["library", "sample", "2", "--seed", "4"]), sample);
    folder.says(&["library", "assign", "ada", "bo", "--double", "40"]);
    let left = folder.says(&["library", "progress", "--left-to", "ada"]);
    assert!((3..=4).contains(&left.lines().count()), "{left}");
}

/// What a question finds is read and judged on the screen, also where the story has another name for who
/// speaks.
#[test]
fn what_is_found_is_opened() {
    let folder = Folder::new();
    folder.says(&["library", "add", "news"]);
    folder.says(&["people", "--join", "Greta Sandell", "Sandell"]);
    let (err, status) = folder.tells(&["find", "pier", "--open"]);
    assert!(status == 2 && err.contains("there is none"), "{err}");
    let library = format!("ONRECORD_LIBRARY={}", folder.0.path().join("library").display());
    let program = env!("CARGO_BIN_EXE_onrecord");
    let question = ["find", "speaker:“greta sandell”", "said:pier,ferry", "--open"];
    let line = [&["env", library.as_str(), program][..], &question[..]].concat();
    let mut session = Session::of(folder.0.path(), &line);
    session.shows("the pier was old");
    session.shows("statements 1 of 1");
    session.press(">");
    session.shows("would not run before spring");
    session.press("q");
    assert_eq!(session.end().1, 0);
}

#[test]
fn the_collection_is_asked_read_and_tagged_on_the_screen() {
    let folder = Folder::new();
    let library = format!("ONRECORD_LIBRARY={}", folder.0.path().join("library").display());
    let program = env!("CARGO_BIN_EXE_onrecord");
    let line = ["env", library.as_str(), "ONRECORD_ANNOTATOR=ada", program, "news/ferry.txt"];
    let mut session = Session::of(folder.0.path(), &line);
    session.shows("to review");
    // Nothing is there yet: said, with what to do.
    session.press("gl\r");
    session.shows("the collection is empty: onrecord library add");
    folder.says(&["library", "add", "news"]);
    session.press("glsaid:ferry\r");
    session.shows("collection: said:ferry · by date · 4");
    session.shows("not run before spring.");
    // A page about who speaks, and numbers, each closed again.
    session.press("p");
    session.shows("Greta Sandell: 5 statements in 4 stories");
    session.press("q");
    session.press("D");
    session.shows("4 statements in 2 stories");
    session.press("q");
    session.press("W");
    session.shows("5 stories: 0 begun");
    session.press("q");
    // Whose name leaves a doubt is decided here too.
    session.press("P");
    session.shows("doubtful  Sandell may be");
    session.press("\r");
    session.shows("1 Sandell is Greta Sandell");
    session.press("1");
    session.shows("▸ Greta Sandell  6 statements in 5 stories");
    session.press("\u{1b}");
    session.wait("the list again", |screen| !screen.contents().contains("who speaks in"));
    // All are tagged: three in the story that is open, one in a file.
    session.press("A1");
    session.shows("tag 4 statements in 2 stories as claim");
    session.press("\r");
    session.shows("1 more tagged claim: undo takes it back in its story");
    session.press("E");
    session.shows("write all that was found as");
    session.press("\r");
    session.shows("4 statements in found.onrecord.csv");
    // The one in the file is opened, and what was tagged from the list is undone there.
    session.press("gg\r");
    session.shows("statements 1 of 1");
    session.shows("claim");
    session.press("u");
    session.shows("undone");
    session.shows("● saved");
    session.press("gl");
    session.shows("collection: said:ferry");
    // What was marked meanwhile is known, also that which the screen marked itself.
    session.press("/\u{15}tagged\r");
    session.shows("collection: tagged · by date · 3");
    session.press("qq");
    assert_eq!(session.end().1, 0);
    assert_eq!(folder.says(&["find", "tagged", "--count"]), "3\n");
    let csv = fs::read_to_string(folder.0.path().join("found.onrecord.csv")).unwrap();
    assert_eq!(csv.lines().count(), 5, "{csv}");
}

#[test]
fn a_story_of_a_hit_that_is_gone_is_told_in_its_tab() {
    let folder = Folder::new();
    folder.says(&["library", "add", "news"]);
    let library = format!("ONRECORD_LIBRARY={}", folder.0.path().join("library").display());
    let program = env!("CARGO_BIN_EXE_onrecord");
    let mut session = Session::of(folder.0.path(), &["env", library.as_str(), program]);
    session.shows("to review");
    session.press("glsaid:ferry before:2025 after:2024-09\r");
    session.shows("not run before spring.");
    fs::remove_file(folder.news().join("autumn.txt")).unwrap();
    session.press("\r");
    session.shows("2/2 stories");
    session.shows("was changed or deleted");
    session.press("<");
    session.shows("1/2 stories");
    session.press("q");
    assert_eq!(session.end().1, 0);
}

#[test]
fn the_collection_is_asked_line_by_line() {
    let folder = Folder::new();
    folder.says(&["library", "add", "news"]);
    let lines = "ask said:ferry\n\nhit-open\ntag denial\ncollection\nquit\n";
    let mut command = folder.command(&["--linear", "news/ferry.txt"]);
    let (out, err, status) = run(command.write_stdin(lines));
    assert_eq!(status, 0, "{err}");
    let wanted = [
        "1 of 4. claim?, Greta Sandell, 2024-10-02: the night ferry to the island would not run",
        "2 of 4. commitment?, Mayor, 2024-03-03: a ferry",
        "denial, open. Mayor, promises: a ferry",
    ];
    for words in wanted {
        assert!(out.contains(words), "{words}:\n{out}");
    }
    assert_eq!(folder.says(&["find", "tag:denial", "tagged", "--count"]), "1\n");
}
