//! `cargo +nightly fuzz run inbox`; what it does stands in `fuzz/targets.rs`.

#![no_main]

#[path = "../targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::run("inbox", bytes));
