//! The tags a reader may put on a statement, what they mean and how they are shown.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use unicode_width::UnicodeWidthChar;

use crate::text::find::nearest;

/// A named, versioned list of tags.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codebook {
    /// What it is called; written into annotation files.
    pub name: String,
    /// Raised when a tag's meaning changes.
    pub version: u32,
    /// Whether a statement has one tag at most.
    #[serde(default = "yes")]
    pub exclusive: bool,
    /// In the order they are offered.
    pub tags: Vec<Tag>,
    /// What else may be said of a statement.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<Attribute>,
}

/// Something that may be said of a statement beside its tag, such as a topic.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attribute {
    /// The word for it.
    pub name: String,
    /// What may be chosen.
    pub values: Vec<String>,
}

/// One tag.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tag {
    /// The word for it, lower case.
    pub name: String,
    /// Stands for it in the margin; one column wide.
    pub glyph: char,
    /// Number of one of the theme's colours, from 0; none for the theme's usual one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<usize>,
    /// What it means, for the reader.
    pub definition: String,
    /// Statements that have it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<String>,
}

fn yes() -> bool {
    true
}

/// Why a codebook cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("codebook {file}, line {line}: {reason}")]
pub struct CodebookError {
    /// The file's name.
    pub file: String,
    /// Where in it, from 1.
    pub line: usize,
    /// What is wrong there.
    pub reason: String,
}

/// Names that stand for something else, here or in a format that marks are written in.
const TAKEN: [&str; 5] = ["none", "source", "cue", "content", "statement"];

impl Codebook {
    /// So many tags have a key: 1 to 9.
    pub const MOST: usize = 9;

    /// The built-in one: claim, commitment, denial.
    pub fn built_in() -> &'static Codebook {
        static BUILT_IN: LazyLock<Codebook> = LazyLock::new(|| {
            let text = include_str!("../../assets/codebook.ron");
            Codebook::parse("codebook.ron", text).expect("tested below")
        });
        &BUILT_IN
    }

    /// Reads a codebook and checks that it can be used; `file` names it in the error.
    pub fn parse(file: &str, text: &str) -> Result<Codebook, CodebookError> {
        let wrong = |line, reason| CodebookError { file: file.to_owned(), line, reason };
        let options = ron::Options::default()
            .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        let book: Codebook = options
            .from_str(text)
            .map_err(|error| wrong(error.span.start.line, told(&error.code)))?;
        if let Some((line, reason)) = book.fault(text) {
            return Err(wrong(line, reason));
        }
        Ok(book)
    }

    /// Whether it can be used; why not, where it cannot.
    pub fn check(&self) -> Result<(), String> {
        self.fault("").map_or(Ok(()), |(_, why)| Err(why))
    }

    /// The first thing that makes it useless, and the line of `text` where it stands.
    fn fault(&self, text: &str) -> Option<(usize, String)> {
        let line = |words: &str, skip: usize| {
            let mut lines = (1..).zip(text.lines()).filter(|(_, line)| line.contains(words));
            lines.nth(skip).map_or(1, |(number, _)| number)
        };
        if self.tags.is_empty() || self.tags.len() > Codebook::MOST {
            let reason =
                format!("a codebook has 1 to {} tags: their keys are 1 to 9", Codebook::MOST);
            return Some((line("tags", 0), reason));
        }
        for (at, tag) in self.tags.iter().enumerate() {
            let name = &tag.name;
            let here = line(&format!("\"{name}\""), 0);
            let plain = |letter: char| {
                letter.is_lowercase() || letter.is_numeric() || "-_".contains(letter)
            };
            if name.is_empty() || TAKEN.contains(&name.as_str()) || !name.chars().all(plain) {
                let reason = format!(
                    "{name:?} cannot name a tag: small letters, digits, hyphens, and not “none” or the \
                     name of a part (source, cue, content, statement)"
                );
                return Some((here, reason));
            }
            if let Some(other) = self.tags.iter().take(at).find(|other| other.name == *name) {
                return Some((
                    line(&format!("\"{}\"", other.name), 1),
                    format!("{name} stands twice"),
                ));
            }
            let glyph = tag.glyph;
            if let Some(other) = self.tags.iter().take(at).find(|other| other.glyph == glyph) {
                let reason = format!("{name} and {} have the same glyph, {glyph}", other.name);
                return Some((line(&format!("'{glyph}'"), 1), reason));
            }
            if glyph.is_whitespace() || glyph.width() != Some(1) {
                return Some((here, format!("the glyph of {name} must be one column wide")));
            }
        }
        None
    }

    /// As a file that [`Codebook::parse`] reads.
    pub fn written(&self) -> String {
        let pretty =
            ron::ser::PrettyConfig::new().extensions(ron::extensions::Extensions::IMPLICIT_SOME);
        let text = ron::ser::to_string_pretty(self, pretty).unwrap_or_default();
        let without = text.trim_start_matches("#![enable(implicit_some)]").trim_start();
        format!("{without}\n")
    }

    /// The tag of that name.
    pub fn tag(&self, name: &str) -> Option<&Tag> {
        self.tags.iter().find(|tag| tag.name == name)
    }
}

/// The parser's words, with the nearest field where it does not know one.
fn told(error: &ron::Error) -> String {
    let ron::Error::NoSuchStructField { expected, found, .. } = error else {
        return error.to_string();
    };
    match nearest(found, expected.iter().copied()) {
        Some(near) => format!("there is no `{found}`: did you mean `{near}`?"),
        None => format!("there is no `{found}`: there are {}", expected.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_codebook_reads() {
        let book = Codebook::built_in();
        let names: Vec<&str> = book.tags.iter().map(|tag| tag.name.as_str()).collect();
        assert_eq!(names, ["claim", "commitment", "denial"]);
        assert_eq!(Codebook::parse("again.ron", &book.written()).as_ref(), Ok(book));
    }

    #[test]
    fn a_broken_one_is_refused_with_line_and_reason() {
        let tag = |name: &str, glyph: char| {
            format!("(name: \"{name}\", glyph: '{glyph}', definition: \"d\"),\n")
        };
        let book = |tags: &str| format!("(\nname: \"x\", version: 1,\ntags: [\n{tags}])");
        for (text, line, reason) in [
            ("(\nname: 3)".to_owned(), 2, "Expected string"),
            ("(name: \"x\", version: 1,\n tgas: [])".to_owned(), 2, "did you mean `tags`?"),
            (book(""), 3, "1 to 9 tags"),
            (book(&(tag("claim", 'C') + &tag("claim", 'D'))), 5, "claim stands twice"),
            (book(&(tag("claim", 'C') + &tag("denial", 'C'))), 5, "same glyph, C"),
            (book(&tag("Big", 'C')), 4, "cannot name a tag"),
            (book(&tag("none", 'N')), 4, "cannot name a tag"),
            (book(&tag("source", 'N')), 4, "cannot name a tag"),
            (book(&tag("wide", '日')), 4, "one column wide"),
        ] {
            let error = Codebook::parse("mine.ron", &text).unwrap_err();
            assert_eq!((error.file.as_str(), error.line), ("mine.ron", line), "{text}: {error}");
            assert!(error.reason.contains(reason), "{error}");
        }
    }
}
