//! Marks → text: one field a line, one block an item, always in the same order.

use std::collections::BTreeMap;
use std::fmt::{Display, Write};

use unicode_width::UnicodeWidthChar;

use super::keep::Fields;
use super::{FORMAT, Head};
use crate::annotation::{Anchor, Certainty, Item, ItemId, Naming, Set, Stamp};

/// The annotation file of `set`, ending in a line end. Same marks, same text. O(size).
pub fn encode(head: &Head, set: &Set) -> String {
    let mut items: Vec<(&ItemId, &Item)> = set.items().collect();
    items.sort_by_key(|(id, item)| (item.start(), *id));
    let mut page = Page::default();
    page.block("", "(", |page| {
        page.field("format", FORMAT);
        page.block("article: ", "(", |page| {
            page.field("id", quoted(&head.article.id));
            page.field("title", quoted(&head.article.title));
            page.field("hash", quoted(&head.article.hash));
        });
        page.field("engine", quoted(&head.engine));
        page.block("codebook: ", "(", |page| {
            page.field("name", quoted(&head.codebook.name));
            page.field("version", head.codebook.version);
        });
        page.field("annotator", quoted(&head.annotator));
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

/// Text being written, four blanks a level.
#[derive(Default)]
struct Page {
    text: String,
    depth: usize,
}

impl Page {
    fn line(&mut self, line: impl Display) {
        let indent = self.depth * 4;
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{:indent$}{line}", "");
    }

    fn field(&mut self, name: &str, value: impl Display) {
        self.line(format_args!("{name}: {value},"));
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
        self.field("comment", quoted(&item.comment));
        if item.certainty != Certainty::Unstated {
            self.field("certainty", format_args!("{:?}", item.certainty));
        }
        self.field("review", format_args!("{:?}", item.review));
        self.field("origin", format_args!("{:?}", item.origin));
        self.stamp(&item.stamp);
    }

    fn naming(&mut self, naming: &Naming) {
        self.field("name", quoted(&naming.name));
        self.field("kind", quoted(&naming.kind));
        self.field("same_as", quoted(&naming.same_as));
        self.anchors("mentions", &naming.mentions);
        self.stamp(&naming.stamp);
    }

    fn stamp(&mut self, stamp: &Stamp) {
        self.field("annotator", quoted(&stamp.annotator));
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
                    page.field("before", quoted(&anchor.before));
                    page.field("exact", quoted(&anchor.exact));
                    page.field("after", quoted(&anchor.after));
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
    let strings: Vec<String> = strings.iter().map(|one| quoted(one)).collect();
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
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for it in text.chars() {
        match it {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            _ if hides(it) => {
                let _ = write!(quoted, "\\u{{{:x}}}", u32::from(it));
            }
            _ => quoted.push(it),
        }
    }
    quoted.push('"');
    quoted
}

/// Control characters, line separators, and what reorders text.
fn hides(it: char) -> bool {
    if it.is_ascii() {
        return it.is_ascii_control();
    }
    it.width().is_none()
        || matches!(it, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
        || matches!(it, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
}
