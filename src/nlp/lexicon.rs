//! Word lists, embedded in the binary and built into tables when first used ([`warm`]).

use std::collections::HashMap;
use std::sync::LazyLock;

use super::gazetteer::{self, Listing};

/// How a cue is used; a cue may be used in several ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "a cue may be used in several ways at once")]
pub struct Frames {
    /// Stands beside a quotation: “…,” said Ada.
    pub quote: bool,
    /// Takes a clause with “that”.
    pub that: bool,
    /// Takes a clause without “that”.
    pub bare: bool,
    /// Takes a noun phrase as what is said: denied the charge.
    pub noun: bool,
    /// Takes “to” and a verb: promised to go.
    pub to: bool,
    /// Takes a hearer before what is said: told reporters.
    pub hearer: bool,
    /// The form is a noun as often as a verb: claims, reports.
    pub nounlike: bool,
}

/// No frame at all: “according to” is read by rules of its own.
pub const NO_FRAMES: Frames = Frames {
    quote: false,
    that: false,
    bare: false,
    noun: false,
    to: false,
    hearer: false,
    nounlike: false,
};

/// A form of a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cue {
    /// Its lemma.
    pub lemma: &'static str,
    /// How it is used.
    pub frames: Frames,
    /// “saying”, “adding”.
    pub participle: bool,
    /// “say”, “deny”: the bare form.
    pub base: bool,
    /// “said”, “denied”: may also be a passive participle.
    pub past: bool,
}

/// The cue a lower-case word may be a form of.
pub fn cue(word: &str) -> Option<&'static Cue> {
    static CUES: LazyLock<HashMap<String, Cue>> =
        LazyLock::new(|| cues(include_str!("../../assets/lexicon/cues.tsv")));
    CUES.get(word)
}

/// Reads the table: lemma, letters of its frames, irregular past forms.
fn cues(table: &'static str) -> HashMap<String, Cue> {
    let mut found = HashMap::new();
    for line in table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let mut fields = line.split('\t');
        let lemma = fields.next().unwrap_or_default();
        let letters = fields.next().unwrap_or_default();
        let has = |letter| letters.contains(letter);
        let frames = Frames {
            quote: has('q'),
            that: has('t'),
            bare: has('b'),
            noun: has('n'),
            to: has('i'),
            hearer: has('h'),
            nounlike: false,
        };
        let plain = Cue { lemma, frames, participle: false, base: false, past: false };
        let nounlike = |on| Frames { nounlike: on && has('x'), ..frames };
        found.insert(lemma.to_owned(), Cue { base: true, frames: nounlike(true), ..plain });
        found.insert(third_person(lemma), Cue { frames: nounlike(true), ..plain });
        found.insert(participle(lemma), Cue { participle: true, ..plain });
        let past = fields.next().map_or_else(|| regular_past(lemma), str::to_owned);
        for form in past.split(',') {
            found.insert(form.to_owned(), Cue { past: true, ..plain });
        }
    }
    found
}

/// “says”, “denies”.
pub fn third_person(lemma: &str) -> String {
    match lemma.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o']) => format!("{stem}ies"),
        _ if lemma.ends_with("ss") || lemma.ends_with("sh") || lemma.ends_with("ch") => {
            format!("{lemma}es")
        }
        _ => format!("{lemma}s"),
    }
}

/// “saying”.
pub fn participle(lemma: &str) -> String {
    match lemma.strip_suffix('e') {
        Some(stem) if !stem.ends_with(['e', 'o']) => format!("{stem}ing"),
        _ if lemma == "admit" || lemma == "quip" => {
            format!("{lemma}{}ing", &lemma.chars().next_back().unwrap_or(' '))
        }
        _ => format!("{lemma}ing"),
    }
}

/// “stressed”, “denied”.
pub fn regular_past(lemma: &str) -> String {
    if let Some(stem) = lemma.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o'])) {
        return format!("{stem}ied");
    }
    if lemma.ends_with('e') { format!("{lemma}d") } else { format!("{lemma}ed") }
}

/// Whether some list of words holds `word`.
fn among(list: &[&str], word: &str) -> bool {
    list.contains(&word)
}

/// Kinds the gazetteer knows for a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "a phrase may be of several kinds at once")]
pub struct Kinds {
    /// City, region or country.
    pub place: bool,
    /// A first name.
    pub given_name: bool,
    /// A last name.
    pub surname: bool,
    /// A known politician, whole name.
    pub politician: bool,
    /// A word that ends the name of an organisation.
    pub org_word: bool,
    /// A news agency.
    pub agency: bool,
    /// A title before a name.
    pub title: bool,
    /// A nationality, party or faith.
    pub norp: bool,
    /// A whole organisation.
    pub org: bool,
}

/// What the gazetteer knows about a lower-case phrase.
pub fn kinds(phrase: &str) -> Kinds {
    let listed = gazetteer::lists().phrase(phrase);
    let is = |kind: &[Listing]| kind.iter().any(|&kind| listed.is(kind));
    Kinds {
        place: is(&[Listing::City, Listing::Region, Listing::Country]),
        given_name: is(&[Listing::GivenName]),
        surname: is(&[Listing::Surname]),
        politician: is(&[Listing::Politician]),
        org_word: is(&[Listing::OrgWord]),
        agency: is(&[Listing::Agency]),
        title: is(&[Listing::Title]),
        norp: is(&[Listing::Norp]),
        org: is(&[Listing::Org]),
    }
}

/// Whether a lower-case first name is a woman's; nothing where it tells nothing.
pub fn is_female_name(name: &str) -> Option<bool> {
    static GENDERS: LazyLock<HashMap<&'static str, bool>> = LazyLock::new(|| {
        let lines = include_str!("../../assets/lexicon/gender.tsv").lines();
        lines.filter_map(|line| line.split_once('\t')).map(|(name, is)| (name, is == "f")).collect()
    });
    GENDERS.get(name).copied()
}

