//! Choosing from a list that narrows as one types: commands, speakers, stories, formats.

use super::{Action, Book, Decision, LineEdit, Placing, Side, Way};
use crate::nlp::EntityKind;
use crate::text::Span;
use crate::text::find::fuzzy;

/// A list to choose from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Picker {
    /// What is asked.
    pub title: String,
    /// Everything there is to choose.
    pub choices: Vec<Choice>,
    /// What is typed to narrow it.
    pub line: LineEdit,
    /// Which of those left is chosen.
    pub at: usize,
    /// Whether a digit chooses as long as nothing is typed.
    pub digits: bool,
    /// What may be done with words that are not on the list.
    pub free: Option<Free>,
    /// How what is typed is looked for.
    pub how: How,
    /// Whether all that are ticked are meant, and not the chosen one.
    pub many: bool,
    /// Whether it stands at the foot of the screen, so that the story above is in sight.
    pub low: bool,
}

/// How what is typed is looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    /// Every word of it must stand in the choice; the order of the list stays.
    Words,
    /// Its letters in order; the best fit comes first.
    Fuzzy,
}

/// What may be done with words that are not on a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Free {
    /// They are the name of a speaker.
    Speaker,
    /// They are a command line.
    Command,
}

impl Free {
    fn deed(self, words: &str) -> Deed {
        match self {
            Free::Speaker => Deed::Speaker(words.to_owned()),
            Free::Command => Deed::Run(words.to_owned()),
        }
    }
}

/// One thing to choose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    /// What kind it is, or its keys.
    pub kind: String,
    /// What it is called.
    pub label: String,
    /// More about it, such as how many.
    pub about: String,
    /// What happens.
    pub deed: Deed,
    /// Whether it is ticked, where several may be chosen.
    pub tick: Option<bool>,
}

impl Choice {
    /// One of a few that are told by their words alone.
    pub fn new(label: impl Into<String>, about: impl Into<String>, deed: Deed) -> Choice {
        let (label, about) = (label.into(), about.into());
        Choice { kind: String::new(), label, about, deed, tick: None }
    }
}

/// What happens when it is chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Deed {
    /// Only told: a sign on the screen.
    Nothing,
    /// Does that.
    Act(Action),
    /// Does what a command line says.
    Run(String),
    /// Writes that format.
    Export(String),
    /// Goes to the story of that number.
    Story(usize),
    /// Makes that one the speaker.
    Speaker(String),
    /// Judges the statement of that number as the current one is.
    Alike(usize),
    /// Makes a statement of these words.
    Unsaid(Span),
    /// Accepts the statements of these numbers.
    AcceptAll(Vec<usize>),
    /// Says of the current statement, by name and value, or takes it back.
    Attribute(String, String),
    /// Does something to the codebook.
    Book(Book),
    /// Asks once more whether the first of these entities is the second.
    AskMerge(usize, usize),
    /// The first of these entities is the second.
    Merge(usize, usize),
    /// The one kept under that name is somebody else again.
    Apart(String),
    /// The entity of that number is of that kind.
    Kind(usize, EntityKind),
    /// These mentions are somebody else's.
    Mentions(Vec<Span>),
    /// Decides what colleagues see differently.
    Decide(Decision),
    /// Puts a mark where it belongs.
    Place(Placing),
    /// Decides about marks that somebody else changed.
    Settle(Way),
    /// Gives what is ticked in the list of the collection the tag of that number.
    TagHits(usize),
    /// Shows the page of somebody of the collection.
    Person(String),
    /// Asks whether two names of the collection mean one person.
    Doubt(String, String),
    /// They do, or do not.
    SamePerson {
        /// Whether they do.
        same: bool,
        /// One name.
        name: String,
        /// The other, which the person is called by.
        other: String,
    },
}

impl Picker {
    /// A list with nothing typed yet.
    pub fn new(title: impl Into<String>, choices: Vec<Choice>) -> Picker {
        let line = LineEdit::default();
        Picker {
            title: title.into(),
            choices,
            line,
            at: 0,
            digits: false,
            free: None,
            how: How::Words,
            many: false,
            low: false,
        }
    }

    /// Choices that fit what is typed, with their numbers in the whole list.
    pub fn left(&self) -> Vec<(usize, &Choice)> {
        let typed = self.line.text.to_lowercase();
        let all = self.choices.iter().enumerate();
        match self.how {
            How::Fuzzy if !typed.trim().is_empty() => {
                let mut fits: Vec<(i32, usize, &Choice)> = all
                    .filter_map(|(at, one)| Some((fuzzy(&typed, &one.label)?, at, one)))
                    .collect();
                fits.sort_by_key(|(score, at, _)| (-score, *at));
                fits.into_iter().map(|(_, at, one)| (at, one)).collect()
            }
            _ => {
                let fits = |(_, choice): &(usize, &Choice)| {
                    let words = format!("{} {} {}", choice.kind, choice.label, choice.about);
                    let words = words.to_lowercase();
                    typed.split_whitespace().all(|word| words.contains(word))
                };
                all.filter(fits).collect()
            }
        }
    }

