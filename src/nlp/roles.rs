//! Source, cue and content: who is reported to say what, in each unit of the page.
//!
//! Rules over cues and what stands around them: a subject before or behind the cue; a quotation, a
//! clause, a noun phrase or an infinitive as what is said. Reads nothing inside quotations, and
//! knows nothing of entities: who “they” are is the business of `speaker`.

use std::ops::Range;

use super::clause::{Item, Unit, units};
use super::lexicon::{self, Cue};
use super::mention::Mention;
use super::page::Page;
use super::{EntityKind, phrase};
use crate::article::ParagraphKind;
use crate::text::Span;

/// An attribution before its speaker is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub source: Vec<Span>,
    pub cue: Vec<Span>,
    pub content: Vec<Span>,
    /// Lemma of the cue; empty without one.
    pub lemma: &'static str,
    pub confidence: f32,
    pub why: String,
    /// The draft whose speaker this one shares, where it has no source of its own.
    pub continues: Option<usize>,
}

/// A cue found in a unit, with its source.
struct Found {
    cue: &'static Cue,
    /// Items of the cue.
    items: Range<usize>,
    source: Option<Range<usize>>,
    place: Place,
}

/// Where a cue's source stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    /// Ada said …
    Before,
    /// …, said Ada
    After,
    /// According to Ada, …
    AccordingTo,
    /// …, adding that …: that of the main cue
    Shared,
}

/// What a cue's content is, in items, and how it was found.
struct Reading {
    fragments: Vec<Range<usize>>,
    /// Whether it is the quotation that begins the next paragraph instead.
    in_next: bool,
    confidence: f32,
    why: &'static str,
}

impl Reading {
    fn of(fragment: Range<usize>, confidence: f32, why: &'static str) -> Reading {
        Reading { fragments: vec![fragment], in_next: false, confidence, why }
    }
}

/// Drafts of the whole page, by the start of their content. O(tokens).
pub fn drafts(page: &Page, mentions: &[Mention]) -> Vec<Draft> {
    let units = units(page);
    let mut drafts: Vec<Draft> = Vec::new();
    // The draft whose speech ended the unit before, and its paragraph: more may follow.
    let mut speech: Option<(usize, usize)> = None;
    for (at, unit) in units.iter().enumerate() {
        if unit.is_speech_alone(page) {
            speech = continue_speech(page, unit, &mut drafts, speech);
            continue;
        }
        let next = units.get(at + 1).filter(|next| next.paragraph == unit.paragraph + 1);
        let first = drafts.len();
        read_unit(page, unit, next, mentions, &mut drafts);
        speech = (first..drafts.len())
            .rev()
            .find(|&draft| ends_in_quote(page, &drafts[draft]))
            .map(|draft| (draft, unit.paragraph))
            .or(speech.filter(|&(_, paragraph)| {
                drafts.len() == first && paragraph == unit.paragraph && !has_words(page, unit)
            }));
    }
    in_text_order(drafts)
}

/// Drafts by the start of their content, the outer before the inner, references kept.
fn in_text_order(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|&at| {
        let (first, last) = (drafts[at].content[0], drafts[at].content.last());
        (first.start(), std::cmp::Reverse(last.map_or(0, |span| span.end())))
    });
    let mut place = vec![0; drafts.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old] = new;
    }
    let moved = |draft: &Draft| Draft {
        continues: draft.continues.map(|before| place[before]),
        ..draft.clone()
    };
    order.iter().map(|&old| moved(&drafts[old])).collect()
}

/// A unit of speech alone goes on with the speech before it: a further fragment in the same
/// paragraph; a statement of its own in the next.
fn continue_speech(
    page: &Page,
    unit: &Unit,
    drafts: &mut Vec<Draft>,
    speech: Option<(usize, usize)>,
) -> Option<(usize, usize)> {
    let (draft, paragraph) = speech?;
    let Some(content) = unit.span(page, 0..unit.items.len()) else { return speech };
    let whole = quote_spans(page, unit, 0..unit.items.len());
    let known = drafts[draft].content.iter().any(|span| span.covers(content));
    if known {
        return Some((draft, unit.paragraph));
    }
    if paragraph == unit.paragraph {
        push_fragments(&mut drafts[draft].content, whole);
        return Some((draft, paragraph));
    }
    if paragraph + 1 != unit.paragraph {
        return None;
    }
    drafts.push(Draft {
        source: Vec::new(),
        cue: Vec::new(),
        content: whole,
        lemma: "",
        confidence: 0.5,
        why: "goes on with the speech of the paragraph before".to_owned(),
        continues: Some(draft),
    });
    Some((drafts.len() - 1, unit.paragraph))
}

fn push_fragments(content: &mut Vec<Span>, more: Vec<Span>) {
    for span in more {
        match content.last_mut() {
            Some(last) if last.covers(span) => {}
            _ => content.push(span),
        }
    }
}

