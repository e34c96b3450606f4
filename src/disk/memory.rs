//! What the program remembers of a reader between sessions: where each story was left, and the steps
//! that undo can take back. Only a comfort: what cannot be read or written is left out.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::atomic::{self, WriteError};
use super::places::Places;
use crate::annotation::{Set, Step, history};
use crate::article::Article;

/// Stories whose place is remembered: the latest.
const MOST: usize = 2_000;

/// The largest history that is kept, in bytes: hundreds of steps.
const MAX_HISTORY: usize = 8 << 20;

/// The byte where a story was left; of one under another name now, where its text was last left.
pub fn place(places: &Places, article: &Article) -> Option<usize> {
    let (all, key, hash) = (known(places), key(article), article.hash());
    let own = all.iter().rev().find(|(known, _)| *known == key);
    // One that is still there under its name is a copy, with a place of its own.
    let moved = |known: &str| {
        let name = known.split_once(' ').filter(|(text, _)| *text == hash).map(|it| it.1);
        name.is_some_and(|name| !Path::new(name).exists())
    };
    let same = || all.iter().rev().find(|(known, _)| moved(known));
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

/// The marks with the steps of earlier sessions that led to them, as far as they still do, and those
/// that were not saved any more, to be redone; and the journal of them, to go on with.
pub fn with_history(places: &Places, article: &Article, marks: Set) -> (Set, Journal) {
    let bytes = fs::read(places.history(article)).unwrap_or_default();
    let marks =
        if bytes.len() > 2 * MAX_HISTORY { marks } else { history::decode(&bytes, article, marks) };
    let goes_on = history::is_of(&bytes, marks.steps());
    let journal =
        Journal { written: marks.steps().to_vec(), bytes: goes_on.then_some(bytes.len()) };
    (marks, journal)
}

/// The journal of one story's steps, as it lies on the disk.
#[derive(Debug)]
pub struct Journal {
    /// The steps it holds, the latest last.
    written: Vec<Arc<Step>>,
    /// How long it is; none where it must be written anew, because it is of other marks.
    bytes: Option<usize>,
}

impl Journal {
    /// Adds what the journal lacks of the steps that led to `marks`: before they are saved, so that a
    /// program that is killed, or cannot save, leaves what it takes to go on. Costs what is new.
    pub fn keep(&mut self, places: &Places, article: &Article, marks: &Set) {
        let path = places.history(article);
        if let Some(folder) = path.parent() {
            let _ = fs::create_dir_all(folder);
        }
        let more = history::more(article, &self.written, marks);
        let grown = self.bytes.map(|bytes| bytes + more.len());
        self.bytes = if let Some(bytes) = grown.filter(|bytes| *bytes <= MAX_HISTORY) {
            add(&path, &more).ok().map(|()| bytes)
        } else {
            // Half of what there may be, so that it is not written whole again soon. With the steps that are
            // taken back just now: the marks on the disk have them until they are saved.
            let mut whole = history::encode(article, &self.written, MAX_HISTORY / 2);
            whole.extend(more);
            atomic::replace(&path, &whole).ok().map(|()| whole.len())
        };
        self.written = marks.steps().to_vec();
    }
}

fn add(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if bytes.is_empty() {
        return Ok(());
    }
    OpenOptions::new().append(true).open(path)?.write_all(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Anchor, Item, ItemId, Stamp};
    use crate::article::Origin;
    use crate::text::Span;
    use crate::text::clean::clean;

    #[test]
    fn a_journal_that_is_begun_with_undo_still_leads_to_the_marks_that_lie_there() {
        let home = tempfile::tempdir().unwrap();
        let places = Places { data: home.path().join("data"), config: home.path().join("config") };
        let article = Article::new("a.txt", Origin::BuiltIn, clean("One line."));
        let stamp = Stamp { annotator: "ada".to_owned(), at: jiff::Timestamp::UNIX_EPOCH };
        let mut marks = Set::default();
        for comment in ["one", "two"] {
            let anchor = Anchor::new(&article.text, Span::new(0, 3));
            let item =
                Item { comment: comment.to_owned(), ..Item::new(vec![anchor], stamp.clone()) };
            marks.apply([(ItemId::of(&["One"], 0), Some(item))]);
        }
        let saved = marks.bare();
        let mut journal = Journal { written: marks.steps().to_vec(), bytes: None };
        assert!(marks.undo().is_some());
        journal.keep(&places, &article, &marks);
        // Killed before the marks were saved, and after.
        for (marks, steps) in [(saved, 2), (marks.bare(), 1)] {
            assert_eq!(with_history(&places, &article, marks).0.steps().len(), steps);
        }
    }

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
