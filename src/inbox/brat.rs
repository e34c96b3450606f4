//! brat standoff: events on a `Content`, as our export writes them, and bare text bounds whose type is a
//! tag.

use std::collections::{HashMap, HashSet};

use super::{Document, File, InboxError, Mark, cleaned, set_word};
use crate::annotation::Anchor;
use crate::article::Article;
use crate::text::{Ruler, Unit};

pub fn is(file: &File) -> bool {
    file.ends_in(".ann")
}

pub fn read(files: &[File], _article: &Article) -> Result<Vec<Document>, InboxError> {
    let mut documents = Vec::new();
    for file in files.iter().filter(|file| is(file)) {
        let stem = file.name.rsplit_once('.').map_or(file.name.as_str(), |(stem, _)| stem);
        let beside = format!("{stem}.txt");
        let text = files
            .iter()
            .find(|it| it.name == beside)
            .ok_or_else(|| file.refuse(format!("{beside} must be given with it")))?;
        documents.push(document(stem, file, text.text()?)?);
    }
    Ok(documents)
}

fn document(stem: &str, file: &File, text: &str) -> Result<Document, InboxError> {
    let ruler = Ruler::new(text);
    let mut bounds: Vec<(&str, &str, Vec<Anchor>)> = Vec::new();
    let mut events: Vec<(&str, Vec<(&str, &str)>)> = Vec::new();
    let mut facts: HashMap<&str, Vec<(&str, &str)>> = HashMap::new();
    for (line, number) in file.text()?.lines().zip(1..) {
        let broken = || file.refuse(format!("line {number} is not as brat writes it"));
        let mut fields = line.splitn(3, '\t');
        let (name, what) = (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
        let behind = fields.next().unwrap_or_default();
        match name.chars().next() {
            Some('T') => {
                let (kind, places) = what.split_once(' ').ok_or_else(broken)?;
                bounds.push((name, kind, anchors(text, &ruler, places).ok_or_else(broken)?));
            }
            Some('E') => {
                events.push((name, what.split(' ').filter_map(|it| it.split_once(':')).collect()));
            }
            Some('A' | 'M') => {
                let (kind, rest) = what.split_once(' ').ok_or_else(broken)?;
                let (of, value) = rest.split_once(' ').unwrap_or((rest, ""));
                facts.entry(of).or_default().push((kind, value));
            }
            Some('#') => {
                let (kind, of) = what.split_once(' ').ok_or_else(broken)?;
                facts.entry(of).or_default().push((kind, behind));
            }
            _ => {}
        }
    }
    let of = |name: &str| bounds.iter().find(|it| it.0 == name).map(|it| it.2.clone());
    let mut used: HashSet<&str> = HashSet::new();
    let mut marks = Vec::new();
    for (event, roles) in &events {
        let mut mark = Mark { speakers: Some(Vec::new()), ..Mark::default() };
        for (role, bound) in roles {
            used.insert(bound);
            let anchors = of(bound).unwrap_or_default();
            match role.trim_end_matches(|c: char| c.is_ascii_digit()) {
                "Source" => mark.source.extend(anchors),
                "Cue" => mark.cue.extend(anchors),
                // The trigger.
                _ => mark.content.extend(anchors),
            }
        }
        let content = roles.first().map(|it| it.1);
        let names = [Some(*event), content];
        for (kind, words) in names.into_iter().flatten().filter_map(|it| facts.get(it)).flatten() {
            fact(&mut mark, kind, words);
        }
        marks.push(mark);
    }
    for (name, kind, anchors) in &bounds {
        if !used.contains(name) && !matches!(*kind, "Source" | "Cue") {
            let mut mark = Mark { content: anchors.clone(), ..Mark::default() };
            if !matches!(*kind, "Content" | "Statement") {
                mark.tags.push(cleaned(&unescaped(kind)));
            }
            for (kind, words) in facts.get(name).into_iter().flatten() {
                fact(&mut mark, kind, words);
            }
            marks.push(mark);
        }
    }
    Ok(Document { name: stem.to_owned(), hash: None, marks })
}

fn fact(mark: &mut Mark, kind: &str, words: &str) {
    let written = written(words);
    match kind {
        "Id" => set_word(mark, "item", &written),
        "Speaker" => mark.speakers.get_or_insert_default().push(cleaned(&written)),
        "AnnotatorNotes" => set_word(mark, "comment", &written),
        "Review" | "Certainty" | "Origin" => set_word(mark, &kind.to_lowercase(), words),
        "Attribute" => {
            if let Ok([name, value]) = serde_json::from_str::<[String; 2]>(&written) {
                mark.attributes.insert(cleaned(&name), cleaned(&value));
            }
        }
        "Stamp" => {
            if let Some((time, name)) = written.split_once(' ') {
                set_word(mark, "time", time);
                set_word(mark, "annotator", name);
            }
        }
        kind => {
            if let Some(tag) = kind.strip_prefix("Tag-") {
                mark.tags.push(cleaned(&unescaped(tag)));
            }
        }
    }
}

/// The anchors of `0 4;6 9`; parts with nothing but a line end between them are one.
fn anchors(text: &str, ruler: &Ruler, places: &str) -> Option<Vec<Anchor>> {
    let mut spans: Vec<crate::text::Span> = Vec::new();
    for place in places.split(';') {
        let (start, end) = place.split_once(' ')?;
        let span = ruler.span([start.parse().ok()?, end.parse().ok()?], Unit::Point)?;
        match spans.last_mut() {
            Some(last) if text.get(last.end()..span.start()).is_some_and(is_break) => {
                *last = last.cover(span);
            }
            _ => spans.push(span),
        }
    }
    Some(spans.into_iter().map(|span| Anchor::new(text, span)).collect())
}

/// Line ends and nothing else: where our export had to split.
fn is_break(between: &str) -> bool {
    !between.is_empty() && between.bytes().all(|byte| byte == b'\n')
}

/// A name as it was before `export::brat` wrote it.
fn unescaped(name: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = name.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let hex = behind.get(..2).and_then(|it| std::str::from_utf8(it).ok());
        match hex.and_then(|it| u8::from_str_radix(it, 16).ok()) {
            Some(byte) if *first == b'_' => {
                bytes.push(byte);
                rest = behind.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Words as they were before they were put on one line.
fn written(words: &str) -> String {
    let mut written = String::new();
    let mut letters = words.chars();
    while let Some(ch) = letters.next() {
        match ch {
            '\\' => match letters.next() {
                Some('n') => written.push('\n'),
                Some('t') => written.push('\t'),
                Some(other) => written.push(other),
                None => {}
            },
            other => written.push(other),
        }
    }
    written
}
