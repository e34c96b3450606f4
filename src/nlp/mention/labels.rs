//! The labels of tokens: outside, and begin or inside of a name of each kind.

use std::ops::Range;

use super::super::EntityKind;

/// Kinds of names, in the order of their labels.
pub const KINDS: [EntityKind; 8] = [
    EntityKind::Person,
    EntityKind::Org,
    EntityKind::Place,
    EntityKind::Norp,
    EntityKind::Event,
    EntityKind::Work,
    EntityKind::Law,
    EntityKind::Product,
];

/// The label of a token in no name.
pub const OUTSIDE: usize = 0;

/// The label of the first token of a name of kind `KINDS[kind]`, or of a further one.
pub fn label(kind: usize, continues: bool) -> usize {
    1 + 2 * kind + usize::from(continues)
}

/// Index in [`KINDS`] of what a label says.
pub fn kind(label: usize) -> Option<usize> {
    label.checked_sub(1).map(|label| label / 2)
}

/// Whether a label goes on with a name that began before.
pub fn continues(label: usize) -> bool {
    label > 0 && label.is_multiple_of(2)
}

/// What the labels are called, in the order of their numbers.
pub fn names() -> Vec<String> {
    let mut names = vec!["O".to_owned()];
    for kind in KINDS {
        names.extend([format!("B-{}", kind.word()), format!("I-{}", kind.word())]);
    }
    names
}

/// The names that labels spell out, with the index of their kind. O(labels).
pub fn spans(labels: &[usize]) -> Vec<(Range<usize>, usize)> {
    let mut found: Vec<(Range<usize>, usize)> = Vec::new();
    for (at, &label) in labels.iter().enumerate() {
        let Some(kind) = kind(label) else { continue };
        match found.last_mut() {
            Some((tokens, last)) if continues(label) && tokens.end == at && *last == kind => {
                tokens.end = at + 1;
            }
            _ => found.push((at..at + 1, kind)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_begin_and_go_on() {
        let (b, i) = (label(0, false), label(0, true));
        let place = label(2, true);
        for (labels, expected) in [
            (vec![0, b, i, 0], vec![(1..3, 0)]),
            (vec![b, b, i], vec![(0..1, 0), (1..3, 0)]),
            (vec![b, place, i], vec![(0..1, 0), (1..2, 2), (2..3, 0)]),
            (vec![], vec![]),
        ] {
            assert_eq!(spans(&labels), expected);
        }
        assert_eq!(names()[place], "I-place");
    }
}
