//! The codebook, edited in the app: each change makes a new codebook that is kept in its file first and
//! used then, so that what cannot be used or kept changes nothing.

use std::sync::Arc;

use super::{Action, App, Ask, Choice, Deed, Effect, Mode, Notice, Picker, Prompt, marking};
use crate::annotation::{Codebook, Item, ItemId, Tag};

/// What is to be done to the codebook.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Book {
    /// Shows what can be done to the tag of that number.
    Tag(usize),
    /// Asks for the name of a new one.
    New,
    /// Asks for something of the tag of that number.
    Ask(usize, Field),
    /// Takes it to the front of the one before it.
    Up(usize),
    /// Takes it away, after asking what becomes of its marks.
    Remove(usize),
    /// Takes it away; its marks get the tag of the second number, or none.
    Gone(usize, Option<usize>),
    /// Calls it by what was typed, and its marks too, or leaves them as they are.
    Called(usize, bool),
    /// Whether one tag excludes the others, or not.
    Exclusive,
}

/// Something of a tag that is written in words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Field {
    /// The word for it.
    Name,
    /// The letter in the margin.
    Glyph,
    /// What it means.
    Definition,
    /// One more example.
    Example,
    /// Number of its colour in the theme.
    Colour,
}

impl Field {
    const ALL: [Field; 5] =
        [Field::Name, Field::Glyph, Field::Definition, Field::Example, Field::Colour];

    fn word(self) -> &'static str {
        match self {
            Field::Name => "name",
            Field::Glyph => "glyph",
            Field::Definition => "definition",
            Field::Example => "another example",
            Field::Colour => "colour",
        }
    }

    fn of(self, tag: &Tag) -> String {
        match self {
            Field::Name => tag.name.clone(),
            Field::Glyph => tag.glyph.to_string(),
            Field::Definition => tag.definition.clone(),
            Field::Example => String::new(),
            Field::Colour => tag.colour.map_or(String::new(), |at| (at + 1).to_string()),
        }
    }
}

/// Shows the codebook: its tags, and what can be done to it.
pub fn open(app: &mut App) {
    let tag = |(at, tag): (usize, &Tag)| Choice {
        kind: format!("{} {}", at + 1, tag.glyph),
        label: tag.name.clone(),
        about: tag.definition.clone(),
        deed: Deed::Book(Book::Tag(at)),
        tick: None,
    };
    let other = |label, deed| Choice::new(label, "", Deed::Book(deed));
    let several = if app.codebook.exclusive {
        "let a statement have several tags"
    } else {
        "let a statement have one tag only"
    };
    let mut choices: Vec<Choice> = app.codebook.tags.iter().enumerate().map(tag).collect();
    choices.push(other("a new tag", Book::New));
    choices.push(other(several, Book::Exclusive));
    app.mode = Mode::Pick(Picker::new("the codebook", choices));
}

/// Does something to the codebook, or asks what it needs for that.
pub fn act(app: &mut App, deed: Book) -> Vec<Effect> {
    if !matches!(deed, Book::Called(..)) {
        // What was asked about a name and left unanswered.
        app.retag = None;
    }
    match deed {
        Book::Tag(at) => {
            let Some(tag) = app.codebook.tags.get(at) else { return Vec::new() };
            let choice = |label, about: String, deed| Choice::new(label, about, Deed::Book(deed));
            let ask = |field: Field| choice(field.word(), field.of(tag), Book::Ask(at, field));
            let mut choices: Vec<Choice> = Field::ALL.into_iter().map(ask).collect();
            choices.push(choice("earlier in the list", String::new(), Book::Up(at)));
            choices.push(choice("take it away", String::new(), Book::Remove(at)));
            app.mode = Mode::Pick(Picker::new("this tag", choices));
            Vec::new()
        }
        Book::New => {
            app.mode = Mode::Prompt(Prompt::new(Ask::Book(None, Field::Name), ""));
            Vec::new()
        }
        Book::Ask(at, field) => {
            let now = app.codebook.tags.get(at).map_or(String::new(), |tag| field.of(tag));
            app.mode = Mode::Prompt(Prompt::new(Ask::Book(Some(at), field), &now));
            Vec::new()
        }
        Book::Up(at) => change(app, |book| {
            if at > 0 && at < book.tags.len() {
                book.tags.swap(at, at - 1);
            }
        }),
        Book::Remove(at) => ask_removal(app, at),
        Book::Gone(at, to) => {
            let tags = &app.codebook.tags;
            let Some(tag) = tags.get(at) else { return Vec::new() };
            let to = to.and_then(|to| tags.get(to)).map(|tag| tag.name.clone());
            app.retag = Some(Retag { from: tag.name.clone(), to });
            remove(app, at)
        }
        Book::Called(at, marks_too) => {
            let Some(Retag { from, to: Some(name) }) = app.retag.take() else { return Vec::new() };
            if marks_too {
                app.retag = Some(Retag { from, to: Some(name.clone()) });
            }
            rename(app, at, name)
        }
        Book::Exclusive => change(app, |book| book.exclusive = !book.exclusive),
    }
}

