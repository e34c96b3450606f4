//! The desk of people and places: two that are one, one that is two, other names, other kinds. Each
//! asks with what would change, and is one step that undo takes back.

use super::{
    App, Ask, Choice, Deed, Effect, Mode, Notice, Picker, Prompt, Reader, marking, people, picker,
};
use crate::annotation::{Anchor, Item, ItemId, ItemOrigin, Naming, Wanted};
use crate::nlp::EntityKind;
use crate::story::kind_word;
use crate::text::{Span, wrap};

/// What can be done to the chosen person or place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Person {
    /// It is the same as another one.
    Merge,
    /// Some of its mentions are another's.
    Split,
    /// It is called otherwise.
    Rename,
    /// It is of another kind.
    Kind,
}

/// Asks what is to be done to the chosen one, or the one under the caret.
pub fn ask(app: &mut App, what: Person) {
    let Some(reader) = app.reader() else { return };
    let Some(at) = at_hand(reader) else {
        app.notice = Some(Notice::Bad("choose a person or place in their list first".to_owned()));
        return;
    };
    let key = reader.story.entity_keys[at].clone();
    app.mode = match what {
        Person::Merge => Mode::Pick(merge_picker(reader, at)),
        Person::Split => Mode::Pick(split_picker(reader, at)),
        Person::Rename => {
            let name = &reader.story.analysis.entities[at].name;
            Mode::Prompt(Prompt::new(Ask::Rename(key), name))
        }
        Person::Kind => Mode::Pick(kind_picker(reader, at)),
    };
}

/// The chosen entity, else the one under the caret.
fn at_hand(reader: &Reader) -> Option<usize> {
    let here = Span::new(reader.caret.at, reader.caret.at + 1);
    let under = || reader.index.mentions.over(here).last().map(|(_, id)| id.0 as usize);
    reader.people.chosen.or_else(under)
}

/// `12 mentions, says 3`.
fn weight(reader: &Reader, at: usize) -> String {
    let one = &reader.story.analysis.entities[at];
    let many = one.mentions.len() + one.references.len();
    let says = reader.says(at);
    let mentions = mentions_of(many);
    if says.is_empty() { mentions } else { format!("{mentions}, {says}") }
}

/// What would change by the line that is typed, in words; nothing where nobody is named by it.
pub fn preview(app: &App) -> Option<String> {
    let (Mode::Prompt(prompt), Some(reader)) = (&app.mode, app.reader()) else { return None };
    let entities = &reader.story.analysis.entities;
    let typed = prompt.line.text.trim();
    let called = entities.iter().position(|one| one.name == typed);
    match &prompt.ask {
        Ask::Rename(key) => {
            let at = reader.story.entity_keys.iter().position(|known| known == key)?;
            let other = called.filter(|other| *other != at);
            Some(match other {
                Some(_) => format!("there would be two called {typed}"),
                None => format!("{}: {}", entities[at].name, weight(reader, at)),
            })
        }
        Ask::Split(mentions) => {
            let many = mentions_of(mentions.len());
            Some(match called {
                Some(other) => format!("{many} to one with {}", weight(reader, other)),
                None => format!("{many} to somebody new"),
            })
        }
        _ => None,
    }
}

fn mentions_of(many: usize) -> String {
    if many == 1 { "1 mention".to_owned() } else { format!("{many} mentions") }
}

/// Others that it could be the same as, those that share a word of the name first; and those that
/// were joined with it, to be taken apart.
fn merge_picker(reader: &Reader, at: usize) -> Picker {
    let entities = &reader.story.analysis.entities;
    let words: Vec<&str> = entities[at].name.split(' ').collect();
    let key = &reader.story.entity_keys[at];
    let apart = reader.marks.namings().iter().filter(|(_, naming)| naming.same_as == *key);
    let apart = apart.map(|(other, _)| Choice {
        kind: "apart".to_owned(),
        label: other.clone(),
        about: "is somebody else again".to_owned(),
        deed: Deed::Apart(other.clone()),
        tick: None,
    });
    let mut others: Vec<usize> = (0..entities.len()).filter(|other| *other != at).collect();
    let shares = |other: &usize| entities[*other].name.split(' ').any(|word| words.contains(&word));
    others.sort_by_key(|other| (!shares(other), entities[*other].kind != entities[at].kind));
    let others = others.into_iter().map(|other| Choice {
        kind: kind_word(entities[other].kind).to_owned(),
        label: entities[other].name.clone(),
        about: weight(reader, other),
        deed: Deed::AskMerge(at, other),
        tick: None,
    });
    Picker::new("is the same as", apart.chain(others).collect())
}

