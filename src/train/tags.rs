//! What a statement does: readings by the codebook → the tag model.
//!
//! Trains on `tags/train.jsonl`, and on further readings of `polnear/train.jsonl` that are kept here
//! as numbers (`assets/training/tags.tsv`), since the corpus has few denials. A row's runner-up counts a little, rare labels count more, and
//! features that one article alone has are left out. Scores are flattened so that, on articles held
//! back in turn, they are right as often as they say.

use std::collections::HashMap;

use serde::Deserialize;

use super::corpus::{Corpora, Points, TrainError};
use super::fit::{self, Plan};
use super::{Task, score};
use crate::nlp::Label;
use crate::nlp::model::features::Rows;
use crate::nlp::model::{Classifier, Head};
use crate::nlp::tag::{self, Said, Texts};
use crate::text::Span;

/// `onrecord train tags`.
pub const TASK: Task = Task { name: tag::TASK, help: "claim, commitment, denial or none", train };

const FILE: &str = "tags/train.jsonl";
const STORIES: &str = "polnear/train.jsonl";
const FURTHER: &str = include_str!("../../assets/training/tags.tsv");

/// A statement with its reading.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Row {
    /// Where it stands.
    pub article: String,
    /// Its tag; none where readings differ.
    pub tag: Option<String>,
    /// The reader's runner-up.
    pub second: Option<String>,
    /// Words that name the source.
    pub source: String,
    /// Words that report.
    pub cue: String,
    /// What is said.
    pub content: String,
    /// The text before.
    pub before: String,
    /// Where its roles stand.
    pub spans: RowSpans,
}

/// Where the roles of a row stand in its article, in code points.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RowSpans {
    /// Of the source.
    pub source: Vec<[usize; 2]>,
    /// Of the cue.
    pub cue: Vec<[usize; 2]>,
    /// Of the content.
    pub content: Vec<[usize; 2]>,
}

impl Row {
    /// As the model reads it.
    pub fn texts(&self) -> Texts<'_> {
        let begins = |spans: &[[usize; 2]]| spans.iter().map(|span| span[0]).min();
        let cue = begins(&self.spans.cue);
        Texts {
            source: &self.source,
            cue: &self.cue,
            content: &self.content,
            before: &self.before,
            content_first: cue.is_some() && begins(&self.spans.content) < cue,
        }
    }

    /// Its tag.
    pub fn label(&self) -> Option<Label> {
        self.tag.as_deref().and_then(Label::named)
    }
}

/// An example: the numbers of its row and article, features, the label and the runner-up, each by its number.
struct Example {
    row: usize,
    article: usize,
    features: Vec<u32>,
    label: usize,
    second: Option<usize>,
}

/// How many parts the articles are dealt into.
const FOLDS: usize = 5;

fn train(corpora: &Corpora, tell: &mut dyn FnMut(&str)) -> Result<Vec<u8>, TrainError> {
    let mut rows: Vec<Row> = corpora.rows(FILE)?;
    let own = rows.len();
    rows.extend(further(&corpora.rows(STORIES)?)?);
    let examples = examples(&rows);
    tell(&format!("{own} statements and {} more", rows.len() - own));
    let mut held = Vec::new();
    for fold in 0..FOLDS {
        let (back, learn): (Vec<&Example>, Vec<&Example>) =
            examples.iter().partition(|example| example.article % FOLDS == fold);
        let model = fit(&corpora.name, &learn);
        // The further readings were chosen by a model, so figures leave them out.
        let back = back.iter().filter(|one| one.row < own);
        held.extend(back.map(|one| (one.label, model.probabilities(&one.features))));
        tell(&format!("part {} of {FOLDS} held back and read", fold + 1));
    }
    let pairs: Vec<(usize, usize)> = held.iter().map(|(gold, p)| (*gold, best(p))).collect();
    tell(&format!("on parts held back: macro F1 {:.3}", score::tags::macro_f1(&pairs)));
    let flat = flatness(&held);
    tell(&format!("scores are flattened to {flat:.2}"));
    let mut model = fit(&corpora.name, &examples.iter().collect::<Vec<_>>()).weights;
    model.head.scale *= flat;
    for weight in &mut model.transitions {
        *weight *= flat;
    }
    Ok(model.sealed().write())
}

/// An article of the corpus of attributions.
#[derive(Debug, Deserialize)]
struct Told {
    id: String,
    text: String,
    attributions: Vec<RowSpans>,
}

/// The further readings as rows.
fn further(stories: &[Told]) -> Result<Vec<Row>, TrainError> {
    let lines = FURTHER.lines().enumerate().filter(|(_, line)| !line.starts_with('#'));
    lines
        .map(|(at, line)| {
            further_row(stories, line).ok_or_else(|| TrainError::Line {
                file: "assets/training/tags.tsv".to_owned(),
                line: at + 1,
                why: format!("{STORIES} has no such attribution; it is another version"),
            })
        })
        .collect()
}

