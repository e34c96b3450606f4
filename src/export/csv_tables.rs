//! The tables of `extract` as CSV, written like all CSV here: RFC 4180, UTF-8, no cell a formula.

use super::Points;
use super::csv::{lines, safe};
use super::one_line;
use super::tables::{Cell, Column, ENTITIES, Rows, STATEMENTS};

/// The lines of column names: of statements, of entities.
pub fn heads() -> [String; 2] {
    fn head<Row>(columns: &[Column<Row>]) -> String {
        lines(std::iter::once(columns.iter().map(|(name, _)| (*name).to_owned())))
    }
    [head(STATEMENTS), head(ENTITIES)]
}

/// The rows of one article: of statements, of entities.
pub fn article(rows: &Rows) -> [String; 2] {
    [table(STATEMENTS, &rows.statements), table(ENTITIES, &rows.entities)]
}

fn table<Row>(columns: &[Column<Row>], rows: &[Row]) -> String {
    lines(rows.iter().map(|row| columns.iter().map(move |(_, cell)| safe(&word(cell(row))))))
}

fn word(cell: Cell) -> String {
    match cell {
        Cell::Word(word) => word.map(one_line).unwrap_or_default(),
        Cell::Words(words) => {
            words.iter().map(|word| one_line(word)).collect::<Vec<_>>().join("; ")
        }
        Cell::Whole(number) => number.map(|it| it.to_string()).unwrap_or_default(),
        Cell::Real(number) => number.map(|it| it.to_string()).unwrap_or_default(),
        Cell::Day(day) => day.map(|it| it.to_string()).unwrap_or_default(),
        Cell::Spans(spans) => spans.iter().map(span).collect::<Vec<_>>().join("; "),
    }
}

/// “30-56”.
fn span([start, end]: &Points) -> String {
    format!("{start}-{end}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::tables;

    #[test]
    fn an_error_is_a_row_and_no_formula() {
        let [statements, entities] = article(&tables::failed("=a\u{1b}\n.txt", "is empty"));
        let mut reader =
            ::csv::ReaderBuilder::new().has_headers(false).from_reader(statements.as_bytes());
        let row = reader.records().next().unwrap().unwrap();
        assert_eq!(
            (row.len(), &row[0], &row[row.len() - 1]),
            (STATEMENTS.len(), "'=a .txt", "is empty")
        );
        assert_eq!(entities, "");
        assert!(heads()[1].starts_with("\"article\",\"number\",\"name\""));
    }
}
