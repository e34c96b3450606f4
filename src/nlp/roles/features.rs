//! What the role labeller sees of each token. Shared by training and use.

use std::ops::Range;

use super::super::draft::Draft;
use super::super::gazetteer::lists;
use super::super::lexicon;
use super::super::model::features::{Rows, Seen};
use super::super::page::{Page, Part};
use super::super::token::TokenKind;
use super::Role;
use crate::article::ParagraphKind;

/// Raised whenever what follows changes: older models mean nothing then.
pub const VERSION: u32 = 3;

/// Facts about every token of a page, each hashed once.
pub struct Facts {
    word: Vec<Seen>,
    suffix: Vec<Seen>,
    shape: Vec<Seen>,
    /// Cluster of words used alike: whole, and its beginning.
    cluster: Vec<Seen>,
    kin: Vec<Seen>,
    /// Lemma and form of a cue; `NOTHING` for other words.
    cue: Vec<Seen>,
    pos: Vec<Seen>,
    /// Where the token stands in a quotation.
    quote: Vec<Seen>,
    /// What the rules say it is.
    rule: Vec<Seen>,
    is_cue: Vec<bool>,
}

const NOTHING: u32 = 0;

impl Facts {
    /// Of a page. O(tokens + drafts).
    pub fn of(page: &Page, rules: &[Draft]) -> Facts {
        let count = page.tokens.len();
        let mut facts = Facts {
            word: Vec::with_capacity(count),
            suffix: Vec::with_capacity(count),
            shape: Vec::with_capacity(count),
            cluster: Vec::with_capacity(count),
            kin: Vec::with_capacity(count),
            cue: Vec::with_capacity(count),
            pos: (0..count).map(|at| Seen::number(page.pos(at) as u32)).collect(),
            quote: Vec::with_capacity(count),
            rule: vec![Seen::number(NOTHING); count],
            is_cue: Vec::with_capacity(count),
        };
        let lists = lists();
        for at in 0..count {
            let word = page.lower(at);
            let cue = lexicon::cue(word).filter(|_| page.quote_of(at).is_none());
            facts.word.push(Seen::word(word));
            facts.suffix.push(suffix(word));
            let cluster = lists.cluster(as_listed(page.word(at)));
            facts.cluster.push(Seen::number(cluster.prefix(20)));
            facts.kin.push(Seen::number(cluster.prefix(6)));
            facts.shape.push(shape(page, at));
            facts.is_cue.push(cue.is_some() || word == "according");
            facts.cue.push(cue.map_or(Seen::number(NOTHING), |cue| Seen::word(cue.lemma)));
            facts.quote.push(quote_state(page, at));
        }
        for draft in rules {
            for (role, spans) in [
                (Role::Source, &draft.source),
                (Role::Cue, &draft.cue),
                (Role::Content, &draft.content),
            ] {
                for span in spans {
                    let tokens = page.token_from(span.start())..page.token_from(span.end());
                    for (offset, at) in tokens.enumerate() {
                        facts.rule[at] = Seen::number(1 + 2 * role as u32 + u32::from(offset > 0));
                    }
                }
            }
        }
        facts
    }
}

/// Hash of a word as the clusters know it: its digits as 0.
fn as_listed(word: &str) -> Seen {
    if word.contains(|c: char| c.is_ascii_digit()) {
        Seen::word(&word.replace(|c: char| c.is_ascii_digit(), "0"))
    } else {
        Seen::word(word)
    }
}

fn suffix(word: &str) -> Seen {
    let start = word.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
    Seen::word(word.get(start..).unwrap_or(word))
}

/// Capital, capitals, digits, mark.
fn shape(page: &Page, at: usize) -> Seen {
    let word = page.word(at);
    let number = match page.tokens[at].kind {
        TokenKind::Number => 1,
        TokenKind::Possessive => 2,
        TokenKind::Mark => 3,
        TokenKind::Word if !word.contains(char::is_lowercase) && word.len() > 1 => 4,
        TokenKind::Word if word.starts_with(char::is_uppercase) => 5,
        TokenKind::Word => 6,
    };
    Seen::number(number)
}

