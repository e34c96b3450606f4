//! JSON: everything that is known about a story, for programs. A document is a list of stories.
//!
//! Nothing is left out: rejected statements are there with their review, and marks whose words are
//! not in the text under `unplaced`.
//!
//! Offsets are code points `[start, end)` of the text as it came in, as in the headless contract.

use std::collections::BTreeMap;

use serde::Serialize;

use super::rows::{Piece, Role, Row, Tags, all};
use super::{Report, rounded};
use crate::annotation::{Anchor, Certainty, Item, ItemId, Set};
use crate::article::Article;
use crate::nlp::{Directness, ENGINE, Entity, Note};
use crate::story::Story;
use crate::text::Span;

/// What a document begins with.
pub fn head() -> String {
    "[\n".to_owned()
}

/// One story as an object, without a line end behind it.
pub fn story(story: &Story, set: &Set) -> (String, Report) {
    let rows = all(story, set);
    let page = page(story, set, &rows);
    let text = serde_json::to_string_pretty(&page).expect("strings and numbers are JSON");
    (text, Report { written: rows.len(), losses: Vec::new() })
}

/// The same in RON.
pub fn ron_story(story: &Story, set: &Set) -> (String, Report) {
    let rows = all(story, set);
    let page = page(story, set, &rows);
    let looks = ron::ser::PrettyConfig::default().new_line("\n").escape_strings(true);
    let text = ron::ser::to_string_pretty(&page, looks).expect("strings and numbers are RON");
    (text, Report { written: rows.len(), losses: Vec::new() })
}

fn page<'a>(story: &'a Story, set: &'a Set, rows: &'a [Row<'a>]) -> Page<'a> {
    let lost = story.unplaced.iter().filter_map(|id| Some((id, set.get(id)?)));
    Page {
        article: about(&story.article),
        engine: ENGINE,
        codebook: CodebookJson { name: &story.codebook.name, version: story.codebook.version },
        statements: rows.iter().map(statement).collect(),
        entities: story.analysis.entities.iter().map(|it| entity(&story.article, it)).collect(),
        notes: story.analysis.notes.iter().map(|it| note(&story.article, it)).collect(),
        unplaced: lost.map(|(id, item)| unplaced(id, item)).collect(),
    }
}

/// A line for each statement, with the words around each piece, so that it can be found again.
pub fn lines(story: &Story, set: &Set) -> (String, Report) {
    let rows = all(story, set);
    let hash = story.article.hash();
    let line = |row: &Row| {
        let mut statement = statement(row);
        for (pieces, role) in [
            (&mut statement.content, Role::Content),
            (&mut statement.cue, Role::Cue),
            (&mut statement.source, Role::Source),
        ] {
            for (piece, at) in pieces.iter_mut().zip(row.of(role)) {
                let anchor = Anchor::new(&story.article.text, at.span);
                piece.before = Some(anchor.before);
                piece.after = Some(anchor.after);
            }
        }
        let line = Line { article: &story.article.id, hash: &hash, statement };
        serde_json::to_string(&line).expect("strings and numbers are JSON") + "\n"
    };
    (rows.iter().map(line).collect(), Report::all(&rows, story))
}

#[derive(Serialize)]
struct Line<'a> {
    article: &'a str,
    hash: &'a str,
    #[serde(flatten)]
    statement: StatementJson<'a>,
}

#[derive(Serialize)]
struct Page<'a> {
    article: ArticleJson<'a>,
    engine: &'static str,
    codebook: CodebookJson<'a>,
    statements: Vec<StatementJson<'a>>,
    entities: Vec<EntityJson<'a>>,
    notes: Vec<NoteJson<'a>>,
    unplaced: Vec<UnplacedJson<'a>>,
}

#[derive(Serialize)]
struct ArticleJson<'a> {
    id: &'a str,
    title: Option<&'a str>,
    date: Option<String>,
    byline: Option<&'a str>,
    publisher: Option<&'a str>,
    agency: Option<&'a str>,
    place: Option<&'a str>,
    hash: String,
}

#[derive(Serialize)]
struct CodebookJson<'a> {
    name: &'a str,
    version: u32,
}

