//! `App` → `Screen`: what to show, as plain data with roles and no colours.
//!
//! A [`Screen`] is blocks of lines of runs; a run is words and what they are. What a role looks
//! like is the theme's business, how it gets to the terminal `ui`'s. Costs what is seen, not what
//! there is.

mod entities;
mod hits;
mod picture;
mod popup;
mod statements;
mod status;
mod story;

use crate::app::{App, Area, Pane, Size, Stage};
use crate::text::wrap;

/// Everything there is to draw.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Screen {
    /// Of the terminal it is made for.
    pub size: Size,
    /// In the order they are drawn; later ones lie over earlier ones.
    pub blocks: Vec<Block>,
    /// Where the terminal's cursor stands, column and row; none to hide it.
    pub cursor: Option<(u16, u16)>,
}

/// A rectangle of lines.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// Where.
    pub area: Area,
    /// What its empty cells are.
    pub ground: Role,
    /// From its first row on; never more than its rows.
    pub lines: Vec<Line>,
}

/// One line of a block.
pub type Line = Vec<Run>;

/// Words and what they are. Roles are laid over each other in order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Run {
    /// The words, as cleaned at the border.
    pub text: String,
    /// What they are.
    pub roles: Vec<Role>,
}

/// What something on the screen is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each is told at its namesake in `config::Theme`")]
pub enum Role {
    Text,
    Faint,
    Title,
    Bar,
    Rule,
    Focus,
    Source,
    Cue,
    Content,
    Current,
    Row,
    /// The stretch whose end is being moved.
    Chosen,
    Mention,
    Found,
    FoundHere,
    Tag,
    Suggested,
    Accepted,
    Rejected,
    Key,
    Good,
    Bad,
    Thumb,
    Popup,
    /// The speaker of that number.
    Speaker(usize),
}

/// Words in one role.
pub fn run(text: impl Into<String>, role: Role) -> Run {
    Run { text: text.into(), roles: vec![role] }
}

/// The whole screen.
pub fn screen(app: &App) -> Screen {
    let layout = app.layout();
    let mut blocks = Vec::new();
    let mut cursor = None;
    for pane in Pane::ALL {
        let Some(area) = layout.pane(pane) else { continue };
        blocks.push(title(app, pane, area));
        match (&app.tabs.current().stage, pane) {
            (Stage::Ready(reader), Pane::Story) => {
                blocks.extend(story::blocks(app, reader, area.body()));
                cursor = story::cursor(app, reader, area.body());
            }
            (Stage::Ready(reader), Pane::Statements) => {
                blocks.push(statements::block(reader, area.body()));
            }
            (Stage::Ready(reader), Pane::Entities) => {
                blocks.push(entities::block(reader, area.body()));
            }
            (stage, Pane::Story) => blocks.push(status::waiting(stage, area.body())),
            _ => {}
        }
    }
    if let Some(area) = layout.divider {
        let lines = (0..area.height).map(|_| vec![run("│", Role::Rule)]).collect();
        blocks.push(Block { area, ground: Role::Text, lines });
    }
    blocks.push(Block { area: layout.bar, ground: Role::Bar, lines: vec![status::bar(app)] });
    let lines = status::detail(app, layout.detail);
    blocks.push(Block { area: layout.detail, ground: Role::Text, lines });
    let (line, typing) = status::hints(app, usize::from(layout.hints.width));
    let hint = Block { area: layout.hints, ground: Role::Text, lines: vec![line] };
    if app.hits.shown {
        let height = layout.hints.y;
        blocks = vec![hits::block(app, Area { x: 0, y: 0, width: app.size.width, height })];
        if app.notice.is_some() {
            let lines = status::detail(app, layout.detail);
            blocks.push(Block { area: layout.detail, ground: Role::Text, lines });
        }
        blocks.push(hint);
        cursor = None;
    } else {
        blocks.push(hint);
    }
    if let Some(column) = typing {
        cursor = Some((column.min(app.size.width.saturating_sub(1)), layout.hints.y));
    }
    if let Some((block, at)) = popup::block(app) {
        blocks.push(block);
        // Choices for a typed line leave the cursor in it.
        cursor = at.or(typing.and(cursor));
    }
    for block in &mut blocks {
        block.lines.truncate(usize::from(block.area.height));
    }
    blocks.retain(|block| block.area.width > 0 && block.area.height > 0);
    Screen { size: app.size, blocks, cursor }
}

