//! A source as words: what kind of phrase it is, its head, the names in it.

use crate::nlp::mention::Mention;
use crate::nlp::page::Page;
use crate::nlp::pos::Pos;
use crate::nlp::{EntityId, EntityKind, lexicon};
use crate::text::Span;

/// What kind of phrase a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    He,
    She,
    They,
    It,
    /// “I”, “we”, “you”: whoever speaks around it.
    I,
    We,
    You,
    Who,
    /// “that”, “which”, “those”.
    That,
    /// A phrase with a name in it.
    Named,
    /// “the senator”.
    Definite,
    /// “his campaign”.
    Possessed,
    /// “a senator”.
    Indefinite,
    /// “critics”.
    Bare,
}

/// A source, read.
#[derive(Clone, Debug)]
pub struct Source {
    pub span: Span,
    /// Its tokens.
    pub from: usize,
    pub to: usize,
    pub class: Class,
    /// Its head: the last noun before what hangs on it.
    pub head: usize,
    pub plural: bool,
    /// Mentions in it.
    pub inside: Vec<usize>,
    /// Entities in it that speak, by rule.
    pub named: Vec<EntityId>,
}

impl Source {
    /// Reads a source. The page has tokens.
    pub fn read(page: &Page, mentions: &[Mention], span: Span) -> Source {
        /// A source with more names is no source; a text made to be slow has such.
        const MOST: usize = 24;
        let from = page.token_from(span.start()).min(page.tokens.len().saturating_sub(1));
        let to = page.token_from(span.end()).max(from + 1);
        let first = mentions.partition_point(|one| one.span.start() < span.start());
        let inside: Vec<usize> = (first..mentions.len())
            .take_while(|&at| mentions[at].span.start() < span.end())
            .filter(|&at| span.covers(mentions[at].span) && !mentions[at].tokens.is_empty())
            .take(MOST)
            .collect();
        let head = head(page, from, to);
        let names = |&at: &usize| {
            let mention = &mentions[at];
            let only_says_which = mention.kind.is_by_grammar()
                || matches!(mention.kind, EntityKind::Norp | EntityKind::Place)
                || lexicon::kinds(page.lower(mention.tokens.start)).norp;
            mention.tokens.contains(&head) || !only_says_which
        };
        let class = class(page, from, to, inside.iter().any(names));
        let plural = matches!(page.pos(head), Pos::Nouns)
            || matches!(page.lower(head), "they" | "them" | "both" | "people" | "police")
            || page.lower(head).ends_with("men");
        Source { span, from, to, class, head, plural, inside, named: Vec::new() }
    }
}

fn class(page: &Page, from: usize, to: usize, named: bool) -> Class {
    let first = page.lower(from);
    if to == from + 1
        || (to == from + 2 && matches!(page.lower(from + 1), "himself" | "herself" | ","))
    {
        match first {
            "he" | "him" | "his" => return Class::He,
            "she" | "her" => return Class::She,
            "they" | "them" | "both" | "their" | "each" | "neither" => return Class::They,
            "it" | "its" => return Class::It,
            "i" | "me" | "my" => return Class::I,
            "we" | "us" | "our" => return Class::We,
            "you" | "your" => return Class::You,
            "who" | "whom" | "whose" => return Class::Who,
            "that" | "which" | "those" | "these" | "this" => return Class::That,
            _ => {}
        }
    }
    match first {
        _ if named => Class::Named,
        "the" | "this" | "that" | "these" | "those" | "both" => Class::Definite,
        "his" | "her" | "their" | "its" | "my" | "our" => Class::Possessed,
        _ if lexicon::is_determiner(first) => Class::Indefinite,
        _ => Class::Bare,
    }
}

/// The last noun before a preposition, a comma, a relative clause or a participle.
fn head(page: &Page, from: usize, to: usize) -> usize {
    let mut head = from;
    for at in from..to {
        let word = page.lower(at);
        if page.pos(at).is_noun() || at == from {
            head = at;
        }
        let stops = lexicon::is_preposition(word)
            || matches!(word, "," | "(" | "who" | "that" | "which" | "whose" | "—" | "–")
            || matches!(page.pos(at), Pos::VerbIng | Pos::VerbParticiple)
                && head > from
                && !page.pos((at + 1).min(to - 1)).is_noun();
        if stops && at > from {
            break;
        }
    }
    head
}

/// What to call an unnamed source: its words, without relative clause.
pub fn called(words: &str) -> String {
    let head = [", which ", ", who "].iter().filter_map(|begin| words.find(begin)).min();
    let words = head.and_then(|end| words.get(..end)).unwrap_or(words);
    let words: Vec<&str> = words.split_whitespace().collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Origin};
    use crate::nlp::pos::Tagger;
    use crate::text::clean::clean;

    #[test]
    fn sources_have_a_class_and_a_head() {
        for (words, expected) in [
            ("He", "He He"),
            ("both", "They both"),
            ("the two leaders", "Definite leaders plural"),
            ("the senator from Ohio", "Definite senator"),
            ("a spokesman for the mayor", "Indefinite spokesman"),
            ("his campaign", "Possessed campaign"),
            ("critics of the plan", "Bare critics plural"),
        ] {
            let text = format!("{words} said so.");
            let article = Article::new("a", Origin::BuiltIn, clean(&text));
            let page = Page::new(&article, &Tagger::embedded());
            let source = Source::read(&page, &[], Span::new(0, words.len()));
            let plural = if source.plural && source.class != Class::They { " plural" } else { "" };
            let found = format!("{:?} {}{plural}", source.class, page.word(source.head));
            assert_eq!(found, expected, "{words}");
        }
    }

    #[test]
    fn what_unnamed_sources_are_called() {
        assert_eq!(called("a spokesman  for Hill, who asked"), "a spokesman for Hill");
    }
}
