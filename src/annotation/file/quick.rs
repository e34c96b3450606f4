//! Reads what [`super::encode`] writes, line by line and several times as fast as RON in general.
//!
//! What stands above the items, and each item that is not exactly as it is written (mended by hand,
//! from a later onrecord, with notes of a merge), is read as RON. What is not understood is given
//! back: then the whole file is read as RON, which says what is wrong with it, and where.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::decode::{self, Document, ItemLayout, Layout};
use super::keep::Keep;
use super::{FORMAT, Fields, encode};
use crate::annotation::{Anchor, Certainty, Item, ItemId, ItemOrigin, Review, Set, Stamp};
use crate::text::Span;

/// The document, where the file is laid out as it is written; O(size).
pub(super) fn read(text: &str) -> Option<Document> {
    let start = text.find(encode::ITEMS)? + encode::ITEMS.len();
    let (head, rest) = text.split_at(start);
    let items = rest.strip_suffix(encode::END)?;
    let head: Keep<Layout> = ron::from_str(&format!("{head}{}", encode::END)).ok()?;
    if head.known.format > FORMAT {
        return None;
    }
    let Document { mut head, set } = decode::document(head);
    head.outline = decode::outline(text);
    let mut page = Page { rest: items, cleaned: HashMap::new() };
    let mut all: Vec<(ItemId, Item)> = Vec::with_capacity(items.len() / encode::ITEM);
    let mut names: HashSet<ItemId> = HashSet::with_capacity(all.capacity());
    while !page.rest.is_empty() {
        let line = page.next()?;
        if line.starts_with(encode::HEADING) {
            continue;
        }
        let id = line.strip_prefix("        \"")?.strip_suffix("\": (")?;
        let id = ItemId::try_from(id.to_owned()).ok()?;
        if !names.insert(id.clone()) {
            return None;
        }
        let before = page.rest;
        let item = if let Some(item) = page.item() {
            item
        } else {
            page.rest = before;
            let (item, unknown) = page.item_as_ron()?;
            if !unknown.is_empty() {
                head.unknown_of_items.insert(id.clone(), unknown);
            }
            item
        };
        all.push((id, item));
    }
    Some(Document { head, set: Set::from_items(all).with_namings(set.namings().clone()) })
}

/// What is still to be read.
struct Page<'a> {
    rest: &'a str,
    /// Names that were cleaned already: most stand many times.
    cleaned: HashMap<&'a str, String>,
}

