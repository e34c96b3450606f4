//! The numbers of statements: those of a newer day are smaller, so that the full text finds the newest
//! first and a page is read without sorting all that was found.

use std::ops::RangeInclusive;

use jiff::civil::Date;

/// Bits for the statements of a day: as many as were ever put.
const BITS: u32 = 40;

/// The last day there is, in days since the first.
const LAST: i64 = 7_304_483;

/// The smallest number of a statement of this day; those without a day come behind all others.
pub fn first(day: Option<Date>) -> i64 {
    let turned = day.map_or(LAST + 1, |day| LAST - since_first(day));
    turned << BITS
}

/// The numbers of all statements between two days, both included.
pub fn between(from: Date, to: Date) -> RangeInclusive<i64> {
    first(Some(to))..=first(Some(from)) + (1 << BITS) - 1
}

fn since_first(day: Date) -> i64 {
    day.duration_since(Date::MIN).as_hours() / 24
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newer_days_come_first_and_no_day_last() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let order = [
            Some(Date::MAX),
            Some(day("2018-01-01")),
            Some(day("2017-12-31")),
            Some(Date::MIN),
            None,
        ];
        let numbers: Vec<i64> = order.into_iter().map(first).collect();
        assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
        assert_eq!(numbers[0], 0);
        let year = between(day("2017-01-01"), day("2017-12-31"));
        assert!(year.contains(&(numbers[2] + 5)) && !year.contains(&(numbers[1] + 5)));
        assert!(!year.contains(&first(Some(day("2016-12-31")))));
    }
}
