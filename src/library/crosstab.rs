//! Counts of statements over two of: who speaks, tag, month, outlet, kind. Made from records as they
//! come, in memory that grows with what is counted and not with how many there are.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::Record;

/// What statements are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// Who speaks, by the names of the collection; who speaks together counts for each.
    Speaker,
    /// The tag that shows.
    Tag,
    /// The month of publication.
    Month,
    /// Newspaper, site or agency.
    Outlet,
    /// Direct, mixed or indirect.
    Kind,
}

/// Each with its name, and what is said where there is none.
pub const AXES: [(Axis, &str, &str); 5] = [
    (Axis::Speaker, "speaker", "unnamed"),
    (Axis::Tag, "tag", "no tag"),
    (Axis::Month, "month", "no date"),
    (Axis::Outlet, "outlet", "no outlet"),
    (Axis::Kind, "kind", "made by a reader"),
];

impl Axis {
    /// What it is called.
    pub fn name(self) -> &'static str {
        AXES.iter().find(|row| row.0 == self).map_or("", |row| row.1)
    }

    /// The one of that name.
    pub fn named(name: &str) -> Option<Axis> {
        AXES.iter().find(|row| row.1 == name).map(|row| row.0)
    }

    fn none(self) -> String {
        AXES.iter().find(|row| row.0 == self).map_or("", |row| row.2).to_owned()
    }

    /// Under what a statement is counted; never nothing.
    fn values(self, record: &Record) -> Vec<String> {
        let about = &record.about;
        let found: Vec<String> = match self {
            Axis::Speaker if record.people.is_empty() => record.speakers.clone(),
            Axis::Speaker => record.people.clone(),
            Axis::Tag => record.tags.clone(),
            Axis::Month => {
                about.published.map(|day| day.strftime("%Y-%m").to_string()).into_iter().collect()
            }
            Axis::Outlet => about.outlet.iter().cloned().collect(),
            Axis::Kind => {
                record.directness.map(|kind| kind.word().to_owned()).into_iter().collect()
            }
        };
        if found.is_empty() { vec![self.none()] } else { found }
    }
}

/// What rows and columns that are not shown by themselves are called together.
pub const OTHERS: &str = "others";

/// Counts over two axes.
#[derive(Clone, Debug)]
pub struct Crosstab {
    /// What the rows and the columns are.
    pub axes: [Axis; 2],
    cells: BTreeMap<[String; 2], usize>,
    /// Statements that were counted, each once.
    pub statements: usize,
}

/// A crosstab as it is shown: the most frequent rows and columns, and the others together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// What the rows and the columns are.
    pub axes: [Axis; 2],
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Name, a count for each column, and all of them.
    pub rows: Vec<(String, Vec<usize>, usize)>,
    /// Of each column all rows, and of all.
    pub totals: (Vec<usize>, usize),
}

impl Crosstab {
    /// Nothing counted yet.
    pub fn new(axes: [Axis; 2]) -> Crosstab {
        Crosstab { axes, cells: BTreeMap::new(), statements: 0 }
    }

    /// Counts a statement: once for each of its speakers and tags.
    pub fn count(&mut self, record: &Record) {
        self.statements += 1;
        for row in self.axes[0].values(record) {
            for column in self.axes[1].values(record) {
                *self.cells.entry([row.clone(), column]).or_insert(0) += 1;
            }
        }
    }

    /// The `rows` and `columns` that are counted most, and “others” for the rest. Months are in their
    /// order, the latest of them where there are too many.
    pub fn table(&self, rows: usize, columns: usize) -> Table {
        let kept = [self.kept(0, rows), self.kept(1, columns)];
        let place = |side: usize, name: &String| kept[side].iter().position(|one| one == name);
        let is_other = |side: usize| self.cells.keys().any(|key| place(side, &key[side]).is_none());
        let others = [is_other(0), is_other(1)];
        let size = [0, 1].map(|side| kept[side].len() + usize::from(others[side]));
        let mut counts = vec![vec![0; size[1]]; size[0]];
        for (key, count) in &self.cells {
            let at = [0, 1].map(|side| place(side, &key[side]).unwrap_or(kept[side].len()));
            counts[at[0]][at[1]] += count;
        }
        let names = |side: usize| {
            let other = others[side].then(|| OTHERS.to_owned());
            kept[side].iter().cloned().chain(other).collect::<Vec<String>>()
        };
        let totals: Vec<usize> =
            (0..size[1]).map(|at| counts.iter().map(|row| row[at]).sum()).collect();
        let all = totals.iter().sum();
        let rows = names(0).into_iter().zip(counts).map(|(name, counts)| {
            let all = counts.iter().sum();
            (name, counts, all)
        });
        Table { axes: self.axes, columns: names(1), rows: rows.collect(), totals: (totals, all) }
    }

