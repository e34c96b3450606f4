//! Attributions against gold, on tokens: cue, source and content, exactly and by overlap.
//!
//! After BBC Citron's metrics. A predicted attribution with `within` is left out, since gold has the
//! outermost only; a repeated one counts once. Subsets go by directness, recomputed from the text,
//! and by whether the cue is a word of speech.

mod kinds;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::counted::{Counted, Fragments, Points, set, shared};
use super::{Counts, Fault, Name, Report, figures, one, prf, prf_names, share, worst_first};
use crate::train::corpus::{TrainError, rows};

/// An article of either side; only gold has a text.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Line {
    id: String,
    text: String,
    attributions: Vec<Record>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Record {
    source: Option<Vec<Points>>,
    cue: Option<Vec<Points>>,
    content: Option<Vec<Points>>,
    within: Option<usize>,
}

/// Scores a JSONL text of predictions against one of gold.
pub fn score(gold: &str, predicted: &str) -> Result<Report, TrainError> {
    let gold: Vec<Line> = rows("gold", gold)?;
    let predicted: Vec<Line> = rows("predictions", predicted)?;
    let by_id: HashMap<&str, &Line> = predicted.iter().map(|line| (&*line.id, line)).collect();
    let mut faults = Vec::new();
    let mut kinds = BTreeMap::new();
    let mut articles = Vec::new();
    for line in &gold {
        let found = by_id.get(&*line.id).map_or(&[][..], |found| &found.attributions);
        articles.push(count(line, found, &mut faults, &mut kinds));
    }
    let figures = figures(&names(), &articles, &measure);
    Ok(Report { figures, errors: worst_first(faults), kinds })
}

/// Contents that share so much, by Jaccard, are of one statement.
const NEAR: f64 = 0.5;

/// The three roles: source, cue, content.
const ROLES: [&str; 3] = ["source", "cue", "content"];
const CUE: usize = 1;
const CONTENT: usize = 2;

/// Whether a predicted one matches a gold one.
type Matches = fn(&Attr, &Attr) -> bool;

/// Whether one belongs to a subset.
type Keeps = fn(&Attr) -> bool;

/// Ways to match: name, and whether a predicted one and a gold one do.
const MATCHES: [(&str, Matches); 7] = [
    ("cue exact", |p, g| !p.roles[CUE].is_empty() && p.roles[CUE] == g.roles[CUE]),
    ("source exact", |p, g| touch(p, g) && p.roles[0] == g.roles[0]),
    ("content exact", |p, g| touch(p, g) && p.roles[CONTENT] == g.roles[CONTENT]),
    ("all exact", |p, g| p.roles == g.roles),
    ("content span", |p, g| !p.roles[CONTENT].is_empty() && p.roles[CONTENT] == g.roles[CONTENT]),
    ("content loose", |p, g| !p.loose.is_empty() && p.loose == g.loose),
    ("content found", |p, g| jaccard(&p.sets[CONTENT], &g.sets[CONTENT]) >= NEAR),
];

const SUBSETS: [(&str, Keeps); 5] = [
    ("all", |_| true),
    ("direct", |one| one.quoted == Quoted::Direct),
    ("mixed", |one| one.quoted == Quoted::Mixed),
    ("indirect", |one| one.quoted == Quoted::Indirect),
    ("speech", |one| one.speech),
];

/// Counts of one subset: four for each way to match, each overlap and each fragment; three for the
/// sources of those found.
const PER_SUBSET: usize = (MATCHES.len() + 2 * ROLES.len()) * 4 + 3;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Quoted {
    Direct,
    Mixed,
    Indirect,
}

/// An attribution in tokens.
struct Attr {
    roles: [Fragments; 3],
    sets: [BTreeSet<usize>; 3],
    loose: Fragments,
    quoted: Quoted,
    speech: bool,
    spans: Vec<Points>,
}

