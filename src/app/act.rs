//! One message in, effects out. What marks, moves, asks and points has files of its own; this one
//! hands each request to the file that knows.

use super::{
    Action, App, Effect, Goal, Leaving, Look, Mark, Message, Mode, Motion, Notice, Pane, Reader,
    Search, Side, Switch, Work, asking, book, dashboard, decide, desk, explain, help, hits,
    leaving, list, making, marking, outside, places, pointer, reading, review, unplaced,
};
use crate::annotation::Item;
use crate::story::Statement;

/// Applies one message. Touches nothing but `app`; what must happen outside comes back as effects,
/// in the order they must run. Cannot fail.
pub fn update(app: &mut App, message: Message) -> Vec<Effect> {
    let effects = match message {
        Message::Act(action) => act(app, action),
        Message::Heard(report) => leaving::hear(app, report),
        Message::Resized(size) => {
            app.size = size;
            Vec::new()
        }
        Message::Back => outside::look(app),
    };
    fit(app);
    effects
}

/// Sets the story at hand to the sizes of the panes.
pub fn fit(app: &mut App) {
    let (layout, look) = (app.layout(), app.look.clone());
    if let Some(reader) = app.tabs.current_mut().reader_mut() {
        reader.fit(&layout, &look);
    }
}

/// Does one request.
pub fn act(app: &mut App, action: Action) -> Vec<Effect> {
    let seen = app.layout();
    let begun = app.keys.count.is_some() || !app.keys.pending.is_empty();
    if !matches!(action, Action::Await(_) | Action::Count(_)) {
        app.notice = None;
        app.keys.pending.clear();
    }
    if app.leaving == Leaving::Warned && action != Action::Quit {
        app.leaving = Leaving::No;
    }
    let times = match action {
        Action::Count(_) | Action::Await(_) => 1,
        _ => app.keys.count.take().unwrap_or(1),
    };
    if hits::has_keys(app)
        && let Some(effects) = hits::act(app, &action)
    {
        return effects;
    }
    match action {
        Action::Move(motion) => {
            with(app, |reader| {
                long(reader, matches!(motion, Motion::Story(_)));
                (0..times).for_each(|_| reading::move_caret(reader, motion));
            });
        }
        Action::Go(side, goal) => (0..times).for_each(|_| go(app, side, goal)),
        Action::Count(digit) => {
            let so_far = app.keys.count.unwrap_or(0);
            app.keys.count = Some((so_far * 10 + digit).min(MOST_TIMES));
        }
        Action::Cycle => cycle(app),
        Action::SetMark(letter) => set_mark(app, letter),
        Action::GoMark(letter) => go_mark(app, letter),
        Action::Jump(side) => jump(app, side),
        Action::Turn(side) => turn(app, side),
        Action::Focus(pane) => app.focus.to(pane),
        Action::Mark(mark) => return put(app, mark),
        Action::Draft(step) => {
            return (0..times).flat_map(|_| making::draft(app, step)).collect();
        }
        Action::Review => review::toggle(app),
        Action::Judge(verdict) => return review::judge(app, verdict),
        Action::Repeat => return review::repeat(app),
        Action::Undo => return (0..times).flat_map(|_| turn_back(app, Side::Back)).collect(),
        Action::Redo => return (0..times).flat_map(|_| turn_back(app, Side::Next)).collect(),
        Action::Save => {
            let tab = app.tabs.at;
            let reader = app.tabs.current_mut().reader_mut();
            return reader.map(|reader| marking::save_now(reader, tab)).unwrap_or_default();
        }
        Action::AskAcceptAll => asking::accept_all(app),
        Action::AskEverywhere => asking::everywhere(app),
        Action::AskSpeaker => asking::speaker(app),
        Action::AskAttribute => asking::attribute(app),
        Action::Unplaced => unplaced::list(app),
        Action::Decide => decide::ask(app),
        Action::AskPerson(what) => desk::ask(app, what),
        Action::AskComment => asking::comment(app),
        Action::AskSearch => asking::search(app),
        Action::SearchWord => asking::search_word(app),
        Action::AskFilter => asking::filter(app),
        // What the list alone can do shows it first.
        Action::AskCollection | Action::Hits(_) => hits::ask(app),
        Action::AskExport => asking::export(app),
        Action::AskCommand => asking::command(app),
        Action::AskStory => asking::story(app),
        Action::Order(order) => with(app, |reader| list::order(reader, order)),
        Action::Copy => return copy(app),
        Action::Explain => match app.reader().and_then(explain::statement) {
            Some(show) => app.mode = Mode::Show(show),
            None => app.notice = Some(no_statement(app)),
        },
        Action::Codebook => book::open(app),
        Action::Define => app.mode = Mode::Show(explain::tags(app)),
        Action::Dashboard => {
            if let Some(show) = dashboard::dashboard(app) {
                app.mode = Mode::Show(show);
            }
        }
        Action::Help => app.mode = Mode::Pick(help::picker(app)),
        Action::Clear => clear(app),
        Action::Measure(side) => measure(app, side),
        Action::Toggle(switch) => toggle(app, switch),
        Action::NextTheme => next_theme(app),
        Action::Story(side) => story(app, side),
        Action::Quit => return leaving::quit(app),
        Action::Suspend => return vec![Effect::Suspend],
        Action::Edit(edit) => return asking::type_in(app, &edit),
        Action::Choose(side) => asking::choose(app, side, 1),
        Action::ChoosePage(side) => asking::choose(app, side, page(app)),
        Action::Tick => asking::tick(app),
        Action::Submit => return asking::submit(app),
        Action::Cancel => asking::cancel(app),
        // What stands at the foot then is what was begun, which ends.
        Action::Press(x, y) if begun && seen.hints.holds(x, y) => {}
        Action::Press(x, y) => return pointer::press(app, &seen, x, y),
        Action::Drag(x, y) => pointer::drag(app, x, y),
        Action::Wheel(side, x, y) => pointer::wheel(app, side, x, y),
        Action::Await(keys) => app.keys.pending = keys,
        Action::Nothing => {}
    }
    Vec::new()
}

