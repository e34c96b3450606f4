//! A question to the index: narrowed by its tables, decided by the question itself.
//!
//! The full text finds words from their beginnings on (“collu” finds “collusion”, “lusion” does not),
//! and more than is asked for in rare cases; what is found is asked once more, by [`Query::holds`], so that
//! a question means here what it means on the screen.

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};

use super::{Index, IndexError};
use crate::annotation::{Certainty, ItemId, ItemOrigin, Review};
use crate::library::{About, Record, Sort};
use crate::nlp::Directness;
use crate::story::Query;
use crate::story::query::{Judged, Key, Number, State, Term, Test};

/// A statement that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// What it says.
    pub record: Record,
    /// The state of that file when it was read.
    pub stamp: String,
    /// The hash of the story's text.
    pub hash: String,
}

/// Some of what was found.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// In the order that was asked for.
    pub hits: Vec<Hit>,
    /// Whether there are more behind.
    pub more: bool,
}

impl Index {
    /// Hits of a question, from number `from` on, `most` of them. Costs as much as is found by words
    /// and tags, and a look at each hit that is passed over.
    pub fn ask(
        &self,
        query: &Query,
        sort: Sort,
        from: usize,
        most: usize,
    ) -> Result<Page, IndexError> {
        let mut page = Page::default();
        let mut passed = 0;
        self.each(query, sort, &mut |hit| {
            if passed < from {
                passed += 1;
                return ControlFlow::Continue(());
            }
            page.more = page.hits.len() == most;
            if page.more {
                return ControlFlow::Break(());
            }
            page.hits.push(hit);
            ControlFlow::Continue(())
        })?;
        Ok(page)
    }

    /// Hands over every hit of a question until `take` has enough.
    pub fn each(
        &self,
        query: &Query,
        sort: Sort,
        take: &mut dyn FnMut(Hit) -> ControlFlow<()>,
    ) -> Result<(), IndexError> {
        each(&self.db, query, sort, take).map_err(|error| self.error(&error))
    }

    /// How many stories and statements it holds.
    pub fn size(&self) -> Result<(usize, usize), IndexError> {
        let count = "SELECT count(*), coalesce(sum(statements), 0) FROM stories";
        let size = self.db.query_row(count, [], |row| Ok((row.get(0)?, row.get(1)?)));
        size.map_err(|error| self.error(&error))
    }
}

fn each(
    db: &Connection,
    query: &Query,
    sort: Sort,
    take: &mut dyn FnMut(Hit) -> ControlFlow<()>,
) -> rusqlite::Result<()> {
    let (command, values) = command(query, sort);
    let mut ids = db.prepare_cached(&command)?;
    let mut ids = ids.query(params_from_iter(values))?;
    while let Some(row) = ids.next()? {
        let hit = hit(db, row.get(0)?)?;
        if query.holds(&hit.record) && take(hit).is_break() {
            break;
        }
    }
    Ok(())
}

/// The command that gives the numbers of statements that may be meant, in order, and its values.
fn command(query: &Query, sort: Sort) -> (String, Vec<Value>) {
    let narrow = Narrow::of(query);
    let mut values: Vec<Value> = Vec::new();
    let mut tests: Vec<String> = Vec::new();
    let mut test = |words: &str, value: Value| {
        values.push(value);
        tests.push(format!("{words} ?{}", values.len()));
    };
    if let Some(words) = &narrow.words {
        test("words MATCH", words.clone().into());
    }
    for (from, to) in &narrow.days {
        test("s.day >=", from.clone().into());
        test("s.day <=", to.clone().into());
    }
    for (from, to) in &narrow.confidence {
        test("s.confidence >=", f64::from(*from).into());
        test("s.confidence <=", f64::from(*to).into());
    }
    let order = match sort {
        Sort::Relevance if narrow.ranked => "bm25(words, 2, 1, 1, 2, 0.5, 0), s.id",
        Sort::Date | Sort::Relevance => "s.day DESC, s.id",
        Sort::Speaker => "s.speaker IS NULL, s.speaker, s.day, s.id",
        Sort::Confidence => "s.confidence DESC, s.id",
        Sort::Any => "s.id",
    };
    let from = match narrow.words {
        Some(_) => "words JOIN statements s ON s.id = words.rowid",
        None => "statements s",
    };
    let tests = if tests.is_empty() { "1".to_owned() } else { tests.join(" AND ") };
    (format!("SELECT s.id FROM {from} WHERE {tests} ORDER BY {order}"), values)
}

