//! CSV: a row a statement, RFC 4180, UTF-8 without a BOM.
//!
//! Text is always quoted, and a cell that a spreadsheet would run as a formula gets a leading
//! apostrophe. White space in cells is one blank, but for the line ends of a comment.

use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};

use super::rows::{Piece, Row, joined, rows};
use super::{Report, one_line};
use crate::annotation::{Certainty, Item, Set};
use crate::article::{Article, Named};
use crate::story::Story;

type Cell = fn(&Row, &Article) -> String;

/// The columns: name, and what stands in them.
#[rustfmt::skip]
const COLUMNS: &[(&str, Cell)] = &[
    ("id",         |row, _| row.statement.id.as_str().to_owned()),
    ("speakers",   |row, _| row.speakers.join("; ")),
    ("unnamed",    |row, _| row.unnamed.unwrap_or_default().to_owned()),
    ("tags",       |row, _| row.tags.labels().join("; ")),
    ("tagged_by",  |row, _| row.tags.by().to_owned()),
    ("content",    |row, _| joined(&row.content)),
    ("cue",        |row, _| joined(&row.cue)),
    ("source",     |row, _| joined(&row.source)),
    ("directness", |row, _| row.statement.directness.map_or("", |it| it.word()).to_owned()),
    ("review",     |row, _| row.review.word().to_owned()),
    ("origin",     |row, _| row.origin().word().to_owned()),
    ("attributes", |row, _| row.item.map(Item::attributes_in_words).unwrap_or_default()),
    ("certainty",  |row, _| row.item.map(|item| item.certainty).filter(|it| *it != Certainty::Unstated).map_or("", Certainty::word).to_owned()),
    ("comment",    |row, _| row.comment.to_owned()),
    ("context",    |row, _| row.context.clone()),
    ("confidence", |row, _| row.statement.confidence.map(|it| format!("{it:.2}")).unwrap_or_default()),
    // Code points of the text as it came in, end exclusive.
    ("start",      |row, _| row.content.first().map(|piece| piece.start.to_string()).unwrap_or_default()),
    ("end",        |row, _| row.content.last().map(|piece| piece.end.to_string()).unwrap_or_default()),
    ("spans",      |row, _| spans(&row.content)),
    ("annotator",  |row, _| row.item.map(|item| item.stamp.annotator.clone()).unwrap_or_default()),
    ("time",       |row, _| row.item.map(|item| item.stamp.at.to_string()).unwrap_or_default()),
    ("article",    |_, article| article.id.clone()),
    ("title",      |_, article| article.metadata.title.clone().unwrap_or_default()),
    ("date",       |_, article| article.metadata.published.map(|day| day.to_string()).unwrap_or_default()),
    ("byline",     |_, article| article.metadata.byline.clone().unwrap_or_default()),
    ("publisher",  |_, article| article.metadata.publisher.clone().unwrap_or_default()),
    ("agency",     |_, article| name(article.metadata.agency.as_ref())),
    ("place",      |_, article| name(article.metadata.place.as_ref())),
];

/// The line of column names.
pub fn head() -> String {
    lines(std::iter::once(COLUMNS.iter().map(|(name, _)| (*name).to_owned())))
}

/// The rows of one story.
pub fn story(story: &Story, set: &Set) -> (String, Report) {
    let (rows, report) = rows(story, set);
    let cells = |row: Row| {
        let cells: Vec<String> = COLUMNS
            .iter()
            .map(|(name, cell)| {
                let text = cell(&row, &story.article);
                safe(&if *name == "comment" { tidy_lines(&text) } else { one_line(&text) })
            })
            .collect();
        cells.into_iter()
    };
    (lines(rows.into_iter().map(cells)), report)
}

pub(super) fn lines(rows: impl Iterator<Item = impl Iterator<Item = String>>) -> String {
    let mut writer: Writer<Vec<u8>> = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::NonNumeric)
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.collect::<Vec<String>>()).expect("memory takes every row");
    }
    let bytes = writer.into_inner().expect("memory takes every row");
    String::from_utf8(bytes).expect("strings in, a string out")
}

