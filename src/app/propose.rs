//! Who could have said a stretch of text, and by which words: a proposal that the reader takes or
//! corrects. Simple rules over the sentences of the stretch: the nearest reporting words outside it,
//! and the noun phrase beside them.

use unicode_segmentation::UnicodeSegmentation;

use super::stretches::reports;
use crate::nlp::{Entity, EntityKind, lexicon};
use crate::story::Story;
use crate::text::Span;

/// Who could have said it, and by which words; any of them may be empty.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Proposal {
    /// The reporting words.
    pub cue: Vec<Span>,
    /// Who is named as saying it.
    pub source: Vec<Span>,
    /// Who that is, by name.
    pub speakers: Vec<String>,
}

/// A word outside the content.
#[derive(Clone, Copy, Debug)]
struct Word<'a> {
    span: Span,
    text: &'a str,
    /// Whether a mark stands between it and the word before, or the content does.
    apart: bool,
}

/// Proposes for a content. Costs its sentences.
pub fn propose(story: &Story, content: &[Span]) -> Proposal {
    let (Some(first), Some(last)) = (content.first(), content.last()) else {
        return Proposal::default();
    };
    let text = &*story.article.text;
    let sentences = &story.analysis.sentences;
    let from = sentences.partition_point(|one| one.end() <= first.start());
    let near = sentences.iter().skip(from).take_while(|one| one.start() < last.end());
    let Some(region) = near.copied().reduce(Span::cover) else { return Proposal::default() };
    let words = outside(text, region, content);
    let distance = |span: Span| {
        content
            .iter()
            .map(|one| {
                if span.start() >= one.end() {
                    span.start() - one.end()
                } else {
                    one.start() - span.end()
                }
            })
            .min()
    };
    let cues = (0..words.len()).filter_map(|at| Some((cue(&words, at)?, at)));
    let Some((cue, at)) = cues.min_by_key(|(cue, _)| distance(*cue)) else {
        return Proposal { speakers: before(story, first.start()), ..Proposal::default() };
    };
    let accords = lexicon::is_preposition(&words[at].text.to_lowercase())
        || words[at].text.eq_ignore_ascii_case("according");
    let beside = |cue: Span, at| precedes(story, &words, at).or_else(|| follows(&words, cue));
    let source = if accords {
        follows(&words, cue)
    } else if lexicon::cue(&words[at].text.to_lowercase()).is_some_and(|cue| cue.participle) {
        // “…, adding that”: whoever spoke before goes on.
        let earlier = (0..at).rev().find_map(|at| Some((self::cue(&words, at)?, at)));
        earlier.and_then(|(cue, at)| beside(cue, at))
    } else {
        beside(cue, at)
    };
    let speakers = source.map_or_else(Vec::new, |source| speakers(story, source));
    Proposal { cue: vec![cue], source: source.into_iter().collect(), speakers }
}

/// The words of `region` that stand in none of `content` and in no quotation.
fn outside<'a>(text: &'a str, region: Span, content: &[Span]) -> Vec<Word<'a>> {
    let mut words: Vec<Word> = Vec::new();
    let mut last = region.start();
    let mut quoted = false;
    for (at, word) in region.of(text).unicode_word_indices() {
        let span = Span::new(region.start() + at, region.start() + at + word.len());
        let gap = Span::new(last, span.start()).of(text);
        for mark in gap.chars() {
            quoted = match mark {
                '“' => true,
                '”' => false,
                '"' => !quoted,
                _ => quoted,
            };
        }
        let within = content.iter().any(|one| one.overlaps(span));
        if !within && !quoted {
            let before = words.last().map_or(region.start(), |word| word.span.end());
            let gap = Span::new(before, span.start());
            let apart = content.iter().any(|one| one.overlaps(gap))
                || gap.of(text).contains([',', ';', ':', '(', ')', '“', '”', '"', '—', '–']);
            words.push(Word { span, text: word, apart });
        }
        last = span.end();
    }
    words
}

/// The reporting words that begin with the word at `at`, if any do.
fn cue(words: &[Word], at: usize) -> Option<Span> {
    let word = words[at];
    let lower = word.text.to_lowercase();
    if lower == "according" {
        let to = words.get(at + 1).filter(|next| next.text == "to" && !next.apart)?;
        return Some(word.span.cover(to.span));
    }
    reports(&lower).then_some(word.span)
}

