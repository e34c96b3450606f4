//! Tables, bars and lines of counts as text: every bar has its number, so nothing is said by length or
//! colour alone.

use std::fmt::Write as _;

use super::crosstab::{Table, every_month};
use crate::text::wrap::{columns, fit};

/// Columns of a name at the most.
const NAME: usize = 28;

/// Eighths of a cell, from the least on.
const EIGHTHS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// A table in `width` columns: names at the left, counts at the right, each column as wide as it needs;
/// columns that do not fit are left out, with a word about it.
pub fn table(table: &Table, width: usize) -> String {
    let names = table.rows.iter().map(|row| columns(&row.0)).max().unwrap_or(0);
    let title = format!("{} × {}", table.axes[0].name(), table.axes[1].name());
    let name = names.max(columns(&title)).min(NAME);
    let all = table.totals.1.to_string().len().max(3);
    let wide =
        |at: usize| columns(&table.columns[at]).max(table.totals.0[at].to_string().len()).min(NAME);
    let mut used = name + 2 + all;
    let fits = (0..table.columns.len()).take_while(|at| {
        used += wide(*at) + 2;
        used <= width
    });
    let shown: Vec<usize> = fits.collect();
    let mut page = padded(&title, name);
    for &at in &shown {
        let _ = write!(page, "  {}", right(&table.columns[at], wide(at)));
    }
    let _ = writeln!(page, "  {}", right("all", all));
    let totals = ("all".to_owned(), table.totals.0.clone(), table.totals.1);
    for (words, counts, sum) in table.rows.iter().chain([&totals]) {
        page.push_str(&padded(words, name));
        for &at in &shown {
            let count = if counts[at] == 0 { "·".to_owned() } else { counts[at].to_string() };
            let _ = write!(page, "  {}", right(&count, wide(at)));
        }
        let _ = writeln!(page, "  {}", right(&sum.to_string(), all));
    }
    let left_out = table.columns.len() - shown.len();
    if left_out > 0 {
        let _ = writeln!(page, "({left_out} more in a wider terminal, or with --to csv)");
    }
    page
}

/// A bar for each name, the longest as wide as fits.
pub fn bars(counts: &[(String, usize)], width: usize) -> String {
    let most = counts.iter().map(|one| one.1).max().unwrap_or(0).max(1);
    let name = counts.iter().map(|one| columns(&one.0)).max().unwrap_or(0).min(NAME);
    let number = most.to_string().len();
    let room = width.saturating_sub(name + number + 2).max(4);
    let line = |(words, count): &(String, usize)| {
        format!("{} {} {count}\n", padded(words, name), bar(*count, most, room))
    };
    counts.iter().map(line).collect()
}

/// `count` of `most` as a bar of at most `room` columns; no more than a hair for a little.
fn bar(count: usize, most: usize, room: usize) -> String {
    /// Eighths of a cell to the right, from the least on.
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (count * room * 8).div_ceil(most);
    format!("{}{}", "█".repeat(eighths / 8), PARTS[eighths % 8])
}

/// Counts by month as one line that is to scale, from the first to the last; nothing for a single one.
/// Where there is no room for a cell each, as many months as must share one.
pub fn line(counts: &[(String, usize)], width: usize) -> String {
    let all = every_month(counts);
    let [first, .., last] = &all[..] else { return String::new() };
    let room = width.saturating_sub(columns(&first.0) + columns(&last.0) + 2).max(1);
    let shared = all.chunks(all.len().div_ceil(room));
    let heights: Vec<usize> = shared.map(|some| some.iter().map(|one| one.1).sum()).collect();
    format!("{} {} {}\n", first.0, spark(&heights), last.0)
}

/// A cell for each count, as high as it is; a stop for none.
pub fn spark(counts: &[usize]) -> String {
    let most = counts.iter().max().copied().unwrap_or(0).max(1);
    let cell = |count: &usize| match count {
        0 => '·',
        some => EIGHTHS[(some * 8).div_ceil(most) - 1],
    };
    counts.iter().map(cell).collect()
}

fn padded(words: &str, width: usize) -> String {
    let words = fit(words, width);
    format!("{words}{}", " ".repeat(width - columns(&words)))
}

fn right(words: &str, width: usize) -> String {
    let words = fit(words, width);
    format!("{}{words}", " ".repeat(width.saturating_sub(columns(&words))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::crosstab::Axis;

    #[test]
    fn tables_fit() {
        let one = Table {
            axes: [Axis::Speaker, Axis::Tag],
            columns: vec!["claim".to_owned(), "denial".to_owned()],
            rows: vec![
                ("Ada Hill".to_owned(), vec![12, 0], 12),
                ("李雷".to_owned(), vec![1, 3], 4),
            ],
            totals: (vec![13, 3], 16),
        };
        let expected = "\
speaker × tag  claim  denial  all
Ada Hill          12       ·   12
李雷               1       3    4
all               13       3   16
";
        assert_eq!(table(&one, 80), expected);
        let narrow = table(&one, 28);
        assert!(narrow.contains("1 more in a wider terminal"), "{narrow}");
    }

    #[test]
    fn months_share_cells_where_there_are_many() {
        let counts =
            [("2019-01".to_owned(), 1), ("2019-02".to_owned(), 3), ("2020-12".to_owned(), 8)];
        assert_eq!(line(&counts[..2], 80), "2019-01 ▃█ 2019-02\n");
        let year = line(&counts, 39);
        assert_eq!((year.as_str(), columns(year.trim())), ("2019-01 ▄··········█ 2020-12\n", 28));
    }

    #[test]
    fn bars_have_their_numbers() {
        let counts = [("Ada".to_owned(), 8), ("Bo".to_owned(), 1)];
        assert_eq!(bars(&counts, 14), "Ada ████████ 8\nBo  █ 1\n");
        assert_eq!(spark(&[0, 1, 4, 8]), "·▁▄█");
    }
}
