//! The ground floor: bytes, spans, cleaned text, lines and columns. Names no other room.

pub mod chars;
pub mod clean;
mod ruler;
mod span;
pub mod wrap;

pub use clean::Cleaned;
pub use ruler::{Ruler, Unit};
pub use span::Span;
