//! `onrecord extract` on files, folders, streams and rubbish, in a folder of its own.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::command::{onrecord, run};

const STORY: &str = "RIGA, March 3, 2026 (Reuters) - It rained, the Mayor said.\n\nNobody came.\n";

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

/// Runs `onrecord extract` in `folder`: its lines, its errors, its status.
fn extract(folder: &Path, args: &[&str], input: &str) -> (Vec<Value>, String, i32) {
    let mut command = onrecord();
    command.current_dir(folder).arg("extract").args(args).write_stdin(input);
    let (out, err, status) = run(&mut command);
    let lines = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (lines, err, status)
}

fn ids(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|line| line["id"].as_str().unwrap()).collect()
}

#[test]
fn every_file_is_one_line_in_order_and_failures_are_told() {
    let utf16: Vec<u8> =
        format!("\u{feff}{STORY}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let files = [
        ("b.txt", STORY.as_bytes()),
        ("utf16.txt", &utf16),
        ("empty.txt", b""),
        ("blank.txt", b" \r\n\n"),
        ("binary.txt", b"\x7fELF\0\0\0"),
        ("page.txt", b"<html><p>It rained."),
        ("a.md", b"# Rain\r\n\r\nIt *rained*.\r\n"),
    ];
    let folder = folder(&files);
    let names = [
        "b.txt",
        "utf16.txt",
        "missing.txt",
        "empty.txt",
        "blank.txt",
        "binary.txt",
        "page.txt",
        "a.md",
    ];
    let (lines, err, status) = extract(folder.path(), &names, "");
    assert_eq!(ids(&lines), names);
    for (line, expected) in lines.iter().zip([
        "Reuters Riga 2026-03-03",
        "Reuters Riga 2026-03-03",
        "there is no such file",
        "is empty",
        "is empty",
        "is not text but a program",
        "  ",
        "Rain",
    ]) {
        let field = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
        let found = match line.get("error") {
            Some(error) => error.as_str().unwrap().to_owned(),
            None => match line["title"].as_str() {
                Some(title) => title.to_owned(),
                None => format!("{} {} {}", field("agency"), field("place"), field("date")),
            },
        };
        assert!(found.starts_with(expected), "{line}");
    }
    assert_eq!(err.lines().count(), 4, "{err}");
    let (told, ..) = extract(folder.path(), &["--from", "text", "page.txt"], "");
    assert!(told[0]["error"].as_str().unwrap().starts_with("is not text but a page of HTML"));
    assert!(err.contains("error: missing.txt: there is no such file\n"));
    assert_eq!(status, 0);
    assert_eq!(extract(folder.path(), &["--strict", "empty.txt"], "").2, 1);
    assert_eq!(extract(folder.path(), &["--strict", "b.txt"], "").2, 0);
}

#[test]
fn folders_are_read_through() {
    let files: [(&str, &[u8]); 5] = [
        ("news/b/c.txt", b"It rained."),
        ("news/a.md", b"It rained."),
        ("news/.hidden.txt", b"It rained."),
        ("news/picture.png", b"\x89PNG"),
        ("news/d.jsonl", b"{\"text\":\"It rained.\"}\n{\"id\":\"x\",\"text\":\"It rained.\"}"),
    ];
    let folder = folder(&files);
    let (lines, err, status) = extract(folder.path(), &["news"], "");
    assert_eq!(ids(&lines), ["news/a.md", "news/b/c.txt", "news/d.jsonl:1", "x"]);
    assert_eq!((err.as_str(), status), ("", 0));
    fs::create_dir(folder.path().join("nothing")).unwrap();
    let (lines, _, status) = extract(folder.path(), &["nothing"], "");
    assert!(lines[0]["error"].as_str().unwrap().starts_with("holds no file"), "{lines:?}");
    assert_eq!(status, 0);
}

#[test]
fn addresses_are_read_only_if_asked() {
    let folder = folder(&[]);
    let address = "http://127.0.0.1:9/story";
    for (args, told) in [(&[address][..], "is an address"), (&["--fetch", address], "")] {
        let (lines, ..) = extract(folder.path(), args, "");
        assert_eq!(ids(&lines), [address]);
        assert!(lines[0]["error"].as_str().unwrap().starts_with(told), "{lines:?}");
    }
}

#[test]
fn standard_input_is_recognised() {
    let folder = folder(&[]);
    for (input, args, expected) in [
        (STORY, &[][..], vec!["-"]),
        (STORY, &["-"], vec!["-"]),
        ("{\"id\":\"a\",\"text\":\"One.\"}\r\n\r\n{\"text\":\"Two.\"}\r\n", &[], vec!["a", "-:3"]),
        ("\u{feff}{\"id\":\"a\",\"text\":\"One.\"}", &[], vec!["a"]),
        ("{curly} words are prose.", &[], vec!["-"]),
        ("{\"id\":\"a\",\"text\":\"One.\"}", &["--from", "text"], vec!["-"]),
        ("", &["--from", "jsonl"], vec![]),
    ] {
        let (lines, err, status) = extract(folder.path(), args, input);
        assert_eq!((ids(&lines), err.as_str(), status), (expected, "", 0), "{input}");
    }
}