    /// The names of a side that are shown, in order.
    fn kept(&self, side: usize, most: usize) -> Vec<String> {
        let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
        for (key, count) in &self.cells {
            *counts.entry(&key[side]).or_insert(0) += count;
        }
        let mut names: Vec<(&String, usize)> = counts.into_iter().collect();
        if self.axes[side] == Axis::Month {
            let from = names.len().saturating_sub(most);
            return names.split_off(from).into_iter().map(|(name, _)| name.clone()).collect();
        }
        let last = self.axes[side].none();
        names.sort_by_key(|(name, count)| (**name == last, Reverse(*count)));
        names.into_iter().take(most).map(|(name, _)| name.clone()).collect()
    }
}

/// Counts by month with every month between the first and the last, so that a line of them is to scale;
/// what has no month is left out.
pub fn every_month(counts: &[(String, usize)]) -> Vec<(String, usize)> {
    let month = |name: &str| format!("{name}-01").parse::<Date>().ok();
    let known: BTreeMap<Date, usize> =
        counts.iter().filter_map(|(name, count)| Some((month(name)?, *count))).collect();
    let (Some(first), Some(last)) = (known.keys().next(), known.keys().next_back()) else {
        return Vec::new();
    };
    let all = first.series(1.month()).take_while(|day| day <= last);
    let named =
        |day: Date| (day.strftime("%Y-%m").to_string(), known.get(&day).copied().unwrap_or(0));
    all.map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::tests::record;

    #[test]
    fn counts() {
        let mut tab = Crosstab::new([Axis::Speaker, Axis::Tag]);
        let said = "Ada claim, Ada denial, Bo claim, Cy , Bo claim, Bo claim";
        for (speaker, tag) in said.split(", ").filter_map(|one| one.split_once(' ')) {
            tab.count(&record(speaker, "2024-01-02", tag, "Words"));
        }
        let table = tab.table(2, 9);
        assert_eq!(table.columns, ["claim", "denial", "no tag"]);
        let row = |name: &str, counts: &[usize], all| (name.to_owned(), counts.to_vec(), all);
        let rows =
            [row("Bo", &[3, 0, 0], 3), row("Ada", &[1, 1, 0], 2), row("others", &[0, 0, 1], 1)];
        assert_eq!(table.rows, rows);
        assert_eq!((table.totals, tab.statements), ((vec![4, 1, 1], 6), 6));
    }

    #[test]
    fn months_between_are_none() {
        let counts = [("2023-11", 2), ("2024-02", 1), ("no date", 9)];
        let counts = counts.map(|(name, count)| (name.to_owned(), count));
        let all = every_month(&counts);
        let shown: Vec<String> =
            all.iter().map(|(name, count)| format!("{name} {count}")).collect();
        assert_eq!(shown, ["2023-11 2", "2023-12 0", "2024-01 0", "2024-02 1"]);
        assert_eq!(every_month(&[]), []);
    }

    #[test]
    fn months_are_in_order() {
        let mut tab = Crosstab::new([Axis::Month, Axis::Outlet]);
        for day in ["2024-03-01", "2023-12-31", "2024-03-30", "2024-01-01"] {
            tab.count(&record("Ada", day, "claim", "Words"));
        }
        let names: Vec<String> = tab.table(2, 9).rows.into_iter().map(|row| row.0).collect();
        assert_eq!(names, ["2024-01", "2024-03", "others"]);
    }
}
