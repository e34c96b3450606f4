//! Statements of a collection as rows: CSV with a row a statement, JSON with a line a statement.
//!
//! Left out: spans, reasons and what else only an open story knows; `extract` and `export` have those.

use serde::Serialize;

use super::csv::{lines, safe};
use super::{one_line, rounded};
use crate::library::Record;

/// What is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum To {
    /// A concordance.
    #[default]
    Text,
    /// A row a statement.
    Csv,
    /// A line of JSON a statement.
    Jsonl,
}

/// Each with its name.
pub const TO: [(To, &str); 3] = [(To::Text, "text"), (To::Csv, "csv"), (To::Jsonl, "jsonl")];

type Cell = fn(&Record) -> String;

/// The columns: name, and what stands in them.
#[rustfmt::skip]
const COLUMNS: &[(&str, Cell)] = &[
    ("article",    |it| it.about.id.clone()),
    ("file",       |it| it.about.file.clone()),
    ("line",       |it| it.line.to_string()),
    ("date",       |it| it.about.published.map(|day| day.to_string()).unwrap_or_default()),
    ("outlet",     |it| it.about.outlet.clone().unwrap_or_default()),
    ("title",      |it| it.about.title.clone().unwrap_or_default()),
    ("id",         |it| it.id.as_str().to_owned()),
    ("people",     |it| it.people.join("; ")),
    ("speakers",   |it| it.speakers.join("; ")),
    ("unnamed",    |it| it.unnamed.clone().unwrap_or_default()),
    ("tags",       |it| it.tags.join("; ")),
    ("tagged_by",  |it| tagged_by(it).to_owned()),
    ("content",    |it| it.content.clone()),
    ("cue",        |it| it.cue.clone()),
    ("source",     |it| it.source.clone()),
    ("directness", |it| it.directness.map_or("", crate::nlp::Directness::word).to_owned()),
    ("confidence", |it| it.confidence.map(|it| format!("{it:.2}")).unwrap_or_default()),
    ("review",     |it| it.judged.review.word().to_owned()),
    ("comment",    |it| it.comment.clone()),
    ("annotator",  |it| it.annotator.clone()),
];

/// What CSV begins with.
pub fn head() -> String {
    let names = COLUMNS.iter().map(|(name, _)| (*name).to_owned());
    lines(std::iter::once(names))
}

/// A row of CSV.
pub fn csv(record: &Record) -> String {
    let cells = COLUMNS.iter().map(|(_, cell)| safe(&one_line(&cell(record))));
    lines(std::iter::once(cells))
}

#[derive(Serialize)]
struct Statement<'a> {
    article: &'a str,
    file: &'a str,
    line: usize,
    date: Option<String>,
    outlet: Option<&'a str>,
    title: Option<&'a str>,
    id: &'a str,
    people: &'a [String],
    speakers: &'a [String],
    unnamed: Option<&'a str>,
    tags: &'a [String],
    tagged_by: &'a str,
    content: &'a str,
    cue: &'a str,
    source: &'a str,
    directness: Option<&'a str>,
    confidence: Option<f64>,
    review: &'a str,
    comment: &'a str,
    annotator: &'a str,
}

/// A line of JSON.
pub fn json(record: &Record) -> String {
    let about = &record.about;
    let line = Statement {
        article: &about.id,
        file: &about.file,
        line: record.line,
        date: about.published.map(|day| day.to_string()),
        outlet: about.outlet.as_deref(),
        title: about.title.as_deref(),
        id: record.id.as_str(),
        people: &record.people,
        speakers: &record.speakers,
        unnamed: record.unnamed.as_deref(),
        tags: &record.tags,
        tagged_by: tagged_by(record),
        content: &record.content,
        cue: &record.cue,
        source: &record.source,
        directness: record.directness.map(crate::nlp::Directness::word),
        confidence: record.confidence.map(rounded),
        review: record.judged.review.word(),
        comment: &record.comment,
        annotator: &record.annotator,
    };
    serde_json::to_string(&line).expect("strings, numbers and lists are always JSON") + "\n"
}

fn tagged_by(record: &Record) -> &'static str {
    match (record.judged.tagged, record.tags.is_empty()) {
        (true, _) => "reader",
        (false, false) => "machine",
        (false, true) => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::tests::record;

    #[test]
    fn rows_are_clean_and_no_formulas() {
        let one = record("=Hill()", "2024-01-02", "denial", "No, \"never\"");
        let page = head() + &csv(&one);
        assert!(page.contains("\"'=Hill()\""), "{page}");
        assert!(page.contains("\"No, \"\"never\"\"\""), "{page}");
        assert_eq!(page.lines().count(), 2);
        let value: serde_json::Value = serde_json::from_str(&json(&one)).unwrap();
        assert_eq!(
            (&value["tagged_by"], &value["date"]),
            (&"machine".into(), &"2024-01-02".into())
        );
    }
}
