//! The walls of the house: which room names which, what only some rooms may name, and how files
//! are kept. The table of rooms is the one in `ARCHITECTURE.md`, read from there.
//!
//! Imports are found by reading tokens, not by compiling: `crate::…`, `super::…` and the crates of
//! [`OUTSIDE`], in `use` trees and in paths. Comments and strings are not code and name nothing.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::iter::Peekable;
use std::path::{Path, PathBuf};
use std::str::Chars;

/// What only some files may name: the path, where (a file or a folder of `src`), and why. Tests in
/// any file may name it, but for what draws and hears the terminal.
const OUTSIDE: &[(&[&str], &[&str], &str)] = &[
    (&["ratatui"], &["ui/", "run/tui/terminal.rs"], "everything else makes a plain `Screen`"),
    (&["crossterm"], &["input/", "run/tui.rs", "run/tui/"], "the app knows actions, not keys"),
    (&["std", "fs"], &["disk/"], "files are read and written in one room"),
    (&["std", "thread"], &["run/"], "only what runs has threads"),
    (&["signal_hook"], &["run/"], "who ends the program is the business of what runs"),
    (&["parquet"], &["export/"], "formats are written in one room"),
    (&["rayon"], &["run/"], "only what runs has threads"),
    (&["crossbeam_channel"], &["run/"], "only what runs has threads"),
    (&["std", "env"], &["run/"], "what the environment says is handed down as values"),
    (
        &["std", "time"],
        &["run/", "disk/fetch.rs"],
        "the time of a change is handed down as a value",
    ),
    (&["std", "net"], &[], "nothing here talks to a network"),
    (&["directories"], &["disk/"], "where things lie is decided in one room"),
    (&["tempfile"], &["disk/"], "files are read and written in one room"),
    (&["clap"], &["args/", "main.rs"], "the command line ends where `run` begins"),
    (&["pulldown_cmark"], &["import/"], "formats are read in one room"),
    (&["dom_query"], &["import/"], "formats are read in one room"),
    (&["dom_smoothie"], &["import/"], "formats are read in one room"),
    (&["trafilatura"], &["import/"], "formats are read in one room"),
    (&["quick_xml"], &["import/"], "formats are read in one room"),
    (&["mail_parser"], &["import/"], "formats are read in one room"),
    (&["ureq"], &["disk/fetch.rs"], "one file talks to the network, if it was built to"),
    (&["rusqlite"], &["disk/"], "the index is a file like the others"),
    (&["ruzstd"], &["disk/"], "files are unpacked as they are opened"),
    (&["glob"], &["disk/"], "files are found in one room"),
    (&["std", "process"], &["run/", "main.rs"], "other processes are the shell's business"),
    (&["encoding_rs"], &["import/"], "bytes become text in one room"),
    (&["chardetng"], &["import/"], "bytes become text in one room"),
];

/// Lines of a file, its tests with it: what one can hold in mind.
const MOST_LINES: usize = 500;

/// Names that say nothing of what is inside.
const EMPTY_NAMES: [&str; 8] =
    ["util", "utils", "helper", "helpers", "common", "misc", "manager", "core"];

#[test]
fn rooms_name_only_what_the_architecture_lets_them() {
    let rooms = Rooms::read(&text(Path::new("ARCHITECTURE.md")));
    none(sources("src").iter().flat_map(|file| rooms.faults(file, &text(file))));
}

#[test]
fn the_world_is_named_at_the_rim_only() {
    none(sources("src").iter().flat_map(|file| trespasses(file, &text(file))));
}

#[test]
fn files_open_with_their_purpose_and_stay_short() {
    let all = ["src", "tests", "examples", "benches"].into_iter().flat_map(sources);
    none(all.flat_map(|file| untidy(&file, &text(&file))));
}

