//! Hints and help, both made from the live keymap.

use super::{Action, App, Choice, Deed, Keys, Picker};

/// Where a row of the keymap is live.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// In every pane.
    Read,
    /// In the text.
    Story,
    /// In the list of statements.
    Statements,
    /// In the list of people and places.
    Entities,
    /// In the review.
    Review,
    /// While a statement is made or changed.
    Draft,
    /// While a line is typed.
    Prompt,
    /// While something is chosen from a list.
    Pick,
    /// While something of several lines is written.
    Write,
    /// While something is shown over the screen.
    Show,
    /// In the list of what a question to the collection found.
    Hits,
}

impl Scope {
    /// All of them.
    pub const ALL: [Scope; 11] = [
        Scope::Read,
        Scope::Story,
        Scope::Statements,
        Scope::Entities,
        Scope::Review,
        Scope::Draft,
        Scope::Prompt,
        Scope::Pick,
        Scope::Write,
        Scope::Show,
        Scope::Hits,
    ];

    /// What it is called in a file of keys.
    pub fn word(self) -> &'static str {
        match self {
            Scope::Read => "read",
            Scope::Story => "story",
            Scope::Statements => "statements",
            Scope::Entities => "people",
            Scope::Review => "review",
            Scope::Draft => "draft",
            Scope::Prompt => "typing",
            Scope::Pick => "choosing",
            Scope::Write => "writing",
            Scope::Show => "showing",
            Scope::Hits => "hits",
        }
    }
}

/// One row of the live keymap.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hint {
    /// Where it is live.
    pub scope: Scope,
    /// Heading in the help.
    pub group: &'static str,
    /// Keys as a reader knows them, alternatives apart: `j ↓`.
    pub keys: String,
    /// The same as a file of keys writes them: `j <down>`.
    pub chords: String,
    /// Names the action in commands and in a file of keys.
    pub name: &'static str,
    /// What it does, for the help.
    pub help: String,
    /// What it does in a word or two, for the hint line; empty where it is not among them.
    pub brief: String,
    /// What it does.
    pub action: Action,
}

impl Keys {
    /// The first key of that place with this name, as the reader knows it.
    pub fn of_in(&self, scope: Scope, name: &str) -> &str {
        let bound = self.guide.iter().find(|hint| hint.scope == scope && hint.name == name);
        bound.and_then(|hint| hint.keys.split(' ').next()).unwrap_or("")
    }

    /// The first key that does this, as the reader knows it; the command where no key does.
    pub fn of(&self, action: &Action) -> &str {
        let bound = self.guide.iter().find(|hint| hint.action == *action);
        bound.map_or("", |hint| {
            hint.keys.split(' ').next().filter(|key| !key.is_empty()).unwrap_or(hint.name)
        })
    }
}

/// Signs on the screen, behind the keys in the help.
#[rustfmt::skip]
const SIGNS: &[(&str, &str)] = &[
    ("C M D",       "tagged by you: the tag’s letter, as in the codebook"),
    ("c? m? d?",    "small, or with a question mark: proposed by the machine"),
    ("·",           "no tag, and none is proposed"),
    ("✓ ✗ ✎",       "accepted, rejected, has a comment"),
    ("✚ ✱",         "made by you; found by the machine and changed by you"),
    ("+",           "more statements begin on this line: o goes through them"),
    ("│ ┃",         "along a statement, in its speaker’s colour; along the current one"),
    ("▸",           "the current statement, person or place"),
    ("• ◆",         "in the strip at the right: a statement, the current one"),
    ("▐",           "in the strip: the part of the story that is seen"),
    ("bold",        "who is named as the source"),
    ("italic",      "the reporting words; or a tag that is proposed"),
    ("underlined",  "where the person or place chosen is named"),
    ("lit ground",  "the current statement; it is underlined without colours"),
    ("0.94",        "how sure the machine is, from 0 to 1"),
];

/// The whole help: what is live here first, then the rest, then the signs. Letters narrow it by
/// key and by word; Enter runs what is chosen.
pub fn picker(app: &App) -> Picker {
    let live = app.scopes();
    let rows = |here: bool| {
        let hints = app.keys.guide.iter().filter(move |hint| live.contains(&hint.scope) == here);
        hints.map(move |hint| Choice {
            kind: hint.keys.clone(),
            label: hint.help.clone(),
            about: hint.group.to_owned(),
            deed: if here { Deed::Act(hint.action.clone()) } else { Deed::Nothing },
            tick: None,
        })
    };
    let signs = SIGNS.iter().map(|(sign, means)| Choice {
        kind: (*sign).to_owned(),
        label: (*means).to_owned(),
        about: "signs".to_owned(),
        deed: Deed::Nothing,
        tick: None,
    });
    Picker::new("keys", rows(true).chain(rows(false)).chain(signs).collect())
}
