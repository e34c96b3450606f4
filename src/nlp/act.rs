//! What a cue does: speech (said, wrote, announced) or attitude (believes, wants, plans, fears).
//!
//! By a word list alone, `assets/lexicon/acts.tsv`; a cue that it does not know is speech, and so is
//! a statement without one. Knows nothing of what is said.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Act;
use super::lexicon;

/// What a form of the list stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deed {
    /// Its lemma.
    pub lemma: &'static str,
    /// The group it stands in: “deny”, “promise”, “fear”.
    pub class: &'static str,
    /// Speech or attitude.
    pub act: Act,
}

/// What a lower-case word does as a cue; nothing where the list does not hold it.
pub fn deed(word: &str) -> Option<&'static Deed> {
    static DEEDS: LazyLock<HashMap<String, Deed>> =
        LazyLock::new(|| deeds(include_str!("../../assets/lexicon/acts.tsv")));
    DEEDS.get(word)
}

/// The act of a cue: that of its first word which the list holds.
pub fn act<'w>(cue: impl IntoIterator<Item = &'w str>) -> Act {
    cue.into_iter().find_map(deed).map_or(Act::Speech, |deed| deed.act)
}

fn deeds(table: &'static str) -> HashMap<String, Deed> {
    let mut found = HashMap::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t');
        let class = fields.next().unwrap_or_default();
        let act = match fields.next() {
            Some("attitude") => Act::Attitude,
            _ => Act::Speech,
        };
        for entry in fields.next().unwrap_or_default().split(' ') {
            let mut forms = entry.split('/');
            let first = forms.next().unwrap_or_default();
            let lemma = first.trim_start_matches('=');
            let deed = Deed { lemma, class, act };
            found.entry(lemma.to_owned()).or_insert(deed);
            if lemma == first {
                for form in [lexicon::third_person, lexicon::participle, lexicon::regular_past] {
                    found.entry(form(lemma)).or_insert(deed);
                }
            }
            for form in forms {
                found.entry(form.to_owned()).or_insert(deed);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acts() {
        use Act::{Attitude, Speech};
        for (cue, expected) in [
            ("said", Speech),
            ("has repeatedly denied", Speech),
            ("according to", Speech),
            ("", Speech),
            ("frobnicated", Speech),
            ("believes", Attitude),
            ("wants to", Attitude),
            ("was planning", Attitude),
            ("fears", Attitude),
            ("thought", Attitude),
            ("said he fears", Speech),
        ] {
            assert_eq!(act(cue.split(' ')), expected, "{cue}");
        }
    }
}
