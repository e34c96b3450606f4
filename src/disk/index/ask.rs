//! A question to the index: narrowed by its tables, decided by the question itself.
//!
//! The full text finds words from their beginnings on (“collu” finds “collusion”, “lusion” does not),
//! and more than is asked for in rare cases; what is found is asked once more, by [`Query::holds`], so that
//! a question means here what it means on the screen.

use std::fmt::Write as _;
use std::ops::{ControlFlow, RangeInclusive};
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};

use super::{Index, IndexError, number};
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
    /// The number of its story, in this index.
    pub story: i64,
    /// The state of that file when it was read.
    pub stamp: Arc<str>,
    /// The hash of the story's text.
    pub hash: Arc<str>,
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

    /// Whether it holds more stories than these; quicker than [`Index::size`] by far.
    pub fn holds_more_than(&self, stories: usize) -> Result<bool, IndexError> {
        let more = "SELECT EXISTS (SELECT file FROM stories ORDER BY file LIMIT 1 OFFSET ?1)";
        self.db.query_row(more, [stories], |row| row.get(0)).map_err(|error| self.error(&error))
    }

    /// How many stories and statements it holds. Looks at each story.
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
    let mut reading = Reading::default();
    while let Some(row) = ids.next()? {
        let hit = reading.hit(db, row.get(0)?)?;
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
    let id = if narrow.words.is_some() { "words.rowid" } else { "s.id" };
    for days in &narrow.days {
        test(&format!("{id} >="), (*days.start()).into());
        test(&format!("{id} <="), (*days.end()).into());
    }
    for (from, to) in &narrow.confidence {
        test("s.confidence >=", f64::from(*from).into());
        test("s.confidence <=", f64::from(*to).into());
    }
    let order = match sort {
        Sort::Relevance if narrow.ranked => format!("bm25(words, 2, 1, 1, 2, 0.5, 0), {id}"),
        Sort::Date | Sort::Relevance | Sort::Any => id.to_owned(),
        Sort::Speaker => format!("s.speaker IS NULL, s.speaker, {id}"),
        Sort::Confidence => format!("s.confidence DESC, {id}"),
    };
    let bare = !matches!(sort, Sort::Speaker | Sort::Confidence) && narrow.confidence.is_empty();
    let from = match narrow.words {
        Some(_) if bare => "words",
        Some(_) => "words JOIN statements s INDEXED BY statements_order ON s.id = words.rowid",
        None => "statements s",
    };
    let tests = if tests.is_empty() { "1".to_owned() } else { tests.join(" AND ") };
    (format!("SELECT {id} FROM {from} WHERE {tests} ORDER BY {order}"), values)
}

/// What of a question the tables can tell.
#[derive(Debug, Default, PartialEq)]
struct Narrow {
    /// In the language of the full text.
    words: Option<String>,
    /// Whether these are words and not tags and states alone, so that some hits fit better.
    ranked: bool,
    /// As numbers of statements.
    days: Vec<RangeInclusive<i64>>,
    confidence: Vec<(f32, f32)>,
}

impl Narrow {
    fn of(query: &Query) -> Narrow {
        let mut narrow = Narrow::default();
        let (mut has, mut not): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        for Term { not: turned, test } in query.terms() {
            match (test, turned) {
                (Test::Days(from, to), false) => {
                    narrow.days.push(number::between(*from, *to));
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

/// Reads statements by their numbers, and each story once for those that stand side by side.
#[derive(Default)]
pub(super) struct Reading {
    story: Option<(i64, Told)>,
}

/// What the statements of a story share.
#[derive(Clone)]
struct Told {
    about: Arc<About>,
    stamp: Arc<str>,
    hash: Arc<str>,
}

impl Reading {
    /// One statement with its story and its people.
    pub(super) fn hit(&mut self, db: &Connection, id: i64) -> rusqlite::Result<Hit> {
        let mut one = db.prepare_cached(
            "SELECT story, item, start, line, unnamed, content, source, cue, before, behind, tags, directness, confidence,
                    score, review, tagged, certainty, origin, comment, annotator, marked FROM statements WHERE id = ?1",
        )?;
        let (story, mut record) = one.query_row([id], |row| Ok((row.get(0)?, read(row)?)))?;
        let told = match self.story.take() {
            Some((last, told)) if last == story => told,
            _ => told(db, story)?,
        };
        record.about = Arc::clone(&told.about);
        let mut who = db.prepare_cached(
            "SELECT name, person FROM speaks JOIN namings ON id = naming WHERE statement = ?1 ORDER BY naming",
        )?;
        let mut rows = who.query(params![id])?;
        while let Some(row) = rows.next()? {
            record.speakers.push(row.get(0)?);
            record.people.push(row.get(1)?);
        }
        record.judged.unnamed = record.speakers.is_empty();
        self.story = Some((story, told.clone()));
        Ok(Hit { record, story, stamp: told.stamp, hash: told.hash })
    }
}

fn told(db: &Connection, story: i64) -> rusqlite::Result<Told> {
    let mut one = db.prepare_cached(
        "SELECT t.name, t.title, t.outlet, t.agency, t.day, t.hash, f.path, f.stamp
         FROM stories t JOIN files f ON f.id = t.file WHERE t.id = ?1",
    )?;
    one.query_row([story], |row| {
        let day: Option<String> = row.get("day")?;
        let about = About {
            id: row.get("name")?,
            file: row.get("path")?,
            title: row.get("title")?,
            outlet: row.get("outlet")?,
            agency: row.get("agency")?,
            published: day.and_then(|day| day.parse().ok()),
        };
        let [stamp, hash]: [String; 2] = [row.get("stamp")?, row.get("hash")?];
        Ok(Told { about: Arc::new(about), stamp: stamp.into(), hash: hash.into() })
    })
}

/// A statement as its row has it, without its story and its people.
fn read(row: &Row) -> rusqlite::Result<Record> {
    let words = |name: &str| row.get::<_, String>(name);
    let word = |name: &str| Ok::<_, rusqlite::Error>(row.get_ref(name)?.as_str()?);
    let comment = words("comment")?;
    let judged = Judged {
        review: Review::named(word("review")?).unwrap_or_default(),
        tagged: row.get("tagged")?,
        commented: !comment.is_empty(),
        certainty: Certainty::named(word("certainty")?).unwrap_or_default(),
        origin: ItemOrigin::named(word("origin")?).unwrap_or_default(),
        unnamed: true,
    };
    let directness = row.get_ref("directness")?.as_str_or_null()?;
    Ok(Record {
        about: Arc::default(),
        id: ItemId::try_from(words("item")?).unwrap_or_else(|_| ItemId::of(&[], 0)),
        start: row.get("start")?,
        line: row.get("line")?,
        speakers: Vec::new(),
        people: Vec::new(),
        unnamed: row.get("unnamed")?,
        content: words("content")?,
        source: words("source")?,
        cue: words("cue")?,
        around: [words("before")?, words("behind")?],
        tags: word("tags")?.lines().map(str::to_owned).collect(),
        directness: directness.and_then(Directness::named),
        confidence: row.get("confidence")?,
        score: row.get("score")?,
        judged,
        comment,
        annotator: words("annotator")?,
        marked: row.get::<_, Option<i64>>("marked")?.and_then(|at| Timestamp::from_second(at).ok()),
    })
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
