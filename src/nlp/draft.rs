//! An attribution on its way: roles found, speaker and tag to come.

use crate::text::Span;

/// An attribution before its speaker is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub source: Vec<Span>,
    pub cue: Vec<Span>,
    pub content: Vec<Span>,
    /// Lemma of the cue; empty without one.
    pub lemma: &'static str,
    pub confidence: f32,
    pub why: String,
    /// The draft whose speaker this one shares, where it has no source of its own.
    pub continues: Option<usize>,
}

impl Draft {
    /// All its spans.
    pub fn parts(&self) -> impl Iterator<Item = Span> + '_ {
        self.source.iter().chain(&self.cue).chain(&self.content).copied()
    }
}

/// Drafts by the start of their content, the outer before the inner, references kept.
pub fn in_text_order(mut drafts: Vec<Draft>) -> Vec<Draft> {
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|&at| {
        let (first, last) = (drafts[at].content[0], drafts[at].content.last());
        (first.start(), std::cmp::Reverse(last.map_or(0, |span| span.end())))
    });
    let mut place = vec![0; drafts.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old] = new;
    }
    for draft in &mut drafts {
        draft.continues = draft.continues.map(|before| place[before]);
    }
    let mut placed: Vec<(usize, Draft)> = place.into_iter().zip(drafts).collect();
    placed.sort_unstable_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, draft)| draft).collect()
}
