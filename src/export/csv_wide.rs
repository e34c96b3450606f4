//! CSV, wide: a row a statement with a column of 1 and 0 for each tag of the codebook, for tables that
//! are counted and crossed.
//!
//! Only a reader's tags are counted; what the machine suggests stands in a column of its own. Offsets
//! as in `csv`.

use super::csv::{lines, safe};
use super::rows::{Row, Tags, joined, rows};
use super::{Report, one_line};
use crate::annotation::{Codebook, Set};
use crate::story::Story;

const BEFORE: [&str; 8] =
    ["article", "date", "publisher", "id", "speakers", "content", "directness", "review"];
const BEHIND: [&str; 6] = ["suggested", "words", "start", "end", "annotator", "time"];

/// The line of column names.
pub fn head(codebook: &Codebook) -> String {
    let tags = codebook.tags.iter().map(|tag| format!("tag_{}", tag.name));
    let names = BEFORE.iter().map(|name| (*name).to_owned()).chain(tags);
    lines(std::iter::once(names.chain(BEHIND.iter().map(|name| (*name).to_owned()))))
}

/// The rows of one story.
pub fn story(story: &Story, set: &Set) -> (String, Report) {
    let (rows, mut report) = rows(story, set);
    let known = &story.codebook.tags;
    let own = |row: &Row| match row.tags {
        Tags::Reader(tags) => {
            tags.iter().filter(|tag| known.iter().all(|it| it.name != **tag)).count()
        }
        Tags::Suggested(..) | Tags::None => 0,
    };
    report.lose(rows.iter().map(own).sum(), "tags that are not in the codebook");
    let metadata = &story.article.metadata;
    let cells = rows.iter().map(|row| {
        let tags: &[String] = if let Tags::Reader(tags) = row.tags { tags } else { &[] };
        let words = |piece: &super::rows::Piece| piece.text.split_whitespace().count();
        let mut cells = vec![
            story.article.id.clone(),
            metadata.published.map(|day| day.to_string()).unwrap_or_default(),
            metadata.publisher.clone().unwrap_or_default(),
            row.statement.id.as_str().to_owned(),
            row.said_by(),
            joined(&row.content),
            row.statement.directness.map_or("", |it| it.word()).to_owned(),
            row.review.word().to_owned(),
        ];
        cells.extend(known.iter().map(|tag| u8::from(tags.contains(&tag.name)).to_string()));
        let suggested = matches!(row.tags, Tags::Suggested(..));
        cells.extend([
            if suggested { row.tags.labels().join("; ") } else { String::new() },
            row.content.iter().map(words).sum::<usize>().to_string(),
            row.content.first().map(|piece| piece.start.to_string()).unwrap_or_default(),
            row.content.last().map(|piece| piece.end.to_string()).unwrap_or_default(),
            row.item.map(|item| item.stamp.annotator.clone()).unwrap_or_default(),
            row.item.map(|item| item.stamp.at.to_string()).unwrap_or_default(),
        ]);
        cells.into_iter().map(|cell| safe(&one_line(&cell)))
    });
    (lines(cells), report)
}

#[cfg(test)]
mod tests {
    use crate::export::{format, sample};

    #[test]
    fn every_row_has_every_column_and_counts_readers_tags_alone() {
        let (story, set) = sample::story();
        for name in ["csv-wide", "csv-long"] {
            let (text, _) = format(name).unwrap().document(&story, &set);
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            assert!(reader.records().map(Result::unwrap).count() >= 5, "{name}");
        }
        let (text, _) = format("csv-wide").unwrap().document(&story, &set);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let at = reader.headers().unwrap().iter().position(|name| name == "tag_denial").unwrap();
        let denials: Vec<String> =
            reader.records().map(|row| row.unwrap()[at].to_owned()).collect();
        assert_eq!(denials, ["0", "0", "1", "0", "0"]);
    }
}
