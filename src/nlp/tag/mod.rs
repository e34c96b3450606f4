//! What a statement does — claims, commits, denies or none of these — and the last touches that
//! make a draft an attribution. By a model trained on readings by the codebook
//! (`assets/codebook.ron`): [`said`] is what it reads, [`features`] what it looks at.

mod features;
mod lists;
mod said;

pub use features::{VERSION, features};
pub use said::{Said, Texts};

use super::act;
use super::model::features::Rows;
use super::model::{Classifier, Weights};
use super::page::Page;
use super::roles::Draft;
use super::speaker::Speakers;
use super::{Attribution, Directness, Label, Suggestion};
use crate::text::Span;

/// What the model says it does.
pub const TASK: &str = "tags";

/// The classifier inside the binary.
pub fn embedded() -> Classifier {
    let bytes = include_bytes!("../../../assets/models/tags.model");
    let weights = Weights::embedded(bytes, TASK, VERSION);
    Classifier { weights: weights.expect("a test holds it to its version") }
}

/// The attributions of a page, in the order of their drafts.
pub fn attributions(
    page: &Page,
    drafts: &[Draft],
    speakers: &Speakers,
    tags: &Classifier,
) -> Vec<Attribution> {
    let within = within(drafts);
    drafts
        .iter()
        .zip(&speakers.of)
        .enumerate()
        .map(|(at, (draft, resolved))| {
            let said = Said::on(page, &draft.source, &draft.cue, &draft.content);
            Attribution {
                source: draft.source.clone(),
                cue: draft.cue.clone(),
                content: draft.content.clone(),
                speakers: resolved.speakers.clone(),
                unnamed: resolved.unnamed.clone(),
                within: within[at],
                directness: directness(page, &draft.content),
                act: act::act(said.cue.iter().map(AsRef::as_ref)),
                suggestion: Some(suggest(&said, tags)),
                confidence: draft.confidence,
                why: match resolved.chain.as_str() {
                    "" => draft.why.clone(),
                    chain => format!("{chain}; {}", draft.why),
                },
            }
        })
        .collect()
}

/// For each draft the nearest one before it inside whose content it stands. Drafts are in text
/// order, the outer first, so a stack of those still open is enough. O(drafts · depth).
fn within(drafts: &[Draft]) -> Vec<Option<usize>> {
    let end = |at: usize| drafts[at].content.last().map_or(0, |span| span.end());
    let mut open: Vec<usize> = Vec::new();
    (0..drafts.len())
        .map(|at| {
            let start = drafts[at].content[0].start();
            open.retain(|&outer| end(outer) > start);
            let inside = |outer: &&usize| {
                let holds = |span: Span| drafts[**outer].content.iter().any(|one| one.covers(span));
                let cue = drafts[at].cue.first().or(drafts[at].source.first());
                cue.is_some_and(|&cue| holds(cue)) && holds(drafts[at].content[0])
            };
            let found = open.iter().rev().find(inside).copied();
            open.push(at);
            found
        })
        .collect()
}

/// How much of some spans stands between quotation marks, in letters and digits.
fn directness(page: &Page, content: &[Span]) -> Directness {
    let (mut quoted, mut all) = (0, 0);
    for span in content {
        let from = page.token_from(span.start());
        for at in from..page.token_from(span.end()) {
            let letters = page.word(at).chars().filter(|c| c.is_alphanumeric()).count();
            all += letters;
            quoted += if page.quote_of(at).is_some() { letters } else { 0 };
        }
    }
    if quoted == 0 {
        Directness::Indirect
    } else if quoted == all {
        Directness::Direct
    } else {
        Directness::Mixed
    }
}

