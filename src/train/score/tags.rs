//! Tags against a reading: precision, recall and F1 of each, and their mean.
//!
//! Only rows with a tag count; those on which two readings differ have none.

use std::collections::BTreeMap;

use super::{Counts, Figure, figures, prf};
use crate::nlp::Label;

/// A row's article, the tag of the reading and the predicted one.
pub type Pair<'a> = (&'a str, Label, Label);

/// Figures of every label, then `macro F1`. O(rows).
pub fn score(pairs: &[Pair]) -> Vec<Figure> {
    let mut articles: BTreeMap<&str, Counts> = BTreeMap::new();
    for &(article, gold, found) in pairs {
        let counts = articles.entry(article).or_insert_with(|| vec![0.0; COUNTS]);
        count(counts, gold as usize, found as usize);
    }
    let names: Vec<String> = Label::ALL
        .iter()
        .flat_map(|label| ["P", "R", "F1"].map(|what| format!("{} {what}", label.word())))
        .chain(["macro F1".to_owned()])
        .collect();
    let articles: Vec<Counts> = articles.into_values().collect();
    figures(&names, &articles, &measure)
}

/// The mean F1 of all labels over pairs of gold and predicted, by their numbers.
pub fn macro_f1(pairs: &[(usize, usize)]) -> f64 {
    let mut counts = vec![0.0; COUNTS];
    for &(gold, found) in pairs {
        count(&mut counts, gold, found);
    }
    measure(&counts).last().copied().unwrap_or_default()
}

/// Hits, predicted and gold of each label.
const COUNTS: usize = Label::ALL.len() * 3;

fn count(counts: &mut [f64], gold: usize, found: usize) {
    counts[gold * 3] += f64::from(u8::from(gold == found));
    counts[found * 3 + 1] += 1.0;
    counts[gold * 3 + 2] += 1.0;
}

fn measure(counts: &[f64]) -> Vec<f64> {
    let labels = counts.chunks_exact(3).map(|one| prf(one[0], one[1], one[0], one[2]));
    let mut values: Vec<f64> = labels.flatten().collect();
    let sum: f64 = values.iter().skip(2).step_by(3).sum();
    values.push(sum / Label::ALL.len() as f64);
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        use Label::{Claim, Denial, None};
        let pairs =
            [("a", Claim, Claim), ("a", Claim, None), ("b", Denial, Denial), ("b", None, None)];
        let found = score(&pairs);
        let value = |name: &str| found.iter().find(|one| one.name == name).unwrap().value;
        let close = |name: &str, expected: f64| {
            assert!((value(name) - expected).abs() < 1e-9, "{name} {}", value(name));
        };
        close("claim P", 1.0);
        close("claim R", 0.5);
        close("none P", 0.5);
        close("denial F1", 1.0);
        close("commitment F1", 0.0);
        close("macro F1", (2.0 / 3.0 + 1.0 + 2.0 / 3.0) / 4.0);
    }
}
