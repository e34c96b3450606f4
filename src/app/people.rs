//! The people and places pane: who is chosen, and which of its mentions is shown.

use super::{Reader, Side, reading};
use crate::text::Span;

/// Who is chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct People {
    /// Number of the chosen entity; none until the reader chooses.
    pub chosen: Option<usize>,
    /// Which of its mentions is shown.
    pub step: usize,
    /// First entity in view.
    pub top: usize,
    /// How many are in view.
    pub height: usize,
}

impl People {
    /// Scrolls as little as is needed to see the chosen one.
    pub fn show(&mut self, count: usize) {
        let place = self.chosen.unwrap_or(0);
        let lowest = (place + 1).saturating_sub(self.height);
        self.top = self.top.max(lowest).min(place).min(count.saturating_sub(self.height));
    }
}

/// Every place where an entity is named or meant, in text order.
pub fn places(reader: &Reader, entity: usize) -> Vec<Span> {
    let Some(entity) = reader.story.analysis.entities.get(entity) else { return Vec::new() };
    let mut all: Vec<Span> = entity.mentions.iter().chain(&entity.references).copied().collect();
    all.sort_unstable();
    all
}

/// Chooses an entity and goes to the place nearest after the caret's paragraph, its first if none.
pub fn choose(reader: &mut Reader, entity: usize) {
    let count = reader.story.analysis.entities.len();
    if count == 0 {
        return;
    }
    reader.people.chosen = Some(entity.min(count - 1));
    reader.people.step = 0;
    reader.people.show(count);
    stand(reader);
}

/// Chooses the next or previous entity.
pub fn turn(reader: &mut Reader, side: Side) {
    let next = match (reader.people.chosen, side) {
        (None, _) => 0,
        (Some(at), Side::Next) => at + 1,
        (Some(at), Side::Back) => at.saturating_sub(1),
    };
    choose(reader, next);
}

/// Goes to the next or previous place of the chosen entity, round and round; of the one under the
/// caret where none is chosen.
pub fn step(reader: &mut Reader, side: Side) {
    let Some(chosen) = reader.people.chosen else {
        let here = Span::new(reader.caret.at, reader.caret.at + 1);
        let under = reader.index.mentions.over(here).last().map_or(0, |(_, id)| id.0 as usize);
        return choose(reader, under);
    };
    let count = places(reader, chosen).len().max(1);
    reader.people.step = match side {
        Side::Next => (reader.people.step + 1) % count,
        Side::Back => (reader.people.step + count - 1) % count,
    };
    stand(reader);
}

fn stand(reader: &mut Reader) {
    let all = reader.people.chosen.map(|chosen| places(reader, chosen)).unwrap_or_default();
    if let Some(place) = all.get(reader.people.step) {
        reading::to_byte(reader, place.start());
    }
}
