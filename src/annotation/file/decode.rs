//! Text → marks, or why not. Nothing is repaired: what is not understood whole is refused whole.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use jiff::Timestamp;
use ron::error::SpannedError;
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor};

use super::keep::{Fields, Keep};
use super::{ArticleRef, CodebookRef, FORMAT, Head, Heading, MAX_BYTES, quick};
use crate::annotation::{
    Anchor, Certainty, Found, Item, ItemId, ItemOrigin, Naming, Review, Set, Stamp,
};
use crate::article::Article;
use crate::text::clean;

/// What an annotation file holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Document {
    /// What it says besides its items.
    pub head: Head,
    /// Its items, with nothing to undo.
    pub set: Set,
}

/// Why an annotation file cannot be used; each ends in what to do next. [`FileError::place`] says
/// where in the file.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum FileError {
    /// It is over [`MAX_BYTES`].
    #[error(
        "longer than the {} MiB that any story's annotations take; move it away to start afresh",
        MAX_BYTES >> 20
    )]
    TooLarge,
    /// It is not UTF-8.
    #[error("this is not UTF-8 text; bring back an earlier version, or move the file away")]
    NotText {
        /// The first line that is not.
        line: usize,
    },
    /// It is not RON, or not that of an annotation file.
    #[error("{why}; mend this line, or move the file away to start afresh")]
    Broken {
        /// From 1.
        line: usize,
        /// From 1, in characters.
        column: usize,
        /// In the parser's words.
        why: String,
    },
    /// A later onrecord wrote it.
    #[error("this is format {format}, and this onrecord knows formats up to {FORMAT}; update it")]
    Newer {
        /// Where it says so.
        line: usize,
        /// Its format.
        format: u32,
    },
    /// It is about another text.
    #[error(
        "this file is about another story (“{title}”): neither its name nor its headline is this one's, and \
         no item's words are in it; \
         move it back to its own story"
    )]
    OtherArticle {
        /// Where it says so.
        line: usize,
        /// What that story is called.
        title: String,
    },
}

impl FileError {
    /// Line and column, from 1, as far as there is one.
    pub fn place(&self) -> (Option<usize>, Option<usize>) {
        match self {
            FileError::TooLarge => (None, None),
            FileError::Broken { line, column, .. } => (Some(*line), Some(*column)),
            FileError::NotText { line }
            | FileError::Newer { line, .. }
            | FileError::OtherArticle { line, .. } => (Some(*line), None),
        }
    }
}

/// Whether a file says that it is about this story, whatever became of its text: by its name, wherever it
/// lies now, or by its headline.
fn names(known: &ArticleRef, article: &Article) -> bool {
    let last = |id: &str| id.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    let title = article.metadata.title.as_deref().unwrap_or_default();
    last(&known.id) == last(&article.id) || !title.is_empty() && title == known.title
}

/// Reads an annotation file for `article`.
///
/// A file about a changed text is read as long as it names this story, or the words of one of its items
/// at least are still there; items that are not found stay in the set. O(size), and one search of the text for every
/// item until one is found where the text has changed.
pub fn decode(bytes: &[u8], article: &Article) -> Result<Document, FileError> {
    let document = read(bytes)?;
    let same =
        document.head.article.hash == article.hash() || names(&document.head.article, article);
    if same || document.set.is_empty() || document.set.items().any(|(_, it)| placed(it, article)) {
        return Ok(document);
    }
    let text = String::from_utf8_lossy(bytes);
    let ArticleRef { id, title, .. } = document.head.article;
    let title = cleaned(if title.is_empty() { &id } else { &title });
    Err(FileError::OtherArticle { line: line_of(&text, "article"), title })
}

/// Reads an annotation file, whatever story it is about. O(size).
pub fn read(bytes: &[u8]) -> Result<Document, FileError> {
    if bytes.len() > MAX_BYTES {
        return Err(FileError::TooLarge);
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|error| FileError::NotText { line: line_of_byte(bytes, error.valid_up_to()) })?;
    let text = text.trim_start_matches('\u{feff}');
    quick::read(text).map_or_else(|| as_ron(text), Ok)
}

