//! What `pdftotext` makes of a PDF → an article. Rough: columns, captions and page heads run into
//! the prose, so only the plainest damage is mended, and the article says that it came this way.

use super::{Given, Head, ImportError, Loaded, Refused, decode};
use crate::article::Metadata;

pub(super) fn begins(head: &Head) -> bool {
    head.bytes.starts_with(b"%PDF-")
}

/// Reads text in which pages end with a form feed. A PDF itself is refused.
pub(super) fn read(given: &Given) -> Vec<Result<Loaded, Refused>> {
    if given.bytes.starts_with(b"%PDF-") {
        let looks_like = "a PDF, which is read only where pdftotext (of poppler) is installed";
        return vec![Err(given.refuse(ImportError::NotText { looks_like }))];
    }
    let read = decode(given.bytes).map_err(|why| given.refuse(why));
    let metadata = Metadata { rough: true, ..Metadata::default() };
    vec![read.and_then(|text| given.article(paragraphs(&text), metadata))]
}

/// Joins lines into paragraphs, which end at a blank line or a page; words that a hyphen parts at
/// the end of a line are joined, numbers of pages dropped.
fn paragraphs(text: &str) -> String {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut open = String::new();
    let lines = text
        .split(['\n', '\u{c}'])
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    for line in lines.chain([String::new()]) {
        let number = !line.is_empty() && line.chars().all(|ch| ch.is_ascii_digit());
        if line.is_empty() || number {
            // Prose that a page ends in the middle of goes on on the next.
            if !open.is_empty() && !goes_on(&open) {
                paragraphs.push(std::mem::take(&mut open));
            }
            continue;
        }
        let parted = open.ends_with('-') && line.starts_with(char::is_lowercase);
        if parted {
            open.pop();
        } else if !open.is_empty() {
            open.push(' ');
        }
        open.push_str(&line);
    }
    paragraphs.extend((!open.is_empty()).then_some(open));
    paragraphs.join("\n\n")
}

/// A long paragraph that ends with a small letter or a comma is not at its end.
fn goes_on(words: &str) -> bool {
    words.len() > 200 && words.ends_with(|ch: char| ch.is_lowercase() || ch == ',' || ch == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_joined() {
        let text = "Mayor leaves\n\nThe Mayor of Riga left the town\nhall on Mon-\nday.\n\n12\n\u{c}It rained.\n";
        assert_eq!(
            paragraphs(text),
            "Mayor leaves\n\nThe Mayor of Riga left the town hall on Monday.\n\nIt rained."
        );
    }
}
