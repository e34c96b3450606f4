//! The command line: what can be asked, and the help for it.

mod library;

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

pub use library::{FindArgs, LibraryArgs, LibraryCommand, PeopleArgs, ReportArgs};

use crate::export;
use crate::export::findings::{FINDINGS, Findings};
use crate::import::{FORMATS, Format};
use crate::inbox;
use crate::train;

/// Read a news story, see who said what, tag it, keep it.
#[derive(Clone, Debug, Parser)]
#[command(
    name = "onrecord",
    version,
    max_term_width = 100,
    args_conflicts_with_subcommands = true,
    after_help = EXAMPLES,
    after_long_help = LONG
)]
pub struct Cli {
    /// Stories to open: files, folders, or - for standard input. None opens the built-in story
    ///
    /// With standard output not a terminal, their statements are printed instead.
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// How it looks: dark, light, contrast, safe, mono, sixteen, or a theme of the config folder's
    /// “themes”
    #[arg(long, value_name = "NAME")]
    pub theme: Option<String>,
    /// Work in plain lines: commands in, one line each, what they do out; for screen readers, scripts
    #[arg(long)]
    pub linear: bool,
    /// Open the tutorial: a story that teaches the keys
    #[arg(long, conflicts_with = "files")]
    pub tutorial: bool,
    /// What else to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// A macro, since `concat!` takes literals only.
macro_rules! examples {
    () => {
        "\
Examples:
  onrecord                        the built-in story
  onrecord story.txt              one story of your own
  onrecord ./extract              a file that is called like a command
  onrecord story.txt | less       its statements, as text
  onrecord extract news/          who said what in every story of a folder, as JSON
  onrecord export story.txt --to csv --out story.csv
  onrecord --tutorial             five minutes that teach the keys
  onrecord --linear story.txt     the same work in plain lines, for screen readers and scripts"
    };
}

const EXAMPLES: &str = examples!();

const LONG: &str = concat!(
    examples!(),
    "

Files:
  Marks lie beside the story in STORY.onrecord.ron, or in the data folder for standard input and
  places that cannot be written. Themes lie in the config folder. On Linux these are
  ~/.local/share/onrecord and ~/.config/onrecord.

Exit status:
  0  done, also where nothing was found or single stories failed and were told
  1  a check that was asked for failed (--strict)
  2  an error stopped the run, or the command line was wrong"
);

/// What else to do than to open stories.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Write who said what in many stories, one line of JSON each
    Extract(ExtractArgs),
    /// Keep a collection of stories that can be questioned together
    Library(LibraryArgs),
    /// Ask the collection who said what
    Find(FindArgs),
    /// Say who speaks in the collection, and what is known of one of them
    People(PeopleArgs),
    /// Count who said what in the collection
    Report(ReportArgs),
    /// Write stories with their marks for another tool
    Export(ExportArgs),
    /// Put marks made in another tool on a story
    Import(ImportArgs),
    /// List marks that are not where they were in their stories
    Check(CheckArgs),
    /// List in what two people's marks differ
    Diff(DiffArgs),
    /// Join the marks of several people, and list what they must decide
    Merge(MergeArgs),
    /// Say how far several people agree, in the figures that are published
    Agree(AgreeArgs),
    /// Tell an annotator where the one who decided saw it otherwise
    Feedback(FeedbackArgs),
    /// Make a model from corpora
    Train(TrainArgs),
    /// Score what the engine finds, or the predictions of another, against gold
    Eval(EvalArgs),
    /// Show settings, keys and tags: where they lie, what they say, what differs from the default
    Config,
    /// Read files that are handed over, for a run of `extract`
    #[command(hide = true)]
    ReadApart,
    /// Print the completions for a shell
    ///
    /// For bash: onrecord completions bash > ~/.local/share/bash-completion/completions/onrecord
    Completions {
        /// Which shell.
        shell: Shell,
    },
}

