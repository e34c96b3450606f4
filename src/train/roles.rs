//! Training of the role labeller, in two passes, on source, cue and content spans (`PolNeAR`).

use serde::Deserialize;

use super::corpus::{Corpora, TrainError};
use super::fit::{self, Plan, Sequence};
use crate::article::{Article, Origin};
use crate::import::Row;
use crate::nlp::mention;
use crate::nlp::model::features::Rows;
use crate::nlp::model::{Head, Labeller, Weights};
use crate::nlp::page::Page;
use crate::nlp::pos::Tagger;
use crate::nlp::roles::features::{self, Facts, First};
use crate::nlp::roles::{
    BEGINNINGS, Fragment, LABELS, LEAN, Role, decoded, first_pass, labels_of, spelt,
};
use crate::nlp::rules;

/// The corpus file.
const FILE: &str = "polnear/train.jsonl";

/// Articles to measure on, left out of training.
const HELD_OUT: &str = "polnear/dev.jsonl";

/// Articles whose first pass comes from a model that has not seen them: in so many parts.
const FOLDS: usize = 5;

/// Slots of the tables, as powers of two.
const FIRST_BITS: u32 = 17;
const SECOND_BITS: u32 = 18;

const FIRST: Plan =
    Plan { epochs: 8, mean_of: 5, rate: 0.05, decay: 0.0, keep: 0.5, least: 8, seed: 1 };
const SECOND: Plan = Plan { seed: 2, ..FIRST };

/// An attribution of the corpus: spans in code points.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Gold {
    /// Who is reported to say it.
    pub source: Vec<[usize; 2]>,
    /// The reporting words.
    pub cue: Vec<[usize; 2]>,
    /// What is said.
    pub content: Vec<[usize; 2]>,
}

#[derive(Deserialize)]
struct Annotated {
    attributions: Vec<Gold>,
}

/// An article of the corpus with its attributions.
pub struct Example {
    /// As a user's would be read.
    pub article: Article,
    /// In code points of its text as it came in.
    pub gold: Vec<Gold>,
}

/// Reads a file of articles with attributions.
pub fn examples(corpora: &Corpora, file: &str) -> Result<Vec<Example>, TrainError> {
    let gold: Vec<Annotated> = corpora.rows(file)?;
    let text = corpora.text(file)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .zip(gold)
        .map(|((at, line), gold)| {
            let read = Row::parse(file, at + 1, line.as_bytes())
                .and_then(|row| row.article(Origin::Stdin))
                .map_err(|why| TrainError::Line {
                    file: file.to_owned(),
                    line: at + 1,
                    why: why.why.to_string(),
                })?;
            Ok(Example { article: read, gold: gold.attributions })
        })
        .collect()
}

/// What the stages before give for one article, and its gold labels.
struct Prepared<'a> {
    /// The prose.
    pub page: Page<'a>,
    facts: Facts,
    /// One a token.
    pub labels: Vec<usize>,
}

/// The models of the stages before.
struct Stages {
    tagger: Tagger,
    names: Labeller,
}

impl Stages {
    fn embedded() -> Stages {
        Stages { tagger: Tagger::embedded(), names: mention::embedded() }
    }
}

/// Runs the stages before on one article.
fn prepare<'a>(example: &'a Example, stages: &Stages) -> Prepared<'a> {
    let page = Page::new(&example.article, &stages.tagger);
    let mentions = mention::mentions(&page, &example.article.metadata, &stages.names);
    let rules = rules::drafts(&page, &mentions);
    let facts = Facts::of(&page, &rules);
    let labels = labels(&page, example);
    Prepared { page, facts, labels }
}

/// The gold label of every token: spans cover each token that they touch.
fn labels(page: &Page, example: &Example) -> Vec<usize> {
    let points = points(page, &example.article);
    let mut labels = vec![0; page.tokens.len()];
    for one in &example.gold {
        for (role, spans) in
            [(Role::Content, &one.content), (Role::Source, &one.source), (Role::Cue, &one.cue)]
        {
            let (begin, inside) = labels_of(role);
            for span in spans {
                for (offset, at) in covered(&points, *span).enumerate() {
                    labels[at] = if offset == 0 { begin } else { inside };
                }
            }
        }
    }
    labels
}

/// Code points of every token.
pub fn points(page: &Page, article: &Article) -> Vec<[usize; 2]> {
    page.tokens.iter().map(|token| article.original(token.span)).collect()
}

/// The tokens that a span touches.
pub fn covered(points: &[[usize; 2]], [start, end]: [usize; 2]) -> std::ops::Range<usize> {
    let first = points.partition_point(|point| point[1] <= start);
    let last = points.partition_point(|point| point[0] < end);
    first..last.max(first)
}

fn sequences(one: &Prepared, first: Option<&First>) -> Vec<Sequence> {
    let mut rows = Rows::default();
    one.page
        .paragraphs
        .iter()
        .map(|part| {
            features::rows(&one.page, &one.facts, part, first, &mut rows);
            Sequence { rows: rows.clone(), labels: one.labels[part.tokens.clone()].to_vec() }
        })
        .collect()
}

fn head(task: &str, bits: u32, corpora: &Corpora) -> Head {
    Head {
        task: task.to_owned(),
        features: features::VERSION,
        labels: LABELS.map(str::to_owned).to_vec(),
        bits,
        scale: 0.0,
        corpus: format!("{}/{FILE}", corpora.name),
        command: format!("onrecord train {task}"),
        hash: String::new(),
    }
}

