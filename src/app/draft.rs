//! A statement being made or changed: content, cue and source as stretches of the text, of which one
//! end moves; cue, source and speaker are proposed until the reader sets them.

use super::propose::{self, Proposal};
use super::stretches::stretches;
use super::{Caret, Drafting, Motion, Object, Part, Reader, Review, Side, reading};
use crate::annotation::{ItemId, ItemOrigin, Review as Judged};
use crate::text::{Span, wrap};

/// A statement being made or changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    /// The one that is changed; none for a new one.
    pub of: Option<ItemId>,
    /// What is said, in the order it was taken.
    pub content: Vec<Span>,
    /// The reporting words.
    pub cue: Vec<Span>,
    /// Who is named as saying it.
    pub source: Vec<Span>,
    /// Who speaks, by name.
    pub speakers: Vec<String>,
    /// Which of them the reader set, so that no proposal replaces them: cue, source, speakers.
    pub set: Set,
    /// Which part is at hand.
    pub part: Part,
    /// Which of its fragments is.
    pub at: usize,
    /// Which end of that moves.
    pub end: Side,
    /// The review that goes on behind it.
    pub review: Option<Review>,
    /// The caret and the current statement before it was begun.
    pub from: (Caret, Option<usize>),
}

/// What of a draft the reader set by hand.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Set {
    /// The reporting words.
    pub cue: bool,
    /// Who is named.
    pub source: bool,
    /// Who speaks.
    pub speakers: bool,
}

impl Draft {
    /// One that changes `of`, or a new one.
    pub fn new(of: Option<ItemId>, content: Vec<Span>) -> Draft {
        Draft {
            of,
            content,
            cue: Vec::new(),
            source: Vec::new(),
            speakers: Vec::new(),
            set: Set::default(),
            part: Part::Content,
            at: 0,
            end: Side::Next,
            review: None,
            from: (Caret::default(), None),
        }
    }

    /// The fragments of a part.
    pub fn fragments(&self, part: Part) -> &[Span] {
        match part {
            Part::Content => &self.content,
            Part::Cue => &self.cue,
            Part::Source => &self.source,
        }
    }

    fn fragments_mut(&mut self) -> &mut Vec<Span> {
        match self.part {
            Part::Content => &mut self.content,
            Part::Cue => {
                self.set.cue = true;
                &mut self.cue
            }
            Part::Source => {
                self.set.source = true;
                &mut self.source
            }
        }
    }

    /// Puts a stretch in the place of the fragment at hand.
    pub fn put(&mut self, span: Span, end: Side) {
        let at = self.at;
        let fragments = self.fragments_mut();
        match fragments.get_mut(at) {
            Some(fragment) => *fragment = span,
            None => fragments.push(span),
        }
        self.end = end;
    }

    /// The fragment at hand, where the part has one.
    pub fn fragment(&self) -> Option<Span> {
        self.fragments(self.part).get(self.at).copied()
    }

    /// Puts what is proposed where the reader set nothing.
    pub fn propose(&mut self, reader: &Reader) {
        let Proposal { cue, source, speakers } = propose::propose(&reader.story, &self.content);
        if !self.set.cue {
            self.cue = cue;
        }
        if !self.set.source {
            self.source = source;
        }
        if !self.set.speakers {
            self.speakers = match self.source.first() {
                Some(source) if self.set.source => propose::speakers(&reader.story, *source),
                _ => speakers,
            };
        }
    }

    /// The end that moves, as a byte: the first of the fragment, or the last letter's.
    pub fn moving(&self, text: &str) -> Option<usize> {
        let fragment = self.fragment()?;
        Some(match self.end {
            Side::Next => wrap::before(text, fragment.end()),
            Side::Back => fragment.start(),
        })
    }
}