fn ends_in_quote(page: &Page, draft: &Draft) -> bool {
    let Some(last) = draft.content.last() else { return false };
    page.quote_of(page.token_from(last.end()).saturating_sub(1)).is_some()
}

fn has_words(page: &Page, unit: &Unit) -> bool {
    (0..unit.items.len()).any(|at| !unit.is_mark(page, at))
}

/// Adds the drafts of one unit.
fn read_unit(
    page: &Page,
    unit: &Unit,
    next: Option<&Unit>,
    mentions: &[Mention],
    drafts: &mut Vec<Draft>,
) {
    if let Some(draft) = read_colon(page, unit, mentions) {
        drafts.push(draft);
        return;
    }
    let found = cues(page, unit);
    let mut main: Option<usize> = None;
    for (at, one) in found.iter().enumerate() {
        let Some(reading) = read(page, unit, next, &found, at) else { continue };
        let continues = if one.place == Place::Shared {
            let Some(main) = main else { continue };
            Some(main)
        } else {
            None
        };
        let content = spans(page, unit, next, &reading);
        if content.is_empty() {
            continue;
        }
        let source = one.source.clone().and_then(|items| unit.span(page, items));
        let nested = drafts.iter().any(|outer| covers(&outer.content, content[0]));
        let cue = unit.span(page, one.items.clone());
        drafts.push(Draft {
            source: source.into_iter().collect(),
            cue: cue.into_iter().collect(),
            content,
            lemma: one.cue.lemma,
            confidence: reading.confidence - if nested { 0.1 } else { 0.0 },
            why: why(page, unit, one, &reading),
            continues,
        });
        if one.place != Place::Shared && !nested {
            main = Some(drafts.len() - 1);
        }
    }
}

fn covers(content: &[Span], span: Span) -> bool {
    content.iter().any(|outer| outer.covers(span))
}

fn why(page: &Page, unit: &Unit, one: &Found, reading: &Reading) -> String {
    let cue = unit.span(page, one.items.clone()).map_or("", |span| span.of(page.text));
    let place = match one.place {
        Place::Before => "subject of",
        Place::After => "named behind",
        Place::AccordingTo => "named by",
        Place::Shared => "the speaker before goes on with",
    };
    format!("{place} “{cue}”; {}", reading.why)
}

