//! Dates by grammar: days of the week, days and months, years.

use super::lexicon;
use super::page::Page;
use super::token::TokenKind;

/// How many tokens from `at` on are a date, 0 for none: “Saturday”, “12 Nov”, “November 12, 2017”,
/// “March 2016”, “2016-03-04”, “2016” behind “in” or “since”.
pub fn date_at(page: &Page, at: usize, end: usize) -> usize {
    let lower = |offset: usize| if at + offset < end { page.lower(at + offset) } else { "" };
    let capital = |offset: usize| at + offset < end && page.is_capital(at + offset);
    let number = |offset: usize, range: std::ops::RangeInclusive<u32>| {
        at + offset < end
            && page.tokens[at + offset].kind == TokenKind::Number
            && lower(offset).parse::<u32>().is_ok_and(|number| range.contains(&number))
    };
    let day = |offset| number(offset, 1..=31);
    let year = |offset| number(offset, 1400..=2200);
    let month = |offset: usize| lexicon::is_month(lower(offset)) && capital(offset);
    if month(0) {
        if day(1) {
            return if lower(2) == "," && year(3) { 4 } else { 2 };
        }
        if year(1) {
            return 2;
        }
        // “May” and “March” alone are words more often than months.
        return usize::from(
            !matches!(lower(0), "may" | "march") || at > 0 && is_in(page.lower(at - 1)),
        );
    }
    if day(0) && month(1) {
        return if year(2) { 3 } else { 2 };
    }
    if lexicon::is_day(lower(0)) && capital(0) {
        return 1;
    }
    let after_in = at > 0 && is_in(page.lower(at - 1));
    usize::from(number(0, 1700..=2100) && lower(0).len() == 4 && after_in)
}

fn is_in(word: &str) -> bool {
    matches!(word, "in" | "since" | "until" | "by" | "during" | "of" | "from")
}