/// A count that is a slip of the hand does not hold the program up.
const MOST_TIMES: usize = 9_999;

/// Rows of a box over the screen, less one to keep sight of.
fn page(app: &App) -> usize {
    usize::from(app.size.height).saturating_sub(5).max(1)
}

/// Does something to the story at hand, where it is ready.
fn with(app: &mut App, deed: impl FnOnce(&mut Reader)) {
    if let Some(reader) = app.tabs.current_mut().reader_mut() {
        deed(reader);
    }
}

/// Remembers the place that a long move leaves.
fn long(reader: &mut Reader, is_long: bool) {
    if is_long {
        reader.places.leave(reader.caret.at);
    }
}

fn go(app: &mut App, side: Side, goal: Goal) {
    let Some(reader) = app.tabs.current_mut().reader_mut() else { return };
    let from = reader.caret.at;
    if reading::go(reader, side, goal) {
        if matches!(goal, Goal::Match | Goal::Mention | Goal::Unreviewed | Goal::StatementEdge) {
            reader.places.leave(from);
        }
        return;
    }
    let searched = !reader.search.words.is_empty();
    let why = match goal {
        Goal::Statement | Goal::StatementPage | Goal::StatementEdge => match side {
            Side::Next => "no statement after this one".to_owned(),
            Side::Back => "no statement before this one".to_owned(),
        },
        Goal::Unreviewed => "every statement shown is reviewed".to_owned(),
        Goal::Quote => "no further quotation".to_owned(),
        Goal::Match if searched => "not found in this story".to_owned(),
        Goal::Match => {
            format!("nothing searched yet: {} searches", app.keys.of(&Action::AskSearch))
        }
        Goal::Entity | Goal::Mention => "nobody is named in this story".to_owned(),
    };
    app.notice = Some(Notice::Good(why));
}

fn set_mark(app: &mut App, letter: char) {
    with(app, |reader| reader.places.mark(letter, reader.caret.at));
    app.notice = Some(Notice::Good(format!("’{letter} comes back here")));
}

fn go_mark(app: &mut App, letter: char) {
    let Some(reader) = app.tabs.current_mut().reader_mut() else { return };
    if let Some(at) = reader.places.marked(letter) {
        reader.places.leave(reader.caret.at);
        reading::to_byte(reader, at);
    } else {
        let why = format!("no place is marked {letter}: m{letter} marks one");
        app.notice = Some(Notice::Good(why));
    }
}

fn jump(app: &mut App, side: Side) {
    let jumped = app.tabs.current_mut().reader_mut().is_some_and(|it| places::jump(it, side));
    if !jumped {
        let word = if side == Side::Back { "back" } else { "on" };
        app.notice = Some(Notice::Good(format!("no place to go {word} to")));
    }
}

fn turn(app: &mut App, side: Side) {
    let at = Pane::ALL.iter().position(|pane| *pane == app.focus.pane).unwrap_or(0);
    let next = match side {
        Side::Next => at + 1,
        Side::Back => at + Pane::ALL.len() - 1,
    };
    app.focus.to(Pane::ALL[next % Pane::ALL.len()]);
}

/// Puts a mark on the current statement.
fn put(app: &mut App, mark: Mark) -> Vec<Effect> {
    if mark == Mark::Delete {
        return delete(app);
    }
    let codebook = app.codebook.clone();
    let effects = self::mark(app, |item, statement| marking::put(item, statement, &codebook, mark));
    let reader = app.tabs.current_mut().reader_mut().filter(|_| !effects.is_empty());
    let Some(reader) = reader else { return effects };
    let verdict = match mark {
        Mark::Tag(number) => Some(super::Verdict::Tag(number)),
        Mark::Accept => Some(super::Verdict::Accept),
        Mark::Reject => Some(super::Verdict::Reject),
        Mark::Certainty | Mark::Delete => None,
    };
    reader.last = verdict.or(reader.last);
    if let (Mark::Tag(_), Some(words)) = (mark, marking::unrejected(reader)) {
        app.notice = Some(Notice::Good(words));
    }
    effects
}

