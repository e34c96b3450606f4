//! The binary: reads the command line and calls `run`.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};

use onrecord::args::{Cli, Command, ExportArgs, ExtractArgs, FindArgs, LibraryCommand, MergeArgs};
use onrecord::disk::places::Places;
use onrecord::export::collection::To;
use onrecord::nlp::Models;
use onrecord::run::config::Wishes;
use onrecord::run::{
    self, End, Stop, check, colleagues, config, eval, export, extract, import, library, linear,
    load, open, tell, train,
};
use onrecord::text::clean::clean;

fn main() -> ExitCode {
    let asked = match Cli::try_parse() {
        Ok(asked) => asked,
        Err(error) => return misused(&error),
    };
    let end = match asked.command {
        None if asked.linear => linear::work(asked.files, asked.tutorial),
        None => open::stories(asked.files, asked.theme.as_deref(), asked.tutorial),
        Some(Command::Config) => config::show(Places::of_user().as_ref()),
        Some(Command::Extract(args)) => extract::extract(order(args)),
        Some(Command::Library(args)) => match args.command {
            LibraryCommand::Add { paths } => library::add(&paths),
            LibraryCommand::Refresh => library::refresh(),
            LibraryCommand::List => library::list(),
            LibraryCommand::Remove { paths } => library::remove(&paths),
            LibraryCommand::Sample { most, by, seed } => {
                library::work::sample(usize::try_from(most).unwrap_or(usize::MAX), by, seed)
            }
            LibraryCommand::Assign { annotators, sample, double, seed } => {
                let most = sample.and_then(|most| usize::try_from(most).ok());
                library::work::assign(&annotators, most, usize::from(double), seed)
            }
            LibraryCommand::Progress { left_to } => library::work::progress(left_to.as_deref()),
        },
        Some(Command::Find(args)) => find(&args),
        Some(Command::People(args)) => library::people::people(&library::people::Order {
            name: args.name.as_deref(),
            doubtful: args.doubtful,
            join: &args.join,
            apart: &args.apart,
            html: args.to == "html",
            most: usize::try_from(args.limit).unwrap_or(usize::MAX),
        }),
        Some(Command::Report(args)) => library::report::report(&library::report::Order {
            question: &args.words.join(" "),
            by: args.by,
            to: args.to,
            most: usize::try_from(args.limit).unwrap_or(usize::MAX),
        }),
        Some(Command::Export(args)) => export(&args),
        Some(Command::Import(args)) => import::import(&import::Order {
            story: &args.story,
            marks: &args.marks,
            from: args.from,
            replace: args.replace,
            dry: args.dry_run,
            strict: args.strict,
        }),
        Some(Command::Check(args)) => check::check(args.files, args.strict),
        Some(Command::Diff(args)) => colleagues::diff(&args.one, &args.other, args.strict),
        Some(Command::Merge(args)) => merge(&args),
        Some(Command::Agree(args)) => {
            colleagues::agree(&args.paths, args.unmarked, args.recal.as_deref())
        }
        Some(Command::Feedback(args)) => colleagues::feedback(&args.mine, &args.decided),
        Some(Command::Train(args)) => train::train(args.task, &args.corpus, &args.out),
        Some(Command::Eval(args)) => {
            eval::eval(&args.what, &args.gold, args.pred.as_deref(), args.errors)
        }
        Some(Command::ReadApart) => {
            run::apart::serve().map(|()| End::Done).map_err(|error| Stop(error.to_string()))
        }
        Some(Command::Completions { shell }) => {
            clap_complete::generate(shell, &mut Cli::command(), "onrecord", &mut io::stdout());
            Ok(End::Done)
        }
    };
    match end {
        Ok(End::Done) => ExitCode::SUCCESS,
        Ok(End::CheckFailed) => ExitCode::from(1),
        Err(Stop(why)) => {
            tell(&format!("error: {why}"));
            ExitCode::from(2)
        }
    }
}

fn order(args: ExtractArgs) -> extract::Order {
    extract::Order {
        paths: args.paths,
        from: args.from.0,
        to: args.to,
        threads: args.threads.map(usize::from),
        shard: load::Shard { at: args.shard.0, of: args.shard.1 },
        out: args.out,
        entities: args.entities,
        resume: args.resume,
        rows: usize::try_from(args.rows).unwrap_or(usize::MAX),
        with_text: args.with.is_some(),
        fast: args.fast,
        fetch: args.fetch,
        strict: args.strict,
    }
}

fn find(args: &FindArgs) -> Result<End, Stop> {
    /// As text: some pages of a terminal.
    const SHOWN: usize = 100;
    let all = if args.to == To::Text { SHOWN } else { usize::MAX };
    let most = args.limit.and_then(|limit| usize::try_from(limit).ok());
    library::find::find(&library::find::Order {
        query: &args.words.join(" "),
        sort: args.sort,
        most: most.unwrap_or(all),
        to: args.to,
        count: args.count,
        tag: args.tag.as_deref(),
        yes: args.yes,
        open: args.open,
    })
}

fn export(args: &ExportArgs) -> Result<End, Stop> {
    run::spare(args.out.as_deref(), &args.files)?;
    let places = Places::of_user();
    let wishes = Wishes::read(places.as_ref());
    let order = export::Order {
        codebook: &wishes.codebook,
        format: args.to,
        out: args.out.as_deref(),
        strict: args.strict,
        reading: false,
        tells: true,
        places: places.as_ref(),
        inputs: &args.files,
        models: &Models::embedded(),
    };
    export::export(load::articles(args.files.clone(), None), &order)
}

fn merge(args: &MergeArgs) -> Result<End, Stop> {
    match (&args.files[..], &args.out) {
        ([base, ours, theirs], None) => colleagues::merge_driver(base, ours, theirs),
        (files, Some(out)) => colleagues::merge(&colleagues::Join {
            paths: files,
            out,
            strict: args.strict,
            review: args.review,
            story: args.story.as_deref(),
        }),
        (_, None) => Err(Stop("--driver takes BASE OURS THEIRS".to_owned())),
    }
}

/// Help goes to standard output as it is. An error may quote what was typed, so it is cleaned.
fn misused(error: &clap::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = error.print();
            ExitCode::SUCCESS
        }
        _ => {
            let words = clean(&error.render().to_string()).text;
            let _ = write!(io::stderr(), "{words}");
            ExitCode::from(2)
        }
    }
}
