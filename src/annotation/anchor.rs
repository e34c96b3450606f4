//! Where an item stands: position and words, so that moved text can be found again.
//!
//! Finding never guesses: a stretch is only called found where its words, whole, stand in the text
//! and nothing else there could be meant.

use serde::Deserialize;
use unicode_width::UnicodeWidthChar;

use crate::text::Span;

/// A stretch of an article with the words found there and those around it.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anchor {
    /// Bytes of the cleaned text when it was made.
    pub span: Span,
    /// The words there; an anchor without words is never found.
    pub exact: String,
    /// Up to [`Anchor::CONTEXT`] characters before; fewer where the text begins.
    #[serde(default)]
    pub before: String,
    /// Up to [`Anchor::CONTEXT`] characters after; fewer where the text ends.
    #[serde(default)]
    pub after: String,
}

/// What became of an anchor in the text at hand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Found {
    /// Where it was.
    Here(Span),
    /// The same words, elsewhere, and only there.
    Moved(Span),
    /// The words are there, but in several places that could be meant, or they are so few that
    /// they could be others.
    Ambiguous,
    /// The words are gone.
    Lost,
}

impl Found {
    /// Where it is, where that is known.
    pub fn span(self) -> Option<Span> {
        match self {
            Found::Here(span) | Found::Moved(span) => Some(span),
            Found::Ambiguous | Found::Lost => None,
        }
    }
}

/// How much of an anchor's context stands around a place.
struct Support {
    /// Characters next to the place that are as they were, both sides together.
    characters: usize,
    /// Both contexts stand there whole.
    whole: bool,
}

impl Anchor {
    /// Characters of context kept on each side.
    pub const CONTEXT: usize = 64;

    /// Words of this many characters and more speak for themselves when they occur once: about six
    /// words of English, which two authors do not write alike by chance.
    const LONG: usize = 32;

    /// Characters of unchanged context that vouch for shorter words: about four words.
    const FIRM: usize = 24;

    /// The anchor of `span` in `text`. Costs O(span + context), however long the text is.
    pub fn new(text: &str, span: Span) -> Anchor {
        let head = Span::new(0, span.start()).of(text);
        let tail = Span::new(span.end(), text.len()).of(text);
        let from = head.char_indices().rev().take(Anchor::CONTEXT).last();
        let before = Span::new(from.map_or(head.len(), |(at, _)| at), head.len());
        Anchor {
            span,
            exact: span.of(text).to_owned(),
            before: before.of(text).to_owned(),
            after: tail.chars().take(Anchor::CONTEXT).collect(),
        }
    }

    /// Finds the anchor in `text`, never by guess.
    ///
    /// - Its words at its place, and both contexts whole: [`Found::Here`].
    /// - Else its words exactly once, long or vouched for by context; or several times, and exactly
    ///   one has both contexts whole, or none has and exactly one has as much as one of them while the
    ///   others have next to nothing: [`Found::Moved`] (or `Here`, where that is its place).
    /// - Else [`Found::Ambiguous`] where the words occur, [`Found::Lost`] where they do not.
    ///
    /// Costs O(context) where nothing changed, else one search of the text.
    pub fn find(&self, text: &str) -> Found {
        if self.is_here(text) {
            return Found::Here(self.span);
        }
        self.among(text, self.places(text))
    }

    /// Whether all is as it was: its words at its place, and both contexts whole.
    pub(super) fn is_here(&self, text: &str) -> bool {
        self.stands(text, self.span) && self.support(text, self.span).whole
    }

    /// Decides between all places where its words stand.
    pub(super) fn among(&self, text: &str, places: impl Iterator<Item = Span>) -> Found {
        let mut places = places.peekable();
        let Some(first) = places.next() else { return Found::Lost };
        if places.peek().is_some() {
            return self.among_several(text, std::iter::once(first).chain(places));
        }
        if self.is_long() || self.vouched(text, first) {
            return self.placed(first);
        }
        Found::Ambiguous
    }

    /// Decides between several places: the only one with both contexts whole; where there is none,
    /// one that keeps as much as a whole context while every other keeps next to nothing.
    fn among_several(&self, text: &str, places: impl Iterator<Item = Span>) -> Found {
        let (mut whole, mut much, mut some) = (Vec::new(), Vec::new(), 0);
        for place in places {
            let support = self.support(text, place);
            if support.whole {
                whole.push(place);
            }
            if support.characters >= Anchor::CONTEXT {
                much.push(place);
            }
            some += usize::from(support.characters >= Anchor::FIRM);
        }
        match (&whole[..], &much[..]) {
            ([place], _) => self.placed(*place),
            ([], [place]) if some == 1 => self.placed(*place),
            _ => Found::Ambiguous,
        }
    }

