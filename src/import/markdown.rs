//! Markdown: headings, paragraphs, quotations and lists without their markup; code, tables, HTML
//! and pictures are left out. Offsets lead back to the source.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{Given, Head, ImportError, Loaded, Refused, decode};
use crate::article::{Article, Metadata, Origin, Paragraph, ParagraphKind, day};
use crate::text::Span;
use crate::text::chars::is_line_end;
use crate::text::clean::{clean_line, clean_points};

/// A heading, or a front matter of YAML.
pub(super) fn begins(head: &Head) -> bool {
    let text = head.text.trim_start_matches('\u{feff}').trim_start();
    let first = text.lines().next().unwrap_or_default().trim_end();
    let second = text.lines().nth(1).unwrap_or_default();
    let heading = first.trim_start_matches('#');
    let depth = first.len() - heading.len();
    (first == "---" && second.contains(':'))
        || ((1..=6).contains(&depth) && heading.starts_with(' '))
}

/// Reads a file as one article.
pub(super) fn files(given: &Given) -> Vec<Result<Loaded, Refused>> {
    let read = decode(given.bytes).and_then(|decoded| {
        let article = read(given.id(), given.origin(), &decoded);
        let empty = article.text.trim().is_empty();
        if empty {
            return Err(ImportError::Empty);
        }
        Ok(given.loaded(article, decoded.into_owned()))
    });
    vec![read.map_err(|why| given.refuse(why))]
}

/// Reads `decoded` as one article; a YAML front matter gives title, author and date.
fn read(id: String, origin: Origin, decoded: &str) -> Article {
    let (blocks, given) = blocks(decoded);
    let cleaned = clean_points(characters(decoded, &blocks));
    let paragraphs = paragraphs(&cleaned.text, &blocks);
    Article::from_paragraphs(id, origin, cleaned, paragraphs, given)
}

/// A run of prose: its part, and its pieces in text order.
#[derive(Debug)]
struct Block {
    kind: ParagraphKind,
    pieces: Vec<Piece>,
}

/// Words of the source.
#[derive(Debug)]
enum Piece {
    /// As they stand there.
    Verbatim(Range<usize>),
    /// Written otherwise there, from this byte on: `&amp;`, a line end that is a space.
    Written(String, usize),
}

/// Markup that is open while events are read.
#[derive(Default)]
struct Nesting {
    indented: usize,
    skipped: usize,
    front_matter: bool,
    headline: bool,
}

fn blocks(source: &str) -> (Vec<Block>, Metadata) {
    let options = Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH;
    let mut blocks: Vec<Block> = Vec::new();
    let mut given = Metadata::default();
    let mut open = Nesting::default();
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                if let Some(kind) = opens(&tag, &mut open) {
                    blocks.push(Block { kind, pieces: Vec::new() });
                }
            }
            Event::End(tag) => closes(tag, &mut open),
            Event::Text(words) if open.front_matter => given = front_matter(&words, given),
            _ if open.skipped > 0 => {}
            Event::Text(words) | Event::Code(words) => {
                let piece = if source.get(range.clone()) == Some(&words) {
                    Piece::Verbatim(range)
                } else {
                    verbatim_inside(source, range, &words)
                };
                add(&mut blocks, piece, &open);
            }
            Event::SoftBreak | Event::HardBreak => {
                add(&mut blocks, Piece::Written(" ".to_owned(), range.start), &open);
            }
            _ => {}
        }
    }
    (blocks, given)
}

/// Which block a tag begins, if any. A tight list item has no paragraph of its own.
fn opens(tag: &Tag<'_>, open: &mut Nesting) -> Option<ParagraphKind> {
    match tag {
        Tag::Heading { level: HeadingLevel::H1, .. } if !open.headline => {
            open.headline = true;
            Some(ParagraphKind::Headline)
        }
        Tag::Heading { .. } => Some(ParagraphKind::Heading),
        Tag::Paragraph if open.indented > 0 => Some(ParagraphKind::Indented),
        Tag::Paragraph => Some(ParagraphKind::Body),
        Tag::Item | Tag::BlockQuote(_) => {
            open.indented += 1;
            Some(ParagraphKind::Indented)
        }
        Tag::CodeBlock(_) | Tag::Table(_) | Tag::HtmlBlock | Tag::Image { .. } => {
            open.skipped += 1;
            None
        }
        Tag::MetadataBlock(_) => {
            open.front_matter = true;
            None
        }
        _ => None,
    }
}

fn closes(tag: TagEnd, open: &mut Nesting) {
    match tag {
        TagEnd::Item | TagEnd::BlockQuote(_) => open.indented -= 1,
        TagEnd::CodeBlock | TagEnd::Table | TagEnd::HtmlBlock | TagEnd::Image => open.skipped -= 1,
        TagEnd::MetadataBlock(_) => open.front_matter = false,
        _ => {}
    }
}

fn add(blocks: &mut Vec<Block>, piece: Piece, open: &Nesting) {
    if blocks.is_empty() {
        let kind = if open.indented > 0 { ParagraphKind::Indented } else { ParagraphKind::Body };
        blocks.push(Block { kind, pieces: Vec::new() });
    }
    if let Some(block) = blocks.last_mut() {
        block.pieces.push(piece);
    }
}

/// Where `words` stand inside `range` (between backticks), or else the words as written.
fn verbatim_inside(source: &str, range: Range<usize>, words: &str) -> Piece {
    let at = source.get(range.clone()).and_then(|around| around.find(words));
    match at {
        Some(at) => Piece::Verbatim(range.start + at..range.start + at + words.len()),
        None => Piece::Written(words.to_owned(), range.start),
    }
}

