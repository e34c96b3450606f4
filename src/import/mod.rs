//! Bytes → [`Article`]s: one reader per format, and the table of formats. Does no input or output.

mod decode;
mod error;
mod jsonl;
mod markdown;
mod plain;

pub use decode::{decode, is_utf16};
pub use error::{ImportError, Refused};
pub use jsonl::Row;

use crate::article::{Article, Origin};

/// The largest file that is read, in bytes: a long book is 2 MB, beyond this it is not one article,
/// and analysis takes up to 200 bytes of memory for each.
pub const MAX_BYTES: usize = 16 << 20;

/// What a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text and wire copy.
    Text,
    /// Markdown.
    Markdown,
    /// One article a line, in JSON.
    Jsonl,
}

/// One row of [`FORMATS`].
#[derive(Clone, Copy, Debug)]
pub struct FormatRow {
    /// Which.
    pub format: Format,
    /// What the command line calls it.
    pub name: &'static str,
    /// How its files end, in small letters; the first is the usual one.
    pub extensions: &'static [&'static str],
    /// One line of help.
    pub help: &'static str,
}

/// Every format that is read. Help, folders and recognition all read this table.
#[rustfmt::skip]
pub const FORMATS: &[FormatRow] = &[
    FormatRow { format: Format::Text,     name: "text",     extensions: &["txt", "text", "wire"],            help: "plain text and wire copy" },
    FormatRow { format: Format::Markdown, name: "markdown", extensions: &["md", "markdown", "mdown", "mkd"], help: "Markdown, with or without YAML front matter" },
    FormatRow { format: Format::Jsonl,    name: "jsonl",    extensions: &["jsonl", "ndjson"],                help: "one article a line: {\"id\", \"text\", \"title\"?, \"date\"?, \"author\"?, \"publisher\"?}" },
];

impl Format {
    /// By the end of a file's name.
    pub fn of_name(name: &str) -> Option<Format> {
        let extension = name.rsplit_once('.')?.1.to_lowercase();
        let row = FORMATS.iter().find(|row| row.extensions.contains(&extension.as_str()))?;
        Some(row.format)
    }

    /// By the end of a file's name, else by how its text begins.
    pub fn recognise(name: &str, head: &str) -> Format {
        Format::of_name(name).unwrap_or_else(|| Format::of_text(head))
    }

    /// By how a text begins: a JSON object that has a text, a heading or a front matter of Markdown.
    fn of_text(head: &str) -> Format {
        let head = head.trim_start_matches('\u{feff}').trim_start();
        let first = head.lines().next().unwrap_or_default().trim_end();
        let second = head.lines().nth(1).unwrap_or_default();
        let front_matter = first == "---" && second.contains(':');
        let heading = first.trim_start_matches('#');
        let depth = first.len() - heading.len();
        if jsonl::is_row(first) {
            Format::Jsonl
        } else if front_matter || ((1..=6).contains(&depth) && heading.starts_with(' ')) {
            Format::Markdown
        } else {
            Format::Text
        }
    }
}

/// One article of `decoded` text, which is all one article. Offsets are code points of `decoded`.
/// For [`Format::Jsonl`] that is its first line; use [`articles`] for all of them.
pub fn article(
    id: &str,
    origin: Origin,
    decoded: &str,
    format: Format,
) -> Result<Article, Refused> {
    let refuse = |why| Refused { id: id.to_owned(), why };
    let article = match format {
        Format::Text if is_html(decoded) => {
            return Err(refuse(ImportError::NotText { looks_like: "a page of HTML" }));
        }
        Format::Text => plain::read(id.to_owned(), origin, decoded),
        Format::Markdown => markdown::read(id.to_owned(), origin, decoded),
        Format::Jsonl => {
            let line = decoded.lines().next().unwrap_or_default();
            Row::parse(id, 1, line.as_bytes())?.article(origin)?
        }
    };
    if article.text.trim().is_empty() { Err(refuse(ImportError::Empty)) } else { Ok(article) }
}

