//! Which statements are shown, and the list of them.

use super::Reader;
use super::marking::{Shown, reviewed, shown_tag};
use crate::annotation::Set;
use crate::story::Story;

/// What a statement must have to be shown; everything where nothing is asked.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// One of its speakers.
    pub speaker: Option<String>,
    /// The tag it shows, set or proposed.
    pub tag: Option<String>,
    /// That nobody has looked at it.
    pub unreviewed: bool,
}

impl Filter {
    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        *self == Filter::default()
    }

    /// Whether statement `number` is shown.
    pub fn lets(&self, story: &Story, marks: &Set, number: usize) -> bool {
        let one = &story.statements[number];
        let item = marks.get(&one.id);
        let said = |name: &String| one.speakers.iter().any(|speaker| speaker.name == *name);
        let tagged = |tag: &String| match shown_tag(one, item) {
            Shown::Set(name) | Shown::Proposed(name) => name == tag,
            Shown::None => false,
        };
        self.speaker.as_ref().is_none_or(said)
            && self.tag.as_ref().is_none_or(tagged)
            && !(self.unreviewed && reviewed(item))
    }

    /// In words, for the screen: `Ada Hill · denial · to review`.
    pub fn words(&self) -> String {
        let review = self.unreviewed.then(|| "to review".to_owned());
        let parts = [self.speaker.clone(), self.tag.clone(), review];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

/// The statements that are shown. Taken when the filter is set: a statement does not vanish under
/// the reader's hand because it was just tagged.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct List {
    /// What is asked for.
    pub filter: Filter,
    /// Numbers of the statements that are shown, in text order.
    pub shown: Vec<usize>,
    /// First of them in view.
    pub top: usize,
    /// How many are in view.
    pub height: usize,
}

impl List {
    /// Whether statement `number` is shown.
    pub fn shows(&self, number: usize) -> bool {
        self.shown.binary_search(&number).is_ok()
    }

    /// Place of statement `number` in the list, or where it would stand.
    pub fn place(&self, number: usize) -> usize {
        self.shown.partition_point(|shown| *shown < number)
    }

    /// Scrolls as little as is needed to see the `place`th with its neighbours.
    pub fn show(&mut self, place: usize) {
        let context = usize::from(self.height > 2);
        let lowest = (place + context + 1).saturating_sub(self.height);
        self.top = self.top.max(lowest).min(place.saturating_sub(context));
        self.clamp();
    }

    /// Keeps the view inside the list.
    pub fn clamp(&mut self) {
        self.top = self.top.min(self.shown.len().saturating_sub(self.height));
    }
}

/// Shows only what the filter lets through, and keeps the current statement if it still is.
pub fn set(reader: &mut Reader, filter: Filter) {
    let all = 0..reader.story.statements.len();
    reader.list.shown =
        all.filter(|number| filter.lets(&reader.story, &reader.marks, *number)).collect();
    reader.list.filter = filter;
    reader.current = reader.current.filter(|number| reader.list.shows(*number));
    let place = reader.place();
    reader.list.show(place);
}
