//! What publishers say about an article in JSON-LD: the `NewsArticle` of schema.org and its kin.

use dom_query::Document;
use serde_json::Value;

use super::metadata::{date, line, names};
use crate::article::Metadata;

/// Objects inside objects are looked into so deep: `@graph` → article → author.
const DEEPEST: usize = 4;

/// Types that are an article; each may stand at the end of a longer one (`ReportageNewsArticle`).
const TYPES: &[&str] = &["Article", "BlogPosting", "Report", "SocialMediaPosting"];

/// The metadata of the first article that a page's JSON-LD describes, and its text, which is often
/// cut short; empty where there is none.
pub(super) fn read(document: &Document) -> (Metadata, Option<String>) {
    let blocks = document.select("script[type*='ld+json']");
    let values: Vec<Value> = blocks.iter().filter_map(|block| parse(&block.text())).collect();
    let Some(found) = values.iter().find_map(|value| article(value, DEEPEST)) else {
        return (Metadata::default(), None);
    };
    let body = found.get("articleBody").and_then(Value::as_str).map(str::to_owned);
    (metadata(found, &values), body)
}

/// Parses a block; line ends inside strings, which are no JSON but common, are spaces.
fn parse(block: &str) -> Option<Value> {
    let bare = block.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[");
    let bare = bare.trim_end_matches("-->").trim_end_matches("//]]>").trim().trim_end_matches(';');
    serde_json::from_str(bare)
        .or_else(|_| serde_json::from_str(&bare.replace(|ch: char| ch.is_control(), " ")))
        .ok()
}

fn article(value: &Value, depth: usize) -> Option<&Value> {
    let inside = |value| article(value, depth.checked_sub(1)?);
    match value {
        Value::Array(all) => all.iter().find_map(inside),
        Value::Object(fields) if is_article(value) && fields.contains_key("headline") => {
            Some(value)
        }
        Value::Object(fields) => {
            let nested = ["@graph", "mainEntity", "mainEntityOfPage"];
            nested.iter().filter_map(|key| fields.get(*key)).find_map(inside)
        }
        _ => None,
    }
}

fn is_article(value: &Value) -> bool {
    let types = match value.get("@type") {
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(one)) => vec![one.as_str()],
        _ => Vec::new(),
    };
    types.iter().any(|one| TYPES.iter().any(|end| one.ends_with(end)))
}

fn metadata(article: &Value, all: &[Value]) -> Metadata {
    let text = |key: &str| article.get(key).and_then(Value::as_str).and_then(line);
    let named = |key: &str| {
        let found = article.get(key).map(|value| people(value, all)).unwrap_or_default();
        names(&found)
    };
    let url = text("url").or_else(|| match article.get("mainEntityOfPage")? {
        Value::String(url) => line(url),
        other => other.get("@id").and_then(Value::as_str).and_then(line),
    });
    let language = match article.get("inLanguage") {
        Some(Value::String(language)) => line(language),
        _ => None,
    };
    Metadata {
        title: text("headline"),
        byline: named("author").or_else(|| named("creator")),
        publisher: named("publisher"),
        published: text("datePublished").as_deref().and_then(date),
        url: url.filter(|url| url.starts_with("http")),
        language,
        ..Metadata::default()
    }
}

/// Names of one or several people; `{"@id"}` alone stands for an object elsewhere on the page.
fn people(value: &Value, all: &[Value]) -> Vec<String> {
    match value {
        Value::String(name) => vec![name.clone()],
        Value::Array(many) => many.iter().flat_map(|one| people(one, all)).collect(),
        Value::Object(fields) => {
            let here = fields.get("name").and_then(Value::as_str).map(str::to_owned);
            let there = || {
                let id = fields.get("@id")?.as_str()?;
                all.iter().find_map(|value| by_id(value, id, DEEPEST)).map(str::to_owned)
            };
            here.or_else(there).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// The name of the object that has this `@id`.
fn by_id<'a>(value: &'a Value, id: &str, depth: usize) -> Option<&'a str> {
    let inside = |value| by_id(value, id, depth.checked_sub(1)?);
    match value {
        Value::Array(all) => all.iter().find_map(inside),
        Value::Object(fields) => {
            let this = fields.get("@id").and_then(Value::as_str) == Some(id);
            let name = fields.get("name").filter(|_| this).and_then(Value::as_str);
            name.or_else(|| fields.values().find_map(inside))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip]
    fn blocks() {
        for (block, expected) in [
            (r#"{"@type":"NewsArticle","headline":"Rain","datePublished":"2017-11-12T08:00:00Z","author":{"name":"By JANE ROE, AP Writer"},"publisher":{"name":"Daily Bugle"}}"#,
             "Rain|JANE ROE|Daily Bugle|2017-11-12"),
            (r#"[{"@type":"WebPage"},{"@type":["NewsArticle"],"headline":"Rain","author":["Jane Roe","A. Poe"]}]"#,
             "Rain|Jane Roe, A. Poe||"),
            (r##"{"@graph":[{"@type":"Article","headline":"Rain","author":{"@id":"#a"}},{"@id":"#a","name":"Jane Roe"}]}"##,
             "Rain|Jane Roe||"),
            ("{\"@type\":\"Article\",\"headline\":\"Rain\nagain\"}", "Rain again|||"),
            (r#"{"@type":"Article","headline":"Rain &#8211; again"}"#, "Rain – again|||"),
            (r#"{"@type":"Product","headline":"Rain"}"#,            "|||"),
            (r#"{"@type":"Article","headline":"#,                   "|||"),
        ] {
            let page = format!("<script type='application/ld+json'>{block}</script><p>It rained.");
            let Metadata { title, byline, publisher, published, .. } = read(&Document::from(page)).0;
            let published = published.map(|date| date.to_string());
            let shown = [title, byline, publisher, published].map(Option::unwrap_or_default);
            assert_eq!(shown.join("|"), expected, "{block}");
        }
    }
}
