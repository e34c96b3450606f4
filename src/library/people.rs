//! Who is who across stories: by name, by who else is named beside it, and by what readers decided.
//!
//! The same full name is the same person, whatever title or middle name stands in it. A surname or an
//! initial alone means whom it can mean: the only one of that name, or the one whose company it is
//! in; where that does not decide, it stays somebody of its own and is told as doubtful. Readers'
//! [`Decisions`] go before all of this. Costs as much as there are names, and looks at those of one
//! surname together.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::nlp::lexicon;

/// A naming of one story, to be joined with those of others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Names it.
    pub number: i64,
    /// Its story.
    pub story: i64,
    /// The fullest name there.
    pub name: String,
    /// Whether it is a person.
    pub person: bool,
    /// Its other names there.
    pub aliases: Vec<String>,
    /// Whom it means so far.
    pub means: String,
}

/// What readers decided about who is who.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Decisions {
    /// Names that mean one: the first is what it is called.
    pub together: BTreeSet<Vec<String>>,
    /// Pairs of names that do not mean the same.
    pub apart: BTreeSet<(String, String)>,
}

/// Two names that may mean one person.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Doubt {
    /// The shorter or rarer name.
    pub name: String,
    /// Whom it may mean.
    pub may_be: String,
    /// Why it may.
    pub why: String,
    /// In how many stories the first name stands.
    pub stories: usize,
}

/// Who is who.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joined {
    /// For each naming, in their order, whom it means.
    pub means: Vec<String>,
    /// Names to be decided by a reader, those of most stories first.
    pub doubts: Vec<Doubt>,
}

/// So much more company than the next one must one have to be meant.
const CLEAR: usize = 2;

/// Joins namings. The same whatever order they come in, but for the order of the answer.
pub fn join(namings: &[Named], decisions: &Decisions) -> Joined {
    let keys: Vec<Key> = namings.iter().map(Key::of).collect();
    let groups = Groups::of(namings, &keys);
    let company = Company::of(namings, &keys);
    let mut doubts: BTreeMap<(String, String), (String, HashSet<i64>)> = BTreeMap::new();
    let mut means: Vec<String> = Vec::with_capacity(namings.len());
    for (one, key) in namings.iter().zip(&keys) {
        let own = groups.called(key);
        // What a reader decided stands, whatever company the name is in, and leaves no doubt.
        let called = decisions.called(own.clone());
        if called != own {
            means.push(called);
            continue;
        }
        let apart = |name: &str| decisions.are_apart(&own, name);
        let may: Vec<&Key> =
            groups.may_mean(key).into_iter().filter(|it| !apart(&groups.called(it))).collect();
        let who = match &may[..] {
            [] => own.clone(),
            [only] if key.is_short() => groups.called(only),
            several => {
                let clear = if key.is_short() { company.clear(one, several) } else { None };
                if clear.is_none() {
                    for other in several {
                        let doubt = (own.clone(), groups.called(other));
                        let why = key.why(other);
                        doubts
                            .entry(doubt)
                            .or_insert_with(|| (why, HashSet::new()))
                            .1
                            .insert(one.story);
                    }
                }
                clear.map_or_else(|| own.clone(), |other| groups.called(other))
            }
        };
        means.push(decisions.called(who));
    }
    let decided = |(name, may_be): &(String, String)| {
        decisions.called(name.clone()) == decisions.called(may_be.clone())
    };
    let mut doubts: Vec<Doubt> = doubts
        .into_iter()
        .filter(|(pair, _)| !decided(pair))
        .map(|((name, may_be), (why, stories))| Doubt { name, may_be, why, stories: stories.len() })
        .collect();
    doubts.sort_by(|a, b| b.stories.cmp(&a.stories).then_with(|| a.cmp(b)));
    Joined { means, doubts }
}

