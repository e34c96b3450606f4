//! One message in, effects out. What marks, moves and points has files of its own; what opens,
//! closes, asks and leaves is here.

use super::filter::{self, Filter};
use super::{
    Action, App, Ask, Deed, Edit, Effect, Goal, Leaving, LineEdit, Look, Message, Mode, Notice,
    Pane, Picker, Prompt, Reader, Report, Saved, Search, Side, Stage, help, marking, pointer,
    reading,
};

/// Applies one message. Touches nothing but `app`; what must happen outside comes back as effects,
/// in the order they must run. Cannot fail.
pub fn update(app: &mut App, message: Message) -> Vec<Effect> {
    let effects = match message {
        Message::Act(action) => act(app, action),
        Message::Heard(report) => hear(app, report),
        Message::Resized(size) => {
            app.size = size;
            help::scroll(app, Side::Back, 0);
            Vec::new()
        }
    };
    fit(app);
    effects
}

/// Sets the story at hand to the sizes of the panes.
fn fit(app: &mut App) {
    let (layout, measure) = (app.layout(), app.look.measure);
    if let Some(reader) = app.tabs.current_mut().reader_mut() {
        reader.fit(&layout, measure);
    }
}

fn act(app: &mut App, action: Action) -> Vec<Effect> {
    let seen = app.layout();
    if !matches!(action, Action::Await(_)) {
        app.notice = None;
        app.keys.pending.clear();
    }
    if app.leaving == Leaving::Warned && action != Action::Quit {
        app.leaving = Leaving::No;
    }
    match action {
        Action::Move(motion) => with(app, |reader| reading::move_caret(reader, motion)),
        Action::Go(side, goal) => go(app, side, goal),
        Action::Cycle => cycle(app),
        Action::Turn(side) => turn(app, side),
        Action::Focus(pane) => app.focus.to(pane),
        Action::ToggleTag(number) => {
            let effects = mark(app, |item, _| marking::toggle_tag(item, number));
            let reader = app.reader();
            if let Some(words) =
                reader.filter(|_| !effects.is_empty()).and_then(marking::unrejected)
            {
                app.notice = Some(Notice::Good(words));
            }
            return effects;
        }
        Action::ToggleAccepted => return mark(app, marking::toggle_accepted),
        Action::ToggleRejected => return mark(app, |item, _| marking::toggle_rejected(item)),
        Action::Undo => return turn_back(app, Side::Back),
        Action::Redo => return turn_back(app, Side::Next),
        Action::Save => {
            let tab = app.tabs.at;
            let reader = app.tabs.current_mut().reader_mut();
            return reader.map(|reader| marking::save(reader, tab)).unwrap_or_default();
        }
        Action::AskComment => ask_comment(app),
        Action::AskSearch => {
            if let Some(at) = app.reader().map(|reader| reader.caret.at) {
                app.mode = Mode::Prompt(Prompt { ask: Ask::Search(at), line: LineEdit::default() });
            }
        }
        Action::AskFilter => {
            if let Some(picker) = app.reader().map(Picker::filter) {
                app.mode = Mode::Pick(picker);
            }
        }
        Action::AskExport => {
            if app.reader().is_some() {
                app.mode = Mode::Pick(Picker::export(&app.formats));
            }
        }
        Action::Help => app.mode = Mode::Help(0),
        Action::Clear => clear(app),
        Action::Measure(side) => measure(app, side),
        Action::NextTheme => next_theme(app),
        Action::Story(side) => story(app, side),
        Action::Quit => return quit(app),
        Action::Suspend => return vec![Effect::Suspend],
        Action::Edit(edit) => type_in(app, &edit),
        Action::Choose(side) => choose(app, side, 1),
        Action::ChoosePage(side) => choose(app, side, help::height(app.size).saturating_sub(1)),
        Action::Submit => return submit(app),
        Action::Cancel => cancel(app),
        Action::Press(x, y) => pointer::press(app, &seen, x, y),
        Action::Wheel(side, x, y) => pointer::wheel(app, side, x, y),
        Action::Await(keys) => app.keys.pending = keys,
    }
    Vec::new()
}

/// Does something to the story at hand, where it is ready.
fn with(app: &mut App, deed: impl FnOnce(&mut Reader)) {
    if let Some(reader) = app.tabs.current_mut().reader_mut() {
        deed(reader);
    }
}

