//! What colleagues agree on: their marks side by side, merged, and in the figures that are published.
//!
//! A [`Reader`] is one annotator's marks on one story. [`units`] puts items of several readers beside
//! each other; everything else is counted from that. Pure: no file, no clock, the same figures always.

pub mod coding;
mod compare;
mod figures;
mod merge;
mod three;
mod unitizing;

pub use compare::{Difference, Unit, differences, labels, said, units, value};
pub use figures::{Figure, Figures, MISSING, Sample, figures, samples};
pub use merge::{Conflict, Merged, merge};
pub use three::{Clash, join, three_way};
pub use unitizing::{Piece, alpha_unitizing};

use crate::annotation::file::Document;

/// One annotator's marks on one story.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reader {
    /// Who it is, as the report calls them.
    pub name: String,
    /// Their file.
    pub document: Document,
}
