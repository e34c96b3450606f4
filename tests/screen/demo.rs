//! A story made by hand, analysis and all, for tests, benches and pictures of the screen.
//!
//! Whoever reads the screen can check it without knowing what the engine would find.

#![allow(dead_code, reason = "not every program that has this file uses all of it")]

use onrecord::annotation::Set;
use onrecord::article::{Article, Named, Origin, Paragraph, ParagraphKind};
use onrecord::nlp::{
    Act, Analysis, Attribution, Directness, Entity, EntityId, EntityKind, Label, Note, NoteKind,
    Quote, Suggestion,
};
use onrecord::story::Story;
use onrecord::text::Span;
use onrecord::text::clean::clean;

const TEXT: &str = "\
Harbour bridge: who pays?
Mayor Ada Hill promised on Monday that the harbour bridge will open in May, “whatever the weather.” The city council had planned to open it last autumn.
“We have not spent one crown that the council did not approve,” Hill told reporters. “Anyone who says otherwise has not read the accounts.”
Bo Lund, who leads the opposition in Norhaven, disputes that. According to Lund, the cost has doubled since 2019, and Hill rejected any mention of it in last year’s campaign.
He and Hill confirmed in a joint statement their determination to finish the work. “There is no way back to the ferry,” the statement said.
Engineers at Kaya Works were more careful. “Steel is late, and concrete does not hurry,” said Mira Kaya, the firm’s director, adding that her people would work through the winter.
A spokesman for the ministry declined to comment on the ‘delay’.";

const NAMES: [(&str, EntityKind, &[&str], &[&str]); 7] = [
    (
        "Ada Hill",
        EntityKind::Person,
        &["Ada Hill", "Hill told|Hill", "and Hill rejected|Hill"],
        &["He and Hill|Hill"],
    ),
    ("Bo Lund", EntityKind::Person, &["Bo Lund", "to Lund|Lund"], &["He and|He"]),
    ("Mira Kaya", EntityKind::Person, &["Mira Kaya"], &["her people|her"]),
    ("Norhaven", EntityKind::Place, &["Norhaven"], &[]),
    ("city council", EntityKind::Org, &["city council", "the council did|council"], &[]),
    ("Kaya Works", EntityKind::Org, &["Kaya Works"], &["the firm’s|the firm"]),
    ("May", EntityKind::Date, &["in May|May"], &[]),
];

/// Content spans, cue, source, speakers, tag, why: words of the text; `a|b` is `b` inside `a`.
type Row = (
    &'static [&'static str],
    &'static str,
    &'static str,
    &'static [u32],
    Option<(Label, f32)>,
    &'static str,
);

const SAID: [Row; 10] = [
    (
        &["that the harbour bridge will open in May, “whatever the weather.”"],
        "promised",
        "Mayor Ada Hill",
        &[0],
        Some((Label::Commitment, 0.94)),
        "subject of “promised”, same sentence",
    ),
    (
        &[
            "“We have not spent one crown that the council did not approve,”",
            "“Anyone who says otherwise has not read the accounts.”",
        ],
        "told",
        "Hill told|Hill",
        &[0],
        Some((Label::Denial, 0.91)),
        "subject of “told”, same sentence",
    ),
    (
        &["disputes that|that"],
        "disputes",
        "Bo Lund",
        &[1],
        Some((Label::Denial, 0.66)),
        "subject of “disputes”, same sentence",
    ),
    (
        &[
            "the cost has doubled since 2019, and Hill rejected any mention of it in last year’s campaign",
        ],
        "According to",
        "According to Lund|Lund",
        &[1],
        Some((Label::Claim, 0.88)),
        "after “According to”",
    ),
    (
        &["any mention of it in last year’s campaign"],
        "rejected",
        "and Hill rejected|Hill",
        &[0],
        Some((Label::Denial, 0.71)),
        "subject of “rejected”, same clause",
    ),
    (
        &["their determination to finish the work"],
        "confirmed",
        "He and Hill",
        &[1, 0],
        Some((Label::Commitment, 0.83)),
        "subjects of “confirmed”, same sentence",
    ),
    (
        &["“There is no way back to the ferry,”"],
        "the statement said|said",
        "“There is no way back to the ferry,” the statement|the statement",
        &[],
        Some((Label::Claim, 0.62)),
        "subject of “said”, same sentence",
    ),
    (
        &["“Steel is late, and concrete does not hurry,”"],
        "said Mira|said",
        "Mira Kaya, the firm’s director",
        &[2],
        Some((Label::Claim, 0.9)),
        "after “said”, same sentence",
    ),
    (
        &["that her people would work through the winter"],
        "adding",
        "Mira Kaya, the firm’s director",
        &[2],
        Some((Label::Commitment, 0.77)),
        "subject of “said”, carried to “adding”",
    ),
    (
        &["to comment on the ‘delay’"],
        "declined",
        "A spokesman for the ministry",
        &[],
        None,
        "subject of “declined”, same sentence",
    ),
];

