//! What `pdftotext -bbox-layout` makes of a PDF → an article: its blocks of lines, in the order in
//! which they are read, columns too. Rough: captions and boxes run into the prose, so only the
//! plainest damage is mended, and the article says that it came this way.

use std::collections::HashMap;

use super::xml::{self, Element};
use super::{Given, Head, ImportError, Loaded, Refused, decode};
use crate::article::Metadata;

/// A page's head and foot are so much of it, each.
const MARGIN: f64 = 0.07;

pub(super) fn begins(head: &Head) -> bool {
    head.bytes.starts_with(b"%PDF-")
}

/// Reads the boxes of a PDF. A PDF itself is refused.
pub(super) fn read(given: &Given) -> Vec<Result<Loaded, Refused>> {
    if given.bytes.starts_with(b"%PDF-") {
        let looks_like = "a PDF, which is read only where pdftotext (of poppler) is installed";
        return vec![Err(given.refuse(ImportError::NotText { looks_like }))];
    }
    let metadata = Metadata { rough: true, ..Metadata::default() };
    let text = decode(given.bytes).and_then(|boxes| xml::parse(&boxes)).map(|html| prose(&html));
    vec![text.map_err(|why| given.refuse(why)).and_then(|text| given.article(text, metadata))]
}

/// A block of a page.
struct Block {
    text: String,
    /// Whether it stands at the head or foot of its page, alone on its line.
    rim: bool,
}

/// Blocks as paragraphs, without the heads and feet of pages.
fn prose(html: &Element) -> String {
    let mut blocks = Vec::new();
    for page in html.all("page") {
        let height = number(page, "height").unwrap_or(f64::INFINITY);
        blocks.extend(page.all("block").into_iter().map(|one| block(one, height)));
    }
    let mut seen: HashMap<String, usize> = HashMap::new();
    for one in blocks.iter().filter(|one| one.rim) {
        *seen.entry(masked(&one.text)).or_default() += 1;
    }
    let mut paragraphs: Vec<String> = Vec::new();
    for one in &blocks {
        if one.rim && (is_furniture(&one.text) || seen[&masked(&one.text)] > 1) {
            continue;
        }
        match paragraphs.last_mut() {
            // Prose that a page or column ends in the middle of goes on in the next.
            Some(open) if goes_on(open, &one.text) => join(open, &one.text),
            _ => paragraphs.push(one.text.clone()),
        }
    }
    paragraphs.join("\n\n")
}

fn block(block: &Element, height: f64) -> Block {
    let lines = block.all("line");
    let mut text = String::new();
    for line in &lines {
        let words: Vec<String> = line.all("word").into_iter().map(Element::plain).collect();
        join(&mut text, &words.join(" "));
    }
    let top = number(block, "yMin").unwrap_or(height / 2.0);
    let bottom = number(block, "yMax").unwrap_or(height / 2.0);
    let rim = bottom < height * MARGIN || top > height * (1.0 - MARGIN);
    Block { text, rim: rim && lines.len() == 1 }
}

/// Adds a line; a word that a hyphen parts at the end of the one before is joined.
fn join(text: &mut String, line: &str) {
    let letter = |ch: Option<char>| ch.is_some_and(char::is_lowercase);
    let parted = text.strip_suffix('-').is_some_and(|rest| letter(rest.chars().next_back()));
    if parted && letter(line.chars().next()) {
        text.pop();
    } else if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(line);
}

/// A paragraph that ends with a small letter, a comma or a hyphen, before one that begins small.
fn goes_on(open: &str, next: &str) -> bool {
    open.ends_with(|ch: char| ch.is_lowercase() || matches!(ch, ',' | '-'))
        && next.starts_with(char::is_lowercase)
}

/// The number of a page, the time or the address that a browser prints.
fn is_furniture(words: &str) -> bool {
    let plain = |word: &str| {
        word.starts_with(|ch: char| ch.is_ascii_digit())
            || matches!(word.to_lowercase().as_str(), "page" | "of" | "am" | "pm" | "–" | "-" | "|")
            || word.contains("://")
    };
    words.split_whitespace().all(plain)
}

/// Without its digits, so that the head of page 3 is that of page 4.
fn masked(words: &str) -> String {
    words.chars().filter(|ch| !ch.is_ascii_digit()).collect()
}

fn number(element: &Element, name: &str) -> Option<f64> {
    element.attribute(name)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_become_paragraphs() {
        let line = |words: &str| {
            let words: String =
                words.split(' ').map(|word| format!("<word>{word}</word>")).collect();
            format!("<line>{words}</line>")
        };
        let block = |y: u32, lines: &[&str]| {
            let lines: String = lines.iter().map(|words| line(words)).collect();
            format!(r#"<flow><block yMin="{y}" yMax="{}">{lines}</block></flow>"#, y + 20)
        };
        let page = |blocks: &[String]| format!(r#"<page height="800">{}</page>"#, blocks.concat());
        let pages = [
            page(&[
                block(10, &["Harbour Post 1"]),
                block(80, &["Mayor leaves"]),
                block(120, &["The Mayor of Riga left the town", "hall on Mon-", "day, and"]),
                block(770, &["1 of 2"]),
            ]),
            page(&[
                block(10, &["Harbour Post 2"]),
                block(60, &["went home."]),
                block(90, &["It rained &amp; snowed."]),
            ]),
        ];
        let html = xml::parse(&format!("<html><body><doc>{}</doc></body></html>", pages.concat()));
        assert_eq!(
            prose(&html.unwrap()),
            "Mayor leaves\n\nThe Mayor of Riga left the town hall on Monday, and went home.\n\n\
             It rained & snowed."
        );
    }
}
