//! `onrecord eval`: figures of the engine, or of somebody else's predictions, against gold.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::Path;

use serde::Deserialize;

use super::{End, Stop};
use crate::article::Origin;
use crate::disk::read;
use crate::export::jsonl;
use crate::import;
use crate::nlp::{self, Label, Models, Suggestion};
use crate::text::clean::clean_line;
use crate::train::corpus::rows;
use crate::train::score::{Figure, Report, attribution, names, speakers, tags};
use crate::train::tags::Row;

/// Scores `what` against `gold` and prints the figures, and so many errors.
pub fn eval(
    what: &str,
    gold: &Path,
    predictions: Option<&Path>,
    errors: Option<usize>,
) -> Result<End, Stop> {
    let gold_text = text(gold)?;
    let predicted = predictions.map(text).transpose()?;
    let report = if what == "tags" {
        tag_report(&gold_text, predicted.as_deref())?
    } else {
        let score = match what {
            "attribution" => attribution::score,
            "speakers" => speakers::score,
            _ => names::score,
        };
        let predicted = predicted.map_or_else(|| extracted(gold, &gold_text), Ok)?;
        score(&gold_text, &predicted).map_err(|error| Stop(error.to_string()))?
    };
    let percent = what == "attribution";
    let shown = shown(&report, percent, errors.unwrap_or(0));
    match io::stdout().write_all(shown.as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(End::Done),
        Err(error) => Err(Stop(format!("cannot write standard output: {error}"))),
        Ok(()) => Ok(End::Done),
    }
}

fn text(path: &Path) -> Result<String, Stop> {
    let why = |why: String| Stop(format!("cannot read {}: {why}", path.display()));
    let bytes = read::bytes(path).map_err(|error| why(error.why))?;
    String::from_utf8(bytes).map_err(|_| why("it is not UTF-8".to_owned()))
}

/// What the engine finds in the texts of gold, as `extract` writes it.
fn extracted(path: &Path, gold: &str) -> Result<String, Stop> {
    let models = Models::embedded();
    let mut lines = String::new();
    for row in import::rows(&path.to_string_lossy(), gold) {
        let article =
            row.and_then(|row| row.article(Origin::Stdin)).map_err(|why| Stop(why.to_string()))?;
        let go_on = &mut |_| ControlFlow::Continue(());
        let analysis = nlp::analyse(&article, &models, go_on).unwrap_or_default();
        lines.push_str(&jsonl::line(&article, &analysis, None));
        lines.push('\n');
    }
    Ok(lines)
}

/// A predicted tag, bare or with a score.
#[derive(Deserialize)]
#[serde(untagged)]
enum Tag {
    Bare(String),
    Scored { label: String, score: f32 },
}

#[derive(Deserialize)]
struct Tagged {
    tag: Tag,
}

fn tag_report(gold: &str, predicted: Option<&str>) -> Result<Report, Stop> {
    let stop = |error: crate::train::TrainError| Stop(error.to_string());
    let gold: Vec<Row> = rows("gold", gold).map_err(stop)?;
    let found: Vec<Suggestion> = match predicted {
        None => {
            let models = Models::embedded();
            gold.iter().map(|row| nlp::suggest(&row.texts(), &models)).collect()
        }
        Some(predicted) => {
            let rows: Vec<Tagged> = rows("predictions", predicted).map_err(stop)?;
            if rows.len() != gold.len() {
                let (rows, gold) = (rows.len(), gold.len());
                return Err(Stop(format!("{rows} predictions for {gold} rows of gold")));
            }
            rows.into_iter().map(suggestion).collect::<Result<_, Stop>>()?
        }
    };
    Ok(tags::score(&gold, &found))
}

fn suggestion(row: Tagged) -> Result<Suggestion, Stop> {
    let (word, score) = match row.tag {
        Tag::Bare(word) => (word, 1.0),
        Tag::Scored { label, score } => (label, score),
    };
    let label = Label::named(&word).ok_or_else(|| Stop(format!("“{word}” is no tag")))?;
    Ok(Suggestion { label, score })
}

/// Kinds of mistakes that are shown.
const KINDS: usize = 20;

/// Figures of one name on a line, the interval behind the last of them; then the commonest kinds of
/// mistakes and the worst of them.
fn shown(report: &Report, percent: bool, errors: usize) -> String {
    let number = |value: f64| {
        if percent { format!("{:.1}", value * 100.0) } else { format!("{value:.3}") }
    };
    let width = report.figures.iter().map(|one| one.name.chars().count()).max().unwrap_or(0);
    let mut out = String::new();
    for group in report.figures.chunk_by(|a: &Figure, b: &Figure| a.name == b.name) {
        let Some(last) = group.last() else { continue };
        let bare = last.part.is_empty();
        let pad = if bare { 0 } else { width };
        let _ = write!(out, "{:pad$}", last.name);
        for one in group {
            let gap = if bare { " " } else { "  " };
            let part = if bare { String::new() } else { format!("{} ", one.part) };
            let _ = write!(out, "{gap}{part}{}", number(one.value));
        }
        let _ = writeln!(out, "  [{}–{}]", number(last.low), number(last.high));
    }
    if errors > 0 {
        let mut kinds: Vec<(&String, &usize)> = report.kinds.iter().collect();
        kinds.sort_by(|a, b| b.1.cmp(a.1));
        for (at, (kind, count)) in kinds.iter().take(KINDS).enumerate() {
            let head = if at == 0 { "\nmistakes by kind\n" } else { "" };
            let _ = writeln!(out, "{head}{count:6}  {kind}");
        }
    }
    for fault in report.errors.iter().take(errors) {
        let line = |words: &str| clean_line(words);
        let _ = writeln!(out, "\n{}: {}", line(&fault.article), line(&fault.what));
        let _ = writeln!(out, "  {}", line(&fault.context));
    }
    out
}
