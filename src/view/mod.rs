//! `App` → `Screen`: what to show, as plain data with roles and no colours.
