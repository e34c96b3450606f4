//! `onrecord export`: stories and their marks, for another tool.
//!
//! A story that cannot be exported is reported and the others are still done; its annotations are
//! part of it, so a refused annotation file is such a failure and never an export without marks.

use std::collections::HashSet;
use std::error::Error;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::load::Failure;
use super::{End, Stop};
use crate::annotation::{Codebook, Set};
use crate::article::Article;
use crate::disk::annotations;
use crate::disk::output::{self, Output};
use crate::disk::places::Places;
use crate::export::{File, Format, Report, Shape};
use crate::nlp::{self, Models};
use crate::story::Story;
use crate::text::clean::clean_line;

/// What to do with the articles.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// The tags there are.
    pub codebook: &'a Codebook,
    /// What to write.
    pub format: &'a Format,
    /// Where; standard output where no file is named.
    pub out: Option<&'a Path>,
    /// Whether anything left out or failed is an error.
    pub strict: bool,
    /// Whether a story whose marks cannot be read is still written, without them: to be read, not to
    /// be kept.
    pub reading: bool,
    /// Whether to say at the end what was written and what was left out.
    pub tells: bool,
    /// Where annotations lie; none are looked for without a home.
    pub places: Option<&'a Places>,
    /// The stories that are read, which no export may replace.
    pub inputs: &'a [PathBuf],
    /// What analysis needs.
    pub models: &'a Models,
}

/// Exports `articles` in order, each as it was read or why it was not: done, also where single
/// articles failed; a failed check with `strict`, where something failed or was left out; stopped
/// where writing failed, or every article did.
///
/// A file named by `out` is replaced whole, at the end, and only if there is something to write.
pub fn export(
    articles: impl Iterator<Item = Result<Article, Failure>>,
    order: &Order,
) -> Result<End, Stop> {
    // Not locked: the articles may come from threads that have something to say themselves.
    export_to(articles, order, &mut io::stdout(), &mut io::stderr())
}

