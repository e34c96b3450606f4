//! DOCX: the paragraphs of `word/document.xml`, and its title and writer. What was deleted under
//! review is left out, what was inserted is in.

use super::html::{date, names};
use super::markup::one_line;
use super::xml::{self, Element, Inside};
use super::zip::Archive;
use super::{Given, Head, ImportError, Loaded, Refused};
use crate::article::Metadata;

pub(super) fn begins(head: &Head) -> bool {
    // The order of files in the archive is not fixed, but these names come early.
    let early = head.bytes.get(..4096).unwrap_or(head.bytes);
    head.bytes.starts_with(b"PK\x03\x04")
        && [&b"word/"[..], b"[Content_Types].xml", b"docProps/"]
            .iter()
            .any(|name| early.windows(name.len()).any(|part| part == *name))
}

pub(super) fn read(given: &Given) -> Vec<Result<Loaded, Refused>> {
    let read = document(given.bytes).map_err(|why| given.refuse(why));
    vec![read.and_then(|(text, metadata)| given.article(text, metadata))]
}

fn document(bytes: &[u8]) -> Result<(String, Metadata), ImportError> {
    let mut archive = Archive::open(bytes)?;
    let document = archive.text("word/document.xml")?.ok_or_else(|| ImportError::Broken {
        format: "DOCX",
        why: "it has no word/document.xml".to_owned(),
    })?;
    let root = xml::parse(&document)?;
    let paragraphs = root.all("p").into_iter().map(paragraph);
    let text = paragraphs.filter(|words| !words.trim().is_empty()).collect::<Vec<_>>().join("\n\n");
    let about = archive.text("docProps/core.xml").ok().flatten();
    let about = about.and_then(|text| xml::parse(&text).ok());
    let words = |name: &str| about.as_ref().and_then(|about| about.words(&[name]));
    let metadata = Metadata {
        title: words("title").or_else(|| titled(&root)),
        byline: words("creator").and_then(|name| names(&[name])),
        published: words("created").as_deref().and_then(date),
        language: words("language"),
        ..Metadata::default()
    };
    Ok((text, metadata))
}

/// The paragraph that is set as title.
fn titled(root: &Element) -> Option<String> {
    let styled = |one: &&Element| {
        let style = one.first(&["pPr", "pStyle"]).and_then(|style| style.attribute("val"));
        style.is_some_and(|style| style == "Title")
    };
    one_line(&paragraph(root.all("p").into_iter().find(styled)?))
}

/// The words of a paragraph; `xml` keeps the depth of calls small.
fn paragraph(of: &Element) -> String {
    let mut words = String::new();
    tell(of, &mut words);
    words
}

fn tell(element: &Element, words: &mut String) {
    for one in element.elements() {
        match one.name.as_str() {
            "t" => words.extend(one.inside.iter().map(|inside| match inside {
                Inside::Text(text) => text.as_str(),
                Inside::Element(_) => "",
            })),
            "tab" => words.push('\t'),
            "br" | "cr" => words.push(' '),
            "noBreakHyphen" => words.push('-'),
            "del" | "delText" | "instrText" | "pPr" | "rPr" | "p" | "drawing" | "pict"
            | "Fallback" => {}
            _ => tell(one, words),
        }
    }
}
