//! The keys at the foot of the screen, from the live keymap: as many as fit, and a click presses them.

use super::{
    Action, App, Choice, Deed, Drafting, Effect, Hint, Mark, Mode, Picker, Scope, Verdict, act,
};
use crate::text::wrap;

/// A key at the foot.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Button {
    /// Blank columns before it.
    pub gap: usize,
    /// The key.
    pub keys: String,
    /// What it does.
    pub words: String,
    /// What it does, by words; of several one is chosen.
    actions: Vec<(String, Action)>,
    /// How gladly it is left out.
    spare: u8,
}

impl Button {
    fn new(hint: &Hint) -> Button {
        Button {
            gap: 2,
            keys: hint.keys.split(' ').next().unwrap_or_default().to_owned(),
            words: hint.brief.clone(),
            actions: vec![(hint.brief.clone(), hint.action.clone())],
            spare: spare(hint),
        }
    }

    fn columns(&self) -> usize {
        wrap::columns(&self.keys) + 1 + wrap::columns(&self.words)
    }
}

/// How gladly a hint is left out: what moves first, since arrows and paging are found without it;
/// then from the end of the table. The way to all keys and the way out are always there.
fn spare(hint: &Hint) -> u8 {
    match hint.action {
        Action::Help
        | Action::Quit
        | Action::Submit
        | Action::Cancel
        | Action::Draft(Drafting::Leave | Drafting::Keep(_)) => 0,
        Action::Review if hint.scope == Scope::Review => 0,
        Action::Go(..) | Action::Turn(_) | Action::Story(_) => 2,
        _ => 1,
    }
}

/// The keys that are live, as many as fit; the way to all keys and the way out are always there.
pub fn buttons(app: &App, width: usize) -> Vec<Button> {
    let mut buttons: Vec<Button> = Vec::new();
    for scope in app.scopes() {
        let of_scope = app.keys.guide.iter().filter(|hint| hint.scope == *scope);
        for hint in of_scope.filter(|hint| !hint.brief.is_empty() && useful(app, &hint.action)) {
            if !buttons.iter().any(|known| known.words == hint.brief) {
                buttons.push(Button::new(hint));
            }
        }
    }
    if columns(&buttons, 2) <= width {
        return apart(buttons, 2);
    }
    let mut buttons = tags_as_one(buttons);
    if columns(&buttons, 2) <= width {
        return apart(buttons, 2);
    }
    while columns(&buttons, 1) > width {
        let last = buttons.iter().enumerate().max_by_key(|(at, button)| (button.spare, *at));
        let Some((at, _)) = last.filter(|(_, button)| button.spare > 0) else { break };
        buttons.remove(at);
    }
    apart(buttons, 1)
}

fn columns(buttons: &[Button], gap: usize) -> usize {
    let all: usize = buttons.iter().map(|button| button.columns() + gap).sum();
    (all + 1).saturating_sub(gap)
}

fn apart(mut buttons: Vec<Button>, gap: usize) -> Vec<Button> {
    for (at, button) in buttons.iter_mut().enumerate() {
        button.gap = if at == 0 { 1 } else { gap };
    }
    buttons
}

/// The keys of all tags as one: `1-3 tag`.
fn tags_as_one(buttons: Vec<Button>) -> Vec<Button> {
    let (tags, mut others): (Vec<Button>, Vec<Button>) =
        buttons.iter().cloned().partition(|button| gives_tag(&button.actions[0].1));
    let (Some(first), Some(last)) = (tags.first(), tags.last()) else { return buttons };
    let at = buttons.iter().position(|button| button == first).unwrap_or(0);
    let keys = format!("{}-{}", first.keys, last.keys);
    let one = Button { keys, words: "tag".to_owned(), ..first.clone() };
    let actions = tags.into_iter().flat_map(|button| button.actions).collect();
    others.insert(at, Button { actions, ..one });
    others
}

fn gives_tag(action: &Action) -> bool {
    matches!(
        action,
        Action::Mark(Mark::Tag(_))
            | Action::Judge(Verdict::Tag(_))
            | Action::Draft(Drafting::Keep(Some(_)))
    )
}

/// Whether there is something for a key to act on: a story to read, another one to go to.
fn useful(app: &App, action: &Action) -> bool {
    match action {
        Action::Help | Action::Quit | Action::Cancel => true,
        Action::Story(_) => app.tabs.all.len() > 1,
        Action::Tick => match &app.mode {
            Mode::Pick(picker) => picker.ticks(),
            _ => true,
        },
        _ => app.reader().is_some() || !matches!(app.mode, Mode::Read),
    }
}

/// Presses the key in that column; nothing between them.
pub fn press(app: &mut App, column: usize) -> Vec<Effect> {
    let mut end = 0;
    let width = usize::from(app.layout().hints.width);
    let hit = buttons(app, width).into_iter().find(|button| {
        let begin = end + button.gap;
        end = begin + button.columns();
        (begin..end.min(width)).contains(&column)
    });
    let mut actions = hit.map_or_else(Vec::new, |button| button.actions);
    if actions.len() < 2 {
        return actions.pop().map_or_else(Vec::new, |(_, action)| act::act(app, action));
    }
    let choices = actions.into_iter().map(|(words, it)| Choice::new(words, "", Deed::Act(it)));
    app.mode = Mode::Pick(Picker { digits: true, ..Picker::new("tag it", choices.collect()) });
    Vec::new()
}
