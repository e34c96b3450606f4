//! The binary: reads the command line and calls `run`.

fn main() {}
