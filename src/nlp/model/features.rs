//! Features as numbers: a template and what it saw, hashed to 32 bits.
//!
//! Two features may share a number; with tables as large as ours few do, and training learns around
//! those. The hash is part of every model's format: changing it makes all models stale.

/// A hash of something seen: a word, a tag, a distance.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Seen(u64);

impl Seen {
    /// Of a word, byte by byte (FNV-1a, then mixed). O(bytes).
    pub fn word(word: &str) -> Seen {
        let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Seen(mix(hash))
    }

    /// Of a small number: a tag, a flag, a bucket.
    pub fn number(number: u32) -> Seen {
        Seen(mix(0x9e37_79b9_7f4a_7c15 ^ u64::from(number)))
    }

    /// Of two things in this order.
    #[must_use]
    pub fn and(self, other: Seen) -> Seen {
        Seen(mix(self.0.rotate_left(23) ^ other.0))
    }
}

/// A feature: what template number `template` saw.
pub fn feature(template: u32, seen: Seen) -> u32 {
    let hash = mix(seen.0 ^ (u64::from(template) + 1).wrapping_mul(0xd6e8_feb8_6659_fd93));
    u32::try_from(hash >> 32).unwrap_or(u32::MAX)
}

/// Spreads every bit over all (the finaliser of `MurmurHash3`).
fn mix(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

/// The features of every token of a sequence, or of every candidate: rows of numbers end to end.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    features: Vec<u32>,
    /// Where each row ends.
    ends: Vec<usize>,
}

impl Rows {
    /// No rows; keeps the memory.
    pub fn clear(&mut self) {
        self.features.clear();
        self.ends.clear();
    }

    /// Adds to the row being written.
    pub fn push(&mut self, template: u32, seen: Seen) {
        self.features.push(feature(template, seen));
    }

    /// Adds features made before to the row being written.
    pub fn extend(&mut self, features: impl IntoIterator<Item = u32>) {
        self.features.extend(features);
    }

    /// Adds a feature made before to the row being written.
    pub fn push_number(&mut self, feature: u32) {
        self.features.push(feature);
    }

    /// Ends the row being written.
    pub fn end(&mut self) {
        self.ends.push(self.features.len());
    }

    /// The rows of both, each of `self` with the one of `other` behind it.
    #[must_use]
    pub fn beside(&self, other: &Rows) -> Rows {
        let mut both = Rows::default();
        for (one, more) in self.iter().zip(other.iter()) {
            both.features.extend_from_slice(one);
            both.features.extend_from_slice(more);
            both.end();
        }
        both
    }

    /// How many rows were ended.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// One row.
    pub fn row(&self, at: usize) -> &[u32] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.features[start..self.ends[at]]
    }

    /// All rows in order.
    pub fn iter(&self) -> impl Iterator<Item = &[u32]> {
        (0..self.len()).map(|at| self.row(at))
    }

    /// Keeps the features that `wanted` accepts, in all rows.
    pub fn keep(&mut self, wanted: impl Fn(u32) -> bool) {
        let mut kept = Vec::with_capacity(self.features.len());
        let mut start = 0;
        for end in &mut self.ends {
            kept.extend(self.features[start..*end].iter().filter(|feature| wanted(**feature)));
            start = std::mem::replace(end, kept.len());
        }
        self.features = kept;
    }
}
