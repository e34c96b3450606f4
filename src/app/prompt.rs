//! What is typed: one line for the search and the query, a page of several lines for a comment.

use super::{Edit, Field, Side};
use crate::text::{Span, wrap};

/// A question with the line typed so far.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Prompt {
    /// What is asked.
    pub ask: Ask,
    /// What is typed.
    pub line: LineEdit,
    /// Which of the choices for its end is taken next; none until the reader moves among them.
    pub choice: Option<usize>,
}

impl Prompt {
    /// A question with something typed already.
    pub fn new(ask: Ask, text: &str) -> Prompt {
        Prompt { ask, line: LineEdit::new(text), choice: None }
    }
}

/// What is asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ask {
    /// What to search for; holds where the caret was.
    Search(usize),
    /// Which statements to show.
    Filter,
    /// What to look for in the collection.
    Collection,
    /// What the person or place kept under that name is called.
    Rename(String),
    /// Something of the tag of that number, or the name of a new one.
    Book(Option<usize>, Field),
    /// Whose these mentions are.
    Split(Vec<Span>),
    /// Why it is decided so.
    Reason,
}

/// A line of text, or a page of several, and a cursor in it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LineEdit {
    /// As typed.
    pub text: String,
    /// Byte of the cursor, at the start of a grapheme or the end.
    pub at: usize,
    /// Whether it may have several lines.
    pub many: bool,
}

impl LineEdit {
    /// A line to go on with, the cursor at its end.
    pub fn new(text: &str) -> LineEdit {
        LineEdit { text: text.to_owned(), at: text.len(), many: false }
    }

    /// The same, of several lines.
    pub fn page(text: &str) -> LineEdit {
        LineEdit { many: true, ..LineEdit::new(text) }
    }

    /// Writes something in place of a stretch, the cursor behind it.
    pub fn replace(&mut self, place: Span, words: &str) {
        self.text.replace_range(place.range(), words);
        self.at = place.start() + words.len();
    }

    /// Longest line, in bytes: a comment, not an essay.
    pub const MAX: usize = 10_000;

    /// Changes it.
    pub fn edit(&mut self, edit: &Edit) {
        match edit {
            Edit::Insert(words) => {
                let many = self.many;
                let plain = |letter: char| match letter {
                    '\n' | '\r' if many => '\n',
                    letter if letter.is_whitespace() => ' ',
                    letter => letter,
                };
                let words = words.replace("\r\n", "\n");
                let shown = |letter: &char| !letter.is_control() || *letter == '\n';
                let clean: String = words.chars().map(plain).filter(shown).collect();
                if self.text.len() + clean.len() <= LineEdit::MAX {
                    self.text.insert_str(self.at, &clean);
                    self.at += clean.len();
                }
            }
            Edit::Break if self.many => self.edit(&Edit::Insert("\n".to_owned())),
            Edit::Break => {}
            Edit::Line(side) => self.at = self.line_beside(*side),
            Edit::Rub => self.cut(wrap::before(&self.text, self.at), self.at),
            Edit::Delete => self.cut(self.at, wrap::after(&self.text, self.at)),
            Edit::RubWord => {
                let head = Span::new(0, self.at).of(&self.text).trim_end();
                let start = head.char_indices().rfind(|(_, letter)| letter.is_whitespace());
                self.cut(start.map_or(0, |(at, letter)| at + letter.len_utf8()), self.at);
            }
            Edit::RubAll => self.cut(self.line_start(self.at), self.at),
            Edit::Letter(Side::Next) => self.at = wrap::after(&self.text, self.at),
            Edit::Letter(Side::Back) => self.at = wrap::before(&self.text, self.at),
            Edit::Edge(Side::Next) => self.at = self.line_end(self.at),
            Edit::Edge(Side::Back) => self.at = self.line_start(self.at),
        }
    }

    fn line_start(&self, at: usize) -> usize {
        Span::new(0, at).of(&self.text).rfind('\n').map_or(0, |end| end + 1)
    }

    fn line_end(&self, at: usize) -> usize {
        let rest = Span::new(at, self.text.len()).of(&self.text);
        rest.find('\n').map_or(self.text.len(), |end| at + end)
    }

    /// The same column of the line below or above, where there is one.
    fn line_beside(&self, side: Side) -> usize {
        let start = self.line_start(self.at);
        let column = wrap::columns(Span::new(start, self.at).of(&self.text));
        let start = match side {
            Side::Next => self.line_end(self.at) + 1,
            Side::Back if start == 0 => return self.at,
            Side::Back => self.line_start(start - 1),
        };
        if start > self.text.len() {
            return self.at;
        }
        let end = self.line_end(start);
        let line = Span::new(start, end).of(&self.text);
        if wrap::columns(line) <= column { end } else { start + wrap::byte_at(line, column) }
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
    fn pages() {
        let insert = |words: &str| Edit::Insert(words.to_owned());
        for (edits, expected) in [
            (vec![insert("one"), Edit::Break, insert("two")], "one\ntwo|"),
            (vec![insert("one\r\ntwo"), Edit::Line(Side::Back)], "one|\ntwo"),
            (vec![insert("one\nto"), Edit::Line(Side::Back), Edit::Line(Side::Next)], "one\nto|"),
            (vec![insert("a\nlong"), Edit::Line(Side::Back)], "a|\nlong"),
            (vec![insert("one\ntwo"), Edit::Edge(Side::Back), Edit::Rub], "one|two"),
            (vec![insert("one\ntwo"), Edit::RubAll], "one\n|"),
            (vec![insert("one"), Edit::Line(Side::Next), Edit::Line(Side::Back)], "one|"),
        ] {
            let mut page = LineEdit::page("");
            for edit in &edits {
                page.edit(edit);
            }
            let mut shown = page.text.clone();
            shown.insert(page.at, '|');
            assert_eq!(shown, expected, "{edits:?}");
        }
    }

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
