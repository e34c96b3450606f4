//! Entities: mentions that name the same, joined under the fullest name.
//!
//! Full names first, then surnames, first names, acronyms and short forms (`join`); names are
//! compared by what they mean whatever their writing (`key`). Pronouns and nominals come in later,
//! from `speaker`.

mod join;
mod key;

use super::lexicon;
use super::mention::Mention;
use super::page::Page;
use super::speaker::Speakers;
use super::{Entity, EntityId, EntityKind};
use crate::text::Span;
use join::Joiner;
pub use key::key;

/// Entities, and which one each mention names.
pub struct Entities {
    pub list: Vec<Entity>,
    /// Parallel to the mentions.
    pub of: Vec<EntityId>,
}

/// Joins mentions. O(mentions) but for surnames shared by many.
pub fn entities(page: &Page, mentions: &[Mention]) -> Entities {
    let names: Vec<String> = mentions.iter().map(|one| tidy(one.span.of(page.text))).collect();
    let mut joiner = Joiner::new(page, mentions, &names);
    // Full names found entities; short ones find theirs afterwards, wherever it stands.
    let is_full = |at: &usize| names[*at].contains(' ') || mentions[*at].kind.is_by_grammar();
    (0..names.len()).filter(is_full).for_each(|at| joiner.join(at));
    (0..names.len()).filter(|at| !is_full(at)).for_each(|at| joiner.join(at));
    let (kinds, of) = joiner.done();
    in_text_order(&kinds, mentions, &names, &of)
}

/// A name without doubled white space.
fn tidy(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ")
}

/// Entities by first mention, each under its fullest name.
fn in_text_order(
    kinds: &[EntityKind],
    mentions: &[Mention],
    names: &[String],
    of: &[usize],
) -> Entities {
    let mut order: Vec<Option<u32>> = vec![None; kinds.len()];
    let mut list: Vec<Entity> = Vec::new();
    for (at, &entity) in of.iter().enumerate() {
        let id = *order[entity].get_or_insert_with(|| {
            let kind = kinds[entity];
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
    for place in list.iter_mut().filter(|one| one.kind == EntityKind::Place) {
        place.name = calm(&place.name);
    }
    let of = of.iter().map(|&entity| EntityId(order[entity].unwrap_or_default())).collect();
    Entities { list, of }
}

/// “BEIJING” as “Beijing”: a place that only a dateline names. “USA” is a short form and stays.
fn calm(name: &str) -> String {
    /// Short forms of places have fewer letters.
    const LONGER: usize = 4;
    let word = |word: &str| {
        let mut letters = word.chars();
        let first: String = letters.by_ref().take(1).collect();
        first + &letters.as_str().to_lowercase()
    };
    let shouts = name.chars().count() > LONGER
        && name.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '-' | '/'));
    if shouts { name.split(' ').map(word).collect::<Vec<_>>().join(" ") } else { name.to_owned() }
}

/// Whether `name` says more than `known`: more words, or as many that are neither all in capitals
/// nor cut short.
fn fuller(name: &str, known: &str) -> bool {
    let words = |name: &str| name.split(' ').count();
    let shouts = |name: &str| !name.contains(char::is_lowercase);
    known.is_empty()
        || words(name) > words(known)
        || words(name) == words(known)
            && (shouts(known) && !shouts(name) || known.contains('.') && !name.contains('.'))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Origin};
    use crate::nlp::pos::Tagger;
    use crate::text::clean::clean;

    #[test]
    fn places_that_shout_are_calmed() {
        for (name, expected) in
            [("BEIJING", "Beijing"), ("PORT ELLIS", "Port Ellis"), ("USA", "USA"), ("U.S.", "U.S.")]
        {
            assert_eq!(calm(name), expected);
        }
    }

    #[test]
    fn a_name_that_is_taken_for_two_kinds_is_one() {
        use EntityKind::{Org, Person, Place};
        for (kinds, expected) in [
            ([Place, Org], vec![(Place, 2)]),
            ([Org, Place], vec![(Org, 2)]),
            ([Person, Place], vec![(Person, 1), (Place, 1)]),
        ] {
            let text = "The mayor of Port Ellis and her Port Ellis colleague met.";
            let article = Article::new("test", Origin::Stdin, clean(text));
            let page = Page::new(&article, &Tagger::embedded());
            let places = text.match_indices("Port Ellis").zip(kinds);
            let mention = |((at, name), kind): ((usize, &str), EntityKind)| {
                let from = page.token_from(at);
                Mention { span: Span::new(at, at + name.len()), tokens: from..from + 2, kind }
            };
            let found = entities(&page, &places.map(mention).collect::<Vec<_>>()).list;
            let found: Vec<_> = found.iter().map(|one| (one.kind, one.mentions.len())).collect();
            assert_eq!(found, expected, "{kinds:?}");
        }
    }
}
