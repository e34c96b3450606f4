//! One attribution as it is shown, tagged and exported.

use std::sync::Arc;

use crate::annotation::{Anchor, Anchors, Item, ItemId, ItemOrigin, Stamp};
use crate::article::Article;
use crate::nlp::{Attribution, Directness, Entity, EntityId, Quote, Suggestion};
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
    /// What decided, in a reader's words; many have the same.
    pub why: Arc<str>,
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
    /// An entity of the story.
    pub fn of(id: EntityId, entities: &[Entity]) -> Speaker {
        Speaker { name: entities[id.0 as usize].name.clone(), entity: Some(id) }
    }

    /// Somebody by name, who may be among the story's entities.
    pub fn named(name: &str, entities: &[Entity]) -> Speaker {
        let at = entities.iter().position(|entity| entity.name == name);
        let entity = at.and_then(|at| u32::try_from(at).ok()).map(EntityId);
        Speaker { name: name.to_owned(), entity }
    }
}

impl Statement {
    /// As the machine found it, with its reason.
    pub fn extracted(
        id: ItemId,
        attribution: &Attribution,
        why: Arc<str>,
        entities: &[Entity],
    ) -> Statement {
        let speaker = |id: &EntityId| Speaker::of(*id, entities);
        Statement {
            id,
            speakers: attribution.speakers.iter().map(speaker).collect(),
            content: attribution.content.clone(),
            source: attribution.source.clone(),
            cue: attribution.cue.clone(),
            unnamed: attribution.unnamed.clone(),
            directness: Some(attribution.directness),
            suggestion: attribution.suggestion.clone(),
            confidence: Some(attribution.confidence),
            why,
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
            why: Arc::default(),
            origin: item.origin,
        })
    }

    /// Takes the spans and speakers that a reader gave it; `quoted` as [`quoted`] gives it.
    pub fn change(&mut self, own: Statement, text: &str, quoted: &[Span]) {
        // Of several with one name, the machine knows who is meant.
        let same = self.same_speakers(&own);
        let Statement { content, source, cue, mut speakers, origin, .. } = own;
        if same {
            speakers.clone_from(&self.speakers);
        }
        if !speakers.is_empty() {
            self.unnamed = None;
        }
        if content != self.content {
            self.directness = Some(directness(text, &content, quoted));
        }
        *self = Statement { content, source, cue, speakers, origin, ..self.clone() };
    }

    /// Whether another one has speakers of the same names.
    pub fn same_speakers(&self, other: &Statement) -> bool {
        let names = self.speakers.iter().map(|it| &it.name);
        names.eq(other.speakers.iter().map(|it| &it.name))
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

/// What stands between quotation marks, in text order: the outermost quotations.
pub fn quoted(quotes: &[Quote]) -> Vec<Span> {
    let outermost = quotes.iter().filter(|quote| quote.depth == 0);
    let mut spans: Vec<Span> = outermost.flat_map(|quote| quote.spans.iter().copied()).collect();
    spans.sort_unstable();
    spans
}

/// How much of a content stands between quotation marks, in letters and digits.
fn directness(text: &str, content: &[Span], quoted: &[Span]) -> Directness {
    let letters = |span: Span| span.of(text).chars().filter(|one| one.is_alphanumeric()).count();
    let all: usize = content.iter().map(|span| letters(*span)).sum();
    let within = |span: &Span| {
        let first = quoted.partition_point(|quote| quote.end() <= span.start());
        let near = quoted.iter().skip(first).take_while(|quote| quote.start() < span.end());
        near.map(|quote| {
            letters(Span::new(quote.start().max(span.start()), quote.end().min(span.end())))
        })
        .sum::<usize>()
    };
    match content.iter().map(within).sum::<usize>() {
        0 => Directness::Indirect,
        some if some == all => Directness::Direct,
        _ => Directness::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directness_is_told_by_the_marks() {
        let text = "“No,” he said, “never again,” and left.";
        let span = |words: &str| {
            let start = text.find(words).unwrap_or_default();
            Span::new(start, start + words.len())
        };
        let quoted = [span("“No,”"), span("“never again,”")];
        for (content, expected) in [
            (vec!["“No,”"], Directness::Direct),
            (vec!["No"], Directness::Direct),
            (vec!["“No,”", "never"], Directness::Direct),
            (vec!["he said"], Directness::Indirect),
            (vec!["“No,” he said"], Directness::Mixed),
            (vec!["“No,”", "and left"], Directness::Mixed),
        ] {
            let spans: Vec<Span> = content.iter().map(|words| span(words)).collect();
            assert_eq!(directness(text, &spans, &quoted), expected, "{content:?}");
        }
    }
}
