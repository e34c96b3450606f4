//! The loop of the app: one message, one update, effects, one picture.
