//! The pane of people and places: what they are, how often they are named, who of them speaks.

use super::statements::filled;
use super::{Block, Line, Role, run};
use crate::app::{Area, Reader};
use crate::nlp::Entity;
use crate::story::kind_word;
use crate::text::wrap;

/// For the title line: how many, and which mention is shown.
pub fn about(reader: &Reader) -> String {
    let entities = &reader.story.analysis.entities;
    let chosen = reader.people.chosen.and_then(|at| entities.get(at));
    match chosen {
        Some(one) => {
            let many = one.mentions.len() + one.references.len();
            format!("{} · mention {} of {many}", one.name, reader.people.step + 1)
        }
        None => entities.len().to_string(),
    }
}

/// The entities in view.
pub fn block(reader: &Reader, area: Area) -> Block {
    let entities = &reader.story.analysis.entities;
    let width = usize::from(area.width);
    let seen = entities.iter().enumerate().skip(reader.people.top).take(reader.people.height);
    let longest = seen.clone().map(|(_, one)| wrap::columns(&one.name)).max().unwrap_or(0);
    // Behind the name stand how often it is named and how much is said, where there is room.
    let room = longest.min(width.saturating_sub(24).max(width.saturating_sub(16).min(14))).max(1);
    let mut lines: Vec<Line> = seen
        .map(|(at, one)| {
            filled(entity(reader, at, one, room), width, reader.people.chosen == Some(at))
        })
        .collect();
    if lines.is_empty() {
        lines.push(vec![run("  nobody is named", Role::Faint)]);
    }
    Block { area, ground: Role::Text, lines }
}

fn entity(reader: &Reader, at: usize, one: &Entity, room: usize) -> Line {
    let chosen = reader.people.chosen == Some(at);
    let voice = reader.index.voice_of(at).filter(|_| reader.index.says(at) > 0);
    let many = one.mentions.len() + one.references.len();
    let name = wrap::fit(&one.name, room);
    let pad = " ".repeat(room.saturating_sub(wrap::columns(&name)));
    let mut line = vec![
        run(if chosen { "▸ " } else { "  " }, Role::Focus),
        run(format!("{:<8}", kind_word(one.kind)), Role::Faint),
        run(name, voice.map_or(Role::Text, Role::Speaker)),
        run(format!("{pad} {many:>3}"), Role::Faint),
    ];
    let says = voice.map(|voice| reader.index.voices[voice].says);
    let says = says.map_or(String::new(), |count| format!("  says {count}"));
    let names = also(reader, one);
    let also = if names.is_empty() { names } else { format!("  {names}") };
    line.push(run(says + &also, Role::Faint));
    line
}

/// Other names of an entity, in the order they come.
fn also(reader: &Reader, one: &Entity) -> String {
    let mut names: Vec<&str> = Vec::new();
    for span in one.mentions.iter().chain(&one.references).take(40) {
        let name = span.of(reader.text());
        if name != one.name && !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(", ")
}
