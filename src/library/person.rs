//! What a collection says of one person: how much, when, where, with whom, in which words, and which
//! statements stand beside each other.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use super::Record;
use super::crosstab::{Axis, Crosstab, Table};
use super::pairs::{self, Pair};

/// A page about a person.
#[derive(Clone, Debug)]
pub struct Person {
    /// By the collection's name.
    pub name: String,
    /// What they said, the earliest first; without a day at the end.
    pub records: Vec<Record>,
    /// Stories they speak in.
    pub stories: usize,
    /// Tags by month.
    pub months: Table,
    /// Tags by outlet.
    pub outlets: Table,
    /// Who speaks together with them, and how often.
    pub beside: Vec<(String, usize)>,
    /// The words that are theirs most, and how often.
    pub words: Vec<(String, usize)>,
    /// Statements to be read beside each other.
    pub pairs: Vec<Pair>,
}

/// Rows of each list.
const MOST: usize = 12;

/// Months shown.
const MONTHS: usize = 24;

/// The page about who said all of `records`.
pub fn person(name: &str, mut records: Vec<Record>) -> Person {
    records.sort_by_key(|one| {
        (one.about.published.is_none(), one.about.published, one.about.id.clone(), one.start)
    });
    let (mut months, mut outlets) =
        (Crosstab::new([Axis::Month, Axis::Tag]), Crosstab::new([Axis::Outlet, Axis::Tag]));
    let mut beside: BTreeMap<&str, usize> = BTreeMap::new();
    for record in &records {
        months.count(record);
        outlets.count(record);
        for other in record.people.iter().filter(|other| *other != name) {
            *beside.entry(other).or_insert(0) += 1;
        }
    }
    let stories: HashSet<_> = records.iter().map(|one| (&one.about.file, &one.about.id)).collect();
    Person {
        stories: stories.len(),
        months: months.table(MONTHS, MOST),
        outlets: outlets.table(MOST, MOST),
        beside: most(beside.into_iter().map(|(name, count)| (name.to_owned(), count))),
        words: words(&records),
        pairs: pairs::pairs(&records, MOST),
        name: name.to_owned(),
        records,
    }
}

fn most(counts: impl Iterator<Item = (String, usize)>) -> Vec<(String, usize)> {
    let mut all: Vec<(String, usize)> = counts.collect();
    all.sort_by_key(|one| Reverse(one.1));
    all.truncate(MOST);
    all
}

/// Words of what is said, those in most statements first.
fn words(records: &[Record]) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for record in records {
        for word in pairs::content_words(&record.content).collect::<HashSet<String>>() {
            *counts.entry(word).or_insert(0) += 1;
        }
    }
    most(counts.into_iter().filter(|(_, count)| *count > 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::tests::record;

    #[test]
    fn a_page_adds_up() {
        let mut both = record("Ada", "2024-02-01", "claim", "The harbour is old");
        both.people.push("Bo".to_owned());
        let late = record("Ada", "2024-05-01", "denial", "The harbour was never old or broken");
        let page = person("Ada", vec![late, both]);
        assert_eq!((page.records.len(), page.stories), (2, 2));
        assert_eq!(page.records[0].about.published, "2024-02-01".parse().ok());
        assert_eq!(page.beside, [("Bo".to_owned(), 1)]);
        assert_eq!(page.words, [("harbour".to_owned(), 2), ("old".to_owned(), 2)]);
        assert_eq!(page.pairs.len(), 1);
        assert_eq!(page.months.totals.1, 2);
    }
}
