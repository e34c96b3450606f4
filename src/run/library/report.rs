//! `onrecord report`: what the collection, or what a question finds in it, comes to in counts.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::ops::ControlFlow;

use super::find::{each, read};
use super::{Collection, many};
use crate::export::survey::{self, Form, Survey};
use crate::library::Sort;
use crate::library::crosstab::{Axis, Crosstab, OTHERS, Table};
use crate::library::plot::{bars, line, table};
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

/// Columns where no terminal says how wide it is.
const WIDTH: usize = 100;

/// Counts, and writes it.
pub fn report(order: &Order) -> Result<End, Stop> {
    let query = read(order.question)?;
    let mut collection = Collection::open()?;
    collection.look()?;
    let axes = match order.by {
        Some(axes) => vec![axes],
        None if matches!(order.to, Form::Csv | Form::Svg) => vec![USUAL[0]],
        None => USUAL.to_vec(),
    };
    let mut tabs: Vec<Crosstab> = axes.into_iter().map(Crosstab::new).collect();
    let mut stories: HashSet<i64> = HashSet::new();
    each(&collection, &query, Sort::Any, &mut |hit| {
        for tab in &mut tabs {
            tab.count(&hit.record);
        }
        stories.insert(hit.story);
        ControlFlow::Continue(())
    })?;
    let survey = Survey {
        question: order.question.to_owned(),
        statements: tabs.first().map_or(0, |tab| tab.statements),
        stories: stories.len(),
        tables: tabs.iter().map(|tab| tab.table(rows(tab, order.most), COLUMNS)).collect(),
    };
    match (order.to, survey.tables.first()) {
        (Form::Html, _) => print(&survey::html(&survey)),
        (Form::Csv, Some(one)) => print(&survey::csv(one)),
        (Form::Svg, Some(one)) => print(&survey::picture(one)),
        _ => print(&text(&survey)),
    }
}

/// How many rows a table has: of months enough for a line of them.
fn rows(tab: &Crosstab, most: usize) -> usize {
    if tab.axes[0] == Axis::Month { most.max(MONTHS) } else { most }
}

fn text(survey: &Survey) -> String {
    let width = tui::columns().unwrap_or(WIDTH).clamp(40, 200);
    let mut page = format!(
        "{} in {}\n",
        many(survey.statements, "statement", "statements"),
        many(survey.stories, "story", "stories")
    );
    for one in &survey.tables {
        let _ = write!(page, "\n{}", table(one, width));
        page += &picture(one, width);
    }
    page
}

/// Months as one line, all else as bars.
fn picture(one: &Table, width: usize) -> String {
    let named = one.rows.iter().filter(|row| row.0 != OTHERS);
    let counts: Vec<(String, usize)> = named.map(|(name, _, all)| (name.clone(), *all)).collect();
    if one.axes[0] == Axis::Month { line(&counts) } else { bars(&counts, width.min(80)) }
}