fn go(app: &mut App, side: Side, goal: Goal) {
    let Some(reader) = app.tabs.current_mut().reader_mut() else { return };
    if reading::go(reader, side, goal) {
        return;
    }
    let searched = !reader.search.words.is_empty();
    let why = match goal {
        Goal::Statement | Goal::StatementPage | Goal::StatementEdge => match side {
            Side::Next => "no statement after this one".to_owned(),
            Side::Back => "no statement before this one".to_owned(),
        },
        Goal::Unreviewed => "every statement shown is reviewed".to_owned(),
        Goal::Match if searched => "not found in this story".to_owned(),
        Goal::Match => {
            format!("nothing searched yet: {} searches", app.keys.of(&Action::AskSearch))
        }
        Goal::Entity | Goal::Mention => "nobody is named in this story".to_owned(),
    };
    app.notice = Some(Notice::Good(why));
}

fn turn(app: &mut App, side: Side) {
    let at = Pane::ALL.iter().position(|pane| *pane == app.focus.pane).unwrap_or(0);
    let next = match side {
        Side::Next => at + 1,
        Side::Back => at + Pane::ALL.len() - 1,
    };
    app.focus.to(Pane::ALL[next % Pane::ALL.len()]);
}

fn mark(
    app: &mut App,
    change: impl FnOnce(&mut crate::annotation::Item, &crate::story::Statement),
) -> Vec<Effect> {
    let (tab, me) = (app.tabs.at, app.me.clone());
    let Some(reader) = app.tabs.current_mut().reader_mut() else { return Vec::new() };
    if reader.current.is_none() {
        app.notice = Some(no_statement(app));
        return Vec::new();
    }
    marking::mark(reader, tab, &me, change)
}

fn turn_back(app: &mut App, side: Side) -> Vec<Effect> {
    let tab = app.tabs.at;
    let Some(reader) = app.tabs.current_mut().reader_mut() else { return Vec::new() };
    let (step, effects) = marking::turn_back(reader, tab, side);
    let word = match (side, step) {
        (Side::Back, None) => "nothing to undo".to_owned(),
        (Side::Next, None) => "nothing to redo".to_owned(),
        (Side::Back, Some(what)) => format!("undone: {what}"),
        (Side::Next, Some(what)) => format!("redone: {what}"),
    };
    app.notice = Some(Notice::Good(word));
    effects
}

/// Another story, with what of it or its marks is not on the screen.
fn story(app: &mut App, side: Side) {
    if app.tabs.all.len() < 2 {
        app.notice = Some(Notice::Good("this is the only story that is open".to_owned()));
        return;
    }
    app.tabs.turn(side);
    app.notice = app.reader().and_then(|reader| missing(&reader.story)).map(Notice::Bad);
}

fn cycle(app: &mut App) {
    let before = app.reader().and_then(|reader| reader.current);
    with(app, reading::cycle);
    let Some(reader) = app.reader() else { return };
    if reader.current.is_none() {
        app.notice = Some(no_statement(app));
    } else if reader.current == before {
        app.notice = Some(Notice::Good("no other statement under the caret".to_owned()));
    }
}

fn no_statement(app: &App) -> Notice {
    let next = app.keys.of(&Action::Go(Side::Next, Goal::Statement));
    Notice::Bad(format!("no statement under the caret: {next} goes to the next one"))
}

fn ask_comment(app: &mut App) {
    let Some(reader) = app.reader() else { return };
    let Some(statement) = reader.statement() else {
        app.notice = Some(no_statement(app));
        return;
    };
    let line = LineEdit::new(reader.item(statement).map_or("", |item| &item.comment));
    app.mode = Mode::Prompt(Prompt { ask: Ask::Comment, line });
}

/// Ends the search first, then the filter, then the choice of a person.
fn clear(app: &mut App) {
    let Some(reader) = app.tabs.current_mut().reader_mut() else { return };
    if !reader.search.words.is_empty() {
        reader.search = Search::default();
    } else if !reader.list.filter.is_empty() {
        filter::set(reader, Filter::default());
    } else if reader.people.chosen.take().is_none() {
        let what = "no search, filter or choice to end".to_owned();
        app.notice = Some(Notice::Good(what));
    }
}

