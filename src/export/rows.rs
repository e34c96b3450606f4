//! What every format writes: the statements of a story in text order, each with the reader's marks
//! where there are some and the machine's findings where there are none.

use super::{Report, one_line};
use crate::annotation::{Item, ItemOrigin, Review, Set};
use crate::article::Article;
use crate::nlp::Label;
use crate::story::{Statement, Story};
use crate::text::Span;

/// One statement, ready to be written.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// The statement it was made from.
    pub statement: &'a Statement,
    /// The reader's item for it.
    pub item: Option<&'a Item>,
    /// Who speaks, by name; empty where nobody is named.
    pub speakers: Vec<&'a str>,
    /// What an unnamed source is called.
    pub unnamed: Option<&'a str>,
    /// What the statement does.
    pub tags: Tags<'a>,
    /// What is said, one piece a span.
    pub content: Vec<Piece<'a>>,
    /// The reporting words.
    pub cue: Vec<Piece<'a>>,
    /// Who is named as saying it.
    pub source: Vec<Piece<'a>>,
    /// What the reader thinks of the finding.
    pub review: Review,
    /// The reader's remark; empty for none.
    pub comment: &'a str,
    /// The sentences around the content, on one line.
    pub context: String,
}

/// Words of the text and where they stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Piece<'a> {
    /// Bytes of the cleaned text, for formats that carry it with them.
    pub span: Span,
    /// The words, as they are in the cleaned text.
    pub text: &'a str,
    /// First code point in the text as it came in.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

/// The tags of a statement, and who gave them.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Tags<'a> {
    /// A reader.
    Reader(&'a [String]),
    /// The machine, as long as no reader did; with its score, 0 to 1.
    Suggested(&'static str, f32),
    /// Nobody.
    None,
}

impl<'a> Tags<'a> {
    /// The labels, in the codebook's order.
    pub fn labels(self) -> Vec<&'a str> {
        match self {
            Tags::Reader(tags) => tags.iter().map(String::as_str).collect(),
            Tags::Suggested(label, _) => vec![label],
            Tags::None => Vec::new(),
        }
    }

    /// Who gave them: “reader”, “machine”, or nobody.
    pub fn by(self) -> &'static str {
        match self {
            Tags::Reader(_) => "reader",
            Tags::Suggested(..) => "machine",
            Tags::None => "",
        }
    }

    /// The labels for a person: a question mark behind what the machine suggests.
    pub fn words(self) -> String {
        let mark = if matches!(self, Tags::Suggested(..)) { "?" } else { "" };
        let words: Vec<String> =
            self.labels().iter().map(|label| format!("{}{mark}", one_line(label))).collect();
        words.join(", ")
    }
}

/// The three roles of a statement.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// What is said.
    Content,
    /// Who is named as saying it.
    Source,
    /// The reporting words.
    Cue,
}

impl Role {
    /// All of them, the one that is never empty first.
    pub const ALL: [Role; 3] = [Role::Content, Role::Source, Role::Cue];

    /// The word for it in every export.
    pub fn word(self) -> &'static str {
        match self {
            Role::Content => "content",
            Role::Source => "source",
            Role::Cue => "cue",
        }
    }
}

impl<'a> Row<'a> {
    /// The words that have a role.
    pub fn of(&self, role: Role) -> &[Piece<'a>] {
        match role {
            Role::Content => &self.content,
            Role::Source => &self.source,
            Role::Cue => &self.cue,
        }
    }

    /// The labels of its content where a format knows labels only: its tags, what the machine
    /// suggests with a question mark behind it, and [`NO_TAG`] where there is neither.
    pub fn labels(&self) -> Vec<String> {
        let mark = if matches!(self.tags, Tags::Suggested(..)) { "?" } else { "" };
        let labels: Vec<String> =
            self.tags.labels().iter().map(|label| format!("{}{mark}", one_line(label))).collect();
        if labels.is_empty() { vec![NO_TAG.to_owned()] } else { labels }
    }

    /// What a reader set, else what the machine found.
    pub fn origin(&self) -> ItemOrigin {
        self.item.map_or(self.statement.origin, |item| item.origin)
    }
}

/// The label of a statement without a tag.
pub const NO_TAG: &str = "statement";