/// Loads the lists that are built on first use, so that no reader waits for them.
pub fn warm() {
    let _ = (cue("said"), kinds("washington"), super::act::deed("said"));
    let _ = (is_female_name("ada"), super::entity::key("Oss", super::EntityKind::Place));
}

/// Abbreviations that keep their full stop and end no sentence, without it.
pub fn is_abbreviation(word: &str) -> bool {
    #[rustfmt::skip]
    const LIST: &[&str] = &[
        "Mr", "Mrs", "Ms", "Dr", "Prof", "Gen", "Sen", "Rep", "Reps", "Sens", "Gov", "Lt", "Col",
        "Capt", "Sgt", "Maj", "Cmdr", "Adm", "Rev", "Hon", "Pres", "Messrs", "St", "Jr", "Sr", "vs",
        "Jan", "Feb", "Mar", "Apr", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec", "No", "Inc", "Corp",
        "Co", "Ltd", "Ala", "Ariz", "Ark", "Calif", "Colo", "Conn", "Del", "Fla", "Ga", "Ill",
        "Ind", "Kan", "Ky", "Mass", "Md", "Mich", "Minn", "Miss", "Mo", "Mont", "Neb", "Nev",
        "Okla", "Ore", "Pa", "Tenn", "Tex", "Va", "Vt", "Wash", "Wis", "Wyo", "Ph", "etc", "approx",
    ];
    among(LIST, word)
}

/// Capitalised words that begin a sentence and are no name.
pub fn begins_sentences(word: &str) -> bool {
    #[rustfmt::skip]
    const LIST: &[&str] = &[
        "The", "A", "An", "He", "She", "They", "It", "We", "I", "You", "In", "On", "At", "But",
        "And", "This", "That", "These", "Those", "There", "His", "Her", "Their", "Its", "After",
        "As", "For", "If", "When", "While", "What", "Who", "Some", "Many", "According",
    ];
    among(LIST, word)
}

/// Subject pronouns that can be a source.
pub fn is_pronoun(word: &str) -> bool {
    among(&["he", "she", "they", "we", "i", "it", "you"], word)
}

/// Words that begin a noun phrase.
pub fn is_determiner(word: &str) -> bool {
    #[rustfmt::skip]
    const LIST: &[&str] = &[
        "the", "a", "an", "this", "that", "these", "those", "his", "her", "their", "its", "my",
        "our", "your", "some", "many", "several", "most", "both", "one", "two", "three", "four",
        "five", "other", "another", "each", "any", "no", "all", "few", "every",
    ];
    among(LIST, word)
}

/// Prepositions.
pub fn is_preposition(word: &str) -> bool {
    #[rustfmt::skip]
    const LIST: &[&str] = &[
        "of", "for", "from", "in", "on", "at", "with", "by", "to", "about", "during", "into",
        "over", "under", "between", "against", "through", "near", "within", "inside", "outside",
        "following", "despite", "among", "across", "around", "without", "via", "upon", "like",
    ];
    among(LIST, word)
}

/// Words that begin a clause of their own.
pub fn is_subordinator(word: &str) -> bool {
    #[rustfmt::skip]
    const LIST: &[&str] = &[
        "that", "because", "while", "when", "as", "if", "though", "although", "where", "which",
        "who", "whom", "whose", "after", "before", "since", "whether", "but", "than", "so",
        "until", "unless", "once", "what", "how", "why", "or", "nor", "yet", "then",
    ];
    among(LIST, word)
}

/// Words that may stand between a subject and its verb.
pub fn is_auxiliary(word: &str) -> bool {
    #[rustfmt::skip]
    const LIST: &[&str] = &[
        "has", "have", "had", "also", "later", "then", "again", "just", "now", "once", "still",
        "even", "always", "often", "never", "first", "both", "all", "further", "himself", "herself",
        "themselves", "would", "will", "could", "did", "does", "do", "should", "may", "might",
        "is", "are", "was", "were", "been", "be", "who", "too", "ever", "already", "thus", "so",
    ];
    among(LIST, word) || (word.len() > 4 && word.ends_with("ly") && word != "family")
}

/// Forms of “be”, behind which a past form is passive.
pub fn is_be(word: &str) -> bool {
    among(&["is", "are", "was", "were", "been", "be", "being", "get", "got"], word)
}

/// Days of the week, and words used like them.
pub fn is_day(word: &str) -> bool {
    #[rustfmt::skip]
    const LIST: &[&str] = &[
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today",
        "yesterday", "tomorrow", "tonight",
    ];
    among(LIST, word)
}

/// Months, whole and short.
pub fn is_month(word: &str) -> bool {
    #[rustfmt::skip]
    const LIST: &[&str] = &[
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
        "sept", "oct", "nov", "dec",
    ];
    among(LIST, word.trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        for (form, lemma) in [
            ("said", "say"),
            ("says", "say"),
            ("denies", "deny"),
            ("denied", "deny"),
            ("denying", "deny"),
            ("adding", "add"),
            ("told", "tell"),
            ("admitted", "admit"),
            ("admitting", "admit"),
            ("agreeing", "agree"),
            ("agreed", "agree"),
            ("stressed", "stress"),
            ("stresses", "stress"),
        ] {
            assert_eq!(cue(form).map(|cue| cue.lemma), Some(lemma), "{form}");
        }
        assert_eq!(cue("walked"), None);
    }

    #[test]
    fn gazetteer() {
        assert!(kinds("hanoi").place && kinds("russian").norp && kinds("donald").given_name);
        assert_eq!(kinds("no such phrase"), Kinds::default());
    }
}
