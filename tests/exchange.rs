//! Out and in again: what a format can hold comes back the same, whatever the text.

use std::collections::BTreeMap;

use jiff::Timestamp;
use onrecord::annotation::{Anchor, Certainty, Item, ItemId, ItemOrigin, Review, Set, Stamp, file};
use onrecord::article::{Article, Origin};
use onrecord::export::{self, Part};
use onrecord::inbox;
use onrecord::nlp::Analysis;
use onrecord::story::Story;
use onrecord::text::{Span, clean::clean};
use proptest::prelude::*;

/// Words that are hard in one format or another, and what stands between them.
const WORDS: &[&str] = &[
    "“No,”",
    "said",
    "Zoë",
    "e\u{301}cole",
    "🎉",
    "👩\u{200d}🍳",
    "<b>",
    "a|b",
    "[x]",
    "_",
    "\\n",
    "O'Leary",
    "\"so\"",
    "*",
    "&amp;",
    "日本",
    "=1+1",
    "->",
    ";",
    "x",
    "the",
    "mayor",
];
const GAPS: &[&str] = &[" ", " ", " ", "\r\n", " \n\n", "  "];

/// A text as it came in, and the spans of its words once it is cleaned.
fn story() -> impl Strategy<Value = (Article, Vec<Span>)> {
    let word = (0..WORDS.len(), 0..GAPS.len());
    (any::<bool>(), prop::collection::vec(word, 8..40)).prop_map(|(bom, picked)| {
        let words = picked.iter().map(|(word, gap)| format!("{}{}", WORDS[*word], GAPS[*gap]));
        let raw = format!("{}{}", if bom { "\u{feff}" } else { "" }, words.collect::<String>());
        let article = Article::new("n/a story.txt", Origin::Stdin, clean(&raw));
        let mut spans = Vec::new();
        let mut at = 0;
        for word in article.text.split_whitespace() {
            let rest = Span::new(at, article.text.len()).of(&article.text);
            let start = at + rest.find(word).unwrap();
            at = start + word.len();
            spans.push(Span::new(start, at));
        }
        (article, spans)
    })
}

#[derive(Clone, Debug)]
struct Draft {
    /// First word and how many, of up to three pieces, a source and a cue.
    places: Vec<(usize, usize)>,
    tags: Vec<String>,
    comment: String,
    attributes: BTreeMap<String, String>,
    kind: (u8, u8, u8),
    speakers: Vec<String>,
    second: i64,
}

fn draft() -> impl Strategy<Value = Draft> {
    (
        prop::collection::vec((0..40usize, 1..4usize), 3..6),
        prop::collection::vec("[a-z][a-zü_/-]{0,5}[a-z]( [a-z]{1,3})?", 0..3),
        "(|[a-z “\"\\\\<&🎉\n=]{1,12}x)",
        prop::collection::btree_map("[a-z]{1,4}", "[a-z= \"é]{0,6}x", 0..3),
        any::<(u8, u8, u8)>(),
        prop::collection::vec("[A-Z][a-zé'<&]{1,6}( [A-Z][a-z]{1,6})?", 0..3),
        0..2_000_000_000i64,
    )
        .prop_map(|(places, mut tags, comment, attributes, kind, mut speakers, second)| {
            tags.sort();
            tags.dedup();
            speakers.sort();
            speakers.dedup();
            Draft { places, tags, comment, attributes, kind, speakers, second }
        })
}