#[derive(Serialize)]
struct StatementJson<'a> {
    id: &'a str,
    speakers: &'a [&'a str],
    unnamed: Option<&'a str>,
    tags: Vec<TagJson<'a>>,
    content: Vec<PieceJson<'a>>,
    cue: Vec<PieceJson<'a>>,
    source: Vec<PieceJson<'a>>,
    directness: Option<&'static str>,
    confidence: Option<f64>,
    origin: &'static str,
    review: &'static str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    attributes: BTreeMap<&'a str, &'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    certainty: Option<&'static str>,
    comment: &'a str,
    context: &'a str,
    annotator: Option<&'a str>,
    time: Option<String>,
}

#[derive(Serialize)]
struct TagJson<'a> {
    label: &'a str,
    by: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
}

#[derive(Serialize)]
struct PieceJson<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
}

impl<'a> PieceJson<'a> {
    fn new(text: &'a str, [start, end]: [usize; 2]) -> PieceJson<'a> {
        PieceJson { text, start, end, before: None, after: None }
    }
}

#[derive(Serialize)]
struct EntityJson<'a> {
    name: &'a str,
    r#type: &'static str,
    mentions: Vec<PieceJson<'a>>,
    references: Vec<PieceJson<'a>>,
}

#[derive(Serialize)]
struct NoteJson<'a> {
    #[serde(flatten)]
    place: PieceJson<'a>,
    note: &'static str,
}

/// A mark without a place in this text: the words it had one with.
#[derive(Serialize)]
struct UnplacedJson<'a> {
    id: &'a str,
    speakers: &'a [String],
    tags: &'a [String],
    content: Vec<&'a str>,
    cue: Vec<&'a str>,
    source: Vec<&'a str>,
    origin: &'static str,
    review: &'static str,
    comment: &'a str,
    annotator: &'a str,
    time: String,
}

fn about(article: &Article) -> ArticleJson<'_> {
    let known = &article.metadata;
    ArticleJson {
        id: &article.id,
        title: known.title.as_deref(),
        date: known.published.map(|day| day.to_string()),
        byline: known.byline.as_deref(),
        publisher: known.publisher.as_deref(),
        agency: known.agency.as_ref().map(|it| it.name.as_str()),
        place: known.place.as_ref().map(|it| it.name.as_str()),
        hash: article.hash(),
    }
}

fn statement<'a>(row: &'a Row) -> StatementJson<'a> {
    StatementJson {
        id: row.statement.id.as_str(),
        speakers: &row.speakers,
        unnamed: row.unnamed,
        tags: tags(row.tags),
        content: pieces(&row.content),
        cue: pieces(&row.cue),
        source: pieces(&row.source),
        directness: row.statement.directness.map(Directness::word),
        confidence: row.statement.confidence.map(rounded),
        origin: row.origin().word(),
        review: row.review.word(),
        attributes: row
            .item
            .iter()
            .flat_map(|item| &item.attributes)
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect(),
        certainty: row
            .item
            .map(|item| item.certainty)
            .filter(|it| *it != Certainty::Unstated)
            .map(Certainty::word),
        comment: row.comment,
        context: &row.context,
        annotator: row.item.map(|item| item.stamp.annotator.as_str()),
        time: row.item.map(|item| item.stamp.at.to_string()),
    }
}

fn unplaced<'a>(id: &'a ItemId, item: &'a Item) -> UnplacedJson<'a> {
    let words = |anchors: &'a [Anchor]| anchors.iter().map(|one| one.exact.as_str()).collect();
    UnplacedJson {
        id: id.as_str(),
        speakers: &item.speakers,
        tags: &item.tags,
        content: words(&item.content),
        cue: words(&item.cue),
        source: words(&item.source),
        origin: item.origin.word(),
        review: item.review.word(),
        comment: &item.comment,
        annotator: &item.stamp.annotator,
        time: item.stamp.at.to_string(),
    }
}

