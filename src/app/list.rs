//! The list of statements: which are shown, in what order, under which headings.

use std::collections::HashSet;

use super::{Reader, Side};
use crate::annotation::ItemId;
use crate::story::{Query, QueryError, Shown, shown_tag};

/// What a statement must have to be shown, as typed and as read.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Filter {
    /// As typed; empty for everything.
    pub text: String,
    query: Query,
}

impl Filter {
    /// Reads what was typed.
    pub fn parse(text: &str) -> Result<Filter, QueryError> {
        let query = Query::parse(text)?;
        Ok(Filter { text: text.split_whitespace().collect::<Vec<_>>().join(" "), query })
    }

    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        self.query.is_empty()
    }

    /// Whether statement `number` is let through.
    pub fn lets(&self, reader: &Reader, number: usize) -> bool {
        let one = &reader.story.statements[number];
        self.query.lets(&reader.story, one, reader.marks.get(&one.id))
    }
}

/// What the list is ordered by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Order {
    /// As they stand in the text.
    #[default]
    Text,
    /// Those of each speaker together.
    Speaker,
    /// Those of each tag together.
    Tag,
    /// The least sure first.
    Confidence,
}

impl Order {
    /// All of them, as one goes through them.
    pub const ALL: [Order; 4] = [Order::Text, Order::Speaker, Order::Tag, Order::Confidence];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Order::Text => "in text order",
            Order::Speaker => "by speaker",
            Order::Tag => "by tag",
            Order::Confidence => "by confidence",
        }
    }
}

/// A row of the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Entry {
    /// Above a group, with how many are in it.
    Heading(String, usize),
    /// The statement of that number.
    Statement(usize),
}

/// The statements that are shown. Taken when the filter is set: a statement does not vanish under
/// the reader's hand because it was just tagged.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct List {
    /// What is asked for.
    pub filter: Filter,
    /// What it is ordered by.
    pub order: Order,
    /// Numbers of the statements that are shown, in the order of the list.
    pub shown: Vec<usize>,
    /// The same with headings.
    pub entries: Vec<Entry>,
    /// Place in `shown` of each statement of the story; none where it is not shown.
    places: Vec<Option<usize>>,
    /// Index in `entries` of each of `shown`.
    entry_of: Vec<usize>,
    /// First entry in view.
    pub top: usize,
    /// Rows in view.
    pub height: usize,
    /// Rows that a statement takes.
    pub rows: usize,
}

impl List {
    /// An empty one, for a narrow pane.
    pub fn new() -> List {
        List { rows: 2, ..List::default() }
    }

    /// Whether statement `number` is shown.
    pub fn shows(&self, number: usize) -> bool {
        self.place(number).is_some()
    }

    /// Place of statement `number` in the list.
    pub fn place(&self, number: usize) -> Option<usize> {
        self.places.get(number).copied().flatten()
    }

    /// How many statements fit in view.
    pub fn page(&self) -> usize {
        (self.height / self.rows.max(1)).max(1)
    }

    /// Rows that an entry takes.
    pub fn rows_of(&self, entry: &Entry) -> usize {
        match entry {
            Entry::Heading(..) => 1,
            Entry::Statement(_) => self.rows.max(1),
        }
    }

    /// The entry on a row of the pane.
    pub fn at_row(&self, row: usize) -> Option<&Entry> {
        let mut used = 0;
        self.entries.iter().skip(self.top).find(|entry| {
            used += self.rows_of(entry);
            used > row
        })
    }

    /// Scrolls as little as is needed to see the `place`th statement with its neighbours.
    pub fn show(&mut self, place: usize) {
        let at = self.entry_of.get(place).copied().unwrap_or(self.entries.len());
        let context = usize::from(self.page() > 2);
        let last = (at + context).min(self.entries.len().saturating_sub(1));
        self.top = self.top.max(self.first_with(last)).min(at.saturating_sub(context));
        self.clamp();
    }

    /// Moves the view by so many entries.
    pub fn scroll(&mut self, side: Side, count: usize) {
        self.top = match side {
            Side::Next => self.top + count,
            Side::Back => self.top.saturating_sub(count),
        };
        self.clamp();
    }

    /// Keeps the view inside the list.
    pub fn clamp(&mut self) {
        let last = self.entries.len().saturating_sub(1);
        self.top = self.top.min(if self.entries.is_empty() { 0 } else { self.first_with(last) });
    }

    /// The first entry in view where `last` is the last one that is seen whole. O(height).
    fn first_with(&self, last: usize) -> usize {
        let mut left = self.height;
        let mut first = last + 1;
        while let Some(entry) = first.checked_sub(1).and_then(|at| self.entries.get(at)) {
            let rows = self.rows_of(entry);
            if rows > left {
                break;
            }
            (left, first) = (left - rows, first - 1);
        }
        first.min(last)
    }
}

