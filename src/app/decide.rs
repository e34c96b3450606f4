//! What colleagues see differently, decided one after the other with the story in sight: take what one of
//! them said, take none, say why. Each decision is one step that undo takes back, and is saved at once.

use super::{
    Action, App, Ask, Choice, Deed, Effect, Mode, Notice, Picker, Prompt, Reader, Side, marking,
    reading,
};
use crate::agreement::{self, Conflict};
use crate::annotation::{Item, Review};

/// What is to be decided on one story.
#[derive(Clone, PartialEq, Debug)]
pub struct Decisions {
    /// In text order.
    pub conflicts: Vec<Conflict>,
    /// Which one is at hand.
    pub at: usize,
}

/// What is done about the one at hand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Decision {
    /// What the reader of that number said.
    Take(usize),
    /// Nobody is right: the statement is rejected.
    None,
    /// Asks why.
    Why,
    /// Goes to the next or previous one, and leaves this as it is.
    Go(Side),
    /// Takes back what was decided last.
    Back,
}

/// What became of one so far.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    /// Nothing: in the marks stands what most say.
    Open,
    /// What that reader said, and those who say the same.
    Taken(usize),
    /// Nobody's.
    None,
    /// Something else, which was marked by hand.
    Own,
}

impl Decisions {
    /// What is to be decided; nothing where colleagues agree.
    pub fn new(conflicts: Vec<Conflict>) -> Option<Box<Decisions>> {
        (!conflicts.is_empty()).then(|| Box::new(Decisions { conflicts, at: 0 }))
    }

    fn here(&self) -> &Conflict {
        &self.conflicts[self.at]
    }

    fn open(&self, reader: &Reader) -> Vec<usize> {
        let all = self.conflicts.iter().enumerate();
        all.filter(|(_, one)| state(reader, one) == State::Open).map(|(at, _)| at).collect()
    }
}

fn state(reader: &Reader, conflict: &Conflict) -> State {
    let Some(item) = reader.marks.get(&conflict.id) else { return State::None };
    if *item == conflict.stands {
        return State::Open;
    }
    match conflict.votes.iter().position(|(_, vote)| alike(item, vote)) {
        Some(vote) => State::Taken(vote),
        None if item.review == Review::Rejected => State::None,
        None => State::Own,
    }
}

/// Whether two say the same, whatever is remarked about it.
fn alike(one: &Item, other: &Item) -> bool {
    agreement::differences(one, other).iter().all(|it| it.field == "comment")
}

/// Shows the first that is open; where there is nothing to decide, how one gets there.
pub fn ask(app: &mut App) {
    let open = app.reader().and_then(|reader| Some(reader.decide.as_ref()?.open(reader)));
    match open {
        None => {
            let how = "onrecord merge A B -o C --review";
            let why = format!("colleagues’ marks are decided on when they are joined: {how}");
            app.notice = Some(Notice::Good(why));
        }
        Some(open) => show(app, open.first().copied()),
    }
}

/// Shows the conflict of that number, else the one at hand, its statement near the top.
fn show(app: &mut App, at: Option<usize>) {
    let Some(reader) = app.tabs.current_mut().reader_mut() else { return };
    let Some(mut decide) = reader.decide.take() else { return };
    decide.at = at.unwrap_or(decide.at).min(decide.conflicts.len() - 1);
    let id = decide.here().id.clone();
    if let Some(number) = reader.number_of(&id) {
        reading::to_statement(reader, number);
        let line = reader.page.line_of(reader.caret.at);
        reader.page.top = line.saturating_sub(ABOVE);
        reader.page.clamp();
    }
    let picker = picker(reader, &decide);
    reader.decide = Some(decide);
    app.mode = Mode::Pick(picker);
}

/// Lines of the story seen above the statement.
const ABOVE: usize = 3;

fn picker(reader: &Reader, decide: &Decisions) -> Picker {
    let conflict = decide.here();
    let now = state(reader, conflict);
    let choice = |kind: &str, label: &str, about: String, decision| Choice {
        kind: kind.to_owned(),
        label: label.to_owned(),
        about,
        deed: Deed::Decide(decision),
        tick: None,
    };
    let (mut choices, mut at) = (Vec::new(), 0);
    for (number, (_, item)) in conflict.votes.iter().enumerate() {
        // Who says the same stands on one line, under the first of them.
        let same = |(_, (_, other)): &(usize, &(String, Item))| alike(item, other);
        let names: Vec<(usize, &str)> = conflict
            .votes
            .iter()
            .enumerate()
            .filter(same)
            .map(|(at, (name, _))| (at, name.as_str()))
            .collect();
        if names[0].0 != number {
            continue;
        }
        let holds = |wanted: usize| names.iter().any(|(at, _)| *at == wanted);
        let (taken, most) = match now {
            State::Taken(vote) => (holds(vote), holds(vote)),
            State::Open => (false, holds(conflict.majority)),
            State::None | State::Own => (false, false),
        };
        if most {
            at = choices.len();
        }
        let names: Vec<&str> = names.iter().map(|(_, name)| *name).collect();
        let value = agreement::value(item);
        let mark = if taken { "✓ " } else { "" };
        let fields: Vec<&str> = conflict.fields.iter().copied().chain(["comment"]).collect();
        let about = format!("{mark}{}", agreement::said(item, &fields));
        choices.push(choice(&names.join(", "), &value, about, Decision::Take(number)));
    }
    let none = if now == State::None { "✓ rejected" } else { "the statement is rejected" };
    if now == State::None {
        at = choices.len();
    }
    choices.push(choice("x", "none of them", none.to_owned(), Decision::None));
    let why = reason(reader, conflict).unwrap_or_default();
    choices.push(choice("?", "say why", why, Decision::Why));
    let all = decide.conflicts.len();
    if all > 1 {
        choices.push(choice("n", "the next one", String::new(), Decision::Go(Side::Next)));
        choices.push(choice("p", "the one before", String::new(), Decision::Go(Side::Back)));
    }
    if reader.marks.last().is_some() {
        let about = "the last decision".to_owned();
        choices.push(choice("u", "take back", about, Decision::Back));
    }
    let mine = if now == State::Own { ", changed by hand" } else { "" };
    let open = match decide.open(reader).len() {
        0 => "all are decided".to_owned(),
        open => format!("{open} open"),
    };
    let title = format!(
        "to decide: {} of {all}, {open} — {} differ{mine}",
        decide.at + 1,
        conflict.fields.join(", ")
    );
    Picker { at, digits: true, low: true, ..Picker::new(title, choices) }
}

