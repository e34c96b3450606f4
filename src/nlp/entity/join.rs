//! Joining of mentions, one at a time, into entities known by their keys and by parts of them.

use std::collections::HashMap;

use super::super::EntityKind;
use super::super::lexicon;
use super::super::mention::Mention;
use super::super::page::Page;
use super::key::{initials, key, letters};

/// People who share a surname, names of one person: no story has as many, and a text made to be
/// slow must not make us compare each with each.
const MANY: usize = 16;

/// How many mentions back the last bearer of a shared surname is looked for.
const NEAR: usize = 400;

/// What has been joined so far: keys under which an entity is known.
pub struct Joiner<'a> {
    page: &'a Page<'a>,
    mentions: &'a [Mention],
    names: &'a [String],
    /// The entity of each mention.
    of: Vec<Option<usize>>,
    kinds: Vec<EntityKind>,
    /// The first few full names of each.
    full_names: Vec<Vec<String>>,
    by_name: HashMap<(EntityKind, String), usize>,
    /// By part of a full name: last and first name of people; how names of organisations and
    /// places end, and what they are without a common last word. Several may share one.
    by_part: HashMap<(EntityKind, String), Vec<usize>>,
    /// Organisations and places by the initials of their words.
    by_initials: HashMap<String, usize>,
}

