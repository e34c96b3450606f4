//! REFI-QDA: a project (`.qdpx`) that NVivo, ATLAS.ti, MAXQDA, QualCoder and others open, and its
//! codebook alone (`.qdc`).
//!
//! Positions are code points of the sources, which have LF line ends and no BOM. Tags are codes, as
//! are `source` and `cue`; each piece is a selection of its own, and links lead from the first piece
//! of a content to the others. Speakers are cases. Ids are made from what they name, so that the same
//! marks give the same project.

use std::collections::{BTreeSet, HashSet};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::regions::{Region, regions};
use super::rows::{NO_TAG, Row, rows};
use super::xml::escaped;
use super::{Report, one_line};
use crate::annotation::{Codebook, Set, Tag};
use crate::article::Article;
use crate::nlp::ENGINE;
use crate::story::Story;
use crate::text::{Ruler, Unit};

/// Letters of a selection's words in its name.
const NAME: usize = 60;

/// The project of these stories.
pub fn project(stories: &[(Story, Set)]) -> (Vec<u8>, Report) {
    let mut report = Report::default();
    let mut labels = BTreeSet::new();
    let mut readers = BTreeSet::from(["onrecord".to_owned()]);
    let (mut sources, mut links) = (String::new(), String::new());
    let mut cases: Vec<(String, String)> = Vec::new();
    let mut texts = Vec::new();
    for (story, set) in stories {
        let (rows, one) = rows(story, set);
        report.add(&one);
        for row in &rows {
            labels.extend(row.labels());
            readers.extend(row.item.map(|item| item.stamp.annotator.clone()));
        }
        let source = guid(&["source", &story.article.id, &story.article.hash()]);
        texts.push((source.clone(), story.article.text.to_string()));
        let regions = regions(&rows);
        sources.push_str(&source_of(&story.article, &source, &regions));
        for region in &regions {
            if let Some((head, kind)) = region.link {
                let [from, to] = [&regions[head], region].map(|it| selection(&source, it));
                let _ = writeln!(
                    links,
                    "    <Link guid=\"{}\" name=\"{kind}\" direction=\"OneWay\" originGUID=\"{from}\" targetGUID=\"{to}\"/>",
                    guid(&["link", &from, &to, kind]),
                );
            }
            if region.is_first() {
                for speaker in &region.row.speakers {
                    let reference = format!(
                        "      <SelectionRef targetGUID=\"{}\"/>\n",
                        selection(&source, region)
                    );
                    match cases.iter_mut().find(|(name, _)| name == speaker) {
                        Some((_, references)) => references.push_str(&reference),
                        None => cases.push(((*speaker).to_owned(), reference)),
                    }
                }
            }
        }
    }
    let users: String = readers
        .iter()
        .map(|name| {
            format!("    <User guid=\"{}\" name=\"{}\"/>\n", user(name), escaped(&one_line(name)))
        })
        .collect();
    let cases: String = cases
        .iter()
        .map(|(name, references)| {
            let id = guid(&["case", name]);
            format!(
                "    <Case guid=\"{id}\" name=\"{}\">\n{references}    </Case>\n",
                escaped(name)
            )
        })
        .collect();
    let optional = |name: &str, inside: &str| {
        if inside.is_empty() { String::new() } else { format!("  <{name}>\n{inside}  </{name}>\n") }
    };
    let page = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Project xmlns=\"urn:QDA-XML:project:1.0\" \
         name=\"onrecord\" origin=\"{}\" creatingUserGUID=\"{}\">\n{}  <CodeBook>\n{}  </CodeBook>\n{}{}{}\
         </Project>\n",
        escaped(ENGINE),
        user("onrecord"),
        optional("Users", &users),
        codes(super::codebook(stories), &labels),
        optional("Cases", &cases),
        optional("Sources", &sources),
        optional("Links", &links),
    );
    (zipped(&page, &texts), report)
}

/// The codebook alone.
pub fn codebook(stories: &[(Story, Set)]) -> (Vec<u8>, Report) {
    let mut labels = BTreeSet::new();
    let mut written = 0;
    for (story, set) in stories {
        let (rows, _) = rows(story, set);
        written += rows.len();
        labels.extend(rows.iter().flat_map(Row::labels));
    }
    let page = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\" \
         origin=\"{}\">\n{}</CodeBook>\n",
        escaped(ENGINE),
        codes(super::codebook(stories), &labels)
    );
    (page.into_bytes(), Report { written, losses: Vec::new() })
}