/// The item of a draft: its pieces in text order, with a word between them at least, so that no two
/// are one.
fn item(draft: &Draft, article: &Article, words: &[Span]) -> Option<(ItemId, Item)> {
    let mut pieces: Vec<Span> = draft
        .places
        .iter()
        .map(|(first, count)| {
            let first = first % words.len();
            words[first].cover(words[(first + count - 1).min(words.len() - 1)])
        })
        .collect();
    let anchor = |span: &Span| Anchor::new(&article.text, *span);
    let (source, cue) = (pieces.pop()?, pieces.pop()?);
    pieces.sort();
    let mut content: Vec<Span> = Vec::new();
    for piece in pieces {
        let apart = content.last().is_none_or(|last| {
            let between = article.text.get(last.end()..piece.start());
            between.is_some_and(|it| !it.trim().is_empty())
        });
        if apart {
            content.push(piece);
        }
    }
    let (review, certainty, origin) = draft.kind;
    let item = Item {
        content: content.iter().map(anchor).collect(),
        source: vec![anchor(&source)],
        cue: if certainty % 2 == 0 { Vec::new() } else { vec![anchor(&cue)] },
        speakers: draft.speakers.clone(),
        tags: draft.tags.clone(),
        attributes: draft.attributes.clone(),
        comment: draft.comment.clone(),
        certainty: [Certainty::Unstated, Certainty::Sure, Certainty::Likely, Certainty::Unsure]
            [usize::from(certainty % 4)],
        review: [Review::Open, Review::Accepted, Review::Rejected][usize::from(review % 3)],
        origin: [ItemOrigin::Edited, ItemOrigin::Made][usize::from(origin % 2)],
        stamp: Stamp {
            annotator: "Ada “A” Hill".to_owned(),
            at: Timestamp::from_second(draft.second).unwrap(),
        },
    };
    let texts: Vec<&str> = content.iter().map(|span| span.of(&article.text)).collect();
    Some((ItemId::of(&texts, usize::from(origin)), item))
}

/// As much of an item as a format holds.
fn held(item: &Item, lacks: &[Part], nobody: &Stamp) -> Item {
    let mut held = item.clone();
    for part in lacks {
        match part {
            Part::Tags => held.tags.truncate(1),
            Part::Attributes => held.attributes.clear(),
            Part::Comment => held.comment.clear(),
            Part::Certainty => held.certainty = Certainty::Unstated,
            Part::Review => held.review = Review::Open,
            Part::Origin => held.origin = ItemOrigin::Made,
            Part::Speakers => held.speakers.clear(),
            Part::Source => held.source.clear(),
            Part::Cue => held.cue.clear(),
            Part::Stamp => held.stamp = nobody.clone(),
            Part::Pieces => unreachable!("no format that is read lacks this"),
        }
    }
    held
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn out_and_in_again_is_the_same(
        (article, words) in story(),
        drafts in prop::collection::vec(draft(), 1..6),
    ) {
        let mut contents: Vec<Vec<Span>> = Vec::new();
        let items = drafts.iter().filter_map(|draft| item(draft, &article, &words));
        let items: Vec<(ItemId, Item)> = items
            .filter(|(_, item)| {
                let content: Vec<Span> = item.content.iter().map(|anchor| anchor.span).collect();
                let new = !contents.contains(&content);
                contents.push(content);
                new
            })
            .collect();
        let set = Set::from_items(items);
        let full = Story::new(article.clone(), Analysis::default(), &set);
        let empty = Story::new(article.clone(), Analysis::default(), &Set::default());
        let nobody = Stamp { annotator: "me".to_owned(), at: Timestamp::UNIX_EPOCH };
        for format in inbox::FORMATS {
            let out = export::format(format.name);
            let own = || {
                let text = file::encode(&file::Head::new(&article, "ada"), &set);
                vec![export::File { name: "a.onrecord.ron".to_owned(), bytes: text.into_bytes() }]
            };
            let files = out.map_or_else(own, |out| out.files(&full, &set, "a story").0);
            let file = |it: export::File| inbox::File { name: it.name, bytes: it.bytes };
            let files: Vec<inbox::File> = files.into_iter().map(file).collect();
            let lacks = out.map_or(&[][..], |out| out.lacks);
            let name = format.name;
            prop_assert_eq!(inbox::recognise(&files).map(|it| it.name), Some(name));
            let documents = (format.read)(&files, &article).unwrap();
            let documents = inbox::about(&documents, &empty);
            let placed = inbox::place(&documents, &empty, &Set::default(), false, &nobody);
            let mut found: Vec<Item> = placed.set.items().map(|(_, item)| item.clone()).collect();
            let rejected = lacks.contains(&Part::Review);
            let kept = set.items().filter(|(_, it)| !rejected || it.review != Review::Rejected);
            let mut expected: Vec<Item> =
                kept.map(|(_, item)| held(item, lacks, &nobody)).collect();
            for items in [&mut found, &mut expected] {
                items.sort_by_key(|item| {
                    item.content.iter().map(|anchor| anchor.span).collect::<Vec<_>>()
                });
            }
            prop_assert_eq!(&found, &expected, "{}", name);
            if lacks.is_empty() {
                prop_assert_eq!(&placed.set, &set, "{}", name);
            }
        }
    }
}
