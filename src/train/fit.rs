//! Fitting: labelled sequences, labelled rows or ranked candidates → weights.

use std::collections::HashMap;

use crate::nlp::model::features::Rows;
use crate::nlp::model::{Head, Lattice, Weights, slot};

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
    /// The weights are the mean of those at the end of so many last epochs.
    pub mean_of: usize,
    /// Length of the first step.
    pub rate: f32,
    /// Pull of every used weight towards zero, a step.
    pub decay: f32,
    /// Share of a row's features that is looked at in one step; the others are passed over, so that
    /// none is relied on alone (dropout, Srivastava et al. 2014). 1 looks at all.
    pub keep: f32,
    /// Features seen fewer times are left out: they are most of all features and teach little.
    pub least: u32,
    /// Seed of order and choice.
    pub seed: u64,
}

/// The feature that owns each slot of a table: the one seen most of those that fall into it. The
/// others are left out, in training as in use.
struct Owners {
    bits: u32,
    slots: Vec<Option<u32>>,
}

impl Owners {
    /// O(features of the corpus).
    fn of<'a>(corpus: impl Iterator<Item = &'a Rows>, bits: u32, least: u32) -> Owners {
        let mut seen: HashMap<u32, u32> = HashMap::new();
        for feature in corpus.flat_map(Rows::iter).flatten() {
            *seen.entry(*feature).or_default() += 1;
        }
        let mut slots: Vec<Option<u32>> = vec![None; 1 << bits];
        let rank = |feature: u32| (seen[&feature], feature);
        for (&feature, _) in seen.iter().filter(|(_, count)| **count >= least) {
            let owner = &mut slots[slot(feature, bits)];
            if owner.is_none_or(|other| rank(other) < rank(feature)) {
                *owner = Some(feature);
            }
        }
        Owners { bits, slots }
    }

    /// The rows with the features alone that own a slot.
    fn kept(&self, rows: &Rows) -> Rows {
        let mut kept = rows.clone();
        kept.keep(|feature| self.slots[slot(feature, self.bits)] == Some(feature));
        kept
    }
}

/// Numbers in training, each with the sum of its squared gradients (`AdaGrad`, Duchi et al. 2011).
struct Numbers {
    now: Vec<f32>,
    squares: Vec<f32>,
    /// Sum of what they were at the end of the last epochs.
    sum: Vec<f32>,
    rate: f32,
}

impl Numbers {
    fn new(count: usize, plan: &Plan) -> Numbers {
        let zeros = vec![0.0; count];
        Numbers { now: zeros.clone(), squares: zeros.clone(), sum: zeros, rate: plan.rate }
    }

    /// Moves one against its gradient.
    fn learn(&mut self, at: usize, slope: f32) {
        self.squares[at] += slope * slope;
        self.now[at] -= self.rate * slope / (1e-2 + self.squares[at]).sqrt();
    }

    fn learn_all(&mut self, slopes: &[f32]) {
        for (at, slope) in slopes.iter().enumerate() {
            self.learn(at, *slope);
        }
    }

    fn end_epoch(&mut self, epoch: usize, plan: &Plan) {
        if epoch + plan.mean_of >= plan.epochs {
            for (sum, now) in self.sum.iter_mut().zip(&self.now) {
                *sum += now;
            }
        }
    }

    /// Their mean at the end of the last epochs, times `by`.
    fn mean(&self, plan: &Plan, by: f32) -> Vec<f32> {
        let by = by / plan.mean_of.min(plan.epochs).max(1) as f32;
        self.sum.iter().map(|sum| sum * by).collect()
    }
}

/// Weights of features in training, a row of labels a slot.
struct Table {
    labels: usize,
    bits: u32,
    numbers: Numbers,
    decay: f32,
}

impl Table {
    fn new(labels: usize, bits: u32, plan: &Plan) -> Table {
        Table { labels, bits, numbers: Numbers::new(labels << bits, plan), decay: plan.decay }
    }

    fn row(&self, feature: u32) -> usize {
        slot(feature, self.bits) * self.labels
    }

    fn add(&self, features: &[u32], scores: &mut [f32]) {
        for &feature in features {
            let row = self.row(feature);
            let weights = &self.numbers.now[row..row + self.labels];
            for (score, weight) in scores.iter_mut().zip(weights) {
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
                self.numbers.learn(cell, slope + self.decay * self.numbers.now[cell]);
            }
        }
    }
}

