//! What a cue reports: the quotation, clause, infinitive or noun phrase beside it.

use std::ops::Range;

use super::super::clause::Unit;
use super::super::lexicon;
use super::super::page::Page;
use super::super::phrase;
use super::cue::{Found, Place};

/// What a cue's content is, in items, and how it was found.
pub struct Reading {
    pub fragments: Vec<Range<usize>>,
    /// Whether it is the quotation that begins the next paragraph instead.
    pub in_next: bool,
    pub confidence: f32,
    pub why: &'static str,
}

impl Reading {
    fn of(fragment: Range<usize>, confidence: f32, why: &'static str) -> Reading {
        Reading { fragments: vec![fragment], in_next: false, confidence, why }
    }
}

/// What the cue at `found[at]` reports.
pub fn read(
    page: &Page,
    unit: &Unit,
    next: Option<&Unit>,
    found: &[Found],
    at: usize,
) -> Option<Reading> {
    let one = &found[at];
    match one.place {
        Place::AccordingTo => read_according_to(page, unit, found, at),
        Place::After => {
            let source = one.source.clone()?;
            let mut reading = read_preceding(page, unit, found, at, one.items.start)?;
            reading.fragments.extend(following_quote(page, unit, source.end));
            Some(reading)
        }
        Place::Before | Place::Shared => {
            let start = one.source.clone().map_or(one.items.start, |items| items.start);
            let closed = ends_speech(page, unit, one.items.end);
            let quoted = start > 0 && one.cue.frames.quote && {
                unit.is_quote(start - 1)
                    || unit.word(page, start - 1) == "," && start > 1 && unit.is_quote(start - 2)
            };
            // “In an interview on “Talk Now,” Hill said the port …”: a title, not what she said.
            let leads_in = !closed && lexicon::is_preposition(unit.word(page, 0));
            if one.place == Place::Before
                && one.cue.frames.quote
                && (closed || quoted && !leads_in)
                && let Some(mut reading) = read_preceding(page, unit, found, at, start)
            {
                reading.fragments.extend(following_quote(page, unit, one.items.end));
                return Some(reading);
            }
            read_following(page, unit, next, found, at)
        }
    }
}

/// A quotation that goes on behind a tag: “…,” said Ada, “….”
fn following_quote(page: &Page, unit: &Unit, from: usize) -> Option<Range<usize>> {
    let quote = (from..unit.items.len().min(from + 12)).find(|&at| unit.is_quote(at))?;
    let comma = matches!(unit.word(page, quote - 1), "," | ":" | "—");
    comma.then(|| quote..content_end(page, unit, &[], quote, quote))
}

/// Whether nothing but an adjunct follows the cue: “…,” he said on Monday.
fn ends_speech(page: &Page, unit: &Unit, from: usize) -> bool {
    let at = skip_adjuncts(page, unit, from);
    at >= unit.end(page) || matches!(unit.word(page, at), "," | "." | ";" | "—" | "–")
}

/// What stands before the source, from the clause's beginning: “…,” or a clause and a comma.
fn read_preceding(
    page: &Page,
    unit: &Unit,
    found: &[Found],
    at: usize,
    end: usize,
) -> Option<Reading> {
    /// A shorter clause before “he said” is an adjunct: “On Monday, he said …”.
    const SHORTEST: usize = 4;
    let comma = end > 0 && unit.word(page, end - 1) == ",";
    let stop = if comma { end - 1 } else { end };
    if stop == 0 || !(comma || unit.is_quote(stop - 1)) {
        return None;
    }
    let quoted = unit.is_quote(stop - 1);
    let earlier = found[..at].iter().map(reach).max().unwrap_or(0);
    let start = preceding_start(page, unit, earlier, stop);
    let words = stop.checked_sub(start)?;
    if quoted {
        let whole = words == 1;
        let why =
            if whole { "the quotation before it" } else { "the clause and quotation before it" };
        let confidence = if whole { 0.95 } else { 0.75 };
        return Some(Reading::of(start..stop, confidence, why));
    }
    let frames = found[at].cue.frames;
    let is_clause = words >= SHORTEST
        && (frames.bare || frames.that)
        && !lexicon::is_subordinator(unit.word(page, start))
        && !lexicon::is_preposition(unit.word(page, start));
    is_clause.then(|| Reading::of(start..stop, 0.75, "the clause before it"))
}

