//! What the documents show is what the program does: the picture, the keys, the examples.

use std::fs;
use std::path::Path;

use onrecord::annotation::file;
use onrecord::article::{Article, Origin};
use onrecord::export;
use onrecord::input;
use onrecord::text::clean::clean;

use super::command::{onrecord, run};

#[expect(dead_code, reason = "the test calls what its `main` prints")]
#[path = "../examples/screenshot.rs"]
mod screenshot;

fn readme() -> String {
    fs::read_to_string("README.md").unwrap()
}

/// The first block of code of that kind.
fn block<'a>(readme: &'a str, kind: &str) -> &'a str {
    let start = format!("\n```{kind}\n");
    let (_, rest) = readme.split_once(&start).unwrap_or_else(|| panic!("no block of {kind}"));
    rest.split_once("```").unwrap().0
}

#[test]
fn the_picture_is_what_the_program_draws() {
    let kept = fs::read_to_string("assets/screen.svg").unwrap();
    let told = "the screen has changed: cargo run --example screenshot > assets/screen.svg";
    assert!(kept == screenshot::picture().unwrap(), "{told}");
}

#[test]
fn every_key_of_the_readme_is_bound() {
    let readme = readme();
    let table = readme.split("## Keys").nth(1).unwrap().split("\n## ").next().unwrap();
    let guide = input::guide();
    let bound: Vec<&str> = guide.iter().flat_map(|hint| hint.keys.split(' ')).collect();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `")?.split(" | ").next());
    let keys: Vec<&str> =
        rows.flat_map(|cell| cell.split(' ')).map(|key| key.trim_matches('`')).collect();
    assert!(keys.len() > 30, "{keys:?}");
    for key in keys {
        assert!(bound.contains(&key), "{key} means nothing");
    }
}

#[test]
fn the_examples_are_true() {
    let readme = readme();
    let (built_in, _, _) = run(&mut onrecord());
    assert!(built_in.contains(block(&readme, "text")), "{built_in}");
    let line =
        run(onrecord().arg("extract").write_stdin("“We will repair the pier,” Ada Hill said.\n"));
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    assert_eq!(bare(&line.0), bare(block(&readme, "json")));
    let story = "“We will repair the pier,” Ada Hill said on Monday.\n";
    let article = Article::new("story.txt", Origin::Stdin, clean(story));
    let document = file::decode(block(&readme, "ron").as_bytes(), &article).unwrap();
    assert_eq!(document.set.items().count(), 1);
}

/// Each key of the lines of `extract` is told in the README.
#[test]
fn every_key_of_the_contract_is_told() {
    let readme = readme();
    let story = "assets/stories/river-bridge.txt";
    let (line, ..) = run(onrecord().args(["extract", "--with", "text", story]));
    let line: serde_json::Value = serde_json::from_str(&line).unwrap();
    let mut open = vec![&line];
    while let Some(value) = open.pop() {
        match value {
            serde_json::Value::Object(fields) => {
                for (key, value) in fields {
                    assert!(readme.contains(&format!("`{key}`")), "{key}");
                    open.push(value);
                }
            }
            serde_json::Value::Array(all) => open.extend(all),
            _ => {}
        }
    }
}

#[test]
fn every_format_of_the_table_is_told() {
    let readme = readme();
    let table = readme.split("| `--to` | Is |").nth(1).unwrap().split("\n\n").next().unwrap();
    for format in export::FORMATS {
        assert!(table.contains(&format!("`{}`", format.name)), "{}", format.name);
    }
}

#[test]
fn files_that_documents_link_to_are_there() {
    for document in ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "assets/lexicon/README.md"] {
        let text = fs::read_to_string(document).unwrap();
        let folder = Path::new(document).parent().unwrap();
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for link in links.filter(|link| !link.starts_with("http")) {
            assert!(folder.join(link).exists(), "{document}: {link}");
        }
    }
}
