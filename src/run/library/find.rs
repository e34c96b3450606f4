//! `onrecord find`: statements of the collection that a question asks for, shown, written for other
//! tools, or tagged.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use super::{Collection, many, stop};
use crate::annotation::{Codebook, ItemId, Stamp};
use crate::app::set_tag;
use crate::article::Article;
use crate::disk::annotations;
use crate::disk::index::Hit;
use crate::disk::places::Places;
use crate::disk::{marks, memory};
use crate::export::collection::{self, To};
use crate::library::concordance::{lines, wanted};
use crate::library::{Record, Sort};
use crate::nlp::{self, Models};
use crate::run::config::Wishes;
use crate::run::{End, Stop, annotator, desk, load, now, print, reading, tell, tui};
use crate::story::{Query, Story};

/// What is asked for, and what is to be done with it.
#[derive(Clone, Debug)]
pub struct Order<'a> {
    /// As typed.
    pub query: &'a str,
    /// What comes first.
    pub sort: Sort,
    /// So many, from the first on.
    pub most: usize,
    /// What is written.
    pub to: To,
    /// Whether only their number is.
    pub count: bool,
    /// The tag that all of them get.
    pub tag: Option<&'a str>,
    /// Whether that was confirmed.
    pub yes: bool,
    /// Whether they are opened on the screen.
    pub open: bool,
}

/// Stories that are opened at most: each is a line of a list that is looked through.
const OPENED: usize = 100;

/// Columns where no terminal says how wide it is.
const WIDTH: usize = 120;

/// Asks the collection.
pub fn find(order: &Order) -> Result<End, Stop> {
    let query = read(order.query)?;
    let mut collection = Collection::open()?;
    collection.look()?;
    if !collection.index.holds_more_than(0).map_err(|error| stop(&error))? {
        return Err(Stop("the collection is empty: onrecord library add FOLDER".to_owned()));
    }
    if order.count {
        let mut count = 0_usize;
        each(&collection, &query, order.sort, &mut |_| {
            count += 1;
            ControlFlow::Continue(())
        })?;
        return print(&format!("{count}\n"));
    }
    if let Some(tag) = order.tag {
        return tag_all(&collection, &query, tag, order.yes);
    }
    if order.open {
        return open(&collection, &query, order);
    }
    match order.to {
        To::Text => concordance(&collection, &query, order),
        To::Csv | To::Jsonl => rows(&collection, &query, order),
    }
}

/// A question, or where it is wrong.
pub(in crate::run) fn read(typed: &str) -> Result<Query, Stop> {
    Query::parse(typed).map_err(|error| {
        let wrong = error.span.of(typed);
        Stop(format!("in the question, at “{wrong}”: {error}"))
    })
}

pub(super) fn each(
    collection: &Collection,
    query: &Query,
    sort: Sort,
    take: &mut dyn FnMut(Hit) -> ControlFlow<()>,
) -> Result<(), Stop> {
    collection.index.each(query, sort, take).map_err(|error| stop(&error))
}

fn concordance(collection: &Collection, query: &Query, order: &Order) -> Result<End, Stop> {
    let page = collection.index.ask(query, order.sort, 0, order.most);
    let page = page.map_err(|error| stop(&error))?;
    if page.hits.is_empty() {
        tell("nothing is found");
        return Ok(End::Done);
    }
    for path in stale(&page.hits) {
        tell(&changed(&path));
    }
    let terminal = io::stdout().is_terminal();
    let width = tui::columns().filter(|_| terminal).unwrap_or(WIDTH);
    let bright = if terminal { ["\x1b[1m", "\x1b[22m"] } else { ["", ""] };
    let records: Vec<Record> = page.hits.into_iter().map(|hit| hit.record).collect();
    let shown = lines(&records, &wanted(query), width, bright);
    let end = print(&shown)?;
    if page.more {
        tell(&format!("there are more than {}: --limit shows them", records.len()));
    }
    Ok(end)
}