/// A tag that marks are to lose once the changed codebook is kept, and what they get instead.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Retag {
    /// The tag.
    pub from: String,
    /// The other; none where they get none.
    pub to: Option<String>,
}

/// How many marks of the stories that are open have the tag of that name.
fn used(app: &App, name: &str) -> usize {
    let readers = app.tabs.all.iter().filter_map(|tab| tab.reader());
    let marks = readers.flat_map(|reader| reader.marks.items());
    marks.filter(|(_, item)| item.tags.iter().any(|tag| tag == name)).count()
}

fn counted(count: usize) -> String {
    if count == 1 { "1 mark has it".to_owned() } else { format!("{count} marks have it") }
}

/// Asks what becomes of the marks of a tag that goes; where there are none, it goes at once.
fn ask_removal(app: &mut App, at: usize) -> Vec<Effect> {
    let Some(tag) = app.codebook.tags.get(at) else { return Vec::new() };
    let count = used(app, &tag.name);
    if count == 0 {
        return remove(app, at);
    }
    let others = app.codebook.tags.iter().enumerate().filter(|(other, _)| *other != at);
    let mut choices: Vec<Choice> = others
        .map(|(other, tag)| {
            let deed = Deed::Book(Book::Gone(at, Some(other)));
            Choice::new(format!("they become {}", tag.name), "", deed)
        })
        .collect();
    let none = Deed::Book(Book::Gone(at, None));
    choices.push(Choice::new("they lose it", "undo brings it back to them", none));
    choices.push(Choice::new("leave the tag", "", Deed::Nothing));
    let title = format!("take {} away? {} in the open stories", tag.name, counted(count));
    app.mode = Mode::Pick(Picker { digits: true, ..Picker::new(title, choices) });
    Vec::new()
}

fn remove(app: &mut App, at: usize) -> Vec<Effect> {
    change(app, |book| {
        if at < book.tags.len() {
            book.tags.remove(at);
        }
    })
}

/// Asks whether the marks of a tag that gets another name get it too; where there are none, it gets it
/// at once.
fn ask_rename(app: &mut App, at: usize, name: String) -> Vec<Effect> {
    let Some(tag) = app.codebook.tags.get(at) else { return Vec::new() };
    let (old, count) = (tag.name.clone(), used(app, &tag.name));
    if count == 0 || old == name {
        return rename(app, at, name);
    }
    let book = |label, takes| Choice::new(label, "", Deed::Book(Book::Called(at, takes)));
    let choices = vec![
        book(format!("they become {name}"), true),
        book(format!("they stay {old}"), false),
        Choice::new("leave the name", "", Deed::Nothing),
    ];
    let title = format!("call {old} {name}? {} in the open stories", counted(count));
    app.retag = Some(Retag { from: old, to: Some(name) });
    app.mode = Mode::Pick(Picker { digits: true, ..Picker::new(title, choices) });
    Vec::new()
}

fn rename(app: &mut App, at: usize, name: String) -> Vec<Effect> {
    change(app, |book| {
        if let Some(tag) = book.tags.get_mut(at) {
            tag.name = name;
        }
    })
}

