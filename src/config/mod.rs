//! Settings, keys and themes as typed values. Names no other room.

pub mod theme;

pub use theme::{Theme, Themes};
