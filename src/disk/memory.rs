//! What the program remembers of a reader between sessions: where each story was left, and the steps
//! that undo can take back. Only a comfort: what cannot be read or written is left out.

use std::fs;
use std::path::PathBuf;

use super::atomic::{self, WriteError};
use super::places::Places;
use crate::annotation::{Set, history};
use crate::article::Article;

/// Stories whose place is remembered: the latest.
const MOST: usize = 2_000;

/// The largest history that is kept, in bytes: hundreds of steps.
const MAX_HISTORY: usize = 8 << 20;

/// The byte where a story was left.
pub fn place(places: &Places, article: &Article) -> Option<usize> {
    let hash = article.hash();
    let at = known(places).into_iter().rev().find(|(known, _)| *known == hash).map(|(_, at)| at)?;
    article.text.is_char_boundary(at).then_some(at)
}

/// Remembers where stories were left.
pub fn keep_places<'a>(places: &Places, left: impl IntoIterator<Item = (&'a Article, usize)>) {
    let mut all = known(places);
    for (article, at) in left {
        let hash = article.hash();
        all.retain(|(known, _)| *known != hash);
        all.push((hash, at));
    }
    let many = all.len();
    all.drain(..many.saturating_sub(MOST));
    let pretty = ron::ser::PrettyConfig::new().depth_limit(1);
    if let Ok(text) = ron::ser::to_string_pretty(&all, pretty) {
        let _ = fs::create_dir_all(&places.data);
        let _ = atomic::replace(&places_file(places), text.as_bytes());
    }
}

/// Writes a file of the config folder, whole or not at all.
pub fn keep_config(places: &Places, name: &str, text: &str) -> Result<(), WriteError> {
    let _ = fs::create_dir_all(&places.config);
    atomic::replace(&places.config.join(name), text.as_bytes())
}

fn known(places: &Places) -> Vec<(String, usize)> {
    let text = fs::read_to_string(places_file(places)).unwrap_or_default();
    ron::from_str(&text).unwrap_or_default()
}

fn places_file(places: &Places) -> PathBuf {
    places.data.join("places.ron")
}

/// The marks with the steps of earlier sessions that led to them, as far as they still do.
pub fn with_history(places: &Places, article: &Article, marks: Set) -> Set {
    let Ok(bytes) = fs::read(places.history(article)) else { return marks };
    if bytes.len() > MAX_HISTORY {
        return marks;
    }
    history::decode(&bytes, article, marks)
}

/// Keeps the steps that undo can take back.
pub fn keep_history(places: &Places, article: &Article, marks: &Set) {
    let path = places.history(article);
    let bytes = history::encode(article, marks, MAX_HISTORY);
    if let Some(folder) = path.parent() {
        let _ = fs::create_dir_all(folder);
    }
    let _ = atomic::replace(&path, &bytes);
}
