//! The scorers give the figures of those beside the corpora, where both are there.

#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

use std::path::{Path, PathBuf};
use std::process::Command;

use onrecord::train::score::{Report, attribution, names, speakers};
use onrecord::train::{TrainError, fit::Random};
use serde_json::{Value, json};

/// So many articles are enough to meet every rule.
const ARTICLES: usize = 25;

type Score = fn(&str, &str) -> Result<Report, TrainError>;

/// The figures of the scorer in Python, or nothing where it, the corpus or Python is missing.
fn python(script: &str, gold: &str, predicted: &str) -> Option<Value> {
    let tools = shared().join("tools").join(script);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str, text: &str| -> PathBuf {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let (gold, predicted) = (path("gold.jsonl", gold), path("predicted.jsonl", predicted));
    let command = Command::new("python3").arg(tools).args([gold, predicted]).arg("--json").output();
    let output = command.ok().filter(|output| output.status.success())?;
    serde_json::from_slice(&output.stdout).ok()
}

fn shared() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared")
}

/// Gold and predictions that are gold made wrong here and there; both as JSONL.
fn sample(file: &str) -> Option<(String, String)> {
    let text = std::fs::read_to_string(shared().join("corpora").join(file)).ok()?;
    let gold: Vec<&str> = text.lines().take(ARTICLES).collect();
    let mut random = Random(5);
    let spoil = |line: &&str| -> String {
        let mut row: Value = serde_json::from_str(line).unwrap();
        for list in ["attributions", "statements", "entities"] {
            if let Some(all) = row.get_mut(list).and_then(Value::as_array_mut) {
                all.retain(|_| random.below(8) > 0);
                for one in all {
                    spoil(one, &mut random);
                }
            }
        }
        if let Some(statements) = row.get("statements").cloned() {
            row["attributions"] = statements;
        }
        row.as_object_mut().unwrap().remove("text");
        row.to_string()
    };
    let predicted: Vec<String> = gold.iter().map(spoil).collect();
    Some((gold.join("\n"), predicted.join("\n")))
}

fn spoil(one: &mut Value, random: &mut Random) {
    for role in ["source", "cue", "content", "mentions"] {
        let Some(spans) = one.get_mut(role).and_then(Value::as_array_mut) else { continue };
        if random.below(6) == 0 {
            spans.pop();
        }
        for span in spans {
            let more = if random.below(4) == 0 { random.below(9) as u64 } else { 0 };
            span[1] = json!(span[1].as_u64().unwrap() + more);
        }
    }
    if let Some(speaker) = one.get("speaker").and_then(Value::as_str) {
        let last = |name: &str| name.split(' ').next_back().unwrap_or("").to_owned();
        let names: Vec<String> = speaker.split(" & ").map(last).collect();
        one["speakers"] = match random.below(4) {
            0 => json!([speaker]),
            1 => json!([]),
            _ => json!(names),
        };
    }
    if one.get("type").is_some() && random.below(6) == 0 {
        one["type"] = json!("org");
    }
}

/// Compares every figure whose place in the answer of Python `place` knows.
fn compare(file: &str, script: &str, score: Score, place: fn(&str, &str) -> String) {
    let Some((gold, predicted)) = sample(file) else {
        eprintln!("skipped: no corpora");
        return;
    };
    let Some(expected) = python(script, &gold, &predicted) else {
        eprintln!("skipped: no Python or no {script}");
        return;
    };
    let report = score(&gold, &predicted).unwrap();
    assert!(report.figures.len() >= 16);
    for figure in &report.figures {
        let place = place(&figure.name, figure.part);
        let Some(value) = expected.pointer(&place).and_then(Value::as_f64) else {
            panic!("{place} is not in the answer")
        };
        assert!((figure.value - value).abs() < 1e-4, "{place}: {} for {value}", figure.value);
        assert!(figure.low <= figure.value + 1e-9 && figure.value <= figure.high + 1e-9, "{place}");
    }
}

#[test]
fn attribution_is_scored_as_in_python() {
    compare("polnear/dev.jsonl", "score_attribution.py", attribution::score, |name, part| {
        let (subset, metric) = name.split_once(": ").unwrap_or_default();
        format!("/{subset}/{metric}/{}", part.to_lowercase())
    });
}

#[test]
fn speakers_are_scored_as_in_python() {
    let place = |group: &str, part: &str| format!("/{group}/{part}");
    compare("speakers/dev.jsonl", "score_speakers.py", speakers::score, place);
}

#[test]
fn names_are_scored_as_in_python() {
    compare("names/dev.jsonl", "score_entities.py", names::score, |name, part| {
        let at = ["P", "R", "F1"].iter().position(|one| *one == part).unwrap();
        format!("/{name}/{at}")
    });
}