impl Decisions {
    /// Reads the file of them; what is wrong with it, with its place.
    pub fn read(text: &str) -> Result<Decisions, String> {
        ron::from_str(text)
            .map_err(|error| format!("line {}: {}", error.span.start.line, error.code))
    }

    /// As they are kept.
    pub fn write(&self) -> String {
        let pretty = ron::ser::PrettyConfig::new().depth_limit(2);
        ron::ser::to_string_pretty(self, pretty).expect("names are always RON") + "\n"
    }

    /// That all of these names mean the first. Takes back that they are apart.
    pub fn join(&mut self, names: &[String]) {
        let mut all: Vec<String> = names.to_vec();
        let shares = |group: &Vec<String>| group.iter().any(|name| names.contains(name));
        let touched: Vec<Vec<String>> =
            self.together.iter().filter(|it| shares(it)).cloned().collect();
        for group in touched {
            self.together.remove(&group);
            all.extend(group);
        }
        let mut seen = HashSet::new();
        all.retain(|name| seen.insert(name.clone()));
        self.apart.retain(|(one, other)| !(seen.contains(one) && seen.contains(other)));
        self.together.insert(all);
    }

    /// That two names do not mean the same. Takes back that they do.
    pub fn part(&mut self, one: &str, other: &str) {
        let both = |group: &Vec<String>| {
            group.iter().any(|it| it == one) && group.iter().any(|it| it == other)
        };
        let joined: Vec<Vec<String>> =
            self.together.iter().filter(|it| both(it)).cloned().collect();
        for mut group in joined {
            self.together.remove(&group);
            group.retain(|name| name != one);
            if group.len() > 1 {
                self.together.insert(group);
            }
        }
        let (one, other) = (one.min(other), one.max(other));
        self.apart.insert((one.to_owned(), other.to_owned()));
    }

    fn are_apart(&self, one: &str, other: &str) -> bool {
        let pair = (one.min(other).to_owned(), one.max(other).to_owned());
        !self.apart.is_empty() && self.apart.contains(&pair)
    }

    fn called(&self, name: String) -> String {
        let group = self.together.iter().find(|group| group.contains(&name));
        group.map_or(name, |group| group[0].clone())
    }
}

/// What of a name tells who it is, in small letters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Key {
    /// First name and surname.
    Full(String, String),
    /// An initial and a surname.
    Initial(char, String),
    /// One word.
    Last(String),
    /// All of the name of what is no person.
    Other(String),
}

impl Key {
    fn of(one: &Named) -> Key {
        let lower = |word: &str| word.trim_end_matches(['.', ',']).to_lowercase();
        if !one.person {
            let words: Vec<String> = one.name.split_whitespace().map(str::to_lowercase).collect();
            let from = usize::from(words.len() > 1 && words[0] == "the");
            return Key::Other(words[from..].join(" "));
        }
        let mut words: Vec<&str> = one.name.split_whitespace().collect();
        while words.len() > 1 && is_title(words[0]) {
            words.remove(0);
        }
        while words.len() > 1 && is_suffix(words[words.len() - 1]) {
            words.pop();
        }
        match &words[..] {
            [] => Key::Last(String::new()),
            [only] => Key::Last(lower(only)),
            [first, .., last] => {
                let (first, last) = (lower(first), lower(last));
                let mut letters = first.chars().filter(|c| *c != '.');
                match (letters.next(), letters.next()) {
                    (Some(initial), None) => Key::Initial(initial, last),
                    _ => Key::Full(first, last),
                }
            }
        }
    }

    /// Whether it may mean somebody whose name it does not say in full: what is no person means
    /// another one as an abbreviation only.
    fn is_short(&self) -> bool {
        !matches!(self, Key::Full(..))
    }

    /// Why this one may be that.
    fn why(&self, other: &Key) -> String {
        match (self, other) {
            (Key::Last(_), _) => "the surname, and several have it".to_owned(),
            (Key::Initial(..), _) => "the initial, and several have it".to_owned(),
            (Key::Full(short, _), Key::Full(long, _)) => {
                format!("“{short}” may be short for “{long}”")
            }
            _ => "the names are alike".to_owned(),
        }
    }
}

