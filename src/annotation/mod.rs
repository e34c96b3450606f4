//! What readers say about a text: tags, comments, reviews, anchored to its words.
//!
//! Knows the text and nothing of the machine's analysis: an item is anchored to bytes *and* to the
//! words found there, so the engine can improve without orphaning anyone's work. Every change is a
//! [`Step`] that [`Set::undo`] takes back. Reading and writing the file is [`mod@file`]; the disk is
//! not named here.

mod anchor;
mod anchors;
pub mod codebook;
pub mod file;
mod set;

pub use anchor::{Anchor, Found};
pub use anchors::{Anchors, State};
pub use codebook::{Codebook, Tag};
pub use set::{
    Certainty, Change, Item, ItemId, ItemOrigin, Naming, NamingChange, Review, Set, Stamp, Step,
    Wanted,
};
