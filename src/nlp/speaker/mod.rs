//! Speakers: the entities behind each source, or what an unnamed source is called.
//!
//! Sources are read in text order ([`source`]); for each, a trained ranker chooses ([`choice`])
//! among entities named before, the names in the source ([`named`]), the last group, and nobody.
//! What the page says of each entity as a whole is gathered once ([`cast`]). A statement inside
//! another one's words is decided by rule: “I” in a quotation is its speaker.

mod cast;
pub mod choice;
mod named;
mod source;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use self::cast::Cast;
use self::choice::{Around, Choice};
use self::named::Names;
use self::source::{Class, Source, called};
use super::draft::Draft;
use super::entity::{self, Entities};
use super::mention::Mention;
use super::model::{Ranker, Weights};
use super::page::Page;
use super::pos::Pos;
use super::{EntityId, EntityKind, lexicon};
use crate::text::Span;

/// Name of the task and of its model.
pub const TASK: &str = "speakers";

/// The ranker inside the binary.
pub fn embedded() -> Ranker {
    let bytes = include_bytes!("../../../assets/models/speakers.model");
    let weights = Weights::embedded(bytes, TASK, choice::FEATURES);
    Ranker { weights: weights.expect("the binary's own model is for these features") }
}

/// Who speaks in each draft.
#[derive(Default)]
pub struct Speakers {
    /// Parallel to the drafts.
    pub of: Vec<Resolved>,
    /// Nominals and pronouns that mean an entity.
    pub references: Vec<(EntityId, Span)>,
    /// Sources that could not be resolved and should have been.
    pub unclear: Vec<Span>,
}

/// Who speaks in one draft.
#[derive(Clone, Default, Debug, PartialEq)]
pub struct Resolved {
    pub speakers: Vec<EntityId>,
    pub unnamed: Option<String>,
    /// How the source led there, for the reader; empty where it names them.
    pub chain: String,
}

/// A statement as far as its speaker is concerned.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    pub source: &'a [Span],
    pub cue: &'a [Span],
    pub content: &'a [Span],
    /// The statement whose speaker this one shares.
    pub continues: Option<usize>,
}

impl<'a> From<&'a Draft> for Said<'a> {
    fn from(draft: &'a Draft) -> Said<'a> {
        Said {
            source: &draft.source,
            cue: &draft.cue,
            content: &draft.content,
            continues: draft.continues,
        }
    }
}

/// Answers a choice: the statement's number, the choice → the number of a candidate.
pub type Decide<'a> = &'a mut dyn FnMut(usize, &Choice) -> usize;

/// Who spoke before.
pub struct Turn {
    pub speakers: Vec<EntityId>,
    pub token: usize,
    /// The source was a plural.
    pub plural: bool,
    /// What an unnamed one was called.
    pub unnamed: Option<String>,
}

/// What has been read before a source.
pub struct Past<'a> {
    pub page: &'a Page<'a>,
    pub mentions: &'a [Mention],
    pub entities: &'a Entities,
    pub cast: Cast,
    /// Mentions before the source.
    pub seen: usize,
    /// The first mention of each entity.
    pub first: Vec<usize>,
    /// The two people named most, together: “the candidates”, “both”.
    pub pair: Option<Vec<EntityId>>,
    /// The last group that was named or spoke together, and where.
    pub group: Option<(Vec<EntityId>, Span)>,
    /// Who spoke, in order.
    pub spoken: Vec<Turn>,
    /// How often each entity spoke.
    pub times: Vec<u32>,
    /// Heads of sources that stayed unnamed.
    pub heads: HashSet<String>,
}

/// Resolves the source of every draft. O(drafts + mentions).
pub fn resolve(
    page: &Page,
    drafts: &[Draft],
    mentions: &[Mention],
    entities: &Entities,
    ranker: &Ranker,
) -> Speakers {
    let said: Vec<Said> = drafts.iter().map(Said::from).collect();
    resolve_with(page, &said, mentions, entities, &mut |_, choice| {
        let chances = ranker.probabilities(&choice.rows);
        (0..chances.len()).max_by(|&a, &b| chances[a].total_cmp(&chances[b])).unwrap_or(0)
    })
}