/// Outside, first, inside, last token of the outermost quotation.
fn quote_state(page: &Page, at: usize) -> Seen {
    let here = page.quote_of(at);
    let same = |other: Option<usize>| {
        other.is_some_and(|other| other < page.tokens.len() && page.quote_of(other) == here)
    };
    Seen::number(match (here.is_some(), same(at.checked_sub(1)), same(Some(at + 1))) {
        (false, ..) => 0,
        (true, false, _) => 1,
        (true, true, true) => 2,
        (true, true, false) => 3,
    })
}

/// A small number for a distance: exact when near, coarse when far.
fn bucket(distance: usize) -> u32 {
    match distance {
        0..=4 => u32::try_from(distance).unwrap_or(4),
        5..=7 => 5,
        8..=12 => 6,
        13..=20 => 7,
        _ => 8,
    }
}

/// Writes the rows of one paragraph. `first` holds what an earlier pass said of every token of the
/// page. O(tokens).
pub fn rows(page: &Page, facts: &Facts, part: &Part, first: Option<&First>, rows: &mut Rows) {
    rows.clear();
    let around = Around::of(page, facts, &facts.is_cue, part);
    let found = first.map(|first| (first, Around::of(page, facts, &first.is_cue, part)));
    for at in part.tokens.clone() {
        let near = Near { at, tokens: part.tokens.clone() };
        let mut writer = Writer { rows, template: 0 };
        own(&near, facts, &mut writer);
        let place = &around.tokens[at - part.tokens.start];
        places(&near, facts, around.paragraph, place, &mut writer);
        if let Some((first, around)) = &found {
            earlier(&near, facts, first, &around.tokens[at - part.tokens.start], &mut writer);
        }
        rows.end();
    }
}

/// A token, and the paragraph that its neighbours are looked up in.
struct Near {
    at: usize,
    tokens: Range<usize>,
}

impl Near {
    /// What a list says of a neighbour.
    fn of(&self, list: &[Seen], offset: isize) -> Seen {
        let other = self.at.checked_add_signed(offset).filter(|other| self.tokens.contains(other));
        other.map_or(Seen::number(u32::MAX), |other| list[other])
    }

    /// Of two neighbours side by side, the first at `offset`.
    fn two(&self, list: &[Seen], offset: isize) -> Seen {
        self.of(list, offset).and(self.of(list, offset + 1))
    }

    /// Of three.
    fn three(&self, list: &[Seen], offset: isize) -> Seen {
        self.two(list, offset).and(self.of(list, offset + 2))
    }
}

/// Writes one row, each feature under a number of its own.
struct Writer<'r> {
    rows: &'r mut Rows,
    template: u32,
}

impl Writer<'_> {
    fn push(&mut self, seen: Seen) {
        self.rows.push(self.template, seen);
        self.template += 1;
    }

    /// Of each neighbour from `-reach` to `reach`.
    fn push_each(&mut self, near: &Near, list: &[Seen], reach: isize) {
        for offset in -reach..=reach {
            self.push(near.of(list, offset));
        }
    }

    /// Of each pair of neighbours from `-reach` to `reach`.
    fn push_pairs(&mut self, near: &Near, list: &[Seen], reach: isize) {
        for offset in -reach..reach {
            self.push(near.two(list, offset));
        }
    }

    /// Of the three neighbours that end with the token, hold it in the middle, and begin with it.
    fn push_threes(&mut self, near: &Near, list: &[Seen]) {
        for offset in -2..=0 {
            self.push(near.three(list, offset));
        }
    }
}

