//! UIMA CAS as JSON and XMI, in the layers that our export writes.

use std::collections::BTreeMap;

use serde_json::Value;

use super::json::{list, whole};
use super::regions::{Link, Region, marks};
use super::{Document, File, InboxError, cleaned, set_attribute, set_word};
use crate::annotation::Anchor;
use crate::article::Article;
use crate::text::{Ruler, Unit};

pub fn is_json(file: &File) -> bool {
    file.beginning().contains("\"%TYPES\"")
}

pub fn is_xmi(file: &File) -> bool {
    file.ends_in(".xmi") || file.beginning().contains("<xmi:XMI")
}

/// A feature structure: its number, its type without a package, its features.
type Structure = (String, String, BTreeMap<String, String>);

pub fn read_json(files: &[File], _article: &Article) -> Result<Vec<Document>, InboxError> {
    let mut documents = Vec::new();
    for file in files {
        let page = whole(file)?;
        let words = |value: &Value| match value {
            Value::String(words) => words.clone(),
            other => other.to_string(),
        };
        let structures = list(&page, "%FEATURE_STRUCTURES").iter().filter_map(|one| {
            let fields = one.as_object()?;
            let kind = fields.get("%TYPE").map(words)?.rsplit('.').next()?.to_owned();
            let id = fields.get("%ID").map(words)?;
            let fields = fields
                .iter()
                .map(|(name, value)| (name.trim_start_matches('@').to_owned(), words(value)));
            Some((id, kind, fields.collect()))
        });
        documents.push(document(file, &structures.collect::<Vec<_>>())?);
    }
    Ok(documents)
}

pub fn read_xmi(files: &[File], _article: &Article) -> Result<Vec<Document>, InboxError> {
    let mut documents = Vec::new();
    for file in files.iter().filter(|file| is_xmi(file)) {
        let page = roxmltree::Document::parse(file.text()?)
            .map_err(|error| file.refuse(error.to_string()))?;
        let structures =
            page.root_element().children().filter(roxmltree::Node::is_element).map(|node| {
                let fields: BTreeMap<String, String> = node
                    .attributes()
                    .map(|it| (it.name().to_owned(), it.value().to_owned()))
                    .collect();
                let id = fields.get("id").cloned().unwrap_or_default();
                (id, node.tag_name().name().to_owned(), fields)
            });
        documents.push(document(file, &structures.collect::<Vec<_>>())?);
    }
    Ok(documents)
}

fn document(file: &File, structures: &[Structure]) -> Result<Document, InboxError> {
    let of = |kind: &'static str| structures.iter().filter(move |it| it.1 == kind);
    let text = of("Sofa")
        .find_map(|(.., fields)| fields.get("sofaString"))
        .ok_or_else(|| file.refuse("it holds no text"))?;
    let ruler = Ruler::new(text);
    let get = |fields: &BTreeMap<String, String>, name: &str| {
        fields.get(name).cloned().unwrap_or_default()
    };
    let regions: Vec<Region> = of("Statement")
        .map(|(id, _, fields)| {
            let number = |name: &str| get(fields, name).parse::<usize>().ok();
            let place = number("begin").zip(number("end"));
            let tags = get(fields, "tag");
            let role = get(fields, "role");
            let labels = std::iter::once(role).chain(tags.lines().map(str::to_owned));
            Region {
                key: id.clone(),
                anchor: place
                    .and_then(|(start, end)| ruler.span([start, end], Unit::Utf16))
                    .map(|span| Anchor::new(text, span)),
                labels: labels.collect(),
            }
        })
        .collect();
    let links: Vec<Link> = of("StatementRelation")
        .map(|(_, _, fields)| Link {
            from: get(fields, "Governor"),
            to: get(fields, "Dependent"),
            kind: get(fields, "kind"),
        })
        .collect();
    let marks = marks(&regions, &links).into_iter().map(|(key, mut mark)| {
        let known = of("Statement").find(|it| it.0 == key).map(|it| &it.2);
        if let Some(fields) = known {
            for (name, words) in fields {
                set_word(&mut mark, name, words);
            }
            for words in get(fields, "attributes").lines() {
                set_attribute(&mut mark, words);
            }
            if fields.contains_key("item") || fields.contains_key("speakers") {
                mark.speakers = Some(get(fields, "speakers").lines().map(cleaned).collect());
            }
        }
        mark
    });
    let name = file.name.rsplit_once('.').map_or(file.name.as_str(), |(stem, _)| stem);
    Ok(Document { name: name.to_owned(), hash: None, marks: marks.collect() })
}
