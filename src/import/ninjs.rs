//! IPTC ninjs 1 to 3: a news item in JSON. The first two name things once (`headline`, `body_text`,
//! `body_xhtml`), the third in lists by role (`headlines`, `bodies`).

use serde_json::Value;

use super::html::{date, names};
use super::markup::{lines, one_line};
use super::{Given, Head, ImportError, Loaded, Refused, decode, markup};
use crate::article::{Metadata, Named};

/// Whether it is one JSON object with a body of ninjs in it.
pub(super) fn begins(head: &Head) -> bool {
    let text = head.text.trim_start();
    let body = ["\"body_text\"", "\"body_xhtml\"", "\"body_html\"", "\"bodies\""];
    text.starts_with('{') && body.iter().any(|key| text.contains(key))
}

pub(super) fn read(given: &Given) -> Vec<Result<Loaded, Refused>> {
    vec![item(given)]
}

fn item(given: &Given) -> Result<Loaded, Refused> {
    let decoded = decode(given.bytes).map_err(|why| given.refuse(why))?;
    let item: Value =
        serde_json::from_str(&decoded).map_err(|error| given.broken("ninjs", &error))?;
    if !item.is_object() {
        return Err(given.broken("ninjs", &"it is no JSON object"));
    }
    let text = body(&item).map_err(|why| given.refuse(why))?;
    let text =
        text.ok_or_else(|| given.broken("ninjs", &"it has no body_text, body_xhtml or bodies"))?;
    let word = |key: &str| item.get(key).and_then(Value::as_str).and_then(one_line);
    let day = [
        "versioncreated",
        "versionCreated",
        "firstcreated",
        "firstCreated",
        "contentcreated",
        "contentCreated",
    ];
    let place = list(&item, &["place", "places"]).find_map(named);
    let metadata = Metadata {
        title: word("headline").or_else(|| listed(&item, "headlines", "main")),
        byline: word("byline").or_else(|| listed(&item, "bylines", "")).and_then(|by| names(&[by])),
        publisher: list(&item, &["infosource", "infosources", "infoSources"]).find_map(named),
        place: word("located").or(place).map(|name| Named { name, span: None }),
        published: day.iter().find_map(|key| date(&word(key)?)),
        url: word("uri").filter(|uri| uri.starts_with("http")),
        language: word("language"),
        ..Metadata::default()
    };
    given.article(text, metadata)
}

/// The words of the body: plain ones before marked-up ones.
fn body(item: &Value) -> Result<Option<String>, ImportError> {
    let field = |key: &str| item.get(key).and_then(Value::as_str);
    if let Some(plain) = field("body_text") {
        return Ok(Some(lines(plain)));
    }
    if let Some(html) = field("body_xhtml").or_else(|| field("body_html")) {
        return markup::text(html).map(Some);
    }
    let bodies: Vec<&Value> = list(item, &["bodies"]).collect();
    let kind = |body: &Value| {
        let keys = ["contenttype", "contentType"];
        let kind = keys.iter().find_map(|key| body.get(*key)?.as_str()).unwrap_or("text/plain");
        kind.contains("plain")
    };
    let value = |body: &&Value| body.get("value").and_then(Value::as_str).map(str::to_owned);
    if let Some(plain) = bodies.iter().find(|body| kind(body)).and_then(value) {
        return Ok(Some(lines(&plain)));
    }
    bodies.iter().find_map(value).map(|html| markup::text(&html)).transpose()
}

/// Everything in the lists under these keys.
fn list<'a>(item: &'a Value, keys: &'a [&str]) -> impl Iterator<Item = &'a Value> {
    keys.iter().filter_map(|key| item.get(*key)?.as_array()).flatten()
}

fn named(one: &Value) -> Option<String> {
    let name = one.as_str().or_else(|| one.get("name")?.as_str());
    name.and_then(one_line)
}

/// The value in a list whose role is that, else the first.
fn listed(item: &Value, key: &str, role: &str) -> Option<String> {
    let all = item.get(key)?.as_array()?;
    let fits = |one: &&Value| one.get("role").and_then(Value::as_str) == Some(role);
    let one = all.iter().find(fits).or_else(|| all.first())?;
    one.get("value").and_then(Value::as_str).and_then(one_line)
}