/// What the words around a token are.
fn own(near: &Near, facts: &Facts, out: &mut Writer) {
    let word = near.of(&facts.word, 0);
    let (pos, quote) = (near.of(&facts.pos, 0), near.of(&facts.quote, 0));
    out.push(Seen::number(0));
    out.push_each(near, &facts.word, 3);
    out.push_pairs(near, &facts.word, 2);
    out.push_threes(near, &facts.word);
    out.push_each(near, &facts.suffix, 1);
    out.push_pairs(near, &facts.suffix, 1);
    for offset in -2..=2 {
        out.push(near.of(&facts.shape, offset).and(near.of(&facts.pos, offset)));
    }
    out.push(near.three(&facts.shape, -1));
    out.push_each(near, &facts.cue, 2);
    out.push_each(near, &facts.pos, 2);
    out.push_pairs(near, &facts.pos, 1);
    out.push_threes(near, &facts.pos);
    out.push(pos.and(near.of(&facts.word, 1)));
    out.push(near.of(&facts.pos, 1).and(word));
    out.push(near.of(&facts.pos, -1).and(word));
    out.push(pos.and(near.of(&facts.word, -1)));
    out.push(near.of(&facts.cue, 0).and(near.of(&facts.suffix, 0)).and(near.of(&facts.word, 1)));
    out.push_each(near, &facts.quote, 2);
    out.push(near.three(&facts.quote, -1));
    out.push(quote.and(word));
    out.push(near.of(&facts.quote, -1).and(word));
    out.push(near.of(&facts.quote, -2).and(near.two(&facts.word, -1)));
    out.push_each(near, &facts.rule, 1);
    out.push(near.three(&facts.rule, -1));
    out.push(near.of(&facts.rule, 0).and(word));
    out.push_each(near, &facts.cluster, 2);
    out.push_pairs(near, &facts.cluster, 2);
    out.push_each(near, &facts.kin, 1);
    out.push_threes(near, &facts.kin);
}

/// Where a token stands in its sentence and paragraph, and between which words of the cue lexicon.
fn places(near: &Near, facts: &Facts, paragraph: Seen, place: &TokenAround, out: &mut Writer) {
    let (word, quote) = (near.of(&facts.word, 0), near.of(&facts.quote, 0));
    let cluster = near.of(&facts.cluster, 0);
    out.push(place.sentence_start.and(near.of(&facts.shape, 0)));
    out.push(place.sentence_end);
    out.push(paragraph);
    out.push(paragraph.and(quote));
    cues_around(place, quote, word, out);
    out.push(place.before.and(quote));
    out.push(place.behind.and(quote));
    out.push(place.flags);
    out.push(place.flags.and(place.before));
    out.push(place.flags.and(place.behind));
    out.push(cluster.and(place.flags));
    out.push(cluster.and(place.before));
    out.push(cluster.and(place.behind));
}

/// The nearest cue before a token and the nearest behind, how far they are and what stands between.
fn cues_around(place: &TokenAround, quote: Seen, word: Seen, out: &mut Writer) {
    out.push(place.before);
    out.push(place.before_where);
    out.push(place.before_where.and(place.before));
    out.push(place.behind);
    out.push(place.behind_where.and(place.behind));
    out.push(place.before_where.and(place.behind_where).and(quote));
    out.push(place.words_before.and(word));
    out.push(place.flags.and(word));
}

/// What an earlier pass said around a token; `place` lies between the cues which that one found.
fn earlier(near: &Near, facts: &Facts, first: &First, place: &TokenAround, out: &mut Writer) {
    let (word, quote) = (near.of(&facts.word, 0), near.of(&facts.quote, 0));
    let label = near.of(&first.labels, 0);
    out.push_each(near, &first.labels, 4);
    out.push_pairs(near, &first.labels, 2);
    out.push(near.three(&first.labels, -1));
    out.push(label.and(word));
    out.push(near.of(&first.labels, 1).and(word));
    out.push(near.of(&first.labels, -1).and(word));
    out.push(near.of(&first.sure, 0).and(label));
    out.push(near.of(&first.around, 0));
    out.push(near.of(&first.around, 0).and(label));
    out.push(near.of(&first.elsewhere, 0));
    out.push(near.of(&first.elsewhere, 0).and(label));
    cues_around(place, quote, word, out);
    out.push(place.before.and(quote).and(label));
    out.push(place.before_where.and(label));
    out.push(place.behind.and(quote).and(label));
    out.push(place.behind_where.and(label));
    out.push(place.flags.and(label));
    out.push(place.flags.and(place.before).and(near.of(&facts.pos, 0)));
    out.push(place.flags.and(place.behind).and(near.of(&facts.pos, 0)));
    out.push(label.and(near.two(&facts.pos, 0)));
    out.push(label.and(near.two(&facts.pos, -1)));
    out.push(near.two(&first.labels, -1).and(near.of(&facts.word, -1)));
    out.push(near.two(&first.labels, -1).and(word));
    out.push(near.two(&first.labels, 0).and(near.of(&facts.word, 1)));
}

