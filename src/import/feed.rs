//! RSS 0.9 to 2, Atom and JSON Feed: an article an entry, with the whole text where the feed holds it.

use serde_json::Value;

use super::html::{date, names};
use super::markup::one_line;
use super::xml::{self, Element};
use super::{Given, Head, ImportError, Loaded, MAX_PARTS, Refused, decode, markup};
use crate::article::Metadata;

pub(super) fn begins(head: &Head) -> bool {
    let text = head.text.trim_start();
    let xml = head.element().is_some_and(|(name, _)| matches!(name, "rss" | "feed" | "RDF"));
    xml || (text.starts_with('{') && text.contains("jsonfeed.org/version"))
}

pub(super) fn read(given: &Given) -> Vec<Result<Loaded, Refused>> {
    let entries = decode(given.bytes).map_err(|why| given.refuse(why)).and_then(|text| {
        if text.trim_start().starts_with('{') {
            return json(&text).map_err(|error| given.broken("JSON Feed", &error));
        }
        xml::parse(&text).map(|root| entries(&root)).map_err(|why| given.refuse(why))
    });
    let entries = match entries {
        Ok(entries) if entries.is_empty() => {
            return vec![Err(given.refuse(ImportError::NoArticle))];
        }
        Ok(entries) if entries.len() > MAX_PARTS => {
            return vec![Err(
                given.refuse(ImportError::TooMuch { what: "entries", most: MAX_PARTS })
            )];
        }
        Ok(entries) => entries,
        Err(refused) => return vec![Err(refused)],
    };
    let one = |(entry, number): (Entry, usize)| {
        let given = given.part(number);
        let text = entry.html.as_deref().map_or_else(|| Ok(entry.plain.clone()), markup::text);
        given.article(text.map_err(|why| given.refuse(why))?, entry.metadata)
    };
    entries.into_iter().zip(1..).map(one).collect()
}

/// What a feed says of one article.
struct Entry {
    html: Option<String>,
    plain: String,
    metadata: Metadata,
}

fn entries(root: &Element) -> Vec<Entry> {
    let channel = root.elements().find(|one| one.name == "channel").unwrap_or(root);
    let child =
        |of: &Element, name: &str| of.elements().find(|one| one.name == name).map(Element::text);
    let site = child(channel, "title").and_then(|title| one_line(&title));
    let language = child(channel, "language").or_else(|| root.attribute("lang").map(str::to_owned));
    let language = language.and_then(|words| one_line(&words));
    let items = root.all("item").into_iter().chain(root.all("entry"));
    let read = |item: &Element| {
        let words = |names: &[&str]| {
            names.iter().find_map(|name| {
                one_line(&item.elements().find(|one| one.name == *name)?.words_of())
            })
        };
        let body = ["encoded", "content", "description", "summary"];
        let body = body.iter().find_map(|name| {
            item.elements().find(|one| one.name == *name && !one.inside.is_empty())
        });
        let authors: Vec<String> =
            ["creator", "author"].iter().flat_map(|name| people(item, name)).collect();
        let day = words(&["published", "pubDate", "date", "issued", "updated", "modified"]);
        Entry {
            // Atom may hold elements; everything else holds text, which is HTML as a rule.
            html: body.filter(|body| body.elements().next().is_none()).map(Element::plain),
            plain: body.map(Element::text).unwrap_or_default(),
            metadata: Metadata {
                title: words(&["title"]).and_then(|title| plain_line(&title)),
                byline: names(&authors),
                publisher: site.clone(),
                published: day.as_deref().and_then(date),
                url: link(item),
                language: language.clone(),
                ..Metadata::default()
            },
        }
    };
    items.map(read).collect()
}

/// Titles may hold HTML.
fn plain_line(title: &str) -> Option<String> {
    one_line(&markup::text(title).ok()?)
}

fn people(item: &Element, name: &str) -> Vec<String> {
    let all = item.elements().filter(|one| one.name == name);
    let name = |one: &Element| {
        let words = one.words(&["name"]).or_else(|| one_line(&one.words_of()))?;
        // RSS writes “roe@example.org (Jane Roe)”.
        match words.split_once(" (") {
            Some((address, name)) if address.contains('@') => one_line(name.trim_end_matches(')')),
            _ => Some(words),
        }
    };
    all.filter_map(name).collect()
}

fn link(item: &Element) -> Option<String> {
    let links: Vec<&Element> = item.elements().filter(|one| one.name == "link").collect();
    let main = |one: &&&Element| one.attribute("rel").is_none_or(|rel| rel == "alternate");
    let one = links.iter().find(main).or_else(|| links.first())?;
    let address = one.attribute("href").map_or_else(|| one.words_of(), str::to_owned);
    one_line(&address).filter(|url| url.starts_with("http"))
}

impl Element {
    /// All words inside on one line.
    fn words_of(&self) -> String {
        let own = self.plain();
        if own.trim().is_empty() { self.text() } else { own }
    }
}

fn json(text: &str) -> Result<Vec<Entry>, serde_json::Error> {
    let feed: Value = serde_json::from_str(text)?;
    let word = |of: &Value, key: &str| of.get(key).and_then(Value::as_str).and_then(one_line);
    let items = feed.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
    let read = |item: Value| {
        let mut authors: Vec<String> = Vec::new();
        for of in [&item, &feed] {
            let list = of.get("authors").and_then(Value::as_array).cloned().unwrap_or_default();
            let all = list.into_iter().chain(of.get("author").cloned());
            if authors.is_empty() {
                authors = all.filter_map(|one| word(&one, "name")).collect();
            }
        }
        let raw = |key: &str| item.get(key).and_then(Value::as_str).map(str::to_owned);
        let plain = raw("content_text").or_else(|| raw("summary"));
        Entry {
            html: raw("content_html"),
            plain: super::markup::lines(&plain.unwrap_or_default()),
            metadata: Metadata {
                title: word(&item, "title"),
                byline: names(&authors),
                publisher: word(&feed, "title"),
                published: ["date_published", "date_modified"]
                    .iter()
                    .find_map(|key| date(&word(&item, key)?)),
                url: word(&item, "url").filter(|url| url.starts_with("http")),
                language: word(&item, "language").or_else(|| word(&feed, "language")),
                ..Metadata::default()
            },
        }
    };
    Ok(items.into_iter().map(read).collect())
}
