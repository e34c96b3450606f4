//! Story and marks → the formats other tools read: one file a format, and the table of formats.
//!
//! Every format is written from the same [`rows`], so that no two tell different things, and says
//! what it left out. Does no input or output. Same story and marks, same bytes.

mod ascii;
mod brat;
mod cas;
mod chart;
mod claims;
pub mod collection;
mod conll;
mod corpus;
pub mod csv;
mod csv_codebook;
mod csv_long;
pub mod csv_tables;
mod csv_wide;
mod doccano;
pub mod findings;
mod html;
pub mod json;
pub mod jsonl;
mod labelstudio;
pub mod markdown;
pub mod pages;
pub mod parquet;
mod prodigy;
mod refi;
mod regions;
pub mod rows;
#[cfg(test)]
mod sample;
pub mod survey;
mod table;
pub mod tables;
pub mod text;
mod tokens;
mod webanno;
mod webannotation;
mod xml;

use std::fmt;

use jiff::civil::Date;
use rows::{Role, Row};

use crate::annotation::{Certainty, Codebook, ItemOrigin, Review, Set};
use crate::article::Article;
use crate::article::day::date_near;
use crate::nlp::money::{Amount, amount};
use crate::nlp::{Entity, EntityKind};
use crate::story::Story;
use crate::text::Span;

pub use table::FORMATS;

/// A format: the command's arguments, the app's picker and the tests all read [`FORMATS`].
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// What to ask for it by.
    pub name: &'static str,
    /// What its files' names end in, without the dot.
    pub extension: &'static str,
    /// What it is good for, in a few words.
    pub help: &'static str,
    /// What a reader said that it cannot hold, beyond what its report says.
    pub lacks: &'static [Part],
    /// How it is written.
    pub shape: Shape,
}

/// How a format is written.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// One text: `head`, the stories with `between` between them, and `tail`, so that many stories
    /// are written without being held at once.
    Text {
        /// What a document begins with.
        head: fn(&Codebook) -> String,
        /// One story, and what became of it.
        story: fn(&Story, &Set) -> (String, Report),
        /// What stands between two stories.
        between: &'static str,
        /// What a document ends with.
        tail: &'static str,
    },
    /// Files of its own for each story, named after it, and `beside` them once those that are for
    /// all.
    Files {
        /// The files of the story of that name.
        story: fn(&Story, &Set, &str) -> (Vec<File>, Report),
        /// The files for all.
        beside: fn(&Codebook) -> Vec<File>,
    },
    /// One file that can only be made of all stories at once.
    Whole(WholeOf),
}

/// Makes one file of stories, each with its marks.
pub type WholeOf = fn(&[(Story, Set)]) -> (Vec<u8>, Report);

/// A file of an export.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct File {
    /// What it is called, without a folder.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl File {
    fn new(name: impl Into<String>, text: impl Into<Vec<u8>>) -> File {
        File { name: name.into(), bytes: text.into() }
    }
}

/// The tags that stories are marked with: those of the first.
fn codebook(stories: &[(Story, Set)]) -> &Codebook {
    stories.first().map_or(Codebook::built_in(), |(story, _)| &story.codebook)
}

/// The format of that name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

impl Format {
    /// The files of one story called `stem`; of one that has a single file, that one alone.
    pub fn files(&self, story: &Story, set: &Set, stem: &str) -> (Vec<File>, Report) {
        let name = format!("{stem}.{}", self.extension);
        let (files, mut report) = match self.shape {
            Shape::Text { head, story: write, tail, .. } => {
                let (text, report) = write(story, set);
                (vec![File::new(name, format!("{}{text}{tail}", head(&story.codebook)))], report)
            }
            Shape::Files { story: write, beside } => {
                let (mut files, report) = write(story, set, stem);
                files.extend(beside(&story.codebook));
                (files, report)
            }
            Shape::Whole(write) => {
                let (bytes, report) = write(&[(story.clone(), set.clone())]);
                (vec![File::new(name, bytes)], report)
            }
        };
        report.add_losses(&self.losses(story, set));
        (files, report)
    }

    /// The only file of one story, as text.
    #[cfg(test)]
    fn document(&self, story: &Story, set: &Set) -> (String, Report) {
        let (mut files, report) = self.files(story, set, "story");
        let bytes = files.swap_remove(0).bytes;
        (String::from_utf8(bytes).expect("a text"), report)
    }

    /// What a reader said of this story that the format cannot hold.
    pub fn losses(&self, story: &Story, set: &Set) -> Vec<Loss> {
        let rows = rows::rows(story, set).0;
        let count = |part: &Part| rows.iter().filter(|row| part.is_in(row)).count();
        let losses = self.lacks.iter().map(|part| Loss { count: count(part), why: part.word() });
        losses.filter(|loss| loss.count > 0).collect()
    }
}

/// Something that is said of a statement and that not every format can hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// A second tag and more.
    Tags,
    /// Values of attributes.
    Attributes,
    /// A remark.
    Comment,
    /// How sure the reader is.
    Certainty,
    /// That it was accepted.
    Review,
    /// That a reader changed or made it.
    Origin,
    /// Who speaks, by name.
    Speakers,
    /// Words that name the source.
    Source,
    /// Reporting words.
    Cue,
    /// That several pieces are one statement.
    Pieces,
    /// Who marked it, and when.
    Stamp,
}

