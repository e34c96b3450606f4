//! Threads, the loop, and the headless commands.

pub mod batch;
pub mod export;
pub mod tui;
