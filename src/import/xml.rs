//! XML → a small tree of elements and text. Nothing outside the file is fetched, no entity is
//! declared by it: what is not predefined in XML or HTML stays as it is written.

use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::ImportError;

/// Elements inside each other: news formats have ten, a document of Word thirty.
const DEPTH: usize = 200;

/// Most elements of a file: a long document of Word has 100,000; each takes some 300 bytes.
const ELEMENTS: usize = 300_000;

/// Most attributes of one element.
const ATTRIBUTES: usize = 200;

/// An element.
#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    /// Its name without prefix.
    pub name: String,
    /// Names without prefix, and values.
    pub attributes: Vec<(String, String)>,
    /// What is inside, in order.
    pub inside: Vec<Inside>,
}

/// What an element holds.
#[derive(Clone, Debug)]
pub(super) enum Inside {
    /// Another one.
    Element(Element),
    /// Words.
    Text(String),
}

/// Elements that are a paragraph of their own.
#[rustfmt::skip]
const BLOCKS: &[&str] = &[
    "address", "article", "blockquote", "block", "bq", "br", "dd", "div", "dl", "dt", "fn", "h1", "h2", "h3", "h4", "h5",
    "h6", "hl1", "hl2", "hr", "li", "nitf-table", "note", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
];

/// Elements whose words are none of the prose.
const SILENT: &[&str] = &["head", "media", "script", "style", "figure", "title"];

