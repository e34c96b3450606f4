//! The app itself in a terminal, killed at any moment while a reader works: what its screen showed as
//! saved is there afterwards, and every file is whole.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use onrecord::annotation::file;
use onrecord::article::{Article, Origin};
use onrecord::disk::memory;
use onrecord::disk::places::Places;
use onrecord::text::clean::clean;

use crate::screen::pty::Session;

const STORY: &str = "“We will repair the pier,” Ada Hill said.\n\n“We never met the builders,” said Bo Lund.\n\n\
                     “The work is late,” the mayor told a meeting in Oss on Monday.\n";

/// Kills asked for: a few, unless somebody wants to be surer: `ONRECORD_KILLS=1000 cargo test killed`.
fn kills() -> u64 {
    std::env::var("ONRECORD_KILLS").ok().and_then(|it| it.parse().ok()).unwrap_or(12)
}

/// A number from 0 to below `most` that looks like chance, the same in each run.
fn chance(state: &mut u64, most: u32) -> u32 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    u32::try_from(*state >> 33).unwrap() % most
}

/// The number of the last comment that the screen shows as saved.
fn shown_as_saved(screen: &vt100::Screen) -> Option<u64> {
    let contents = screen.contents();
    let saved = contents.lines().next()?.contains("● saved");
    let (_, note) = contents.rsplit_once("✎ note ").filter(|_| saved)?;
    // A space ends the number: none that is drawn in part is taken for another.
    note.split_once(" end").and_then(|(number, _)| number.trim().parse().ok())
}

/// The last comment in the file, which must be whole, and how many steps can be undone.
fn kept(home: &Path) -> (u64, usize) {
    let story = home.join("a.txt");
    let article = Article::new("a.txt", Origin::File("a.txt".into()), clean(STORY));
    let Ok(bytes) = fs::read(story.with_file_name("a.txt.onrecord.ron")) else { return (0, 0) };
    let document = file::decode(&bytes, &article).expect("every file is whole");
    let number = |comment: &str| comment.split(' ').nth(1).and_then(|it| it.parse().ok());
    let last = document.set.items().filter_map(|(_, item)| number(&item.comment)).max();
    let places = Places { config: home.join("config"), data: home.join("data/onrecord") };
    // The history is found by the place of the story, as the program sees it.
    let article = Article::new("a.txt", Origin::File(story), clean(STORY));
    let (marks, _) = memory::with_history(&places, &article, document.set);
    (last.unwrap_or(0), marks.steps().len())
}

#[test]
fn what_the_screen_showed_as_saved_is_there() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("a.txt"), STORY).unwrap();
    let (mut state, mut note, mut acknowledged) = (7, 0, 0);
    let mut seen = 0;
    for round in 0..kills() {
        let mut session = Session::with(home.path(), &["a.txt"]);
        session.shows("to review");
        // Comments with rising numbers, tags and verdicts between them, as fast as keys may come, until
        // it is killed in their midst.
        let life = Duration::from_micros(20_000 + u64::from(chance(&mut state, 180_000)));
        let begin = Instant::now();
        while begin.elapsed() < life {
            note += 1;
            let other = ["1", "2", "a", "x", "!", "", "", "u"][chance(&mut state, 8) as usize];
            let goes = ["J", "H", ""][chance(&mut state, 3) as usize];
            session.press(&format!("{goes}{other}c\x15note {note} end\r"));
            let pause = Duration::from_micros(chance(&mut state, 12_000).into());
            while session.drawn_within(pause) {
                acknowledged =
                    shown_as_saved(session.parser.screen()).max(Some(acknowledged)).unwrap();
                if begin.elapsed() >= life {
                    break;
                }
            }
        }
        session.child.kill().unwrap();
        session.child.wait().unwrap();
        // What was drawn before it died.
        while session.drawn_within(Duration::from_millis(20)) {
            acknowledged = shown_as_saved(session.parser.screen()).max(Some(acknowledged)).unwrap();
        }
        let (last, steps) = kept(home.path());
        assert!(last >= acknowledged, "round {round}: shown as saved {acknowledged}, kept {last}");
        assert!(last <= note, "round {round}: {last} of {note}");
        // Undo goes on where the program was killed.
        assert!(last == 0 || steps > 0, "round {round}: no history");
        seen += usize::from(acknowledged > 0);
        // Nothing half written is taken for anything; the next session cleans up or goes around it.
        note = note.max(last);
    }
    assert!(seen > 0, "the screen never showed anything as saved");
}
