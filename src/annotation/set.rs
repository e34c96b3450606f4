//! The items a reader made, and every change to them, forward and back.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde::Deserialize;

use super::Anchor;

/// Names an item: derived from the words of its content, so that two readers who tag the same
/// statement, or one reader twice, write the same name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct ItemId(Arc<str>);

impl ItemId {
    /// From the words of a content's spans, and which statement with these very words it is
    /// (0 for the first in the text).
    pub fn of(content: &[&str], occurrence: usize) -> ItemId {
        let mut hasher = blake3::Hasher::new();
        for words in content {
            hasher.update(words.as_bytes());
            hasher.update(b"\x1f");
        }
        let digest: String = hasher.finalize().to_hex().chars().take(12).collect();
        match occurrence {
            0 => ItemId(digest.into()),
            n => ItemId(format!("{digest}-{}", n + 1).into()),
        }
    }

    /// As written in the file.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for ItemId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ItemId {
    type Error = String;

    /// As read from a file, where another program may have chosen it: 1 to 64 visible ASCII
    /// characters, so that it can stand in any format.
    fn try_from(id: String) -> Result<ItemId, String> {
        let fits = (1..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic());
        if fits { Ok(ItemId(id.into())) } else { Err(format!("{id:?} cannot name an item")) }
    }
}

/// One statement as a reader marked it. Self-contained: it can be read without the machine.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// What is said; one anchor a span, never empty.
    pub content: Vec<Anchor>,
    /// Who is named as saying it; may be empty.
    pub source: Vec<Anchor>,
    /// The reporting words; may be empty.
    pub cue: Vec<Anchor>,
    /// Who speaks, by name; empty where unnamed.
    pub speakers: Vec<String>,
    /// Names of tags of the codebook, in its order.
    pub tags: Vec<String>,
    /// Values of the codebook's attributes, by name.
    pub attributes: BTreeMap<String, String>,
    /// The reader's remark; empty for none.
    pub comment: String,
    /// How sure the reader is.
    pub certainty: Certainty,
    /// What the reader thinks of the machine's finding.
    pub review: Review,
    /// Where the statement came from.
    pub origin: ItemOrigin,
    /// Who touched it last, and when.
    pub stamp: Stamp,
}

impl Item {
    /// Whether it says nothing beyond what the machine found, so that it need not be kept.
    pub fn is_bare(&self) -> bool {
        self.tags.is_empty()
            && self.attributes.is_empty()
            && self.certainty == Certainty::Unstated
            && self.comment.is_empty()
            && self.review == Review::Open
            && self.origin == ItemOrigin::Extracted
    }

    /// Byte where its content begins, as far as its anchors know.
    pub fn start(&self) -> usize {
        self.content.first().map_or(0, |anchor| anchor.span.start())
    }
}

/// What a reader thinks of an extracted statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
pub enum Review {
    /// Not looked at.
    #[default]
    Open,
    /// Right.
    Accepted,
    /// Wrong.
    Rejected,
}

impl Review {
    /// The word for it in every export.
    pub fn word(self) -> &'static str {
        match self {
            Review::Open => "open",
            Review::Accepted => "accepted",
            Review::Rejected => "rejected",
        }
    }

    /// The one of that word.
    pub fn named(word: &str) -> Option<Review> {
        [Review::Open, Review::Accepted, Review::Rejected]
            .into_iter()
            .find(|one| one.word() == word)
    }
}

/// How sure a reader is of an item.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
pub enum Certainty {
    /// Not said.
    #[default]
    Unstated,
    /// Would say so again.
    Sure,
    /// More likely than not.
    Likely,
    /// As good as a guess.
    Unsure,
}

impl Certainty {
    /// The word for it in every export.
    pub fn word(self) -> &'static str {
        match self {
            Certainty::Unstated => "unstated",
            Certainty::Sure => "sure",
            Certainty::Likely => "likely",
            Certainty::Unsure => "unsure",
        }
    }

    /// The one of that word.
    pub fn named(word: &str) -> Option<Certainty> {
        [Certainty::Unstated, Certainty::Sure, Certainty::Likely, Certainty::Unsure]
            .into_iter()
            .find(|one| one.word() == word)
    }
}

/// Where a statement came from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
pub enum ItemOrigin {
    /// The machine found it.
    #[default]
    Extracted,
    /// The machine found it and a reader changed its spans or speaker.
    Edited,
    /// A reader made it.
    Made,
}

