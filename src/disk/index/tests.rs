//! The index against small collections: what is put is found and forgotten, and it survives mishaps.

use super::*;
use crate::library::people::{Decisions, join as who_is_who};
use crate::library::{Entry, Naming, Records, Sort, tests::record};
use crate::nlp::EntityKind;
use crate::story::Query;

/// A story of that name with these statements: speaker, tag and words.
fn story(path: &str, day: &str, said: &[(&str, &str, &str)]) -> Put {
    let records: Vec<_> =
        said.iter().map(|(who, tag, words)| record(who, day, tag, words)).collect();
    let about = records[0].about.clone();
    let naming = |who: &&str| Naming {
        name: (*who).to_owned(),
        kind: Some(EntityKind::Person),
        ..Naming::default()
    };
    let mut names: Vec<&str> = said.iter().map(|one| one.0).collect();
    names.dedup();
    let entry = Entry { about, statements: records.len(), ..Entry::default() };
    Put::Story {
        path: path.to_owned(),
        hash: format!("{path} {day}"),
        records: Some(Box::new(Records {
            entry,
            namings: names.iter().map(naming).collect(),
            records,
        })),
        kept: None,
        marks: String::new(),
    }
}

fn whole(path: &str, stamp: &str) -> Put {
    Put::Whole { path: path.to_owned(), stamp: stamp.to_owned(), error: None }
}

fn begun(folder: &tempfile::TempDir) -> Index {
    Index::open(&folder.path().join("deep/index.sqlite")).unwrap().index
}

/// Two stories of two files.
fn filled(folder: &tempfile::TempDir) -> Index {
    let mut index = begun(folder);
    let steps = [
        story(
            "a",
            "2024-01-02",
            &[
                ("Ada Hill", "denial", "There was no deal"),
                ("Bo Lund", "claim", "Bread costs more"),
            ],
        ),
        whole("a", "1"),
        story(
            "b",
            "2024-03-01",
            &[("Hill", "claim", "The deal was good"), ("Hill", "", "“Collusion” is a word")],
        ),
        whole("b", "1"),
    ];
    index.put(1, &steps).unwrap();
    join(&mut index);
    index
}

/// Joins names and reads words, as a refresh does.
fn join(index: &mut Index) {
    let namings = index.namings().unwrap();
    let means = who_is_who(&namings, &Decisions::default()).means;
    let means = namings.iter().map(|one| one.number).zip(means).collect::<Vec<_>>();
    index.put_people(&means).unwrap();
    while index.read_words(3).unwrap() > 0 {}
}

/// What a question finds, in its order.
fn found(index: &Index, asked: &str, sort: Sort) -> Vec<String> {
    let query = Query::parse(asked).unwrap();
    let page = index.ask(&query, sort, 0, 99).unwrap();
    page.hits.into_iter().map(|hit| hit.record.content).collect()
}

#[test]
fn questions_find_what_they_ask_for() {
    let folder = tempfile::tempdir().unwrap();
    let index = filled(&folder);
    let (a, b) = ("There was no deal", "Bread costs more");
    let (c, d) = ("The deal was good", "“Collusion” is a word");
    for (asked, expected) in [
        ("", vec![c, d, a, b]),
        ("deal", vec![c, a]),
        ("dea", vec![c, a]),
        ("eal", vec![]),
        ("“no deal”", vec![a]),
        ("Deal", vec![]),
        ("-deal", vec![d, b]),
        ("tag:denial", vec![a]),
        ("-tag:denial", vec![c, d, b]),
        ("tag:none", vec![d]),
        ("speaker:\"ada hill\"", vec![c, d, a]),
        ("speaker:bo,nobody", vec![b]),
        ("before:2024-02 deal", vec![a]),
        ("after:2024-02", vec![c, d]),
        ("unreviewed kind:indirect said:bread", vec![b]),
        ("reviewed", vec![]),
        ("confidence:>0.8 outlet:daily deal", vec![c, a]),
        ("confidence:<0.5", vec![]),
        ("collusion", vec![d]),
        ("speaker:hill -speaker:ada", vec![]),
    ] {
        assert_eq!(found(&index, asked, Sort::Date), expected, "{asked}");
    }
    assert_eq!(found(&index, "deal", Sort::Relevance).len(), 2);
    assert_eq!(found(&index, "", Sort::Speaker)[3], b);
}

#[test]
fn pages_follow_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let index = filled(&folder);
    let all = Query::parse("").unwrap();
    let page = |from, most| index.ask(&all, Sort::Date, from, most).unwrap();
    assert_eq!((page(0, 3).hits.len(), page(0, 3).more), (3, true));
    assert_eq!((page(3, 3).hits.len(), page(3, 3).more), (1, false));
}