/// One past the last item that belongs to a cue and its source.
fn reach(one: &Found) -> usize {
    one.source.clone().map_or(0, |items| items.end).max(one.items.end)
}

/// Where the clause that ends at `stop` begins, not before `earlier`.
fn preceding_start(page: &Page, unit: &Unit, earlier: usize, stop: usize) -> usize {
    let mut start = earlier;
    if earlier > 0 {
        // Behind an earlier attribution only what follows its comma or conjunction is free.
        let free = (earlier..stop).find(|&at| matches!(unit.word(page, at), "," | ";" | "and"));
        start = free.map_or(stop - 1, |at| at + 1);
    }
    while start + 1 < stop
        && (unit.is_mark(page, start) || matches!(unit.word(page, start), "and" | "but" | "so"))
        && !unit.is_quote(start)
    {
        start += 1;
    }
    start
}

/// “According to Ada, prices rose” and “Prices rose, according to Ada”.
fn read_according_to(page: &Page, unit: &Unit, found: &[Found], at: usize) -> Option<Reading> {
    let one = &found[at];
    let source = one.source.clone()?;
    let start = one.items.start;
    let leads = (0..start).all(|at| unit.is_mark(page, at) || unit.word(page, at) == "but");
    if leads {
        let mut begin = source.end;
        if unit.word(page, begin) == ","
            && matches!(unit.word(page, begin + 1), "which" | "who" | "whose")
        {
            begin = (begin + 1..unit.items.len()).find(|&at| unit.word(page, at) == ",")?;
        }
        begin = (begin..unit.items.len().min(begin + 12))
            .find(|&at| unit.word(page, at) == "," || unit.is_quote(at))?;
        let begin = if unit.is_quote(begin) { begin } else { begin + 1 };
        let end = content_end(page, unit, &found[at + 1..], begin, begin);
        return (end > begin).then(|| Reading::of(begin..end, 0.85, "what follows its comma"));
    }
    let comma = unit.word(page, start - 1) == ",";
    let stop = if comma { start - 1 } else { start };
    let earlier = found[..at].iter().map(reach).max().unwrap_or(0);
    let begin = preceding_start(page, unit, earlier, stop);
    let enough = stop > begin + 1 || unit.is_quote(begin);
    enough.then(|| Reading::of(begin..stop, 0.8, "the clause before it"))
}

/// What stands behind the cue: a quotation, a clause, an infinitive or a noun phrase.
fn read_following(
    page: &Page,
    unit: &Unit,
    next: Option<&Unit>,
    found: &[Found],
    at: usize,
) -> Option<Reading> {
    let one = &found[at];
    let frames = one.cue.frames;
    let later = &found[at + 1..];
    let from = one.items.end;
    let mut begin = skip_adjuncts(page, unit, from);
    if frames.hearer {
        begin = skip_hearer(page, unit, begin)?;
    }
    let give = |fragments: Range<usize>, confidence: f32, why: &'static str| {
        (!fragments.is_empty()).then(|| Reading::of(fragments, confidence, why))
    };
    let word = unit.word(page, begin);
    if word == "that" && frames.that {
        let end = content_end(page, unit, later, begin + 1, begin);
        return give(begin..end, 0.9, "the clause with “that”");
    }
    let colon = matches!(word, ":" | ",");
    let quote = if colon { begin + 1 } else { begin };
    if unit.is_quote(quote) && (frames.quote || frames.noun) {
        let end = content_end(page, unit, later, quote, quote);
        return give(quote..end, 0.9, "the quotation behind it");
    }
    if word == ":" && begin + 1 >= unit.items.len() && frames.quote {
        next.filter(|next| next.is_quote(0))?;
        return Some(Reading {
            fragments: Vec::new(),
            in_next: true,
            confidence: 0.85,
            why: "the quotation of the next paragraph",
        });
    }
    if word == "to" && frames.to {
        let end = content_end(page, unit, later, begin + 1, begin);
        return give(begin..end, 0.75, "“to” and a verb behind it");
    }
    if frames.bare && begins_clause(page, unit, begin) {
        let end = content_end(page, unit, later, begin + 1, begin);
        let long = end >= begin + 3;
        return long.then_some(()).and_then(|()| give(begin..end, 0.85, "the clause behind it"));
    }
    if frames.noun && begin == from && begins_noun_phrase(page, unit, begin) {
        let end = noun_phrase_end(page, unit, later, begin);
        let names = one.cue.lemma != "call" || (begin..end).any(|at| unit.is_quote(at));
        return (end >= begin + 2 && names)
            .then_some(())
            .and_then(|()| give(begin..end, 0.7, "the phrase behind it"));
    }
    None
}

