//! Asking and being answered: typed lines, lists to choose from, a comment of several lines.

use std::collections::BTreeSet;

use super::{
    Action, App, Ask, Asked, Choice, Deed, Edit, Effect, Filter, Goal, LineEdit, Mode, Notice,
    Picker, Prompt, Reader, Saved, Search, Side, act, book, command, decide, desk, draft,
    everywhere, hits, list, marking, namesakes, outside, picker, reading, review, speaking,
    unplaced,
};
use crate::story::query::{Completion, Known, complete};
use crate::story::reviewed;
use crate::text::Span;

/// Asks what to search for.
pub fn search(app: &mut App) {
    if let Some(at) = app.reader().map(|reader| reader.caret.at) {
        app.mode = Mode::Prompt(Prompt::new(Ask::Search(at), ""));
    }
}

/// Asks what to show, beginning with what is shown.
pub fn filter(app: &mut App) {
    let Some(reader) = app.reader() else { return };
    let mut line = reader.list.filter.text.clone();
    if !line.is_empty() {
        line.push(' ');
    }
    app.mode = Mode::Prompt(Prompt::new(Ask::Filter, &line));
}

/// Asks in which format to export.
pub fn export(app: &mut App) {
    if app.reader().is_some() {
        app.mode = Mode::Pick(picker::export(&app.formats));
    }
}

/// Asks for a command.
pub fn command(app: &mut App) {
    app.mode = Mode::Pick(command::palette(app));
}

/// Asks who speaks.
pub fn speaker(app: &mut App) {
    match app.reader().and_then(speaking::picker) {
        Some(picker) => app.mode = Mode::Pick(picker),
        None => app.notice = Some(act::no_statement(app)),
    }
}

/// Asks what else is to be said of the statement, of what the codebook knows.
pub fn attribute(app: &mut App) {
    let Some((reader, one)) = app.reader().and_then(|it| Some((it, it.statement()?))) else {
        app.notice = Some(act::no_statement(app));
        return;
    };
    let now = reader.item(one).map(|item| &item.attributes);
    let choice = |name: &String, value: &String| {
        let on = now.and_then(|now| now.get(name)) == Some(value);
        Choice {
            kind: name.clone(),
            label: value.clone(),
            about: if on { "✓ said".to_owned() } else { String::new() },
            deed: Deed::Attribute(name.clone(), value.clone()),
            tick: None,
        }
    };
    let attributes = app.codebook.attributes.iter();
    let choices: Vec<Choice> = attributes
        .flat_map(|it| it.values.iter().map(move |value| choice(&it.name, value)))
        .collect();
    if choices.is_empty() {
        let why = "the codebook has no attributes: its file may list some".to_owned();
        app.notice = Some(Notice::Good(why));
        return;
    }
    app.mode = Mode::Pick(Picker { digits: true, ..Picker::new("say of it", choices) });
}

/// Asks which other statements shall be judged as this one was.
pub fn everywhere(app: &mut App) {
    match app.reader().map(everywhere::ask) {
        Some(Ok(picker)) => app.mode = Mode::Pick(picker),
        Some(Err(why)) => app.notice = Some(Notice::Bad(why)),
        None => {}
    }
}

/// Asks whether everything shown and open shall be accepted.
pub fn accept_all(app: &mut App) {
    let open = app.reader().map(review::open).unwrap_or_default();
    if open.is_empty() {
        app.notice = Some(Notice::Good("every statement shown is reviewed".to_owned()));
        return;
    }
    let yes = match open.len() {
        1 => "accept 1 statement with the tag it shows".to_owned(),
        many => format!("accept {many} statements, each with the tag it shows"),
    };
    app.mode = Mode::Pick(picker::confirm(
        "accept all that are shown and open?",
        yes,
        Deed::AcceptAll(open),
    ));
}

/// Asks which story to go to, with how far each has come.
pub fn story(app: &mut App) {
    let choice = |(number, tab): (usize, &super::Tab)| {
        let (label, about) = match tab.reader() {
            Some(reader) => {
                let article = &reader.story.article;
                let (label, file) = (article.label(), article.id.as_str());
                let file = if label == file { String::new() } else { format!("{file} · ") };
                (label.to_owned(), file + &progress(reader))
            }
            None => (tab.name.clone(), tab.stage.word()),
        };
        let kind = if number == app.tabs.at { "here" } else { "" };
        Choice { kind: kind.to_owned(), label, about, deed: Deed::Story(number), tick: None }
    };
    let choices = app.tabs.all.iter().enumerate().map(choice).collect();
    app.mode = Mode::Pick(Picker { at: app.tabs.at, ..Picker::new("stories", choices) });
}

