//! `onrecord diff`, `merge`, `agree` and `feedback`: annotation files of several people.
//!
//! A path is an annotation file, or a folder of them; files of one name in several folders are about
//! one story.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use super::reading::told;
use super::{End, Stop, print, tell};
use crate::agreement::{self, Difference, Reader};
use crate::annotation::Item;
use crate::annotation::file;
use crate::disk::places::SUFFIX;
use crate::disk::{atomic, folder, output, read};
use crate::text::clean::clean_line;
use crate::text::wrap::fit;

/// Columns of a statement's words in a list.
const WORDS: usize = 60;

/// The files of several people on one story.
struct Story {
    /// What it is called: its file's name.
    name: String,
    /// Where the story itself may lie, beside the first reader's marks.
    path: PathBuf,
    /// Those who marked it, in the order of the command line.
    readers: Vec<Reader>,
}

/// Reads the files of all paths and puts those about one story together. Those that not everybody has
/// are told and left out.
fn stories(paths: &[PathBuf]) -> Result<Vec<Story>, Stop> {
    let names = names(paths);
    let alone = paths.iter().all(|path| !path.is_dir());
    let mut by_name: BTreeMap<String, Story> = BTreeMap::new();
    for (path, name) in paths.iter().zip(names) {
        let files = folder::files(path)
            .map_err(|error| Stop(format!("cannot read {}: {error}", path.display())))?;
        for file in files.iter().filter(|file| !path.is_dir() || is_ours(file)) {
            let own = file.file_name().map(|it| it.to_string_lossy().into_owned());
            // Files that are named each for themselves are about one story, whatever they are called.
            let key = if alone { String::new() } else { own.clone().unwrap_or_default() };
            let reader = Reader { name: name.clone(), document: document(file)? };
            let whole = file.to_string_lossy().into_owned();
            let beside = whole.strip_suffix(SUFFIX).unwrap_or(&whole);
            let story = by_name.entry(key).or_insert_with(|| Story {
                name: own.unwrap_or_default().trim_end_matches(SUFFIX).to_owned(),
                path: PathBuf::from(beside),
                readers: Vec::new(),
            });
            story.readers.push(reader);
        }
    }
    let (whole, short): (Vec<Story>, Vec<Story>) =
        by_name.into_values().partition(|story| story.readers.len() == paths.len());
    for story in short {
        tell(&format!("{}: not everybody marked it; left out", story.name));
    }
    if whole.is_empty() {
        return Err(Stop("there is no story that all of them marked".to_owned()));
    }
    Ok(whole)
}

fn is_ours(path: &Path) -> bool {
    path.to_string_lossy().ends_with(SUFFIX)
}

fn document(path: &Path) -> Result<file::Document, Stop> {
    let bytes = read::bytes(path).map_err(|error| Stop(told(&error)))?;
    file::read(&bytes).map_err(|error| {
        let mut marks = path.as_os_str().to_owned();
        marks.push(SUFFIX);
        if !is_ours(path) && Path::new(&marks).is_file() {
            let (story, marks) = (path.display(), Path::new(&marks).display());
            return Stop(clean_line(&format!("{story} is a story: name its marks, {marks}")));
        }
        let line = error.place().0.map_or(String::new(), |line| format!(":{line}"));
        Stop(clean_line(&format!("{}{line}: {error}", path.display())))
    })
}

/// What each path is called: the folder's name, or the annotator of the file; where two would be
/// called the same, the path.
fn names(paths: &[PathBuf]) -> Vec<String> {
    let short = |path: &PathBuf| {
        let last = path.file_name().map(|it| it.to_string_lossy().into_owned());
        let last = last.unwrap_or_else(|| path.display().to_string());
        if path.is_dir() {
            return last;
        }
        let annotator = read::bytes(path).ok().and_then(|bytes| file::read(&bytes).ok());
        annotator.map(|it| it.head.annotator).filter(|it| !it.is_empty()).unwrap_or(last)
    };
    let all: Vec<String> = paths.iter().map(short).collect();
    let twice = |name: &String| all.iter().filter(|it| *it == name).count() > 1;
    let name = |(path, name): (&PathBuf, &String)| {
        if twice(name) { path.display().to_string() } else { name.clone() }
    };
    paths.iter().zip(&all).map(name).map(|it| clean_line(&it)).collect()
}

