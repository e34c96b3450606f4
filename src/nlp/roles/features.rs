//! What the role labeller sees of each token. Shared by training and use.

use super::super::draft::Draft;
use super::super::lexicon;
use super::super::model::features::{Rows, Seen};
use super::super::page::{Page, Part};
use super::super::token::TokenKind;
use super::Role;
use crate::article::ParagraphKind;

/// Raised whenever what follows changes: older models mean nothing then.
pub const VERSION: u32 = 2;

/// Facts about every token of a page, each hashed once.
pub struct Facts {
    word: Vec<Seen>,
    suffix: Vec<Seen>,
    shape: Vec<Seen>,
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
            cue: Vec::with_capacity(count),
            pos: (0..count).map(|at| Seen::number(page.pos(at) as u32)).collect(),
            quote: Vec::with_capacity(count),
            rule: vec![Seen::number(NOTHING); count],
            is_cue: Vec::with_capacity(count),
        };
        for at in 0..count {
            let word = page.lower(at);
            let cue = lexicon::cue(word).filter(|_| page.quote_of(at).is_none());
            facts.word.push(Seen::word(word));
            facts.suffix.push(suffix(word));
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

/// Writes the rows of one paragraph. `first` holds the labels that an earlier pass gave to every
/// token of the page.
pub fn rows(page: &Page, facts: &Facts, part: &Part, first: Option<&First>, rows: &mut Rows) {
    rows.clear();
    let tokens = part.tokens.clone();
    let around = Around::of(page, facts, part);
    let none = Seen::number(u32::MAX);
    for at in tokens.clone() {
        let near = |list: &[Seen], offset: isize| {
            let other = at.checked_add_signed(offset).filter(|other| tokens.contains(other));
            other.map_or(none, |other| list[other])
        };
        let mut template = 0;
        let mut push = |seen: Seen| {
            rows.push(template, seen);
            template += 1;
        };
        push(Seen::number(0));
        for offset in -3..=3 {
            push(near(&facts.word, offset));
        }
        for offset in -2..2 {
            push(near(&facts.word, offset).and(near(&facts.word, offset + 1)));
        }
        push(near(&facts.word, -1).and(near(&facts.word, 0)).and(near(&facts.word, 1)));
        push(near(&facts.word, -2).and(near(&facts.word, -1)).and(near(&facts.word, 0)));
        push(near(&facts.word, 0).and(near(&facts.word, 1)).and(near(&facts.word, 2)));
        for offset in -1..=1 {
            push(near(&facts.suffix, offset));
        }
        push(near(&facts.suffix, -1).and(near(&facts.suffix, 0)));
        push(near(&facts.suffix, 0).and(near(&facts.suffix, 1)));
        for offset in -2..=2 {
            push(near(&facts.shape, offset).and(near(&facts.pos, offset)));
        }
        push(near(&facts.shape, -1).and(near(&facts.shape, 0)).and(near(&facts.shape, 1)));
        for offset in -2..=2 {
            push(near(&facts.cue, offset));
        }
        for offset in -2..=2 {
            push(near(&facts.pos, offset));
        }
        push(near(&facts.pos, -1).and(near(&facts.pos, 0)));
        push(near(&facts.pos, 0).and(near(&facts.pos, 1)));
        push(near(&facts.pos, -1).and(near(&facts.pos, 0)).and(near(&facts.pos, 1)));
        push(near(&facts.pos, 0).and(near(&facts.pos, 1)).and(near(&facts.pos, 2)));
        push(near(&facts.pos, -2).and(near(&facts.pos, -1)).and(near(&facts.pos, 0)));
        push(near(&facts.pos, 0).and(near(&facts.word, 1)));
        push(near(&facts.pos, 1).and(near(&facts.word, 0)));
        push(near(&facts.pos, -1).and(near(&facts.word, 0)));
        push(near(&facts.pos, 0).and(near(&facts.word, -1)));
        push(near(&facts.cue, 0).and(near(&facts.suffix, 0)).and(near(&facts.word, 1)));
        for offset in -2..=2 {
            push(near(&facts.quote, offset));
        }
        let quote = near(&facts.quote, 0);
        push(near(&facts.quote, -1).and(quote).and(near(&facts.quote, 1)));
        push(quote.and(near(&facts.word, 0)));
        push(near(&facts.quote, -1).and(near(&facts.word, 0)));
        push(near(&facts.quote, -2).and(near(&facts.word, -1)).and(near(&facts.word, 0)));
        for offset in -1..=1 {
            push(near(&facts.rule, offset));
        }
        push(near(&facts.rule, -1).and(near(&facts.rule, 0)).and(near(&facts.rule, 1)));
        push(near(&facts.rule, 0).and(near(&facts.word, 0)));
        let place = &around.tokens[at - tokens.start];
        push(place.sentence_start.and(near(&facts.shape, 0)));
        push(place.sentence_end);
        push(around.paragraph);
        push(around.paragraph.and(quote));
        push(place.before);
        push(place.before.and(quote));
        push(place.before_where);
        push(place.before_where.and(place.before));
        push(place.behind);
        push(place.behind.and(quote));
        push(place.behind_where.and(place.behind));
        push(place.before_where.and(place.behind_where).and(quote));
        push(place.words_before.and(near(&facts.word, 0)));
        push(place.flags);
        push(place.flags.and(near(&facts.word, 0)));
        push(place.flags.and(place.before));
        push(place.flags.and(place.behind));
        if let Some(first) = first {
            for offset in -4..=4 {
                push(near(&first.labels, offset));
            }
            for offset in -2..2 {
                push(near(&first.labels, offset).and(near(&first.labels, offset + 1)));
            }
            push(near(&first.labels, -1).and(near(&first.labels, 0)).and(near(&first.labels, 1)));
            push(near(&first.labels, 0).and(near(&facts.word, 0)));
            push(near(&first.labels, 1).and(near(&facts.word, 0)));
            push(near(&first.labels, -1).and(near(&facts.word, 0)));
            push(near(&first.sure, 0).and(near(&first.labels, 0)));
            push(near(&first.around, 0));
            push(near(&first.around, 0).and(near(&first.labels, 0)));
            push(near(&first.elsewhere, 0));
            push(near(&first.elsewhere, 0).and(near(&first.labels, 0)));
        }
        rows.end();
    }
}

/// What an earlier pass said of every token.
pub struct First {
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
    fn of(page: &Page, facts: &Facts, part: &Part) -> Around {
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
            sentence_around(page, facts, sentence.clone(), &mut tokens);
        }
        Around { paragraph: Seen::number(kind * 4 + share), tokens }
    }
}

/// Walks a sentence forward for what is before each token and backward for what is behind.
fn sentence_around(
    page: &Page,
    facts: &Facts,
    sentence: std::ops::Range<usize>,
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
        if facts.is_cue[at] {
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
        if facts.is_cue[at] {
            (cue, commas) = (Some(at), 0);
        }
        commas += u32::from(page.lower(at) == ",");
        quotes += u32::from(page.quote_of(at).is_some());
    }
}
