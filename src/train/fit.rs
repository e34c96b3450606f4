//! Fitting: labelled sequences, labelled rows or ranked candidates → weights.

use std::collections::HashMap;

use crate::nlp::model::features::Rows;
use crate::nlp::model::{Head, Lattice, Weights};

/// A training sequence: features of each token and the number of its label.
#[derive(Clone, Debug, Default)]
pub struct Sequence {
    /// A row a token.
    pub rows: Rows,
    /// As many as rows.
    pub labels: Vec<usize>,
}

/// A choice: candidates and the one that is right.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// A row a candidate.
    pub rows: Rows,
    /// Number of the right one.
    pub right: usize,
}

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Times through the corpus.
    pub epochs: usize,
    /// Length of the first step.
    pub rate: f32,
    /// Pull of every used weight towards zero, a step.
    pub decay: f32,
    /// Share of a row's features that is looked at in one step; the others are passed over, so that
    /// none is relied on alone (dropout, Srivastava et al. 2014). 1 looks at all.
    pub keep: f32,
    /// Seed of order and choice.
    pub seed: u64,
}

/// Weights in training.
struct Table {
    labels: usize,
    bits: u32,
    weights: Vec<f32>,
    /// Sum of squared gradients of each weight.
    squares: Vec<f32>,
    rate: f32,
    decay: f32,
}

impl Table {
    fn new(labels: usize, bits: u32, plan: &Plan) -> Table {
        let size = labels << bits;
        Table {
            labels,
            bits,
            weights: vec![0.0; size],
            squares: vec![0.0; size],
            rate: plan.rate,
            decay: plan.decay,
        }
    }

    /// The weights as they are used, when all features are looked at.
    fn kept(&self, keep: f32) -> Vec<f32> {
        self.weights.iter().map(|weight| weight * keep).collect()
    }

    fn row(&self, feature: u32) -> usize {
        (feature >> (32 - self.bits)) as usize * self.labels
    }

    fn add(&self, features: &[u32], scores: &mut [f32]) {
        for &feature in features {
            let row = self.row(feature);
            for (score, weight) in scores.iter_mut().zip(&self.weights[row..row + self.labels]) {
                *score += weight;
            }
        }
    }

    /// Moves the weights of `features` against `gradient`, one number a label.
    fn learn(&mut self, features: &[u32], gradient: &[f32]) {
        /// What is this sure teaches nothing more.
        const SURE: f32 = 1e-3;
        for (label, &slope) in gradient.iter().enumerate().filter(|(_, slope)| slope.abs() > SURE) {
            for &feature in features {
                let cell = self.row(feature) + label;
                let pull = slope + self.decay * self.weights[cell];
                self.squares[cell] += pull * pull;
                self.weights[cell] -= self.rate * pull / (1e-2 + self.squares[cell]).sqrt();
            }
        }
    }
}

/// Leaves out features seen fewer than `least` times: they are most of all features, teach little
/// and crowd the table.
pub fn prune<'a>(corpus: impl Iterator<Item = &'a mut Rows>, least: u32) {
    let mut corpus: Vec<&mut Rows> = corpus.collect();
    let mut seen: HashMap<u32, u32> = HashMap::new();
    for feature in corpus.iter().flat_map(|rows| rows.iter().flatten()) {
        *seen.entry(*feature).or_default() += 1;
    }
    for rows in &mut corpus {
        rows.keep(|feature| seen[&feature] >= least);
    }
}

/// Trains a labeller. `tell` hears the epoch and the mean loss of a token.
pub fn labeller(
    head: Head,
    corpus: &[Sequence],
    plan: &Plan,
    tell: &mut dyn FnMut(usize, f32),
) -> Weights {
    let labels = head.labels.len();
    let mut table = Table::new(labels, head.bits, plan);
    let mut steps = vec![0.0_f32; labels * labels + labels];
    let mut squares = steps.clone();
    let mut order: Vec<usize> = (0..corpus.len()).collect();
    let mut random = Random(plan.seed);
    for epoch in 0..plan.epochs {
        random.shuffle(&mut order);
        let (mut loss, mut tokens) = (0.0, 0);
        for &at in &order {
            let one = &corpus[at];
            if one.labels.is_empty() {
                continue;
            }
            let mut lattice = Lattice { labels, scores: Vec::new(), transitions: steps.clone() };
            let seen = random.thin(&one.rows, plan.keep);
            for row in seen.iter() {
                let start = lattice.scores.len();
                lattice.scores.resize(start + labels, 0.0);
                table.add(row, &mut lattice.scores[start..]);
            }
            let (own, moves) = gradients(&lattice, &one.labels);
            loss += own.loss;
            tokens += one.labels.len();
            for (at, row) in seen.iter().enumerate() {
                table.learn(row, &own.cells[at * labels..(at + 1) * labels]);
            }
            for ((step, square), slope) in steps.iter_mut().zip(&mut squares).zip(moves) {
                *square += slope * slope;
                *step -= plan.rate * slope / (1e-2 + *square).sqrt();
            }
        }
        tell(epoch, loss / tokens.max(1) as f32);
    }
    Weights::new(head, steps, &table.kept(plan.keep))
}

