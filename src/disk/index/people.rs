//! Who is who over all stories of the index: the names to be joined, and what came of it.

use rusqlite::params;

use super::{Index, IndexError};
use crate::library::Record;
use crate::library::people::Named;

/// Somebody who speaks, over all stories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    /// By which name.
    pub name: String,
    /// How many statements are theirs.
    pub statements: usize,
    /// In how many stories they are named.
    pub stories: usize,
}

impl Index {
    /// All that stories name, in the order in which they were put, with whom each means now.
    pub fn namings(&self) -> Result<Vec<Named>, IndexError> {
        let read = || {
            let mut all = self.db.prepare(
                "SELECT n.id, n.story, n.name, n.kind, n.aliases, n.person
                 FROM namings n ORDER BY n.id",
            )?;
            let mut rows = all.query([])?;
            let mut found: Vec<Named> = Vec::new();
            while let Some(row) = rows.next()? {
                let kind: Option<String> = row.get(3)?;
                found.push(Named {
                    number: row.get(0)?,
                    story: row.get(1)?,
                    name: row.get(2)?,
                    person: kind.as_deref() == Some("person"),
                    aliases: row.get::<_, String>(4)?.lines().map(str::to_owned).collect(),
                    means: row.get(5)?,
                });
            }
            Ok(found)
        };
        read().map_err(|error| self.error(&error))
    }

    /// Keeps whom namings mean, by their numbers; their statements wait to be read once more.
    pub fn put_people(&mut self, means: &[(i64, String)]) -> Result<(), IndexError> {
        self.write(|db| {
            let mut put = db.prepare_cached("UPDATE namings SET person = ?2 WHERE id = ?1")?;
            let mut wait = db.prepare_cached(
                "INSERT OR IGNORE INTO waiting SELECT statement FROM speaks WHERE naming = ?1",
            )?;
            let mut sort = db.prepare_cached(
                "UPDATE statements SET speaker = ?2 WHERE id IN
                 (SELECT statement FROM speaks a WHERE naming = ?1 AND NOT EXISTS
                  (SELECT 1 FROM speaks b WHERE b.statement = a.statement AND b.naming < a.naming))",
            )?;
            for (number, person) in means {
                put.execute(params![number, person])?;
                wait.execute([number])?;
                sort.execute(params![number, person])?;
            }
            Ok(())
        })
    }

    /// Whether statements came whose speakers are not joined yet.
    pub fn is_waiting(&self) -> Result<bool, IndexError> {
        let any = "SELECT EXISTS (SELECT 1 FROM waiting)";
        self.db.query_row(any, [], |row| row.get(0)).map_err(|error| self.error(&error))
    }

    /// Whether names were last joined by other decisions than these.
    pub fn is_undecided(&self, decisions: &str) -> Result<bool, IndexError> {
        let any = "SELECT NOT EXISTS (SELECT 1 FROM decided WHERE decisions = ?1)";
        self.db.query_row(any, [decisions], |row| row.get(0)).map_err(|error| self.error(&error))
    }

    /// Names are joined by these decisions now.
    pub fn decided(&mut self, decisions: &str) -> Result<(), IndexError> {
        self.write(|db| {
            db.execute("DELETE FROM decided", [])?;
            db.execute("INSERT INTO decided VALUES (?1)", [decisions]).map(|_| ())
        })
    }

    /// All that somebody said, by the name of the collection, the newest first.
    pub fn said_by(&self, person: &str) -> Result<Vec<Record>, IndexError> {
        let read = || {
            let mut all = self.db.prepare_cached(
                "SELECT DISTINCT statement FROM speaks JOIN namings ON id = naming WHERE person = ?1 ORDER BY 1",
            )?;
            let numbers = all.query_map([person], |row| row.get(0))?;
            let numbers: Vec<i64> = numbers.collect::<rusqlite::Result<_>>()?;
            let mut reading = super::ask::Reading::default();
            let record = |number| Ok(reading.hit(&self.db, number)?.record);
            numbers.into_iter().map(record).collect::<rusqlite::Result<Vec<Record>>>()
        };
        read().map_err(|error| self.error(&error))
    }

    /// Who speaks most, the first `most` of them whose name holds `part` in any case.
    pub fn voices(&self, part: &str, most: usize) -> Result<Vec<Voice>, IndexError> {
        let read = || {
            let mut all = self.db.prepare_cached(
                "SELECT person, count(DISTINCT statement), count(DISTINCT story) FROM namings
                 JOIN speaks ON naming = id WHERE ?1 = '' OR instr(lower(person), lower(?1)) > 0
                 GROUP BY person ORDER BY 2 DESC, 1 LIMIT ?2",
            )?;
            let voice = |row: &rusqlite::Row| {
                Ok(Voice { name: row.get(0)?, statements: row.get(1)?, stories: row.get(2)? })
            };
            all.query_map(params![part, most], voice)?.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().map_err(|error| self.error(&error))
    }
}