impl Attr {
    fn new(text: &Counted, record: &Record) -> Attr {
        let spans = [&record.source, &record.cue, &record.content]
            .map(|spans| spans.clone().unwrap_or_default());
        let roles = spans.each_ref().map(|spans| text.fragments(spans));
        let sets = roles.each_ref().map(set);
        let loose = text.loose(&roles[CONTENT]);
        let speech = roles[CUE].is_empty() || is_speech(&text.lower(&roles[CUE]));
        let quoted = match text.quoted_letters(&spans[CONTENT]) {
            (0, _) => Quoted::Indirect,
            (inside, all) if share(inside as f64, all as f64) >= 0.95 => Quoted::Direct,
            _ => Quoted::Mixed,
        };
        let [_, _, spans] = spans;
        Attr { roles, sets, loose, quoted, speech, spans }
    }
}

/// Whether a cue holds a form of speech.
fn is_speech(words: &[String]) -> bool {
    static FORMS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
        let lines = include_str!("../../../../assets/lexicon/speech_forms.txt").lines();
        lines.map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
    });
    let joined = words.join(" ");
    words.iter().any(|word| FORMS.contains(&**word))
        || FORMS.iter().any(|form| form.contains(' ') && joined.contains(form))
}

/// Whether the cues overlap, or the predicted one begins where the other ends.
fn touch(p: &Attr, g: &Attr) -> bool {
    let mut pairs = p.roles[CUE].iter().flat_map(|a| g.roles[CUE].iter().map(move |b| (a, b)));
    pairs.any(|(a, b)| a.0 <= b.1 && a.1 > b.0)
}

fn jaccard(a: &BTreeSet<usize>, b: &BTreeSet<usize>) -> f64 {
    let both = shared(a, b);
    share(both as f64, (a.len() + b.len() - both) as f64)
}

/// Counts of one article, subset by subset. O(predicted · gold).
fn count(
    gold: &Line,
    found: &[Record],
    faults: &mut Vec<Fault>,
    kinds: &mut BTreeMap<String, usize>,
) -> Counts {
    let text = Counted::new(&gold.text);
    let g: Vec<Attr> = gold.attributions.iter().map(|record| Attr::new(&text, record)).collect();
    let mut seen = HashSet::new();
    let p: Vec<Attr> = found
        .iter()
        .filter(|record| record.within.is_none())
        .map(|record| Attr::new(&text, record))
        .filter(|attr| seen.insert(attr.roles.clone()))
        .collect();
    let best: Vec<Option<&Attr>> = g.iter().map(|one| best(one, &p)).collect();
    faults.extend(g.iter().zip(&best).filter_map(|(one, best)| fault(&gold.id, &text, one, *best)));
    let near = |one: &&Attr| {
        !g.iter().any(|gold| jaccard(&one.sets[CONTENT], &gold.sets[CONTENT]) >= NEAR)
    };
    let spurious = p.iter().filter(near).map(|one| kinds::of_predicted(one, &g));
    let wrong = g.iter().zip(&best).flat_map(|(one, best)| kinds::of_gold(one, *best, &p));
    for kind in wrong.chain(spurious) {
        *kinds.entry(kind).or_default() += 1;
    }
    let mut counts = Counts::with_capacity(PER_SUBSET * SUBSETS.len());
    for (_, keep) in SUBSETS {
        let kept =
            |all: &[Attr]| -> Vec<usize> { (0..all.len()).filter(|&at| keep(&all[at])).collect() };
        let (pi, gi) = (kept(&p), kept(&g));
        count_matches(&mut counts, &p, &g, &pi, &gi);
        count_overlap(&mut counts, &p, &g, &pi, &gi);
        count_fragments(&mut counts, &p, &g, &pi, &gi);
        let sourced = gi.iter().filter(|&&at| !g[at].roles[0].is_empty());
        let pairs: Vec<(&Attr, &Attr)> =
            sourced.filter_map(|&at| best[at].map(|best| (best, &g[at]))).collect();
        let exact = pairs.iter().filter(|(p, g)| p.roles[0] == g.roles[0]).count();
        let overlap = pairs.iter().filter(|(p, g)| shared(&p.sets[0], &g.sets[0]) > 0).count();
        counts.extend([exact as f64, overlap as f64, pairs.len() as f64]);
    }
    counts
}

