//! Items of several readers side by side, and how two of them differ.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::Reader;
use crate::annotation::{Anchor, Certainty, Item, ItemId, Review};

/// One statement with what each reader says of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unit<'a> {
    /// The name under which the first reader who marked it keeps it.
    /// No two units have one.
    pub id: ItemId,
    /// A place for each reader; none where a reader did not mark it.
    pub items: Vec<Option<&'a Item>>,
}

impl Unit<'_> {
    /// Its words, by the first reader who marked it.
    pub fn words(&self) -> String {
        let item = self.items.iter().flatten().next();
        let words = item.into_iter().flat_map(|item| &item.content);
        words.map(|anchor| anchor.exact.as_str()).collect::<Vec<_>>().join(" … ")
    }

    /// Where it begins, by the first reader who marked it.
    pub fn start(&self) -> usize {
        self.items.iter().flatten().next().map_or(0, |item| item.start())
    }
}

/// Puts items beside each other that have one name, or the same content at the same place. In text
/// order.
pub fn units<'a>(readers: &'a [&'a Reader]) -> Vec<Unit<'a>> {
    let mut units: Vec<Unit<'a>> = Vec::new();
    let mut names: HashSet<ItemId> = HashSet::new();
    let mut by_id: HashMap<&ItemId, usize> = HashMap::new();
    let mut by_place: HashMap<Vec<(usize, &str)>, usize> = HashMap::new();
    for (number, reader) in readers.iter().enumerate() {
        for (id, item) in reader.document.set.items() {
            let place: Vec<(usize, &str)> =
                item.content.iter().map(|it| (it.span.start(), it.exact.as_str())).collect();
            let known = by_id.get(id).or_else(|| by_place.get(&place)).copied();
            let at = known.filter(|at| units[*at].items[number].is_none()).unwrap_or_else(|| {
                // Who marked the words of one item elsewhere may have given its name to others.
                let words: Vec<&str> = place.iter().map(|(_, words)| *words).collect();
                let others = (0..).map(|count| ItemId::of(&words, count));
                let name = std::iter::once(id.clone()).chain(others);
                let name = name.into_iter().find(|it| names.insert(it.clone()));
                let name = name.unwrap_or_else(|| id.clone());
                units.push(Unit { id: name, items: vec![None; readers.len()] });
                units.len() - 1
            });
            units[at].items[number] = Some(item);
            by_id.entry(id).or_insert(at);
            by_place.entry(place).or_insert(at);
        }
    }
    units.sort_by(|one, other| (one.start(), &one.id).cmp(&(other.start(), &other.id)));
    units
}

/// What a reader says a statement does, as one word: its tags in order of the alphabet, `rejected`, or
/// `no tag`.
pub fn value(item: &Item) -> String {
    if item.review == Review::Rejected {
        return Review::Rejected.word().to_owned();
    }
    let tags: BTreeSet<&str> = item.tags.iter().map(String::as_str).collect();
    if tags.is_empty() {
        "no tag".to_owned()
    } else {
        tags.into_iter().collect::<Vec<_>>().join("+")
    }
}

/// What a reader says of a statement in these fields, but for what [`value`] tells: by name.
pub fn said(item: &Item, fields: &[&str]) -> String {
    let blank = Item::new(Vec::new(), item.stamp.clone());
    let told = differences(item, &blank).into_iter();
    let told = told.filter(|it| fields.contains(&it.field) && !VALUE.contains(&it.field));
    let rest: Vec<String> = told.map(|it| format!("{}: {}", it.field, it.one)).collect();
    rest.join("; ")
}

/// The fields that [`value`] tells of.
const VALUE: [&str; 2] = ["tags", "review"];

/// All tags that any reader uses, in order of the alphabet.
pub fn labels(readers: &[&Reader]) -> Vec<String> {
    let items = readers.iter().flat_map(|reader| reader.document.set.items());
    let tags: BTreeSet<&String> = items.flat_map(|(_, item)| &item.tags).collect();
    tags.into_iter().cloned().collect()
}

/// Something in which two items differ.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// What it is: `tags`, `content` and so on.
    pub field: &'static str,
    /// What the first says, on one line.
    pub one: String,
    /// What the other says.
    pub other: String,
}

/// In what two items differ, but for who said so and when, and where their words stood.
pub fn differences(one: &Item, other: &Item) -> Vec<Difference> {
    type Say = fn(&Item) -> String;
    let fields: [(&'static str, Say); 10] = [
        ("content", |it| words(&it.content)),
        ("source", |it| words(&it.source)),
        ("cue", |it| words(&it.cue)),
        ("speakers", |it| it.speakers.join(", ")),
        ("tags", |it| it.tags.join(", ")),
        ("attributes", Item::attributes_in_words),
        ("comment", |it| it.comment.clone()),
        ("certainty", |it| {
            if it.certainty == Certainty::Unstated {
                String::new()
            } else {
                it.certainty.word().to_owned()
            }
        }),
        ("review", |it| it.review.word().to_owned()),
        ("origin", |it| it.origin.word().to_owned()),
    ];
    let said = fields.into_iter().map(|(field, say)| Difference {
        field,
        one: say(one),
        other: say(other),
    });
    said.filter(|it| it.one != it.other).collect()
}

fn words(anchors: &[Anchor]) -> String {
    anchors.iter().map(|it| it.exact.as_str()).collect::<Vec<_>>().join(" … ")
}
