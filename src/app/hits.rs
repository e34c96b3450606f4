//! What a question to the collection found, as a list over the stories: opened, tagged, asked about.
//! Closed, it stays as it was left, and is shown again by the same key.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use super::{
    Action, Answer, App, Ask, Asked, Deed, Effect, Fact, Found, Goal, Mark, Mode, Notice, Picker,
    Prompt, Question, Reader, Show, Side, Sought, Stage, Tab, marking, namesakes, picker, reading,
};
use crate::annotation::{ItemId, Review};
use crate::article::Origin;
use crate::library::{SORTS, concordance};
use crate::story::Query;

/// A request to the list that is made nowhere else.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Listed {
    /// Ticks all that are listed, or none where all are.
    TickAll,
    /// Another order.
    Order,
    /// A page about who speaks.
    Person,
    /// What was found, in numbers.
    Counts,
    /// Who speaks in the collection, and who is who.
    People,
    /// How far everybody is who marks its stories.
    Progress,
}

/// The list.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Hits {
    /// What was asked.
    pub question: Question,
    /// Words of it that are looked for in what is said.
    pub wanted: Vec<String>,
    /// What is listed so far.
    pub found: Vec<Found>,
    /// Whether there are more.
    pub more: bool,
    /// Whether an answer is waited for.
    pub waits: bool,
    /// Which one is at hand.
    pub at: usize,
    /// Those that are ticked.
    pub ticked: BTreeSet<usize>,
    /// Whether it lies over the story.
    pub shown: bool,
}

/// Rows that are not hits: the title, what is told of the one at hand, and the keys.
const AROUND: usize = 7;

impl Hits {
    /// Hits that are seen at once on a screen so high.
    pub fn rows(height: u16) -> usize {
        usize::from(height).saturating_sub(AROUND).max(1)
    }

    /// The first hit that is seen.
    pub fn top(&self, rows: usize) -> usize {
        (self.at + 1 + rows / 4).min(self.found.len()).saturating_sub(rows).min(self.at)
    }

    /// What keys act on: all that are ticked, or the one at hand.
    pub fn meant(&self) -> Vec<Found> {
        let all = || self.found.iter();
        if self.ticked.is_empty() {
            return all().skip(self.at).take(1).cloned().collect();
        }
        self.ticked.iter().filter_map(|at| self.found.get(*at)).cloned().collect()
    }
}

/// The tab in which the story of a hit is open.
fn tab_of(app: &App, one: &Found) -> Option<usize> {
    let about = &one.record.about;
    let is_it = |reader: &Reader| {
        let article = &reader.story.article;
        let (path, same) = match &article.origin {
            Origin::File(path) => (path, true),
            Origin::Part(path) => (path, article.id == about.id),
            _ => return false,
        };
        same && app.folder.join(path) == Path::new(&about.file) && article.hash() == *one.hash
    };
    app.tabs.all.iter().position(|tab| tab.reader().is_some_and(is_it))
}

/// Whether the list has the keys.
pub fn has_keys(app: &App) -> bool {
    matches!(app.mode, Mode::Read) && app.hits.shown
}

/// Shows the list as it was left; where there is none, or it is shown, asks what to look for.
pub fn ask(app: &mut App) {
    if app.hits.shown || app.hits.found.is_empty() {
        let text = app.hits.question.text.clone();
        app.mode = Mode::Prompt(Prompt::new(Ask::Collection, &text));
    } else {
        app.hits.shown = true;
    }
}

/// Asks the collection; what is wrong with the question, if something is.
pub fn question(app: &mut App, text: &str) -> Result<Vec<Effect>, String> {
    let query = Query::parse(text).map_err(|error| error.to_string())?;
    let wanted = concordance::wanted(&query).into_iter().map(str::to_owned).collect();
    let sort = app.hits.question.sort;
    let question = Question { text: text.trim().to_owned(), sort };
    app.hits = Hits { question, wanted, waits: true, shown: true, ..Hits::default() };
    Ok(more(&app.hits))
}

/// Asks for what comes behind the last one that is listed.
fn more(hits: &Hits) -> Vec<Effect> {
    vec![Effect::Ask(Asked::Hits(hits.question.clone(), hits.found.len()))]
}

