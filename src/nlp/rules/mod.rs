//! Attributions by rule: precise, and blind to much.
//!
//! Rules over cues and what stands around them: [`cue`] finds the cues with their sources, before
//! or behind; [`content`] finds what is said, a quotation, a clause, a noun phrase or an infinitive;
//! [`credit`] finds speakers set beside a speech without a verb.
//! Reads nothing inside quotations, and knows nothing of entities: who “they” are is the business
//! of `speaker`.

mod content;
pub mod credit;
mod cue;

use std::ops::Range;

use self::content::Reading;
use self::cue::{Found, Place};
use super::clause::{Item, Unit, units};
use super::draft::{self, Draft};
use super::mention::Mention;
use super::page::Page;
use crate::text::Span;

/// How many drafts back one may stand that holds the next: more than a long sentence has.
const NEAR: usize = 24;

/// Drafts of the whole page, by the start of their content. O(tokens).
pub fn drafts(page: &Page, mentions: &[Mention]) -> Vec<Draft> {
    let units = units(page);
    let mut drafts: Vec<Draft> = credit::drafts(page, mentions);
    let taken = credit::taken(page, &drafts);
    // The draft whose speech ended the unit before, and its paragraph: more may follow.
    let mut speech: Option<(usize, usize)> = None;
    for (at, unit) in units.iter().enumerate() {
        if credit::takes(&taken, unit.span(page, 0..unit.items.len())) {
            speech = None;
            continue;
        }
        if unit.is_speech_alone(page) {
            speech = continue_speech(page, unit, &mut drafts, speech);
            continue;
        }
        let next = units.get(at + 1).filter(|next| next.paragraph == unit.paragraph + 1);
        let first = drafts.len();
        read_unit(page, unit, next, &mut drafts);
        speech = (first..drafts.len())
            .rev()
            .find(|&draft| ends_in_quote(page, &drafts[draft]))
            .map(|draft| (draft, unit.paragraph))
            .or(speech.filter(|&(_, paragraph)| {
                drafts.len() == first && paragraph == unit.paragraph && !has_words(page, unit)
            }));
    }
    draft::in_text_order(drafts)
}

/// A unit of speech alone goes on with the speech before it: a further fragment in the same
/// paragraph; a statement of its own in the next.
fn continue_speech(
    page: &Page,
    unit: &Unit,
    drafts: &mut Vec<Draft>,
    speech: Option<(usize, usize)>,
) -> Option<(usize, usize)> {
    let (draft, paragraph) = speech?;
    let Some(content) = unit.span(page, 0..unit.items.len()) else { return speech };
    let whole = quote_spans(page, unit, 0..unit.items.len());
    let known = drafts[draft].content.iter().any(|span| span.covers(content));
    if known {
        return Some((draft, unit.paragraph));
    }
    if paragraph == unit.paragraph {
        push_fragments(&mut drafts[draft].content, whole);
        return Some((draft, paragraph));
    }
    if paragraph + 1 != unit.paragraph {
        return None;
    }
    drafts.push(Draft {
        source: Vec::new(),
        cue: Vec::new(),
        content: whole,
        lemma: "",
        confidence: 0.5,
        why: "goes on with the speech of the paragraph before".to_owned(),
        continues: Some(draft),
    });
    Some((drafts.len() - 1, unit.paragraph))
}

fn push_fragments(content: &mut Vec<Span>, more: Vec<Span>) {
    for span in more {
        match content.last_mut() {
            Some(last) if last.covers(span) => {}
            _ => content.push(span),
        }
    }
}

fn ends_in_quote(page: &Page, draft: &Draft) -> bool {
    let Some(last) = draft.content.last() else { return false };
    page.quote_of(page.token_from(last.end()).saturating_sub(1)).is_some()
}

fn has_words(page: &Page, unit: &Unit) -> bool {
    (0..unit.items.len()).any(|at| !unit.is_mark(page, at))
}

/// Adds the drafts of one unit.
fn read_unit(page: &Page, unit: &Unit, next: Option<&Unit>, drafts: &mut Vec<Draft>) {
    let found = cue::cues(page, unit);
    let mut main: Option<usize> = None;
    for (at, one) in found.iter().enumerate() {
        let Some(reading) = content::read(page, unit, next, &found, at) else { continue };
        let continues = if one.place == Place::Shared {
            let Some(main) = main else { continue };
            Some(main)
        } else {
            None
        };
        let content = spans(page, unit, next, &reading);
        if content.is_empty() {
            continue;
        }
        let source = one.source.clone().and_then(|items| unit.span(page, items));
        let nested = drafts.iter().rev().take(NEAR).any(|outer| covers(&outer.content, content[0]));
        let cue = unit.span(page, one.items.clone());
        drafts.push(Draft {
            source: source.into_iter().collect(),
            cue: cue.into_iter().collect(),
            content,
            lemma: one.cue.lemma,
            confidence: reading.confidence - if nested { 0.1 } else { 0.0 },
            why: why(page, unit, one, &reading),
            continues,
        });
        if one.place != Place::Shared && !nested {
            main = Some(drafts.len() - 1);
        }
    }
}

fn covers(content: &[Span], span: Span) -> bool {
    content.iter().any(|outer| outer.covers(span))
}

fn why(page: &Page, unit: &Unit, one: &Found, reading: &Reading) -> String {
    let cue = unit.span(page, one.items.clone()).map_or("", |span| span.of(page.text));
    let place = match one.place {
        Place::Before => "subject of",
        Place::After => "named behind",
        Place::AccordingTo => "named by",
        Place::Shared => "the speaker before goes on with",
    };
    format!("{place} “{cue}”; {}", reading.why)
}