/// The line of a statement in its story, as editors jump to; none where the story is not there.
fn place(story: &Story, start: usize, text: Option<&str>) -> String {
    let line =
        text.and_then(|text| text.get(..start)).map(|before| before.matches('\n').count() + 1);
    match line {
        Some(line) => format!("{}:{line}", story.path.display()),
        None => story.name.clone(),
    }
}

/// The text of a story, where its file lies beside the marks.
fn text(story: &Story) -> Option<String> {
    let article = super::reading::article(&story.path).ok()?;
    Some(article.text.to_string())
}

fn short(words: &str) -> String {
    fit(&clean_line(words), WORDS)
}

fn line(difference: &Difference) -> String {
    let shown = |words: &str| if words.is_empty() { "nothing".to_owned() } else { short(words) };
    format!("    {}: {} → {}\n", difference.field, shown(&difference.one), shown(&difference.other))
}

/// Lists in what two people's marks differ; a failed check with `strict` where they do.
pub fn diff(one: &Path, other: &Path, strict: bool) -> Result<End, Stop> {
    let mut page = String::new();
    let mut count = 0;
    for story in stories(&[one.to_owned(), other.to_owned()])? {
        let readers: Vec<&Reader> = story.readers.iter().collect();
        let text = text(&story);
        for unit in agreement::units(&readers) {
            let at = place(&story, unit.start(), text.as_deref());
            let words = short(&unit.words());
            match (unit.items[0], unit.items[1]) {
                (Some(item), None) | (None, Some(item)) => {
                    let who = usize::from(unit.items[0].is_none());
                    let who = &readers[who].name;
                    let _ =
                        writeln!(page, "{at}: {words}\n    only {who}: {}", agreement::value(item));
                    count += 1;
                }
                (Some(one), Some(other)) => {
                    let differences = agreement::differences(one, other);
                    if !differences.is_empty() {
                        let _ = writeln!(page, "{at}: {words}");
                        page.extend(differences.iter().map(line));
                        count += 1;
                    }
                }
                (None, None) => {}
            }
        }
    }
    let _ = writeln!(page, "{count} statements differ");
    print(&page)?;
    Ok(if strict && count > 0 { End::CheckFailed } else { End::Done })
}

/// What `onrecord merge` is asked for.
pub struct Join<'a> {
    /// Annotation files of one story.
    pub paths: &'a [PathBuf],
    /// The file to write.
    pub out: &'a Path,
    /// Whether it is a failed check where something is to be decided.
    pub strict: bool,
    /// Whether that is decided on the screen.
    pub review: bool,
    /// The story, where it does not lie beside the first file.
    pub story: Option<&'a Path>,
}

/// Joins the marks of several people on one story into a file.
pub fn merge(join: &Join) -> Result<End, Stop> {
    let Join { paths, out, strict, review, .. } = *join;
    let stories = stories(paths)?;
    let [story] = &stories[..] else {
        return Err(Stop("merge joins the files of one story: name them".to_owned()));
    };
    if output::is_among(out, paths) {
        return Err(Stop(format!(
            "{} is one of those to be joined: name another file",
            out.display()
        )));
    }
    let path = join.story.unwrap_or(&story.path);
    if review && !path.is_file() {
        return Err(Stop(format!(
            "{} is not there: name the story with --story STORY to review it",
            path.display()
        )));
    }
    if review && !io::stdout().is_terminal() {
        return Err(Stop("--review needs a terminal; leave it out to list conflicts".to_owned()));
    }
    let before = if review { document(out).ok() } else { None };
    let readers: Vec<&Reader> = story.readers.iter().collect();
    let merged = agreement::merge(&readers);
    if review && !merged.conflicts.is_empty() {
        return super::decide::review(path, merged, out, before);
    }
    let page = file::encode(&merged.document.head, &merged.document.set);
    atomic::replace(out, page.as_bytes()).map_err(|error| Stop(told(&error)))?;
    let mut page = format!(
        "{} statements agreed, {} marked by one alone, {} to decide\n",
        merged.agreed,
        merged.alone,
        merged.conflicts.len()
    );
    let text = text(story);
    for conflict in &merged.conflicts {
        let first = &conflict.votes[0].1;
        let words: Vec<&str> = first.content.iter().map(|it| it.exact.as_str()).collect();
        let at = place(story, first.start(), text.as_deref());
        let _ =
            writeln!(page, "{at}: {} ({})", short(&words.join(" … ")), conflict.fields.join(", "));
        for (number, (name, item)) in conflict.votes.iter().enumerate() {
            let taken = if number == conflict.majority { " (taken)" } else { "" };
            let fields: Vec<&str> = conflict.fields.iter().copied().chain(["comment"]).collect();
            let more = agreement::said(item, &fields);
            let more = if more.is_empty() { more } else { format!("; {}", short(&more)) };
            let _ = writeln!(page, "    {name}: {}{more}{taken}", agreement::value(item));
        }
    }
    print(&page)?;
    Ok(if strict && !merged.conflicts.is_empty() { End::CheckFailed } else { End::Done })
}

