//! Screens as a terminal shows them, in every theme.

use std::fmt::Write;

use onrecord::annotation::Set;
use onrecord::app::{Message, Reader, Report, Size, update};
use onrecord::config::Theme;
use onrecord::config::colour::Colour;
use onrecord::nlp::Progress;
use ratatui::style::{Color, Modifier};

use super::{demo, open, press, terminal, text};

/// The looks on the screen in a theme, each with how many cells have it and where the first one stands
/// (row and column), and a sum over all cells: one cell that looks otherwise gives another sum.
fn looks(app: &onrecord::app::App, theme: &Theme) -> String {
    let terminal = terminal(app, theme);
    let buffer = terminal.backend().buffer();
    let area = buffer.area;
    let mut looks: Vec<(String, usize, (u16, u16))> = Vec::new();
    let mut sum = blake3::Hasher::new();
    for (y, x) in (0..area.height).flat_map(|y| (0..area.width).map(move |x| (y, x))) {
        let cell = &buffer[(x, y)];
        let modifier = match cell.modifier {
            none if none.is_empty() => String::new(),
            some => format!(" {some:?}"),
        };
        let look = format!("{:?} on {:?}{modifier}", cell.fg, cell.bg);
        sum.update(look.as_bytes());
        match looks.iter_mut().find(|(known, ..)| *known == look) {
            Some((_, count, _)) => *count += 1,
            None => looks.push((look, 1, (y, x))),
        }
    }
    let sum = sum.finalize().to_hex();
    let mut out = format!("{} {}\n", theme.name, &sum[..12]);
    for (look, count, (y, x)) in looks {
        writeln!(out, "  {count:>5} from {y}:{x}  {look}").unwrap();
    }
    out
}

/// Cursors swap the colours of their cell or put one of their own in: the letter under the caret has the
/// colours of plain text, whose contrast is known, whatever else is lit there.
#[test]
fn the_caret_is_seen_wherever_it_stands() {
    for (width, height) in [(80, 24), (120, 36)] {
        for keys in ["/ the <enter>", "/ the <enter> n", "J", "J v", "J v <tab>", "J s ada"] {
            let mut app = open(demo::story(), width, height);
            press(&mut app, keys);
            for theme in Theme::built_in() {
                let mut terminal = terminal(&app, theme);
                let at = terminal.get_cursor_position().unwrap();
                let cell = &terminal.backend().buffer()[at];
                let plain = (colour(theme.text.fg), colour(theme.text.bg));
                assert_eq!((cell.fg, cell.bg), plain, "{} {keys} {at}", theme.name);
                assert!(!cell.modifier.contains(Modifier::REVERSED), "{} {keys}", theme.name);
            }
        }
    }
}

fn colour(colour: Option<Colour>) -> Color {
    match colour {
        Some(Colour::Rgb(r, g, b)) => Color::Rgb(r, g, b),
        Some(Colour::Terminal(number)) => Color::Indexed(number),
        None => Color::Reset,
    }
}

const KEYS: &str = "J a J x J 3 c check <enter> J";

/// The same words stand on the screen in every theme, and nobody needs colours to read them.
#[test]
fn in_every_size_and_theme() {
    for (width, height) in [(60, 20), (80, 24), (120, 36), (200, 60)] {
        let mut app = open(demo::story(), width, height);
        press(&mut app, KEYS);
        let themes = Theme::built_in().iter().map(|theme| looks(&app, theme));
        let whole = format!("{}\n\n{}", text(&app), themes.collect::<Vec<_>>().join("\n"));
        insta::assert_snapshot!(format!("{width}x{height}"), whole);
    }
}

#[test]
fn folded_and_wide() {
    for (width, height, keys) in [
        (50, 18, "J J"),
        (50, 18, "J J <tab>"),
        (50, 18, "<tab> <tab> j"),
        (20, 6, "J"),
        (160, 40, "J J a"),
        (100, 24, "?"),
        (100, 24, "f speaker:"),
        (100, 24, "J c why"),
        (100, 24, "/ the"),
        (60, 20, "J J"),
        (60, 20, "J e"),
        (200, 60, "J J J i"),
        (200, 60, "D"),
        (120, 36, "R a"),
        (120, 36, "z"),
        (80, 24, "} ) v s"),
        (80, 24, "J s"),
        (20, 6, "D"),
        (20, 6, "J s"),
    ] {
        let mut app = open(demo::story(), width, height);
        press(&mut app, keys);
        let name: String = keys.chars().filter(|letter| letter.is_alphanumeric()).collect();
        insta::assert_snapshot!(format!("{width}x{height}-{name}"), text(&app));
    }
}

#[test]
fn while_there_is_nothing_to_read() {
    let mut app = open(demo::story(), 60, 12);
    let report = Report::Analysing(0, Progress { done: 3, total: 4 });
    update(&mut app, Message::Heard(report));
    insta::assert_snapshot!("analysing", text(&app));
    update(&mut app, Message::Heard(Report::Failed(0, "notes.png is not text".to_owned())));
    insta::assert_snapshot!("failed", text(&app));
    let empty = onrecord::article::Article::new(
        "empty",
        onrecord::article::Origin::BuiltIn,
        onrecord::text::clean::clean(""),
    );
    let story =
        onrecord::story::Story::new(empty, onrecord::nlp::Analysis::default(), &Set::default());
    let reader = Box::new(Reader::new(story, Set::default(), app.codebook.clone()));
    update(&mut app, Message::Heard(Report::Ready(0, reader)));
    press(
        &mut app,
        "j k J K w b G gg 1 a x c o ]e <tab> j k <tab> j k <enter> / a <enter> n f <enter> <esc>",
    );
    insta::assert_snapshot!("empty", text(&app));
}

/// The cell under a cursor is never one that the cursor would turn back into plain text.
#[test]
fn a_hit_under_the_caret_is_seen_without_colours() {
    let mut app = open(demo::story(), 100, 24);
    press(&mut app, "/ harbour <enter>");
    let mut drawn = terminal(&app, &Theme::built_in()[2]);
    let at = drawn.get_cursor_position().unwrap();
    let buffer = drawn.backend().buffer();
    assert!(!buffer[at].modifier.contains(Modifier::REVERSED));
    assert!(buffer[(at.x + 1, at.y)].modifier.contains(Modifier::REVERSED));
}

/// Words of any script keep their width: every line of the story ends before the scroll bar.
#[test]
fn other_scripts() {
    let article = onrecord::article::Article::new(
        "scripts",
        onrecord::article::Origin::BuiltIn,
        onrecord::text::clean::clean(
            "東京の橋は五月に開く。「遅れない」と市長は言った。\nCafé, naïve, e\u{301}t\u{e9} — 👩‍🚀🇫🇷.\nשלום עולם",
        ),
    );
    let story =
        onrecord::story::Story::new(article, onrecord::nlp::Analysis::default(), &Set::default());
    let mut app = open(story, 40, 12);
    press(&mut app, "l l j l");
    insta::assert_snapshot!("scripts", text(&app));
    update(&mut app, Message::Resized(Size { width: 20, height: 12 }));
    insta::assert_snapshot!("scripts-narrow", text(&app));
}
