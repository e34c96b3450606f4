//! The codebook, edited in the app: each change makes a new codebook that is kept in its file first and
//! used then, so that what cannot be used or kept changes nothing.

use std::sync::Arc;

use super::{App, Ask, Choice, Deed, Effect, Mode, Notice, Picker, Prompt};
use crate::annotation::{Codebook, Tag};

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
    /// Takes it away.
    Remove(usize),
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
    let other = |label: &str, deed| Choice {
        kind: String::new(),
        label: label.to_owned(),
        about: String::new(),
        deed: Deed::Book(deed),
        tick: None,
    };
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
    match deed {
        Book::Tag(at) => {
            let Some(tag) = app.codebook.tags.get(at) else { return Vec::new() };
            let choice = |label: &str, about: String, deed| Choice {
                kind: String::new(),
                label: label.to_owned(),
                about,
                deed: Deed::Book(deed),
                tick: None,
            };
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
        Book::Remove(at) => change(app, |book| {
            if at < book.tags.len() {
                book.tags.remove(at);
            }
        }),
        Book::Exclusive => change(app, |book| book.exclusive = !book.exclusive),
    }
}

/// Takes in what was typed for a tag, or for a new one.
pub fn answer(app: &mut App, at: Option<usize>, field: Field, words: &str) -> Vec<Effect> {
    let words = words.trim().to_owned();
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
    change(app, |book| {
        let Some(tag) = book.tags.get_mut(at) else { return };
        match field {
            Field::Name => tag.name = words,
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
        app.notice = Some(Notice::Bad(why));
        open(app);
        return Vec::new();
    }
    vec![Effect::KeepCodebook(Arc::new(book))]
}

/// Works with a codebook that was kept.
pub fn use_it(app: &mut App, book: &Arc<Codebook>) {
    app.codebook = book.clone();
    for tab in &mut app.tabs.all {
        if let Some(reader) = tab.reader_mut() {
            reader.codebook = book.clone();
        }
    }
    app.notice =
        Some(Notice::Good(format!("codebook “{}”, version {}, is kept", book.name, book.version)));
    open(app);
}
