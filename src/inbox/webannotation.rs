//! W3C Web Annotation, ours or another's: quote selectors are what counts, positions help.

use serde_json::Value;

use super::json::{list, range, whole, words};
use super::{Document, File, InboxError, Mark, cleaned, set_word};
use crate::annotation::Anchor;
use crate::article::Article;
use crate::text::Span;

pub fn is(file: &File) -> bool {
    file.beginning().contains("http://www.w3.org/ns/anno.jsonld")
}

pub fn read(files: &[File], article: &Article) -> Result<Vec<Document>, InboxError> {
    let mut documents: Vec<Document> = Vec::new();
    for file in files {
        let page = whole(file)?;
        let items = match &page {
            Value::Array(items) => items.as_slice(),
            page if page.get("items").is_some() => list(page, "items"),
            one => std::slice::from_ref(one),
        };
        for item in items {
            let Some(target) = list(item, "target").first() else { continue };
            let name = target.as_str().unwrap_or(words(target, "source")).to_owned();
            let id = words(item, "id");
            let hash = id.strip_prefix("urn:onrecord:").and_then(|it| it.split(':').next());
            let hash = hash.map(str::to_owned);
            let mark = mark(item, article);
            match documents.iter_mut().find(|it| it.name == name && it.hash == hash) {
                Some(document) => document.marks.extend(mark),
                None => documents.push(Document { name, hash, marks: mark.into_iter().collect() }),
            }
        }
    }
    Ok(documents)
}

fn mark(item: &Value, article: &Article) -> Option<Mark> {
    let targets = list(item, "target").iter();
    let mut mark = Mark {
        content: targets.filter_map(|target| anchor(target, article)).collect(),
        ..Mark::default()
    };
    if mark.content.is_empty() {
        return None;
    }
    let mut speakers = Vec::new();
    for body in list(item, "body") {
        let machine = body.get("creator").is_some_and(|it| words(it, "type") == "Software");
        match (words(body, "purpose"), words(body, "or:role")) {
            ("tagging", _) if !machine => mark.tags.push(cleaned(words(body, "value"))),
            ("commenting", _) => mark.comment = cleaned(words(body, "value")),
            ("identifying", _) => {
                speakers.extend(body.get("source").map(|it| cleaned(words(it, "name"))));
            }
            (_, "source") => mark.source.extend(anchor(body, article)),
            (_, "cue") => mark.cue.extend(anchor(body, article)),
            _ => {}
        }
    }
    // Only ours are known to name everybody who speaks.
    let ours = !words(item, "or:item").is_empty();
    mark.speakers = (ours || !speakers.is_empty()).then_some(speakers);
    for attribute in list(item, "or:attribute") {
        let (name, value) = (words(attribute, "or:name"), words(attribute, "or:value"));
        mark.attributes.insert(cleaned(name), cleaned(value));
    }
    for name in ["item", "review", "certainty", "origin"] {
        set_word(&mut mark, name, words(item, &format!("or:{name}")));
    }
    set_word(&mut mark, "time", words(item, "created"));
    if let Some(creator) = item.get("creator") {
        set_word(&mut mark, "annotator", creator.as_str().unwrap_or(words(creator, "name")));
    }
    Some(mark)
}

fn anchor(resource: &Value, article: &Article) -> Option<Anchor> {
    let selectors = list(resource, "selector");
    let of = |kind: &str| selectors.iter().find(|it| words(it, "type") == kind);
    let quote = of("TextQuoteSelector")?;
    let place = of("TextPositionSelector")
        .and_then(|it| range(it, "start", "end"))
        .and_then(|points| article.offsets.cleaned(&article.text, points));
    Some(Anchor {
        span: place.unwrap_or(Span::new(0, 0)),
        exact: words(quote, "exact").to_owned(),
        before: words(quote, "prefix").to_owned(),
        after: words(quote, "suffix").to_owned(),
    })
}
