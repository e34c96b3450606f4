//! Loads and saves annotation files.
