//! Article and analysis and a reader's items, joined into what the panes show and exports write.
//!
//! A [`Story`] is fixed once made; what the reader does to it lives in `annotation::Set` and is
//! looked up by a statement's id.

mod statement;

pub use statement::{Speaker, Statement};

use std::collections::HashMap;

use crate::annotation::{Anchors, ItemId, Set};
use crate::article::Article;
use crate::nlp::{Analysis, Attribution, Entity, EntityId, EntityKind};
use crate::text::Span;

/// One article, read: its statements in text order, its entities, and how they hang together.
#[derive(Clone, Debug)]
pub struct Story {
    /// The article.
    pub article: Article,
    /// What the machine found.
    pub analysis: Analysis,
    /// Statements by the start of their content: the machine's, and a reader's own.
    pub statements: Vec<Statement>,
    /// Items of the reader whose words could not be found in this text; kept, not shown in it.
    pub unplaced: Vec<ItemId>,
}

impl Story {
    /// Joins the machine's findings with a reader's items: an item belongs to the statement of its
    /// id, or else to the one with the same content spans; one that belongs to none becomes a
    /// statement of its own where its words are found. O(text + statements · items).
    pub fn new(article: Article, analysis: Analysis, set: &Set) -> Story {
        let mut statements: Vec<Statement> = named(&article, &analysis.attributions)
            .map(|(id, attribution)| Statement::extracted(id, attribution, &analysis.entities))
            .collect();
        let mut unplaced = Vec::new();
        let known: HashMap<ItemId, usize> =
            statements.iter().enumerate().map(|(at, one)| (one.id.clone(), at)).collect();
        let own = || set.items().filter(|(id, _)| !known.contains_key(*id));
        let anchors = Anchors::new(&article.text, own().map(|(_, item)| item));
        for (id, item) in own() {
            match Statement::restored(id.clone(), item, &anchors) {
                Some(own) => match statements.iter_mut().find(|one| one.content == own.content) {
                    Some(same) => same.id = own.id,
                    None => statements.push(own),
                },
                None => unplaced.push(id.clone()),
            }
        }
        statements.sort_by_key(|one| (one.content[0].start(), std::cmp::Reverse(one.extent())));
        Story { article, analysis, statements, unplaced }
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
