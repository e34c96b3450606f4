//! Names and their joining, against gold: mentions by span and type, entities by B³, and the list of
//! entities that a reader sees.
//!
//! Dates and numbers are left out, and predicted mentions that are pronouns or begin in lower case
//! where gold has none.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Deserialize;

use super::counted::{Counted, Points};
use super::{Counts, Fault, Name, Report, figures, one, prf, prf_names, share, worst_first};
use crate::train::corpus::{TrainError, rows};

/// An article of either side; only gold has a text.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Line {
    id: String,
    text: String,
    entities: Vec<Entity>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Entity {
    name: String,
    #[serde(rename = "type")]
    kind: Option<String>,
    mentions: Vec<Points>,
}

/// Kinds that are told apart; the first three are the core.
const KINDS: [&str; 5] = ["person", "org", "place", "norp", "other"];
const CORE: usize = 3;
/// Which kind the others fall into.
const OTHER: usize = 4;
/// Counts: hits, predicted, gold of each kind and of spans; the sums of B³; hits, predicted and gold
/// of the list.
const SPANS: usize = KINDS.len() * 3;
const JOINING: usize = SPANS + 3;
const LIST: usize = JOINING + 3;

/// Scores a JSONL text of predictions against one of gold.
pub fn score(gold: &str, predicted: &str) -> Result<Report, TrainError> {
    let gold: Vec<Line> = rows("gold", gold)?;
    let predicted: Vec<Line> = rows("predictions", predicted)?;
    let by_id: HashMap<&str, &[Entity]> =
        predicted.iter().map(|line| (&*line.id, &*line.entities)).collect();
    let mut faults = Vec::new();
    let mut articles = Vec::new();
    for line in &gold {
        let found = by_id.get(&*line.id).copied().unwrap_or_default();
        articles.push(count(line, found, &mut faults));
    }
    let rows = ["core", "spans", "joining", "list"];
    let names: Vec<Name> = KINDS.iter().chain(&rows).flat_map(|name| prf_names(name)).collect();
    let figures = figures(&names, &articles, &measure);
    Ok(Report { figures, errors: worst_first(faults), ..Report::default() })
}

fn measure(counts: &[f64]) -> Vec<f64> {
    let three = |c: &[f64]| prf(c[0], c[1], c[0], c[2]);
    let mut values: Vec<f64> = counts[..SPANS].chunks_exact(3).flat_map(three).collect();
    let core: Vec<f64> =
        (0..3).map(|at| counts[..CORE * 3].iter().skip(at).step_by(3).sum()).collect();
    values.extend(three(&core));
    values.extend(three(&counts[SPANS..JOINING]));
    let (p, r) = (
        share(counts[JOINING], counts[JOINING + 2]),
        share(counts[JOINING + 1], counts[JOINING + 2]),
    );
    values.extend([p, r, share(2.0 * p * r, p + r)]);
    values.extend(three(&counts[LIST..]));
    values
}

/// The number of a kind; nothing for what is not scored. A kind of no known name is one of its own,
/// which none of gold has.
fn kind(named: Option<&str>) -> Option<usize> {
    let named = named.unwrap_or_default().to_lowercase();
    match named.as_str() {
        "date" | "time" | "money" | "number" | "percent" | "ordinal" | "cardinal" | "quantity"
        | "duration" => None,
        "person" | "per" => Some(0),
        "org" | "organisation" | "organization" => Some(1),
        "place" | "gpe" | "loc" | "location" | "fac" | "facility" => Some(2),
        "norp" | "nationality" => Some(3),
        "other" | "event" | "work" | "law" | "product" | "misc" => Some(OTHER),
        _ => Some(KINDS.len()),
    }
}

/// Mentions → kind and entity.
type Mentions = BTreeMap<Points, (usize, usize)>;

/// Counts of one article.
fn count(gold: &Line, found: &[Entity], faults: &mut Vec<Fault>) -> Counts {
    let text = Counted::new(&gold.text);
    // Gold never leaves a kind out.
    let gold_kind = |entity: &Entity| kind(entity.kind.as_deref()).unwrap_or(KINDS.len());
    let mut g = Mentions::new();
    for (at, entity) in gold.entities.iter().enumerate() {
        g.extend(entity.mentions.iter().map(|&span| (span, (gold_kind(entity), at))));
    }
    let mut p = Mentions::new();
    let mut kept: Vec<(usize, &Entity, BTreeSet<Points>)> = Vec::new();
    for (at, entity) in found.iter().enumerate() {
        let Some(kind) = kind(entity.kind.as_deref()) else { continue };
        let counts = |span: &&Points| is_name(&text, **span, g.contains_key(*span));
        let spans: BTreeSet<Points> = entity.mentions.iter().filter(counts).copied().collect();
        if !spans.is_empty() {
            p.extend(spans.iter().map(|&span| (span, (kind, at))));
            kept.push((kind, entity, spans));
        }
    }
    let mut counts = vec![0.0; LIST + 3];
    count_mentions(&mut counts, &p, &g);
    count_joining(&mut counts, &p, &g);
    counts[LIST + 1] = kept.len() as f64;
    counts[LIST + 2] = gold.entities.len() as f64;
    let mut used = vec![false; kept.len()];
    for entity in &gold.entities {
        let wanted = good_names(&text, entity);
        let hit = (0..kept.len()).find(|&at| {
            let (kind, found, spans) = &kept[at];
            !used[at]
                && *kind == gold_kind(entity)
                && entity.mentions.iter().any(|span| spans.contains(span))
                && wanted.contains(&found.name.replace("’s", ""))
        });
        if let Some(at) = hit {
            used[at] = true;
            counts[LIST] += 1.0;
        }
    }
    faults.extend(wrong(&gold.id, &text, &p, &g));
    counts
}

