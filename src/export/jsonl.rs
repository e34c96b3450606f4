//! The headless contract: one line an article, offsets in code points of the text as it came in.
//!
//! The order and the names of the keys stay as they are; new keys may come. Speakers hold names
//! only: a source that the story never names leaves them empty and stands in `unnamed`. `within` is
//! the index of the attribution inside whose content this one stands. `mentions` are names,
//! `references` nominals and pronouns. An article that cannot be read is `{"id","error"}`.
//!
//! Left out: sentences, quotes, the reasons behind each attribution, and where it stands in print.

use std::fmt::Write as _;

use serde::Serialize;

use super::{Points, day, points, rounded, sum};
use crate::article::{Article, Named};
use crate::nlp::{Analysis, Attribution, Entity, EntityId, Note, Suggestion};
use crate::text::chars::is_hidden;

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    title: Option<&'a str>,
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    byline: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agency: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "is_false")]
    rough: bool,
    attributions: Vec<AttributionLine<'a>>,
    entities: Vec<EntityLine<'a>>,
    notes: Vec<NoteLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
}

#[derive(Serialize)]
struct AttributionLine<'a> {
    source: Vec<Points>,
    cue: Vec<Points>,
    content: Vec<Points>,
    speakers: Vec<&'a str>,
    unnamed: Option<&'a str>,
    within: Option<usize>,
    directness: &'static str,
    act: &'static str,
    tag: Option<TagLine>,
    confidence: f64,
}

#[derive(Serialize)]
struct TagLine {
    label: &'static str,
    score: f64,
}

#[derive(Serialize)]
struct EntityLine<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    /// Of an absolute date.
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    /// Of money: how much, in units of its currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<f64>,
    /// Of money: its code by ISO 4217, where the words leave no doubt.
    #[serde(skip_serializing_if = "Option::is_none")]
    currency: Option<&'static str>,
    mentions: Vec<Points>,
    references: Vec<Points>,
}

#[derive(Serialize)]
struct NoteLine {
    text: &'static str,
    span: Points,
}

#[derive(Serialize)]
struct ErrorLine<'a> {
    id: &'a str,
    error: &'a str,
}

/// The line of an article, without its line end. `source` is its text as it came in, to be added.
pub fn line(article: &Article, analysis: &Analysis, source: Option<&str>) -> String {
    let metadata = &article.metadata;
    let name = |named: &'_ Option<Named>| -> Option<String> {
        named.as_ref().map(|named| named.name.clone())
    };
    let (agency, place) = (name(&metadata.agency), name(&metadata.place));
    json(&Line {
        id: &article.id,
        title: metadata.title.as_deref(),
        date: metadata.published.map(|date| date.to_string()),
        day: metadata.day.map(|day| format!("--{:02}-{:02}", day.month, day.day)),
        byline: metadata.byline.as_deref(),
        publisher: metadata.publisher.as_deref(),
        agency: agency.as_deref(),
        place: place.as_deref(),
        url: metadata.url.as_deref(),
        language: metadata.language.as_deref(),
        rough: metadata.rough,
        attributions: analysis
            .attributions
            .iter()
            .map(|one| attribution(article, analysis, one))
            .collect(),
        entities: analysis.entities.iter().map(|one| entity(article, one)).collect(),
        notes: analysis.notes.iter().map(|one| note(article, one)).collect(),
        text: source,
    })
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

/// The line of an article that could not be read, without its line end.
pub fn failed(id: &str, error: &str) -> String {
    json(&ErrorLine { id, error })
}

fn attribution<'a>(
    article: &Article,
    analysis: &'a Analysis,
    one: &'a Attribution,
) -> AttributionLine<'a> {
    let name = |id: &EntityId| analysis.entities[id.0 as usize].name.as_str();
    let tag = |suggestion: &Suggestion| TagLine {
        label: suggestion.label.word(),
        score: rounded(suggestion.score),
    };
    AttributionLine {
        source: points(article, &one.source),
        cue: points(article, &one.cue),
        content: points(article, &one.content),
        speakers: one.speakers.iter().map(name).collect(),
        unnamed: one.unnamed.as_deref(),
        within: one.within,
        directness: one.directness.word(),
        act: one.act.word(),
        tag: one.suggestion.as_ref().map(tag),
        confidence: rounded(one.confidence),
    }
}

