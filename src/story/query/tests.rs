//! Queries against a small story: what they let through, what is wrong with them, what fits.

use super::*;
use crate::annotation::{ItemOrigin, Set, Stamp};
use crate::article::{Article, Origin};
use crate::nlp::Directness::{Direct, Indirect, Mixed};
use crate::nlp::{Act, Analysis, Attribution, Entity, EntityId, EntityKind, Label, Suggestion};
use crate::text::clean::clean;

const TEXT: &str = "“No deal,” Vladimir Putin said. Ada Hill promised that “it” will open. \
                    An aide denied it.";

/// Three statements: a (direct, denial, 0.9), b (mixed, commitment, 0.4), c (indirect, no tag, 0.2,
/// unnamed). The second is tagged and commented by its reader.
fn story() -> (Story, Set) {
    let mut article = Article::new("test", Origin::BuiltIn, clean(TEXT));
    article.metadata.title = Some("Syria talks".to_owned());
    article.metadata.publisher = Some("Xinhua".to_owned());
    article.metadata.published = Some(jiff::civil::date(2017, 11, 12));
    let at = |words: &str| {
        let start = TEXT.find(words).unwrap();
        vec![Span::new(start, start + words.len())]
    };
    let entity = |name: &str, words: &str| Entity {
        name: name.to_owned(),
        kind: EntityKind::Person,
        mentions: at(words),
        references: Vec::new(),
    };
    let one =
        |content, cue, source, speaker: Option<u32>, directness, label, confidence| Attribution {
            source: at(source),
            cue: at(cue),
            content: at(content),
            speakers: speaker.map(EntityId).into_iter().collect(),
            unnamed: speaker.is_none().then(|| source.to_owned()),
            within: None,
            directness,
            act: Act::Speech,
            suggestion: Some(Suggestion { label, score: 0.8 }),
            confidence,
            why: String::new(),
        };
    let analysis = Analysis {
        entities: vec![entity("Vladimir Putin", "Vladimir Putin"), entity("Ada Hill", "Ada Hill")],
        attributions: vec![
            one("“No deal,”", "said", "Vladimir Putin", Some(0), Direct, Label::Denial, 0.9),
            one(
                "that “it” will open",
                "promised",
                "Ada Hill",
                Some(1),
                Mixed,
                Label::Commitment,
                0.4,
            ),
            one("it.", "denied", "An aide", None, Indirect, Label::None, 0.2),
        ],
        ..Analysis::default()
    };
    let story = Story::new(article, analysis, &Set::default());
    let mut set = Set::default();
    let stamp = Stamp { annotator: "ada".to_owned(), at: jiff::Timestamp::UNIX_EPOCH };
    let mut item = story.statements[1].item(&story.article, stamp);
    item.tags = vec!["claim".to_owned()];
    item.comment = "ask her".to_owned();
    item.origin = ItemOrigin::Extracted;
    set.apply([(story.statements[1].id.clone(), Some(item))]);
    (story, set)
}

