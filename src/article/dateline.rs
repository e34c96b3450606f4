//! The dateline: “WASHINGTON (AP) —”, “MOSCOW, Nov 12 (Reuters) -”, “12 Nov, Washington:”.
//!
//! Takes a line for a dateline only on strong evidence, and leaves prose alone when in doubt: a
//! place in capitals, an agency in brackets, or a place with a day, closed by a dash or a colon.

use super::agency;
use super::day::{Day, is_weekday};

/// A dateline at the head of a line. Ranges are bytes of that line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dateline {
    /// Where the prose begins.
    pub end: usize,
    /// The city: where it is printed.
    pub place: Option<(usize, usize)>,
    /// The agency: where it is printed, and its name.
    pub agency: Option<(usize, usize, String)>,
    /// The day, as far as printed.
    pub day: Option<Day>,
}

/// No dateline is longer, in bytes: “ABOARD THE …, Off the Coast of …, Nov. 12, 2017 (Reuters)”.
const LONGEST: usize = 100;

/// Words in capitals before a dash that are no place.
#[rustfmt::skip]
const KICKERS: &[&str] = &[
    "ABSTRACT", "ADVISORY", "ANALYSIS", "ANSWER", "BREAKING", "CIA", "COMMENT", "COMMENTARY", "CORRECTION",
    "EDITORIAL", "EU", "EXCLUSIVE", "FACT", "FBI", "FEATURE", "FOCUS", "GOP", "HOW", "INTERVIEW", "IS", "ISIS",
    "LISTEN", "LIVE", "NATO", "NEW", "NOTE", "NSA", "OPINION", "PHOTO", "PHOTOS", "POLL", "QUESTION", "READ",
    "REPORT", "RESULTS", "REVIEW", "SUMMARY", "TODAY", "UN", "UPDATE", "UPDATED", "VIDEO", "WATCH", "WHAT",
    "WHY",
];

/// Words that begin sentences, not places.
const OPENERS: &[&str] = &[
    "A", "After", "An", "And", "As", "At", "Before", "But", "By", "For", "From", "He", "I", "If",
    "In", "It", "On", "She", "Since", "That", "They", "This", "Until", "We", "When", "While",
    "With",
];

/// What closes a dateline.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Close {
    Dash { spaced: bool },
    Colon,
    Bracket,
}

/// Reads the dateline that `line` begins with.
pub(super) fn read(line: &str) -> Option<Dateline> {
    closes(line).find_map(|(at, end, close)| {
        let head = line.get(..at)?;
        let prose = line.get(end..)?;
        let found = parts(head)?;
        (found.convinces(close, head) && begins(prose, &found))
            .then(|| Dateline { end: end + (prose.len() - prose.trim_start().len()), ..found })
    })
}

/// Every place near the head of `line` that could close a dateline: start, end, kind.
fn closes(line: &str) -> impl Iterator<Item = (usize, usize, Close)> {
    let near = line.char_indices().take_while(|(at, _)| *at <= LONGEST);
    near.filter_map(move |(at, ch)| {
        let before = line.get(..at)?.chars().next_back()?;
        let after = line.get(at + ch.len_utf8()..)?;
        let spaced = before.is_whitespace() || before == ')';
        let end = at + ch.len_utf8();
        match ch {
            '—' | '–' | '―' | '‒' => Some((at, end, Close::Dash { spaced })),
            '-' if after.starts_with('-') => Some((at, end + 1, Close::Dash { spaced })),
            '-' | '_' if spaced && after.starts_with(char::is_whitespace) => {
                Some((at, end, Close::Dash { spaced }))
            }
            ':' if after.starts_with(char::is_whitespace) => Some((at, end, Close::Colon)),
            ')' if after.starts_with(char::is_whitespace) => Some((end, end, Close::Bracket)),
            _ => None,
        }
    })
}

