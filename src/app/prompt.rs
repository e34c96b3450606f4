//! One typed line: the search, a comment.

use super::{Edit, Side};
use crate::text::{Span, wrap};

/// A question with the line typed so far.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Prompt {
    /// What is asked.
    pub ask: Ask,
    /// What is typed.
    pub line: LineEdit,
}

/// What is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ask {
    /// What to search for; holds where the caret was.
    Search(usize),
    /// What to say of the current statement.
    Comment,
}

/// A line of text and a cursor in it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LineEdit {
    /// As typed.
    pub text: String,
    /// Byte of the cursor, at the start of a grapheme or the end.
    pub at: usize,
}

impl LineEdit {
    /// A line to go on with, the cursor at its end.
    pub fn new(text: &str) -> LineEdit {
        LineEdit { text: text.to_owned(), at: text.len() }
    }

    /// Longest line, in bytes: a comment, not an essay.
    pub const MAX: usize = 10_000;

    /// Changes it.
    pub fn edit(&mut self, edit: &Edit) {
        match edit {
            Edit::Insert(words) => {
                let clean: String = words
                    .chars()
                    .map(|letter| if letter.is_whitespace() { ' ' } else { letter })
                    .filter(|letter| !letter.is_control())
                    .collect();
                if self.text.len() + clean.len() <= LineEdit::MAX {
                    self.text.insert_str(self.at, &clean);
                    self.at += clean.len();
                }
            }
            Edit::Rub => self.cut(wrap::before(&self.text, self.at), self.at),
            Edit::Delete => self.cut(self.at, wrap::after(&self.text, self.at)),
            Edit::RubWord => {
                let head = Span::new(0, self.at).of(&self.text).trim_end();
                let start = head.char_indices().rfind(|(_, letter)| letter.is_whitespace());
                self.cut(start.map_or(0, |(at, letter)| at + letter.len_utf8()), self.at);
            }
            Edit::RubAll => self.cut(0, self.at),
            Edit::Letter(Side::Next) => self.at = wrap::after(&self.text, self.at),
            Edit::Letter(Side::Back) => self.at = wrap::before(&self.text, self.at),
            Edit::Edge(Side::Next) => self.at = self.text.len(),
            Edit::Edge(Side::Back) => self.at = 0,
        }
    }

    fn cut(&mut self, from: usize, to: usize) {
        self.text.replace_range(from..to, "");
        self.at = from;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits() {
        let insert = |words: &str| Edit::Insert(words.to_owned());
        for (edits, expected) in [
            (vec![insert("né"), Edit::Rub], "n|"),
            (vec![insert("two words"), Edit::RubWord], "two |"),
            (vec![insert("two words"), Edit::RubWord, Edit::RubWord], "|"),
            (vec![insert("ab"), Edit::Letter(Side::Back), insert("x")], "ax|b"),
            (vec![insert("ab"), Edit::Edge(Side::Back), Edit::Delete], "|b"),
            (vec![insert("ab"), Edit::RubAll, Edit::Rub, Edit::Delete], "|"),
            (vec![insert("two\nlines\u{1b}[1m")], "two lines[1m|"),
        ] {
            let mut line = LineEdit::default();
            for edit in &edits {
                line.edit(edit);
            }
            let mut shown = line.text.clone();
            shown.insert(line.at, '|');
            assert_eq!(shown, expected, "{edits:?}");
        }
    }
}
