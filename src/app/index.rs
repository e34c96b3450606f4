//! What stands where in the text, so that a frame costs as much as it shows.

use std::collections::HashMap;
use std::ops::Range;

use crate::annotation::{ItemId, ItemOrigin};
use crate::nlp::EntityId;
use crate::story::{Speaker, Statement, Story};
use crate::text::Span;

/// What a stretch is to its statement.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Part {
    /// What is said.
    Content,
    /// Who is named as saying it.
    Source,
    /// The reporting words.
    Cue,
}

/// Stretches of the text that may overlap, each with a value; finds those over a place quickly.
#[derive(Clone, Debug)]
pub struct Stretches<T> {
    sorted: Vec<(Span, T)>,
    /// The farthest end of this stretch and all before it.
    reach: Vec<u32>,
}

impl<T: Copy> Stretches<T> {
    /// Sorts them. O(n log n).
    pub fn new(mut all: Vec<(Span, T)>) -> Stretches<T> {
        all.shrink_to_fit();
        all.sort_by_key(|(span, _)| *span);
        let mut farthest = 0;
        let reach = all
            .iter()
            .map(|(span, _)| {
                farthest = farthest.max(narrow(span.end()));
                farthest
            })
            .collect();
        Stretches { sorted: all, reach }
    }

    /// Those that share a byte with `place`, in text order. O(log n + what lies near).
    pub fn over(&self, place: Span) -> Vec<(Span, T)> {
        let end = self.sorted.partition_point(|(span, _)| span.start() < place.end());
        let near = (0..end).rev().take_while(|at| self.reach[*at] as usize > place.start());
        let mut found: Vec<(Span, T)> =
            near.map(|at| self.sorted[at]).filter(|(span, _)| span.overlaps(place)).collect();
        found.reverse();
        found
    }
}

/// Somebody who speaks.
#[derive(Clone, Debug)]
pub struct Voice {
    /// By name.
    pub name: String,
    /// Which entity, where the story's entities hold it: two may have one name.
    pub entity: Option<EntityId>,
    /// How many statements they make; none where the reader gave all of them to others.
    pub says: usize,
}

/// The speakers, and the number of each statement's first one. Those that the machine found come first, in
/// the order they speak, so that nobody's colour changes when a reader says who speaks.
fn voices(story: &Story) -> (Vec<Voice>, Vec<u32>) {
    let statements = &story.statements;
    let found = statements.iter().filter(|one| one.origin != ItemOrigin::Made);
    let found = found.flat_map(|one| story.found_speakers(one).unwrap_or(&one.speakers));
    let mut voices: Vec<Voice> = Vec::new();
    let mut known: HashMap<(Option<EntityId>, &str), usize> = HashMap::new();
    for Speaker { name, entity } in found.chain(statements.iter().flat_map(|one| &one.speakers)) {
        known.entry((*entity, name)).or_insert_with(|| {
            voices.push(Voice { name: name.clone(), entity: *entity, says: 0 });
            voices.len() - 1
        });
    }
    let number = |one: &Speaker| known[&(one.entity, one.name.as_str())];
    for one in statements.iter().flat_map(|one| &one.speakers) {
        voices[number(one)].says += 1;
    }
    let first = statements
        .iter()
        .map(|one| one.speakers.first().map_or(NO_VOICE, |one| narrow(number(one))));
    (voices, first.collect())
}

/// A number or a byte of a story, which has fewer than four billion of either.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// What stands where, and whose voice is which. A story of 10 MB has some hundred thousand statements, so
/// what is kept of each is narrow.
#[derive(Clone, Debug)]
pub struct Index {
    parts: Stretches<(u32, Part)>,
    extents: Stretches<u32>,
    /// Where entities are named or meant.
    pub mentions: Stretches<EntityId>,
    /// The speakers, those that the machine found first, in the order they first speak.
    pub voices: Vec<Voice>,
    /// Number in `voices` of each statement's first speaker.
    voice: Vec<u32>,
    /// Numbers of statements, in the order of their names.
    by_id: Vec<u32>,
    /// Where the content of each statement begins, in their order.
    starts: Vec<u32>,
}

