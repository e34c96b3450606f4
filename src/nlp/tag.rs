//! What a statement does — claims, commits, denies or none of these — and the last touches that
//! make a draft an attribution. By the codebook in `assets/codebook.ron`.

use super::page::Page;
use super::roles::Draft;
use super::speaker::Speakers;
use super::{Attribution, Directness, Label, Suggestion};
use crate::text::Span;

/// The attributions of a page, in the order of their drafts.
pub fn attributions(page: &Page, drafts: &[Draft], speakers: &Speakers) -> Vec<Attribution> {
    let within = within(drafts);
    drafts
        .iter()
        .zip(&speakers.of)
        .enumerate()
        .map(|(at, (draft, resolved))| Attribution {
            source: draft.source.clone(),
            cue: draft.cue.clone(),
            content: draft.content.clone(),
            speakers: resolved.speakers.clone(),
            unnamed: resolved.unnamed.clone(),
            within: within[at],
            directness: directness(page, &draft.content),
            suggestion: Some(suggest(page, draft)),
            confidence: draft.confidence,
            why: match resolved.chain.as_str() {
                "" => draft.why.clone(),
                chain => format!("{chain}; {}", draft.why),
            },
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

/// The tag that fits, and how sure the rule is that gave it.
fn suggest(page: &Page, draft: &Draft) -> Suggestion {
    let words: Vec<String> = draft
        .content
        .iter()
        .flat_map(|span| page.token_from(span.start())..page.token_from(span.end()))
        .map(|at| page.lower(at).replace('’', "'"))
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .collect();
    let text = format!(" {} ", words.join(" "));
    let (label, score) = label(draft.lemma, &text, asks_only(page, draft));
    Suggestion { label, score }
}

/// Whether the content is one question.
fn asks_only(page: &Page, draft: &Draft) -> bool {
    let text = draft.content.last().map_or("", |span| span.of(page.text));
    text.trim_end_matches(['”', '"', '’', '\'', '»', ',']).ends_with('?')
        && !text.contains(['.', '!'])
}

/// `text` is the content's words, lower case, a blank before and behind each.
fn label(lemma: &str, text: &str, question: bool) -> (Label, f32) {
    let clause = text.strip_prefix(" that").unwrap_or(text);
    let has = |list: &[&str]| list.iter().any(|words| text.contains(words));
    let begins = |list: &[&str]| list.iter().any(|words| clause.starts_with(words));
    match lemma {
        "deny" | "refute" | "rebut" => (Label::Denial, 0.93),
        "dispute" => (Label::Denial, 0.8),
        "reject" | "dismiss" if has(&ACTS) => (Label::None, 0.7),
        "reject" | "dismiss" => (Label::Denial, 0.85),
        "promise" | "pledge" | "vow" | "undertake" | "swear" | "threaten" | "guarantee" => {
            (Label::Commitment, 0.9)
        }
        "agree" if begins(&[" to "]) => (Label::Commitment, 0.88),
        "intend" | "plan" => (Label::Commitment, 0.6),
        "offer" if begins(&[" to "]) => (Label::Commitment, 0.6),
        "ask" | "urge" | "want" | "hope" | "wish" | "fear" | "demand" | "refuse" | "decline"
        | "propose" | "praise" | "criticize" | "criticise" | "blast" | "slam" | "apologize"
        | "expect" => (Label::None, 0.7),
        _ if question => (Label::None, 0.75),
        _ if has(&DENIALS) => (Label::Denial, 0.8),
        _ if begins(&BONDS) => (Label::Commitment, 0.88),
        _ if begins(&UNDERTAKINGS) && !begins(&FORECASTS) => (Label::Commitment, 0.7),
        "" | "continue" => (Label::Claim, 0.6),
        _ => (Label::Claim, 0.8),
    }
}

/// What is refused by an act, which says nothing about truth.
#[rustfmt::skip]
const ACTS: [&str; 13] = [
    " deal ", " request ", " plan ", " offer ", " proposal ", " bid ", " bill ", " ruling ",
    " nomination ", " motion ", " invitation ", " application ", " amendment ",
];

/// Nouns that bind whoever confirms them.
#[rustfmt::skip]
const BONDS: [&str; 24] = [
    " their commitment", " their determination", " their intention", " their resolve", " their pledge",
    " their readiness", " their willingness", " their promise", " its commitment", " its intention",
    " its determination", " its pledge", " its readiness", " its willingness", " its resolve",
    " his commitment", " his determination", " his intention", " his readiness", " her commitment",
    " her determination", " her intention", " her readiness", " our commitment",
];

/// Openings in which the source undertakes something.
#[rustfmt::skip]
const UNDERTAKINGS: [&str; 29] = [
    " i will ", " we will ", " i'll ", " we'll ", " i won't ", " we won't ", " i am going to ",
    " we are going to ", " we're going to ", " i'm going to ", " he will ", " he would ", " she will ",
    " she would ", " they will ", " they would ", " it will ", " it would ", " we intend ", " i intend ",
    " he intends ", " she intends ", " he plans ", " she plans ", " they plan ", " he won't ",
    " she won't ", " they won't ", " they intend ",
];

/// The same openings as forecasts and wishes.
#[rustfmt::skip]
const FORECASTS: [&str; 11] = [
    " it will be ", " it would be ", " he would be ", " she would be ", " they would be ",
    " he would have ", " she would have ", " it would have ", " they would have ", " he would like ",
    " she would like ",
];

/// Words that answer an allegation.
#[rustfmt::skip]
const DENIALS: [&str; 27] = [
    " no collusion ", " no truth ", " no wrongdoing ", " no basis ", " no merit ", " no involvement ",
    " not true ", " isn't true ", " untrue ", " totally false ", " completely false ", " is false ",
    " are false ", " was false ", " were false ", " fake ", " baseless ", " a hoax ", " fabricated ",
    " did nothing wrong ", " done nothing wrong ", " nothing to do with ", " never happened ",
    " never did ", " didn't do that ", " did not do that ", " a lie ",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels() {
        use Label::{Claim, Commitment, Denial, None};
        for (lemma, content, expected) in [
            ("say", "taxes rose", Claim),
            ("say", "there is no military way out", Claim),
            ("say", "there was no collusion", Denial),
            ("say", "we will not raise taxes", Commitment),
            ("say", "that she would resign", Commitment),
            ("say", "it will be cold", Claim),
            ("agree", "to keep the port open", Commitment),
            ("agree", "that the port is old", Claim),
            ("confirm", "their determination to rebuild", Commitment),
            ("confirm", "the importance of the harbour", Claim),
            ("reject", "any part in the fire", Denial),
            ("reject", "the offer of a loan", None),
            ("deny", "having met him", Denial),
            ("urge", "all sides to talk", None),
        ] {
            assert_eq!(
                label(lemma, &format!(" {content} "), false).0,
                expected,
                "{lemma} {content}"
            );
        }
        assert_eq!(label("ask", " why ", true).0, None);
    }
}