impl<'a> Joiner<'a> {
    pub fn new(page: &'a Page<'a>, mentions: &'a [Mention], names: &'a [String]) -> Joiner<'a> {
        Joiner {
            page,
            mentions,
            names,
            of: vec![None; mentions.len()],
            kinds: Vec::new(),
            full_names: Vec::new(),
            by_name: HashMap::new(),
            by_part: HashMap::new(),
            by_initials: HashMap::new(),
        }
    }

    /// The kind of each entity, and the entity of each mention.
    pub fn done(self) -> (Vec<EntityKind>, Vec<usize>) {
        (self.kinds, self.of.into_iter().flatten().collect())
    }

    /// Finds or founds the entity of mention `at`.
    pub fn join(&mut self, at: usize) {
        let kind = self.mentions[at].kind;
        let key = self.told_apart(at, kind, key(&self.names[at], kind));
        // A bare name that several people bear is looked at each time.
        let shared = kind == EntityKind::Person
            && !key.contains(' ')
            && self.by_part.get(&(kind, key.clone())).is_some_and(|all| all.len() > 1);
        let same = self.by_name.get(&(kind, key.clone())).copied().filter(|_| !shared);
        let known = same
            .or_else(|| self.in_brackets(at))
            .or_else(|| self.taken_otherwise(kind, &key))
            .or_else(|| self.spelt_out(at, kind))
            .or_else(|| self.short_for(at, kind, &key));
        let entity = known.unwrap_or_else(|| {
            self.kinds.push(kind);
            self.full_names.push(Vec::new());
            self.kinds.len() - 1
        });
        if same.is_none() {
            self.remember(entity, kind, at, key);
        }
        self.of[at] = Some(entity);
    }

    /// A name of several words that was taken for a place where it is an organisation here, or the other way
    /// round: it is one all the same.
    fn taken_otherwise(&self, kind: EntityKind, key: &str) -> Option<usize> {
        let other = match kind {
            EntityKind::Org => EntityKind::Place,
            EntityKind::Place => EntityKind::Org,
            _ => return None,
        };
        let known = self.by_name.get(&(other, key.to_owned()));
        known.copied().filter(|_| key.contains(' '))
    }

    /// “mr. grant”, where all that are called Grant are women: somebody else.
    fn told_apart(&self, at: usize, kind: EntityKind, key: String) -> String {
        let Some(female) = self.gender(at).filter(|_| kind == EntityKind::Person) else {
            return key;
        };
        let known = self.by_part.get(&(kind, key.clone())).filter(|_| !key.contains(' '));
        let other = |one: &usize| self.is_female(*one) == Some(!female);
        if known.is_some_and(|all| !all.is_empty() && all.iter().all(other)) {
            return format!("{} {key}", if female { "ms." } else { "mr." });
        }
        key
    }

    /// “Grey Lantern Ring (GLR)”: the short form in brackets right behind its name.
    fn in_brackets(&self, at: usize) -> Option<usize> {
        let before = at.checked_sub(1)?;
        let (short, long) = (&self.mentions[at], &self.mentions[before]);
        let (inside, outside) = (short.tokens.clone(), long.tokens.clone());
        let between = outside.end + 1 == inside.start && self.page.lower_at(outside.end) == "(";
        let closes = self.page.lower_at(inside.end) == ")";
        let letters = letters(&self.names[at]);
        let spelt_out = initials(&self.names[before]).as_ref() == Some(&letters);
        let fits = spelt_out || short.kind == long.kind && long.kind != EntityKind::Person;
        (between && closes && fits && !letters.is_empty() && outside.len() > 1)
            .then_some(self.of[before])
            .flatten()
    }

    /// The name whose initials this is.
    fn spelt_out(&self, at: usize, kind: EntityKind) -> Option<usize> {
        /// Fewer letters are many things.
        const TELLING: usize = 3;
        let letters = letters(&self.names[at]);
        let entity = *self.by_initials.get(&letters)?;
        (self.kinds[entity] == kind || letters.len() >= TELLING).then_some(entity)
    }

    /// The entity of whose name this is a part: “Hill”, “the Board”; of several the likeliest.
    fn short_for(&self, at: usize, kind: EntityKind, key: &str) -> Option<usize> {
        let person = kind == EntityKind::Person;
        let words: Vec<&str> = key.split(' ').collect();
        let part = if person { *words.last()? } else { key };
        let known = self.by_part.get(&(kind, part.to_owned()))?;
        let fits = |one: &usize| !person || words.len() == 1 || self.fits(*one, &words);
        let mut candidates: Vec<usize> = known.iter().copied().filter(fits).collect();
        if let Some(female) = self.gender(at).filter(|_| person && candidates.len() > 1) {
            let other = |one: &usize| self.is_female(*one) == Some(!female);
            if !candidates.iter().all(other) {
                candidates.retain(|one| !other(one));
            }
        }
        match candidates[..] {
            [] => None,
            [only] => Some(only),
            _ if !person => None,
            _ => self
                .best_known(&candidates)
                .or_else(|| self.last_named(at, &candidates))
                .or(candidates.first().copied()),
        }
    }

    /// The only one of `candidates` whom a list of politicians names: a family goes by its first
    /// names beside the one that everybody knows.
    fn best_known(&self, candidates: &[usize]) -> Option<usize> {
        let known = |name: &String| lexicon::kinds(name).politician;
        let mut all = candidates.iter().filter(|one| self.full_names[**one].iter().any(known));
        let first = all.next()?;
        all.next().is_none().then_some(*first)
    }

    /// The one of `candidates` that was named last before `at`.
    fn last_named(&self, at: usize, candidates: &[usize]) -> Option<usize> {
        let recent = self.of[..at].iter().rev().take(NEAR).flatten();
        recent.into_iter().find(|one| candidates.contains(one)).copied()
    }

    /// Whether the form of address before mention `at` is a woman's.
    fn gender(&self, at: usize) -> Option<bool> {
        let before = self.mentions[at].tokens.start.checked_sub(1)?;
        match self.page.lower_at(before) {
            "mrs." | "ms." | "miss" | "mrs" | "ms" | "lady" => Some(true),
            "mr." | "mr" | "sir" | "lord" => Some(false),
            _ => None,
        }
    }

    fn is_female(&self, entity: usize) -> Option<bool> {
        let first = self.full_names[entity].first()?.split(' ').next()?;
        lexicon::is_female_name(first)
    }

    /// Whether a longer name (“Ada M. Hill”) fits a person known under another.
    fn fits(&self, entity: usize, words: &[&str]) -> bool {
        self.full_names[entity].iter().any(|name| {
            let known: Vec<&str> = name.split(' ').collect();
            let initial = |word: &str| word.chars().count() == 2 && word.ends_with('.');
            let agree =
                |a: &[&str], b: &[&str]| a.iter().all(|word| b.contains(word) || initial(word));
            known.last() == words.last() && (agree(&known, words) || agree(words, &known))
        })
    }

    fn remember(&mut self, entity: usize, kind: EntityKind, at: usize, key: String) {
        if key.contains(' ') && self.full_names[entity].len() < MANY {
            self.full_names[entity].push(key.clone());
        }
        for part in parts(kind, &key) {
            let known = self.by_part.entry((kind, part)).or_default();
            if !known.contains(&entity) && known.len() < MANY {
                known.push(entity);
            }
        }
        if matches!(kind, EntityKind::Org | EntityKind::Place)
            && let Some(initials) = initials(&self.names[at])
        {
            self.by_initials.entry(initials).or_insert(entity);
        }
        self.by_name.insert((kind, key), entity);
    }
}

/// What else a full name may be called.
fn parts(kind: EntityKind, key: &str) -> Vec<String> {
    /// Behind “and” and longer ends, no name is cut.
    const LONGEST: usize = 6;
    let words: Vec<&str> = key
        .split(' ')
        .filter(|word| !matches!(*word, "jr." | "sr." | "jr" | "sr" | "ii" | "iii"))
        .collect();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return Vec::new() };
    if words.len() < 2 {
        return Vec::new();
    }
    match kind {
        EntityKind::Person => vec![(*first).to_owned(), (*last).to_owned()],
        EntityKind::Org if words.len() <= LONGEST && !words.contains(&"of") => {
            let mut parts: Vec<String> =
                (1..words.len()).map(|start| words[start..].join(" ")).collect();
            if lexicon::kinds(last).org_word
                || matches!(*last, "news" | "magazine" | "mobil" | "media")
            {
                parts.push(words[..words.len() - 1].join(" "));
            }
            parts
        }
        EntityKind::Place if matches!(*last, "city" | "mall" | "canyon" | "island") => {
            vec![words[..words.len() - 1].join(" ")]
        }
        _ => Vec::new(),
    }
}
