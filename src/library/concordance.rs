//! Hits as a concordance: a line each, with the words that were asked for below each other.
//!
//! Plain text of a given width; words of articles are on one line and clean already.

use std::fmt::Write as _;

use super::Record;
use crate::story::Query;
use crate::story::query::{Key, Test};
use crate::text::clean::clean_line;
use crate::text::find::find;
use crate::text::wrap::{columns, fit};
use crate::text::{Span, wrap};

/// Columns of the name of who speaks.
const NAME: usize = 18;

/// Columns of tags.
const TAGS: usize = 11;

/// Columns before the words: line, name, tags and what stands between.
const HEAD: usize = 7 + NAME + 1 + TAGS + 1;

/// Words as they are shown: left of what was asked for, that, and right of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Cut at its beginning.
    pub left: String,
    /// What was asked for; empty where no words were.
    pub words: String,
    /// Cut at its end.
    pub right: String,
}

/// The words that a question asks for in what is said.
pub fn wanted(query: &Query) -> Vec<&str> {
    let words = query.terms().iter().filter(|term| !term.not).flat_map(|term| match &term.test {
        Test::Words(words) => vec![words.as_str()],
        Test::Text(Key::Said, values) => values.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    });
    words.collect()
}

/// One statement in `width` columns, the first of `wanted` in the middle, else its beginning at the left.
pub fn line(record: &Record, wanted: &[&str], width: usize) -> Line {
    let all = Span::new(0, record.content.len());
    let hit = wanted.iter().flat_map(|words| find(&record.content, all, words)).min();
    let Some(hit) = hit else {
        return Line {
            left: String::new(),
            words: String::new(),
            right: fit(&record.content, width),
        };
    };
    let words = hit.of(&record.content).to_owned();
    let room = width.saturating_sub(columns(&words));
    let first = Span::new(0, hit.start()).of(&record.content);
    let before = format!("{} {first}", record.around[0]);
    let rest = Span::new(hit.end(), all.end()).of(&record.content);
    let behind = format!("{rest}{}{}", gap(&record.around[1]), record.around[1]);
    Line { left: end(&before, room * 2 / 5), words, right: fit_tail(&behind, room - room * 2 / 5) }
}

/// What stands between a content and what comes behind it: a mark that ends the content follows at once.
pub fn gap(behind: &str) -> &'static str {
    if behind.starts_with([',', '.', ';', ':', '?', '!', ')', '”', '’']) { "" } else { " " }
}

/// All lines of hits, under a heading for each story; the number at the left is the line of its text.
/// `bright` puts what was asked for between two marks.
pub fn lines(records: &[Record], wanted: &[&str], width: usize, bright: [&str; 2]) -> String {
    let mut page = String::new();
    let mut story = None;
    for record in records {
        let about = &record.about;
        if story != Some(about) {
            story = Some(about);
            let part = (about.id != about.file).then(|| clean_line(&about.id));
            let day = about.published.map(|day| day.to_string());
            let file = Some(clean_line(&about.file)).filter(|file| !file.is_empty());
            let known = [file, part, day, about.outlet.clone(), about.title.clone()];
            let known: Vec<String> = known.into_iter().flatten().collect();
            let _ = writeln!(page, "{}", fit(&known.join(" · "), width));
        }
        let Line { left, words, right } = line(record, wanted, width.saturating_sub(HEAD).max(20));
        let left_room = if words.is_empty() {
            0
        } else {
            width.saturating_sub(HEAD).max(20).saturating_sub(columns(&words)) * 2 / 5
        };
        let _ = writeln!(
            page,
            "{:>6} {} {} {}{left}{}{words}{}{right}",
            record.line,
            padded(&named(record), NAME),
            padded(&shown_tags(record), TAGS),
            " ".repeat(left_room.saturating_sub(columns(&left))),
            if words.is_empty() { "" } else { bright[0] },
            if words.is_empty() { "" } else { bright[1] },
        );
    }
    page
}

/// Who speaks, by the names of the collection.
pub fn named(record: &Record) -> String {
    let names = if record.people.is_empty() { &record.speakers } else { &record.people };
    if names.is_empty() { record.unnamed.clone().unwrap_or_default() } else { names.join(", ") }
}

/// Tags in words; with a question mark where the machine proposes them.
pub fn shown_tags(record: &Record) -> String {
    let tags = record.tags.join(", ");
    if record.judged.tagged || tags.is_empty() { tags } else { format!("{tags}?") }
}

fn padded(words: &str, width: usize) -> String {
    let words = fit(words, width);
    format!("{words}{}", " ".repeat(width - columns(&words)))
}

/// As much of the end of `words` as fits, with `…` before it where something is left out.
fn end(words: &str, width: usize) -> String {
    let glued = !words.ends_with(char::is_whitespace);
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    // What stands between the words and what was asked for stays.
    let words = if glued { words } else { format!("{words} ") };
    if columns(&words) <= width {
        return words;
    }
    let from = wrap::byte_at(&words, columns(&words) - width + 1);
    format!("…{}", Span::new(from, words.len()).of(&words))
}

/// The same for the beginning.
fn fit_tail(words: &str, width: usize) -> String {
    let glued = !words.starts_with(char::is_whitespace);
    let words = fit(words, width.saturating_sub(1));
    if glued { words } else { format!(" {words}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::tests::record;

    #[test]
    fn words_stand_below_each_other() {
        let records = [
            record("Ada Hill", "2024-01-02", "denial", "There was no collusion at all"),
            record(
                "Bo Lund",
                "2024-01-02",
                "claim",
                "It was collusion from the first day to the last one, by all",
            ),
        ];
        let query = Query::parse("collusion tag:denial,claim").unwrap();
        let page = lines(&records, &wanted(&query), 90, ["[", "]"]);
        let at: Vec<usize> =
            page.lines().filter_map(|line| line.split_once('[').map(|it| columns(it.0))).collect();
        assert_eq!(at, [at[0], at[0]], "{page}");
        assert!(page.lines().all(|line| columns(line) <= 92), "{page}");
        assert!(page.contains("denial?") && page.contains("no [collusion] at all"), "{page}");
    }

    #[test]
    fn without_words_the_beginning_is_shown() {
        let one = record("Ada Hill", "2024-01-02", "claim", "A long way to go");
        assert_eq!(line(&one, &[], 9).right, "A long w…");
    }
}
