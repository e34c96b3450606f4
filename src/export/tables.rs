//! What the engine found in an article as rows of two tables, statements and entities: one list of
//! columns each, which CSV and Parquet both read, so that they say the same.
//!
//! An article that could not be read is one row of the statements, with nothing but its name and its
//! error. Left out: sentences, quotes, notes and reasons.

use std::sync::Arc;

use jiff::civil::Date;

use super::{Points, day, points, rounded, sum};
use crate::article::{Article, Metadata, Named};
use crate::nlp::money::Amount;
use crate::nlp::{Analysis, Attribution, Entity, Suggestion};
use crate::text::Span;

/// What the tables are called, in the order of [`Rows`].
pub const TABLES: &[&str] = &["statements", "entities"];

/// What was found in one article.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// Who said what, by the start of the content; of an article that could not be read, its error.
    pub statements: Vec<StatementRow>,
    /// Who and what is named, by first mention.
    pub entities: Vec<EntityRow>,
}

/// A row of the statements.
#[derive(Clone, Debug, Default)]
pub struct StatementRow {
    about: Arc<About>,
    number: Option<usize>,
    speakers: Vec<String>,
    unnamed: Option<String>,
    tag: Option<Suggestion>,
    content: Words,
    cue: Words,
    source: Words,
    directness: Option<&'static str>,
    act: Option<&'static str>,
    confidence: Option<f32>,
    within: Option<usize>,
    error: Option<String>,
}

/// A row of the entities.
#[derive(Clone, Debug, Default)]
pub struct EntityRow {
    about: Arc<About>,
    number: usize,
    name: String,
    kind: &'static str,
    date: Option<Date>,
    sum: Option<Amount>,
    mentions: Vec<Points>,
    references: Vec<Points>,
}

/// What is said of an article in each of its rows.
#[derive(Clone, Debug, Default)]
struct About {
    id: String,
    metadata: Metadata,
}

/// Stretches of the text.
#[derive(Clone, Debug, Default)]
struct Words {
    text: Option<String>,
    spans: Vec<Points>,
}