/// `onrecord extract`.
#[derive(Clone, Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
#[command(after_help = EXTRACT)]
pub struct ExtractArgs {
    /// Files, folders (read through, in order of name), patterns, @LIST of files, or - for standard input
    #[arg(value_name = "PATH", default_value = "-", hide_default_value = true)]
    pub paths: Vec<PathBuf>,
    /// What they are written in
    #[arg(long, value_name = "FORMAT", default_value = "auto", value_parser = from())]
    pub from: From,
    /// What to write
    #[arg(long, value_name = "FORMAT", default_value = "jsonl", value_parser = findings())]
    pub to: Findings,
    /// How many threads analyse [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Do only every N-th article, from the I-th on: “2/8” is the second of eight parts
    #[arg(long, value_name = "I/N", default_value = "1/1", hide_default_value = true, value_parser = shard)]
    pub shard: (u64, u64),
    /// Write to this file (a folder for parquet), whole or not at all, instead of standard output
    #[arg(long, value_name = "PATH")]
    pub out: Option<PathBuf>,
    /// Write who and what is named to this file, a row each (with csv)
    #[arg(long, value_name = "FILE")]
    pub entities: Option<PathBuf>,
    /// Statements in each file of parquet, from which on the next one begins
    #[arg(long, value_name = "N", default_value_t = 65_536, value_parser = clap::value_parser!(u32).range(1..))]
    pub rows: u32,
    /// Go on with a run into --out that did not end; begin it where there is none
    #[arg(long)]
    pub resume: bool,
    /// Add to each line what its offsets count in: the text as it came in
    #[arg(long, value_name = "WHAT", value_parser = ["text"])]
    pub with: Option<String>,
    /// Read pages of HTML three times as fast, with more of what stands around the story left in
    #[arg(long)]
    pub fast: bool,
    /// Read pages at http and https addresses too (only where built with the feature `http`)
    #[arg(long)]
    pub fetch: bool,
    /// Exit with 1 if any story could not be read
    #[arg(long)]
    pub strict: bool,
}

const EXTRACT: &str = "\
Examples:
  onrecord extract story.txt
  onrecord extract news/ --out statements.jsonl
  onrecord extract news.jsonl.gz crawl.warc.gz 'pages/*.html' @list.txt > statements.jsonl
  onrecord extract news/ --to csv --out statements.csv --entities entities.csv
  onrecord extract archive/ --to parquet --out found --resume     the same again after a crash
  onrecord extract archive.jsonl --shard 2/8 --out part-2.jsonl   the second of eight machines

