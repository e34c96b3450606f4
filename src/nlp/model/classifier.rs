//! Features → one of a few labels, each with a probability (multinomial logistic regression).

use super::labeller::softmax;
use super::weights::Weights;

/// A classifier.
#[derive(Clone, Debug)]
pub struct Classifier {
    /// Its numbers; the start row of the transitions holds each label's own score.
    pub weights: Weights,
}

impl Classifier {
    /// The probability of each label. O(features · labels).
    pub fn probabilities(&self, features: &[u32]) -> Vec<f32> {
        let labels = self.weights.labels();
        let mut sums = vec![0; labels];
        self.weights.add(features, &mut sums);
        let own = &self.weights.transitions[labels * labels..];
        let scale = self.weights.head.scale;
        let mut scores: Vec<f32> =
            sums.iter().zip(own).map(|(&sum, own)| sum as f32 * scale + own).collect();
        softmax(&mut scores);
        scores
    }
}
