//! What becomes of marks when their story is edited: found again, or told, and never misplaced.

use std::fmt::Write as _;

use onrecord::annotation::{Anchor, Anchors, Found, Item, ItemOrigin, Stamp, State};
use onrecord::text::Span;
use proptest::prelude::*;

/// A story of so many paragraphs, each with statements of its own; names and cues recur as they do in
/// the news, and short quotations recur too.
fn story(paragraphs: usize) -> Vec<String> {
    const WHO: [&str; 7] =
        ["Ada Hill", "Bo Lund", "the mayor", "Zoë Adé 🎉", "she", "a spokesman", "They"];
    const WHAT: [&str; 6] = [
        "the bridge will be closed",
        "no money was paid - not a cent",
        "“nobody” had asked",
        "the school's roof is safe",
        "prices rose by 4%",
        "it was a mistake",
    ];
    const WHEN: [&str; 5] = ["on Monday", "last week", "in March", "before the vote", "at noon"];
    (0..paragraphs)
        .map(|at| {
            let pick = |from: usize, by: usize| (at * by + by) % from;
            let (who, other) = (WHO[pick(7, 3)], WHO[pick(7, 5)]);
            let (what, when) = (WHAT[pick(6, 5)], WHEN[pick(5, 2)]);
            format!(
                "{who} said {when} that {what} in district {at}, as planned. \"No, no,\" {other} replied \
                 {when}. {other} denied that report {at} of the {}th had been lost.",
                at % 28
            )
        })
        .collect()
}

/// An item on words of the text.
fn item(text: &str, start: usize, words: &str) -> Item {
    let anchor = Anchor::new(text, Span::new(start, start + words.len()));
    Item {
        tags: vec!["claim".to_owned()],
        attributes: std::collections::BTreeMap::new(),
        origin: ItemOrigin::Made,
        ..Item::new(
            vec![anchor],
            Stamp { annotator: "ada".to_owned(), at: jiff::Timestamp::UNIX_EPOCH },
        )
    }
}

/// Two items a paragraph: an indirect statement of a dozen words, and one of seven; and every third
/// time the short “No, no,”. Each with its paragraph and its place in it.
fn items(paragraphs: &[String]) -> Vec<(usize, usize, Item)> {
    let text = paragraphs.join("\n\n");
    let mut all = Vec::new();
    let mut at = 0;
    for (number, paragraph) in paragraphs.iter().enumerate() {
        for (mark, ends, every) in
            [("that ", ", as", 1), ("that report", " had been", 1), ("\"No,", " ", 3)]
        {
            let Some(start) = paragraph.find(mark).filter(|_| number % every == 0) else {
                continue;
            };
            let rest = Span::new(start, paragraph.len()).of(paragraph);
            let skip = if every == 3 { 5 } else { 0 };
            let size = skip + Span::new(skip, rest.len()).of(rest).find(ends).unwrap_or(0);
            let words = Span::new(0, size).of(rest);
            all.push((number, start, item(&text, at + start, words)));
        }
        at += paragraph.len() + 2;
    }
    all
}

/// The story after edits, and for each old paragraph what became of it: its words now and its number,
/// or nothing where it is gone or there twice.
struct Edited {
    paragraphs: Vec<String>,
    now: Vec<Option<usize>>,
}

type Edit = fn(&mut Vec<(Option<usize>, String)>, usize);

/// The edits of a newsroom, each at a paragraph.
const EDITS: &[(&str, Edit)] = &[
    ("typo fixed", |all, at| all[at].1 = all[at].1.replacen("planned", "plannned", 1)),
    ("paragraph inserted", |all, at| {
        all.insert(
            at,
            (None, "A new paragraph came in, said the desk, with news of its own.".to_owned()),
        );
    }),
    ("paragraph moved", |all, at| {
        let moved = all.remove(at);
        let to = (at * 7 + 3) % all.len();
        all.insert(to, moved);
    }),
    ("paragraph deleted", |all, at| drop(all.remove(at))),
    ("paragraph duplicated", |all, at| {
        let copy = all[at].1.clone();
        all.insert(at + 1, (None, copy));
    }),
    ("dashes and quotes normalised", |all, at| {
        all[at].1 = all[at].1.replace(" - ", " — ").replace('"', "”");
    }),
    ("sentence rewritten", |all, at| {
        all[at].1 = all[at].1.replacen(" said ", " was heard to say ", 1);
    }),
];

fn edited(paragraphs: &[String], edits: &[(usize, usize)]) -> Edited {
    let mut all: Vec<(Option<usize>, String)> =
        paragraphs.iter().enumerate().map(|(at, words)| (Some(at), words.clone())).collect();
    for (edit, at) in edits {
        let at = at % all.len();
        (EDITS[edit % EDITS.len()].1)(&mut all, at);
    }
    let mut now = vec![None; paragraphs.len()];
    for (at, (old, _)) in all.iter().enumerate() {
        if let Some(old) = old {
            now[*old] = Some(at);
        }
    }
    Edited { paragraphs: all.into_iter().map(|(_, words)| words).collect(), now }
}

