//! Bytes → [`Article`]s: one reader per format, and the table of formats. Does no input or output.

mod decode;
mod docx;
mod epub;
mod error;
mod feed;
mod given;
pub mod html;
mod jsonl;
mod mail;
mod markdown;
mod markup;
mod newsml;
mod ninjs;
mod nitf;
mod pdf;
mod pieces;
mod plain;
mod warc;
mod xml;
mod zip;

pub use decode::{decode, is_utf16};
pub use error::{ImportError, Refused};
pub use given::{Given, Head, Loaded};
pub use jsonl::Row;
pub use pieces::{Cut, piece};

use crate::article::{Article, Origin};

/// The largest file that is read, in bytes: a long book is 2 MB, beyond this it is not one article,
/// and analysis takes up to 200 bytes of memory for each.
pub const MAX_BYTES: usize = 16 << 20;

/// The most articles of one container that is read whole: a feed has 10 to 100 entries, a book as
/// many chapters.
pub const MAX_PARTS: usize = 10_000;

/// What a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text and wire copy.
    Text,
    /// Markdown.
    Markdown,
    /// One article a line, in JSON.
    Jsonl,
    /// A page of the web.
    Html,
    /// IPTC ninjs, a news item in JSON.
    Ninjs,
    /// IPTC NewsML-G2.
    NewsMl,
    /// IPTC NITF.
    Nitf,
    /// RSS, Atom, JSON Feed.
    Feed,
    /// A book.
    Epub,
    /// An archive of web pages.
    Warc,
    /// Letters: a mailbox or one message.
    Mail,
    /// A document of a word processor.
    Docx,
    /// Pages as printed.
    Pdf,
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
    /// Whether a file that begins so is in this format.
    pub begins: fn(&Head) -> bool,
    /// How a long stream of them is cut into pieces that are read one by one.
    pub cut: Cut,
    /// Whether it is read by libraries that could end the process on hostile input.
    pub risky: bool,
    /// Reads a file or a piece; each article that cannot be read is refused by itself.
    pub read: fn(&Given) -> Vec<Result<Loaded, Refused>>,
}

/// Every format that is read. Help, folders and recognition all read this table; where a name says
/// nothing, the first row whose `begins` fits is taken, and the first row of all fits the rest.
#[rustfmt::skip]
pub const FORMATS: &[FormatRow] = &[
    FormatRow { format: Format::Text,     name: "text",     extensions: &["txt", "text", "wire"],
        help: "plain text and wire copy",
        begins: |_| false,         cut: Cut::Whole,    risky: false, read: plain::files },
    FormatRow { format: Format::Markdown, name: "markdown", extensions: &["md", "markdown", "mdown", "mkd"],
        help: "Markdown, with or without YAML front matter",
        begins: markdown::begins,  cut: Cut::Whole,    risky: false, read: markdown::files },
    FormatRow { format: Format::Jsonl,    name: "jsonl",    extensions: &["jsonl", "ndjson"],
        help: "one article a line: {\"id\", \"text\", \"title\"?, \"date\"?, \"author\"?, \"publisher\"?}",
        begins: jsonl::begins,     cut: Cut::Lines,    risky: false, read: jsonl::read },
    FormatRow { format: Format::Html,     name: "html",     extensions: &["html", "htm", "xhtml"],
        help: "pages of the web: body, headline, byline, date, publisher, address, language",
        begins: html::begins,      cut: Cut::Whole,    risky: true,  read: html::read },
    FormatRow { format: Format::Ninjs,    name: "ninjs",    extensions: &["ninjs", "json"],
        help: "IPTC ninjs 1 to 3: a news item in JSON",
        begins: ninjs::begins,     cut: Cut::Whole,    risky: true,  read: ninjs::read },
    FormatRow { format: Format::NewsMl,   name: "newsml",   extensions: &["newsml", "xml"],
        help: "IPTC NewsML-G2: a news item, or several in a message",
        begins: newsml::begins,    cut: Cut::Whole,    risky: true,  read: newsml::read },
    FormatRow { format: Format::Nitf,     name: "nitf",     extensions: &["nitf"],
        help: "IPTC NITF",
        begins: nitf::begins,      cut: Cut::Whole,    risky: false, read: nitf::read },
    FormatRow { format: Format::Feed,     name: "feed",     extensions: &["rss", "atom", "jsonfeed"],
        help: "RSS, Atom, JSON Feed: an article an entry",
        begins: feed::begins,      cut: Cut::Whole,    risky: true,  read: feed::read },
    FormatRow { format: Format::Epub,     name: "epub",     extensions: &["epub"],
        help: "EPUB: an article a chapter",
        begins: epub::begins,      cut: Cut::Whole,    risky: true,  read: epub::read },
    FormatRow { format: Format::Warc,     name: "warc",     extensions: &["warc"],
        help: "WARC: an article a page of HTML in it",
        begins: warc::begins,      cut: Cut::Records,  risky: true,  read: warc::read },
    FormatRow { format: Format::Mail,     name: "mail",     extensions: &["eml", "mbox"],
        help: "letters: an .eml, or an .mbox of many",
        begins: mail::begins,      cut: Cut::Messages, risky: true,  read: mail::read },
    FormatRow { format: Format::Docx,     name: "docx",     extensions: &["docx"],
        help: "documents of Word and its kin",
        begins: docx::begins,      cut: Cut::Whole,    risky: false, read: docx::read },
    FormatRow { format: Format::Pdf,      name: "pdf",      extensions: &["pdf"],
        help: "PDF, by pdftotext where it is installed; rough",
        begins: pdf::begins,       cut: Cut::Whole,    risky: false, read: pdf::read },
];

