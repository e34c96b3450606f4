//! `Screen` → terminal cells. The only room that names ratatui.
//!
//! Words reach a cell only through ratatui's lines, which drop control characters; a cell's symbol
//! is never set from an article.

pub mod picture;
mod theme;

use ratatui::Frame;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span as StyledSpan};
use ratatui::widgets::{Clear, Widget};

use crate::config::Theme;
use crate::view::{Block, Role, Run, Screen};

/// Draws the whole screen.
pub fn draw(screen: &Screen, theme: &Theme, frame: &mut Frame) {
    let area = frame.area();
    cells(screen, theme, area, frame.buffer_mut());
    let inside = |(x, y): &(u16, u16)| *x < area.width && *y < area.height;
    if let Some((x, y)) = screen.cursor.filter(inside) {
        plain(&mut frame.buffer_mut()[(x, y)], theme);
        frame.set_cursor_position(Position { x, y });
    }
}

/// Gives the cell of the cursor the colours of plain text. Cursors swap the colours of their cell, or
/// put one of their own behind its letter or in its place: of a cell that is lit, little would be seen.
fn plain(cell: &mut Cell, theme: &Theme) {
    cell.modifier.remove(Modifier::REVERSED);
    cell.set_style(Style::new().fg(Color::Reset).bg(Color::Reset));
    cell.set_style(theme::style(theme, Role::Text));
}

/// Paints the cells of `area`; what does not fit is left out.
pub fn cells(screen: &Screen, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    buffer.set_style(area, theme::style(theme, Role::Text));
    for block in &screen.blocks {
        paint(block, theme, area, buffer);
    }
}

fn paint(block: &Block, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let wanted = block.area;
    let rect = Rect::new(wanted.x, wanted.y, wanted.width, wanted.height).intersection(area);
    Clear.render(rect, buffer);
    buffer.set_style(rect, theme::style(theme, block.ground));
    for (row, line) in rect.rows().zip(&block.lines) {
        line.iter().map(|run| styled(run, theme)).collect::<Line>().render(row, buffer);
    }
}

fn styled<'a>(run: &'a Run, theme: &Theme) -> StyledSpan<'a> {
    StyledSpan::styled(run.text.as_str(), theme::over(theme, &run.roles))
}