/// One step that only changes the draft; what to tell, if anything.
pub fn adjust(reader: &Reader, draft: &mut Draft, step: Drafting) -> Option<String> {
    match step {
        Drafting::Take(side, object) => return take(reader, draft, side, object),
        Drafting::Move(motion) => move_end(reader, draft, motion),
        Drafting::Other => draft.end = opposite(draft.end),
        Drafting::Part(side) => {
            let parts = [Part::Content, Part::Cue, Part::Source];
            let at = parts.iter().position(|part| *part == draft.part).unwrap_or(0);
            let step = if side == Side::Next { 1 } else { 2 };
            draft.part = parts[(at + step) % 3];
            (draft.at, draft.end) = (0, Side::Next);
        }
        Drafting::Add => {
            let text = reader.text();
            let last = draft.fragments(draft.part).iter().map(|span| span.end()).max();
            let from = last.unwrap_or(reader.caret.at);
            let next = word_from(text, from).unwrap_or_else(|| word_at(reader, from));
            let fragments = draft.fragments_mut();
            fragments.push(next);
            (draft.at, draft.end) = (fragments.len() - 1, Side::Next);
        }
        Drafting::Drop => {
            let (at, part) = (draft.at, draft.part);
            let fragments = draft.fragments_mut();
            if fragments.len() > usize::from(part == Part::Content) && at < fragments.len() {
                fragments.remove(at);
                draft.at = at.min(draft.fragments(part).len().saturating_sub(1));
            } else if part == Part::Content {
                return Some("a statement says something: its last fragment stays".to_owned());
            }
        }
        Drafting::Fragment(side) => {
            let count = draft.fragments(draft.part).len().max(1);
            draft.at = match side {
                Side::Next => (draft.at + 1) % count,
                Side::Back => (draft.at + count - 1) % count,
            };
        }
        _ => {}
    }
    None
}

fn opposite(side: Side) -> Side {
    match side {
        Side::Next => Side::Back,
        Side::Back => Side::Next,
    }
}

/// Moves one end; where it passes the other, that one stays and this one goes on behind it.
fn move_end(reader: &Reader, draft: &mut Draft, motion: Motion) {
    let text = reader.text();
    let (Some(fragment), Some(from)) = (draft.fragment(), draft.moving(text)) else { return };
    let motion = match (motion, draft.end) {
        // What is taken ends with a word where its end moves, and begins with one elsewhere.
        (Motion::Word(Side::Next), Side::Next) => Motion::WordEnd,
        (other, _) => other,
    };
    let mut at = reading::target(reader, from, motion);
    if let (Motion::Word(Side::Back), Side::Next) = (motion, draft.end) {
        at = word_end_before(text, from).unwrap_or(at);
    }
    if let (Motion::Sentence(Side::Next) | Motion::Paragraph(Side::Next), Side::Next) =
        (motion, draft.end)
    {
        at = Span::new(0, at).of(text).trim_end().len().saturating_sub(1).max(from);
    }
    let at = wrap::grapheme(text, at.min(text.len().saturating_sub(1)));
    let fixed = match draft.end {
        Side::Next => fragment.start(),
        Side::Back => wrap::before(text, fragment.end()),
    };
    let (start, last) = (at.min(fixed), at.max(fixed));
    draft.end = match at.cmp(&fixed) {
        std::cmp::Ordering::Less => Side::Back,
        std::cmp::Ordering::Greater => Side::Next,
        std::cmp::Ordering::Equal => draft.end,
    };
    let slot = draft.at;
    draft.fragments_mut()[slot] = Span::new(start, wrap::after(text, last));
}

/// The last letter of the word that ends before `at`'s word begins.
fn word_end_before(text: &str, at: usize) -> Option<usize> {
    let here = word_containing(text, at).map_or(at, Span::start);
    let head = Span::new(0, here).of(text);
    let end = head.trim_end_matches(|letter: char| !letter.is_alphanumeric()).len();
    (end > 0).then(|| wrap::before(text, end))
}

/// The word that holds byte `at`, if any does.
fn word_containing(text: &str, at: usize) -> Option<Span> {
    let wordly = |letter: char| letter.is_alphanumeric() || "'’-".contains(letter);
    let head = text.get(..at)?;
    let start = head.trim_end_matches(wordly).len();
    let end = at + text.get(at..)?.find(|letter: char| !wordly(letter)).unwrap_or(text.len() - at);
    (start < end).then(|| Span::new(start, end))
}