/// The predicted one that shares most of its content, where that is half at least.
fn best<'a>(gold: &Attr, predicted: &'a [Attr]) -> Option<&'a Attr> {
    let mut best: Option<(f64, usize, &Attr)> = None;
    for one in predicted {
        let of = jaccard(&one.sets[CONTENT], &gold.sets[CONTENT]);
        let source = shared(&one.sets[0], &gold.sets[0]);
        if best.is_none_or(|(most, then, _)| of > most || (of >= most && source > then)) {
            best = Some((of, source, one));
        }
    }
    best.filter(|(of, ..)| *of >= NEAR).map(|(.., one)| one)
}

fn count_matches(counts: &mut Counts, p: &[Attr], g: &[Attr], pi: &[usize], gi: &[usize]) {
    for (_, matches) in MATCHES {
        let hit_p = pi.iter().filter(|&&at| g.iter().any(|gold| matches(&p[at], gold))).count();
        let hit_g = gi.iter().filter(|&&at| p.iter().any(|one| matches(one, &g[at]))).count();
        counts.extend([hit_p as f64, pi.len() as f64, hit_g as f64, gi.len() as f64]);
    }
}

fn count_overlap(counts: &mut Counts, p: &[Attr], g: &[Attr], pi: &[usize], gi: &[usize]) {
    for role in 0..ROLES.len() {
        let side = |one: &Attr, others: &[Attr]| {
            let set = &one.sets[role];
            let sum: usize = others.iter().map(|other| shared(set, &other.sets[role])).sum();
            (sum.min(set.len()) as f64, set.len() as f64)
        };
        let all = |of: &[Attr], at: &[usize], others: &[Attr]| {
            at.iter()
                .map(|&at| side(&of[at], others))
                .fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
        };
        let (with_p, with_g) = (all(p, pi, g), all(g, gi, p));
        counts.extend([with_p.0, with_p.1, with_g.0, with_g.1]);
    }
}

fn count_fragments(counts: &mut Counts, p: &[Attr], g: &[Attr], pi: &[usize], gi: &[usize]) {
    for role in 0..ROLES.len() {
        let every = |of: &[Attr]| -> HashSet<(usize, usize)> {
            of.iter().flat_map(|one| one.roles[role].iter().copied()).collect()
        };
        let some = |of: &[Attr], at: &[usize]| -> HashSet<(usize, usize)> {
            at.iter().flat_map(|&at| of[at].roles[role].iter().copied()).collect()
        };
        let (all_p, all_g, pf, gf) = (every(p), every(g), some(p, pi), some(g, gi));
        let (hit_p, hit_g) = (pf.intersection(&all_g).count(), gf.intersection(&all_p).count());
        counts.extend([hit_p as f64, pf.len() as f64, hit_g as f64, gf.len() as f64]);
    }
}

fn names() -> Vec<Name> {
    let metrics = MATCHES.iter().map(|(name, _)| (*name).to_owned());
    let roles = |what: &'static str| ROLES.iter().map(move |role| format!("{role} {what}"));
    let all: Vec<String> = metrics
        .chain(roles("overlap"))
        .chain(roles("fragment"))
        .chain(["all overlap".to_owned()])
        .collect();
    let subset = |(subset, _): &(&str, Keeps)| {
        let prf = all.iter().flat_map(|name| prf_names(&format!("{subset}: {name}")));
        let sources = ["exact", "overlap"].map(|part| (format!("{subset}: attribution"), part));
        prf.chain(sources).collect::<Vec<Name>>()
    };
    SUBSETS.iter().flat_map(subset).collect()
}

fn measure(counts: &[f64]) -> Vec<f64> {
    let mut values = Vec::new();
    for subset in counts.chunks_exact(PER_SUBSET) {
        let (fours, sources) = subset.split_at(PER_SUBSET - 3);
        let four = |four: &[f64]| prf(four[0], four[1], four[2], four[3]);
        values.extend(fours.chunks_exact(4).flat_map(four));
        let overlaps = &fours[MATCHES.len() * 4..(MATCHES.len() + ROLES.len()) * 4];
        let sum = |at: usize| overlaps.iter().skip(at).step_by(4).sum::<f64>();
        values.extend(prf(sum(0), sum(1), sum(2), sum(3)));
        values.extend([share(sources[0], sources[2]), share(sources[1], sources[2])]);
    }
    values
}

