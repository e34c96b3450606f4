//! What a collection costs: reading stories into it beside reading them alone, and questions to it, each
//! a whole process. `cargo bench --bench library -- [STORIES [ROUNDS]]`; 2,000 stories where nothing is
//! said, and 100,000 for the budgets, which takes a quarter of an hour on two cores.
//!
//! Budgets at 100,000 stories: a question of two filters and a phrase, first page, at most 50 ms; start at
//! most 100 ms; at least 500 stories a second beside the analysis.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

#[path = "generator/mod.rs"]
#[allow(dead_code, reason = "a bench asks for lines only")]
mod generator;

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Stories of one file.
const SHARD: u64 = 1_000;

/// Questions: rare and common words, filters, orders.
const QUESTIONS: [(&str, &[&str]); 9] = [
    ("start: nothing is found", &["xyzzy"]),
    ("two filters and a phrase", &["tag:denial", "after:2017-11", "“wanted to sell”"]),
    ("with a speaker", &["speaker:“tom grant”", "tag:denial", "report"]),
    ("a common word", &["report"]),
    ("the same by relevance", &["report", "--sort", "relevance"]),
    ("a tag alone", &["tag:denial"]),
    ("a speaker alone", &["speaker:grant"]),
    ("all, by confidence", &["--sort", "confidence"]),
    ("an outlet and a tag", &["outlet:ledger", "tag:commitment"]),
];

fn main() -> Result<(), Box<dyn Error>> {
    let numbers: Vec<u64> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    let stories = numbers.first().copied().unwrap_or(2_000);
    let rounds = numbers.get(1).copied().unwrap_or(9);
    let folder = tempfile::tempdir()?;
    let (input, home) = (folder.path().join("news"), folder.path().join("home"));
    fs::create_dir_all(&input)?;
    fs::create_dir_all(&home)?;
    for from in (0..stories).step_by(usize::try_from(SHARD)?) {
        let mut file = BufWriter::new(File::create(input.join(format!("{from:06}.jsonl")))?);
        for at in from..(from + SHARD).min(stories) {
            writeln!(file, "{}", generator::story(1, at).line())?;
        }
        file.flush()?;
    }
    let before = processor()?;
    let alone = timed(&home, &["extract", &input.to_string_lossy(), "--out", "/dev/null"])?;
    let between = processor()?;
    let added = timed(&home, &["library", "add", &input.to_string_lossy()])?;
    let [alone_used, added_used] = [between - before, processor()? - between];
    println!("{stories} stories, by the clock and of processor time:");
    println!("analysis alone    {:>7.1} s {alone_used:>7.1} s", secs(alone));
    println!("into a collection {:>7.1} s {added_used:>7.1} s", secs(added));
    let beside = stories as f64 / (added_used - alone_used).max(0.01);
    println!("the index beside the analysis: {beside:.0} stories/s of one core");
    let index = home.join("library/index.sqlite");
    println!(
        "the index: {:.1} kB a story",
        fs::metadata(&index)?.len() as f64 / 1e3 / stories as f64
    );
    println!("nothing changed: {:.0} ms", ms(timed(&home, &["library", "refresh"])?));
    for (what, words) in QUESTIONS {
        let all: Vec<&str> = ["find", "--limit", "50"].iter().chain(words).copied().collect();
        let mut times = Vec::new();
        for _ in 0..rounds {
            times.push(timed(&home, &all)?);
        }
        times.sort_unstable();
        println!(
            "{what:<28} {:>7.1} ms (most {:.1})",
            ms(times[times.len() / 2]),
            ms(times[times.len() - 1])
        );
    }
    println!("counts of all: {:.1} s", secs(timed(&home, &["report"])?));
    println!("who speaks: {:.1} s", secs(timed(&home, &["people"])?));
    Ok(())
}

fn timed(home: &Path, args: &[&str]) -> Result<Duration, Box<dyn Error>> {
    let begun = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .args(args)
        .env("HOME", home)
        .env("XDG_DATA_HOME", home)
        .env("ONRECORD_LIBRARY", home.join("library"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    if !status.success() {
        return Err(format!("onrecord {} failed", args.join(" ")).into());
    }
    Ok(begun.elapsed())
}

/// Seconds of processor that all programs started from here took so far; none where the system does
/// not tell.
fn processor() -> Result<f64, Box<dyn Error>> {
    /// Of a second, as Linux counts for programs.
    const TICKS: f64 = 100.0;
    let Ok(stat) = fs::read_to_string("/proc/self/stat") else { return Ok(0.0) };
    let behind = stat.rsplit(')').next().unwrap_or_default();
    let field = |at: usize| behind.split_whitespace().nth(at).unwrap_or("0").parse::<f64>();
    Ok((field(13)? + field(14)?) / TICKS)
}

fn secs(time: Duration) -> f64 {
    time.as_secs_f64()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
