//! Story and marks → the formats other tools read: one file a format, and the table of formats.
//! Does no input or output.

pub mod jsonl;