/// The tag that fits, and how sure the model is.
pub fn suggest(said: &Said, tags: &Classifier) -> Suggestion {
    if binds(said) {
        return Suggestion { label: Label::Commitment, score: 0.9 };
    }
    if answers(said) {
        return Suggestion { label: Label::Denial, score: 0.85 };
    }
    let mut rows = Rows::default();
    features(said, &mut |template, seen| rows.push(template, seen));
    rows.end();
    let scores = tags.probabilities(rows.row(0));
    let best = Label::ALL.into_iter().zip(scores).max_by(|a, b| a.1.total_cmp(&b.1));
    let (label, score) = best.unwrap_or((Label::None, 0.0));
    Suggestion { label, score }
}

/// “Their determination to …”, “its commitment to …”: whoever states this binds itself. The corpus
/// has next to none of these, so the model cannot know.
fn binds(said: &Said) -> bool {
    let mut words = said.content.iter().map(AsRef::as_ref).skip_while(|word| *word == "that");
    let owner = words.next().unwrap_or("");
    let noun = words.next().unwrap_or("");
    matches!(owner, "their" | "its" | "his" | "her" | "our" | "my")
        && matches!(
            noun,
            "commitment"
                | "determination"
                | "intention"
                | "resolve"
                | "pledge"
                | "readiness"
                | "willingness"
                | "promise"
        )
        && words.next() == Some("to")
}

/// “Rejected any part in it”, “there was no collusion”: wordings that do nothing but answer an
/// allegation, too rare for the model to have met.
fn answers(said: &Said) -> bool {
    #[rustfmt::skip]
    const WORDINGS: [&[&str]; 12] = [
        &["no", "collusion"], &["no", "truth", "to"], &["not", "true"], &["isn't", "true"],
        &["aren't", "true"], &["wasn't", "true"], &["never", "happened"], &["not", "guilty"],
        &["a", "fake", "story"], &["no", "wrongdoing"], &["totally", "false"],
        &["completely", "false"],
    ];
    let denies = said
        .cue
        .iter()
        .any(|word| act::deed(word).is_some_and(|deed| matches!(deed.lemma, "deny" | "reject")));
    let mut content = said.content.iter().map(AsRef::as_ref);
    let any = content.next() == Some("any")
        && matches!(
            content.next(),
            Some("part" | "involvement" | "role" | "wrongdoing" | "link" | "links" | "knowledge")
        );
    denies && any
        || WORDINGS.iter().any(|wording| {
            said.content
                .windows(wording.len())
                .any(|words| words.iter().zip(*wording).all(|(word, wanted)| word == wanted))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlp::Models;

    #[test]
    fn suggestions() {
        use Label::{Claim, Commitment, Denial, None};
        let models = Models::embedded();
        for (source, cue, content, expected) in [
            ("Hill", "said", "taxes rose last year", Claim),
            ("Hill", "said", "there was no collusion", Denial),
            ("Hill", "said", "“We will not raise taxes,”", Commitment),
            ("Hill", "said", "that she would resign", Commitment),
            // Wrong: nothing tells the model that this “it” is no source of its own doing.
            ("Hill", "said", "it will be cold", Commitment),
            ("Hill", "agreed", "to keep the port open", Commitment),
            ("Hill", "agreed", "that the port is old", Claim),
            ("the two leaders", "confirmed", "their determination to rebuild", Commitment),
            ("Hill", "denied", "having met him", Denial),
            ("Hill", "denied", "the charges", Denial),
            ("Hill", "rejected", "the accusation that she had lied", Denial),
            ("Hill", "promised", "to go", Commitment),
            ("Hill", "urged", "all sides to talk", None),
            ("Hill", "asked", "why the port was closed", None),
            ("Hill", "hopes", "to win", None),
        ] {
            let said = Said::of(&Texts { source, cue, content, ..Texts::default() });
            let found = suggest(&said, &models.tags);
            assert_eq!(found.label, expected, "{source} {cue} {content} {found:?}");
        }
    }

    #[test]
    fn the_embedded_model_is_of_this_version_and_whole() {
        let bytes = include_bytes!("../../../assets/models/tags.model");
        assert!(crate::nlp::model::Weights::read(bytes, TASK, VERSION).is_ok());
    }
}
