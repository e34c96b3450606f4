//! Stories into the index, and out of it. The words of new statements wait to be read into the full
//! text until it is known who is who: [`Index::read_words`].

use std::collections::HashMap;

use jiff::civil::Date;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, Transaction, params};

use super::{Index, IndexError, number};
use crate::annotation::{Certainty, ItemOrigin, Review};
use crate::library::{Record, Records};
use crate::story::query::Judged;

/// A file that the index holds: its state, and what is known of the marks of its stories.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The state of the file.
    pub stamp: String,
    /// Of each story by the hash of its text: where its marks may lie in the data folder, and their
    /// state.
    pub stories: Vec<(String, Option<String>, String)>,
    /// Why it, or some of it, could not be read.
    pub error: Option<String>,
}

/// One step of bringing the index up to date.
#[derive(Clone, Debug)]
pub enum Put {
    /// A story of a file.
    Story {
        /// Its file.
        path: String,
        /// The hash of its text.
        hash: String,
        /// What it comes to; nothing where the index holds it as it is.
        records: Option<Box<Records>>,
        /// Where its marks may lie in the data folder.
        kept: Option<String>,
        /// The state of its marks.
        marks: String,
    },
    /// All stories of a file were put: others that it had are forgotten.
    Whole {
        /// The file.
        path: String,
        /// Its state.
        stamp: String,
        /// Why it, or some of it, could not be read.
        error: Option<String>,
    },
}

impl Index {
    /// All files, by path.
    pub fn files(&self) -> Result<HashMap<String, Known>, IndexError> {
        self.read_files().map_err(|error| self.error(&error))
    }

    fn read_files(&self) -> rusqlite::Result<HashMap<String, Known>> {
        let mut files: HashMap<String, Known> = HashMap::new();
        let mut all = self.db.prepare(
            "SELECT files.path, files.stamp, files.error, hash, kept, marks
             FROM files LEFT JOIN stories ON file = files.id ORDER BY stories.id",
        )?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let (stamp, error) = (row.get(1)?, row.get(2)?);
            let begun = Known { stamp, error, stories: Vec::new() };
            let file = files.entry(row.get(0)?).or_insert(begun);
            if let Some(hash) = row.get(3)? {
                file.stories.push((hash, row.get(4)?, row.get(5)?));
            }
        }
        Ok(files)
    }

    /// The number of a new round, in which what is not put again goes.
    pub fn round(&self) -> Result<i64, IndexError> {
        let next = "SELECT coalesce(max(round), 0) + 1 FROM stories";
        self.db.query_row(next, [], |row| row.get(0)).map_err(|error| self.error(&error))
    }

    /// Takes these steps, all or none of them.
    pub fn put(&mut self, round: i64, steps: &[Put]) -> Result<(), IndexError> {
        self.write(|db| steps.iter().try_for_each(|step| put(db, round, step)))
    }

    /// Forgets files with all of their stories.
    pub fn forget(&mut self, paths: &[String]) -> Result<(), IndexError> {
        self.write(|db| {
            for path in paths {
                let id: Option<i64> = db
                    .query_row("SELECT id FROM files WHERE path = ?1", [path], |row| row.get(0))
                    .optional()?;
                if let Some(id) = id {
                    forget_stories(db, id, -1)?;
                    db.execute("DELETE FROM files WHERE id = ?1", [id])?;
                }
            }
            Ok(())
        })
    }

    /// Reads the words of up to `most` statements that wait into the full text; how many it were.
    pub fn read_words(&mut self, most: usize) -> Result<usize, IndexError> {
        self.write(|db| read_words(db, most))
    }

    /// Runs `deed` in one transaction.
    pub(super) fn write<T>(
        &mut self,
        deed: impl FnOnce(&Transaction) -> rusqlite::Result<T>,
    ) -> Result<T, IndexError> {
        let path = self.path.clone();
        let error = |error| super::error_at(&path, &error);
        let behavior = rusqlite::TransactionBehavior::Immediate;
        let begun = self.db.transaction_with_behavior(behavior).map_err(error)?;
        let done = deed(&begun).map_err(error)?;
        begun.commit().map_err(error)?;
        Ok(done)
    }
}

