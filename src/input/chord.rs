//! One key with its modifiers, as the keymap writes it: `j`, `G`, `<c-d>`, `<down>`, `<lt>`.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Keys that have a name.
pub const NAMES: [&str; 17] = [
    "lt",
    "space",
    "enter",
    "esc",
    "tab",
    "backtab",
    "backspace",
    "delete",
    "up",
    "down",
    "left",
    "right",
    "home",
    "end",
    "pageup",
    "pagedown",
    "a-enter",
];

/// A key as the keymap writes it; none for keys that no keymap can hold.
pub fn chord(key: KeyEvent) -> Option<String> {
    let name = match key.code {
        KeyCode::Char('<') => return Some("<lt>".to_owned()),
        KeyCode::Char(' ') => "space".to_owned(),
        KeyCode::Char(letter) => {
            let control = key.modifiers.contains(KeyModifiers::CONTROL);
            let alt = key.modifiers.contains(KeyModifiers::ALT);
            return Some(match (control, alt) {
                (true, _) => format!("<c-{}>", letter.to_ascii_lowercase()),
                (false, true) => format!("<a-{letter}>"),
                (false, false) => letter.to_string(),
            });
        }
        KeyCode::Enter if key.modifiers.contains(KeyModifiers::ALT) => "a-enter".to_owned(),
        KeyCode::Enter => "enter".to_owned(),
        KeyCode::Esc => "esc".to_owned(),
        KeyCode::Tab => "tab".to_owned(),
        KeyCode::BackTab => "backtab".to_owned(),
        KeyCode::Backspace => "backspace".to_owned(),
        KeyCode::Delete => "delete".to_owned(),
        KeyCode::Up => "up".to_owned(),
        KeyCode::Down => "down".to_owned(),
        KeyCode::Left => "left".to_owned(),
        KeyCode::Right => "right".to_owned(),
        KeyCode::Home => "home".to_owned(),
        KeyCode::End => "end".to_owned(),
        KeyCode::PageUp => "pageup".to_owned(),
        KeyCode::PageDown => "pagedown".to_owned(),
        KeyCode::F(number) => format!("f{number}"),
        _ => return None,
    };
    Some(format!("<{name}>"))
}

/// Keys as a reader knows them: `<c-d>` gives `Ctrl-d`, `<down>` gives `↓`, `]s` stays.
pub fn shown(keys: &str) -> String {
    if let Some(lead) = keys.strip_suffix('%').filter(|lead| !lead.is_empty()) {
        return format!("{lead}a…z");
    }
    let Some(name) = keys.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) else {
        return keys.to_owned();
    };
    match name {
        "lt" => "<".to_owned(),
        "up" => "↑".to_owned(),
        "down" => "↓".to_owned(),
        "left" => "←".to_owned(),
        "right" => "→".to_owned(),
        "pageup" => "PgUp".to_owned(),
        "pagedown" => "PgDn".to_owned(),
        "backtab" => "Shift-Tab".to_owned(),
        _ => {
            if let Some(letter) = name.strip_prefix("c-") {
                return format!("Ctrl-{letter}");
            }
            if let Some(key) = name.strip_prefix("a-") {
                return format!("Alt-{}", if key == "enter" { "Enter" } else { key });
            }
            let mut letters = name.chars();
            let first = letters.next().map(|letter| letter.to_ascii_uppercase());
            first.into_iter().chain(letters).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        let (none, control) = (KeyModifiers::NONE, KeyModifiers::CONTROL);
        for (code, modifiers, written, read) in [
            (KeyCode::Char('j'), none, "j", "j"),
            (KeyCode::Char('G'), KeyModifiers::SHIFT, "G", "G"),
            (KeyCode::Char('d'), control, "<c-d>", "Ctrl-d"),
            (KeyCode::Char('<'), none, "<lt>", "<"),
            (KeyCode::Down, none, "<down>", "↓"),
            (KeyCode::Esc, none, "<esc>", "Esc"),
            (KeyCode::BackTab, KeyModifiers::SHIFT, "<backtab>", "Shift-Tab"),
        ] {
            let found = chord(KeyEvent::new(code, modifiers)).unwrap();
            assert_eq!((found.as_str(), shown(&found).as_str()), (written, read));
        }
    }
}
