//! Lines above the prose that are none: “By Jane Roe, Daily Bugle | March 3, 2017”, a day alone.

use jiff::civil::Date;

use super::agency;
use super::day::{self, Day, is_weekday};

/// What one line above the prose says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Byline {
    /// The writers, as printed, without “By”.
    pub writers: Option<String>,
    /// The newspaper behind their names.
    pub publisher: Option<String>,
    /// The day of publication.
    pub published: Option<Date>,
}

/// No byline is longer, in bytes: four writers and their paper.
const LONGEST: usize = 140;

/// Reads a line that is a byline or a day of publication from end to end.
pub(super) fn read(line: &str) -> Option<Byline> {
    if line.len() > LONGEST {
        return None;
    }
    let mut found = Byline::default();
    for part in line.split('|').map(str::trim).filter(|part| !part.is_empty()) {
        let day = day::date(after_label(part));
        let names = after_by(part).or_else(|| line.contains('|').then_some(part));
        match (day, names) {
            (Some(date), _) => found.published = Some(date),
            (None, Some(names)) if found.writers.is_none() => {
                let (writers, publisher) = writers(names)?;
                found.writers = Some(writers);
                found.publisher = publisher;
            }
            // “By Jane Roe | Associated Press”
            (None, Some(paper)) if found.publisher.is_none() && is_paper(paper) => {
                let name = agency::named(paper).unwrap_or(paper);
                found.publisher = Some(name.to_owned()).filter(|_| !is_role(paper));
            }
            _ => return None,
        }
    }
    let by = line.split('|').next().is_some_and(|first| after_by(first.trim()).is_some());
    (by || found.published.is_some()).then_some(found)
}

/// “Published: March 3, 2017” gives the day.
fn after_label(part: &str) -> &str {
    let labels = ["Published", "Updated", "Posted", "PUBLISHED", "UPDATED", "POSTED"];
    let rest = labels.iter().find_map(|label| part.strip_prefix(label)).unwrap_or(part);
    let rest = rest.trim_start_matches(':').trim_start();
    rest.strip_prefix("on ").unwrap_or(rest)
}

fn after_by(part: &str) -> Option<&str> {
    ["By ", "BY ", "by "].iter().find_map(|by| part.strip_prefix(by)).map(str::trim)
}

/// “Jane Roe and John Doe, Daily Bugle” gives the writers and their paper.
fn writers(names: &str) -> Option<(String, Option<String>)> {
    let mut parts = names.split(',').map(str::trim);
    let mut writers = vec![parts.next().filter(|first| is_names(first))?];
    let mut rest: Vec<&str> = parts.collect();
    while rest.first().is_some_and(|part| is_person(part.trim_start_matches("and ")))
        && (rest.len() > 1 || rest[0].starts_with("and "))
    {
        writers.push(rest.remove(0));
    }
    let paper = rest.join(", ");
    let fits = paper.is_empty() || is_paper(&paper);
    let paper = Some(paper).filter(|paper| !paper.is_empty() && !is_role(paper));
    fits.then(|| (writers.join(", "), paper))
}

/// One or several people joined by “and”, and “Special to …” behind them.
fn is_names(words: &str) -> bool {
    words.split(" and ").flat_map(|part| part.split(" & ")).all(is_person)
}

/// Two to four capitalised words, no day among them: “Jane Q. Roe”, “JOHN VAN DOE”, “Ana de Sá”.
fn is_person(words: &str) -> bool {
    let particles = ["al", "bin", "da", "de", "del", "den", "der", "di", "la", "van", "von"];
    let all: Vec<&str> = words.split_whitespace().collect();
    let letters = |word: &str| {
        word.chars().all(|ch| ch.is_alphabetic() || matches!(ch, '.' | '-' | '\'' | '’'))
    };
    let name = |word: &&str| word.starts_with(char::is_uppercase) || particles.contains(word);
    (2..=5).contains(&all.len())
        && all.iter().all(|word| letters(word) && name(word))
        && !all.iter().any(|word| is_weekday(word))
        && Day::parse(words).is_none()
        && !all.last().is_some_and(|word| word.len() > 3 && word.ends_with('.'))
}

/// A newspaper or a role: a few words, no sentence.
fn is_paper(words: &str) -> bool {
    words.split_whitespace().count() <= 6
        && !words.ends_with(['.', '!', '?', ':', '”', '"'])
        && words.starts_with(char::is_uppercase)
}

fn is_role(words: &str) -> bool {
    let words = words.to_lowercase();
    ["writer", "correspondent", "reporter", "editor", "columnist"]
        .iter()
        .any(|role| words.split_whitespace().any(|word| word.trim_end_matches('s') == *role))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> Option<String> {
        let found = read(line)?;
        let published = found.published.map(|date| date.to_string()).unwrap_or_default();
        let text = |field: Option<String>| field.unwrap_or_default();
        Some(format!("{}/{}/{published}", text(found.writers), text(found.publisher)))
    }

    #[test]
    #[rustfmt::skip]
    fn bylines() {
        for (line, expected) in [
            ("By Jane Roe",                          Some("Jane Roe//")),
            ("BY JANE ROE, Daily Bugle",             Some("JANE ROE/Daily Bugle/")),
            ("By Jane Roe and John van Doe",         Some("Jane Roe and John van Doe//")),
            ("By Jane Roe, John Doe and Ana de Sá, Daily Bugle", None), // “and” inside a later part
            ("By Jane Roe, John Doe, and Ann Poe",   Some("Jane Roe, John Doe, and Ann Poe//")),
            ("By Jane Roe, Staff Writer",            Some("Jane Roe//")),
            ("Jane Roe | March 3, 2017",             Some("Jane Roe//2017-03-03")),
            ("By Jane Roe | Updated: 3 March 2017",  Some("Jane Roe//2017-03-03")),
            ("By Jane Roe | Associated Press",       Some("Jane Roe/Associated Press/")),
            ("By Jane Roe | AP | March 3, 2017",     Some("Jane Roe/Associated Press/2017-03-03")),
            ("By Jane Roe | Staff Writer",           Some("Jane Roe//")),
            ("Published March 3, 2017",              Some("//2017-03-03")),
            ("Sunday, 12 November 2017",             Some("//2017-11-12")),
            ("By Friday Night",                      None),
            ("By Jane Roe’s own account, nobody came.", None),
            ("By 58 to 33, voters said no.",         None),
            ("By then the Mayor had left.",          None),
            ("By Jane Roe, who once told the Mayor to go home", None),
            ("Politics | World",                     None),
            ("March 3",                              None),
            ("Jane Roe",                             None),
            ("",                                     None),
        ] {
            assert_eq!(shown(line).as_deref(), expected, "{line}");
        }
    }
}
