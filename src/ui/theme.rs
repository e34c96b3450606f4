//! Role → style: the theme's plain values as ratatui's.

use ratatui::style::{Color, Modifier, Style};

use crate::config::Theme;
use crate::config::colour::Colour;
use crate::config::theme::{self, Effect};
use crate::view::Role;

/// The look of several roles laid over each other.
pub fn over(theme: &Theme, roles: &[Role]) -> Style {
    roles.iter().fold(Style::default(), |below, role| below.patch(style(theme, *role)))
}

/// The look of one role.
pub fn style(theme: &Theme, role: Role) -> Style {
    let look = match role {
        Role::Text => &theme.text,
        Role::Faint => &theme.faint,
        Role::Title => &theme.title,
        Role::Bar => &theme.bar,
        Role::Rule => &theme.rule,
        Role::Focus => &theme.focus,
        Role::Source => &theme.source,
        Role::Cue => &theme.cue,
        Role::Content => &theme.content,
        Role::Current => &theme.current,
        Role::Row => &theme.row,
        Role::Chosen => &theme.chosen,
        Role::Mention => &theme.mention,
        Role::Found => &theme.found,
        Role::FoundHere => &theme.found_here,
        Role::Tag => &theme.tag,
        Role::Suggested => &theme.suggested,
        Role::Accepted => &theme.accepted,
        Role::Rejected => &theme.rejected,
        Role::Key => &theme.key,
        Role::Good => &theme.good,
        Role::Bad => &theme.bad,
        Role::Thumb => &theme.thumb,
        Role::Popup => &theme.popup,
        Role::Speaker(number) => return plain(&theme.speaker(number)),
    };
    plain(look)
}

fn plain(look: &theme::Style) -> Style {
    let mut style = Style { fg: look.fg.map(colour), bg: look.bg.map(colour), ..Style::default() };
    for effect in &look.add {
        style = style.add_modifier(modifier(*effect));
    }
    style
}

fn colour(colour: Colour) -> Color {
    match colour {
        Colour::Terminal(number) => Color::Indexed(number),
        Colour::Rgb(r, g, b) => Color::Rgb(r, g, b),
    }
}

fn modifier(effect: Effect) -> Modifier {
    match effect {
        Effect::Bold => Modifier::BOLD,
        Effect::Dim => Modifier::DIM,
        Effect::Italic => Modifier::ITALIC,
        Effect::Underline => Modifier::UNDERLINED,
        Effect::Reverse => Modifier::REVERSED,
        Effect::Strike => Modifier::CROSSED_OUT,
    }
}