/// Joins two versions of a file that began as `base`, as a merge driver of git: writes `ours`, and
/// fails the check where both sides changed the same thing in different ways.
pub fn merge_driver(base: &Path, ours: &Path, theirs: &Path) -> Result<End, Stop> {
    // Where both sides began the file, git gives an empty one.
    let empty = read::bytes(base).is_ok_and(|bytes| bytes.trim_ascii().is_empty());
    let mine = document(ours)?;
    let begun = if empty {
        file::Document { set: crate::annotation::Set::default(), ..mine.clone() }
    } else {
        document(base)?
    };
    let (merged, clashes) = agreement::three_way(&begun, &mine, &document(theirs)?);
    let page = file::encode(&merged.head, &merged.set);
    atomic::replace(ours, page.as_bytes()).map_err(|error| Stop(told(&error)))?;
    for clash in &clashes {
        tell(&format!("{}: both sides changed {}; ours stays", clash.of, clash.fields.join(", ")));
    }
    Ok(if clashes.is_empty() { End::Done } else { End::CheckFailed })
}

/// Tells an annotator where the one who decided saw it otherwise.
pub fn feedback(mine: &Path, decided: &Path) -> Result<End, Stop> {
    let mut page = String::new();
    let mut turned: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut otherwise: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut alike, mut all) = (0, 0);
    let said = |item: Option<&Item>| item.map_or("not marked".to_owned(), agreement::value);
    for story in stories(&[mine.to_owned(), decided.to_owned()])? {
        let readers: Vec<&Reader> = story.readers.iter().collect();
        let text = text(&story);
        for unit in agreement::units(&readers) {
            all += 1;
            let (own, gold) = (unit.items[0], unit.items[1]);
            let same = own
                .zip(gold)
                .is_some_and(|(own, gold)| agreement::differences(own, gold).is_empty());
            if same {
                alike += 1;
                continue;
            }
            let at = place(&story, unit.start(), text.as_deref());
            let _ = writeln!(page, "{at}: {}", short(&unit.words()));
            match (own, gold) {
                (Some(own), Some(gold)) => {
                    let differences = agreement::differences(own, gold);
                    page.extend(differences.iter().map(line));
                    for difference in differences {
                        *otherwise.entry(difference.field).or_default() += 1;
                    }
                    if !gold.comment.is_empty() && gold.comment != own.comment {
                        let _ = writeln!(page, "    why: {}", clean_line(&gold.comment));
                    }
                }
                (own, gold) => {
                    let _ = writeln!(page, "    you: {}; decided: {}", said(own), said(gold));
                }
            }
            let turn = (said(own), said(gold));
            if turn.0 != turn.1 {
                *turned.entry(turn).or_default() += 1;
            }
        }
    }
    let _ = writeln!(page, "{alike} of {all} statements as decided");
    let mut turned: Vec<_> = turned.into_iter().collect();
    turned.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for ((own, gold), count) in turned {
        let _ = writeln!(page, "{count:>5} {own} → {gold}");
    }
    // What the line above tells of needs no second one.
    otherwise.retain(|field, _| !["tags", "review"].contains(field));
    for (field, count) in otherwise {
        let _ = writeln!(page, "{count:>5} with other {field}");
    }
    print(&page)?;
    Ok(End::Done)
}

