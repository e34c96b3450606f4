//! Our JSONL: a line a statement, with offsets in code points of the text as it came in.

use serde_json::Value;

use super::json::{lines, list, range, strings, words};
use super::{Document, File, InboxError, Mark, cleaned, set_word};
use crate::annotation::Anchor;
use crate::article::Article;
use crate::text::Span;

pub fn is(file: &File) -> bool {
    let head = file.beginning();
    head.starts_with('{') && head.contains("\"hash\":") && head.contains("\"content\":[{")
}

pub fn read(files: &[File], article: &Article) -> Result<Vec<Document>, InboxError> {
    let mut documents: Vec<Document> = Vec::new();
    for file in files {
        for line in lines(file)? {
            let (name, hash) = (words(&line, "article"), words(&line, "hash"));
            let mark = mark(&line, article);
            match documents
                .iter_mut()
                .find(|it| it.name == name && it.hash.as_deref() == Some(hash))
            {
                Some(document) => document.marks.push(mark),
                None => documents.push(Document {
                    name: name.to_owned(),
                    hash: Some(hash.to_owned()),
                    marks: vec![mark],
                }),
            }
        }
    }
    Ok(documents)
}

fn mark(line: &Value, article: &Article) -> Mark {
    let anchors = |key: &str| list(line, key).iter().map(|it| anchor(it, article)).collect();
    let mut mark = Mark {
        content: anchors("content"),
        source: anchors("source"),
        cue: anchors("cue"),
        speakers: Some(strings(line, "speakers")),
        ..Mark::default()
    };
    for tag in list(line, "tags").iter().filter(|tag| words(tag, "by") == "reader") {
        mark.tags.push(cleaned(words(tag, "label")));
    }
    for (name, value) in line.get("attributes").and_then(Value::as_object).into_iter().flatten() {
        let value = value.as_str().unwrap_or_default();
        mark.attributes.insert(cleaned(name), cleaned(value));
    }
    set_word(&mut mark, "item", words(line, "id"));
    for name in ["review", "certainty", "origin", "comment", "annotator", "time"] {
        set_word(&mut mark, name, words(line, name));
    }
    mark
}

fn anchor(piece: &Value, article: &Article) -> Anchor {
    let place = range(piece, "start", "end")
        .and_then(|points| article.offsets.cleaned(&article.text, points));
    Anchor {
        span: place.unwrap_or(Span::new(0, 0)),
        exact: words(piece, "text").to_owned(),
        before: words(piece, "before").to_owned(),
        after: words(piece, "after").to_owned(),
    }
}