/// What stands in one column of one row.
#[derive(Clone, Copy, Debug)]
pub enum Cell<'a> {
    /// Words.
    Word(Option<&'a str>),
    /// Several of them.
    Words(&'a [String]),
    /// A number that counts.
    Whole(Option<usize>),
    /// A number that measures.
    Real(Option<f64>),
    /// A day.
    Day(Option<Date>),
    /// Stretches of the text.
    Spans(&'a [Points]),
}

/// A column: its name, and what stands there; of an empty row, which kind of thing that is.
pub type Column<Row> = (&'static str, fn(&Row) -> Cell<'_>);

/// The columns of the statements.
#[rustfmt::skip]
pub const STATEMENTS: &[Column<StatementRow>] = &[
    ("article",      |row| Cell::Word(Some(&row.about.id))),
    ("number",       |row| Cell::Whole(row.number)),
    ("speakers",     |row| Cell::Words(&row.speakers)),
    ("unnamed",      |row| Cell::Word(row.unnamed.as_deref())),
    ("tag",          |row| Cell::Word(row.tag.as_ref().map(|tag| tag.label.word()))),
    ("score",        |row| Cell::Real(row.tag.as_ref().map(|tag| rounded(tag.score)))),
    ("content",      |row| Cell::Word(row.content.text.as_deref())),
    ("cue",          |row| Cell::Word(row.cue.text.as_deref())),
    ("source",       |row| Cell::Word(row.source.text.as_deref())),
    ("directness",   |row| Cell::Word(row.directness)),
    ("act",          |row| Cell::Word(row.act)),
    ("confidence",   |row| Cell::Real(row.confidence.map(rounded))),
    ("within",       |row| Cell::Whole(row.within)),
    ("start",        |row| Cell::Whole(row.content.spans.first().map(|span| span[0]))),
    ("end",          |row| Cell::Whole(row.content.spans.last().map(|span| span[1]))),
    ("spans",        |row| Cell::Spans(&row.content.spans)),
    ("cue_spans",    |row| Cell::Spans(&row.cue.spans)),
    ("source_spans", |row| Cell::Spans(&row.source.spans)),
    ("title",        |row| Cell::Word(row.about.metadata.title.as_deref())),
    ("date",         |row| Cell::Day(row.about.metadata.published)),
    ("byline",       |row| Cell::Word(row.about.metadata.byline.as_deref())),
    ("publisher",    |row| Cell::Word(row.about.metadata.publisher.as_deref())),
    ("agency",       |row| Cell::Word(name(row.about.metadata.agency.as_ref()))),
    ("place",        |row| Cell::Word(name(row.about.metadata.place.as_ref()))),
    ("url",          |row| Cell::Word(row.about.metadata.url.as_deref())),
    ("language",     |row| Cell::Word(row.about.metadata.language.as_deref())),
    ("error",        |row| Cell::Word(row.error.as_deref())),
];

/// The columns of the entities.
#[rustfmt::skip]
pub const ENTITIES: &[Column<EntityRow>] = &[
    ("article",    |row| Cell::Word(Some(&row.about.id))),
    ("number",     |row| Cell::Whole(Some(row.number))),
    ("name",       |row| Cell::Word(Some(&row.name))),
    ("type",       |row| Cell::Word(Some(row.kind))),
    ("date",       |row| Cell::Day(row.date)),
    ("amount",     |row| Cell::Real(row.sum.map(|sum| sum.value))),
    ("currency",   |row| Cell::Word(row.sum.and_then(|sum| sum.currency))),
    ("mentions",   |row| Cell::Spans(&row.mentions)),
    ("references", |row| Cell::Spans(&row.references)),
];

fn name(named: Option<&Named>) -> Option<&str> {
    named.map(|named| named.name.as_str())
}

/// The rows of an article.
pub fn rows(article: &Article, analysis: &Analysis) -> Rows {
    let metadata = Metadata { spans: Vec::new(), ..article.metadata.clone() };
    let about = Arc::new(About { id: article.id.clone(), metadata });
    let statement = |(number, one): (usize, &Attribution)| StatementRow {
        about: Arc::clone(&about),
        number: Some(number),
        speakers: one
            .speakers
            .iter()
            .map(|id| analysis.entities[id.0 as usize].name.clone())
            .collect(),
        unnamed: one.unnamed.clone(),
        tag: one.suggestion.clone(),
        content: words(article, &one.content),
        cue: words(article, &one.cue),
        source: words(article, &one.source),
        directness: Some(one.directness.word()),
        act: Some(one.act.word()),
        confidence: Some(one.confidence),
        within: one.within,
        error: None,
    };
    let naming = |(number, one): (usize, &Entity)| EntityRow {
        about: Arc::clone(&about),
        number,
        name: one.name.clone(),
        kind: one.kind.word(),
        date: day(article, one),
        sum: sum(one),
        mentions: points(article, &one.mentions),
        references: points(article, &one.references),
    };
    Rows {
        statements: analysis.attributions.iter().enumerate().map(statement).collect(),
        entities: analysis.entities.iter().enumerate().map(naming).collect(),
    }
}

/// The row of an article that could not be read.
pub fn failed(id: &str, error: &str) -> Rows {
    let about = Arc::new(About { id: id.to_owned(), ..About::default() });
    let row = StatementRow { about, error: Some(error.to_owned()), ..StatementRow::default() };
    Rows { statements: vec![row], entities: Vec::new() }
}

fn words(article: &Article, spans: &[Span]) -> Words {
    let pieces: Vec<&str> = spans.iter().map(|span| article.words(*span)).collect();
    let text = (!pieces.is_empty()).then(|| pieces.join(" … "));
    Words { text, spans: points(article, spans) }
}
