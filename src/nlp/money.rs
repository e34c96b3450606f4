//! Money by grammar: “$1.5 million”, “€3bn”, “20,000 euros”, “a billion dollars”, “50 cents”.

use super::page::Page;
use super::token::TokenKind;
use crate::text::Span;

/// An amount of money as its words say it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount {
    /// In units of the currency, not in cents.
    pub value: f64,
    /// Its code by ISO 4217, where the words leave no doubt: a “$” alone may be of many countries.
    pub currency: Option<&'static str>,
}

/// How many tokens from `at` on are money, 0 for none, and where their words stand.
pub fn money_at(page: &Page, at: usize, end: usize) -> (usize, Span) {
    /// Country, sign, number, “million”, “dollars”.
    const MOST: usize = 5;
    let words = page.span(at..end.min(at + MOST)).of(page.text);
    let none = (0, Span::new(0, 0));
    let first = page.tokens[at].kind;
    let may = first == TokenKind::Number || is_sign(page.word(at)) || begins(page.lower(at));
    let Some((length, _)) = (may && !words.is_empty()).then(|| read(words)).flatten() else {
        return none;
    };
    let start = page.tokens[at].span.start();
    let span = Span::new(start, start + length);
    let tokens = page.token_from(span.end()) - at;
    // A number that goes on (“$30,000-a-year”) ends inside its token.
    (tokens.max(1), span)
}

/// The amount that all of `words` are.
pub fn amount(words: &str) -> Option<Amount> {
    let (length, amount) = read(words)?;
    (length == words.len()).then_some(amount)
}

/// Signs, each with the currency it is of.
const SIGNS: [(&str, Option<&str>); 17] = [
    ("US$", Some("USD")),
    ("U.S.$", Some("USD")),
    ("A$", Some("AUD")),
    ("AU$", Some("AUD")),
    ("C$", Some("CAD")),
    ("CA$", Some("CAD")),
    ("NZ$", Some("NZD")),
    ("HK$", Some("HKD")),
    ("S$", Some("SGD")),
    ("R$", Some("BRL")),
    ("$", None),
    ("€", Some("EUR")),
    ("£", Some("GBP")),
    ("¥", None),
    ("₹", Some("INR")),
    ("₩", None),
    ("₽", Some("RUB")),
];

/// Words behind a number that make it money: what one of them is worth in the currency.
#[rustfmt::skip]
const UNITS: [(&str, f64, Option<&str>); 24] = [
    ("dollars", 1.0, None), ("dollar", 1.0, None), ("bucks", 1.0, None), ("cents", 0.01, None),
    ("euros", 1.0, Some("EUR")), ("euro", 1.0, Some("EUR")), ("pounds sterling", 1.0, Some("GBP")),
    ("pence", 0.01, Some("GBP")), ("yen", 1.0, Some("JPY")), ("yuan", 1.0, Some("CNY")),
    ("rupees", 1.0, None), ("rubles", 1.0, Some("RUB")), ("roubles", 1.0, Some("RUB")),
    ("pesos", 1.0, None), ("francs", 1.0, None), ("kronor", 1.0, Some("SEK")), ("kroner", 1.0, None),
    ("rand", 1.0, Some("ZAR")), ("shekels", 1.0, Some("ILS")), ("usd", 1.0, Some("USD")),
    ("eur", 1.0, Some("EUR")), ("gbp", 1.0, Some("GBP")), ("chf", 1.0, Some("CHF")),
    ("zloty", 1.0, Some("PLN")),
];

#[rustfmt::skip]
const SCALES: [(&str, f64); 14] = [
    ("hundred", 1e2), ("thousand", 1e3), ("million", 1e6), ("billion", 1e9), ("trillion", 1e12),
    ("mn", 1e6), ("bn", 1e9), ("trn", 1e12), ("tn", 1e12), ("k", 1e3), ("m", 1e6), ("b", 1e9),
    ("mln", 1e6), ("bln", 1e9),
];

#[rustfmt::skip]
const NUMBERS: [(&str, f64); 14] = [
    ("a", 1.0), ("one", 1.0), ("two", 2.0), ("three", 3.0), ("four", 4.0), ("five", 5.0),
    ("six", 6.0), ("seven", 7.0), ("eight", 8.0), ("nine", 9.0), ("ten", 10.0), ("twenty", 20.0),
    ("fifty", 50.0), ("half a", 0.5),
];

fn is_sign(word: &str) -> bool {
    SIGNS.iter().any(|(sign, _)| *sign == word)
}