/// Reads place, day and agency out of what stands before the close; `end` is not known yet.
fn parts(head: &str) -> Option<Dateline> {
    let mut found = Dateline { end: 0, place: None, agency: None, day: None };
    let mut body = head.trim_end();
    if let Some(inner) = body.strip_suffix(')') {
        let (before, name) = inner.rsplit_once('(')?;
        let start = before.len() + 1;
        let known = agency::named(name.trim()).map(str::to_owned);
        let signs = is_initials(name) || is_place(name, 3) && Day::parse(name).is_none();
        let name = known.or_else(|| signs.then(|| name.to_owned()))?;
        found.agency = Some((start, inner.len(), name));
        body = before.trim_end().trim_end_matches(',');
    }
    let mut regions = 0;
    let mut start = 0;
    for part in body.split_inclusive(',') {
        let words = part.trim_end_matches(',');
        let at = start + (words.len() - words.trim_start().len());
        start += part.len();
        let words = words.trim();
        if is_weekday(words) {
            continue;
        }
        match (Day::parse(words), found.day, words.parse::<i16>().ok()) {
            (Some(day), None, _) => found.day = Some(day),
            (None, Some(day), Some(year)) if day.year.is_none() => {
                found.day = Some(Day { year: Some(year), ..day });
            }
            (None, _, None) if found.place.is_none() => {
                let (place, day) = split_day(words);
                found.day = found.day.or(day);
                found.place = is_place(place, 4).then_some(Some((at, at + place.len())))?;
            }
            (None, _, None) if regions < 2 && is_place(words, 3) => regions += 1,
            _ => return None,
        }
    }
    Some(found)
}

impl Dateline {
    /// Whether this much evidence makes a dateline of what stands before `close`.
    fn convinces(&self, close: Close, head: &str) -> bool {
        let place = self.place.and_then(|(start, end)| head.get(start..end));
        let capitals = place.is_some_and(is_capitals);
        let known = self.agency.as_ref().is_some_and(|(start, end, _)| {
            head.get(*start..*end).is_some_and(|name| agency::named(name.trim()).is_some())
        });
        match close {
            Close::Dash { spaced } => {
                known
                    || (self.agency.is_some() && capitals)
                    || (self.day.is_some() && place.is_some())
                    || (capitals && spaced)
            }
            Close::Colon => self.day.is_some() && place.is_some(),
            Close::Bracket => known && capitals,
        }
    }
}

/// Whether prose can begin so: with a capital, a number, a mark that opens. Without prose behind it, only a
/// dateline with an agency or a day stands alone on its line.
fn begins(prose: &str, found: &Dateline) -> bool {
    match prose.trim_start().chars().next() {
        Some(first) => {
            (first.is_alphanumeric() && !first.is_lowercase()) || "“‘\"'«$€£([@#".contains(first)
        }
        None => found.agency.is_some() || found.day.is_some(),
    }
}

/// “MOSCOW Nov 12”: the place, and the day behind it.
fn split_day(words: &str) -> (&str, Option<Day>) {
    let second = words.rmatch_indices(' ').nth(1).map(|found| found.0);
    let split = second.and_then(|at| Some((words.get(..at)?, Day::parse(words.get(at + 1..)?)?)));
    split.map_or((words, None), |(place, day)| (place.trim_end(), Some(day)))
}

/// Whether `words` can be a place: few, each capitalised, none that begins a sentence.
fn is_place(words: &str, most: usize) -> bool {
    let all: Vec<&str> = words.split_whitespace().collect();
    let first = all.first().copied().unwrap_or_default();
    let small = ["al", "da", "de", "del", "do", "la", "las", "of", "the"];
    let capital = |word: &&str| {
        word.starts_with(char::is_uppercase) && word.chars().all(is_place_letter)
            || (*word != first && small.contains(word))
    };
    (1..=most).contains(&all.len())
        && all.iter().all(capital)
        && !OPENERS.contains(&first)
        && !all.iter().any(|word| KICKERS.contains(word) && !is_city_word(word, &all))
        && !words.ends_with("’s")
        && !all.iter().any(|word| word.ends_with("'S") || word.ends_with("’S"))
}

/// “NEW” alone is a kicker, “NEW YORK” is not.
fn is_city_word(word: &str, all: &[&str]) -> bool {
    word == "NEW" && all.len() > 1
}

fn is_place_letter(ch: char) -> bool {
    ch.is_alphabetic() || matches!(ch, '.' | '-' | '\'' | '’' | '/')
}

/// Three capitals or more and hardly a small letter: “ST. PAUL”, a “Mc” before capitals.
fn is_capitals(place: &str) -> bool {
    let small = place.chars().filter(|ch| ch.is_lowercase()).count();
    let capitals = place.chars().filter(|ch| ch.is_uppercase()).count();
    capitals >= 3 && small <= 1
}

