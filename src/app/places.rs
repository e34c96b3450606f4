//! Places to come back to: marks under letters, and where the reader was before each long move.

use std::collections::BTreeMap;

use super::{Reader, Side, reading};

/// Places in one story, as bytes of its text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Places {
    /// Under letters.
    marks: BTreeMap<char, usize>,
    /// Where long moves began, the latest last.
    jumps: Vec<usize>,
    /// Which of them the reader came back to; its length at the end of them.
    at: usize,
}

impl Places {
    /// Places that are remembered: a day's reading.
    const MOST: usize = 100;

    /// Remembers where a long move begins.
    pub fn leave(&mut self, from: usize) {
        self.jumps.truncate(self.at);
        if self.jumps.last() != Some(&from) {
            self.jumps.push(from);
        }
        if self.jumps.len() > Places::MOST {
            self.jumps.remove(0);
        }
        self.at = self.jumps.len();
    }

    /// Remembers a place under a letter.
    pub fn mark(&mut self, letter: char, at: usize) {
        self.marks.insert(letter, at);
    }

    /// The place under a letter.
    pub fn marked(&self, letter: char) -> Option<usize> {
        self.marks.get(&letter).copied()
    }
}

/// Goes back to where a long move began, or on again; says whether there was such a place.
pub fn jump(reader: &mut Reader, side: Side) -> bool {
    let here = reader.caret.at;
    let places = &mut reader.places;
    let to = match side {
        Side::Back => {
            if places.at == places.jumps.len() && places.jumps.last() != Some(&here) {
                places.jumps.push(here);
            }
            (0..places.at).rev().find(|at| places.jumps[*at] != here)
        }
        Side::Next => Some(places.at + 1).filter(|at| *at < places.jumps.len()),
    };
    let Some(to) = to else { return false };
    places.at = to;
    let byte = places.jumps[to];
    reading::to_byte(reader, byte);
    true
}
