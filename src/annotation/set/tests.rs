//! Every change leads forward and back.

use proptest::prelude::*;

use super::*;
use crate::text::Span;

fn id(n: u8) -> ItemId {
    ItemId::of(&[&format!("statement {n}")], 0)
}

/// An item on some statement; bare where there is neither tag nor comment.
fn item(tag: bool, comment: &str) -> Item {
    Item {
        content: vec![Anchor::new("No.", Span::new(0, 2))],
        source: Vec::new(),
        cue: Vec::new(),
        speakers: Vec::new(),
        tags: tag.then(|| "denial".to_owned()).into_iter().collect(),
        attributes: BTreeMap::new(),
        comment: comment.to_owned(),
        certainty: Certainty::Unstated,
        review: Review::Open,
        origin: ItemOrigin::Extracted,
        stamp: Stamp { annotator: "ada".to_owned(), at: Timestamp::UNIX_EPOCH },
    }
}

#[test]
fn names_come_from_words_alone() {
    assert_eq!(ItemId::of(&["We won"], 0), ItemId::of(&["We won"], 0));
    assert_ne!(ItemId::of(&["We won"], 0), ItemId::of(&["We", "won"], 0));
    assert!(ItemId::of(&["We won"], 1).as_str().ends_with("-2"));
    for (name, fits) in [("a1-2", true), ("", false), ("a b", false), ("é", false)] {
        assert_eq!(ItemId::try_from(name.to_owned()).is_ok(), fits, "{name}");
    }
}

#[test]
fn a_bare_item_is_not_kept_and_no_change_is_no_step() {
    let mut set = Set::default();
    assert!(!set.apply([(id(1), Some(item(false, "")))]));
    assert!(set.apply([(id(1), Some(item(true, "")))]));
    assert!(!set.apply([(id(1), Some(item(true, "")))]));
    assert!(set.apply([(id(1), Some(item(false, "")))]), "bare again: removed");
    assert!(set.is_empty());
}

proptest! {
    #[test]
    fn undo_leads_back_and_redo_leads_on(
        steps in prop::collection::vec(
            prop::collection::vec(
                (0u8..4, prop::option::of((any::<bool>(), "[a-c]?"))),
                0..4,
            ),
            0..12,
        ),
    ) {
        let start = Set::from_items([(id(0), item(true, "from the file"))]);
        let mut set = start.clone();
        let stamp = item(true, "").stamp;
        let naming = |name: String| Naming { name, ..Naming::new(stamp.clone()) };
        for step in steps {
            let namings = step.iter().map(|(n, it)| {
                (format!("name {n}"), it.clone().map(|(_, name)| naming(name)))
            });
            let namings = namings.collect();
            let items = step.iter().map(|(n, it)| {
                (id(*n), it.as_ref().map(|(tag, comment)| item(*tag, comment)))
            });
            set.change(Wanted { items: items.collect(), namings });
        }
        let end = set.clone();
        while set.undo().is_some() {}
        prop_assert_eq!(set.bare(), start);
        while set.redo().is_some() {}
        prop_assert_eq!(set, end);
    }
}
