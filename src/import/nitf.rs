//! IPTC NITF: `<nitf><head>…<body><body.head>…<body.content>`.

use super::html::date;
use super::markup::one_line;
use super::xml::{self, Element};
use super::{Given, Head, Loaded, Refused, decode};
use crate::article::{Metadata, Named};

pub(super) fn begins(head: &Head) -> bool {
    head.element().is_some_and(|(name, _)| name == "nitf")
}

pub(super) fn read(given: &Given) -> Vec<Result<Loaded, Refused>> {
    let root = decode(given.bytes).and_then(|text| xml::parse(&text));
    let read = root.map_err(|why| given.refuse(why)).and_then(|root| {
        let (text, metadata) = item(&root);
        given.article(text, metadata)
    });
    vec![read]
}

/// Text and metadata of a `<nitf>`, which may stand inside a message of another format.
pub(super) fn item(root: &Element) -> (String, Metadata) {
    let content = root.first(&["body.content"]).or_else(|| root.first(&["body"]));
    let issued = root.first(&["date.issue"]).and_then(|one| one.attribute("norm"));
    let story = root.first(&["story.date"]).and_then(|one| one.attribute("norm"));
    let publication = root.first(&["pubdata"]);
    let said = |name| publication.and_then(|one| one.attribute(name)).and_then(one_line);
    let place = root.words(&["body.head", "dateline", "location"]);
    let metadata = Metadata {
        title: root.words(&["hl1"]).or_else(|| root.words(&["head", "title"])),
        byline: root.words(&["byline"]).and_then(|words| super::html::names(&[words])),
        publisher: said("name"),
        place: place.map(|name| Named { name, span: None }),
        published: issued
            .or(story)
            .and_then(date)
            .or_else(|| said("date.publication").and_then(|day| date(&day))),
        ..Metadata::default()
    };
    (content.map(Element::text).unwrap_or_default(), metadata)
}
