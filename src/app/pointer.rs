//! The mouse: what a click and a turn of the wheel mean where they happen.

use super::{
    App, Effect, Entry, Layout, Mode, Pane, Side, Work, asking, column, foot, making, people,
    reading,
};
use crate::text::{Span, wrap};

/// Rows that one turn of the wheel moves.
const WHEEL: usize = 3;

/// A click gives the keys to the pane and chooses what is under it. In a list it moves to the choice
/// under it, and does that when it is there already, or ticks it where several are meant; beside what is shown it ends that. One on a key at
/// the foot presses it.
///
/// `layout` is what the reader saw: a notice that goes may have moved the panes since.
pub fn press(app: &mut App, layout: &Layout, x: u16, y: u16) -> Vec<Effect> {
    let height = app.size.height;
    if layout.hints.holds(x, y) && !matches!(app.mode, Mode::Prompt(_)) {
        return foot::press(app, usize::from(x - layout.hints.x));
    }
    match &mut app.mode {
        Mode::Read => point(app, layout, x, y),
        Mode::Pick(picker) => match picker.at_row(y, height) {
            Some(at) if picker.many => {
                picker.at = at;
                picker.tick();
                picker.at = at;
            }
            Some(at) if picker.at == at => return asking::submit(app),
            Some(at) => picker.at = at,
            None => app.mode = Mode::Read,
        },
        Mode::Prompt(_) | Mode::Write(_) | Mode::Show(_) => app.mode = Mode::Read,
    }
    Vec::new()
}

fn point(app: &mut App, layout: &Layout, x: u16, y: u16) {
    let Some(pane) = layout.at(x, y) else { return };
    let area = layout.pane(pane).unwrap_or_default();
    app.focus.to(pane);
    let measure = app.look.measure;
    let body = area.body();
    let (true, Some(reader)) = (body.holds(x, y), app.tabs.current_mut().reader_mut()) else {
        return;
    };
    let row = usize::from(y - body.y);
    match pane {
        Pane::Story => {
            let left = body.x + column(area.width, measure).margin;
            let line = reader.page.top + row;
            if let Some(line) = reader.page.prose_near(line, Side::Back) {
                let at =
                    reader.page.byte_at(reader.text(), line, usize::from(x.saturating_sub(left)));
                let top = reader.page.top;
                reading::to_byte(reader, at);
                reader.page.top = top;
            }
        }
        Pane::Statements => {
            if let Some(Entry::Statement(number)) = reader.list.at_row(row).cloned() {
                let top = reader.list.top;
                reading::to_statement(reader, number);
                reader.list.top = top;
            }
        }
        Pane::Entities => {
            let place = reader.people.top + row;
            if reader.people.chosen == Some(place) {
                people::step(reader, Side::Next);
            } else if place < reader.story.analysis.entities.len() {
                people::choose(reader, place);
            }
        }
    }
}

/// Dragging over the text takes what lies between as the content of a new statement.
pub fn drag(app: &mut App, x: u16, y: u16) {
    let layout = app.layout();
    let (true, Some(area)) = (matches!(app.mode, Mode::Read), layout.story) else { return };
    let (body, measure) = (area.body(), app.look.measure);
    let Some(reader) = app.tabs.current_mut().reader_mut().filter(|_| body.holds(x, y)) else {
        return;
    };
    let left = body.x + column(area.width, measure).margin;
    let line = reader.page.top + usize::from(y - body.y);
    let Some(line) = reader.page.prose_near(line, Side::Back) else { return };
    let at = reader.page.byte_at(reader.text(), line, usize::from(x.saturating_sub(left)));
    let from = match &reader.work {
        Work::Draft(draft) => draft.fragment().map_or(at, |fragment| match draft.end {
            Side::Next => fragment.start(),
            Side::Back => wrap::before(reader.text(), fragment.end()),
        }),
        Work::Read | Work::Review(_) => reader.caret.at,
    };
    let (first, last) = (from.min(at), from.max(at));
    let span = Span::new(first, wrap::after(reader.text(), last));
    let end = if at < from { Side::Back } else { Side::Next };
    making::drag(reader, span, end);
}

/// The wheel scrolls the pane beneath it and leaves caret and keys where they are.
pub fn wheel(app: &mut App, side: Side, x: u16, y: u16) {
    let under = app.layout().at(x, y);
    match &mut app.mode {
        Mode::Read => {}
        Mode::Pick(picker) => return picker.turn(side, 1),
        Mode::Show(_) | Mode::Prompt(_) | Mode::Write(_) => {
            return super::asking::choose(app, side, 1);
        }
    }
    let (Some(pane), Some(reader)) = (under, app.tabs.current_mut().reader_mut()) else { return };
    let by = |top: usize, rows: usize| match side {
        Side::Next => top + rows,
        Side::Back => top.saturating_sub(rows),
    };
    match pane {
        Pane::Story => reader.page.scroll(side, WHEEL),
        Pane::Statements => {
            reader.list.scroll(side, 2);
        }
        Pane::Entities => {
            let last = reader.story.analysis.entities.len().saturating_sub(reader.people.height);
            reader.people.top = by(reader.people.top, WHEEL).min(last);
        }
    }
}