/// Slopes of the scores of each cell, and the loss of the sequence.
struct Slopes {
    cells: Vec<f32>,
    loss: f32,
}

/// Expected minus seen: for each cell, and for each transition and beginning.
fn gradients(lattice: &Lattice, gold: &[usize]) -> (Slopes, Vec<f32>) {
    let labels = lattice.labels;
    let (forward, backward) = (lattice.forward(), lattice.backward());
    let last = forward.len() - labels;
    let all = crate::nlp::model::log_sum(&forward[last..]);
    let mut cells: Vec<f32> =
        forward.iter().zip(&backward).map(|(f, b)| (f + b - all).exp()).collect();
    let mut moves = vec![0.0; labels * labels + labels];
    moves[labels * labels..].copy_from_slice(&cells[..labels]);
    for at in 1..gold.len() {
        for from in 0..labels {
            let before = forward[(at - 1) * labels + from];
            for to in 0..labels {
                let here = at * labels + to;
                let path = before + lattice.step(from, to) + lattice.scores[here] + backward[here];
                moves[from * labels + to] += (path - all).exp();
            }
        }
        moves[gold[at - 1] * labels + gold[at]] -= 1.0;
    }
    moves[labels * labels + gold[0]] -= 1.0;
    let mut path = lattice.start(gold[0]);
    for (at, &label) in gold.iter().enumerate() {
        path += lattice.row(at)[label];
        path += if at > 0 { lattice.step(gold[at - 1], label) } else { 0.0 };
        cells[at * labels + label] -= 1.0;
    }
    (Slopes { cells, loss: all - path }, moves)
}

/// Trains a classifier: each row of `corpus` is an example, with its label and its weight.
///
/// With few examples their order decides much, so it is the mean of several models, each trained in
/// another order.
pub fn classifier(
    head: Head,
    corpus: &Rows,
    gold: &[(usize, f32)],
    plan: &Plan,
    tell: &mut dyn FnMut(usize, f32),
) -> Weights {
    const MODELS: u32 = 5;
    let labels = head.labels.len();
    let mut weights = vec![0.0; labels << head.bits];
    let mut own = vec![0.0; labels];
    let mut random = Random(plan.seed);
    for model in 0..MODELS {
        let (table, starts) =
            one_classifier(&head, corpus, gold, plan, &mut random, &mut |at, loss| {
                tell(model as usize * plan.epochs + at, loss);
            });
        for (sum, one) in weights.iter_mut().zip(&table.weights).chain(own.iter_mut().zip(&starts))
        {
            *sum += one * plan.keep / MODELS as f32;
        }
    }
    let mut transitions = vec![0.0; labels * labels];
    transitions.extend(own);
    Weights::new(head, transitions, &weights)
}

fn one_classifier(
    head: &Head,
    corpus: &Rows,
    gold: &[(usize, f32)],
    plan: &Plan,
    random: &mut Random,
    tell: &mut dyn FnMut(usize, f32),
) -> (Table, Vec<f32>) {
    let labels = head.labels.len();
    let mut table = Table::new(labels, head.bits, plan);
    let mut own = vec![0.0_f32; labels];
    let mut squares = own.clone();
    let mut order: Vec<usize> = (0..gold.len()).collect();
    for epoch in 0..plan.epochs {
        random.shuffle(&mut order);
        let mut loss = 0.0;
        for &at in &order {
            let (label, weight) = gold[at];
            let mut scores = own.clone();
            let seen = random.thin_row(corpus.row(at), plan.keep);
            table.add(&seen, &mut scores);
            crate::nlp::model::softmax(&mut scores);
            loss -= scores[label].max(1e-9).ln() * weight;
            scores[label] -= 1.0;
            for score in &mut scores {
                *score *= weight;
            }
            table.learn(&seen, &scores);
            for ((own, square), slope) in own.iter_mut().zip(&mut squares).zip(&scores) {
                *square += slope * slope;
                *own -= plan.rate * slope / (1e-2 + *square).sqrt();
            }
        }
        tell(epoch, loss / gold.len().max(1) as f32);
    }
    (table, own)
}