/// Cues of a unit that can report, with their sources, in text order.
fn cues(page: &Page, unit: &Unit) -> Vec<Found> {
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
    if cue.frames.quote && (after_quote || before == ",") && !cue.participle {
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

/// What the cue at `found[at]` reports.
fn read(
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
            if one.place == Place::Before && one.cue.frames.quote && (closed || quoted) {
                if let Some(mut reading) = read_preceding(page, unit, found, at, start) {
                    reading.fragments.extend(following_quote(page, unit, one.items.end));
                    return Some(reading);
                }
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
    let comma = end > 0 && unit.word(page, end - 1) == ",";
    let stop = if comma { end - 1 } else { end };
    if stop == 0 || !(comma || unit.is_quote(stop - 1)) {
        return None;
    }
    let quoted = unit.is_quote(stop - 1);
    let earlier = found[..at].iter().map(|one| reach(one)).max().unwrap_or(0);
    let start = preceding_start(page, unit, earlier, stop);
    let words = stop.checked_sub(start)?;
    if quoted {
        let whole = words == 1;
        let why =
            if whole { "the quotation before it" } else { "the clause and quotation before it" };
        let confidence = if whole { 0.95 } else { 0.75 };
        return Some(Reading::of(start..stop, confidence, why));
    }
    /// A shorter clause before “he said” is an adjunct: “On Monday, he said …”.
    const SHORTEST: usize = 4;
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

/// “Ada Hill: Board Is Broke” in a headline, “Hill: “No.”” in a transcript.
fn read_colon(page: &Page, unit: &Unit, mentions: &[Mention]) -> Option<Draft> {
    /// “Former Harbour Board chairman Bo Lund:” is as long as such a source gets.
    const REACH: usize = 7;
    let colon = (1..unit.items.len().min(REACH)).find(|&at| unit.word(page, at) == ":")?;
    if (0..colon).any(|at| lexicon::cue(unit.word(page, at)).is_some()) {
        return None;
    }
    let quoted = unit.is_quote(colon + 1);
    if !(quoted || unit.kind == ParagraphKind::Headline) {
        return None;
    }
    let source = unit.span(page, 0..colon)?;
    let first = mentions.partition_point(|mention| mention.span.end() < source.end());
    let named = mentions.get(first).is_some_and(|mention| {
        mention.span.end() == source.end()
            && source.covers(mention.span)
            && matches!(mention.kind, EntityKind::Person | EntityKind::Org)
    });
    let content = unit.span(page, colon + 1..unit.end(page).max(colon + 1))?;
    named.then(|| Draft {
        source: vec![source],
        cue: unit.span(page, colon..colon + 1).into_iter().collect(),
        content: vec![content],
        lemma: ":",
        confidence: if quoted { 0.85 } else { 0.6 },
        why: "named before the colon".to_owned(),
        continues: None,
    })
}

/// The spans of a reading; a quotation that goes on in later paragraphs brings them along.
fn spans(page: &Page, unit: &Unit, next: Option<&Unit>, reading: &Reading) -> Vec<Span> {
    let mut content = Vec::new();
    for fragment in &reading.fragments {
        push_fragments(&mut content, quote_spans(page, unit, fragment.clone()));
    }
    if let Some(next) = next.filter(|_| reading.in_next) {
        push_fragments(&mut content, quote_spans(page, next, 0..1));
    }
    content
}

/// The span of some items, and the other paragraphs of a quotation at its edges.
fn quote_spans(page: &Page, unit: &Unit, items: Range<usize>) -> Vec<Span> {
    let Some(span) = unit.span(page, items.clone()) else { return Vec::new() };
    let mut spans = vec![span];
    for at in [items.start, items.end - 1] {
        if let Some(Item::Quote { quote, .. }) = unit.items.get(at) {
            let others = page.quotes[*quote].spans.iter().filter(|other| !other.overlaps(span));
            spans.extend(others);
        }
    }
    spans.sort_unstable();
    spans.dedup();
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Origin};
    use crate::nlp::mention;
    use crate::text::clean;

    /// Each attribution as `[source] <cue> content ⋯ content`, without the story around it.
    fn read(text: &str) -> Vec<String> {
        let article = Article::new("test", Origin::Stdin, clean::clean(text));
        let page = Page::new(&article);
        let mentions = mention::mentions(&page, &article.metadata);
        let words = |spans: &[Span]| {
            spans.iter().map(|span| span.of(&article.text)).collect::<Vec<_>>().join(" ⋯ ")
        };
        drafts(&page, &mentions)
            .iter()
            .map(|one| {
                format!("[{}] <{}> {}", words(&one.source), words(&one.cue), words(&one.content))
            })
            .collect()
    }

    #[test]
    fn reads() {
        #[rustfmt::skip]
        let cases: &[(&str, &[&str])] = &[
            ("“No,” said Ada Hill.", &["[Ada Hill] <said> “No,”"]),
            ("“No,” Ada Hill said on Monday. “Never.”", &["[Ada Hill] <said> “No,” ⋯ “Never.”"]),
            ("“Why?” Hill asked.", &["[Hill] <asked> “Why?”"]),
            ("‘No,’ said Bo Lund, the mayor.", &["[Bo Lund, the mayor] <said> ‘No,’"]),
            ("''No,'' Mr. Lund said.", &["[Mr. Lund] <said> ''No,''"]),
            ("Rep. Ada Hill (R-Fla.) said: “No.”", &["[Rep. Ada Hill (R-Fla.)] <said> “No.”"]),
            ("Hill said the port was full.", &["[Hill] <said> the port was full"]),
            ("Hill said that the port was “full” of ice.", &["[Hill] <said> that the port was “full” of ice"]),
            ("Ada Hill, director of the Institute for Ports at York University’s law school, said the states were wrong.",
             &["[Ada Hill, director of the Institute for Ports at York University’s law school] <said> the states were wrong"]),
            ("The port was full, Hill said.", &["[Hill] <said> The port was full"]),
            ("According to Hill, the port was full.", &["[Hill] <According to> the port was full"]),
            ("The port was full, according to the board.", &["[the board] <according to> The port was full"]),
            ("On Monday, the two leaders confirmed their will to talk.", &["[the two leaders] <confirmed> their will to talk"]),
            ("Hill said the port was full, adding that “nobody” came.",
             &["[Hill] <said> the port was full", "[] <adding> that “nobody” came"]),
            ("Hill told reporters that she would go.", &["[Hill] <told> that she would go"]),
            ("Hill said that Lund denied any part in the fire.",
             &["[Hill] <said> that Lund denied any part in the fire", "[Lund] <denied> any part in the fire"]),
            ("Hill agreed to keep the port open.", &["[Hill] <agreed> to keep the port open"]),
            ("Hill called the charge “absurd” and promised to go.",
             &["[Hill] <called> the charge “absurd”", "[] <promised> to go"]),
            ("Hill was told to leave. She did not say why.", &[]),
            ("The so-called “reform” failed. The claims were old.", &[]),
            ("Hill continued:\n“We go on.”", &["[Hill] <continued> “We go on.”"]),
            ("“We go,” Hill said. “We\n“We stay.” He left.", &["[Hill] <said> “We go,” ⋯ “We ⋯ “We stay.”"]),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), *expected, "{text}");
        }
    }
}