fn put(db: &Connection, round: i64, step: &Put) -> rusqlite::Result<()> {
    match step {
        Put::Story { path, hash, records, kept, marks } => {
            let file = file(db, path)?;
            match records {
                Some(records) => story(db, file, round, records, (hash, kept.as_deref(), marks)),
                None => seen(db, file, round, (hash, marks)),
            }
        }
        Put::Whole { path, stamp, error } => {
            let file = file(db, path)?;
            forget_stories(db, file, round)?;
            db.prepare_cached("UPDATE files SET stamp = ?2, error = ?3 WHERE id = ?1")?
                .execute(params![file, stamp, error])?;
            Ok(())
        }
    }
}

/// The number of a file, which is begun where it is new.
fn file(db: &Connection, path: &str) -> rusqlite::Result<i64> {
    db.prepare_cached("INSERT INTO files (path, stamp) VALUES (?1, '') ON CONFLICT DO NOTHING")?
        .execute([path])?;
    db.prepare_cached("SELECT id FROM files WHERE path = ?1")?.query_row([path], |row| row.get(0))
}

/// A story that is as it was, by its text and the state of its marks.
fn seen(
    db: &Connection,
    file: i64,
    round: i64,
    (hash, marks): (&str, &str),
) -> rusqlite::Result<()> {
    db.prepare_cached(
        "UPDATE stories SET round = ?2 WHERE id =
         (SELECT id FROM stories WHERE file = ?1 AND hash = ?3 AND marks = ?4 AND round <> ?2 LIMIT 1)",
    )?
    .execute(params![file, round, hash, marks])?;
    Ok(())
}

/// Forgets the stories of a file that were not seen in this round.
fn forget_stories(db: &Connection, file: i64, round: i64) -> rusqlite::Result<()> {
    let mut gone = db.prepare_cached("SELECT id FROM stories WHERE file = ?1 AND round <> ?2")?;
    let gone: Vec<i64> =
        gone.query_map([file, round], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    gone.into_iter().try_for_each(|story| forget_story(db, story))
}

fn forget_story(db: &Connection, story: i64) -> rusqlite::Result<()> {
    for command in [
        "DELETE FROM words WHERE rowid IN (SELECT id FROM statements WHERE story = ?1)",
        "DELETE FROM waiting WHERE statement IN (SELECT id FROM statements WHERE story = ?1)",
        "DELETE FROM speaks WHERE statement IN (SELECT id FROM statements WHERE story = ?1)",
        "DELETE FROM statements WHERE story = ?1",
        "DELETE FROM namings WHERE story = ?1",
        "DELETE FROM stories WHERE id = ?1",
    ] {
        db.prepare_cached(command)?.execute([story])?;
    }
    Ok(())
}

/// A story that is new, or is not as it was; with its hash, where its marks may lie, and their state.
fn story(
    db: &Connection,
    file: i64,
    round: i64,
    records: &Records,
    (hash, kept, marks): (&str, Option<&str>, &str),
) -> rusqlite::Result<()> {
    let (entry, about) = (&records.entry, &records.entry.about);
    let day = about.published.map(|day| day.to_string());
    db.prepare_cached(
        "INSERT INTO stories (file, name, title, outlet, agency, day, hash, kept, marks, statements, reviewed, tagged,
         annotators, round) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?
    .execute(params![
        file,
        about.id,
        about.title,
        about.outlet,
        about.agency,
        day,
        hash,
        kept,
        marks,
        entry.statements,
        entry.reviewed,
        entry.tagged,
        entry.annotators.join("\n"),
        round
    ])?;
    let story = db.last_insert_rowid();
    let mut namings: HashMap<&str, i64> = HashMap::new();
    let mut add = db.prepare_cached(
        "INSERT INTO namings (story, name, kind, aliases, person) VALUES (?1, ?2, ?3, ?4, ?2)",
    )?;
    for one in &records.namings {
        let kind = one.kind.map(crate::nlp::EntityKind::word);
        add.execute(params![story, one.name, kind, one.aliases.join("\n")])?;
        namings.entry(&one.name).or_insert(db.last_insert_rowid());
    }
    let mut statement = db.prepare_cached(
        "INSERT INTO statements (id, story, item, start, line, speaker, unnamed, content, source, cue, before, behind,
         tags, directness, confidence, score, review, tagged, certainty, origin, comment, annotator, marked) VALUES (?1, ?2,
         ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)",
    )?;
    let mut speaks = db.prepare_cached("INSERT OR IGNORE INTO speaks VALUES (?1, ?2)")?;
    let mut waiting = db.prepare_cached("INSERT INTO waiting VALUES (?1)")?;
    for (id, one) in numbers(db, about.published, records.records.len())?.zip(&records.records) {
        put_statement(&mut statement, id, story, one)?;
        for naming in one.speakers.iter().filter_map(|name| namings.get(name.as_str())) {
            speaks.execute([id, *naming])?;
        }
        waiting.execute([id])?;
    }
    Ok(())
}