/// The noun phrase before the reporting word at `at`.
fn precedes(story: &Story, words: &[Word], at: usize) -> Option<Span> {
    let mut end = at;
    // “also”, “later”, “has”: between a subject and its verb.
    while end > 0 && !words[end].apart && lexicon::is_auxiliary(&words[end - 1].text.to_lowercase())
    {
        end -= 1;
    }
    let mut start = end;
    // An insertion between commas belongs to the noun before it: “Bo Lund, who leads them, said”.
    let mut inserted = words.get(end).is_some_and(|word| word.apart)
        && end > 0
        && !content_between(story, words, end);
    while start > 0 {
        let lower = words[start - 1].text.to_lowercase();
        let opens = cue(words, start - 1).is_some()
            || matches!(lower.as_str(), "and" | "but") && words[start - 1].apart
            || lower != "who" && lexicon::is_subordinator(&lower);
        if opens {
            break;
        }
        if words[start].apart && start < end {
            if !inserted {
                break;
            }
            inserted = false;
        }
        start -= 1;
    }
    let phrase = words.get(start..end).filter(|phrase| !phrase.is_empty())?;
    let span = phrase[0].span.cover(phrase[phrase.len() - 1].span);
    Some(named_part(story, phrase, span))
}

/// Whether the comma before word `at` closes the content and no insertion.
fn content_between(story: &Story, words: &[Word], at: usize) -> bool {
    let gap = Span::new(words[at - 1].span.end(), words[at].span.start());
    gap.of(&story.article.text).contains(['”', '"']) || gap.len() > 2
}

/// “On Monday Mayor Hill” → “Mayor Hill”: what comes before the name is no part of it.
fn named_part(story: &Story, phrase: &[Word], span: Span) -> Span {
    let first = phrase[0].text.to_lowercase();
    if !lexicon::is_preposition(&first) && !lexicon::is_day(&first) {
        return span;
    }
    let noun = |word: &&Word| {
        let lower = word.text.to_lowercase();
        lexicon::is_determiner(&lower) || lexicon::is_pronoun(&lower) || name_at(story, word.span)
    };
    let lead = |word: &&Word| {
        let lower = word.text.to_lowercase();
        lexicon::is_preposition(&lower) || lexicon::is_day(&lower)
    };
    let behind = phrase.iter().rev().take_while(|word| !lead(word));
    behind.filter(noun).last().map_or(span, |word| Span::new(word.span.start(), span.end()))
}

fn name_at(story: &Story, span: Span) -> bool {
    let people = story.analysis.entities.iter().filter(|one| !one.kind.is_by_grammar());
    people.into_iter().any(|one| one.mentions.iter().any(|mention| mention.overlaps(span)))
        || span.of(&story.article.text).starts_with(char::is_uppercase)
}

/// The noun phrase behind the reporting words: up to a mark, a preposition or the next clause.
fn follows(words: &[Word], cue: Span) -> Option<Span> {
    let from = words.partition_point(|word| word.span.start() < cue.end());
    let ends = |word: &&Word| {
        let lower = word.text.to_lowercase();
        let joins = matches!(lower.as_str(), "of" | "for");
        let on = lexicon::is_preposition(&lower) && !joins;
        !(word.apart
            || on
            || lexicon::is_day(&lower)
            || lexicon::is_subordinator(&lower)
            || reports(&lower))
    };
    let phrase: Vec<&Word> = words.get(from..)?.iter().take_while(ends).collect();
    Some(phrase.first()?.span.cover(phrase.last()?.span))
}

/// Who is behind the words of a source, by name: those it names; else who a pronoun can mean.
pub fn speakers(story: &Story, source: Span) -> Vec<String> {
    let speaks = |one: &&Entity| {
        matches!(
            one.kind,
            EntityKind::Person | EntityKind::Org | EntityKind::Place | EntityKind::Norp
        )
    };
    let meant = |one: &&Entity| {
        one.mentions.iter().chain(&one.references).any(|span| span.overlaps(source))
    };
    let named: Vec<&Entity> = story.analysis.entities.iter().filter(speaks).filter(meant).collect();
    let people: Vec<&Entity> =
        named.iter().copied().filter(|one| one.kind == EntityKind::Person).collect();
    let mut meant: Vec<&Entity> = if people.is_empty() { named } else { people };
    let first = |one: &&Entity| {
        one.mentions
            .iter()
            .chain(&one.references)
            .filter(|span| span.overlaps(source))
            .min()
            .copied()
    };
    meant.sort_by_key(first);
    if !meant.is_empty() {
        return meant.into_iter().map(|one| one.name.clone()).collect();
    }
    let word = source.of(&story.article.text).to_lowercase();
    match word.as_str() {
        "he" => last_person(story, source.start(), Some(false)),
        "she" => last_person(story, source.start(), Some(true)),
        _ => Vec::new(),
    }
}

