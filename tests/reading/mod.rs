//! What the engine must read right: joint statements, “the two leaders”, bracketed insertions, a
//! quotation resumed behind its cue, a denial inside another's statement, the agency at the end.
//!
//! The same shapes twice: in our own story, by its words; and in the story that started the
//! project, by offsets only, where that file lies beside the project.

use std::ops::ControlFlow;
use std::path::Path;

use onrecord::article::{Article, Origin};
use onrecord::import::{self, Format};
use onrecord::nlp::{self, Analysis, Attribution, Label, Models};

/// Content (its fragments by how they begin and end), speakers, directness, fitting tags.
struct Expected<'a> {
    content: &'a [(&'a str, &'a str)],
    speakers: &'a [&'a str],
    directness: &'a str,
    tags: &'a [Label],
}

const BOTH: &[&str] = &["Clara Whitfield", "Daniel Osei"];
const ONE: &[&str] = &["Clara Whitfield"];
const CLAIM: &[Label] = &[Label::Claim];
const COMMITMENT: &[Label] = &[Label::Commitment];
const DENIAL: &[Label] = &[Label::Denial];

fn analyse(id: &str, bytes: &[u8]) -> (Article, Analysis) {
    let article = import::articles(id, Origin::BuiltIn, bytes, Some(Format::Text))
        .into_iter()
        .next()
        .expect("one article")
        .expect("it reads");
    let models = Models::embedded();
    let analysis = nlp::analyse(&article, &models, &mut |_| ControlFlow::Continue(()))
        .expect("nothing stops it");
    (article, analysis)
}

fn speakers<'a>(analysis: &'a Analysis, attribution: &Attribution) -> Vec<&'a str> {
    let name = |id: &nlp::EntityId| analysis.entities[id.0 as usize].name.as_str();
    attribution.speakers.iter().map(name).collect()
}