/// Gives the marks of a tag that went the one that came instead: one step in each story.
fn retag(app: &mut App, Retag { from, to }: &Retag) -> (usize, Vec<Effect>) {
    let (me, book) = (app.me.clone(), app.codebook.clone());
    let (mut effects, mut count) = (Vec::new(), 0);
    for (number, tab) in app.tabs.all.iter_mut().enumerate() {
        let Some(reader) = tab.reader_mut() else { continue };
        let changed = |(id, item): (&ItemId, &Item)| {
            let mut tags: Vec<String> =
                item.tags.iter().filter(|tag| *tag != from).cloned().collect();
            if tags.len() == item.tags.len() {
                return None;
            }
            if let Some(to) = to.as_ref().filter(|to| !tags.contains(to)) {
                tags.push(to.clone());
                tags.sort_by_key(|name| book.tags.iter().position(|tag| tag.name == *name));
            }
            let item = Item { tags, stamp: marking::stamp(&me), ..item.clone() };
            Some((id.clone(), Some(item)))
        };
        let wanted: Vec<_> = reader.marks.items().filter_map(changed).collect();
        count += wanted.len();
        effects.extend(marking::apply(reader, number, wanted));
    }
    (count, effects)
}

/// Takes in what was typed for a tag, or for a new one.
pub fn answer(app: &mut App, at: Option<usize>, field: Field, words: &str) -> Vec<Effect> {
    let words = words.trim().to_owned();
    app.retag = None;
    let Some(at) = at else {
        return change(app, |book| {
            let glyph = free_glyph(book, &words);
            let tag = Tag {
                name: words,
                glyph,
                colour: None,
                definition: String::new(),
                examples: Vec::new(),
            };
            book.tags.push(tag);
        });
    };
    if field == Field::Name {
        return ask_rename(app, at, words);
    }
    change(app, |book| {
        let Some(tag) = book.tags.get_mut(at) else { return };
        match field {
            Field::Name => {}
            Field::Glyph => tag.glyph = words.chars().next().unwrap_or(tag.glyph),
            Field::Definition => tag.definition = words,
            Field::Example if words.is_empty() => {}
            Field::Example => tag.examples.push(words),
            Field::Colour => {
                tag.colour = words.parse().ok().and_then(|at: usize| at.checked_sub(1));
            }
        }
    })
}

/// A letter of the name that no other tag has for its glyph.
fn free_glyph(book: &Codebook, name: &str) -> char {
    let free = |glyph: &char| book.tags.iter().all(|tag| tag.glyph != *glyph);
    let letters = name.chars().flat_map(char::to_uppercase).filter(|it| it.is_alphanumeric());
    letters.chain('A'..='Z').find(free).unwrap_or('?')
}

/// Asks for a changed codebook to be kept, where it can be used.
fn change(app: &mut App, change: impl FnOnce(&mut Codebook)) -> Vec<Effect> {
    let mut book = (*app.codebook).clone();
    change(&mut book);
    if book == *app.codebook {
        return Vec::new();
    }
    book.version += 1;
    if let Err(why) = book.check() {
        app.retag = None;
        app.notice = Some(Notice::Bad(why));
        open(app);
        return Vec::new();
    }
    vec![Effect::KeepCodebook(Arc::new(book))]
}

/// Works with a codebook that was kept, and changes the marks of a tag that went with it.
pub fn use_it(app: &mut App, book: &Arc<Codebook>) -> Vec<Effect> {
    app.codebook = book.clone();
    for tab in &mut app.tabs.all {
        if let Some(reader) = tab.reader_mut() {
            reader.codebook = book.clone();
            Arc::make_mut(&mut reader.story).codebook = book.clone();
        }
    }
    let retagged = app.retag.take().map(|retagged| retag(app, &retagged));
    let (count, effects) = retagged.unwrap_or_default();
    let kept = format!("codebook “{}”, version {}, is kept", book.name, book.version);
    let undo = app.keys.of(&Action::Undo);
    app.notice = Some(Notice::Good(match count {
        0 => kept,
        1 => format!("{kept}; 1 mark is changed: {undo} takes that back"),
        many => format!("{kept}; {many} marks are changed: {undo} takes that back, in each story"),
    }));
    open(app);
    effects
}
