//! What a reader says of the people and places: other names and kinds, two that are one, one that is
//! two. Joined with the machine's findings into the entities of a story.

use std::collections::{BTreeMap, HashMap};

use crate::annotation::{Found, Naming};
use crate::article::Article;
use crate::nlp::{Entity, EntityId, EntityKind};
use crate::text::Span;

use super::{Speaker, Statement};

/// Kinds by the word that a naming writes.
pub fn kind_of(word: &str) -> Option<EntityKind> {
    EntityKind::ALL.into_iter().find(|kind| kind.word() == word)
}

/// Entities as a reader has them.
pub struct Named {
    /// In the order of the machine's, then new ones.
    pub entities: Vec<Entity>,
    /// The name that each is kept under.
    pub keys: Vec<String>,
    /// What became of each of the machine's.
    pub place: Vec<Option<EntityId>>,
}

/// The entities as the reader has them. One that was joined with another, or whose every mention is
/// another's, is gone. O(entities + mentions · namings).
pub fn named(found: &[Entity], namings: &BTreeMap<String, Naming>, article: &Article) -> Named {
    let mut keys: Vec<String> = found.iter().map(|one| one.name.clone()).collect();
    let mut all: Vec<Entity> = found.to_vec();
    for (key, naming) in namings {
        if keys.contains(key) {
            continue;
        }
        let kind = kind_of(&naming.kind).unwrap_or(EntityKind::Person);
        keys.push(key.clone());
        all.push(Entity { name: key.clone(), kind, mentions: Vec::new(), references: Vec::new() });
    }
    let at: HashMap<&str, usize> =
        keys.iter().enumerate().rev().map(|(at, key)| (key.as_str(), at)).collect();
    for (key, naming) in namings {
        let one = at[key.as_str()];
        if !naming.name.is_empty() {
            all[one].name.clone_from(&naming.name);
        }
        all[one].kind = kind_of(&naming.kind).unwrap_or(all[one].kind);
        for anchor in &naming.mentions {
            if let Found::Here(span) | Found::Moved(span) = anchor.find(&article.text) {
                give(&mut all, span, one);
            }
        }
    }
    let leads: Vec<usize> = (0..all.len()).map(|one| lead(one, &keys, namings, &at)).collect();
    for one in 0..all.len() {
        if leads[one] != one {
            let mentions = std::mem::take(&mut all[one].mentions);
            let references = std::mem::take(&mut all[one].references);
            all[leads[one]].mentions.extend(mentions);
            all[leads[one]].references.extend(references);
        }
    }
    let mut kept = Vec::new();
    let mut place = vec![None; all.len()];
    for (one, mut entity) in all.into_iter().enumerate() {
        let there = !entity.mentions.is_empty() || !entity.references.is_empty();
        if leads[one] == one && there {
            entity.mentions.sort_unstable();
            entity.references.sort_unstable();
            place[one] = u32::try_from(kept.len()).ok().map(EntityId);
            kept.push((entity, keys[one].clone()));
        }
    }
    let (entities, keys): (Vec<Entity>, Vec<String>) = kept.into_iter().unzip();
    let place = (0..found.len()).map(|one| place[leads[one]]).collect();
    Named { entities, keys, place }
}

/// Who speaks, of `entities`, where the machine said who does of those that [`Named::place`] led from:
/// whoever has the source's words now.
pub fn speakers(entities: &[Entity], place: &[Option<EntityId>], one: &Statement) -> Vec<Speaker> {
    let has = |entity: &Entity| {
        let mut spans = entity.mentions.iter().chain(&entity.references);
        spans.any(|span| one.source.iter().any(|own| own.overlaps(*span)))
    };
    let mut speakers: Vec<Speaker> = Vec::new();
    for was in one.speakers.iter().filter_map(|speaker| speaker.entity) {
        let old = place[was.0 as usize];
        let still = old.filter(|id| has(&entities[id.0 as usize]));
        let moved = || {
            let at = entities.iter().position(has)?;
            u32::try_from(at).ok().map(EntityId)
        };
        let new = still.or_else(moved).or(old).map(|id| Speaker::of(id, entities));
        if let Some(new) = new.filter(|new| !speakers.contains(new)) {
            speakers.push(new);
        }
    }
    speakers
}

/// Takes a mention from whoever has it, and gives it to one.
fn give(all: &mut [Entity], span: Span, one: usize) {
    for entity in all.iter_mut() {
        entity.mentions.retain(|mention| !mention.overlaps(span));
        entity.references.retain(|mention| !mention.overlaps(span));
    }
    all[one].mentions.push(span);
}