fn measure(app: &mut App, side: Side) {
    let before = app.look.measure;
    app.look.measure = match side {
        Side::Next => (before + 4).min(Look::WIDEST),
        Side::Back => before.saturating_sub(4).max(Look::NARROWEST),
    };
    if app.look.measure == before {
        app.notice = Some(Notice::Good("lines get no longer or shorter than this".to_owned()));
    }
}

fn next_theme(app: &mut App) {
    app.look.theme = (app.look.theme + 1) % app.look.themes.len().max(1);
    if let Some(name) = app.look.themes.get(app.look.theme) {
        app.notice = Some(Notice::Good(format!("theme {name}")));
    }
}

fn type_in(app: &mut App, edit: &Edit) {
    match &mut app.mode {
        Mode::Prompt(prompt) => {
            prompt.line.edit(edit);
            if let Ask::Search(from) = prompt.ask {
                let words = prompt.line.text.clone();
                with(app, |reader| search(reader, &words, from));
            }
        }
        Mode::Pick(picker) => {
            picker.line.edit(edit);
            picker.at = 0;
        }
        Mode::Read | Mode::Help(_) => {}
    }
}

/// Searches and goes to the first match from `from` on.
fn search(reader: &mut Reader, words: &str, from: usize) {
    reader.search = Search::new(&reader.story.article, words);
    let hits = &reader.search.hits;
    let first = hits.iter().find(|hit| hit.start() >= from).or(hits.first());
    let at = first.map_or(from, |hit| hit.start());
    reading::to_byte(reader, at);
}

fn choose(app: &mut App, side: Side, count: usize) {
    match &mut app.mode {
        Mode::Pick(picker) => picker.turn(side, count),
        _ => help::scroll(app, side, count),
    }
}

fn cancel(app: &mut App) {
    let mode = std::mem::replace(&mut app.mode, Mode::Read);
    if let Mode::Prompt(Prompt { ask: Ask::Search(from), .. }) = mode {
        with(app, |reader| {
            reader.search = Search::default();
            reading::to_byte(reader, from);
        });
    }
}

fn submit(app: &mut App) -> Vec<Effect> {
    match std::mem::replace(&mut app.mode, Mode::Read) {
        Mode::Prompt(Prompt { ask: Ask::Comment, line }) => {
            mark(app, |item, _| line.text.trim().clone_into(&mut item.comment))
        }
        Mode::Prompt(Prompt { ask: Ask::Search(_), line }) => {
            let found = app.reader().map_or(0, |reader| reader.search.hits.len());
            app.notice = (!line.text.is_empty()).then(|| match found {
                0 => Notice::Bad(format!("“{}” is not in this story", line.text)),
                1 => Notice::Good("found once".to_owned()),
                many => {
                    let next = app.keys.of(&Action::Go(Side::Next, Goal::Match));
                    Notice::Good(format!("found {many} times: {next} goes to the next"))
                }
            });
            Vec::new()
        }
        Mode::Pick(picker) => {
            let chosen = picker.left().get(picker.at).map(|choice| choice.deed.clone());
            let Some(deed) = chosen else {
                let words =
                    format!("“{}” is not on the list: nothing is changed", picker.line.text);
                app.notice = Some(Notice::Good(words));
                return Vec::new();
            };
            act_on(app, deed)
        }
        Mode::Read | Mode::Help(_) => Vec::new(),
    }
}

fn act_on(app: &mut App, deed: Deed) -> Vec<Effect> {
    let Some(reader) = app.tabs.current_mut().reader_mut() else { return Vec::new() };
    let mut wanted = reader.list.filter.clone();
    let toggled = |old: &Option<String>, new: String| (old.as_ref() != Some(&new)).then_some(new);
    match deed {
        Deed::Export(format) => {
            let (story, marks) = (reader.story.clone(), reader.marks.clone());
            return vec![Effect::Export { format, story, marks }];
        }
        Deed::Everything => wanted = Filter::default(),
        Deed::Unreviewed => wanted.unreviewed = !wanted.unreviewed,
        Deed::Speaker(name) => wanted.speaker = toggled(&wanted.speaker, name),
        Deed::Tag(name) => wanted.tag = toggled(&wanted.tag, name),
    }
    filter::set(reader, wanted);
    if reader.current.is_none() {
        reading::go(reader, Side::Next, Goal::Statement);
    }
    if reader.list.shown.is_empty() && !reader.list.filter.is_empty() {
        let words = reader.list.filter.words();
        let all = app.keys.of(&Action::Clear);
        app.notice = Some(Notice::Good(format!("no statement is {words}: {all} shows all")));
    }
    Vec::new()
}

