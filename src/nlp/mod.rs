//! `Article` → `Analysis`: sentences, quotes, entities, and who said what. Pure and total.
//!
//! Each stage makes one new value from earlier ones and edits none. What a stage cannot decide
//! becomes a [`Note`]. Nothing here reads a file, a clock or the screen.
//!
//! ```text
//! prose ─token─▶ tokens ─sentence─▶ sentences ─quote─▶ quotes ──┐
//!          └──mention─▶ mentions ─entity─▶ entities ────────────┤
//!                                    clause ─▶ roles ─▶ speaker ─▶ tag ─▶ attributions
//! ```

mod analysis;
mod clause;
mod date;
mod entity;
mod gazetteer;
mod lexicon;
pub(crate) mod mention;
pub mod model;
pub(crate) mod page;
mod phrase;
mod quote;
mod roles;
mod sentence;
mod speaker;
mod tag;
pub(crate) mod token;

pub use analysis::{
    Analysis, Attribution, Directness, Entity, EntityId, EntityKind, Label, Note, NoteKind, Quote,
    Suggestion,
};

use std::ops::ControlFlow;

use crate::article::Article;
use page::Page;

/// Name and version of this engine, written beside what it found.
pub const ENGINE: &str = concat!("onrecord ", env!("CARGO_PKG_VERSION"));

/// How far analysis has come: `done` of `total` stages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Stages dealt with.
    pub done: usize,
    /// Stages in all.
    pub total: usize,
}

/// Lexicons and models, loaded once and shared by every thread.
#[derive(Debug)]
pub struct Models {
    /// Finds names.
    pub names: model::Labeller,
}

impl Models {
    /// Those inside the binary.
    pub fn embedded() -> Models {
        lexicon::warm();
        Models { names: names() }
    }
}

fn names() -> model::Labeller {
    let bytes = include_bytes!("../../assets/models/names.model");
    let weights = model::Weights::embedded(bytes, "names", mention::features::FEATURES);
    model::Labeller { weights: weights.expect("a test holds the embedded model to its version") }
}

/// Finds who says what in `article`.
///
/// `tell` hears of progress before each stage; when it answers `Break`, analysis stops and gives
/// `None`. Never fails: what it cannot decide is a note. Cost grows linearly with the text.
pub fn analyse(
    article: &Article,
    models: &Models,
    tell: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Option<Analysis> {
    let mut done = 0;
    let mut go_on = || {
        let flow = tell(Progress { done, total: 4 });
        done += 1;
        flow.is_continue().then_some(())
    };
    go_on()?;
    let page = Page::new(article);
    go_on()?;
    let mentions = mention::mentions(&page, &article.metadata, &models.names);
    let entities = entity::entities(&page, &mentions);
    go_on()?;
    let drafts = roles::drafts(&page, &mentions);
    go_on()?;
    let speakers = speaker::resolve(&page, &drafts, &mentions, &entities);
    let attributions = tag::attributions(&page, &drafts, &speakers);
    Some(Analysis {
        sentences: page.sentence_spans(),
        notes: notes(&page, &attributions, &speakers),
        attributions,
        entities: entity::with_references(entities, &speakers),
        quotes: page.quotes,
    })
}

/// Notes of all stages, in text order.
fn notes(page: &Page, attributions: &[Attribution], speakers: &speaker::Speakers) -> Vec<Note> {
    let mut notes = page.notes.clone();
    notes.extend(page.unattributed(attributions));
    notes
        .extend(speakers.unclear.iter().map(|&span| Note { span, kind: NoteKind::UnclearSpeaker }));
    notes.sort_by_key(|note| note.span);
    notes
}
