//! What kind of mistake it is: how each role of an attribution was missed, in a few words, so that
//! mistakes can be counted. One attribution may have one mistake a role.

use std::collections::BTreeSet;

use super::super::counted::Fragments;
use super::{Attr, CONTENT, CUE, Quoted, ROLES, touch};

/// The mistakes about a gold attribution. `best` is the predicted one that is nearest to its content,
/// where one is near; `predicted` are all of the article.
pub fn of_gold(gold: &Attr, best: Option<&Attr>, predicted: &[Attr]) -> Vec<String> {
    let Some(best) = best else { return vec![missed(gold, predicted)] };
    let wrong = |&role: &usize| best.roles[role] != gold.roles[role];
    let said = |role: usize| {
        format!("{}: {}", ROLES[role], difference(&best.roles[role], &gold.roles[role]))
    };
    (0..ROLES.len()).filter(wrong).map(said).collect()
}

/// The mistake of a predicted attribution that is near no gold one.
pub fn of_predicted(one: &Attr, gold: &[Attr]) -> String {
    let of = if gold.iter().any(|gold| touch(one, gold)) {
        "a cue that is one, another content"
    } else if gold.iter().any(|gold| !gold.sets[CONTENT].is_disjoint(&one.sets[CUE])) {
        "a cue inside what somebody says"
    } else {
        "a cue that is none"
    };
    format!("not in gold, {}: {of}", sort(one))
}

fn missed(gold: &Attr, predicted: &[Attr]) -> String {
    let how = if predicted.iter().any(|one| touch(one, gold)) {
        "its cue has another content"
    } else if gold.roles[CUE].is_empty() {
        "it has no cue"
    } else {
        "its cue was not seen"
    };
    format!("missed, {}: {how}", sort(gold))
}

/// Speech by how it is quoted, or attitude.
fn sort(one: &Attr) -> &'static str {
    match (one.speech, one.quoted) {
        (false, _) => "attitude",
        (_, Quoted::Direct) => "direct speech",
        (_, Quoted::Mixed) => "mixed speech",
        (_, Quoted::Indirect) => "indirect speech",
    }
}

/// How the tokens found differ from those of gold.
fn difference(found: &Fragments, gold: &Fragments) -> &'static str {
    let set = |fragments: &Fragments| super::set(fragments);
    let (f, g): (BTreeSet<usize>, BTreeSet<usize>) = (set(found), set(gold));
    let (Some(f_first), Some(g_first)) = (f.first(), g.first()) else {
        return if g.is_empty() { "found where there is none" } else { "none found" };
    };
    if f.is_disjoint(&g) {
        return "elsewhere";
    }
    match found.len().cmp(&gold.len()) {
        std::cmp::Ordering::Less => return "fragments joined or left out",
        std::cmp::Ordering::Greater => return "fragments too many",
        std::cmp::Ordering::Equal => {}
    }
    match (f_first.cmp(g_first), f.last().cmp(&g.last())) {
        (std::cmp::Ordering::Equal, std::cmp::Ordering::Greater) => "ends late",
        (std::cmp::Ordering::Equal, std::cmp::Ordering::Less) => "ends early",
        (std::cmp::Ordering::Less, std::cmp::Ordering::Equal) => "begins early",
        (std::cmp::Ordering::Greater, std::cmp::Ordering::Equal) => "begins late",
        (std::cmp::Ordering::Equal, std::cmp::Ordering::Equal) => "other gaps between fragments",
        _ => "other at both ends",
    }
}
