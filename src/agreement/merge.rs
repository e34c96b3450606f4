//! Several readers' marks joined: what they agree on, what only some of them marked, and what they
//! must decide.

use std::collections::BTreeMap;

use super::{Reader, compare, units};
use crate::annotation::file::{Document, Fields, Head};
use crate::annotation::{Item, ItemId, Naming, Set};

/// What several readers' marks come to.
#[derive(Clone, PartialEq, Debug)]
pub struct Merged {
    /// The joined marks. Each item keeps who made it and says in `by` who agreed, or in `votes` who
    /// said what.
    pub document: Document,
    /// Statements that all who marked them see alike.
    pub agreed: usize,
    /// Statements that only one reader marked.
    pub alone: usize,
    /// What must be decided, in text order; in the document stands what most say.
    pub conflicts: Vec<Conflict>,
}

/// A statement that readers see differently.
#[derive(Clone, PartialEq, Debug)]
pub struct Conflict {
    /// Which.
    pub id: ItemId,
    /// Reader and what they made of it, in the order of the readers.
    pub votes: Vec<(String, Item)>,
    /// What stands in the joined marks as long as nothing is decided: what most say, with all comments.
    pub stands: Item,
    /// Which of the votes is preselected: what most say, of equals the first reader's.
    pub majority: usize,
    /// The fields in which they differ.
    pub fields: Vec<&'static str>,
}

/// Joins the marks of `readers` on one story; the head is the first one's.
pub fn merge(readers: &[&Reader]) -> Merged {
    let mut head: Head = match readers.first() {
        Some(first) => first.document.head.clone(),
        None => unreachable!("the command line asks for two"),
    };
    for reader in readers.iter().skip(1) {
        head.keep_unknown(&reader.document.head);
    }
    let mut items: Vec<(ItemId, Item)> = Vec::new();
    let mut conflicts = Vec::new();
    let (mut agreed, mut alone) = (0, 0);
    for unit in units(readers) {
        let votes: Vec<(String, Item)> = readers
            .iter()
            .zip(&unit.items)
            .filter_map(|(reader, item)| Some((reader.name.clone(), (*item)?.clone())))
            .collect();
        let id = unit.id.clone();
        let majority = majority(&votes);
        let chosen = Item { comment: comments(&votes), ..votes[majority].1.clone() };
        let mut fields: Vec<&'static str> = Vec::new();
        for (_, item) in &votes {
            for difference in compare::differences(&chosen, item) {
                // Who remarks on something does not disagree: all comments are kept.
                if difference.field != "comment" && !fields.contains(&difference.field) {
                    fields.push(difference.field);
                }
            }
        }
        let said = head.unknown_of_items.entry(id.clone()).or_default();
        said.retain(|name, _| !["by", "votes"].contains(&name.as_str()));
        if fields.is_empty() {
            let names: Vec<String> = votes.iter().map(|(name, _)| ron_string(name)).collect();
            said.insert("by".to_owned(), format!("[{}]", names.join(", ")));
            if votes.len() > 1 { agreed += 1 } else { alone += 1 }
        } else {
            let each = votes.iter().map(|(name, item)| {
                let more = compare::said(item, &fields);
                let more = if more.is_empty() { more } else { format!("; {more}") };
                let said = compare::value(item) + &more;
                format!("{}: {}", ron_string(name), ron_string(&said))
            });
            said.insert("votes".to_owned(), format!("{{{}}}", each.collect::<Vec<_>>().join(", ")));
            let stands = chosen.clone();
            conflicts.push(Conflict { id: id.clone(), votes, stands, majority, fields });
        }
        items.push((id, chosen));
    }
    let namings = namings(readers);
    let set = Set::from_items(items).with_namings(namings);
    let empty = |_: &ItemId, fields: &mut Fields| !fields.is_empty();
    head.unknown_of_items.retain(empty);
    Merged { document: Document { head, set }, agreed, alone, conflicts }
}

/// All comments: one as it is, of several each with who wrote it.
fn comments(votes: &[(String, Item)]) -> String {
    let mut said: Vec<(&str, &str)> = Vec::new();
    for (name, item) in votes {
        let words = item.comment.trim();
        if !words.is_empty() && !said.iter().any(|(_, known)| *known == words) {
            said.push((name, words));
        }
    }
    match said[..] {
        [(_, only)] => only.to_owned(),
        _ => said
            .iter()
            .map(|(name, words)| format!("{name}: {words}"))
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

/// The first of those that most agree with, whatever they remark.
fn majority(votes: &[(String, Item)]) -> usize {
    let with = |one: &Item| {
        let alike =
            |other: &Item| compare::differences(one, other).iter().all(|it| it.field == "comment");
        votes.iter().filter(|(_, other)| alike(other)).count()
    };
    let counts: Vec<usize> = votes.iter().map(|(_, item)| with(item)).collect();
    let most = counts.iter().max().copied().unwrap_or(0);
    counts.iter().position(|count| *count == most).unwrap_or(0)
}

/// Of two who say something of one name, who said it last.
fn namings(readers: &[&Reader]) -> BTreeMap<String, Naming> {
    let mut all: BTreeMap<String, Naming> = BTreeMap::new();
    for (of, naming) in readers.iter().flat_map(|reader| reader.document.set.namings()) {
        let newer = all.get(of).is_none_or(|known| known.stamp.at < naming.stamp.at);
        if newer {
            all.insert(of.clone(), naming.clone());
        }
    }
    all
}

fn ron_string(words: &str) -> String {
    ron::to_string(words).expect("a string is RON")
}