/// Leaves when everything is saved; when that failed, tells so once and leaves when asked again.
fn quit(app: &mut App) -> Vec<Effect> {
    let states = || app.tabs.all.iter().filter_map(|tab| tab.reader()).map(|one| &one.saved);
    let failed = states().find_map(|saved| match saved {
        Saved::Failed(_, why) => Some(why.clone()),
        _ => None,
    });
    let saving = states().any(|saved| matches!(saved, Saved::Saving(_)));
    match (failed, app.leaving) {
        (Some(why), Leaving::No | Leaving::WhenSaved) => {
            app.leaving = Leaving::Warned;
            let (again, leave) = (app.keys.of(&Action::Save), app.keys.of(&Action::Quit));
            let how = format!("{leave} again leaves, with a rescue copy; {again} tries again");
            app.notice = Some(Notice::Bad(format!("NOT SAVED — {how}. {why}")));
            Vec::new()
        }
        (None, _) if saving => {
            app.leaving = Leaving::WhenSaved;
            app.notice = Some(Notice::Good("saving, then leaving".to_owned()));
            Vec::new()
        }
        _ => vec![Effect::Quit],
    }
}

fn hear(app: &mut App, report: Report) -> Vec<Effect> {
    match report {
        Report::Analysing(tab, progress) => stage(app, tab, Stage::Analysing(progress)),
        Report::Failed(tab, why) => stage(app, tab, Stage::Failed(why)),
        Report::Ready(tab, story, marks) => {
            if let Some(what) = missing(&story).filter(|_| tab == app.tabs.at) {
                app.notice = Some(Notice::Bad(what));
            }
            stage(app, tab, Stage::Ready(Box::new(Reader::new(*story, marks))));
            fit(app);
            if tab == app.tabs.at {
                with(app, |reader| {
                    let at = reader.caret.at;
                    reading::to_byte(reader, at);
                });
            }
        }
        Report::Saved { tab, revision, at } => {
            if let Some(reader) = app.tabs.all.get_mut(tab).and_then(|tab| tab.reader_mut())
                && reader.saved == Saved::Saving(revision)
            {
                reader.saved = Saved::At(revision, at);
            }
            if app.leaving == Leaving::WhenSaved {
                return quit(app);
            }
        }
        Report::NotSaved(tab, why) => {
            if let Some(reader) = app.tabs.all.get_mut(tab).and_then(|tab| tab.reader_mut()) {
                reader.saved = Saved::Failed(reader.saved.revision(), why.clone());
            }
            let (again, export) = (app.keys.of(&Action::Save), app.keys.of(&Action::AskExport));
            let how = format!("{again} tries again, {export} exports them");
            let kept = "your changes of this session are kept here until you leave";
            app.notice = Some(Notice::Bad(format!("NOT SAVED: {why}. {kept}: {how}")));
            if app.leaving == Leaving::WhenSaved {
                return quit(app);
            }
        }
        Report::Exported(Ok(what)) => app.notice = Some(Notice::Good(what)),
        Report::Exported(Err(why)) => {
            app.notice = Some(Notice::Bad(format!("not exported: {why}")));
        }
        Report::Warned(what) => app.notice = Some(Notice::Bad(what)),
    }
    Vec::new()
}

/// What of a story or its marks is not on the screen, in words.
fn missing(story: &crate::story::Story) -> Option<String> {
    let lost = match story.unplaced.len() {
        0 => None,
        1 => Some("1 mark has lost its words: it is kept in the file".to_owned()),
        many => Some(format!("{many} marks have lost their words: they are kept in the file")),
    };
    let dropped = match story.article.dropped {
        0 => None,
        many => Some(format!("{many} characters that cannot be shown were left out")),
    };
    let all: Vec<String> = lost.into_iter().chain(dropped).collect();
    (!all.is_empty()).then(|| all.join("; "))
}

fn stage(app: &mut App, tab: usize, stage: Stage) {
    if let Some(tab) = app.tabs.all.get_mut(tab) {
        tab.stage = stage;
    }
}
