//! Coefficients of agreement on categories: percent, Cohen's and Fleiss' kappa, Krippendorff's alpha.
//!
//! A row is a unit and holds a category for each reader, none where a reader did not judge it. Every
//! figure is none where it is not defined: without units, or without variation.

use std::collections::BTreeMap;

/// Categories of one unit, a place for each reader.
pub type Row = Vec<Option<u32>>;

/// The share of pairs of judgements of one unit that are alike.
pub fn percent(rows: &[Row]) -> Option<f64> {
    let (mut alike, mut pairs) = (0_usize, 0_usize);
    for row in rows {
        let judged: Vec<u32> = row.iter().flatten().copied().collect();
        for (at, one) in judged.iter().enumerate() {
            for other in judged.iter().skip(at + 1) {
                pairs += 1;
                alike += usize::from(one == other);
            }
        }
    }
    (pairs > 0).then(|| alike as f64 / pairs as f64)
}

/// Cohen's kappa of two readers, over the units that both judged (Cohen 1960).
pub fn cohen(rows: &[Row], first: usize, second: usize) -> Option<f64> {
    let pairs: Vec<(u32, u32)> =
        rows.iter().filter_map(|row| Some(((*row.get(first)?)?, (*row.get(second)?)?))).collect();
    let total = pairs.len() as f64;
    let alike = pairs.iter().filter(|(one, other)| one == other).count() as f64 / total;
    let share = |of: &dyn Fn(&(u32, u32)) -> u32| counts(pairs.iter().map(of));
    let (left, right) = (share(&|pair| pair.0), share(&|pair| pair.1));
    let chance: f64 = left
        .iter()
        .map(|(category, count)| count * right.get(category).unwrap_or(&0.0) / (total * total))
        .sum();
    defined((alike - chance) / (1.0 - chance))
}

/// The mean of Cohen's kappa over all pairs of readers for whom it is defined.
pub fn mean_cohen(rows: &[Row]) -> Option<f64> {
    let readers = rows.iter().map(Vec::len).max().unwrap_or(0);
    let pairs = (0..readers).flat_map(|one| (one + 1..readers).map(move |other| (one, other)));
    let kappas: Vec<f64> = pairs.filter_map(|(one, other)| cohen(rows, one, other)).collect();
    (!kappas.is_empty()).then(|| kappas.iter().sum::<f64>() / kappas.len() as f64)
}

/// Fleiss' kappa, over the units that every reader judged (Fleiss 1971).
pub fn fleiss(rows: &[Row]) -> Option<f64> {
    let whole: Vec<Vec<u32>> =
        rows.iter().filter_map(|row| row.iter().copied().collect::<Option<Vec<u32>>>()).collect();
    let readers = whole.first().map_or(0, Vec::len) as f64;
    let units = whole.len() as f64;
    let alike = |row: &Vec<u32>| -> f64 {
        let squares: f64 = counts(row.iter().copied()).values().map(|count| count * count).sum();
        (squares - readers) / (readers * (readers - 1.0))
    };
    let observed = whole.iter().map(alike).sum::<f64>() / units;
    let all = counts(whole.iter().flatten().copied());
    let chance: f64 = all.values().map(|count| (count / (units * readers)).powi(2)).sum();
    defined((observed - chance) / (1.0 - chance))
}

/// Krippendorff's alpha for nominal categories, over the units that two readers judged at least; what
/// is missing is left out (Krippendorff 2004, ch. 11).
pub fn alpha(rows: &[Row]) -> Option<f64> {
    let judged = rows.iter().map(|row| row.iter().flatten().copied().collect::<Vec<u32>>());
    let paired: Vec<Vec<u32>> = judged.filter(|row| row.len() > 1).collect();
    let all = counts(paired.iter().flatten().copied());
    let total: f64 = all.values().sum();
    let disagreed: f64 = paired
        .iter()
        .map(|row| {
            let size = row.len() as f64;
            let alike: f64 =
                counts(row.iter().copied()).values().map(|count| count * (count - 1.0)).sum();
            (size * (size - 1.0) - alike) / (size - 1.0)
        })
        .sum();
    let expected =
        (total * total - all.values().map(|count| count * count).sum::<f64>()) / (total - 1.0);
    defined(1.0 - disagreed / expected)
}

fn counts(categories: impl Iterator<Item = u32>) -> BTreeMap<u32, f64> {
    let mut counts = BTreeMap::new();
    for category in categories {
        *counts.entry(category).or_insert(0.0) += 1.0;
    }
    counts
}

fn defined(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: Option<f64>, expected: f64) {
        assert!(found.is_some_and(|it| (it - expected).abs() < 1e-12), "{found:?}, {expected}");
    }

    fn rows(readers: &[&[u32]]) -> Vec<Row> {
        (0..readers[0].len()).map(|at| readers.iter().map(|one| Some(one[at])).collect()).collect()
    }

    const A: &[u32] = &[0, 0, 1, 2, 1, 0, 2, 2, 1, 0, 0, 1];
    const B: &[u32] = &[0, 1, 1, 2, 1, 0, 2, 0, 1, 0, 1, 1];
    const C: &[u32] = &[0, 0, 1, 2, 2, 0, 2, 2, 1, 1, 0, 1];

    #[test]
    fn figures_are_those_of_published_tools() {
        // scikit-learn 1.9.1, cohen_kappa_score(A, B) and (A, C).
        close(cohen(&rows(&[A, B]), 0, 1), 0.617_021_276_595_744_7);
        close(cohen(&rows(&[A, C]), 0, 1), 0.75);
        // statsmodels 0.15.0, fleiss_kappa(aggregate_raters([A, B, C].T)[0]).
        close(fleiss(&rows(&[A, B, C])), 0.576_470_588_235_294_1);
        // krippendorff 0.9.0, alpha([A, B, C], level_of_measurement="nominal").
        close(alpha(&rows(&[A, B, C])), 0.588_235_294_117_647);
        // The same tool on its own example, with what is missing as nan.
        let missing = [
            [0, 0, 0, 0, 0, 3, 4, 1, 2, 1, 1, 3, 3, 0, 3],
            [1, 0, 2, 1, 3, 3, 4, 3, 0, 0, 0, 0, 0, 0, 0],
            [0, 0, 2, 1, 3, 4, 4, 0, 2, 1, 1, 3, 3, 0, 4],
        ];
        let some = |it: u32| (it > 0).then_some(it);
        let rows: Vec<Row> =
            (0..15).map(|at| missing.iter().map(|one| some(one[at])).collect()).collect();
        close(alpha(&rows), 0.691_358_024_691_358);
    }

    #[test]
    fn percent_counts_pairs() {
        close(percent(&rows(&[A, B])), 9.0 / 12.0);
        close(percent(&[vec![Some(1), Some(1), Some(2)]]), 1.0 / 3.0);
        close(percent(&[vec![Some(1), None], vec![Some(1), Some(1)]]), 1.0);
    }

    #[test]
    fn what_is_not_defined_is_none() {
        let same = rows(&[&[1, 1], &[1, 1]]);
        assert_eq!((cohen(&same, 0, 1), fleiss(&same), alpha(&same)), (None, None, None));
        assert_eq!(
            (percent(&[]), cohen(&[], 0, 1), fleiss(&[]), alpha(&[])),
            (None, None, None, None)
        );
        assert_eq!(percent(&same), Some(1.0));
    }
}