impl ItemOrigin {
    /// The word for it in every export.
    pub fn word(self) -> &'static str {
        match self {
            ItemOrigin::Extracted => "extracted",
            ItemOrigin::Edited => "edited",
            ItemOrigin::Made => "made",
        }
    }

    /// The one of that word.
    pub fn named(word: &str) -> Option<ItemOrigin> {
        [ItemOrigin::Extracted, ItemOrigin::Edited, ItemOrigin::Made]
            .into_iter()
            .find(|one| one.word() == word)
    }
}

impl Item {
    /// With its content and who marked it, and nothing said of it yet: as extracted, open.
    pub fn new(content: Vec<Anchor>, stamp: Stamp) -> Item {
        Item {
            content,
            source: Vec::new(),
            cue: Vec::new(),
            speakers: Vec::new(),
            tags: Vec::new(),
            attributes: BTreeMap::new(),
            comment: String::new(),
            certainty: Certainty::Unstated,
            review: Review::Open,
            origin: ItemOrigin::Extracted,
            stamp,
        }
    }

    /// Its attributes in words: “about: bread; rating: 3”.
    pub fn attributes_in_words(&self) -> String {
        let all = self.attributes.iter().map(|(name, value)| format!("{name}: {value}"));
        all.collect::<Vec<_>>().join("; ")
    }
}

/// Who did it, and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stamp {
    /// The annotator's name.
    pub annotator: String,
    /// To the second.
    pub at: Timestamp,
}

/// What a reader says of somebody or something that the story names. Kept under the name that the
/// machine gave it, or the reader, where the machine knew none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Naming {
    /// What it is called instead; empty where the name is right.
    pub name: String,
    /// What kind it is, in the words of `extract`; empty where the machine is right.
    pub kind: String,
    /// The name under which the one is kept that this is the same as; empty where there is none.
    pub same_as: String,
    /// Mentions that are of this one, although the machine gave them to another or missed them.
    pub mentions: Vec<Anchor>,
    /// Who said so last, and when.
    pub stamp: Stamp,
}

impl Naming {
    /// Nothing yet, by this reader.
    pub fn new(stamp: Stamp) -> Naming {
        let none = String::new;
        Naming { name: none(), kind: none(), same_as: none(), mentions: Vec::new(), stamp }
    }

    /// Whether it says nothing, so that it need not be kept.
    pub fn is_bare(&self) -> bool {
        self.name.is_empty()
            && self.kind.is_empty()
            && self.same_as.is_empty()
            && self.mentions.is_empty()
    }
}

/// One item before and after; its inverse swaps the two.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// Which item.
    pub id: ItemId,
    /// As it was; none where it did not exist.
    pub before: Option<Item>,
    /// As it is now; none where it was removed.
    pub after: Option<Item>,
}

/// One naming before and after.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NamingChange {
    /// The name it is kept under.
    pub of: String,
    /// As it was.
    pub before: Option<Naming>,
    /// As it is now.
    pub after: Option<Naming>,
}

/// Changes made by one deed of the reader, undone together.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Step {
    /// Of items; no id twice.
    pub items: Vec<Change>,
    /// Of namings; no name twice.
    pub namings: Vec<NamingChange>,
}

/// What to do to a [`Set`]: each id's item and each name's naming becomes what is given, none to
/// remove it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wanted {
    /// Items; of two with one id the later counts.
    pub items: Vec<(ItemId, Option<Item>)>,
    /// Namings; of two with one name the later counts.
    pub namings: Vec<(String, Option<Naming>)>,
}

/// All items of one reader on one article, with the steps that led there, as far back as they are known.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Set {
    // Shared, since each save takes them along.
    items: BTreeMap<ItemId, Arc<Item>>,
    namings: BTreeMap<String, Naming>,
    done: Vec<Arc<Step>>,
    undone: Vec<Arc<Step>>,
}

impl Set {
    /// A set as read from a file, with nothing to undo.
    pub fn from_items(items: impl IntoIterator<Item = (ItemId, Item)>) -> Set {
        let items = items.into_iter().map(|(id, item)| (id, Arc::new(item))).collect();
        Set { items, ..Set::default() }
    }

    /// The same with these namings.
    #[must_use]
    pub fn with_namings(self, namings: impl IntoIterator<Item = (String, Naming)>) -> Set {
        Set { namings: namings.into_iter().collect(), ..self }
    }

    /// The same items and namings, with nothing to undo.
    #[must_use]
    pub fn bare(&self) -> Set {
        Set { items: self.items.clone(), namings: self.namings.clone(), ..Set::default() }
    }

