//! What a collection comes to, as plain text of a given width: counts with their pictures, and the page
//! of a person. For standard output and for the screen.

use std::fmt::Write as _;

use super::counted;
use super::survey::Survey;
use crate::library::concordance;
use crate::library::crosstab::{Axis, OTHERS, Table};
use crate::library::person::Person;
use crate::library::plot::{bars, line, table};

/// Columns of bars, at most: longer ones are no clearer.
const BARS: usize = 80;

/// Statements listed on the page of a person, the latest.
const LISTED: usize = 20;

/// Counts, each table with its picture.
pub fn survey(survey: &Survey, width: usize) -> String {
    let mut page = head(survey.statements, survey.stories);
    for one in &survey.tables {
        let _ = write!(page, "\n{}{}", table(one, width), picture(one, width));
    }
    page
}

/// The page of a person.
pub fn person(one: &Person, width: usize) -> String {
    let mut page = format!("{}: {}", one.name, head(one.records.len(), one.stories));
    let _ = write!(page, "\n{}", picture(&one.months, width));
    let _ = write!(page, "\n{}\n{}", table(&one.months, width), table(&one.outlets, width));
    for (title, counts) in [("speaks together with", &one.beside), ("words", &one.words)] {
        if !counts.is_empty() {
            let _ = write!(page, "\n{title}\n{}", bars(counts, width.min(BARS)));
        }
    }
    if !one.pairs.is_empty() {
        page += "\nbeside each other, the earlier first\n";
    }
    for pair in &one.pairs {
        let both = [pair.first, pair.later].map(|at| one.records[at].clone());
        page += &concordance::lines(&both, &[], width, ["", ""]);
    }
    let from = one.records.len().saturating_sub(LISTED);
    let latest = &one.records[from..];
    let _ = writeln!(page, "\nthe latest {}", counted(latest.len(), "statement"));
    page + &concordance::lines(latest, &[], width, ["", ""])
}

fn head(statements: usize, stories: usize) -> String {
    let stories = if stories == 1 { "1 story".to_owned() } else { format!("{stories} stories") };
    format!("{} in {stories}\n", counted(statements, "statement"))
}

/// Months as one line, all else as bars.
fn picture(one: &Table, width: usize) -> String {
    let named = one.rows.iter().filter(|row| row.0 != OTHERS);
    let counts: Vec<(String, usize)> = named.map(|(name, _, all)| (name.clone(), *all)).collect();
    if one.axes[0] == Axis::Month { line(&counts, width) } else { bars(&counts, width.min(BARS)) }
}
