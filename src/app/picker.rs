//! Choosing from a list that narrows as one types: filters, export formats.

use super::marking::{Shown, reviewed, shown_tag};
use super::{LineEdit, Reader, Side};
use crate::annotation::Codebook;

/// A list to choose from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Picker {
    /// What is asked.
    pub title: &'static str,
    /// Everything there is to choose.
    pub choices: Vec<Choice>,
    /// What is typed to narrow it.
    pub line: LineEdit,
    /// Which of those left is chosen.
    pub at: usize,
}

/// One thing to choose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    /// What kind it is: `speaker`, `tag`.
    pub kind: &'static str,
    /// What it is called.
    pub label: String,
    /// More about it, such as how many.
    pub about: String,
    /// What happens.
    pub deed: Deed,
}

/// What happens when it is chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Deed {
    /// Shows everything.
    Everything,
    /// Shows statements that nobody looked at, or stops that.
    Unreviewed,
    /// Shows one speaker's, or stops that.
    Speaker(String),
    /// Shows those of a tag, or stops that.
    Tag(String),
    /// Writes that format.
    Export(String),
}

impl Picker {
    /// Choices that hold what is typed.
    pub fn left(&self) -> Vec<&Choice> {
        let typed = self.line.text.to_lowercase();
        let fits = |choice: &&Choice| {
            let words = format!("{} {}", choice.kind, choice.label).to_lowercase();
            typed.split_whitespace().all(|word| words.contains(word))
        };
        self.choices.iter().filter(fits).collect()
    }

    /// Moves by so many choices.
    pub fn turn(&mut self, side: Side, count: usize) {
        let last = self.left().len().saturating_sub(1);
        self.at = match side {
            Side::Next => (self.at + count).min(last),
            Side::Back => self.at.saturating_sub(count),
        };
    }

    /// What to show of the statements.
    pub fn filter(reader: &Reader) -> Picker {
        let count = |lets: &dyn Fn(usize) -> bool| {
            (0..reader.story.statements.len()).filter(|number| lets(*number)).count()
        };
        let item = |number: usize| reader.item(&reader.story.statements[number]);
        let filter = &reader.list.filter;
        let choice = |kind, label: &str, many: usize, on: bool, deed| {
            let about = if on { format!("{many}  ✓ shown") } else { many.to_string() };
            Choice { kind, label: label.to_owned(), about, deed }
        };
        let all = reader.story.statements.len();
        let open = count(&|number| !reviewed(item(number)));
        let mut choices = vec![
            choice("all", "everything", all, filter.is_empty(), Deed::Everything),
            choice("only", "to review", open, filter.unreviewed, Deed::Unreviewed),
        ];
        for tag in &Codebook::built_in().tags {
            let many = count(&|number| {
                let shown = shown_tag(&reader.story.statements[number], item(number));
                matches!(shown, Shown::Set(name) | Shown::Proposed(name) if name == tag.name)
            });
            let on = filter.tag.as_ref() == Some(&tag.name);
            choices.push(choice("tag", &tag.name, many, on, Deed::Tag(tag.name.clone())));
        }
        for (name, many) in &reader.index.voices {
            let on = filter.speaker.as_ref() == Some(name);
            choices.push(choice("speaker", name, *many, on, Deed::Speaker(name.clone())));
        }
        Picker { title: "show", choices, line: LineEdit::default(), at: 0 }
    }

    /// Which format to write.
    pub fn export(formats: &[String]) -> Picker {
        let choice = |format: &String| Choice {
            kind: "format",
            label: format.clone(),
            about: String::new(),
            deed: Deed::Export(format.clone()),
        };
        Picker {
            title: "export",
            choices: formats.iter().map(choice).collect(),
            line: LineEdit::default(),
            at: 0,
        }
    }
}
