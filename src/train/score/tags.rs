//! Tags against a reading: precision, recall and F1 of each, and their mean.
//!
//! Only rows with a tag count; those on which two readings differ have none.

use std::collections::BTreeMap;

use super::{Counts, Fault, Name, Report, figures, prf, prf_names, worst_first};
use crate::nlp::{Label, Suggestion};
use crate::train::tags::Row;

/// Figures of every label, then `macro F1`; `found` holds one suggestion a row. O(rows).
pub fn score(rows: &[Row], found: &[Suggestion]) -> Report {
    let mut articles: BTreeMap<&str, Counts> = BTreeMap::new();
    let mut faults = Vec::new();
    for (row, found) in rows.iter().zip(found) {
        let Some(gold) = row.label() else { continue };
        let counts = articles.entry(&row.article).or_insert_with(|| vec![0.0; COUNTS]);
        count(counts, gold as usize, found.label as usize);
        if gold != found.label {
            faults.push(Fault {
                article: row.article.clone(),
                what: format!(
                    "{} taken for {} ({:.2})",
                    gold.word(),
                    found.label.word(),
                    found.score
                ),
                context: format!("{} [{}] <{}> {}", row.before, row.source, row.cue, row.content),
                weight: f64::from(found.score),
            });
        }
    }
    let labels = Label::ALL.iter().flat_map(|label| prf_names(label.word()));
    let names: Vec<Name> = labels.chain([("macro F1".to_owned(), "")]).collect();
    let articles: Vec<Counts> = articles.into_values().collect();
    Report {
        figures: figures(&names, &articles, &measure),
        errors: worst_first(faults),
        ..Report::default()
    }
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
        let row = |article: &str, tag: &str| Row {
            article: article.to_owned(),
            tag: Some(tag.to_owned()),
            ..Row::default()
        };
        let rows = [
            row("a", "claim"),
            row("a", "claim"),
            row("b", "denial"),
            row("b", "none"),
            Row::default(),
        ];
        let found =
            [Claim, None, Denial, None, Claim].map(|label| Suggestion { label, score: 0.5 });
        let report = score(&rows, &found);
        for (name, part, expected) in [
            ("claim", "P", 1.0),
            ("claim", "R", 0.5),
            ("none", "P", 0.5),
            ("denial", "F1", 1.0),
            ("commitment", "F1", 0.0),
            ("macro F1", "", (2.0 / 3.0 + 1.0 + 2.0 / 3.0) / 4.0),
        ] {
            let found = report.figures.iter().find(|one| one.name == name && one.part == part);
            let value = found.unwrap().value;
            assert!((value - expected).abs() < 1e-9, "{name} {part} {value}");
        }
        assert_eq!(report.errors.len(), 1);
    }
}
