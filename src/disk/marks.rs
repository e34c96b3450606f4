//! The state of the marks of many stories, without reading them: whether they changed since they were
//! last looked at.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

use super::places::{Places, SUFFIX};
use super::seen::seen;
use crate::article::Article;

/// Where marks may lie, looked at once.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    folder: PathBuf,
    /// Names in the data folder.
    kept: HashSet<OsString>,
}

impl Marks {
    /// Looks into the data folder. O(files there).
    pub fn of(places: &Places) -> Marks {
        let folder = places.data.join("annotations");
        let names =
            fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
        Marks { kept: names.collect(), folder }
    }

    /// What tells one state of the marks of a story from another: of those beside its file, and of those
    /// called `kept` in the data folder. Empty where there are none.
    pub fn state(&self, story: &Path, kept: Option<&str>) -> String {
        let stamp = |path: &Path| seen(path).ok().flatten().map(|seen| seen.stamp());
        let mut beside = story.as_os_str().to_owned();
        beside.push(SUFFIX);
        let kept = kept.filter(|name| self.kept.contains(OsStr::new(name)));
        let kept = kept.and_then(|name| stamp(&self.folder.join(name)));
        let all = [stamp(Path::new(&beside)), kept];
        all.into_iter().flatten().collect::<Vec<_>>().join("; ")
    }
}

/// What the marks of a story are called in the data folder.
pub fn kept(places: &Places, article: &Article) -> Option<String> {
    places.annotations(article).data.file_name()?.to_str().map(str::to_owned)
}

/// What tells one state of a file from another; nothing where there is none.
pub fn stamp(path: &Path) -> Option<String> {
    seen(path).ok().flatten().map(|seen| seen.stamp())
}
