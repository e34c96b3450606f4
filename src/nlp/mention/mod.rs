//! Mentions: every naming of a person, organisation, place, group, law, event or date.
//!
//! Runs of capitalised words are cut at titles and nationalities and classed by the gazetteer, by
//! their last word, and by what stands around them. Which mentions mean the same is `entity`'s.

mod class;

use std::collections::HashSet;
use std::ops::Range;

use self::class::{class, is_acronym, is_org, law_or_event, phrase};
use super::EntityKind;
use super::date;
use super::lexicon::{self, Kinds};
use super::page::{Page, Part};
use super::token::TokenKind;
use crate::article::{Metadata, ParagraphKind};
use crate::text::Span;

/// One naming in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    pub span: Span,
    /// Tokens of the page; empty for one that stands in the metadata.
    pub tokens: Range<usize>,
    pub kind: EntityKind,
    /// Whether a list or a title says what it is; else its kind is a guess.
    pub sure: bool,
}

/// Finds the mentions of a page and those its metadata name, in text order. O(tokens).
pub fn mentions(page: &Page, metadata: &Metadata) -> Vec<Mention> {
    let words = Words::of(page);
    let mut found: Vec<Mention> = from_metadata(metadata);
    for part in page.paragraphs.iter().filter(|part| !is_title_case(page, part)) {
        in_body(page, &words, part, &mut found);
    }
    let known = Known::of(page, &found);
    for part in page.paragraphs.iter().filter(|part| is_title_case(page, part)) {
        in_headline(page, &known, part, &mut found);
    }
    found.sort_by_key(|mention| mention.span);
    found
}

fn from_metadata(metadata: &Metadata) -> Vec<Mention> {
    let named = |named: &Option<crate::article::Named>, kind| {
        let span = named.as_ref()?.span?;
        Some(Mention { span, tokens: 0..0, kind, sure: true })
    };
    let place = named(&metadata.place, EntityKind::Place);
    place.into_iter().chain(named(&metadata.agency, EntityKind::Org)).collect()
}

/// Which words the article writes in lower case, and which with a capital inside a sentence.
struct Words<'p> {
    lower: HashSet<&'p str>,
    names: HashSet<&'p str>,
    /// First words of sentences and quotations, by token.
    initial: HashSet<usize>,
    /// Short forms that stand in brackets somewhere, as they are written: “(IS)”.
    acronyms: HashSet<&'p str>,
}

