//! Who said what in a news story: the engine, the files and the screen of `onrecord`.
//!
//! Each folder is a room and each room a layer; `ARCHITECTURE.md` says which may name which, and a
//! test reads the imports to hold us to it.

pub mod agreement;
pub mod annotation;
pub mod app;
pub mod args;
pub mod article;
pub mod config;
pub mod disk;
pub mod export;
pub mod import;
pub mod inbox;
pub mod input;
pub mod library;
pub mod nlp;
pub mod run;
pub mod story;
pub mod text;
pub mod train;
pub mod ui;
pub mod view;