/// Opens the stories of hits on the screen, each with what was found in it.
fn open(collection: &Collection, query: &Query, order: &Order) -> Result<End, Stop> {
    if !io::stdout().is_terminal() {
        return Err(Stop("--open shows stories on a terminal, and there is none".to_owned()));
    }
    let mut stories = Stories::default();
    let mut more = false;
    each(collection, query, order.sort, &mut |hit| {
        more = stories.many() == OPENED && !stories.holds(&hit);
        if more {
            return ControlFlow::Break(());
        }
        stories.add(&hit.record.about.file, hit.hash, hit.record.id);
        ControlFlow::Continue(())
    })?;
    let mut found = Vec::new();
    let gone = stories.read(&mut |article, ids| {
        found.push(desk::Found { article, question: order.query.to_owned(), ids, at: None });
    });
    for (file, _) in gone {
        tell(&changed(&file));
    }
    if found.is_empty() {
        tell("nothing is found");
        return Ok(End::Done);
    }
    if more {
        tell(&format!("there are more stories than {OPENED}: ask for less to see them"));
    }
    tui::open(&desk::found(found)).map(|()| End::Done)
}

/// The stories of hits, by file, with what was found in each, by the hash of its text. Files are in the
/// order of their first hits.
#[derive(Default)]
pub(super) struct Stories {
    files: Vec<String>,
    by_file: HashMap<String, HashMap<Arc<str>, HashSet<ItemId>>>,
}

impl Stories {
    /// Adds a statement by its story's file and the hash of its text.
    pub(super) fn add(&mut self, file: &str, hash: Arc<str>, id: ItemId) {
        if !self.by_file.contains_key(file) {
            self.files.push(file.to_owned());
        }
        let stories = self.by_file.entry(file.to_owned()).or_default();
        stories.entry(hash).or_default().insert(id);
    }

    fn holds(&self, hit: &Hit) -> bool {
        let stories = self.by_file.get(&hit.record.about.file);
        stories.is_some_and(|stories| stories.contains_key(&hit.hash))
    }

    fn many(&self) -> usize {
        self.by_file.values().map(HashMap::len).sum()
    }

    /// Reads each file once and hands over its stories; the files in which some were not there any more,
    /// with the number of their statements.
    pub(super) fn read(
        mut self,
        take: &mut dyn FnMut(Article, HashSet<ItemId>),
    ) -> Vec<(String, usize)> {
        let mut gone = Vec::new();
        for file in self.files {
            let mut stories = self.by_file.remove(&file).unwrap_or_default();
            for article in load::articles(vec![file.clone().into()], None).flatten() {
                if let Some(ids) = stories.remove(article.hash().as_str()) {
                    take(article, ids);
                }
                if stories.is_empty() {
                    break;
                }
            }
            if !stories.is_empty() {
                gone.push((file, stories.values().map(HashSet::len).sum()));
            }
        }
        gone
    }
}

/// That a file is not as it was, and what to do.
pub(in crate::run) fn changed(file: &str) -> String {
    format!("{file} was changed or deleted since it was read: onrecord library refresh")
}

/// Files of hits that are not as they were when the index read them.
pub(super) fn stale(hits: &[Hit]) -> Vec<String> {
    let files: BTreeMap<&str, &str> =
        hits.iter().map(|hit| (hit.record.about.file.as_str(), &*hit.stamp)).collect();
    let changed =
        |(path, stamp): &(&str, &str)| marks::stamp(Path::new(path)).as_deref() != Some(stamp);
    files.into_iter().filter(changed).map(|(path, _)| path.to_owned()).collect()
}

