//! Who each statement is given to, against gold names.
//!
//! A gold statement is found when a prediction shares at least half of its content. Names match by
//! their last word and no word against it, or by initials; a source that the article never names
//! (“~a spokesman”) wants no name, or one that shares a word with it.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::counted::{Counted, Points, tokens};
use super::{Counts, Fault, Name, Report, figures, one, share, worst_first};
use crate::train::corpus::{TrainError, rows};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Gold {
    id: String,
    text: String,
    statements: Vec<Statement>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Statement {
    speaker: String,
    source: Vec<Points>,
    content: Vec<Points>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Predicted {
    id: String,
    attributions: Vec<Given>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Given {
    content: Vec<Points>,
    speakers: Option<Vec<String>>,
}

/// Statements are counted in these groups.
const GROUPS: [&str; 4] = ["all", "named", "unnamed", "pronoun"];

/// Counts of a group: gold, found, right, full, found of the named.
const PER_GROUP: usize = 5;

/// Scores a JSONL text of predictions against one of gold.
pub fn score(gold: &str, predicted: &str) -> Result<Report, TrainError> {
    let gold: Vec<Gold> = rows("gold", gold)?;
    let predicted: Vec<Predicted> = rows("predictions", predicted)?;
    let by_id: HashMap<&str, &[Given]> =
        predicted.iter().map(|line| (&*line.id, &*line.attributions)).collect();
    let mut faults = Vec::new();
    let mut articles = Vec::new();
    for line in &gold {
        let given = by_id.get(&*line.id).copied().unwrap_or_default();
        articles.push(count(line, given, &mut faults));
    }
    let names: Vec<Name> = GROUPS
        .iter()
        .flat_map(|group| {
            ["found", "right", "full", "overall"].map(|part| ((*group).to_owned(), part))
        })
        .collect();
    let figures = figures(&names, &articles, &measure);
    Ok(Report { figures, errors: worst_first(faults), ..Report::default() })
}

fn measure(counts: &[f64]) -> Vec<f64> {
    let group =
        |c: &[f64]| [share(c[1], c[0]), share(c[2], c[1]), share(c[3], c[4]), share(c[2], c[0])];
    counts.chunks_exact(PER_GROUP).flat_map(group).collect()
}

/// Counts of one article, group by group. O(statements · predictions).
fn count(gold: &Gold, given: &[Given], faults: &mut Vec<Fault>) -> Counts {
    let text = Counted::new(&gold.text);
    let contents: Vec<Vec<Points>> = given.iter().map(|one| merged(&one.content)).collect();
    let mut counts = vec![0.0; GROUPS.len() * PER_GROUP];
    for statement in &gold.statements {
        let unnamed = statement.speaker.starts_with('~');
        let source = text.all_words(&statement.source);
        let pronoun = PRONOUNS.contains(&source.trim().to_lowercase().as_str());
        let groups = [true, !unnamed, unnamed, pronoun];
        let found = best(&merged(&statement.content), &contents).map(|at| &given[at]);
        let names: Vec<&str> = found
            .and_then(|found| found.speakers.as_ref())
            .map(|names| names.iter().map(String::as_str).filter(|name| !name.is_empty()).collect())
            .unwrap_or_default();
        let right = found.is_some() && is_right(&statement.speaker, &names);
        let full = right && !unnamed && is_full(&statement.speaker, &names);
        let seen = [true, found.is_some(), right, full, found.is_some() && !unnamed];
        for (group, counts) in counts.chunks_exact_mut(PER_GROUP).enumerate() {
            for (count, seen) in counts.iter_mut().zip(seen) {
                *count += one(seen && groups[group]);
            }
        }
        if found.is_some() && !right {
            faults.push(Fault {
                article: gold.id.clone(),
                what: format!(
                    "[{source}] is {}, given to {}",
                    statement.speaker,
                    if names.is_empty() { "nobody".to_owned() } else { names.join(" & ") }
                ),
                context: text.context(&statement.source),
                weight: one(!unnamed) + one(!names.is_empty()),
            });
        }
    }
    counts
}

/// The prediction that shares most with a content, where that is half of both at least; the last of
/// those that share as much.
fn best(content: &[Points], given: &[Vec<Points>]) -> Option<usize> {
    let mut best = None;
    let mut most = 0.5;
    for (at, one) in given.iter().enumerate().filter(|(_, one)| !one.is_empty()) {
        let both = overlap(content, one);
        let share = share(both as f64, (length(content) + length(one) - both) as f64);
        if share >= most {
            (best, most) = (Some(at), share);
        }
    }
    best
}

/// Spans in order, none of which overlap.
fn merged(spans: &[Points]) -> Vec<Points> {
    let mut sorted: Vec<Points> = spans.iter().copied().filter(|span| span[0] < span[1]).collect();
    sorted.sort_unstable();
    let mut found: Vec<Points> = Vec::new();
    for span in sorted {
        match found.last_mut() {
            Some(last) if span[0] <= last[1] => last[1] = last[1].max(span[1]),
            _ => found.push(span),
        }
    }
    found
}

fn length(spans: &[Points]) -> usize {
    spans.iter().map(|span| span[1] - span[0]).sum()
}

fn overlap(a: &[Points], b: &[Points]) -> usize {
    let pairs = a.iter().flat_map(|a| b.iter().map(move |b| (a, b)));
    pairs.map(|(a, b)| a[1].min(b[1]).saturating_sub(a[0].max(b[0]))).sum()
}

fn is_right(speaker: &str, names: &[&str]) -> bool {
    if speaker.starts_with('~') {
        let own: HashSet<String> = words(speaker).into_iter().collect();
        return names.is_empty()
            || names.iter().flat_map(|name| words(name)).any(|word| own.contains(&word));
    }
    let gold: Vec<&str> = speaker.split(" & ").collect();
    if gold.iter().any(|name| name.starts_with('~')) {
        return gold.iter().any(|gold| names.iter().any(|name| same(gold, name)));
    }
    let mut left = names.to_vec();
    for gold in gold {
        let Some(at) = left.iter().position(|name| same(gold, name)) else { return false };
        left.remove(at);
    }
    left.is_empty()
}

/// Whether names of two words and more are given by two words and more, or by initials.
fn is_full(speaker: &str, names: &[&str]) -> bool {
    let whole = |name: &str| words(name).len() >= 2 || is_upper(name);
    let gold = speaker.split(" & ").filter(|gold| !gold.starts_with('~'));
    gold.filter(|gold| words(gold).len() >= 2)
        .all(|gold| names.iter().any(|name| same(gold, name) && whole(name)))
}

fn is_upper(name: &str) -> bool {
    name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
}

/// The words of a name, lower case, without possessive endings and titles.
fn words(name: &str) -> Vec<String> {
    let plain: Vec<char> =
        name.to_lowercase().replace("’s", "").replace("'s", "").chars().collect();
    tokens(&plain)
        .into_iter()
        .map(|[start, end]| plain[start..end].iter().collect::<String>())
        .filter(|word| word.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        .filter(|word| !TITLES.contains(&word.as_str()))
        .collect()
}

/// Whether two names can be one: the same last word and no other word against it, or initials.
fn same(a: &str, b: &str) -> bool {
    let (x, y) = (words(a), words(b));
    if x.is_empty() || y.is_empty() {
        return false;
    }
    let inside = |x: &[String], y: &[String]| x.iter().all(|word| y.contains(word));
    if x.last() == y.last() && (inside(&x, &y) || inside(&y, &x)) {
        return true;
    }
    let (short, long) = if b.chars().count() < a.chars().count() { (b, a) } else { (a, b) };
    let letters: String = short.chars().filter(char::is_ascii_uppercase).collect();
    let initials: String = long
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
        .filter(|word| !matches!(word.to_lowercase().as_str(), "of" | "the" | "and" | "for"))
        .filter_map(|word| word.chars().next())
        .flat_map(char::to_uppercase)
        .collect();
    letters.len() > 1 && letters == initials
}

#[rustfmt::skip]
const TITLES: [&str; 38] = [
    "mr", "mrs", "ms", "dr", "sen", "rep", "gov", "president", "senator", "secretary", "former",
    "vice", "gen", "lt", "col", "capt", "judge", "justice", "rev", "sir", "the", "prime", "minister",
    "chancellor", "mayor", "attorney", "general", "king", "queen", "pope", "prince", "professor",
    "jr", "sr", "ii", "iii", "iv", "mr.",
];

#[rustfmt::skip]
const PRONOUNS: [&str; 20] = [
    "he", "she", "they", "we", "i", "it", "you", "who", "her", "him", "his", "them", "our", "my",
    "their", "this", "that", "these", "those", "him/her",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip]
    fn by_hand() {
        for (gold, names, right, full) in [
            ("Hillary Clinton",      &["Clinton"][..],                true,  false),
            ("Hillary Clinton",      &["Hillary Clinton"][..],        true,  true),
            ("Hillary Clinton",      &["Bill Clinton"][..],           false, false),
            ("Hillary Clinton",      &[][..],                         false, false),
            ("Federal Bureau of Investigation", &["FBI"][..],         true,  true),
            ("Ada Hill & Bo Lund",   &["Lund", "Hill"][..],           true,  false),
            ("Ada Hill & Bo Lund",   &["Hill"][..],                   false, false),
            ("Ada Hill & ~aides",    &["Hill"][..],                   true,  false),
            ("~a spokesman",         &[][..],                         true,  true),
            ("~a Senate spokesman",  &["Senate"][..],                 true,  true),
            ("~a spokesman",         &["Senate"][..],                 false, true),
            ("Senator Ada Hill",     &["Ada Hill"][..],               true,  true),
            ("Ada",                  &["Ada’s"][..],                  true,  true),
        ] {
            assert_eq!(is_right(gold, names), right, "{gold} {names:?}");
            if right {
                assert_eq!(is_full(gold, names), full, "full {gold} {names:?}");
            }
        }
    }

    #[test]
    fn a_statement_is_found_by_half_of_its_content() {
        assert_eq!(best(&[[0, 10]], &[vec![[0, 5]], vec![[0, 4]], vec![[5, 10]]]), Some(2));
        assert_eq!(best(&[[0, 10]], &[vec![[0, 4]], vec![]]), None);
        assert_eq!(merged(&[[4, 6], [0, 5], [9, 9]]), [[0, 6]]);
    }
}
