//! What a run of capitalised words names: by the gazetteer, its last word, and its neighbours.

use std::ops::Range;

use super::super::EntityKind;
use super::super::lexicon::{self, Kinds};
use super::super::page::Page;

/// What a run of words names, and whether more than a guess says so.
pub fn class(page: &Page, tokens: Range<usize>, titled: bool) -> (EntityKind, bool) {
    let words = phrase(page, tokens.clone());
    let known = lexicon::kinds(&words);
    let first = lexicon::kinds(page.lower(tokens.start));
    let last = page.lower(tokens.end - 1);
    let single = tokens.len() == 1;
    let before = tokens.start.checked_sub(1).map_or("", |at| page.lower(at));
    if known.norp {
        return (EntityKind::Norp, true);
    }
    if known.politician || titled && !is_org(page, tokens.clone()) {
        return (EntityKind::Person, true);
    }
    let bare_word = single && known.org_word;
    if known.org || known.agency || !bare_word && is_org(page, tokens.clone()) {
        return (EntityKind::Org, true);
    }
    if let Some(kind) = tokens.clone().rev().take(2).find_map(|at| law_or_event(page.lower(at))) {
        return (kind, true);
    }
    if single {
        return class_single(page, tokens.start, known, before);
    }
    if known.place {
        return (EntityKind::Place, true);
    }
    let surname = lexicon::kinds(last).surname;
    if first.given_name || is_initialled(page, tokens.clone()) {
        return (EntityKind::Person, first.given_name || surname);
    }
    if matches!(
        last,
        "river"
            | "street"
            | "avenue"
            | "county"
            | "island"
            | "islands"
            | "bay"
            | "city"
            | "airport"
            | "square"
            | "park"
            | "sea"
            | "lake"
            | "mountains"
            | "valley"
            | "beach"
            | "hall"
            | "province"
    ) {
        return (EntityKind::Place, true);
    }
    if surname {
        return (EntityKind::Person, false);
    }
    if page.lower_at(tokens.end) == "counterpart" {
        return (EntityKind::Place, false);
    }
    match before {
        "in" | "at" | "near" => (EntityKind::Place, false),
        "the" => (EntityKind::Org, false),
        _ if tokens.len() <= 3 => (EntityKind::Person, false),
        _ => (EntityKind::Org, false),
    }
}

fn class_single(page: &Page, at: usize, known: Kinds, before: &str) -> (EntityKind, bool) {
    let locative = matches!(before, "in" | "from" | "to" | "near" | "at" | "across" | "outside")
        || before == "of" && at > 1 && has_place(page.lower(at - 2));
    let person = known.given_name || known.surname;
    if is_acronym(page.word(at)) {
        return if known.place { (EntityKind::Place, true) } else { (EntityKind::Org, false) };
    }
    if known.place && (!person || locative) {
        return (EntityKind::Place, locative || !person);
    }
    if known.place && !known.surname {
        return (EntityKind::Place, false);
    }
    if person {
        return (EntityKind::Person, false);
    }
    if locative {
        return (EntityKind::Place, false);
    }
    if before == "the" { (EntityKind::Org, false) } else { (EntityKind::Person, false) }
}

/// Nouns behind which “of” brings a place: “the mayors of Port Ellis”.
fn has_place(noun: &str) -> bool {
    matches!(
        noun,
        "mayor"
            | "mayors"
            | "city"
            | "town"
            | "village"
            | "state"
            | "port"
            | "capital"
            | "coast"
            | "outskirts"
            | "people"
            | "residents"
            | "streets"
            | "north"
            | "south"
            | "east"
            | "west"
    )
}

/// “J. Roe”, “Ada M. Hill”
fn is_initialled(page: &Page, mut tokens: Range<usize>) -> bool {
    tokens.any(|at| page.word(at).chars().count() == 2 && page.word(at).ends_with('.'))
}

pub fn is_org(page: &Page, tokens: Range<usize>) -> bool {
    let known = lexicon::kinds(&phrase(page, tokens.clone()));
    if known.org || known.agency {
        return true;
    }
    if known.place || known.politician {
        return false;
    }
    let last = page.lower(tokens.end - 1);
    let ends = lexicon::kinds(last).org_word;
    let office = (tokens.start + 1..tokens.end).any(|at| {
        matches!(page.lower(at), "of" | "for") && lexicon::kinds(page.lower(at - 1)).org_word
    });
    let person_then_word =
        tokens.len() == 2 && matches!(last, "post" | "force" | "church" | "bank");
    (ends || office) && !(person_then_word && lexicon::kinds(page.lower(tokens.start)).title)
}

/// Laws and events by their last word.
pub fn law_or_event(word: &str) -> Option<EntityKind> {
    match word {
        "act" | "treaty" | "resolution" | "amendment" | "agreement" | "accord" | "constitution"
        | "protocol" | "convention" | "pact" | "charter" | "ordinance" => Some(EntityKind::Law),
        "meeting" | "summit" | "war" | "election" | "olympics" | "conference" | "festival"
        | "games" | "cup" | "primary" | "caucuses" | "inauguration" | "revolution" => {
            Some(EntityKind::Event)
        }
        _ => None,
    }
}

pub fn is_acronym(word: &str) -> bool {
    let letters: Vec<char> = word.chars().filter(|&c| c != '.').collect();
    (2..=6).contains(&letters.len())
        && letters.iter().all(|c| c.is_uppercase() || c.is_ascii_digit() || *c == '&')
}

pub fn phrase(page: &Page, tokens: Range<usize>) -> String {
    let words: Vec<&str> = tokens.map(|at| page.lower(at)).collect();
    words.join(" ")
}