/// Asks once more, with what would change.
pub fn confirm_merge(app: &mut App, from: usize, into: usize) {
    let Some(reader) = app.reader() else { return };
    let entities = &reader.story.analysis.entities;
    let (Some(one), Some(other)) = (entities.get(from), entities.get(into)) else { return };
    let mentions = mentions_of(one.mentions.len() + one.references.len());
    let statements = match reader.index.says(from) {
        1 => "1 statement".to_owned(),
        many => format!("{many} statements"),
    };
    let yes = format!("{} becomes {}: {mentions} and {statements} go over", one.name, other.name);
    app.mode = Mode::Pick(picker::confirm("join the two?", yes, Deed::Merge(from, into)));
}

/// What it is called, each name with all of its mentions, then the mentions one by one with the words
/// around them: what is ticked becomes somebody else's.
fn split_picker(reader: &Reader, at: usize) -> Picker {
    let text = reader.text();
    let places = people::places(reader, at);
    let mut names: Vec<(&str, Vec<Span>)> = Vec::new();
    for place in &places {
        let name = place.of(text);
        match names.iter_mut().find(|(known, _)| *known == name) {
            Some((_, all)) => all.push(*place),
            None => names.push((name, vec![*place])),
        }
    }
    let choice = |kind: &str, label: String, about: String, places: Vec<Span>| Choice {
        kind: wrap::fit(kind, 18),
        label,
        about,
        deed: Deed::Mentions(places),
        tick: Some(false),
    };
    // A name that stands once is a mention.
    let names = names.into_iter().filter(|(_, all)| all.len() > 1);
    let names = names.map(|(name, all)| {
        let label = format!("all {} “{}”", all.len(), wrap::fit(name, 44));
        choice("name", label, String::new(), all)
    });
    let mentions = places.iter().map(|place| {
        let around = wrap::fit(&around(text, *place), 56);
        choice(place.of(text), around, String::new(), vec![*place])
    });
    let choices = names.chain(mentions).collect();
    Picker { many: true, ..Picker::new("names and mentions of somebody else", choices) }
}

fn around(text: &str, place: Span) -> String {
    let start = wrap::grapheme(text, place.start().saturating_sub(24));
    let end = wrap::grapheme(text, (place.end() + 24).min(text.len()));
    format!("… {} …", Span::new(start, end).of(text))
}

fn kind_picker(reader: &Reader, at: usize) -> Picker {
    let one = &reader.story.analysis.entities[at];
    let (now, title) = (one.kind, format!("what {} is: {}", one.name, weight(reader, at)));
    let choice = |kind: &EntityKind| {
        let about = if *kind == now { "as it is" } else { "" };
        Choice::new(kind_word(*kind), about, Deed::Kind(at, *kind))
    };
    Picker { digits: true, ..Picker::new(title, EntityKind::ALL.iter().map(choice).collect()) }
}

/// Asks for the name of whoever has these mentions.
pub fn ask_name(app: &mut App, mentions: Vec<Span>) {
    let Some(first) = mentions.first() else { return };
    let name = app.reader().map_or(String::new(), |it| first.of(it.text()).to_owned());
    app.mode = Mode::Prompt(Prompt::new(Ask::Split(mentions), &name));
}

/// Joins two.
pub fn merge(app: &mut App, from: usize, into: usize) -> Vec<Effect> {
    let Some(reader) = app.reader() else { return Vec::new() };
    let keys = &reader.story.entity_keys;
    let (Some(key), Some(other)) = (keys.get(from).cloned(), keys.get(into).cloned()) else {
        return Vec::new();
    };
    let entities = &reader.story.analysis.entities;
    let names = (entities[from].name.clone(), entities[into].name.clone());
    let told = format!("{} is {} now", names.0, names.1);
    name(app, &key, Some(names), told, |naming| naming.same_as = other)
}

