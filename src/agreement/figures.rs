//! The figures of agreement over many stories, with intervals.

use std::collections::BTreeSet;

use super::coding::{self, Row};
use super::unitizing::{Piece, alpha_unitizing};
use super::{Reader, Unit, compare, units};
use crate::annotation::{Anchor, Item, Review};

/// The category of a statement that a reader did not mark, where such count.
pub const MISSING: u32 = 0;

/// Draws behind an interval: the borders then move by less than they are wide.
const DRAWS: usize = 1000;

/// What is counted of one story; intervals come from drawing units, so each figure is a sum over them.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    /// Categories of each unit, by reader: one more than the place of its value in the list of values.
    pub rows: Vec<Row>,
    /// Of each unit: speakers alike of how many pairs of readers who both marked it.
    pub speakers: Vec<[usize; 2]>,
    /// Marked stretches of each reader.
    pub pieces: Vec<Vec<Piece>>,
    /// Of pairs of readers: spans alike exactly and by overlap, and how many each has.
    pub spans: Vec<[usize; 5]>,
    /// Positions of the text: its length where that is known, else up to the last mark.
    pub length: usize,
}

/// A figure with the interval in which it lies in 95 of 100 draws of the units.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Figure {
    /// The figure.
    pub value: f64,
    /// Its interval, where it was drawn.
    pub interval: Option<[f64; 2]>,
}

