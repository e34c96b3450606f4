//! Terminal keys and mouse → actions.
//!
//! Stateless but for the sieve in `ground`: the keys typed so far of a longer one stand in the app,
//! where the screen shows them.

mod chord;
mod ground;
mod keymap;
mod keys;

pub use chord::chord;
pub use ground::{Ground, QUESTION as GROUND, Sifted};
pub use keymap::{Bound, action, bind, guide};

use crossterm::event::{Event, KeyEventKind, MouseButton, MouseEventKind};

use crate::app::{Action, App, Edit, Message, Side, Size};

/// What an event of the terminal means to the app, if anything.
pub fn message(app: &App, event: &Event) -> Option<Message> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => {
            action(app, &chord(*key)?).map(Message::Act)
        }
        Event::Paste(words) if app.takes_text() => {
            Some(Message::Act(Action::Edit(Edit::Insert(words.clone()))))
        }
        Event::Mouse(mouse) => {
            let (x, y) = (mouse.column, mouse.row);
            let action = match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => Action::Press(x, y),
                MouseEventKind::Drag(MouseButton::Left) => Action::Drag(x, y),
                MouseEventKind::ScrollDown => Action::Wheel(Side::Next, x, y),
                MouseEventKind::ScrollUp => Action::Wheel(Side::Back, x, y),
                _ => return None,
            };
            Some(Message::Act(action))
        }
        Event::Resize(width, height) => {
            Some(Message::Resized(Size { width: *width, height: *height }))
        }
        Event::FocusGained => Some(Message::Back),
        _ => None,
    }
}
