//! What the labeller sees of a token: itself, its neighbours, lists, and the rest of the article.
//!
//! Pairs are of clusters rather than of words wherever they can be: the table is small, and a pair of
//! words seen once takes the place of something worth more.
//!
//! Training and use share these; a change that changes any number must raise [`FEATURES`].

use std::ops::Range;

use super::super::gazetteer::Listing;
use super::super::model::features::{Rows, Seen};
use super::super::page::Page;
use super::votes::Votes;
use super::words::{Around, Case, Form, Word, Words};

/// Version of the features.
pub const FEATURES: u32 = 3;

/// Names of nothing: the words before the first and behind the last of a sentence.
const OUTSIDE: u32 = u32::MAX;

/// Numbers templates in the order in which they are used.
struct Writer<'r> {
    rows: &'r mut Rows,
    template: u32,
}

impl Writer<'_> {
    fn add(&mut self, seen: Seen) {
        self.rows.push(self.template, seen);
        self.template += 1;
    }

    fn add_some(&mut self, seen: Option<Seen>) {
        if let Some(seen) = seen {
            self.rows.push(self.template, seen);
        }
        self.template += 1;
    }

    /// A feature for each bit that is set.
    fn add_bits(&mut self, mut bits: u32) {
        while bits != 0 {
            self.rows.push(self.template, Seen::number(bits.trailing_zeros()));
            bits &= bits - 1;
        }
        self.template += 1;
    }
}

/// Writes a row for every token of `sentence`. O(tokens).
pub fn write(page: &Page, words: &Words, sentence: Range<usize>, rows: &mut Rows) {
    for at in sentence.clone() {
        let mut writer = Writer { rows, template: 0 };
        let near = Near { words, sentence: &sentence, at };
        if near.is_plain() {
            plain(&near, &mut writer);
        } else {
            writer.template = 16;
            own(page, words, at, &mut writer);
            around(&near, &mut writer);
            elsewhere(page, words, at, &mut writer);
        }
        rows.end();
    }
}

/// A token in its sentence.
struct Near<'a> {
    words: &'a Words,
    sentence: &'a Range<usize>,
    at: usize,
}

impl Near<'_> {
    fn get(&self, offset: isize) -> Option<&Word> {
        let at = self.at.checked_add_signed(offset)?;
        self.sentence.contains(&at).then(|| &self.words.tokens[at])
    }

    fn lower(&self, offset: isize) -> Seen {
        self.get(offset).map_or(Seen::number(OUTSIDE), |word| word.lower)
    }

    fn case(&self, offset: isize) -> u32 {
        self.get(offset).map_or(15, |word| word.case as u32)
    }

    fn cluster(&self, offset: isize, bits: u8) -> Seen {
        Seen::number(self.get(offset).map_or(OUTSIDE, |word| word.cluster.prefix(bits)))
    }

    /// Whether neither the token nor a neighbour may be part of a name: most tokens are so.
    fn is_plain(&self) -> bool {
        let own = self.words.tokens[self.at].case;
        let name = |offset| self.get(offset).is_some_and(Word::is_capital);
        matches!(own, Case::Lower | Case::Mark | Case::Number | Case::Possessive)
            && !name(-1)
            && !name(1)
    }
}

/// The few features of a token far from any capital.
fn plain(near: &Near, writer: &mut Writer) {
    writer.add(near.lower(0));
    writer.add(Seen::number(near.case(0)));
    if near.case(0) != Case::Lower as u32 {
        writer.add(near.lower(-1).and(near.lower(0)));
        writer.add(near.lower(0).and(near.lower(1)));
    }
}

/// How the token itself is written, and what lists and clusters know of it.
fn own(page: &Page, words: &Words, at: usize, writer: &mut Writer) {
    let word = &words.tokens[at];
    writer.add(word.lower);
    writer.add(shape(page.word(at)));
    for bits in [4, 6, 10, 20] {
        writer.add(Seen::number(word.cluster.prefix(bits)));
    }
    writer.add_bits(word.listed);
    let how = u32::from(word.begins) | (word.heading as u32) << 1 | (word.case as u32) << 3;
    writer.add(Seen::number(how));
    writer.add(Seen::number(how).and(Seen::number(word.listed)));
    let lower = page.lower(at);
    for length in [2, 3, 4] {
        writer.add_some(ending(lower, length));
        writer.add_some(beginning(lower, length));
    }
    let quoted = page.quote_of(at).is_some();
    writer.add(Seen::number(u32::from(quoted)).and(Seen::number(how)));
}

