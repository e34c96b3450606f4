//! Names inside a source: who of them speaks, by rule.

use std::ops::Range;

use crate::nlp::entity::Entities;
use crate::nlp::mention::Mention;
use crate::nlp::page::Page;
use crate::nlp::{EntityId, EntityKind, lexicon};

/// A source in tokens, and what it is read against.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    pub page: &'a Page<'a>,
    pub mentions: &'a [Mention],
    pub entities: &'a Entities,
}

impl Names<'_> {
    /// The entities that tokens `from..to` name as speaking: each part between “and” ends in its
    /// name. `inside` are the mentions in there.
    pub fn speaking(&self, from: usize, to: usize, inside: &[usize]) -> Vec<EntityId> {
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
            match self.name_of_part(inside, start..at) {
                Some(id) if !found.contains(&id) => found.push(id),
                // “the mayors of A and B”: what follows hangs on the first part.
                None if word == "and" && found.is_empty() => return found,
                _ => {}
            }
            start = at + 1;
            // Behind a comma stands an apposition, or one more name: “a spokesman, Bo Lund, said”.
            let more = word != "," || self.is_name(inside, start, to);
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
    fn name_of_part(&self, inside: &[usize], part: Range<usize>) -> Option<EntityId> {
        let within = |at: usize| {
            let tokens = &self.mentions[at].tokens;
            part.start <= tokens.start && tokens.end <= part.end
        };
        let person = |at: usize| self.is_person(at) && within(at);
        let last = inside
            .iter()
            .rev()
            .find(|&&at| within(at) && self.mentions[at].tokens.end == part.end)
            .or_else(|| inside.iter().find(|&&at| person(at)))
            .or_else(|| inside.iter().rev().find(|&&at| within(at)))?;
        let mention = &self.mentions[*last];
        let id = self.entities.of[*last];
        let kind = self.entities.list[id.0 as usize].kind;
        // “Sen. Hill (D-Vt.)”, “Hill of Ohio”, “Hill’s” end in their name too.
        let behind =
            if mention.tokens.end < part.end { self.page.lower(mention.tokens.end) } else { "" };
        let person = kind == EntityKind::Person;
        let hangs = behind == "("
            || person && matches!(behind, "of" | "from")
            || matches!(behind, "’s" | "'s" | "’" | "'") && mention.tokens.end + 1 == part.end;
        let ends = (mention.tokens.end == part.end || hangs) && mention.tokens.start >= part.start;
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

    fn is_person(&self, at: usize) -> bool {
        self.mentions[at].kind == EntityKind::Person
            || self.entities.list[self.entities.of[at].0 as usize].kind == EntityKind::Person
    }
}
