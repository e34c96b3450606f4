//! A model file: a head that says what it is, then numbers.
//!
//! ```text
//! onrecord model 2
//! (task: "roles", features: 1, labels: ["O", …], bits: 18, scale: 0.01, …)     one line of RON
//! transitions: labels × labels + labels little-endian f32
//! table: 2^bits slots of 1 + labels bytes: a signature, then signed weights
//! ```
//! A slot belongs to one feature, known by its signature: another one that falls into it, most
//! likely one never seen in training, adds nothing. The head carries a hash of what follows, so that
//! a damaged file is refused.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// What a model file says of itself.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Head {
    /// What it does: “roles”, “names”.
    pub task: String,
    /// Version of the features it was trained with; another one's weights mean nothing.
    pub features: u32,
    /// Its labels in the order of their numbers; a single empty one for a ranker.
    pub labels: Vec<String>,
    /// The table has 2 to the power of this many slots.
    pub bits: u32,
    /// What one step of a weight is worth.
    pub scale: f32,
    /// What it was trained on.
    pub corpus: String,
    /// The command that made it.
    pub command: String,
    /// First 16 hexadecimal digits of BLAKE3 over transitions and table.
    pub hash: String,
}

/// A model's numbers, borrowed from the binary or owned.
#[derive(Clone, PartialEq, Debug)]
pub struct Weights {
    /// What it says of itself.
    pub head: Head,
    /// From label to label, row by row, then the score of beginning with each label.
    pub transitions: Vec<f32>,
    table: Cow<'static, [i8]>,
}

/// Why a model cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ModelError {
    /// The first line is another.
    #[error("this is no model file of onrecord; make one with `onrecord train`")]
    NoModel,
    /// The head cannot be read.
    #[error("the head of the model cannot be read: {0}; make it again with `onrecord train`")]
    Head(String),
    /// For another task, or trained with other features.
    #[error(
        "the model is for {found}, and {wanted} is wanted; make it again with `onrecord train`"
    )]
    Other {
        /// Task and features of the file.
        found: String,
        /// Task and features of this program.
        wanted: String,
    },
    /// Numbers are missing or changed.
    #[error(
        "the model is damaged: its numbers do not match its head; make it again with `onrecord train`"
    )]
    Damaged,
}

const FIRST: &str = "onrecord model 2\n";

/// The slot of a feature in a table of 2^`bits`: its first bits.
pub fn slot(feature: u32, bits: u32) -> usize {
    (feature >> (32 - bits)) as usize
}

/// What tells the owner of a slot from other features: its last byte; 0 stands for no owner.
fn signature(feature: u32) -> i8 {
    let [.., last] = feature.to_be_bytes();
    last.max(1).cast_signed()
}

impl Weights {
    /// From trained numbers: `rows` has `labels` numbers a slot, `owners` the feature of each. Rounds
    /// each weight to one of 255 steps; the few largest are cut so that the others keep their
    /// differences.
    pub fn new(
        mut head: Head,
        transitions: Vec<f32>,
        rows: &[f32],
        owners: &[Option<u32>],
    ) -> Weights {
        /// So many in a thousand nonzero weights may be cut.
        const CUT: usize = 2;
        let mut sizes: Vec<f32> = rows.iter().map(|w| w.abs()).filter(|w| *w > 0.0).collect();
        let most = sizes.len() - (sizes.len() * CUT / 1000).min(sizes.len());
        let largest = match most.checked_sub(1) {
            Some(at) => *sizes.select_nth_unstable_by(at, f32::total_cmp).1,
            None => 1.0,
        };
        head.scale = largest / 127.0;
        let labels = head.labels.len();
        let mut table = Vec::with_capacity(owners.len() * (1 + labels));
        for (row, owner) in rows.chunks_exact(labels).zip(owners) {
            table.push(owner.map_or(0, signature));
            table.extend(row.iter().map(|weight| quantised(weight / head.scale)));
        }
        head.hash = digest(&transitions, &table);
        Weights { head, transitions, table: Cow::Owned(table) }
    }

    /// Reads a model file that lies in the binary, without copying its table.
    pub fn embedded(
        bytes: &'static [u8],
        task: &str,
        features: u32,
    ) -> Result<Weights, ModelError> {
        let (head, transitions, table) = split(bytes, task, features)?;
        let table = bytemuck::cast_slice(table);
        Ok(Weights { head, transitions, table: Cow::Borrowed(table) })
    }

    /// Reads a model file, and checks that none of its numbers changed. O(bytes).
    pub fn read(bytes: &[u8], task: &str, features: u32) -> Result<Weights, ModelError> {
        let (head, transitions, table) = split(bytes, task, features)?;
        let table: Vec<i8> = bytemuck::cast_slice(table).to_vec();
        if digest(&transitions, &table) != head.hash {
            return Err(ModelError::Damaged);
        }
        Ok(Weights { head, transitions, table: Cow::Owned(table) })
    }

