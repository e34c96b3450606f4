//! Story and marks → the formats other tools read: one file a format, and the table of formats.
//!
//! Every format is written from the same [`rows`], so that no two tell different things, and says
//! what it left out. Does no input or output. Same story and marks, same bytes.

pub mod csv;
pub mod json;
pub mod jsonl;
pub mod markdown;
pub mod rows;
#[cfg(test)]
mod sample;
pub mod text;

use std::fmt;

use crate::annotation::Set;
use crate::story::Story;

/// A format: the command's arguments, the app's picker and the tests all read [`FORMATS`].
///
/// A document is `head`, the stories with `between` between them, and `tail`, so that many stories
/// are written without being held at once.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// What to ask for it by.
    pub name: &'static str,
    /// What its files' names end in, without the dot.
    pub extension: &'static str,
    /// What it is good for, in a few words.
    pub help: &'static str,
    /// What a document begins with.
    pub head: fn() -> String,
    /// One story, and what became of it.
    pub story: fn(&Story, &Set) -> (String, Report),
    /// What stands between two stories.
    pub between: &'static str,
    /// What a document ends with.
    pub tail: &'static str,
}

/// All formats, in the order they are offered.
pub const FORMATS: &[Format] = &[
    Format {
        name: "markdown",
        extension: "md",
        help: "who said what, grouped by speaker, to read and share",
        head: String::new,
        story: markdown::story,
        between: "\n",
        tail: "",
    },
    Format {
        name: "csv",
        extension: "csv",
        help: "a row a statement, for spreadsheets and statistics",
        head: csv::head,
        story: csv::story,
        between: "",
        tail: "",
    },
    Format {
        name: "json",
        extension: "json",
        help: "everything, for programs: a list of stories",
        head: json::head,
        story: json::story,
        between: ",\n",
        tail: "\n]\n",
    },
    Format {
        name: "text",
        extension: "txt",
        help: "a plain list in the order of the story",
        head: String::new,
        story: text::story,
        between: "\n\n",
        tail: "",
    },
];

/// The format of that name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

impl Format {
    /// The whole document of one story.
    pub fn document(&self, story: &Story, set: &Set) -> (String, Report) {
        let (text, report) = (self.story)(story, set);
        (format!("{}{text}{}", (self.head)(), self.tail), report)
    }
}

/// What an export wrote and what it left out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    /// Statements written.
    pub written: usize,
    /// What was left out, and why; nothing for nothing.
    pub losses: Vec<Loss>,
}

/// So many statements left out for one reason.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Loss {
    /// How many; never 0.
    pub count: usize,
    /// Why, to be read after the number.
    pub why: &'static str,
}

impl Report {
    /// Adds what became of another story.
    pub fn add(&mut self, other: &Report) {
        self.written += other.written;
        for loss in &other.losses {
            self.lose(loss.count, loss.why);
        }
    }

    /// Notes that `count` more were left out for this reason.
    pub fn lose(&mut self, count: usize, why: &'static str) {
        match self.losses.iter_mut().find(|loss| loss.why == why) {
            Some(loss) => loss.count += count,
            None if count > 0 => self.losses.push(Loss { count, why }),
            None => (),
        }
    }

    /// The sentence for it: “wrote 15 statements to a.csv; left out 2 rejected”.
    pub fn sentence(&self, to: &str) -> String {
        format!("wrote {} to {to}{}", counted(self.written, "statement"), Losses(&self.losses))
    }
}

struct Losses<'a>(&'a [Loss]);

impl fmt::Display for Losses<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        for (at, loss) in self.0.iter().enumerate() {
            let before = if at == 0 { "; left out " } else { ", " };
            write!(f, "{before}{} {}", loss.count, loss.why)?;
        }
        Ok(())
    }
}

/// “1 statement”, “2 statements”.
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// Text on one line: every run of white space and control characters becomes one blank.
fn one_line(text: &str) -> String {
    let parts = text.split(|it: char| it.is_whitespace() || it.is_control());
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_writes_the_same_statements_and_ends_its_lines() {
        let (story, set) = sample::story();
        let first = rows::rows(&story, &set).1;
        assert!(first.written > 0 && !first.losses.is_empty());
        for format in FORMATS {
            let (text, report) = format.document(&story, &set);
            let lost = |report: &Report| {
                report.losses.iter().find(|loss| loss.why == "rejected").map_or(0, |it| it.count)
            };
            if format.name == "json" {
                assert_eq!(report.losses, [], "json has everything");
            } else {
                assert_eq!(report.losses, first.losses, "{}", format.name);
            }
            let all = first.written + lost(&first);
            assert_eq!(report.written + lost(&report), all, "{}", format.name);
            assert_eq!(format.document(&story, &set).0, text, "{}", format.name);
            assert!(text.ends_with('\n') && !text.contains('\u{1b}'), "{}", format.name);
            assert!(super::format(format.name).is_some());
        }
    }

    #[test]
    fn reports_add_up_and_read_well() {
        let mut all = Report::default();
        assert_eq!(all.sentence("a.csv"), "wrote 0 statements to a.csv");
        let one = Report { written: 1, losses: vec![Loss { count: 2, why: "rejected" }] };
        all.add(&one);
        assert_eq!(all.sentence("a.csv"), "wrote 1 statement to a.csv; left out 2 rejected");
        all.add(&one);
        all.lose(1, "lost");
        assert_eq!(all.sentence("b"), "wrote 2 statements to b; left out 4 rejected, 1 lost");
    }
}
