//! JSONL: one article a line, `{"id","text", "title"?, "date"?, …}`. Unknown keys are ignored.

use serde::Deserialize;
use serde_json::Value;

use super::{Given, Head, ImportError, Loaded, MAX_BYTES, Refused, decode};
use crate::article::{Article, Metadata, Origin, day};
use crate::text::clean::{clean, clean_line};

/// One line, parsed.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Row {
    id: Option<Value>,
    text: Option<Value>,
    title: Option<Value>,
    date: Option<Value>,
    author: Option<Value>,
    byline: Option<Value>,
    publisher: Option<Value>,
}

impl Row {
    /// Parses line `number` (from 1) of the file `path`. A line without id goes by `path:number`.
    pub fn parse(path: &str, number: usize, line: &[u8]) -> Result<Row, Refused> {
        let refuse = |why| Refused { id: format!("{path}:{number}"), why };
        if line.len() > MAX_BYTES {
            return Err(refuse(ImportError::TooLarge));
        }
        if !line.trim_ascii_start().starts_with(b"{") {
            let why = "it does not begin with {".to_owned();
            return Err(refuse(ImportError::BrokenLine { line: number, why }));
        }
        let row: Row = serde_json::from_slice(line).map_err(|error| {
            refuse(ImportError::BrokenLine { line: number, why: reason(&error) })
        })?;
        let id = row.id.as_ref().and_then(words).unwrap_or_else(|| format!("{path}:{number}"));
        let refuse = |why| Refused { id: id.clone(), why };
        match row.text.as_ref().and_then(Value::as_str).map(str::trim) {
            None => Err(refuse(ImportError::BrokenLine {
                line: number,
                why: "it has no \"text\" that is a string".to_owned(),
            })),
            Some("") => Err(refuse(ImportError::Empty)),
            Some(_) => Ok(Row { id: Some(Value::String(id)), ..row }),
        }
    }

    /// Its text, exactly.
    pub fn text(&self) -> &str {
        self.text.as_ref().and_then(Value::as_str).unwrap_or_default()
    }

    /// The article. Offsets are code points of its `text` field.
    pub fn article(&self, origin: Origin) -> Result<Article, Refused> {
        let line =
            |field: &Option<Value>| field.as_ref().and_then(words).map(|all| clean_line(&all));
        let given = Metadata {
            title: line(&self.title),
            byline: line(&self.author).or_else(|| line(&self.byline)),
            publisher: line(&self.publisher),
            published: line(&self.date).and_then(|date| day::date(&date)),
            ..Metadata::default()
        };
        let id = self.id.as_ref().and_then(words).unwrap_or_default();
        let cleaned = clean(self.text());
        if cleaned.text.trim().is_empty() {
            return Err(Refused { id, why: ImportError::Empty });
        }
        Ok(Article::from_copy(id, origin, cleaned, given))
    }
}

/// Whether the first line is a JSON object that has a text, or the beginning of a long one.
pub(super) fn begins(head: &Head) -> bool {
    let text = head.text.trim_start_matches('\u{feff}').trim_start();
    let first = text.lines().next().unwrap_or_default();
    let row = serde_json::from_str::<Row>(first);
    first.starts_with('{')
        && match row {
            Ok(row) => row.text.is_some_and(|text| text.is_string()),
            Err(error) => error.is_eof() && first.len() == text.len() && first.contains("\"text\""),
        }
}

/// Reads one line that was cut out of a stream, or every line of a file.
pub(super) fn read(given: &Given) -> Vec<Result<Loaded, Refused>> {
    let loaded = |row: Result<Row, Refused>| {
        let row = row?;
        let article = row.article(super::part(given.origin.clone()))?;
        Ok(given.loaded(article, row.text().to_owned()))
    };
    if let Some(number) = given.number {
        let bare = given.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(given.bytes);
        return vec![loaded(Row::parse(given.path, number, bare))];
    }
    match decode(given.bytes) {
        Ok(decoded) => super::rows(given.path, &decoded).map(loaded).collect(),
        Err(why) => vec![Err(given.refuse(why))],
    }
}

/// A string, a number, or a list of them, that says something: corpora write “None” for none.
fn words(value: &Value) -> Option<String> {
    let words = match value {
        Value::String(words) => words.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(all) => all.iter().filter_map(words).collect::<Vec<_>>().join(", "),
        _ => return None,
    };
    (!matches!(words.trim(), "" | "None")).then_some(words)
}

/// The parser's reason without its line, which is always 1.
fn reason(error: &serde_json::Error) -> String {
    let words = error.to_string();
    let bare = words.rsplit_once(" at line ").map_or(words.as_str(), |(bare, _)| bare);
    match error.column() {
        0 => bare.to_owned(),
        column => format!("{bare}, at byte {column}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip]
    fn lines() {
        for (line, expected) in [
            (r#"{"id":"a","text":"It rained.","title":"Rain","date":"2017-11-12","author":["J. Roe","A. Poe"]}"#,
             "a|Rain|2017-11-12|J. Roe, A. Poe"),
            (r#"{"id":7,"text":"It rained.","author":"None","date":"soon","title":null,"x":[{}]}"#, "7|||"),
            (r#"{"text":"It\u0000 rained."}"#,   "f:3|||"),
            (r#"{"id":"a","text":" \n"}"#,       "a: is empty: there is nothing to read"),
            (r#"{"id":"a","text":"\u200b"}"#,    "a: is empty: there is nothing to read"),
            (r#"{"id":"a"}"#,                    "a: line 3 is not an article in JSON: it has no \"text\" that is a string"),
            (r#"{"id":"a","text":"#,             "f:3: line 3 is not an article in JSON: EOF while parsing a value, at byte 17"),
            (r#"{"id":"a","text":7}"#,           "a: line 3 is not an article in JSON: it has no \"text\" that is a string"),
            (r#"["a","It rained."]"#,            "f:3: line 3 is not an article in JSON: it does not begin with {"),
        ] {
            let read = Row::parse("f", 3, line.as_bytes()).and_then(|row| row.article(Origin::Stdin));
            let shown = match read {
                Ok(Article { id, metadata, .. }) => [
                    Some(id), metadata.title, metadata.published.map(|date| date.to_string()), metadata.byline,
                ].map(Option::unwrap_or_default).join("|"),
                Err(refused) => refused.to_string(),
            };
            assert_eq!(shown, expected, "{line}");
        }
    }
}
