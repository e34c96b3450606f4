//! Finds marks in a story as it is, and makes items of them.

use super::{Document, Mark};
use crate::annotation::{Anchor, Found, Item, ItemId, ItemOrigin, Set, Stamp};
use crate::story::{Statement, Story};
use crate::text::Span;

/// What became of one mark.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It is new here.
    Added,
    /// It stands in place of another's marks on the same statement.
    Replaced,
    /// It says what is known.
    Known,
    /// It says something else than what is here already, which was kept.
    Kept,
    /// It says nothing: neither a tag, a comment, a review nor a statement that was not found.
    Bare,
    /// Its words are in the text, in several places or too few to be sure.
    Ambiguous,
    /// Its words are not in the text.
    Lost,
}

/// The marks on a story, with what became of each that came in.
#[derive(Clone, PartialEq, Debug)]
pub struct Placed {
    /// All items: those that were there and those that came in.
    pub set: Set,
    /// Each mark's fate and words, in the order they came.
    pub fates: Vec<(Fate, String)>,
    /// Words of sources and cues that were not found, of marks that were.
    pub parts_lost: usize,
    /// Marks whose words had moved.
    pub moved: usize,
}

impl Placed {
    /// How many had that fate.
    pub fn count(&self, fate: &Fate) -> usize {
        self.fates.iter().filter(|(one, _)| one == fate).count()
    }
}

/// Which of several documents are about this story: those with its hash, else those with its name, else
/// the only one.
pub fn about<'a>(documents: &'a [Document], story: &Story) -> Vec<&'a Document> {
    let hash = story.article.hash();
    let last = |id: &str| id.rsplit(['/', '\\']).next().unwrap_or(id).to_owned();
    let stem = |id: &str| {
        let last = last(id);
        last.rsplit_once('.').map_or(last.clone(), |(stem, _)| stem.to_owned())
    };
    let same_hash = |it: &&Document| it.hash.as_ref() == Some(&hash);
    let ours = &story.article.id;
    let same_name = |it: &&Document| it.name == *ours || last(&it.name) == last(ours);
    let same_stem = |it: &&Document| it.name == stem(ours) || stem(&it.name) == stem(ours);
    let found = |fits: &dyn Fn(&&'a Document) -> bool| -> Vec<&'a Document> {
        documents.iter().filter(|it| fits(it)).collect()
    };
    let all = [found(&same_hash), found(&same_name), found(&same_stem)];
    match all.into_iter().find(|some| !some.is_empty()) {
        Some(some) => some,
        None if documents.len() == 1 => documents.iter().collect(),
        None => Vec::new(),
    }
}

/// Puts the marks of `documents` on `story`, where `set` is already. What differs from what is there
/// is kept as it is, or replaced where `replace` says so. `stamp` signs what is not signed.
pub fn place(
    documents: &[&Document],
    story: &Story,
    set: &Set,
    replace: bool,
    stamp: &Stamp,
) -> Placed {
    let mut placed = Placed { set: set.bare(), fates: Vec::new(), parts_lost: 0, moved: 0 };
    for mark in documents.iter().flat_map(|document| &document.marks) {
        let words: Vec<&str> = mark.content.iter().map(|anchor| anchor.exact.as_str()).collect();
        let words = words.join(" … ");
        let fate = one(mark, story, replace, stamp, &mut placed);
        placed.fates.push((fate, words));
    }
    placed.set = placed.set.bare();
    placed
}

