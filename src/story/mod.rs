//! Article and analysis and a reader's items, joined into what the panes show and exports write.
//!
//! What the reader says of a statement lives in `annotation::Set` and is looked up by its id; what
//! the reader makes of the statements themselves (new ones, other spans, other speakers) is there
//! too, and [`Story::restate`] joins it with the machine's findings anew.

mod marked;
mod naming;
pub mod query;
mod statement;

pub use marked::{Shown, has_tag, proposed_tag, reviewed, shown_tag, shows_tag};
pub use naming::kind_of;
pub use query::{Query, QueryError};
pub use statement::{Speaker, Statement};

use std::collections::HashMap;
use std::sync::Arc;

use crate::annotation::{Anchors, Codebook, Item, ItemId, ItemOrigin, Set};
use crate::article::Article;
use crate::nlp::{Analysis, Attribution, Entity, EntityId, EntityKind};
use crate::text::Span;

/// One article, read: its statements in text order, its entities, and how they hang together.
#[derive(Clone, Debug)]
pub struct Story {
    /// The article.
    pub article: Article,
    /// What the machine found, its entities as the reader has them.
    pub analysis: Analysis,
    /// Statements by the start of their content: the machine's, and a reader's own.
    pub statements: Vec<Statement>,
    /// Items of the reader whose words could not be found in this text; kept, not shown in it.
    pub unplaced: Vec<ItemId>,
    /// Names that the reader's namings of the entities are kept under, one for each entity.
    pub entity_keys: Vec<String>,
    /// The tags there are.
    pub codebook: Arc<Codebook>,
    /// What the machine found, where the reader named its entities otherwise.
    found: Option<Box<Analysis>>,
}

impl Story {
    /// Joins the machine's findings with a reader's items, see [`Story::restate`].
    pub fn new(article: Article, analysis: Analysis, set: &Set) -> Story {
        let mut story = Story {
            article,
            analysis,
            statements: Vec::new(),
            unplaced: Vec::new(),
            entity_keys: Vec::new(),
            codebook: Arc::new(Codebook::built_in().clone()),
            found: None,
        };
        story.restate(set);
        story
    }

    /// Makes the statements anew from the machine's findings and a reader's items: an item belongs
    /// to the statement of its id, or else to the one with the same content spans, and gives it its
    /// spans and speakers where the reader changed them; one that belongs to none becomes a
    /// statement of its own where its words are found. O(text + statements + items).
    pub fn restate(&mut self, set: &Set) {
        self.name_entities(set);
        let Story { article, analysis, .. } = &*self;
        let mut statements: Vec<Statement> = named(article, &analysis.attributions)
            .map(|(id, attribution)| Statement::extracted(id, attribution, &analysis.entities))
            .collect();
        let mut unplaced = Vec::new();
        let mut by_id: HashMap<ItemId, usize> = HashMap::new();
        let mut by_content: HashMap<Vec<Span>, usize> = HashMap::new();
        for (at, one) in statements.iter().enumerate() {
            by_id.insert(one.id.clone(), at);
            by_content.entry(one.content.clone()).or_insert(at);
        }
        let own = |(id, item): &(&ItemId, &Item)| {
            item.origin != ItemOrigin::Extracted || !by_id.contains_key(*id)
        };
        let anchors = Anchors::new(&article.text, set.items().filter(own).map(|(_, item)| item));
        for (id, item) in set.items().filter(own) {
            let restored = Statement::restored(id.clone(), item, &anchors, &analysis.entities);
            match (by_id.get(id), restored) {
                (Some(at), Some(changed)) => statements[*at].change(changed),
                (None, Some(own)) => match by_content.get(&own.content) {
                    Some(at) => statements[*at].id = own.id,
                    None => statements.push(own),
                },
                (None, None) => unplaced.push(id.clone()),
                (Some(_), None) => {}
            }
        }
        statements.sort_by_key(|one| (one.content[0].start(), std::cmp::Reverse(one.extent())));
        (self.statements, self.unplaced) = (statements, unplaced);
    }

    /// Makes the entities anew from the machine's and the reader's namings.
    fn name_entities(&mut self, set: &Set) {
        if let Some(found) = self.found.take() {
            self.analysis = *found;
        }
        if set.namings().is_empty() {
            let names = self.analysis.entities.iter().map(|one| one.name.clone());
            self.entity_keys = names.collect();
            return;
        }
        let (named, keys) = naming::named(&self.analysis, set.namings(), &self.article);
        self.found = Some(Box::new(std::mem::replace(&mut self.analysis, named)));
        self.entity_keys = keys;
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
