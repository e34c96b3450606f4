//! What `onrecord extract` adds to the engine: the same stories read by the engine on one core, and by
//! whole runs from JSONL into each format. `cargo bench --bench extract -- [STORIES [ROUNDS]]`
//!
//! Budgets: end to end at least 85 % of cores × the engine's rate on one core; Parquet at most 10 % more
//! time than JSONL; memory at most 300 MB, and as much for many stories as for few. Rounds take turns, so
//! that a busy machine is busy for all; of each the best counts. Processor time is shown beside, since
//! it tells the same where other programs take the cores.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

#[path = "generator/mod.rs"]
#[allow(dead_code, reason = "a bench asks for lines only")]
mod generator;

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use onrecord::import::{self, Given};
use onrecord::nlp::{self, Models};

/// What is run, and with which words.
const RUNS: [(&str, &[&str]); 4] = [
    ("jsonl", &["--to", "jsonl"]),
    ("csv", &["--to", "csv"]),
    ("parquet", &["--to", "parquet"]),
    ("jsonl, half", &["--to", "jsonl", "--shard", "1/2"]),
];

/// What one run took.
#[derive(Clone, Copy)]
struct Taken {
    wall: Duration,
    /// Seconds of processor, as far as the system tells.
    processor: f64,
    /// The most memory, in MB.
    memory: f64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let numbers: Vec<u64> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    let stories = numbers.first().copied().unwrap_or(2_000);
    let rounds = numbers.get(1).copied().unwrap_or(3);
    let folder = tempfile::tempdir()?;
    let input = folder.path().join("stories.jsonl");
    let mut file = BufWriter::new(File::create(&input)?);
    for at in 0..stories {
        writeln!(file, "{}", generator::story(1, at).line())?;
    }
    file.flush()?;
    let cores = thread::available_parallelism()?.get();
    println!("{stories} stories, {rounds} rounds, {cores} cores");

    let models = Models::embedded();
    // Seconds by the clock and by the processor.
    let mut engine = [f64::INFINITY; 2];
    let mut words = 0;
    let mut best: [Option<Taken>; RUNS.len()] = [None; RUNS.len()];
    for _ in 0..rounds {
        let (times, read) = analysed(&input, &models)?;
        engine = [engine[0].min(times[0]), engine[1].min(times[1])];
        words = read;
        for (best, (_, args)) in best.iter_mut().zip(RUNS) {
            let one = run(&input, &folder.path().join("out"), args)?;
            if best.is_none_or(|best| one.wall < best.wall) {
                *best = Some(one);
            }
        }
    }
    let rate = engine.map(|time| words as f64 / time);
    println!(
        "engine on one core   {:>7.1} s  {:.0} words/s (of processor time {:.0})",
        engine[0], rate[0], rate[1]
    );
    let first = best[0].map_or(0.0, |one| one.wall.as_secs_f64());
    for ((name, args), one) in RUNS.iter().zip(best) {
        let Some(Taken { wall, processor, memory }) = one else { continue };
        let part = if args.contains(&"1/2") { 0.5 } else { 1.0 };
        let wall = wall.as_secs_f64();
        let share = part * engine[0] / cores as f64 / wall * 100.0;
        let of_processor = part * engine[1] / processor * 100.0;
        let more = (wall / first / part - 1.0) * 100.0;
        println!(
            "{name:<20} {wall:>7.1} s  {share:>5.1} % of cores × engine (of processor time {of_processor:.1} %)  {more:>+5.1} %  {memory:.0} MB"
        );
    }
    Ok(())
}

/// Seconds in which the engine alone reads all stories, by the clock and by the processor, and their
/// words.
fn analysed(input: &Path, models: &Models) -> Result<([f64; 2], usize), Box<dyn Error>> {
    let (mut time, mut processor, mut words) = (Duration::ZERO, 0.0, 0);
    for line in BufReader::new(File::open(input)?).lines() {
        let line = line?;
        let given = Given { number: Some(1), ..Given::file("stories.jsonl", line.as_bytes()) };
        for loaded in import::read(&given, import::Format::Jsonl) {
            let article = loaded?.article;
            words += article.text.split_whitespace().count();
            let (begin, busy) = (Instant::now(), busy());
            let analysis = nlp::analyse(&article, models, &mut |_| ControlFlow::Continue(()));
            time += begin.elapsed();
            processor += self::busy() - busy;
            assert!(analysis.is_some());
        }
    }
    Ok(([time.as_secs_f64(), processor], words))
}

/// Seconds of processor that this thread had, where `/proc` tells.
fn busy() -> f64 {
    let told = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split_whitespace().next().and_then(|it| it.parse::<f64>().ok());
    nanoseconds.map_or(f64::NAN, |it| it / 1e9)
}

fn run(input: &Path, out: &Path, args: &[&str]) -> Result<Taken, Box<dyn Error>> {
    let begin = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .arg("extract")
        .arg(input)
        .arg("--out")
        .arg(out)
        .args(args)
        .stderr(Stdio::null())
        .spawn()?;
    let (mut processor, mut memory) = (f64::NAN, f64::NAN);
    while child.try_wait()?.is_none() {
        if let Some((used, most)) = used(child.id()) {
            (processor, memory) = (used, most);
        }
        thread::sleep(Duration::from_millis(20));
    }
    let wall = begin.elapsed();
    if out.is_dir() {
        fs::remove_dir_all(out)?;
    } else {
        fs::remove_file(out)?;
    }
    Ok(Taken { wall, processor, memory })
}

/// Seconds of processor and MB at most of a process, where `/proc` tells.
fn used(id: u32) -> Option<(f64, f64)> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // Behind the name, which may hold anything: user time is the 12th field, system time the next.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: f64 = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = most.trim().trim_end_matches(" kB").parse().ok()?;
    // A hundred ticks a second, on every Linux that a user meets.
    Some((ticks / 100.0, kilobytes / 1e3))
}
