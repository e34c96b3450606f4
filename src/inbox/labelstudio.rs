//! Label Studio's tasks: what people made, `annotations`; predictions are a machine's and left out.

use serde_json::Value;

use super::json::{list, range, strings, whole, words};
use super::regions::{Link, Region, marks, tags};
use super::{Document, File, InboxError, cleaned, set_attribute, set_word};
use crate::annotation::Anchor;
use crate::article::Article;
use crate::text::{Ruler, Unit};

pub fn is(file: &File) -> bool {
    let head = file.beginning();
    head.trim_start().starts_with('[') && head.contains("\"data\"") && head.contains("\"text\"")
}

pub fn read(files: &[File], _article: &Article) -> Result<Vec<Document>, InboxError> {
    let mut documents = Vec::new();
    for file in files {
        match whole(file)? {
            Value::Array(tasks) => documents.extend(tasks.iter().map(document)),
            task => documents.push(document(&task)),
        }
    }
    Ok(documents)
}

fn document(task: &Value) -> Document {
    let none = Value::Null;
    let data = task.get("data").unwrap_or(&none);
    let about = data.get("meta").unwrap_or(&none);
    let text = words(data, "text");
    let ruler = Ruler::new(text);
    let mut document = Document {
        name: words(about, "id").to_owned(),
        hash: Some(words(about, "hash")).filter(|it| !it.is_empty()).map(str::to_owned),
        marks: Vec::new(),
    };
    for group in list(task, "annotations") {
        let results = list(group, "result");
        let by = |group: &Value| {
            let who = group.get("completed_by")?;
            let name = [words(who, "email"), words(who, "username")];
            name.into_iter().find(|it| !it.is_empty()).map(cleaned)
        };
        let mut regions = Vec::new();
        let mut links = Vec::new();
        for result in results {
            let value = result.get("value").unwrap_or(&none);
            match words(result, "type") {
                "labels" => regions.push(Region {
                    key: words(result, "id").to_owned(),
                    anchor: range(value, "start", "end")
                        .and_then(|points| ruler.span(points, Unit::Point))
                        .map(|span| Anchor::new(text, span)),
                    labels: strings(value, "labels"),
                }),
                "relation" => links.push(Link {
                    from: words(result, "from_id").to_owned(),
                    to: words(result, "to_id").to_owned(),
                    kind: strings(result, "labels").pop().unwrap_or_default(),
                }),
                _ => {}
            }
        }
        for (key, mut mark) in marks(&regions, &links) {
            if let Some((id, "content0")) = key.rsplit_once('.') {
                mark.id = Some(id.to_owned());
                mark.speakers = Some(Vec::new());
            }
            mark.annotator = by(group);
            mark.tags = regions
                .iter()
                .find(|it| it.key == key)
                .map(|it| tags(&it.labels))
                .unwrap_or_default();
            for answer in results.iter().filter(|it| words(it, "id") == key) {
                let value = answer.get("value").unwrap_or(&none);
                let name = words(answer, "from_name");
                match (words(answer, "type"), name) {
                    ("textarea", "speakers") => mark.speakers = Some(strings(value, "text")),
                    ("textarea", "attributes") => {
                        for words in strings(value, "text") {
                            set_attribute(&mut mark, &words);
                        }
                    }
                    ("textarea", "comment") => mark.comment = strings(value, "text").join("\n"),
                    ("choices", name) => {
                        for word in strings(value, "choices") {
                            set_word(&mut mark, name, &word);
                        }
                    }
                    _ => {}
                }
            }
            document.marks.push(mark);
        }
    }
    document
}