/// Takes apart what was joined.
pub fn apart(app: &mut App, key: &str) -> Vec<Effect> {
    name(app, key, None, format!("{key} is somebody else again"), |naming| naming.same_as.clear())
}

/// Gives another kind.
pub fn set_kind(app: &mut App, at: usize, kind: EntityKind) -> Vec<Effect> {
    let key = app.reader().and_then(|reader| reader.story.entity_keys.get(at).cloned());
    let Some(key) = key else { return Vec::new() };
    let told = format!("{key} is of the kind {} now", kind_word(kind));
    name(app, &key, None, told, |naming| kind.word().clone_into(&mut naming.kind))
}

/// Gives another name; an empty one brings back the machine's.
pub fn rename(app: &mut App, key: &str, new: &str) -> Vec<Effect> {
    let old = app.reader().and_then(|reader| {
        let at = reader.story.entity_keys.iter().position(|known| known == key)?;
        Some(reader.story.analysis.entities[at].name.clone())
    });
    let new = new.trim().to_owned();
    let shown = if new.is_empty() { key.to_owned() } else { new.clone() };
    let names = old.map(|old| (old, shown.clone()));
    let told = format!("is called {shown} now");
    name(app, key, names, told, |naming| naming.name = if new == key { String::new() } else { new })
}

/// Gives mentions to somebody by name, who may be new.
pub fn split(app: &mut App, mentions: &[Span], new: &str) -> Vec<Effect> {
    let new = new.trim();
    if new.is_empty() {
        app.notice = Some(Notice::Bad("somebody else needs a name: nothing is changed".to_owned()));
        return Vec::new();
    }
    let Some(reader) = app.reader() else { return Vec::new() };
    let text = reader.text();
    let anchors: Vec<Anchor> = mentions.iter().map(|span| Anchor::new(text, *span)).collect();
    let entities = reader.story.analysis.entities.iter();
    let at = entities.into_iter().position(|one| one.name == new);
    let key = at.map_or_else(|| new.to_owned(), |at| reader.story.entity_keys[at].clone());
    let told = match mentions.len() {
        1 => format!("1 mention is of {new}"),
        many => format!("{many} mentions are of {new}"),
    };
    name(app, &key, None, told, |naming| naming.mentions.extend(anchors))
}

/// Changes what is said of one, and the speakers of the reader's own statements with it.
fn name(
    app: &mut App,
    key: &str,
    names: Option<(String, String)>,
    told: String,
    change: impl FnOnce(&mut Naming),
) -> Vec<Effect> {
    let (tab, me) = (app.tabs.at, app.me.clone());
    let Some(reader) = app.tabs.current_mut().reader_mut() else { return Vec::new() };
    let stamp = marking::stamp(&me);
    let mut naming =
        reader.marks.namings().get(key).cloned().unwrap_or_else(|| Naming::new(stamp.clone()));
    change(&mut naming);
    naming.stamp = stamp.clone();
    let items = names.map_or_else(Vec::new, |(old, new)| {
        let own = reader.marks.items().filter(|(_, item)| item.origin != ItemOrigin::Extracted);
        let said = own.filter(|(_, item)| item.speakers.contains(&old));
        let renamed = |(id, item): (&ItemId, &Item)| {
            let name = |one: &String| if *one == old { new.clone() } else { one.clone() };
            let mut speakers: Vec<String> = Vec::new();
            for name in item.speakers.iter().map(name) {
                if !speakers.contains(&name) {
                    speakers.push(name);
                }
            }
            (id.clone(), Some(Item { speakers, stamp: stamp.clone(), ..item.clone() }))
        };
        said.map(renamed).collect()
    });
    let wanted = Wanted { items, namings: vec![(key.to_owned(), Some(naming))] };
    let chosen = reader.people.chosen.take();
    let effects = marking::change(reader, tab, wanted);
    let last = reader.story.analysis.entities.len().checked_sub(1);
    reader.people.chosen = chosen.zip(last).map(|(chosen, last)| chosen.min(last));
    app.notice = Some(Notice::Good(told));
    effects
}
