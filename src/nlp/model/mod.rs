//! The three model shapes, each written once: a [`Labeller`] of sequences, a [`Classifier`], and a
//! [`Ranker`] of candidates.
//!
//! All are linear over hashed features ([`features`]): a score is a sum of one-byte weights looked
//! up in a [`Weights`] table. A stage brings its features and its labels; training is `train`.

mod classifier;
pub mod features;
mod labeller;
mod ranker;
mod weights;

pub use classifier::Classifier;
pub use labeller::{Labeller, Lattice, log_sum, softmax};
pub use ranker::Ranker;
pub use weights::{Head, ModelError, Weights, slot};
