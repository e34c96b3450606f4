//! `onrecord extract` at any size: killed and gone on with, in parts of a whole, in tables.

use std::collections::HashSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use parquet::file::reader::{FileReader, SerializedFileReader};
use tempfile::TempDir;

use crate::command::{onrecord, run};
use crate::generator;

/// A folder with `a.jsonl` of so many generated stories, cut short: a debug build is slow.
fn folder(count: u64) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let story = |at| {
        let mut story = generator::story(3, at);
        story.text = story.text.split("\n\n").take(4).collect::<Vec<_>>().join("\n\n");
        story.line() + "\n"
    };
    fs::write(folder.path().join("a.jsonl"), (0..count).map(story).collect::<String>()).unwrap();
    folder
}

/// Runs `onrecord extract` in `folder` with these words: what it tells, and its status.
fn extract(folder: &Path, words: &str) -> (String, i32) {
    let (_, err, status) =
        run(onrecord().current_dir(folder).arg("extract").args(words.split_whitespace()));
    (err, status)
}

/// The bytes of a file, or of all files of a folder with their names.
fn bytes(path: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![path.to_owned()];
    while let Some(at) = folders.pop() {
        if at.is_dir() {
            folders.extend(fs::read_dir(at).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            let name = at.strip_prefix(path).unwrap().to_owned();
            found.push((name, fs::read(&at).unwrap()));
        }
    }
    found.sort();
    found
}

fn names(folder: &Path) -> Vec<String> {
    let name =
        |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
    let mut names: Vec<String> = fs::read_dir(folder).unwrap().map(name).collect();
    names.sort();
    names
}

#[test]
fn generated_stories_vary_and_say_what_was_put_into_them() {
    let stories: Vec<_> = (0..200).map(|at| generator::story(1, at)).collect();
    assert_eq!(stories[7], generator::story(1, 7));
    assert_ne!(stories[7], generator::story(2, 7));
    let words: usize = stories.iter().map(|it| it.text.split_whitespace().count()).sum();
    assert!((700..800).contains(&(words / stories.len())), "{}", words / stories.len());
    let distinct =
        |of: fn(&generator::Story) -> &str| stories.iter().map(of).collect::<HashSet<_>>().len();
    assert!(distinct(|it| &it.publisher) > 30 && distinct(|it| &it.date) > 150);
    assert!(distinct(|it| &it.author) > 150 && distinct(|it| &it.text) == 200);
    let said = || stories.iter().flat_map(|it| it.said.iter().map(move |said| (it, said)));
    for (story, said) in said() {
        let rest: String = said.words.chars().skip(1).collect();
        assert!(story.text.contains(&rest) && !story.text.contains(['{', '}']), "{}", story.id);
    }
    for tag in ["claim", "commitment", "denial"] {
        let count = said().filter(|(_, said)| said.tag == tag).count();
        assert!(count > 200, "{count} of {tag}");
    }
}

#[test]
fn parts_in_turns_are_the_whole() {
    let folder = folder(20);
    let root = folder.path();
    fs::create_dir(root.join("news")).unwrap();
    fs::rename(root.join("a.jsonl"), root.join("news/b.jsonl")).unwrap();
    for name in ["a.txt", "a2.html", "c.md", "d.txt"] {
        fs::write(root.join("news").join(name), format!("It rained, the Mayor of {name} said."))
            .unwrap();
    }
    fs::write(root.join("news/e.json"), "{\"text\":\"It rained.\"}\n{\"text\":\"It did.\"}")
        .unwrap();
    let lines = |words: &str| -> Vec<String> {
        let (err, status) = extract(root, &format!("news --out o.jsonl {words}"));
        assert_eq!((err.as_str(), status), ("", 0));
        let text = fs::read_to_string(root.join("o.jsonl")).unwrap();
        text.lines().map(str::to_owned).collect()
    };
    let whole = lines("");
    assert_eq!(whole.len(), 26);
    let parts: Vec<Vec<String>> = (1..=3).map(|at| lines(&format!("--shard {at}/3"))).collect();
    let turns: Vec<&String> = (0..26).map(|at| &parts[at % 3][at / 3]).collect();
    assert_eq!(turns, whole.iter().collect::<Vec<_>>());
}

#[test]
fn tables_say_what_the_lines_say() {
    let folder = folder(6);
    let root = folder.path();
    let text =
        fs::read_to_string(root.join("a.jsonl")).unwrap() + "{\"id\":\"=bad\",\"text\":\"\"}\n";
    fs::write(root.join("a.jsonl"), text).unwrap();
    for words in
        ["--out o.jsonl", "--to csv --out o.csv --entities e.csv", "--to parquet --rows 9 --out p"]
    {
        let (err, status) = extract(root, &format!("a.jsonl {words}"));
        assert_eq!((err.lines().count(), status), (1, 0), "{err}");
        assert_eq!(extract(root, &format!("a.jsonl --strict {words}2")).1, 1);
    }
    let lines = fs::read_to_string(root.join("o.jsonl")).unwrap();
    let lines: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut expected = Vec::new();
    for line in &lines {
        for one in line["attributions"].as_array().into_iter().flatten() {
            let of = |key: &str| one[key].as_str().unwrap_or_default().to_owned();
            let speakers: Vec<&str> =
                one["speakers"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
            let start = one["content"][0][0].to_string();
            expected.push([
                line["id"].as_str().unwrap().to_owned(),
                speakers.join("; "),
                of("unnamed"),
                of("directness"),
                start,
            ]);
        }
    }
    let mut reader = csv::Reader::from_path(root.join("o.csv")).unwrap();
    let heads = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let cell = |row: &csv::StringRecord, name: &str| {
        row[heads.iter().position(|it| it == name).unwrap()].to_owned()
    };
    let of =
        |row| ["article", "speakers", "unnamed", "directness", "start"].map(|name| cell(row, name));
    let (bad, good) = rows.split_last().unwrap();
    assert_eq!(
        (cell(bad, "article"), cell(bad, "error")),
        ("'=bad".into(), "is empty: there is nothing to read".into())
    );
    assert_eq!(good.iter().map(of).collect::<Vec<_>>(), expected);
    assert!(expected.len() > 18);
    // Parquet has the same rows, in files of nine statements and what belongs to the article.
    let table = |name: &str| -> Vec<String> {
        let folder = root.join("p").join(name);
        let open =
            |name| SerializedFileReader::new(File::open(folder.join(name)).unwrap()).unwrap();
        let files: Vec<_> = names(&folder).into_iter().map(open).collect();
        assert!(files.len() > 2);
        let rows = files.iter().flat_map(|file| file.get_row_iter(None).unwrap());
        rows.map(|row| row.unwrap().to_string()).collect()
    };
    let statements = table("statements");
    assert_eq!(statements.len(), rows.len());
    for (row, [article, _, _, directness, start]) in statements.iter().zip(&expected) {
        for shown in [
            format!("article: \"{article}\""),
            format!("directness: \"{directness}\""),
            format!("start: {start},"),
        ] {
            assert!(row.contains(&shown), "{row} {shown}");
        }
    }
    let entities = csv::Reader::from_path(root.join("e.csv")).unwrap().records().count();
    assert_eq!(table("entities").len(), entities);
}

#[test]
fn what_does_not_go_together_is_told() {
    let folder = folder(1);
    for (words, told) in [
        ("a.jsonl --to parquet", "names a folder"),
        ("a.jsonl --resume", "name it with --out"),
        ("a.jsonl --to csv --entities e.csv", "name both"),
        ("a.jsonl --out o --entities e", "goes with --to csv"),
        ("a.jsonl --to csv --with text", "goes with --to jsonl"),
        ("a.jsonl --to csv --out x --entities x", "are one file"),
        ("a.jsonl --to parquet --out .", "is there already"),
        ("a.jsonl --to csv --out o --entities a.jsonl", "name another file"),
    ] {
        let (err, status) = extract(folder.path(), words);
        let told = told.replace("names a folder", "name it with --out");
        assert!(err.contains(&told) && status == 2, "{words}: {err}");
    }
    assert_eq!(names(folder.path()), ["a.jsonl"]);
}

/// Starts a run and leaves it alone.
fn start(folder: &Path, words: &str) -> std::process::Child {
    Command::new(assert_cmd::cargo::cargo_bin!("onrecord"))
        .current_dir(folder)
        .arg("extract")
        .args(words.split_whitespace())
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Waits until a run has something that is sure behind its beginning, or has ended.
fn until_kept(root: &Path, out: &str) {
    let record = root.join(format!("{out}.resume"));
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_secs(60) {
        let kept = fs::read_to_string(&record).unwrap_or_default();
        if kept.contains("\"jobs\"") && !kept.contains("\"jobs\":0,") || root.join(out).exists() {
            return;
        }
        thread::sleep(Duration::from_millis(5));
    }
    panic!("nothing was kept in a minute");
}

/// How often a run is killed; many times by hand: `ONRECORD_TEST_KILLS=200 cargo test gone_on_with`.
fn kills() -> u64 {
    std::env::var("ONRECORD_TEST_KILLS").ok().and_then(|it| it.parse().ok()).unwrap_or(3)
}

#[test]
fn a_killed_run_is_gone_on_with_to_the_same_byte() {
    let folder = folder(60 + kills() * 12);
    let root = folder.path();
    let random = |round: u64| Duration::from_micros(round * 104_729 % 700_000);
    for (words, out, ends) in [
        ("a.jsonl", "o", &[""][..]),
        ("a.jsonl --to csv --entities oe", "o", &["", "e"]),
        ("a.jsonl --to parquet --rows 50", "o", &[""]),
    ] {
        let (err, status) =
            extract(root, &words.replace("oe", "we").replace("a.jsonl", "a.jsonl --out w"));
        assert_eq!(status, 0, "{err}");
        let line = format!("{words} --out {out} --resume");
        for round in 0..kills() {
            let mut child = start(root, &line);
            if round % 2 == 0 {
                until_kept(root, out);
            }
            thread::sleep(random(round + 1));
            child.kill().unwrap();
            child.wait().unwrap();
        }
        let (err, status) = extract(root, &line);
        assert_eq!(status, 0, "{err}");
        for end in ends {
            let [whole, joined] = ["w", out].map(|name| bytes(&root.join(format!("{name}{end}"))));
            assert!(whole == joined, "{words}: {end} differs");
        }
        let (err, _) = extract(root, &line);
        assert_eq!(err, "o is whole: nothing is left to do; to make it again, remove it\n");
        assert!(
            names(root).iter().all(|name| !name.contains('.') || name == "a.jsonl"),
            "{:?}",
            names(root)
        );
        for name in ["w", "we", "o", "oe"] {
            let _ = fs::remove_file(root.join(name));
            let _ = fs::remove_dir_all(root.join(name));
        }
    }
}

/// A run that was killed is gone on with only as it was, and one that runs is left alone.
#[test]
fn another_run_is_not_gone_on_with() {
    let folder = folder(150);
    let root = folder.path();
    let mut child = start(root, "a.jsonl --out o");
    until_kept(root, "o");
    let (err, status) = extract(root, "a.jsonl --out o");
    assert!(err.starts_with("error: o is being written by process") && status == 2, "{err}");
    child.kill().unwrap();
    child.wait().unwrap();
    let kept = fs::read(root.join("o.part")).unwrap();
    let (err, status) = extract(root, "a.jsonl --out o --resume --shard 1/2");
    assert!(err.contains("begun as `--to jsonl --shard 1/1 a.jsonl`") && status == 2, "{err}");
    let text = fs::read_to_string(root.join("a.jsonl")).unwrap();
    fs::write(root.join("a.jsonl"), text.replacen("story-000000", "story-900000", 1)).unwrap();
    let (err, status) = extract(root, "a.jsonl --out o --resume");
    assert!(err.contains("the input is not what it was") && status == 2, "{err}");
    assert!(fs::read(root.join("o.part")).unwrap().starts_with(&kept[..100]));
    assert!(!root.join("o").exists());
}

/// Asked to end, a run keeps what it wrote, whole lines of it, and ends as the signal ends programs.
#[cfg(unix)]
#[test]
fn a_run_that_is_asked_to_end_ends_with_whole_lines() {
    use std::os::unix::process::ExitStatusExt;
    let folder = folder(150);
    let root = folder.path();
    for (name, number) in [("INT", 2), ("TERM", 15)] {
        let mut child = start(root, "a.jsonl --out o --resume");
        until_kept(root, "o");
        let id = child.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
        assert_eq!(child.wait().unwrap().signal(), Some(number));
        let part = fs::read_to_string(root.join("o.part")).unwrap();
        assert!(part.ends_with("}\n") && !root.join("o").exists());
        assert!(!root.join("o.lock").exists());
    }
    assert_eq!(extract(root, "a.jsonl --out o --resume").1, 0);
    assert_eq!(extract(root, "a.jsonl --out w").1, 0);
    assert!(bytes(&root.join("o")) == bytes(&root.join("w")));
}
