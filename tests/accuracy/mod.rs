//! How much is read right may not fall: floors on stories of our own, and on the corpora where they
//! lie beside the project.
//!
//! Our stories carry their gold in the text: `[3s She] [3c said] [3q it rained]` is the source, the
//! cue and the content of statement 3.

#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use onrecord::train::TrainError;
use onrecord::train::score::{Report, attribution, names, speakers};
use serde_json::{Value, json};

/// A figure by its name and side, and what it must reach.
type Floor = (&'static str, &'static str, f64);

/// Spans in code points, by role.
type Roles = BTreeMap<char, Vec<[usize; 2]>>;

/// The text without its marks, and the spans of each statement.
fn unmarked(marked: &str) -> (String, BTreeMap<u32, Roles>) {
    let mut text = String::new();
    let mut gold: BTreeMap<u32, Roles> = BTreeMap::new();
    let mut length = 0;
    for (at, piece) in marked.split(['[', ']']).enumerate() {
        let Some((mark, words)) = (at % 2 == 1).then(|| piece.split_once(' ').unwrap()) else {
            length += piece.chars().count();
            text.push_str(piece);
            continue;
        };
        let role = mark.chars().next_back().unwrap();
        let number = mark.trim_end_matches(role).parse().unwrap();
        let end = length + words.chars().count();
        gold.entry(number).or_default().entry(role).or_default().push([length, end]);
        length = end;
        text.push_str(words);
    }
    (text, gold)
}

/// A line of gold, as the corpora have it.
fn line(id: &str, marked: &str) -> String {
    let (text, gold) = unmarked(marked);
    let of = |roles: &Roles, role: char| -> Value {
        json!(roles.get(&role).cloned().unwrap_or_default())
    };
    let all: Vec<Value> = gold
        .values()
        .map(|one| json!({"source": of(one, 's'), "cue": of(one, 'c'), "content": of(one, 'q')}))
        .collect();
    json!({"id": id, "text": text, "attributions": all}).to_string()
}

/// What `onrecord extract` says of a file.
fn extracted(file: &Path) -> String {
    let output =
        Command::new(env!("CARGO_BIN_EXE_onrecord")).arg("extract").arg(file).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn hold(report: &Report, floors: &[Floor]) {
    for (name, part, floor) in floors {
        let figure = report.figures.iter().find(|one| one.name == *name && one.part == *part);
        let value = figure.unwrap_or_else(|| panic!("no figure {name} {part}")).value;
        assert!(value >= *floor, "{name} {part} is {value:.3}, below {floor}");
    }
}

#[test]
fn our_stories_are_read_right() {
    let gold =
        [line("harbour", include_str!("harbour.txt")), line("school", include_str!("school.txt"))]
            .join("\n");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gold.jsonl");
    std::fs::write(&file, &gold).unwrap();
    let report = attribution::score(&gold, &extracted(&file)).unwrap();
    hold(
        &report,
        &[
            ("all: content exact", "F1", 0.8),
            ("all: all exact", "F1", 0.7),
            ("all: cue exact", "F1", 0.8),
        ],
    );
}

type Score = fn(&str, &str) -> Result<Report, TrainError>;

/// The corpora where they are, with what each release must reach on them.
fn corpus(file: &str, score: Score, floors: &[Floor]) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora").join(file);
    let Ok(gold) = std::fs::read_to_string(&file) else {
        eprintln!("skipped: no corpora");
        return;
    };
    hold(&score(&gold, &extracted(&file)).unwrap(), floors);
}

#[test]
fn attributions_of_the_corpus() {
    corpus(
        "polnear/dev.jsonl",
        attribution::score,
        &[
            ("all: cue exact", "F1", 0.67),
            ("all: source exact", "F1", 0.66),
            ("all: content exact", "F1", 0.54),
            ("all: all exact", "F1", 0.45),
            ("all: content overlap", "F1", 0.86),
            ("speech: content exact", "F1", 0.65),
            ("direct: content exact", "F1", 0.85),
            ("all: source fragment", "F1", 0.73),
            ("all: cue fragment", "F1", 0.67),
            ("all: content fragment", "F1", 0.60),
        ],
    );
}

#[test]
fn speakers_of_the_corpus() {
    let floors = [("all", "found", 0.70), ("all", "right", 0.85), ("pronoun", "right", 0.78)];
    corpus("speakers/dev.jsonl", speakers::score, &floors);
}

#[test]
fn names_of_the_corpus() {
    let floors = [("core", "F1", 0.93), ("joining", "F1", 0.96), ("list", "F1", 0.87)];
    corpus("names/dev.jsonl", names::score, &floors);
}
