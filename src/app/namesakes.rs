//! Who speaks in the collection, and who is who where names leave a doubt: listed, and decided by the
//! reader, whose word is kept.

use super::{Action, App, Asked, Choice, Deed, Effect, Listed, Mode, Picker, hits};
use crate::library::people::Doubt;

/// Somebody who speaks in the collection: by name, with how many statements in how many stories.
pub type Voice = (String, usize, usize);

/// Lists doubts first, then who speaks, those with most statements first.
pub fn list(app: &mut App, voices: Vec<Voice>, doubts: Vec<Doubt>) {
    let doubts = doubts.into_iter().map(|one| Choice {
        kind: "doubtful".to_owned(),
        label: format!("{} may be {}", one.name, one.may_be),
        about: format!("{}, {}", one.why, counted(one.stories, "story", "stories")),
        deed: Deed::Doubt(one.name, one.may_be),
        tick: None,
    });
    let voices = voices.into_iter().map(|(name, statements, stories)| Choice {
        kind: String::new(),
        label: name.clone(),
        about: format!(
            "{} in {}",
            counted(statements, "statement", "statements"),
            counted(stories, "story", "stories")
        ),
        deed: Deed::Person(name),
        tick: None,
    });
    let title = "who speaks in the collection";
    app.mode = Mode::Pick(Picker::new(title, doubts.chain(voices).collect()));
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Asks whether two names mean one person.
pub fn doubt(app: &mut App, name: &str, other: &str) {
    let decide = |same| Deed::SamePerson { same, name: name.to_owned(), other: other.to_owned() };
    let choices = vec![
        Choice::new(format!("{name} is {other}"), "in every story", decide(true)),
        Choice::new("they are two", "and stay apart", decide(false)),
        Choice::new("look at what was said first", name, Deed::Person(name.to_owned())),
        Choice::new("leave it open", "", Deed::Nothing),
    ];
    let title = format!("{name} may be {other}");
    app.mode = Mode::Pick(Picker { digits: true, ..Picker::new(title, choices) });
}

/// Keeps what the reader decided.
pub fn decided(app: &mut App, same: bool, name: String, other: String) -> Vec<Effect> {
    hits::wait(app, |_| Asked::Same { same, name, other })
}

/// Once it is kept, the list again.
pub fn again(app: &mut App) -> Vec<Effect> {
    hits::act(app, &Action::Hits(Listed::People)).unwrap_or_default()
}