/// (query, which of the statements a b c it lets through)
#[test]
#[rustfmt::skip]
fn lets_through() {
    let (story, set) = story();
    for (query, expected) in [
        ("",                             "abc"),
        ("speaker:putin",                "a"),
        ("speaker:putin,hill",           "ab"),
        ("speaker:\"ada hill\"",         "b"),
        ("speaker:aide",                 "c"),
        ("putin",                        "a"),
        ("Putin",                        "a"),
        ("PUTIN",                        ""),
        ("tag:denial",                   "a"),
        ("tag:claim",                    "b"),
        ("tag:commitment",               ""),   // her own tag goes before the machine's
        ("tag:none",                     "c"),
        ("kind:direct",                  "a"),
        ("kind:direct,mixed",            "ab"),
        ("-kind:direct",                 "bc"),
        ("unreviewed",                   "ac"),
        ("-unreviewed",                  "b"),
        ("reviewed",                     "b"),
        ("tagged",                       "b"),
        ("commented",                    "b"),
        ("comment:ask",                  "b"),
        ("by:ada",                       "b"),
        ("unnamed",                      "c"),
        ("\"unnamed\"",                  ""),   // the word itself
        ("confidence:<0.5",              "bc"),
        ("confidence:>0.4",              "ab"),
        ("confidence:0.3..0.5",          "b"),
        ("score:0.8",                    "abc"),
        ("cue:denied",                   "c"),
        ("source:aide",                  "c"),
        ("said:open",                    "b"),
        ("“no deal”",                    "a"),
        ("\"will open\" tag:claim",      "b"),
        ("outlet:xinhua",                "abc"),
        ("title:syria -tag:none",        "ab"),
        ("after:2017",                   "abc"),
        ("after:2017-11-13",             ""),
        ("before:2017-11-13",            "abc"),
        ("before:2017-11",               ""),
        ("speaker:putin tag:denial unreviewed", "a"),
    ] {
        let read = Query::parse(query).unwrap_or_else(|error| panic!("{query}: {error}"));
        let lets = |(one, _): &(&Statement, char)| read.lets(&story, one, set.get(&one.id));
        let found: String =
            story.statements.iter().zip("abc".chars()).filter(lets).map(|(_, name)| name).collect();
        assert_eq!(found, expected, "{query}");
    }
}

/// (query, where it is wrong, a part of the reason)
#[test]
#[rustfmt::skip]
fn says_what_is_wrong() {
    for (query, place, reason) in [
        ("speeker:putin",      "speeker",          "did you mean speaker: ?"),
        ("xyz:putin",          "xyz",              "there are speaker, tag"),
        ("tag:claim kind:dirct", "kind:dirct",     "write direct"),
        ("confidence:high",    "confidence:high",  "“high” is not for confidence: write confidence:<0.5"),
        ("confidence:<5",      "confidence:<5",    "write confidence:<0.5"),
        ("after:soon",         "after:soon",       "write after:2017-11"),
        ("speaker:",           "speaker:",         "wants something behind it, such as speaker:putin"),
        ("a “no deal",         "“no deal",         "never closed"),
        ("a -",                "-",                "a hyphen turns the term behind it round"),
    ] {
        let error = Query::parse(query).unwrap_err();
        assert_eq!(error.span.of(query), place, "{query}");
        assert!(error.why.contains(reason), "{query}: {error}");
    }
}

/// (typed, what is replaced, choices)
#[test]
#[rustfmt::skip]
fn completes() {
    let known = Known { speakers: vec!["Ada Hill".to_owned(), "Bo".to_owned()], tags: vec!["claim".to_owned()] };
    for (typed, place, expected) in [
        ("sp",              "sp",         &["speaker:"][..]),
        ("tag:claim sp",    "sp",         &["speaker:"]),
        ("speaker:",        "speaker:",   &["speaker:\"Ada Hill\" ", "speaker:Bo "]),
        ("-speaker:b",      "-speaker:b", &["-speaker:Bo "]),
        ("speaker:\"ada h", "speaker:\"ada h", &["speaker:\"Ada Hill\" "]),
        ("tag:",            "tag:",       &["tag:claim ", "tag:none "]),
        ("unr",             "unr",        &["unreviewed "]),
        ("hill",            "hill",       &["speaker:\"Ada Hill\" "]),
        ("zzz",             "zzz",        &[]),
    ] {
        let (span, choices) = complete(typed, typed.len(), &known);
        let found: Vec<&str> = choices.iter().map(|one| one.text.as_str()).collect();
        assert_eq!((span.of(typed), &found[..]), (place, expected), "{typed}");
    }
}

proptest::proptest! {
    #[test]
    fn whatever_is_typed_is_read_or_refused(text in "[a-z:\"“” <.,0-9-]{0,40}", at in 0usize..40) {
        let (story, set) = story();
        if let Ok(query) = Query::parse(&text) {
            for one in &story.statements {
                query.lets(&story, one, set.get(&one.id));
            }
        }
        complete(&text, at, &Known::default());
    }
}
