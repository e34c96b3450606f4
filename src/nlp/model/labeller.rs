//! Tokens → labels: a linear chain, decoded by Viterbi; marginals by forward and backward passes
//! (Lafferty, `McCallum` and Pereira 2001).

use super::features::Rows;
use super::weights::Weights;

/// A sequence labeller.
#[derive(Clone, Debug)]
pub struct Labeller {
    /// Its numbers.
    pub weights: Weights,
}

/// Scores of every label at every token of one sequence, before decoding: what a scorer gives and
/// a decoder takes, whoever made them.
#[derive(Clone, Debug, Default)]
pub struct Lattice {
    /// How many labels.
    pub labels: usize,
    /// Row by row, a token a row.
    pub scores: Vec<f32>,
    /// From label to label, row by row, then the score of beginning with each label.
    pub transitions: Vec<f32>,
}

impl Labeller {
    /// Scores a sequence. O(features · labels).
    pub fn score(&self, rows: &Rows) -> Lattice {
        let labels = self.weights.labels();
        let mut scores = Vec::with_capacity(rows.len() * labels);
        let mut sums = vec![0; labels];
        for row in rows.iter() {
            sums.fill(0);
            self.weights.add(row, &mut sums);
            scores.extend(sums.iter().map(|&sum| sum as f32 * self.weights.head.scale));
        }
        Lattice { labels, scores, transitions: self.weights.transitions.clone() }
    }
}

impl Lattice {
    /// How many tokens.
    pub fn len(&self) -> usize {
        self.scores.len() / self.labels.max(1)
    }

    /// Whether there is no token.
    pub fn is_empty(&self) -> bool {
        self.scores.is_empty()
    }

    /// Leans towards (or, below zero, away from) some labels at every token.
    pub fn lean(&mut self, labels: &[usize], by: f32) {
        for (at, score) in self.scores.iter_mut().enumerate() {
            *score += if labels.contains(&(at % self.labels)) { by } else { 0.0 };
        }
    }

    /// The scores of one token.
    pub fn row(&self, at: usize) -> &[f32] {
        &self.scores[at * self.labels..(at + 1) * self.labels]
    }

    /// From label `from` to label `to`.
    pub fn step(&self, from: usize, to: usize) -> f32 {
        self.transitions[from * self.labels + to]
    }

    /// Of beginning with a label.
    pub fn start(&self, label: usize) -> f32 {
        self.transitions[self.labels * self.labels + label]
    }

    /// The best labels. O(tokens · labels²).
    pub fn best(&self) -> Vec<usize> {
        let (labels, count) = (self.labels, self.len());
        if count == 0 {
            return Vec::new();
        }
        let mut best: Vec<f32> = (0..labels).map(|to| self.start(to) + self.row(0)[to]).collect();
        let mut back: Vec<usize> = vec![0; count * labels];
        for at in 1..count {
            let mut next = vec![f32::NEG_INFINITY; labels];
            for (to, score) in next.iter_mut().enumerate() {
                for (from, before) in best.iter().enumerate() {
                    let with = before + self.step(from, to);
                    if with > *score {
                        *score = with;
                        back[at * labels + to] = from;
                    }
                }
                *score += self.row(at)[to];
            }
            best = next;
        }
        let last = (0..labels).max_by(|&a, &b| best[a].total_cmp(&best[b])).unwrap_or(0);
        let mut path = vec![last; count];
        for at in (1..count).rev() {
            path[at - 1] = back[at * labels + path[at]];
        }
        path
    }

    /// The probability of each label at each token, row by row. O(tokens · labels²).
    pub fn marginals(&self) -> Vec<f32> {
        let (labels, count) = (self.labels, self.len());
        let forward = self.forward();
        let backward = self.backward();
        let mut marginals = vec![0.0; count * labels];
        for at in 0..count {
            let cells = at * labels..(at + 1) * labels;
            for cell in cells.clone() {
                marginals[cell] = forward[cell] + backward[cell];
            }
            softmax(&mut marginals[cells]);
        }
        marginals
    }

    /// Log of the summed weight of all ways to reach each cell, its own score included.
    pub fn forward(&self) -> Vec<f32> {
        let labels = self.labels;
        let mut cells = self.scores.clone();
        let mut terms = vec![0.0; labels];
        for at in 0..self.len() {
            for to in 0..labels {
                let reach = if at == 0 {
                    self.start(to)
                } else {
                    for (from, term) in terms.iter_mut().enumerate() {
                        *term = cells[(at - 1) * labels + from] + self.step(from, to);
                    }
                    log_sum(&terms)
                };
                cells[at * labels + to] += reach;
            }
        }
        cells
    }

    /// Log of the summed weight of all ways to go on from each cell, its own score left out.
    pub fn backward(&self) -> Vec<f32> {
        let (labels, count) = (self.labels, self.len());
        let mut cells = vec![0.0; count * labels];
        let mut terms = vec![0.0; labels];
        for at in (0..count.saturating_sub(1)).rev() {
            for from in 0..labels {
                for (to, term) in terms.iter_mut().enumerate() {
                    let next = (at + 1) * labels + to;
                    *term = self.step(from, to) + self.scores[next] + cells[next];
                }
                cells[at * labels + from] = log_sum(&terms);
            }
        }
        cells
    }
}

/// Log of the sum of exponentials.
pub fn log_sum(terms: &[f32]) -> f32 {
    let most = terms.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    if most == f32::NEG_INFINITY {
        return most;
    }
    most + terms.iter().map(|term| (term - most).exp()).sum::<f32>().ln()
}

/// Turns scores into probabilities in place.
pub fn softmax(scores: &mut [f32]) {
    let all = log_sum(scores);
    for score in scores {
        *score = (*score - all).exp();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two labels; staying is worth 1, beginning with the second −1.
    fn lattice(scores: &[f32]) -> Lattice {
        let transitions = vec![1.0, 0.0, 0.0, 1.0, 0.0, -1.0];
        Lattice { labels: 2, scores: scores.to_vec(), transitions }
    }

    #[test]
    fn the_best_path_counts_scores_and_steps() {
        assert_eq!(lattice(&[0.0, 0.5, 0.0, 0.0]).best(), [0, 0]);
        assert_eq!(lattice(&[0.0, 0.5, 0.0, 3.0, 0.0, 0.0]).best(), [1, 1, 1]);
        assert_eq!(lattice(&[]).best(), Vec::<usize>::new());
    }

    #[test]
    fn marginals_are_those_of_all_paths_counted() {
        let lattice = lattice(&[0.3, -0.2, 0.1, 0.9, -0.4, 0.2]);
        let paths: Vec<[usize; 3]> =
            (0..8).map(|bits| [bits & 1, (bits >> 1) & 1, (bits >> 2) & 1]).collect();
        let weight = |path: &[usize; 3]| {
            let own: f32 = (0..3).map(|at| lattice.row(at)[path[at]]).sum();
            let steps = lattice.step(path[0], path[1]) + lattice.step(path[1], path[2]);
            (own + steps + lattice.start(path[0])).exp()
        };
        let all: f32 = paths.iter().map(weight).sum();
        for at in 0..3 {
            for label in 0..2 {
                let some: f32 = paths.iter().filter(|path| path[at] == label).map(weight).sum();
                assert!((lattice.marginals()[at * 2 + label] - some / all).abs() < 1e-5);
            }
        }
    }
}
