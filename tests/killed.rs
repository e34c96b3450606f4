//! A program that is killed while it saves: what it said was saved is there, and no file is half.

mod app;
#[cfg(target_os = "linux")]
mod faults;

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

use onrecord::annotation::{Anchor, Item, ItemId, Stamp};
use onrecord::article::{Article, Origin};
use onrecord::disk::annotations::{self, Loaded};
use onrecord::disk::places::Places;
use onrecord::text::{Span, clean::clean};

const TEXT: &str = "“We stay,” said Ada Hill.\n";
const FOLDER: &str = "ONRECORD_TEST_KILLED";

fn load(folder: &str) -> Loaded {
    let folder = std::path::Path::new(folder);
    let article = Article::new("a.txt", Origin::File(folder.join("a.txt")), clean(TEXT));
    let places = Places { config: folder.join("c"), data: folder.join("d") };
    annotations::load(&article, &places, "ada").unwrap()
}

fn item(comment: usize) -> (ItemId, Item) {
    let item = Item {
        tags: vec!["claim".to_owned()],
        // Long, so that there is time to be killed in.
        comment: format!("{comment} {}", "x".repeat(200_000)),
        ..Item::new(
            vec![Anchor::new(TEXT, Span::new(0, 14))],
            Stamp { annotator: "ada".to_owned(), at: jiff::Timestamp::UNIX_EPOCH },
        )
    };
    (ItemId::of(&["We stay"], 0), item)
}

/// What the killed program does: saves a rising number, and says so behind each.
#[test]
fn saves_until_it_is_killed() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let Loaded { mut set, mut notebook, .. } = load(&folder);
    notebook.claim("ada").unwrap();
    for number in 1.. {
        let (id, item) = item(number);
        set.apply([(id, Some(item))]);
        notebook.save(&set).unwrap();
        println!("\nsaved {number}");
        std::io::stdout().flush().unwrap();
    }
}

fn number(folder: &str) -> usize {
    let loaded = load(folder);
    let comment = loaded.set.items().next().map(|(_, item)| item.comment.clone());
    comment.map_or(0, |it| it.split(' ').next().unwrap().parse().unwrap())
}

#[test]
fn what_was_said_to_be_saved_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().to_str().unwrap();
    for round in 0_u64..12 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["killed::saves_until_it_is_killed", "--exact", "--nocapture"])
            .env(FOLDER, folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let saved = |it: String| it.strip_prefix("saved ")?.parse::<usize>().ok();
        let first = lines.by_ref().find_map(saved);
        // At a moment of its own each round, once it saves.
        std::thread::sleep(Duration::from_micros(round * 7_919 % 31_000));
        child.kill().unwrap();
        child.wait().unwrap();
        let last = lines.filter_map(saved).last().or(first);
        // It reads whole, or this panics; and its lock is nobody's any more.
        let kept = number(folder);
        let last = last.expect("it said so before it was killed");
        assert!(kept >= last, "round {round}: said {last}, kept {kept}");
        assert_eq!(load(folder).notebook.claim("bo"), Ok(()));
    }
}