fn is_title(word: &str) -> bool {
    let word = word.to_lowercase();
    lexicon::kinds(&word).title
        || matches!(word.trim_end_matches('.'), "mr" | "mrs" | "ms" | "dr" | "miss")
}

fn is_suffix(word: &str) -> bool {
    matches!(
        word.trim_end_matches(['.', ',']).to_lowercase().as_str(),
        "jr" | "sr" | "ii" | "iii" | "iv"
    )
}

/// Short forms of given names, each with the long one.
#[rustfmt::skip]
const SHORT: [(&str, &str); 40] = [
    ("abe", "abraham"), ("al", "albert"), ("alex", "alexander"), ("andy", "andrew"), ("ben", "benjamin"),
    ("bernie", "bernard"), ("beth", "elizabeth"), ("bill", "william"), ("bob", "robert"), ("charlie", "charles"),
    ("chris", "christopher"), ("chuck", "charles"), ("dan", "daniel"), ("dave", "david"), ("dick", "richard"),
    ("don", "donald"), ("ed", "edward"), ("fred", "frederick"), ("greg", "gregory"), ("jeff", "jeffrey"),
    ("jim", "james"), ("joe", "joseph"), ("ken", "kenneth"), ("kate", "katherine"), ("larry", "lawrence"),
    ("liz", "elizabeth"), ("matt", "matthew"), ("mike", "michael"), ("mitch", "mitchell"), ("nick", "nicholas"),
    ("pat", "patrick"), ("pete", "peter"), ("rick", "richard"), ("rob", "robert"), ("ron", "ronald"),
    ("sam", "samuel"), ("steve", "steven"), ("ted", "edward"), ("tim", "timothy"), ("tom", "thomas"),
];

/// Names that say the same, and what each is called.
struct Groups {
    /// The spelling that most stories have, by key.
    names: HashMap<Key, String>,
    /// Keys of people by surname, in order.
    by_surname: HashMap<String, BTreeSet<Key>>,
    /// What an abbreviation stands for.
    acronyms: HashMap<String, BTreeSet<Key>>,
}

impl Groups {
    fn of(namings: &[Named], keys: &[Key]) -> Groups {
        let mut spelt: HashMap<&Key, BTreeMap<&str, usize>> = HashMap::new();
        let mut by_surname: HashMap<String, BTreeSet<Key>> = HashMap::new();
        let mut acronyms: HashMap<String, BTreeSet<Key>> = HashMap::new();
        for (one, key) in namings.iter().zip(keys) {
            *spelt.entry(key).or_default().entry(plain(&one.name, one.person)).or_default() += 1;
            match key {
                Key::Full(_, last) => {
                    by_surname.entry(last.clone()).or_default().insert(key.clone());
                }
                Key::Other(_) => {
                    for short in one.aliases.iter().filter(|alias| is_acronym(alias)) {
                        acronyms.entry(short.to_lowercase()).or_default().insert(key.clone());
                    }
                }
                Key::Initial(..) | Key::Last(_) => {}
            }
        }
        let most = |spellings: BTreeMap<&str, usize>| {
            let best = spellings
                .iter()
                .max_by_key(|(name, many)| (**many, name.len(), std::cmp::Reverse(**name)));
            best.map_or_else(String::new, |(name, _)| (*name).to_owned())
        };
        let names = spelt.into_iter().map(|(key, spellings)| (key.clone(), most(spellings)));
        Groups { names: names.collect(), by_surname, acronyms }
    }

    fn called(&self, key: &Key) -> String {
        self.names.get(key).cloned().unwrap_or_default()
    }