/// Takes in an answer. One to a question that is no longer asked is left out.
pub fn hear(app: &mut App, answer: Answer) -> Vec<Effect> {
    match answer {
        Answer::Hits(question, from, found, more, changed) => {
            let hits = &mut app.hits;
            if question != hits.question || from != hits.found.len() {
                return Vec::new();
            }
            hits.found.extend(found);
            (hits.more, hits.waits) = (more, false);
            if hits.found.is_empty() {
                hits.shown = false;
                let what = if question.text.is_empty() { "it is empty" } else { &question.text };
                let told = format!("nothing in the collection is {what}");
                app.notice = Some(Notice::Good(told));
            } else if let Some(first) = changed.first() {
                let others = match changed.len() {
                    1 => String::new(),
                    many => format!(" and {} more", many - 1),
                };
                let told = format!("{first}{others}: changed or deleted since it was read");
                app.notice = Some(Notice::Bad(format!("{told}: onrecord library refresh")));
            }
        }
        // Whoever left does not wait for it any more.
        Answer::Page(..) | Answer::People(..) if !app.hits.waits => {}
        Answer::People(voices, doubts) => {
            app.hits.waits = false;
            namesakes::list(app, voices, doubts);
        }
        Answer::Same(what) => {
            app.hits.waits = false;
            app.notice = Some(Notice::Good(what));
            return namesakes::again(app);
        }
        Answer::Page(title, lines) => {
            app.hits.waits = false;
            let rows = lines.into_iter().map(Fact::Line).collect();
            app.mode = Mode::Show(Show { title, rows, top: 0 });
        }
        Answer::Tagged(done, number, failed) => {
            app.hits.waits = false;
            let many = done.len();
            let tag = tagged(app, &done.into_iter().collect(), number);
            let told = format!("{many} more tagged {tag}: undo takes it back in its story");
            app.notice = Some(match failed.first() {
                None => Notice::Good(told),
                Some(why) => Notice::Bad(format!("{told}; {} not: {why}", failed.len())),
            });
        }
        Answer::Written(what) => {
            app.hits.waits = false;
            app.notice = Some(Notice::Good(what));
        }
        Answer::Failed(why) => {
            let hits = &mut app.hits;
            hits.waits = false;
            hits.shown &= !hits.found.is_empty();
            app.notice = Some(Notice::Bad(why));
        }
    }
    Vec::new()
}

/// Shows a tag on these; gives its name.
fn tagged(app: &mut App, done: &HashSet<(Arc<str>, ItemId)>, number: usize) -> String {
    let Some(tag) = app.codebook.tags.get(number).map(|tag| tag.name.clone()) else {
        return String::new();
    };
    for one in &mut app.hits.found {
        if done.contains(&(one.hash.clone(), one.record.id.clone())) {
            if app.codebook.exclusive || !one.record.judged.tagged {
                one.record.tags.clear();
            }
            if !one.record.tags.contains(&tag) {
                one.record.tags.push(tag.clone());
            }
            one.record.judged.tagged = true;
            if one.record.judged.review == Review::Rejected {
                one.record.judged.review = Review::Open;
            }
        }
    }
    tag
}

/// Does a request to the list; nothing where it is none.
pub fn act(app: &mut App, action: &Action) -> Option<Vec<Effect>> {
    let rows = Hits::rows(app.size.height);
    Some(match action {
        Action::Choose(side) | Action::Wheel(side, ..) => turn(app, *side, 1),
        Action::ChoosePage(side) => turn(app, *side, rows),
        Action::Go(side, Goal::StatementEdge) => turn(app, *side, app.hits.found.len()),
        Action::Tick => {
            let at = app.hits.at;
            if !app.hits.ticked.remove(&at) {
                app.hits.ticked.insert(at);
            }
            turn(app, Side::Next, 1)
        }
        Action::Hits(Listed::TickAll) => {
            let hits = &mut app.hits;
            let all: BTreeSet<usize> = (0..hits.found.len()).collect();
            hits.ticked = if hits.ticked == all { BTreeSet::new() } else { all };
            let told = match (hits.ticked.len(), hits.more) {
                (0, _) => "none is ticked".to_owned(),
                (many, false) => format!("all {many} are ticked"),
                (many, true) => {
                    let end = app.keys.of_in(super::Scope::Hits, "hit-last");
                    format!("the {many} that are listed are ticked: {end} lists more")
                }
            };
            app.notice = Some(Notice::Good(told));
            Vec::new()
        }
        Action::Hits(Listed::Order) => {
            let hits = &mut app.hits;
            let at = SORTS.iter().position(|row| row.0 == hits.question.sort).unwrap_or(0);
            hits.question.sort = SORTS[(at + 1) % SORTS.len()].0;
            let text = hits.question.text.clone();
            question(app, &text).unwrap_or_default()
        }
        Action::Hits(Listed::Person) => {
            let name = app.hits.found.get(app.hits.at).and_then(|one| {
                let record = &one.record;
                record.people.first().or(record.speakers.first()).cloned()
            });
            if let Some(name) = name {
                return Some(wait(app, |width| Asked::Person(name, width)));
            }
            app.notice = Some(Notice::Good("who says that is not named".to_owned()));
            Vec::new()
        }
        Action::Hits(Listed::Counts) => {
            let text = app.hits.question.text.clone();
            wait(app, |width| Asked::Counts(text, width))
        }
        Action::Hits(Listed::People) => wait(app, |_| Asked::People),
        Action::Hits(Listed::Progress) => wait(app, |_| Asked::Progress),
        Action::Mark(Mark::Tag(number)) => tag(app, *number),
        Action::Copy => copy(app),
        Action::AskExport => {
            let formats = ["csv", "jsonl"].map(str::to_owned);
            let title = "write all that was found as".to_owned();
            app.mode = Mode::Pick(Picker { title, ..picker::export(&formats) });
            Vec::new()
        }
        Action::Submit => open(app),
        Action::Cancel => {
            app.hits.shown = false;
            let waited = std::mem::take(&mut app.hits.waits);
            waited.then_some(Effect::Ask(Asked::Nothing)).into_iter().collect()
        }
        // The keys at the foot are pressed as everywhere.
        Action::Press(x, y) if !app.layout().hints.holds(*x, *y) => press(app, usize::from(*y)),
        Action::Drag(..) => Vec::new(),
        _ => return None,
    })
}

