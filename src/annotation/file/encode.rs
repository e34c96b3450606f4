//! Marks → text: one field a line, one block an item, always in the same order.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Write};

use super::keep::Fields;
use super::{FORMAT, Head};
use crate::annotation::{Anchor, Certainty, Item, ItemId, Naming, Set, Stamp};

/// The annotation file of `set`, ending in a line end. Same marks, same text. O(size).
pub fn encode(head: &Head, set: &Set) -> String {
    let mut items: Vec<(&ItemId, &Item)> = set.items().collect();
    items.sort_by_key(|(id, item)| (item.start(), *id));
    let mut page = Page { text: String::with_capacity(items.len() * ITEM), depth: 0 };
    page.block("", "(", |page| {
        page.field("format", FORMAT);
        page.block("article: ", "(", |page| {
            page.words("id", &head.article.id);
            page.words("title", &head.article.title);
            page.words("hash", &head.article.hash);
        });
        page.words("engine", &head.engine);
        page.block("codebook: ", "(", |page| {
            page.words("name", &head.codebook.name);
            page.field("version", head.codebook.version);
        });
        page.words("annotator", &head.annotator);
        if !head.metadata.is_empty() {
            page.field("metadata", map(&head.metadata));
        }
        page.unknown(&head.unknown);
        if !set.namings().is_empty() {
            page.block("namings: ", "{", |page| {
                for (of, naming) in set.namings() {
                    page.block(&format!("{}: ", quoted(of)), "(", |page| {
                        page.naming(naming);
                        page.unknown(head.unknown_of_namings.get(of).unwrap_or(&NONE));
                    });
                }
            });
        }
        page.block("items: ", "{", |page| {
            for (id, item) in items {
                page.block(&format!("{}: ", quoted(id.as_str())), "(", |page| {
                    page.item(item);
                    page.unknown(head.unknown_of_items.get(id).unwrap_or(&NONE));
                });
            }
        });
    });
    page.text
}

/// No field that is not known.
static NONE: Fields = Fields::new();

/// Bytes that an item takes, about: room is made once.
const ITEM: usize = 1400;

/// Text being written, four blanks a level.
struct Page {
    text: String,
    depth: usize,
}

impl Page {
    fn line(&mut self, line: impl Display) {
        self.indent();
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{line}");
    }

    fn field(&mut self, name: &str, value: impl Display) {
        self.line(format_args!("{name}: {value},"));
    }

    /// A field that is one string; most of a file is these, so they go straight into the text.
    fn words(&mut self, name: &str, words: &str) {
        self.indent();
        self.text.push_str(name);
        self.text.push_str(": ");
        // Writing to a string cannot fail.
        let _ = write_quoted(&mut self.text, words);
        self.text.push_str(",\n");
    }

    fn indent(&mut self) {
        const BLANKS: &str = "                        ";
        self.text.push_str(BLANKS.get(..self.depth * 4).unwrap_or(BLANKS));
    }

    /// `name` and an opening bracket, what `inside` writes, and the closing bracket.
    fn block(&mut self, name: &str, open: &str, inside: impl FnOnce(&mut Page)) {
        self.line(format_args!("{name}{open}"));
        self.depth += 1;
        inside(self);
        self.depth -= 1;
        let close = match open {
            "(" => ")",
            "[" => "]",
            _ => "}",
        };
        self.line(format_args!("{close}{}", if self.depth == 0 { "" } else { "," }));
    }

    fn item(&mut self, item: &Item) {
        self.anchors("content", &item.content);
        self.anchors("source", &item.source);
        self.anchors("cue", &item.cue);
        self.field("speakers", list(&item.speakers));
        self.field("tags", list(&item.tags));
        if !item.attributes.is_empty() {
            self.field("attributes", map(&item.attributes));
        }
        self.words("comment", &item.comment);
        if item.certainty != Certainty::Unstated {
            self.field("certainty", format_args!("{:?}", item.certainty));
        }
        self.field("review", format_args!("{:?}", item.review));
        self.field("origin", format_args!("{:?}", item.origin));
        self.stamp(&item.stamp);
    }

