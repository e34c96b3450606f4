//! Candidates → the best of them, or none (a log-linear choice among rows of features).

use super::features::Rows;
use super::labeller::softmax;
use super::weights::Weights;

/// A ranker. “None” is a candidate like any other, with features of its own.
#[derive(Clone, Debug)]
pub struct Ranker {
    /// Its numbers, one a row.
    pub weights: Weights,
}

impl Ranker {
    /// The probability that each candidate is the one; they sum to 1. O(features).
    pub fn probabilities(&self, candidates: &Rows) -> Vec<f32> {
        let mut scores: Vec<f32> = candidates
            .iter()
            .map(|row| {
                let mut sum = [0];
                self.weights.add(row, &mut sum);
                sum[0] as f32 * self.weights.head.scale
            })
            .collect();
        softmax(&mut scores);
        scores
    }
}