#[test]
fn what_is_gone_or_changed_is_not_found() {
    let folder = tempfile::tempdir().unwrap();
    let mut index = filled(&folder);
    index.forget(&["b".to_owned()]).unwrap();
    assert_eq!(found(&index, "deal", Sort::Date), ["There was no deal"]);
    // One story stays as it is, another comes, and what is not seen again goes.
    let same = Put::Story {
        path: "a".to_owned(),
        hash: "a 2024-01-02".to_owned(),
        records: None,
        kept: None,
        marks: String::new(),
    };
    let other = story("a", "2024-05-05", &[("Cy Ost", "claim", "A new deal")]);
    index.put(2, &[same.clone(), other, whole("a", "2")]).unwrap();
    join(&mut index);
    assert_eq!(found(&index, "deal", Sort::Date), ["A new deal", "There was no deal"]);
    index.put(3, &[same, whole("a", "3")]).unwrap();
    assert_eq!(found(&index, "deal", Sort::Date), ["There was no deal"]);
    assert_eq!(index.files().unwrap()["a"].stamp, "3");
    assert_eq!(index.size().unwrap(), (1, 2));
    assert_eq!([0, 1].map(|stories| index.holds_more_than(stories).unwrap()), [true, false]);
}

/// A run that was stopped between a story with new marks and the end of its file leaves both versions: the
/// one with the marks stays.
#[test]
fn of_two_versions_the_one_with_the_marks_there_are_stays() {
    let folder = tempfile::tempdir().unwrap();
    let mut index = filled(&folder);
    let marked = |step: Put, with: Option<()>| match step {
        Put::Story { path, hash, records, kept, .. } => {
            let records = records.filter(|_| with.is_some());
            Put::Story { path, hash, records, kept, marks: "new".to_owned() }
        }
        whole @ Put::Whole { .. } => whole,
    };
    let again = || story("a", "2024-01-02", &[("Ada Hill", "claim", "There was no deal")]);
    index.put(2, &[marked(again(), Some(()))]).unwrap();
    index.put(3, &[marked(again(), None), whole("a", "2")]).unwrap();
    join(&mut index);
    assert_eq!(found(&index, "tag:claim “no deal”", Sort::Date), ["There was no deal"]);
    assert_eq!(found(&index, "tag:denial", Sort::Date).len(), 0);
    assert_eq!(index.files().unwrap()["a"].stories[0].2, "new");
}

#[test]
fn a_damaged_or_older_index_is_begun_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/index.sqlite");
    drop(filled(&folder));
    fs::write(&path, b"not a database, but long enough to be looked at as one").unwrap();
    let opened = Index::open(&path).unwrap();
    assert!(opened.anew.as_ref().is_some_and(|why| why.contains("damaged")));
    assert_eq!(opened.index.size().unwrap(), (0, 0));
    assert!(folder.path().join("deep/index.sqlite.aside").exists());
    opened.index.db.pragma_update(None, "user_version", 99).unwrap();
    drop(opened);
    assert!(Index::open(&path).unwrap().anew.unwrap().contains("another version"));
}

#[test]
fn two_programs_may_use_it_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = filled(&folder);
    let other = begun(&folder);
    assert_eq!(found(&other, "deal", Sort::Date).len(), 2);
    one.forget(&["a".to_owned()]).unwrap();
    assert_eq!(found(&other, "deal", Sort::Date).len(), 1);
    // What one did not finish the other does not see.
    let begun = one.db.transaction().unwrap();
    begun.execute("DELETE FROM words", []).unwrap();
    assert_eq!(found(&other, "deal", Sort::Date).len(), 1);
    drop(begun);
    assert_eq!(found(&one, "deal", Sort::Date).len(), 1);
}

#[test]
fn who_speaks() {
    let folder = tempfile::tempdir().unwrap();
    let index = filled(&folder);
    let voices = index.voices("", 9).unwrap();
    let voices: Vec<_> =
        voices.iter().map(|it| (it.name.as_str(), it.statements, it.stories)).collect();
    assert_eq!(voices, [("Ada Hill", 3, 2), ("Bo Lund", 1, 1)]);
    assert_eq!(index.said_by("Ada Hill").unwrap().len(), 3);
    assert_eq!(index.voices("LUND", 9).unwrap().len(), 1);
}

#[test]
fn the_newest_comes_first_and_stories_of_one_day_stay_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut index = begun(&folder);
    let three = [("A", "", "one"), ("A", "", "two"), ("A", "", "three")];
    let old = story("old", "2024-01-01", &[("A", "", "old")]);
    let steps = [
        story("long", "2024-01-02", &three),
        story("short", "2024-01-02", &[("A", "", "four")]),
        old,
    ];
    index.put(1, &steps).unwrap();
    join(&mut index);
    for (asked, words) in [
        ("", vec!["one", "two", "three", "four", "old"]),
        ("speaker:a", vec!["one", "two", "three", "four", "old"]),
        ("speaker:a before:2024-01-02", vec!["old"]),
        ("after:2024-01-02 o", vec!["one"]),
    ] {
        assert_eq!(found(&index, asked, Sort::Date), words, "{asked}");
    }
}