/// Passes over “on Saturday”, “late Monday”, “in a statement” behind a cue.
fn skip_adjuncts(page: &Page, unit: &Unit, from: usize) -> usize {
    /// Longest adjunct that names a document or occasion, in items.
    const REACH: usize = 9;
    let word = |at: usize| unit.word(page, at);
    let mut at = from;
    loop {
        let next = if matches!(word(at), "on" | "late" | "early" | "last" | "earlier" | "this")
            && (lexicon::is_day(word(at + 1)) || matches!(word(at + 1), "week" | "month" | "year"))
        {
            at + 2
        } else if matches!(word(at), "late" | "early" | "earlier" | "later" | "again" | "also")
            || lexicon::is_day(word(at))
        {
            at + 1
        } else if matches!(word(at), "in" | "at" | "during" | "on" | "via" | "through" | "after") {
            let occasion = (at + 1..at + REACH).find(|&at| is_occasion(word(at)));
            match occasion
                .filter(|&end| (at + 1..end).all(|at| !unit.is_quote(at) && word(at) != ","))
            {
                Some(end) => end + 1,
                None => return at,
            }
        } else {
            return at;
        };
        at = next;
    }
}

/// What a statement is made in or at.
fn is_occasion(word: &str) -> bool {
    matches!(
        word,
        "statement"
            | "interview"
            | "speech"
            | "tweet"
            | "conference"
            | "email"
            | "e-mail"
            | "letter"
            | "report"
            | "release"
            | "debate"
            | "post"
            | "briefing"
            | "call"
            | "twitter"
            | "rally"
            | "memo"
            | "testimony"
            | "op-ed"
            | "message"
            | "remarks"
            | "address"
            | "hearing"
            | "meeting"
            | "communiqué"
            | "communique"
            | "declaration"
            | "editorial"
            | "facebook"
    )
}

/// Passes over the hearer of “told”: up to “that”, a quotation, a colon, or a short phrase.
fn skip_hearer(page: &Page, unit: &Unit, from: usize) -> Option<usize> {
    /// “told the media en route to the capital late on Monday that”
    const REACH: usize = 16;
    let word = |at: usize| unit.word(page, at);
    if matches!(word(from), "that" | ":" | "to" | "") {
        return Some(from);
    }
    let limit = unit.items.len().min(from + REACH);
    for at in from..limit {
        if unit.is_quote(at) || matches!(word(at), "that" | ":") {
            return Some(at);
        }
        if word(at) == "," {
            return unit.is_quote(at + 1).then_some(at + 1);
        }
        if matches!(word(at), "to") && at <= from + 3 {
            return None; // told her to go: an order
        }
        if at > from && (lexicon::is_pronoun(word(at)) || word(at) == "there") {
            return Some(at);
        }
    }
    let short = if matches!(word(from), "him" | "her" | "them" | "us" | "me" | "reporters" | "it") {
        from + 1
    } else {
        let hearer = phrase::after(page, unit, from)?;
        hearer.end
    };
    Some(skip_adjuncts(page, unit, short))
}

/// Whether a clause without “that” can begin at item `at`.
fn begins_clause(page: &Page, unit: &Unit, at: usize) -> bool {
    let word = unit.word(page, at);
    at < unit.end(page)
        && !unit.is_mark(page, at)
        && !unit.is_quote(at)
        && !lexicon::is_preposition(word)
        && !matches!(word, "so" | "and" | "or" | "but" | "as" | "when" | "who" | "because" | "then")
        && (at + 1..unit.end(page)).any(|at| unit.is_quote(at) || is_verb_like(page, unit, at))
}

