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
use super::rules::{self, credit::is_sure};
use crate::text::Span;

/// Drafts in text order, the outer before the inner. O(tokens).
pub fn drafts(page: &Page, mentions: &[Mention], scorer: &Scorer, ranker: &Ranker) -> Vec<Draft> {
    let by_rule = rules::drafts(page, mentions);
    let fragments = roles::fragments(page, &by_rule, scorer);
    let mut joined = join::joined(page, &fragments, ranker);
    joined.retain(|one| !is_credited(page, &fragments, one, &by_rule));
    let cue_of = |one: &Joined| one.cue.map(|cue| page.span(fragments[cue].tokens.clone()));
    let rule_of: Vec<Option<usize>> =
        joined.iter().map(|one| cue_of(one).and_then(|cue| with_cue(&by_rule, cue))).collect();
    let mut drafts: Vec<Draft> = joined
        .iter()
        .zip(&rule_of)
        .map(|(one, rule)| {
            let inside = rule.is_some_and(|rule| within_another(&by_rule, rule));
            learned(page, &fragments, one, rule.map(|rule| &by_rule[rule]), inside)
        })
        .collect();
    share_sources(&mut drafts, &by_rule, &rule_of);
    continue_speeches(page, &mut drafts);
    let missed = by_rule.iter().filter(|one| is_sure(one) || is_missed(one, near(&drafts, one)));
    let missed: Vec<Draft> = missed.cloned().collect();
    drafts.extend(missed);
    let mut drafts = draft::in_text_order(drafts);
    let inner: Vec<Draft> =
        by_rule.iter().filter(|one| is_inner(one, near(&drafts, one))).cloned().collect();
    drafts.extend(inner);
    draft::in_text_order(without_repeats(drafts))
}

/// Leaves out a draft whose content another one has: the same content twice, or a part of another's
/// without a cue of its own. Drafts that others go on from stay.
fn without_repeats(drafts: Vec<Draft>) -> Vec<Draft> {
    let ordered = draft::in_text_order(drafts);
    let repeats = |at: usize| {
        let one = &ordered[at];
        let holds = |other: &Draft| {
            one.content.iter().all(|span| other.content.iter().any(|content| content.covers(*span)))
        };
        around(&ordered, one.content[0].start()).filter(|&other| other != at).any(|other| {
            let same = ordered[other].content == one.content;
            let better = (ordered[other].confidence, other) > (one.confidence, at);
            same && better || !same && one.cue.is_empty() && holds(&ordered[other])
        })
    };
    let mut needed = vec![false; ordered.len()];
    for before in ordered.iter().filter_map(|one| one.continues) {
        needed[before] = true;
    }
    let kept: Vec<usize> = (0..ordered.len()).filter(|&at| needed[at] || !repeats(at)).collect();
    let place = |old: usize| kept.binary_search(&old).ok();
    let all = ordered.into_iter().enumerate();
    all.filter(|(at, _)| place(*at).is_some())
        .map(|(_, one)| Draft { continues: one.continues.and_then(place), ..one })
        .collect()
}

/// How many drafts to each side can have to do with one: more than one long sentence holds. Drafts
/// are in text order, their cues and sources not quite.
const NEAR: usize = 24;

/// The drafts near a place in the text.
fn around(drafts: &[Draft], byte: usize) -> std::ops::Range<usize> {
    let after = drafts.partition_point(|one| one.content[0].start() < byte);
    after.saturating_sub(NEAR)..drafts.len().min(after + NEAR)
}

fn near<'d>(drafts: &'d [Draft], one: &Draft) -> &'d [Draft] {
    &drafts[around(drafts, one.content[0].start())]
}

/// The draft by rule that has a cue there.
fn with_cue(by_rule: &[Draft], cue: Span) -> Option<usize> {
    around(by_rule, cue.start()).find(|&at| by_rule[at].cue.iter().any(|other| other.overlaps(cue)))
}

/// Whether a draft by rule stands inside the content of one just before it.
fn within_another(by_rule: &[Draft], at: usize) -> bool {
    let holds = |outer: &Draft| {
        let cue = by_rule[at].cue.first();
        cue.is_some_and(|cue| outer.content.iter().any(|content| content.covers(*cue)))
    };
    by_rule[at.saturating_sub(NEAR)..at].iter().any(holds)
}

/// A draft of joined fragments. Where a rule reads the same cue, its content holds: on held-out
/// articles it is right more often than the labeller when the two differ. Its source holds `inside`
/// another statement, which the labeller never saw in training; elsewhere the labeller's is better.
fn learned(
    page: &Page,
    fragments: &[Fragment],
    one: &Joined,
    rule: Option<&Draft>,
    inside: bool,
) -> Draft {
    let span = |at: usize| page.span(fragments[at].tokens.clone());
    let cue: Vec<Span> = one.cue.into_iter().map(span).collect();
    let source: Vec<Span> = one.source.into_iter().map(span).collect();
    let content: Vec<Span> = one.contents.iter().map(|&at| span(at)).collect();
    let agrees = rule.is_some_and(|rule| rule.content == content);
    let parts = one.cue.iter().chain(&one.source).chain(&one.contents);
    let sure = parts.map(|&at| fragments[at].sure).fold(one.sure, |all, sure| all * sure);
    Draft {
        lemma: one.cue.map_or("", |cue| lemma(page, &fragments[cue])),
        confidence: calibrated(sure),
        why: why(page, &cue, &source, agrees),
        continues: None,
        source: match rule {
            Some(rule) if source.is_empty() || inside => rule.source.clone(),
            _ => source,
        },
        cue,
        content: rule.map_or(content, |rule| rule.content.clone()),
    }
}