fn one(mark: &Mark, story: &Story, replace: bool, stamp: &Stamp, placed: &mut Placed) -> Fate {
    let text = &story.article.text;
    let found: Vec<Found> = mark.content.iter().map(|anchor| anchor.find(text)).collect();
    let spans: Vec<Span> = found.iter().filter_map(|it| it.span()).collect();
    if spans.len() < found.len() || spans.is_empty() {
        let ambiguous = !found.contains(&Found::Lost) && !found.is_empty();
        return if ambiguous { Fate::Ambiguous } else { Fate::Lost };
    }
    let mut part = |anchors: &[Anchor]| -> Vec<Anchor> {
        let spans: Vec<Span> =
            anchors.iter().filter_map(|anchor| anchor.find(text).span()).collect();
        placed.parts_lost += anchors.len() - spans.len();
        spans.into_iter().map(|span| Anchor::new(text, span)).collect()
    };
    let (source, cue) = (part(&mark.source), part(&mark.cue));
    let statement = story.statements.iter().find(|one| one.content == spans);
    let extracted = statement.filter(|one| one.origin == ItemOrigin::Extracted);
    let same = |found: &[Span], anchors: &[Anchor]| {
        anchors.iter().map(|anchor| anchor.span).eq(found.iter().copied())
    };
    let as_found = |one: &Statement| same(&one.source, &source) && same(&one.cue, &cue);
    let origin = mark.origin.unwrap_or(match extracted {
        Some(one) if as_found(one) || mark.source.is_empty() && mark.cue.is_empty() => {
            ItemOrigin::Extracted
        }
        Some(_) => ItemOrigin::Edited,
        None => ItemOrigin::Made,
    });
    let names = |one: &Statement| one.speakers.iter().map(|it| it.name.clone()).collect();
    let speakers = mark.speakers.clone();
    let item = Item {
        content: spans.iter().map(|span| Anchor::new(text, *span)).collect(),
        source,
        cue,
        speakers: speakers.or_else(|| statement.map(names)).unwrap_or_default(),
        tags: mark.tags.clone(),
        attributes: mark.attributes.clone(),
        comment: mark.comment.clone(),
        certainty: mark.certainty,
        review: mark.review,
        origin,
        stamp: Stamp {
            annotator: mark.annotator.clone().unwrap_or_else(|| stamp.annotator.clone()),
            at: mark.at.unwrap_or(stamp.at),
        },
    };
    if item.is_bare() {
        return Fate::Bare;
    }
    if found.iter().any(|it| matches!(it, Found::Moved(_))) {
        placed.moved += 1;
    }
    let id = id(mark, statement, &spans, &item, &placed.set, story);
    let fate = match placed.set.get(&id) {
        None => Fate::Added,
        Some(there) if says_the_same(there, &item) => return Fate::Known,
        Some(_) if replace => Fate::Replaced,
        Some(_) => return Fate::Kept,
    };
    placed.set.apply([(id, Some(item))]);
    fate
}

/// Its own name where it brought one, else that of the statement with these spans, else one from its
/// words that is free.
fn id(
    mark: &Mark,
    statement: Option<&Statement>,
    spans: &[Span],
    item: &Item,
    set: &Set,
    story: &Story,
) -> ItemId {
    let own = mark.id.clone().and_then(|id| ItemId::try_from(id).ok());
    if let Some(id) = own.or_else(|| statement.map(|one| one.id.clone())) {
        return id;
    }
    let words: Vec<&str> = item.content.iter().map(|anchor| anchor.exact.as_str()).collect();
    let here =
        |item: &Item| item.content.iter().map(|anchor| anchor.span).eq(spans.iter().copied());
    let free = |id: &ItemId| {
        set.get(id).is_none_or(here) && story.statements.iter().all(|one| one.id != *id)
    };
    let most = set.len() + story.statements.len();
    (0..=most).map(|at| ItemId::of(&words, at)).find(free).expect("more names than items")
}

/// Whether two items differ in nothing but who said so and when, and where their words stood.
fn says_the_same(one: &Item, other: &Item) -> bool {
    let words = |anchors: &[Anchor]| -> Vec<String> {
        anchors.iter().map(|anchor| anchor.exact.clone()).collect()
    };
    let same = |one: &[Anchor], other: &[Anchor]| words(one) == words(other);
    let bare = |item: &Item| Item {
        content: Vec::new(),
        source: Vec::new(),
        cue: Vec::new(),
        stamp: other.stamp.clone(),
        ..item.clone()
    };
    same(&one.content, &other.content)
        && same(&one.source, &other.source)
        && same(&one.cue, &other.cue)
        && bare(one) == bare(other)
}