/// The span of some words of the text; `a|b` is `b` inside `a`.
pub fn span(text: &str, words: &str) -> Span {
    let (outer, inner) = words.split_once('|').unwrap_or((words, words));
    let at = text.find(outer).unwrap_or_else(|| panic!("“{outer}” is not in the story"));
    let start = at + outer.rfind(inner).expect("inner words stand in the outer ones");
    Span::new(start, start + inner.len())
}

/// The article, with a headline and metadata.
pub fn article() -> Article {
    let mut article = Article::new("demo/harbour-bridge.txt", Origin::BuiltIn, clean(TEXT));
    article.paragraphs[0].kind = ParagraphKind::Headline;
    article.metadata.title = Some("Harbour bridge: who pays?".to_owned());
    article.metadata.byline = Some("Ines Moor".to_owned());
    article.metadata.agency = Some(Named { name: "Coast Wire".to_owned(), span: None });
    article.metadata.place = Some(Named { name: "Norhaven".to_owned(), span: None });
    article.metadata.published = Some(jiff::civil::date(2026, 3, 2));
    article
}

/// What a perfect engine would find in it.
pub fn analysis(article: &Article) -> Analysis {
    let at = |words: &&str| span(&article.text, words);
    let entity =
        |(name, kind, mentions, references): &(&str, EntityKind, &[&str], &[&str])| Entity {
            name: (*name).to_owned(),
            kind: *kind,
            mentions: mentions.iter().map(at).collect(),
            references: references.iter().map(at).collect(),
        };
    let attribution = |row: &Row| {
        let (content, cue, source, speakers, tag, why) = row;
        let content: Vec<Span> = content.iter().map(at).collect();
        let words = article.words(content[0]);
        let directness = match (words.starts_with('“'), words.contains('“')) {
            (true, _) => Directness::Direct,
            (false, true) => Directness::Mixed,
            (false, false) => Directness::Indirect,
        };
        Attribution {
            source: vec![at(source)],
            cue: vec![at(cue)],
            content,
            speakers: speakers.iter().map(|id| EntityId(*id)).collect(),
            unnamed: speakers.is_empty().then(|| article.words(at(source)).to_owned()),
            within: None,
            directness,
            act: Act::Speech,
            suggestion: tag.map(|(label, score)| Suggestion { label, score }),
            confidence: 0.97,
            why: (*why).to_owned(),
        }
    };
    let sentences = article.paragraphs.iter().flat_map(|one: &Paragraph| {
        let words = article.words(one.span);
        let after =
            |mark: &'static str| words.match_indices(mark).map(move |(at, _)| at + mark.len() - 1);
        let mut ends: Vec<usize> = after(". ").chain(after(".” ")).chain([words.len()]).collect();
        ends.sort_unstable();
        let mut start = 0;
        ends.into_iter()
            .map(move |end| {
                let span = Span::new(one.span.start() + start, one.span.start() + end);
                start = end + 1;
                span
            })
            .collect::<Vec<_>>()
    });
    let quotes = SAID.iter().flat_map(|row| row.0).filter(|words| words.starts_with('“'));
    Analysis {
        sentences: sentences.collect(),
        quotes: quotes.map(|words| Quote { spans: vec![at(words)], depth: 0 }).collect(),
        attributions: SAID.iter().map(attribution).collect(),
        entities: NAMES.iter().map(entity).collect(),
        notes: vec![Note { span: at(&"‘delay’"), kind: NoteKind::UnattributedQuote }],
    }
}

/// The story with nothing marked.
pub fn story() -> Story {
    marked(&Set::default())
}

/// The story with these marks.
pub fn marked(set: &Set) -> Story {
    let article = article();
    let analysis = analysis(&article);
    Story::new(article, analysis, set)
}

/// The same paragraphs over and over until the text has `bytes` bytes, with their statements: for
/// measuring.
pub fn long(bytes: usize) -> Story {
    let one = article();
    let found = analysis(&one);
    let times = bytes / (TEXT.len() + 1) + 1;
    let text = vec![TEXT; times].join("\n");
    let article = Article::new("demo/long.txt", Origin::BuiltIn, clean(&text));
    let mut all = Analysis { entities: found.entities.clone(), ..Analysis::default() };
    for round in 0..times {
        let by = round * (TEXT.len() + 1);
        let moved = |span: &Span| Span::new(span.start() + by, span.end() + by);
        let move_all = |spans: &[Span]| spans.iter().map(moved).collect::<Vec<_>>();
        all.sentences.extend(move_all(&found.sentences));
        all.attributions.extend(found.attributions.iter().map(|one| Attribution {
            source: move_all(&one.source),
            cue: move_all(&one.cue),
            content: move_all(&one.content),
            ..one.clone()
        }));
        for (entity, from) in all.entities.iter_mut().zip(&found.entities).filter(|_| round > 0) {
            entity.mentions.extend(move_all(&from.mentions));
            entity.references.extend(move_all(&from.references));
        }
    }
    Story::new(article, all, &Set::default())
}