/// The spans of a reading; a quotation that goes on in later paragraphs brings them along.
fn spans(page: &Page, unit: &Unit, next: Option<&Unit>, reading: &Reading) -> Vec<Span> {
    let mut content = Vec::new();
    for fragment in &reading.fragments {
        push_fragments(&mut content, quote_spans(page, unit, fragment.clone()));
    }
    if let Some(next) = next.filter(|_| reading.in_next) {
        push_fragments(&mut content, quote_spans(page, next, 0..1));
    }
    content
}

/// The span of some items, and the other paragraphs of a quotation at its edges.
fn quote_spans(page: &Page, unit: &Unit, items: Range<usize>) -> Vec<Span> {
    let Some(span) = unit.span(page, items.clone()) else { return Vec::new() };
    let mut spans = vec![span];
    for at in [items.start, items.end - 1] {
        if let Some(Item::Quote { quote, .. }) = unit.items.get(at) {
            let others = page.quotes[*quote].spans.iter().filter(|other| !other.overlaps(span));
            spans.extend(others);
        }
    }
    spans.sort_unstable();
    spans.dedup();
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Origin};
    use crate::nlp::mention;
    use crate::text::clean;

    /// Each attribution as `[source] <cue> content ⋯ content`, without the story around it.
    fn read(text: &str) -> Vec<String> {
        let article = Article::new("test", Origin::Stdin, clean::clean(text));
        let page = Page::new(&article, &crate::nlp::pos::Tagger::embedded());
        let mentions = mention::mentions(&page, &article.metadata, &mention::embedded());
        let words = |spans: &[Span]| {
            spans.iter().map(|span| span.of(&article.text)).collect::<Vec<_>>().join(" ⋯ ")
        };
        drafts(&page, &mentions)
            .iter()
            .map(|one| {
                format!("[{}] <{}> {}", words(&one.source), words(&one.cue), words(&one.content))
            })
            .collect()
    }

    #[test]
    fn reads() {
        #[rustfmt::skip]
        let cases: &[(&str, &[&str])] = &[
            ("“No,” said Ada Hill.", &["[Ada Hill] <said> “No,”"]),
            ("“No,” Ada Hill said on Monday. “Never.”", &["[Ada Hill] <said> “No,” ⋯ “Never.”"]),
            ("“Why?” Hill asked.", &["[Hill] <asked> “Why?”"]),
            ("‘No,’ said Bo Lund, the mayor.", &["[Bo Lund, the mayor] <said> ‘No,’"]),
            ("''No,'' Mr. Lund said.", &["[Mr. Lund] <said> ''No,''"]),
            ("Rep. Ada Hill (R-Fla.) said: “No.”", &["[Rep. Ada Hill (R-Fla.)] <said> “No.”"]),
            ("Hill said the port was full.", &["[Hill] <said> the port was full"]),
            ("Hill said that the port was “full” of ice.", &["[Hill] <said> that the port was “full” of ice"]),
            ("Ada Hill, director of the Institute for Ports at York University’s law school, said the states were wrong.",
             &["[Ada Hill, director of the Institute for Ports at York University’s law school] <said> the states were wrong"]),
            ("The mayor, Joe Hill, said the bridge “would be rebuilt”.",
             &["[The mayor, Joe Hill] <said> the bridge “would be rebuilt”"]),
            ("In a talk on “Face the Port,” Hill said the harbour was full.",
             &["[Hill] <said> the harbour was full"]),
            ("The port was full, said Hill.", &["[Hill] <said> The port was full"]),
            ("The port was full, Hill said.", &["[Hill] <said> The port was full"]),
            ("According to Hill, the port was full.", &["[Hill] <According to> the port was full"]),
            ("The port was full, according to the board.", &["[the board] <according to> The port was full"]),
            ("On Monday, the two leaders confirmed their will to talk.", &["[the two leaders] <confirmed> their will to talk"]),
            ("Hill said the port was full, adding that “nobody” came.",
             &["[Hill] <said> the port was full", "[] <adding> that “nobody” came"]),
            ("Hill told reporters that she would go.", &["[Hill] <told> that she would go"]),
            ("Hill said that Lund denied any part in the fire.",
             &["[Hill] <said> that Lund denied any part in the fire", "[Lund] <denied> any part in the fire"]),
            ("Hill agreed to keep the port open.", &["[Hill] <agreed> to keep the port open"]),
            ("Hill called the charge “absurd” and promised to go.",
             &["[Hill] <called> the charge “absurd”", "[] <promised> to go"]),
            ("Hill was told to leave. She did not say why.", &[]),
            ("The so-called “reform” failed. The claims were old.", &[]),
            ("“We go on.” ― Ada Hill, the mayor", &["[Ada Hill] <―> “We go on.”"]),
            ("“We go on. We stay.”\n-Ada Hill.", &["[Ada Hill] <-> “We go on. We stay.”"]),
            ("“We go on.” — and the crowd left.", &[]),
            ("Ada Hill met him.\nBO LUND: We go on.\nHILL: Why? I know him.\nLUND: We must.\nVIDEO: The port.",
             &["[BO LUND] <:> We go on.", "[HILL] <:> Why? I know him.", "[LUND] <:> We must."]),
            ("“LUND: We go on.\n“HILL: Why?\n“He is old.”\nAda Hill and Bo Lund met.",
             &["[LUND] <:> We go on.", "[HILL] <:> Why? ⋯ “He is old.”"]),
            ("Hill continued:\n“We go on.”", &["[Hill] <continued> “We go on.”"]),
            ("“We go,” Hill said. “We\n“We stay.” He left.", &["[Hill] <said> “We go,” ⋯ “We ⋯ “We stay.”"]),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), *expected, "{text}");
        }
    }
}