/// The same for any RON; says what is wrong, and where.
pub(super) fn as_ron(text: &str) -> Result<Document, FileError> {
    let read = ron::from_str::<Keep<Layout>>(text);
    let format = match &read {
        Ok(file) => file.known.format,
        // A newer file may well look broken to us: it is its format that matters then.
        Err(_) => ron::from_str::<FormatOnly>(text).map_or(FORMAT, |file| file.format),
    };
    if format > FORMAT {
        return Err(FileError::Newer { line: line_of(text, "format"), format });
    }
    let mut document = document(read.map_err(broken)?);
    document.head.outline = outline(text);
    Ok(document)
}

/// The lines that tell of statements, wherever in the file they stand.
pub(super) fn outline(text: &str) -> Vec<Heading> {
    text.lines().filter_map(Heading::read).collect()
}

/// Whether all words of the item's content are found.
fn placed(item: &Item, article: &Article) -> bool {
    let found =
        |anchor: &Anchor| matches!(anchor.find(&article.text), Found::Here(_) | Found::Moved(_));
    item.content.iter().all(found)
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(rename = "AnnotationFile")]
pub(super) struct Layout {
    #[serde(deserialize_with = "known_format")]
    pub(super) format: u32,
    article: ArticleRef,
    #[serde(default)]
    engine: String,
    #[serde(default)]
    codebook: CodebookRef,
    #[serde(default)]
    annotator: String,
    #[serde(default)]
    metadata: BTreeMap<String, String>,
    #[serde(default)]
    namings: ByKey<String, NamingLayout>,
    #[serde(default)]
    items: ByKey<ItemId, ItemLayout>,
}

/// An item as it is written.
#[derive(Deserialize)]
#[serde(rename = "Item")]
pub(super) struct ItemLayout {
    #[serde(deserialize_with = "content")]
    content: Vec<Anchor>,
    #[serde(default)]
    source: Vec<Anchor>,
    #[serde(default)]
    cue: Vec<Anchor>,
    #[serde(default)]
    speakers: Vec<String>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    attributes: BTreeMap<String, String>,
    #[serde(default)]
    comment: String,
    #[serde(default)]
    certainty: Certainty,
    #[serde(default)]
    review: Review,
    #[serde(default)]
    origin: ItemOrigin,
    annotator: String,
    time: Timestamp,
}

/// A naming as it is written.
#[derive(Deserialize)]
#[serde(rename = "Naming")]
struct NamingLayout {
    #[serde(default)]
    name: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    same_as: String,
    #[serde(default)]
    mentions: Vec<Anchor>,
    annotator: String,
    time: Timestamp,
}

/// As much as every format will have.
#[derive(Deserialize)]
struct FormatOnly {
    format: u32,
}

/// A map that refuses a key that stands twice, and says what it is called.
struct ByKey<K, V>(BTreeMap<K, Keep<V>>);

impl<K, V> Default for ByKey<K, V> {
    fn default() -> ByKey<K, V> {
        ByKey(BTreeMap::new())
    }
}

impl<'de, K, V> Deserialize<'de> for ByKey<K, V>
where
    K: Deserialize<'de> + Ord + AsRef<str>,
    V: Deserialize<'de>,
{
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<ByKey<K, V>, D::Error> {
        struct OnceEach<K, V>(PhantomData<(K, V)>);
        impl<'de, K, V> Visitor<'de> for OnceEach<K, V>
        where
            K: Deserialize<'de> + Ord + AsRef<str>,
            V: Deserialize<'de>,
        {
            type Value = ByKey<K, V>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("entries by name")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut kept = BTreeMap::new();
                while let Some((key, value)) = map.next_entry::<K, Keep<V>>()? {
                    let name = key.as_ref().to_owned();
                    if kept.insert(key, value).is_some() {
                        let why = format!("{name} stands twice: join the two");
                        return Err(de::Error::custom(why));
                    }
                }
                Ok(ByKey(kept))
            }
        }
        from.deserialize_map(OnceEach(PhantomData))
    }
}

fn known_format<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    match u32::deserialize(from)? {
        0 => Err(de::Error::custom("there is no format 0")),
        format => Ok(format),
    }
}