/// The line above a pane: its name, what is in it, and whether it has the keys.
fn title(app: &App, pane: Pane, area: Area) -> Block {
    let focused = app.focus.pane == pane;
    let (role, stroke) = if focused { (Role::Focus, "━") } else { (Role::Rule, "─") };
    let width = usize::from(area.width);
    let about = match (app.reader(), pane) {
        (Some(reader), Pane::Story) => story::about(reader),
        (Some(reader), Pane::Statements) => statements::about(reader),
        (Some(reader), Pane::Entities) => entities::about(reader),
        (None, _) => String::new(),
    };
    let layout = app.layout();
    let alone = Pane::ALL.into_iter().filter(|pane| layout.pane(*pane).is_some()).count() == 1;
    let mut line = vec![run(stroke.repeat(2), role)];
    if alone {
        line.extend(tabs(pane));
    } else {
        let name = if focused { Role::Focus } else { Role::Faint };
        line.push(run(format!(" {} ", pane.word()), name));
    }
    let about = wrap::fit(&about, width.saturating_sub(columns(&line) + 2));
    if !about.is_empty() {
        line.push(run(format!("{about} "), Role::Faint));
    }
    let left = width.saturating_sub(columns(&line));
    line.push(run(stroke.repeat(left), role));
    let lines = vec![cut(line, width)];
    Block { area: Area { height: area.height.min(1), ..area }, ground: Role::Text, lines }
}

/// Names of the panes where only one is seen; the one with the keys between brackets.
fn tabs(pane: Pane) -> Vec<Run> {
    let names =
        [(Pane::Story, "story"), (Pane::Statements, "statements"), (Pane::Entities, "people")];
    let name = |(one, name): (Pane, &str)| {
        if one == pane {
            run(format!("[{name}]"), Role::Focus)
        } else {
            run(format!(" {name} "), Role::Faint)
        }
    };
    names.into_iter().map(name).collect()
}

/// Columns of a line.
pub fn columns(line: &[Run]) -> usize {
    line.iter().map(|run| wrap::columns(&run.text)).sum()
}

/// Cuts a line to `width` columns, with a sign where something is left out.
pub fn cut(line: Line, width: usize) -> Line {
    if columns(&line) <= width {
        return line;
    }
    let mut left = width.saturating_sub(1);
    let mut kept: Line = Vec::new();
    for mut run in line {
        let wide = wrap::columns(&run.text);
        let roles = run.roles.clone();
        if wide <= left {
            left -= wide;
            kept.push(run);
            continue;
        }
        run.text = wrap::start(&run.text, left);
        let sign = if width > 0 { "…" } else { "" };
        kept.extend([run, Run { text: sign.to_owned(), roles }]);
        break;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_with_a_sign() {
        for (words, width, expected) in [
            (vec!["ab", " cd"], 5, "ab cd"),
            (vec!["ab", " cd"], 4, "ab …"),
            (vec!["ab", " · ", "cd"], 5, "ab ·…"),
            (vec!["ab", "cd"], 3, "ab…"),
            (vec!["ab", " cd"], 2, "a…"),
            (vec!["ab", " cd"], 0, ""),
        ] {
            let line = words.iter().map(|words| run(*words, Role::Text)).collect();
            let found: String = cut(line, width).into_iter().map(|run| run.text).collect();
            assert_eq!(found, expected, "{words:?} {width}");
        }
    }
}