/// The neighbours, alone and together.
fn around(near: &Near, writer: &mut Writer) {
    for offset in [-2, -1, 1, 2] {
        writer.add(near.lower(offset));
        writer.add(near.cluster(offset, 6));
    }
    for offset in [-1, 1] {
        writer.add(near.cluster(offset, 20));
        writer.add_bits(near.get(offset).map_or(0, |word| word.listed));
        writer.add(near.cluster(offset, 6).and(near.cluster(0, 6)));
    }
    let own = near.lower(0);
    writer.add(near.lower(-1).and(own));
    writer.add(own.and(near.lower(1)));
    writer.add(near.cluster(-2, 6).and(near.cluster(-1, 6)));
    writer.add(near.cluster(1, 6).and(near.cluster(2, 6)));
    let cases = (-2..=2).fold(0, |cases, offset| cases << 4 | near.case(offset));
    writer.add(Seen::number(cases));
    writer.add(Seen::number(cases >> 4));
    writer.add(Seen::number(cases & 0xffff));
    writer.add(near.cluster(-1, 6).and(near.cluster(1, 6)));
    // Where the run of capitals around the token begins and ends.
    let (before, _) = run(near, -1);
    let (behind, last) = run(near, 1);
    writer.add(Seen::number(before << 4 | behind));
    writer.add(last);
    writer.add(near.lower(-far(before) - 1));
    writer.add(near.lower(far(behind) + 1));
}

/// How far the run of capitals goes on in one direction, and its last word there.
fn run(near: &Near, step: isize) -> (u32, Seen) {
    const FAR: u32 = 6;
    let mut length = 0;
    while length < FAR && near.get(step * (far(length) + 1)).is_some_and(Word::is_capital) {
        length += 1;
    }
    (length, near.lower(step * far(length)))
}

/// A short distance as an offset.
fn far(distance: u32) -> isize {
    isize::try_from(distance).unwrap_or_default()
}

/// How the article uses the same word elsewhere.
fn elsewhere(page: &Page, words: &Words, at: usize, writer: &mut Writer) {
    let word = &words.tokens[at];
    if !word.is_capital() {
        return;
    }
    let form = &words.forms[word.form];
    let how = u32::from(word.begins) | (word.heading as u32) << 1;
    writer.add(Seen::number(usage(form)).and(Seen::number(how)));
    writer.add_bits(u32::from(form.around));
    writer.add(Seen::number(u32::from(form.around)));
    writer.add_some(form.before);
    writer.add_some(form.behind);
    writer.add_some(form.last);
    let spelt_out = words.spelt_out(page, at);
    writer.add(Seen::number(u32::from(spelt_out.is_some()) | (word.case as u32) << 1));
    writer.add_some(spelt_out);
}

/// Whether the article writes a word with a capital: a bucket.
fn usage(form: &Form) -> u32 {
    match (form.lower, form.capital) {
        (0, 0) => 0,
        (0, 1) => 1,
        (0, _) => 2,
        (1.., 0) => 3,
        (lower, capital) if lower > capital => 4,
        _ => 5,
    }
}

/// Writes what a second look adds: how the first look labelled the same words elsewhere.
pub fn write_votes(words: &Words, votes: &Votes, sentence: Range<usize>, rows: &mut Rows) {
    for at in sentence.clone() {
        let word = &words.tokens[at];
        if word.is_capital() {
            let mut writer = Writer { rows, template: 128 };
            let heading = Seen::number(word.heading as u32);
            writer.add(Seen::number(votes.elsewhere(words, at)));
            writer.add(Seen::number(votes.elsewhere(words, at)).and(heading));
            writer.add(Seen::number(votes.longer(words, at)));
            writer.add(Seen::number(votes.longer(words, at)).and(heading));
            for neighbour in [at.wrapping_sub(1), at + 1] {
                let vote = sentence.contains(&neighbour).then(|| votes.longer(words, neighbour));
                writer.add(Seen::number(vote.unwrap_or(OUTSIDE)));
            }
        }
        rows.end();
    }
}

/// “Xx-Xx”: runs of letters of one kind as one.
fn shape(word: &str) -> Seen {
    let mut last = ' ';
    let mut shape = Seen::number(0);
    for c in word.chars() {
        let class = match c {
            _ if c.is_uppercase() => 'X',
            _ if c.is_alphabetic() => 'x',
            _ if c.is_numeric() => '0',
            _ => c,
        };
        if class != last {
            shape = shape.and(Seen::number(u32::from(class)));
            last = class;
        }
    }
    shape
}

fn ending(word: &str, length: usize) -> Option<Seen> {
    let (start, _) = word.char_indices().rev().nth(length - 1)?;
    word.get(start..).filter(|_| start > 0).map(Seen::word)
}

fn beginning(word: &str, length: usize) -> Option<Seen> {
    let (end, _) = word.char_indices().nth(length)?;
    word.get(..end).map(Seen::word)
}

const _: () = assert!(Listing::COUNT * 2 <= 32 && Around::COUNT <= 16, "bits fit their numbers");
