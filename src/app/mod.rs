//! What the reader sees and does, as state and pure functions: `update(App, Message) -> effects`.
