//! Joining: which source and which contents belong to which cue. A ranker for each question.
//!
//! A content chooses its cue, or none; a cue chooses its source, or none. So one source may serve
//! several cues, and a content lies with one cue only, as in the corpus.

use super::model::features::{Rows, Seen};
use super::model::{Ranker, Weights};
use super::page::Page;
use super::roles::{Fragment, Role};

/// Version of the features below.
pub const VERSION: u32 = 1;

/// The ranker inside the binary.
pub fn embedded() -> Ranker {
    let bytes = include_bytes!("../../assets/models/join.model");
    Ranker { weights: Weights::embedded(bytes, "join", VERSION).expect("tested below") }
}

/// Fragments of one attribution, by index in the list of fragments.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Joined {
    /// None for a content that chose no cue.
    pub cue: Option<usize>,
    pub source: Option<usize>,
    /// In text order, never empty.
    pub contents: Vec<usize>,
    /// Probability that the fragments belong together.
    pub sure: f32,
}

/// What chooses: a content or a cue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Question {
    CueOfContent,
    SourceOfCue,
}

/// How many fragments of the wanted role are looked at on each side.
const SIDE: usize = 4;

/// The candidates of fragment `at`: near fragments of the wanted role in the same paragraph, the
/// last of the paragraph before, the first of the one behind.
pub fn candidates(fragments: &[Fragment], at: usize, question: Question) -> Vec<usize> {
    let wanted = match question {
        Question::CueOfContent => Role::Cue,
        Question::SourceOfCue => Role::Source,
    };
    let here = fragments[at].paragraph;
    let near = |other: &usize| fragments[*other].paragraph.abs_diff(here) <= 1;
    let pick = |found: &mut dyn Iterator<Item = usize>| {
        let mut picked = Vec::new();
        for other in found.take_while(near).filter(|&other| fragments[other].role == wanted) {
            let inside = fragments[other].paragraph == here;
            picked.push(other);
            if !inside || picked.len() == SIDE {
                break;
            }
        }
        picked
    };
    let mut all = pick(&mut (0..at).rev());
    all.reverse();
    all.extend(pick(&mut (at + 1..fragments.len())));
    all
}

/// Writes a row for each candidate of fragment `at`, and a last one for none of them.
pub fn rows(
    page: &Page,
    fragments: &[Fragment],
    at: usize,
    candidates: &[usize],
    question: Question,
    rows: &mut Rows,
) {
    rows.clear();
    for &other in candidates {
        pair(page, fragments, at, other, candidates, question, rows);
        rows.end();
    }
    let asking = &fragments[at];
    let kind = Seen::number(question as u32);
    rows.push(90, kind);
    rows.push(91, kind.and(Seen::word(page.lower(asking.tokens.start))));
    rows.push(92, kind.and(bucket(candidates.len())));
    rows.push(93, kind.and(Seen::number(page.pos(asking.tokens.start) as u32)));
    rows.push(94, kind.and(flag(page.quote_of(asking.tokens.start).is_some())));
    let before = asking.tokens.start.checked_sub(1).map_or("", |before| page.lower(before));
    rows.push(95, kind.and(Seen::word(before)));
    rows.push(96, kind.and(Seen::word(page.lower_at(asking.tokens.end))));
    rows.end();
}

fn flag(is: bool) -> Seen {
    Seen::number(u32::from(is))
}

fn bucket(count: usize) -> Seen {
    let number = match count {
        0..=5 => count,
        6..=8 => 6,
        9..=14 => 7,
        15..=30 => 8,
        _ => 9,
    };
    Seen::number(u32::try_from(number).unwrap_or(9))
}

