//! Roles: which tokens are source, cue or content. A labeller in two passes: the second sees what
//! the first said of the whole article.
//!
//! Decoding takes a [`Lattice`] of label scores and does not know which scorer made them.

pub mod features;

pub use super::draft::Draft;

use std::collections::HashMap;
use std::ops::Range;

use self::features::{Facts, First};
use super::model::features::{Rows, Seen};
use super::model::{Labeller, Lattice, Weights};
use super::page::Page;

/// The part a stretch plays in an attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Who is reported to say it.
    Source,
    /// The reporting words.
    Cue,
    /// What is said.
    Content,
}

/// Labels by number: none, then beginning and going on of each role.
pub const LABELS: [&str; 7] =
    ["O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content"];

/// A stretch with its role.
#[derive(Clone, Debug, PartialEq)]
pub struct Fragment {
    pub role: Role,
    /// Tokens of the page.
    pub tokens: Range<usize>,
    /// Index of its paragraph.
    pub paragraph: usize,
    /// The least probability of its label among its tokens.
    pub sure: f32,
}

/// The label of beginning a role, and the one of going on.
pub fn labels_of(role: Role) -> (usize, usize) {
    match role {
        Role::Source => (1, 2),
        Role::Cue => (3, 4),
        Role::Content => (5, 6),
    }
}

/// The two passes.
#[derive(Clone, Debug)]
pub struct Scorer {
    pub first: Labeller,
    pub second: Labeller,
}

impl Scorer {
    /// Those inside the binary.
    pub fn embedded() -> Scorer {
        let labeller = |bytes: &'static [u8], task| Labeller {
            weights: Weights::embedded(bytes, task, features::VERSION).expect("tested below"),
        };
        Scorer {
            first: labeller(
                include_bytes!("../../../assets/models/roles-first.model"),
                "roles-first",
            ),
            second: labeller(include_bytes!("../../../assets/models/roles.model"), "roles"),
        }
    }
}

/// Labels that begin a fragment.
pub const BEGINNINGS: [usize; 3] = [1, 3, 5];

/// How far decoding leans towards beginning a fragment: likelihood alone leaves out too many.
pub const LEAN: f32 = 0.7;

/// Finds the fragments of a page, in text order. O(tokens).
pub fn fragments(page: &Page, rules: &[Draft], scorer: &Scorer) -> Vec<Fragment> {
    let facts = Facts::of(page, rules);
    let mut rows = Rows::default();
    let lattices = page.paragraphs.iter().map(|part| {
        features::rows(page, &facts, part, None, &mut rows);
        scorer.first.score(&rows)
    });
    let first = first_pass(page, lattices);
    let mut found = Vec::new();
    for (paragraph, part) in page.paragraphs.iter().enumerate() {
        features::rows(page, &facts, part, Some(&first), &mut rows);
        let mut lattice = scorer.second.score(&rows);
        lattice.lean(&BEGINNINGS, LEAN);
        found.extend(decoded(&lattice, part.tokens.start, paragraph));
    }
    found
}

/// The fragments that a lattice's best path spells, its first token being `start`.
pub fn decoded(lattice: &Lattice, start: usize, paragraph: usize) -> Vec<Fragment> {
    let marginals = lattice.marginals();
    let sure = |at: usize, label: usize| marginals[at * lattice.labels + label];
    spelt(&lattice.best(), start, paragraph, sure)
}

/// The fragments that labels spell; `sure` gives the probability of a label at a token.
pub fn spelt(
    path: &[usize],
    start: usize,
    paragraph: usize,
    sure: impl Fn(usize, usize) -> f32,
) -> Vec<Fragment> {
    let mut found: Vec<Fragment> = Vec::new();
    for (at, &label) in path.iter().enumerate() {
        let role = match label {
            0 => continue,
            1 | 2 => Role::Source,
            3 | 4 => Role::Cue,
            _ => Role::Content,
        };
        let sure = sure(at, label);
        let goes_on = label % 2 == 0 && at > 0 && path[at - 1] != 0;
        match found.last_mut() {
            Some(last) if goes_on && last.role == role && last.tokens.end == start + at => {
                last.tokens.end += 1;
                last.sure = last.sure.min(sure);
            }
            _ => found.push(Fragment { role, tokens: start + at..start + at + 1, paragraph, sure }),
        }
    }
    found
}

