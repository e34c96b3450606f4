//! What was typed → the terms of a query, or what is wrong with it and where.

use jiff::civil::{Date, date};

use super::{KEYS, KINDS, Key, Number, QueryError, STATE_OF, STATES, Term, Test};
use crate::text::Span;
use crate::text::find::nearest;

/// Reads all terms.
pub fn terms(text: &str) -> Result<Vec<Term>, QueryError> {
    words(text)?.iter().map(term).collect()
}

/// A word of a query: where it stands, and its parts.
#[derive(Debug)]
struct Word {
    span: Span,
    not: bool,
    /// What stands before the colon, with its place.
    key: Option<(Span, String)>,
    /// The value or values.
    values: Vec<String>,
    /// Whether quotation marks stand around it, so that it is never a state.
    quoted: bool,
}

/// Marks that keep words together.
pub const QUOTES: [char; 3] = ['"', '“', '”'];

/// Cuts what was typed into words: at white space outside quotation marks.
fn words(text: &str) -> Result<Vec<Word>, QueryError> {
    let mut words = Vec::new();
    let mut letters = text.char_indices().peekable();
    while let Some((start, first)) = letters.next_if(|_| true) {
        if first.is_whitespace() {
            continue;
        }
        let mut word = Word {
            span: Span::new(start, start),
            not: false,
            key: None,
            values: Vec::new(),
            quoted: false,
        };
        let mut value = String::new();
        let mut next = Some((start, first));
        let mut end = start;
        while let Some((at, letter)) = next {
            end = at + letter.len_utf8();
            if QUOTES.contains(&letter) {
                word.quoted = true;
                loop {
                    match letters.next() {
                        Some((at, letter)) if QUOTES.contains(&letter) => {
                            end = at + letter.len_utf8();
                            break;
                        }
                        Some((_, letter)) => value.push(letter),
                        None => {
                            let span = Span::new(at, text.len());
                            let why = "this quotation mark is never closed".to_owned();
                            return Err(QueryError { span, why });
                        }
                    }
                }
            } else if letter == '-' && at == start {
                word.not = true;
            } else if letter == ':' && word.key.is_none() && !word.quoted {
                word.key = Some((Span::new(start, at), std::mem::take(&mut value)));
            } else if letter == ',' && word.key.is_some() {
                word.values.push(std::mem::take(&mut value));
            } else {
                value.push(letter);
            }
            next = letters.next_if(|(_, letter)| !letter.is_whitespace());
        }
        word.values.push(value);
        word.values.retain(|value| !value.trim().is_empty());
        word.span = Span::new(start, end);
        words.push(word);
    }
    Ok(words)
}

fn term(word: &Word) -> Result<Term, QueryError> {
    let term = |test| Ok(Term { not: word.not, test });
    let wrong = |span: Span, why: String| Err(QueryError { span, why });
    let Some((place, name)) = &word.key else {
        let Some(value) = word.values.first() else {
            return wrong(
                word.span,
                "a hyphen turns the term behind it round: none is there".to_owned(),
            );
        };
        let state = STATES.iter().position(|(name, _)| name == value).filter(|_| !word.quoted);
        return term(match state {
            Some(at) => Test::State(STATE_OF[at]),
            None => Test::Words(value.clone()),
        });
    };
    let Some(row) = KEYS.iter().find(|row| row.0 == name) else {
        let keys = KEYS.map(|row| row.0);
        let hint = match nearest(name, keys) {
            Some(near) => format!("did you mean {near}: ?"),
            None => format!("there are {}", keys.join(", ")),
        };
        return wrong(*place, format!("“{name}:” asks for nothing known: {hint}"));
    };
    if word.values.is_empty() {
        return wrong(
            word.span,
            format!("{name}: wants something behind it, such as {name}:{}", row.1),
        );
    }
    let key = match row.0 {
        "speaker" => Key::Speaker,
        "tag" => Key::Tag,
        "kind" => Key::Kind,
        "source" => Key::Source,
        "cue" => Key::Cue,
        "said" => Key::Said,
        "comment" => Key::Comment,
        "by" => Key::By,
        "outlet" => Key::Outlet,
        "title" => Key::Title,
        _ => {
            let test = if matches!(row.0, "after" | "before") {
                days(row.0 == "after", &word.values[0])
            } else {
                let number = if row.0 == "confidence" { Number::Confidence } else { Number::Score };
                range(&word.values[0]).map(|(from, to)| Test::Between(number, from, to))
            };
            return match test {
                Some(test) => term(test),
                None => wrong(
                    word.span,
                    format!("“{}” is not for {name}: write {name}:{}", word.values[0], row.1),
                ),
            };
        }
    };
    let unknown = word.values.iter().find(|one| key == Key::Kind && !KINDS.contains(&one.as_str()));
    if let Some(unknown) = unknown {
        let near = nearest(unknown, KINDS).unwrap_or("direct, mixed or indirect");
        return wrong(word.span, format!("no kind is called “{unknown}”: write {near}"));
    }
    term(Test::Text(key, word.values.clone()))
}

/// `<0.5`, `>0.9`, `0.3..0.6`, `0.5`; the ends count.
fn range(value: &str) -> Option<(f32, f32)> {
    let number =
        |text: &str| text.trim_start_matches('=').parse().ok().filter(|n| (0.0..=1.0).contains(n));
    if let Some(most) = value.strip_prefix('<') {
        return number(most).map(|most| (0.0, most));
    }
    if let Some(least) = value.strip_prefix('>') {
        return number(least).map(|least| (least, 1.0));
    }
    match value.split_once("..") {
        Some((from, to)) => number(from).zip(number(to)).filter(|(from, to)| from <= to),
        None => number(value).map(|at| (at, at)),
    }
}

/// The days from (or before) `2017`, `2017-11` or `2017-11-12`.
fn days(after: bool, value: &str) -> Option<Test> {
    let mut parts = value.split('-');
    let year = parts.next()?.parse().ok().filter(|year| (1000..=9999).contains(year))?;
    let month = parts.next().map_or(Some(1), |month| month.parse().ok())?;
    let day = parts.next().map_or(Some(1), |day| day.parse().ok())?;
    if parts.next().is_some() {
        return None;
    }
    let first = Date::new(year, month, day).ok()?;
    Some(if after {
        Test::Days(first, date(9999, 12, 31))
    } else {
        Test::Days(date(1, 1, 1), first.yesterday().ok()?)
    })
}
