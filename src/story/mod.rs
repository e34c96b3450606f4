//! Article and analysis and a reader's items, joined into what the panes show and exports write.
//!
//! What the reader says of a statement lives in `annotation::Set` and is looked up by its id; what
//! the reader makes of the statements themselves (new ones, other spans, other speakers) is there
//! too, and [`Story::restate`] joins it with the machine's findings anew.

mod marked;
mod naming;
pub mod query;
mod statement;

pub use marked::{Shown, proposed_tag, reviewed, shown_tag, tags};
pub use naming::kind_of;
pub use query::{Query, QueryError};
pub use statement::{Speaker, Statement};

use std::borrow::Borrow;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::annotation::{Anchors, Codebook, Item, ItemId, ItemOrigin, Set};
use crate::article::Article;
use crate::nlp::{Analysis, Attribution, Entity, EntityId, EntityKind};
use crate::text::Span;
use naming::Named;

/// One article, read: its statements in text order, its entities, and how they hang together.
#[derive(Clone, Debug)]
pub struct Story {
    /// The article.
    pub article: Article,
    /// What the machine found, its entities as the reader has them. Its attributions are not here:
    /// they became statements.
    pub analysis: Analysis,
    /// Statements by the start of their content: the machine's, and a reader's own.
    pub statements: Vec<Statement>,
    /// Items of the reader whose words could not be found in this text; kept, not shown in it.
    pub unplaced: Vec<ItemId>,
    /// Names that the reader's namings of the entities are kept under, one for each entity.
    pub entity_keys: Vec<String>,
    /// The tags there are.
    pub codebook: Arc<Codebook>,
    /// By name, the statements that are not as the machine found them, and how it did; none for one
    /// that it did not find.
    changed: HashMap<ItemId, Option<Statement>>,
    /// What the machine found of the entities, where the reader named some otherwise.
    found: Option<Box<Found>>,
}

/// Entities as the machine found them, and by the name of a statement, who speaks.
#[derive(Clone, Debug)]
struct Found {
    entities: Vec<Entity>,
    speakers: HashMap<ItemId, Vec<Speaker>>,
}

impl Story {
    /// Joins the machine's findings with a reader's items, see [`Story::restate`].
    pub fn new(article: Article, analysis: impl Borrow<Analysis>, set: &Set) -> Story {
        let analysis = analysis.borrow();
        let mut whys: HashSet<Arc<str>> = HashSet::new();
        let statements = named(&article, &analysis.attributions).map(|(id, attribution)| {
            let why = whys.get(attribution.why.as_str()).cloned().unwrap_or_else(|| {
                let why: Arc<str> = attribution.why.as_str().into();
                whys.insert(why.clone());
                why
            });
            Statement::extracted(id, attribution, why, &analysis.entities)
        });
        let statements = statements.collect();
        let analysis = Analysis {
            sentences: analysis.sentences.clone(),
            quotes: analysis.quotes.clone(),
            attributions: Vec::new(),
            entities: analysis.entities.clone(),
            notes: analysis.notes.clone(),
        };
        let mut story = Story {
            article,
            analysis,
            statements,
            unplaced: Vec::new(),
            entity_keys: Vec::new(),
            codebook: Arc::new(Codebook::built_in().clone()),
            changed: HashMap::new(),
            found: None,
        };
        story.restate(set);
        story
    }

