//! Bytes → [`Article`]s: one reader per format, and the table of formats. Does no input or output.

/// The largest file that is read, in bytes: a long book is 2 MB; beyond this it is not one article.
pub const MAX_BYTES: usize = 64 << 20;
