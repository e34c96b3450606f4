//! The work on a collection: which stories are to be coded by whom, how far everybody is, and how long
//! it took. A sample is the same for the same seed, stories and order, on every machine.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::About;

/// What samples keep their shares of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strata {
    /// Nothing: every story is as likely as every other.
    #[default]
    None,
    /// Newspapers, sites and agencies.
    Outlet,
    /// Months of publication.
    Month,
}

/// Each with its name.
pub const STRATA: [(Strata, &str); 3] =
    [(Strata::None, "none"), (Strata::Outlet, "outlet"), (Strata::Month, "month")];

/// Who is to code which stories.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Assignment {
    /// By annotator, the stories: file and name.
    pub stories: BTreeMap<String, BTreeSet<(String, String)>>,
}

/// Minutes that count of a longer pause: who is away so long does something else.
const IDLE: i64 = 5 * 60;

/// Seconds spent on marks made at these times: the time between one and the next, of a pause no more
/// than five minutes. O(n log n).
pub fn spent(mut times: Vec<Timestamp>) -> i64 {
    times.sort_unstable();
    let pause = |pair: &[Timestamp]| (pair[1].as_second() - pair[0].as_second()).min(IDLE);
    times.windows(2).map(pause).sum()
}

/// So many of the stories, by their places, in text order; of each stratum its share, by largest
/// remainders (Hamilton's method).
pub fn sample(stories: &[About], most: usize, strata: Strata, seed: u64) -> Vec<usize> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, about) in stories.iter().enumerate() {
        let group = match strata {
            Strata::None => String::new(),
            Strata::Outlet => about.outlet.clone().unwrap_or_default(),
            Strata::Month => {
                about.published.map(|day| day.strftime("%Y-%m").to_string()).unwrap_or_default()
            }
        };
        groups.entry(group).or_default().push(at);
    }
    let most = most.min(stories.len());
    let sizes: Vec<usize> = groups.values().map(Vec::len).collect();
    let shares = shares(&sizes, most);
    let mut dice = Dice(seed);
    let mut chosen: Vec<usize> = Vec::new();
    for (mut group, share) in groups.into_values().zip(shares) {
        dice.shuffle(&mut group);
        chosen.extend(&group[..share]);
    }
    chosen.sort_unstable();
    chosen
}

/// How many of each group, `most` in all; no group more than it has.
fn shares(sizes: &[usize], most: usize) -> Vec<usize> {
    let all: usize = sizes.iter().sum::<usize>().max(1);
    let mut shares: Vec<usize> = sizes.iter().map(|size| size * most / all).collect();
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(sizes[at] * most % all));
    let left = most.saturating_sub(shares.iter().sum());
    for at in order.into_iter().take(left) {
        shares[at] += 1;
    }
    shares
}

/// Deals stories out in turns, and `double` of a hundred of them to a second annotator, so that it can be
/// seen how far they agree.
pub fn assign(stories: &[About], annotators: &[String], double: usize, seed: u64) -> Assignment {
    let mut dealt = Assignment::default();
    if annotators.is_empty() {
        return dealt;
    }
    let mut order: Vec<usize> = (0..stories.len()).collect();
    Dice(seed).shuffle(&mut order);
    let twice = (stories.len() * double.min(100)).div_ceil(100);
    for (turn, at) in order.into_iter().enumerate() {
        let story = (stories[at].file.clone(), stories[at].id.clone());
        let mut give = |turn: usize| {
            let annotator = annotators[turn % annotators.len()].clone();
            dealt.stories.entry(annotator).or_default().insert(story.clone());
        };
        give(turn);
        if turn < twice && annotators.len() > 1 {
            // Every pair in turn, not always the same two.
            give(turn + 1 + turn / annotators.len() % (annotators.len() - 1));
        }
    }
    dealt
}

/// Random numbers by `SplitMix64` (Steele, Lea and Flood, “Fast splittable pseudorandom number generators”,
/// 2014).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below `end`; the bias of so large a range is nobody's business.
    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap_or(1);
        usize::try_from(self.next() % end).unwrap_or(0)
    }

    /// Fisher and Yates.
    fn shuffle<T>(&mut self, all: &mut [T]) {
        for at in (1..all.len()).rev() {
            let other = self.below(at + 1);
            all.swap(at, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stories(outlets: &[(&str, usize)]) -> Vec<About> {
        let of = |(outlet, many): &(&str, usize)| {
            let about = |at| About {
                id: format!("{outlet}-{at}"),
                outlet: Some((*outlet).to_owned()),
                ..About::default()
            };
            (0..*many).map(about).collect::<Vec<_>>()
        };
        outlets.iter().flat_map(of).collect()
    }

    #[test]
    fn samples_keep_their_shares() {
        let all = stories(&[("A", 60), ("B", 30), ("C", 10)]);
        let chosen = sample(&all, 20, Strata::Outlet, 7);
        let of = |outlet: &str| {
            chosen.iter().filter(|at| all[**at].outlet.as_deref() == Some(outlet)).count()
        };
        assert_eq!([of("A"), of("B"), of("C")], [12, 6, 2]);
        assert_eq!(chosen, sample(&all, 20, Strata::Outlet, 7));
        assert_ne!(chosen, sample(&all, 20, Strata::Outlet, 8));
        assert_eq!(sample(&all, 999, Strata::None, 1).len(), 100);
        assert_eq!(shares(&[1, 1, 1], 2).iter().sum::<usize>(), 2);
    }

    #[test]
    fn stories_are_dealt_out_and_some_twice() {
        let all = stories(&[("A", 30)]);
        let names = ["ada", "bo", "cy"].map(str::to_owned);
        let dealt = assign(&all, &names, 20, 3);
        let many: Vec<usize> = dealt.stories.values().map(BTreeSet::len).collect();
        assert_eq!(many.iter().sum::<usize>(), 36);
        assert!(many.iter().all(|many| (11..=13).contains(many)), "{many:?}");
        let text = ron::to_string(&dealt).unwrap();
        assert_eq!(ron::from_str::<Assignment>(&text).unwrap(), dealt);
    }

    #[test]
    fn pauses_are_cut() {
        let at = |second| Timestamp::from_second(second).unwrap();
        assert_eq!(spent(vec![at(100), at(0), at(10_000), at(10_007)]), 100 + 300 + 7);
        assert_eq!(spent(vec![at(5)]), 0);
    }
}
