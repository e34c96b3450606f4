//! Corpora → models; predictions against gold → scores. Pure: bytes in, values out.
//!
//! [`fit`] trains every shape by one rule: stochastic gradients of the log-likelihood with a step
//! of its own for each weight (`AdaGrad`, Duchi, Hazan and Singer 2011). Same corpus, same model.
//! [`score`] compares predictions with gold. [`TASKS`] lists what can be
//! trained; a task reads its corpora and makes one model file.

pub mod corpus;
pub mod fit;
pub mod join;
mod names;
mod pos;
pub mod roles;
pub mod score;
mod speakers;
pub mod tags;

pub use corpus::{Corpora, TrainError};

/// Makes a model file from corpora.
pub type Train = fn(&Corpora, &mut dyn FnMut(&str)) -> Result<Vec<u8>, TrainError>;

/// Something that can be trained.
#[derive(Clone, Copy, Debug)]
pub struct Task {
    /// What to ask for it by; the model's file in `assets/models` has the same name.
    pub name: &'static str,
    /// What it does, in a few words.
    pub help: &'static str,
    /// Makes the model file.
    pub train: Train,
}

/// All tasks, in the order in which one builds on the other.
pub const TASKS: &[Task] = &[
    Task { name: "pos", help: "parts of speech, on treebanks", train: pos::train },
    names::TASK,
    Task { name: "roles-first", help: "source, cue and content, first pass", train: roles::first },
    Task { name: "roles", help: "source, cue and content, second pass", train: roles::second },
    Task { name: "join", help: "which source and content belong to which cue", train: join::train },
    Task { name: "speakers", help: "who speaks, on statements", train: speakers::train },
    tags::TASK,
];