One line for each story, in order of input:
  {\"id\", \"title\", \"date\", …, \"attributions\": [{\"source\", \"cue\", \"content\", \"speakers\", \"unnamed\",
   \"within\", \"directness\", \"act\", \"tag\", \"confidence\"}], \"entities\": [{\"name\", \"type\", \"mentions\",
   \"references\"}], \"notes\": […]}
or {\"id\", \"error\"} for one that cannot be read. Offsets are Unicode code points of the text as it
came in. The run goes on after such a line, and ends with status 0 unless --strict is given.";

/// `onrecord export`.
#[derive(Clone, Debug, Args)]
#[command(after_help = EXPORT)]
pub struct ExportArgs {
    /// Stories, with their marks beside them
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// What to write
    #[arg(long, value_name = "FORMAT", default_value = "markdown", value_parser = to())]
    pub to: &'static export::Format,
    /// Write to this file, whole or not at all, instead of standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Exit with 1 if anything was left out or failed
    #[arg(long)]
    pub strict: bool,
}

const EXPORT: &str = "\
Examples:
  onrecord export story.txt                             who said what, to read
  onrecord export news/*.txt --to csv --out all.csv     a row a statement";

/// `onrecord import`.
#[derive(Clone, Debug, Args)]
#[command(after_help = IMPORT)]
pub struct ImportArgs {
    /// The story to put them on
    #[arg(value_name = "STORY")]
    pub story: PathBuf,
    /// Files of marks, or folders of them
    #[arg(value_name = "MARKS", required = true)]
    pub marks: Vec<PathBuf>,
    /// What the marks are in [default: found out]
    #[arg(long, value_name = "FORMAT", value_parser = inbox())]
    pub from: Option<&'static inbox::Format>,
    /// Where marks differ from those that are here, take theirs
    #[arg(long)]
    pub replace: bool,
    /// Say what would happen, and save nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Exit with 1 if a mark found no place
    #[arg(long)]
    pub strict: bool,
}

const IMPORT: &str = "\
Examples:
  onrecord import story.txt from-brat/
  onrecord import story.txt project.qdpx --dry-run

Marks are found by their words and never placed by guess; what is not found is listed.";

/// `onrecord check`.
#[derive(Clone, Debug, Args)]
pub struct CheckArgs {
    /// Stories, with their marks beside them
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Exit with 1 also if a mark has no sure place, or a story cannot be read (lost ones are 1 always)
    #[arg(long)]
    pub strict: bool,
}

/// `onrecord diff`.
#[derive(Clone, Debug, Args)]
pub struct DiffArgs {
    /// An annotation file, or a folder of them
    #[arg(value_name = "A")]
    pub one: PathBuf,
    /// Another's
    #[arg(value_name = "B")]
    pub other: PathBuf,
    /// Exit with 1 if anything differs
    #[arg(long)]
    pub strict: bool,
}

/// `onrecord merge`.
#[derive(Clone, Debug, Args)]
#[command(after_help = MERGE)]
pub struct MergeArgs {
    /// Annotation files of one story
    #[arg(value_name = "A B", required = true, num_args = 2..)]
    pub files: Vec<PathBuf>,
    /// The file to write
    #[arg(long, short, value_name = "FILE", required_unless_present = "driver")]
    pub out: Option<PathBuf>,
    /// Exit with 1 if something is to be decided
    #[arg(long)]
    pub strict: bool,
    /// Decide on the screen what they see differently; the same command goes on where one left
    #[arg(long, requires = "out", conflicts_with = "strict")]
    pub review: bool,
    /// The story to show, where it does not lie beside A
    #[arg(long, value_name = "STORY", requires = "review")]
    pub story: Option<PathBuf>,
    /// Merge as git asks for it: BASE OURS THEIRS, written to OURS
    #[arg(long, conflicts_with = "out")]
    pub driver: bool,
}

const MERGE: &str = "\
Examples:
  onrecord merge ada.onrecord.ron bo.onrecord.ron -o both.onrecord.ron
  onrecord merge ada.onrecord.ron bo.onrecord.ron -o both.onrecord.ron --review --story story.txt

So that git joins the marks of two branches, once in each clone and once in the repository:
  git config merge.onrecord.driver 'onrecord merge --driver %O %A %B'
  echo '*.onrecord.ron merge=onrecord' >> .gitattributes";

/// `onrecord agree`.
#[derive(Clone, Debug, Args)]
#[command(after_help = AGREE)]
pub struct AgreeArgs {
    /// Annotation files of one story, or a folder for each person
    #[arg(value_name = "A B", required = true, num_args = 2..)]
    pub paths: Vec<PathBuf>,
    /// Count what somebody did not mark as a category of its own
    #[arg(long)]
    pub unmarked: bool,
    /// Write the categories of all units that everybody marked, as ReCal reads them
    #[arg(long, value_name = "FILE")]
    pub recal: Option<PathBuf>,
}

const AGREE: &str = "\
Examples:
  onrecord agree ada.onrecord.ron bo.onrecord.ron
  onrecord agree ada/ bo/ cy/ --recal codes.csv

Figures: percent, Cohen's kappa (mean of the pairs), Fleiss' kappa, Krippendorff's alpha (nominal,
and unitising over spans), F1 of spans, and how often the same speakers are named.";

/// `onrecord feedback`.
#[derive(Clone, Debug, Args)]
pub struct FeedbackArgs {
    /// The annotator's file, or a folder of them
    #[arg(value_name = "MINE")]
    pub mine: PathBuf,
    /// What was decided
    #[arg(value_name = "DECIDED")]
    pub decided: PathBuf,
}

/// `onrecord train`.
#[derive(Clone, Debug, Args)]
#[command(after_help = TRAIN)]
pub struct TrainArgs {
    /// What to train
    #[arg(value_name = "TASK", value_parser = task())]
    pub task: &'static train::Task,
    /// The folder of corpora
    #[arg(long, value_name = "DIR")]
    pub corpus: PathBuf,
    /// The model file to write
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

const TRAIN: &str = "\
Example:
  onrecord train names --corpus corpora --out assets/models/names.model

Same corpus, same model. The models are part of the program: build it again to use a new one.";

/// `onrecord eval`.
#[derive(Clone, Debug, Args)]
#[command(after_help = EVAL)]
pub struct EvalArgs {
    /// What to score
    #[arg(value_name = "WHAT", value_parser = PossibleValuesParser::new(["attribution", "speakers", "names", "tags"]))]
    pub what: String,
    /// Texts with what is right in them, one of JSON a line, in the format of the corpora
    #[arg(value_name = "GOLD")]
    pub gold: PathBuf,
    /// Score these predictions, in the format of `extract`, instead of the engine's own
    #[arg(long, value_name = "FILE")]
    pub pred: Option<PathBuf>,
    /// Show the worst errors in context [default: 20]
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "20")]
    pub errors: Option<usize>,
}

const EVAL: &str = "\
Examples:
  onrecord eval attribution corpora/polnear/dev.jsonl
  onrecord eval speakers corpora/speakers/dev.jsonl --pred others.jsonl --errors 50

Behind a figure stands the interval in which it lies in 95 of 100 draws of the articles. Tags are
predicted from the row alone, and rows without a tag are left out; predictions of tags hold one row
a row of GOLD, {\"tag\"} or {\"tag\": {\"label\", \"score\"}}.";

/// A row of the table of tasks.
fn task() -> impl TypedValueParser<Value = &'static train::Task> {
    let rows = train::TASKS.iter().map(|row| PossibleValue::new(row.name).help(row.help));
    PossibleValuesParser::new(rows).map(|name: String| {
        train::TASKS.iter().find(|row| row.name == name).expect("only names of the table parse")
    })
}

/// What `extract` writes.
fn findings() -> impl TypedValueParser<Value = Findings> {
    let rows = FINDINGS.iter().map(|(_, name, help)| PossibleValue::new(*name).help(*help));
    let named = |name: String| FINDINGS.iter().find(|row| row.1 == name).map(|row| row.0);
    PossibleValuesParser::new(rows).map(move |name| named(name).unwrap_or_default())
}

/// “2/8”: which part, from 1, and of how many.
fn shard(word: &str) -> Result<(u64, u64), String> {
    let numbers =
        word.split_once('/').and_then(|(at, of)| Some((at.parse().ok()?, of.parse().ok()?)));
    let fits = |(at, of): &(u64, u64)| (1..=*of).contains(at);
    numbers.filter(fits).ok_or_else(|| "it is no part such as 2/8, the second of eight".to_owned())
}

/// A format, or none for each file its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct From(pub Option<Format>);

fn from() -> impl TypedValueParser<Value = From> {
    let auto = PossibleValue::new("auto").help("each file by its name and its beginning");
    let rows = FORMATS.iter().map(|row| PossibleValue::new(row.name).help(row.help));
    let named =
        |name: String| From(FORMATS.iter().find(|row| row.name == name).map(|row| row.format));
    PossibleValuesParser::new([auto].into_iter().chain(rows)).map(named)
}

/// A row of the table of formats that marks come in.
fn inbox() -> impl TypedValueParser<Value = &'static inbox::Format> {
    let rows = inbox::FORMATS.iter().map(|row| PossibleValue::new(row.name).help(row.help));
    PossibleValuesParser::new(rows)
        .map(|name: String| inbox::format(&name).expect("only names of the table parse"))
}

/// A row of the table of export formats.
fn to() -> impl TypedValueParser<Value = &'static export::Format> {
    let rows = export::FORMATS.iter().map(|row| PossibleValue::new(row.name).help(row.help));
    PossibleValuesParser::new(rows)
        .map(|name: String| export::format(&name).expect("only names of the table parse"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    #[rustfmt::skip]
    fn what_a_line_asks() {
        for (line, asked) in [
            ("onrecord",                          "open []"),
            ("onrecord a.txt b.txt",              r#"open ["a.txt", "b.txt"]"#),
            ("onrecord ./extract",                r#"open ["./extract"]"#),
            ("onrecord -",                        r#"open ["-"]"#),
            ("onrecord extract",                  r#"extract ["-"] None"#),
            ("onrecord extract --from text a",    r#"extract ["a"] Some(Text)"#),
            ("onrecord extract --from html a",    r#"extract ["a"] Some(Html)"#),
            ("onrecord extract --from xls a",     "wrong"),
            ("onrecord extract --threads 0 a",    "wrong"),
            ("onrecord extract --shard 8/8 a",    r#"extract ["a"] None"#),
            ("onrecord extract --shard 0/8 a",    "wrong"),
            ("onrecord extract --shard 9/8 a",    "wrong"),
            ("onrecord extract --to html a",      "wrong"),
            ("onrecord export a --to csv",        r#"export ["a"] csv"#),
            ("onrecord export",                   "wrong"),
            ("onrecord import a b c",             r#"import "a" ["b", "c"]"#),
            ("onrecord import a",                 "wrong"),
            ("onrecord merge a b -o c",           r#"merge ["a", "b"] Some("c")"#),
            ("onrecord merge a b",                "wrong"),
            ("onrecord merge --driver a b c",     r#"merge ["a", "b", "c"] None"#),
            ("onrecord agree a",                  "wrong"),
            ("onrecord eval tags g --errors",     "eval tags Some(20)"),
            ("onrecord eval names g --errors 5",  "eval names Some(5)"),
            ("onrecord eval roles g",             "wrong"),
            ("onrecord config",                   "config"),
            ("onrecord completions bash",         "completions bash"),
        ] {
            let found = match Cli::try_parse_from(line.split(' ')) {
                Err(_) => "wrong".to_owned(),
                Ok(Cli { files, command: None, .. }) => format!("open {files:?}"),
                Ok(Cli { command: Some(command), .. }) => match command {
                    Command::Extract(args) => format!("extract {:?} {:?}", args.paths, args.from.0),
                    Command::Library(args) => format!("library {:?}", args.command),
                    Command::People(args) => format!("people {:?} {:?}", args.name, args.join),
                    Command::Report(args) => format!("report {:?} {:?}", args.words, args.by),
                    Command::Find(args) => format!("find {:?} {:?}", args.words, args.sort),
                    Command::Export(args) => format!("export {:?} {}", args.files, args.to.name),
                    Command::Import(args) => format!("import {:?} {:?}", args.story, args.marks),
                    Command::Check(args) => format!("check {:?}", args.files),
                    Command::Diff(args) => format!("diff {:?} {:?}", args.one, args.other),
                    Command::Merge(args) => format!("merge {:?} {:?}", args.files, args.out),
                    Command::Agree(args) => format!("agree {:?}", args.paths),
                    Command::Feedback(args) => format!("feedback {:?}", args.mine),
                    Command::Train(args) => format!("train {}", args.task.name),
                    Command::Eval(args) => format!("eval {} {:?}", args.what, args.errors),
                    Command::Config => "config".to_owned(),
                    Command::ReadApart => "read apart".to_owned(),
                    Command::Completions { shell } => format!("completions {shell}"),
                },
            };
            assert_eq!(found, asked, "{line}");
        }
    }
}