/// A rough sign of a verb: a helping verb, a past form, a third person behind a noun.
fn is_verb_like(page: &Page, unit: &Unit, at: usize) -> bool {
    let word = unit.word(page, at);
    lexicon::is_be(word)
        || matches!(
            word,
            "has"
                | "have"
                | "had"
                | "will"
                | "would"
                | "could"
                | "can"
                | "should"
                | "may"
                | "might"
                | "must"
                | "do"
                | "does"
                | "did"
                | "wants"
                | "needs"
                | "made"
                | "went"
                | "came"
                | "got"
                | "took"
                | "won"
                | "lost"
                | "knew"
                | "saw"
                | "gave"
                | "don’t"
                | "didn’t"
                | "doesn’t"
                | "won’t"
                | "can’t"
                | "isn’t"
                | "wasn’t"
                | "couldn’t"
                | "don't"
                | "didn't"
                | "doesn't"
                | "won't"
                | "can't"
                | "isn't"
                | "wasn't"
                | "cannot"
                | "left"
                | "met"
                | "felt"
                | "became"
                | "began"
                | "held"
                | "think"
                | "thought"
                | "want"
                | "need"
                | "know"
        )
        || word.len() > 3 && word.ends_with("ed") && !unit.is_capital(page, at)
        || word.ends_with("n’t")
        || word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && at > 0 && {
            let before = unit.word(page, at - 1);
            lexicon::is_pronoun(before) || unit.is_capital(page, at - 1)
        }
}

/// Whether a noun phrase can begin at item `at`.
fn begins_noun_phrase(page: &Page, unit: &Unit, at: usize) -> bool {
    let word = unit.word(page, at);
    !unit.is_mark(page, at)
        && !unit.is_quote(at)
        && !lexicon::is_preposition(word)
        && !lexicon::is_subordinator(word)
        && (lexicon::is_determiner(word) || !lexicon::is_auxiliary(word))
        && !word.is_empty()
}

/// Where a noun phrase as content ends: before a further verb form behind a comma, or an adverbial.
fn noun_phrase_end(page: &Page, unit: &Unit, later: &[Found], begin: usize) -> usize {
    let end = content_end(page, unit, later, begin, begin);
    let word = |at: usize| unit.word(page, at);
    (begin + 1..end)
        .find(|&at| {
            let participle = word(at) == "," && word(at + 1).ends_with("ing");
            let relative =
                word(at) == "," && matches!(word(at + 1), "which" | "who" | "but" | "and");
            let particle = matches!(word(at), "up" | "out" | "down" | "away" | "back" | "off")
                && lexicon::is_preposition(word(at + 1));
            let time = lexicon::is_day(word(at))
                || word(at) == "on" && lexicon::is_day(word(at + 1))
                || matches!(word(at), "when" | "while" | "because") && at > begin + 1;
            participle || relative && !lists(page, unit, at, end) || particle || time
        })
        .unwrap_or(end)
}

/// Whether the comma before “and” at `at` belongs to a list: another comma stands before it and
/// no verb behind it.
fn lists(page: &Page, unit: &Unit, at: usize, end: usize) -> bool {
    unit.word(page, at + 1) == "and" && !(at + 2..end).any(|at| is_verb_like(page, unit, at))
}

/// Where the content that begins at `begin` ends: before a later cue's clause of its own, or with
/// the unit, final stop left out. Looks for an end from item `from` on.
fn content_end(page: &Page, unit: &Unit, later: &[Found], from: usize, begin: usize) -> usize {
    let word = |at: usize| unit.word(page, at);
    let mut end = unit.end(page).max(begin);
    if let Some(at) = (from..end).find(|&at| word(at) == ";") {
        end = at;
    }
    for cue in later.iter().filter(|cue| cue.items.start < end) {
        let first = match (&cue.place, &cue.source) {
            (Place::Before, Some(source)) => source.start,
            _ => cue.items.start,
        };
        if first <= from {
            continue;
        }
        let mut stop = first;
        // “…, repeatedly adding that”, “…, but Ada said”
        while stop > from && (lexicon::is_auxiliary(word(stop - 1)) && cue.place == Place::Shared) {
            stop -= 1;
        }
        let conjunction = matches!(word(stop - 1), "and" | "but" | "while" | "though" | "although");
        let before = if conjunction { stop - 1 } else { stop };
        let comma = before > from && word(before - 1) == ",";
        let own_clause = match cue.place {
            Place::Shared | Place::AccordingTo => {
                comma || word(before) == "according" || conjunction
            }
            Place::After => comma,
            Place::Before => conjunction && (comma || word(first - 1) != "that"),
        };
        if own_clause {
            return if comma { before - 1 } else { before };
        }
    }
    end
}
