//! Statements of one speaker about the same thing, set side by side: a claim and a later denial, a
//! commitment and what is said of it later. How alike the words are decides what is shown, and nobody
//! is judged.
//!
//! Likeness is the cosine of words weighted by how rare they are (tf–idf: Salton and Buckley,
//! “Term-weighting approaches in automatic text retrieval”, 1988). Only statements that share a rare
//! word are compared, so that the cost grows with the statements and not with their square.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;

use super::Record;
use crate::nlp::lexicon;

/// Two statements of one speaker.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The earlier one, by its place among the records.
    pub first: usize,
    /// The later one.
    pub later: usize,
    /// How alike their words are, 0 to 1.
    pub alike: f32,
}

/// Statements less alike than this are about other things.
const ALIKE: f32 = 0.22;

/// The same words again are one statement in two papers.
const SAME: f32 = 0.95;

/// A word in more statements than these brings none together.
const COMMON: usize = 200;

/// Words of a statement with their weights; in order, so that sums are the same on every machine.
type Weights = BTreeMap<String, f32>;

/// Pairs of the records of one speaker, the most alike first, at most `most`: a claim and a later
/// denial, a denial and a later claim, a commitment and whatever is said later.
pub fn pairs(records: &[Record], most: usize) -> Vec<Pair> {
    let words = weighted(records);
    let mut holders: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, words) in words.iter().enumerate() {
        for word in words.keys() {
            holders.entry(word).or_default().push(at);
        }
    }
    let mut seen: HashSet<(usize, usize)> = HashSet::new();
    let mut found: Vec<Pair> = Vec::new();
    for at in holders.values().filter(|at| at.len() <= COMMON) {
        for (number, &one) in at.iter().enumerate() {
            for &other in &at[number + 1..] {
                let Some((first, later)) = in_order(records, one, other) else { continue };
                if !belong(&records[first], &records[later]) || !seen.insert((first, later)) {
                    continue;
                }
                let alike = cosine(&words[first], &words[later]);
                if (ALIKE..SAME).contains(&alike) {
                    found.push(Pair { first, later, alike });
                }
            }
        }
    }
    let place = |pair: &Pair| (pair.first, pair.later);
    found.sort_by(|a, b| b.alike.total_cmp(&a.alike).then_with(|| place(a).cmp(&place(b))));
    found.truncate(most);
    found
}

/// The earlier and the later one; nothing where they are of one day or of none.
fn in_order(records: &[Record], one: usize, other: usize) -> Option<(usize, usize)> {
    let day = |at: usize| -> Option<Date> { records[at].about.published };
    match day(one)?.cmp(&day(other)?) {
        Ordering::Less => Some((one, other)),
        Ordering::Greater => Some((other, one)),
        Ordering::Equal => None,
    }
}

/// Whether the two are worth setting side by side by what they do.
fn belong(first: &Record, later: &Record) -> bool {
    let is = |record: &Record, tag: &str| record.tags.iter().any(|one| one == tag);
    is(first, "commitment")
        || is(first, "claim") && is(later, "denial")
        || is(first, "denial") && is(later, "claim")
}

/// The words of each record with their weights, of length one.
fn weighted(records: &[Record]) -> Vec<Weights> {
    let all: Vec<Vec<String>> = records.iter().map(|record| stems(&record.content)).collect();
    let mut frequency: HashMap<&str, usize> = HashMap::new();
    for words in &all {
        for word in words.iter().collect::<HashSet<_>>() {
            *frequency.entry(word).or_insert(0) += 1;
        }
    }
    let weigh = |words: &Vec<String>| {
        let mut weights = Weights::new();
        for word in words {
            *weights.entry(word.clone()).or_insert(0.0) += 1.0;
        }
        for (word, weight) in &mut weights {
            let rare = (all.len() as f32 + 1.0) / (frequency[word.as_str()] as f32 + 0.5);
            *weight = (1.0 + weight.ln()) * rare.ln().max(0.01);
        }
        let length = weights.values().map(|it| it * it).sum::<f32>().sqrt().max(1e-6);
        for weight in weights.values_mut() {
            *weight /= length;
        }
        weights
    };
    all.iter().map(weigh).collect()
}

fn cosine(one: &Weights, other: &Weights) -> f32 {
    one.iter().filter_map(|(word, weight)| Some(weight * other.get(word)?)).sum()
}

/// Words that carry meaning, small, without the commonest endings.
fn stems(text: &str) -> Vec<String> {
    content_words(text).map(|word| stem(&word).to_owned()).collect()
}

/// Words that carry meaning, small.
pub fn content_words(text: &str) -> impl Iterator<Item = String> + '_ {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 2);
    words.map(str::to_lowercase).filter(|word| !is_common(word))
}

fn is_common(word: &str) -> bool {
    #[rustfmt::skip]
    const WORDS: [&str; 44] = [
        "and", "are", "but", "been", "did", "does", "for", "from", "had", "has", "have", "her", "him", "his", "into",
        "its", "not", "never", "our", "out", "she", "should", "that", "the", "their", "them", "then", "there", "they",
        "this", "was", "were", "what", "when", "which", "who", "will", "with", "would", "you", "your", "can", "could", "any",
    ];
    WORDS.contains(&word) || lexicon::is_preposition(word) || lexicon::is_determiner(word)
}

/// Without the ending of a plural or a verb: enough to bring “promised” to “promises”.
fn stem(word: &str) -> &str {
    let endings = ["ings", "ing", "ies", "ied", "es", "ed", "s", "e", "y"];
    let long = |stem: &&str| stem.chars().count() > 2;
    endings.iter().find_map(|ending| word.strip_suffix(ending).filter(long)).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::tests::record;

    #[test]
    fn what_belongs_together_is_found() {
        let records = [
            record("Ada", "2024-01-01", "commitment", "I will close the old harbour by June"),
            record("Ada", "2024-05-01", "claim", "The harbour cannot be closed before winter"),
            record("Ada", "2024-02-01", "claim", "Taxes on bread are low"),
            record("Ada", "2024-03-01", "denial", "We never said that taxes on bread were low"),
            record("Ada", "2024-06-01", "claim", "The weather in spring was fine"),
        ];
        let found = pairs(&records, 9);
        let mut found: Vec<_> = found.iter().map(|pair| (pair.first, pair.later)).collect();
        found.sort_unstable();
        assert_eq!(found, [(0, 1), (2, 3)]);
    }

    #[test]
    fn one_day_or_the_same_words_are_no_pair() {
        let records = [
            record("Ada", "2024-01-01", "claim", "The ferry sank in the bay"),
            record("Ada", "2024-01-01", "denial", "The ferry never sank in that bay"),
            record("Ada", "2024-01-09", "denial", "The ferry sank in the bay"),
        ];
        assert_eq!(pairs(&records, 9), []);
    }
}
