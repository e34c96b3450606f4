//! doccano: a line of JSON a story, with entities and relations.
//!
//! Offsets are code points of `text`. Everything beyond ASCII is escaped: doccano guesses the encoding
//! of a file and guesses wrong. Import it with *column label* `entities` into a project that allows
//! overlapping spans and uses relations; doccano drops what overlaps otherwise, silently.

use serde_json::json;

use super::Report;
use super::ascii::ascii;
use super::regions::regions;
use super::rows::rows;
use crate::annotation::Set;
use crate::story::Story;
use crate::text::{Ruler, Unit};

/// The line of one story.
pub fn story(story: &Story, set: &Set) -> (String, Report) {
    let (rows, report) = rows(story, set);
    let ruler = Ruler::new(&story.article.text);
    let regions = regions(&rows);
    let entities: Vec<_> = regions
        .iter()
        .enumerate()
        .map(|(id, region)| {
            let [start, end] = ruler.of(region.piece.span, Unit::Point);
            json!({ "id": id, "label": region.label(), "start_offset": start, "end_offset": end })
        })
        .collect();
    let links = regions.iter().enumerate().filter_map(|(id, it)| Some((id, it.link?)));
    let relations: Vec<_> = links
        .enumerate()
        .map(|(id, (to, (from, kind)))| json!({ "id": id, "type": kind, "from_id": from, "to_id": to }))
        .collect();
    let line = json!({
        "text": &*story.article.text, "entities": entities, "relations": relations,
        "article": story.article.id, "hash": story.article.hash(),
    });
    (ascii(&line.to_string()) + "\n", report)
}
