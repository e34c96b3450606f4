//! Mentions: every naming of a person, organisation, place, group, law, event, date or amount.
//!
//! A trained labeller looks at every sentence twice: the second time it also knows what the first
//! look made of the same words elsewhere in the article. Dates and money go by grammar (`date`, `money`). Which
//! mentions mean the same is `entity`'s.

pub mod features;
mod hyphen;
pub mod labels;
mod short;
pub mod votes;
pub mod words;

use std::ops::Range;

use self::votes::Votes;
use self::words::Words;
use super::EntityKind;
use super::model::features::Rows;
use super::model::{Labeller, Weights};
use super::page::Page;
use super::{date, lexicon, money};
use crate::article::Metadata;
use crate::text::Span;

/// The labeller inside the binary.
pub fn embedded() -> Labeller {
    let bytes = include_bytes!("../../../assets/models/names.model");
    let weights = Weights::embedded(bytes, "names", features::FEATURES);
    Labeller { weights: weights.expect("a test holds it to its version") }
}

/// One naming in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    pub span: Span,
    /// Tokens of the page; empty for one that stands in the metadata.
    pub tokens: Range<usize>,
    pub kind: EntityKind,
}

/// Finds the mentions of a page and those its metadata name, in text order. O(tokens).
pub fn mentions(page: &Page, metadata: &Metadata, labeller: &Labeller) -> Vec<Mention> {
    let words = Words::of(page);
    let place = metadata.place.as_ref().map_or("", |place| place.name.as_str());
    let dateline = place.split_whitespace().map(str::to_lowercase).collect();
    let votes = Votes::new(&words, metadata);
    let reader = Reader { page, words: &words, dateline };
    let mut found = from_metadata(metadata);
    for (sentence, labels) in label(page, &words, votes, labeller) {
        reader.sentence(sentence, &labels, &mut found);
    }
    found.sort_by_key(|mention| mention.span);
    found.extend(short::mentions(page, &found));
    found.sort_by_key(|mention| mention.span);
    found
}

fn from_metadata(metadata: &Metadata) -> Vec<Mention> {
    let named = |named: &Option<crate::article::Named>, kind| {
        let span = named.as_ref()?.span?;
        Some(Mention { span, tokens: 0..0, kind })
    };
    let place = named(&metadata.place, EntityKind::Place);
    place.into_iter().chain(named(&metadata.agency, EntityKind::Org)).collect()
}

/// The labels of every sentence. O(tokens).
fn label(
    page: &Page,
    words: &Words,
    mut votes: Votes,
    labeller: &Labeller,
) -> Vec<(Range<usize>, Vec<usize>)> {
    let mut rows = Rows::default();
    // Scores only: the transitions of a lattice are the same for every sentence.
    let mut first: Vec<(Range<usize>, Vec<f32>)> = Vec::new();
    for sentence in page.paragraphs.iter().flat_map(|part| &part.sentences) {
        rows.clear();
        features::write(page, words, sentence.clone(), &mut rows);
        let lattice = labeller.score(&rows);
        votes.count(words, sentence.start, &lattice.best());
        first.push((sentence.clone(), lattice.scores));
    }
    let second = |(sentence, scores): (Range<usize>, Vec<f32>)| {
        rows.clear();
        features::write_votes(words, &votes, sentence.clone(), &mut rows);
        let mut lattice = labeller.score(&rows);
        for (score, first) in lattice.scores.iter_mut().zip(scores) {
            *score += first;
        }
        (sentence, lattice.best())
    };
    first.into_iter().map(second).collect()
}

/// Reads mentions off labels.
struct Reader<'a> {
    page: &'a Page<'a>,
    words: &'a Words,
    /// The place of the dateline, word by word in lower case.
    dateline: Vec<String>,
}