    /// Makes the statements anew from the machine's findings and a reader's items: an item belongs
    /// to the statement of its id, or else to the one with the same content spans, and gives it its
    /// spans and speakers where the reader changed them; one that belongs to none becomes a
    /// statement of its own where its words are found. O(statements + items), and text where an
    /// item's words have moved.
    pub fn restate(&mut self, set: &Set) {
        self.take_back();
        self.name_entities(set);
        self.unplaced.clear();
        let Story { article, analysis, statements, .. } = &*self;
        let by_id: HashMap<&ItemId, usize> =
            (0..).zip(statements).map(|(at, one)| (&one.id, at)).collect();
        let own = |(id, item): &(&ItemId, &Item)| {
            item.origin != ItemOrigin::Extracted || !by_id.contains_key(*id)
        };
        let own: Vec<(&ItemId, &Item)> = set.items().filter(own).collect();
        if !own.is_empty() {
            let mut by_content: HashMap<&[Span], usize> = HashMap::new();
            for (at, one) in statements.iter().enumerate() {
                by_content.entry(&one.content).or_insert(at);
            }
            let anchors = Anchors::new(&article.text, own.iter().map(|(_, item)| *item));
            let restored = own.into_iter().map(|(id, item)| {
                let restored = Statement::restored(id.clone(), item, &anchors, &analysis.entities);
                let same = |own: &Statement| by_content.get(&own.content[..]);
                let at = by_id.get(id).or_else(|| restored.as_ref().and_then(same));
                (id, at.copied(), restored)
            });
            let restored: Vec<_> = restored.collect();
            self.place(restored);
        }
        let place = |one: &Statement| (one.content[0].start(), Reverse(one.extent()));
        self.statements.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| a.id.cmp(&b.id)));
    }

    /// Puts the reader's statements in: each with its name, the number of the one that has this name
    /// or else says the same, and itself where its words are found.
    fn place(&mut self, own: Vec<(&ItemId, Option<usize>, Option<Statement>)>) {
        let quoted = statement::quoted(&self.analysis.quotes);
        for (id, at, restored) in own {
            match (at, restored) {
                (Some(at), Some(own)) => {
                    let one = &mut self.statements[at];
                    let found = self.changed.remove(&one.id).unwrap_or(Some(one.clone()));
                    if one.id == own.id {
                        one.change(own, &self.article.text, &quoted);
                    } else {
                        one.id = own.id;
                    }
                    self.changed.insert(one.id.clone(), found);
                }
                (None, Some(own)) => {
                    self.changed.insert(id.clone(), None);
                    self.statements.push(own);
                }
                (None, None) => self.unplaced.push(id.clone()),
                (Some(_), None) => {}
            }
        }
    }

    /// Makes the statements as the machine found them.
    fn take_back(&mut self) {
        let mut changed = std::mem::take(&mut self.changed);
        if changed.is_empty() {
            return;
        }
        self.statements.retain_mut(|one| match changed.remove(&one.id) {
            Some(Some(found)) => {
                *one = found;
                true
            }
            Some(None) => false,
            None => true,
        });
    }

    /// Makes entities, and who speaks by the machine, anew from its findings and the reader's namings.
    fn name_entities(&mut self, set: &Set) {
        if let Some(found) = self.found.take() {
            self.analysis.entities = found.entities;
            for one in &mut self.statements {
                one.speakers = found.speakers.get(&one.id).cloned().unwrap_or_default();
            }
        }
        if set.namings().is_empty() {
            let names = self.analysis.entities.iter().map(|one| one.name.clone());
            self.entity_keys = names.collect();
            return;
        }
        let Named { entities, keys, place } =
            naming::named(&self.analysis.entities, set.namings(), &self.article);
        let mut speakers = HashMap::new();
        for one in &mut self.statements {
            let now = naming::speakers(&entities, &place, one);
            speakers.insert(one.id.clone(), std::mem::replace(&mut one.speakers, now));
        }
        let entities = std::mem::replace(&mut self.analysis.entities, entities);
        self.found = Some(Box::new(Found { entities, speakers }));
        self.entity_keys = keys;
    }

    /// Who speaks in a statement by the machine, where a reader says otherwise.
    pub fn found_speakers(&self, one: &Statement) -> Option<&[Speaker]> {
        let found = self.changed.get(&one.id)?.as_ref()?;
        (!one.same_speakers(found)).then_some(&found.speakers)
    }

    /// The entity behind an id.
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.analysis.entities[id.0 as usize]
    }

    /// Statements with a part that covers byte `at`, smallest extent first.
    pub fn statements_at(&self, at: usize) -> Vec<usize> {
        let mut found: Vec<usize> = (0..self.statements.len())
            .filter(|&index| self.statements[index].parts().any(|span| span.holds(at)))
            .collect();
        found.sort_by_key(|&index| self.statements[index].extent().len());
        found
    }
}

/// Where each statement that the machine found begins, and its first words, in text order.
pub fn outline<'a>(article: &'a Article, analysis: &Analysis) -> Vec<(usize, &'a str)> {
    let first = analysis.attributions.iter().filter_map(|one| one.content.first());
    let mut all: Vec<(usize, &str)> =
        first.map(|span| (span.start(), article.words(*span))).collect();
    all.sort_unstable();
    all
}

/// The word for a kind of entity on the screen and in text; the lines of `extract` have
/// [`EntityKind::word`].
pub fn kind_word(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Norp => "group",
        other => other.word(),
    }
}

/// Attributions with the ids of their statements, in the order given.
fn named<'a>(
    article: &'a Article,
    attributions: &'a [Attribution],
) -> impl Iterator<Item = (ItemId, &'a Attribution)> {
    let mut seen: HashMap<ItemId, usize> = HashMap::new();
    attributions.iter().map(move |attribution| {
        let words: Vec<&str> =
            attribution.content.iter().map(|span: &Span| article.words(*span)).collect();
        let count = seen.entry(ItemId::of(&words, 0)).or_insert(0);
        *count += 1;
        (ItemId::of(&words, *count - 1), attribution)
    })
}
