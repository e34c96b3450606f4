//! News agencies: the names they sign with, and the names they go by.

/// As printed, sorted by bytes; and the name to show. The test `sorted` holds us to the order.
#[rustfmt::skip]
const AGENCIES: &[(&str, &str)] = &[
    ("AAP",                   "Australian Associated Press"),
    ("AFP",                   "Agence France-Presse"),
    ("ANI",                   "ANI"),
    ("ANSA",                  "ANSA"),
    ("AP",                    "Associated Press"),
    ("Agence France-Presse",  "Agence France-Presse"),
    ("Anadolu Agency",        "Anadolu Agency"),
    ("Antara",                "Antara"),
    ("Associated Press",      "Associated Press"),
    ("Bernama",               "Bernama"),
    ("Bloomberg",             "Bloomberg"),
    ("Bloomberg News",        "Bloomberg"),
    ("Canadian Press",        "Canadian Press"),
    ("DPA",                   "dpa"),
    ("EFE",                   "EFE"),
    ("IANS",                  "IANS"),
    ("IRNA",                  "IRNA"),
    ("ITAR-TASS",             "TASS"),
    ("Interfax",              "Interfax"),
    ("Jiji",                  "Jiji Press"),
    ("KCNA",                  "KCNA"),
    ("KUNA",                  "KUNA"),
    ("Kyodo",                 "Kyodo News"),
    ("Kyodo News",            "Kyodo News"),
    ("PTI",                   "Press Trust of India"),
    ("Press Association",     "Press Association"),
    ("Press Trust of India",  "Press Trust of India"),
    ("RIA Novosti",           "RIA Novosti"),
    ("Reuters",               "Reuters"),
    ("SANA",                  "SANA"),
    ("Sputnik",               "Sputnik"),
    ("TASS",                  "TASS"),
    ("TNS",                   "Tribune News Service"),
    ("The Associated Press",  "Associated Press"),
    ("Thomson Reuters",       "Reuters"),
    ("Tribune News Service",  "Tribune News Service"),
    ("UPI",                   "United Press International"),
    ("VNA",                   "Vietnam News Agency"),
    ("Xinhua",                "Xinhua"),
    ("Yonhap",                "Yonhap"),
    ("dpa",                   "dpa"),
];

/// The name of the agency printed as exactly `words`.
pub(super) fn named(words: &str) -> Option<&'static str> {
    let at = AGENCIES.binary_search_by_key(&words, |row| row.0).ok()?;
    Some(AGENCIES[at].1)
}

/// The agency that `line` ends with: where its printed name starts, and the name to show.
pub(super) fn ending(line: &str) -> Option<(usize, &'static str)> {
    let row = AGENCIES.iter().filter(|row| line.ends_with(row.0)).max_by_key(|row| row.0.len())?;
    Some((line.len() - row.0.len(), row.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorted() {
        assert!(AGENCIES.is_sorted_by_key(|row| row.0));
    }

    #[test]
    fn the_longest_name_wins() {
        assert_eq!(ending("— Thomson Reuters"), Some((4, "Reuters")));
        assert_eq!(ending("he works there"), None);
    }
}