/// The same with choices answered by `decide`.
pub fn resolve_with(
    page: &Page,
    said: &[Said],
    mentions: &[Mention],
    entities: &Entities,
    decide: Decide,
) -> Speakers {
    let mut order: Vec<usize> = (0..said.len()).collect();
    let place = |at: usize| said[at].source.first().or(said[at].cue.first()).copied();
    order.sort_by_key(|&at| {
        (said[at].continues.is_some(), place(at).unwrap_or(said[at].content[0]))
    });
    let mut past = Past::new(page, mentions, entities);
    let mut speakers =
        Speakers { of: vec![Resolved::default(); said.len()], ..Speakers::default() };
    for &at in &order {
        speakers.of[at] = match (said[at].continues, said[at].source.first()) {
            (Some(before), _) => {
                let named = past.transcript(said[at].content[0]);
                if named.speakers.is_empty() { speakers.of[before].clone() } else { named }
            }
            (None, Some(&source)) if !page.tokens.is_empty() => {
                past.read_to(source.start());
                let outer = outer(said, &speakers, at);
                past.resolve(&said[at], source, outer, &mut speakers, &mut |choice| {
                    decide(at, choice)
                })
            }
            (None, _) => past.transcript(said[at].content[0]),
        };
    }
    // A chain of statements that share a speaker resolves whatever the order.
    for at in order {
        if let Some(before) = said[at].continues
            && past.transcript(said[at].content[0]).speakers.is_empty()
        {
            speakers.of[at] = speakers.of[before].clone();
        }
    }
    for mention in mentions.iter().filter(|one| one.kind == EntityKind::Person) {
        if let Some(title) = entity::title_before(page, mention) {
            let at = mentions.partition_point(|one| one.span < mention.span);
            speakers.references.push((entities.of[at], title));
        }
    }
    speakers
}

/// The speaker of the statement inside which statement `at` stands.
fn outer(said: &[Said], speakers: &Speakers, at: usize) -> Option<EntityId> {
    /// Nested statements are close by in text order.
    const WINDOW: usize = 8;
    let source = *said[at].source.first()?;
    (at.saturating_sub(WINDOW)..at)
        .rev()
        .find(|&other| said[other].content.iter().any(|span| span.covers(source)))
        .and_then(|other| speakers.of[other].speakers.first().copied())
}