fn entity<'a>(article: &Article, one: &'a Entity) -> EntityLine<'a> {
    let sum = sum(one);
    EntityLine {
        name: &one.name,
        kind: one.kind.word(),
        date: day(article, one).map(|day| day.to_string()),
        amount: sum.map(|sum| sum.value),
        currency: sum.and_then(|sum| sum.currency),
        mentions: points(article, &one.mentions),
        references: points(article, &one.references),
    }
}

fn note(article: &Article, one: &Note) -> NoteLine {
    NoteLine { text: one.kind.text(), span: article.original(one.span) }
}

/// As JSON, with what is never shown written as escapes: an id or a text as it came in may hold it,
/// and a line may end on a terminal.
fn json(line: &impl Serialize) -> String {
    let json = serde_json::to_string(line).expect("strings, numbers and lists are always JSON");
    if !json.chars().any(is_hidden) {
        return json;
    }
    let mut escaped = String::with_capacity(json.len() + 16);
    for ch in json.chars() {
        if is_hidden(ch) {
            for unit in ch.encode_utf16(&mut [0; 2]) {
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        } else {
            escaped.push(ch);
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    #[test]
    fn what_is_never_shown_is_escaped_and_reads_back() {
        let id = "a\u{202e}b\u{e0041}.txt";
        let line = failed(id, "gone");
        assert_eq!(line, r#"{"id":"a\u202eb\udb40\udc41.txt","error":"gone"}"#);
        let back: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(back["id"], id);
    }
    use crate::article::{Metadata, Origin};
    use crate::nlp::{Act, Directness, EntityKind, Label, NoteKind};
    use crate::text::clean::clean;

    #[test]
    fn the_contract() {
        let source = "\u{feff}Ada Hill said 🎉:\r\n“No.”";
        let article = Article::from_copy("a", Origin::Stdin, clean(source), Metadata::default());
        let find = |words: &str| {
            let at = article.text.find(words).unwrap();
            Span::new(at, at + words.len())
        };
        let analysis = Analysis {
            attributions: vec![Attribution {
                source: vec![find("Ada Hill")],
                cue: vec![find("said")],
                content: vec![find("“No.”")],
                speakers: vec![EntityId(0)],
                unnamed: None,
                within: None,
                directness: Directness::Direct,
                act: Act::Speech,
                suggestion: Some(Suggestion { label: Label::Denial, score: 0.91 }),
                confidence: 0.832_14,
                why: String::new(),
            }],
            entities: vec![Entity {
                name: "Ada Hill".to_owned(),
                kind: EntityKind::Person,
                mentions: vec![find("Ada Hill")],
                references: vec![],
            }],
            notes: vec![Note { span: find("🎉"), kind: NoteKind::UnclosedQuote }],
            ..Analysis::default()
        };
        assert_eq!(
            line(&article, &analysis, None),
            concat!(
                r#"{"id":"a","title":null,"date":null,"attributions":[{"source":[[1,9]],"cue":[[10,14]],"#,
                r#""content":[[19,24]],"speakers":["Ada Hill"],"unnamed":null,"within":null,"#,
                r#""directness":"direct","act":"speech","tag":{"label":"denial","score":0.91},"confidence":0.832}],"#,
                r#""entities":[{"name":"Ada Hill","type":"person","mentions":[[1,9]],"references":[]}],"#,
                r#""notes":[{"text":"this quotation mark is never closed","span":[15,16]}]}"#
            )
        );
        assert_eq!(failed("a\u{1b}", "is “empty”"), r#"{"id":"a\u001b","error":"is “empty”"}"#);
    }
}
