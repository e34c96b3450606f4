//! Speakers: the entities behind each source, or what an unnamed source is called.
//!
//! Names resolve to their entity; “he”, “they”, “the two leaders”, “the senator” to people named
//! before. A spokesman for somebody is not that somebody: such a source stays unnamed.

use super::entity::{self, Entities};
use super::lexicon;
use super::mention::Mention;
use super::page::Page;
use super::roles::Draft;
use super::{EntityId, EntityKind};
use crate::text::Span;

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

/// What has been read before a source.
struct Past<'a> {
    page: &'a Page<'a>,
    mentions: &'a [Mention],
    entities: &'a Entities,
    /// Mentions before the source.
    seen: usize,
    /// The last group that was named or spoke together, and where.
    group: Option<(Vec<EntityId>, Span)>,
    /// The last person who spoke, and where.
    speaker: Option<(EntityId, Span)>,
    /// The last source that stayed unnamed.
    unnamed: Option<(String, Span)>,
}

/// How far back a pronoun may point, in bytes: about three paragraphs.
const REACH: usize = 1_200;

/// Resolves the source of every draft. O(drafts + mentions).
pub fn resolve(
    page: &Page,
    drafts: &[Draft],
    mentions: &[Mention],
    entities: &Entities,
) -> Speakers {
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    let place = |at: usize| drafts[at].source.first().or(drafts[at].cue.first()).copied();
    order.sort_by_key(|&at| {
        (drafts[at].continues.is_some(), place(at).unwrap_or(drafts[at].content[0]))
    });
    let mut past =
        Past { page, mentions, entities, seen: 0, group: None, speaker: None, unnamed: None };
    let mut speakers =
        Speakers { of: vec![Resolved::default(); drafts.len()], ..Speakers::default() };
    for &at in &order {
        speakers.of[at] = match (drafts[at].continues, drafts[at].source.first()) {
            (Some(before), _) => speakers.of[before].clone(),
            (None, Some(&source)) => {
                past.read_to(source.start());
                past.resolve(source, outer(drafts, &speakers, at), &mut speakers)
            }
            (None, None) => Resolved::default(),
        };
    }
    // A chain of statements that share a speaker resolves whatever the order.
    for at in order {
        if let Some(before) = drafts[at].continues {
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

/// The speaker of the statement inside which draft `at` stands.
fn outer(drafts: &[Draft], speakers: &Speakers, at: usize) -> Option<EntityId> {
    /// Nested statements are close by in text order.
    const WINDOW: usize = 8;
    let source = *drafts[at].source.first()?;
    (at.saturating_sub(WINDOW)..at)
        .rev()
        .find(|&other| drafts[other].content.iter().any(|span| span.covers(source)))
        .and_then(|other| speakers.of[other].speakers.first().copied())
}

impl Past<'_> {
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
        let between = self.mentions[before].tokens.end..self.mentions[at].tokens.start;
        let near = between.len() <= 5 && between.start < between.end;
        if near && self.page.lower(between.start) == "and" {
            let span = self.mentions[before].span.cover(self.mentions[at].span);
            self.group = Some((vec![self.entities.of[before], self.entities.of[at]], span));
        }
    }

    fn is_person(&self, at: usize) -> bool {
        self.mentions[at].kind == EntityKind::Person
            || self.entity(self.entities.of[at]).kind == EntityKind::Person
    }

    fn entity(&self, id: EntityId) -> &super::Entity {
        &self.entities.list[id.0 as usize]
    }

    fn resolve(
        &mut self,
        source: Span,
        outer: Option<EntityId>,
        speakers: &mut Speakers,
    ) -> Resolved {
        let words = source.of(self.page.text).to_lowercase();
        let resolved = match words.as_str() {
            "he" | "she" | "him" | "her" => self.singular(source, &words, outer),
            "who" => self.antecedent(source),
            "they" | "them" | "both" | "the two" | "the pair" | "both men" => self.group_of(source),
            "it" => self.last_org(source),
            "i" | "we" | "you" => unnamed(source.of(self.page.text)),
            _ => self.phrase(source, &words),
        };
        self.remember(source, &resolved);
        if resolved.chain.is_empty() {
            let pronoun =
                lexicon::is_pronoun(&words) && !matches!(words.as_str(), "i" | "we" | "you");
            if resolved.speakers.is_empty() && pronoun {
                speakers.unclear.push(source);
            }
        } else {
            speakers.references.extend(resolved.speakers.iter().map(|&id| (id, source)));
        }
        resolved
    }

    fn remember(&mut self, source: Span, resolved: &Resolved) {
        match resolved.speakers[..] {
            [one] if self.entity(one).kind == EntityKind::Person => {
                self.speaker = Some((one, source));
            }
            [_, _, ..] => self.group = Some((resolved.speakers.clone(), source)),
            _ => {}
        }
        if let Some(name) = &resolved.unnamed {
            self.unnamed = Some((name.clone(), source));
        }
    }

    /// “he”, “she”: the person who spoke last or was named last, of a fitting gender.
    fn singular(&self, source: Span, pronoun: &str, outer: Option<EntityId>) -> Resolved {
        let female = matches!(pronoun, "she" | "her");
        let fits = |id: EntityId| {
            gender(self.page, self.mentions, self.entities, id).is_none_or(|is| is == female)
        };
        if let Some(outer) = outer.filter(|&id| fits(id)) {
            return self.chained(source, vec![outer]);
        }
        let recent = |span: Span| source.start().saturating_sub(span.end()) < REACH;
        let spoke = self.speaker.filter(|&(id, span)| fits(id) && recent(span));
        let near = (0..self.seen)
            .rev()
            .take_while(|&at| recent(self.mentions[at].span))
            .filter(|&at| self.is_person(at) && fits(self.entities.of[at]));
        let sentence = |span: Span| self.sentence_start(span.start());
        // The subject of the sentence before, or of this one, speaks on; else who spoke last.
        let subject = near
            .clone()
            .filter(|&at| {
                let begin = sentence(self.mentions[at].span);
                self.mentions[at].tokens.start.saturating_sub(begin) <= 4
            })
            .map(|at| (self.entities.of[at], self.mentions[at].span))
            .next();
        let found = match (spoke, subject) {
            (Some((one, at)), Some((other, named))) => {
                Some(if named.start() > at.start() { other } else { one })
            }
            (Some((one, _)), None) => Some(one),
            (None, Some((other, _))) => Some(other),
            (None, None) => near.map(|at| self.entities.of[at]).next(),
        };
        found
            .map_or_else(|| unnamed(source.of(self.page.text)), |id| self.chained(source, vec![id]))
    }

    /// The first token of the sentence around byte `at`.
    fn sentence_start(&self, at: usize) -> usize {
        let token = self.page.token_from(at);
        let part = self.page.paragraphs.partition_point(|part| part.tokens.end <= token);
        let Some(part) = self.page.paragraphs.get(part) else { return token };
        let sentence = part.sentences.partition_point(|range| range.end <= token);
        part.sentences.get(sentence).map_or(token, |range| range.start)
    }

    /// “who”: the name right before it.
    fn antecedent(&self, source: Span) -> Resolved {
        let before = self.seen.checked_sub(1).filter(|&at| {
            source.start() - self.mentions[at].span.end() <= 2
                && matches!(self.mentions[at].kind, EntityKind::Person | EntityKind::Org)
        });
        match before {
            Some(at) => self.chained(source, vec![self.entities.of[at]]),
            None => Resolved::default(),
        }
    }

    /// “they”: the group named last, unless an unnamed one spoke since.
    fn group_of(&self, source: Span) -> Resolved {
        let recent = |span: Span| source.start().saturating_sub(span.end()) < REACH;
        let group = self.group.as_ref().filter(|(_, span)| recent(*span));
        let other = self.unnamed.as_ref().filter(|(name, span)| recent(*span) && is_plural(name));
        match (group, other) {
            (Some((_, at)), Some((name, span))) if span.start() > at.start() => unnamed(name),
            (Some((group, _)), _) => self.chained(source, group.clone()),
            (None, Some((name, _))) => unnamed(name),
            (None, None) => unnamed(source.of(self.page.text)),
        }
    }

    fn last_org(&self, source: Span) -> Resolved {
        let org = (0..self.seen)
            .rev()
            .take_while(|&at| source.start() - self.mentions[at].span.end() < REACH / 2)
            .find(|&at| self.mentions[at].kind == EntityKind::Org);
        match org {
            Some(at) => self.chained(source, vec![self.entities.of[at]]),
            None => unnamed(source.of(self.page.text)),
        }
    }

    /// A source of several words: names in it, or a nominal.
    fn phrase(&self, source: Span, words: &str) -> Resolved {
        let named = self.names_in(source);
        if !named.is_empty() {
            return Resolved { speakers: named, ..Resolved::default() };
        }
        let pair =
            ["the two ", "both ", "the pair", "the duo", "the men", "the women", "the leaders"];
        if pair.iter().any(|begin| words.starts_with(begin)) {
            let resolved = self.group_of(source);
            if !resolved.speakers.is_empty() {
                return resolved;
            }
        }
        match self.titled(source, words) {
            Some(id) => self.chained(source, vec![id]),
            None => unnamed(source.of(self.page.text)),
        }
    }

    /// The entities that a source names as speaking: each part between “and” ends in its name.
    fn names_in(&self, source: Span) -> Vec<EntityId> {
        let first = self.mentions.partition_point(|one| one.span.start() < source.start());
        let inside: Vec<usize> = (first..self.mentions.len())
            .take_while(|&at| source.covers(self.mentions[at].span))
            .filter(|&at| !self.mentions[at].tokens.is_empty())
            .collect();
        let from = self.page.token_from(source.start());
        let to = self.page.token_from(source.end());
        let mut found = Vec::new();
        let mut start = from;
        for at in from..=to {
            let word = if at == to { "," } else { self.page.lower(at) };
            let in_name = inside.iter().any(|&one| {
                let tokens = &self.mentions[one].tokens;
                tokens.contains(&at) && tokens.start < at
            });
            if !matches!(word, "," | "and" | "&" | "who") || in_name {
                continue;
            }
            match self.name_of_part(&inside, start..at) {
                Some(id) if !found.contains(&id) => found.push(id),
                // “the mayors of A and B”: what follows hangs on the first part.
                None if word == "and" && found.is_empty() => return found,
                _ => {}
            }
            start = at + 1;
            // Behind a comma stands an apposition, or one more name: “a spokesman, Bo Lund, said”.
            let more = word != "," || self.is_name(&inside, start, to);
            if !more {
                break;
            }
        }
        found
    }

    /// Whether a person's name and nothing else stands from token `start` to a comma, “and” or the
    /// end of the source.
    fn is_name(&self, inside: &[usize], start: usize, to: usize) -> bool {
        inside.iter().any(|&at| {
            let tokens = &self.mentions[at].tokens;
            tokens.start == start
                && self.is_person(at)
                && (tokens.end >= to || matches!(self.page.lower(tokens.end), "," | "and"))
        })
    }

    /// The entity that ends a part of a source, where the part is its name and no more than a
    /// title goes before.
    fn name_of_part(&self, inside: &[usize], part: std::ops::Range<usize>) -> Option<EntityId> {
        let last = inside.iter().rev().find(|&&at| self.mentions[at].tokens.end <= part.end)?;
        let mention = &self.mentions[*last];
        let id = self.entities.of[*last];
        let kind = self.entity(id).kind;
        let ends = mention.tokens.end == part.end && mention.tokens.start >= part.start;
        let preposition = (part.start..mention.tokens.start)
            .rev()
            .take_while(|&at| !self.is_title(at))
            .any(|at| lexicon::is_preposition(self.page.lower(at)));
        let speaks = matches!(kind, EntityKind::Person | EntityKind::Org)
            || kind == EntityKind::Place && mention.tokens.len() == part.len()
            || kind == EntityKind::Work;
        (ends && speaks && !preposition).then_some(id)
    }

    fn is_title(&self, at: usize) -> bool {
        lexicon::kinds(self.page.lower(at)).title
    }

    /// “the senator”, “the mayor of Port Ellis”: the last person with that title.
    fn titled(&self, source: Span, words: &str) -> Option<EntityId> {
        let mut parts = words.split(' ');
        let definite = matches!(parts.next()?, "the" | "his" | "her" | "their" | "this");
        let head = parts.next_back()?;
        if !definite || words.contains(" for ") || words.contains(" of ") {
            return None;
        }
        let recent = |at: &usize| source.start() - self.mentions[*at].span.end() < 4 * REACH;
        (0..self.seen)
            .rev()
            .take_while(recent)
            .filter(|&at| self.is_person(at))
            .find(|&at| {
                let mention = &self.mentions[at];
                let before = mention.tokens.start.saturating_sub(3)..mention.tokens.start;
                let after =
                    mention.tokens.end..(mention.tokens.end + 7).min(self.page.tokens.len());
                let apposition = self.page.lower_at(after.start) == ",";
                before
                    .rev()
                    .take_while(|&at| self.page.lower(at) != ",")
                    .any(|at| means(self.page.lower(at), head))
                    || apposition
                        && after
                            .skip(1)
                            .take_while(|&at| self.page.lower(at) != ",")
                            .any(|at| means(self.page.lower(at), head))
            })
            .map(|at| self.entities.of[at])
    }

    fn chained(&self, source: Span, speakers: Vec<EntityId>) -> Resolved {
        let names: Vec<&str> = speakers.iter().map(|&id| self.entity(id).name.as_str()).collect();
        let chain = format!("“{}” → {}", source.of(self.page.text), names.join(", "));
        Resolved { speakers, unnamed: None, chain }
    }
}

fn unnamed(words: &str) -> Resolved {
    let head = [", which ", ", who "].iter().filter_map(|begin| words.find(begin)).min();
    let words = head.and_then(|end| words.get(..end)).unwrap_or(words);
    let words: Vec<&str> = words.split_whitespace().collect();
    Resolved { unnamed: Some(words.join(" ")), ..Resolved::default() }
}

fn is_plural(name: &str) -> bool {
    let head = name.split([' ', ',']).take_while(|word| !lexicon::is_preposition(word));
    head.last().is_some_and(|word| word.ends_with('s') && !word.ends_with("ss"))
}

/// Whether a title before a name means the same as a noun.
fn means(title: &str, noun: &str) -> bool {
    let spelt = match title {
        "sen." => "senator",
        "gov." => "governor",
        "gen." => "general",
        "rep." => "congressman",
        "prof." => "professor",
        "dr." => "doctor",
        "col." => "colonel",
        "capt." => "captain",
        _ => title,
    };
    spelt == noun && lexicon::kinds(title).title
}

/// Whether an entity is a woman, where a title or first name tells.
fn gender(page: &Page, mentions: &[Mention], entities: &Entities, id: EntityId) -> Option<bool> {
    let entity = &entities.list[id.0 as usize];
    let titles = entity.mentions.iter().take(6).filter_map(|span| {
        let at = mentions.partition_point(|one| one.span < *span);
        let before = mentions.get(at)?.tokens.start.checked_sub(1)?;
        match page.lower(before) {
            "mr." | "sir" | "king" | "prince" | "congressman" | "spokesman" => Some(false),
            "mrs." | "ms." | "miss" | "queen" | "princess" | "congresswoman" | "spokeswoman" => {
                Some(true)
            }
            _ => None,
        }
    });
    let first = entity.name.split(' ').next().unwrap_or_default().to_lowercase();
    titles.into_iter().next().or_else(|| lexicon::is_female_name(&first))
}