impl Reader<'_> {
    /// Names of a sentence by its labels; dates and the place of the dateline where none stands.
    fn sentence(&self, sentence: Range<usize>, labels: &[usize], found: &mut Vec<Mention>) {
        let mut free = sentence.start;
        for (tokens, kind) in labels::spans(labels) {
            let tokens = tokens.start + sentence.start..tokens.end + sentence.start;
            self.gap(free..tokens.start, found);
            free = tokens.end;
            self.name(tokens, labels::KINDS[kind], found);
        }
        self.gap(free..sentence.end, found);
    }

    fn name(&self, mut tokens: Range<usize>, kind: EntityKind, found: &mut Vec<Mention>) {
        // “U.S.” right before the name of an organisation is part of it: “the ⟦U.S. Senate⟧”.
        let nation = found.pop_if(|last| {
            let next_to_it = last.tokens.end == tokens.start && last.kind == EntityKind::Place;
            kind == EntityKind::Org && next_to_it && last.span.of(self.page.text) == "U.S."
        });
        if let Some(nation) = nation {
            tokens.start = nation.tokens.start;
        }
        // “the ⟦Harbour Council⟧ ⟦Resolution 12⟧”
        let resolution = tokens.clone().skip(1).find(|&at| self.page.lower(at) == "resolution");
        if let Some(at) = resolution.filter(|_| kind != EntityKind::Person) {
            self.push(tokens.start..at, EntityKind::Org, found);
            self.push(at..tokens.end, EntityKind::Law, found);
            return;
        }
        let last = self.page.lower(tokens.end - 1);
        let firm = kind == EntityKind::Person && tokens.len() > 1 && FIRMS.contains(&last);
        self.push(tokens, if firm { EntityKind::Org } else { kind }, found);
    }

    /// Adds the name or names that `tokens` hold.
    fn push(&self, tokens: Range<usize>, kind: EntityKind, found: &mut Vec<Mention>) {
        let parts = hyphen::parts(self.page.text, self.page.span(tokens.clone()), |piece| {
            is_people(piece) || kind != EntityKind::Norp && self.words.is_name(piece)
        });
        found.extend(parts.into_iter().map(|span| Mention { span, tokens: tokens.clone(), kind }));
    }

    fn gap(&self, mut free: Range<usize>, found: &mut Vec<Mention>) {
        while !free.is_empty() {
            let mention = self.by_grammar(free.clone());
            free.start = mention.as_ref().map_or(free.start + 1, |mention| mention.tokens.end);
            found.extend(mention);
        }
    }

    /// The amount, date or place of the dateline that `free` begins with.
    fn by_grammar(&self, free: Range<usize>) -> Option<Mention> {
        let mention = |length: usize, kind| {
            let tokens = free.start..free.start + length;
            (length > 0).then(|| Mention { span: self.page.span(tokens.clone()), tokens, kind })
        };
        let (length, span) = money::money_at(self.page, free.start, free.end);
        mention(length, EntityKind::Money)
            .map(|one| Mention { span, ..one })
            .or_else(|| mention(date::date_at(self.page, free.start, free.end), EntityKind::Date))
            .or_else(|| mention(self.dateline_at(free.clone()), EntityKind::Place))
    }

    /// How many tokens from the start of `free` on name the place of the dateline.
    fn dateline_at(&self, free: Range<usize>) -> usize {
        let same = |(at, word): (usize, &String)| self.page.lower(at) == word;
        let begins = self.page.is_capital(free.start) && self.dateline.len() <= free.len();
        let all = begins && free.zip(&self.dateline).all(same);
        if all { self.dateline.len() } else { 0 }
    }
}

/// Last words that no person has and the names the model learnt from are poor in: clubs and firms.
#[rustfmt::skip]
const FIRMS: [&str; 24] = [
    "united", "rovers", "wanderers", "lines", "line", "holdings", "airlines", "airways", "railways",
    "inc", "inc.", "corp", "corp.", "ltd", "ltd.", "llc", "plc", "group", "company", "industries",
    "partners", "motors", "shipping", "technologies",
];

/// “Israeli” and “Palestinian” in “Israeli-Palestinian” are two; “African-American” is one.
fn is_people(piece: &str) -> bool {
    let american = piece.starts_with("American") || piece == "African";
    !american && lexicon::kinds(&piece.to_lowercase()).norp
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Origin};
    use crate::nlp::pos::Tagger;
    use crate::text::clean;

    #[test]
    fn names_are_found() {
        #[rustfmt::skip]
        let cases = [
            ("Ada Hill met Bo Lund in Chicago.", "person Ada Hill, person Bo Lund, place Chicago"),
            ("Mr. Hill works for the Justice Department.", "person Hill, org Justice Department"),
            ("The German minister flew to Berlin on Monday.", "norp German, place Berlin"),
            ("HILL: We go on. Ada Hill smiled.", "person HILL, person Ada Hill"),
            ("The Federal Harbour Office (FHO) met.", "org Federal Harbour Office, org FHO"),
            ("The port is full of ice.", ""),
            ("Hartley United sold the old port.", "org Hartley United"),
            ("It cost $30,000-a-year, or 2.5 million euros.", "money $30,000, money 2.5 million euros"),
        ];
        for (text, expected) in cases {
            let article = Article::new("test", Origin::Stdin, clean::clean(text));
            let page = Page::new(&article, &Tagger::embedded());
            let found = mentions(&page, &article.metadata, &embedded());
            let shown: Vec<String> = found
                .iter()
                .filter(|one| !matches!(one.kind, EntityKind::Date))
                .map(|one| format!("{} {}", one.kind.word(), one.span.of(&article.text)))
                .collect();
            assert_eq!(shown.join(", "), expected, "{text}");
        }
    }
}