    fn naming(&mut self, naming: &Naming) {
        self.words("name", &naming.name);
        self.words("kind", &naming.kind);
        self.words("same_as", &naming.same_as);
        self.anchors("mentions", &naming.mentions);
        self.stamp(&naming.stamp);
    }

    fn stamp(&mut self, stamp: &Stamp) {
        self.words("annotator", &stamp.annotator);
        self.field("time", format_args!("\"{}\"", stamp.at));
    }

    fn anchors(&mut self, name: &str, anchors: &[Anchor]) {
        if anchors.is_empty() {
            return self.field(name, "[]");
        }
        self.block(&format!("{name}: "), "[", |page| {
            for anchor in anchors {
                page.block("", "(", |page| {
                    let span = anchor.span;
                    page.field("span", format_args!("({}, {})", span.start(), span.end()));
                    page.words("before", &anchor.before);
                    page.words("exact", &anchor.exact);
                    page.words("after", &anchor.after);
                });
            }
        });
    }

    /// Fields of a later onrecord, as it wrote them.
    fn unknown(&mut self, fields: &Fields) {
        for (name, value) in fields {
            let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
                && !name.starts_with(|first: char| first.is_ascii_digit());
            let raw = if plain { "" } else { "r#" };
            self.line(format_args!("{raw}{name}: {value},"));
        }
    }
}

/// A list of strings on one line.
fn list(strings: &[String]) -> String {
    let strings: Vec<String> = strings.iter().map(|one| quoted(one).to_string()).collect();
    format!("[{}]", strings.join(", "))
}

/// Names and values on one line.
fn map(fields: &BTreeMap<String, String>) -> String {
    let fields: Vec<String> =
        fields.iter().map(|(name, value)| format!("{}: {}", quoted(name), quoted(value))).collect();
    format!("{{{}}}", fields.join(", "))
}

/// A string on one line, between quotation marks, with everything escaped that cannot be seen or
/// would turn the line around. Marks that combine and the joiners inside emoji stay as they are.
fn quoted(text: &str) -> Quoted<'_> {
    Quoted(text)
}

struct Quoted<'a>(&'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write_quoted(f, self.0)
    }
}

fn write_quoted(to: &mut impl Write, text: &str) -> fmt::Result {
    to.write_char('"')?;
    // Most of a text needs no escape and is written in long runs.
    let mut rest = text;
    while let Some((at, it)) = next_escaped(rest) {
        let (run, behind) = rest.split_at(at);
        to.write_str(run)?;
        match it {
            '"' => to.write_str("\\\"")?,
            '\\' => to.write_str("\\\\")?,
            '\n' => to.write_str("\\n")?,
            '\t' => to.write_str("\\t")?,
            _ => write!(to, "\\u{{{:x}}}", u32::from(it))?,
        }
        rest = behind.get(it.len_utf8()..).unwrap_or_default();
    }
    to.write_str(rest)?;
    to.write_char('"')
}

/// The first character that is escaped, and where. Looks at bytes: only those that such a character
/// may begin with are read as one.
fn next_escaped(text: &str) -> Option<(usize, char)> {
    let may = |byte: &u8| matches!(byte, 0..=0x1f | b'"' | b'\\' | 0x7f | 0xc2 | 0xe2 | 0xef);
    let mut from = 0;
    loop {
        let at = from + text.as_bytes().get(from..)?.iter().position(may)?;
        let it = text.get(at..)?.chars().next()?;
        if it.is_ascii() || hides(it) {
            return Some((at, it));
        }
        from = at + it.len_utf8();
    }
}

/// Of what is not ASCII: control characters, line separators, and what reorders text.
fn hides(it: char) -> bool {
    matches!(
        it,
        '\u{80}'..='\u{9f}'
            | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
    )
}