/// How far a story has come: `12 statements, 7 reviewed, 5 tagged`.
fn progress(reader: &Reader) -> String {
    let items = || reader.story.statements.iter().map(|one| reader.item(one));
    let done = items().filter(|item| reviewed(*item)).count();
    let tagged = items().filter(|item| item.is_some_and(|item| !item.tags.is_empty())).count();
    let all = reader.story.statements.len();
    let saved = match &reader.saved {
        Saved::Failed(..) => ", NOT SAVED",
        _ => "",
    };
    format!("{all} statements, {done} reviewed, {tagged} tagged{saved}")
}

/// Opens the comment on the current statement.
pub fn comment(app: &mut App) {
    let Some(reader) = app.reader() else { return };
    let Some(statement) = reader.statement() else {
        app.notice = Some(act::no_statement(app));
        return;
    };
    let text = reader.item(statement).map_or("", |item| &item.comment);
    app.mode = Mode::Write(LineEdit::page(text));
}

/// Takes in a change of what is typed.
pub fn type_in(app: &mut App, edit: &Edit) -> Vec<Effect> {
    if let (Mode::Pick(picker), Edit::Insert(typed)) = (&mut app.mode, edit)
        && let Some(at) = picker.at_once(typed)
    {
        picker.at = at;
        picker.many = false;
        return submit(app);
    }
    match &mut app.mode {
        Mode::Prompt(prompt) => {
            prompt.line.edit(edit);
            prompt.choice = None;
            if let Ask::Search(from) = prompt.ask {
                let words = prompt.line.text.clone();
                if let Some(reader) = app.tabs.current_mut().reader_mut() {
                    find(reader, &words, from);
                }
            }
        }
        Mode::Pick(picker) => {
            picker.line.edit(edit);
            picker.at = 0;
        }
        Mode::Write(page) => page.edit(edit),
        Mode::Read | Mode::Show(_) => {}
    }
    Vec::new()
}

/// Searches and goes to the first match from `from` on.
fn find(reader: &mut Reader, words: &str, from: usize) {
    reader.search = Search::new(&reader.story.article, words);
    let hits = &reader.search.hits;
    let first = hits.iter().find(|hit| hit.start() >= from).or(hits.first());
    let at = first.map_or(from, |hit| hit.start());
    reading::to_byte(reader, at);
}

/// Searches for the word at the caret, and goes to where it stands next.
pub fn search_word(app: &mut App) {
    let Some(reader) = app.tabs.current_mut().reader_mut() else { return };
    let word = draft::word_at(reader, reader.caret.at);
    let (words, from) = (word.of(reader.text()).to_owned(), reader.caret.at);
    find(reader, &words, word.end());
    reader.places.leave(from);
    found(app, &words);
}

/// Searches from the caret on, and tells what was found.
pub fn find_from_caret(app: &mut App, words: &str) {
    let Some(reader) = app.tabs.current_mut().reader_mut() else { return };
    let from = reader.caret.at;
    reader.places.leave(from);
    find(reader, words, from);
    found(app, words);
}

fn found(app: &mut App, words: &str) {
    let hits = app.reader().map_or(0, |reader| reader.search.hits.len());
    app.notice = (!words.is_empty()).then(|| match hits {
        0 => Notice::Bad(format!("“{words}” is not in this story")),
        1 => Notice::Good("found once".to_owned()),
        many => {
            let next = app.keys.of(&Action::Go(Side::Next, Goal::Match));
            Notice::Good(format!("found {many} times: {next} goes to the next"))
        }
    });
}

/// What may stand at the end of the query that is typed: the stretch it replaces, and the choices.
pub fn completions(app: &App) -> Option<(Span, Vec<Completion>)> {
    let Mode::Prompt(Prompt { ask: Ask::Filter | Ask::Collection, line, .. }) = &app.mode else {
        return None;
    };
    let voices = app.reader().map_or(&[][..], |reader| &reader.index.voices);
    let known = Known {
        speakers: voices.iter().filter(|it| it.says > 0).map(|it| it.name.clone()).collect(),
        tags: app.codebook.tags.iter().map(|tag| tag.name.clone()).collect(),
    };
    Some(complete(&line.text, line.at, &known))
}