    /// Of several places where its words stand, the only one with both contexts whole.
    pub(super) fn whole_of(&self, text: &str, places: impl Iterator<Item = Span>) -> Option<Found> {
        let mut whole = places.filter(|place| self.support(text, *place).whole);
        match (whole.next(), whole.next()) {
            (None, _) => None,
            (Some(place), None) => Some(self.placed(place)),
            _ => Some(Found::Ambiguous),
        }
    }

    fn placed(&self, place: Span) -> Found {
        if place == self.span { Found::Here(place) } else { Found::Moved(place) }
    }

    /// What stands now between its contexts, where both are there once and near each other: where
    /// words that are lost were changed.
    pub fn now(&self, text: &str) -> Option<Span> {
        let tail = |words: &str| {
            let from = words.char_indices().rev().take(Anchor::FIRM).last().map_or(0, |it| it.0);
            words.get(from..).filter(|it| !it.trim().is_empty()).map(str::to_owned)
        };
        let head: String = self.after.chars().take(Anchor::FIRM).collect();
        let tail = tail(&self.before)?;
        if head.trim().is_empty() {
            return None;
        }
        let once = |words: &str| {
            let start = text.find(words)?;
            (text.rfind(words) == Some(start)).then_some(start)
        };
        let (start, end) = (once(&tail)? + tail.len(), once(&head)?);
        let near =
            end.checked_sub(start).is_some_and(|it| it <= 2 * self.exact.len() + Anchor::CONTEXT);
        near.then(|| Span::new(start, end))
    }

    /// Every place in `text` where the words stand, overlapping ones included, as far as they do
    /// not cut a word of the text that they did not cut before.
    fn places<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Span> + 'a {
        let step = self.exact.chars().next().map_or(1, char::len_utf8);
        let mut from = 0;
        std::iter::from_fn(move || {
            let rest = text.get(from..).filter(|_| !self.exact.is_empty())?;
            let start = from + rest.find(&self.exact)?;
            from = start + step;
            Some(Span::new(start, start + self.exact.len()))
        })
        .filter(|place| self.stands(text, *place))
    }

    /// Whether the words stand at `place`, and stand there as whole words if they did before.
    pub(super) fn stands(&self, text: &str, place: Span) -> bool {
        let Some((head, tail)) = around(text, place) else { return false };
        let (first, last) = (self.exact.chars().next(), self.exact.chars().next_back());
        place.get(text) == Some(&self.exact)
            && first.is_some()
            && (!joins(head.chars().next_back(), first)
                || joins(self.before.chars().next_back(), first))
            && (!joins(last, tail.chars().next()) || joins(last, self.after.chars().next()))
    }

    fn is_long(&self) -> bool {
        self.exact.chars().nth(Anchor::LONG - 1).is_some()
    }

    fn vouched(&self, text: &str, place: Span) -> bool {
        let support = self.support(text, place);
        support.whole || support.characters >= Anchor::FIRM
    }

    fn support(&self, text: &str, place: Span) -> Support {
        let Some((head, tail)) = around(text, place) else {
            return Support { characters: 0, whole: false };
        };
        let before = common(head.chars().rev(), self.before.chars().rev());
        let after = common(tail.chars(), self.after.chars());
        // A context without a character stands for an end of the text.
        let begins = head.is_empty() || !self.before.is_empty();
        let ends = tail.is_empty() || !self.after.is_empty();
        Support {
            characters: before + after,
            whole: begins
                && ends
                && before == self.before.chars().count()
                && after == self.after.chars().count(),
        }
    }
}

/// The text before and after `place`, where that fits.
fn around(text: &str, place: Span) -> Option<(&str, &str)> {
    Some((text.get(..place.start())?, text.get(place.end()..)?))
}

/// How many characters two texts begin with alike.
fn common(left: impl Iterator<Item = char>, right: impl Iterator<Item = char>) -> usize {
    left.zip(right).take_while(|(left, right)| left == right).count()
}

