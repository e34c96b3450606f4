//! One news article: cleaned text, its paragraphs, and what is known about it.
//!
//! The text is kept whole, as it came in and cleaned; headline, dateline, byline and agency are
//! stretches of it that are read into [`Metadata`] and left out of the prose. Nothing here parses a
//! file format: that is `import`.

mod agency;
mod byline;
mod closing;
mod dateline;
pub mod day;
mod wire;

use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;

use crate::text::clean::Offsets;
use crate::text::{Cleaned, Span};

/// An article as the rest of the program sees it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Article {
    /// Names it in every output: the path as given, or the `id` of its JSON line.
    pub id: String,
    /// Where it came from.
    pub origin: Origin,
    /// What is known about it.
    pub metadata: Metadata,
    /// The cleaned text, whole: prose and the stretches that became metadata.
    pub text: Arc<str>,
    /// Back to code points of the text as it came in.
    pub offsets: Arc<Offsets>,
    /// Paragraphs of prose in text order, without blank edges; headline and body.
    pub paragraphs: Vec<Paragraph>,
    /// How many code points cleaning dropped.
    pub dropped: usize,
}

/// Where an article came from; decides where its annotation file lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The only article in a file.
    File(PathBuf),
    /// One of several articles in a file, such as a line of JSONL.
    Part(PathBuf),
    /// Standard input.
    Stdin,
    /// A story inside the binary.
    BuiltIn,
}

/// What a newsroom writes around the prose. Absent fields were not found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Headline, from the file or from the text.
    pub title: Option<String>,
    /// The writers, as printed, without “By”.
    pub byline: Option<String>,
    /// Newspaper or site.
    pub publisher: Option<String>,
    /// News agency (“Reuters”), from dateline or closing line.
    pub agency: Option<Named>,
    /// Place of the dateline (“Washington”).
    pub place: Option<Named>,
    /// Day of publication.
    pub published: Option<Date>,
    /// The day in print, where it has no year and nothing else says which.
    pub day: Option<day::Day>,
    /// Where it is published, an address that begins with `http`.
    pub url: Option<String>,
    /// What it is written in, as its page or file says (“en-GB”).
    pub language: Option<String>,
    /// Whether its text may be out of order or damaged, as from a PDF.
    pub rough: bool,
    /// Stretches of the text that were read as metadata and are no prose, in text order.
    pub spans: Vec<Span>,
}

/// A name in the metadata, with the stretch of the text where it stands if it stands in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The name, tidied (“WASHINGTON” gives “Washington”).
    pub name: String,
    /// Where it is printed.
    pub span: Option<Span>,
}

/// A paragraph of prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Its text, without blank edges.
    pub span: Span,
    /// What part it plays.
    pub kind: ParagraphKind,
}

/// What part a paragraph plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParagraphKind {
    /// The headline, where it stands in the text.
    Headline,
    /// A heading inside the body.
    Heading,
    /// A quotation set apart, or a list item.
    Indented,
    /// Body text.
    Body,
}

impl Article {
    /// An article of plain paragraphs: one for every run of text between line ends, all prose.
    pub fn new(id: impl Into<String>, origin: Origin, cleaned: Cleaned) -> Article {
        let paragraphs = paragraphs(&cleaned.text);
        Article {
            id: id.into(),
            origin,
            metadata: Metadata::default(),
            text: cleaned.text.into(),
            offsets: Arc::new(cleaned.offsets),
            paragraphs,
            dropped: cleaned.dropped,
        }
    }

    /// As [`Article::new`], with what a newsroom writes around the prose read into the metadata
    /// and set apart. What is `given` by the file's own fields wins over what the text prints.
    pub fn from_copy(
        id: impl Into<String>,
        origin: Origin,
        cleaned: Cleaned,
        given: Metadata,
    ) -> Article {
        let paragraphs = paragraphs(&cleaned.text);
        Article::from_paragraphs(id, origin, cleaned, paragraphs, given)
    }

    /// As [`Article::from_copy`], of paragraphs that the format told apart.
    pub fn from_paragraphs(
        id: impl Into<String>,
        origin: Origin,
        cleaned: Cleaned,
        paragraphs: Vec<Paragraph>,
        given: Metadata,
    ) -> Article {
        let (paragraphs, metadata) = wire::read(&cleaned.text, paragraphs, given);
        Article { metadata, paragraphs, ..Article::new(id, origin, cleaned) }
    }