/// The first word from `at` on.
fn word_from(text: &str, at: usize) -> Option<Span> {
    let next = at + text.get(at..)?.find(char::is_alphanumeric)?;
    word_containing(text, next)
}

/// The word at byte `at`, else the next one, else the letter there.
pub fn word_at(reader: &Reader, at: usize) -> Span {
    let text = reader.text();
    let letter =
        || Span::new(wrap::grapheme(text, at), wrap::after(text, wrap::grapheme(text, at)));
    word_containing(text, at).or_else(|| word_from(text, at)).unwrap_or_else(letter)
}

/// Takes a whole stretch in place of the fragment at hand: the one at the caret, then by each step
/// the next. A new statement goes on from one that the reader made, and from one that says just
/// this; beyond the caret, only what no statement says yet is taken.
fn take(reader: &Reader, draft: &mut Draft, side: Side, object: Object) -> Option<String> {
    let at = draft.fragment().map_or(reader.caret.at, Span::start);
    let all = stretches(reader, object, at);
    let now = draft.fragment();
    let fresh = |spans: &&Vec<Span>| {
        let taken = draft.fragments(draft.part);
        let twice = spans.iter().any(|span| {
            taken.iter().enumerate().any(|(place, own)| place != draft.at && own.overlaps(*span))
        });
        let said = draft.part == Part::Content
            && draft.of.is_none()
            && spans.iter().any(|span| is_said(reader, *span));
        !twice && !said
    };
    let same = |spans: &Vec<Span>| spans.first().copied() == now && spans.len() == 1;
    let on = all.iter().any(same);
    let new = draft.part == Part::Content && draft.of.is_none();
    let here = all.iter().find(|spans| {
        let there = side == Side::Next && new && !on;
        there && spans.iter().any(|span| span.holds(at)) && !is_done(reader, spans, at)
    });
    let begins = |spans: &&Vec<Span>| spans.first().map_or(0, |span| span.start());
    let next = match side {
        Side::Next => all.iter().filter(fresh).find(|spans| {
            let last = spans.last().map_or(0, |span| span.end());
            if on { begins(spans) > at } else { last > at }
        }),
        Side::Back => all.iter().rev().filter(fresh).find(|spans| begins(spans) < at),
    };
    let Some(spans) = here.or(next).cloned() else {
        return Some("no further one that is free".to_owned());
    };
    let slot = draft.at;
    let fragments = draft.fragments_mut();
    let end = (slot + 1).min(fragments.len());
    fragments.splice(slot.min(end)..end, spans);
    draft.end = Side::Next;
    None
}

/// Whether a statement that is not rejected says just these words, or the reader made one of what
/// stands at byte `at`.
fn is_done(reader: &Reader, spans: &[Span], at: usize) -> bool {
    let parts = reader.index.parts(spans[0]);
    parts.into_iter().any(|(part, (number, _))| {
        let one = &reader.story.statements[number];
        let rejected = reader.item(one).is_some_and(|item| item.review == Judged::Rejected);
        let made = one.origin == ItemOrigin::Made && part.holds(at);
        !rejected && (one.content == spans || made)
    })
}

/// Whether a statement that is not rejected says these words already, or part of them.
fn is_said(reader: &Reader, span: Span) -> bool {
    reader.index.parts(span).into_iter().any(|(_, (number, part))| {
        let item = reader.item(&reader.story.statements[number]);
        part == Part::Content && item.is_none_or(|item| item.review != Judged::Rejected)
    })
}

/// Fragments in text order, without white space at their ends; those that touch become one.
pub fn tidy(text: &str, spans: &[Span]) -> Vec<Span> {
    let mut sorted: Vec<Span> = spans.iter().map(|span| span.trim(text)).collect();
    sorted.retain(|span| !span.is_empty());
    sorted.sort_unstable();
    let mut tidy: Vec<Span> = Vec::new();
    for span in sorted {
        match tidy.last_mut() {
            Some(last) if span.start() <= last.end() => *last = last.cover(span),
            _ => tidy.push(span),
        }
    }
    tidy
}
