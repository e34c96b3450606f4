//! Input made to break readers: each is refused or done within seconds and little memory, and the
//! run goes on to the story behind it.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

/// A debug build on a busy machine is ten times slower than what a user has, who waits 2 seconds.
const PATIENCE: Duration = Duration::from_secs(20);

/// The most memory that reading one of these may take, in bytes.
const MEMORY: u64 = 300 << 20;

fn page(body: &str) -> Vec<u8> {
    format!("<!DOCTYPE html><title>a</title><body>{body}").into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// A ZIP archive of one deflated file of zeros that is far larger than the archive.
fn zip_bomb() -> Vec<u8> {
    let mut archive = ::zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = ::zip::write::SimpleFileOptions::default();
    for name in ["word/document.xml", "META-INF/container.xml"] {
        archive.start_file(name, options).unwrap();
        archive.write_all(&vec![b' '; 40 << 20]).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn laughs() -> Vec<u8> {
    let mut text = String::from("<?xml version=\"1.0\"?><!DOCTYPE nitf [<!ENTITY l0 \"ha\">");
    for at in 1..10 {
        let inside = format!("&l{};", at - 1).repeat(10);
        text += &["<!ENTITY l", &at.to_string(), " \"", &inside, "\">"].concat();
    }
    text.push_str("<!ENTITY x SYSTEM \"file:///etc/passwd\">]><nitf><body><body.content><p>&l9; &x;</p></body.content></body></nitf>");
    text.into_bytes()
}

fn noise(bytes: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (state >> 24) as u8
    };
    (0..bytes).map(|_| next()).collect()
}

#[test]
#[rustfmt::skip]
fn what_is_made_to_break_us_does_not() {
    let many = |count: usize, one: fn(usize) -> String| (0..count).map(one).collect::<Vec<_>>().concat();
    let tables = many(3_000, |at| format!("<table><b id={at}></table>"));
    let boundaries = many(5_000, |at| format!("From: b\nContent-Type: multipart/mixed; boundary=b{at}\n\n--b{at}\n"));
    let documents: Vec<(&str, Vec<u8>, &str)> = vec![
        ("deep.html",      page(&"<div>".repeat(10_000)),                         "elements inside each other"),
        ("closed.html",    page(&("<div>".repeat(10_000) + &"</div>".repeat(10_000))), "elements inside each other"),
        ("attributes.html", page(&format!("<p {}>It rained.", "a=b ".repeat(100_000))), "attributes of one element"),
        ("formats.html",   page(&"<b><i>".repeat(20_000)),                        "formatting elements left open"),
        ("crossed.html",   page(&"<b><i>It rained.</b></i>".repeat(4_000)),      ""),
        ("anchors.html",   page(&"<a href=x><p>It rained. ".repeat(9_000)),       ""),
        ("tables.html",    page(&tables),                                         "formatting elements left open"),
        ("flat.html",      page(&"<p>It rained all day. ".repeat(10_000)),        ""),
        ("brs.html",       page(&"It rained.<br><br>".repeat(10_000)),            ""),
        ("lists.html",     page(&"<ul><li>It rained.".repeat(120)),               ""),
        ("entities.html",  page(&"&amp;".repeat(400_000)),                        ""),
        ("nested.json",    format!("{{\"body_text\":\"a\",\"b\":{}", "[".repeat(20_000)).into_bytes(), "cannot be read as ninjs"),
        ("fragment.ninjs", format!("{{\"body_xhtml\":\"{}\"}}", "<b><i>".repeat(20_000)).into_bytes(), "formatting elements left open"),
        ("laughs.nitf",    laughs(),                                              ""),
        ("deep.nitf",      "<nitf>".repeat(100_000).into_bytes(),                 "elements inside each other"),
        ("wide.nitf",      format!("<nitf>{}", "<p/>".repeat(2_000_000)).into_bytes(), "300000 elements"),
        ("bomb.docx",      zip_bomb(),                                            "unpacked bytes"),
        ("bomb.epub",      zip_bomb(),                                            "unpacked bytes"),
        ("bomb.txt.gz",    gzip(&vec![b'a'; 64 << 20]),                           "200 times its size"),
        ("bomb.jsonl.gz",  gzip(&vec![b'a'; 64 << 20]),                           "200 times its size"),
        ("record.warc",    b"WARC/1.0\r\nContent-Length: 99999999999999\r\n\r\n".to_vec(), ""),
        ("mail.eml",       ("Subject: a\nFrom: b\nContent-Type: multipart/mixed; boundary=a\n\n".to_owned() + &"--a\n\nb\n".repeat(100_000)).into_bytes(), ""),
        ("nested.eml",     boundaries.into_bytes(), ""),
        ("noise.txt",      noise(1 << 20),                                        "is not text"),
        ("noise.html",     noise(1 << 20),                                        "is not text"),
        ("noise.docx",     noise(1 << 20),                                        "cannot be read as a ZIP"),
        ("noise.warc",     noise(1 << 20),                                        "does not begin with WARC/"),
        ("noise.eml",      noise(1 << 20),                                        "is not text"),
        ("letters.md",     "[".repeat(20_000).into_bytes(),                      ""),
    ];
    for (name, bytes, expected) in documents {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(name), bytes).unwrap();
        std::fs::write(folder.path().join("zz.txt"), "It rained.").unwrap();
        let begin = Instant::now();
        let (out, most) = measured(folder.path(), &["extract", "--threads", "1", name, "zz.txt"]);
        assert!(begin.elapsed() < PATIENCE, "{name}: {:?}", begin.elapsed());
        assert!(most < MEMORY, "{name}: {} MB", most >> 20);
        let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert!(lines.last().is_some_and(|line| line["id"] == "zz.txt"), "{name}: {out}");
        let told = lines[0]["error"].as_str().unwrap_or_default();
        assert!(told.contains(expected), "{name}: {told}");
        assert!(!told.contains("mistake of ours") && !told.contains("read safely"), "{name}: {told}");
        assert!(!out.contains("root:"), "{name} read another file");
    }
}

/// What the program writes, and the most memory that it or its reader of risky formats has had, in bytes;
/// 0 where the system does not say.
fn measured(folder: &Path, args: &[&str]) -> (String, u64) {
    let out = folder.join("out");
    let mut child = Command::new(assert_cmd::cargo::cargo_bin!("onrecord"))
        .current_dir(folder)
        .args(args)
        .stdin(Stdio::null())
        .stdout(std::fs::File::create(&out).unwrap())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut most = [0, 0];
    let status = loop {
        for (most, id) in most.iter_mut().zip([Some(child.id()), child_of(child.id())]) {
            *most = id.and_then(memory).unwrap_or(0).max(*most);
        }
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    assert!(status.success(), "{args:?}");
    (std::fs::read_to_string(out).unwrap(), most.into_iter().max().unwrap_or(0))
}

/// The first child of a process, if it has one and the system says so.
fn child_of(id: u32) -> Option<u32> {
    let threads = std::fs::read_dir(format!("/proc/{id}/task")).ok()?;
    let children =
        |thread: std::fs::DirEntry| std::fs::read_to_string(thread.path().join("children")).ok();
    threads
        .flatten()
        .filter_map(children)
        .find_map(|ids| ids.split_whitespace().next()?.parse().ok())
}

/// A line of a gigabyte, without an end: it is read over and refused in the memory of the limit.
#[test]
#[cfg(target_os = "linux")]
fn a_gigabyte_on_one_line_is_refused() {
    for args in [&["--from", "jsonl"][..], &["--from", "html"], &["--from", "mail"], &[]] {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin!("onrecord"))
            .arg("extract")
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let id = child.id();
        let feed = std::thread::spawn(move || {
            let mega = vec![b'a'; 1 << 20];
            let mut most = 0;
            for _ in 0..1024 {
                if input.write_all(&mega).is_err() {
                    break;
                }
                most = memory(id).unwrap_or(most);
            }
            most
        });
        let output = child.wait_with_output().unwrap();
        let most = feed.join().unwrap();
        let told = String::from_utf8(output.stdout).unwrap();
        assert!(told.contains("is larger than 16 MB"), "{args:?}: {told}");
        assert!(most < MEMORY, "{args:?}: {} MB", most >> 20);
    }
}

/// The most memory that a process has had, in bytes; none where the system does not say.
fn memory(id: u32) -> Option<u64> {
    let told = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes << 10)
}
