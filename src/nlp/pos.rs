//! Parts of speech: one tag a token, by a [`Labeller`] over words, their ends, shapes and neighbours.
//!
//! The tags are the universal ones, with verbs split by form and nouns by number, because that is
//! what the stages behind this one ask for: “said” the past tense is a cue, “said” the participle
//! seldom is.

use std::ops::Range;

use super::model::features::{Rows, Seen};
use super::model::{Labeller, Weights};

/// Version of the features below; a model trained with others is refused.
pub const FEATURES: u32 = 1;

/// Name of the task and of its model.
pub const TASK: &str = "pos";

/// The part of speech of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pos {
    /// “new”.
    Adjective,
    /// “of”.
    Adposition,
    /// “here”.
    Adverb,
    /// “has”, “is”, “would”.
    Auxiliary,
    /// “and”.
    Coordinator,
    /// “the”.
    Determiner,
    /// “yes”.
    Interjection,
    /// A noun in the singular, or one that has no number.
    Noun,
    /// A noun in the plural.
    Nouns,
    /// “two”, “1,500”.
    Numeral,
    /// “to” before a verb, “not”, a possessive ending.
    Particle,
    /// “she”.
    Pronoun,
    /// “Ada”.
    ProperNoun,
    /// “,”.
    Punctuation,
    /// “that” before a clause, “because”.
    Subordinator,
    /// “%”.
    Symbol,
    /// “say” behind “to” or “will”.
    VerbBase,
    /// “say” behind “they”.
    VerbPresent,
    /// “says”.
    VerbThird,
    /// “said” as in “she said”.
    VerbPast,
    /// “said” as in “is said”.
    VerbParticiple,
    /// “saying”.
    VerbIng,
    /// A foreign word, a list mark.
    Other,
}

impl Pos {
    /// All, in the order of their numbers in a model, with the names that stand in its head.
    pub const ALL: [(Pos, &'static str); 23] = [
        (Pos::Adjective, "ADJ"),
        (Pos::Adposition, "ADP"),
        (Pos::Adverb, "ADV"),
        (Pos::Auxiliary, "AUX"),
        (Pos::Coordinator, "CCONJ"),
        (Pos::Determiner, "DET"),
        (Pos::Interjection, "INTJ"),
        (Pos::Noun, "NOUN"),
        (Pos::Nouns, "NOUN:NNS"),
        (Pos::Numeral, "NUM"),
        (Pos::Particle, "PART"),
        (Pos::Pronoun, "PRON"),
        (Pos::ProperNoun, "PROPN"),
        (Pos::Punctuation, "PUNCT"),
        (Pos::Subordinator, "SCONJ"),
        (Pos::Symbol, "SYM"),
        (Pos::VerbBase, "VERB:VB"),
        (Pos::VerbPresent, "VERB:VBP"),
        (Pos::VerbThird, "VERB:VBZ"),
        (Pos::VerbPast, "VERB:VBD"),
        (Pos::VerbParticiple, "VERB:VBN"),
        (Pos::VerbIng, "VERB:VBG"),
        (Pos::Other, "X"),
    ];

    /// Its number in a model, and in features of later stages.
    pub fn number(self) -> usize {
        self as usize
    }

    /// The same, for features.
    pub fn number_u32(self) -> u32 {
        self as u32
    }

    /// A verb in any form; auxiliaries are none.
    pub fn is_verb(self) -> bool {
        matches!(
            self,
            Pos::VerbBase
                | Pos::VerbPresent
                | Pos::VerbThird
                | Pos::VerbPast
                | Pos::VerbParticiple
                | Pos::VerbIng
        )
    }

    /// A noun or a name.
    pub fn is_noun(self) -> bool {
        matches!(self, Pos::Noun | Pos::Nouns | Pos::ProperNoun)
    }
}

/// Gives every token of a text its part of speech.
#[derive(Clone, Debug)]
pub struct Tagger {
    labeller: Labeller,
}

impl Tagger {
    /// The one inside the binary.
    pub fn embedded() -> Tagger {
        let bytes = include_bytes!("../../assets/models/pos.model");
        let weights = Weights::embedded(bytes, TASK, FEATURES);
        Tagger::new(weights.expect("the binary's own model is for these features"))
    }

    /// With these weights, whose labels are those of [`Pos::ALL`].
    pub fn new(weights: Weights) -> Tagger {
        let ours = Pos::ALL.iter().map(|(_, name)| *name);
        assert!(weights.head.labels.iter().eq(ours), "the model has other parts of speech");
        Tagger { labeller: Labeller { weights } }
    }