/// What of a question the tables can tell.
#[derive(Debug, Default, PartialEq)]
struct Narrow {
    /// In the language of the full text.
    words: Option<String>,
    /// Whether these are words and not tags and states alone, so that some hits fit better.
    ranked: bool,
    days: Vec<(String, String)>,
    confidence: Vec<(f32, f32)>,
}

impl Narrow {
    fn of(query: &Query) -> Narrow {
        let mut narrow = Narrow::default();
        let (mut has, mut not): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        for Term { not: turned, test } in query.terms() {
            match (test, turned) {
                (Test::Days(from, to), false) => {
                    narrow.days.push((from.to_string(), to.to_string()));
                }
                (Test::Between(Number::Confidence, from, to), false) => {
                    // Kept as doubles: a hair's breadth more, and the question decides.
                    narrow.confidence.push((from - 1e-4, to + 1e-4));
                }
                (Test::State(state), turned) => {
                    let (facet, holds) = of_state(*state);
                    if holds == *turned { &mut not } else { &mut has }
                        .push(format!("facets : {facet}"));
                }
                (Test::Text(key @ (Key::Tag | Key::Kind), values), turned) => {
                    let all: Vec<String> =
                        values.iter().map(|value| facet_of(*key, value)).collect();
                    let all = format!("facets : ({})", all.join(" OR "));
                    if *turned { &mut not } else { &mut has }.push(all);
                }
                (Test::Words(words), false) => {
                    if let Some(phrase) = phrase(words) {
                        has.push(format!("{{said cue source who}} : {phrase}"));
                        narrow.ranked = true;
                    }
                }
                (Test::Text(key, values), false) => {
                    let all: Option<Vec<String>> =
                        values.iter().map(|value| phrase(value)).collect();
                    if let Some(all) = all {
                        has.push(format!("{} : ({})", column(*key), all.join(" OR ")));
                        narrow.ranked |= *key == Key::Said;
                    }
                }
                (Test::Words(_) | Test::Text(..) | Test::Between(..) | Test::Days(..), _) => {}
            }
        }
        if has.is_empty() && !not.is_empty() {
            has.push(format!("facets : {EVERY}"));
        }
        let mut words = has.join(" AND ");
        for one in not {
            let _ = write!(words, " NOT {one}");
        }
        narrow.words = (!words.is_empty()).then_some(words);
        narrow
    }
}

/// The column of the full text in which the words of a key are.
fn column(key: Key) -> &'static str {
    match key {
        Key::Speaker => "who",
        Key::Source => "source",
        Key::Cue => "cue",
        Key::Said => "said",
        Key::Comment | Key::By | Key::Outlet | Key::Title => "about",
        Key::Tag | Key::Kind => "facets",
    }
}

/// Words as a phrase whose last word may go on; nothing where there are no letters to look for.
fn phrase(words: &str) -> Option<String> {
    let plain: String = words.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let plain: Vec<&str> = plain.split_whitespace().collect();
    (!plain.is_empty()).then(|| format!("\"{}\" *", plain.join(" ")))
}

/// The facet of every statement.
const EVERY: &str = "every";

/// Tags, kind and states as words of the full text.
pub(super) fn facets(tags: &[&str], kind: Option<&str>, judged: Judged) -> String {
    let mut all = vec![EVERY.to_owned()];
    all.extend(tags.iter().map(|tag| facet_of(Key::Tag, tag)));
    all.extend(tags.is_empty().then(|| facet_of(Key::Tag, "none")));
    all.extend(kind.map(|kind| facet_of(Key::Kind, kind)));
    for (facet, holds) in [
        ("reviewed", judged.tagged || judged.review != Review::Open),
        ("accepted", judged.review == Review::Accepted),
        ("rejected", judged.review == Review::Rejected),
        ("tagged", judged.tagged),
        ("commented", judged.commented),
        ("made", judged.origin == ItemOrigin::Made),
        ("edited", judged.origin == ItemOrigin::Edited),
        ("unnamed", judged.unnamed),
        ("unsure", matches!(judged.certainty, Certainty::Likely | Certainty::Unsure)),
    ] {
        all.extend(holds.then(|| facet.to_owned()));
    }
    all.join(" ")
}

/// The facet that tells a state, and whether the state is its presence.
fn of_state(state: State) -> (&'static str, bool) {
    match state {
        State::Unreviewed => ("reviewed", false),
        State::Reviewed => ("reviewed", true),
        State::Accepted => ("accepted", true),
        State::Rejected => ("rejected", true),
        State::Tagged => ("tagged", true),
        State::Untagged => ("tagged", false),
        State::Commented => ("commented", true),
        State::Made => ("made", true),
        State::Edited => ("edited", true),
        State::Unnamed => ("unnamed", true),
        State::Unsure => ("unsure", true),
    }
}

