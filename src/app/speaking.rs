//! Who speaks: choosing the speaker of a statement from the people nearest to it, or a new name.

use super::{Annotator, Choice, Deed, Effect, Free, Picker, Reader, Work, making, marking};
use crate::annotation::ItemOrigin;
use crate::nlp::{Entity, EntityKind};
use crate::story::kind_word;
use crate::text::Span;

/// Who could speak, the nearest first: people before bodies, places and groups; those who speak in
/// the current statement are ticked.
pub fn picker(reader: &Reader) -> Option<Picker> {
    let (now, extent): (Vec<String>, Span) = match (&reader.work, reader.statement()) {
        (Work::Draft(draft), _) => {
            (draft.speakers.clone(), draft.content.iter().copied().reduce(Span::cover)?)
        }
        (_, Some(one)) => (one.speakers.iter().map(|one| one.name.clone()).collect(), one.extent()),
        _ => return None,
    };
    let mut near: Vec<(u8, usize, usize, &Entity)> = reader
        .story
        .analysis
        .entities
        .iter()
        .enumerate()
        .filter_map(|(at, one)| Some((rank(one.kind)?, distance(one, extent), at, one)))
        .collect();
    near.sort_by_key(|(rank, distance, _, one)| {
        (!now.contains(&one.name), distance.saturating_add(usize::from(*rank) * FARTHER))
    });
    let mut choices: Vec<Choice> = near
        .into_iter()
        .map(|(_, _, at, one)| Choice {
            kind: kind_word(one.kind).to_owned(),
            label: one.name.clone(),
            about: reader.says(at),
            deed: Deed::Speaker(one.name.clone()),
            tick: Some(now.contains(&one.name)),
        })
        .collect();
    let known = |name: &String| choices.iter().any(|choice| choice.label == *name);
    let (others, _): (Vec<String>, Vec<String>) = now.into_iter().partition(|name| !known(name));
    choices.splice(
        0..0,
        others.into_iter().map(|name| Choice {
            kind: "name".to_owned(),
            label: name.clone(),
            about: String::new(),
            deed: Deed::Speaker(name),
            tick: Some(true),
        }),
    );
    Some(Picker { digits: true, free: Some(Free::Speaker), ..Picker::new("who speaks", choices) })
}

/// A body, group or place is as good as a person so many bytes farther away.
const FARTHER: usize = 400;

fn rank(kind: EntityKind) -> Option<u8> {
    match kind {
        EntityKind::Person => Some(0),
        EntityKind::Org => Some(1),
        EntityKind::Norp => Some(2),
        EntityKind::Place => Some(3),
        _ => None,
    }
}

/// Bytes between a statement and the nearest place where somebody is named or meant.
fn distance(one: &Entity, extent: Span) -> usize {
    let places = one.mentions.iter().chain(&one.references);
    let gap = |span: &Span| {
        if span.end() <= extent.start() {
            extent.start() - span.end()
        } else {
            span.start().saturating_sub(extent.end())
        }
    };
    places.map(gap).min().unwrap_or(usize::MAX / 2)
}

/// Makes these the speakers of the draft at hand, else of the current statement.
pub fn set(reader: &mut Reader, tab: usize, me: &Annotator, names: Vec<String>) -> Vec<Effect> {
    if making::set_speakers(reader, names.clone()) {
        return Vec::new();
    }
    marking::mark(reader, tab, me, |item, statement| {
        let now: Vec<&String> = statement.speakers.iter().map(|one| &one.name).collect();
        if now.iter().copied().eq(&names) {
            return;
        }
        item.speakers = names;
        if item.origin == ItemOrigin::Extracted {
            item.origin = ItemOrigin::Edited;
        }
    })
}
