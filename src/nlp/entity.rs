//! Entities: mentions that name the same, joined under the fullest name.
//!
//! Full names first, then surnames, first names, acronyms and short forms; a surname that several
//! people share goes to the one named last. Pronouns and nominals come in later, from `speaker`.

use std::collections::HashMap;

use super::lexicon;
use super::mention::Mention;
use super::page::Page;
use super::speaker::Speakers;
use super::{Entity, EntityId, EntityKind};
use crate::text::Span;

/// Entities, and which one each mention names.
pub struct Entities {
    pub list: Vec<Entity>,
    /// Parallel to the mentions.
    pub of: Vec<EntityId>,
}

/// Joins mentions. O(mentions) but for surnames shared by many.
pub fn entities(page: &Page, mentions: &[Mention]) -> Entities {
    let names: Vec<String> = mentions.iter().map(|one| tidy(one.span.of(page.text))).collect();
    let mut joiner = Joiner::default();
    let mut of: Vec<Option<usize>> = vec![None; mentions.len()];
    // Full names found entities; short ones find theirs afterwards, wherever it stands.
    for pass in [Pass::Full, Pass::Short] {
        for (at, mention) in mentions.iter().enumerate() {
            let full = names[at].contains(' ') || mention.kind == EntityKind::Date;
            if full == (pass == Pass::Full) {
                of[at] = Some(joiner.join(page, mentions, &names, &of, at));
            }
        }
    }
    let of: Vec<usize> = of.into_iter().flatten().collect();
    in_text_order(&joiner, mentions, &names, &of)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    Full,
    Short,
}

/// People who share a surname, names of one person: no story has as many, and a text made to be
/// slow must not make us compare each with each.
const MANY: usize = 16;

/// How many mentions back the last bearer of a shared surname is looked for.
const NEAR: usize = 400;

/// What has been joined so far: keys under which an entity is known.
#[derive(Default)]
struct Joiner {
    kinds: Vec<EntityKind>,
    /// The first few full names of each.
    full_names: Vec<Vec<String>>,
    /// By whole name, lower case.
    by_name: HashMap<String, usize>,
    /// People by last name and first name, organisations by last word; several may share one.
    by_part: HashMap<String, Vec<usize>>,
    /// Organisations by the initials of their words.
    by_initials: HashMap<String, usize>,
}

impl Joiner {
    /// The entity of mention `at`: a known one or a new one.
    fn join(
        &mut self,
        page: &Page,
        mentions: &[Mention],
        names: &[String],
        of: &[Option<usize>],
        at: usize,
    ) -> usize {
        let mention = &mentions[at];
        let key = key(&names[at]);
        if let Some(&same) = self.by_name.get(&key) {
            return same;
        }
        let entity = in_brackets(page, mentions, of, at, &names[at])
            .or_else(|| self.by_initials.get(&letters(&names[at])).copied())
            .or_else(|| self.short_for(mention, &key, of, at))
            .unwrap_or_else(|| {
                self.kinds.push(mention.kind);
                self.full_names.push(Vec::new());
                self.kinds.len() - 1
            });
        self.remember(entity, mention.kind, &names[at], &key);
        entity
    }

    /// The entity whose last or first word this is: “Hill”, “the Board”; of several the one named
    /// last before it.
    fn short_for(
        &self,
        mention: &Mention,
        key: &str,
        of: &[Option<usize>],
        at: usize,
    ) -> Option<usize> {
        if mention.kind != EntityKind::Person {
            return None;
        }
        let words: Vec<&str> = key.split(' ').collect();
        let last = words.last()?;
        let candidates: Vec<usize> = self
            .by_part
            .get(*last)?
            .iter()
            .copied()
            .filter(|&one| words.len() == 1 || self.fits(one, &words))
            .collect();
        match candidates[..] {
            [] => None,
            [only] => Some(only),
            _ => {
                let recent = of[..at].iter().rev().take(NEAR).flatten();
                let before = recent.into_iter().find(|one| candidates.contains(one));
                before.or(candidates.first()).copied()
            }
        }
    }

    /// Whether a longer name (“Donald J. Trump”) fits a person known under another.
    fn fits(&self, entity: usize, words: &[&str]) -> bool {
        self.full_names[entity].iter().any(|name| {
            let known: Vec<&str> = name.split(' ').collect();
            let initial = |word: &str| word.chars().count() == 2 && word.ends_with('.');
            let agree =
                |a: &[&str], b: &[&str]| a.iter().all(|word| b.contains(word) || initial(word));
            known.last() == words.last() && (agree(&known, words) || agree(words, &known))
        })
    }