fn export_to(
    articles: impl Iterator<Item = Result<Article, Failure>>,
    order: &Order,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<End, Stop> {
    if !matches!(order.format.shape, Shape::Text { .. }) {
        return files(articles, order, out, err);
    }
    let mut held = Vec::new();
    let sink = if order.out.is_some() { &mut held as &mut dyn Write } else { out };
    let tally = match write_all(articles, order, sink, err) {
        Ok(tally) => tally,
        // Whoever read us has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(End::Done),
        Err(error) => return Err(Stop(format!("cannot write: {error}"))),
    };
    if tally.done == 0 && tally.failed > 0 {
        return Err(Stop("no story could be read".to_owned()));
    }
    if let Some(path) = order.out
        && let Err(error) = keep(path, &held)
    {
        return Err(Stop(format!("cannot write {}: {error}", path.display())));
    }
    Ok(ended(&tally, order, err))
}

/// Says what was written, and whether that is enough.
fn ended(tally: &Tally, order: &Order, err: &mut dyn Write) -> End {
    if order.tells {
        let to = order.out.map_or("standard output".to_owned(), |path| path.display().to_string());
        tell(err, &tally.report.sentence(&to));
    }
    let short = tally.failed > 0 || !tally.report.losses.is_empty();
    if order.strict && short { End::CheckFailed } else { End::Done }
}

/// The same for a format of files: a single one goes where any export goes, several into the folder
/// that `out` names, which is made where it is not there.
fn files(
    articles: impl Iterator<Item = Result<Article, Failure>>,
    order: &Order,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<End, Stop> {
    let mut tally = Tally::default();
    let mut written: Vec<File> = Vec::new();
    let mut stories: Vec<(Story, Set)> = Vec::new();
    let mut stems: HashSet<String> = HashSet::new();
    for article in articles {
        let read = article.map_err(|error| error.to_string());
        let work = |(story, set): (Story, Set)| {
            tally.report.add_losses(&order.format.losses(&story, &set));
            match order.format.shape {
                Shape::Files { story: write, .. } => {
                    let stem = stem(&story.article.id, &mut stems);
                    let (files, report) = write(&story, &set, &stem);
                    tally.report.add(&report);
                    written.extend(files);
                }
                Shape::Text { .. } | Shape::Whole(_) => stories.push((story, set)),
            }
            tally.done += 1;
        };
        match read.and_then(|article| one(article, order, err)).map(work) {
            Ok(()) => {}
            Err(why) => {
                tell(err, &format!("error: {why}"));
                tally.failed += 1;
            }
        }
    }
    if tally.done == 0 && tally.failed > 0 {
        return Err(Stop("no story could be read".to_owned()));
    }
    match order.format.shape {
        Shape::Whole(write) => {
            let (bytes, report) = write(&stories);
            tally.report.add(&report);
            written.push(File { name: String::new(), bytes });
        }
        Shape::Files { beside, .. } => written.extend(beside(order.codebook)),
        Shape::Text { .. } => {}
    }
    let format = order.format.name;
    match (&written[..], order.out) {
        ([only], Some(path)) if !path.is_dir() => keep(path, &only.bytes)
            .map_err(|error| Stop(format!("cannot write {}: {error}", path.display())))?,
        ([only], None) => match out.write_all(&only.bytes).and_then(|()| out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
            done => done.map_err(|error| Stop(format!("cannot write: {error}")))?,
        },
        (_, None) => {
            return Err(Stop(format!("{format} writes several files: name a folder with --out")));
        }
        (all, Some(folder)) => {
            output::make_folder(folder)
                .map_err(|error| Stop(format!("cannot make {}: {error}", folder.display())))?;
            let paths: Vec<PathBuf> = all.iter().map(|file| folder.join(&file.name)).collect();
            // All of them first: nothing is written where one may not be.
            for path in &paths {
                super::spare(Some(path), order.inputs)?;
            }
            for (path, file) in paths.iter().zip(all) {
                keep(path, &file.bytes)
                    .map_err(|error| Stop(format!("cannot write {}: {error}", path.display())))?;
            }
        }
    }
    Ok(ended(&tally, order, err))
}

/// What the files of a story are called: the last part of its id without its ending, with a number
/// where that is taken.
fn stem(id: &str, taken: &mut HashSet<String>) -> String {
    let last = id.rsplit(['/', '\\']).next().unwrap_or(id);
    let last = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let name = super::plain_name(last);
    let name = match name.trim_matches(['.', '-']) {
        "" => "story",
        name => name,
    };
    let stems =
        (1..).map(|number| if number == 1 { name.to_owned() } else { format!("{name}-{number}") });
    stems.into_iter().find(|stem| taken.insert(stem.clone())).expect("numbers do not end")
}

/// Writes a whole file.
fn keep(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = Output::create(path)?;
    file.write_all(bytes)?;
    file.finish()
}

/// What became of the articles.
#[derive(Default)]
struct Tally {
    report: Report,
    done: usize,
    failed: usize,
}

/// Writes the whole document, story by story.
fn write_all(
    articles: impl Iterator<Item = Result<Article, Failure>>,
    order: &Order,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<Tally> {
    let Shape::Text { head, story: write, between, tail } = order.format.shape else {
        unreachable!("formats of files are written elsewhere")
    };
    let mut tally = Tally::default();
    let mut before = head(order.codebook);
    for article in articles {
        let done = article.map_err(|error| error.to_string());
        match done.and_then(|article| one(article, order, err)) {
            Ok((story, set)) => {
                let (text, mut report) = write(&story, &set);
                report.add_losses(&order.format.losses(&story, &set));
                write!(out, "{before}{text}")?;
                between.clone_into(&mut before);
                tally.report.add(&report);
                tally.done += 1;
            }
            Err(why) => {
                tell(err, &format!("error: {why}"));
                tally.failed += 1;
            }
        }
    }
    if tally.done == 0 && tally.failed == 0 {
        write!(out, "{before}")?;
    }
    if tally.done > 0 || tally.failed == 0 {
        write!(out, "{tail}")?;
    }
    out.flush()?;
    Ok(tally)
}

/// One article with its marks, read, or why not. A panic in it is its own error and nobody else's.
fn one(article: Article, order: &Order, err: &mut dyn Write) -> Result<(Story, Set), String> {
    let id = article.id.clone();
    let work = || {
        let set = match marks(&article, order.places) {
            Err(why) if order.reading => {
                tell(err, &format!("error: {why}; shown without marks"));
                Set::default()
            }
            marks => marks?,
        };
        let analysis = nlp::analyse(&article, order.models, &mut |_| ControlFlow::Continue(()));
        let mut story = Story::new(article, analysis.unwrap_or_default(), &set);
        story.codebook = Arc::new(order.codebook.clone());
        Ok((story, set))
    };
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(format!("{id}: this story broke the program; please report it")))
}

fn marks(article: &Article, places: Option<&Places>) -> Result<Set, String> {
    let Some(places) = places else { return Ok(Set::default()) };
    match annotations::load(article, places, "") {
        Ok(loaded) => Ok(loaded.set),
        Err(error) => Err(match error.source() {
            Some(source) => format!("{error}: {source}"),
            None => error.to_string(),
        }),
    }
}

/// What cannot be told on the standard error cannot be told at all.
fn tell(err: &mut dyn Write, line: &str) {
    drop(writeln!(err, "{}", clean_line(line)));
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::article::Origin;
    use crate::export::{FORMATS, format};
    use crate::text::clean;

    /// Status, standard output and standard error of an export of these articles.
    fn run(
        articles: Vec<Result<Article, Failure>>,
        format: &Format,
        out: Option<&Path>,
        (strict, reading): (bool, bool),
        places: &Places,
    ) -> (u8, String, String) {
        let models = Models::embedded();
        let order = Order {
            codebook: Codebook::built_in(),
            format,
            out,
            strict,
            reading,
            tells: true,
            places: Some(places),
            inputs: &[],
            models: &models,
        };
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let status = match export_to(articles.into_iter(), &order, &mut stdout, &mut stderr) {
            Ok(End::Done) => 0,
            Ok(End::CheckFailed) => 1,
            Err(Stop(why)) => {
                stderr.extend(why.bytes());
                2
            }
        };
        (status, String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
    }

    fn gone(id: &str) -> Result<Article, Failure> {
        Err(Failure { id: id.to_owned(), why: "gone".to_owned() })
    }

    fn article(folder: &Path, name: &str) -> Article {
        Article::new(name, Origin::File(folder.join(name)), clean::clean("“No,” said Ada."))
    }

    fn home() -> (tempfile::TempDir, Places) {
        let folder = tempfile::tempdir().unwrap();
        let places = Places { config: folder.path().join("c"), data: folder.path().join("d") };
        (folder, places)
    }

    #[test]
    fn a_story_that_fails_is_told_and_the_others_are_done() {
        let (folder, places) = home();
        let at = folder.path();
        fs::write(at.join("b.txt.onrecord.ron"), "(format: 9)").unwrap();
        let both = || vec![Ok(article(at, "a.txt")), Ok(article(at, "b.txt")), gone("c")];
        // Those that hold all that is said here, and go to standard output.
        let whole = |format: &&Format| {
            format.lacks.is_empty() && matches!(format.shape, Shape::Text { .. })
        };
        for format in FORMATS.iter().filter(whole) {
            let (status, stdout, stderr) = run(both(), format, None, (false, false), &places);
            assert_eq!(status, 0, "{stderr}");
            assert!(!stdout.is_empty());
            assert!(stderr.contains("b.txt.onrecord.ron:1: this is format 9"), "{stderr}");
            assert!(stderr.contains("error: c: gone\n"), "{stderr}");
            assert!(stderr.contains("wrote 1 statement to standard output"), "{stderr}");
            let (_, read, told) = run(both(), format, None, (false, true), &places);
            assert!(told.contains("this is format 9") && told.contains("without marks"), "{told}");
            assert!(read.len() > stdout.len(), "{}", format.name);
            assert_eq!(run(both(), format, None, (true, false), &places).0, 1);
            let alone = vec![Ok(article(at, "a.txt"))];
            assert_eq!(run(alone, format, None, (true, false), &places).0, 0);
        }
        let json = run(
            vec![Ok(article(at, "a")), Ok(article(at, "c"))],
            format("json").unwrap(),
            None,
            (false, false),
            &places,
        );
        let list: serde_json::Value = serde_json::from_str(&json.1).unwrap();
        assert_eq!(list.as_array().unwrap().len(), 2);
        let none = run(Vec::new(), format("json").unwrap(), None, (false, false), &places);
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&none.1).unwrap(),
            serde_json::json!([])
        );
    }

    #[test]
    fn files_go_into_a_folder_and_never_over_a_story() {
        let (folder, places) = home();
        let at = folder.path();
        let story = |name: &str| Ok(article(at, name));
        let both = || vec![story("x/a.txt"), story("y/a.md"), gone("c")];
        let brat = format("brat").unwrap();
        let (status, _, stderr) = run(both(), brat, None, (false, false), &places);
        assert_eq!(status, 2);
        assert!(stderr.contains("brat writes several files: name a folder with --out"), "{stderr}");
        let out = at.join("out");
        let (status, _, stderr) = run(both(), brat, Some(&out), (true, false), &places);
        assert_eq!(status, 1, "one was gone: {stderr}");
        assert!(stderr.contains("wrote 2 statements"), "{stderr}");
        let mut names: Vec<String> = fs::read_dir(&out)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        let expected = ["a-2.ann", "a-2.txt", "a.ann", "a.txt", "annotation.conf", "visual.conf"];
        assert_eq!(names, expected);
        // One file alone goes where any export goes.
        let cas = format("cas-json").unwrap();
        let (status, stdout, _) = run(vec![story("a.txt")], cas, None, (false, false), &places);
        assert!(status == 0 && stdout.starts_with('{'), "{stdout}");
        let mut stems = HashSet::new();
        for (id, name) in
            [("n/a b.txt", "a-b"), ("a b.md", "a-b-2"), ("..", "story"), ("", "story-2")]
        {
            assert_eq!(stem(id, &mut stems), name);
        }
    }

    #[test]
    fn a_file_is_replaced_whole_or_not_at_all() {
        let (folder, places) = home();
        let at = folder.path();
        let out = at.join("out.csv");
        let csv = format("csv").unwrap();
        fs::write(&out, "old").unwrap();
        let failing = vec![gone("a")];
        assert_eq!(run(failing, csv, Some(&out), (false, false), &places).0, 2);
        assert_eq!(fs::read_to_string(&out).unwrap(), "old");
        let (status, stdout, stderr) =
            run(vec![Ok(article(at, "a.txt"))], csv, Some(&out), (false, false), &places);
        assert_eq!((status, stdout.as_str()), (0, ""));
        assert_eq!(stderr, format!("wrote 1 statement to {}\n", out.display()));
        assert!(fs::read_to_string(&out).unwrap().starts_with("\"id\","));
        let nowhere = at.join("no/out.csv");
        let (status, _, stderr) =
            run(vec![Ok(article(at, "a.txt"))], csv, Some(&nowhere), (false, false), &places);
        assert_eq!(status, 2);
        assert!(stderr.starts_with("cannot write"), "{stderr}");
    }
}