    /// The words of `span`.
    pub fn words(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// Code points `[start, end)` of the text as it came in.
    pub fn original(&self, span: Span) -> [usize; 2] {
        self.offsets.original(&self.text, span)
    }

    /// A hash of the cleaned text that names this version of it: 32 hexadecimal digits of BLAKE3.
    pub fn hash(&self) -> String {
        blake3::hash(self.text.as_bytes()).to_hex().chars().take(32).collect()
    }

    /// What to call it on the screen: its headline, else the last part of its id.
    pub fn label(&self) -> &str {
        match &self.metadata.title {
            Some(title) => title,
            None => self.id.rsplit(['/', '\\']).next().unwrap_or(&self.id),
        }
    }
}

/// Every line that is not blank, without blank edges, as body text.
fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut start = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let span = Span::new(start, start + line.len()).trim(text);
        start += line.len();
        if !span.is_empty() {
            found.push(Paragraph { span, kind: ParagraphKind::Body });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::clean::clean;
    use ParagraphKind::{Body, Headline};

    /// The paragraphs, headlines behind `#`, and what became metadata in `{}`.
    fn read(text: &str) -> (String, Metadata) {
        let article = Article::from_copy("a", Origin::BuiltIn, clean(text), Metadata::default());
        let show = |paragraph: &Paragraph| match paragraph.kind {
            ParagraphKind::Headline => format!("# {}", article.words(paragraph.span)),
            _ => article.words(paragraph.span).to_owned(),
        };
        let prose: Vec<String> = article.paragraphs.iter().map(show).collect();
        (prose.join(" ¶ "), article.metadata)
    }

    fn fields(metadata: &Metadata) -> String {
        let named = |named: &Option<Named>| named.as_ref().map(|named| named.name.clone());
        let published = metadata.published.map(|date| date.to_string());
        let all = [
            metadata.title.clone(),
            metadata.byline.clone(),
            metadata.publisher.clone(),
            named(&metadata.place),
            named(&metadata.agency),
            published,
        ];
        all.map(Option::unwrap_or_default).join("|")
    }

    #[test]
    #[rustfmt::skip]
    fn wire_copy() {
        for (text, prose, metadata) in [
            (" date 2017-11-12 12 Nov, Riga: The Mayor left.\n\nShe said: “No.” Xinhua",
             "The Mayor left. ¶ She said: “No.”",                  "|||Riga|Xinhua|2017-11-12"),
            ("date 2017-11-12\n\nRIGA (AP) — The Mayor left.\n\nIt rained.\n\n(Reporting by A Roe)\n",
             "The Mayor left. ¶ It rained.",                       "|||Riga|Associated Press|2017-11-12"),
            ("Mayor leaves town hall\nBy Jane Roe, Daily Bugle\nMarch 3, 2017\n\nRIGA, March 2 — The Mayor left.",
             "# Mayor leaves town hall ¶ The Mayor left.",         "Mayor leaves town hall|Jane Roe|Daily Bugle|Riga||2017-03-03"),
            ("Mayor leaves town hall\n\nThe Mayor of Riga left the town hall on Monday.",
             "# Mayor leaves town hall ¶ The Mayor of Riga left the town hall on Monday.", "Mayor leaves town hall|||||"),
            ("RIGA, Nov. 12, 2017 (Reuters) - The Mayor left.",
             "The Mayor left.",                                    "|||Riga|Reuters|2017-11-12"),
            ("Riga: the town that never sleeps.\n\nNobody left.",
             "Riga: the town that never sleeps. ¶ Nobody left.",   "|||||"),
            ("“We left,” she said.\n\nNobody else did, and that was that.",
             "“We left,” she said. ¶ Nobody else did, and that was that.", "|||||"),
            ("The date 2017-11-12 was cold.", "The date 2017-11-12 was cold.", "|||||"),
            ("date 2017-11-12", "", "|||||2017-11-12"),
            ("Reuters", "Reuters", "|||||"),
            ("By Jane Roe", "By Jane Roe", "|||||"),
        ] {
            let (found, read) = read(text);
            assert_eq!((found.as_str(), fields(&read).as_str()), (prose, metadata), "{text}");
        }
    }

    #[test]
    fn a_given_title_is_found_in_print() {
        let given =
            Metadata { title: Some("Mayor leaves; Town weeps".to_owned()), ..Default::default() };
        let text = "Mayor leaves;\nTown weeps.\n\nIt rained.";
        let article = Article::from_copy("a", Origin::BuiltIn, clean(text), given);
        let kinds: Vec<ParagraphKind> = article.paragraphs.iter().map(|one| one.kind).collect();
        assert_eq!(kinds, [Headline, Headline, Body]);
    }

    #[test]
    fn metadata_and_prose_never_share_a_byte() {
        let text = "date 2017-11-12 RIGA (AP) — “No.” Reuters\n\nIt rained. (AFP)\n-30-";
        let article = Article::from_copy("a", Origin::BuiltIn, clean(text), Metadata::default());
        for paragraph in &article.paragraphs {
            assert!(article.metadata.spans.iter().all(|span| !span.overlaps(paragraph.span)));
        }
        assert!(article.metadata.spans.is_sorted());
    }
}
