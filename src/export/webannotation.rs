//! W3C Web Annotation: a page of annotations as JSON-LD.
//!
//! Positions are code points of the text as it came in; the quote selector, whose words are those of
//! the cleaned text, comes first. A statement has a target for each piece of its content; its source
//! and its cue are bodies that point at their words, its speakers bodies that identify them. What the
//! vocabulary has no word for stands under `urn:onrecord:`.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::Report;
use super::rows::{Piece, Role, Row, Tags, all};
use crate::annotation::{Anchor, Certainty, Review, Set};
use crate::article::Article;
use crate::nlp::ENGINE;
use crate::story::Story;

/// What a page begins with.
pub fn head() -> String {
    let context = json!(["http://www.w3.org/ns/anno.jsonld", { "or": "urn:onrecord:" }]);
    format!("{{\"@context\": {context},\n\"type\": \"AnnotationPage\",\n\"items\": [\n")
}

/// The annotations of one story, with commas between them.
pub fn story(story: &Story, set: &Set) -> (String, Report) {
    let rows = all(story, set);
    let annotations: Vec<String> = rows
        .iter()
        .map(|row| serde_json::to_string_pretty(&annotation(&story.article, row)))
        .collect::<Result<_, _>>()
        .expect("strings and numbers are JSON");
    // An empty story must not leave a comma behind.
    let all = if annotations.is_empty() { empty(&story.article) } else { annotations.join(",\n") };
    (all, Report::all(&rows, story))
}

/// Says that nothing is said of it.
fn empty(article: &Article) -> String {
    json!({ "id": format!("urn:onrecord:{}", article.hash()), "type": "Annotation",
            "target": source(article) })
    .to_string()
}

fn source(article: &Article) -> String {
    // An IRI: letters that one cannot have are escaped.
    let mut iri = String::new();
    for byte in article.id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:".contains(&byte) {
            iri.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(iri, "%{byte:02X}");
        }
    }
    iri
}

fn annotation(article: &Article, row: &Row) -> Value {
    let mut bodies: Vec<Value> = Vec::new();
    let suggested = matches!(row.tags, Tags::Suggested(..));
    for tag in row.tags.labels() {
        let mut body = json!({ "type": "TextualBody", "purpose": "tagging", "value": tag });
        if suggested {
            body["creator"] = json!({ "type": "Software", "name": ENGINE });
        }
        bodies.push(body);
    }
    if !row.comment.is_empty() {
        bodies
            .push(json!({ "type": "TextualBody", "purpose": "commenting", "value": row.comment }));
    }
    for speaker in &row.speakers {
        let who = json!({ "type": "Person", "name": speaker });
        bodies.push(json!({ "type": "SpecificResource", "purpose": "identifying", "source": who }));
    }
    for role in [Role::Source, Role::Cue] {
        bodies.extend(row.of(role).iter().map(|piece| {
            json!({ "type": "SpecificResource", "purpose": "linking", "or:role": role.word(),
                    "source": source(article), "selector": selectors(article, piece) })
        }));
    }
    let targets: Vec<Value> = row
        .content
        .iter()
        .map(|piece| json!({ "source": source(article), "selector": selectors(article, piece) }))
        .collect();
    let mut annotation = json!({
        "id": format!("urn:onrecord:{}:{}", article.hash(), row.statement.id.as_str()),
        "type": "Annotation",
        "motivation": "classifying",
        "or:item": row.statement.id.as_str(),
        "or:origin": row.origin().word(),
        "body": bodies,
        "target": targets,
    });
    if row.review != Review::Open {
        annotation["or:review"] = json!(row.review.word());
    }
    if let Some(item) = row.item {
        annotation["created"] = json!(item.stamp.at.to_string());
        annotation["creator"] = json!({ "type": "Person", "name": item.stamp.annotator });
        if item.certainty != Certainty::Unstated {
            annotation["or:certainty"] = json!(item.certainty.word());
        }
        if !item.attributes.is_empty() {
            let attributes = item.attributes.iter();
            annotation["or:attribute"] = attributes
                .map(|(name, value)| json!({ "or:name": name, "or:value": value }))
                .collect();
        }
    } else {
        annotation["generator"] = json!({ "type": "Software", "name": ENGINE });
    }
    annotation
}

fn selectors(article: &Article, piece: &Piece) -> Value {
    let anchor = Anchor::new(&article.text, piece.span);
    json!([
        { "type": "TextQuoteSelector", "exact": anchor.exact, "prefix": anchor.before, "suffix": anchor.after },
        { "type": "TextPositionSelector", "start": piece.start, "end": piece.end },
    ])
}