/// Whether two neighbours belong to one word: letters, digits, and the marks that combine with them.
fn joins(left: Option<char>, right: Option<char>) -> bool {
    let wordly = |it: char| it.is_alphanumeric() || it.width() == Some(0);
    left.is_some_and(wordly) && right.is_some_and(wordly)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The span between ⟦ and ⟧, and the text without them.
    fn marked(input: &str) -> (String, Option<Span>) {
        let text = input.replace(['⟦', '⟧'], "");
        let span = input.find('⟦').zip(input.find('⟧'));
        (text, span.map(|(start, end)| Span::new(start, end - '⟦'.len_utf8())))
    }

    /// What becomes of the stretch marked in `was` in the text `is`; a mark in `is` says where.
    fn found(was: &str, is: &str) -> (Found, Option<Span>) {
        let (was, span) = marked(was);
        let (is, place) = marked(is);
        (Anchor::new(&was, span.expect("a mark")).find(&is), place)
    }

    const LONG: &str = "“We will not raise the price of bread this year,”";

    #[test]
    fn places_told() {
        let here = |was: &str, is: &str| {
            let (found, place) = found(was, is);
            assert_eq!(found, Found::Here(place.expect("a mark")), "{was} → {is}");
        };
        here("⟦“No,”⟧ said Ada.", "⟦“No,”⟧ said Ada.");
        here("Mayor Ada Hill of Oss said ⟦no⟧ again.", "Mayor Ada Hill of Oss said ⟦no⟧ twice.");
        here("⟦Zoë 🎉⟧ e\u{301}", "⟦Zoë 🎉⟧ e\u{301}");
        here("⟦all of it⟧", "⟦all of it⟧");
        here(
            "A ⟦statement of more than thirty letters⟧ b",
            "C ⟦statement of more than thirty letters⟧ d",
        );

        let moved = |was: &str, is: &str| {
            let (found, place) = found(was, is);
            assert_eq!(found, Found::Moved(place.expect("a mark")), "{was} → {is}");
        };
        moved(&format!("⟦{LONG}⟧ said Ada."), &format!("In Oss, ⟦{LONG}⟧ Ada said."));
        moved(
            "The mayor of the town said ⟦no⟧ twice.",
            "Hear: the mayor of the town said ⟦no⟧ twice.",
        );
        // Of two alike, the one with both contexts.
        moved("Ada said ⟦no⟧ twice. Bo: no.", "Well. Ada said ⟦no⟧ twice. Bo: no.");
    }

    #[test]
    fn never_by_guess() {
        for (was, is, expected) in [
            ("Ada said ⟦no⟧.", "Ada said nothing.", Found::Lost), // not inside another word
            ("Ada said ⟦no⟧.", "Bo wrote no more.", Found::Ambiguous), // too short to be sure
            ("Ada said ⟦no⟧.", "Bo: no. Cy: no.", Found::Ambiguous), // two alike
            (
                "Ada said ⟦no⟧. Bo left.",
                "Ada said no. Bo left. Ada said no. Bo left.",
                Found::Here(Span::new(9, 11)),
            ),
            ("So Ada said ⟦no⟧. Bo", "Ada said no. Bo Ada said no. Bo", Found::Ambiguous),
            ("the ⟦cafe⟧ closed", "the cafe\u{301} closed", Found::Lost), // another word now
            ("Ada said ⟦no⟧.", "", Found::Lost),
            ("Ada said ⟦⟧no.", "Ada said no.", Found::Lost), // no words at all
        ] {
            assert_eq!(found(was, is).0, expected, "{was} → {is}");
        }
    }

    #[test]
    fn a_wild_position_is_only_lost() {
        let anchor = Anchor {
            span: Span::new(3, 900),
            exact: "gone".to_owned(),
            before: String::new(),
            after: String::new(),
        };
        assert_eq!(anchor.find("é🎉 text"), Found::Lost);
    }

    /// A text of a few syllables, emoji and combining marks, and two places in it.
    fn text_and_span() -> impl Strategy<Value = (String, Span)> {
        ("(a|no|é|e\u{301}|🎉|👩‍👩‍👧|“|”| |\n){1,60}", any::<(u16, u16)>()).prop_map(
            |(text, (a, b))| {
                let ends: Vec<usize> =
                    text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
                let (a, b) = (ends[a as usize % ends.len()], ends[b as usize % ends.len()]);
                (text, Span::new(a.min(b), a.max(b)))
            },
        )
    }

    proptest! {
        #[test]
        fn in_its_own_text_it_is_here((text, span) in text_and_span()) {
            let anchor = Anchor::new(&text, span);
            let expected = if span.is_empty() { Found::Lost } else { Found::Here(span) };
            prop_assert_eq!(anchor.find(&text), expected);
            prop_assert!(anchor.before.chars().count() <= Anchor::CONTEXT);
            let all = format!("{}{}{}", anchor.before, anchor.exact, anchor.after);
            let start = span.start() - anchor.before.len();
            prop_assert_eq!(Span::new(start, start + all.len()).of(&text), all);
        }

        #[test]
        fn what_is_found_has_its_words((text, span) in text_and_span(), (other, _) in text_and_span()) {
            let anchor = Anchor::new(&text, span);
            if let Found::Here(place) | Found::Moved(place) = anchor.find(&other) {
                prop_assert_eq!(place.of(&other), anchor.exact);
            }
        }

        #[test]
        fn behind_new_text_it_is_never_misplaced((text, span) in text_and_span(), (new, _) in text_and_span()) {
            let anchor = Anchor::new(&text, span);
            let shifted = Span::new(span.start() + new.len(), span.end() + new.len());
            match anchor.find(&format!("{new}{text}")) {
                Found::Moved(place) => prop_assert_eq!(place, shifted),
                Found::Here(_) | Found::Ambiguous | Found::Lost => (),
            }
        }
    }
}
