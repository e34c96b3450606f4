//! schema.org: each statement a `Claim`, and a `ClaimReview` where a reader gave it a verdict.
//!
//! A verdict is the value of the attribute `verdict`; `rating` beside it may hold a number from 1 to
//! 5. Nothing else becomes a review: onrecord says who said what, not whether it is so.

use serde_json::{Value, json};

use super::rows::{Row, joined, rows};
use super::{Report, one_line};
use crate::annotation::Set;
use crate::article::Article;
use crate::story::Story;

/// What a document begins with.
pub fn head() -> String {
    "{\"@context\": \"https://schema.org\",\n\"@graph\": [\n".to_owned()
}

/// The article and its claims.
pub fn story(story: &Story, set: &Set) -> (String, Report) {
    let (rows, report) = rows(story, set);
    let article = &story.article;
    let id = format!("urn:onrecord:{}", article.hash());
    let mut graph = vec![news(article, &id)];
    for row in &rows {
        let claim = format!("{id}:{}", row.statement.id.as_str());
        graph.push(claim_of(row, &claim, &id));
        graph.extend(review_of(row, &claim));
    }
    let nodes: Vec<String> = graph
        .iter()
        .map(serde_json::to_string_pretty)
        .collect::<Result<_, _>>()
        .expect("strings and numbers are JSON");
    (nodes.join(",\n"), report)
}

fn news(article: &Article, id: &str) -> Value {
    let known = &article.metadata;
    let mut news = json!({ "@type": "NewsArticle", "@id": id, "identifier": article.id });
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            news[name] = value;
        }
    };
    put("headline", known.title.as_ref().map(|it| json!(it)));
    put("datePublished", known.published.map(|day| json!(day.to_string())));
    put("author", known.byline.as_ref().map(|it| json!({ "@type": "Person", "name": it })));
    put(
        "publisher",
        known.publisher.as_ref().map(|it| json!({ "@type": "Organization", "name": it })),
    );
    news
}

fn claim_of(row: &Row, id: &str, article: &str) -> Value {
    let authors: Vec<Value> = if row.speakers.is_empty() {
        let unnamed = row.unnamed.into_iter();
        unnamed.map(|name| json!({ "@type": "Thing", "name": one_line(name) })).collect()
    } else {
        row.speakers.iter().map(|name| json!({ "@type": "Person", "name": name })).collect()
    };
    let mut claim = json!({
        "@type": "Claim", "@id": id, "text": joined(&row.content),
        "appearance": { "@id": article },
    });
    if !authors.is_empty() {
        claim["author"] = json!(authors);
    }
    if !row.tags.labels().is_empty() {
        claim["keywords"] = json!(row.labels().join(", "));
    }
    claim
}

fn review_of(row: &Row, claim: &str) -> Option<Value> {
    let item = row.item?;
    let verdict = item.attributes.get("verdict").filter(|verdict| !verdict.is_empty())?;
    let mut rating = json!({ "@type": "Rating", "alternateName": verdict });
    if let Some(number) = item.attributes.get("rating").and_then(|it| it.parse::<u8>().ok()) {
        rating["ratingValue"] = json!(number.clamp(1, 5));
        rating["bestRating"] = json!(5);
        rating["worstRating"] = json!(1);
    }
    Some(json!({
        "@type": "ClaimReview", "@id": format!("{claim}:review"),
        "claimReviewed": joined(&row.content), "itemReviewed": { "@id": claim },
        "author": { "@type": "Person", "name": item.stamp.annotator },
        "datePublished": item.stamp.at.to_string(), "reviewRating": rating,
    }))
}

#[cfg(test)]
mod tests {
    use crate::annotation::Set;
    use crate::export::{format, sample};

    #[test]
    fn only_a_verdict_makes_a_review() {
        let (story, set) = sample::story();
        let claims = format("claims").unwrap();
        assert!(!claims.document(&story, &set).0.contains("ClaimReview"));
        let judged = set.items().map(|(id, item)| {
            let mut item = item.clone();
            item.attributes.insert("verdict".to_owned(), "Half true".to_owned());
            item.attributes.insert("rating".to_owned(), "3".to_owned());
            (id.clone(), item)
        });
        let judged = Set::from_items(judged);
        let page: serde_json::Value =
            serde_json::from_str(&claims.document(&story, &judged).0).unwrap();
        let graph = page["@graph"].as_array().unwrap();
        let reviews: Vec<_> = graph.iter().filter(|it| it["@type"] == "ClaimReview").collect();
        assert_eq!(reviews.len(), 2, "neither rejected nor lost ones");
        assert_eq!(reviews[0]["reviewRating"]["alternateName"], "Half true");
        assert!(graph.iter().any(|it| it["@id"] == reviews[0]["itemReviewed"]["@id"]));
    }
}
