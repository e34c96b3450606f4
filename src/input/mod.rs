//! Terminal keys and mouse → actions.
