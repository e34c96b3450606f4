//! Days as newsrooms print them: “12 Nov”, “Nov. 12, 2017”, “Sunday, March 3”, “2017-11-12”.

use jiff::civil::Date;

/// A day of a month, perhaps without its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// The year, where it is printed.
    pub year: Option<i16>,
    /// 1 to 12.
    pub month: i8,
    /// 1 to 31.
    pub day: i8,
}

#[rustfmt::skip]
const MONTHS: [&str; 12] = [
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
];

const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl Day {
    /// The day that all of `words` are; none when they are or hold anything else.
    /// A clock time behind the day is read over.
    pub fn parse(words: &str) -> Option<Day> {
        if let Some(date) = iso(words) {
            return Some(Day { year: Some(date.year()), month: date.month(), day: date.day() });
        }
        let mut parts: Vec<&str> =
            words.split([' ', ',', '\u{a0}']).filter(|part| !part.is_empty()).collect();
        if parts.first().is_some_and(|part| is_weekday(part)) {
            parts.remove(0);
        }
        let (first, rest) = (parts.first()?, parts.get(1..)?);
        let (second, rest) = (rest.first()?, rest.get(1..)?);
        let (month, day) = match (month(first), month(second)) {
            (Some(month), None) => (month, number(second)?),
            (None, Some(month)) => (month, number(first)?),
            _ => return None,
        };
        let (year, rest) = match rest.split_first() {
            Some((part, rest)) if year(part).is_some() => (year(part), rest),
            _ => (None, rest),
        };
        let whole = rest.is_empty() || (year.is_some() && is_clock(rest));
        (whole && (1..=31).contains(&day)).then_some(Day { year, month, day })
    }

    /// The date, where the year is printed and the month is long enough.
    pub fn date(self) -> Option<Date> {
        Date::new(self.year?, self.month, self.day).ok()
    }

    /// The date with this month and day that lies nearest to `published`, the earlier of two.
    fn nearest(self, published: Date) -> Option<Date> {
        let years = published.year().saturating_sub(1)..=published.year().saturating_add(1);
        let dates = years.filter_map(|year| Date::new(year, self.month, self.day).ok());
        dates.min_by_key(|date| published.duration_until(*date).abs())
    }
}

/// The date that `words` are; one without a year is the nearest to `published`, where that is known.
pub fn date_near(words: &str, published: Option<Date>) -> Option<Date> {
    let day = Day::parse(words.trim())?;
    day.date().or_else(|| day.nearest(published?))
}

/// The date that `words` are, if they hold a year.
pub fn date(words: &str) -> Option<Date> {
    Day::parse(words.trim())?.date()
}

/// Whether `word` is a day of the week, in full or short.
pub(super) fn is_weekday(word: &str) -> bool {
    is_short_for(word, &WEEKDAYS).is_some()
}

/// `2017-11-12`, alone or before a time of day.
fn iso(words: &str) -> Option<Date> {
    let (date, rest) = words.split_at_checked(10)?;
    let time = rest.is_empty() || rest.starts_with(['T', ' ']);
    let digits = date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    (time && digits).then(|| date.parse().ok())?
}

fn month(word: &str) -> Option<i8> {
    let word = if word.trim_end_matches('.').eq_ignore_ascii_case("sept") { "sep" } else { word };
    i8::try_from(is_short_for(word, &MONTHS)? + 1).ok()
}

/// Which of `names` the word is: all of it, or its first three letters, perhaps with a stop.
fn is_short_for(word: &str, names: &[&str]) -> Option<usize> {
    let word = word.trim_end_matches('.').to_lowercase();
    names.iter().position(|name| *name == word || (word.len() == 3 && name.starts_with(&word)))
}

/// A day of the month: “3”, “3rd”, “12th”.
fn number(word: &str) -> Option<i8> {
    let end = word.trim_start_matches(|ch: char| ch.is_ascii_digit());
    let digits = word.strip_suffix(end)?;
    matches!(end, "" | "st" | "nd" | "rd" | "th").then(|| digits.parse().ok())?
}

fn year(word: &str) -> Option<i16> {
    let year = word.parse().ok()?;
    (1800..=2200).contains(&year).then_some(year)
}

/// “5:40 PM EST”, “at 17.40”: short and no sentence.
fn is_clock(parts: &[&str]) -> bool {
    let clock = |part: &&str| {
        part.starts_with(|ch: char| ch.is_ascii_digit())
            || matches!(part.to_lowercase().as_str(), "at" | "|" | "am" | "pm" | "a.m." | "p.m.")
            || (part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_uppercase()))
    };
    parts.len() <= 4 && parts.iter().all(clock)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip]
    fn days() {
        for (words, day) in [
            ("12 Nov",                     Some((None, 11, 12))),
            ("Nov. 12",                    Some((None, 11, 12))),
            ("March 3rd, 2017",            Some((Some(2017), 3, 3))),
            ("Sunday, 12 November 2017",   Some((Some(2017), 11, 12))),
            ("Sept. 3",                    Some((None, 9, 3))),
            ("2017-11-12",                 Some((Some(2017), 11, 12))),
            ("2017-11-12T08:00:00Z",       Some((Some(2017), 11, 12))),
            ("March 3, 2017 5:40 PM EST",  Some((Some(2017), 3, 3))),
            ("March 3 was cold",           None),
            ("May",                        None),
            ("Marching 3",                 None),
            ("2017",                       None),
            ("43 March",                   None),
            ("",                           None),
        ] {
            let day = day.map(|(year, month, day)| Day { year, month, day });
            assert_eq!(Day::parse(words), day, "{words}");
        }
    }

    #[test]
    fn days_without_a_year_are_the_nearest() {
        let published = date("2017-11-12");
        for (words, near) in [
            ("Nov. 10", Some("2017-11-10")),
            ("Dec. 24", Some("2017-12-24")),
            ("Jan. 3", Some("2018-01-03")),
            ("May 20, 2014", Some("2014-05-20")),
            ("Thursday", None),
        ] {
            assert_eq!(date_near(words, published), near.and_then(date), "{words}");
        }
        assert_eq!(date_near("Nov. 10", None), None);
    }
}
