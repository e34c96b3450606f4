//! A small story with everything that is hard to write: emoji, overlaps, a statement in two pieces,
//! what looks like formulas and markup, and marks of a reader whose words are partly gone.

use jiff::Timestamp;

use crate::annotation::{Anchor, Item, ItemId, ItemOrigin, Review, Set, Stamp};
use crate::article::{Article, Named, Origin};
use crate::nlp::{
    Act, Analysis, Attribution, Directness, Entity, EntityId, EntityKind, Label, Note, NoteKind,
    Suggestion,
};
use crate::story::Story;
use crate::text::{Span, clean};

const TEXT: &str = "“=SUM(A1) 🎉 is no plan,” said Ada Hill, mayor of Oss,\n\
    “and *nobody* <b>here</b> wants it.” She told the council that Bo Lund denied taking \
    [money](x). According to a spokesman, the hall | was closed. +31 6 is the number, \"she\" added.";

fn span(words: &str) -> Span {
    let start = TEXT.find(words).expect("in the text");
    Span::new(start, start + words.len())
}

fn spans(words: &[&str]) -> Vec<Span> {
    words.iter().map(|words| span(words)).collect()
}

fn attribution(source: &str, cue: &str, content: &[&str]) -> Attribution {
    Attribution {
        source: spans(&[source]),
        cue: spans(&[cue]),
        content: spans(content),
        speakers: vec![EntityId(0)],
        unnamed: None,
        within: None,
        directness: Directness::Indirect,
        act: Act::Speech,
        suggestion: Some(Suggestion { label: Label::Claim, score: 0.8 }),
        confidence: 0.83,
        why: "written by hand".to_owned(),
    }
}

fn analysis() -> Analysis {
    let entity = |name: &str, kind, references: &[&str]| Entity {
        name: name.to_owned(),
        kind,
        mentions: spans(&[name]),
        references: spans(references),
    };
    Analysis {
        sentences: spans(&[
            "“=SUM(A1) 🎉 is no plan,” said Ada Hill, mayor of Oss,\n“and *nobody* <b>here</b> wants it.”",
            "She told the council that Bo Lund denied taking [money](x).",
            "According to a spokesman, the hall | was closed.",
        ]),
        quotes: Vec::new(),
        attributions: vec![
            Attribution {
                directness: Directness::Direct,
                act: Act::Speech,
                suggestion: Some(Suggestion { label: Label::Denial, score: 0.71 }),
                ..attribution(
                    "Ada Hill",
                    "said",
                    &["“=SUM(A1) 🎉 is no plan,”", "“and *nobody* <b>here</b> wants it.”"],
                )
            },
            attribution("She", "told", &["that Bo Lund denied taking [money](x)"]),
            Attribution {
                speakers: vec![EntityId(1)],
                within: Some(1),
                ..attribution("Bo Lund", "denied", &["taking [money](x)"])
            },
            Attribution {
                speakers: Vec::new(),
                unnamed: Some("a spokesman".to_owned()),
                suggestion: Some(Suggestion { label: Label::None, score: 0.9 }),
                ..attribution("a spokesman", "According to", &["the hall | was closed"])
            },
            attribution("Ada Hill", "mayor", &["the council"]),
        ],
        entities: vec![
            entity("Ada Hill", EntityKind::Person, &["She"]),
            entity("Bo Lund", EntityKind::Person, &[]),
            entity("Oss", EntityKind::Place, &[]),
        ],
        notes: vec![Note { span: span("\"she\""), kind: NoteKind::UnattributedQuote }],
    }
}

fn item(content: &[&str], origin: ItemOrigin) -> (ItemId, Item) {
    let anchors = content.iter().map(|words| Anchor::new(TEXT, span(words))).collect();
    let item = Item {
        speakers: vec!["Ada Hill".to_owned()],
        origin,
        ..Item::new(anchors, Stamp { annotator: "ada".to_owned(), at: Timestamp::UNIX_EPOCH })
    };
    (ItemId::of(content, 0), item)
}

fn set() -> Set {
    let (denied, mut marked) = item(&["taking [money](x)"], ItemOrigin::Extracted);
    marked.tags = vec!["denial".to_owned()];
    marked.review = Review::Accepted;
    marked.comment = "=look \"again\"\n* here".to_owned();
    let (wrong, mut rejected) = item(&["the council"], ItemOrigin::Extracted);
    rejected.review = Review::Rejected;
    let (number, mut made) = item(&["+31 6 is the number"], ItemOrigin::Made);
    made.comment = "\u{1b}[2Jgone".to_owned();
    let (gone, mut lost) = item(&["She"], ItemOrigin::Made);
    lost.content[0].exact = "words that nobody wrote here".to_owned();
    Set::from_items([(denied, marked), (wrong, rejected), (number, made), (gone, lost)])
}

/// The story and a reader's marks on it.
pub(super) fn story() -> (Story, Set) {
    let mut article = Article::new("oss/plan.txt", Origin::Stdin, clean::clean(TEXT));
    let known = &mut article.metadata;
    known.title = Some("A plan 🎉 for *Oss*".to_owned());
    known.byline = Some("Cy Roe".to_owned());
    known.publisher = Some("The Oss Post".to_owned());
    known.place = Some(Named { name: "Oss".to_owned(), span: None });
    known.published = Some(jiff::civil::date(2026, 3, 1));
    let set = set();
    (Story::new(article, analysis(), &set), set)
}