/// Trains a ranker. The labels of `head` are a single empty one.
pub fn ranker(
    head: Head,
    corpus: &[Choice],
    plan: &Plan,
    tell: &mut dyn FnMut(usize, f32),
) -> Weights {
    let mut table = Table::new(1, head.bits, plan);
    let mut order: Vec<usize> = (0..corpus.len()).collect();
    let mut random = Random(plan.seed);
    for epoch in 0..plan.epochs {
        random.shuffle(&mut order);
        let mut loss = 0.0;
        for &at in &order {
            let one = &corpus[at];
            let mut scores = vec![0.0; one.rows.len()];
            let seen = random.thin(&one.rows, plan.keep);
            for (row, score) in seen.iter().zip(&mut scores) {
                table.add(row, std::slice::from_mut(score));
            }
            crate::nlp::model::softmax(&mut scores);
            loss -= scores[one.right].max(1e-9).ln();
            scores[one.right] -= 1.0;
            for (row, slope) in seen.iter().zip(&scores) {
                table.learn(row, &[*slope]);
            }
        }
        tell(epoch, loss / corpus.len().max(1) as f32);
    }
    Weights::new(head, vec![0.0; 2], &table.kept(plan.keep))
}

/// Numbers that look random and are the same each time (`SplitMix64`, Steele, Lea and Flood 2014).
pub struct Random(pub u64);

impl Random {
    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `limit`, which is not 0.
    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.draw() % limit as u64).unwrap_or(0)
    }

    /// A share of the features of every row.
    fn thin(&mut self, rows: &Rows, keep: f32) -> Rows {
        if keep >= 1.0 {
            return rows.clone();
        }
        let mut thinned = Rows::default();
        for row in rows.iter() {
            thinned.extend(self.thin_row(row, keep));
            thinned.end();
        }
        thinned
    }

    fn thin_row(&mut self, row: &[u32], keep: f32) -> Vec<u32> {
        let kept = |_: &&u32| (self.draw() >> 40) as f32 / ((1_u64 << 24) as f32) < keep;
        row.iter().filter(kept).copied().collect()
    }

    /// Puts `items` in another order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlp::model::features::Seen;
    use crate::nlp::model::{Classifier, Labeller, Ranker};

    fn head(labels: &[&str]) -> Head {
        Head {
            task: "test".to_owned(),
            features: 1,
            labels: labels.iter().map(|&label| label.to_owned()).collect(),
            bits: 10,
            scale: 0.0,
            corpus: "test".to_owned(),
            command: "test".to_owned(),
            hash: String::new(),
        }
    }

    const PLAN: Plan = Plan { epochs: 30, rate: 0.2, decay: 0.0, keep: 1.0, seed: 7 };

    fn rows(words: &[&str]) -> Rows {
        let mut rows = Rows::default();
        for word in words {
            rows.push(0, Seen::word(word));
            rows.end();
        }
        rows
    }

    #[test]
    fn a_labeller_learns_words_and_what_follows_what() {
        // “b” is 1 behind “a”, and 0 behind anything else.
        let one = |words: &[&str], labels: &[usize]| Sequence {
            rows: rows(words),
            labels: labels.to_vec(),
        };
        let corpus = [one(&["a", "b", "c"], &[2, 1, 0]), one(&["c", "b", "c"], &[0, 0, 0])];
        let weights = labeller(head(&["O", "B", "A"]), &corpus, &PLAN, &mut |_, _| {});
        assert_eq!(weights, labeller(head(&["O", "B", "A"]), &corpus, &PLAN, &mut |_, _| {}));
        let labeller = Labeller { weights };
        assert_eq!(labeller.score(&rows(&["a", "b"])).best(), [2, 1]);
        assert_eq!(labeller.score(&rows(&["c", "b"])).best(), [0, 0]);
    }

    #[test]
    fn a_classifier_and_a_ranker_learn() {
        let gold = [(0, 1.0), (1, 1.0)];
        let weights =
            classifier(head(&["x", "y"]), &rows(&["a", "b"]), &gold, &PLAN, &mut |_, _| {});
        let classifier = Classifier { weights };
        assert!(classifier.probabilities(rows(&["b"]).row(0))[1] > 0.8);
        let corpus = [Choice { rows: rows(&["bad", "good", "bad"]), right: 1 }];
        let ranker = Ranker { weights: ranker(head(&[""]), &corpus, &PLAN, &mut |_, _| {}) };
        assert!(ranker.probabilities(&rows(&["good", "bad"]))[0] > 0.8);
    }
}
