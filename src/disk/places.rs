//! Where things lie: config and data folders, the annotation file of a story.
//!
//! Annotations lie beside their story, so that they travel with it: those of `speech.txt` in
//! `speech.txt.onrecord.ron`, the whole name kept, because `speech.md` may lie there too. What has
//! no place of its own (standard input, a line of a JSONL file, a story inside the binary) or lies
//! where nothing can be written has its annotations in the data folder, under a readable name and a
//! hash of the text. That name is made from the id, never from the headline: a later onrecord
//! may read another headline from the same text, and must still find the file.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::article::{Article, Origin};

/// What an annotation file's name ends in.
pub const SUFFIX: &str = ".onrecord.ron";

/// Characters of an id kept in a file name: with hash and ending well below the 255 bytes that
/// file systems allow.
const MAX_NAME: usize = 48;

/// Digits of the text's hash in a file name: 64 bits, enough that no two texts share them.
const HASH: usize = 16;

/// The folders of one user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// Settings and themes.
    pub config: PathBuf,
    /// What the program keeps.
    pub data: PathBuf,
}

/// Where a story's annotations may lie, to be tried in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidates {
    /// Beside the story, where it is a file of its own.
    pub beside: Option<PathBuf>,
    /// In the data folder.
    pub data: PathBuf,
}

impl Places {
    /// Those of whoever runs the program, by the customs of the system; none without a home.
    pub fn of_user() -> Option<Places> {
        let dirs = ProjectDirs::from("", "", "onrecord")?;
        Some(Places { config: dirs.config_dir().to_owned(), data: dirs.data_dir().to_owned() })
    }

    /// Where the annotations of `article` may lie.
    pub fn annotations(&self, article: &Article) -> Candidates {
        let beside = match &article.origin {
            Origin::File(path) => Some(beside(path)),
            Origin::Part(_) | Origin::Stdin | Origin::BuiltIn => None,
        };
        let name = format!("{}{SUFFIX}", named(article));
        Candidates { beside, data: self.data.join("annotations").join(name) }
    }

    /// Where the marks of `article` are kept as they were before a session first changed them.
    pub fn backup(&self, article: &Article) -> PathBuf {
        self.data.join("backups").join(format!("{}{SUFFIX}", named_here(article)))
    }

    /// Where marks of `article` are kept that somebody else wrote, before they are replaced.
    pub fn backup_of_others(&self, article: &Article) -> PathBuf {
        self.data.join("backups").join(format!("{}-others{SUFFIX}", named_here(article)))
    }

    /// Where the steps that led to the marks of `article` are kept.
    pub fn history(&self, article: &Article) -> PathBuf {
        self.data.join("history").join(format!("{}.ron", named_here(article)))
    }

    /// Where marks of `article` go that could not be saved, without an ending.
    pub fn rescued(&self, article: &Article) -> PathBuf {
        self.data.join("rescued").join(named(article))
    }
}

/// The same for each copy of a story by itself: a hash of text and place.
fn named_here(article: &Article) -> String {
    let Origin::File(path) = &article.origin else { return named(article) };
    let path = std::path::absolute(path).unwrap_or_else(|_| path.clone());
    let place = format!("{}\n{}", path.display(), article.hash());
    let hash: String = blake3::hash(place.as_bytes()).to_hex().chars().take(HASH).collect();
    format!("{}-{hash}", safe_name(&article.id))
}

/// A readable name and a hash of the text.
fn named(article: &Article) -> String {
    let hash: String = article.hash().chars().take(HASH).collect();
    format!("{}-{hash}", safe_name(&article.id))
}

/// The annotation file beside a story's file.
fn beside(story: &Path) -> PathBuf {
    let mut name = OsString::from(story);
    name.push(SUFFIX);
    PathBuf::from(name)
}

/// The last part of an id as a file name that is safe everywhere: letters and digits, small, with
/// single hyphens for all else; “story” where nothing is left.
fn safe_name(id: &str) -> String {
    let last = id.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or(id);
    let mut name = String::new();
    for it in last.chars().flat_map(char::to_lowercase) {
        if it.is_ascii_alphanumeric() {
            name.push(it);
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    let name: String = name.chars().take(MAX_NAME).collect();
    match name.trim_end_matches('-') {
        "" => "story".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::clean;

    #[test]
    fn names_are_safe() {
        for (id, name) in [
            ("speech.txt", "speech-txt"),
            ("/news/2026/Rates Rise?.md", "rates-rise-md"),
            ("../../etc/passwd", "passwd"),
            ("a/..", "story"),
            ("C:\\news\\a.txt", "a-txt"),
            ("", "story"),
            ("«Так»", "story"),
            ("=cmd|' /C calc'!A0\n\0", "c-calc-a0"),
            (&"long ".repeat(99), "long-long-long-long-long-long-long-long-long-lon"),
        ] {
            assert_eq!(safe_name(id), name, "{id}");
        }
    }

    #[test]
    fn each_story_has_its_own_place() {
        let places = Places { config: "c".into(), data: "d".into() };
        let of = |id: &str, origin: Origin, text: &str| {
            places.annotations(&Article::new(id, origin, clean::clean(text)))
        };
        let file = |path: &str| Origin::File(path.into());
        assert_eq!(
            of("n/a.txt", file("n/a.txt"), "A.").beside,
            Some(PathBuf::from("n/a.txt.onrecord.ron"))
        );
        assert_ne!(of("a.txt", file("a.txt"), "A.").beside, of("a.md", file("a.md"), "A.").beside);
        let stdin = of("-", Origin::Stdin, "A.");
        assert_eq!(stdin.beside, None);
        assert_ne!(stdin.data, of("-", Origin::Stdin, "B.").data);
        let part = |id| of(id, Origin::Part("all.jsonl".into()), "A.").data;
        assert_ne!(part("1"), part("2"));
        assert!(part("1").starts_with("d/annotations"));
    }
}