fn pair(
    page: &Page,
    fragments: &[Fragment],
    at: usize,
    other: usize,
    candidates: &[usize],
    question: Question,
    rows: &mut Rows,
) {
    let (asking, answer) = (&fragments[at], &fragments[other]);
    let behind = answer.tokens.start > asking.tokens.start;
    let (left, right) = if behind { (asking, answer) } else { (answer, asking) };
    let gap = left.tokens.end.min(right.tokens.start)..right.tokens.start;
    let way = Seen::number(question as u32).and(flag(behind));
    let between = if behind { at + 1..other } else { other + 1..at };
    let of_role = |role: Role| between.clone().filter(|&one| fragments[one].role == role).count();
    let roles = bucket(of_role(Role::Source))
        .and(bucket(of_role(Role::Cue)))
        .and(bucket(of_role(Role::Content)));
    let ends = gap.clone().filter(|&at| matches!(page.lower(at), "." | "?" | "!")).count();
    let same_paragraph = flag(asking.paragraph == answer.paragraph);
    let same_side = |one: &&usize| (fragments[**one].tokens.start > asking.tokens.start) == behind;
    let rank = candidates
        .iter()
        .filter(same_side)
        .filter(|&&one| {
            fragments[one].tokens.start.abs_diff(asking.tokens.start)
                < answer.tokens.start.abs_diff(asking.tokens.start)
        })
        .count();
    let quoted = |one: &Fragment| flag(page.quote_of(one.tokens.start).is_some());
    let cue = if question == Question::CueOfContent { answer } else { asking };
    let cue_word = Seen::word(page.lower(cue.tokens.start));
    let cue_pos = Seen::number(page.pos(cue.tokens.start) as u32);
    let words = |range: std::ops::Range<usize>| {
        range.take(4).fold(Seen::number(7), |all, at| all.and(Seen::word(page.lower(at))))
    };
    let first = |one: &Fragment| Seen::word(page.lower(one.tokens.start));
    let last = |one: &Fragment| Seen::word(page.lower(one.tokens.end - 1));
    let mut template = 0;
    let mut push = |seen: Seen| {
        rows.push(template, way.and(seen));
        template += 1;
    };
    push(Seen::number(0));
    push(bucket(gap.len()));
    push(bucket(gap.len()).and(cue_word));
    push(bucket(gap.len()).and(cue_pos));
    push(roles);
    push(roles.and(cue_pos));
    push(roles.and(same_paragraph));
    push(bucket(ends).and(same_paragraph));
    push(bucket(ends).and(roles));
    push(bucket(rank));
    push(bucket(rank).and(bucket(gap.len())));
    push(bucket(rank).and(same_paragraph));
    push(quoted(asking).and(quoted(answer)));
    push(quoted(asking).and(bucket(rank)).and(bucket(ends)));
    push(cue_word);
    push(cue_word.and(bucket(rank)));
    push(cue_word.and(roles));
    push(if gap.len() <= 4 { words(gap.clone()) } else { Seen::number(1) });
    push(first(right));
    push(last(left));
    push(first(right).and(last(left)));
    push(gap.clone().next().map_or(Seen::number(2), |at| Seen::word(page.lower(at))));
    push(gap.clone().next_back().map_or(Seen::number(2), |at| Seen::word(page.lower(at))));
    push(bucket(answer.tokens.len()).and(bucket(asking.tokens.len())));
}

/// Joins fragments, given in text order. O(fragments).
pub fn joined(page: &Page, fragments: &[Fragment], ranker: &Ranker) -> Vec<Joined> {
    let mut buffer = Rows::default();
    let mut choose = |at: usize, question: Question| {
        let all = candidates(fragments, at, question);
        rows(page, fragments, at, &all, question, &mut buffer);
        let chances = ranker.probabilities(&buffer);
        let best = (0..chances.len()).max_by(|&a, &b| chances[a].total_cmp(&chances[b]));
        let best = best.unwrap_or(all.len());
        (all.get(best).copied(), chances.get(best).copied().unwrap_or(1.0))
    };
    let mut found: Vec<Joined> = Vec::new();
    let mut of_cue: Vec<Option<usize>> = vec![None; fragments.len()];
    for at in (0..fragments.len()).filter(|&at| fragments[at].role == Role::Content) {
        let (cue, sure) = choose(at, Question::CueOfContent);
        let known = cue.and_then(|cue| of_cue[cue]);
        if let Some(known) = known {
            found[known].contents.push(at);
            found[known].sure = found[known].sure.min(sure);
            continue;
        }
        if let Some(cue) = cue {
            of_cue[cue] = Some(found.len());
        }
        found.push(Joined { cue, source: None, contents: vec![at], sure });
    }
    for one in &mut found {
        if let Some(cue) = one.cue {
            let (source, sure) = choose(cue, Question::SourceOfCue);
            one.source = source;
            one.sure = one.sure.min(sure);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_inside_is_whole() {
        let bytes = include_bytes!("../../assets/models/join.model");
        assert_eq!(Weights::read(bytes, "join", VERSION).unwrap(), embedded().weights);
    }
}