/// Asks for something that is shown over the list.
pub fn wait(app: &mut App, asked: impl FnOnce(usize) -> Asked) -> Vec<Effect> {
    /// Columns of the frame.
    const FRAME: usize = 6;
    app.hits.waits = true;
    vec![Effect::Ask(asked(usize::from(app.size.width).saturating_sub(FRAME)))]
}

/// Moves in the list; near its end, asks for more.
fn turn(app: &mut App, side: Side, count: usize) -> Vec<Effect> {
    let rows = Hits::rows(app.size.height);
    let hits = &mut app.hits;
    let last = hits.found.len().saturating_sub(1);
    hits.at = match side {
        Side::Next => (hits.at + count).min(last),
        Side::Back => hits.at.saturating_sub(count),
    };
    if hits.more && !hits.waits && hits.at + rows > last {
        hits.waits = true;
        return more(hits);
    }
    Vec::new()
}

/// A click chooses a hit; on the one at hand it opens it.
fn press(app: &mut App, y: usize) -> Vec<Effect> {
    let rows = Hits::rows(app.size.height);
    let at = y.checked_sub(1).filter(|row| *row < rows).map(|row| app.hits.top(rows) + row);
    match at.filter(|at| *at < app.hits.found.len()) {
        Some(at) if at == app.hits.at => open(app),
        Some(at) => {
            app.hits.at = at;
            Vec::new()
        }
        None => Vec::new(),
    }
}

/// Shows the story of the hit at hand, in its tab or a new one.
fn open(app: &mut App) -> Vec<Effect> {
    let hits = &app.hits;
    let Some(one) = hits.found.get(hits.at) else { return Vec::new() };
    let id = one.record.id.clone();
    if let Some(at) = tab_of(app, one) {
        app.tabs.at = at;
        app.hits.shown = false;
        let Some(reader) = app.tabs.current_mut().reader_mut() else { return Vec::new() };
        if !reader.number_of(&id).is_some_and(|number| reader.list.shows(number)) {
            super::list::set(reader, super::Filter::default());
        }
        if let Some(number) = reader.number_of(&id) {
            reading::to_statement(reader, number);
        } else {
            let told = "that statement is not in the story any more".to_owned();
            app.notice = Some(Notice::Bad(told));
        }
        return Vec::new();
    }
    let about = one.record.about.clone();
    let same = hits.found.iter().filter(|it| it.hash == one.hash && it.record.about == about);
    let sought = Sought {
        file: about.file.clone(),
        hash: one.hash.clone(),
        question: hits.question.text.clone(),
        ids: same.map(|it| it.record.id.clone()).collect(),
        at: id,
    };
    // A story that could not be opened is tried again where it was.
    let failed = |tab: &Tab| tab.name == about.id && matches!(tab.stage, Stage::Failed(_));
    let at = app.tabs.all.iter().position(failed).unwrap_or(app.tabs.all.len());
    if at == app.tabs.all.len() {
        app.tabs.all.push(Tab { name: about.id.clone(), stage: Stage::Loading });
    }
    app.tabs.all[at].stage = Stage::Loading;
    app.tabs.at = at;
    app.hits.shown = false;
    vec![Effect::Open(at, sought)]
}

