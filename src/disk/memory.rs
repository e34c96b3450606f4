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

/// The byte where a story was left; of one under another name now, where its text was last left.
pub fn place(places: &Places, article: &Article) -> Option<usize> {
    let (all, key, hash) = (known(places), key(article), article.hash());
    let own = all.iter().rev().find(|(known, _)| *known == key);
    let same = || all.iter().rev().find(|(known, _)| known.split(' ').next() == Some(&hash));
    let at = own.or_else(same)?.1;
    article.text.is_char_boundary(at).then_some(at)
}

/// What a place is kept under: the text, and the name of this copy of it.
fn key(article: &Article) -> String {
    format!("{} {}", article.hash(), article.id)
}

/// Remembers where stories were left.
pub fn keep_places<'a>(places: &Places, left: impl IntoIterator<Item = (&'a Article, usize)>) {
    let mut all = known(places);
    for (article, at) in left {
        let key = key(article);
        all.retain(|(known, _)| *known != key);
        all.push((key, at));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Origin;
    use crate::text::clean::clean;

    #[test]
    fn copies_have_places_of_their_own_and_a_new_name_finds_the_last() {
        let home = tempfile::tempdir().unwrap();
        let places = Places { data: home.path().join("data"), config: home.path().join("config") };
        let story = |name: &str, text: &str| Article::new(name, Origin::BuiltIn, clean(text));
        let (one, two) = (story("a.txt", "One line."), story("b.txt", "One line."));
        keep_places(&places, [(&one, 2), (&two, 5)]);
        keep_places(&places, [(&one, 3)]);
        for (name, text, at) in [
            ("a.txt", "One line.", Some(3)),
            ("b.txt", "One line.", Some(5)),
            ("moved.txt", "One line.", Some(3)),
            ("a.txt", "Another.", None),
        ] {
            assert_eq!(place(&places, &story(name, text)), at, "{name} {text}");
        }
    }
}