/// What the first pass says of the whole page, as the second sees it, from the lattice of each
/// paragraph. O(tokens).
pub fn first_pass(page: &Page, lattices: impl Iterator<Item = Lattice>) -> First {
    let none = Seen::number(0);
    let count = page.tokens.len();
    let mut first = First {
        is_cue: vec![false; count],
        labels: vec![none; count],
        sure: vec![none; count],
        around: vec![none; count],
        elsewhere: vec![none; count],
    };
    let mut labels = vec![0; count];
    let mut counts: HashMap<&str, [u32; 4]> = HashMap::new();
    for (part, lattice) in page.paragraphs.iter().zip(lattices) {
        let marginals = lattice.marginals();
        for (offset, label) in lattice.best().into_iter().enumerate() {
            let at = part.tokens.start + offset;
            labels[at] = label;
            first.is_cue[at] = matches!(label, 3 | 4);
            first.labels[at] = Seen::number(10 + u32::try_from(label).unwrap_or(0));
            first.sure[at] = Seen::number(steps(marginals[offset * lattice.labels + label]));
            counts.entry(page.lower(at)).or_default()[label.div_ceil(2)] += 1;
        }
    }
    for at in 0..count {
        let mut others = counts.get(page.lower(at)).copied().unwrap_or_default();
        let own = &mut others[labels[at].div_ceil(2)];
        *own = own.saturating_sub(1);
        let most = (0..4).max_by_key(|&role| (others[role], 4 - role)).unwrap_or(0);
        let number = if others.iter().sum::<u32>() == 0 { 9 } else { most };
        first.elsewhere[at] = Seen::number(u32::try_from(number).unwrap_or(9));
    }
    for sentence in page.paragraphs.iter().flat_map(|part| &part.sentences) {
        around(&labels, sentence.clone(), &mut first.around);
    }
    first
}

/// Four steps of probability.
fn steps(sure: f32) -> u32 {
    match sure {
        s if s < 0.6 => 0,
        s if s < 0.8 => 1,
        s if s < 0.95 => 2,
        _ => 3,
    }
}

/// For each token of a sentence, which roles stand before it and which behind.
fn around(labels: &[usize], sentence: Range<usize>, out: &mut [Seen]) {
    let bit = |label: usize| if label == 0 { 0 } else { 1_u32 << (label.div_ceil(2) - 1) };
    let mut before = 0;
    let mut masks = Vec::with_capacity(sentence.len());
    for at in sentence.clone() {
        masks.push(before);
        before |= bit(labels[at]);
    }
    let mut behind = 0;
    for (at, mask) in sentence.rev().zip(masks.into_iter().rev()) {
        out[at] = Seen::number(mask * 8 + behind);
        behind |= bit(labels[at]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_models_inside_are_whole() {
        assert_eq!(Scorer::embedded().second.weights.labels(), LABELS.len());
        for (bytes, task) in [
            (&include_bytes!("../../../assets/models/roles-first.model")[..], "roles-first"),
            (&include_bytes!("../../../assets/models/roles.model")[..], "roles"),
        ] {
            assert_eq!(Weights::read(bytes, task, features::VERSION).err(), None, "{task}");
        }
    }

    #[test]
    fn paths_spell_fragments() {
        // Ada said no . “ Yes ”: the scores make the path 1 3 5 0 5 6 6.
        let path = [1, 3, 5, 0, 5, 6, 6];
        let scores =
            path.iter().flat_map(|&label| (0..7).map(move |l| if l == label { 9.0 } else { 0.0 }));
        let lattice = Lattice { labels: 7, scores: scores.collect(), transitions: vec![0.0; 56] };
        let found: Vec<(Role, Range<usize>)> =
            decoded(&lattice, 10, 0).into_iter().map(|one| (one.role, one.tokens)).collect();
        let expected = [
            (Role::Source, 10..11),
            (Role::Cue, 11..12),
            (Role::Content, 12..13),
            (Role::Content, 14..17),
        ];
        assert_eq!(found, expected);
    }
}