impl Part {
    /// What is lost, to be read after a number.
    pub fn word(self) -> &'static str {
        match self {
            Part::Tags => "second tags",
            Part::Attributes => "attributes",
            Part::Comment => "comments",
            Part::Certainty => "certainties",
            Part::Review => "acceptances",
            Part::Origin => "notes of who made it",
            Part::Speakers => "speakers",
            Part::Source => "sources",
            Part::Cue => "cues",
            Part::Pieces => "joins of pieces",
            Part::Stamp => "names of annotators",
        }
    }

    fn is_in(self, row: &Row) -> bool {
        let item = row.item;
        match self {
            Part::Tags => row.tags.labels().len() > 1,
            Part::Attributes => item.is_some_and(|item| !item.attributes.is_empty()),
            Part::Comment => !row.comment.is_empty(),
            Part::Certainty => item.is_some_and(|item| item.certainty != Certainty::Unstated),
            Part::Review => row.review == Review::Accepted,
            Part::Origin => row.origin() != ItemOrigin::Extracted,
            Part::Speakers => !row.speakers.is_empty(),
            Part::Source => !row.source.is_empty(),
            Part::Cue => !row.cue.is_empty(),
            Part::Pieces => Role::ALL.iter().any(|role| row.of(*role).len() > 1),
            Part::Stamp => item.is_some(),
        }
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
        self.add_losses(&other.losses);
    }

    /// Adds what else was left out.
    pub fn add_losses(&mut self, losses: &[Loss]) {
        for loss in losses {
            self.lose(loss.count, loss.why);
        }
    }

    /// All rows written, but for items whose words are not in the text.
    fn all(rows: &[Row], story: &Story) -> Report {
        let mut report = Report { written: rows.len(), losses: Vec::new() };
        report.lose(story.unplaced.len(), UNPLACED);
        report
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

/// Why an item is left out that has no place.
const UNPLACED: &str = "whose words are not in the text";

/// “1 statement”, “2 statements”.
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// To three decimals: more says nothing, and 0.8 stays 0.8.
fn rounded(number: f32) -> f64 {
    (f64::from(number) * 1000.0).round() / 1000.0
}

/// Start and end, in code points of the text as it came in.
pub type Points = [usize; 2];

fn points(article: &Article, spans: &[Span]) -> Vec<Points> {
    spans.iter().map(|span| article.original(*span)).collect()
}

/// The day that an entity is, where it is an absolute date.
fn day(article: &Article, one: &Entity) -> Option<Date> {
    let dated = one.kind == EntityKind::Date;
    dated.then(|| date_near(&one.name, article.metadata.published)).flatten()
}

/// How much money an entity is, where it is money and its words say.
fn sum(one: &Entity) -> Option<Amount> {
    (one.kind == EntityKind::Money).then(|| amount(&one.name)).flatten()
}

/// Text on one line: every run of white space and control characters becomes one blank.
fn one_line(text: &str) -> String {
    let parts = text.split(|it: char| it.is_whitespace() || it.is_control());
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn every_format_writes_the_same_statements_and_ends_its_lines() {
        let (story, set) = sample::story();
        let first = rows::rows(&story, &set).1;
        assert!(first.written > 0 && !first.losses.is_empty());
        let all = rows::all(&story, &set).len();
        for format in FORMATS {
            let name = format.name;
            let (files, report) = format.files(&story, &set, "story");
            let lost = |why: &str| {
                report
                    .losses
                    .iter()
                    .filter(|loss| loss.why == why)
                    .map(|it| it.count)
                    .sum::<usize>()
            };
            // Those about tags alone lose no statement.
            let of_tags = matches!(format.shape, Shape::Whole(_)) && name != "refi";
            if !of_tags {
                let inside = lost("statements inside others");
                assert_eq!(report.written + lost("rejected") + inside, all, "{name}");
                let everything = matches!(name, "json" | "ron");
                assert_eq!(lost(UNPLACED), usize::from(!everything), "{name}");
            }
            assert_eq!(format.files(&story, &set, "story"), (files.clone(), report), "{name}");
            for File { name: file, bytes } in files {
                if Path::new(&file).extension().is_some_and(|it| it == "qdpx") {
                    continue;
                }
                let text = String::from_utf8(bytes).unwrap();
                let whole_text = name == "brat" && file == "story.txt";
                assert!(text.ends_with('\n') || whole_text, "{name}: {file}");
                assert!(!text.contains('\u{1b}'), "{name}: {file}");
            }
            assert!(super::format(name).is_some());
        }
    }

    #[test]
    fn what_a_format_cannot_hold_is_told() {
        let (story, set) = sample::story();
        let told = |name: &str| {
            let losses = format(name).unwrap().losses(&story, &set);
            losses
                .iter()
                .map(|it| format!("{} {}", it.count, it.why))
                .collect::<Vec<_>>()
                .join(", ")
        };
        assert_eq!(told("w3c"), "");
        assert_eq!(told("refi"), "1 acceptances, 1 notes of who made it");
        let conll = "2 comments, 1 acceptances, 1 notes of who made it, 4 speakers, 1 joins of pieces, \
                     2 names of annotators";
        assert_eq!(told("conll"), conll);
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
