//! A corpus to train on: a line of JSON an article, in the shape of PolNeAR as `train` reads it.
//!
//! ```json
//! {"id":"a.txt","publisher":null,"date":"2026-03-01","title":null,"author":null,"text":"…",
//!  "attributions":[{"id":"fcdcaaa3ee48","source":[[27,35]],"cue":[[36,40]],"content":[[0,26]],"type":"direct"}]}
//! ```
//!
//! Offsets are code points of `text`, end exclusive. A story counts as gold once a reader judged a
//! statement of it: what is rejected is left out, and what the machine found and nobody judged is
//! taken for right (`"judged":false`), since leaving it out would teach that nobody said it. Stories in
//! which nothing was judged are left out whole. `speakers` and `tags` stand beside what PolNeAR has.

use serde_json::json;

use super::Report;
use super::rows::{Piece, Role, Row, Tags, all, rows};
use crate::annotation::{Item, ItemOrigin, Review, Set};
use crate::nlp::Directness;
use crate::story::Story;
use crate::text::{Ruler, Unit};

/// The line of one story.
pub fn story(story: &Story, set: &Set) -> (String, Report) {
    let (rows, mut report) = rows(story, set);
    if !all(story, set).iter().any(is_judged) {
        let all = std::mem::take(&mut report.written);
        report.lose(all, "in stories that nobody judged");
        return (String::new(), report);
    }
    let text = &story.article.text;
    let ruler = Ruler::new(text);
    let spans = |pieces: &[Piece]| -> Vec<[usize; 2]> {
        pieces.iter().map(|piece| ruler.of(piece.span, Unit::Point)).collect()
    };
    let attributions: Vec<_> = rows
        .iter()
        .map(|row| {
            let kind =
                row.statement.directness.map_or_else(|| directness(text, row), Directness::word);
            let tags = if let Tags::Reader(tags) = row.tags { tags } else { &[] };
            json!({
                "id": row.statement.id.as_str(), "source": spans(row.of(Role::Source)),
                "cue": spans(row.of(Role::Cue)), "content": spans(row.of(Role::Content)),
                "type": kind, "speakers": row.speakers, "tags": tags,
                "judged": is_judged(row),
            })
        })
        .collect();
    let known = &story.article.metadata;
    let line = json!({
        "id": story.article.id, "publisher": known.publisher,
        "date": known.published.map(|day| day.to_string()), "title": known.title,
        "author": known.byline, "text": &**text, "attributions": attributions,
    });
    (format!("{line}\n"), report)
}

/// Whether a reader says that it is right or wrong.
fn is_judged(row: &Row) -> bool {
    let of_reader = |item: &Item| item.origin != ItemOrigin::Extracted || !item.tags.is_empty();
    row.item.is_some_and(|item| item.review != Review::Open || of_reader(item))
}

/// How a reader's own is quoted, by the marks at its ends.
fn directness(text: &str, row: &Row) -> &'static str {
    let quoted = |piece: &&Piece| {
        let words = piece.span.of(text);
        words.starts_with(['“', '"']) && words.ends_with(['”', '"'])
    };
    let count = row.content.iter().filter(quoted).count();
    match count {
        0 if !row.content.iter().any(|piece| piece.text.contains(['“', '"'])) => "indirect",
        _ if count == row.content.len() => "direct",
        _ => "mixed",
    }
}

#[cfg(test)]
mod tests {
    use crate::annotation::Set;
    use crate::export::{format, sample};

    #[test]
    fn it_holds_what_a_reader_judged_as_the_corpora_do() {
        let (story, set) = sample::story();
        let (line, report) = format("corpus").unwrap().document(&story, &set);
        let rows: Vec<serde_json::Value> =
            line.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
        let found = rows[0]["attributions"].as_array().unwrap();
        let kinds: Vec<_> = found.iter().map(|one| one["type"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["direct", "indirect", "indirect", "indirect", "indirect"]);
        let judged: Vec<_> = found.iter().map(|one| one["judged"] == true).collect();
        assert_eq!(judged, [false, false, true, false, true]);
        let text: Vec<char> = rows[0]["text"].as_str().unwrap().chars().collect();
        let at = |n: usize| usize::try_from(found[2]["content"][0][n].as_u64().unwrap()).unwrap();
        let words: String = text[at(0)..at(1)].iter().collect();
        assert_eq!((words.as_str(), report.written), ("taking [money](x)", 5));
        let (none, report) = format("corpus").unwrap().document(&story, &Set::default());
        assert_eq!((none.as_str(), report.written), ("", 0));
        assert!(report.losses.iter().any(|loss| loss.why == "in stories that nobody judged"));
    }
}
