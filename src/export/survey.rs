//! What a collection comes to, to be filed: counts and people as one HTML file with charts as inline
//! SVG, single charts as SVG, tables as CSV. Needs no script and asks no other file or machine for
//! anything.
//!
//! Words of articles are escaped; every bar has its number in words.

use std::fmt::Write as _;

use super::chart::{LETTERS, NAMES, ROOM, WIDTH, bar, name, svg, text};
use super::csv::{lines, safe};
use super::html::{LOOKS, head};
use super::xml::escaped;
use super::{counted, one_line};
use crate::library::Record;
use crate::library::concordance::{named, shown_tags};
use crate::library::crosstab::{Axis, OTHERS, Table};
use crate::library::person::Person;

/// How a survey is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Tables and bars, to be read.
    #[default]
    Text,
    /// One table.
    Csv,
    /// One chart.
    Svg,
    /// A page with all of them.
    Html,
}

/// Each with its name.
pub const FORMS: [(Form, &str); 4] =
    [(Form::Text, "text"), (Form::Csv, "csv"), (Form::Svg, "svg"), (Form::Html, "html")];

/// Counts of statements.
#[derive(Clone, Debug)]
pub struct Survey {
    /// What was asked; empty for all.
    pub question: String,
    /// How many statements there are.
    pub statements: usize,
    /// How many stories they are in.
    pub stories: usize,
    /// Counts over two axes each.
    pub tables: Vec<Table>,
}

/// Columns told in one line of a chart.
const LEGENDS: usize = 4;

/// Statements listed on the page of a person.
const LISTED: usize = 500;

/// The survey as a page.
pub fn html(survey: &Survey) -> String {
    let mut page = begin("Who said what");
    let asked = match one_line(&survey.question) {
        none if none.is_empty() => "All of the collection".to_owned(),
        question => format!("Asked for: {question}"),
    };
    let _ = writeln!(
        page,
        "<p class=\"about\">{}</p>\n<p>{} in {}.</p>",
        escaped(&asked),
        counted(survey.statements, "statement"),
        stories(survey.stories),
    );
    page.push_str("<section class=\"charts\" aria-label=\"Charts\">\n");
    survey.tables.iter().for_each(|table| page.push_str(&chart(table)));
    page.push_str("</section>\n");
    survey.tables.iter().for_each(|table| page.push_str(&grid(table)));
    page + END
}

/// The page of a person.
pub fn person(one: &Person) -> String {
    let mut page = begin(&one.name);
    let _ = writeln!(
        page,
        "<p>{} in {}.</p>",
        counted(one.records.len(), "statement"),
        stories(one.stories)
    );
    page.push_str("<section class=\"charts\" aria-label=\"Charts\">\n");
    for table in [&one.months, &one.outlets] {
        page.push_str(&chart(table));
    }
    page.push_str(&bars("Speaks together with", &one.beside));
    page.push_str(&bars("Words in most statements", &one.words));
    page.push_str("</section>\n");
    if !one.pairs.is_empty() {
        page.push_str("<h2>Beside each other</h2>\n<p>Statements about the same thing by their words, the earlier at the left.</p>\n<table class=\"prose\">\n");
        for pair in &one.pairs {
            let [first, later] = [pair.first, pair.later].map(|at| cell(&one.records[at]));
            let _ = writeln!(page, "<tr><td>{first}</td><td>{later}</td></tr>");
        }
        page.push_str("</table>\n");
    }
    page.push_str("<h2>Statements</h2>\n<table class=\"prose\">\n");
    for record in one.records.iter().take(LISTED) {
        let _ = writeln!(page, "<tr><td>{}</td></tr>", cell(record));
    }
    page.push_str("</table>\n");
    if one.records.len() > LISTED {
        let more = one.records.len() - LISTED;
        let _ = writeln!(page, "<p>{more} more: onrecord find --to csv writes all.</p>");
    }
    page + END
}

/// A chart by itself.
pub fn picture(table: &Table) -> String {
    let chart = chart(table);
    let from = chart.find("<svg").unwrap_or(0);
    let to = chart.rfind("</svg>").map_or(chart.len(), |at| at + "</svg>".len());
    let style = "<style>text{font:13px sans-serif}rect{stroke:#fff}</style>";
    let colours = include_str!("report.css");
    let fills: String = colours
        .lines()
        .filter(|line| line.trim_start().starts_with(".fill"))
        .map(str::trim)
        .collect();
    let style = style.replace("</style>", &format!("{fills}</style>"));
    let svg = chart.get(from..to).unwrap_or_default();
    let svg = svg.replacen("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ", 1);
    match svg.split_once(">\n") {
        Some((open, rest)) => format!("{open}>\n{style}\n{rest}\n"),
        None => svg,
    }
}

/// A table as CSV.
pub fn csv(table: &Table) -> String {
    let title = format!("{} × {}", table.axes[0].name(), table.axes[1].name());
    let head =
        std::iter::once(title).chain(table.columns.iter().cloned()).chain(["all".to_owned()]);
    let totals = ("all".to_owned(), table.totals.0.clone(), table.totals.1);
    let rows = table.rows.iter().chain([&totals]).map(|(name, counts, all)| {
        let numbers = counts.iter().chain([all]).map(ToString::to_string);
        std::iter::once(safe(&one_line(name))).chain(numbers).collect::<Vec<_>>()
    });
    let head = head.map(|name| safe(&one_line(&name))).collect::<Vec<_>>();
    lines(std::iter::once(head).chain(rows).map(Vec::into_iter))
}

const END: &str = "</article>\n</body>\n</html>\n";

fn begin(title: &str) -> String {
    let title = escaped(&one_line(title));
    let head =
        head().replacen("<title>Who said what</title>", &format!("<title>{title}</title>"), 1);
    format!("{head}<article>\n<h1>{title}</h1>\n")
}

