//! One test binary: the walls, the command line, the screens.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod command;
mod extract;
mod wire;