/// Every article of a file that was read whole; one that cannot be read does not stop the others.
/// Without a `format` it is recognised by `id` and by how the text begins.
pub fn articles(
    id: &str,
    origin: Origin,
    bytes: &[u8],
    format: Option<Format>,
) -> Vec<Result<Article, Refused>> {
    let decoded = match decode(bytes) {
        Ok(decoded) => decoded,
        Err(why) => return vec![Err(Refused { id: id.to_owned(), why })],
    };
    match format.unwrap_or_else(|| Format::recognise(id, &decoded)) {
        Format::Jsonl => rows(id, &decoded)
            .map(|row| row.and_then(|row| row.article(part(origin.clone()))))
            .collect(),
        format => vec![article(id, origin, &decoded, format)],
    }
}

/// Every line of decoded JSONL that is not blank.
pub fn rows<'a>(
    path: &'a str,
    decoded: &'a str,
) -> impl Iterator<Item = Result<Row, Refused>> + 'a {
    let lines = decoded.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    lines.map(move |(line, number)| Row::parse(path, number, line.as_bytes()))
}

/// One of several articles in what came from `origin`.
pub fn part(origin: Origin) -> Origin {
    match origin {
        Origin::File(path) => Origin::Part(path),
        other => other,
    }
}

fn is_html(decoded: &str) -> bool {
    let head: String = decoded.trim_start().chars().take(15).collect();
    let head = head.to_lowercase();
    ["<!doctype html", "<html", "<?xml", "<body", "<head"].iter().any(|tag| head.starts_with(tag))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    #[rustfmt::skip]
    fn recognition() {
        for (name, head, format) in [
            ("a.txt",    "# not a heading",         Format::Text),
            ("A.MD",     "It rained.",              Format::Markdown),
            ("a.ndjson", "",                        Format::Jsonl),
            ("-",        "It rained.",              Format::Text),
            ("-",        "# Rain\n\nIt rained.",    Format::Markdown),
            ("-",        "#rain on Monday",         Format::Text),
            ("-",        "---\ntitle: Rain\n---\n", Format::Markdown),
            ("-",        "{\"text\":\"a\"}\n",      Format::Jsonl),
            ("-",        "{\"a\":\"b\"}\n",         Format::Text),
            ("a.b/c",    "{curly} words",           Format::Text),
        ] {
            assert_eq!(Format::recognise(name, head), format, "{name}: {head}");
        }
    }

    #[test]
    fn a_broken_line_does_not_stop_the_others() {
        let bytes = b"{\"id\":\"a\",\"text\":\"One.\"}\n\nno\n{\"text\":\"Two.\"}";
        let ids: Vec<String> = articles("f", Origin::Stdin, bytes, Some(Format::Jsonl))
            .into_iter()
            .map(|one| one.map_or_else(|refused| refused.to_string(), |article| article.id))
            .collect();
        assert_eq!(ids[0], "a");
        assert!(ids[1].starts_with("f:3: line 3 is not an article in JSON"));
        assert_eq!(ids[2], "f:4");
    }

    #[test]
    fn html_is_not_taken_for_prose() {
        let read = article("a", Origin::Stdin, "<!DOCTYPE html><p>It rained.", Format::Text);
        assert!(read.is_err());
    }

    proptest! {
        #[test]
        fn any_text_in_any_format_keeps_its_walls(text in "([-#>*`\\[\\](){}&; a-zA-Z\"“”.\r\n|:]|date 2017-11-12|RIGA \\(AP\\) — |Reuters|\u{202e}|🎉){0,120}") {
            for row in FORMATS {
                let Ok(article) = article("a", Origin::Stdin, &text, row.format) else { continue };
                let points = text.chars().count();
                let mut last = 0;
                for paragraph in &article.paragraphs {
                    let span = paragraph.span;
                    prop_assert!(last <= span.start() && !span.is_empty());
                    prop_assert_eq!(span, span.trim(&article.text));
                    prop_assert!(article.metadata.spans.iter().all(|cut| !cut.overlaps(span)));
                    prop_assert!(article.original(span)[1] <= points);
                    last = span.end();
                }
            }
        }
    }
}
