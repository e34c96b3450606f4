//! `Screen` → terminal cells. The only room that names ratatui.
