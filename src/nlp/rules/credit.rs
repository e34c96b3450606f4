//! Credits: a speaker set beside the speech by layout, without a verb.
//!
//! ```text
//! Ada Hill: Board Is Broke            a headline, or a speech in quotation marks
//! HILL: We go on.                     a transcript
//! “We go on.” — Ada Hill, the mayor   a quotation set apart
//! ```

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::super::draft::Draft;
use super::super::mention::Mention;
use super::super::page::{Page, Part};
use super::super::{EntityKind, lexicon};
use crate::article::ParagraphKind;
use crate::text::Span;

/// What stands for a cue that is a mark.
const LEMMA: &str = ":";

/// “Former Harbour Board chairman Bo Lund:” is as long as such a source gets, in tokens.
const LONGEST: usize = 7;

/// The drafts of all credits of a page, in text order. O(tokens).
pub fn drafts(page: &Page, mentions: &[Mention]) -> Vec<Draft> {
    let transcript = Transcript::of(page, mentions);
    let mut drafts = Vec::new();
    for (at, part) in page.paragraphs.iter().enumerate() {
        if let Some(credit) = transcript.credit(at) {
            let content = transcript.content(page, at);
            drafts.push(draft(page, credit, content, 0.9));
        } else if let Some(draft) = named_before(page, part, mentions) {
            drafts.push(draft);
        } else {
            let before = at.checked_sub(1).map(|before| &page.paragraphs[before]);
            drafts.extend(named_behind(page, part, before));
        }
    }
    drafts
}

/// Whether a draft by rule is a credit that outweighs what labels say of the same words. That of a
/// headline does not: many a headline has a colon without a speaker.
pub fn is_sure(draft: &Draft) -> bool {
    draft.lemma == LEMMA && draft.confidence > 0.8
}

/// What is read once credits are: their marks, and the quotations they hold. In text order.
pub fn taken(page: &Page, credits: &[Draft]) -> Vec<Span> {
    let quoted = |span: &&Span| page.quote_of(page.token_from(span.start())).is_some();
    let mut taken: Vec<Span> = Vec::new();
    for one in credits {
        taken.extend(&one.cue);
        taken.extend(one.content.iter().filter(quoted));
    }
    taken.sort_unstable();
    taken
}

/// Whether a stretch touches one of the spans `taken`, which are in order and apart.
pub fn takes(taken: &[Span], stretch: Option<Span>) -> bool {
    stretch.is_some_and(|stretch| {
        let first = taken.partition_point(|span| span.end() <= stretch.start());
        taken.get(first).is_some_and(|span| span.overlaps(stretch))
    })
}

/// A source in front of its mark, or behind it.
struct Credit {
    source: Range<usize>,
    mark: usize,
}

fn draft(page: &Page, credit: &Credit, content: Vec<Span>, confidence: f32) -> Draft {
    let before = credit.source.end <= credit.mark;
    Draft {
        source: vec![page.span(credit.source.clone())],
        cue: vec![page.span(credit.mark..credit.mark + 1)],
        content,
        lemma: LEMMA,
        confidence,
        why: if before { "named before the colon" } else { "named behind the dash" }.to_owned(),
        continues: None,
    }
}

/// Paragraphs that open with who speaks, in capitals, in a text that has several of them.
struct Transcript {
    /// One a paragraph.
    credits: Vec<Option<Credit>>,
}

impl Transcript {
    fn of(page: &Page, mentions: &[Mention]) -> Transcript {
        let mut credits: Vec<Option<Credit>> =
            page.paragraphs.iter().map(|part| capitals_before_colon(page, part)).collect();
        // “VIDEO:” comes once; who talks with another comes again, or is a person named elsewhere.
        let mut turns: HashMap<&str, usize> = HashMap::new();
        let last = |credit: &Credit| page.lower(credit.source.end - 1);
        for credit in credits.iter().flatten() {
            *turns.entry(last(credit)).or_default() += 1;
        }
        let named: HashSet<&str> = mentions
            .iter()
            .filter(|mention| mention.kind == EntityKind::Person)
            .map(|mention| page.lower(page.token_from(mention.span.end()).saturating_sub(1)))
            .collect();
        let speaks = |credit: &Credit| turns[last(credit)] > 1 || named.contains(last(credit));
        let is_talk =
            turns.len() > 1 && credits.iter().flatten().filter(|one| speaks(one)).count() > 1;
        for credit in &mut credits {
            if !is_talk || !credit.as_ref().is_some_and(speaks) {
                *credit = None;
            }
        }
        Transcript { credits }
    }

    fn credit(&self, paragraph: usize) -> Option<&Credit> {
        self.credits[paragraph].as_ref()
    }