impl Row<'_> {
    /// Who speaks, for a person: names, else what the source is called, else “nobody named”.
    pub fn said_by(&self) -> String {
        match (&self.speakers[..], self.unnamed) {
            ([], Some(unnamed)) => one_line(unnamed),
            ([], None) => "nobody named".to_owned(),
            (names, _) => names.iter().map(|name| one_line(name)).collect::<Vec<_>>().join(", "),
        }
    }
}

/// All statements of `story`, rejected ones too.
pub fn all<'a>(story: &'a Story, set: &'a Set) -> Vec<Row<'a>> {
    story.statements.iter().map(|statement| row(story, statement, set)).collect()
}

/// The statements of `story` that are to be written, and what is left out: those a reader rejected,
/// and items whose words are not in this text.
pub fn rows<'a>(story: &'a Story, set: &'a Set) -> (Vec<Row<'a>>, Report) {
    let (rejected, kept): (Vec<Row>, Vec<Row>) =
        all(story, set).into_iter().partition(|row| row.review == Review::Rejected);
    let mut report = Report { written: kept.len(), losses: Vec::new() };
    report.lose(rejected.len(), "rejected");
    report.lose(story.unplaced.len(), super::UNPLACED);
    (kept, report)
}

fn row<'a>(story: &'a Story, statement: &'a Statement, set: &'a Set) -> Row<'a> {
    let item = set.get(&statement.id);
    // Unless a reader changed them, the speakers are those the machine finds today.
    let speakers: Vec<&str> = match item.filter(|item| item.origin != ItemOrigin::Extracted) {
        Some(item) => item.speakers.iter().map(String::as_str).collect(),
        None => statement.speakers.iter().map(|speaker| speaker.name.as_str()).collect(),
    };
    let all = |spans: &[Span]| spans.iter().map(|span| piece(&story.article, *span)).collect();
    Row {
        statement,
        item,
        unnamed: statement.unnamed.as_deref().filter(|_| speakers.is_empty()),
        speakers,
        tags: tags(statement, item),
        content: all(&statement.content),
        cue: all(&statement.cue),
        source: all(&statement.source),
        review: item.map_or(Review::Open, |item| item.review),
        comment: item.map_or("", |item| &item.comment),
        context: context(story, &statement.content),
    }
}

fn tags<'a>(statement: &Statement, item: Option<&'a Item>) -> Tags<'a> {
    match (item, &statement.suggestion) {
        (Some(item), _) if !item.tags.is_empty() => Tags::Reader(&item.tags),
        (_, Some(suggestion)) if suggestion.label != Label::None => {
            Tags::Suggested(suggestion.label.word(), suggestion.score)
        }
        _ => Tags::None,
    }
}

fn piece(article: &Article, span: Span) -> Piece<'_> {
    let [start, end] = article.original(span);
    Piece { span, text: article.words(span), start, end }
}

/// The sentences that the content stands in, else its paragraphs, else the content itself.
fn context(story: &Story, content: &[Span]) -> String {
    let around = |stretches: Vec<Span>| {
        let holding =
            stretches.into_iter().filter(|it| content.iter().any(|one| one.overlaps(*it)));
        let words: Vec<String> = holding.map(|span| one_line(story.article.words(span))).collect();
        Some(words.join(" ")).filter(|words| !words.is_empty())
    };
    around(story.analysis.sentences.clone())
        .or_else(|| around(story.article.paragraphs.iter().map(|one| one.span).collect()))
        .or_else(|| around(content.to_vec()))
        .unwrap_or_default()
}

/// Pieces on one line, “ … ” where the text between them was left out.
pub fn joined(pieces: &[Piece]) -> String {
    pieces.iter().map(|piece| one_line(piece.text)).collect::<Vec<_>>().join(" … ")
}

/// What is known about an article besides its title, for a person: “Cy Roe · The Post · Oss”.
pub fn about(article: &Article) -> String {
    let known = &article.metadata;
    let published = known.published.map(|day| day.to_string());
    let named = |named: &Option<crate::article::Named>| named.as_ref().map(|it| it.name.clone());
    let parts = [
        known.byline.clone(),
        known.publisher.clone(),
        named(&known.place),
        published,
        named(&known.agency),
    ];
    parts.iter().flatten().map(|part| one_line(part)).collect::<Vec<_>>().join(" · ")
}