/// The codes: the codebook's tags, what else is used, and the roles.
fn codes(codebook: &Codebook, used: &BTreeSet<String>) -> String {
    const COLOURS: [&str; 6] = ["#1565C0", "#2E7D32", "#C62828", "#6A1B9A", "#EF6C00", "#00838F"];
    let tags = &codebook.tags;
    let known = |name: &str| tags.iter().find(|tag| tag.name == name);
    let own =
        used.iter().map(String::as_str).filter(|name| known(name).is_none() && *name != NO_TAG);
    let names =
        tags.iter().map(|tag| tag.name.as_str()).chain(own).chain([NO_TAG, "source", "cue"]);
    let mut codes = "    <Codes>\n".to_owned();
    for (name, colour) in names.zip(COLOURS.iter().cycle()) {
        let about = match known(name) {
            Some(Tag { definition, .. }) => definition.clone(),
            None if name == NO_TAG => "what somebody said, without a tag".to_owned(),
            None if name.ends_with('?') => "suggested by the machine, not judged".to_owned(),
            None => String::new(),
        };
        let about = if about.is_empty() {
            String::new()
        } else {
            format!("<Description>{}</Description>", escaped(&about))
        };
        let _ = writeln!(
            codes,
            "      <Code guid=\"{}\" name=\"{}\" isCodable=\"true\" color=\"{colour}\">{about}</Code>",
            code(name),
            escaped(name),
        );
    }
    codes + "    </Codes>\n"
}

fn source_of(article: &Article, source: &str, regions: &[Region]) -> String {
    let ruler = Ruler::new(&article.text);
    let mut page = format!(
        "    <TextSource guid=\"{source}\" name=\"{}\" plainTextPath=\"internal://{source}.txt\" creatingUser=\"{}\">\n",
        escaped(&one_line(&article.id)),
        user("onrecord"),
    );
    for region in regions {
        let [start, end] = ruler.of(region.piece.span, Unit::Point);
        let name: String = one_line(region.piece.text).chars().take(NAME).collect();
        let by = user(region.row.item.map_or("onrecord", |item| &item.stamp.annotator));
        let at = region.row.item.map(|item| format!(" creationDateTime=\"{}\"", item.stamp.at));
        let at = at.unwrap_or_default();
        let id = selection(source, region);
        let _ = writeln!(
            page,
            "      <PlainTextSelection guid=\"{id}\" name=\"{}\" startPosition=\"{start}\" endPosition=\"{end}\" creatingUser=\"{by}\"{at}>",
            escaped(&name),
        );
        if region.is_first() && !region.row.comment.is_empty() {
            let _ = writeln!(
                page,
                "        <Description>{}</Description>",
                escaped(region.row.comment)
            );
        }
        for label in region.labels() {
            let _ = writeln!(
                page,
                "        <Coding guid=\"{}\" creatingUser=\"{by}\"><CodeRef targetGUID=\"{}\"/></Coding>",
                guid(&["coding", &id, &label]),
                code(&label),
            );
        }
        page.push_str("      </PlainTextSelection>\n");
    }
    page + "    </TextSource>\n"
}

fn selection(source: &str, region: &Region) -> String {
    guid(&["selection", source, &region.id])
}

fn code(name: &str) -> String {
    // A role is no tag, whatever tags are called.
    guid(&["code", name])
}

fn user(name: &str) -> String {
    guid(&["user", name])
}

/// A GUID from what it names (version 8 of RFC 9562: 122 bits of BLAKE3).
fn guid(parts: &[&str]) -> String {
    let digest = blake3::hash(parts.join("\u{1f}").as_bytes());
    let mut bytes: [u8; 16] = std::array::from_fn(|at| digest.as_bytes()[at]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut guid = String::new();
    for (at, byte) in bytes.iter().enumerate() {
        let dash = if matches!(at, 4 | 6 | 8 | 10) { "-" } else { "" };
        let _ = write!(guid, "{dash}{byte:02x}");
    }
    guid
}

/// The archive: the same files, the same bytes.
fn zipped(project: &str, texts: &[(String, String)]) -> Vec<u8> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, text: &str| {
        archive.start_file(name, options).and_then(|()| Ok(archive.write_all(text.as_bytes())?))
    };
    put("project.qde", project).expect("memory takes every file");
    let mut written = HashSet::new();
    for (name, text) in texts.iter().filter(|(name, _)| written.insert(name)) {
        put(&format!("sources/{name}.txt"), text).expect("memory takes every file");
    }
    archive.finish().expect("memory takes every file").into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;

    #[test]
    fn the_same_marks_give_the_same_project() {
        let (story, set) = sample::story();
        let stories = [(story, set)];
        assert_eq!(project(&stories).0, project(&stories).0);
        let one = guid(&["a"]);
        assert_eq!(one.len(), 36);
        assert_ne!(one, guid(&["b"]));
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let (story, set) = sample::story();
        let (bytes, _) = project(&[(story, set)]);
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut page = String::new();
        std::io::Read::read_to_string(&mut archive.by_name("project.qde").unwrap(), &mut page)
            .unwrap();
        let page = roxmltree::Document::parse(&page).unwrap();
        let all = || page.descendants();
        let ids: Vec<&str> = all().filter_map(|node| node.attribute("guid")).collect();
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len());
        for name in ["targetGUID", "originGUID", "creatingUser", "creatingUserGUID"] {
            let mut places = all().filter_map(|node| node.attribute(name)).peekable();
            assert!(places.peek().is_some(), "{name}");
            assert!(places.all(|place| unique.contains(place)), "{name}");
        }
    }
}