/// The row of one further reading; nothing where the corpus does not hold it.
fn further_row(stories: &[Told], line: &str) -> Option<Row> {
    /// Code points of context, as in the corpus.
    const BEFORE: usize = 220;
    let mut fields = line.split('\t');
    let mut number = || fields.next()?.parse::<usize>().ok();
    let (story, attribution, start) = (number()?, number()?, number()?);
    let story = stories.get(story)?;
    let spans = story.attributions.get(attribution)?;
    if spans.content.first()?[0] != start {
        return None;
    }
    let points = Points::of(&story.text);
    let words = |spans: &[[usize; 2]]| {
        let parts: Vec<&str> =
            spans.iter().map(|&span| points.span(span).of(&story.text)).collect();
        parts.join(" … ")
    };
    let all = spans.source.iter().chain(&spans.cue).chain(&spans.content);
    let first = all.map(|span| span[0]).min()?;
    let before: Span = points.span([first.saturating_sub(BEFORE), first]);
    Some(Row {
        article: story.id.clone(),
        tag: fields.next().map(str::to_owned),
        second: fields.next().map(str::to_owned),
        source: words(&spans.source),
        cue: words(&spans.cue),
        content: words(&spans.content),
        before: before.of(&story.text).to_owned(),
        spans: spans.clone(),
    })
}

/// Rows as examples; those without a tag are left out.
fn examples(rows: &[Row]) -> Vec<Example> {
    let mut articles: HashMap<&str, usize> = HashMap::new();
    let number = |label: Label| Label::ALL.iter().position(|one| *one == label);
    rows.iter()
        .enumerate()
        .filter_map(|(at, row)| {
            let label = row.label().and_then(number)?;
            let next = articles.len();
            let article = *articles.entry(&row.article).or_insert(next);
            let mut features = Rows::default();
            tag::features(&Said::of(&row.texts()), &mut |template, seen| {
                features.push(template, seen);
            });
            features.end();
            let second = row.second.as_deref().and_then(Label::named).and_then(number);
            Some(Example { row: at, article, features: features.row(0).to_vec(), label, second })
        })
        .collect()
}

fn fit(corpus: &str, examples: &[&Example]) -> Classifier {
    /// What each label counts: denials are one in twenty-five, and half of them are missed unless
    /// each counts for several.
    const COUNTS: [f32; 4] = [1.0, 2.5, 4.0, 1.0];
    /// The share of a row that is given to its runner-up.
    const SECOND: f32 = 0.15;
    const PLAN: Plan =
        Plan { epochs: 10, mean_of: 5, rate: 0.05, decay: 0.01, keep: 0.8, least: 1, seed: 1 };
    let shared = shared(examples);
    let mut rows = Rows::default();
    let mut gold = Vec::new();
    for one in examples {
        let own = if one.second.is_some() { 1.0 - SECOND } else { 1.0 };
        let readings = [(Some(one.label), own), (one.second, SECOND)];
        for (label, share) in readings {
            let Some(label) = label else { continue };
            for feature in one.features.iter().filter(|feature| shared.contains_key(feature)) {
                rows.push_number(*feature);
            }
            rows.end();
            gold.push((label, share * COUNTS[label]));
        }
    }
    let head = Head {
        task: tag::TASK.to_owned(),
        features: tag::VERSION,
        labels: Label::ALL.iter().map(|label| label.word().to_owned()).collect(),
        bits: 17,
        scale: 0.0,
        corpus: format!("{corpus}: {FILE} and assets/training/tags.tsv"),
        command: "onrecord train tags".to_owned(),
        hash: String::new(),
    };
    Classifier { weights: fit::classifier(head, &rows, &gold, &PLAN, &mut |_, _| {}) }
}

/// Features that more than one article has.
fn shared(examples: &[&Example]) -> HashMap<u32, usize> {
    let mut first: HashMap<u32, usize> = HashMap::new();
    let mut shared = HashMap::new();
    for one in examples {
        for &feature in &one.features {
            if *first.entry(feature).or_insert(one.article) != one.article {
                shared.insert(feature, one.article);
            }
        }
    }
    shared
}

fn best(probabilities: &[f32]) -> usize {
    let numbered = probabilities.iter().enumerate();
    numbered.max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(at, _)| at)
}

/// What scores are to be multiplied by (one over the temperature), so that probabilities fit what
/// was held back best.
fn flatness(held: &[(usize, Vec<f32>)]) -> f32 {
    let loss = |flat: f32| -> f32 {
        held.iter()
            .map(|(gold, probabilities)| {
                let mut scores: Vec<f32> =
                    probabilities.iter().map(|p| p.max(1e-9).ln() * flat).collect();
                crate::nlp::model::softmax(&mut scores);
                -scores[*gold].max(1e-9).ln()
            })
            .sum()
    };
    let steps = (4..=30_u8).map(|step| f32::from(step) / 20.0);
    steps.min_by(|a, b| loss(*a).total_cmp(&loss(*b))).unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_that_are_too_sure_are_flattened() {
        let held: Vec<(usize, Vec<f32>)> =
            (0..10).map(|at| (usize::from(at < 3), vec![0.99, 0.01])).collect();
        let flat = flatness(&held);
        assert!((0.2..0.3).contains(&flat), "{flat}");
    }

    #[test]
    fn features_of_one_article_are_left_out() {
        let one = |article, features: &[u32]| Example {
            row: 0,
            article,
            features: features.to_vec(),
            label: 0,
            second: None,
        };
        let examples = [one(0, &[1, 2, 2]), one(1, &[1, 3])];
        let shared = shared(&examples.iter().collect::<Vec<_>>());
        assert_eq!(shared.into_keys().collect::<Vec<_>>(), [1]);
    }
}
