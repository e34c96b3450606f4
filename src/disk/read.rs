//! Files, folders and standard input → bytes with a name, within limits.
