//! Command lines: `tag denial`, `speaker Ada Hill`, `show tag:claim`, or the name of any action. The
//! palette runs them, and so does `--linear`.

use super::act::act;
use super::{
    Action, App, Choice, Deed, Effect, Free, How, Mark, Notice, Picker, asking, hits, marking,
    reading, review, speaking,
};
use crate::text::find::nearest;

/// Commands that take words, each with what it does. All other commands are names of actions.
#[rustfmt::skip]
pub const WITH_WORDS: [(&str, &str); 8] = [
    ("show",    "show what a query asks for: show speaker:putin unreviewed"),
    ("find",    "search words in the text: find collusion"),
    ("go",      "go to a statement by its number: go 12"),
    ("ask",     "ask the collection: ask speaker:putin tag:denial after:2017-11"),
    ("tag",     "tag the current statement: tag denial"),
    ("tag-all", "tag everything shown: tag-all claim"),
    ("speaker", "set who speaks, several apart by commas: speaker Ada Hill, Bo Lund"),
    ("comment", "comment on the current statement: comment ask her again"),
];

/// Lines remembered in the palette.
const REMEMBERED: usize = 50;

/// The palette: what was run before, then every command, those with words last.
pub fn palette(app: &App) -> Picker {
    let old = app.history.iter().rev().map(|line| Choice {
        kind: "again".to_owned(),
        label: line.clone(),
        about: String::new(),
        deed: Deed::Run(line.clone()),
        tick: None,
    });
    let scopes = app.scopes();
    let live = app.keys.guide.iter().filter(|hint| scopes.contains(&hint.scope));
    let named = live.map(|hint| Choice {
        kind: hint.keys.split(' ').next().unwrap_or_default().to_owned(),
        label: hint.name.to_owned(),
        about: hint.help.clone(),
        deed: Deed::Run(hint.name.to_owned()),
        tick: None,
    });
    let worded = WITH_WORDS.iter().map(|(name, about)| Choice {
        kind: "words".to_owned(),
        label: (*name).to_owned(),
        about: (*about).to_owned(),
        deed: Deed::Run((*name).to_owned()),
        tick: None,
    });
    let choices = old.chain(named).chain(worded).collect();
    Picker { free: Some(Free::Command), how: How::Fuzzy, ..Picker::new("do", choices) }
}

/// Does what a command line says; what is wrong with it becomes a notice.
pub fn run(app: &mut App, line: &str) -> Vec<Effect> {
    let line = line.trim();
    app.history.retain(|old| old != line);
    app.history.push(line.to_owned());
    let many = app.history.len();
    app.history.drain(..many.saturating_sub(REMEMBERED));
    let (name, words) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    match done(app, name, words.trim()) {
        Ok(effects) => effects,
        Err(why) => {
            app.notice = Some(Notice::Bad(why));
            Vec::new()
        }
    }
}

fn done(app: &mut App, name: &str, words: &str) -> Result<Vec<Effect>, String> {
    let bound = app.keys.guide.iter().any(|hint| hint.name == name);
    let worded = WITH_WORDS.iter().find(|(known, _)| *known == name && words.is_empty());
    if let Some((_, help)) = worded.filter(|_| name != "show" && !bound) {
        return Err(format!("{name} wants words behind it: {help}"));
    }
    let (tab, me) = (app.tabs.at, app.me.clone());
    match name {
        "show" => asking::show(app, words).map(|()| Vec::new()),
        "ask" => hits::question(app, words),
        "find" => {
            asking::find_from_caret(app, words);
            Ok(Vec::new())
        }
        "go" => {
            let number: usize = words.parse().map_err(|_| format!("“{words}” is no number"))?;
            let reader = app.tabs.current_mut().reader_mut().ok_or("the story is not open yet")?;
            let many = reader.list.shown.len();
            let at = number.checked_sub(1).filter(|at| *at < many);
            let at = at.ok_or(format!("there are statements 1 to {many}"))?;
            let statement = reader.list.shown[at];
            reading::to_statement(reader, statement);
            Ok(Vec::new())
        }
        "tag" => Ok(act(app, Action::Mark(Mark::Tag(tag(app, words)?)))),
        "tag-all" => {
            let number = tag(app, words)?;
            let codebook = app.codebook.clone();
            let shown = app.reader().map_or_else(Vec::new, |reader| reader.list.shown.clone());
            let effects =
                review::all(app, &shown, |item, _| marking::set_tag(item, &codebook, number));
            let undo = app.keys.of(&Action::Undo);
            let told = format!("{} tagged {words}: {undo} takes them all back", shown.len());
            app.notice = Some(Notice::Good(told));
            Ok(effects)
        }
        "speaker" if !words.is_empty() => {
            let names = words.split(',').map(|name| name.trim().to_owned()).collect();
            let reader = app.tabs.current_mut().reader_mut().ok_or("the story is not open yet")?;
            reader.statement().ok_or("no statement under the caret")?;
            Ok(speaking::set(reader, tab, &me, names))
        }
        "comment" if !words.is_empty() => {
            let reader = app.tabs.current_mut().reader_mut().ok_or("the story is not open yet")?;
            reader.statement().ok_or("no statement under the caret")?;
            Ok(marking::mark(reader, tab, &me, |item, _| words.clone_into(&mut item.comment)))
        }
        _ => {
            let scopes = app.scopes();
            let live = |hint: &&super::Hint| scopes.contains(&hint.scope) && hint.name == name;
            let elsewhere = |hint: &&super::Hint| hint.name == name;
            let guide = &app.keys.guide;
            let hint = guide.iter().find(live).or_else(|| guide.iter().find(elsewhere));
            let action = hint.map(|hint| hint.action.clone()).ok_or_else(|| unknown(app, name))?;
            Ok(act(app, action))
        }
    }
}

/// The number of a tag by its name.
fn tag(app: &App, name: &str) -> Result<usize, String> {
    let names = || app.codebook.tags.iter().map(|tag| tag.name.as_str());
    names().position(|known| known == name).ok_or_else(|| {
        let all = || names().collect::<Vec<_>>().join(", ");
        let near = nearest(name, names()).map_or_else(all, str::to_owned);
        format!("no tag is called “{name}”: there is {near}")
    })
}

fn unknown(app: &App, name: &str) -> String {
    let names = app.keys.guide.iter().map(|hint| hint.name);
    let names = names.chain(WITH_WORDS.iter().map(|(name, _)| *name));
    let hint = nearest(name, names).map(|near| format!("did you mean {near}?"));
    let hint = hint.unwrap_or_else(|| format!("{} shows all", app.keys.of(&Action::Help)));
    format!("no command is called “{name}”: {hint}")
}