    /// The item of that name.
    pub fn get(&self, id: &ItemId) -> Option<&Item> {
        self.items.get(id).map(Arc::as_ref)
    }

    /// All items by name.
    pub fn items(&self) -> impl Iterator<Item = (&ItemId, &Item)> {
        self.items.iter().map(|(id, item)| (id, item.as_ref()))
    }

    /// The same, shared: an item is another one where it was changed.
    pub(super) fn shared(&self) -> impl Iterator<Item = (&ItemId, &Arc<Item>)> {
        self.items.iter()
    }

    /// All namings, by the name they are kept under.
    pub fn namings(&self) -> &BTreeMap<String, Naming> {
        &self.namings
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && self.namings.is_empty()
    }

    /// How many items it holds.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Changes items by one step; see [`Set::change`].
    pub fn apply(&mut self, wanted: impl IntoIterator<Item = (ItemId, Option<Item>)>) -> bool {
        self.change(Wanted { items: wanted.into_iter().collect(), ..Wanted::default() })
    }

    /// Changes items and namings by one step; bare ones are not kept. Changes that change nothing
    /// are left out; says whether any was left.
    pub fn change(&mut self, wanted: Wanted) -> bool {
        let items: BTreeMap<ItemId, Option<Item>> = wanted.items.into_iter().collect();
        let namings: BTreeMap<String, Option<Naming>> = wanted.namings.into_iter().collect();
        let items = items.into_iter().map(|(id, after)| {
            let before = self.get(&id).cloned();
            Change { id, before, after: after.filter(|item| !item.is_bare()) }
        });
        let namings = namings.into_iter().map(|(of, after)| {
            let before = self.namings.get(&of).cloned();
            NamingChange { of, before, after: after.filter(|naming| !naming.is_bare()) }
        });
        let step = Step {
            items: items.filter(|change| change.before != change.after).collect(),
            namings: namings.filter(|change| change.before != change.after).collect(),
        };
        if step.items.is_empty() && step.namings.is_empty() {
            return false;
        }
        self.make(&step);
        self.done.push(Arc::new(step));
        self.undone.clear();
        true
    }

    /// The same marks with the steps that led to them, and those that redo can make, the next last.
    #[must_use]
    pub fn with_steps(self, done: Vec<Arc<Step>>, undone: Vec<Arc<Step>>) -> Set {
        Set { done, undone, ..self }
    }

    /// The steps that undo can take back, the latest last.
    pub fn steps(&self) -> &[Arc<Step>] {
        &self.done
    }

    /// The steps that redo can make, the next last.
    pub fn undone(&self) -> &[Arc<Step>] {
        &self.undone
    }

    /// The last step that was made.
    pub fn last(&self) -> Option<&Step> {
        self.done.last().map(Arc::as_ref)
    }

    /// What must be wanted of this set to make it `other`.
    pub fn towards(&self, other: &Set) -> Wanted {
        let items = self.items.keys().chain(other.items.keys());
        let items = items.filter(|id| self.items.get(*id) != other.items.get(*id));
        let names = self.namings.keys().chain(other.namings.keys());
        let names = names.filter(|of| self.namings.get(*of) != other.namings.get(*of));
        Wanted {
            items: items.map(|id| (id.clone(), other.get(id).cloned())).collect(),
            namings: names.map(|of| (of.clone(), other.namings.get(of).cloned())).collect(),
        }
    }

    /// Takes back the last step and gives it, or nothing when there is none.
    pub fn undo(&mut self) -> Option<&Step> {
        let step = self.done.pop()?;
        for change in &step.items {
            put(&mut self.items, &change.id, change.before.clone().map(Arc::new));
        }
        for change in &step.namings {
            put(&mut self.namings, &change.of, change.before.clone());
        }
        self.undone.push(step);
        self.undone.last().map(Arc::as_ref)
    }

    /// Does again the last step that was taken back, and gives it.
    pub fn redo(&mut self) -> Option<&Step> {
        let step = self.undone.pop()?;
        self.make(&step);
        self.done.push(step);
        self.last()
    }

    fn make(&mut self, step: &Step) {
        for change in &step.items {
            put(&mut self.items, &change.id, change.after.clone().map(Arc::new));
        }
        for change in &step.namings {
            put(&mut self.namings, &change.of, change.after.clone());
        }
    }
}

fn put<K: Ord + Clone, V>(kept: &mut BTreeMap<K, V>, key: &K, value: Option<V>) {
    match value {
        Some(value) => kept.insert(key.clone(), value),
        None => kept.remove(key),
    };
}

#[cfg(test)]
mod tests;
