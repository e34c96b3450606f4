//! IPTC NewsML-G2: a `<newsItem>`, or several in a `<newsMessage>` or `<packageItem>`; the words as
//! NITF, XHTML or plain text inside.

use super::html::{date, names};
use super::markup::{lines, one_line};
use super::xml::{self, Element};
use super::{Given, Head, ImportError, Loaded, MAX_PARTS, Refused, decode, markup, nitf};
use crate::article::{Metadata, Named};

pub(super) fn begins(head: &Head) -> bool {
    head.element().is_some_and(|(name, _)| {
        matches!(name, "newsItem" | "newsMessage" | "NewsML" | "packageItem")
    })
}

pub(super) fn read(given: &Given) -> Vec<Result<Loaded, Refused>> {
    let root = match decode(given.bytes).and_then(|text| xml::parse(&text)) {
        Ok(root) => root,
        Err(why) => return vec![Err(given.refuse(why))],
    };
    let items = root.all("newsItem");
    match items.as_slice() {
        [] => vec![Err(given.broken("NewsML-G2", &"it holds no newsItem"))],
        [one] => vec![item(given, one)],
        many if many.len() > MAX_PARTS => {
            vec![Err(given.refuse(ImportError::TooMuch { what: "news items", most: MAX_PARTS }))]
        }
        many => many.iter().zip(1..).map(|(one, number)| item(&given.part(number), one)).collect(),
    }
}

fn item(given: &Given, root: &Element) -> Result<Loaded, Refused> {
    let about = root.first(&["contentMeta"]);
    let words = |path: &[&str]| about.and_then(|about| about.words(path));
    let (text, inner) = content(root).map_err(|why| given.refuse(why))?;
    let creators = about.map(|about| about.all("creator")).unwrap_or_default();
    let creators: Vec<String> = creators.iter().filter_map(|one| one.words(&["name"])).collect();
    let created = words(&["contentCreated"]).or_else(|| root.words(&["itemMeta", "firstCreated"]));
    let issued = root.words(&["itemMeta", "versionCreated"]).or(created);
    let provider = root.first(&["itemMeta", "provider"]);
    let provider = provider.and_then(|one| {
        one.words(&["name"]).or_else(|| one.attribute("literal").and_then(one_line))
    });
    let language = root
        .first(&["contentMeta", "language"])
        .and_then(|one| one.attribute("tag").and_then(one_line));
    let place = words(&["located", "name"]);
    let metadata = Metadata {
        title: words(&["headline"]).or(inner.title),
        byline: words(&["by"])
            .and_then(|by| names(&[by]))
            .or_else(|| names(&creators))
            .or(inner.byline),
        publisher: provider.or(inner.publisher),
        published: issued.as_deref().and_then(date).or(inner.published),
        place: place.map(|name| Named { name, span: None }).or(inner.place),
        language: language.or_else(|| root.attribute("lang").and_then(one_line)),
        ..Metadata::default()
    };
    given.article(text, metadata)
}

/// The words of an item, and what NITF inside says about it.
fn content(root: &Element) -> Result<(String, Metadata), ImportError> {
    if let Some(inline) = root.first(&["contentSet", "inlineXML"]) {
        return Ok(match inline.first(&["nitf"]) {
            Some(found) => nitf::item(found),
            None => (inline.first(&["body"]).unwrap_or(inline).text(), Metadata::default()),
        });
    }
    let Some(data) = root.first(&["contentSet", "inlineData"]) else {
        return Ok((String::new(), Metadata::default()));
    };
    let plain = data.plain();
    let html = data.attribute("contenttype").is_some_and(|kind| kind.contains("html"));
    Ok((if html { markup::text(&plain)? } else { lines(&plain) }, Metadata::default()))
}
