//! The steps that led to a reader's marks, as a file, so that undo goes on after a restart.
//!
//! A journal: what is done is added at its end, before the marks are saved. An entry is a step, as two
//! annotation files, what it changed before and after; or [`BACK`], where the last one was taken back.
//! Read back, only steps count that end in the marks at hand, whole and unbroken. Entries behind those
//! are work that was never saved: it can be made again.

use std::collections::BTreeMap;
use std::mem;
use std::sync::Arc;

use super::file::{self, Head};
use super::{Change, Item, ItemId, Naming, NamingChange, Set, Step};
use crate::article::Article;

/// Between the two halves of a step, and behind each entry. Cleaned text holds no control characters.
const HALVES: char = '\u{1f}';
const ENTRIES: char = '\u{1e}';

/// The entry that takes the step before it back.
const BACK: &str = "back";

/// Entries behind the marks that are looked at: work of so many deeds can be brought back.
const UNSAVED: usize = 500;

/// The latest of these steps, as many as fit in `most` bytes.
pub fn encode(article: &Article, steps: &[Arc<Step>], most: usize) -> Vec<u8> {
    let head = Head::new(article, "");
    let mut entries: Vec<String> = Vec::new();
    let mut size = 0;
    for step in steps.iter().rev() {
        let text = entry(&head, step);
        size += text.len();
        if size > most {
            break;
        }
        entries.push(text);
    }
    entries.reverse();
    entries.concat().into_bytes()
}

/// What a journal of the steps `written` lacks to be one of the steps of `marks`. O(steps) looks,
/// and what is new is written out.
pub fn more(article: &Article, written: &[Arc<Step>], marks: &Set) -> Vec<u8> {
    let now = marks.steps();
    let same = written.iter().zip(now).take_while(|(old, new)| Arc::ptr_eq(old, new)).count();
    let back = format!("{BACK}{ENTRIES}").repeat(written.len() - same);
    let new = now.get(same..).unwrap_or_default();
    if new.is_empty() {
        return back.into_bytes();
    }
    let head = Head::new(article, "");
    let new = new.iter().map(|step| entry(&head, step));
    std::iter::once(back).chain(new).collect::<String>().into_bytes()
}

fn entry(head: &Head, step: &Step) -> String {
    let half = |after: bool| {
        let items = step.items.iter().filter_map(|change| {
            let item = if after { &change.after } else { &change.before };
            Some((change.id.clone(), item.clone()?))
        });
        let namings = step.namings.iter().filter_map(|change| {
            let naming = if after { &change.after } else { &change.before };
            Some((change.of.clone(), naming.clone()?))
        });
        file::encode(head, &Set::from_items(items).with_namings(namings))
    };
    format!("{}{HALVES}{}{ENTRIES}", half(false), half(true))
}

/// `marks` with the steps of the journal that led to them, to be undone, and with those that were not
/// saved any more, to be redone; none where it is broken or of other marks.
pub fn decode(bytes: &[u8], article: &Article, marks: Set) -> Set {
    // An entry that was cut off on the way to the disk may end inside a letter.
    let text = String::from_utf8_lossy(bytes);
    let entries: Vec<&str> = text.split(ENTRIES).filter(|entry| !entry.is_empty()).collect();
    let whole = standing(&entries);
    for unsaved in 0..=UNSAVED.min(entries.len()) {
        let saved = standing(entries.get(..entries.len() - unsaved).unwrap_or_default());
        let done = led_to(&saved, &marks, article);
        let lost = match whole.strip_prefix(&saved[..]) {
            Some(lost) => led_from(lost, &marks, article),
            None => Vec::new(),
        };
        if !done.is_empty() || !lost.is_empty() {
            return marks.with_steps(done, lost);
        }
    }
    marks
}

/// Whether a journal is of these steps and no others, and whole to its end, so that it may go on.
pub fn is_of(bytes: &[u8], steps: &[Arc<Step>]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let entries: Vec<&str> = text.split(ENTRIES).filter(|entry| !entry.is_empty()).collect();
    text.ends_with(ENTRIES) && standing(&entries).len() == steps.len()
}

/// The steps that stand when all entries were done in turn.
fn standing<'a>(entries: &[&'a str]) -> Vec<&'a str> {
    let mut steps = Vec::new();
    for entry in entries {
        if *entry == BACK {
            steps.pop();
        } else {
            steps.push(*entry);
        }
    }
    steps
}

/// Items and namings as they were or will be, where that differs from the marks at hand.
#[derive(Default)]
struct Elsewhen {
    items: BTreeMap<ItemId, Option<Item>>,
    namings: BTreeMap<String, Option<Naming>>,
}

impl Elsewhen {
    fn item<'a>(&'a self, marks: &'a Set, id: &ItemId) -> Option<&'a Item> {
        self.items.get(id).map_or_else(|| marks.get(id), Option::as_ref)
    }

    fn naming<'a>(&'a self, marks: &'a Set, of: &str) -> Option<&'a Naming> {
        self.namings.get(of).map_or_else(|| marks.namings().get(of), Option::as_ref)
    }
}