/// An agency we do not know: two to six capitals.
fn is_initials(name: &str) -> bool {
    (2..=6).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// “WASHINGTON” gives “Washington”, “RIO DE JANEIRO” gives “Rio de Janeiro”; other names stay.
pub(super) fn tidy(place: &str) -> String {
    if !is_capitals(place) || place.chars().any(char::is_lowercase) {
        return place.to_owned();
    }
    let mut tidied = String::with_capacity(place.len());
    for (at, word) in place.split(' ').enumerate() {
        if at > 0 {
            tidied.push(' ');
        }
        let lower = word.to_lowercase();
        if at > 0 && matches!(lower.as_str(), "da" | "de" | "del" | "do" | "la" | "las" | "of") {
            tidied.push_str(&lower);
            continue;
        }
        let stops = word.matches('.').count();
        let mut fresh = true;
        for ch in word.chars() {
            if fresh || stops > 1 {
                tidied.push(ch);
            } else {
                tidied.extend(ch.to_lowercase());
            }
            fresh = !ch.is_alphabetic() && !matches!(ch, '\'' | '’');
        }
    }
    tidied
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The line with `⟧` before the prose, and what was read before it.
    fn shown(line: &str) -> String {
        let Some(found) = read(line) else { return "prose".to_owned() };
        let (before, after) = line.split_at(found.end);
        let place =
            found.place.map(|(start, end)| tidy(line.get(start..end).unwrap())).unwrap_or_default();
        let agency = found.agency.map(|agency| agency.2).unwrap_or_default();
        let day = found.day.map(|day| format!("{}-{}", day.month, day.day)).unwrap_or_default();
        format!("{before}⟧{after} | {place} | {agency} | {day}")
    }

    #[test]
    #[rustfmt::skip]
    fn datelines() {
        for (line, read) in [
            ("12 Nov, Washington: ⟧The",                    "Washington |  | 11-12"),
            ("Washington, 12 Nov: ⟧The",                    "Washington |  | 11-12"),
            ("WASHINGTON (AP) — ⟧The",                      "Washington | Associated Press | "),
            ("WASHINGTON (AP) ⟧The",                        "Washington | Associated Press | "),
            ("MOSCOW, Nov 12 (Reuters) - ⟧The",             "Moscow | Reuters | 11-12"),
            ("MOSCOW Nov 12 (Reuters) - ⟧The",              "Moscow | Reuters | 11-12"),
            ("LONDON, March 3 — ⟧The",                      "London |  | 3-3"),
            ("London, March 3, 2017 — ⟧The",                "London |  | 3-3"),
            ("(Reuters) - ⟧The",                            " | Reuters | "),
            ("PARIS — ⟧The",                                "Paris |  | "),
            ("BAGHDAD, Iraq (AP) -- ⟧The",                  "Baghdad | Associated Press | "),
            ("NEW YORK, Dec. 11 (UPI) — ⟧The",              "New York | United Press International | 12-11"),
            ("COLUMBIA, S.C. - ⟧The",                       "Columbia |  | "),
            ("RIO DE JANEIRO — ⟧The",                       "Rio de Janeiro |  | "),
            ("ST. PAUL, Minn. – ⟧The",                      "St. Paul |  | "),
            ("McALLEN, Texas — ⟧The",                       "McALLEN |  | "),
            ("WASHINGTON/BEIJING (Reuters) - ⟧The",         "Washington/Beijing | Reuters | "),
            ("WINSTON-SALEM, N.C. — ⟧The",                  "Winston-Salem |  | "),
            ("BEIJING, Nov. 12 (Xinhua) -- ⟧The",           "Beijing | Xinhua | 11-12"),
            ("KUWAIT CITY, Nov 12 (XYZ) -- ⟧The",           "Kuwait City | XYZ | 11-12"),
        ] {
            assert_eq!(shown(&line.replace('⟧', "")), format!("{line} | {read}"));
        }
    }

    #[test]
    fn prose_is_left_alone() {
        for line in [
            "Washington: the city that never sleeps.",
            "Washington: A city that never sleeps.",
            "Washington — The city never sleeps.",
            "NATO — an alliance — met on Monday.",
            "NATO - The alliance met on Monday.",
            "PARIS—The city slept.",
            "BREAKING — The mayor resigned.",
            "UPDATE: 5/12 — The website is gone.",
            "PARIS — and this was new — said nothing.",
            "March 3 — The day the river rose.",
            "On Monday, March 3 — The day the river rose.",
            "“No,” she said — The room fell silent.",
            "Ada Hill (AP) said so.",
            "The Board (Reuters reported) — No.",
            "POLLS ARE WRONG, BUT ECONOMY FAVOURS HILL - David Roe writes.",
            "HILL'S LEAD - David Roe writes.",
            "SIEGEL--Jerome, 98, of Hill Town.",
            "He said: “Nov 12, Washington: never.”",
            "12 people, Washington: none.",
            "",
            "—",
            ")",
        ] {
            assert_eq!(shown(line), "prose", "{line}");
        }
    }
}
