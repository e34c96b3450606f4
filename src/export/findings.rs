//! The formats that `extract` writes: what one article comes to in each of them.

use super::tables::{self, Rows};
use super::{csv_tables, jsonl};
use crate::article::Article;
use crate::nlp::Analysis;

/// What `extract` writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Findings {
    /// A line of JSON an article.
    #[default]
    Jsonl,
    /// A row a statement.
    Csv,
    /// A folder of two tables.
    Parquet,
}

/// Each with its name and a line of help.
pub const FINDINGS: &[(Findings, &str, &str)] = &[
    (Findings::Jsonl, "jsonl", "a line of JSON an article, with all that was found"),
    (Findings::Csv, "csv", "a row a statement, for spreadsheets; --entities FILE for who is named"),
    (Findings::Parquet, "parquet", "a folder of two tables, statements and entities, in parts"),
];

/// One article, or the error it came to.
#[derive(Debug)]
pub enum Written {
    /// As text: statements, and entities where the format has them apart.
    Text([String; 2]),
    /// As rows, to be put into columns with those of others.
    Rows(Rows),
}

impl Findings {
    /// What it is called.
    pub fn name(self) -> &'static str {
        FINDINGS.iter().find(|row| row.0 == self).map_or("", |row| row.1)
    }

    /// What the texts begin with.
    pub fn heads(self) -> [String; 2] {
        match self {
            Findings::Csv => csv_tables::heads(),
            Findings::Jsonl | Findings::Parquet => Default::default(),
        }
    }

    /// What an article comes to. `source` is its text as it came in, where that is to be added.
    pub fn article(self, article: &Article, analysis: &Analysis, source: Option<&str>) -> Written {
        match self {
            Findings::Jsonl => line(jsonl::line(article, analysis, source)),
            Findings::Csv => Written::Text(csv_tables::article(&tables::rows(article, analysis))),
            Findings::Parquet => Written::Rows(tables::rows(article, analysis)),
        }
    }

    /// What an article comes to that could not be read.
    pub fn failed(self, id: &str, why: &str) -> Written {
        match self {
            Findings::Jsonl => line(jsonl::failed(id, why)),
            Findings::Csv => Written::Text(csv_tables::article(&tables::failed(id, why))),
            Findings::Parquet => Written::Rows(tables::failed(id, why)),
        }
    }
}

fn line(mut json: String) -> Written {
    json.push('\n');
    Written::Text([json, String::new()])
}
