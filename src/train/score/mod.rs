//! Predictions against gold → figures, the same as those of the scorers beside the corpora.
//!
//! Every scorer counts article by article, and makes its figures from sums of counts; so the
//! articles can be drawn again and again to see how far a figure would move ([`figures`]).
//! Everything here compares in Unicode code points, as the corpora are written.

pub mod attribution;
mod counted;
pub mod names;
pub mod speakers;
pub mod tags;

use std::collections::BTreeMap;

use super::fit::Random;

/// What a scorer found out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// In the order in which they are shown; those of one name follow each other.
    pub figures: Vec<Figure>,
    /// What went wrong, the worst first.
    pub errors: Vec<Fault>,
    /// How often each kind of mistake was made, where the scorer tells kinds apart.
    pub kinds: BTreeMap<String, usize>,
}

/// A figure with the interval that holds it in 95 of 100 draws of the articles.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it measures.
    pub name: String,
    /// Which side of it: “P”, “R”, “F1”; empty where there is but one.
    pub part: &'static str,
    /// From all articles.
    pub value: f64,
    /// From few draws less than this.
    pub low: f64,
    /// From few draws more than this.
    pub high: f64,
}

/// Something predicted wrongly or not at all.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The article.
    pub article: String,
    /// What is wrong.
    pub what: String,
    /// The words it is about, from the article: not cleaned.
    pub context: String,
    /// How bad it is; more is worse.
    pub weight: f64,
}

/// Counts of one article, in an order that the scorer knows.
pub type Counts = Vec<f64>;

/// The name of a figure and its part.
pub type Name = (String, &'static str);

/// How often the articles are drawn.
const DRAWS: usize = 1000;

/// The figures that `measure` makes from counts, each with its interval: the articles are drawn with
/// replacement, the same each time. O(draws · articles · counts).
pub fn figures(
    names: &[Name],
    articles: &[Counts],
    measure: &dyn Fn(&[f64]) -> Vec<f64>,
) -> Vec<Figure> {
    let Some(size) = articles.first().map(Vec::len) else { return Vec::new() };
    let mut random = Random(1);
    let mut sum = vec![0.0; size];
    let add = |sum: &mut [f64], at: usize| {
        for (sum, count) in sum.iter_mut().zip(&articles[at]) {
            *sum += count;
        }
    };
    (0..articles.len()).for_each(|at| add(&mut sum, at));
    let values = measure(&sum);
    let mut drawn: Vec<Vec<f64>> = vec![Vec::with_capacity(DRAWS); values.len()];
    for _ in 0..DRAWS {
        sum.fill(0.0);
        for _ in 0..articles.len() {
            add(&mut sum, random.below(articles.len()));
        }
        for (all, value) in drawn.iter_mut().zip(measure(&sum)) {
            all.push(value);
        }
    }
    let row = |(((name, part), value), mut all): ((&Name, f64), Vec<f64>)| {
        all.sort_by(f64::total_cmp);
        let (low, high) = (all[DRAWS / 40], all[DRAWS - 1 - DRAWS / 40]);
        Figure { name: name.clone(), part, value, low, high }
    };
    names.iter().zip(values).zip(drawn).map(row).collect()
}

/// The names of precision, recall and F1 of something.
fn prf_names(name: &str) -> [Name; 3] {
    ["P", "R", "F1"].map(|part| (name.to_owned(), part))
}

/// Faults, the worst first; those that are as bad keep their order.
fn worst_first(mut faults: Vec<Fault>) -> Vec<Fault> {
    faults.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    faults
}

/// A count for yes and none for no.
fn one(yes: bool) -> f64 {
    if yes { 1.0 } else { 0.0 }
}

/// A share; 0 of nothing.
pub fn share(some: f64, all: f64) -> f64 {
    if all > 0.0 { some / all } else { 0.0 }
}

/// Precision, recall and F1 from hits among what was predicted and hits among gold.
pub fn prf(hit_predicted: f64, predicted: f64, hit_gold: f64, gold: f64) -> [f64; 3] {
    let (p, r) = (share(hit_predicted, predicted), share(hit_gold, gold));
    [p, r, share(2.0 * p * r, p + r)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_hold_the_figure_and_are_the_same_each_time() {
        let articles: Vec<Counts> = (0..40).map(|at| vec![f64::from(at % 2), 1.0]).collect();
        let names = [("share".to_owned(), "")];
        let measure = |sum: &[f64]| vec![share(sum[0], sum[1])];
        let found = figures(&names, &articles, &measure);
        assert_eq!(found, figures(&names, &articles, &measure));
        let one = &found[0];
        assert!((one.value - 0.5).abs() < 1e-9);
        assert!((0.3..0.4).contains(&one.low) && (0.6..0.7).contains(&one.high), "{one:?}");
        assert_eq!(figures(&names, &[], &measure), []);
    }

    #[test]
    fn precision_recall_and_f1() {
        let close = |found: [f64; 3], expected: [f64; 3]| {
            found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-9)
        };
        assert!(close(prf(1.0, 2.0, 1.0, 1.0), [0.5, 1.0, 2.0 / 3.0]));
        assert!(close(prf(0.0, 0.0, 0.0, 3.0), [0.0, 0.0, 0.0]));
    }
}
