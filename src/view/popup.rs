//! Boxes over the screen: a list to choose from, a page to write on, something to read, and the
//! choices for a typed line.

use super::{Block, Line, Role, columns, cut, picture, run};
use crate::app::{App, Area, Fact, LineEdit, Mode, Picker, Prompt, completions};
use crate::text::{Span, wrap};

/// The box on top, if there is one, and where the cursor stands in it.
pub fn block(app: &App) -> Option<(Block, Option<(u16, u16)>)> {
    match &app.mode {
        Mode::Read => begun(app).map(|block| (block, None)),
        Mode::Prompt(prompt) => choices(app, prompt).map(|block| (block, None)),
        Mode::Pick(picker) => Some(picker_block(app, picker)),
        Mode::Write(page) => Some(page_block(app, page)),
        Mode::Show(show) => {
            let laid_out = show.rows.iter().any(|row| matches!(row, Fact::Line(_)));
            let most = if laid_out { usize::MAX } else { WIDEST };
            let width = usize::from(app.size.width).saturating_sub(6).min(most);
            let rows = picture::rows(&show.rows[show.top.min(show.rows.len())..], width);
            let room = usize::from(app.size.height).saturating_sub(4).max(1);
            let foot = match rows.len().saturating_sub(room) {
                0 => "Esc closes".to_owned(),
                more => format!("↓ {more} more lines · Esc closes"),
            };
            let lines = rows.into_iter().take(room).collect();
            Some((framed(app, show.title, lines, &foot, width), None))
        }
    }
}

/// What may follow the keys typed so far, in a box at the lower right.
fn begun(app: &App) -> Option<Block> {
    let typed = Some(app.keys.pending.as_str()).filter(|typed| !typed.is_empty())?;
    let scopes = app.scopes();
    let hints = app.keys.guide.iter().filter(|hint| scopes.contains(&hint.scope));
    let rows: Vec<(&str, &str)> = hints
        .flat_map(|hint| hint.keys.split(' ').map(|keys| (keys, hint.help.as_str())))
        .filter(|(keys, _)| keys.starts_with(typed) && *keys != typed)
        .collect();
    let keys = rows.iter().map(|(keys, _)| wrap::columns(keys)).max()?;
    let widest = rows.iter().map(|(_, help)| keys + 2 + wrap::columns(help)).max()?;
    let line = |(name, help): &(&str, &str)| {
        vec![run(padded(name, keys + 2), Role::Key), run(*help, Role::Text)]
    };
    let lines: Vec<Line> = rows.iter().map(line).collect();
    let mut block = framed(app, typed, lines, "Esc leaves", widest);
    let bottom = app.layout().detail.y;
    block.area.x = app.size.width.saturating_sub(block.area.width);
    block.area.y = bottom.saturating_sub(block.area.height);
    Some(block)
}

/// Columns of a box to be read, at most: a line that reads well.
const WIDEST: usize = 84;

/// Columns of the first words of a choice, at most: keys of the help.
const KIND: usize = 18;

/// Columns that more about a choice needs: less would be a letter or two.
const LEAST_ABOUT: usize = 10;

fn picker_block(app: &App, picker: &Picker) -> (Block, Option<(u16, u16)>) {
    let left = picker.left();
    let (top, height) = picker.seen(app.size.height);
    let all = || picker.choices.iter();
    let kinds = all().map(|one| wrap::columns(&one.kind)).max().unwrap_or(0).min(KIND);
    let widest = all().map(|one| wrap::columns(&one.label)).max().unwrap_or(0);
    let abouts = all().map(|one| wrap::columns(&one.about)).max().unwrap_or(0);
    let marks = if picker.ticks() { 4 } else { 0 } + if picker.digits { 2 } else { 0 };
    // Where there is no room for both, what it is called goes before what kind it is.
    let inner = usize::from(app.size.width).saturating_sub(4);
    let kinds = if 2 + marks + kinds + 2 + widest > inner && widest > 0 { 0 } else { kinds };
    let before = 2 + marks + kinds + 2 + widest + 2;
    let room = usize::from(app.size.width).saturating_sub(before + 4);
    let mut lines = vec![vec![run("› ", Role::Key), run(picker.line.text.clone(), Role::Text)]];
    for (at, (number, choice)) in left.iter().enumerate().skip(top).take(height) {
        let here = at == picker.at;
        let kind = wrap::fit(&choice.kind, KIND);
        let mut line = vec![run(if here { "▸ " } else { "  " }, Role::Focus)];
        if picker.digits && picker.line.text.is_empty() {
            let digit = picker.digit(*number).unwrap_or(' ');
            line.push(run(format!("{digit} "), Role::Key));
        }
        if let Some(tick) = choice.tick {
            line.push(run(if tick { "[x] " } else { "[ ] " }, Role::Key));
        }
        if kinds > 0 {
            line.push(run(padded(&kind, kinds + 2), Role::Faint));
        }
        line.push(run(padded(&choice.label, widest + 2), Role::Text));
        if room >= LEAST_ABOUT.min(wrap::columns(&choice.about)) {
            line.push(run(choice.about.clone(), Role::Faint));
        }
        if here {
            lit(&mut line);
        }
        lines.push(line);
    }
    if let Some(words) = picker.new_words().filter(|_| left.len() <= top + height) {
        let here = picker.at >= left.len();
        let mut line = vec![
            run(if here { "▸ " } else { "  " }, Role::Focus),
            run(format!("as it is typed: {words}"), Role::Text),
        ];
        if here {
            lit(&mut line);
        }
        lines.push(line);
    } else if left.is_empty() {
        lines.push(vec![run("  nothing fits what is typed", Role::Faint)]);
    }
    let foot = match (picker.ticks(), left.len().saturating_sub(top + height)) {
        (true, _) => "Tab ticks · Enter takes · Esc leaves".to_owned(),
        (false, 0) => "Enter chooses · Esc leaves".to_owned(),
        (false, more) => format!("↓ {more} more · Enter chooses · Esc leaves"),
    };
    let width = before + if room >= LEAST_ABOUT.min(abouts) { abouts } else { 0 };
    let mut block = framed(app, &picker.title, lines, &foot, width.max(40));
    if picker.low {
        block.area.y = app.layout().hints.y.saturating_sub(block.area.height);
    }
    let typed = wrap::columns(Span::new(0, picker.line.at).of(&picker.line.text));
    let cursor = block.area.x + 4 + u16::try_from(typed).unwrap_or(0);
    let last = (block.area.x + block.area.width).saturating_sub(1);
    let at = (cursor.min(last), (block.area.y + 1).min(app.size.height.saturating_sub(1)));
    (block, Some(at))
}

