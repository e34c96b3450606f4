//! `Screen` → terminal cells. The only room that names ratatui.
//!
//! Words reach a cell only through ratatui's lines, which drop control characters; a cell's symbol
//! is never set from an article.

pub mod picture;
mod theme;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use ratatui::text::{Line, Span as StyledSpan};
use ratatui::widgets::{Clear, Widget};

use crate::config::Theme;
use crate::view::{Block, Run, Screen};

/// Draws the whole screen.
pub fn draw(screen: &Screen, theme: &Theme, frame: &mut Frame) {
    let area = frame.area();
    cells(screen, theme, area, frame.buffer_mut());
    let inside = |(x, y): &(u16, u16)| *x < area.width && *y < area.height;
    if let Some((x, y)) = screen.cursor.filter(inside) {
        // A cursor swaps letters and ground of its cell: of one that has them swapped, nothing
        // would be left to see.
        frame.buffer_mut()[(x, y)].modifier.remove(Modifier::REVERSED);
        frame.set_cursor_position(Position { x, y });
    }
}

/// Paints the cells of `area`; what does not fit is left out.
pub fn cells(screen: &Screen, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    buffer.set_style(area, theme::style(theme, crate::view::Role::Text));
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
