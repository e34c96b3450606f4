//! Hints and help, both made from the live keymap.

use super::{Action, App, Keys, Mode, Side, Size};

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
    /// While a line is typed.
    Prompt,
    /// While something is chosen from a list.
    Pick,
    /// In the help.
    Help,
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
    /// What it does, for the help.
    pub help: &'static str,
    /// What it does in a word or two, for the hint line; empty where it is not among them.
    pub brief: &'static str,
    /// What it does.
    pub action: Action,
}

impl Keys {
    /// The first key that does this, as the reader knows it; nothing where no key does.
    pub fn of(&self, action: &Action) -> &str {
        let bound = self.guide.iter().find(|hint| hint.action == *action);
        bound.and_then(|hint| hint.keys.split(' ').next()).unwrap_or_default()
    }
}

/// A line of the help.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HelpLine<'a> {
    /// A heading.
    Group(&'a str),
    /// A row of the keymap.
    Row(&'a Hint),
    /// What a sign on the screen means.
    Sign(&'a str, &'a str),
    /// Between groups.
    Blank,
}

/// Signs on the screen, under a heading of their own behind the keys.
#[rustfmt::skip]
const SIGNS: &[(&str, &str)] = &[
    ("C M D",       "tagged by you: claim, commitment, denial"),
    ("c? m? d?",    "small, or with a question mark: proposed by the machine"),
    ("·",           "no tag, and none is proposed"),
    ("✓ ✗ ✎",       "accepted, rejected, has a comment"),
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

/// The whole help.
pub fn lines(guide: &[Hint]) -> Vec<HelpLine<'_>> {
    let mut lines = Vec::new();
    let mut group = "";
    for hint in guide {
        if hint.group != group {
            if !group.is_empty() {
                lines.push(HelpLine::Blank);
            }
            group = hint.group;
            lines.push(HelpLine::Group(group));
        }
        lines.push(HelpLine::Row(hint));
    }
    lines.extend([HelpLine::Blank, HelpLine::Group("Signs")]);
    lines.extend(SIGNS.iter().map(|(sign, means)| HelpLine::Sign(sign, means)));
    lines
}

/// Lines of the help that are seen at once.
pub fn height(size: Size) -> usize {
    usize::from(size.height.saturating_sub(4)).max(1)
}

/// Scrolls the help.
pub fn scroll(app: &mut App, side: Side, count: usize) {
    let last = lines(&app.keys.guide).len().saturating_sub(height(app.size));
    if let Mode::Help(top) = &mut app.mode {
        *top = match side {
            Side::Next => (*top + count).min(last),
            Side::Back => top.saturating_sub(count),
        };
    }
}
