//! What a question can ask of one statement, wherever it is kept: on a story that is open, or in a
//! collection. What each question means is said here once.

use jiff::civil::Date;

use super::{Key, Number, State, Test};
use crate::annotation::{Certainty, Item, ItemOrigin, Review};
use crate::story::{Statement, Story, tags};
use crate::text::Span;
use crate::text::find;

/// What is known of one statement.
pub trait Facts {
    /// Whether something of it that the key means passes.
    fn any(&self, part: Key, passes: &dyn Fn(&str) -> bool) -> bool;
    /// A number of it, where it has one.
    fn number(&self, number: Number) -> Option<f32>;
    /// The day its story was published.
    fn published(&self) -> Option<Date>;
    /// What a reader made of it.
    fn judged(&self) -> Judged;
}

/// What a reader made of a statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// What was judged.
    pub review: Review,
    /// Whether there is a tag of the reader's.
    pub tagged: bool,
    /// Whether there is a comment.
    pub commented: bool,
    /// How sure the reader is.
    pub certainty: Certainty,
    /// Where the statement came from.
    pub origin: ItemOrigin,
    /// Whether nobody is named as the speaker.
    pub unnamed: bool,
}

impl Judged {
    /// What its item says, where there is one.
    pub fn of(statement: &Statement, item: Option<&Item>) -> Judged {
        Judged {
            review: item.map_or(Review::Open, |item| item.review),
            tagged: item.is_some_and(|item| !item.tags.is_empty()),
            commented: item.is_some_and(|item| !item.comment.is_empty()),
            certainty: item.map_or(Certainty::Unstated, |item| item.certainty),
            origin: statement.origin,
            unnamed: statement.speakers.is_empty(),
        }
    }
}

/// Whether what a term asks for holds.
pub(super) fn holds(facts: &impl Facts, test: &Test) -> bool {
    let has = |key: Key, word: &str| facts.any(key, &|known: &str| find::holds(known, word));
    match test {
        Test::Words(words) => {
            [Key::Speaker, Key::Said, Key::Cue, Key::Source].into_iter().any(|key| has(key, words))
        }
        Test::State(state) => state.holds(facts.judged()),
        Test::Text(key, values) => values.iter().any(|word| match key {
            Key::Tag if word == "none" => !facts.any(Key::Tag, &|_| true),
            Key::Tag | Key::Kind => facts.any(*key, &|known| known == word),
            _ => has(*key, word),
        }),
        Test::Between(number, from, to) => {
            facts.number(*number).is_some_and(|known| (*from..=*to).contains(&known))
        }
        Test::Days(from, to) => facts.published().is_some_and(|day| (*from..=*to).contains(&day)),
    }
}

impl State {
    fn holds(self, one: Judged) -> bool {
        let reviewed = one.tagged || one.review != Review::Open;
        match self {
            State::Unreviewed => !reviewed,
            State::Reviewed => reviewed,
            State::Accepted => one.review == Review::Accepted,
            State::Rejected => one.review == Review::Rejected,
            State::Tagged => one.tagged,
            State::Untagged => !one.tagged,
            State::Commented => one.commented,
            State::Made => one.origin == ItemOrigin::Made,
            State::Edited => one.origin == ItemOrigin::Edited,
            State::Unnamed => one.unnamed,
            State::Unsure => matches!(one.certainty, Certainty::Likely | Certainty::Unsure),
        }
    }
}

/// A statement of an open story, with the reader's item for it.
pub(super) struct Told<'a> {
    pub(super) story: &'a Story,
    pub(super) statement: &'a Statement,
    pub(super) item: Option<&'a Item>,
}

impl Facts for Told<'_> {
    fn any(&self, part: Key, passes: &dyn Fn(&str) -> bool) -> bool {
        let Told { story, statement: one, item } = self;
        let within = |spans: &[Span]| spans.iter().any(|span| passes(story.article.words(*span)));
        let known = &story.article.metadata;
        match part {
            Key::Speaker if one.speakers.is_empty() => one.unnamed.as_deref().is_some_and(passes),
            Key::Speaker => one.speakers.iter().any(|speaker| passes(&speaker.name)),
            Key::Tag => tags(one, *item).into_iter().any(passes),
            Key::Kind => one.directness.is_some_and(|kind| passes(kind.word())),
            Key::Source => within(&one.source),
            Key::Cue => within(&one.cue),
            Key::Said => within(&one.content),
            Key::Comment => item.is_some_and(|item| passes(&item.comment)),
            Key::By => item.is_some_and(|item| passes(&item.stamp.annotator)),
            Key::Outlet => {
                let agency = known.agency.as_ref().map(|agency| &agency.name);
                known.publisher.iter().chain(agency).any(|name| passes(name))
            }
            Key::Title => known.title.iter().any(|title| passes(title)),
        }
    }

    fn number(&self, number: Number) -> Option<f32> {
        match number {
            Number::Confidence => self.statement.confidence,
            Number::Score => self.statement.suggestion.as_ref().map(|suggestion| suggestion.score),
        }
    }

    fn published(&self) -> Option<Date> {
        self.story.article.metadata.published
    }

    fn judged(&self) -> Judged {
        Judged::of(self.statement, self.item)
    }
}
