//! A merge of two versions of one file that began as the same, as git asks for it.

use std::collections::BTreeSet;

use crate::annotation::file::Document;
use crate::annotation::{Item, ItemId, Naming, Set, Stamp};

/// What both sides changed, each in its own way; ours stays.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clash {
    /// The item's name, or the name that is said something of.
    pub of: String,
    /// The fields, or `removed` where one side changed what the other removed.
    pub fields: Vec<&'static str>,
}

/// Joins `ours` and `theirs`, both made from `base`: what only one side changed is taken, field by
/// field; what both changed alike too. Gives the rest, where `ours` stays.
pub fn three_way(base: &Document, ours: &Document, theirs: &Document) -> (Document, Vec<Clash>) {
    let (set, clashes) = join(&base.set, &ours.set, &theirs.set);
    let mut head = ours.head.clone();
    head.keep_unknown(&theirs.head);
    if ours.head.article == base.head.article {
        head.article = theirs.head.article.clone();
        head.metadata.clone_from(&theirs.head.metadata);
        head.outline.clone_from(&theirs.head.outline);
    }
    (Document { head, set }, clashes)
}

/// The same of the marks alone.
pub fn join(base: &Set, ours: &Set, theirs: &Set) -> (Set, Vec<Clash>) {
    let mut clashes = Vec::new();
    let keys = |set: &Set| set.items().map(|(id, _)| id.clone()).collect::<BTreeSet<_>>();
    let mut items: Vec<(ItemId, Item)> = Vec::new();
    for id in keys(ours).union(&keys(theirs)).cloned().collect::<Vec<_>>() {
        let of = |set: &Set| set.get(&id).cloned();
        let (merged, fields) = entry(of(base).as_ref(), of(ours), of(theirs), item);
        if !fields.is_empty() {
            clashes.push(Clash { of: id.as_str().to_owned(), fields });
        }
        items.extend(merged.map(|item| (id, item)));
    }
    let names = |set: &Set| set.namings().keys().cloned().collect::<BTreeSet<_>>();
    let mut namings: Vec<(String, Naming)> = Vec::new();
    for name in names(ours).union(&names(theirs)).cloned().collect::<Vec<_>>() {
        let of = |set: &Set| set.namings().get(&name).cloned();
        let (merged, fields) = entry(of(base).as_ref(), of(ours), of(theirs), naming);
        if !fields.is_empty() {
            clashes.push(Clash { of: name.clone(), fields });
        }
        namings.extend(merged.map(|naming| (name, naming)));
    }
    (Set::from_items(items).with_namings(namings), clashes)
}

/// What something becomes, and the fields that clash.
type Joined<T> = (T, Vec<&'static str>);

/// What one entry becomes, and the fields that clash.
fn entry<T: Clone + PartialEq>(
    base: Option<&T>,
    ours: Option<T>,
    theirs: Option<T>,
    fields: fn(Option<&T>, &T, &T) -> Joined<T>,
) -> Joined<Option<T>> {
    if ours == theirs || theirs.as_ref() == base {
        return (ours, Vec::new());
    }
    if ours.as_ref() == base {
        return (theirs, Vec::new());
    }
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => {
            let (merged, clashes) = fields(base, &ours, &theirs);
            (Some(merged), clashes)
        }
        // Work is not thrown away: what one side changed and the other removed stays.
        (ours, theirs) => (ours.or(theirs), vec!["removed"]),
    }
}

/// Takes a field from whichever side changed it.
macro_rules! fields {
    ($base:ident, $ours:ident, $theirs:ident; $($field:ident),*) => {{
        let mut merged = $ours.clone();
        let mut clashes = Vec::new();
        $(
            let unchanged = $base.is_some_and(|base| base.$field == $ours.$field);
            let same = $ours.$field == $theirs.$field
                || $base.is_some_and(|base| base.$field == $theirs.$field);
            if unchanged {
                merged.$field = $theirs.$field.clone();
            } else if !same {
                clashes.push(stringify!($field));
            }
        )*
        merged.stamp = later(&$ours.stamp, &$theirs.stamp);
        (merged, clashes)
    }};
}

fn item(base: Option<&Item>, ours: &Item, theirs: &Item) -> (Item, Vec<&'static str>) {
    fields!(base, ours, theirs; content, source, cue, speakers, tags, attributes, comment, certainty,
        review, origin)
}

fn naming(base: Option<&Naming>, ours: &Naming, theirs: &Naming) -> (Naming, Vec<&'static str>) {
    fields!(base, ours, theirs; name, kind, same_as, mentions)
}

fn later(ours: &Stamp, theirs: &Stamp) -> Stamp {
    if theirs.at > ours.at { theirs.clone() } else { ours.clone() }
}