#[test]
fn our_story_reads_as_its_table_says() {
    let bytes = include_bytes!("../../assets/stories/two-ports.txt");
    let (article, analysis) = analyse("two-ports.txt", bytes);
    #[rustfmt::skip]
    let table = [
        Expected { content: &[("they are content", "this winter")], speakers: BOTH, directness: "mixed", tags: CLAIM },
        Expected { content: &[("their determination", "the summer")], speakers: BOTH, directness: "indirect", tags: COMMITMENT },
        Expected { content: &[("to break", "ring")], speakers: &[], directness: "indirect", tags: COMMITMENT },
        Expected { content: &[("to keep lines", "is closed")], speakers: BOTH, directness: "indirect", tags: COMMITMENT },
        Expected { content: &[("“There is no quick", "crisis,”")], speakers: &[], directness: "direct", tags: CLAIM },
        Expected { content: &[("that the two mayors", "cities.”")], speakers: &[], directness: "mixed", tags: CLAIM },
        Expected { content: &[("that “a lasting", "cities.”")], speakers: BOTH, directness: "mixed", tags: CLAIM },
        Expected { content: &[("that the plan", "to speak.”")], speakers: BOTH, directness: "mixed", tags: CLAIM },
        Expected { content: &[("their commitment", "both ports")], speakers: BOTH, directness: "indirect", tags: COMMITMENT },
        Expected { content: &[("all shipping lines", "the inquiry")], speakers: BOTH, directness: "indirect", tags: &[Label::None] },
        Expected { content: &[("that “she had", "Osei")], speakers: ONE, directness: "mixed", tags: CLAIM },
        Expected { content: &[("that the agreement", "families.”")], speakers: ONE, directness: "mixed", tags: CLAIM },
        Expected { content: &[("that she and Osei", "neighbours")], speakers: ONE, directness: "indirect", tags: CLAIM },
        Expected { content: &[("that Osei rejected", "of hand")], speakers: ONE, directness: "indirect", tags: CLAIM },
        Expected { content: &[("any part in", "fire")], speakers: &["Daniel Osei"], directness: "indirect", tags: DENIAL },
        Expected { content: &[("that “all he (Osei)", "no good.”")], speakers: ONE, directness: "mixed", tags: &[Label::Claim, Label::Denial] },
        Expected { content: &[("“There’s a story", "secret deal,”"), ("“The union wanted", "for it.”")], speakers: ONE, directness: "direct", tags: DENIAL },
        Expected { content: &[("the charge", "“absurd”")], speakers: &[], directness: "mixed", tags: &[Label::Claim, Label::Denial] },
        Expected { content: &[("to publish", "by Friday")], speakers: &[], directness: "indirect", tags: COMMITMENT },
        Expected { content: &[("to comment", "to comment")], speakers: &["Daniel Osei"], directness: "indirect", tags: &[Label::None] },
    ];
    let found: Vec<&Attribution> = analysis.attributions.iter().collect();
    let contents: Vec<Vec<&str>> = found
        .iter()
        .map(|one| one.content.iter().map(|span| article.words(*span)).collect())
        .collect();
    for expected in &table {
        let at = contents
            .iter()
            .position(|content| {
                content.len() == expected.content.len()
                    && content.iter().zip(expected.content).all(|(words, (begin, end))| {
                        words.starts_with(begin) && words.ends_with(end)
                    })
            })
            .unwrap_or_else(|| panic!("{:?} not found in {contents:#?}", expected.content));
        let one = found[at];
        assert_eq!(speakers(&analysis, one), expected.speakers, "{:?}", contents[at]);
        assert_eq!(one.directness.word(), expected.directness, "{:?}", contents[at]);
        let tag = one.suggestion.as_ref().map(|suggestion| suggestion.label);
        assert!(tag.is_some_and(|tag| expected.tags.contains(&tag)), "{:?} {tag:?}", contents[at]);
    }
    assert_eq!(found.len(), table.len(), "wrong ones: {contents:#?}");
    let denial = found.iter().position(|one| article.words(one.content[0]).starts_with("any part"));
    let outer = found[denial.expect("found above")].within.expect("inside another's statement");
    assert!(article.words(found[outer].content[0]).starts_with("that Osei rejected"));
}