/// Trains a labeller. `tell` hears the epoch and the mean loss of a token.
pub fn labeller(
    head: Head,
    mut corpus: Vec<Sequence>,
    plan: &Plan,
    tell: &mut dyn FnMut(usize, f32),
) -> Weights {
    let labels = head.labels.len();
    let owners = Owners::of(corpus.iter().map(|one| &one.rows), head.bits, plan.least);
    for one in &mut corpus {
        one.rows = owners.kept(&one.rows);
    }
    let mut table = Table::new(labels, head.bits, plan);
    let mut steps = Numbers::new(labels * labels + labels, plan);
    let mut order: Vec<usize> = (0..corpus.len()).collect();
    let mut random = Random(plan.seed);
    for epoch in 0..plan.epochs {
        random.shuffle(&mut order);
        let (mut loss, mut tokens) = (0.0, 0);
        for one in order.iter().map(|&at| &corpus[at]).filter(|one| !one.labels.is_empty()) {
            let transitions = steps.now.clone();
            let mut lattice = Lattice { labels, scores: Vec::new(), transitions };
            let seen = random.thin(&one.rows, plan.keep);
            for row in seen.iter() {
                let start = lattice.scores.len();
                lattice.scores.resize(start + labels, 0.0);
                table.add(row, &mut lattice.scores[start..]);
            }
            let (own, moves) = gradients(&lattice, &one.labels);
            loss += own.loss;
            tokens += one.labels.len();
            for (row, slopes) in seen.iter().zip(own.cells.chunks_exact(labels)) {
                table.learn(row, slopes);
            }
            steps.learn_all(&moves);
        }
        table.numbers.end_epoch(epoch, plan);
        steps.end_epoch(epoch, plan);
        tell(epoch, loss / tokens.max(1) as f32);
    }
    let weights = table.numbers.mean(plan, plan.keep);
    Weights::new(head, steps.mean(plan, 1.0), &weights, &owners.slots)
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
    const MODELS: u8 = 5;
    let labels = head.labels.len();
    let owners = Owners::of(std::iter::once(corpus), head.bits, plan.least);
    let corpus = owners.kept(corpus);
    let mut weights = vec![0.0; labels << head.bits];
    let mut own = vec![0.0; labels];
    let mut random = Random(plan.seed);
    for model in 0..MODELS {
        let mut tell = |at: usize, loss| tell(usize::from(model) * plan.epochs + at, loss);
        let one = one_classifier(&head, &corpus, gold, plan, &mut random, &mut tell);
        for (sum, one) in weights.iter_mut().chain(&mut own).zip(one.0.into_iter().chain(one.1)) {
            *sum += one / f32::from(MODELS);
        }
    }
    let mut transitions = vec![0.0; labels * labels];
    transitions.extend(own);
    Weights::new(head, transitions, &weights, &owners.slots)
}

/// Weights of features, and of the labels themselves.
fn one_classifier(
    head: &Head,
    corpus: &Rows,
    gold: &[(usize, f32)],
    plan: &Plan,
    random: &mut Random,
    tell: &mut dyn FnMut(usize, f32),
) -> (Vec<f32>, Vec<f32>) {
    let labels = head.labels.len();
    let mut table = Table::new(labels, head.bits, plan);
    let mut own = Numbers::new(labels, plan);
    let mut order: Vec<usize> = (0..gold.len()).collect();
    for epoch in 0..plan.epochs {
        random.shuffle(&mut order);
        let mut loss = 0.0;
        for &at in &order {
            let (label, weight) = gold[at];
            let mut scores = own.now.clone();
            let seen = random.thin_row(corpus.row(at), plan.keep);
            table.add(&seen, &mut scores);
            crate::nlp::model::softmax(&mut scores);
            loss -= scores[label].max(1e-9).ln() * weight;
            scores[label] -= 1.0;
            for score in &mut scores {
                *score *= weight;
            }
            table.learn(&seen, &scores);
            own.learn_all(&scores);
        }
        table.numbers.end_epoch(epoch, plan);
        own.end_epoch(epoch, plan);
        tell(epoch, loss / gold.len().max(1) as f32);
    }
    (table.numbers.mean(plan, plan.keep), own.mean(plan, plan.keep))
}

/// Trains a ranker. The labels of `head` are a single empty one.
pub fn ranker(
    head: Head,
    mut corpus: Vec<Choice>,
    plan: &Plan,
    tell: &mut dyn FnMut(usize, f32),
) -> Weights {
    let owners = Owners::of(corpus.iter().map(|one| &one.rows), head.bits, plan.least);
    for one in &mut corpus {
        one.rows = owners.kept(&one.rows);
    }
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
        table.numbers.end_epoch(epoch, plan);
        tell(epoch, loss / corpus.len().max(1) as f32);
    }
    Weights::new(head, vec![0.0; 2], &table.numbers.mean(plan, plan.keep), &owners.slots)
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

    const PLAN: Plan =
        Plan { epochs: 30, mean_of: 1, rate: 0.2, decay: 0.0, keep: 1.0, least: 1, seed: 7 };

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
        let train = || labeller(head(&["O", "B", "A"]), corpus.to_vec(), &PLAN, &mut |_, _| {});
        let weights = train();
        assert_eq!(weights, train());
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
        let ranker =
            Ranker { weights: ranker(head(&[""]), corpus.to_vec(), &PLAN, &mut |_, _| {}) };
        assert!(ranker.probabilities(&rows(&["good", "bad"]))[0] > 0.8);
    }
}
