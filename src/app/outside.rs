//! Marks that somebody else changed in the file meanwhile: the reader joins both, takes theirs or keeps
//! their own. Each is one step that undo takes back.

use super::{
    Action, App, Choice, Deed, Effect, Mode, Notice, Outside, Picker, Reader, Saved, marking,
    review,
};
use crate::agreement;
use crate::annotation::Set;

/// What is done with marks that somebody else changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// Both are joined; where both say something of one thing, the reader's stays.
    Join,
    /// The reader's go.
    Theirs,
    /// The others' go.
    Mine,
}

/// Looks whether somebody else changed the marks of the story shown. One that is being saved needs no
/// look: the save notices.
pub fn look(app: &App) -> Vec<Effect> {
    let idle = |reader: &&Reader| !matches!(reader.saved, Saved::Saving(_));
    let look = |reader: &Reader| Effect::Look { tab: app.tabs.at, story: reader.story.clone() };
    app.reader().filter(idle).map(look).into_iter().collect()
}

/// Takes in what somebody else made of a story's file, and asks what is to be done. Whoever is at
/// something else, or saw these very marks and left them, is told only; where everything of theirs
/// was saved before, not even told again.
pub fn hear(app: &mut App, tab: usize, outside: Box<Outside>) {
    let here = tab == app.tabs.at && matches!(app.mode, Mode::Read);
    let again = app.keys.of(&Action::Save).to_owned();
    let Some(reader) = app.tabs.all.get_mut(tab).and_then(|tab| tab.reader_mut()) else { return };
    let safe = matches!(reader.saved, Saved::Clean | Saved::At(..));
    if !safe {
        reader.saved = Saved::Failed(reader.saved.revision(), outside.why.clone());
    }
    let seen = reader.outside.as_deref().is_some_and(|it| it.theirs == outside.theirs);
    let before = if safe { "" } else { "NOT SAVED: " };
    let how = format!("{before}{}. {again} asks what is to be done", outside.why);
    let picker = (here && !seen).then(|| offer(reader, &outside));
    reader.outside = Some(outside);
    match picker {
        Some(picker) => app.mode = Mode::Pick(picker),
        None if safe && seen => {}
        None => app.notice = Some(Notice::Bad(how)),
    }
}

fn offer(reader: &Reader, outside: &Outside) -> Picker {
    let Outside { base, theirs, .. } = outside;
    let (_, clashes) = agreement::join(base, &reader.marks, theirs);
    let many = |count: usize| match count {
        1 => "1 change".to_owned(),
        many => format!("{many} changes"),
    };
    let both = match clashes.len() {
        0 => "yours stay".to_owned(),
        1 => "yours stay, also where both changed 1 thing".to_owned(),
        many => format!("yours stay, also where both changed {many} things"),
    };
    let (mine, others) = (changes(base, &reader.marks), changes(base, theirs));
    let choice = |label, about: String, way| Choice::new(label, about, Deed::Settle(way));
    let choices = vec![
        choice("join both", format!("theirs ({}) come in; {both}", many(others)), Way::Join),
        choice(
            "take theirs",
            format!("yours ({}) go; undo brings them back", many(mine)),
            Way::Theirs,
        ),
        choice("keep yours", format!("theirs ({}) go; a copy stays", many(others)), Way::Mine),
    ];
    Picker { digits: true, ..Picker::new("somebody else changed these marks", choices) }
}

/// How many items and namings differ.
fn changes(one: &Set, other: &Set) -> usize {
    let wanted = one.towards(other);
    let ids: std::collections::BTreeSet<_> = wanted.items.iter().map(|(id, _)| id).collect();
    let names: std::collections::BTreeSet<_> = wanted.namings.iter().map(|(of, _)| of).collect();
    ids.len() + names.len()
}

/// Does what the reader decided, as one step, and saves it in the place of what was seen.
pub fn settle(app: &mut App, way: Way) -> Vec<Effect> {
    let tab = app.tabs.at;
    let Some(reader) = app.tabs.current_mut().reader_mut() else { return Vec::new() };
    let Some(outside) = reader.outside.take() else { return Vec::new() };
    let Outside { base, theirs, .. } = *outside;
    let wanted = match way {
        Way::Join => reader.marks.towards(&agreement::join(&base, &reader.marks, &theirs).0),
        Way::Theirs => reader.marks.towards(&theirs),
        Way::Mine => crate::annotation::Wanted::default(),
    };
    let mut effects = marking::change(reader, tab, wanted);
    if effects.is_empty() {
        effects = marking::save(reader, tab);
    }
    review::renew(reader);
    for effect in &mut effects {
        if let Effect::Save { decided, .. } = effect {
            *decided = true;
        }
    }
    let undo = app.keys.of(&Action::Undo);
    app.notice = Some(Notice::Good(match way {
        Way::Join => format!("joined with theirs: {undo} takes theirs out again"),
        Way::Theirs => format!("theirs are here now: {undo} brings yours back"),
        Way::Mine => "yours are kept; theirs are among the backups".to_owned(),
    }));
    effects
}
