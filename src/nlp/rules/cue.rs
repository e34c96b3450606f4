//! Cues with their sources: “Ada said”, “said Ada”, “according to Ada”, “adding”.

use std::ops::Range;

use super::super::clause::Unit;
use super::super::lexicon::{self, Cue};
use super::super::page::Page;
use super::super::phrase;
use crate::article::ParagraphKind;

/// A cue found in a unit, with its source.
pub struct Found {
    pub cue: &'static Cue,
    /// Items of the cue.
    pub items: Range<usize>,
    pub source: Option<Range<usize>>,
    pub place: Place,
}

/// Where a cue's source stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// Ada said …
    Before,
    /// …, said Ada
    After,
    /// According to Ada, …
    AccordingTo,
    /// …, adding that …: that of the main cue
    Shared,
}

/// Cues of a unit that can report, with their sources, in text order.
pub fn cues(page: &Page, unit: &Unit) -> Vec<Found> {
    const ACCORDING_TO: Cue = Cue {
        lemma: "according to",
        frames: lexicon::NO_FRAMES,
        participle: false,
        base: false,
        past: false,
    };
    let mut found: Vec<Found> = Vec::new();
    for at in 0..unit.items.len() {
        let word = unit.word(page, at);
        if word == "according" && unit.word(page, at + 1) == "to" {
            let source = phrase::after(page, unit, at + 2);
            if source.is_some() {
                let items = at..at + 2;
                found.push(Found { cue: &ACCORDING_TO, items, source, place: Place::AccordingTo });
            }
            continue;
        }
        let Some(cue) = lexicon::cue(word) else { continue };
        if at > 0 && unit.is_capital(page, at) && unit.kind != ParagraphKind::Headline {
            continue;
        }
        if let Some((source, place)) = source_of(page, unit, cue, at) {
            found.push(Found { cue, items: at..at + 1, source, place });
        }
    }
    found
}

/// The source of the cue at item `at`, and where it stands; nothing where the word is no cue.
fn source_of(
    page: &Page,
    unit: &Unit,
    cue: &Cue,
    at: usize,
) -> Option<(Option<Range<usize>>, Place)> {
    let before = at.checked_sub(1).map_or("", |at| unit.word(page, at));
    if lexicon::is_determiner(before) && before != "all" && before != "both"
        || lexicon::is_preposition(before)
        || matches!(before, "’s" | "'s")
    {
        return None;
    }
    let after_quote =
        at > 0 && (unit.is_quote(at - 1) || before == "," && (at > 1 && unit.is_quote(at - 2)));
    // “Ada Hill, the mayor, said the port …” has its subject before it, comma or not.
    let apposed = before == "," && !after_quote && phrase::before(page, unit, at).is_some();
    if cue.frames.quote && (after_quote || before == ",") && !cue.participle && !apposed {
        let behind = phrase::after(page, unit, at + 1)
            .filter(|range| ends_clause(page, unit, range.end) || after_quote);
        if let Some(source) = behind {
            return Some((Some(source), Place::After));
        }
    }
    let goes_on = cue.participle && (before == "," || after_quote || at == 0);
    let coordinated = !cue.participle && !cue.base && matches!(before, "and" | "but" | "then");
    if goes_on || coordinated {
        return Some((None, Place::Shared));
    }
    let subject = phrase::before(page, unit, at)?;
    let bare_form_without_subject = cue.base && before == "to";
    let passive = subject.passive && cue.past;
    let noun = cue.frames.nounlike
        && !lexicon::is_pronoun(unit.word(page, subject.items.end - 1))
        && !is_clear_verb(page, unit, cue, at);
    if bare_form_without_subject || passive || subject.negated || noun {
        return None;
    }
    if cue.base && !cue.past && !takes_base_form(page, unit, &subject.items, at) {
        return None;
    }
    Some((Some(subject.items), Place::Before))
}

/// Whether a form that could be a noun is followed by what only a verb has.
fn is_clear_verb(page: &Page, unit: &Unit, cue: &Cue, at: usize) -> bool {
    let next = unit.word(page, at + 1);
    next == "that" && cue.frames.that && !cue.base || unit.is_quote(at + 1) || next == ":"
}

/// Whether “say”, “deny” can be the verb of that subject: a plural, a pronoun, a helping verb.
fn takes_base_form(page: &Page, unit: &Unit, subject: &Range<usize>, at: usize) -> bool {
    let last = unit.word(page, subject.end - 1);
    let helped = subject.end < at
        && (subject.end..at).any(|at| {
            matches!(
                unit.word(page, at),
                "would" | "will" | "could" | "did" | "does" | "do" | "should" | "may" | "might"
            )
        });
    let together = subject.clone().any(|at| unit.word(page, at) == "and");
    helped
        || together
        || matches!(last, "they" | "we" | "i" | "you" | "who" | "people" | "police")
        || last.ends_with('s') && !last.ends_with("ss") && !last.ends_with("’s")
}

/// Whether a clause ends before item `at`.
fn ends_clause(page: &Page, unit: &Unit, at: usize) -> bool {
    at >= unit.items.len()
        || unit.is_mark(page, at)
        || unit.is_quote(at)
        || lexicon::is_preposition(unit.word(page, at))
        || lexicon::is_day(unit.word(page, at))
        || lexicon::is_subordinator(unit.word(page, at))
        || unit.word(page, at).ends_with("ing")
}