/// Whether a predicted mention is one that is scored.
fn is_name(text: &Counted, span: Points, in_gold: bool) -> bool {
    let words = text.words(span);
    (in_gold || !words.starts_with(char::is_lowercase))
        && !PRONOUNS.contains(&words.to_lowercase().as_str())
}

/// Names that would be right in the list: the mentions with most words, and the gold name.
fn good_names(text: &Counted, entity: &Entity) -> BTreeSet<String> {
    let names: Vec<String> = entity.mentions.iter().map(|&span| text.words(span)).collect();
    let count = |name: &String| name.split_whitespace().count();
    let most = names.iter().map(count).max();
    let longest = names.iter().filter(|name| Some(count(name)) == most).cloned();
    longest.chain([entity.name.clone()]).collect()
}

fn count_mentions(counts: &mut Counts, p: &Mentions, g: &Mentions) {
    for &(kind, _) in g.values() {
        counts[SPANS + 2] += 1.0;
        if kind < KINDS.len() {
            counts[kind * 3 + 2] += 1.0;
        }
    }
    for (span, &(kind, _)) in p {
        counts[SPANS] += one(g.contains_key(span));
        counts[SPANS + 1] += 1.0;
        if kind < KINDS.len() {
            counts[kind * 3] += one(g.get(span).is_some_and(|gold| gold.0 == kind));
            counts[kind * 3 + 1] += 1.0;
        }
    }
}

/// B³ over the mentions of both sides.
fn count_joining(counts: &mut Counts, p: &Mentions, g: &Mentions) {
    let both: Vec<(usize, usize)> =
        p.iter().filter_map(|(span, own)| g.get(span).map(|gold| (own.1, gold.1))).collect();
    let mut by_p: HashMap<usize, f64> = HashMap::new();
    let mut by_g: HashMap<usize, f64> = HashMap::new();
    let mut by_both: HashMap<(usize, usize), f64> = HashMap::new();
    for &(own, gold) in &both {
        *by_p.entry(own).or_default() += 1.0;
        *by_g.entry(gold).or_default() += 1.0;
        *by_both.entry((own, gold)).or_default() += 1.0;
    }
    for pair in &both {
        counts[JOINING] += by_both[pair] / by_p[&pair.0];
        counts[JOINING + 1] += by_both[pair] / by_g[&pair.1];
        counts[JOINING + 2] += 1.0;
    }
}

/// Mentions that one side alone has, and those of another kind.
fn wrong(id: &str, text: &Counted, p: &Mentions, g: &Mentions) -> Vec<Fault> {
    let name = |kind: usize| KINDS.get(kind).copied().unwrap_or("something else");
    let fault = |span: Points, what: String, weight: f64| Fault {
        article: id.to_owned(),
        what,
        context: text.context(&[span]),
        weight,
    };
    let missed = g.iter().filter_map(|(&span, gold)| match p.get(&span) {
        None => Some(fault(span, format!("missed {}", name(gold.0)), 2.0)),
        Some(own) if own.0 != gold.0 => {
            Some(fault(span, format!("{} taken for {}", name(gold.0), name(own.0)), 1.0))
        }
        Some(_) => None,
    });
    let extra = p.iter().filter(|(span, _)| !g.contains_key(*span));
    missed
        .chain(extra.map(|(&span, own)| fault(span, format!("no {}", name(own.0)), 2.0)))
        .collect()
}

#[rustfmt::skip]
const PRONOUNS: [&str; 11] =
    ["he", "she", "they", "it", "i", "we", "you", "his", "her", "their", "our"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        let gold = r#"{"id":"a","text":"Ada Hill met Bo. Hill left Riga. She ate.","entities":[
            {"name":"Ada Hill","type":"person","mentions":[[0,8],[17,21]]},
            {"name":"Bo","type":"person","mentions":[[13,15]]},
            {"name":"Riga","type":"place","mentions":[[27,31]]}]}"#
            .replace('\n', "");
        let predicted = r#"{"id":"a","entities":[
            {"name":"Ada Hill","type":"PER","mentions":[[0,8],[33,36]]},
            {"name":"Bo","type":"person","mentions":[[13,15],[17,21]]},
            {"name":"met","type":"org","mentions":[[9,12]]},
            {"name":"Riga","type":"org","mentions":[[27,31]]}]}"#
            .replace('\n', "");
        let report = score(&gold, &predicted).unwrap();
        #[rustfmt::skip]
        let cases = [
            ("person", "F1", 1.0),
            ("place", "R", 0.0),
            ("org", "P", 0.0),
            ("core", "P", 0.75),
            ("spans", "F1", 1.0),
            ("joining", "P", 3.0 / 4.0),
            ("joining", "R", 3.0 / 4.0),
            ("list", "R", 2.0 / 3.0),
        ];
        for (name, part, expected) in cases {
            let found = report.figures.iter().find(|one| one.name == name && one.part == part);
            let value = found.unwrap().value;
            assert!((value - expected).abs() < 1e-9, "{name} {part}: {value}");
        }
        assert_eq!(report.errors.len(), 1);
        assert_eq!(report.errors[0].what, "place taken for org");
    }
}