/// Tags what is meant; several only after asking.
fn tag(app: &mut App, number: usize) -> Vec<Effect> {
    let meant = app.hits.meant();
    let Some(tag) = app.codebook.tags.get(number) else { return Vec::new() };
    if meant.len() < 2 {
        return tag_meant(app, number);
    }
    let stories: HashSet<&str> = meant.iter().map(|one| &*one.hash).collect();
    let stories = match stories.len() {
        1 => "1 story".to_owned(),
        many => format!("{many} stories"),
    };
    let yes = format!("tag {} statements in {stories} as {}", meant.len(), tag.name);
    app.mode = Mode::Pick(Picker {
        digits: true,
        ..picker::confirm("tag what is ticked?", yes, Deed::TagHits(number))
    });
    Vec::new()
}

/// Tags what is meant: in stories that are open as by hand, in others by the way of files.
pub fn tag_meant(app: &mut App, number: usize) -> Vec<Effect> {
    let (meant, me, codebook) = (app.hits.meant(), app.me.clone(), app.codebook.clone());
    let (mut effects, mut done) = (Vec::new(), HashSet::new());
    let mut here: HashMap<usize, Vec<ItemId>> = HashMap::new();
    let mut elsewhere = Vec::new();
    for one in meant {
        match tab_of(app, &one) {
            Some(tab) => {
                done.insert((one.hash, one.record.id.clone()));
                here.entry(tab).or_default().push(one.record.id);
            }
            None => elsewhere.push(one),
        }
    }
    for (tab, ids) in here {
        let Some(reader) = app.tabs.all[tab].reader_mut() else { continue };
        let wanted = ids.into_iter().filter_map(|id| {
            let statement = &reader.story.statements[reader.number_of(&id)?];
            let mut item = marking::item_of(reader, statement, &me);
            marking::set_tag(&mut item, &codebook, number);
            item.stamp = marking::stamp(&me);
            Some((id, Some(item)))
        });
        let wanted = wanted.collect();
        effects.extend(marking::apply(reader, tab, wanted));
    }
    let tag = tagged(app, &done, number);
    app.hits.ticked.clear();
    let mut told = format!("{} tagged {tag}", done.len());
    if !elsewhere.is_empty() {
        app.hits.waits = true;
        let _ = write!(told, ", {} more in stories that are not open …", elsewhere.len());
        effects.push(Effect::Ask(Asked::Tag(elsewhere, number)));
    }
    app.notice = Some(Notice::Good(told));
    effects
}

/// All that was found, in the format of that name.
pub fn export(app: &mut App, format: &str) -> Vec<Effect> {
    app.hits.waits = true;
    vec![Effect::Ask(Asked::Export(app.hits.question.clone(), format.to_owned()))]
}

/// The hit at hand for the clipboard: `“…” — Ada Hill (Coast Wire, A headline, 2 March 2026)`.
fn copy(app: &mut App) -> Vec<Effect> {
    let Some(one) = app.hits.found.get(app.hits.at) else { return Vec::new() };
    let (record, about) = (&one.record, &one.record.about);
    let day = about.published.map(|day| day.strftime("%-d %B %Y").to_string());
    let from: Vec<String> =
        [about.outlet.clone(), about.title.clone(), day].into_iter().flatten().collect();
    let from = if from.is_empty() { about.id.clone() } else { from.join(", ") };
    let text = format!("{} — {} ({from})", record.content, concordance::named(record));
    app.notice = Some(Notice::Good("copied, with speaker and source".to_owned()));
    vec![Effect::Copy(text)]
}

/// What the list is called: the question, its order, how many are listed and ticked.
pub fn title(hits: &Hits) -> String {
    let order = SORTS.iter().find(|row| row.0 == hits.question.sort).map_or("", |row| row.1);
    let asked = if hits.question.text.is_empty() { "all statements" } else { &hits.question.text };
    let many = match (hits.found.len(), hits.more) {
        (many, true) => format!("{many} and more"),
        (many, false) => many.to_string(),
    };
    let waits = if hits.waits { " · asking …" } else { "" };
    let ticked = match hits.ticked.len() {
        0 => String::new(),
        many => format!(" · {many} ticked"),
    };
    format!("collection: {asked} · by {order} · {many}{ticked}{waits}")
}
