//! What is shown over the screen to be read: a statement's whole story, the tags, the dashboard.

use super::{App, Reader};
use crate::annotation::{Certainty, Review};
use crate::nlp::{EntityId, Label};
use crate::story::{Shown, Speaker, Statement, shown_tag};
use crate::text::wrap;

/// Something shown over the screen, from its `top`th row on.
#[derive(Clone, PartialEq, Debug)]
pub struct Show {
    /// What is on top of it.
    pub title: &'static str,
    /// Its rows.
    pub rows: Vec<Fact>,
    /// First row in view.
    pub top: usize,
}

/// A row of what is shown.
#[derive(Clone, PartialEq, Debug)]
pub enum Fact {
    /// A heading.
    Title(String),
    /// A label and what it says; broken into lines as wide as there is room.
    Words(String, String),
    /// A name, a part of a whole from 0 to 1, and what stands behind the bar; whose colour, by number.
    Bar(String, f32, String, Option<usize>),
    /// A name and places in the story, from 0 to 1; whose colour, by number.
    Strip(String, Vec<f32>, Option<usize>),
    /// A line that was laid out already; cut where there is no room.
    Line(String),
    /// Nothing.
    Blank,
}

/// Everything known of the current statement: words, speaker and the chain that leads there, tag,
/// how sure the machine is and why, and what the reader said of it.
pub fn statement(reader: &Reader) -> Option<Show> {
    let one = reader.statement()?;
    let item = reader.item(one);
    let words = |spans: &[crate::text::Span]| {
        let words: Vec<&str> = spans.iter().map(|span| span.of(reader.text())).collect();
        if words.is_empty() { "none".to_owned() } else { words.join(" … ") }
    };
    let mut rows = Vec::new();
    let mut fact = |label: &str, words: String| rows.push(Fact::Words(label.to_owned(), words));
    fact("says", words(&one.content));
    fact("source", words(&one.source));
    fact("cue", words(&one.cue));
    fact("speaker", one.said_by());
    for reason in reasons(reader, one) {
        fact("", reason);
    }
    match shown_tag(one, item) {
        Shown::Set(_) => fact("tag", item.map_or(String::new(), |item| item.tags.join(", "))),
        Shown::Proposed(tag) => fact("tag", format!("{tag}, proposed")),
        Shown::None => fact("tag", "none".to_owned()),
    }
    if let Some(suggestion) = &one.suggestion {
        let what = match suggestion.label {
            Label::None => "no tag",
            label => label.word(),
        };
        fact("proposal", format!("{what}, {:.2} sure", suggestion.score));
    }
    if let Some(directness) = one.directness {
        fact("kind", directness.word().to_owned());
    }
    if let Some(confidence) = one.confidence {
        fact("confidence", format!("{confidence:.2} that source, cue and content are all right"));
    }
    if !one.why.is_empty() {
        let why = if set_by(reader, one).is_some() { "found by" } else { "why" };
        fact(why, one.why.to_string());
    }
    fact("origin", one.origin.word().to_owned());
    if let Some(item) = item {
        if item.review != Review::Open {
            fact("review", item.review.word().to_owned());
        }
        if item.certainty != Certainty::Unstated {
            fact("you are", item.certainty.word().to_owned());
        }
        for (name, value) in &item.attributes {
            fact(name, value.clone());
        }
        if !item.comment.is_empty() {
            fact("comment", item.comment.clone());
        }
        fact(
            "marked",
            format!(
                "by {} on {}",
                item.stamp.annotator,
                item.stamp.at.strftime("%-d %B %Y, %H:%M UTC")
            ),
        );
    }
    let others = overlapping(reader, one);
    if !others.is_empty() {
        fact("also here", others.join("; "));
    }
    Some(Show { title: "this statement", rows, top: 0 })
}