/// Every character of the prose with its code point in `source`: blocks with a blank line between
/// them and no line end inside. Linear: the source is counted through once.
fn characters(source: &str, blocks: &[Block]) -> impl Iterator<Item = (char, u32)> {
    let mut found: Vec<(char, u32)> = Vec::new();
    let mut point = Points { source, byte: 0, point: 0 };
    for block in blocks.iter().filter(|block| !block.pieces.is_empty()) {
        let last = found.last().map(|last| last.1);
        found.extend(last.into_iter().flat_map(|last| [('\n', last), ('\n', last)]));
        for piece in &block.pieces {
            match piece {
                Piece::Verbatim(range) => {
                    let start = point.of(range.start);
                    let words = source.get(range.clone()).unwrap_or_default();
                    found.extend(words.chars().map(in_line).zip(start..));
                }
                Piece::Written(words, byte) => {
                    let start = point.of(*byte);
                    found.extend(words.chars().map(|ch| (in_line(ch), start)));
                }
            }
        }
    }
    found.into_iter()
}

/// Counts code points forward through a text.
struct Points<'a> {
    source: &'a str,
    byte: usize,
    point: u32,
}

impl Points<'_> {
    /// The code point at `byte`; bytes must not fall, else it stays where it is.
    fn of(&mut self, byte: usize) -> u32 {
        if let Some(run) = self.source.get(self.byte..byte) {
            self.point += u32::try_from(run.chars().count()).unwrap_or(0);
            self.byte = byte;
        }
        self.point
    }
}

fn in_line(ch: char) -> char {
    if is_line_end(ch) { ' ' } else { ch }
}

/// The cleaned blocks: each is one line, with a blank one behind it.
fn paragraphs(text: &str, blocks: &[Block]) -> Vec<Paragraph> {
    let mut start = 0;
    let mut found = Vec::new();
    let kinds = blocks.iter().filter(|block| !block.pieces.is_empty()).map(|block| block.kind);
    for (line, kind) in text.split("\n\n").zip(kinds) {
        let span = Span::new(start, start + line.len()).trim(text);
        start += line.len() + 2;
        if !span.is_empty() {
            found.push(Paragraph { span, kind });
        }
    }
    found
}

/// Reads `key: value` lines; nested values are left alone.
fn front_matter(words: &str, given: Metadata) -> Metadata {
    words.lines().fold(given, |mut given, line| {
        let Some((key, value)) = line.split_once(':') else { return given };
        let value = value.trim().trim_matches(['[', ']']);
        let value = clean_line(&value.replace(['"', '\''], ""));
        if value.is_empty() {
            return given;
        }
        match key.to_lowercase().as_str() {
            "title" | "headline" => given.title = Some(value),
            "author" | "authors" | "by" | "byline" => given.byline = Some(value),
            "publisher" | "source" | "site" => given.publisher = Some(value),
            "date" | "published" => given.published = day::date(&value).or(given.published),
            _ => {}
        }
        given
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ParagraphKind::{Body, Heading, Headline, Indented};

    fn article(source: &str) -> Article {
        read("a.md".to_owned(), Origin::BuiltIn, source)
    }

    #[test]
    #[rustfmt::skip]
    fn markup_goes_and_words_stay() {
        for (source, expected) in [
            ("# Rain *falls*\n\nIt **rained**, [she](http://a.b) said.\n", vec![(Headline, "Rain falls"), (Body, "It rained, she said.")]),
            ("Rain\n====\n\nOne\ntwo\\\nthree\n\n## Sun\n\n# Snow", vec![(Headline, "Rain"), (Body, "One two three"), (Heading, "Sun"), (Heading, "Snow")]),
            ("> “No,”\n> she said.\n\nIt rained.", vec![(Indented, "“No,” she said."), (Body, "It rained.")]),
            ("- one\n- two\n\n  more\n",          vec![(Indented, "one"), (Indented, "two"), (Indented, "more")]),
            ("R&amp;D \\*is\\* `here`.",          vec![(Body, "R&D *is* here.")]),
            ("a\n\n```\ncode\n```\n\n<div>b</div>\n\n![alt](c.png)\n\n|t|\n|-|\n|x|\n\nd", vec![(Body, "a"), (Body, "d")]),
            ("# Rain\n\nBy Jane Roe\n\nRIGA (AP) — It rained.\n", vec![(Headline, "Rain"), (Body, "It rained.")]),
        ] {
            let article = article(source);
            let found: Vec<_> = article.paragraphs.iter().map(|one| (one.kind, article.words(one.span))).collect();
            assert_eq!(found, expected, "{source}");
        }
    }

    #[test]
    fn front_matter_is_metadata() {
        let article = article(
            "---\ntitle: \"Rain falls\"\nauthor: [Jane Roe, Ann Poe]\ndate: 2017-11-12\n---\n\nIt rained.\n",
        );
        assert_eq!(article.metadata.title.as_deref(), Some("Rain falls"));
        assert_eq!(article.metadata.byline.as_deref(), Some("Jane Roe, Ann Poe"));
        assert_eq!(article.metadata.published, day::date("2017-11-12"));
        assert_eq!(&*article.text, "It rained.");
    }

    #[test]
    fn offsets_lead_back_to_the_source() {
        let source = "# É\r\n\r\n“**No**,” 🎉 *she* said &amp; left.\r\nTwice.\r\n\r\n> Ada";
        let article = article(source);
        for words in ["É", "No", "🎉 ", "she", " left.", "Twice.", "Ada"] {
            let at = article.text.find(words).unwrap();
            let [start, end] = article.original(Span::new(at, at + words.len()));
            let back: String = source.chars().skip(start).take(end - start).collect();
            assert_eq!(back, words);
        }
    }
}
