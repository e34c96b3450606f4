//! CSV, long: a row a fact, for statistics that want one observation a row.
//!
//! The facts of a statement are its speakers, tags, pieces, attributes and what else is known of it;
//! a fact that there are several of has several rows, numbered from 1. Offsets as in `csv`.

use super::csv::{lines, safe};
use super::rows::{Role, Row, rows};
use super::{Report, one_line};
use crate::annotation::{Certainty, Review, Set};
use crate::story::Story;

const COLUMNS: [&str; 8] = ["article", "id", "fact", "number", "value", "start", "end", "by"];

/// The line of column names.
pub fn head() -> String {
    lines([COLUMNS.map(str::to_owned)].into_iter().map(IntoIterator::into_iter))
}

/// The rows of one story.
pub fn story(story: &Story, set: &Set) -> (String, Report) {
    let (rows, report) = rows(story, set);
    let mut cells: Vec<Vec<String>> = Vec::new();
    for row in &rows {
        for Fact { name, number, value, place, by } in facts(row) {
            let place = place.map(|at| at.map(|it| it.to_string())).unwrap_or_default();
            let [start, end] = place;
            let article = one_line(&story.article.id);
            let id = row.statement.id.as_str().to_owned();
            let all = [article, id, name, number.to_string(), one_line(&value), start, end, by];
            cells.push(all.map(|cell| safe(&cell)).to_vec());
        }
    }
    (lines(cells.into_iter().map(IntoIterator::into_iter)), report)
}

struct Fact {
    name: String,
    number: usize,
    value: String,
    /// Code points of the text as it came in.
    place: Option<[usize; 2]>,
    by: String,
}

fn facts(row: &Row) -> Vec<Fact> {
    let reader = row.item.map(|item| item.stamp.annotator.clone()).unwrap_or_default();
    let machine = || "machine".to_owned();
    let mut facts = Vec::new();
    let mut add = |name: &str, number: usize, value: &str, place: Option<[usize; 2]>, by: &str| {
        let (name, value, by) = (name.to_owned(), value.to_owned(), by.to_owned());
        facts.push(Fact { name, number, value, place, by });
    };
    let found =
        if row.item.is_some_and(|item| item.origin != crate::annotation::ItemOrigin::Extracted) {
            reader.clone()
        } else {
            machine()
        };
    for (number, speaker) in (1..).zip(&row.speakers) {
        add("speaker", number, speaker, None, &found);
    }
    if let Some(unnamed) = row.unnamed {
        add("unnamed", 1, unnamed, None, &found);
    }
    for (number, tag) in (1..).zip(row.tags.labels()) {
        let by = if row.tags.by() == "reader" { reader.clone() } else { machine() };
        add("tag", number, tag, None, &by);
    }
    for role in Role::ALL {
        for (number, piece) in (1..).zip(row.of(role)) {
            add(role.word(), number, piece.text, Some([piece.start, piece.end]), &found);
        }
    }
    if let Some(directness) = row.statement.directness {
        add("directness", 1, directness.word(), None, &machine());
    }
    if let Some(item) = row.item {
        for (name, value) in &item.attributes {
            add(&format!("attribute {name}"), 1, value, None, &reader);
        }
        if item.certainty != Certainty::Unstated {
            add("certainty", 1, item.certainty.word(), None, &reader);
        }
        if item.review != Review::Open {
            add("review", 1, item.review.word(), None, &reader);
        }
        if !item.comment.is_empty() {
            add("comment", 1, &item.comment, None, &reader);
        }
    }
    facts
}