fn rows(library: &Collection, query: &Query, order: &Order) -> Result<End, Stop> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let (mut failed, mut count) = (None, 0_usize);
    let head = if order.to == To::Csv { collection::head() } else { String::new() };
    let mut put = |words: &str| match out.write_all(words.as_bytes()) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            failed = Some(error);
            ControlFlow::Break(())
        }
    };
    if put(&head).is_continue() {
        each(library, query, order.sort, &mut |hit| {
            count += 1;
            let row = match order.to {
                To::Jsonl => collection::json(&hit.record),
                To::Csv | To::Text => collection::csv(&hit.record),
            };
            put(&row)?;
            if count == order.most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
    }
    let ended = failed.map_or_else(|| out.flush(), Err);
    match ended {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Stop(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(End::Done),
    }
}

/// Gives all hits a tag, story by story, by the same way as the screen: a story that somebody has open
/// is told and left alone.
fn tag_all(collection: &Collection, query: &Query, tag: &str, yes: bool) -> Result<End, Stop> {
    let codebook = Wishes::read(Some(&collection.places)).codebook;
    let Some(number) = codebook.tags.iter().position(|one| one.name == tag) else {
        let tags: Vec<&str> = codebook.tags.iter().map(|tag| tag.name.as_str()).collect();
        return Err(Stop(format!(
            "the codebook has no tag “{tag}”: there are {}",
            tags.join(", ")
        )));
    };
    let mut stories = Stories::default();
    let mut count = 0;
    each(collection, query, Sort::Date, &mut |hit| {
        count += 1;
        stories.add(&hit.record.about.file, hit.hash, hit.record.id);
        ControlFlow::Continue(())
    })?;
    let what = format!(
        "{} in {} as “{tag}”",
        many(count, "statement", "statements"),
        many(stories.many(), "story", "stories")
    );
    if !yes {
        tell(&format!("this would tag {what}; --yes does it"));
        return Ok(End::Done);
    }
    let by = Tagging {
        places: &collection.places,
        codebook: &codebook,
        number,
        models: &Models::embedded(),
    };
    let (mut done, mut left) = (0, 0);
    let gone = stories.read(&mut |article, ids| {
        let (name, all) = (article.id.clone(), ids.len());
        match by.story(article, &ids) {
            Ok(tagged) => done += tagged,
            Err(why) => {
                left += all;
                tell(&format!("error: {name}: {why}"));
            }
        }
    });
    for (file, statements) in gone {
        left += statements;
        tell(&changed(&file));
    }
    tell(&format!("tagged {done} of {what}"));
    Collection::open()?.refresh(false)?;
    Ok(if left > 0 { End::CheckFailed } else { End::Done })
}

/// What it takes to tag statements of a story that is not open.
pub(super) struct Tagging<'a> {
    /// Where marks lie.
    pub places: &'a Places,
    /// The tags there are.
    pub codebook: &'a Codebook,
    /// Which of them it is.
    pub number: usize,
    /// The engine's.
    pub models: &'a Models,
}

impl Tagging<'_> {
    /// Tags these statements of a story as one step, which undo takes back when the story is opened; how
    /// many it were.
    pub(super) fn story(&self, article: Article, ids: &HashSet<ItemId>) -> Result<usize, String> {
        let stamp = Stamp { annotator: annotator(), at: now() };
        let loaded = annotations::load(&article, self.places, &stamp.annotator);
        let annotations::Loaded { set, mut notebook, .. } =
            loaded.map_err(|error| reading::told(&error))?;
        notebook.claim(&stamp.annotator).map_err(|owner| format!("{owner} has it open"))?;
        let (mut set, mut journal) = memory::with_history(self.places, &article, set);
        let analysis = nlp::analyse(&article, self.models, &mut |_| ControlFlow::Continue(()));
        let story = Story::new(article, analysis.unwrap_or_default(), &set);
        let wanted = story.statements.iter().filter(|one| ids.contains(&one.id)).map(|one| {
            let item = set.get(&one.id).cloned();
            let mut item = item.unwrap_or_else(|| one.item(&story.article, stamp.clone()));
            set_tag(&mut item, self.codebook, self.number);
            item.stamp = stamp.clone();
            (one.id.clone(), Some(item))
        });
        let wanted: Vec<_> = wanted.collect();
        let many = wanted.len();
        set.apply(wanted);
        journal.keep(self.places, &story.article, &set);
        notebook.save(&set).map_err(|error| reading::told(&error))?;
        Ok(many)
    }
}
