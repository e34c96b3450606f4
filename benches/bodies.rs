//! How well and how fast pages of HTML are read: pages per second of a core, precise and fast, and
//! how often headline, day and writers agree with a page's JSON-LD when that is taken out of it first.
//! `cargo bench --bench bodies -- FOLDER` of `*.html` and `*.html.gz`.
//!
//! Budget: 60 pages a second precisely, 250 fast; headlines .93, days .85, writers .80. How good the
//! bodies are is measured on what `onrecord extract --with text FOLDER` writes.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Instant;

use flate2::read::MultiGzDecoder;
use onrecord::article::Metadata;
use onrecord::import::html::page;
use regex::Regex;

/// Pages of a folder, decoded, by name.
fn pages(folder: &Path) -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    let read = |path: &PathBuf| {
        let name = path.file_name()?.to_string_lossy().into_owned();
        let packed = std::fs::read(path).ok()?;
        let mut bytes = Vec::new();
        if path.extension().is_some_and(|end| end == "gz") {
            MultiGzDecoder::new(packed.as_slice()).read_to_end(&mut bytes).ok()?;
        } else {
            bytes = packed;
        }
        name.contains(".html").then(|| (name, String::from_utf8_lossy(&bytes).into_owned()))
    };
    paths.iter().filter_map(read).collect()
}

/// Letters and digits, small.
fn letters(words: &str) -> String {
    words.chars().filter(|ch| ch.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether both are the same, or one is the other with more behind or before it, or four in five of
/// their words are the same.
fn agree(one: &str, other: &str) -> bool {
    let (told, found) = (letters(one), letters(other));
    let (short, long) = if told.len() < found.len() { (&told, &found) } else { (&found, &told) };
    let inside =
        !short.is_empty() && long.contains(short.as_str()) && short.len() * 10 >= long.len() * 6;
    inside || same_words(one, other)
}

fn same_words(one: &str, other: &str) -> bool {
    let words = |title: &str| -> Vec<String> { title.split_whitespace().map(letters).collect() };
    let (one, other) = (words(one), words(other));
    let both = one.iter().filter(|word| other.contains(word)).count();
    both * 2 * 10 >= (one.len() + other.len()) * 8
}

/// Seconds that this thread has had on a core, or since `begin` where the system does not say.
fn seconds(begin: Instant) -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = told.and_then(|told| told.split(' ').next()?.parse::<f64>().ok());
    nanos.map_or_else(|| begin.elapsed().as_secs_f64(), |nanos| nanos / 1e9)
}

/// Whether the first writer that one names is among those that the other names.
fn same_writer(told: &str, found: &str) -> bool {
    // “Troy L. Roe” is “Troy Roe”.
    let letters = |names: &str| -> String {
        let long = |word: &&str| word.trim_end_matches('.').chars().count() > 1;
        letters(&names.split_whitespace().filter(long).collect::<String>())
    };
    let first = |names: &str| letters(names.split(',').next().unwrap_or_default());
    letters(found).contains(&first(told)) || letters(told).contains(&first(found))
}

fn main() {
    let folder = std::env::args().skip(1).find(|word| !word.starts_with("--"));
    let Some(folder) = folder else {
        println!("bodies: no folder of pages was named");
        return;
    };
    let pages = pages(Path::new(&folder));
    for fast in [false, true] {
        let begin = Instant::now();
        let before = seconds(begin);
        let read = pages.iter().filter(|(_, text)| page(text, fast).is_ok()).count();
        let rate = pages.len() as f64 / (seconds(begin) - before);
        println!(
            "{}: {read} of {} read, {rate:.0} pages/s",
            if fast { "fast" } else { "precise" },
            pages.len()
        );
    }
    let block =
        Regex::new(r"(?is)<script[^>]*ld\+json[^>]*>.*?</script>").expect("the pattern is sound");
    let mut counts = [("title", 0_usize, 0_usize), ("date", 0, 0), ("byline", 0, 0)];
    for (name, text) in &pages {
        let blocks: Vec<&str> = block.find_iter(text).map(|found| found.as_str()).collect();
        let bare = block.replace_all(text, "");
        // What JSON-LD says is what is read from it alone.
        let alone = format!(
            "<html><head>{}</head><body><p>It rained.</p></body></html>",
            blocks.join("\n")
        );
        let (Ok(told), Ok(found)) = (page(&alone, true), page(&bare, true)) else { continue };
        let fields = |metadata: Metadata| {
            let day = metadata.published.map(|day| day.to_string());
            [metadata.title, day, metadata.byline]
        };
        let both = fields(told.metadata).into_iter().zip(fields(found.metadata));
        for ((told, found), (field, all, right)) in both.zip(&mut counts) {
            let Some(told) = told else { continue };
            *all += 1;
            let same = found.as_deref().is_some_and(|found| match *field {
                "date" => told == found,
                "byline" => same_writer(&told, found),
                _ => agree(&told, found),
            });
            *right += usize::from(same);
            if !same && std::env::var_os("SHOW").is_some() {
                println!("  {} {field}: {told} ≠ {found:?}", name.get(..8).unwrap_or(name));
            }
        }
    }
    for (field, all, right) in counts {
        println!("{field}: {right} of {all} agree, {:.3}", right as f64 / all.max(1) as f64);
    }
}