/// What is wrong with how a gold attribution was found.
fn fault(id: &str, text: &Counted, gold: &Attr, best: Option<&Attr>) -> Option<Fault> {
    let right = |role: usize| best.is_some_and(|best| best.roles[role] == gold.roles[role]);
    let wrong: Vec<&str> = (0..3).filter(|&role| !right(role)).map(|role| ROLES[role]).collect();
    let what = match best {
        None => "missed".to_owned(),
        Some(_) if wrong.is_empty() => return None,
        Some(best) => {
            format!("wrong {}; found {}", wrong.join(" and "), text.all_words(&best.spans))
        }
    };
    let share = best.map_or(0.0, |best| jaccard(&best.sets[CONTENT], &gold.sets[CONTENT]));
    let weight = (1.0 - share) * 3.0 + one(gold.speech) + wrong.len() as f64;
    Some(Fault { article: id.to_owned(), what, context: text.context(&gold.spans), weight })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "He said “taxes are too high.” Officials say it rains, he said.";

    /// Scores attributions given as words of [`TEXT`]: source, cue, content.
    fn value(gold: &[[&str; 3]], predicted: &[[&str; 3]], name: &str, part: &str) -> f64 {
        let line = |all: &[[&str; 3]]| {
            let spans = |words: &str| -> Vec<Points> {
                let Some((before, _)) = TEXT.split_once(words).filter(|_| !words.is_empty()) else {
                    return Vec::new();
                };
                let start = before.chars().count();
                vec![[start, start + words.chars().count()]]
            };
            let record = |[source, cue, content]: &[&str; 3]| serde_json::json!({"source": spans(source), "cue": spans(cue), "content": spans(content)});
            let all: Vec<_> = all.iter().map(record).collect();
            serde_json::json!({"id": "a", "text": TEXT, "attributions": all}).to_string()
        };
        let report = score(&line(gold), &line(predicted)).unwrap();
        let found = report.figures.iter().find(|one| one.name == name && one.part == part);
        found.unwrap_or_else(|| panic!("{name} {part}")).value
    }

    #[test]
    fn by_hand() {
        let first = ["He", "said", "“taxes are too high.”"];
        let second = ["Officials", "say", "it rains"];
        let gold = [first, second];
        #[rustfmt::skip]
        let cases: &[(&[[&str; 3]], &str, &str, f64)] = &[
            (&gold,                                     "all: all exact", "F1", 1.0),
            (&gold,                                     "direct: content exact", "F1", 1.0),
            (&gold,                                     "indirect: cue exact", "R", 1.0),
            (&[first, first],                           "all: cue exact", "P", 1.0),
            (&[first],                                  "all: cue exact", "R", 0.5),
            (&[],                                       "all: all exact", "F1", 0.0),
            (&[first, ["Officials", "say", "rains"]],   "all: content exact", "F1", 0.5),
            (&[first, ["Officials", "say", "rains"]],   "all: content overlap", "R", 8.0 / 9.0),
            (&[first, ["Officials", "say", "it rains,"]], "all: content loose", "F1", 1.0),
            (&[["", "said", "“taxes are too high.”"]],  "all: source exact", "F1", 0.0),
            (&[["", "said", "“taxes are too high.”"]],  "all: attribution", "exact", 0.0),
            (&[first],                                  "all: attribution", "exact", 1.0),
            (&[["He", "", "“taxes are too high.”"]],    "all: content exact", "F1", 0.0),
            (&[["He", "", "“taxes are too high.”"]],    "all: content span", "P", 1.0),
            (&[["He", "say", "rains, he"]],             "all: content fragment", "P", 0.0),
        ];
        for (predicted, name, part, expected) in cases {
            let found = value(&gold, predicted, name, part);
            assert!((found - expected).abs() < 1e-9, "{predicted:?} {name} {part}: {found}");
        }
    }
}
