//! The command line of a collection: `library`, `find`, `people`, `report`.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};

use crate::export::collection::{TO, To};
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

Words are found from their beginnings on: “collu” finds “collusion”.";

fn sorts() -> impl TypedValueParser<Value = Sort> {
    let rows = SORTS.map(|(_, name, help)| PossibleValue::new(name).help(help));
    let named = |name: String| SORTS.iter().find(|row| row.1 == name).map(|row| row.0);
    PossibleValuesParser::new(rows).map(move |name| named(name).unwrap_or_default())
}

fn to() -> impl TypedValueParser<Value = To> {
    let named = |name: String| TO.iter().find(|row| row.1 == name).map(|row| row.0);
    PossibleValuesParser::new(TO.map(|row| row.1)).map(move |name| named(name).unwrap_or_default())
}
