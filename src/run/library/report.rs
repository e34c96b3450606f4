//! `onrecord report`: what the collection, or what a question finds in it, comes to in counts.

use std::collections::HashSet;
use std::ops::ControlFlow;

use super::Collection;
use super::find::{each, read};
use crate::export::pages;
use crate::export::survey::{self, Form, Survey};
use crate::library::Sort;
use crate::library::crosstab::{Axis, Crosstab};
use crate::run::{End, Stop, print, tui};

/// What is counted, and how it is written.
#[derive(Clone, Debug)]
pub struct Order<'a> {
    /// Which statements; empty for all.
    pub question: &'a str,
    /// What is counted by what; the usual tables where it is not said.
    pub by: Option<[Axis; 2]>,
    /// How it is written.
    pub to: Form,
    /// Rows of each table.
    pub most: usize,
}

/// The usual tables.
const USUAL: [[Axis; 2]; 4] = [
    [Axis::Speaker, Axis::Tag],
    [Axis::Month, Axis::Tag],
    [Axis::Outlet, Axis::Tag],
    [Axis::Kind, Axis::Tag],
];

/// Months that are told one by one, the latest.
const MONTHS: usize = 36;

/// Columns of a table at the most.
const COLUMNS: usize = 12;

/// Rows of a table on the screen.
const ROWS: usize = 12;

/// Columns where no terminal says how wide it is.
const WIDTH: usize = 100;

/// Counts, and writes it.
pub fn report(order: &Order) -> Result<End, Stop> {
    read(order.question)?;
    let mut collection = Collection::open()?;
    collection.look()?;
    let axes = match order.by {
        Some(axes) => vec![axes],
        None if matches!(order.to, Form::Csv | Form::Svg) => vec![USUAL[0]],
        None => USUAL.to_vec(),
    };
    let survey = counts(&collection, order.question, axes, order.most, &|| false)?;
    let Some(survey) = survey else { return Ok(End::Done) };
    match (order.to, survey.tables.first()) {
        (Form::Html, _) => print(&survey::html(&survey)),
        (Form::Csv, Some(one)) => print(&survey::csv(one)),
        (Form::Svg, Some(one)) => print(&survey::picture(one)),
        _ => {
            let width = tui::columns().unwrap_or(WIDTH).clamp(40, 200);
            print(&pages::survey(&survey, width))
        }
    }
}

/// What a question finds, in the usual tables; nothing where `stop` says so meanwhile.
pub fn usual(
    collection: &Collection,
    question: &str,
    stop: &dyn Fn() -> bool,
) -> Result<Option<Survey>, Stop> {
    counts(collection, question, USUAL.to_vec(), ROWS, stop)
}

/// What a question finds, over these axes each.
fn counts(
    collection: &Collection,
    question: &str,
    axes: Vec<[Axis; 2]>,
    most: usize,
    stop: &dyn Fn() -> bool,
) -> Result<Option<Survey>, Stop> {
    let query = read(question)?;
    let mut tabs: Vec<Crosstab> = axes.into_iter().map(Crosstab::new).collect();
    let (mut stories, mut stopped): (HashSet<i64>, bool) = (HashSet::new(), false);
    each(collection, &query, Sort::Any, &mut |hit| {
        for tab in &mut tabs {
            tab.count(&hit.record);
        }
        stories.insert(hit.story);
        stopped = stop();
        if stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    Ok((!stopped).then(|| Survey {
        question: question.to_owned(),
        statements: tabs.first().map_or(0, |tab| tab.statements),
        stories: stories.len(),
        tables: tabs.iter().map(|tab| tab.table(rows(tab, most), COLUMNS)).collect(),
    }))
}

/// How many rows a table has: of months enough for a line of them.
fn rows(tab: &Crosstab, most: usize) -> usize {
    if tab.axes[0] == Axis::Month { most.max(MONTHS) } else { most }
}