#[test]
fn our_story_names_its_people_and_places() {
    let bytes = include_bytes!("../../assets/stories/two-ports.txt");
    let (article, analysis) = analyse("two-ports.txt", bytes);
    #[rustfmt::skip]
    let table: &[(&str, &str, &[&str], &[&str])] = &[
        ("Clara Whitfield", "person", &["Whitfield"], &["Northhaven Mayor", "the two mayors", "They"]),
        ("Daniel Osei", "person", &["Osei"], &["her Port Ellis counterpart", "they"]),
        ("Grey Lantern Ring", "org", &["GLR"], &[]),
        ("Coastal Cities Forum", "org", &["CCF"], &[]),
        ("Northhaven Harbour Board", "org", &[], &[]),
        ("Tidewater Union", "org", &[], &[]),
        ("European Union", "org", &[], &[]),
        ("Coastal Press", "org", &[], &[]),
        ("Port Ellis", "place", &["PORT ELLIS"], &[]),
        ("Lisbon", "place", &[], &[]),
        ("Portugal", "place", &[], &[]),
    ];
    for (name, kind, aliases, references) in table {
        let entity = analysis.entities.iter().find(|one| one.name == *name).unwrap_or_else(|| {
            panic!("{name} not in {:?}", analysis.entities.iter().map(|one| &one.name))
        });
        let words = |spans: &[onrecord::text::Span]| {
            spans.iter().map(|span| article.words(*span).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(entity.kind.word(), *kind, "{name}");
        let (mentions, meant) = (words(&entity.mentions), words(&entity.references));
        assert!(aliases.iter().all(|one| mentions.contains(&(*one).to_owned())), "{mentions:?}");
        assert!(references.iter().all(|one| meant.contains(&(*one).to_owned())), "{meant:?}");
    }
    assert_eq!(
        article.metadata.agency.as_ref().map(|one| one.name.as_str()),
        Some("Coastal Press")
    );
}

/// The first article of the project, where it lies beside it: its sentences stay out of here, so
/// every span is given in code points of the file.
#[test]
fn the_first_story_reads_as_its_table_says() {
    /// Content in code points, speakers, directness, fitting tags.
    type Row<'a> = (&'a [[usize; 2]], &'a [&'a str], &'a str, &'a [Label]);
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/articles/000_4266f23b4c5b6480.txt");
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!("skipped: {} is not there", path.display());
        return;
    };
    let (article, analysis) = analyse("000.txt", &bytes);
    let both: &[&str] = &["Donald Trump", "Vladimir Putin"];
    let (trump, putin): (&[&str], &[&str]) = (&both[..1], &both[1..]);
    #[rustfmt::skip]
    let table: &[Row] = &[
        (&[[125, 302]], both, "mixed", CLAIM),
        (&[[501, 542]], both, "indirect", COMMITMENT),
        (&[[646, 827]], both, "indirect", COMMITMENT),
        (&[[830, 887]], &[], "direct", CLAIM),
        (&[[915, 1043]], &[], "mixed", CLAIM),
        (&[[946, 1043]], both, "mixed", CLAIM),
        (&[[1059, 1304]], both, "mixed", CLAIM),
        (&[[1336, 1447]], both, "indirect", COMMITMENT),
        (&[[1456, 1575]], both, "indirect", &[Label::None]),
        (&[[1598, 1833]], both, "mixed", CLAIM),
        (&[[1866, 1905]], trump, "mixed", CLAIM),
        (&[[1914, 1998]], trump, "mixed", CLAIM),
        (&[[2059, 2108]], trump, "indirect", CLAIM),
        (&[[2122, 2214]], trump, "indirect", CLAIM),
        (&[[2142, 2199]], putin, "indirect", DENIAL),
        (&[[2223, 2367]], trump, "mixed", &[Label::Claim, Label::Denial]),
        (&[[2369, 2489], [2502, 2676]], trump, "direct", DENIAL),
    ];
    for (at, one) in analysis.attributions.iter().enumerate() {
        let content: Vec<[usize; 2]> =
            one.content.iter().map(|span| article.original(*span)).collect();
        let Some((spans, names, directness, tags)) = table.get(at) else {
            panic!("one too many: {content:?}")
        };
        assert_eq!(&content, spans);
        assert_eq!(&speakers(&analysis, one), names, "{content:?}");
        assert_eq!(&one.directness.word(), directness, "{content:?}");
        let tag = one.suggestion.as_ref().map(|suggestion| suggestion.label);
        assert!(tag.is_some_and(|tag| tags.contains(&tag)), "{content:?} {tag:?}");
    }
    assert_eq!(analysis.attributions.len(), table.len());
    let unnamed = analysis.attributions.iter().filter_map(|one| one.unnamed.as_deref());
    assert!(unnamed.into_iter().all(|one| one == "the statement"));
    let names: Vec<&str> = analysis.entities.iter().map(|one| one.name.as_str()).collect();
    for name in [
        "Donald Trump",
        "Vladimir Putin",
        "Islamic State",
        "Syria",
        "Washington",
        "Da Nang",
        "Vietnam",
        "Hanoi",
        "Geneva",
        "Asia-Pacific Economic Cooperation",
        "U.S. State Department",
        "UN Security Council",
        "Democrats",
        "Xinhua",
    ] {
        assert!(names.contains(&name), "{name} not in {names:?}");
    }
    let state = analysis.entities.iter().find(|one| one.name == "Islamic State").unwrap();
    assert_eq!(state.mentions.len(), 4, "the name once, its short form three times");
}
