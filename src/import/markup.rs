//! Pieces of HTML inside other formats → plain paragraphs: all their words, and no search for a body.

use dom_query::Document;

use super::ImportError;
use super::html::check;
use crate::text::clean::clean_line;

/// The words of a piece of HTML, or of a whole page, a paragraph a line. Refuses what is made to be
/// slow. Text without markup stays as it is.
pub(super) fn text(html: &str) -> Result<String, ImportError> {
    check(html)?;
    let document = Document::from(html);
    document.select("script, style, head, template, noscript, svg").remove();
    Ok(lines(&document.formatted_text()))
}

/// The headline of a chapter or a letter: its first heading, else its title.
pub(super) fn headline(html: &str) -> Option<String> {
    check(html).ok()?;
    let document = Document::from(html);
    ["h1", "h2", "title"].iter().find_map(|name| {
        let node = document.select_single(name);
        one_line(&node.text())
    })
}

/// Lines that are not blank, without blank edges and runs of spaces, a blank line between them.
pub(super) fn lines(text: &str) -> String {
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// All words on one line, cleaned; none where there are none.
pub(super) fn one_line(text: &str) -> Option<String> {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(clean_line(&words)).filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip]
    fn pieces() {
        for (html, expected) in [
            ("<p>It <b>rained</b>.</p><p>So&nbsp;what?</p>",   "It rained.\n\nSo what?"),
            ("<script>no()</script>It rained<br>all day.",     "It rained\n\nall day."),
            ("It rained.\n\nSo what?",                         "It rained. So what?"),
        ] {
            assert_eq!(text(html).unwrap(), expected);
        }
        assert!(text(&"<b><i>".repeat(20_000)).is_err());
        assert_eq!(headline("<title>No</title><h1>Rain</h1>").as_deref(), Some("Rain"));
    }
}
