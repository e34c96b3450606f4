//! One attribution as it is shown, tagged and exported.

use crate::annotation::{Anchor, Anchors, Item, ItemId, ItemOrigin, Stamp};
use crate::article::Article;
use crate::nlp::{Attribution, Directness, Entity, EntityId, Suggestion};
use crate::text::Span;

/// Who said what, by the machine or by a reader.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Names it in the annotation file.
    pub id: ItemId,
    /// What is said; text order, never empty.
    pub content: Vec<Span>,
    /// Words that name the source; may be empty.
    pub source: Vec<Span>,
    /// Reporting words; may be empty.
    pub cue: Vec<Span>,
    /// Who speaks; empty where the story does not name them.
    pub speakers: Vec<Speaker>,
    /// What an unnamed source is called.
    pub unnamed: Option<String>,
    /// How much of it stands between quotation marks; none for a reader's own.
    pub directness: Option<Directness>,
    /// The machine's suggested tag.
    pub suggestion: Option<Suggestion>,
    /// The machine's confidence, 0 to 1; none for a reader's own.
    pub confidence: Option<f32>,
    /// What decided, in a reader's words.
    pub why: String,
    /// Where it came from.
    pub origin: ItemOrigin,
}

/// Somebody who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// By name.
    pub name: String,
    /// The entity, where the story's entities hold it.
    pub entity: Option<EntityId>,
}

impl Speaker {
    /// Somebody by name, who may be among the story's entities.
    pub fn named(name: &str, entities: &[Entity]) -> Speaker {
        let at = entities.iter().position(|entity| entity.name == name);
        let entity = at.and_then(|at| u32::try_from(at).ok()).map(EntityId);
        Speaker { name: name.to_owned(), entity }
    }
}

impl Statement {
    /// As the machine found it.
    pub fn extracted(id: ItemId, attribution: &Attribution, entities: &[Entity]) -> Statement {
        let speaker = |id: &EntityId| Speaker {
            name: entities[id.0 as usize].name.clone(),
            entity: Some(*id),
        };
        Statement {
            id,
            content: attribution.content.clone(),
            source: attribution.source.clone(),
            cue: attribution.cue.clone(),
            speakers: attribution.speakers.iter().map(speaker).collect(),
            unnamed: attribution.unnamed.clone(),
            directness: Some(attribution.directness),
            suggestion: attribution.suggestion.clone(),
            confidence: Some(attribution.confidence),
            why: attribution.why.clone(),
            origin: ItemOrigin::Extracted,
        }
    }

    /// From a reader's item, where all of its content is found in the text of `anchors`.
    pub fn restored(
        id: ItemId,
        item: &Item,
        anchors: &Anchors,
        entities: &[Entity],
    ) -> Option<Statement> {
        let place = |anchor: &Anchor| anchors.find(anchor).span();
        let content = item.content.iter().map(place).collect::<Option<Vec<Span>>>()?;
        if content.is_empty() {
            return None;
        }
        Some(Statement {
            id,
            content,
            source: item.source.iter().filter_map(place).collect(),
            cue: item.cue.iter().filter_map(place).collect(),
            speakers: item.speakers.iter().map(|name| Speaker::named(name, entities)).collect(),
            unnamed: None,
            directness: None,
            suggestion: None,
            confidence: None,
            why: String::new(),
            origin: item.origin,
        })
    }

    /// Takes the spans and speakers that a reader gave it.
    pub fn change(&mut self, own: Statement) {
        let Statement { content, source, cue, speakers, origin, .. } = own;
        if !speakers.is_empty() {
            self.unnamed = None;
        }
        *self = Statement { content, source, cue, speakers, origin, ..self.clone() };
    }

    /// A bare item for it, to be marked.
    pub fn item(&self, article: &Article, stamp: Stamp) -> Item {
        let anchors = |spans: &[Span]| {
            spans.iter().map(|span| Anchor::new(&article.text, *span)).collect::<Vec<_>>()
        };
        Item {
            source: anchors(&self.source),
            cue: anchors(&self.cue),
            speakers: self.speakers.iter().map(|speaker| speaker.name.clone()).collect(),
            origin: self.origin,
            ..Item::new(anchors(&self.content), stamp)
        }
    }

    /// All its spans: content, source, cue.
    pub fn parts(&self) -> impl Iterator<Item = Span> + '_ {
        self.content.iter().chain(&self.source).chain(&self.cue).copied()
    }

    /// From its first byte to its last, whatever lies between.
    pub fn extent(&self) -> Span {
        let first = self.content[0];
        self.parts().fold(first, Span::cover)
    }

    /// Who speaks, for a reader: “Donald Trump, Vladimir Putin”, “a spokesman”, “nobody named”.
    pub fn said_by(&self) -> String {
        if self.speakers.is_empty() {
            return self.unnamed.clone().unwrap_or_else(|| "nobody named".to_owned());
        }
        let names: Vec<&str> = self.speakers.iter().map(|one| one.name.as_str()).collect();
        names.join(", ")
    }
}
