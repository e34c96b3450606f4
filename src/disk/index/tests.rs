//! The index against small collections: what is put is found, forgotten, and survives mishaps.