/// Fails with every fault, one a line.
#[track_caller]
fn none(faults: impl Iterator<Item = String>) {
    let faults: Vec<String> = faults.collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// Which room may name which.
struct Rooms {
    /// By room; no list for one that may name everything.
    may: HashMap<String, Option<Vec<String>>>,
}

impl Rooms {
    /// Reads the rows `| `room` | rooms | …` of the table that begins with `| Room |`. A row names
    /// only rooms of rows above it, so that no arrow runs back.
    fn read(architecture: &str) -> Rooms {
        let mut may: HashMap<String, Option<Vec<String>>> = HashMap::new();
        let lines = (1..).zip(architecture.lines());
        let table = lines.skip_while(|(_, row)| !row.starts_with("| Room |"));
        for (line, row) in table.take_while(|(_, row)| row.starts_with('|')) {
            let mut cells = row.strip_prefix("| `").unwrap_or_default().split('|');
            let (Some(room), Some(named)) = (cells.next(), cells.next()) else { continue };
            let room = room.trim().trim_end_matches('`').to_owned();
            let words = named.split(',').map(|word| word.trim().trim_matches('`').to_owned());
            let named: Vec<String> = words.filter(|word| word != "–").collect();
            let everything = named == ["everything"];
            for other in named.iter().filter(|_| !everything) {
                assert!(may.contains_key(other), "ARCHITECTURE.md:{line}: `{other}` stands below");
            }
            may.insert(room, (!everything).then_some(named));
        }
        Rooms { may }
    }

    fn faults(&self, file: &Path, source: &str) -> Vec<String> {
        let module = module(file);
        let Some(room) = module.first() else { return Vec::new() };
        let Some(may) = self.may.get(room) else {
            return vec![format!("{}:1: `{room}` is no room of ARCHITECTURE.md", file.display())];
        };
        let Some(may) = may else { return Vec::new() };
        let named = names(source, &module).into_iter();
        let rooms = named.filter(|name| name.path[0] == "crate");
        rooms
            .filter_map(|name| Some((name.line, name.path.get(1)?.clone())))
            .filter(|(_, other)| other != room && !may.contains(other))
            .map(|(line, other)| {
                let list = if may.is_empty() { "nothing".to_owned() } else { may.join(", ") };
                format!("{}:{line}: `{room}` names `{other}`, may name {list}", file.display())
            })
            .collect()
    }
}

/// What a file names of [`OUTSIDE`] without being one of those that may.
fn trespasses(file: &Path, source: &str) -> Vec<String> {
    let inside = file.strip_prefix("src").unwrap_or(file).to_string_lossy().replace('\\', "/");
    let mut faults = Vec::new();
    for name in names(source, &module(file)) {
        for (path, places, why) in OUTSIDE {
            let here = places.iter().any(|place| inside.starts_with(place));
            let spared = name.in_tests && !matches!(path[0], "ratatui" | "crossterm");
            if here || spared || !name.path.iter().take(path.len()).eq(*path) {
                continue;
            }
            let (at, line, path) = (file.display(), name.line, path.join("::"));
            let places = if places.is_empty() { "nowhere" } else { &places.join(", ") };
            faults.push(format!("{at}:{line}: names `{path}`, which belongs to {places}: {why}"));
        }
    }
    faults
}

fn untidy(file: &Path, source: &str) -> Vec<String> {
    let at = file.display();
    let mut faults = Vec::new();
    if !source.starts_with("//!") {
        faults.push(format!("{at}:1: does not open with its purpose, `//! …`"));
    }
    let lines = source.lines().count();
    if lines > MOST_LINES {
        let past = MOST_LINES + 1;
        faults.push(format!("{at}:{past}: {lines} lines, {MOST_LINES} at most: split it by idea"));
    }
    let parts = file.with_extension("");
    for part in parts.iter().filter_map(|part| part.to_str()) {
        if EMPTY_NAMES.contains(&part) {
            faults.push(format!("{at}:1: `{part}` does not say what is inside"));
        }
    }
    faults
}

/// The Rust files below a folder, in order.
fn sources(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                found.push(path);
            }
        }
    }
    assert!(!found.is_empty(), "no source below {folder}");
    found.sort();
    found
}