/// The person named last before `at`, of the gender asked for where the name tells it.
fn last_person(story: &Story, at: usize, female: Option<bool>) -> Vec<String> {
    let fits = |one: &&Entity| {
        let known = one.name.split(' ').next().and_then(lexicon::is_female_name);
        one.kind == EntityKind::Person && (known.is_none() || female.is_none() || known == female)
    };
    let last = |one: &&Entity| one.mentions.iter().filter(|span| span.start() < at).max().copied();
    let people = story.analysis.entities.iter().filter(fits).filter(|one| last(one).is_some());
    people.max_by_key(last).map(|one| one.name.clone()).into_iter().collect()
}

/// Who spoke last before `at`: of the statement before it, else the person named last.
fn before(story: &Story, at: usize) -> Vec<String> {
    let statements = &story.statements;
    let place = statements.partition_point(|one| one.content[0].start() < at);
    match place.checked_sub(1).map(|place| &statements[place]) {
        Some(one) if !one.speakers.is_empty() => {
            one.speakers.iter().map(|speaker| speaker.name.clone()).collect()
        }
        _ => last_person(story, at, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Set;
    use crate::article::{Article, Origin};
    use crate::nlp::Analysis;
    use crate::text::clean::clean;

    /// What is proposed for the words between ⟦ and ⟧: cue | source | speakers. Ada Hill and Bo Lund are
    /// known, and so is the board.
    fn proposed(marked: &str) -> String {
        let mut content = Vec::new();
        let mut text = String::new();
        let mut open = 0;
        for letter in marked.chars() {
            match letter {
                '⟦' => open = text.len(),
                '⟧' => content.push(Span::new(open, text.len())),
                _ => text.push(letter),
            }
        }
        let entity = |name: &str, kind, words: &[&str]| Entity {
            name: name.to_owned(),
            kind,
            mentions: words
                .iter()
                .flat_map(|words| {
                    text.match_indices(words).map(|(at, it)| Span::new(at, at + it.len()))
                })
                .collect(),
            references: Vec::new(),
        };
        let analysis = Analysis {
            entities: vec![
                entity("Ada Hill", EntityKind::Person, &["Ada Hill", "Hill"]),
                entity("Bo Lund", EntityKind::Person, &["Lund"]),
                entity("the board", EntityKind::Org, &["board"]),
            ],
            sentences: text
                .split_inclusive(". ")
                .scan(0, |at, words| {
                    let span = Span::new(*at, *at + words.trim_end().len());
                    *at += words.len();
                    Some(span)
                })
                .collect(),
            ..Analysis::default()
        };
        let article = Article::new("test", Origin::BuiltIn, clean(&text));
        let story = Story::new(article, analysis, &Set::default());
        let found = propose(&story, &content);
        let words =
            |spans: &[Span]| spans.iter().map(|span| span.of(&text)).collect::<Vec<_>>().join("+");
        format!("{} | {} | {}", words(&found.cue), words(&found.source), found.speakers.join(", "))
    }

    #[test]
    #[rustfmt::skip]
    fn proposals() {
        for (text, expected) in [
            ("⟦“We stay,”⟧ said Ada Hill.",                      "said | Ada Hill | Ada Hill"),
            ("⟦“We stay,”⟧ Mayor Ada Hill said on Monday.",      "said | Mayor Ada Hill | Ada Hill"),
            ("⟦“We stay,”⟧ Hill later told us. ",                "told | Hill | Ada Hill"),
            ("Ada Hill said ⟦that they stay⟧.",                  "said | Ada Hill | Ada Hill"),
            ("On Monday Ada Hill said ⟦they stay⟧.",             "said | Ada Hill | Ada Hill"),
            ("Bo Lund, who leads them, denied ⟦that⟧.",          "denied | Bo Lund, who leads them | Bo Lund"),
            ("Ada Hill and Bo Lund said ⟦they stay⟧.",           "said | Ada Hill and Bo Lund | Ada Hill, Bo Lund"),
            ("According to the board, ⟦costs rose⟧.",            "According to | the board | the board"),
            ("Hill left. She said ⟦they stay⟧.",                 "said | She | Ada Hill"),
            ("Lund left. ⟦“No.”⟧",                               " |  | Bo Lund"),
            ("⟦“We stay,”⟧ said Hill, ⟦“and that is that.”⟧",    "said | Hill | Ada Hill"),
            ("Hill said it rained, adding ⟦that they stay⟧.",    "adding | Hill | Ada Hill"),
        ] {
            assert_eq!(proposed(text), expected, "{text}");
        }
    }
}