/// Where an item's words stand now, where they do so in their own paragraph.
fn truth(edited: &Edited, paragraph: usize, start: usize, item: &Item) -> Option<Span> {
    let at = edited.now[paragraph]?;
    // Which of two copies was meant cannot be known.
    let same = |words: &&String| **words == edited.paragraphs[at];
    if edited.paragraphs.iter().filter(same).count() > 1 {
        return None;
    }
    let words = &item.content[0].exact;
    let places = edited.paragraphs[at].match_indices(words.as_str()).map(|it| it.0);
    let place = places.min_by_key(|place| place.abs_diff(start))?;
    let before: usize = edited.paragraphs.iter().take(at).map(|words| words.len() + 2).sum();
    Some(Span::new(before + place, before + place + words.len()))
}

/// Whether `span` stands in the text as it stood in its paragraph, `start` bytes from its beginning.
fn is_copy(text: &str, paragraph: &str, start: usize, span: Span) -> bool {
    let begin = span.start().checked_sub(start);
    begin.and_then(|begin| text.get(begin..)).is_some_and(|rest| rest.starts_with(paragraph))
}

#[test]
fn scripted_edits_misplace_nothing_and_find_what_moved() {
    let paragraphs = story(400);
    let items = items(&paragraphs);
    let mut told = String::new();
    let (mut moved, mut missed) = (0, 0);
    for round in 0..EDITS.len() + 3 {
        // Each kind of edit alone, then all of them mixed.
        let edits: Vec<(usize, usize)> = (0..100)
            .map(|at| {
                let kind = if round < EDITS.len() { round } else { at + round };
                (kind, (at * 211 + round * 17) % 397)
            })
            .collect();
        let edited = edited(&paragraphs, &edits);
        let text = edited.paragraphs.join("\n\n");
        let anchors = Anchors::new(&text, items.iter().map(|(.., item)| item));
        let (mut here, mut lost) = (0, 0);
        for (paragraph, start, item) in &items {
            let anchor = &item.content[0];
            let found = anchors.find(anchor);
            assert_eq!(found, anchor.find(&text), "one by one as all at once");
            let truth = truth(&edited, *paragraph, *start, item);
            match (found.span(), truth) {
                (Some(span), Some(truth)) => {
                    assert_eq!(span, truth, "round {round}: {}", anchor.exact);
                }
                // Of a paragraph that was doubled, the copy that has all that stood around it; of one
                // that was deleted, nothing.
                (Some(span), None) if is_copy(&text, &paragraphs[*paragraph], *start, span) => {}
                (Some(span), None) => panic!("round {round}: {span:?} {}", anchor.exact),
                (None, Some(_)) => {
                    missed += 1;
                    lost += 1;
                }
                (None, None) => {}
            }
            if let Some(truth) = truth.filter(|truth| *truth != anchor.span) {
                moved += usize::from(found == Found::Moved(truth));
                here += 1;
            }
        }
        let name = EDITS.get(round).map_or("all of them", |edit| edit.0);
        let _ = writeln!(told, "{name}: {here} moved, {lost} not found");
    }
    let share = moved as f64 / (moved + missed) as f64;
    assert!(share >= 0.99, "found {share:.4}\n{told}");
}

#[test]
fn states_tell_what_happened() {
    let was = "The mayor of Oss said on Monday that the bridge will be closed for a year, and left the hall.";
    let words = "the bridge will be closed for a year";
    let item = item(was, was.find(words).unwrap(), words);
    for (is, state) in [
        (was.to_owned(), State::Ok),
        (format!("News. {was}"), State::Moved),
        (was.replace("closed", "shut"), State::Changed),
        (format!("{was} {was}"), State::Ok),
        (format!("News. {was} News. {was}"), State::Ambiguous),
        ("Nothing of this was said.".to_owned(), State::Lost),
    ] {
        assert_eq!(Anchors::new(&is, [&item]).state(&item), state, "{is}");
    }
}

proptest! {
    #[test]
    fn all_at_once_is_one_by_one(
        was in "(a|no|é|e\u{301}|🎉|said|“we will go”| |\n){1,80}",
        is in "(a|no|é|e\u{301}|🎉|said|“we will go”| |\n){1,80}",
        places in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..8),
    ) {
        let ends: Vec<usize> = was.char_indices().map(|(at, _)| at).chain([was.len()]).collect();
        let items: Vec<Item> = places
            .iter()
            .map(|(a, b)| (*a.get(&ends), *b.get(&ends)))
            .map(|(a, b)| item(&was, a.min(b), Span::new(a.min(b), a.max(b)).of(&was)))
            .collect();
        for text in [&is, &format!("{is}{was}"), &was] {
            let anchors = Anchors::new(text, &items);
            for item in &items {
                prop_assert_eq!(anchors.find(&item.content[0]), item.content[0].find(text));
            }
        }
    }
}