fn text(file: &Path) -> String {
    fs::read_to_string(file).unwrap()
}

/// The module that a file of `src` is; none for `main.rs` and `lib.rs`.
fn module(file: &Path) -> Vec<String> {
    let inside = file.strip_prefix("src").unwrap_or(file).with_extension("");
    let parts = inside.iter().map(|part| part.to_string_lossy().into_owned());
    parts.filter(|part| !matches!(part.as_str(), "mod" | "main" | "lib")).collect()
}

/// A path that code names, whole: `crate::text::Span`, `std::fs`.
#[derive(Debug, PartialEq)]
struct Name {
    line: usize,
    path: Vec<String>,
    /// Whether it stands in a module or a file called `tests`.
    in_tests: bool,
}

/// Every path in `source` that begins with `crate`, `super` or a crate of [`OUTSIDE`].
fn names(source: &str, module: &[String]) -> Vec<Name> {
    let tokens = tokens(source);
    let mut found = Vec::new();
    // The module at hand, and at which depth of braces each inline one ends.
    let (mut here, mut ends, mut depth) = (module.to_vec(), Vec::new(), 0_usize);
    let mut at = 0;
    while let Some((_, token)) = tokens.get(at) {
        let word = |ahead: usize| tokens.get(at + ahead).map_or("", |(_, word)| word.as_str());
        let begins = at == 0 || tokens[at - 1].1 != "::";
        match token.as_str() {
            "mod" if word(2) == "{" => {
                here.push(word(1).to_owned());
                ends.push(depth);
            }
            "{" => depth += 1,
            "}" => {
                depth = depth.saturating_sub(1);
                if ends.last() == Some(&depth) {
                    ends.pop();
                    here.pop();
                }
            }
            "super" | "crate" if begins && word(1) == "::" => {
                let mut root = here.clone();
                if token == "crate" {
                    root.clear();
                }
                let mut paths = Vec::new();
                at = tree(&tokens, at, Vec::new(), &mut paths);
                for (line, path) in paths {
                    let ups = path.iter().take_while(|part| *part == "super").count();
                    let kept = root.iter().take(root.len().saturating_sub(ups));
                    let rest = path.iter().skip(ups).filter(|part| *part != "crate");
                    let start = std::iter::once("crate".to_owned());
                    let path = start.chain(kept.cloned()).chain(rest.cloned()).collect();
                    found.push(Name { line, path, in_tests: in_tests(&here) });
                }
                continue;
            }
            first if begins && OUTSIDE.iter().any(|(path, ..)| path[0] == first) => {
                let mut paths = Vec::new();
                at = tree(&tokens, at, Vec::new(), &mut paths);
                let name = |(line, path)| Name { line, path, in_tests: in_tests(&here) };
                found.extend(paths.into_iter().map(name));
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

fn in_tests(module: &[String]) -> bool {
    module.iter().any(|part| part == "tests")
}

/// Reads the path at `at`, with all branches of a `{…}`; gives where it ends.
fn tree(
    tokens: &[(usize, String)],
    mut at: usize,
    mut path: Vec<String>,
    found: &mut Vec<(usize, Vec<String>)>,
) -> usize {
    let word = |at: usize| tokens.get(at).map_or("", |(_, word)| word.as_str());
    loop {
        if word(at) == "{" {
            at += 1;
            while !matches!(word(at), "}" | "") {
                at = tree(tokens, at, path.clone(), found).max(at + 1);
                while !matches!(word(at), "," | "}" | "") {
                    at += 1;
                }
                at += usize::from(word(at) == ",");
            }
            return at + 1;
        }
        let line = tokens.get(at).map_or(0, |(line, _)| *line);
        path.push(word(at).to_owned());
        if word(at + 1) != "::" {
            found.push((line, path));
            return at + 1;
        }
        at += 2;
    }
}

/// Words, `::` and single marks with their lines; without comments, strings and letters in quotes.
fn tokens(source: &str) -> Vec<(usize, String)> {
    let mut tokens = Vec::new();
    let mut line = 1;
    let mut rest = source.chars().peekable();
    while let Some(letter) = rest.next() {
        match letter {
            '\n' => line += 1,
            '/' if rest.peek() == Some(&'/') => {
                while rest.next_if(|next| *next != '\n').is_some() {}
            }
            '/' if rest.peek() == Some(&'*') => skip_comment(&mut rest, &mut line),
            '"' => skip_string(&mut rest, &mut line, 0, true),
            '\'' => skip_letter(&mut rest),
            ':' if rest.next_if_eq(&':').is_some() => tokens.push((line, "::".to_owned())),
            _ if letter.is_alphanumeric() || letter == '_' => {
                let mut word = letter.to_string();
                while let Some(next) = rest.next_if(|it| it.is_alphanumeric() || *it == '_') {
                    word.push(next);
                }
                if matches!(word.as_str(), "r" | "br") && matches!(rest.peek(), Some('"' | '#')) {
                    let mut marks = 0;
                    while rest.next_if_eq(&'#').is_some() {
                        marks += 1;
                    }
                    // `r#type` is a word; only `r"` and `r#"` begin a string.
                    if rest.next_if_eq(&'"').is_some() {
                        skip_string(&mut rest, &mut line, marks, false);
                    }
                    continue;
                }
                tokens.push((line, word));
            }
            _ if letter.is_whitespace() => {}
            _ => tokens.push((line, letter.to_string())),
        }
    }
    tokens
}

fn skip_comment(rest: &mut Peekable<Chars>, line: &mut usize) {
    let (mut depth, mut last) = (1, ' ');
    rest.next();
    for letter in rest.by_ref() {
        *line += usize::from(letter == '\n');
        match (last, letter) {
            ('*', '/') => depth -= 1,
            ('/', '*') => depth += 1,
            _ => {
                last = letter;
                continue;
            }
        }
        last = ' ';
        if depth == 0 {
            return;
        }
    }
}

/// Skips to the end of a string that is open; a raw one ends with a mark and so many `#`.
fn skip_string(rest: &mut Peekable<Chars>, line: &mut usize, marks: usize, escapes: bool) {
    while let Some(letter) = rest.next() {
        *line += usize::from(letter == '\n');
        if letter == '\\' && escapes {
            *line += usize::from(rest.next() == Some('\n'));
        } else if letter == '"' {
            let closing = (0..marks).take_while(|_| rest.next_if_eq(&'#').is_some()).count();
            if closing == marks {
                return;
            }
        }
    }
}

/// Skips `'a'` and `'\''`; of a lifetime only its mark.
fn skip_letter(rest: &mut Peekable<Chars>) {
    let mut ahead = rest.clone();
    let first = ahead.next();
    if first == Some('\\') {
        rest.next();
        rest.next();
        while rest.next().is_some_and(|letter| letter != '\'') {}
    } else if ahead.next() == Some('\'') {
        rest.nth(1);
    }
}

/// Lines and paths of what `source` names, as `src/story/statement.rs` would.
fn shown(source: &str) -> String {
    let mut out = String::new();
    for name in names(source, &["story".to_owned(), "statement".to_owned()]) {
        let tests = if name.in_tests { " in tests" } else { "" };
        write!(out, "{} {}{tests}; ", name.line, name.path.join("::")).unwrap();
    }
    out
}

#[test]
#[rustfmt::skip]
fn names_are_found() {
    for (source, found) in [
        ("use crate::text::Span;",                     "1 crate::text::Span; "),
        ("use crate::{text, nlp::{Analysis, Note}};",  "1 crate::text; 1 crate::nlp::Analysis; 1 crate::nlp::Note; "),
        ("use crate::text::{\n    self, clean as c,\n    Span,\n};\ncrate::app::x();",
         "2 crate::text::self; 2 crate::text::clean; 3 crate::text::Span; 5 crate::app::x; "),
        ("use super::Story;",                          "1 crate::story::Story; "),
        ("use super::super::{app, view::Run};",        "1 crate::app; 1 crate::view::Run; "),
        ("mod tests { use super::*; }\nuse super::x;", "1 crate::story::statement::* in tests; 2 crate::story::x; "),
        ("mod a { fn f() {} } fn g() { super::super::app::h() }", "1 crate::app::h; "),
        ("use std::{fmt, fs::{self, File}};",          "1 std::fmt; 1 std::fs::self; 1 std::fs::File; "),
        ("let file = std::fs::read(path);",            "1 std::fs::read; "),
        ("fn f(x: &ratatui::Frame) {}",                "1 ratatui::Frame; "),
        ("pub(crate) fn f<'a>(x: &'a str) -> a::std {}", ""),
        ("// crate::app\n/* crate::app /* */ crate::b */ \"crate::app \\\" crate::c\" 'x' '\\'' '\"' crate::d::e",
         "2 crate::d::e; "),
        ("r#\"crate::app \" \"# r\"\\\" b\"crate::b\" \"\n\" r#type crate::d::e", "2 crate::d::e; "),
    ] {
        assert_eq!(shown(source), found, "{source}");
    }
}

#[test]
fn walls_can_fail() {
    let table = "| Room | May name | Says |\n|---|---|---|\n| `text` | – | a |\n\
                 | `nlp` | text | b |\n| `app` | text, nlp | c |\n| `run` | everything | d |\n";
    let rooms = Rooms::read(table);
    let source = "//! A.\n\nuse crate::text::Span;\nuse crate::{app::App, nlp::Note};\n";
    let faults = |file: &str| rooms.faults(Path::new(file), source);
    assert_eq!(faults("src/nlp/tag.rs"), ["src/nlp/tag.rs:4: `nlp` names `app`, may name text"]);
    assert_eq!(faults("src/text/mod.rs").len(), 2);
    assert_eq!(faults("src/app/mod.rs"), [""; 0]);
    assert_eq!(faults("src/run/tui.rs"), [""; 0]);
    assert_eq!(faults("src/attic.rs"), ["src/attic.rs:1: `attic` is no room of ARCHITECTURE.md"]);

    let source = "//! A.\nuse std::{fmt, fs};\nmod tests { use std::fs; }\nuse ratatui::Frame;\n";
    let faults = |file: &str| trespasses(Path::new(file), source);
    let expected = [
        "src/app/mod.rs:2: names `std::fs`, which belongs to disk/: files are read and written in one room",
        "src/app/mod.rs:4: names `ratatui`, which belongs to ui/, run/tui/terminal.rs: everything else makes a plain `Screen`",
    ];
    assert_eq!(faults("src/app/mod.rs"), expected);
    assert_eq!(faults("src/ui/mod.rs").len(), 1);

    let long = "//! A.\n".repeat(MOST_LINES + 1);
    let faults = |file: &str, source: &str| untidy(Path::new(file), source);
    assert_eq!(faults("src/a.rs", "//! A."), [""; 0]);
    assert_eq!(faults("src/a.rs", "use b;").len(), 1);
    assert_eq!(
        faults("src/a.rs", &long),
        ["src/a.rs:501: 501 lines, 500 at most: split it by idea"]
    );
    assert_eq!(faults("src/utils/a.rs", "//! A.").len(), 1);
    assert_eq!(faults("src/a/common.rs", "//! A.").len(), 1);
}

#[test]
#[should_panic(expected = "ARCHITECTURE.md:2: `app` stands below")]
fn no_arrow_runs_back() {
    Rooms::read("| Room |\n| `nlp` | app | b |\n| `app` | – | c |\n");
}