/// Shows only what the filter lets through, and keeps the current statement if it still is.
pub fn set(reader: &mut Reader, filter: Filter) {
    let all = 0..reader.story.statements.len();
    let shown: Vec<usize> = all.filter(|number| filter.lets(reader, *number)).collect();
    reader.list.filter = filter;
    put(reader, shown);
}

/// Shows what was found by a question to a collection, which knows more names of who speaks than one
/// story does.
pub fn found(reader: &mut Reader, filter: Filter, ids: &HashSet<ItemId>) {
    let statements = reader.story.statements.iter().enumerate();
    let found = statements.filter(|(_, one)| ids.contains(&one.id)).map(|(number, _)| number);
    let found: Vec<usize> = found.collect();
    reader.list.filter = filter;
    put(reader, found);
}

/// Puts the list in another order.
pub fn order(reader: &mut Reader, order: Order) {
    reader.list.order = order;
    let mut shown = std::mem::take(&mut reader.list.shown);
    shown.sort_unstable();
    put(reader, shown);
}

/// Names of the statements that are shown, to be kept over a change of the statements.
pub fn shown_ids(reader: &Reader) -> HashSet<ItemId> {
    let shown = reader.list.shown.iter();
    shown.map(|number| reader.story.statements[*number].id.clone()).collect()
}

/// Shows what was shown and what the filter lets through, after the statements were made anew.
pub fn renew(reader: &mut Reader, kept: &HashSet<ItemId>) {
    let shows = |number: &usize| {
        kept.contains(&reader.story.statements[*number].id)
            || reader.list.filter.lets(reader, *number)
    };
    let numbers = (0..reader.story.statements.len()).filter(shows).collect();
    put(reader, numbers);
}

/// `shown` comes in text order.
fn put(reader: &mut Reader, shown: Vec<usize>) {
    let groups = groups(reader, shown);
    let headed = reader.list.order != Order::Text;
    let list = &mut reader.list;
    list.places = vec![None; reader.story.statements.len()];
    let many = groups.iter().map(|(_, numbers)| numbers.len()).sum();
    list.shown = Vec::with_capacity(many);
    list.entry_of = Vec::with_capacity(many);
    list.entries = Vec::with_capacity(many + if headed { groups.len() } else { 0 });
    for (name, numbers) in groups {
        if headed {
            list.entries.push(Entry::Heading(name, numbers.len()));
        }
        for number in numbers {
            list.places[number] = Some(list.shown.len());
            list.shown.push(number);
            list.entry_of.push(list.entries.len());
            list.entries.push(Entry::Statement(number));
        }
    }
    reader.current = reader.current.filter(|number| reader.list.shows(*number));
    let place = reader.place();
    reader.list.show(place);
}

/// The statements in groups, each with its name, in the order of the list.
fn groups(reader: &Reader, mut shown: Vec<usize>) -> Vec<(String, Vec<usize>)> {
    let statements = &reader.story.statements;
    let sure = |number: usize| statements[number].confidence.unwrap_or(1.0);
    if reader.list.order == Order::Confidence {
        shown.sort_by(|a, b| sure(*a).total_cmp(&sure(*b)));
    }
    let name = |number: usize| -> (usize, String) {
        match reader.list.order {
            Order::Text => (0, String::new()),
            Order::Speaker => match reader.index.voice(number) {
                Some(voice) => (voice, reader.index.voices[voice].name.clone()),
                None => (usize::MAX, "nobody named".to_owned()),
            },
            Order::Tag => {
                let one = &statements[number];
                match shown_tag(one, reader.item(one)) {
                    Shown::Set(tag) | Shown::Proposed(tag) => {
                        let tags = reader.codebook.tags.iter();
                        let at = tags.into_iter().position(|known| known.name == tag);
                        (at.unwrap_or(usize::MAX - 1), tag.to_owned())
                    }
                    Shown::None => (usize::MAX, "no tag".to_owned()),
                }
            }
            Order::Confidence => match statements[number].confidence {
                Some(sure) if sure < 0.5 => (0, "below 0.5".to_owned()),
                Some(sure) if sure < 0.8 => (1, "0.5 to 0.8".to_owned()),
                Some(_) => (2, "0.8 and above".to_owned()),
                None => (3, "made by you".to_owned()),
            },
        }
    };
    let mut named: Vec<((usize, String), usize)> =
        shown.into_iter().map(|number| (name(number), number)).collect();
    named.sort_by(|(a, _), (b, _)| a.cmp(b));
    let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
    let mut last = None;
    for ((rank, name), number) in named {
        if last.as_ref() != Some(&(rank, name.clone())) {
            groups.push((name.clone(), Vec::new()));
            last = Some((rank, name));
        }
        if let Some((_, numbers)) = groups.last_mut() {
            numbers.push(number);
        }
    }
    groups
}
