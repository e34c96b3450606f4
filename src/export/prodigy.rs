//! Prodigy: a line of JSON a story, with tokens, spans and relations.
//!
//! Offsets are code points of `text`, end exclusive; `token_end` is the last token, not the one behind
//! it. Spans stand on token borders, as Prodigy asks.

use serde_json::json;

use super::ascii::ascii;
use super::regions::{Region, regions};
use super::rows::rows;
use super::{Report, tokens};
use crate::annotation::Set;
use crate::story::Story;
use crate::text::{Ruler, Span, Unit};

/// The line of one story.
pub fn story(story: &Story, set: &Set) -> (String, Report) {
    let (rows, report) = rows(story, set);
    let text = &story.article.text;
    let ruler = Ruler::new(text);
    let points = |span: Span| ruler.of(span, Unit::Point);
    let tokens = tokens::tokens(text, Span::new(0, text.len()), &tokens::borders(&rows));
    let listed: Vec<_> = tokens
        .iter()
        .enumerate()
        .map(|(id, token)| {
            let [start, end] = points(*token);
            let behind = Span::new(token.end(), text.len()).of(text);
            let ws = behind.starts_with(' ');
            json!({ "text": token.of(text), "start": start, "end": end, "id": id, "ws": ws })
        })
        .collect();
    let span = |region: &Region| {
        let [start, end] = points(region.piece.span);
        let first = tokens.partition_point(|token| token.start() < region.piece.span.start());
        let last = tokens.partition_point(|token| token.end() < region.piece.span.end());
        json!({
            "start": start, "end": end, "token_start": first, "token_end": last,
            "label": region.label(),
        })
    };
    let regions = regions(&rows);
    let spans: Vec<_> = regions.iter().map(span).collect();
    let relations: Vec<_> = regions
        .iter()
        .filter_map(|region| {
            let (head, kind) = region.link?;
            let (head, child) = (span(&regions[head]), span(region));
            Some(json!({
                "head": head["token_end"], "child": child["token_end"],
                "head_span": head, "child_span": child, "label": kind,
            }))
        })
        .collect();
    let line = json!({
        "text": &**text, "tokens": listed, "spans": spans, "relations": relations,
        "answer": "accept",
        "meta": { "source": story.article.id, "hash": story.article.hash() },
    });
    (ascii(&line.to_string()) + "\n", report)
}

#[cfg(test)]
mod tests {
    use crate::export::{format, sample};

    #[test]
    fn spans_stand_on_token_borders() {
        let (story, set) = sample::story();
        let (line, _) = format("prodigy").unwrap().document(&story, &set);
        let page: serde_json::Value = serde_json::from_str(&line).unwrap();
        let text: Vec<char> = page["text"].as_str().unwrap().chars().collect();
        let at = |value: &serde_json::Value| usize::try_from(value.as_u64().unwrap()).unwrap();
        let spans = page["spans"].as_array().unwrap();
        assert!(spans.len() > 5);
        for span in spans {
            let token = |which: &str| &page["tokens"][at(&span[which])];
            assert_eq!(token("token_start")["start"], span["start"]);
            assert_eq!(token("token_end")["end"], span["end"]);
        }
        for token in page["tokens"].as_array().unwrap() {
            let words: String = text[at(&token["start"])..at(&token["end"])].iter().collect();
            assert_eq!(token["text"], words);
        }
    }
}
