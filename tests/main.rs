//! One test binary: the engine on whole stories, the command line, the files, the screens.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod accuracy;
mod anchors;
mod annotations;
mod colleagues;
mod comfort;
mod command;
mod documents;
mod exchange;
mod extract;
#[path = "../benches/generator/mod.rs"]
mod generator;
mod importing;
mod killed;
mod library;
mod reading;
mod scores;
mod screen;
mod streaming;
mod walls;
mod wire;