/// Whether an amount may begin with this word: a number, or a country before its sign.
fn begins(lower: &str) -> bool {
    let number = |(name, _): &(&str, f64)| name.split(' ').next() == Some(lower);
    let country = |(sign, _): &(&str, Option<&str>)| {
        sign.strip_suffix('$').is_some_and(|name| name.eq_ignore_ascii_case(lower))
    };
    NUMBERS.iter().any(number) || SIGNS.iter().any(country)
}

/// The amount at the beginning of `words`, and the bytes it takes.
fn read(words: &str) -> Option<(usize, Amount)> {
    let sign = SIGNS.iter().find(|(sign, _)| words.starts_with(sign));
    let mut at = sign.map_or(0, |(sign, _)| sign.len());
    if sign.is_some() {
        at += words.get(at..)?.strip_prefix(' ').map_or(0, |_| 1);
    }
    let (length, number) = digits(words.get(at..)?)
        .or_else(|| sign.is_none().then(|| named(words.get(at..)?, &NUMBERS)).flatten())?;
    at += length;
    let mut value = number;
    let mut scaled = false;
    while let Some((length, scale)) = scale(words.get(at..)?) {
        at += length;
        value *= scale;
        scaled = true;
    }
    if let Some((_, currency)) = sign {
        return Some((at, Amount { value, currency: *currency }));
    }
    // “20 pounds” may be a weight; nobody weighs a million of them in the news.
    let rest = words.get(at..)?;
    let pounds = scaled.then(|| word(rest, "pounds")).flatten();
    let unit = UNITS.iter().find_map(|unit| Some((word(rest, unit.0)?, unit.1, unit.2)));
    let (length, worth, currency) = unit.or_else(|| Some((pounds?, 1.0, Some("GBP"))))?;
    Some((at + length, Amount { value: value * worth, currency }))
}

/// A number in digits: “1,500”, “2.35”. The whole of it, so that “1.5.2017” and “12-1” are none.
fn digits(words: &str) -> Option<(usize, f64)> {
    let of_number = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.');
    let run = words.find(|c| !of_number(c)).unwrap_or(words.len());
    let number = words.get(..run)?.trim_end_matches([',', '.']);
    number.starts_with(|c: char| c.is_ascii_digit()).then_some(())?;
    let whole = number.split('.').next().unwrap_or("");
    let grouped = whole.split(',').skip(1).all(|group| group.len() == 3);
    let value = number.replace(',', "").parse().ok().filter(|_| grouped)?;
    Some((number.len(), value))
}

/// One of some named numbers, behind at most one space or hyphen.
fn named(words: &str, names: &[(&str, f64)]) -> Option<(usize, f64)> {
    // The longest first, so that “half a” is not “half”.
    let found = names.iter().filter_map(|(name, value)| Some((word(words, name)?, *value)));
    found.max_by_key(|(length, _)| *length)
}

fn scale(words: &str) -> Option<(usize, f64)> {
    named(words, &SCALES)
}

/// How many bytes `name` takes at the beginning of `words`, behind at most one space or hyphen.
/// It ends where a word ends.
fn word(words: &str, name: &str) -> Option<usize> {
    let from = usize::from(words.starts_with([' ', '-']));
    let end = from + name.len();
    let same = words.get(from..end)?.eq_ignore_ascii_case(name);
    let ends = !words.get(end..)?.starts_with(char::is_alphanumeric);
    (same && ends).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip]
    fn amounts() {
        for (words, expected) in [
            ("$1.5 million",      Some((1_500_000.0, None))),
            ("$20",               Some((20.0, None))),
            ("US$ 3bn",           Some((3e9, Some("USD")))),
            ("A$2,500.50",        Some((2_500.5, Some("AUD")))),
            ("€3bn",              Some((3e9, Some("EUR")))),
            ("£400m",             Some((4e8, Some("GBP")))),
            ("$5-million",        Some((5e6, None))),
            ("20,000 euros",      Some((20_000.0, Some("EUR")))),
            ("two hundred million dollars", Some((2e8, None))),
            ("a billion dollars", Some((1e9, None))),
            ("half a million euros", Some((5e5, Some("EUR")))),
            ("50 cents",          Some((0.5, None))),
            ("3 million pounds",  Some((3e6, Some("GBP")))),
            ("20 pounds",         None),
            ("a million people",  None),
            ("$1,5",              None),
            ("$",                 None),
            ("ten",               None),
            ("",                  None),
        ] {
            let found = amount(words).map(|one| (one.value, one.currency));
            assert_eq!(found, expected, "{words}");
        }
    }
}