    /// With the hash of its numbers as they are now, after a change to them.
    #[must_use]
    pub fn sealed(mut self) -> Weights {
        self.head.hash = digest(&self.transitions, &self.table);
        self
    }

    /// As a model file.
    pub fn write(&self) -> Vec<u8> {
        let head = ron::ser::to_string(&self.head).unwrap_or_default();
        let mut bytes = format!("{FIRST}{head}\n").into_bytes();
        bytes.extend(self.transitions.iter().flat_map(|weight| weight.to_le_bytes()));
        bytes.extend_from_slice(bytemuck::cast_slice(&self.table));
        bytes
    }

    /// How many labels a row has.
    pub fn labels(&self) -> usize {
        self.head.labels.len()
    }

    /// Adds up the rows of `features` into `sums`, one number a label, in steps.
    pub fn add(&self, features: &[u32], sums: &mut [i32]) {
        let width = 1 + sums.len();
        for &feature in features {
            let start = slot(feature, self.head.bits) * width;
            let row = &self.table[start..start + width];
            if row[0] == signature(feature) {
                for (sum, weight) in sums.iter_mut().zip(&row[1..]) {
                    *sum += i32::from(*weight);
                }
            }
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "clamped to the range of a byte")]
fn quantised(steps: f32) -> i8 {
    steps.round().clamp(-127.0, 127.0) as i8
}

fn split<'a>(
    bytes: &'a [u8],
    task: &str,
    features: u32,
) -> Result<(Head, Vec<f32>, &'a [u8]), ModelError> {
    let rest = bytes.strip_prefix(FIRST.as_bytes()).ok_or(ModelError::NoModel)?;
    let end = rest.iter().position(|byte| *byte == b'\n').ok_or(ModelError::NoModel)?;
    let line = std::str::from_utf8(&rest[..end]).map_err(|_| ModelError::NoModel)?;
    let head: Head = ron::from_str(line).map_err(|why| ModelError::Head(why.to_string()))?;
    if head.task != task || head.features != features {
        return Err(ModelError::Other {
            found: format!("{} with features {}", head.task, head.features),
            wanted: format!("{task} with features {features}"),
        });
    }
    let labels = head.labels.len();
    let numbers = &rest[end + 1..];
    let floats = (labels * labels + labels) * 4;
    if !(1..=24).contains(&head.bits) || numbers.len() != floats + ((1 + labels) << head.bits) {
        return Err(ModelError::Damaged);
    }
    let (transitions, table) = numbers.split_at(floats);
    let float = |four: &[u8]| f32::from_le_bytes([four[0], four[1], four[2], four[3]]);
    Ok((head, transitions.chunks_exact(4).map(float).collect(), table))
}

fn digest(transitions: &[f32], table: &[i8]) -> String {
    let mut hasher = blake3::Hasher::new();
    for weight in transitions {
        hasher.update(&weight.to_le_bytes());
    }
    hasher.update(bytemuck::cast_slice(table));
    hasher.finalize().to_hex().chars().take(16).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model() -> Weights {
        let head = Head {
            task: "test".to_owned(),
            features: 3,
            labels: vec!["O".to_owned(), "B".to_owned()],
            bits: 2,
            scale: 0.0,
            corpus: "none".to_owned(),
            command: "none".to_owned(),
            hash: String::new(),
        };
        let owners = [Some(0), Some(1 << 30), None, Some(u32::MAX)];
        Weights::new(head, vec![0.5; 6], &[1.0, -1.0, 0.0, 0.25, 0.0, 0.0, 0.5, 0.0], &owners)
    }

    #[test]
    fn a_model_comes_back_as_it_was() {
        let bytes = model().write();
        assert_eq!(Weights::read(&bytes, "test", 3).unwrap(), model());
        let mut sums = [0, 0];
        model().add(&[0, u32::MAX, 1 << 30], &mut sums);
        assert_eq!(sums, [127 + 64, -127 + 32]);
        let strangers = [2, u32::MAX - 1, 1 << 31];
        model().add(&strangers, &mut sums);
        assert_eq!(sums, [127 + 64, -127 + 32], "a stranger in a slot adds nothing");
    }

    #[test]
    fn a_wrong_or_damaged_one_is_refused() {
        let bytes = model().write();
        assert_eq!(Weights::read(b"PK", "test", 3), Err(ModelError::NoModel));
        assert!(matches!(Weights::read(&bytes, "names", 3), Err(ModelError::Other { .. })));
        assert!(matches!(Weights::read(&bytes, "test", 4), Err(ModelError::Other { .. })));
        for end in 0..bytes.len() {
            assert!(Weights::read(&bytes[..end], "test", 3).is_err(), "cut at {end}");
        }
        let mut changed = bytes.clone();
        *changed.last_mut().unwrap() ^= 1;
        assert_eq!(Weights::read(&changed, "test", 3), Err(ModelError::Damaged));
    }
}
