//! Noun phrases that can be a source, found without a parse: before a cue, or behind it.

use std::ops::Range;

use super::clause::Unit;
use super::lexicon;
use super::page::Page;

/// Longest phrase taken as a source, in items: titles, an appositive and a name fit.
const LONGEST: usize = 24;

/// A source before its verb.
pub struct Subject {
    /// Items of the phrase.
    pub items: Range<usize>,
    /// Whether “not” or “never” stands between it and the verb.
    pub negated: bool,
    /// Whether a form of “be” stands between them.
    pub passive: bool,
}

/// The subject of the verb at item `verb`: the phrase that ends before it, auxiliaries and adverbs
/// between them passed over. O(1): looks back at most a fixed number of items.
pub fn before(page: &Page, unit: &Unit, verb: usize) -> Option<Subject> {
    let word = |at: usize| unit.word(page, at);
    let mut end = verb;
    let mut negated = false;
    let mut passive = false;
    while end > 0 {
        let word = word(end - 1);
        negated |=
            matches!(word, "not" | "never") || word.ends_with("n’t") || word.ends_with("n't");
        passive |= lexicon::is_be(word);
        let who = word == "who" && unit.word(page, end.saturating_sub(2)) != ",";
        if who || !(lexicon::is_auxiliary(word) || negated && word != "," && is_not(word)) {
            break;
        }
        if word == "who" {
            break;
        }
        end -= 1;
    }
    let items = phrase_before(page, unit, end)?;
    Some(Subject { items, negated, passive })
}

fn is_not(word: &str) -> bool {
    matches!(word, "not" | "never") || word.ends_with("n’t") || word.ends_with("n't")
}

/// The phrase that ends before item `end`, an appositive between commas included.
fn phrase_before(page: &Page, unit: &Unit, end: usize) -> Option<Range<usize>> {
    if end == 0 {
        return None;
    }
    match unit.word(page, end - 1) {
        "who" => Some(end - 1..end),
        "," => {
            let comma = (end.saturating_sub(LONGEST)..end - 1)
                .rev()
                .find(|&at| unit.word(page, at) == ",")?;
            let apposition = comma + 1..end - 1;
            if !is_apposition(page, unit, apposition) {
                return None;
            }
            let head = chunk_before(page, unit, comma)?;
            let named = head.clone().any(|at| unit.is_capital(page, at));
            named.then_some(head.start..end - 1)
        }
        _ => chunk_before(page, unit, end),
    }
}

/// Whether what stands between two commas tells more about the name before them.
fn is_apposition(page: &Page, unit: &Unit, items: Range<usize>) -> bool {
    let Some(first) = items.clone().next() else { return false };
    let word = unit.word(page, first);
    let begins = lexicon::is_determiner(word)
        || matches!(word, "who" | "which" | "whose" | "R-" | "D-" | "now" | "then")
        || unit.is_capital(page, first)
        || lexicon::kinds(word).title
        || word.parse::<u32>().is_ok();
    begins
        && !items.clone().any(|at| unit.is_quote(at) || lexicon::is_pronoun(unit.word(page, at)))
        && (matches!(word, "who" | "which" | "whose")
            || !items.into_iter().any(|at| {
                lexicon::is_be(unit.word(page, at))
                    || lexicon::cue(unit.word(page, at)).is_some_and(|cue| cue.past)
            }))
}

/// A phrase without commas that ends before item `end`.
fn chunk_before(page: &Page, unit: &Unit, end: usize) -> Option<Range<usize>> {
    let mut start = end;
    while start > 0 && end - start < LONGEST {
        let at = start - 1;
        let word = unit.word(page, at);
        if let Some(open) = bracket_before(page, unit, start) {
            start = open;
            continue;
        }
        if lexicon::is_pronoun(word) {
            if start == end {
                return Some(at..end);
            }
            break;
        }
        if !goes_on_before(page, unit, at, start == end) {
            break;
        }
        start = at;
    }
    let range = without_leading_preposition(page, unit, start..end)?;
    is_nominal(page, unit, range.clone()).then_some(range)
}

/// Where a bracket that closes before item `end` opens, when it is short and a name goes before:
/// “Ada Hill (R-Fla.)”.
fn bracket_before(page: &Page, unit: &Unit, end: usize) -> Option<usize> {
    /// “(D-Port Ellis and the Isles)”
    const LONGEST_BRACKET: usize = 8;
    if end == 0 || unit.word(page, end - 1) != ")" {
        return None;
    }
    let open =
        (end.saturating_sub(LONGEST_BRACKET)..end).rev().find(|&at| unit.word(page, at) == "(")?;
    (open > 0 && unit.is_capital(page, open - 1)).then_some(open)
}