fn content<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Anchor>, D::Error> {
    let anchors = Vec::<Anchor>::deserialize(from)?;
    if anchors.iter().any(|anchor| anchor.exact.is_empty()) || anchors.is_empty() {
        return Err(de::Error::custom("an item without content says nothing"));
    }
    Ok(anchors)
}

pub(super) fn document(Keep { known: file, unknown }: Keep<Layout>) -> Document {
    let (items, unknown_of_items) = sorted(file.items, |id| id, item);
    let (namings, unknown_of_namings) = sorted(file.namings, |of| cleaned(&of), naming);
    let head = Head {
        article: file.article,
        engine: file.engine,
        codebook: file.codebook,
        annotator: cleaned(&file.annotator),
        metadata: cleaned_map(&file.metadata),
        outline: Vec::new(),
        unknown,
        unknown_of_namings,
        unknown_of_items,
    };
    Document { head, set: Set::from_items(items).with_namings(namings) }
}

/// The entries as they are used, and the fields of each that are not known.
fn sorted<K: Ord + Clone, V, U>(
    kept: ByKey<K, V>,
    key: impl Fn(K) -> K,
    value: impl Fn(V) -> U,
) -> (Vec<(K, U)>, BTreeMap<K, Fields>) {
    let mut unknowns = BTreeMap::new();
    let mut entries = Vec::with_capacity(kept.0.len());
    for (name, Keep { known, unknown }) in kept.0 {
        let name = key(name);
        if !unknown.is_empty() {
            unknowns.insert(name.clone(), unknown);
        }
        entries.push((name, value(known)));
    }
    (entries, unknowns)
}

fn naming(file: NamingLayout) -> Naming {
    Naming {
        name: cleaned(&file.name),
        kind: cleaned(&file.kind),
        same_as: cleaned(&file.same_as),
        mentions: file.mentions,
        stamp: Stamp { annotator: cleaned(&file.annotator), at: file.time },
    }
}

pub(super) fn item(file: ItemLayout) -> Item {
    let all = |names: Vec<String>| names.iter().map(|name| cleaned(name)).collect();
    Item {
        content: file.content,
        source: file.source,
        cue: file.cue,
        speakers: all(file.speakers),
        tags: all(file.tags),
        attributes: cleaned_map(&file.attributes),
        comment: cleaned(&file.comment),
        certainty: file.certainty,
        review: file.review,
        origin: file.origin,
        stamp: Stamp { annotator: cleaned(&file.annotator), at: file.time },
    }
}

fn cleaned_map(map: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    map.iter().map(|(name, value)| (cleaned(name), cleaned(value))).collect()
}

pub(super) fn cleaned(text: &str) -> String {
    clean::clean(text).text
}

fn broken(error: SpannedError) -> FileError {
    let SpannedError { code, span } = error;
    FileError::Broken { line: span.start.line, column: span.start.col, why: cleaned(&words(&code)) }
}

/// What is wrong, in words of the file and not of the program.
fn words(error: &ron::Error) -> String {
    use ron::Error as E;
    match error {
        E::ExpectedNamedStructLike(_)
        | E::ExpectedStructLike
        | E::ExpectedDifferentStructName { .. } => {
            "this is not an annotation file of onrecord".to_owned()
        }
        E::NoSuchEnumVariant { expected, found, .. } => {
            format!("“{found}” is none of {}", expected.join(", "))
        }
        E::NoSuchStructField { expected, found, .. } => {
            format!("“{found}” is no field here: there are {}", expected.join(", "))
        }
        E::MissingStructField { field, .. } => format!("the field “{field}” is missing"),
        E::DuplicateStructField { field, .. } => format!("the field “{field}” stands twice"),
        other => other.to_string(),
    }
}

fn line_of_byte(bytes: &[u8], at: usize) -> usize {
    1 + bytes.iter().take(at).filter(|byte| **byte == b'\n').count()
}

/// The first line that begins with `field`, else the first.
fn line_of(text: &str, field: &str) -> usize {
    text.lines().position(|line| line.trim_start().starts_with(field)).map_or(1, |at| at + 1)
}
