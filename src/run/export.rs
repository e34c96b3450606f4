//! `onrecord export`: stories and their marks, for another tool.
//!
//! A story that cannot be exported is reported and the others are still done; its annotations are
//! part of it, so a refused annotation file is such a failure and never an export without marks.

use std::error::Error;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::load::Failure;
use super::{End, Stop};
use crate::annotation::Set;
use crate::article::Article;
use crate::disk::annotations;
use crate::disk::output::Output;
use crate::disk::places::Places;
use crate::export::{Format, Report};
use crate::nlp::{self, Models};
use crate::story::Story;
use crate::text::clean::clean_line;

/// What to do with the articles.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
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
    if order.tells {
        let to = order.out.map_or("standard output".to_owned(), |path| path.display().to_string());
        tell(err, &tally.report.sentence(&to));
    }
    let short = tally.failed > 0 || !tally.report.losses.is_empty();
    Ok(if order.strict && short { End::CheckFailed } else { End::Done })
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
    let mut tally = Tally::default();
    let mut before = (order.format.head)();
    for article in articles {
        let done = article.map_err(|error| error.to_string());
        match done.and_then(|article| one(article, order, err)) {
            Ok((text, report)) => {
                write!(out, "{before}{text}")?;
                order.format.between.clone_into(&mut before);
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
        write!(out, "{}", order.format.tail)?;
    }
    out.flush()?;
    Ok(tally)
}

/// One article with its marks, or why not. A panic in it is its own error and nobody else's.
fn one(article: Article, order: &Order, err: &mut dyn Write) -> Result<(String, Report), String> {
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
        let story = Story::new(article, analysis.unwrap_or_default(), &set);
        Ok((order.format.story)(&story, &set))
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
            format,
            out,
            strict,
            reading,
            tells: true,
            places: Some(places),
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
        for format in FORMATS {
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
