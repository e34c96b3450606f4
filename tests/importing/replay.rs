//! What fuzzing once found, and a document of each format, through every target again.

use std::fs;
use std::path::{Path, PathBuf};

use onrecord::import::FORMATS;

#[path = "../../fuzz/targets.rs"]
mod targets;

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.is_file() && path.extension().is_none_or(|end| end != "rs"));
    found.sort();
    found
}

#[test]
fn the_corpus_holds() {
    let names = FORMATS.iter().map(|row| row.name).chain(targets::OTHERS.iter().map(|row| row.0));
    let documents = files(Path::new("tests/importing"));
    assert!(documents.len() > 10);
    for name in names {
        assert!(Path::new("fuzz/fuzz_targets").join(name).with_extension("rs").exists(), "{name}");
        let kept = files(&Path::new("fuzz/corpus").join(name));
        for path in kept.iter().chain(&documents) {
            targets::run(name, &fs::read(path).unwrap());
        }
    }
}
