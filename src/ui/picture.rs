//! The screen as a picture: the very cells a terminal would show, as SVG.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use ratatui::text::Span as StyledSpan;

use super::cells;
use crate::config::Theme;
use crate::view::Screen;

/// The terminal's own colours, which a theme leaves open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ground {
    /// Letters, as SVG writes it.
    pub fg: &'static str,
    /// Behind them.
    pub bg: &'static str,
}

/// A dark terminal.
pub const DARK: Ground = Ground { fg: "#d5d8dc", bg: "#14161a" };
/// A light terminal.
pub const LIGHT: Ground = Ground { fg: "#24292e", bg: "#fbfaf6" };

/// Pixels of a cell, and of the letters in it.
const CELL_WIDTH: f32 = 8.4;
const CELL_HEIGHT: f32 = 18.0;
const LETTERS: f32 = 14.0;

/// The terminal's sixteen colours, as most draw them.
const SIXTEEN: [&str; 16] = [
    "#1d1f21", "#cc6666", "#8ab36b", "#d7af5f", "#6a9fd0", "#b294bb", "#6fb8b0", "#c5c8c6",
    "#6c7075", "#e88388", "#a8cc8c", "#f2cb6e", "#8cb8e8", "#d290e4", "#8fd8d0", "#ffffff",
];

/// Draws the screen as SVG.
pub fn svg(screen: &Screen, theme: &Theme, ground: Ground) -> String {
    let area = Rect::new(0, 0, screen.size.width, screen.size.height);
    let mut buffer = Buffer::empty(area);
    cells(screen, theme, area, &mut buffer);
    if let Some((x, y)) = screen.cursor
        && let Some(cell) = buffer.cell_mut((x, y))
    {
        cell.modifier.toggle(Modifier::REVERSED);
    }
    let (width, height) =
        (f32::from(area.width) * CELL_WIDTH, f32::from(area.height) * CELL_HEIGHT);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.1} {height:.1}\" \
         font-family=\"'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"{LETTERS}\" \
         xml:space=\"preserve\">\n<rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{}\"/>\n",
        ground.bg
    );
    for y in 0..area.height {
        row(&buffer, y, ground, &mut out);
    }
    out.push_str("</svg>\n");
    out
}

/// One row: stretches of cells that look the same.
fn row(buffer: &Buffer, y: u16, ground: Ground, out: &mut String) {
    let width = buffer.area.width;
    let mut x = 0;
    while x < width {
        let first = &buffer[(x, y)];
        let mut words = String::new();
        let from = x;
        while x < width && alike(first, &buffer[(x, y)]) {
            words.push_str(buffer[(x, y)].symbol());
            let wide = StyledSpan::raw(buffer[(x, y)].symbol()).width().max(1);
            x += u16::try_from(wide).unwrap_or(1);
        }
        stretch(first, &words, (from, x - from, y), ground, out);
    }
}

fn alike(a: &Cell, b: &Cell) -> bool {
    (a.fg, a.bg, a.modifier) == (b.fg, b.bg, b.modifier)
}

fn stretch(
    look: &Cell,
    words: &str,
    (x, wide, y): (u16, u16, u16),
    ground: Ground,
    out: &mut String,
) {
    let (mut fg, mut bg) = (colour(look.fg, ground.fg), colour(look.bg, ground.bg));
    if look.modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut fg, &mut bg);
    }
    let (left, top) = (f32::from(x) * CELL_WIDTH, f32::from(y) * CELL_HEIGHT);
    let width = f32::from(wide) * CELL_WIDTH;
    // Writing to a `String` cannot fail.
    if bg != ground.bg {
        let _ = writeln!(
            out,
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{CELL_HEIGHT}\" fill=\"{bg}\"/>"
        );
    }
    if words.trim().is_empty() {
        return;
    }
    let mut style = String::new();
    for (modifier, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::DIM, " opacity=\"0.6\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::CROSSED_OUT, " text-decoration=\"line-through\""),
    ] {
        if look.modifier.contains(modifier) {
            style.push_str(attribute);
        }
    }
    let base = top + LETTERS;
    let _ = writeln!(
        out,
        "<text x=\"{left:.1}\" y=\"{base:.1}\" textLength=\"{width:.1}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{fg}\"{style}>{}</text>",
        escaped(words)
    );
}

fn colour(colour: Color, default: &str) -> String {
    match colour {
        Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
        Color::Indexed(number) => {
            SIXTEEN.get(usize::from(number)).map_or(default, |known| known).to_owned()
        }
        _ => default.to_owned(),
    }
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace(' ', "\u{a0}")
}
