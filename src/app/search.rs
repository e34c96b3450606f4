//! What was searched for in the text, and where it stands.

use crate::article::Article;
use crate::text::Span;
use crate::text::find::find;

/// What was searched for and where it stands.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Search {
    /// As typed; empty for none.
    pub words: String,
    /// Where it stands, in text order, never overlapping.
    pub hits: Vec<Span>,
}

impl Search {
    /// Searches the prose.
    pub fn new(article: &Article, words: &str) -> Search {
        let paragraphs = article.paragraphs.iter();
        let hits = paragraphs.flat_map(|one| find(&article.text, one.span, words)).collect();
        Search { words: words.to_owned(), hits }
    }

    /// The hits that share a byte with `place`.
    pub fn over(&self, place: Span) -> &[Span] {
        let from = self.hits.partition_point(|hit| hit.end() <= place.start());
        let to = self.hits.partition_point(|hit| hit.start() < place.end());
        &self.hits[from.min(to)..to]
    }
}