/// One word for a tag or a kind, whatever letters are in it.
fn facet_of(key: Key, value: &str) -> String {
    let hash = blake3::hash(value.as_bytes()).to_hex();
    let short: String = hash.chars().take(12).collect();
    format!("{}{short}", if key == Key::Tag { "tag" } else { "kind" })
}

pub(super) fn hit(db: &Connection, id: i64) -> rusqlite::Result<Hit> {
    let mut one = db.prepare_cached(
        "SELECT s.item, s.start, s.line, s.unnamed, s.content, s.source, s.cue, s.before, s.behind, s.tags, s.directness,
                s.confidence, s.score, s.review, s.tagged, s.certainty, s.origin, s.comment, s.annotator, s.marked,
                t.name, t.title, t.outlet, t.agency, t.day, t.hash, f.path, f.stamp
         FROM statements s JOIN stories t ON t.id = s.story JOIN files f ON f.id = t.file WHERE s.id = ?1",
    )?;
    let mut hit = one.query_row([id], read)?;
    let mut who = db.prepare_cached(
        "SELECT name, person FROM speaks JOIN namings ON id = naming WHERE statement = ?1 ORDER BY naming",
    )?;
    let mut rows = who.query(params![id])?;
    while let Some(row) = rows.next()? {
        hit.record.speakers.push(row.get(0)?);
        hit.record.people.push(row.get(1)?);
    }
    hit.record.judged.unnamed = hit.record.speakers.is_empty();
    Ok(hit)
}

fn read(row: &Row) -> rusqlite::Result<Hit> {
    let words = |name: &str| row.get::<_, String>(name);
    let comment = words("comment")?;
    let judged = Judged {
        review: Review::named(&words("review")?).unwrap_or_default(),
        tagged: row.get("tagged")?,
        commented: !comment.is_empty(),
        certainty: Certainty::named(&words("certainty")?).unwrap_or_default(),
        origin: ItemOrigin::named(&words("origin")?).unwrap_or_default(),
        unnamed: true,
    };
    let day: Option<String> = row.get("day")?;
    let about = About {
        id: row.get("name")?,
        file: row.get("path")?,
        title: row.get("title")?,
        outlet: row.get("outlet")?,
        agency: row.get("agency")?,
        published: day.and_then(|day| day.parse().ok()),
    };
    let directness: Option<String> = row.get("directness")?;
    let item = ItemId::try_from(words("item")?).unwrap_or_else(|_| ItemId::of(&[], 0));
    let record = Record {
        about: Arc::new(about),
        id: item,
        start: row.get("start")?,
        line: row.get("line")?,
        speakers: Vec::new(),
        people: Vec::new(),
        unnamed: row.get("unnamed")?,
        content: words("content")?,
        source: words("source")?,
        cue: words("cue")?,
        around: [words("before")?, words("behind")?],
        tags: words("tags")?.lines().map(str::to_owned).collect(),
        directness: directness.as_deref().and_then(Directness::named),
        confidence: row.get("confidence")?,
        score: row.get("score")?,
        judged,
        comment,
        annotator: words("annotator")?,
        marked: row.get::<_, Option<i64>>("marked")?.and_then(|at| Timestamp::from_second(at).ok()),
    };
    Ok(Hit { record, stamp: row.get("stamp")?, hash: row.get("hash")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_narrowed() {
        let denial = facet_of(Key::Tag, "denial");
        for (typed, words) in [
            ("", None),
            ("“no deal”", Some("{said cue source who} : \"no deal\" *".to_owned())),
            ("-deal", None),
            ("—", None),
            ("speaker:putin,trump", Some("who : (\"putin\" * OR \"trump\" *)".to_owned())),
            ("tag:denial unreviewed", Some(format!("facets : ({denial}) NOT facets : reviewed"))),
            ("unreviewed", Some("facets : every NOT facets : reviewed".to_owned())),
            ("-tag:denial", Some(format!("facets : every NOT facets : ({denial})"))),
            ("after:2017 confidence:<0.5 outlet:x", Some("about : (\"x\" *)".to_owned())),
        ] {
            let narrow = Narrow::of(&Query::parse(typed).unwrap());
            assert_eq!(narrow.words, words, "{typed}");
        }
    }
}