/// In a line or two, why a statement is as it is: who set its speaker, else what decided, else how its
/// words lead to the speaker.
pub fn why(reader: &Reader, one: &Statement) -> Vec<String> {
    if one.why.is_empty() || set_by(reader, one).is_some() {
        reasons(reader, one)
    } else {
        vec![one.why.to_string()]
    }
}

/// Who made somebody else the speaker than the machine did, where a reader did.
fn set_by<'a>(reader: &'a Reader, one: &Statement) -> Option<&'a str> {
    reader.story.found_speakers(one)?;
    Some(&reader.item(one)?.stamp.annotator)
}

/// Why the speaker is who it is: by whom it was set, and who it was; else how the words of the source
/// lead there.
fn reasons(reader: &Reader, one: &Statement) -> Vec<String> {
    let Some(by) = set_by(reader, one) else { return chain(reader, one) };
    let names = |found: &[Speaker]| match found {
        [] => "nobody named".to_owned(),
        some => some.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", "),
    };
    let found = reader.story.found_speakers(one).map_or_else(String::new, names);
    vec![format!("set by {by}; the machine found {found}")]
}

/// How the words of the source lead to each speaker: “they” → Ada Hill, named in “Ada Hill …”.
fn chain(reader: &Reader, one: &Statement) -> Vec<String> {
    let text = reader.text();
    let source: Vec<&str> = one.source.iter().map(|span| span.of(text)).collect();
    let source = source.join(" … ");
    let link = |id: EntityId| {
        let entity = reader.story.entity(id);
        if source.contains(&entity.name) {
            return None;
        }
        let start = one.extent().start();
        let before = entity.mentions.iter().rfind(|span| span.start() <= start);
        let named = before.or(entity.mentions.first())?;
        let from = if source.is_empty() {
            "nobody is named beside it".to_owned()
        } else {
            format!("“{source}”")
        };
        let called = wrap::fit(named.of(text), 60);
        Some(format!("{from} → {}, last named as “{called}”", entity.name))
    };
    one.speakers.iter().filter_map(|speaker| link(speaker.entity?)).collect()
}

fn overlapping(reader: &Reader, one: &Statement) -> Vec<String> {
    let extent = one.extent();
    let near = reader.index.extents(extent).into_iter();
    let others = near.map(|(_, number)| &reader.story.statements[number]);
    let touch = |other: &&Statement| {
        other.id != one.id
            && other.content.iter().any(|span| one.content.iter().any(|own| own.overlaps(*span)))
    };
    others
        .filter(touch)
        .map(|other| {
            let words = wrap::fit(other.content[0].of(reader.text()), 40);
            format!("{}: {words}", other.said_by())
        })
        .collect()
}

/// What the tags mean, with examples; the tag of the current statement first.
pub fn tags(app: &App) -> Show {
    let now = app.reader().and_then(|reader| {
        let one = reader.statement()?;
        match shown_tag(one, reader.item(one)) {
            Shown::Set(tag) | Shown::Proposed(tag) => Some(tag.to_owned()),
            Shown::None => None,
        }
    });
    let mut tags: Vec<_> = app.codebook.tags.iter().enumerate().collect();
    tags.sort_by_key(|(_, tag)| now.as_ref() != Some(&tag.name));
    let mut rows = Vec::new();
    for (number, tag) in tags {
        rows.push(Fact::Title(format!("{} {} · key {}", tag.glyph, tag.name, number + 1)));
        rows.push(Fact::Words(String::new(), tag.definition.clone()));
        for example in &tag.examples {
            rows.push(Fact::Words("e.g.".to_owned(), example.clone()));
        }
        rows.push(Fact::Blank);
    }
    let many = if app.codebook.exclusive {
        "one tag a statement"
    } else {
        "several tags may stand on one statement"
    };
    rows.push(Fact::Words(
        String::new(),
        format!("codebook “{}”, version {}: {many}", app.codebook.name, app.codebook.version),
    ));
    Show { title: "what the tags mean", rows, top: 0 }
}