/// The share of statements that have cue, source and content all right among those of which the
/// models are `sure` to that degree. Measured on `polnear/dev.jsonl` in steps of a tenth, straight lines
/// between; measure again whenever a model of roles or joining changes.
fn calibrated(sure: f32) -> f32 {
    const KNOTS: [(f32, f32); 8] = [
        (0.0, 0.03),
        (0.1, 0.12),
        (0.3, 0.22),
        (0.5, 0.39),
        (0.7, 0.53),
        (0.8, 0.61),
        (0.9, 0.71),
        (1.0, 0.95),
    ];
    let above = KNOTS.iter().position(|knot| knot.0 >= sure).unwrap_or(KNOTS.len() - 1).max(1);
    let ((x, y), (next_x, next_y)) = (KNOTS[above - 1], KNOTS[above]);
    y + (next_y - y) * ((sure - x) / (next_x - x)).clamp(0.0, 1.0)
}

/// “…, adding that …”: a cue without a source of its own shares that of the cue it goes on from.
fn share_sources(drafts: &mut [Draft], by_rule: &[Draft], rule_of: &[Option<usize>]) {
    for at in 0..drafts.len() {
        let main = rule_of[at].and_then(|rule| by_rule[rule].continues);
        if let Some(main) = main.filter(|_| drafts[at].source.is_empty()) {
            let first = at.saturating_sub(NEAR);
            let before = rule_of[first..at].iter().rposition(|&rule| rule == Some(main));
            drafts[at].continues = before.map(|before| first + before);
        }
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

/// Whether a sure credit says more of what was joined: it has the same mark or name, or the same
/// speech with a speaker to it.
fn is_credited(page: &Page, fragments: &[Fragment], one: &Joined, by_rule: &[Draft]) -> bool {
    let span = |&at: &usize| page.span(fragments[at].tokens.clone());
    let parts: Vec<Span> =
        one.cue.iter().chain(&one.source).chain(&one.contents).map(span).collect();
    let touches =
        |spans: &[Span]| spans.iter().any(|span| parts.iter().any(|own| own.overlaps(*span)));
    let start = span(&one.contents[0]).start();
    by_rule[around(by_rule, start)].iter().filter(|rule| is_sure(rule)).any(|credit| {
        touches(&credit.source)
            || touches(&credit.cue)
            || one.cue.is_none() && touches(&credit.content)
    })
}

/// Whether a draft by rule, of a kind that is seldom wrong and names its source, is nowhere near
/// what was learned.
fn is_missed(rule: &Draft, learned: &[Draft]) -> bool {
    /// A clause with “that”, a quotation, “according to”.
    const SURE: f32 = 0.84;
    let touches = |one: &Draft| one.parts().any(|span| rule.parts().any(|own| own.overlaps(span)));
    rule.confidence > SURE
        && rule.continues.is_none()
        && !rule.source.is_empty()
        && !learned.iter().any(touches)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Origin};
    use crate::nlp::{Models, mention};
    use crate::text::clean;

    /// Each draft as `[source] <cue> content ⋯ content`.
    fn read(text: &str, models: &Models) -> Vec<String> {
        let article = Article::new("test", Origin::Stdin, clean::clean(text));
        let page = Page::new(&article, &models.pos);
        let mentions = mention::mentions(&page, &article.metadata, &models.names);
        let words = |spans: &[Span]| {
            spans.iter().map(|span| span.of(&article.text)).collect::<Vec<_>>().join(" ⋯ ")
        };
        let line = |one: &Draft| {
            format!("[{}] <{}> {}", words(&one.source), words(&one.cue), words(&one.content))
        };
        drafts(&page, &mentions, &models.roles, &models.join).iter().map(line).collect()
    }

    #[test]
    fn roles_are_found_and_joined() {
        let models = Models::embedded();
        #[rustfmt::skip]
        let cases: &[(&str, &[&str])] = &[
            // No verb of the word lists.
            ("The mayor’s fear is that the port will close.",
             &["[The mayor’s] <fear is> that the port will close"]),
            ("Hill believes the port is full.", &["[Hill] <believes> the port is full"]),
            // One cue, two contents; two cues, one source.
            ("“We go,” Hill said on Monday. “We never stay.”", &["[Hill] <said> “We go,” ⋯ “We never stay.”"]),
            ("The port is full, Ada Hill said, adding that nobody would come.",
             &["[Ada Hill] <said> The port is full", "[Ada Hill] <adding> that nobody would come"]),
            // No source; a source behind.
            ("The port was said to be full.", &["[] <was said> The port ⋯ to be full"]),
            ("The port was full, according to Ada Hill.",
             &["[Ada Hill] <according to> The port was full"]),
            // One inside the other.
            ("Hill said that Lund denied any part in the fire.",
             &["[Hill] <said> that Lund denied any part in the fire", "[Lund] <denied> any part in the fire"]),
            // A credit outweighs what labels say.
            ("“We go on.” ― Ada Hill", &["[Ada Hill] <―> “We go on.”"]),
            ("It rained all day.", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text, &models), *expected, "{text}");
        }
    }
}
