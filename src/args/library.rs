//! The command line of a collection: `library`, `find`, `people`, `report`.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};

use crate::export::collection::{TO, To};
use crate::export::survey::{FORMS, Form};
use crate::library::crosstab::{AXES, Axis};
use crate::library::work::{STRATA, Strata};
use crate::library::{SORTS, Sort};

/// `onrecord library`.
#[derive(Clone, Debug, Args)]
#[command(after_help = LIBRARY)]
pub struct LibraryArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: LibraryCommand,
}

/// What `onrecord library` does.
#[derive(Clone, Debug, Subcommand)]
pub enum LibraryCommand {
    /// Add files and folders, and read what is new
    Add {
        /// Files and folders
        #[arg(value_name = "PATH", required = true)]
        paths: Vec<PathBuf>,
    },
    /// Read what was changed, added or deleted since
    Refresh,
    /// List what belongs to it, and what could not be read
    List,
    /// Print some of the stories, chosen by chance
    Sample {
        /// How many
        #[arg(value_name = "N")]
        most: u32,
        /// What keeps its shares
        #[arg(long, value_name = "WHAT", default_value = "none", value_parser = strata())]
        by: Strata,
        /// Another number chooses others
        #[arg(long, value_name = "N", default_value_t = 1)]
        seed: u64,
    },
    /// Deal the stories out to annotators, some of them twice
    Assign {
        /// Who codes, as they call themselves
        #[arg(value_name = "ANNOTATOR", required = true)]
        annotators: Vec<String>,
        /// So many stories, chosen by chance; all where it is not said
        #[arg(long, value_name = "N")]
        sample: Option<u32>,
        /// How many of a hundred are coded twice, to see how far two agree
        #[arg(long, value_name = "PERCENT", default_value_t = 20, value_parser = clap::value_parser!(u8).range(0..=100))]
        double: u8,
        /// Another number deals otherwise
        #[arg(long, value_name = "N", default_value_t = 1)]
        seed: u64,
    },
    /// Say how far the work is, and how long it took
    Progress {
        /// Print only the stories that are left to this annotator
        #[arg(long = "left-to", value_name = "ANNOTATOR")]
        left_to: Option<String>,
    },
    /// Take files and folders out; stories and marks stay where they are
    Remove {
        /// Files and folders, as they were added
        #[arg(value_name = "PATH", required = true)]
        paths: Vec<PathBuf>,
    },
}

const LIBRARY: &str = "\
Examples:
  onrecord library add news/ archive.jsonl.gz
  onrecord find 'speaker:\"ada hill\" tag:denial after:2017-11 harbour'
  onrecord library refresh
  onrecord library sample 50 --by outlet > sample.txt
  onrecord library assign ada bo cy --double 20; onrecord library progress

A collection is an index of statements in the data folder (or in the folder ONRECORD_LIBRARY). It is
made from the stories and their marks, and can always be made again.";

/// `onrecord find`.
#[derive(Clone, Debug, Args)]
#[command(after_help = FIND)]
pub struct FindArgs {
    /// What to ask, in the language of filters on the screen; nothing asks for all
    #[arg(value_name = "QUESTION")]
    pub words: Vec<String>,
    /// What comes first
    #[arg(long, value_name = "ORDER", default_value = "date", value_parser = sorts())]
    pub sort: Sort,
    /// How many are shown [default: 100 as text, else all]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    /// What to write
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = to())]
    pub to: To,
    /// Write only how many there are
    #[arg(long)]
    pub count: bool,
    /// Give all of them this tag, in place of those they have
    #[arg(long, value_name = "TAG", conflicts_with = "count")]
    pub tag: Option<String>,
    /// Open their stories on the screen, each with what was found in it
    #[arg(long, conflicts_with_all = ["tag", "count", "to"])]
    pub open: bool,
    /// Do it: without this --tag says only what it would do
    #[arg(long, requires = "tag")]
    pub yes: bool,
}

