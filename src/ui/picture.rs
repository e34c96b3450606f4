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

/// Pixels of a cell, and of the letters in it: as wide as most screen fonts are at this size.
const CELL_WIDTH: f32 = 8.43;
const CELL_HEIGHT: f32 = 18.0;
const LETTERS: f32 = 14.0;
/// Around the cells.
const MARGIN: f32 = 10.0;

/// Lines and blocks that must touch those of the next cell: a font would leave gaps. Left, top,
/// width and height, in parts of a cell.
const RULED: [(char, [f32; 4]); 6] = [
    ('─', [0.0, 0.47, 1.0, 0.06]),
    ('━', [0.0, 0.44, 1.0, 0.12]),
    ('│', [0.44, 0.0, 0.12, 1.0]),
    ('┃', [0.38, 0.0, 0.24, 1.0]),
    ('▐', [0.5, 0.0, 0.5, 1.0]),
    ('█', [0.0, 0.0, 1.0, 1.0]),
];

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
        cell.modifier.insert(Modifier::REVERSED);
    }
    let width = f32::from(area.width) * CELL_WIDTH + 2.0 * MARGIN;
    let height = f32::from(area.height) * CELL_HEIGHT + 2.0 * MARGIN;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" \
         viewBox=\"-{MARGIN} -{MARGIN} {width:.1} {height:.1}\" \
         font-family=\"'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"{LETTERS}\" \
         xml:space=\"preserve\">\n\
         <rect x=\"-{MARGIN}\" y=\"-{MARGIN}\" width=\"{width:.1}\" height=\"{height:.1}\" \
         rx=\"8\" fill=\"{}\"/>\n",
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
    let style = style(look);
    let letters = ruled(words, (left, top), &fg, &style, out);
    if letters.trim().is_empty() {
        return;
    }
    let base = top + LETTERS;
    let _ = writeln!(
        out,
        "<text x=\"{left:.1}\" y=\"{base:.1}\" textLength=\"{width:.1}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{fg}\"{style}>{}</text>",
        escaped(&letters)
    );
}

/// Draws what is [`RULED`], and gives the words with blanks in its place.
fn ruled(words: &str, (left, top): (f32, f32), fg: &str, style: &str, out: &mut String) -> String {
    let mut letters = String::new();
    let mut rest = words.chars().peekable();
    while let Some(first) = rest.next() {
        let Some((_, [x, y, wide, high])) = RULED.iter().find(|(known, _)| *known == first) else {
            letters.push(first);
            continue;
        };
        let from = StyledSpan::raw(letters.as_str()).width();
        letters.push(' ');
        // What is as wide as its cell goes on into the next one.
        let mut cells = 1.0;
        while *wide >= 1.0 && rest.next_if_eq(&first).is_some() {
            letters.push(' ');
            cells += 1.0;
        }
        let (x, y) = (left + (from as f32 + x) * CELL_WIDTH, top + y * CELL_HEIGHT);
        let (wide, high) = (wide * cells * CELL_WIDTH, high * CELL_HEIGHT);
        let _ = writeln!(
            out,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{wide:.1}\" height=\"{high:.1}\" fill=\"{fg}\"{style}/>"
        );
    }
    letters
}

fn style(look: &Cell) -> String {
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
    style
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