    fn remember(&mut self, entity: usize, kind: EntityKind, name: &str, key: &str) {
        self.by_name.insert(key.to_owned(), entity);
        if key.contains(' ') && self.full_names[entity].len() < MANY {
            self.full_names[entity].push(key.to_owned());
        }
        let words: Vec<&str> =
            key.split(' ').filter(|word| !matches!(*word, "jr." | "sr." | "jr" | "iii")).collect();
        if kind == EntityKind::Person && words.len() > 1 {
            for part in [words.first(), words.last()].into_iter().flatten() {
                let known = self.by_part.entry((*part).to_owned()).or_default();
                if !known.contains(&entity) && known.len() < MANY {
                    known.push(entity);
                }
            }
        }
        if let Some(last) = words.last().filter(|last| lexicon::kinds(last).org_word)
            && kind == EntityKind::Org
            && words.len() > 1
        {
            let known = self.by_part.entry((*last).to_owned()).or_default();
            if !known.contains(&entity) && known.len() < MANY {
                known.push(entity);
            }
        }
        if matches!(kind, EntityKind::Org | EntityKind::Place) && words.len() > 1 {
            let initials: String = name
                .split([' ', '-'])
                .filter(|word| word.starts_with(char::is_uppercase))
                .filter_map(|word| word.chars().next())
                .collect();
            if initials.len() > 1 {
                self.by_initials.entry(initials).or_insert(entity);
            }
        }
    }
}

/// “Islamic State (IS)”: the short form in brackets right behind its name.
fn in_brackets(
    page: &Page,
    mentions: &[Mention],
    of: &[Option<usize>],
    at: usize,
    name: &str,
) -> Option<usize> {
    let before = at.checked_sub(1)?;
    let short = mentions[at].tokens.clone();
    let long = mentions[before].tokens.clone();
    let between = long.end + 1 == short.start && page.lower_at(long.end) == "(";
    let closes = page.lower_at(short.end) == ")";
    let acronym = name.chars().all(|c| c.is_uppercase() || c == '.' || c.is_numeric());
    (between && closes && acronym && long.len() > 1).then_some(of[before]).flatten()
}

/// A name without doubled white space and possessive.
fn tidy(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ")
}

/// What a name is compared by: lower case, common short forms spelt out.
fn key(name: &str) -> String {
    let lower = name.to_lowercase().replace('\'', "’");
    let known = match lower.as_str() {
        "u.s." | "us" | "usa" | "u.s.a." | "america" => "united states",
        "u.k." | "uk" | "britain" => "united kingdom",
        "u.n." | "un" => "united nations",
        "e.u." | "eu" => "european union",
        "isis" | "isil" | "is" => "islamic state",
        "gop" => "republican party",
        "d.c." | "washington d.c." => "washington",
        _ => return lower,
    };
    known.to_owned()
}

fn letters(name: &str) -> String {
    let letters: String = name.chars().filter(|&c| c != '.').collect();
    let acronym = letters.len() > 1 && letters.chars().all(char::is_uppercase);
    if acronym { letters } else { String::new() }
}

/// Entities by first mention, each under its fullest name.
fn in_text_order(
    joiner: &Joiner,
    mentions: &[Mention],
    names: &[String],
    of: &[usize],
) -> Entities {
    let mut order: Vec<Option<u32>> = vec![None; joiner.kinds.len()];
    let mut list: Vec<Entity> = Vec::new();
    for (at, &entity) in of.iter().enumerate() {
        let id = *order[entity].get_or_insert_with(|| {
            let kind = joiner.kinds[entity];
            list.push(Entity {
                name: String::new(),
                kind,
                mentions: Vec::new(),
                references: Vec::new(),
            });
            u32::try_from(list.len() - 1).unwrap_or(u32::MAX)
        });
        let one = &mut list[id as usize];
        one.mentions.push(mentions[at].span);
        if fuller(&names[at], &one.name) {
            one.name.clone_from(&names[at]);
        }
    }
    let of = of.iter().map(|&entity| EntityId(order[entity].unwrap_or_default())).collect();
    Entities { list, of }
}

/// Whether `name` says more than `known`: more words, or as many and not all in capitals.
fn fuller(name: &str, known: &str) -> bool {
    let words = |name: &str| name.split(' ').count();
    let shouts = |name: &str| !name.contains(char::is_lowercase);
    known.is_empty()
        || words(name) > words(known)
        || words(name) == words(known) && shouts(known) && !shouts(name)
}

/// The entities with the nominals and pronouns that mean them.
pub fn with_references(mut entities: Entities, speakers: &Speakers) -> Vec<Entity> {
    for &(id, span) in &speakers.references {
        entities.list[id.0 as usize].references.push(span);
    }
    for entity in &mut entities.list {
        entity.references.sort_unstable();
        entity.references.dedup();
    }
    entities.list
}

/// The title right before the mention of a person, with the place or nation that goes with it:
/// “U.S. President”, “his Russian counterpart”.
pub fn title_before(page: &Page, mention: &Mention) -> Option<Span> {
    let belongs = |at: usize| {
        let word = page.lower(at);
        let kinds = lexicon::kinds(word);
        kinds.title
            || page.is_capital(at) && !lexicon::begins_sentences(page.word(at))
            || matches!(word, "foreign" | "prime" | "vice" | "former" | "chief" | "deputy")
    };
    let mut start = mention.tokens.start;
    while start > 0 && mention.tokens.start - start < 6 && belongs(start - 1) {
        start -= 1;
    }
    let titled = (start..mention.tokens.start).any(|at| lexicon::kinds(page.lower(at)).title);
    if !titled {
        return None;
    }
    if start > 0 && matches!(page.lower(start - 1), "his" | "her" | "their" | "the") {
        start -= 1;
    }
    Some(page.span(start..mention.tokens.start))
}
