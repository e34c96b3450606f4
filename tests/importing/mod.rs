//! A small document of each format, written by us, read through the command as users do.

use serde_json::Value;

use crate::command::{onrecord, run};

mod hostile;
mod replay;

/// What a line of `extract` says: title, byline, publisher, date, place, url, language.
const FIELDS: [&str; 7] = ["title", "byline", "publisher", "date", "place", "url", "language"];

const MAYOR: &str = "Mayor leaves town hall|Jane Roe";
const ADDRESS: &str = "https://example.org/2017/mayor";

fn extract(args: &[&str]) -> Vec<Value> {
    let (out, err, status) = run(onrecord().args(["extract", "--with", "text"]).args(args));
    assert_eq!(status, 0, "{args:?}: {err}");
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn fields(line: &Value) -> String {
    let word = |key: &&str| line[*key].as_str().unwrap_or_default().to_owned();
    FIELDS.iter().map(word).collect::<Vec<_>>().join("|")
}

#[test]
#[rustfmt::skip]
fn every_format_is_read() {
    let bugle = format!("{MAYOR}|Daily Bugle|2017-11-13||{ADDRESS}|en");
    let page = format!("{bugle}-GB");
    let press = format!("{MAYOR}|Coastal Press|2017-11-13|Riga||");
    for (file, expected) in [
        ("page.html",       vec![page.clone()]),
        ("item.ninjs.json", vec![format!("{MAYOR}|Coastal Press|2017-11-13|Riga|https://example.org/items/1|en")]),
        ("item3.ninjs",     vec![format!("{MAYOR}|Coastal Press|2017-11-13||https://example.org/items/1|")]),
        ("item.nitf",       vec![press.clone()]),
        ("item.newsml",     vec![format!("{press}en")]),
        ("message.xml",     vec![format!("{press}en"), "Rain||||||".to_owned()]),
        ("feed.rss",        vec![bugle.clone(), "Rain & more rain|A. Poe|Daily Bugle||||en".to_owned()]),
        ("feed.atom",       vec![bugle.clone()]),
        ("feed.json",       vec![bugle, "||Daily Bugle||||en".to_owned()]),
        ("book.epub",       vec![format!("{MAYOR}|Coastal Press|2017-11-13|||en"), "Rain|Jane Roe|Coastal Press|2017-11-13|||en".to_owned()]),
        ("crawl.warc.gz",   vec![page]),
        ("letter.eml",      vec![format!("{MAYOR}|Daily Bugle|2017-11-13|||")]),
        ("letters.mbox",    vec![format!("{MAYOR}|Daily Bugle|2017-11-13|||"), "Rain – again|||2017-11-14|||".to_owned()]),
        ("report.docx",     vec![format!("{MAYOR}||2017-11-13|||")]),
    ] {
        let path = format!("tests/importing/{file}");
        let lines = extract(&[&path]);
        let told: Vec<String> = lines.iter().map(fields).collect();
        assert_eq!(told, expected, "{file}: {lines:?}");
        let text = lines[0]["text"].as_str().unwrap();
        let prose: Vec<&str> = text.split("\n\n").filter(|line| *line != "Mayor leaves town hall").collect();
        assert_eq!(prose.len(), 3, "{file}: {text}");
        assert!(prose[0].starts_with("The Mayor of Riga left the town hall on Monday,"), "{file}: {text}");
        assert!(prose[1].starts_with("“I have done what I came to do,” she said & closed"), "{file}: {text}");
        assert!(prose[2].ends_with("or whether it will meet at all."), "{file}: {text}");
        let speech = lines[0]["attributions"].as_array().unwrap();
        assert!(speech.iter().any(|one| one["directness"] == "direct"), "{file}");
        // A stream without a name is recognised as well.
        let bytes = std::fs::read(&path).unwrap();
        let (out, ..) = run(onrecord().args(["extract", "-"]).write_stdin(bytes));
        assert_eq!(out.lines().count(), expected.len(), "{file}: {out}");
        assert!(out.contains("Mayor leaves town hall"), "{file}: {out}");
    }
}

#[test]
fn ids_say_which_of_several() {
    for (file, ids) in [
        ("feed.rss", &["feed.rss:1", "feed.rss:2"][..]),
        ("book.epub", &["book.epub:2", "book.epub:3"]),
        ("crawl.warc.gz", &["crawl.warc.gz:2"]),
        ("letters.mbox", &["letters.mbox:1", "letters.mbox:2"]),
        ("item.nitf", &["item.nitf"]),
    ] {
        let (out, ..) = run(onrecord().current_dir("tests/importing").args(["extract", file]));
        let lines = out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let found: Vec<String> =
            lines.map(|line| line["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(found, ids);
    }
}

#[test]
fn a_page_in_a_legacy_encoding_is_read_as_it_says() {
    let lines = extract(&["tests/importing/cyrillic.html"]);
    assert_eq!(lines[0]["title"], "Мэр ушла");
    assert!(lines[0]["text"].as_str().unwrap().contains("«Я сделала то, зачем пришла»"));
}

/// With `pdftotext` it is read and marked, without it told what is missing.
#[test]
fn a_pdf_is_rough_or_told() {
    let lines = extract(&["tests/importing/rough.pdf"]);
    let told = lines[0]["error"].as_str().unwrap_or_default();
    let read = lines[0]["rough"] == true && lines[0]["text"] == "The Mayor left, she said.";
    assert!(read || told.contains("pdftotext"), "{lines:?}");
}

#[test]
fn fast_reads_the_same_plain_page() {
    let careful = extract(&["tests/importing/page.html"]);
    assert_eq!(extract(&["--fast", "tests/importing/page.html"]), careful);
}