const FIND: &str = "\
Examples:
  onrecord find 'speaker:hill tag:denial,commitment after:2017-11 before:2018 \"no deal\"'
  onrecord find unreviewed 'confidence:<0.5' --sort confidence
  onrecord find tag:claim harbour --to csv > harbour.csv
  onrecord find 'cue:vowed tag:none' --tag commitment --yes
  onrecord find tag:denial unreviewed --open      to read and judge them

Words are found from their beginnings on: “collu” finds “collusion”.";

/// `onrecord people`.
#[derive(Clone, Debug, Args)]
#[command(after_help = PEOPLE)]
pub struct PeopleArgs {
    /// Somebody, or a part of the name; a page about them where only one is meant
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    /// List names that may mean one person, for you to decide
    #[arg(long, conflicts_with = "name")]
    pub doubtful: bool,
    /// These names mean one person: the first is what they are called
    #[arg(long, value_name = "NAME", num_args = 2.., conflicts_with_all = ["name", "doubtful"])]
    pub join: Vec<String>,
    /// These two names do not mean the same
    #[arg(long, value_name = "NAME", num_args = 2, conflicts_with_all = ["name", "doubtful", "join"])]
    pub apart: Vec<String>,
    /// How many are listed
    #[arg(long, value_name = "N", default_value_t = 40, value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: u32,
    /// What to write
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = ["text", "html"])]
    pub to: String,
}

const PEOPLE: &str = "\
Examples:
  onrecord people                            who speaks most
  onrecord people 'ada hill'                 when, where, with whom; what was promised and said later
  onrecord people 'ada hill' --to html > hill.html
  onrecord people --doubtful
  onrecord people --join 'James Roe' 'Jim Roe'
  onrecord people --apart 'Ada Hill' Hill";

/// `onrecord report`.
#[derive(Clone, Debug, Args)]
#[command(after_help = REPORT)]
pub struct ReportArgs {
    /// Which statements, in the language of `find`; nothing counts all
    #[arg(value_name = "QUESTION")]
    pub words: Vec<String>,
    /// What is counted by what: two of speaker, tag, month, outlet, kind [default: several tables]
    #[arg(long, value_name = "ROWS,COLUMNS", value_parser = axes)]
    pub by: Option<Axes>,
    /// What to write: csv and svg are of one table
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = form())]
    pub to: Form,
    /// Rows of each table; the others are counted together
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: u32,
}

/// Rows and columns of a table.
pub type Axes = [Axis; 2];

const REPORT: &str = "\
Examples:
  onrecord report
  onrecord report tag:denial after:2017 --by outlet,month
  onrecord report --by speaker,tag --to csv > speakers.csv
  onrecord report 'speaker:hill' --to html > hill.html";

fn axes(word: &str) -> Result<Axes, String> {
    let both = word.split_once(',').and_then(|(a, b)| Some([Axis::named(a)?, Axis::named(b)?]));
    both.filter(|[a, b]| a != b).ok_or_else(|| {
        let names: Vec<&str> = AXES.iter().map(|row| row.1).collect();
        format!("it is not two of {} with a comma between", names.join(", "))
    })
}

fn form() -> impl TypedValueParser<Value = Form> {
    let named = |name: String| FORMS.iter().find(|row| row.1 == name).map(|row| row.0);
    PossibleValuesParser::new(FORMS.map(|row| row.1))
        .map(move |name| named(name).unwrap_or_default())
}

fn strata() -> impl TypedValueParser<Value = Strata> {
    let named = |name: String| STRATA.iter().find(|row| row.1 == name).map(|row| row.0);
    PossibleValuesParser::new(STRATA.map(|row| row.1))
        .map(move |name| named(name).unwrap_or_default())
}

fn sorts() -> impl TypedValueParser<Value = Sort> {
    let rows = SORTS.map(|(_, name, help)| PossibleValue::new(name).help(help));
    let named = |name: String| SORTS.iter().find(|row| row.1 == name).map(|row| row.0);
    PossibleValuesParser::new(rows).map(move |name| named(name).unwrap_or_default())
}

fn to() -> impl TypedValueParser<Value = To> {
    let named = |name: String| TO.iter().find(|row| row.1 == name).map(|row| row.0);
    PossibleValuesParser::new(TO.map(|row| row.1)).map(move |name| named(name).unwrap_or_default())
}
