//! Stories into the index, and out of it. The words of new statements wait to be read into the full
//! text until it is known who is who: [`Index::read_words`].

use std::collections::HashMap;

use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, Transaction, params};

use super::{Index, IndexError};
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
    /// Whether it could not be read.
    pub failed: bool,
}

/// One story to be put.
#[derive(Clone, Debug)]
pub struct Put {
    /// What it comes to; nothing where the index holds it as it is.
    pub records: Option<Records>,
    /// The hash of its text.
    pub hash: String,
    /// Where its marks may lie in the data folder.
    pub kept: Option<String>,
    /// The state of its marks.
    pub marks: String,
}

impl Index {
    /// All files, by path.
    pub fn files(&self) -> Result<HashMap<String, Known>, IndexError> {
        self.read_files().map_err(|error| self.error(&error))
    }

    fn read_files(&self) -> rusqlite::Result<HashMap<String, Known>> {
        let mut files: HashMap<String, Known> = HashMap::new();
        let mut all = self.db.prepare(
            "SELECT files.path, files.stamp, files.error IS NOT NULL, hash, kept, marks
             FROM files LEFT JOIN stories ON file = files.id ORDER BY stories.id",
        )?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let (stamp, failed) = (row.get(1)?, row.get(2)?);
            let file = files.entry(row.get(0)?).or_insert(Known { stamp, failed, stories: Vec::new() });
            if let Some(hash) = row.get(3)? {
                file.stories.push((hash, row.get(4)?, row.get(5)?));
            }
        }
        Ok(files)
    }

    /// Puts files with all of their stories, in place of what was there: all or none of them.
    pub fn put(&mut self, files: &[(String, String, Vec<Put>)]) -> Result<(), IndexError> {
        self.write(|db| files.iter().try_for_each(|(path, stamp, stories)| file(db, path, stamp, stories)))
    }

    /// Keeps why a file could not be read.
    pub fn put_failed(&mut self, path: &str, stamp: &str, why: &str) -> Result<(), IndexError> {
        self.write(|db| {
            file(db, path, stamp, &[])?;
            db.execute("UPDATE files SET error = ?2 WHERE path = ?1", params![path, why])?;
            Ok(())
        })
    }

    /// Forgets files with all of their stories.
    pub fn forget(&mut self, paths: &[String]) -> Result<(), IndexError> {
        self.write(|db| {
            for path in paths {
                let id: Option<i64> = db
                    .query_row("SELECT id FROM files WHERE path = ?1", [path], |row| row.get(0))
                    .optional()?;
                if let Some(id) = id {
                    for story in stories_of(db, id)? {
                        forget_story(db, story.0)?;
                    }
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

fn file(db: &Connection, path: &str, stamp: &str, stories: &[Put]) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO files (path, stamp) VALUES (?1, ?2)
         ON CONFLICT (path) DO UPDATE SET stamp = ?2, error = NULL",
    )?
    .execute([path, stamp])?;
    let id: i64 = db
        .prepare_cached("SELECT id FROM files WHERE path = ?1")?
        .query_row([path], |row| row.get(0))?;
    let mut before = stories_of(db, id)?;
    for one in stories {
        match &one.records {
            // It stays as it is.
            None => {
                if let Some(at) = before.iter().position(|(_, hash)| *hash == one.hash) {
                    before.swap_remove(at);
                }
            }
            Some(records) => story(db, id, one, records)?,
        }
    }
    before.into_iter().try_for_each(|(story, _)| forget_story(db, story))
}

/// The stories of a file, each with the hash of its text.
fn stories_of(db: &Connection, file: i64) -> rusqlite::Result<Vec<(i64, String)>> {
    let mut all = db.prepare_cached("SELECT id, hash FROM stories WHERE file = ?1 ORDER BY id")?;
    all.query_map([file], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
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

fn story(db: &Connection, file: i64, put: &Put, records: &Records) -> rusqlite::Result<()> {
    let (entry, about) = (&records.entry, &records.entry.about);
    let day = about.published.map(|day| day.to_string());
    db.prepare_cached(
        "INSERT INTO stories (file, name, title, outlet, day, hash, kept, marks, statements, reviewed, tagged,
         annotators) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(params![
        file,
        about.id,
        about.title,
        about.outlet,
        day,
        put.hash,
        put.kept,
        put.marks,
        entry.statements,
        entry.reviewed,
        entry.tagged,
        entry.annotators.join("\n")
    ])?;
    let story = db.last_insert_rowid();
    let mut namings: HashMap<&str, i64> = HashMap::new();
    let mut add = db.prepare_cached(
        "INSERT INTO namings (story, name, kind, aliases, mentions, person) VALUES (?1, ?2, ?3, ?4, ?5, ?2)",
    )?;
    for one in &records.namings {
        let kind = one.kind.map(crate::nlp::EntityKind::word);
        add.execute(params![story, one.name, kind, one.aliases.join("\n"), one.mentions])?;
        namings.entry(&one.name).or_insert(db.last_insert_rowid());
    }
    let mut statement = db.prepare_cached(
        "INSERT INTO statements (story, item, start, day, speaker, unnamed, content, source, cue, before, behind,
         tags, directness, confidence, score, review, tagged, certainty, origin, comment, annotator) VALUES (?1, ?2,
         ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
    )?;
    let mut speaks = db.prepare_cached("INSERT OR IGNORE INTO speaks VALUES (?1, ?2)")?;
    let mut waiting = db.prepare_cached("INSERT INTO waiting VALUES (?1)")?;
    for one in &records.records {
        put_statement(&mut statement, story, day.as_deref(), one)?;
        let id = db.last_insert_rowid();
        for naming in one.speakers.iter().filter_map(|name| namings.get(name.as_str())) {
            speaks.execute([id, *naming])?;
        }
        waiting.execute([id])?;
    }
    Ok(())
}

fn put_statement(
    statement: &mut CachedStatement,
    story: i64,
    day: Option<&str>,
    one: &Record,
) -> rusqlite::Result<usize> {
    statement.execute(params![
        story,
        one.id.as_str(),
        one.start,
        day,
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
        one.annotator
    ])
}

fn read_words(db: &Connection, most: usize) -> rusqlite::Result<usize> {
    let mut waiting = db.prepare_cached(
        "SELECT s.id, s.content, s.cue, s.source, s.unnamed, s.tags, s.directness, s.review, s.tagged,
                s.certainty, s.origin, s.comment, s.annotator, t.title, t.outlet,
                (SELECT group_concat(n.name || ' · ' || n.person, ' · ') FROM speaks JOIN namings n ON n.id = naming
                 WHERE statement = s.id)
         FROM waiting JOIN statements s ON s.id = waiting.statement JOIN stories t ON t.id = s.story
         ORDER BY s.id LIMIT ?1",
    )?;
    let mut add = db.prepare_cached(
        "INSERT OR REPLACE INTO words (rowid, said, cue, source, who, about, facets) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let mut done = db.prepare_cached("DELETE FROM waiting WHERE statement = ?1")?;
    let mut ids: Vec<i64> = Vec::new();
    let mut rows = waiting.query([most])?;
    while let Some(row) = rows.next()? {
        let text = |at: usize| maybe(row, at).map(Option::unwrap_or_default);
        let who = maybe(row, 15)?;
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
        let about = [text(13)?, text(14)?, text(11)?, text(12)?].join(" · ");
        let id: i64 = row.get(0)?;
        add.execute(params![id, text(1)?, text(2)?, text(3)?, who.unwrap_or(text(4)?), about, facets])?;
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
