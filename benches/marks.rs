//! What keeping marks costs, for a story with 10,000 of them. Budgets: saving 20 ms, loading 50 ms,
//! finding all of them again in a megabyte with 100 edits 500 ms. Beside saving stands what the disk
//! alone takes for as many bytes.

use std::hint::black_box;
use std::io::Write;

use criterion::{Criterion, criterion_group, criterion_main};
use onrecord::annotation::file::{self, Head};
use onrecord::annotation::{Anchor, Anchors, Item, ItemId, Review, Set, Stamp};
use onrecord::article::{Article, Origin};
use onrecord::disk::annotations;
use onrecord::disk::places::Places;
use onrecord::text::{Span, clean::clean};

const ITEMS: usize = 10_000;

/// About 100 bytes a statement: a megabyte.
fn text() -> String {
    let line = |at: usize| {
        let who = ["Ada Hill", "Bo Lund", "the mayor", "Zoë Adé"][at % 4];
        let day = ["Monday", "Tuesday", "Friday"][at % 3];
        format!(
            "{who} said on {day} that report {at} “had never been read” by anybody in district {}.\n",
            at % 97
        )
    };
    (0..ITEMS).map(line).collect()
}

fn marks(text: &str) -> Set {
    let mut at = 0;
    let mut items = Vec::new();
    for line in text.lines() {
        let anchor = |words: &str| {
            let start = at + line.find(words).expect("in the line");
            Anchor::new(text, Span::new(start, start + words.len()))
        };
        let content = line.split_once(" that ").expect("a statement").1.trim_end_matches('.');
        let who = line.split_once(" said").expect("a statement").0;
        let item = Item {
            source: vec![anchor(who)],
            cue: vec![anchor("said")],
            speakers: vec![who.to_owned()],
            tags: vec!["claim".to_owned()],
            review: Review::Accepted,
            ..Item::new(
                vec![anchor(content)],
                Stamp { annotator: "ada".to_owned(), at: jiff::Timestamp::UNIX_EPOCH },
            )
        };
        items.push((ItemId::of(&[content], 0), item));
        at += line.len() + 1;
    }
    Set::from_items(items)
}

/// The text with a line put in at each of a hundred places.
fn edited(text: &str) -> String {
    let mut edited = String::new();
    for (at, line) in text.lines().enumerate() {
        if at % 100 == 50 {
            edited += "A correction was printed here, the desk said.\n";
        }
        edited += line;
        edited += "\n";
    }
    edited
}

fn keeping(c: &mut Criterion) {
    let text = text();
    let set = marks(&text);
    let folder = tempfile::tempdir().expect("a folder");
    let places = Places { config: folder.path().join("c"), data: folder.path().join("d") };
    let story = folder.path().join("story.txt");
    std::fs::write(&story, &text).expect("a story");
    let article = Article::new("story.txt", Origin::File(story), clean(&text));
    let head = Head::new(&article, "ada");
    let page = file::encode(&head, &set);

    let mut group = c.benchmark_group("marks");
    group.sample_size(20);
    group.bench_function("encode 10,000", |b| b.iter(|| file::encode(&head, black_box(&set))));
    group.bench_function("decode 10,000", |b| {
        b.iter(|| file::decode(black_box(page.as_bytes()), &article).expect("ours"));
    });
    let mut notebook = annotations::load(&article, &places, "ada").expect("none yet").notebook;
    // Something changes each time, or nothing would be written.
    let changed = |comment: &str| {
        let (id, item) =
            set.items().next().map(|(id, item)| (id.clone(), item.clone())).expect("one");
        let mut set = set.clone();
        set.apply([(id, Some(Item { comment: comment.to_owned(), ..item }))]);
        set
    };
    let turns = [changed("a"), changed("b")];
    let mut turn = 0;
    group.bench_function("save 10,000", |b| {
        b.iter(|| {
            turn = 1 - turn;
            notebook.save(&turns[turn]).expect("saved")
        });
    });
    group.bench_function("load 10,000", |b| {
        b.iter(|| annotations::load(&article, &places, "ada").expect("ours"));
    });
    group.bench_function("the disk alone", |b| {
        b.iter(|| {
            let path = folder.path().join("raw");
            let mut raw = std::fs::File::create(path).expect("a file");
            raw.write_all(page.as_bytes()).and_then(|()| raw.sync_all()).expect("written");
        });
    });
    let edited = edited(&text);
    group.bench_function("find 10,000 after 100 edits", |b| {
        b.iter(|| {
            let anchors = Anchors::new(&edited, set.items().map(|(_, item)| item));
            let found = set.items().filter(|(_, item)| anchors.content(item).is_some()).count();
            assert_eq!(found, ITEMS);
        });
    });
    group.finish();
}

criterion_group!(benches, keeping);
criterion_main!(benches);