    /// The parts of speech of tokens, given each token's word and the sentences. O(bytes).
    pub fn tags(
        &self,
        words: &[&str],
        lower: &[impl AsRef<str>],
        sentences: &[Range<usize>],
    ) -> Vec<Pos> {
        /// A longer sentence is a table or a list; it is read in pieces, to bound memory.
        const LONGEST: usize = 256;
        let mut tags = vec![Pos::Other; words.len()];
        let mut rows = Rows::default();
        for sentence in sentences {
            for start in sentence.clone().step_by(LONGEST) {
                let piece = start..(start + LONGEST).min(sentence.end);
                features(&words[piece.clone()], &lower[piece.clone()], &mut rows);
                let best = self.labeller.score(&rows).best();
                for (tag, label) in tags[piece].iter_mut().zip(best) {
                    *tag = Pos::ALL[label].0;
                }
            }
        }
        tags
    }
}

/// What the features say of one token, hashed once and used for its neighbours too.
#[derive(Clone, Copy)]
struct Facts {
    word: Seen,
    /// Its last three letters.
    end: Seen,
    shape: u32,
}

/// Fills `rows` with the features of every token of a sentence.
pub fn features(words: &[&str], lower: &[impl AsRef<str>], rows: &mut Rows) {
    rows.clear();
    let facts: Vec<Facts> =
        words.iter().zip(lower).map(|(word, lower)| facts(word, lower.as_ref())).collect();
    let outside = |number| {
        let edge = Seen::number(number);
        Facts { word: edge, end: edge, shape: number }
    };
    let (before, behind) = (outside(1_000), outside(1_001));
    let at = |place: usize| -> &Facts {
        // Places are shifted by two, so that those before the sentence are not negative.
        if place < 2 { &before } else { facts.get(place - 2).unwrap_or(&behind) }
    };
    for (here, lower) in lower.iter().enumerate() {
        let [b2, b1, own, n1, n2] = [0, 1, 2, 3, 4].map(|shift| at(here + shift));
        let shape = Seen::number(own.shape);
        rows.push(0, own.word);
        rows.push(1, own.word.and(shape));
        rows.push(2, shape.and(Seen::number(u32::from(here == 0))));
        affixes(lower.as_ref(), rows);
        rows.push(10, own.end.and(shape));
        rows.push(11, b1.word);
        rows.push(12, n1.word);
        rows.push(13, b2.word);
        rows.push(14, n2.word);
        rows.push(15, b1.word.and(own.word));
        rows.push(16, own.word.and(n1.word));
        rows.push(17, b1.word.and(n1.word));
        rows.push(18, b1.end.and(own.end));
        rows.push(19, own.end.and(n1.end));
        rows.push(20, b1.end);
        rows.push(21, n1.end);
        rows.push(22, Seen::number(b1.shape).and(shape).and(Seen::number(n1.shape)));
        rows.push(23, b2.word.and(b1.word));
        rows.push(24, n1.word.and(n2.word));
        rows.push(25, b1.end.and(own.end).and(n1.end));
        rows.end();
    }
}

fn affixes(lower: &str, rows: &mut Rows) {
    let from_end = |letters: usize| lower.len().checked_sub(letters).and_then(|at| lower.get(at..));
    for (template, letters) in [(3, 1), (4, 2), (5, 3), (6, 4)] {
        if let Some(end) = from_end(letters) {
            rows.push(template, Seen::word(end));
        }
    }
    for (template, letters) in [(7, 1), (8, 2), (9, 3), (26, 4)] {
        if let Some(start) = lower.get(..letters) {
            rows.push(template, Seen::word(start));
        }
    }
}

fn facts(word: &str, lower: &str) -> Facts {
    let shape = shape(word);
    let same = match lower {
        "“" | "”" | "``" | "''" | "„" => "\"",
        "‘" | "’" | "`" => "'",
        "’s" => "'s",
        "–" | "—" | "--" => "-",
        "…" => "...",
        _ if lower.starts_with(|c: char| c.is_ascii_digit()) => "0",
        _ => lower,
    };
    let seen =
        if same.contains('’') { Seen::word(&same.replace('’', "'")) } else { Seen::word(same) };
    let end = same.len().checked_sub(3).and_then(|at| same.get(at..)).map_or(seen, Seen::word);
    Facts { word: seen, end, shape }
}

/// How a word is written: capitals, digits, hyphens, as one small number.
fn shape(word: &str) -> u32 {
    let mut chars = word.chars();
    let first = chars.next().unwrap_or(' ');
    let (mut upper, mut lower, mut digit, mut mark) = (false, false, false, false);
    for c in chars {
        upper |= c.is_uppercase();
        lower |= c.is_lowercase();
        digit |= c.is_ascii_digit();
        mark |= !c.is_alphanumeric();
    }
    let begins = if first.is_uppercase() {
        0
    } else if first.is_alphabetic() {
        1
    } else if first.is_ascii_digit() {
        2
    } else {
        3
    };
    begins
        | u32::from(upper) << 2
        | u32::from(lower) << 3
        | u32::from(digit) << 4
        | u32::from(mark) << 5
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Origin};
    use crate::nlp::page::Page;
    use crate::text::clean;

    fn tagged(text: &str) -> String {
        let article = Article::new("a", Origin::BuiltIn, clean::clean(text));
        let page = Page::new(&article, &Tagger::embedded());
        let names: Vec<&str> =
            (0..page.tokens.len()).map(|at| Pos::ALL[page.pos(at).number()].1).collect();
        names.join(" ")
    }

    #[test]
    fn numbers_are_places_in_the_table() {
        for (at, (pos, _)) in Pos::ALL.iter().enumerate() {
            assert_eq!(pos.number(), at);
        }
    }

    #[test]
    fn tags() {
        for (text, expected) in [
            ("She said no.", "PRON VERB:VBD INTJ PUNCT"),
            ("He is said to lie.", "PRON AUX VERB:VBN PART VERB:VB PUNCT"),
            (
                "They say Ms. Hill’s plans work.",
                "PRON VERB:VBP PROPN PROPN PART NOUN:NNS VERB:VBP PUNCT",
            ),
            ("Claims that he lied are false.", "NOUN:NNS SCONJ PRON VERB:VBD AUX ADJ PUNCT"),
        ] {
            assert_eq!(tagged(text), expected, "{text}");
        }
    }
}
