//! `Article` → `Analysis`: sentences, quotes, entities, and who said what. Pure and total.
//!
//! Each stage makes one new value from earlier ones and edits none. What a stage cannot decide
//! becomes a [`Note`]. Nothing here reads a file, a clock or the screen.
//!
//! ```text
//! prose ─token, sentence, pos, quote─▶ Page ─mention─▶ names ─entity─▶ entities
//!                                       └─rules, roles, join, assemble─▶ drafts
//!                                                     drafts ─speaker, tag, act─▶ attributions
//! ```

mod act;
mod analysis;
mod assemble;
mod clause;
mod date;
pub(crate) mod draft;
pub(crate) mod entity;
mod gazetteer;
pub(crate) mod join;
pub(crate) mod lexicon;
pub(crate) mod mention;
pub mod model;
pub mod money;
pub(crate) mod page;
mod phrase;
pub(crate) mod pos;
mod quote;
pub(crate) mod roles;
pub(crate) mod rules;
mod sentence;
pub(crate) mod speaker;
pub mod tag;
pub(crate) mod token;

pub use analysis::{
    Act, Analysis, Attribution, Directness, Entity, EntityId, EntityKind, Label, Note, NoteKind,
    Quote, Suggestion,
};

use std::ops::ControlFlow;

use crate::article::Article;
use model::Ranker;
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
    /// Parts of speech.
    pub(crate) pos: pos::Tagger,
    /// Source, cue and content.
    roles: roles::Scorer,
    /// Which of them belong together.
    join: Ranker,
    /// Finds names.
    pub names: model::Labeller,
    /// Who speaks.
    speakers: Ranker,
    /// Says what a statement does.
    pub tags: model::Classifier,
}

impl Models {
    /// Those inside the binary.
    pub fn embedded() -> Models {
        lexicon::warm();
        Models {
            pos: pos::Tagger::embedded(),
            roles: roles::Scorer::embedded(),
            join: join::embedded(),
            names: mention::embedded(),
            speakers: speaker::embedded(),
            tags: tag::embedded(),
        }
    }
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
    let page = Page::new(article, &models.pos);
    go_on()?;
    let mentions = mention::mentions(&page, &article.metadata, &models.names);
    let entities = entity::entities(&page, &mentions);
    go_on()?;
    let drafts = assemble::drafts(&page, &mentions, &models.roles, &models.join);
    go_on()?;
    let speakers = speaker::resolve(&page, &drafts, &mentions, &entities, &models.speakers);
    let attributions = tag::attributions(&page, &drafts, &speakers, &models.tags);
    Some(Analysis {
        sentences: page.sentence_spans(),
        notes: notes(&page, &attributions, &speakers),
        attributions,
        entities: entity::with_references(entities, &speakers),
        quotes: page.quotes,
    })
}

/// What a statement given as texts does: its role words, and what stands before it.
pub fn suggest(texts: &tag::Texts, models: &Models) -> Suggestion {
    tag::suggest(&tag::Said::of(texts), &models.tags)
}

/// Notes of all stages, in text order.
fn notes(page: &Page, attributions: &[Attribution], speakers: &speaker::Speakers) -> Vec<Note> {
    let mut notes = page.notes.clone();
    notes.extend(page.unattributed(attributions));
    notes
        .extend(speakers.unclear.iter().map(|&span| Note { span, kind: NoteKind::UnclearSpeaker }));
    notes.sort_by_key(|note| note.span);
    // Statements that share a source share what is unclear about it.
    notes.dedup();
    notes
}