/// Parses a file. Broken markup is an error that says where. O(bytes).
pub(super) fn parse(text: &str) -> Result<Element, ImportError> {
    let broken = |why: String| ImportError::Broken { format: "XML", why };
    let too_much = |what, most| ImportError::TooMuch { what, most };
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_dangling_amp = true;
    let mut open = vec![Element::default()];
    let mut elements = 0;
    loop {
        let at = reader.buffer_position();
        let event =
            reader.read_event().map_err(|error| broken(format!("{error}, at byte {at}")))?;
        let last = open.last_mut().expect("the file itself is never closed");
        match event {
            Event::Start(tag) | Event::Empty(tag) if elements >= ELEMENTS => {
                let _ = tag;
                return Err(too_much("elements", ELEMENTS));
            }
            Event::Start(tag) => {
                elements += 1;
                open.push(element(&tag)?);
                if open.len() > DEPTH {
                    return Err(too_much("elements inside each other", DEPTH));
                }
            }
            Event::Empty(tag) => {
                elements += 1;
                last.inside.push(Inside::Element(element(&tag)?));
            }
            Event::End(_) => {
                let done = open.pop().expect("ends match their starts");
                let around = open.last_mut().ok_or_else(|| broken("an end too many".to_owned()))?;
                around.inside.push(Inside::Element(done));
            }
            Event::Text(words) => last.say(&words.xml10_content()),
            Event::CData(words) => last.say(&words.xml10_content()),
            Event::GeneralRef(name) => last.say(&entity(&name)),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    // What is left open at the end of a cut file is closed.
    while open.len() > 1 {
        let done = open.pop().expect("there are two");
        open.last_mut().expect("one is left").inside.push(Inside::Element(done));
    }
    let file = open.pop().expect("the file itself");
    file.elements().next().cloned().ok_or_else(|| broken("it holds no element".to_owned()))
}

/// What `&name;` stands for: a character by number, one that XML or HTML knows, else itself.
fn entity(name: &BytesRef) -> String {
    if let Ok(Some(ch)) = name.resolve_char_ref() {
        return ch.to_string();
    }
    let name = name.xml10_content();
    resolve_html5_entity(&name).map_or_else(|| format!("&{name};"), str::to_owned)
}

fn element(tag: &BytesStart) -> Result<Element, ImportError> {
    let mut attributes = Vec::new();
    let mut all = tag.attributes();
    for attribute in all.with_checks(false).flatten() {
        if attributes.len() >= ATTRIBUTES {
            let what = "attributes of one element";
            return Err(ImportError::TooMuch { what, most: ATTRIBUTES });
        }
        let value =
            attribute.normalized_value(XmlVersion::Implicit1_0).unwrap_or_default().into_owned();
        attributes.push((local(attribute.key.as_ref()), value));
    }
    Ok(Element { name: local(tag.name().as_ref()), attributes, inside: Vec::new() })
}

fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_owned()
}

impl Element {
    fn say(&mut self, words: &str) {
        match self.inside.last_mut() {
            Some(Inside::Text(text)) => text.push_str(words),
            _ => self.inside.push(Inside::Text(words.to_owned())),
        }
    }

    /// The elements directly inside.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.inside.iter().filter_map(|one| match one {
            Inside::Element(element) => Some(element),
            Inside::Text(_) => None,
        })
    }

    /// The elements of that name at any depth, in order; not those inside of one found.
    pub fn all<'a>(&'a self, name: &str) -> Vec<&'a Element> {
        let mut found = Vec::new();
        let mut open: Vec<&Element> = vec![self];
        while let Some(element) = open.pop() {
            if element.name == name {
                found.push(element);
            } else {
                let inside: Vec<&Element> = element.elements().collect();
                open.extend(inside.into_iter().rev());
            }
        }
        found
    }

    /// The first element at the end of a path of names, each at any depth inside the one before.
    pub fn first(&self, path: &[&str]) -> Option<&Element> {
        path.iter().try_fold(self, |at, name| at.all(name).into_iter().next())
    }

    /// The words of [`Element::first`] on one line, if there are any.
    pub fn words(&self, path: &[&str]) -> Option<String> {
        super::markup::one_line(&self.first(path)?.text())
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|one| one.0 == name).map(|one| one.1.as_str())
    }

    /// Its own words as they stand, line ends too.
    pub fn plain(&self) -> String {
        let own = self.inside.iter().filter_map(|one| match one {
            Inside::Text(words) => Some(words.as_str()),
            Inside::Element(_) => None,
        });
        own.collect()
    }

    /// Its prose, a paragraph a line.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.tell(&mut text);
        super::markup::lines(&text)
    }

    /// Calls itself for what is inside, at most [`DEPTH`] deep.
    fn tell(&self, text: &mut String) {
        for one in &self.inside {
            match one {
                Inside::Text(words) => text.extend(words.chars().map(|ch| match ch {
                    '\n' | '\r' => ' ',
                    ch => ch,
                })),
                Inside::Element(element) if SILENT.contains(&element.name.as_str()) => {}
                Inside::Element(element) => {
                    let block = BLOCKS.contains(&element.name.as_str());
                    text.push_str(if block { "\n" } else { "" });
                    element.tell(text);
                    text.push_str(if block { "\n" } else { "" });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(xml: &str) -> String {
        parse(xml).map_or_else(|why| why.to_string(), |element| element.text())
    }

    #[test]
    #[rustfmt::skip]
    fn words() {
        for (xml, expected) in [
            ("<a><p>It\nrained &amp; <b>rained</b>.</p><p>So?</p></a>", "It rained & rained.\n\nSo?"),
            ("<?xml version='1.0'?><a><![CDATA[<It> rained]]></a>",     "<It> rained"),
            ("<a>caf&eacute; &#8212; &nothing; & so</a>",               "café — &nothing; & so"),
            ("<!DOCTYPE a [<!ENTITY b \"&c;&c;\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]><a>&b;</a>", "&b;"),
            ("<a><p>It rained.",                                        "It rained."),
            ("<a><b></a>",                                              "cannot be read as XML: ill-formed document: expected `</b>`, but `</a>` was found, at byte 6"),
            ("no",                                                      "cannot be read as XML: it holds no element"),
        ] {
            assert_eq!(told(xml), expected, "{xml}");
        }
        assert!(told(&"<a>".repeat(1_000)).contains("elements inside each other"));
        assert!(told(&format!("<a>{}</a>", "<b/>".repeat(ELEMENTS + 1))).contains("elements"));
        assert!(told(&format!("<a {}/>", "b='' ".repeat(1_000))).contains("attributes"));
    }

    #[test]
    fn paths() {
        let root = parse("<x:a><b c='d'>1</b><e><b>2</b></e></x:a>").unwrap();
        assert_eq!(root.name, "a");
        assert_eq!(root.words(&["e", "b"]).as_deref(), Some("2"));
        assert_eq!(root.all("b").len(), 2);
        assert_eq!(root.all("b")[0].attribute("c"), Some("d"));
    }
}