fn delete(app: &mut App) -> Vec<Effect> {
    let (tab, me) = (app.tabs.at, app.me.clone());
    let Some(reader) = app.tabs.current_mut().reader_mut() else { return Vec::new() };
    let before = reader.marks.len();
    let effects = marking::delete(reader, tab, &me);
    let gone = reader.marks.len() < before;
    let undo = app.keys.of(&Action::Undo);
    app.notice = Some(match (effects.is_empty(), gone) {
        (true, _) => no_statement(app),
        (false, true) => Notice::Good(format!("deleted: {undo} brings it back")),
        (false, false) => {
            Notice::Good(format!("rejected, since the machine found it: {undo} takes that back"))
        }
    });
    effects
}

/// Changes what the reader says of the current statement.
pub fn mark(app: &mut App, change: impl FnOnce(&mut Item, &Statement)) -> Vec<Effect> {
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
    if step.is_some() {
        review::renew(reader);
    }
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
    app.notice = app
        .reader()
        .and_then(|it| leaving::missing(&it.story, app.keys.of(&Action::Unplaced)))
        .map(Notice::Bad);
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

/// That there is none, and how to get to one.
pub fn no_statement(app: &App) -> Notice {
    let next = app.keys.of(&Action::Go(Side::Next, Goal::Statement));
    Notice::Bad(format!("no statement under the caret: {next} goes to the next one"))
}

/// The current statement for the clipboard: `“…” — Ada Hill (Coast Wire, 2 March 2026)`.
fn copy(app: &mut App) -> Vec<Effect> {
    let Some((reader, one)) = app.reader().and_then(|it| Some((it, it.statement()?))) else {
        app.notice = Some(no_statement(app));
        return Vec::new();
    };
    let words: Vec<&str> = one.content.iter().map(|span| span.of(reader.text())).collect();
    let known = &reader.story.article.metadata;
    let from = [
        known.publisher.clone().or(known.agency.as_ref().map(|agency| agency.name.clone())),
        known.title.clone(),
        known.published.map(|day| day.strftime("%-d %B %Y").to_string()),
    ];
    let from: Vec<String> = from.into_iter().flatten().collect();
    let from = if from.is_empty() { reader.story.article.id.clone() } else { from.join(", ") };
    let text = format!("{} — {} ({from})", words.join(" … "), one.said_by());
    app.notice = Some(Notice::Good("copied, with speaker and source".to_owned()));
    vec![Effect::Copy(text)]
}

/// Ends what is on top: a review, the search, the filter, the choice of a person.
fn clear(app: &mut App) {
    let Some(reader) = app.tabs.current_mut().reader_mut() else { return };
    if matches!(reader.work, Work::Review(_)) {
        reader.work = Work::Read;
    } else if !reader.search.words.is_empty() {
        reader.search = Search::default();
    } else if !reader.list.filter.is_empty() {
        list::set(reader, list::Filter::default());
    } else if reader.people.chosen.take().is_none() {
        let what = "no search, filter or choice to end".to_owned();
        app.notice = Some(Notice::Good(what));
    }
}

fn measure(app: &mut App, side: Side) {
    let before = app.look.measure;
    // Shorter than what is seen, which may be less than what was asked for.
    let seen = app.reader().map_or(before, |reader| reader.page.shape.width).min(before);
    app.look.measure = match side {
        Side::Next => (before + 4).min(Look::WIDEST),
        Side::Back => seen.saturating_sub(4).max(Look::NARROWEST.min(before)),
    };
    if app.look.measure == before {
        app.notice = Some(Notice::Good("lines get no longer or shorter than this".to_owned()));
    }
}

fn toggle(app: &mut App, switch: Switch) {
    let look = &mut app.look;
    let (flag, name) = match switch {
        Switch::Numbers => (&mut look.numbers, "numbers of paragraphs"),
        Switch::Focus => (&mut look.alone, "the story alone"),
        Switch::Spacing => (&mut look.spacing, "a line between paragraphs"),
        Switch::Justify => (&mut look.justify, "straight edges on both sides"),
        Switch::Hyphens => (&mut look.hyphens, "hyphenation"),
    };
    *flag = !*flag;
    let state = if *flag { "on" } else { "off" };
    app.notice = Some(Notice::Good(format!("{name}: {state}")));
}

fn next_theme(app: &mut App) {
    app.look.theme = (app.look.theme + 1) % app.look.themes.len().max(1);
    if let Some(name) = app.look.themes.get(app.look.theme) {
        app.notice = Some(Notice::Good(format!("theme {name}")));
    }
}