/// Moves in a list, in the choices for a typed line, in what is shown.
pub fn choose(app: &mut App, side: Side, count: usize) {
    let many = completions(app).map_or(0, |(_, choices)| choices.len());
    match &mut app.mode {
        Mode::Pick(picker) => picker.turn(side, count),
        Mode::Prompt(prompt) if many > 0 => {
            prompt.choice = match (prompt.choice, side) {
                (None, Side::Next) => Some(0),
                (None | Some(0), Side::Back) => None,
                (Some(at), Side::Next) => Some((at + count).min(many - 1)),
                (Some(at), Side::Back) => Some(at.saturating_sub(count)),
            };
        }
        Mode::Show(show) => {
            let last = show.rows.len().saturating_sub(1);
            show.top = match side {
                Side::Next => (show.top + count).min(last),
                Side::Back => show.top.saturating_sub(count),
            };
        }
        Mode::Write(page) => page.edit(&Edit::Line(side)),
        Mode::Prompt(_) | Mode::Read => {}
    }
}

/// Ticks what is chosen; completes a typed line.
pub fn tick(app: &mut App) {
    let completed = completions(app);
    match &mut app.mode {
        Mode::Pick(picker) => picker.tick(),
        Mode::Prompt(prompt) => {
            let Some((place, choices)) = completed else { return };
            if let Some(choice) = choices.get(prompt.choice.unwrap_or(0)) {
                prompt.line.replace(place, &choice.text);
                prompt.choice = None;
            }
        }
        _ => {}
    }
}

/// Goes back without doing it.
pub fn cancel(app: &mut App) {
    let mode = std::mem::replace(&mut app.mode, Mode::Read);
    if let (Mode::Prompt(Prompt { ask: Ask::Search(from), .. }), Some(reader)) =
        (mode, app.tabs.current_mut().reader_mut())
    {
        reader.search = Search::default();
        reading::to_byte(reader, from);
    }
}

/// Does what was typed or chosen.
pub fn submit(app: &mut App) -> Vec<Effect> {
    if let Mode::Prompt(Prompt { ask: Ask::Filter | Ask::Collection, choice: Some(_), .. }) =
        &app.mode
    {
        tick(app);
        let whole = |line: &LineEdit| !line.text.ends_with(':');
        if !matches!(&app.mode, Mode::Prompt(prompt) if whole(&prompt.line)) {
            return Vec::new();
        }
    }
    match std::mem::replace(&mut app.mode, Mode::Read) {
        Mode::Write(page) => {
            act::mark(app, |item, _| page.text.trim().clone_into(&mut item.comment))
        }
        Mode::Prompt(Prompt { ask: Ask::Search(from), line, .. }) => {
            if let Some(reader) = app.tabs.current_mut().reader_mut() {
                reader.places.leave(from);
            }
            found(app, &line.text);
            Vec::new()
        }
        Mode::Prompt(Prompt { ask: Ask::Rename(key), line, .. }) => {
            desk::rename(app, &key, &line.text)
        }
        Mode::Prompt(Prompt { ask: Ask::Book(at, field), line, .. }) => {
            book::answer(app, at, field, &line.text)
        }
        Mode::Prompt(Prompt { ask: Ask::Split(mentions), line, .. }) => {
            desk::split(app, &mentions, &line.text)
        }
        Mode::Prompt(Prompt { ask: Ask::Reason, line, .. }) => decide::because(app, &line.text),
        Mode::Prompt(prompt) => {
            let text = &prompt.line.text;
            let done = match prompt.ask {
                Ask::Collection => hits::question(app, text),
                _ => show(app, text).map(|()| Vec::new()),
            };
            done.unwrap_or_else(|why| {
                app.notice = Some(Notice::Bad(why));
                app.mode = Mode::Prompt(prompt);
                Vec::new()
            })
        }
        Mode::Pick(picker) => chosen(app, &picker),
        Mode::Read | Mode::Show(_) => Vec::new(),
    }
}