    /// Others that a name may mean, in order.
    fn may_mean(&self, key: &Key) -> Vec<&Key> {
        let of = |last: &String| self.by_surname.get(last).into_iter().flatten();
        match key {
            Key::Last(last) => of(last).collect(),
            Key::Initial(initial, last) => of(last)
                .filter(|one| matches!(one, Key::Full(first, _) if first.starts_with(*initial)))
                .collect(),
            Key::Full(first, last) => {
                let long = |other: &str| SHORT.iter().any(|(a, b)| a == first && *b == other);
                of(last).filter(|one| matches!(one, Key::Full(other, _) if long(other))).collect()
            }
            Key::Other(name) => match self.acronyms.get(name) {
                Some(all) if all.len() == 1 => all.iter().filter(|one| *one != key).collect(),
                _ => Vec::new(),
            },
        }
    }
}

/// A name without what stands before it, as it is shown.
fn plain(name: &str, person: bool) -> &str {
    let mut rest = name;
    while person && let Some((title, behind)) = rest.split_once(' ') {
        if !is_title(title) {
            break;
        }
        rest = behind;
    }
    rest
}

fn is_acronym(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_uppercase()).count();
    (2..=8).contains(&letters)
        && word.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '&' | '-'))
}

/// In whose company each name stands.
struct Company<'a> {
    /// The full names of each story.
    of_story: HashMap<i64, Vec<&'a Key>>,
    /// With whom each full name stands in one story, and in how many.
    beside: HashMap<&'a Key, HashMap<&'a Key, usize>>,
}

