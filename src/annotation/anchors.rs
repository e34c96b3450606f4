//! All anchors of a story at once: the text is searched once, however many there are.
//!
//! Decides as [`Anchor::find`] does, which a test holds it to.

use std::collections::HashMap;

use super::{Anchor, Found, Item};
use crate::text::Span;

/// Finds many anchors in one text.
pub struct Anchors<'a> {
    text: &'a str,
    places: HashMap<&'a str, Places>,
}

/// Where some words stand in the text, cut words and all.
#[derive(Default)]
struct Places {
    starts: Vec<usize>,
    /// The same by the bytes before them, where there are many: context is looked up, not compared.
    behind: HashMap<u64, Vec<usize>>,
}

/// What became of an item in the text at hand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Where it was.
    Ok,
    /// The same words, elsewhere.
    Moved,
    /// What stands around it is there, and it says something else there, or not all of it is there.
    Changed,
    /// It could stand in several places.
    Ambiguous,
    /// It is gone.
    Lost,
}

impl State {
    /// All of them.
    pub const ALL: [State; 5] =
        [State::Ok, State::Moved, State::Changed, State::Ambiguous, State::Lost];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            State::Ok => "ok",
            State::Moved => "moved",
            State::Changed => "changed",
            State::Ambiguous => "ambiguous",
            State::Lost => "lost",
        }
    }

    /// Whether it has a place that is sure.
    pub fn is_sure(self) -> bool {
        matches!(self, State::Ok | State::Moved)
    }
}

/// Bytes by which words are looked up: fewer are found by searching.
const KEY: usize = 8;

/// More places than this are looked up by what stands before them.
const MANY: usize = 16;

impl<'a> Anchors<'a> {
    /// Looks for all anchors of `items` in `text`. O(text + anchors), but for words that begin alike.
    pub fn new(text: &'a str, items: impl IntoIterator<Item = &'a Item>) -> Anchors<'a> {
        let anchors = items
            .into_iter()
            .flat_map(|item| item.content.iter().chain(&item.source).chain(&item.cue));
        let mut places: HashMap<&'a str, Places> = HashMap::new();
        for anchor in anchors.filter(|anchor| !anchor.exact.is_empty()) {
            places.entry(&anchor.exact).or_default();
        }
        let mut by_key: HashMap<u64, Vec<&'a str>> = HashMap::new();
        // By the first two bytes, so that most of the text needs no look into the map.
        let mut begins = vec![false; 1 << 16];
        for words in places.keys() {
            if let Some(key) = key(words.as_bytes(), 0) {
                by_key.entry(key).or_default().push(words);
                begins
                    [usize::from(u16::from_le_bytes([words.as_bytes()[0], words.as_bytes()[1]]))] =
                    true;
            }
        }
        let mut found: Vec<(&'a str, usize)> = Vec::new();
        let bytes = text.as_bytes();
        for (at, pair) in bytes.windows(2).enumerate() {
            if !begins[usize::from(u16::from_le_bytes([pair[0], pair[1]]))] {
                continue;
            }
            let here = key(bytes, at).and_then(|key| by_key.get(&key));
            let rest = bytes.get(at..).unwrap_or_default();
            let all = here.into_iter().flatten().filter(|words| rest.starts_with(words.as_bytes()));
            found.extend(all.map(|words| (*words, at)));
        }
        for (words, places) in &mut places {
            if words.len() < KEY {
                let letter = words.chars().next().map_or(1, char::len_utf8);
                places.starts = overlapping(text, words, letter).collect();
            }
        }
        for (words, at) in found {
            if let Some(places) = places.get_mut(words) {
                places.starts.push(at);
            }
        }
        for places in places.values_mut().filter(|it| it.starts.len() > MANY) {
            for start in &places.starts {
                if let Some(key) = start.checked_sub(KEY).and_then(|at| key(bytes, at)) {
                    places.behind.entry(key).or_default().push(*start);
                }
            }
        }
        Anchors { text, places }
    }

    /// Finds an anchor of one of the items; see [`Anchor::find`].
    pub fn find(&self, anchor: &Anchor) -> Found {
        if anchor.is_here(self.text) {
            return Found::Here(anchor.span);
        }
        let Some(places) = self.places.get(anchor.exact.as_str()) else { return Found::Lost };
        let span = |start: &usize| Span::new(*start, *start + anchor.exact.len());
        let stands = |place: &Span| anchor.stands(self.text, *place);
        let all = || places.starts.iter().map(span).filter(stands);
        let before = anchor.before.as_bytes();
        let behind = before.len().checked_sub(KEY).and_then(|at| key(before, at));
        match behind {
            // A place with the whole context must have what stands right before it.
            Some(key) if places.starts.len() > MANY && all().nth(1).is_some() => {
                let near = places.behind.get(&key).into_iter().flatten().map(span);
                let whole = anchor.whole_of(self.text, near.filter(stands));
                whole.unwrap_or_else(|| anchor.among(self.text, all()))
            }
            _ => anchor.among(self.text, all()),
        }
    }

    /// The spans of an item's content, where all of it has a sure place.
    pub fn content(&self, item: &Item) -> Option<Vec<Span>> {
        let spans = item.content.iter().map(|anchor| self.find(anchor).span());
        spans.collect::<Option<Vec<Span>>>().filter(|spans| !spans.is_empty())
    }

    /// What became of an item's content.
    pub fn state(&self, item: &Item) -> State {
        let found: Vec<Found> = item.content.iter().map(|anchor| self.find(anchor)).collect();
        let lost = |anchor: &Anchor| self.find(anchor) == Found::Lost;
        let placed = found.iter().filter(|it| it.span().is_some()).count();
        if placed == found.len() && placed > 0 {
            let here = found.iter().all(|it| matches!(it, Found::Here(_)));
            return if here { State::Ok } else { State::Moved };
        }
        if found.contains(&Found::Ambiguous) && !found.contains(&Found::Lost) {
            return State::Ambiguous;
        }
        let gone = item.content.iter().filter(|anchor| lost(anchor));
        let known = gone.clone().all(|anchor| anchor.now(self.text).is_some());
        if placed > 0 || (known && gone.count() > 0) { State::Changed } else { State::Lost }
    }
}

/// Eight bytes from `at` on.
fn key(bytes: &[u8], at: usize) -> Option<u64> {
    let bytes = bytes.get(at..at.checked_add(KEY)?)?;
    Some(u64::from_le_bytes(bytes.try_into().ok()?))
}

/// Every start of `words` in `text`, overlapping ones included.
fn overlapping<'a>(text: &'a str, words: &'a str, step: usize) -> impl Iterator<Item = usize> + 'a {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + text.get(from..)?.find(words)?;
        from = start + step;
        Some(start)
    })
}