impl<'a> Page<'a> {
    fn next(&mut self) -> Option<&'a str> {
        let (line, rest) = self.rest.split_once('\n')?;
        self.rest = rest;
        Some(line)
    }

    /// The value of the field of that name, which must be next.
    fn field(&mut self, name: &str) -> Option<&'a str> {
        let line = self.next()?.trim_start_matches(' ');
        let value = line.strip_prefix(name)?.strip_prefix(": ")?;
        // What opens a block has no comma behind it.
        if value == "[" { Some(value) } else { value.strip_suffix(',') }
    }

    /// Whether the field of that name is next.
    fn is_next(&self, name: &str) -> bool {
        let line = self.rest.trim_start_matches(' ');
        line.strip_prefix(name).is_some_and(|rest| rest.starts_with(": "))
    }

    fn exactly(&mut self, line: &str) -> Option<()> {
        (self.next()?.trim_start_matches(' ') == line).then_some(())
    }

    fn item(&mut self) -> Option<Item> {
        let content = self.anchors("content")?;
        if content.is_empty() || content.iter().any(|anchor| anchor.exact.is_empty()) {
            return None;
        }
        let (source, cue) = (self.anchors("source")?, self.anchors("cue")?);
        let speakers = self.list("speakers")?;
        let tags = self.list("tags")?;
        // Maps are rare: an item with one is read as RON.
        let comment = string(self.field("comment")?)?;
        let comment = self.clean(comment);
        let certainty = if self.is_next("certainty") {
            match self.field("certainty")? {
                "Sure" => Certainty::Sure,
                "Likely" => Certainty::Likely,
                "Unsure" => Certainty::Unsure,
                _ => return None,
            }
        } else {
            Certainty::Unstated
        };
        let review = match self.field("review")? {
            "Open" => Review::Open,
            "Accepted" => Review::Accepted,
            "Rejected" => Review::Rejected,
            _ => return None,
        };
        let origin = match self.field("origin")? {
            "Extracted" => ItemOrigin::Extracted,
            "Edited" => ItemOrigin::Edited,
            "Made" => ItemOrigin::Made,
            _ => return None,
        };
        let annotator = string(self.field("annotator")?)?;
        let annotator = self.clean(annotator);
        let at = plain(self.field("time")?)?.parse().ok()?;
        self.exactly("),")?;
        let (attributes, stamp) = (BTreeMap::new(), Stamp { annotator, at });
        Some(Item {
            content,
            source,
            cue,
            speakers,
            tags,
            attributes,
            comment,
            certainty,
            review,
            origin,
            stamp,
        })
    }

    /// An item up to its closing bracket, whatever stands in it.
    fn item_as_ron(&mut self) -> Option<(Item, Fields)> {
        const CLOSE: &str = "\n        ),\n";
        let end = self.rest.find(CLOSE)?;
        let (block, rest) = self.rest.split_at(end);
        let Keep { known, unknown } =
            ron::from_str::<Keep<ItemLayout>>(&format!("({block})")).ok()?;
        self.rest = rest.get(CLOSE.len()..)?;
        Some((decode::item(known), unknown))
    }

    fn anchors(&mut self, name: &str) -> Option<Vec<Anchor>> {
        match self.field(name)? {
            "[]" => return Some(Vec::new()),
            "[" => {}
            _ => return None,
        }
        let mut anchors = Vec::with_capacity(1);
        loop {
            match self.next()?.trim_start_matches(' ') {
                "(" => {}
                "]," => return Some(anchors),
                _ => return None,
            }
            let span = self.field("span")?.strip_prefix('(')?.strip_suffix(')')?;
            let (start, end) = span.split_once(", ")?;
            let (start, end): (u32, u32) = (start.parse().ok()?, end.parse().ok()?);
            if start > end {
                return None;
            }
            let before = string(self.field("before")?)?;
            let exact = string(self.field("exact")?)?;
            let after = string(self.field("after")?)?;
            self.exactly("),")?;
            anchors.push(Anchor {
                span: Span::new(start as usize, end as usize),
                exact: exact.into_owned(),
                before: before.into_owned(),
                after: after.into_owned(),
            });
        }
    }

    /// Names between brackets, each a string without escapes.
    fn list(&mut self, name: &str) -> Option<Vec<String>> {
        let inside = self.field(name)?.strip_prefix('[')?.strip_suffix(']')?;
        if inside.is_empty() {
            return Some(Vec::new());
        }
        let inside = inside.strip_prefix('"')?.strip_suffix('"')?;
        let names = inside.split("\", \"");
        names.map(|name| is_plain(name).then(|| self.clean(name.into()))).collect()
    }

    /// As other text that comes in.
    fn clean(&mut self, words: Cow<'a, str>) -> String {
        match words {
            Cow::Borrowed("") => String::new(),
            Cow::Borrowed(words) => {
                self.cleaned.entry(words).or_insert_with(|| decode::cleaned(words)).clone()
            }
            Cow::Owned(words) => decode::cleaned(&words),
        }
    }
}

/// Whether nothing in it is escaped, and no quotation mark ends it.
fn is_plain(words: &str) -> bool {
    !words.bytes().any(|byte| byte == b'"' || byte == b'\\')
}

/// What stands between the quotation marks of a string without escapes.
fn plain(value: &str) -> Option<&str> {
    value.strip_prefix('"')?.strip_suffix('"').filter(|words| is_plain(words))
}

/// A string with the escapes that are written.
fn string(value: &str) -> Option<Cow<'_, str>> {
    let inside = value.strip_prefix('"')?.strip_suffix('"')?;
    if is_plain(inside) {
        return Some(Cow::Borrowed(inside));
    }
    let mut words = String::with_capacity(inside.len());
    let mut rest = inside;
    while let Some(at) = rest.find(['\\', '"']) {
        let (run, escape) = rest.split_at(at);
        words.push_str(run);
        let mut letters = escape.chars();
        if letters.next() == Some('"') {
            return None;
        }
        match letters.next()? {
            same @ ('"' | '\\') => words.push(same),
            'n' => words.push('\n'),
            't' => words.push('\t'),
            'u' => {
                let (digits, behind) = letters.as_str().strip_prefix('{')?.split_once('}')?;
                words.push(char::from_u32(u32::from_str_radix(digits, 16).ok()?)?);
                letters = behind.chars();
            }
            _ => return None,
        }
        rest = letters.as_str();
    }
    words.push_str(rest);
    Some(Cow::Owned(words))
}