/// A cell that no spreadsheet takes for a formula.
pub(super) fn safe(cell: &str) -> String {
    let runs = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if cell.starts_with(runs) { format!("'{cell}") } else { cell.to_owned() }
}

/// Every line tidied, the line ends kept.
fn tidy_lines(text: &str) -> String {
    text.lines().map(one_line).collect::<Vec<_>>().join("\n")
}

/// “30-56; 77-83”.
fn spans(pieces: &[Piece]) -> String {
    let spans: Vec<String> =
        pieces.iter().map(|piece| format!("{}-{}", piece.start, piece.end)).collect();
    spans.join("; ")
}

fn name(named: Option<&Named>) -> String {
    named.map(|named| named.name.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use crate::export::{format, sample};

    #[test]
    fn cells_are_no_formulas() {
        for (cell, written) in [
            ("=1+1", "'=1+1"),
            ("+31 6", "'+31 6"),
            ("-5 %", "'-5 %"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("1+1=2", "1+1=2"),
            ("“=1”", "“=1”"),
            ("", ""),
        ] {
            assert_eq!(safe(cell), written);
        }
    }

    #[test]
    fn a_reader_of_csv_gets_the_cells_back() {
        let (story, set) = sample::story();
        let (text, _) = format("csv").unwrap().document(&story, &set);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let names: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), names);
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let (of_article, _) = COLUMNS.iter().enumerate().find(|(_, it)| it.0 == "article").unwrap();
        let mut shown = String::new();
        for record in &records {
            for (name, cell) in names.iter().zip(record).take(of_article) {
                if !cell.is_empty() {
                    writeln!(shown, "{name}: {cell}").unwrap();
                }
            }
            shown.push('\n');
            let of_article = record.iter().skip(of_article).collect::<Vec<_>>().join("|");
            let known = "oss/plan.txt|A plan 🎉 for *Oss*|2026-03-01|Cy Roe|The Oss Post||Oss";
            assert_eq!(of_article, known);
        }
        insta::assert_snapshot!(shown, @r##"
id: bb56a7c92167
speakers: Ada Hill
tags: denial
tagged_by: machine
content: “=SUM(A1) 🎉 is no plan,” … “and *nobody* <b>here</b> wants it.”
cue: said
source: Ada Hill
directness: direct
review: open
origin: extracted
context: “=SUM(A1) 🎉 is no plan,” said Ada Hill, mayor of Oss, “and *nobody* <b>here</b> wants it.”
confidence: 0.83
start: 0
end: 90
spans: 0-24; 54-90

id: fa2947e9bae9
speakers: Ada Hill
tags: claim
tagged_by: machine
content: that Bo Lund denied taking [money](x)
cue: told
source: She
directness: indirect
review: open
origin: extracted
context: She told the council that Bo Lund denied taking [money](x).
confidence: 0.83
start: 112
end: 149
spans: 112-149

id: 468c4538b52e
speakers: Bo Lund
tags: denial
tagged_by: reader
content: taking [money](x)
cue: denied
source: Bo Lund
directness: indirect
review: accepted
origin: extracted
comment: '=look "again"
* here
context: She told the council that Bo Lund denied taking [money](x).
confidence: 0.83
start: 132
end: 149
spans: 132-149
annotator: ada
time: 1970-01-01T00:00:00Z

id: 1b1f178ac145
unnamed: a spokesman
content: the hall | was closed
cue: According to
source: a spokesman
directness: indirect
review: open
origin: extracted
context: According to a spokesman, the hall | was closed.
confidence: 0.83
start: 177
end: 198
spans: 177-198

id: 834fea379717
speakers: Ada Hill
content: '+31 6 is the number
review: open
origin: made
comment: [2Jgone
context: “and *nobody* <b>here</b> wants it.” She told the council that Bo Lund denied taking [money](x). According to a spokesman, the hall | was closed. +31 6 is the number, "she" added.
start: 200
end: 219
spans: 200-219
annotator: ada
time: 1970-01-01T00:00:00Z
"##);
    }
}