    /// What is said from a credit on: its paragraph, and where that stands in quotation marks the
    /// further ones that the same quotation holds up to the next credit.
    fn content(&self, page: &Page, paragraph: usize) -> Vec<Span> {
        let quote_at = |part: &Part| page.quote_of(part.tokens.start);
        let part = &page.paragraphs[paragraph];
        let first = self.credits[paragraph].as_ref().map_or(part.tokens.start, |one| one.mark + 1);
        let mut content = vec![page.span(first..part.tokens.end)];
        let quote = quote_at(part);
        let further = page.paragraphs.iter().zip(&self.credits).skip(paragraph + 1);
        for (part, _) in further.take_while(|(part, credit)| {
            quote.is_some() && credit.is_none() && quote_at(part) == quote
        }) {
            content.push(page.span(part.tokens.clone()));
        }
        content
    }
}

/// “JAKE TAPPER:” at the head of a paragraph, perhaps behind an opening mark.
fn capitals_before_colon(page: &Page, part: &Part) -> Option<Credit> {
    /// “SEN. MARIA DE LA CRUZ”
    const LONGEST: usize = 5;
    let tokens = part.tokens.clone();
    let opening = |at: usize| matches!(page.lower(at), "\"" | "“" | "”" | "''" | "‘");
    let start = tokens.start + usize::from(opening(tokens.start));
    let mark =
        (start + 1..tokens.end.min(start + LONGEST + 1)).find(|&at| page.lower(at) == ":")?;
    let shouted = |at: usize| {
        let word = page.word(at);
        word.chars().filter(|c| c.is_uppercase()).count() > 1 && !word.contains(char::is_lowercase)
    };
    let source = start..mark;
    (source.clone().all(|at| shouted(at) || page.lower(at) == ".") && mark + 1 < tokens.end)
        .then_some(Credit { source, mark })
}

/// “Ada Hill: Board Is Broke” in a headline, “Hill: “No.”” anywhere.
fn named_before(page: &Page, part: &Part, mentions: &[Mention]) -> Option<Draft> {
    let tokens = part.tokens.clone();
    let reach = tokens.end.min(tokens.start + LONGEST);
    let mark = (tokens.start + 1..reach).find(|&at| page.lower(at) == ":")?;
    if (tokens.start..mark).any(|at| lexicon::cue(page.lower(at)).is_some()) {
        return None;
    }
    let quoted = mark + 1 < tokens.end && page.quote_of(mark + 1).is_some();
    if !(quoted || part.kind == ParagraphKind::Headline) {
        return None;
    }
    let source = page.span(tokens.start..mark);
    let first = mentions.partition_point(|mention| mention.span.end() < source.end());
    let named = mentions.get(first).is_some_and(|mention| {
        mention.span.end() == source.end()
            && source.covers(mention.span)
            && matches!(mention.kind, EntityKind::Person | EntityKind::Org)
    });
    let end = last_word(page, mark + 1..tokens.end)?;
    let credit = Credit { source: tokens.start..mark, mark };
    let content = vec![page.span(mark + 1..end)];
    named.then(|| draft(page, &credit, content, if quoted { 0.85 } else { 0.6 }))
}

/// One past the last token that is no closing mark; none where there is no other.
fn last_word(page: &Page, tokens: Range<usize>) -> Option<usize> {
    let closing = |at: &usize| {
        matches!(page.lower(*at), "." | "?" | "!" | "…" | "..." | "," | ";" | ")")
            && page.quote_of(*at).is_none()
    };
    tokens.rev().find(|at| !closing(at)).map(|at| at + 1)
}

/// “We go on.” — Ada Hill, the mayor: a name in capitals behind a dash that ends the paragraph; the
/// quotation is all that stands before it, or the paragraph before.
fn named_behind(page: &Page, part: &Part, before: Option<&Part>) -> Option<Draft> {
    /// “― Martha Aguilar, a teacher from San Antonio, Texas”
    const TAIL: usize = 16;
    let tokens = part.tokens.clone();
    let is_dash = |at: usize| matches!(page.lower(at), "—" | "–" | "―" | "-" | "--" | "~");
    let quoted = |at: usize| page.quote_of(at);
    let mark = (tokens.start..tokens.end)
        .rev()
        .take(TAIL)
        .find(|&at| is_dash(at) && quoted(at).is_none())?;
    let speech = if mark == tokens.start { before?.tokens.clone() } else { tokens.start..mark };
    let whole = quoted(speech.start).is_some()
        && speech.clone().all(|at| quoted(at) == quoted(speech.start));
    let is_name = |at: &usize| {
        page.is_capital(*at) || matches!(page.lower(*at), "." | "de" | "van" | "von" | "the")
    };
    let name = mark + 1..(mark + 1..tokens.end).find(|at| !is_name(at)).unwrap_or(tokens.end);
    let name = name.start..last_word(page, name)?;
    let ends = name.end == tokens.end || matches!(page.lower(name.end), "," | "." | "(");
    let whole =
        whole && !name.is_empty() && name.len() <= LONGEST && ends && page.is_capital(name.start);
    let more = (mark..tokens.end).any(|at| quoted(at).is_some());
    let credit = Credit { source: name, mark };
    (whole && !more).then(|| draft(page, &credit, vec![page.span(speech)], 0.9))
}