/// Lights a line.
fn lit(line: &mut Line) {
    for run in line {
        run.roles.push(Role::Row);
    }
}

fn padded(words: &str, width: usize) -> String {
    format!("{words}{}", " ".repeat(width.saturating_sub(wrap::columns(words))))
}

/// A page of several lines that is written, with the cursor in it.
fn page_block(app: &App, page: &LineEdit) -> (Block, Option<(u16, u16)>) {
    let width = usize::from(app.size.width).saturating_sub(8).clamp(1, WIDEST - 20);
    let mut lines: Vec<Span> = Vec::new();
    let mut start = 0;
    for line in page.text.split('\n') {
        let whole = Span::new(start, start + line.len());
        let broken = wrap::wrap(&page.text, whole, width.saturating_sub(1).max(1));
        // Lines of a wrapped stretch leave out the blanks between them; here every letter counts.
        let starts: Vec<usize> = match broken.get(1..) {
            Some(rest) => {
                std::iter::once(whole.start()).chain(rest.iter().map(|it| it.start())).collect()
            }
            None => vec![whole.start()],
        };
        let ends = starts.iter().skip(1).copied().chain([whole.end()]);
        lines.extend(starts.iter().zip(ends).map(|(start, end)| Span::new(*start, end)));
        start += line.len() + 1;
    }
    let row = lines.iter().rposition(|line| line.start() <= page.at).unwrap_or(0);
    let room = usize::from(app.size.height).saturating_sub(4).max(1);
    let top = (row + 1).saturating_sub(room);
    let column = lines.get(row).map_or(0, |line| {
        wrap::columns(Span::new(line.start(), page.at.min(line.end())).of(&page.text))
    });
    let seen = lines.iter().skip(top).take(room.max(4));
    let mut shown: Vec<Line> =
        seen.map(|line| vec![run(line.of(&page.text), Role::Text)]).collect();
    shown.resize(shown.len().max(4), Vec::new());
    let block = framed(
        app,
        "comment",
        shown,
        "Enter keeps it · Alt-Enter: new line · Esc leaves it",
        width,
    );
    let small = |size: usize| u16::try_from(size).unwrap_or(u16::MAX);
    let right = (block.area.x + block.area.width).saturating_sub(1);
    let x = (block.area.x + 2).saturating_add(small(column)).min(right);
    let y = (block.area.y + 1).saturating_add(small(row - top));
    (block, Some((x, y.min(app.size.height.saturating_sub(1)))))
}

/// What may stand at the end of a typed query, above the line.
fn choices(app: &App, prompt: &Prompt) -> Option<Block> {
    let (_, choices) = completions(app).filter(|(_, choices)| !choices.is_empty())?;
    let room = usize::from(app.size.height).saturating_sub(4).clamp(0, 10);
    let top = prompt.choice.map_or(0, |at| (at + 1).saturating_sub(room));
    let widest = choices.iter().map(|one| wrap::columns(&one.text)).max().unwrap_or(0);
    let width = usize::from(app.size.width).saturating_sub(2).min(78);
    let seen = choices.iter().enumerate().skip(top).take(room);
    let lines: Vec<Line> = seen
        .map(|(at, choice)| {
            let here = prompt.choice == Some(at);
            let mut line = vec![
                run(if here { " ▸ " } else { "   " }, Role::Focus),
                run(padded(choice.text.trim_end(), widest + 2), Role::Key),
                run(choice.about.clone(), Role::Faint),
            ];
            let used = columns(&line);
            line.push(run(" ".repeat(width.saturating_sub(used)), Role::Text));
            for run in &mut line {
                run.roles.retain(|role| *role != Role::Text);
                run.roles.insert(0, Role::Popup);
                if here {
                    run.roles.push(Role::Row);
                }
            }
            cut(line, width)
        })
        .collect();
    let small = |size: usize| u16::try_from(size).unwrap_or(u16::MAX);
    let height = small(lines.len());
    let y = app.layout().hints.y.saturating_sub(height);
    Some(Block { area: Area { x: 1, y, width: small(width), height }, ground: Role::Popup, lines })
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