/// Stands for no voice.
const NO_VOICE: u32 = u32::MAX;

impl Index {
    /// Of a story. O(n log n) in its statements and mentions.
    pub fn new(story: &Story) -> Index {
        let statements = || story.statements.iter().zip(0_u32..).map(|(one, number)| (number, one));
        let parts = statements().flat_map(|(number, one)| {
            let of = move |spans: &[Span], part| {
                spans.iter().map(move |span| (*span, (number, part))).collect::<Vec<_>>()
            };
            [
                of(&one.content, Part::Content),
                of(&one.source, Part::Source),
                of(&one.cue, Part::Cue),
            ]
            .concat()
        });
        let mentions = story.analysis.entities.iter().zip(0..).flat_map(|(entity, number)| {
            let all = entity.mentions.iter().chain(&entity.references);
            all.map(move |span| (*span, EntityId(number)))
        });
        let (voices, voice) = voices(story);
        let mut by_id: Vec<u32> = statements().map(|(number, _)| number).collect();
        by_id.sort_by_key(|number| &story.statements[*number as usize].id);
        Index {
            parts: Stretches::new(parts.collect()),
            extents: Stretches::new(
                statements().map(|(number, one)| (one.extent(), number)).collect(),
            ),
            mentions: Stretches::new(mentions.collect()),
            voices,
            voice,
            by_id,
            starts: statements().map(|(_, one)| narrow(one.content[0].start())).collect(),
        }
    }

    /// Parts of statements that share a byte with `place`, each with the statement's number.
    pub fn parts(&self, place: Span) -> Vec<(Span, (usize, Part))> {
        let parts = self.parts.over(place).into_iter();
        parts.map(|(span, (number, part))| (span, (number as usize, part))).collect()
    }

    /// Statements, from their first part to their last, that share a byte with `place`.
    pub fn extents(&self, place: Span) -> Vec<(Span, usize)> {
        let extents = self.extents.over(place).into_iter();
        extents.map(|(span, number)| (span, number as usize)).collect()
    }

    /// Number in `voices` of a statement's first speaker.
    pub fn voice(&self, statement: usize) -> Option<usize> {
        let voice = self.voice.get(statement).filter(|voice| **voice != NO_VOICE)?;
        Some(*voice as usize)
    }

    /// Numbers of the statements whose content begins from one byte on and before another. O(log n), and
    /// nothing of a statement itself is looked at.
    pub fn beginning(&self, from: usize, to: usize) -> Range<usize> {
        let before = |byte: usize| self.starts.partition_point(|start| (*start as usize) < byte);
        before(from)..before(to)
    }

    /// Number of the statement of that name among those this was made of. O(log n).
    pub fn number_of(&self, id: &ItemId, statements: &[Statement]) -> Option<usize> {
        let name = |number: &u32| &statements[*number as usize].id;
        let at = self.by_id.binary_search_by(|number| name(number).cmp(id)).ok()?;
        Some(self.by_id[at] as usize)
    }

    /// Number of the first speaker of that name.
    pub fn voice_called(&self, name: &str) -> Option<usize> {
        self.voices.iter().position(|known| known.name == name)
    }

    /// Number of the speaker who is the entity of that number.
    pub fn voice_of(&self, entity: usize) -> Option<usize> {
        self.voices.iter().position(|known| known.entity.is_some_and(|id| id.0 as usize == entity))
    }

    /// How many statements the entity of that number makes.
    pub fn says(&self, entity: usize) -> usize {
        self.voice_of(entity).map_or(0, |voice| self.voices[voice].says)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_lies_over_a_place() {
        let all = Stretches::new(
            [(0, 20, 'a'), (2, 4, 'b'), (6, 9, 'c'), (12, 15, 'd')]
                .map(|(start, end, name)| (Span::new(start, end), name))
                .to_vec(),
        );
        for (start, end, expected) in
            [(3, 4, "ab"), (4, 6, "a"), (8, 13, "acd"), (19, 30, "a"), (20, 30, ""), (0, 0, "")]
        {
            let found: String =
                all.over(Span::new(start, end)).into_iter().map(|(_, name)| name).collect();
            assert_eq!(found, expected, "{start}..{end}");
        }
    }
}
