//! What lists know about words: phrases by kind, and clusters of words that are used alike.
//!
//! Both are keyed by hashes ([`Seen`]), so that a text hashes each of its words once and looks up
//! words and phrases alike without making a string. Deciding what a name is belongs to `mention`.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use super::model::features::Seen;

/// A list that a phrase may stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Listing {
    City,
    Region,
    Country,
    GivenName,
    Surname,
    /// The whole name of a known politician.
    Politician,
    /// A word that ends the name of an organisation.
    OrgWord,
    Agency,
    /// A title before a name.
    Title,
    /// A nationality, party or faith.
    Norp,
    /// A whole organisation.
    Org,
    /// A day or month.
    Calendar,
}

impl Listing {
    /// How many there are.
    pub const COUNT: u32 = 12;

    fn named(name: &str) -> Option<Listing> {
        Some(match name {
            "city" => Listing::City,
            "region" => Listing::Region,
            "country" | "place" => Listing::Country,
            "given_name" => Listing::GivenName,
            "surname" => Listing::Surname,
            "politician" => Listing::Politician,
            "org_word" => Listing::OrgWord,
            "agency" => Listing::Agency,
            "title" => Listing::Title,
            "norp" => Listing::Norp,
            "org" => Listing::Org,
            "calendar" => Listing::Calendar,
            _ => return None,
        })
    }
}

/// The lists that a phrase stands in, and whether longer ones begin with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Listed(u16);

impl Listed {
    const GOES_ON: u16 = 1 << 15;

    /// Whether `listing` holds it.
    pub fn is(self, listing: Listing) -> bool {
        self.0 & (1 << listing as u16) != 0
    }

    /// Whether some longer phrase begins with it.
    pub fn goes_on(self) -> bool {
        self.0 & Listed::GOES_ON != 0
    }

    /// The lists as bits, by the order of [`Listing`].
    pub fn bits(self) -> u32 {
        u32::from(self.0 & !Listed::GOES_ON)
    }
}

/// Where a word hangs in the tree of clusters: its path from the root, 0 bits long for none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cluster {
    path: u32,
    length: u8,
}

impl Cluster {
    /// The first `bits` of the path, or all of a shorter one; 0 for a word in no cluster.
    pub fn prefix(self, bits: u8) -> u32 {
        match self.length {
            0 => 0,
            length => {
                let bits = bits.min(length);
                (1 << bits) | (self.path >> (length - bits))
            }
        }
    }
}

type Table<V> = HashMap<Seen, V, BuildHasherDefault<AsItIs>>;

/// Keys are hashes already.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, &byte| (hash << 8) | u64::from(byte));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// Lists and clusters, in memory.
pub struct Lists {
    phrases: Table<Listed>,
    clusters: Table<Cluster>,
}

/// Those inside the binary; built when first asked for.
pub fn lists() -> &'static Lists {
    static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists {
        phrases: phrases(&[
            include_str!("../../assets/lexicon/gazetteer.tsv"),
            include_str!("../../assets/lexicon/names.tsv"),
        ]),
        clusters: clusters(include_str!("../../assets/lexicon/clusters.tsv")),
    });
    &LISTS
}

impl Lists {
    /// What is known of a lower-case phrase, its words one blank apart. O(its length).
    pub fn phrase(&self, phrase: &str) -> Listed {
        self.hashed(key(phrase))
    }

    /// The same by the hash of its words: the first one's, then [`Seen::and`] each further one's.
    pub fn hashed(&self, phrase: Seen) -> Listed {
        self.phrases.get(&phrase).copied().unwrap_or_default()
    }

    /// The cluster of a word, by the hash of the word as written, its digits as 0.
    pub fn cluster(&self, word: Seen) -> Cluster {
        self.clusters.get(&word).copied().unwrap_or_default()
    }
}

fn key(phrase: &str) -> Seen {
    let mut words = phrase.split(' ').map(Seen::word);
    let first = words.next().unwrap_or_else(|| Seen::word(""));
    words.fold(first, Seen::and)
}

fn phrases(tables: &[&str]) -> Table<Listed> {
    let mut found = Table::with_capacity_and_hasher(1 << 16, BuildHasherDefault::default());
    for line in tables.iter().flat_map(|table| table.lines()) {
        let Some((phrase, kind)) = line.split_once('\t') else { continue };
        let Some(listing) = Listing::named(kind) else { continue };
        let mut words = phrase.split(' ').map(Seen::word).peekable();
        let Some(mut so_far) = words.next() else { continue };
        for word in words {
            found.entry(so_far).or_insert(Listed(0)).0 |= Listed::GOES_ON;
            so_far = so_far.and(word);
        }
        found.entry(so_far).or_insert(Listed(0)).0 |= 1 << listing as u16;
    }
    found
}

/// Reads the table: a path of bits, then its words, the commonest first.
fn clusters(table: &str) -> Table<Cluster> {
    let mut found = Table::with_capacity_and_hasher(1 << 15, BuildHasherDefault::default());
    for line in table.lines() {
        let Some((bits, words)) = line.split_once('\t') else { continue };
        let path = u32::from_str_radix(bits, 2).unwrap_or_default();
        let cluster = Cluster { path, length: u8::try_from(bits.len()).unwrap_or_default() };
        found.extend(words.split(' ').map(|word| (Seen::word(word), cluster)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_word_by_word() {
        let lists = lists();
        assert!(lists.phrase("hanoi").is(Listing::City));
        assert!(lists.phrase("donald").is(Listing::GivenName));
        assert!(lists.phrase("new").goes_on() && lists.phrase("new york").bits() != 0);
        assert_eq!(lists.phrase("no such phrase"), Listed::default());
    }

    #[test]
    fn clusters_share_their_beginnings() {
        let cluster = |word: &str| lists().cluster(Seen::word(word));
        assert_eq!(cluster("Monday").prefix(20), cluster("Tuesday").prefix(20));
        assert_ne!(cluster("Monday").prefix(6), cluster("the").prefix(6));
        assert_eq!(cluster("nosuchword").prefix(6), 0);
        assert_eq!(Cluster { path: 0b0110, length: 4 }.prefix(2), 0b101);
    }
}
