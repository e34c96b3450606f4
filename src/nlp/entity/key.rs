//! What a name is compared by: lower case, short forms spelt out, one number for peoples.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::super::EntityKind;

/// The key of a name of some kind: equal keys of one kind name the same.
pub fn key(name: &str, kind: EntityKind) -> String {
    let name = name.replace('\'', "’");
    let lower = name.to_lowercase();
    let lower = lower.strip_prefix("the ").unwrap_or(&lower);
    if let Some(&known) = ALIASES.get(name.as_str()).or_else(|| ALIASES.get(lower)) {
        return known.to_owned();
    }
    match kind {
        EntityKind::Norp => people(lower),
        EntityKind::Place | EntityKind::Org => lower.replace("n. ", "north "),
        _ => lower.to_owned(),
    }
}

/// “Republicans” as “republican”, “African Americans” as “african-american”.
fn people(name: &str) -> String {
    let one = name.replace(' ', "-");
    match one.strip_suffix('s').filter(|one| one.len() > 3 && !one.ends_with('s')) {
        Some(one) => ALIASES.get(one).copied().unwrap_or(one).to_owned(),
        None => one,
    }
}

/// Short or other forms, as written or in lower case, and what they stand for.
static ALIASES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../../assets/lexicon/aliases.tsv").lines();
    lines.filter_map(|line| line.split_once('\t')).collect()
});

/// The letters of a name written in capitals only, without its dots; nothing for others.
pub fn letters(name: &str) -> String {
    let letters: String = name.chars().filter(|&c| c != '.').collect();
    let acronym = letters.len() > 1 && letters.chars().all(char::is_uppercase);
    if acronym { letters } else { String::new() }
}

/// The first letters of the capitalised words of a name of several words.
pub fn initials(name: &str) -> Option<String> {
    let words = name.split([' ', '-']).filter(|word| word.starts_with(char::is_uppercase));
    let initials: String = words.filter_map(|word| word.chars().next()).collect();
    (initials.len() > 1 && name.contains(' ')).then_some(initials)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        for (name, kind, expected) in [
            ("U.S.", EntityKind::Place, "united states"),
            ("Fla.", EntityKind::Place, "florida"),
            ("IN", EntityKind::Place, "indiana"),
            ("In", EntityKind::Place, "in"),
            ("The Hague Post", EntityKind::Org, "hague post"),
            ("Democrats", EntityKind::Norp, "democrat"),
            ("Democratic", EntityKind::Norp, "democrat"),
            ("Republicans", EntityKind::Norp, "republican"),
            ("African Americans", EntityKind::Norp, "african-american"),
            ("Swiss", EntityKind::Norp, "swiss"),
        ] {
            assert_eq!(key(name, kind), expected, "{name}");
        }
        assert_eq!(initials("National Rail Board").as_deref(), Some("NRB"));
        assert_eq!(letters("N.R.B."), "NRB");
        assert_eq!(letters("Nrb"), "");
    }
}