/// The one that this is the same as, over others if need be; itself where that goes round in a ring.
fn lead(
    one: usize,
    keys: &[String],
    namings: &BTreeMap<String, Naming>,
    at: &HashMap<&str, usize>,
) -> usize {
    let mut lead = one;
    for _ in 0..keys.len() {
        let next = namings.get(&keys[lead]).and_then(|naming| at.get(naming.same_as.as_str()));
        match next {
            Some(next) if *next != lead => lead = *next,
            _ => return lead,
        }
    }
    one
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Anchor, ItemId, Stamp};
    use crate::article::Origin;
    use crate::nlp::{Act, Attribution, Directness};
    use crate::text::clean::clean;

    const TEXT: &str = "Ana Ruiz spoke. Ruiz said no. Bo Ruiz left. Oss is quiet.";

    fn span(words: &str) -> Span {
        let start = TEXT.find(words).unwrap();
        Span::new(start, start + words.len())
    }

    fn naming(change: impl FnOnce(&mut Naming)) -> Naming {
        let mut naming =
            Naming::new(Stamp { annotator: "ada".to_owned(), at: jiff::Timestamp::UNIX_EPOCH });
        change(&mut naming);
        naming
    }

    /// Entities as `name kind mentions`, then who says no.
    fn told(namings: &[(&str, Naming)]) -> String {
        let article = Article::new("test", Origin::BuiltIn, clean(TEXT));
        let entity = |name: &str, kind, mentions: &[&str]| Entity {
            name: name.to_owned(),
            kind,
            mentions: mentions.iter().map(|words| span(words)).collect(),
            references: Vec::new(),
        };
        let ruiz = span("Ruiz said");
        let ruiz = Span::new(ruiz.start(), ruiz.start() + 4);
        let found = vec![
            Entity {
                mentions: vec![span("Ana Ruiz"), ruiz],
                ..entity("Ana Ruiz", EntityKind::Person, &[])
            },
            entity("Bo Ruiz", EntityKind::Person, &["Bo Ruiz"]),
            entity("Oss", EntityKind::Org, &["Oss"]),
        ];
        let attribution = Attribution {
            source: vec![ruiz],
            cue: vec![span("said")],
            content: vec![span("no")],
            speakers: vec![EntityId(0)],
            unnamed: None,
            within: None,
            directness: Directness::Indirect,
            act: Act::Speech,
            suggestion: None,
            confidence: 1.0,
            why: String::new(),
        };
        let says = Statement::extracted(ItemId::of(&["no"], 0), &attribution, "".into(), &found);
        let namings = namings.iter().map(|(key, it)| ((*key).to_owned(), it.clone())).collect();
        let Named { entities, keys, place } = named(&found, &namings, &article);
        assert_eq!(keys.len(), entities.len());
        let one = |it: &Entity| format!("{} {} {}", it.name, it.kind.word(), it.mentions.len());
        let all: Vec<String> = entities.iter().map(one).collect();
        let says = speakers(&entities, &place, &says);
        let says: Vec<&str> = says.iter().map(|speaker| speaker.name.as_str()).collect();
        format!("{} | {}", all.join(", "), says.join(", "))
    }

    #[test]
    fn entities_are_as_the_reader_has_them() {
        let same = |name: &str| naming(|it| name.clone_into(&mut it.same_as));
        let mention = |words: &str, len: usize| {
            let at = span(words).start();
            naming(|it| it.mentions = vec![Anchor::new(TEXT, Span::new(at, at + len))])
        };
        for (namings, expected) in [
            (vec![], "Ana Ruiz person 2, Bo Ruiz person 1, Oss org 1 | Ana Ruiz"),
            (
                vec![("Oss", naming(|it| it.kind = "place".to_owned()))],
                "Ana Ruiz person 2, Bo Ruiz person 1, Oss place 1 | Ana Ruiz",
            ),
            (
                vec![("Ana Ruiz", naming(|it| it.name = "Ana María Ruiz".to_owned()))],
                "Ana María Ruiz person 2, Bo Ruiz person 1, Oss org 1 | Ana María Ruiz",
            ),
            (vec![("Ana Ruiz", same("Bo Ruiz"))], "Bo Ruiz person 3, Oss org 1 | Bo Ruiz"),
            (vec![("Ana Ruiz", same("Bo Ruiz")), ("Bo Ruiz", same("Oss"))], "Oss org 4 | Oss"),
            // A mention that is another's: whoever has the source's words speaks.
            (
                vec![("Bo Ruiz", mention("Ruiz said", 4))],
                "Ana Ruiz person 1, Bo Ruiz person 2, Oss org 1 | Bo Ruiz",
            ),
            (
                vec![("Cy Ruiz", mention("Ruiz said", 4))],
                "Ana Ruiz person 1, Bo Ruiz person 1, Oss org 1, Cy Ruiz person 1 | Cy Ruiz",
            ),
            // A ring joins nobody.
            (
                vec![("Ana Ruiz", same("Bo Ruiz")), ("Bo Ruiz", same("Ana Ruiz"))],
                "Ana Ruiz person 2, Bo Ruiz person 1, Oss org 1 | Ana Ruiz",
            ),
        ] {
            assert_eq!(told(&namings), expected);
        }
    }
}