/// Shows what a query asks for; what is wrong with it, if something is.
pub fn show(app: &mut App, query: &str) -> Result<(), String> {
    let filter = Filter::parse(query).map_err(|error| error.to_string())?;
    let Some(reader) = app.tabs.current_mut().reader_mut() else { return Ok(()) };
    list::set(reader, filter);
    // Keys act on what is shown, so the caret leaves what is not.
    if reader.current.is_none() && !reading::go(reader, Side::Next, Goal::Statement) {
        reading::go(reader, Side::Back, Goal::Statement);
    }
    if reader.list.shown.is_empty() && !reader.list.filter.is_empty() {
        let words = reader.list.filter.text.clone();
        let all = app.keys.of(&Action::Clear);
        app.notice = Some(Notice::Good(format!("no statement is {words}: {all} shows all")));
    }
    Ok(())
}

fn chosen(app: &mut App, picker: &Picker) -> Vec<Effect> {
    let deeds = picker.chosen();
    let Some(first) = deeds.first() else {
        let words = if picker.many {
            "nothing is ticked: nothing is changed".to_owned()
        } else {
            format!("“{}” is not on the list: nothing is changed", picker.line.text)
        };
        app.notice = Some(Notice::Good(words));
        return Vec::new();
    };
    match first.clone() {
        Deed::Nothing => Vec::new(),
        Deed::Act(action) => act::act(app, action),
        // What is typed behind a command's name belongs to it.
        Deed::Run(name) if command::WITH_WORDS.iter().any(|(known, _)| *known == name) => {
            command::run(app, picker.line.text.trim())
        }
        Deed::Run(line) => command::run(app, &line),
        Deed::Export(format) if app.hits.shown => hits::export(app, &format),
        Deed::Export(format) => {
            let Some(reader) = app.reader() else { return Vec::new() };
            let (story, marks) = (reader.story.clone(), reader.marks.clone());
            vec![Effect::Export { format, story, marks }]
        }
        Deed::Story(number) => {
            app.tabs.at = number.min(app.tabs.all.len() - 1);
            Vec::new()
        }
        Deed::Speaker(_) => {
            let names = deeds.into_iter().filter_map(|deed| match deed {
                Deed::Speaker(name) => Some(name),
                _ => None,
            });
            let (tab, me, names) = (app.tabs.at, app.me.clone(), names.collect());
            let reader = app.tabs.current_mut().reader_mut();
            reader.map(|reader| speaking::set(reader, tab, &me, names)).unwrap_or_default()
        }
        Deed::Book(deed) => book::act(app, deed),
        Deed::Decide(decision) => decide::decide(app, decision),
        Deed::Place(placing) => unplaced::place(app, placing),
        Deed::Settle(way) => outside::settle(app, way),
        Deed::TagHits(number) => hits::tag_meant(app, number),
        Deed::Person(name) => hits::wait(app, |width| Asked::Person(name, width)),
        Deed::Doubt(name, other) => {
            namesakes::doubt(app, &name, &other);
            Vec::new()
        }
        Deed::SamePerson { same, name, other } => namesakes::decided(app, same, name, other),
        Deed::AskMerge(from, into) => {
            desk::confirm_merge(app, from, into);
            Vec::new()
        }
        Deed::Merge(from, into) => desk::merge(app, from, into),
        Deed::Apart(key) => desk::apart(app, &key),
        Deed::Kind(at, kind) => desk::set_kind(app, at, kind),
        Deed::Mentions(_) => {
            let spans = deeds.into_iter().flat_map(|deed| match deed {
                Deed::Mentions(spans) => spans,
                _ => Vec::new(),
            });
            // A mention may be ticked by itself and by its name.
            let spans: BTreeSet<Span> = spans.collect();
            desk::ask_name(app, spans.into_iter().collect());
            Vec::new()
        }
        Deed::Attribute(name, value) => act::mark(app, |item, _| {
            if item.attributes.get(&name) == Some(&value) {
                item.attributes.remove(&name);
            } else {
                item.attributes.insert(name, value);
            }
        }),
        Deed::Alike(_) | Deed::Unsaid(_) => everywhere::spread(app, &deeds),
        Deed::AcceptAll(numbers) => {
            let effects = review::all(app, &numbers, marking::accept);
            let undo = app.keys.of(&Action::Undo);
            let told = format!("{} accepted: {undo} takes them all back", numbers.len());
            app.notice = Some(Notice::Good(told));
            effects
        }
    }
}
