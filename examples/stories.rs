//! Writes generated stories as JSONL: `cargo run --release --example stories -- 100000 [SEED]`.
//! With `--shards N FOLDER` into so many files of one folder, in turns of equal length.

#![expect(clippy::print_stderr, reason = "a mistake on the command line is told")]

#[path = "../benches/generator/mod.rs"]
mod generator;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words[..] {
        [count] => written(count, "1"),
        [count, "--shards", shards, folder] => sharded(count, shards, Path::new(folder)),
        [count, seed] => written(count, seed),
        _ => Err(io::Error::other("COUNT [SEED], or COUNT --shards N FOLDER")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn written(count: &str, seed: &str) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    let seed = number(seed)?;
    for at in 0..number(count)? {
        writeln!(out, "{}", generator::story(seed, at).line())?;
    }
    out.flush()
}

/// `part-0000.jsonl` and on: the first shard holds the first stories.
fn sharded(count: &str, shards: &str, folder: &Path) -> io::Result<()> {
    let (count, shards) = (number(count)?, number(shards)?.max(1));
    fs::create_dir_all(folder)?;
    for shard in 0..shards {
        let path = folder.join(format!("part-{shard:04}.jsonl"));
        let mut out = BufWriter::new(File::create(path)?);
        for at in count * shard / shards..count * (shard + 1) / shards {
            writeln!(out, "{}", generator::story(1, at).line())?;
        }
        out.flush()?;
    }
    Ok(())
}

fn number(word: &str) -> io::Result<u64> {
    word.parse().map_err(|_| io::Error::other(format!("{word} is no number")))
}