    /// The first of the choices left that is seen on a screen so high, and how many are.
    pub fn seen(&self, height: u16) -> (usize, usize) {
        let rows = usize::from(height.saturating_sub(5)).clamp(1, 24);
        let top = (self.at + 1).saturating_sub(rows);
        (top, self.left().len().saturating_sub(top).min(rows))
    }

    /// Which of the choices left stands on that row of a screen so high.
    pub fn at_row(&self, y: u16, height: u16) -> Option<usize> {
        let (top, seen) = self.seen(height);
        let more = usize::from(self.new_words().is_some() || seen == 0);
        let rows = seen + more + 3;
        let first = 2 + if self.low {
            usize::from(height).saturating_sub(rows + 1)
        } else {
            usize::from(height).saturating_sub(rows) / 2
        };
        let row = usize::from(y).checked_sub(first)?;
        (row < seen).then_some(top + row)
    }

    /// Moves by so many choices.
    pub fn turn(&mut self, side: Side, count: usize) {
        let last = (self.left().len() + usize::from(self.new_words().is_some())).saturating_sub(1);
        self.at = match side {
            Side::Next => (self.at + count).min(last),
            Side::Back => self.at.saturating_sub(count),
        };
    }

    /// Ticks or unticks what is chosen, and goes on; without ticks, only goes on.
    pub fn tick(&mut self) {
        let chosen = self.left().get(self.at).map(|(number, _)| *number);
        if let Some(Choice { tick: Some(tick), .. }) =
            chosen.and_then(|number| self.choices.get_mut(number))
        {
            *tick = !*tick;
            self.many = true;
        }
        self.turn(Side::Next, 1);
    }

    /// Whether several may be chosen.
    pub fn ticks(&self) -> bool {
        self.choices.iter().any(|choice| choice.tick.is_some())
    }

    /// What is typed, where words that are not on the list may be chosen too.
    pub fn new_words(&self) -> Option<&str> {
        let typed = self.line.text.trim();
        let known = self.choices.iter().any(|choice| choice.label == typed);
        (self.free.is_some() && !typed.is_empty() && !known).then_some(typed)
    }

    /// What is to be done now: all that are ticked, or the chosen one, or what may be done with words
    /// that are not on the list.
    pub fn chosen(&self) -> Vec<Deed> {
        if self.many {
            let ticked = self.choices.iter().filter(|choice| choice.tick == Some(true));
            return ticked.map(|choice| choice.deed.clone()).collect();
        }
        let left = self.left();
        let new = || Some(self.free?.deed(self.new_words()?));
        left.get(self.at).map(|(_, choice)| choice.deed.clone()).or_else(new).into_iter().collect()
    }

    /// The digit that chooses the choice of that number at once; 0 is the tenth.
    pub fn digit(&self, number: usize) -> Option<char> {
        let digit = "1234567890".chars().nth(number);
        digit.filter(|_| self.digits && self.line.text.is_empty())
    }

    /// The number of the choice that a typed letter chooses at once, if it does: a digit its own; where
    /// colleagues' marks are decided on, letters too, which the list shows: none, why, on, back, undo.
    pub fn at_once(&self, typed: &str) -> Option<usize> {
        if !self.digits || !self.line.text.is_empty() {
            return None;
        }
        let wanted = match typed {
            "x" => Some(Decision::None),
            "?" => Some(Decision::Why),
            "n" => Some(Decision::Go(Side::Next)),
            "p" => Some(Decision::Go(Side::Back)),
            "u" => Some(Decision::Back),
            _ => None,
        };
        if let Some(wanted) = wanted {
            return self.choices.iter().position(|one| one.deed == Deed::Decide(wanted));
        }
        let typed = typed.parse().ok()?;
        (0..self.choices.len().min(10)).find(|number| self.digit(*number) == Some(typed))
    }
}

/// Asks whether something large shall be done.
pub fn confirm(title: &'static str, yes: String, deed: Deed) -> Picker {
    let no = Choice::new("leave them as they are", "", Deed::Nothing);
    Picker::new(title, vec![Choice::new(yes, "", deed), no])
}

/// Which format to write.
pub fn export(formats: &[String]) -> Picker {
    let choice = |format: &String| Choice {
        kind: "format".to_owned(),
        label: format.clone(),
        about: String::new(),
        deed: Deed::Export(format.clone()),
        tick: None,
    };
    Picker::new("export", formats.iter().map(choice).collect())
}
