//! REFI-QDA projects, ours or another program's: selections in plain text, codes as tags.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use roxmltree::Node;

use super::regions::{Link, Region, marks};
use super::{Document, File, InboxError, cleaned, set_word};
use crate::annotation::Anchor;
use crate::article::Article;
use crate::text::{Ruler, Unit};

/// The largest part of a project that is read, in bytes: a text is no longer than an article may be.
const MOST: u64 = 64 << 20;

pub fn is(file: &File) -> bool {
    file.ends_in(".qdpx") || file.bytes.starts_with(b"PK\x03\x04")
}

pub fn read(files: &[File], _article: &Article) -> Result<Vec<Document>, InboxError> {
    let mut documents = Vec::new();
    for file in files {
        let mut archive = zip::ZipArchive::new(Cursor::new(file.bytes.as_slice()))
            .map_err(|error| file.refuse(error.to_string()))?;
        let page = part(&mut archive, "project.qde")
            .ok_or_else(|| file.refuse("it holds no project.qde"))?;
        let page = roxmltree::Document::parse(page.trim_start_matches('\u{feff}'))
            .map_err(|error| file.refuse(error.to_string()))?;
        for source in page.descendants().filter(|node| node.has_tag_name_of("TextSource")) {
            let inline = source.children().find(|node| node.has_tag_name_of("PlainTextContent"));
            let path = source.attribute("plainTextPath").unwrap_or_default();
            let path = path.trim_start_matches("internal://");
            let text = match inline.and_then(|node| node.text()) {
                Some(text) => Some(text.to_owned()),
                None => ["sources", "Sources"]
                    .iter()
                    .find_map(|it| part(&mut archive, &format!("{it}/{path}"))),
            };
            let text = text.ok_or_else(|| file.refuse(format!("the text {path} is not in it")))?;
            documents.push(document(&page, source, &text));
        }
    }
    Ok(documents)
}

trait Named {
    fn has_tag_name_of(&self, name: &str) -> bool;
}

impl Named for Node<'_, '_> {
    /// Whatever its namespace: programs differ.
    fn has_tag_name_of(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}

fn part(archive: &mut zip::ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<String> {
    let mut text = String::new();
    archive.by_name(name).ok()?.take(MOST).read_to_string(&mut text).ok()?;
    Some(text)
}

fn document(page: &roxmltree::Document, source: Node, text: &str) -> Document {
    let attribute = |node: Node, name: &str| node.attribute(name).unwrap_or_default().to_owned();
    let named = |kind: &str| -> HashMap<String, String> {
        let nodes = page.descendants().filter(|node| node.has_tag_name_of(kind));
        nodes.map(|node| (attribute(node, "guid"), attribute(node, "name"))).collect()
    };
    let (codes, users) = (named("Code"), named("User"));
    let text = text.trim_start_matches('\u{feff}');
    let ruler = Ruler::new(text);
    let selections: Vec<Node> =
        source.children().filter(|node| node.has_tag_name_of("PlainTextSelection")).collect();
    let regions: Vec<Region> = selections
        .iter()
        .map(|one| {
            let number = |name: &str| attribute(*one, name).parse::<usize>().ok();
            let place = number("startPosition").zip(number("endPosition"));
            let references = one.descendants().filter(|node| node.has_tag_name_of("CodeRef"));
            let labels =
                references.filter_map(|node| codes.get(node.attribute("targetGUID")?).cloned());
            Region {
                key: attribute(*one, "guid"),
                anchor: place
                    .and_then(|(start, end)| ruler.span([start, end], Unit::Point))
                    .map(|span| Anchor::new(text, span)),
                labels: labels.collect(),
            }
        })
        .collect();
    let links: Vec<Link> = page
        .descendants()
        .filter(|node| node.has_tag_name_of("Link"))
        .map(|node| Link {
            from: attribute(node, "originGUID"),
            to: attribute(node, "targetGUID"),
            kind: attribute(node, "name"),
        })
        .collect();
    let mut speakers: HashMap<String, Vec<String>> = HashMap::new();
    for case in page.descendants().filter(|node| node.has_tag_name_of("Case")) {
        for reference in case.children().filter(|node| node.has_tag_name_of("SelectionRef")) {
            let of = speakers.entry(attribute(reference, "targetGUID")).or_default();
            of.push(cleaned(&attribute(case, "name")));
        }
    }
    let marks = marks(&regions, &links).into_iter().map(|(key, mut mark)| {
        mark.speakers = speakers.remove(&key);
        for one in selections.iter().filter(|one| one.attribute("guid") == Some(&key)) {
            let memo = one.children().find(|node| node.has_tag_name_of("Description"));
            set_word(&mut mark, "comment", memo.and_then(|node| node.text()).unwrap_or_default());
            set_word(&mut mark, "time", one.attribute("creationDateTime").unwrap_or_default());
            let by = one.attribute("creatingUser").and_then(|it| users.get(it));
            set_word(&mut mark, "annotator", by.map_or("", String::as_str));
        }
        mark
    });
    let marks = marks.collect();
    Document { name: attribute(source, "name"), hash: None, marks }
}
