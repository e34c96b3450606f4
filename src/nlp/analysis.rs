//! What analysis gives: plain data in spans of the article's cleaned text.

use crate::text::Span;

/// Everything found in one article. Spans are in its cleaned text, in text order unless said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis {
    /// Sentences of the prose; none crosses a paragraph.
    pub sentences: Vec<Span>,
    /// Quotations, outermost and nested, by start.
    pub quotes: Vec<Quote>,
    /// Who said what, by the start of the content; an inner one comes after the one it stands in.
    pub attributions: Vec<Attribution>,
    /// People, organisations, places and the like, by first mention. [`EntityId`] points in here.
    pub entities: Vec<Entity>,
    /// What could not be decided.
    pub notes: Vec<Note>,
}

/// A stretch between quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// One span a paragraph, each with its marks; several when a speech reopens its marks.
    pub spans: Vec<Span>,
    /// How many quotations it lies inside of.
    pub depth: u8,
}

/// One statement: a source is reported to say (think, want) a content, by a cue.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// Words that name the source; empty where none is named.
    pub source: Vec<Span>,
    /// Words that report (“said”, “according to”); empty where there are none.
    pub cue: Vec<Span>,
    /// What is said; one span or more, in text order, never empty.
    pub content: Vec<Span>,
    /// Entities behind the source; several where several speak; empty where it is unnamed.
    pub speakers: Vec<EntityId>,
    /// What an unnamed source is called (“a spokesman for X”); none where `speakers` are known.
    pub unnamed: Option<String>,
    /// Index in [`Analysis::attributions`] of the one inside whose content this one stands.
    pub within: Option<usize>,
    /// How much of the content stands between quotation marks.
    pub directness: Directness,
    /// Whether it is speech or attitude.
    pub act: Act,
    /// Suggested tag.
    pub suggestion: Option<Suggestion>,
    /// The machine's confidence that cue, source and content are right, 0 to 1.
    pub confidence: f32,
    /// What decided, in words a reader understands (“subject of “said”, same sentence”).
    pub why: String,
}

/// How much of a content stands between double quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Directness {
    /// All of its words.
    Direct,
    /// Some: “that” and a quotation, or a quotation and a clause.
    Mixed,
    /// None.
    Indirect,
}

impl Directness {
    /// The word for it in every output.
    pub fn word(self) -> &'static str {
        match self {
            Directness::Direct => "direct",
            Directness::Mixed => "mixed",
            Directness::Indirect => "indirect",
        }
    }

    /// The one of that word.
    pub fn named(word: &str) -> Option<Directness> {
        let all = [Directness::Direct, Directness::Mixed, Directness::Indirect];
        all.into_iter().find(|one| one.word() == word)
    }
}

/// What a source is reported to do with a content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// To say, write, announce it.
    Speech,
    /// To believe, want, plan, fear it.
    Attitude,
}

impl Act {
    /// The word for it in every output.
    pub fn word(self) -> &'static str {
        match self {
            Act::Speech => "speech",
            Act::Attitude => "attitude",
        }
    }
}

/// A tag that the machine proposes.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// What the statement does.
    pub label: Label,
    /// How sure, 0 to 1.
    pub score: f32,
}

/// What a statement does, by the built-in codebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// Puts something forward as true.
    Claim,
    /// Binds the source to do something or not to.
    Commitment,
    /// Says that something alleged is not so.
    Denial,
    /// Does something else: asks, wishes, names.
    None,
}

impl Label {
    /// All of them, in the order of a model's labels.
    pub const ALL: [Label; 4] = [Label::Claim, Label::Commitment, Label::Denial, Label::None];

    /// The one that has this word.
    pub fn named(word: &str) -> Option<Label> {
        Label::ALL.into_iter().find(|label| label.word() == word)
    }

    /// The word for it in every output.
    pub fn word(self) -> &'static str {
        match self {
            Label::Claim => "claim",
            Label::Commitment => "commitment",
            Label::Denial => "denial",
            Label::None => "none",
        }
    }
}

/// Index of an entity in [`Analysis::entities`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

/// Somebody or something that the article names, with every place where it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// The fullest name in the article.
    pub name: String,
    /// What it is.
    pub kind: EntityKind,
    /// Where it is named.
    pub mentions: Vec<Span>,
    /// Where it is meant by a nominal or pronoun (“the two leaders”, “they”).
    pub references: Vec<Span>,
}

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// A human being.
    Person,
    /// A company, party, agency, government body, newspaper.
    Org,
    /// A country, city, region, building.
    Place,
    /// A nationality, religious or political group.
    Norp,
    /// A battle, election, storm, conference.
    Event,
    /// A book, film, song, report.
    Work,
    /// A law, treaty, resolution.
    Law,
    /// A thing made.
    Product,
    /// A day, month or year.
    Date,
    /// An amount of money.
    Money,
}

impl EntityKind {
    /// All of them, as a reader is offered them.
    pub const ALL: [EntityKind; 10] = [
        EntityKind::Person,
        EntityKind::Org,
        EntityKind::Place,
        EntityKind::Norp,
        EntityKind::Event,
        EntityKind::Work,
        EntityKind::Law,
        EntityKind::Product,
        EntityKind::Date,
        EntityKind::Money,
    ];

    /// The word for it in every output.
    pub fn word(self) -> &'static str {
        match self {
            EntityKind::Person => "person",
            EntityKind::Org => "org",
            EntityKind::Place => "place",
            EntityKind::Norp => "norp",
            EntityKind::Event => "event",
            EntityKind::Work => "work",
            EntityKind::Law => "law",
            EntityKind::Product => "product",
            EntityKind::Date => "date",
            EntityKind::Money => "money",
        }
    }

    /// Whether it is found by grammar alone, and never speaks.
    pub fn is_by_grammar(self) -> bool {
        matches!(self, EntityKind::Date | EntityKind::Money)
    }
}

/// Something analysis could not decide, for a reader to see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: NoteKind,
}

/// What could not be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// A quotation mark that nothing closes.
    UnclosedQuote,
    /// A closing mark that nothing opened.
    UnopenedQuote,
    /// A quotation with no source to be found.
    UnattributedQuote,
    /// A pronoun or nominal source that could be several people.
    UnclearSpeaker,
}

impl NoteKind {
    /// A sentence for the reader.
    pub fn text(self) -> &'static str {
        match self {
            NoteKind::UnclosedQuote => "this quotation mark is never closed",
            NoteKind::UnopenedQuote => "this closing quotation mark was never opened",
            NoteKind::UnattributedQuote => "nobody is named as the source of this quotation",
            NoteKind::UnclearSpeaker => "it is unclear who speaks here",
        }
    }
}
