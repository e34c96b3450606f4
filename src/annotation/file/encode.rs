//! Marks → text: one field a line, one block an item, always in the same order.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Write};
use std::ops::Range;
use std::sync::Arc;

use super::keep::Fields;
use super::{FORMAT, Head, Heading};
use crate::annotation::{Anchor, Certainty, Item, ItemId, Naming, Set, Stamp};

/// What stands right before the items, and right behind them.
pub(super) const ITEMS: &str = "\n    items: {\n";
pub(super) const END: &str = "    },\n)\n";

/// How a line begins that tells which statement of the story comes.
pub(super) const HEADING: &str = "        // ";

/// The annotation file of `set`, ending in a line end. Same marks, same text. O(size).
pub fn encode(head: &Head, set: &Set) -> String {
    let mut writer = Writer::default();
    writer.page(head, set);
    writer.page
}

/// Writes the file of one head again and again: what was not changed is copied from the page before.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    page: String,
    /// Where each item stands in it, by id.
    blocks: Vec<(ItemId, Arc<Item>, Range<usize>)>,
}

impl Writer {
    /// The file of `set`, see [`encode`]. Costs a copy of its bytes, and writing out what changed.
    pub fn page(&mut self, head: &Head, set: &Set) -> &str {
        let before = std::mem::take(self);
        let mut known = before.blocks.iter().peekable();
        let old = |(id, item): (&ItemId, &Arc<Item>)| {
            while known.next_if(|block| block.0 < *id).is_some() {}
            let block = known.peek().filter(|block| block.0 == *id && Arc::ptr_eq(&block.1, item));
            block.and_then(|block| before.page.get(block.2.clone()))
        };
        let copies: Vec<Option<&str>> = set.shared().map(old).collect();
        let items: Vec<(&ItemId, &Arc<Item>)> = set.shared().collect();
        let mut order: Vec<(usize, usize)> =
            items.iter().enumerate().map(|(at, (_, item))| (item.start(), at)).collect();
        // They came by id: so those that begin at one place stand by id.
        order.sort_unstable();
        let room = before.page.len().max(items.len() * ITEM) + ITEM;
        let mut page = Page { text: String::with_capacity(room), depth: 0 };
        let mut ranges = vec![0..0; items.len()];
        write_page(&mut page, head, set, |page| {
            let mut headings = head.outline.iter().peekable();
            for (start, at) in order {
                while let Some(heading) = headings.next_if(|heading| heading.start <= start) {
                    page.heading(heading);
                }
                let (begin, (id, item)) = (page.text.len(), items[at]);
                match copies[at] {
                    Some(copy) => page.text.push_str(copy),
                    None => page.block(&format!("{}: ", quoted(id.as_str())), "(", |page| {
                        page.item(item);
                        page.unknown(head.unknown_of_items.get(id).unwrap_or(&NONE));
                    }),
                }
                ranges[at] = begin..page.text.len();
            }
            headings.for_each(|heading| page.heading(heading));
        });
        let blocks = items.into_iter().zip(ranges);
        let blocks = blocks.map(|((id, item), range)| (id.clone(), item.clone(), range)).collect();
        *self = Writer { page: page.text, blocks };
        &self.page
    }
}

fn write_page(page: &mut Page, head: &Head, set: &Set, items: impl FnOnce(&mut Page)) {
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
        page.block("items: ", "{", items);
    });
}

/// No field that is not known.
static NONE: Fields = Fields::new();

/// Bytes that an item takes, about: room is made once.
pub(super) const ITEM: usize = 1400;

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

    /// Which statement of the story comes, in a line that stays when it is marked.
    fn heading(&mut self, heading: &Heading) {
        self.line(format_args!("// {} {}", heading.start, heading.words));
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
    write_escaped(to, text)?;
    to.write_char('"')
}

/// The same without the marks.
pub(super) fn write_escaped(to: &mut impl Write, text: &str) -> fmt::Result {
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
    to.write_str(rest)
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
