//! What a first look over the article made of each word, for a second look to weigh.

use super::super::EntityKind;
use super::labels;
use super::words::Words;
use crate::article::Metadata;

/// Kinds that can be voted for, and “no name”.
const CHOICES: usize = labels::KINDS.len() + 1;

/// Votes by form: how often the first look gave a word each kind.
pub struct Votes {
    /// Of all capitalised words.
    all: Vec<[u16; CHOICES]>,
    /// Of words that stood in names of several words.
    longer: Vec<[u16; CHOICES]>,
    /// What each token got, to leave its own vote out.
    own: Vec<(u8, bool)>,
}

impl Votes {
    /// Those that the metadata cast: dateline and agency are known before any look.
    pub fn new(words: &Words, metadata: &Metadata) -> Votes {
        let mut votes = Votes {
            all: vec![[0; CHOICES]; words.forms.len()],
            longer: vec![[0; CHOICES]; words.forms.len()],
            own: vec![(0, false); words.tokens.len()],
        };
        for (named, kind) in
            [(&metadata.place, EntityKind::Place), (&metadata.agency, EntityKind::Org)]
        {
            let name = named.as_ref().map_or("", |named| named.name.as_str());
            for form in name.split(' ').filter_map(|word| words.form(&word.to_lowercase())) {
                for choice in (1..).zip(labels::KINDS).filter(|(_, one)| *one == kind) {
                    votes.all[form][choice.0] += 1;
                    votes.longer[form][choice.0] += u16::from(name.contains(' '));
                }
            }
        }
        votes
    }

    /// Counts the labels of the tokens from `start` on.
    pub fn count(&mut self, words: &Words, start: usize, found: &[usize]) {
        for (offset, &label) in found.iter().enumerate() {
            let at = start + offset;
            let word = &words.tokens[at];
            if !word.is_capital() {
                continue;
            }
            let choice = labels::kind(label).map_or(0, |kind| kind + 1);
            let goes_on = found.get(offset + 1).is_some_and(|&next| labels::continues(next));
            let several = choice > 0 && (labels::continues(label) || goes_on);
            let vote = &mut self.all[word.form][choice];
            *vote = vote.saturating_add(1);
            if several {
                let vote = &mut self.longer[word.form][choice];
                *vote = vote.saturating_add(1);
            }
            self.own[at] = (u8::try_from(choice).unwrap_or_default(), several);
        }
    }

    /// What the same word was elsewhere, and how surely.
    pub fn elsewhere(&self, words: &Words, at: usize) -> u32 {
        let mut votes = self.all[words.tokens[at].form];
        let (own, _) = self.own[at];
        votes[own as usize] = votes[own as usize].saturating_sub(1);
        verdict(&votes)
    }

    /// What longer names made of the word elsewhere.
    pub fn longer(&self, words: &Words, at: usize) -> u32 {
        let mut votes = self.longer[words.tokens[at].form];
        let (own, several) = self.own[at];
        if several {
            votes[own as usize] = votes[own as usize].saturating_sub(1);
        }
        verdict(&votes)
    }
}

/// The choice with most votes with how strong it is, as one number; 0 for no votes.
fn verdict(votes: &[u16; CHOICES]) -> u32 {
    let all: u32 = votes.iter().map(|&vote| u32::from(vote)).sum();
    if all == 0 {
        return 0;
    }
    let (mut choice, mut most) = (0, 0);
    for (at, &votes) in (0..).zip(votes) {
        if u32::from(votes) > most {
            (choice, most) = (at, u32::from(votes));
        }
    }
    let strength = match () {
        () if most == all && all > 2 => 3,
        () if most == all => 2,
        () => 1,
    };
    choice << 2 | strength
}