fn stories(count: usize) -> String {
    if count == 1 { "1 story".to_owned() } else { format!("{count} stories") }
}

fn title(table: &Table) -> String {
    let name = |axis: Axis| match axis {
        Axis::Kind => "directness",
        other => other.name(),
    };
    format!("Statements by {} and {}", name(table.axes[0]), name(table.axes[1]))
}

/// A bar a row, with a share for each column, and below them which is which. The others together may be
/// many times as many as each: they are told and have no bar.
fn chart(table: &Table) -> String {
    let shown = |row: &&(String, Vec<usize>, usize)| row.0 != OTHERS;
    let most = table.rows.iter().filter(shown).map(|row| row.2).max().unwrap_or(1).max(1);
    let mut inside = String::new();
    for (line, row) in table.rows.iter().enumerate() {
        let (words, counts, all) = row;
        inside += &name(line, words);
        let mut x = NAMES;
        let counts = counts.iter().enumerate().filter(|(_, count)| **count > 0 && shown(&row));
        for (at, count) in counts {
            let width = (count * ROOM / most).max(1);
            let said = format!("{}: {count}", table.columns[at]);
            inside += &bar(x, line, width, &format!("fill{}", at % LOOKS), &said);
            x += width;
        }
        inside += &text(x + 6, line, "start", &all.to_string());
    }
    let lines = table.rows.len() + table.columns.len().div_ceil(LEGENDS);
    for (at, column) in table.columns.iter().enumerate() {
        let line = table.rows.len() + at / LEGENDS;
        let x = at % LEGENDS * WIDTH / LEGENDS;
        let words: String = one_line(column).chars().take(LETTERS).collect();
        let words = format!("{words} {}", table.totals.0[at]);
        inside += &bar(x, line, 12, &format!("fill{}", at % LOOKS), &words);
        inside += &text(x + 18, line, "start", &words);
    }
    svg(&title(table), lines, &inside)
}

fn bars(title: &str, counts: &[(String, usize)]) -> String {
    if counts.is_empty() {
        return String::new();
    }
    let most = counts.iter().map(|one| one.1).max().unwrap_or(1).max(1);
    let mut inside = String::new();
    for (line, (words, count)) in counts.iter().enumerate() {
        let width = (count * ROOM / most).max(1);
        inside += &name(line, words);
        inside += &bar(NAMES, line, width, "fill0", &format!("{words}: {count}"));
        inside += &text(NAMES + width + 6, line, "start", &count.to_string());
    }
    svg(title, counts.len(), &inside)
}

fn grid(table: &Table) -> String {
    let mut page = format!("<h2>{}</h2>\n<table>\n<tr><th></th>", title(table));
    for column in &table.columns {
        let _ = write!(page, "<th>{}</th>", escaped(&one_line(column)));
    }
    page.push_str("<th>all</th></tr>\n");
    let totals = ("all".to_owned(), table.totals.0.clone(), table.totals.1);
    for (words, counts, all) in table.rows.iter().chain([&totals]) {
        let _ = write!(page, "<tr><th>{}</th>", escaped(&one_line(words)));
        for count in counts.iter().chain([all]) {
            let _ = write!(page, "<td>{count}</td>");
        }
        page.push_str("</tr>\n");
    }
    page + "</table>\n"
}

/// One statement in words: when, where, who, what, as which tag.
fn cell(record: &Record) -> String {
    let about = &record.about;
    let day = about.published.map(|day| day.to_string());
    let place = [day, about.outlet.clone(), about.title.clone(), Some(named(record))];
    let place: Vec<String> = place.into_iter().flatten().filter(|it| !it.is_empty()).collect();
    let tags = shown_tags(record);
    let tags =
        if tags.is_empty() { String::new() } else { format!(" <em>{}</em>", escaped(&tags)) };
    format!(
        "<span class=\"about\">{}</span><br>{}{tags}",
        escaped(&one_line(&place.join(" · "))),
        escaped(&one_line(&record.content)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::crosstab::Crosstab;
    use crate::library::person::person as page_of;
    use crate::library::tests::record;

    fn survey() -> Survey {
        let mut tab = Crosstab::new([Axis::Speaker, Axis::Tag]);
        tab.count(&record("<b>Ada</b>", "2024-01-02", "=claim", "Words & more"));
        Survey {
            question: "tag:claim <script>".to_owned(),
            statements: 1,
            stories: 1,
            tables: vec![tab.table(5, 5)],
        }
    }

    #[test]
    fn pages_are_escaped_and_whole() {
        let page = html(&survey());
        assert!(
            page.contains("&lt;b&gt;Ada") && !page.contains("<b>") && !page.contains("<script")
        );
        assert!(page.contains("1 statement in 1 story."), "{page}");
        assert_eq!(page.matches("<svg").count(), page.matches("</svg>").count());
        let svg = picture(&survey().tables[0]);
        assert!(svg.starts_with("<svg xmlns=") && svg.trim_end().ends_with("</svg>"), "{svg}");
        assert!(roxmltree::Document::parse(&svg).is_ok(), "{svg}");
    }

    #[test]
    fn tables_are_csv_without_formulas() {
        let page = csv(&survey().tables[0]);
        assert_eq!(page.lines().next(), Some("\"speaker × tag\",\"'=claim\",\"all\""), "{page}");
        assert_eq!(page.lines().count(), 3);
    }

    #[test]
    fn a_persons_page_has_what_was_said() {
        let one = record("Ada", "2024-01-02", "claim", "Bread & salt");
        let page = person(&page_of("Ada", vec![one]));
        assert!(page.contains("Bread &amp; salt <em>claim?</em>"), "{page}");
    }
}