/// What an earlier pass said of every token.
pub struct First {
    /// Whether it was a cue.
    pub is_cue: Vec<bool>,
    /// Its label.
    pub labels: Vec<Seen>,
    /// How sure it was, in four steps.
    pub sure: Vec<Seen>,
    /// Labels of the sentence: which roles it holds before and behind.
    pub around: Vec<Seen>,
    /// The label most given to the same word in the article.
    pub elsewhere: Vec<Seen>,
}

/// What surrounds each token of a paragraph.
struct Around {
    paragraph: Seen,
    tokens: Vec<TokenAround>,
}

struct TokenAround {
    sentence_start: Seen,
    sentence_end: Seen,
    /// The nearest cue before it in the sentence; how far, and what stands between.
    before: Seen,
    before_where: Seen,
    behind: Seen,
    behind_where: Seen,
    /// The two words before that cue.
    words_before: Seen,
    /// Whether the sentence holds “that”, a quotation, before and behind the token.
    flags: Seen,
}

impl Around {
    fn of(page: &Page, facts: &Facts, is_cue: &[bool], part: &Part) -> Around {
        let kind = match part.kind {
            ParagraphKind::Headline => 1,
            ParagraphKind::Heading => 2,
            ParagraphKind::Indented => 3,
            ParagraphKind::Body => 0,
        };
        let quoted = part.tokens.clone().filter(|&at| page.quote_of(at).is_some()).count();
        let share = match quoted {
            0 => 0,
            some if some == part.tokens.len() => 3,
            some if some * 2 > part.tokens.len() => 2,
            _ => 1,
        };
        let mut tokens = Vec::with_capacity(part.tokens.len());
        for sentence in &part.sentences {
            sentence_around(page, facts, is_cue, sentence.clone(), &mut tokens);
        }
        Around { paragraph: Seen::number(kind * 4 + share), tokens }
    }
}

/// Walks a sentence forward for what is before each token and backward for what is behind.
fn sentence_around(
    page: &Page,
    facts: &Facts,
    is_cue: &[bool],
    sentence: Range<usize>,
    out: &mut Vec<TokenAround>,
) {
    let base = out.len();
    let none = Seen::number(NOTHING);
    let mut cue: Option<usize> = None;
    let (mut commas, mut that, mut quotes) = (0_u32, 0_u32, 0_u32);
    for at in sentence.clone() {
        let distance = cue.map_or(0, |cue| at - cue);
        out.push(TokenAround {
            sentence_start: Seen::number(bucket(at - sentence.start)),
            sentence_end: Seen::number(bucket(sentence.end - 1 - at)),
            before: cue.map_or(none, |cue| facts.word[cue]),
            before_where: Seen::number(bucket(distance) * 4 + commas.min(2)),
            behind: none,
            behind_where: none,
            words_before: cue
                .map_or(none, |cue| facts.word[cue].and(Seen::number(bucket(distance)))),
            flags: Seen::number(that.min(1) * 2 + quotes.min(1)),
        });
        if is_cue[at] {
            (cue, commas, that) = (Some(at), 0, 0);
        }
        commas += u32::from(page.lower(at) == ",");
        that += u32::from(page.lower(at) == "that");
        quotes += u32::from(page.quote_of(at).is_some());
    }
    let (mut cue, mut commas, mut quotes) = (None, 0_u32, 0_u32);
    for at in sentence.clone().rev() {
        let one = &mut out[base + at - sentence.start];
        let distance = cue.map_or(0, |cue: usize| cue - at);
        one.behind = cue.map_or(none, |cue| facts.word[cue]);
        one.behind_where = Seen::number(100 + bucket(distance) * 4 + commas.min(2));
        one.flags = one.flags.and(Seen::number(quotes.min(1)));
        if is_cue[at] {
            (cue, commas) = (Some(at), 0);
        }
        commas += u32::from(page.lower(at) == ",");
        quotes += u32::from(page.quote_of(at).is_some());
    }
}