/// Numbers for so many new statements of one day.
fn numbers(
    db: &Connection,
    day: Option<Date>,
    count: usize,
) -> rusqlite::Result<impl Iterator<Item = i64>> {
    let before: i64 = db
        .prepare_cached(
            "UPDATE counted SET statements = statements + ?1 RETURNING statements - ?1",
        )?
        .query_row([count], |row| row.get(0))?;
    let first = number::first(day) + before;
    Ok((0..).map(move |at: i64| first + at).take(count))
}

fn put_statement(
    statement: &mut CachedStatement,
    id: i64,
    story: i64,
    one: &Record,
) -> rusqlite::Result<usize> {
    statement.execute(params![
        id,
        story,
        one.id.as_str(),
        one.start,
        one.line,
        one.speakers.first(),
        one.unnamed,
        one.content,
        one.source,
        one.cue,
        one.around[0],
        one.around[1],
        one.tags.join("\n"),
        one.directness.map(crate::nlp::Directness::word),
        one.confidence,
        one.score,
        one.judged.review.word(),
        one.judged.tagged,
        one.judged.certainty.word(),
        one.judged.origin.word(),
        one.comment,
        one.annotator,
        one.marked.map(jiff::Timestamp::as_second)
    ])
}

fn read_words(db: &Connection, most: usize) -> rusqlite::Result<usize> {
    let mut waiting = db.prepare_cached(
        "SELECT s.id, s.content, s.cue, s.source, s.unnamed, s.tags, s.directness, s.review, s.tagged,
                s.certainty, s.origin, s.comment, s.annotator, t.title, t.outlet, t.agency,
                (SELECT group_concat(n.name || ' · ' || n.person, ' · ') FROM speaks JOIN namings n ON n.id = naming
                 WHERE statement = s.id)
         FROM (SELECT statement FROM waiting ORDER BY statement LIMIT ?1) w
         CROSS JOIN statements s ON s.id = w.statement CROSS JOIN stories t ON t.id = s.story",
    )?;
    let mut add = db.prepare_cached(
        "INSERT OR REPLACE INTO words (rowid, said, cue, source, who, about, facets) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let mut done = db.prepare_cached("DELETE FROM waiting WHERE statement = ?1")?;
    let mut ids: Vec<i64> = Vec::new();
    let mut rows = waiting.query([most])?;
    while let Some(row) = rows.next()? {
        let text = |at: usize| maybe(row, at).map(Option::unwrap_or_default);
        let who = maybe(row, 16)?;
        let judged = Judged {
            review: Review::named(text(7)?).unwrap_or_default(),
            tagged: row.get(8)?,
            commented: !text(11)?.is_empty(),
            certainty: Certainty::named(text(9)?).unwrap_or_default(),
            origin: ItemOrigin::named(text(10)?).unwrap_or_default(),
            unnamed: who.is_none(),
        };
        let tags: Vec<&str> = text(5)?.lines().collect();
        let facets = super::ask::facets(&tags, maybe(row, 6)?, judged);
        let about = [text(13)?, text(14)?, text(15)?, text(11)?, text(12)?].join(" · ");
        let id: i64 = row.get(0)?;
        add.execute(params![
            id,
            text(1)?,
            text(2)?,
            text(3)?,
            who.unwrap_or(text(4)?),
            about,
            facets
        ])?;
        ids.push(id);
    }
    drop(rows);
    for id in &ids {
        done.execute([id])?;
    }
    Ok(ids.len())
}

/// The words of a column, where there are some.
fn maybe<'a>(row: &'a Row, at: usize) -> rusqlite::Result<Option<&'a str>> {
    Ok(row.get_ref(at)?.as_str_or_null()?)
}