/// All figures; none where one is not defined.
#[derive(Clone, PartialEq, Debug)]
pub struct Figures {
    /// Units that two readers judged at least.
    pub units: usize,
    /// Name and figure, in the order they are shown.
    pub all: Vec<(&'static str, Option<Figure>)>,
}

/// What each story has to count, and the values that categories stand for. With `tag`, a statement has
/// that tag or not; with `unmarked`, what a reader did not mark is a category of its own.
pub fn samples(
    stories: &[(Vec<&Reader>, Option<usize>)],
    tag: Option<&str>,
    unmarked: bool,
) -> (Vec<Sample>, Vec<String>) {
    let word = |item: &Item| match tag {
        None => compare::value(item),
        Some(tag) if has(item, tag) => tag.to_owned(),
        Some(_) => "another".to_owned(),
    };
    let items = || {
        stories
            .iter()
            .flat_map(|(readers, _)| readers.iter().flat_map(|it| it.document.set.items()))
    };
    let values: BTreeSet<String> = items().map(|(_, item)| word(item)).collect();
    let values: Vec<String> = values.into_iter().collect();
    let code = |item: &Item| {
        let at = values.binary_search(&word(item)).expect("it was collected");
        u32::try_from(at + 1).expect("few values")
    };
    let sample = |(readers, length): &(Vec<&Reader>, Option<usize>)| {
        let units = units(readers);
        let row = |unit: &Unit| -> Row {
            let missing = unmarked.then_some(MISSING);
            unit.items.iter().map(|item| item.map(&code).or(missing)).collect()
        };
        let end = |anchor: &Anchor| anchor.span.end();
        let kept =
            |item: &&Item| item.review != Review::Rejected && tag.is_none_or(|tag| has(item, tag));
        let of = |reader: &Reader| -> Vec<Item> {
            reader.document.set.items().map(|(_, item)| item).filter(kept).cloned().collect()
        };
        let all: Vec<Vec<Item>> = readers.iter().map(|reader| of(reader)).collect();
        let last = all.iter().flatten().flat_map(|item| item.content.iter().map(end)).max();
        let pieces = |items: &Vec<Item>| -> Vec<Piece> {
            let piece = |item: &Item, anchor: &Anchor| Piece {
                start: anchor.span.start(),
                end: anchor.span.end(),
                category: code(item),
            };
            items
                .iter()
                .flat_map(|it| it.content.iter().map(move |anchor| piece(it, anchor)))
                .collect()
        };
        Sample {
            rows: units.iter().map(row).collect(),
            speakers: units.iter().map(speakers).collect(),
            pieces: all.iter().map(pieces).collect(),
            spans: pairs(&all),
            length: length.or(last).unwrap_or(0),
        }
    };
    (stories.iter().map(sample).collect(), values)
}

fn has(item: &Item, tag: &str) -> bool {
    item.review != Review::Rejected && item.tags.iter().any(|it| it == tag)
}

/// Pairs of readers who both marked a unit, and how many of them name the same speakers.
fn speakers(unit: &Unit) -> [usize; 2] {
    let names: Vec<BTreeSet<&String>> =
        unit.items.iter().flatten().map(|item| item.speakers.iter().collect()).collect();
    let mut counts = [0, 0];
    for (at, one) in names.iter().enumerate() {
        for other in names.iter().skip(at + 1) {
            counts[0] += usize::from(one == other);
            counts[1] += 1;
        }
    }
    counts
}

/// For each pair of readers: contents of the first that the second has exactly, and that overlap one
/// of the second; of the second that overlap one of the first; how many each has.
fn pairs(readers: &[Vec<Item>]) -> Vec<[usize; 5]> {
    let mut pairs = Vec::new();
    let spans = |item: &Item| item.content.iter().map(|it| it.span).collect::<Vec<_>>();
    let touch = |one: &Item, other: &Item| {
        one.content.iter().any(|a| other.content.iter().any(|b| a.span.overlaps(b.span)))
    };
    for (at, one) in readers.iter().enumerate() {
        for other in readers.iter().skip(at + 1) {
            let theirs: BTreeSet<_> = other.iter().map(spans).collect();
            let exact = one.iter().filter(|item| theirs.contains(&spans(item))).count();
            let left = one.iter().filter(|a| other.iter().any(|b| touch(a, b))).count();
            let right = other.iter().filter(|a| one.iter().any(|b| touch(a, b))).count();
            pairs.push([exact, left, right, one.len(), other.len()]);
        }
    }
    pairs
}

/// All figures over these stories. Intervals by a thousand draws of units, for figures of units, and of
/// stories, where there are several, for figures of spans.
pub fn figures(samples: &[Sample]) -> Figures {
    let rows: Vec<Row> = samples.iter().flat_map(|sample| sample.rows.clone()).collect();
    let speakers: Vec<[usize; 2]> = samples.iter().flat_map(|it| it.speakers.clone()).collect();
    let units = rows.iter().filter(|row| row.iter().flatten().count() > 1).count();
    let of_rows = |say: fn(&[Row]) -> Option<f64>| figure(&rows, say);
    let spans = |say: fn(&[Sample]) -> Option<f64>| figure(samples, say);
    let all = vec![
        ("percent", of_rows(coding::percent)),
        ("Cohen’s kappa", of_rows(coding::mean_cohen)),
        ("Fleiss’ kappa", of_rows(coding::fleiss)),
        ("Krippendorff’s alpha", of_rows(coding::alpha)),
        ("unitising alpha", spans(unitizing)),
        (
            "span F1, exact",
            spans(|it| f1(it, |[exact, .., one, other]| [exact, one, exact, other])),
        ),
        (
            "span F1, overlap",
            spans(|it| f1(it, |[_, left, right, one, other]| [left, one, right, other])),
        ),
        ("same speakers", figure(&speakers, share)),
    ];
    Figures { units, all }
}

/// The mean over stories, weighed by their length.
fn unitizing(samples: &[Sample]) -> Option<f64> {
    let of = |it: &Sample| Some((alpha_unitizing(&it.pieces, it.length)?, it.length as f64));
    let known: Vec<(f64, f64)> = samples.iter().filter_map(of).collect();
    let total: f64 = known.iter().map(|(_, length)| length).sum();
    let sum: f64 = known.iter().map(|(alpha, length)| alpha * length).sum();
    (total > 0.0).then(|| sum / total)
}

/// The harmonic mean of two shares over all pairs of readers.
fn f1(samples: &[Sample], shares: fn([usize; 5]) -> [usize; 4]) -> Option<f64> {
    let mut sums = [0; 4];
    for pair in samples.iter().flat_map(|it| &it.spans) {
        for (sum, part) in sums.iter_mut().zip(shares(*pair)) {
            *sum += part;
        }
    }
    let [found, one, matched, other] = sums.map(|sum| sum as f64);
    let (precision, recall) = (found / one, matched / other);
    let value = 2.0 * precision * recall / (precision + recall);
    if one + other > 0.0 && found + matched == 0.0 {
        Some(0.0)
    } else {
        value.is_finite().then_some(value)
    }
}

fn share(counts: &[[usize; 2]]) -> Option<f64> {
    let sum = |at: usize| counts.iter().map(|it| it[at]).sum::<usize>() as f64;
    (sum(1) > 0.0).then(|| sum(0) / sum(1))
}

/// A figure of these things, with its interval where there are several to draw from.
fn figure<T: Clone>(things: &[T], say: impl Fn(&[T]) -> Option<f64>) -> Option<Figure> {
    let value = say(things)?;
    if things.len() < 2 {
        return Some(Figure { value, interval: None });
    }
    // xorshift: the same draws always.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).expect("below a length")
    };
    let mut values: Vec<f64> = (0..DRAWS)
        .filter_map(|_| {
            let drawn: Vec<T> = things.iter().map(|_| things[next(things.len())].clone()).collect();
            say(&drawn)
        })
        .collect();
    values.sort_by(f64::total_cmp);
    let at = |share: usize| values.get(values.len() * share / 1000).copied();
    Some(Figure { value, interval: at(25).zip(at(974)).map(|(low, high)| [low, high]) })
}