#[test]
fn a_broken_line_is_that_lines_error() {
    let input = "{\"id\":\"a\",\"text\":\"One.\"}\n{\"id\":\"b\",\n{\"id\":\"c\"}\n{\"id\":\"d\",\"text\":\"Four.\"}\n";
    let folder = folder(&[("x.jsonl", input.as_bytes())]);
    let (lines, err, status) = extract(folder.path(), &["x.jsonl"], "");
    assert_eq!(ids(&lines), ["a", "x.jsonl:2", "c", "d"]);
    assert!(lines[1]["error"].as_str().unwrap().starts_with("line 2 is not an article in JSON"));
    assert!(lines[2]["error"].as_str().unwrap().contains("it has no \"text\""));
    assert_eq!(err.lines().count(), 2);
    assert_eq!(status, 0);
}

#[test]
fn with_text_gives_what_offsets_count_in() {
    let source = "\u{feff}# Ra\u{202e}in\r\n\r\n\u{1b}[31mIt *rained*.";
    let folder = folder(&[("a.md", source.as_bytes())]);
    let (lines, _, _) = extract(folder.path(), &["--with", "text", "a.md"], "");
    assert_eq!(lines[0]["text"], source.trim_start_matches('\u{feff}'));
    assert_eq!(lines[0]["title"], "Rain");
}

#[test]
fn nothing_of_a_hostile_text_reaches_the_terminal_raw() {
    let folder = folder(&[
        ("\u{1b}[31mred.txt", b"\0"),
        ("a.jsonl", b"{\"id\":\"\\u001b]0;x\\u0007\",\"text\":\"\"}\n\x1b[2Jno\n{\"id\":1,\"text\":\"\\u001b[31m\\u202eIt rained.\",\"title\":\"\\u001b[5mRain\"}"),
    ]);
    let mut command = onrecord();
    command.current_dir(&folder).args(["extract", "--with", "text", "."]);
    let (out, err, status) = run(&mut command);
    assert_eq!((out.lines().count(), err.lines().count(), status), (4, 3, 0), "{out}\n{err}");
    let raw = |text: &str| text.chars().any(|ch| ch.is_control() && ch != '\n');
    assert!(!raw(&out) && !raw(&err), "{out:?}\n{err:?}");
}

#[test]
fn threads_do_not_change_a_byte() {
    let row =
        |at: usize| format!("{{\"id\":{at},\"text\":\"{}\"}}\n", "It rained. ".repeat(at % 17 + 1));
    let rows = (0..300).map(row).collect::<Vec<_>>().concat();
    let folder = folder(&[("a.jsonl", rows.as_bytes())]);
    let (one, ..) = extract(folder.path(), &["--threads", "1", "a.jsonl"], "");
    let (many, ..) = extract(folder.path(), &["--threads", "8", "a.jsonl"], "");
    assert_eq!(one.len(), 300);
    assert_eq!(one, many);
}

#[test]
fn out_replaces_a_file_at_the_end_or_not_at_all() {
    let folder = folder(&[("a.txt", STORY.as_bytes()), ("out.jsonl", b"old")]);
    let (lines, err, status) = extract(folder.path(), &["a.txt", "--out", "out.jsonl"], "");
    assert_eq!((lines.len(), err.as_str(), status), (0, "", 0));
    let written = fs::read_to_string(folder.path().join("out.jsonl")).unwrap();
    assert!(written.starts_with("{\"id\":\"a.txt\"") && written.ends_with("}\n"), "{written}");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
    let (_, err, status) = extract(folder.path(), &["a.txt", "--out", "no/out.jsonl"], "");
    assert_eq!(err, "error: cannot write no/out.jsonl: there is no such folder\n");
    assert_eq!(status, 2);
}

/// Whoever reads our output may stop, even while our own input is still open.
#[test]
fn a_closed_pipe_is_success() {
    let mut child = Command::new(assert_cmd::cargo::cargo_bin!("onrecord"))
        .args(["extract", "--from", "jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let feed = std::thread::spawn(move || {
        let line = format!("{{\"text\":\"{}\"}}\n", "It rained. ".repeat(50));
        while std::io::Write::write_all(&mut input, line.as_bytes()).is_ok() {}
    });
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    assert!(line.starts_with("{\"id\":\"-:1\""));
    drop(out);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(output.stderr, b"");
    feed.join().unwrap();
}