fn fitted(head: Head, all: Vec<Sequence>, plan: &Plan, tell: &mut dyn FnMut(&str)) -> Weights {
    let name = head.task.clone();
    fit::labeller(head, all, plan, &mut |epoch, loss| {
        tell(&format!("{name}: epoch {} of {}, loss {loss:.4}", epoch + 1, plan.epochs));
    })
}

/// Trains the first pass.
pub fn first(corpora: &Corpora, tell: &mut dyn FnMut(&str)) -> Result<Vec<u8>, TrainError> {
    let examples = examples(corpora, FILE)?;
    let stages = Stages::embedded();
    let prepared: Vec<Prepared> = examples.iter().map(|one| prepare(one, &stages)).collect();
    let all: Vec<Sequence> = prepared.iter().flat_map(|one| sequences(one, None)).collect();
    let weights = fitted(head("roles-first", FIRST_BITS, corpora), all, &FIRST, tell);
    report(&weights, None, corpora, tell);
    Ok(weights.write())
}

/// Trains the second pass, on first passes of models that had not seen the article.
pub fn second(corpora: &Corpora, tell: &mut dyn FnMut(&str)) -> Result<Vec<u8>, TrainError> {
    let examples = examples(corpora, FILE)?;
    let stages = Stages::embedded();
    let prepared: Vec<Prepared> = examples.iter().map(|one| prepare(one, &stages)).collect();
    let passes = unseen_first_passes(&prepared, corpora, tell);
    let plain: Vec<Sequence> = prepared.iter().flat_map(|one| sequences(one, None)).collect();
    let first = fitted(head("roles-first", FIRST_BITS, corpora), plain, &FIRST, tell);
    let first = Labeller { weights: first };
    let all: Vec<Sequence> =
        prepared.iter().zip(&passes).flat_map(|(one, first)| sequences(one, Some(first))).collect();
    let weights = fitted(head("roles", SECOND_BITS, corpora), all, &SECOND, tell);
    report(&weights, Some(&first), corpora, tell);
    Ok(weights.write())
}

fn unseen_first_passes(
    prepared: &[Prepared],
    corpora: &Corpora,
    tell: &mut dyn FnMut(&str),
) -> Vec<First> {
    let sequences: Vec<Vec<Sequence>> = prepared.iter().map(|one| sequences(one, None)).collect();
    let mut passes: Vec<Option<First>> = prepared.iter().map(|_| None).collect();
    for fold in 0..FOLDS {
        tell(&format!("part {} of {FOLDS}", fold + 1));
        let seen: Vec<Sequence> = sequences
            .iter()
            .enumerate()
            .filter(|(at, _)| at % FOLDS != fold)
            .flat_map(|(_, all)| all.iter().cloned())
            .collect();
        let weights = fitted(head("roles-first", FIRST_BITS, corpora), seen, &FIRST, tell);
        let labeller = Labeller { weights };
        for at in (fold..prepared.len()).step_by(FOLDS) {
            let lattices = sequences[at].iter().map(|one| labeller.score(&one.rows));
            passes[at] = Some(first_pass(&prepared[at].page, lattices));
        }
    }
    passes.into_iter().flatten().collect()
}

/// Tells how many of the fragments of held-out articles a model finds, where there are any.
fn report(
    weights: &Weights,
    first: Option<&Labeller>,
    corpora: &Corpora,
    tell: &mut dyn FnMut(&str),
) {
    let Ok(examples) = examples(corpora, HELD_OUT) else { return };
    let stages = Stages::embedded();
    let labeller = Labeller { weights: weights.clone() };
    let prepared: Vec<Prepared> = examples.iter().map(|one| prepare(one, &stages)).collect();
    for lean in [0.0, LEAN] {
        let mut counts = [[0_usize; 3]; 3];
        for one in &prepared {
            let pass = first.map(|first| {
                let own = sequences(one, None);
                first_pass(&one.page, own.iter().map(|one| first.score(&one.rows)))
            });
            for (part, sequence) in one.page.paragraphs.iter().zip(sequences(one, pass.as_ref())) {
                let mut lattice = labeller.score(&sequence.rows);
                lattice.lean(&BEGINNINGS, lean);
                count(
                    &decoded(&lattice, part.tokens.start, 0),
                    &sequence,
                    part.tokens.start,
                    &mut counts,
                );
            }
        }
        for (role, [right, found, gold]) in ["source", "cue", "content"].into_iter().zip(counts) {
            let share = |part: usize, of: usize| part as f32 / of.max(1) as f32;
            let (p, r) = (share(right, found), share(right, gold));
            let f = 2.0 * p * r / (p + r).max(1e-9);
            tell(&format!("{role:8} fragments, leaning {lean:4}: P {p:.3} R {r:.3} F1 {f:.3}"));
        }
    }
}

/// Adds right, found and gold fragments of one paragraph, a row a role.
fn count(found: &[Fragment], gold: &Sequence, start: usize, counts: &mut [[usize; 3]; 3]) {
    let gold = spelt(&gold.labels, start, 0, |_, _| 1.0);
    for fragment in found {
        let same = |one: &Fragment| one.role == fragment.role && one.tokens == fragment.tokens;
        counts[fragment.role as usize][0] += usize::from(gold.iter().any(same));
        counts[fragment.role as usize][1] += 1;
    }
    for fragment in &gold {
        counts[fragment.role as usize][2] += 1;
    }
}