/// Ends of names of files that are packed; the end before says what is in them.
pub const PACKED: &[&str] = &["gz", "zst"];

impl Format {
    /// Its row of the table.
    pub fn row(self) -> &'static FormatRow {
        FORMATS.iter().find(|row| row.format == self).expect("each format has a row")
    }

    /// By the end of a file's name, behind which `.gz` or `.zst` may stand.
    pub fn of_name(name: &str) -> Option<Format> {
        let small = name.to_lowercase();
        let (rest, end) = small.rsplit_once('.')?;
        if PACKED.contains(&end) {
            return Format::of_name(rest);
        }
        let row = FORMATS.iter().find(|row| row.extensions.contains(&end))?;
        Some(row.format)
    }

    /// By the end of a file's name, else by how it begins. Ends that several formats share, `.xml`
    /// and `.json`, say no more than that; and a page of HTML is one also where it is called text.
    pub fn recognise(name: &str, head: &[u8]) -> Format {
        let named = Format::of_name(name);
        let shared = [Format::NewsMl, Format::Ninjs];
        let head = Head::new(head);
        if named == Some(Format::Text) && html::begins(&head) {
            return Format::Html;
        }
        if let Some(format) = named.filter(|format| !shared.contains(format)) {
            return format;
        }
        let begins = FORMATS.iter().find(|row| (row.begins)(&head)).map(|row| row.format);
        begins.or(named).unwrap_or(Format::Text)
    }
}

/// Every article of a file that was read whole; one that cannot be read does not stop the others.
/// Without a `format` it is recognised by `id` and by how it begins.
pub fn articles(
    id: &str,
    origin: Origin,
    bytes: &[u8],
    format: Option<Format>,
) -> Vec<Result<Article, Refused>> {
    let given = Given { origin, ..Given::file(id, bytes) };
    let read = read(&given, format.unwrap_or_else(|| Format::recognise(id, bytes)));
    read.into_iter().map(|one| one.map(|loaded| loaded.article)).collect()
}

/// Every article of what is given.
pub fn read(given: &Given, format: Format) -> Vec<Result<Loaded, Refused>> {
    if given.bytes.len() > MAX_BYTES {
        return vec![Err(given.refuse(ImportError::TooLarge))];
    }
    (format.row().read)(given)
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
            ("a.txt.gz", "a < b",                   Format::Text),
            ("a.txt",    "<html><p>It rained.",     Format::Html),
            ("a.HTM",    "It rained.",              Format::Html),
            ("-",        "\n<!DOCTYPE html><p>It",  Format::Html),
            ("-",        "<?xml version='1.0'?><html xmlns='x'>", Format::Html),
            ("-",        "<?xml version='1.0'?>\n<!-- x --><nitf>", Format::Nitf),
            ("a.xml",    "<nitf version=''>",       Format::Nitf),
            ("a.xml",    "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'>", Format::NewsMl),
            ("a.xml",    "<rss version='2.0'>",     Format::Feed),
            ("a.xml",    "<x>",                     Format::NewsMl),
            ("-",        "<feed xmlns='http://www.w3.org/2005/Atom'>", Format::Feed),
            ("a.json",   "{\"uri\":\"x\",\"headline\":\"a\",\"body_text\":\"b\"}", Format::Ninjs),
            ("a.json",   "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[]}", Format::Feed),
            ("a.json",   "{\"text\":\"It rained.\"}", Format::Jsonl),
            ("-",        "WARC/1.0\r\nWARC-Type: x", Format::Warc),
            ("a.warc.gz", "",                       Format::Warc),
            ("-",        "From roe@example.org Mon Nov 13 08:00:00 2017\nSubject: a", Format::Mail),
            ("-",        "Subject: a\nFrom: Jane <roe@example.org>\n\nIt rained.", Format::Mail),
            ("-",        "From the hills came rain.", Format::Text),
            ("-",        "%PDF-1.4",                Format::Pdf),
        ] {
            assert_eq!(Format::recognise(name, head.as_bytes()), format, "{name}: {head}");
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
    fn no_two_formats_share_a_name_or_an_extension() {
        let ends: Vec<&str> = FORMATS.iter().flat_map(|row| row.extensions).copied().collect();
        let names: Vec<&str> = FORMATS.iter().map(|row| row.name).collect();
        for mut all in [ends, names] {
            let count = all.len();
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), count);
        }
    }

    proptest! {
        #[test]
        fn any_text_in_any_format_keeps_its_walls(text in "([-#>*`\\[\\](){}&; a-zA-Z\"“”.\r\n|:]|date 2017-11-12|RIGA \\(AP\\) — |Reuters|<p>|</p>|<nitf>|From |\u{202e}|🎉){0,120}") {
            for row in FORMATS {
                for loaded in read(&Given::file("a", text.as_bytes()), row.format) {
                    let Ok(Loaded { article, source, .. }) = loaded else { continue };
                    let points = source.chars().count();
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
}