impl<'p> Words<'p> {
    fn of(page: &'p Page) -> Words<'p> {
        let bracketed = (1..page.tokens.len().saturating_sub(1)).filter(|&at| {
            page.word(at - 1) == "(" && page.word(at + 1) == ")" && is_acronym(page.word(at))
        });
        let mut words = Words {
            lower: HashSet::new(),
            names: HashSet::new(),
            initial: HashSet::new(),
            acronyms: bracketed.map(|at| page.word(at)).collect(),
        };
        for part in page.paragraphs.iter().filter(|part| !is_title_case(page, part)) {
            for sentence in &part.sentences {
                let mut begins = true;
                for at in sentence.clone() {
                    match page.tokens[at].kind {
                        TokenKind::Mark => {
                            begins |= matches!(page.word(at), "“" | "\"" | "‘" | ":" | "(" | "—")
                                || page.word(at) == "•";
                        }
                        TokenKind::Word => {
                            if begins {
                                words.initial.insert(at);
                            } else if page.is_capital(at) {
                                words.names.insert(page.lower(at));
                            } else {
                                words.lower.insert(page.lower(at));
                            }
                            begins = false;
                        }
                        _ => begins = false,
                    }
                }
            }
        }
        words
    }
}

/// Whether most words of a heading begin with a capital, so that capitals tell nothing.
fn is_title_case(page: &Page, part: &Part) -> bool {
    if !matches!(part.kind, ParagraphKind::Headline | ParagraphKind::Heading) {
        return false;
    }
    let words = part.tokens.clone().filter(|&at| page.tokens[at].kind == TokenKind::Word);
    let (capital, all) = words
        .fold((0, 0), |(capital, all), at| (capital + usize::from(page.is_capital(at)), all + 1));
    capital * 3 > all * 2
}

fn in_body(page: &Page, words: &Words, part: &Part, found: &mut Vec<Mention>) {
    let end = part.tokens.end;
    let mut at = part.tokens.start;
    while at < end {
        let date = date::date_at(page, at, end);
        if date > 0 {
            let tokens = at..at + date;
            let span = page.span(tokens.clone());
            found.push(Mention { span, tokens, kind: EntityKind::Date, sure: true });
            at += date;
            continue;
        }
        if !begins_name(page, words, at) {
            at += 1;
            continue;
        }
        let run = at..run_end(page, at, end);
        at = run.end;
        cut(page, run, found);
    }
}

/// Whether the capital of token `at` is that of a name.
fn begins_name(page: &Page, words: &Words, at: usize) -> bool {
    if !page.is_capital(at) {
        return false;
    }
    let (word, lower) = (page.word(at), page.lower(at));
    if words.acronyms.contains(word) {
        return true;
    }
    if lexicon::begins_sentences(word) || is_plain(lower) {
        return false;
    }
    if !words.initial.contains(&at) {
        return true;
    }
    let more = at + 1 < page.tokens.len() && page.is_capital(at + 1);
    let kinds = lexicon::kinds(lower);
    let listed = kinds.norp || kinds.org || kinds.agency || kinds.title;
    if words.names.contains(lower) {
        return true;
    }
    let common = words.lower.contains(lower) || lexicon::cue(lower).is_some();
    listed && (more || !kinds.title)
        || !common && (kinds.given_name || kinds.place || kinds.surname || is_acronym(word))
        || !common && more && !lexicon::is_preposition(lower) && !ends_like_adverb(lower)
}

fn ends_like_adverb(word: &str) -> bool {
    word.ends_with("ly") || word.ends_with("ing") || lexicon::is_subordinator(word)
}

/// Words with a capital that are no name: pronouns, forms of address left alone, days.
fn is_plain(word: &str) -> bool {
    matches!(word, "i’m" | "i'm" | "i’ve" | "i've" | "i’ll" | "i'll" | "i’d" | "i'd" | "ok" | "god")
        || lexicon::is_pronoun(word)
        || lexicon::is_determiner(word)
        || lexicon::is_day(word)
        || lexicon::is_subordinator(word)
        || lexicon::is_preposition(word)
        || lexicon::is_auxiliary(word) && word != "may"
}

/// Where the run of capitalised words that begins at `at` ends, connectors inside included.
fn run_end(page: &Page, at: usize, limit: usize) -> usize {
    let mut end = at + 1;
    while end < limit && page.quote_of(end) == page.quote_of(at) {
        let word = page.lower(end);
        let touches_sentence = lexicon::begins_sentences(page.word(end));
        if page.is_capital(end) && !lexicon::is_day(word) && !touches_sentence {
            end += 1;
            continue;
        }
        let next_capital = |skip: usize| {
            let at = end + skip;
            at < limit && page.is_capital(at) && !lexicon::begins_sentences(page.word(at))
        };
        let last = page.lower(end - 1);
        let joins = match word {
            "of" | "for" | "on" => ends_office(last),
            "&" | "de" | "la" | "von" | "van" | "der" | "bin" | "al" | "del" | "di" | "da" => true,
            "and" => lexicon::kinds(last).org_word && next_is_org(page, end + 1, limit),
            "’s" | "'s" | "’" => next_is_event(page, end + 1, limit),
            _ => false,
        };
        if joins && next_capital(1) {
            end += 2;
        } else if joins && page.lower_at(end + 1) == "the" && next_capital(2) {
            end += 3;
        } else {
            break;
        }
    }
    let number = end < limit && page.tokens[end].kind == TokenKind::Number;
    if number && law_or_event(page.lower(end - 1)).is_some() { end + 1 } else { end }
}

/// Words behind which “of” goes on with the name.
fn ends_office(word: &str) -> bool {
    lexicon::kinds(word).org_word
        || matches!(
            word,
            "house"
                | "state"
                | "states"
                | "port"
                | "bay"
                | "gulf"
                | "isle"
                | "district"
                | "union"
                | "secretary"
                | "institutes"
                | "centers"
                | "court"
                | "appeals"
                | "archbishopric"
        ) && word != "secretary"
}

fn next_is_org(page: &Page, at: usize, limit: usize) -> bool {
    (at..limit.min(at + 3))
        .take_while(|&at| page.is_capital(at))
        .any(|at| lexicon::kinds(page.lower(at)).org_word)
}

fn next_is_event(page: &Page, at: usize, limit: usize) -> bool {
    at < limit && page.is_capital(at) && law_or_event(page.lower(at)) == Some(EntityKind::Event)
}

/// Cuts a run into mentions: nationalities, titles and a country before a title stand apart.
fn cut(page: &Page, run: Range<usize>, found: &mut Vec<Mention>) {
    let mut start = run.start;
    let mut titled = start > 0 && lexicon::kinds(page.lower(start - 1)).title;
    while start < run.end {
        let rest = start..run.end;
        if rest.len() > 1 && is_org(page, rest.clone()) {
            push(page, rest, titled, found);
            return;
        }
        if let Some(law) = law_start(page, rest.clone()) {
            if law > start {
                push(page, start..law, titled, found);
            }
            push(page, law..run.end, false, found);
            return;
        }
        let one = lexicon::kinds(page.lower(start));
        if one.title && (rest.len() > 1 || titled || run.len() > 1 || !one.surname) {
            titled = true;
            start += 1;
            continue;
        }
        // “U.S. President”, “Russian Foreign Minister”, “Democratic Sen. Ada Hill”
        let title_ahead = (start + 1..run.end)
            .find(|&at| lexicon::kinds(page.lower(at)).title)
            .filter(|&at| at > start);
        if let Some(title) = title_ahead {
            let known = lexicon::kinds(&phrase(page, start..title));
            if known.norp || known.place || known.org {
                push(page, start..title, false, found);
            } else if one.norp || one.place && page.word(start).contains('.') {
                push(page, start..start + 1, false, found);
            } else if governs(page.lower(title)) {
                let span = page.span(start..title);
                let tokens = start..title;
                found.push(Mention { span, tokens, kind: EntityKind::Place, sure: false });
            } else if title_is_inside_name(page, start..title) {
                push(page, start..title, titled, found);
            }
            titled = true;
            start = title + 1;
            continue;
        }
        if one.norp && rest.len() > 1 && !lexicon::kinds(&phrase(page, rest.clone())).place {
            push(page, start..start + 1, false, found);
            titled = false;
            start += 1;
            continue;
        }
        push(page, rest, titled, found);
        return;
    }
}

/// Titles behind the name of a place: “Port Ellis Mayor Bo Lund”.
fn governs(title: &str) -> bool {
    matches!(title, "mayor" | "gov." | "governor" | "sheriff" | "sen." | "senator")
}

/// Whether what stands before a title is a name of its own: “Trump Spokesman Bo Lund”.
fn title_is_inside_name(page: &Page, before: Range<usize>) -> bool {
    let first = lexicon::kinds(page.lower(before.start));
    !matches!(
        page.lower(before.start),
        "foreign"
            | "prime"
            | "vice"
            | "deputy"
            | "former"
            | "defense"
            | "interior"
            | "finance"
            | "chief"
            | "attorney"
            | "first"
    ) && (before.len() > 1 || first.surname || first.given_name || first.org_word)
}

/// Where a law begins inside a run: “UN Security Council | Resolution 12”.
fn law_start(page: &Page, run: Range<usize>) -> Option<usize> {
    run.clone().skip(1).find(|&at| page.lower(at) == "resolution" && is_org(page, run.start..at))
}

fn push(page: &Page, tokens: Range<usize>, titled: bool, found: &mut Vec<Mention>) {
    if tokens.is_empty() {
        return;
    }
    let (mut kind, mut sure) = class(page, tokens.clone(), titled);
    // “Port Ellis and Northhaven”: what is joined to a place is one.
    let joined = tokens.start > 0 && page.lower(tokens.start - 1) == "and";
    let to_place = found
        .last()
        .is_some_and(|last| last.kind == EntityKind::Place && last.tokens.end + 1 == tokens.start);
    if !sure && tokens.len() == 1 && joined && to_place {
        (kind, sure) = (EntityKind::Place, false);
    }
    found.push(Mention { span: page.span(tokens.clone()), tokens, kind, sure });
}

/// Names that the body spells out, to be found again where capitals tell nothing.
struct Known<'p> {
    phrases: HashSet<(Vec<&'p str>, EntityKind)>,
}

impl<'p> Known<'p> {
    fn of(page: &'p Page, mentions: &[Mention]) -> Known<'p> {
        let mut phrases = HashSet::new();
        for mention in mentions.iter().filter(|mention| mention.kind != EntityKind::Date) {
            let words: Vec<&str> = mention.tokens.clone().map(|at| page.lower(at)).collect();
            if mention.kind == EntityKind::Person && words.len() > 1 {
                phrases.extend(words.last().map(|last| (vec![*last], EntityKind::Person)));
            }
            if !words.is_empty() {
                phrases.insert((words, mention.kind));
            }
        }
        Known { phrases }
    }
}

/// In a heading only names that the body or a list knows are taken, the longest first.
fn in_headline(page: &Page, known: &Known, part: &Part, found: &mut Vec<Mention>) {
    /// Longest name looked up, in tokens.
    const LONGEST: usize = 6;
    let mut at = part.tokens.start;
    while at < part.tokens.end {
        let limit = part.tokens.end.min(at + LONGEST);
        let hit = (at + 1..=limit).rev().find_map(|end| {
            let words: Vec<&str> = (at..end).map(|at| page.lower(at)).collect();
            let kind = named(known, &words)?;
            page.is_capital(at).then_some((end, kind))
        });
        match hit {
            Some((end, kind)) => {
                let tokens = at..end;
                let span = page.span(tokens.clone());
                found.push(Mention { span, tokens, kind, sure: true });
                at = end;
            }
            None => at += 1,
        }
    }
}

fn named(known: &Known, words: &[&str]) -> Option<EntityKind> {
    const KINDS: [EntityKind; 8] = [
        EntityKind::Person,
        EntityKind::Org,
        EntityKind::Place,
        EntityKind::Norp,
        EntityKind::Law,
        EntityKind::Event,
        EntityKind::Work,
        EntityKind::Product,
    ];
    let body = KINDS.into_iter().find(|&kind| known.phrases.contains(&(words.to_vec(), kind)));
    let listed = lexicon::kinds(&words.join(" "));
    let plain = words.len() == 1 && (is_plain(words[0]) || lexicon::cue(words[0]).is_some());
    body.or(match listed {
        _ if plain => None,
        Kinds { politician: true, .. } => Some(EntityKind::Person),
        Kinds { norp: true, .. } => Some(EntityKind::Norp),
        Kinds { org: true, .. } | Kinds { agency: true, .. } => Some(EntityKind::Org),
        _ => None,
    })
}
