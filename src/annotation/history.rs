//! The steps that led to a reader's marks, as a file: so that undo works after a restart.
//!
//! Each step is two annotation files, what it changed before and after, apart by separators that no
//! text holds. Read back, only those steps count that end in the marks at hand, whole and unbroken.

use std::collections::BTreeMap;

use super::file::{self, Head};
use super::{Change, Item, ItemId, Naming, NamingChange, Set, Step};
use crate::article::Article;

/// Between the two halves of a step, and between steps. Cleaned text holds no control characters.
const HALVES: char = '\u{1f}';
const STEPS: char = '\u{1e}';

/// The latest steps of `marks`, as many as fit in `most` bytes.
pub fn encode(article: &Article, marks: &Set, most: usize) -> Vec<u8> {
    let head = Head::new(article, "");
    let mut steps: Vec<String> = Vec::new();
    let mut size = 0;
    for step in marks.steps().iter().rev() {
        let half = |after: bool| {
            let items = step.items.iter().filter_map(|change| {
                let item = if after { &change.after } else { &change.before };
                Some((change.id.clone(), item.clone()?))
            });
            let namings = step.namings.iter().filter_map(|change| {
                let naming = if after { &change.after } else { &change.before };
                Some((change.of.clone(), naming.clone()?))
            });
            file::encode(&head, &Set::from_items(items).with_namings(namings))
        };
        let text = format!("{}{HALVES}{}", half(false), half(true));
        size += text.len() + 1;
        if size > most {
            break;
        }
        steps.push(text);
    }
    steps.reverse();
    steps.join(&STEPS.to_string()).into_bytes()
}

/// `marks` with the steps of the file that led to them; none where it is broken or of other marks.
pub fn decode(bytes: &[u8], article: &Article, marks: Set) -> Set {
    let Ok(text) = std::str::from_utf8(bytes) else { return marks };
    let mut steps = Vec::new();
    // Walks back from the marks: a step that does not end in them ends the walk.
    let mut items: BTreeMap<ItemId, Option<Item>> = BTreeMap::new();
    let mut namings: BTreeMap<String, Option<Naming>> = BTreeMap::new();
    for text in text.split(STEPS).rev() {
        let Some(step) = text.split_once(HALVES).and_then(|halves| read(halves, article)) else {
            break;
        };
        let item = |id| items.get(id).map_or_else(|| marks.get(id), Option::as_ref);
        let naming = |of| namings.get(of).map_or_else(|| marks.namings().get(of), Option::as_ref);
        let ends = step.items.iter().all(|change| item(&change.id) == change.after.as_ref())
            && step.namings.iter().all(|change| naming(&change.of) == change.after.as_ref());
        if !ends {
            break;
        }
        items.extend(step.items.iter().map(|it| (it.id.clone(), it.before.clone())));
        namings.extend(step.namings.iter().map(|it| (it.of.clone(), it.before.clone())));
        steps.push(step);
    }
    steps.reverse();
    marks.with_steps(steps)
}

fn read((before, after): (&str, &str), article: &Article) -> Option<Step> {
    let before = file::decode(before.as_bytes(), article).ok()?.set;
    let after = file::decode(after.as_bytes(), article).ok()?.set;
    let mut ids: Vec<_> = before.items().chain(after.items()).map(|(id, _)| id.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    let items = ids.into_iter().map(|id| Change {
        before: before.get(&id).cloned(),
        after: after.get(&id).cloned(),
        id,
    });
    let names = before.namings().keys().chain(after.namings().keys());
    let mut names: Vec<String> = names.cloned().collect();
    names.sort_unstable();
    names.dedup();
    let namings = names.into_iter().map(|of| NamingChange {
        before: before.namings().get(&of).cloned(),
        after: after.namings().get(&of).cloned(),
        of,
    });
    let step = Step { items: items.collect(), namings: namings.collect() };
    (!step.items.is_empty() || !step.namings.is_empty()).then_some(step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Anchor, Stamp};
    use crate::article::Origin;
    use crate::text::Span;
    use crate::text::clean::clean;

    fn article() -> Article {
        Article::new("test", Origin::BuiltIn, clean("“No,” said Ada. Bo left."))
    }

    fn item(tag: &str) -> Item {
        Item {
            speakers: vec!["Ada".to_owned()],
            tags: vec![tag.to_owned()],
            ..Item::new(
                vec![Anchor::new(&article().text, Span::new(0, 9))],
                Stamp { annotator: "ada".to_owned(), at: jiff::Timestamp::UNIX_EPOCH },
            )
        }
    }

    #[test]
    fn undo_goes_on_after_a_restart() {
        let (article, id) = (article(), ItemId::of(&["No"], 0));
        let mut marks = Set::default();
        for tag in ["claim", "denial"] {
            marks.apply([(id.clone(), Some(item(tag)))]);
        }
        let bytes = encode(&article, &marks, 1 << 20);
        let mut again = decode(&bytes, &article, marks.bare());
        assert_eq!(again, marks);
        assert!(again.undo().is_some() && again.undo().is_some() && again.undo().is_none());
        assert!(again.is_empty());

        // Marks that somebody else changed since have no such past.
        let mut others = marks.bare();
        others.apply([(id.clone(), Some(item("commitment")))]);
        assert_eq!(decode(&bytes, &article, others.bare()).steps(), []);
        // Only the latest fit; what is broken is left out.
        let short = encode(&article, &marks, bytes.len() - 1);
        assert_eq!(decode(&short, &article, marks.bare()).steps().len(), 1);
        assert_eq!(decode(b"(nonsense", &article, marks.bare()).steps(), []);
    }
}
