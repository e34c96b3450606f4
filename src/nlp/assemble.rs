//! Drafts of a page: what labeller and joiner find, and by rule what stands inside it.
//!
//! The corpus marks only the outermost of nested statements, so the labeller cannot learn the inner
//! ones (“said that Putin rejected …”): the rules find those.

use super::draft::{self, Draft};
use super::join::{self, Joined};
use super::lexicon;
use super::mention::Mention;
use super::model::Ranker;
use super::page::Page;
use super::roles::{self, Fragment, Scorer};
use super::rules;
use crate::text::Span;

/// Drafts in text order, the outer before the inner. O(tokens).
pub fn drafts(page: &Page, mentions: &[Mention], scorer: &Scorer, joiner: &Ranker) -> Vec<Draft> {
    let by_rule = rules::drafts(page, mentions);
    let fragments = roles::fragments(page, mentions, &by_rule, scorer);
    let joined = join::joined(page, &fragments, joiner);
    let mut drafts: Vec<Draft> =
        joined.iter().map(|one| learned(page, &fragments, one, &by_rule)).collect();
    continue_speeches(page, &mut drafts);
    let inner: Vec<Draft> = by_rule.iter().filter(|one| is_inner(one, &drafts)).cloned().collect();
    drafts.extend(inner);
    draft::in_text_order(&drafts)
}

/// A draft of joined fragments.
fn learned(page: &Page, fragments: &[Fragment], one: &Joined, by_rule: &[Draft]) -> Draft {
    let span = |at: usize| page.span(fragments[at].tokens.clone());
    let cue: Vec<Span> = one.cue.into_iter().map(span).collect();
    let source: Vec<Span> = one.source.into_iter().map(span).collect();
    let content: Vec<Span> = one.contents.iter().map(|&at| span(at)).collect();
    let agrees = by_rule.iter().any(|rule| rule.cue == cue && rule.content == content);
    let parts = one.cue.iter().chain(&one.source).chain(&one.contents);
    let sure = parts.map(|&at| fragments[at].sure).fold(one.sure, |all, sure| all * sure);
    Draft {
        lemma: one.cue.map_or("", |cue| lemma(page, &fragments[cue])),
        confidence: sure,
        why: why(page, &cue, &source, agrees),
        continues: None,
        source,
        cue,
        content,
    }
}

/// The lemma of the first cue word of a cue.
fn lemma(page: &Page, cue: &Fragment) -> &'static str {
    let mut words = cue.tokens.clone().map(|at| page.lower(at));
    let known = words.find_map(|word| match word {
        "according" => Some("according to"),
        ":" => Some(":"),
        _ => lexicon::cue(word).map(|cue| cue.lemma),
    });
    known.unwrap_or_default()
}

fn why(page: &Page, cue: &[Span], source: &[Span], agrees: bool) -> String {
    let place = match (cue.first(), source.first()) {
        (Some(cue), Some(source)) if source.start() < cue.start() => {
            format!("subject of “{}”", cue.of(page.text))
        }
        (Some(cue), Some(_)) => format!("named behind “{}”", cue.of(page.text)),
        (Some(cue), None) => format!("“{}” without a source beside it", cue.of(page.text)),
        (None, _) => "speech without a cue beside it".to_owned(),
    };
    format!(
        "{place}; learned from annotated news{}",
        if agrees { ", and so says the rule" } else { "" }
    )
}

/// A speech without cue and source right behind another goes on with its speaker.
fn continue_speeches(page: &Page, drafts: &mut [Draft]) {
    for at in 1..drafts.len() {
        let silent = drafts[at].cue.is_empty() && drafts[at].source.is_empty();
        let quoted = |span: Span| page.quote_of(page.token_from(span.start())).is_some();
        if silent && quoted(drafts[at].content[0]) && quoted(drafts[at - 1].content[0]) {
            drafts[at].continues = Some(at - 1);
        }
    }
}

/// Whether a draft by rule stands whole inside the content of a learned one, and is not that one.
fn is_inner(rule: &Draft, learned: &[Draft]) -> bool {
    let Some(&cue) = rule.cue.first() else { return false };
    let whole = |outer: &Draft| {
        let holds = |span: &Span| outer.content.iter().any(|content| content.covers(*span));
        rule.parts().all(|span| holds(&span))
    };
    let known = learned.iter().any(|one| one.cue.iter().any(|other| other.overlaps(cue)));
    !known && !rule.source.is_empty() && learned.iter().any(whole)
}