impl<'a> Company<'a> {
    fn of(namings: &[Named], keys: &'a [Key]) -> Company<'a> {
        /// A story of more names than these is a list: its names are not in each other's company.
        const MOST: usize = 60;
        let mut of_story: HashMap<i64, Vec<&Key>> = HashMap::new();
        for (one, key) in namings.iter().zip(keys) {
            if matches!(key, Key::Full(..) | Key::Other(_)) {
                of_story.entry(one.story).or_default().push(key);
            }
        }
        let shared: HashSet<&str> = {
            // Only surnames that several people have are ever asked about.
            let mut firsts: HashMap<&str, HashSet<&str>> = HashMap::new();
            for key in keys {
                if let Key::Full(first, last) = key {
                    firsts.entry(last).or_default().insert(first);
                }
            }
            firsts
                .into_iter()
                .filter(|(_, firsts)| firsts.len() > 1)
                .map(|(last, _)| last)
                .collect()
        };
        let mut beside: HashMap<&Key, HashMap<&Key, usize>> = HashMap::new();
        for names in of_story.values().filter(|names| names.len() <= MOST) {
            for one in names {
                if !matches!(one, Key::Full(_, last) if shared.contains(last.as_str())) {
                    continue;
                }
                let company = beside.entry(one).or_default();
                for other in names.iter().filter(|other| *other != one) {
                    *company.entry(other).or_default() += 1;
                }
            }
        }
        Company { of_story, beside }
    }

    /// The one of several in whose company a naming stands by far the most.
    fn clear<'k>(&self, one: &Named, several: &[&'k Key]) -> Option<&'k Key> {
        let names = self.of_story.get(&one.story)?;
        let score = |key: &Key| -> usize {
            let here = usize::from(names.contains(&key)) * 1_000;
            let company = self.beside.get(key);
            here + names.iter().filter_map(|name| company?.get(name)).sum::<usize>()
        };
        let mut scored: Vec<(usize, &Key)> = several.iter().map(|key| (score(key), *key)).collect();
        scored.sort_by_key(|one| std::cmp::Reverse(one.0));
        match scored[..] {
            [(best, key), (next, _), ..] if best > 0 && best >= CLEAR * next => Some(key),
            [(best, key)] if best > 0 => Some(key),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// “1 Vladimir Putin, 2 Putin”: story and name of people; a name in brackets is no person's.
    fn namings(words: &str) -> Vec<Named> {
        let one = |(number, words): (usize, &str)| {
            let (story, name) = words.trim().split_once(' ').unwrap();
            let (name, alias) = name.split_once('=').unwrap_or((name, ""));
            Named {
                number: i64::try_from(number).unwrap(),
                story: story.parse().unwrap(),
                name: name.trim_matches(['[', ']']).to_owned(),
                person: !name.starts_with('['),
                aliases: alias.split('=').filter(|it| !it.is_empty()).map(str::to_owned).collect(),
                means: String::new(),
            }
        };
        words.split(',').enumerate().map(one).collect()
    }

    #[test]
    fn names_are_joined() {
        for (given, expected, doubts) in [
            ("1 Ada Hill, 2 Hill, 3 Mrs. Ada Hill", "Ada Hill, Ada Hill, Ada Hill", ""),
            ("1 Ada B. Hill, 2 Ada Hill, 3 Ada Hill", "Ada Hill, Ada Hill, Ada Hill", ""),
            (
                "1 Ada Hill, 2 Bo Hill, 3 Hill",
                "Ada Hill, Bo Hill, Hill",
                "Hill=Ada Hill, Hill=Bo Hill",
            ),
            (
                "1 Ada Hill, 1 Cy Ost, 2 Bo Hill, 2 Di Ek, 3 Hill, 3 Cy Ost",
                "Ada Hill, Cy Ost, Bo Hill, Di Ek, Ada Hill, Cy Ost",
                "",
            ),
            ("1 Jim Roe, 2 James Roe", "Jim Roe, James Roe", "Jim Roe=James Roe"),
            ("1 J. Roe, 2 James Roe", "James Roe, James Roe", ""),
            ("1 James Roe, 2 James Roe Jr.", "James Roe Jr., James Roe Jr.", ""),
            (
                "1 [the Harbour Board]=[HB], 2 [Harbour Board]",
                "the Harbour Board, the Harbour Board",
                "",
            ),
            ("1 [Harbour Board]=HB, 2 [HB]", "Harbour Board, Harbour Board", ""),
        ] {
            let joined = join(&namings(given), &Decisions::default());
            assert_eq!(joined.means.join(", "), expected, "{given}");
            let shown: Vec<String> =
                joined.doubts.iter().map(|it| format!("{}={}", it.name, it.may_be)).collect();
            assert_eq!(shown.join(", "), doubts, "{given}");
        }
    }

    #[test]
    fn a_name_that_was_decided_leaves_no_other_doubt() {
        let names = namings("1 Greta Roe, 2 Olof Roe, 3 Roe");
        assert_eq!(join(&names, &Decisions::default()).doubts.len(), 2);
        let mut decisions = Decisions::default();
        decisions.join(&["Greta Roe".to_owned(), "Roe".to_owned()]);
        let joined = join(&names, &decisions);
        assert_eq!((joined.means[2].as_str(), joined.doubts), ("Greta Roe", Vec::new()));
    }

    #[test]
    fn readers_decide() {
        let names = namings("1 Jim Roe, 2 James Roe, 3 Roe");
        let mut decisions = Decisions::default();
        decisions.join(&["James Roe".to_owned(), "Jim Roe".to_owned()]);
        let joined = join(&names, &decisions);
        assert_eq!(joined.means[..2], ["James Roe", "James Roe"]);
        assert!(joined.doubts.iter().all(|doubt| doubt.name != "Jim Roe"));
        decisions.part("Jim Roe", "James Roe");
        decisions.part("James Roe", "Roe");
        let joined = join(&names, &decisions);
        assert_eq!(joined.means, ["Jim Roe", "James Roe", "Jim Roe"]);
        assert_eq!(joined.doubts, []);
        assert_eq!(Decisions::read(&decisions.write()), Ok(decisions));
        assert!(Decisions::read("(\n  tigether: [],\n)").unwrap_err().contains("line 2"));
    }
}