fn tags(tags: Tags<'_>) -> Vec<TagJson<'_>> {
    let score = match tags {
        Tags::Suggested(_, score) => Some(rounded(score)),
        Tags::Reader(_) | Tags::None => None,
    };
    tags.labels().into_iter().map(|label| TagJson { label, by: tags.by(), score }).collect()
}

fn pieces<'a>(pieces: &[Piece<'a>]) -> Vec<PieceJson<'a>> {
    let json = |it: &Piece<'a>| PieceJson::new(it.text, [it.start, it.end]);
    pieces.iter().map(json).collect()
}

fn place(article: &Article, span: Span) -> PieceJson<'_> {
    PieceJson::new(article.words(span), article.original(span))
}

fn entity<'a>(article: &'a Article, entity: &'a Entity) -> EntityJson<'a> {
    let places = |spans: &[Span]| spans.iter().map(|span| place(article, *span)).collect();
    EntityJson {
        name: &entity.name,
        r#type: entity.kind.word(),
        mentions: places(&entity.mentions),
        references: places(&entity.references),
    }
}

fn note<'a>(article: &'a Article, note: &Note) -> NoteJson<'a> {
    NoteJson { place: place(article, note.span), note: note.kind.text() }
}

#[cfg(test)]
mod tests {
    use crate::export::{format, sample};

    #[test]
    fn it_is_json_and_offsets_count_code_points() {
        let (story, set) = sample::story();
        let (text, report) = format("json").unwrap().document(&story, &set);
        let list: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(list[0]["statements"].as_array().unwrap().len(), report.written);
        let reviews: Vec<&serde_json::Value> =
            list[0]["statements"].as_array().unwrap().iter().map(|one| &one["review"]).collect();
        assert!(reviews.contains(&&"rejected".into()), "{reviews:?}");
        let letters: Vec<char> = story.article.text.chars().collect();
        for statement in list[0]["statements"].as_array().unwrap() {
            for piece in statement["content"].as_array().unwrap() {
                let at = |name: &str| usize::try_from(piece[name].as_u64().unwrap()).unwrap();
                let words: String = letters[at("start")..at("end")].iter().collect();
                assert_eq!(piece["text"], words);
            }
        }
        insta::assert_snapshot!(list[0]["statements"][0].to_string(), @r##"
{"id":"bb56a7c92167","speakers":["Ada Hill"],"unnamed":null,"tags":[{"label":"denial","by":"machine","score":0.71}],"content":[{"text":"“=SUM(A1) 🎉 is no plan,”","start":0,"end":24},{"text":"“and *nobody* <b>here</b> wants it.”","start":54,"end":90}],"cue":[{"text":"said","start":25,"end":29}],"source":[{"text":"Ada Hill","start":30,"end":38}],"directness":"direct","confidence":0.83,"origin":"extracted","review":"open","comment":"","context":"“=SUM(A1) 🎉 is no plan,” said Ada Hill, mayor of Oss, “and *nobody* <b>here</b> wants it.”","annotator":null,"time":null}
"##);
        insta::assert_snapshot!(list[0]["statements"][3].to_string(), @r##"
{"id":"468c4538b52e","speakers":["Bo Lund"],"unnamed":null,"tags":[{"label":"denial","by":"reader"}],"content":[{"text":"taking [money](x)","start":132,"end":149}],"cue":[{"text":"denied","start":125,"end":131}],"source":[{"text":"Bo Lund","start":117,"end":124}],"directness":"indirect","confidence":0.83,"origin":"extracted","review":"accepted","comment":"=look \"again\"\n* here","context":"She told the council that Bo Lund denied taking [money](x).","annotator":"ada","time":"1970-01-01T00:00:00Z"}
"##);
        let rest = format!("{}\n{}", list[0]["notes"], list[0]["unplaced"]);
        insta::assert_snapshot!(rest, @r##"
[{"text":"\"she\"","start":221,"end":226,"note":"nobody is named as the source of this quotation"}]
[{"id":"d940f01daaa2","speakers":["Ada Hill"],"tags":[],"content":["words that nobody wrote here"],"cue":[],"source":[],"origin":"made","review":"open","comment":"","annotator":"ada","time":"1970-01-01T00:00:00Z"}]
"##);
    }
}