/// The last of these steps that lead to the marks, in order: walks back until one does not.
fn led_to(steps: &[&str], marks: &Set, article: &Article) -> Vec<Arc<Step>> {
    let back = steps.iter().rev().map_while(|step| Some(turned(read(step, article)?)));
    let mut done: Vec<Arc<Step>> =
        chain(back, marks).into_iter().map(|step| Arc::new(turned(step))).collect();
    done.reverse();
    done
}

/// The first of these steps that lead on from the marks, the next one last.
fn led_from(steps: &[&str], marks: &Set, article: &Article) -> Vec<Arc<Step>> {
    let on = steps.iter().map_while(|step| read(step, article));
    let mut lost: Vec<Arc<Step>> = chain(on, marks).into_iter().map(Arc::new).collect();
    lost.reverse();
    lost
}

/// The first of these steps that lead from one to the next, beginning at the marks.
fn chain(steps: impl Iterator<Item = Step>, marks: &Set) -> Vec<Step> {
    let mut then = Elsewhen::default();
    steps
        .take_while(|step| {
            let begins = step.items.iter().all(|it| then.item(marks, &it.id) == it.before.as_ref())
                && step.namings.iter().all(|it| then.naming(marks, &it.of) == it.before.as_ref());
            then.items.extend(step.items.iter().map(|it| (it.id.clone(), it.after.clone())));
            then.namings.extend(step.namings.iter().map(|it| (it.of.clone(), it.after.clone())));
            begins
        })
        .collect()
}

/// The step that takes this one back.
fn turned(mut step: Step) -> Step {
    step.items.iter_mut().for_each(|it| mem::swap(&mut it.before, &mut it.after));
    step.namings.iter_mut().for_each(|it| mem::swap(&mut it.before, &mut it.after));
    step
}

fn read(entry: &str, article: &Article) -> Option<Step> {
    let (before, after) = entry.split_once(HALVES)?;
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
        let bytes = encode(&article, marks.steps(), 1 << 20);
        let mut again = decode(&bytes, &article, marks.bare());
        assert_eq!(again, marks);
        assert!(again.undo().is_some() && again.undo().is_some() && again.undo().is_none());
        assert!(again.is_empty());

        // Marks that somebody else changed since have no such past.
        let mut others = marks.bare();
        others.apply([(id.clone(), Some(item("commitment")))]);
        assert_eq!(decode(&bytes, &article, others.bare()).steps(), []);
        // Only the latest fit; what is broken is left out.
        let short = encode(&article, marks.steps(), bytes.len() - 1);
        assert_eq!(decode(&short, &article, marks.bare()).steps().len(), 1);
        assert_eq!(decode(b"(nonsense", &article, marks.bare()).steps(), []);
    }

    /// Deeds are tags, `u` for undo, `r` for redo; the marks are saved where `!` stands, the journal
    /// always. What comes back: tags by undo, then tags by redo.
    #[test]
    fn a_journal_grows_with_the_marks_and_keeps_what_was_not_saved() {
        for (deeds, undo, redo) in [
            ("c d !", "d c", ""),
            ("c d u !", "c", ""),
            ("c d u r !", "d c", ""),
            ("c d u m !", "m c", ""),
            ("c ! d", "c", "d"),
            ("c ! d m", "c", "d m"),
            ("c d", "", "c d"),
            ("c ! d u m", "c", "m"),
            // Taken back and not saved: the step is there for the marks that have it.
            ("c d ! u", "d c", ""),
        ] {
            let (article, id) = (article(), ItemId::of(&["No"], 0));
            let (mut marks, mut saved) = (Set::default(), Set::default());
            let (mut journal, mut written) = (Vec::new(), Vec::new());
            for deed in deeds.split(' ') {
                match deed {
                    "u" => assert!(marks.undo().is_some()),
                    "r" => assert!(marks.redo().is_some()),
                    "!" => saved = marks.bare(),
                    tag => assert!(marks.apply([(id.clone(), Some(item(tag)))])),
                }
                journal.extend(more(&article, &written, &marks));
                written = marks.steps().to_vec();
            }
            let tag = |step: &Step| step.items[0].after.as_ref().map(|it| it.tags.join(" "));
            let said = |steps: &[Arc<Step>]| {
                let tags: Vec<String> = steps.iter().rev().filter_map(|it| tag(it)).collect();
                tags.join(" ")
            };
            let again = decode(&journal, &article, saved.clone());
            assert_eq!(is_of(&journal, again.steps()), deeds.ends_with('!'), "{deeds}");
            assert_eq!(
                (said(again.steps()), said(again.undone())),
                (undo.into(), redo.into()),
                "{deeds}"
            );
            // The last entry may be torn anywhere; the marks are there whatever becomes of it.
            for cut in 0..journal.len() {
                let torn = decode(&journal[..cut], &article, saved.clone());
                assert_eq!(torn.bare(), saved);
                assert!(!is_of(&journal[..cut], torn.steps()) || journal[cut - 1] == b'\x1e');
            }
        }
    }
}
