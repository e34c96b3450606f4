//! doccano's JSONL: `entities` and `relations`, or `label` as a list of triples.

use serde_json::Value;

use super::json::{lines, list, number, range, words};
use super::regions::{Link, Region, marks};
use super::{Document, File, InboxError};
use crate::annotation::Anchor;
use crate::article::Article;
use crate::text::{Ruler, Unit};

pub fn is(file: &File) -> bool {
    let head = file.beginning();
    head.starts_with('{')
        && (head.contains("\"entities\"") || head.contains("\"label\":"))
        && head.contains("\"text\"")
        || file.ends_in(".jsonl") && file.bytes.windows(10).any(|it| it == b"\"entities\"")
}

pub fn read(files: &[File], _article: &Article) -> Result<Vec<Document>, InboxError> {
    let mut documents = Vec::new();
    for file in files {
        documents.extend(lines(file)?.iter().map(document));
    }
    Ok(documents)
}

fn document(line: &Value) -> Document {
    let text = words(line, "text");
    let ruler = Ruler::new(text);
    let anchor = |points: Option<[usize; 2]>| {
        points.and_then(|it| ruler.span(it, Unit::Point)).map(|span| Anchor::new(text, span))
    };
    let entities = list(line, "entities").iter().map(|one| Region {
        key: number(one, "id").unwrap_or_default().to_string(),
        anchor: anchor(range(one, "start_offset", "end_offset")),
        labels: vec![words(one, "label").to_owned()],
    });
    let triples = list(line, "label").iter().enumerate().map(|(at, one)| {
        let number =
            |at: usize| one.get(at).and_then(Value::as_u64).and_then(|it| usize::try_from(it).ok());
        Region {
            key: format!("label {at}"),
            anchor: anchor(number(0).zip(number(1)).map(|(start, end)| [start, end])),
            labels: one.get(2).and_then(Value::as_str).map(str::to_owned).into_iter().collect(),
        }
    });
    let regions: Vec<Region> = entities.chain(triples).collect();
    let key = |one: &Value, name: &str| number(one, name).unwrap_or_default().to_string();
    let links: Vec<Link> = list(line, "relations")
        .iter()
        .map(|one| Link {
            from: key(one, "from_id"),
            to: key(one, "to_id"),
            kind: words(one, "type").to_owned(),
        })
        .collect();
    let marks: Vec<_> = marks(&regions, &links).into_iter().map(|(_, mark)| mark).collect();
    let hash = Some(words(line, "hash")).filter(|it| !it.is_empty()).map(str::to_owned);
    Document { name: words(line, "article").to_owned(), hash, marks }
}
