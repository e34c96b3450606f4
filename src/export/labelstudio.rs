//! Label Studio: a task a story, what a reader marked as an annotation, the rest as a prediction;
//! and the labelling config that goes with the tasks.
//!
//! Offsets are code points of the text in the task. Each piece is a region; its statement's speakers,
//! comment and review are answers on the first one, and relations lead from it to the others.

use serde_json::{Value, json};

use super::regions::{Region, regions};
use super::rows::{NO_TAG, all};
use super::xml::escaped;
use super::{Report, rows};
use crate::annotation::{Certainty, Review, Set};
use crate::nlp::ENGINE;
use crate::story::Story;
use crate::text::{Ruler, Unit};

/// What a list of tasks begins with.
pub fn head() -> String {
    "[\n".to_owned()
}

/// The task of one story.
pub fn story(story: &Story, set: &Set) -> (String, Report) {
    let rows = all(story, set);
    let (marked, found): (Vec<_>, Vec<_>) =
        rows.iter().cloned().partition(|row| row.item.is_some());
    let ruler = Ruler::new(&story.article.text);
    let annotations = if marked.is_empty() {
        json!([])
    } else {
        json!([{ "ground_truth": false, "result": results(&marked, &ruler) }])
    };
    let predictions = if found.is_empty() {
        json!([])
    } else {
        json!([{ "model_version": ENGINE, "result": results(&found, &ruler) }])
    };
    let task = json!({
        "data": {
            "text": &*story.article.text,
            "meta": { "id": story.article.id, "title": story.article.metadata.title, "hash": story.article.hash() },
        },
        "annotations": annotations,
        "predictions": predictions,
    });
    let text = serde_json::to_string_pretty(&task).expect("strings and numbers are JSON");
    (text, Report::all(&rows, story))
}

fn results(rows: &[rows::Row], ruler: &Ruler) -> Vec<Value> {
    let regions = regions(rows);
    let mut results = Vec::new();
    for region in &regions {
        let [start, end] = ruler.of(region.piece.span, Unit::Point);
        // What is written stands where the words of the text stand elsewhere.
        let value = |kind: &str, given: Value| {
            let mut value = json!({ "start": start, "end": end, "text": region.piece.text });
            value[if kind == "textarea" { "text" } else { kind }] = given;
            value
        };
        let mut answer = |from: &str, kind: &str, given: Value| {
            results.push(json!({
                "id": region.id, "from_name": from, "to_name": "text", "type": kind,
                "value": value(kind, given),
            }));
        };
        answer("label", "labels", json!(region.labels()));
        if region.is_first() {
            for (name, words) in written(region) {
                answer(name, "textarea", json!(words));
            }
            for (name, word) in chosen(region) {
                answer(name, "choices", json!([word]));
            }
        }
    }
    let relations = regions.iter().filter_map(|region| {
        let (to, kind) = region.link?;
        Some(json!({
            "from_id": regions[to].id, "to_id": region.id,
            "type": "relation", "direction": "right", "labels": [kind],
        }))
    });
    results.extend(relations);
    results
}

/// Free text on a statement.
fn written(region: &Region) -> Vec<(&'static str, Vec<String>)> {
    let row = region.row;
    let attributes: Vec<String> = row
        .item
        .iter()
        .flat_map(|item| &item.attributes)
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let comment: Vec<String> =
        Some(row.comment).filter(|it| !it.is_empty()).map(str::to_owned).into_iter().collect();
    let speakers = row.speakers.iter().map(|name| (*name).to_owned()).collect();
    let all = vec![("speakers", speakers), ("comment", comment), ("attributes", attributes)];
    all.into_iter().filter(|(_, words)| !words.is_empty()).collect()
}

/// What is chosen from a list.
fn chosen(region: &Region) -> Vec<(&'static str, &'static str)> {
    let mut chosen = vec![("origin", region.row.origin().word())];
    if region.row.review != Review::Open {
        chosen.push(("review", region.row.review.word()));
    }
    match region.row.item.map(|item| item.certainty) {
        None | Some(Certainty::Unstated) => {}
        Some(certainty) => chosen.push(("certainty", certainty.word())),
    }
    chosen
}

/// The labelling config for these stories: its labels are the codebook's tags, those that are used,
/// and what the machine suggests with a question mark.
pub fn config(stories: &[(Story, Set)]) -> (Vec<u8>, Report) {
    let mut labels: Vec<String> = Vec::new();
    for tag in &super::codebook(stories).tags {
        labels.extend([tag.name.clone(), format!("{}?", tag.name)]);
    }
    labels.extend([NO_TAG, "source", "cue"].map(str::to_owned));
    let mut written = 0;
    for (story, set) in stories {
        let rows = all(story, set);
        written += rows.len();
        for label in rows.iter().flat_map(rows::Row::labels) {
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
    }
    let labels: String =
        labels.iter().map(|label| format!("    <Label value=\"{}\"/>\n", escaped(label))).collect();
    let text = |name: &str| {
        format!(
            "  <TextArea name=\"{name}\" toName=\"text\" perRegion=\"true\" editable=\"true\"/>\n"
        )
    };
    let choices = |name: &str, words: &[&str]| {
        let words: String =
            words.iter().map(|word| format!("    <Choice value=\"{word}\"/>\n")).collect();
        format!(
            "  <Choices name=\"{name}\" toName=\"text\" perRegion=\"true\" choice=\"single\">\n{words}  </Choices>\n"
        )
    };
    let config = format!(
        "<View>\n  <Labels name=\"label\" toName=\"text\">\n{labels}  </Labels>\n  <Relations>\n    \
         <Relation value=\"source\"/>\n    <Relation value=\"cue\"/>\n    <Relation value=\"continues\"/>\n  \
         </Relations>\n  <Text name=\"text\" value=\"$text\" granularity=\"symbol\"/>\n{}{}{}{}{}{}</View>\n",
        text("speakers"),
        text("comment"),
        text("attributes"),
        choices("review", &["accepted", "rejected"]),
        choices("certainty", &["sure", "likely", "unsure"]),
        choices("origin", &["extracted", "edited", "made"]),
    );
    (config.into_bytes(), Report { written, losses: Vec::new() })
}
