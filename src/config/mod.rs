//! Settings, keys and themes as typed values, read from the text of files that it never touches.

pub mod colour;
pub mod keys;
pub mod settings;
pub mod theme;

pub use colour::Depth;
pub use settings::{Settings, SettingsError};
pub use theme::{Theme, Themes};

use crate::text::find::nearest;

/// The parser's words, with the nearest name where it does not know one.
fn told(error: &ron::Error) -> String {
    let (found, expected) = match error {
        ron::Error::NoSuchStructField { found, expected, .. }
        | ron::Error::NoSuchEnumVariant { found, expected, .. } => (found, *expected),
        _ => return error.to_string(),
    };
    match nearest(found, expected.iter().copied()) {
        Some(near) => format!("there is no `{found}`: did you mean `{near}`?"),
        None => format!("there is no `{found}`: there are {}", expected.join(", ")),
    }
}
