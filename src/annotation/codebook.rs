//! The tags a reader may put on a statement, what they mean and how they are shown.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// A named, versioned list of tags.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codebook {
    /// What it is called; written into annotation files.
    pub name: String,
    /// Raised when a tag's meaning changes.
    pub version: u32,
    /// In the order they are offered.
    pub tags: Vec<Tag>,
}

/// One tag.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tag {
    /// The word for it, lower case.
    pub name: String,
    /// Stands for it in the margin; one column wide.
    pub glyph: char,
    /// What it means, for the reader.
    pub definition: String,
}

impl Codebook {
    /// The built-in one: claim, commitment, denial.
    pub fn built_in() -> &'static Codebook {
        static BUILT_IN: LazyLock<Codebook> = LazyLock::new(|| {
            ron::from_str(include_str!("../../assets/codebook.ron")).expect("tested below")
        });
        &BUILT_IN
    }

    /// The tag of that name.
    pub fn tag(&self, name: &str) -> Option<&Tag> {
        self.tags.iter().find(|tag| tag.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_codebook_reads() {
        let names: Vec<&str> =
            Codebook::built_in().tags.iter().map(|tag| tag.name.as_str()).collect();
        assert_eq!(names, ["claim", "commitment", "denial"]);
    }
}
