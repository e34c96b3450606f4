//! The only room that names `std::fs`.

pub mod annotations;
pub mod atomic;
pub mod exports;
mod fetch;
pub mod folder;
pub mod growing;
pub mod index;
pub mod library;
pub mod listing;
pub mod lock;
pub mod marks;
pub mod memory;
pub mod output;
pub mod places;
pub mod read;
mod seen;
mod unpack;