/// Says how far several people agree, in the figures that are published, and where they do not.
pub fn agree(paths: &[PathBuf], unmarked: bool, recal: Option<&Path>) -> Result<End, Stop> {
    let stories = stories(paths)?;
    let texts: Vec<Option<String>> = stories.iter().map(text).collect();
    let sets: Vec<(Vec<&Reader>, Option<usize>)> = stories
        .iter()
        .zip(&texts)
        .map(|(story, text)| (story.readers.iter().collect(), text.as_ref().map(String::len)))
        .collect();
    let everybody: Vec<&Reader> = stories.iter().flat_map(|story| &story.readers).collect();
    let (whole, values) = agreement::samples(&sets, None, unmarked);
    let mut columns = vec![("all".to_owned(), agreement::figures(&whole))];
    for tag in agreement::labels(&everybody) {
        let (samples, _) = agreement::samples(&sets, Some(&tag), unmarked);
        columns.push((tag, agreement::figures(&samples)));
    }
    if stories.len() > 1 {
        for (story, sample) in stories.iter().zip(&whole) {
            columns.push((story.name.clone(), agreement::figures(std::slice::from_ref(sample))));
        }
    }
    let readers: Vec<&str> = stories[0].readers.iter().map(|it| it.name.as_str()).collect();
    let left_out = if unmarked { "counts as a category" } else { "is left out" };
    let mut page = format!(
        "{}; {} stories\nUnit: a statement that two marked at least; what one did not mark {left_out}.\n\
         Spans: bytes of the text. In brackets, 95 of 100 draws.\n",
        readers.join(", "),
        stories.len()
    );
    for (name, figures) in &columns {
        let _ = writeln!(page, "\n{} ({} units)", clean_line(name), figures.units);
        for (what, figure) in &figures.all {
            let value = figure.map_or("not defined".to_owned(), |it| match it.interval {
                Some([low, high]) => format!("{:.3} [{low:.3}, {high:.3}]", it.value),
                None => format!("{:.3}", it.value),
            });
            let _ = writeln!(page, "  {what:<22}{value}");
        }
    }
    page.push_str(&disagreements(&stories, &texts, &readers));
    print(&page)?;
    if let Some(path) = recal {
        let rows = whole.iter().flat_map(|sample| &sample.rows);
        let complete = rows.filter_map(|row| row.iter().copied().collect::<Option<Vec<u32>>>());
        let line =
            |row: Vec<u32>| row.iter().map(u32::to_string).collect::<Vec<_>>().join(",") + "\r\n";
        let page: String = complete.map(line).collect();
        atomic::replace(path, page.as_bytes()).map_err(|error| Stop(told(&error)))?;
        let codes = values.iter().zip(1..).map(|(value, code)| format!("{code} {value}"));
        tell(&format!("ReCal: {}: {}", path.display(), codes.collect::<Vec<_>>().join(", ")));
    }
    Ok(End::Done)
}

/// Who speaks, whatever the order of their names.
fn speakers_of(item: &Item) -> String {
    let mut names: Vec<&str> = item.speakers.iter().map(String::as_str).collect();
    names.sort_unstable();
    let names = clean_line(&names.join(" and "));
    if names.is_empty() { "nobody".to_owned() } else { names }
}

/// Every statement that those who marked it see differently.
fn disagreements(stories: &[Story], texts: &[Option<String>], names: &[&str]) -> String {
    let mut page = String::new();
    for (story, text) in stories.iter().zip(texts) {
        let readers: Vec<&Reader> = story.readers.iter().collect();
        for unit in agreement::units(&readers) {
            let said = names.iter().zip(&unit.items);
            let said: Vec<(&str, String)> =
                said.filter_map(|(name, item)| Some((*name, agreement::value((*item)?)))).collect();
            let speakers = names.iter().zip(&unit.items);
            let speakers: Vec<(&str, String)> =
                speakers.filter_map(|(name, item)| Some((*name, speakers_of((*item)?)))).collect();
            for (what, said) in [("", said), ("speakers: ", speakers)] {
                if said.iter().any(|(_, value)| *value != said[0].1) {
                    let said: Vec<String> =
                        said.iter().map(|(name, value)| format!("{name} {value}")).collect();
                    let at = place(story, unit.start(), text.as_deref());
                    let (words, said) = (short(&unit.words()), said.join(", "));
                    let _ = writeln!(page, "{at}: {words} ({what}{said})");
                }
            }
        }
    }
    if page.is_empty() { page } else { format!("\nDisagreements\n{page}") }
}