/// Why it was decided so: what stands behind the comments of those who are decided on.
fn reason(reader: &Reader, conflict: &Conflict) -> Option<String> {
    let comment = &reader.marks.get(&conflict.id)?.comment;
    let theirs = conflict.votes.iter().any(|(_, vote)| vote.comment == *comment);
    let all = &conflict.stands.comment;
    // Words that only begin as theirs do are a reader's own.
    let rest = comment
        .strip_prefix(all)
        .filter(|rest| rest.is_empty() || all.is_empty() || rest.starts_with('\n'));
    let behind = rest.unwrap_or(comment).trim();
    (!theirs && !behind.is_empty()).then(|| behind.to_owned())
}

/// The comments of all, and why it was decided so.
fn remarks(conflict: &Conflict, why: &str) -> String {
    let all = [conflict.stands.comment.as_str(), why.trim()];
    all.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Does what was decided, and goes on to the next that is open.
pub fn decide(app: &mut App, decision: Decision) -> Vec<Effect> {
    let (tab, me) = (app.tabs.at, app.me.clone());
    let Some(reader) = app.tabs.current_mut().reader_mut() else { return Vec::new() };
    let Some(decisions) = reader.decide.clone() else { return Vec::new() };
    let (conflict, at) = (decisions.here(), decisions.at);
    let many = decisions.conflicts.len();
    let (vote, told) = match decision {
        Decision::Take(vote) => match conflict.votes.get(vote) {
            Some((name, item)) => (item.clone(), format!("{} of {name}", agreement::value(item))),
            None => return Vec::new(),
        },
        Decision::None => {
            let most = conflict.stands.clone();
            let none = Item { tags: Vec::new(), review: Review::Rejected, ..most };
            (none, "none of them".to_owned())
        }
        Decision::Why => {
            let now = reason(reader, conflict).unwrap_or_default();
            app.mode = Mode::Prompt(Prompt::new(Ask::Reason, &now));
            return Vec::new();
        }
        Decision::Go(side) => {
            let step = if side == Side::Next { 1 } else { many - 1 };
            show(app, Some((at + step) % many));
            return Vec::new();
        }
        Decision::Back => {
            let (_, effects) = marking::turn_back(reader, tab, Side::Back);
            let last = reader.marks.undone().last().and_then(|step| step.items.first());
            let id = last.map(|change| change.id.clone());
            let back = decisions.conflicts.iter().position(|one| Some(&one.id) == id.as_ref());
            show(app, back);
            return effects;
        }
    };
    let comment = remarks(conflict, &reason(reader, conflict).unwrap_or_default());
    let item = Item { comment, stamp: marking::stamp(&me), ..vote };
    let effects = marking::apply(reader, tab, vec![(conflict.id.clone(), Some(item))]);
    let open = decisions.open(reader);
    let next = open.iter().find(|next| **next > at).or(open.first()).copied();
    if next.is_some() {
        show(app, next);
    } else {
        let again = app.keys.of(&Action::Decide);
        let all = format!("taken: {told}. All {many} are decided; {again} shows them again");
        app.notice = Some(Notice::Good(all));
    }
    effects
}

/// Keeps why it is decided so, with what is taken now, and shows it again.
pub fn because(app: &mut App, words: &str) -> Vec<Effect> {
    let (tab, me) = (app.tabs.at, app.me.clone());
    let Some(reader) = app.tabs.current_mut().reader_mut() else { return Vec::new() };
    let Some(decisions) = reader.decide.clone() else { return Vec::new() };
    let conflict = decisions.here();
    let item = reader.marks.get(&conflict.id).unwrap_or(&conflict.stands).clone();
    let comment = remarks(conflict, words);
    let item = Item { comment, stamp: marking::stamp(&me), ..item };
    let effects = marking::apply(reader, tab, vec![(conflict.id.clone(), Some(item))]);
    show(app, None);
    effects
}