impl<'a> Past<'a> {
    fn new(page: &'a Page<'a>, mentions: &'a [Mention], entities: &'a Entities) -> Past<'a> {
        let count = entities.list.len();
        let mut first = vec![usize::MAX; count];
        for (at, id) in entities.of.iter().enumerate().rev() {
            if !mentions[at].tokens.is_empty() {
                first[id.0 as usize] = at;
            }
        }
        let cast = Cast::of(page, mentions, entities);
        let person = |id: &&EntityId| entities.list[id.0 as usize].kind == EntityKind::Person;
        let pair: Vec<EntityId> = cast.leads.iter().filter(person).take(2).copied().collect();
        Past {
            page,
            mentions,
            entities,
            cast,
            pair: (pair.len() == 2).then_some(pair),
            seen: 0,
            first,
            group: None,
            spoken: Vec::new(),
            times: vec![0; count],
            heads: HashSet::new(),
        }
    }

    /// Takes note of the mentions before byte `at`.
    fn read_to(&mut self, at: usize) {
        while self.seen < self.mentions.len() && self.mentions[self.seen].span.end() <= at {
            self.note_group(self.seen);
            self.seen += 1;
        }
    }

    /// “Trump and his Russian counterpart Vladimir Putin”: two people with “and” between.
    fn note_group(&mut self, at: usize) {
        let Some(before) = (0..at).rev().take(3).find(|&one| self.is_person(one)) else { return };
        if !self.is_person(at) || self.entities.of[before] == self.entities.of[at] {
            return;
        }
        let (from, to) = (self.mentions[before].tokens.end, self.mentions[at].tokens.start);
        if from < to && to - from <= 5 && self.page.lower(from) == "and" {
            let span = self.mentions[before].span.cover(self.mentions[at].span);
            self.group = Some((vec![self.entities.of[before], self.entities.of[at]], span));
        }
    }

    fn is_person(&self, at: usize) -> bool {
        self.mentions[at].kind == EntityKind::Person || self.is_person_entity(self.entities.of[at])
    }

    /// Whether an entity is a person.
    pub fn is_person_entity(&self, id: EntityId) -> bool {
        self.entities.list[id.0 as usize].kind == EntityKind::Person
    }

    fn resolve(
        &mut self,
        said: &Said,
        span: Span,
        outer: Option<EntityId>,
        speakers: &mut Speakers,
        decide: &mut dyn FnMut(&Choice) -> usize,
    ) -> Resolved {
        let mut source = Source::read(self.page, self.mentions, span);
        let names = Names { page: self.page, mentions: self.mentions, entities: self.entities };
        source.named = names.speaking(source.from, source.to, &source.inside);
        let quoted = self.page.quote_of(source.from).is_some();
        let rule = self
            .by_rule(&source, quoted, outer)
            .or_else(|| self.by_word(&source))
            .or_else(|| self.apposition(&source));
        let chosen = match rule {
            Some(one) => vec![one],
            None if self.is_new(&source) => Vec::new(),
            None if self.by_group(&source) => {
                self.group.as_ref().map(|(members, _)| members.clone()).unwrap_or_default()
            }
            None => {
                let around = Around { content: said.content, quoted };
                let mut choice = choice::choice(self, &source, &around);
                let right = decide(&choice);
                choice.candidates.swap_remove(right)
            }
        };
        let resolved = self.told(&source, chosen);
        self.remember(&source, &resolved);
        let pronoun = matches!(source.class, Class::He | Class::She | Class::They | Class::It);
        if resolved.speakers.is_empty() && pronoun {
            speakers.unclear.push(span);
        }
        if !resolved.chain.is_empty() {
            speakers.references.extend(resolved.speakers.iter().map(|&id| (id, span)));
        }
        resolved
    }

    /// A source inside another statement: “I” in a quotation is its speaker; “he” in what is told
    /// without quotation marks is the one who tells it, where he may be.
    fn by_rule(&self, source: &Source, quoted: bool, outer: Option<EntityId>) -> Option<EntityId> {
        let outer = outer?;
        let female = self.cast.member(outer).female;
        let is = match source.class {
            Class::I | Class::We => quoted,
            Class::He => !quoted && female != Some(true) && self.is_person_entity(outer),
            Class::She => !quoted && female != Some(false) && self.is_person_entity(outer),
            _ => false,
        };
        is.then_some(outer)
    }

    /// “they”, “the two leaders”: those who spoke together or were just named together, unless
    /// others without a name spoke since.
    fn by_group(&self, source: &Source) -> bool {
        let Some((members, span)) = &self.group else { return false };
        let token = self.page.token_from(span.start());
        let two = matches!(source.class, Class::Definite)
            && source.plural
            && (source.from..source.to).any(|at| matches!(self.page.lower(at), "two" | "both"));
        let ago =
            self.cast.sentence[source.from].abs_diff(self.cast.sentence[token.min(source.from)]);
        let mut since = self.spoken.iter().rev().take(8).take_while(|turn| turn.token > token);
        let spoke = self.spoken.iter().rev().take(8).any(|turn| turn.speakers == *members);
        let others = since.any(|turn| turn.plural && turn.speakers.is_empty());
        let they = source.class == Class::They && !others && ago <= 6 && (spoke || ago <= 1);
        they || two && ago <= 12
    }

    /// “HILL: There is no plan.”: in a transcript the name before the colon speaks.
    fn transcript(&self, content: Span) -> Resolved {
        let from = self.page.token_from(content.start());
        let colon = (from.saturating_sub(2)..(from + 3).min(self.page.tokens.len()))
            .find(|&at| at > 0 && self.page.lower(at) == ":");
        let found = colon.and_then(|colon| {
            let name = self.page.word(colon - 1);
            let shouts = name.chars().count() > 1 && name.chars().all(char::is_uppercase);
            self.cast.by_last_word.get(self.page.lower(colon - 1)).filter(|_| shouts).copied()
        });
        let Some(id) = found else { return Resolved::default() };
        let chain = format!("transcript → {}", self.entities.list[id.0 as usize].name);
        Resolved { speakers: vec![id], unnamed: None, chain }
    }

    /// “the statement”, “a spokeswoman for the Board”: a document, or somebody not met before.
    fn is_new(&self, source: &Source) -> bool {
        let document = matches!(
            self.page.lower(source.head),
            "statement"
                | "statements"
                | "report"
                | "reports"
                | "document"
                | "documents"
                | "letter"
                | "memo"
                | "poll"
                | "polls"
                | "survey"
                | "surveys"
                | "study"
                | "studies"
                | "lawsuit"
                | "complaint"
                | "transcript"
                | "communiqué"
                | "communique"
                | "email"
                | "emails"
        );
        let first = self.page.lower(source.from);
        let somebody = matches!(first, "a" | "an" | "another")
            && (source.from..source.to).any(|at| matches!(self.page.lower(at), "for" | "of"));
        // “the mayors of A and B”, “aides to Hill”: whom the names belong to, not who speaks.
        let several = source.plural
            && source.class == Class::Named
            && lexicon::is_preposition(self.page.lower_at(source.head + 1));
        source.named.is_empty() && (document || somebody || several)
    }

    /// “Bo Lund, a tax lawyer, said”, where the source is the apposition alone.
    fn apposition(&self, source: &Source) -> Option<EntityId> {
        let before = self.seen.checked_sub(1)?;
        let comma = source.from.checked_sub(1)?;
        let named = self.mentions[before].tokens.end == comma && self.is_person(before);
        let alone = source.inside.iter().all(|&at| !self.is_person(at));
        let noun = matches!(source.class, Class::Indefinite | Class::Definite | Class::Named);
        let follows = matches!(self.page.lower_at(source.to), "," | "said" | "says")
            || self.page.lower(source.to - 1) == ",";
        let is = named && alone && noun && follows && self.page.lower(comma) == ",";
        is.then(|| self.entities.of[before])
    }

    /// A name that was found elsewhere and not here: “WALLACE”, “Holt”.
    fn by_word(&self, source: &Source) -> Option<EntityId> {
        let alone = source.inside.is_empty() && source.to == source.from + 1;
        let name = alone && self.page.is_capital(source.head) && source.class == Class::Bare;
        let found = self.cast.by_last_word.get(self.page.lower(source.head)).copied();
        found.filter(|_| name && self.page.pos(source.head) == Pos::ProperNoun)
    }

    /// The decision in words.
    fn told(&self, source: &Source, speakers: Vec<EntityId>) -> Resolved {
        let words = source.span.of(self.page.text);
        if speakers.is_empty() {
            let name = match source.class {
                Class::They => self.they().unwrap_or_else(|| called(words)),
                Class::Who | Class::That => self.antecedent(source),
                _ => called(words),
            };
            return Resolved { unnamed: Some(name), ..Resolved::default() };
        }
        let is_named = |id: &EntityId| source.inside.iter().any(|&at| self.entities.of[at] == *id);
        if speakers.iter().all(is_named) {
            return Resolved { speakers, ..Resolved::default() };
        }
        let names: Vec<&str> =
            speakers.iter().map(|id| self.entities.list[id.0 as usize].name.as_str()).collect();
        let chain = format!("“{words}” → {}", names.join(", "));
        Resolved { speakers, unnamed: None, chain }
    }

    /// What “they” are called who spoke last and have no name.
    fn they(&self) -> Option<String> {
        let turn = self.spoken.iter().rev().take(6).find(|turn| turn.plural)?;
        turn.unnamed.clone()
    }

    /// The words before “who”, back to the beginning of their phrase.
    fn antecedent(&self, source: &Source) -> String {
        /// Longer phrases are cut.
        const WORDS: usize = 8;
        let start = self.cast.sentence_start(source.from);
        let belongs = |&at: &usize| {
            let kind = self.page.pos(at);
            !kind.is_verb()
                && !matches!(self.page.lower(at), "," | ";" | ":" | "(" | "and" | "”" | "“")
        };
        let end = if source.from > start && self.page.lower(source.from - 1) == "," {
            source.from - 1
        } else {
            source.from
        };
        let words = (start..end).rev().take(WORDS).take_while(belongs).last();
        match words {
            Some(first) => called(self.page.span(first..end).of(self.page.text)),
            None => called(source.span.of(self.page.text)),
        }
    }

    fn remember(&mut self, source: &Source, resolved: &Resolved) {
        if resolved.speakers.len() > 1 {
            self.group = Some((resolved.speakers.clone(), source.span));
        }
        for id in &resolved.speakers {
            self.times[id.0 as usize] += 1;
        }
        if resolved.speakers.is_empty() {
            self.heads.insert(self.page.lower(source.head).to_owned());
        }
        self.spoken.push(Turn {
            speakers: resolved.speakers.clone(),
            token: source.from,
            plural: source.plural || source.class == Class::They,
            unnamed: resolved.unnamed.clone(),
        });
    }
}
