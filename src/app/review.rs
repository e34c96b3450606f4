//! The review: what is open, one after the other, the least sure first, each judged by one key.

use std::collections::VecDeque;

use super::{Annotator, App, Effect, Notice, Reader, Verdict, Work, marking, reading};
use crate::annotation::{Item, ItemId, Review as Judged};
use crate::story::{Statement, reviewed};

/// What is left of a review.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Review {
    /// Statements to be judged, the next one first; what was skipped comes last.
    pub queue: VecDeque<ItemId>,
    /// How many there were.
    pub all: usize,
}

impl Review {
    /// How many are judged.
    pub fn done(&self) -> usize {
        self.all.saturating_sub(self.queue.len())
    }
}

/// Numbers of the statements that are shown and that nobody has looked at.
pub fn open(reader: &Reader) -> Vec<usize> {
    let open = |number: &usize| !reviewed(reader.item(&reader.story.statements[*number]));
    reader.list.shown.iter().copied().filter(open).collect()
}

/// Starts the review of what is shown, by need: the least sure first. Ends it where it is on.
pub fn toggle(app: &mut App) {
    let Some(reader) = app.tabs.current_mut().reader_mut() else { return };
    if matches!(reader.work, Work::Review(_)) {
        reader.work = Work::Read;
        return;
    }
    let mut numbers = open(reader);
    let sure = |number: usize| reader.story.statements[number].confidence.unwrap_or(1.0);
    numbers.sort_by(|a, b| sure(*a).total_cmp(&sure(*b)).then(a.cmp(b)));
    if numbers.is_empty() {
        app.notice = Some(Notice::Good("every statement shown is reviewed".to_owned()));
        return;
    }
    let id = |number: &usize| reader.story.statements[*number].id.clone();
    let queue: VecDeque<ItemId> = numbers.iter().map(id).collect();
    reader.work = Work::Review(Review { all: queue.len(), queue });
    reading::to_statement(reader, numbers[0]);
}

/// Judges the current statement; in the review, goes on to the next.
pub fn judge(app: &mut App, verdict: Verdict) -> Vec<Effect> {
    let (tab, me) = (app.tabs.at, app.me.clone());
    let Some(reader) = app.tabs.current_mut().reader_mut() else { return Vec::new() };
    let Some(id) = reader.statement().map(|statement| statement.id.clone()) else {
        app.notice = Some(Notice::Good("no statement under the caret".to_owned()));
        return Vec::new();
    };
    let effects = decide(reader, tab, &me, verdict);
    if verdict != Verdict::Skip {
        reader.last = Some(verdict);
    }
    if let Work::Review(review) = &mut reader.work {
        review.queue.retain(|other| *other != id);
        if verdict == Verdict::Skip {
            review.queue.push_back(id);
        }
        if !go_on(reader) {
            app.notice = Some(Notice::Good("everything shown is reviewed".to_owned()));
        }
    }
    effects
}

/// Goes to the next statement of the queue that is still there; ends the review where none is.
fn go_on(reader: &mut Reader) -> bool {
    loop {
        let Work::Review(review) = &mut reader.work else { return true };
        let Some(id) = review.queue.front().cloned() else {
            reader.work = Work::Read;
            return false;
        };
        if let Some(number) = reader.number_of(&id).filter(|number| reader.list.shows(*number)) {
            reading::to_statement(reader, number);
            return true;
        }
        let Work::Review(review) = &mut reader.work else { return true };
        review.queue.pop_front();
    }
}

fn decide(reader: &mut Reader, tab: usize, me: &Annotator, verdict: Verdict) -> Vec<Effect> {
    let codebook = reader.codebook.clone();
    let reviewing = matches!(reader.work, Work::Review(_));
    marking::mark(reader, tab, me, |item, statement| match verdict {
        Verdict::Accept => marking::accept(item, statement),
        Verdict::Tag(number) => {
            marking::set_tag(item, &codebook, number);
            if reviewing {
                item.review = Judged::Accepted;
            }
        }
        Verdict::Reject => item.review = Judged::Rejected,
        Verdict::Skip => {}
    })
}

/// After an undo or a redo: what is open again comes next, what is judged does not.
pub fn renew(reader: &mut Reader) {
    let current = reader.statement().map(|one| (one.id.clone(), reviewed(reader.item(one))));
    let (Work::Review(review), Some((id, judged))) = (&mut reader.work, current) else { return };
    review.queue.retain(|other| *other != id);
    if !judged {
        review.queue.push_front(id);
    }
}

/// Does the last verdict again, on the current statement.
pub fn repeat(app: &mut App) -> Vec<Effect> {
    if let Some(verdict) = app.reader().and_then(|reader| reader.last) {
        return judge(app, verdict);
    }
    app.notice = Some(Notice::Good("nothing was decided yet that could be repeated".to_owned()));
    Vec::new()
}

/// Changes the items of all these statements as one step.
pub fn all(
    app: &mut App,
    numbers: &[usize],
    change: impl Fn(&mut Item, &Statement),
) -> Vec<Effect> {
    let (tab, me) = (app.tabs.at, app.me.clone());
    let Some(reader) = app.tabs.current_mut().reader_mut() else { return Vec::new() };
    let wanted = numbers.iter().filter_map(|number| {
        let statement = reader.story.statements.get(*number)?;
        let mut item = marking::item_of(reader, statement, &me);
        change(&mut item, statement);
        item.stamp = marking::stamp(&me);
        Some((statement.id.clone(), Some(item)))
    });
    let wanted = wanted.collect();
    let effects = marking::apply(reader, tab, wanted);
    if let Work::Review(review) = &mut reader.work {
        let left = |id: &ItemId| !reviewed(reader.marks.get(id));
        review.queue.retain(left);
        go_on(reader);
    }
    effects
}