/// Whether item `at` belongs to the phrase that begins right behind it.
fn goes_on_before(page: &Page, unit: &Unit, at: usize, is_last: bool) -> bool {
    let word = unit.word(page, at);
    if unit.is_quote(at) || word.is_empty() {
        return false;
    }
    if unit.is_mark(page, at) {
        return matches!(word, "&");
    }
    if matches!(word, "’s" | "'s") {
        return !is_last;
    }
    if word == "and" {
        let left = at > 0 && unit.is_capital(page, at - 1);
        let right = unit.is_capital(page, at + 1)
            || lexicon::is_determiner(unit.word(page, at + 1))
            || lexicon::kinds(unit.word(page, at + 1)).title;
        let after_pronoun = at > 0 && lexicon::is_pronoun(unit.word(page, at - 1));
        return left && right && !after_pronoun;
    }
    if lexicon::is_preposition(word) {
        return !is_last;
    }
    if unit.is_capital(page, at) {
        return !lexicon::begins_sentences(page.word(unit.items[at].first())) || at == 0;
    }
    if lexicon::is_determiner(word) {
        return word != "that";
    }
    let verb = lexicon::cue(word).is_some_and(|cue| cue.past || !cue.base && !cue.frames.nounlike)
        || (word.len() > 4 && word.ends_with("ed") && at > 0 && {
            let before = unit.word(page, at - 1);
            unit.is_capital(page, at - 1) || lexicon::is_pronoun(before)
        });
    !(lexicon::is_subordinator(word) || lexicon::is_auxiliary(word) || lexicon::is_be(word) || verb)
}

/// Cuts “On Saturday” and “In the statement” from the front of a phrase.
fn without_leading_preposition(
    page: &Page,
    unit: &Unit,
    range: Range<usize>,
) -> Option<Range<usize>> {
    let first = unit.word(page, range.start);
    if range.is_empty() || !lexicon::is_preposition(first) {
        return (!range.is_empty()).then_some(range);
    }
    let begins = |at: usize| {
        let word = unit.word(page, at);
        let before = unit.word(page, at - 1);
        let free = !lexicon::is_preposition(before)
            && !lexicon::is_determiner(before)
            && !matches!(before, "’s" | "'s" | "and");
        (lexicon::is_determiner(word) && free)
            || (unit.is_capital(page, at)
                && !lexicon::is_day(word)
                && !lexicon::is_month(word)
                && (lexicon::is_day(before) || free && !unit.is_capital(page, at - 1)))
    };
    let start = (range.start + 2..range.end).find(|&at| begins(at))?;
    Some(start..range.end)
}

/// Whether a phrase can be somebody or something that speaks.
fn is_nominal(page: &Page, unit: &Unit, range: Range<usize>) -> bool {
    let Some(first) = range.clone().next() else { return false };
    let head = head(page, unit, range.clone());
    let word = unit.word(page, head);
    if lexicon::is_day(word) || lexicon::is_month(word) || word.parse::<f64>().is_ok() {
        return false;
    }
    unit.is_capital(page, head)
        && (head > 0 || !lexicon::begins_sentences(page.word(unit.items[head].first())))
        || range.clone().any(|at| unit.is_capital(page, at)) && is_noun(word)
        || lexicon::is_determiner(unit.word(page, first)) && (range.len() > 1 || word != "that")
        || is_noun(word) && word.ends_with('s') && word.len() > 3
        || matches!(word, "police" | "everyone" | "someone" | "nobody" | "people" | "somebody")
}

/// The last word before the first preposition: what the phrase is about.
fn head(page: &Page, unit: &Unit, range: Range<usize>) -> usize {
    let end = range
        .clone()
        .skip(1)
        .find(|&at| {
            let word = unit.word(page, at);
            lexicon::is_preposition(word) || matches!(word, "(" | ",")
        })
        .unwrap_or(range.end);
    let mut head = end - 1;
    while head > range.start && unit.is_mark(page, head) {
        head -= 1;
    }
    head
}

fn is_noun(word: &str) -> bool {
    word.chars().all(|c| c.is_alphabetic() || "-’'.".contains(c)) && !word.ends_with("ing")
}

/// The phrase that begins at item `start`, as in “…, said Ada Hill, a lawyer for the board.”
pub fn after(page: &Page, unit: &Unit, start: usize) -> Option<Range<usize>> {
    let word = |at: usize| unit.word(page, at);
    let limit = unit.items.len().min(start + LONGEST);
    if lexicon::is_pronoun(word(start)) {
        return Some(start..start + 1);
    }
    let mut end = start;
    while end < limit && goes_on_after(page, unit, end, start) {
        end += 1;
    }
    let name = start..end;
    if name.is_empty() || !is_nominal(page, unit, name.clone()) {
        return None;
    }
    if word(end) == "," {
        let stop = (end + 1..limit)
            .find(|&at| unit.is_quote(at) || matches!(word(at), "," | ";" | ":" | "." | "—" | "?"));
        if let Some(stop) = stop.filter(|&stop| stop > end + 2) {
            let apposition = end + 1..stop;
            if word(end + 1) != "and" && is_apposition(page, unit, apposition) {
                return Some(start..stop);
            }
        }
    }
    Some(name)
}

fn goes_on_after(page: &Page, unit: &Unit, at: usize, start: usize) -> bool {
    let word = unit.word(page, at);
    if unit.is_quote(at) || word.is_empty() {
        return false;
    }
    if unit.is_mark(page, at) {
        return matches!(word, "&");
    }
    if at == start {
        return !lexicon::is_preposition(word) && !lexicon::is_subordinator(word);
    }
    match word {
        "of" | "for" | "at" | "with" => true,
        "and" => unit.is_capital(page, at - 1) && unit.is_capital(page, at + 1),
        _ => {
            !(lexicon::is_preposition(word)
                || lexicon::is_subordinator(word)
                || lexicon::is_day(word)
                || lexicon::is_be(word)
                || lexicon::is_pronoun(word)
                || word.len() > 4 && word.ends_with("ly") && !unit.is_capital(page, at)
                || lexicon::cue(word).is_some_and(|cue| cue.participle || cue.past))
        }
    }
}
