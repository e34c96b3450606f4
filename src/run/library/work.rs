//! `onrecord library sample`, `assign` and `progress`: who codes what, and how far everybody is.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::{Collection, many, stop};
use crate::disk::library as kept;
use crate::library::About;
use crate::library::work::{self, Assignment, Strata};
use crate::run::reading::told;
use crate::run::{End, Stop, print, tell};
use crate::text::clean::clean_line;

/// The file of assignments.
const FILE: &str = "assigned.ron";

/// Minutes and hours, of seconds.
const MINUTE: i64 = 60;

impl Collection {
    fn abouts(&self) -> Result<Vec<About>, Stop> {
        let stories = self.index.stories().map_err(|error| stop(&error))?;
        Ok(stories.into_iter().map(|entry| (*entry.about).clone()).collect())
    }

    fn assignment(&self) -> Result<Assignment, Stop> {
        let parse = |text: &str| {
            ron::from_str(text)
                .map_err(|error| format!("line {}: {}", error.span.start.line, error.code))
        };
        kept::read(&self.folder.join(FILE), parse).map_err(Stop)
    }
}

/// `onrecord library sample`: some of the stories, a line each: file, and name where it is another.
pub fn sample(most: usize, strata: Strata, seed: u64) -> Result<End, Stop> {
    let mut collection = Collection::open()?;
    collection.look()?;
    let stories = collection.abouts()?;
    let lines = work::sample(&stories, most, strata, seed).into_iter().map(|at| line(&stories[at]));
    print(&lines.collect::<String>())
}

fn line(about: &About) -> String {
    let (file, id) = (clean_line(&about.file), clean_line(&about.id));
    if id == file { format!("{file}\n") } else { format!("{file}\t{id}\n") }
}

/// `onrecord library assign`: deals `most` stories, or all, out to annotators, in place of what was
/// dealt before.
pub fn assign(
    annotators: &[String],
    most: Option<usize>,
    double: usize,
    seed: u64,
) -> Result<End, Stop> {
    let mut collection = Collection::open()?;
    collection.look()?;
    let stories = collection.abouts()?;
    let chosen = work::sample(&stories, most.unwrap_or(stories.len()), Strata::None, seed);
    let chosen: Vec<About> = chosen.into_iter().map(|at| stories[at].clone()).collect();
    let dealt = work::assign(&chosen, annotators, double, seed);
    let pretty = ron::ser::PrettyConfig::new().depth_limit(4);
    let text =
        ron::ser::to_string_pretty(&dealt, pretty).map_err(|error| Stop(error.to_string()))?;
    let path = collection.folder.join(FILE);
    kept::write(&path, &(text + "\n")).map_err(|error| Stop(told(&error)))?;
    for (annotator, stories) in &dealt.stories {
        tell(&format!("{annotator}: {}", many(stories.len(), "story", "stories")));
    }
    Ok(End::Done)
}

/// What somebody did.
#[derive(Default)]
struct Done {
    stories: BTreeSet<(String, String)>,
    judged: usize,
    times: Vec<jiff::Timestamp>,
}

/// `onrecord library progress`: of all, and by annotator; with `whose`, the stories that are left to them.
pub fn progress(whose: Option<&str>) -> Result<End, Stop> {
    let mut collection = Collection::open()?;
    collection.look()?;
    print(&progress_of(&collection, whose)?)
}

/// The same as a page.
pub(super) fn progress_of(collection: &Collection, whose: Option<&str>) -> Result<String, Stop> {
    let stories = collection.index.stories().map_err(|error| stop(&error))?;
    let mut done: BTreeMap<String, Done> = BTreeMap::new();
    for mark in collection.index.marks().map_err(|error| stop(&error))? {
        let one = done.entry(mark.annotator).or_default();
        one.stories.insert(mark.story);
        one.judged += usize::from(mark.judges);
        one.times.extend(mark.at);
    }
    let dealt = collection.assignment()?;
    if let Some(name) = whose {
        let begun = done.remove(name).unwrap_or_default().stories;
        let own = dealt.stories.get(name).cloned().unwrap_or_default();
        let left = own.difference(&begun).map(|(file, id)| {
            line(&About { file: file.clone(), id: id.clone(), ..About::default() })
        });
        return Ok(left.collect::<String>());
    }
    let sum = |of: fn(&crate::library::Entry) -> usize| stories.iter().map(of).sum::<usize>();
    let begun = stories.iter().filter(|one| !one.annotators.is_empty()).count();
    let judged =
        stories.iter().filter(|one| one.statements > 0 && one.reviewed == one.statements).count();
    let mut page = format!(
        "{}: {begun} begun, {judged} with all statements judged\n{}: {} judged, {} tagged\n",
        many(stories.len(), "story", "stories"),
        many(sum(|one| one.statements), "statement", "statements"),
        sum(|one| one.reviewed),
        sum(|one| one.tagged),
    );
    let names: BTreeSet<String> = done.keys().chain(dealt.stories.keys()).cloned().collect();
    for name in names {
        let one = done.remove(&name).unwrap_or_default();
        let own = dealt.stories.get(&name);
        let assigned = own.map_or(String::new(), |own| {
            format!(", {} of {} assigned", own.intersection(&one.stories).count(), own.len())
        });
        let _ = writeln!(
            page,
            "{name}: {}{assigned}, {} judged, {}",
            many(one.stories.len(), "story", "stories"),
            many(one.judged, "statement", "statements"),
            time(work::spent(one.times)),
        );
    }
    Ok(page)
}

/// “1 h 5 min”.
fn time(seconds: i64) -> String {
    let minutes = (seconds + MINUTE / 2) / MINUTE;
    match minutes / MINUTE {
        0 => format!("{minutes} min"),
        hours => format!("{hours} h {} min", minutes % MINUTE),
    }
}
