//! Boxes over the screen: the help, a list to choose from.

use super::{Block, Line, Role, columns, cut, run};
use crate::app::help::{self, HelpLine};
use crate::app::{App, Area, Mode, Picker};
use crate::text::{Span, wrap};

/// The box on top, if there is one, and where the cursor stands in it.
pub fn block(app: &App) -> Option<(Block, Option<(u16, u16)>)> {
    match &app.mode {
        Mode::Read | Mode::Prompt(_) => None,
        Mode::Help(top) => Some((help_block(app, *top), None)),
        Mode::Pick(picker) => Some(picker_block(app, picker)),
    }
}

fn help_block(app: &App, top: usize) -> Block {
    let all = help::lines(&app.keys.guide);
    let height = help::height(app.size);
    let keys = app.keys.guide.iter().map(|hint| wrap::columns(&hint.keys)).max().unwrap_or(0);
    let row = |keys_or_sign: &str, help: &str| {
        let pad = keys.saturating_sub(wrap::columns(keys_or_sign));
        let lead = format!("{}{keys_or_sign}  ", " ".repeat(pad));
        vec![run(lead, Role::Key), run(help, Role::Text)]
    };
    let row = |line: &HelpLine| match line {
        HelpLine::Blank => Vec::new(),
        HelpLine::Group(name) => vec![run(*name, Role::Title)],
        HelpLine::Row(hint) => row(&hint.keys, hint.help),
        HelpLine::Sign(sign, means) => row(sign, means),
    };
    let lines: Vec<Line> = all.iter().skip(top).take(height).map(row).collect();
    let more = all.len().saturating_sub(top + height);
    let foot = match more {
        0 => "Esc closes".to_owned(),
        more => format!("↓ {more} more lines · Esc closes"),
    };
    let widest = all.iter().map(|line| columns(&row(line))).max().unwrap_or(0);
    framed(app, "keys", lines, &foot, widest)
}

fn picker_block(app: &App, picker: &Picker) -> (Block, Option<(u16, u16)>) {
    let height = usize::from(app.size.height.saturating_sub(5)).clamp(1, 16);
    let left = picker.left();
    let top = (picker.at + 1).saturating_sub(height);
    let widest = picker.choices.iter().map(|one| wrap::columns(&one.label)).max().unwrap_or(0);
    let mut lines = vec![vec![run("› ", Role::Key), run(picker.line.text.clone(), Role::Text)]];
    for (at, choice) in left.iter().enumerate().skip(top).take(height) {
        let here = at == picker.at;
        let pad = widest.saturating_sub(wrap::columns(&choice.label));
        let mut line = vec![
            run(if here { "▸ " } else { "  " }, Role::Focus),
            run(format!("{:<8}", choice.kind), Role::Faint),
            run(choice.label.clone(), Role::Text),
            run(format!("{}  {}", " ".repeat(pad), choice.about), Role::Faint),
        ];
        if here {
            for run in &mut line {
                run.roles.push(Role::Row);
            }
        }
        lines.push(line);
    }
    if left.is_empty() {
        lines.push(vec![run("  nothing fits what is typed", Role::Faint)]);
    }
    let block = framed(app, picker.title, lines, "Enter chooses · Esc leaves", widest + 30);
    let typed = wrap::columns(Span::new(0, picker.line.at).of(&picker.line.text));
    let cursor = block.area.x + 4 + u16::try_from(typed).unwrap_or(0);
    let last = (block.area.x + block.area.width).saturating_sub(1);
    let at = (cursor.min(last), (block.area.y + 1).min(app.size.height.saturating_sub(1)));
    (block, Some(at))
}

/// Lines in a box in the middle of the screen, with a title above and words below.
fn framed(app: &App, title: &str, lines: Vec<Line>, foot: &str, widest: usize) -> Block {
    let (wide, high) = (usize::from(app.size.width), usize::from(app.size.height));
    let width = (widest.max(wrap::columns(foot)) + 6).min(wide);
    let height = (lines.len() + 2).min(high);
    let inner = width.saturating_sub(4);
    let edge = |left: &str, words: &str, right: &str| {
        let words = wrap::fit(words, width.saturating_sub(6));
        let rest = width.saturating_sub(wrap::columns(&words) + 5);
        let line = vec![
            run(format!("{left}─ "), Role::Rule),
            run(words, Role::Focus),
            run(format!(" {}{right}", "─".repeat(rest)), Role::Rule),
        ];
        cut(line, width)
    };
    let mut framed = vec![edge("┌", title, "┐")];
    for line in lines.into_iter().take(height.saturating_sub(2)) {
        let mut line = cut(line, inner);
        let pad = inner - columns(&line);
        line.insert(0, run("│ ", Role::Rule));
        line.push(run(" ".repeat(pad), Role::Text));
        line.push(run(" │", Role::Rule));
        framed.push(cut(line, width));
    }
    framed.push(edge("└", foot, "┘"));
    for run in framed.iter_mut().flatten() {
        // Plain text would paint the ground of the panes.
        run.roles.retain(|role| *role != Role::Text);
        run.roles.insert(0, Role::Popup);
    }
    let small = |size: usize| u16::try_from(size).unwrap_or(u16::MAX);
    let area = Area {
        x: small((wide - width) / 2),
        y: small((high - height) / 2),
        width: small(width),
        height: small(height),
    };
    Block { area, ground: Role::Popup, lines: framed }
}
