//! Stretches of the text that can be taken whole: quotations, sentences, clauses, paragraphs, names.

use unicode_segmentation::UnicodeSegmentation;

use super::{Object, Reader};
use crate::nlp::lexicon;
use crate::text::Span;

/// Words that a clause has at least: fewer are a name or a date.
const LEAST: usize = 3;

/// All stretches of a kind around `near`, in text order: each one a list of spans, since a speech may
/// go on over paragraphs. Clauses are looked for in its paragraph and the next ones, the others
/// everywhere.
pub fn stretches(reader: &Reader, object: Object, near: usize) -> Vec<Vec<Span>> {
    let story = &reader.story;
    let one = |span: Span| vec![span];
    match object {
        Object::Quote => {
            let mut quotes: Vec<Vec<Span>> =
                story.analysis.quotes.iter().map(|quote| quote.spans.clone()).collect();
            quotes.retain(|spans| !spans.is_empty());
            quotes
        }
        Object::Sentence => story.analysis.sentences.iter().copied().map(one).collect(),
        Object::Paragraph => story.article.paragraphs.iter().map(|it| vec![it.span]).collect(),
        Object::Name => {
            let entities = story.analysis.entities.iter();
            let mut all: Vec<Span> = entities
                .flat_map(|entity| entity.mentions.iter().chain(&entity.references).copied())
                .collect();
            all.sort_unstable();
            all.dedup();
            all.into_iter().map(one).collect()
        }
        Object::Clause => {
            let sentences = &story.analysis.sentences;
            let at = sentences.partition_point(|one| one.end() <= near);
            let around = sentences.iter().skip(at.saturating_sub(AROUND)).take(2 * AROUND + 1);
            around.flat_map(|sentence| clauses(reader.text(), *sentence)).map(one).collect()
        }
    }
}

/// Sentences before and after the caret in which clauses are looked for.
const AROUND: usize = 40;

/// The clauses of a sentence: what stands between its marks, its reporting words and words such as
/// “that”, which belong to the clause they begin; at least [`LEAST`] words each. What names the
/// source beside the reporting words is none.
pub fn clauses(text: &str, sentence: Span) -> Vec<Span> {
    let words = sentence.of(text);
    let here = |at: usize| sentence.start() + at;
    let mut found = Vec::new();
    // Where the clause at hand begins, and whether it is what names a source.
    let (mut start, mut names) = (0, false);
    let mut close = |start: usize, end: usize, names: bool| {
        if start < end && !names {
            found.push(Span::new(here(start), here(end)));
        }
    };
    let mut last_end = 0;
    let mut marked = false;
    for (at, word) in words.unicode_word_indices() {
        let gap = Span::new(last_end, at).of(words);
        let end = at + word.len();
        let lower = word.to_lowercase();
        if gap.contains([',', ';', ':', '(', ')', '“', '”', '"', '—', '–']) {
            // The marks before the gap close a clause, those behind it open one.
            let open = gap.rfind(['“', '(']).unwrap_or(gap.len());
            let shut = gap.find(['”', '"']).filter(|at| *at < open);
            let shut = shut.and_then(|at| Some(at + gap.get(at..)?.chars().next()?.len_utf8()));
            close(start, last_end + shut.unwrap_or(0), names);
            (start, names, marked) = (last_end + open, false, true);
        }
        if reports(&lower) || lower == "according" {
            // Right before the reporting words stands who is named, or right behind them where
            // what is said came before.
            let subject = start < at && !marked_between(words, start, at);
            close(start, at, names || subject);
            (start, names) = (end, (marked && start >= last_end) || lower == "according");
            marked = false;
        } else if lexicon::is_subordinator(&lower) && !LOOSE.contains(&lower.as_str()) {
            close(start, at, names);
            (start, names) = (at, false);
        }
        last_end = end;
    }
    close(start, words.len(), names);
    let marks = |letter: char| letter.is_whitespace() || ",;:.!?()—–".contains(letter);
    let tidy = |stretch: Span| {
        let inner = stretch.of(text);
        let start = stretch.start() + inner.len() - inner.trim_start_matches(marks).len();
        Span::new(start, start + inner.trim_matches(marks).len())
    };
    let long = |span: &Span| span.of(text).unicode_words().count() >= LEAST;
    found.into_iter().map(tidy).filter(long).collect()
}

/// Whether a mark stands between two places.
fn marked_between(words: &str, from: usize, to: usize) -> bool {
    Span::new(from, to).of(words).contains(['”', '"'])
}

/// Words that begin a clause only now and then.
const LOOSE: [&str; 6] = ["or", "nor", "then", "than", "so", "yet"];

/// Whether a word is a form that reports as it stands: “said”, “adding”, not the noun “report”.
pub fn reports(lower: &str) -> bool {
    lexicon::cue(lower)
        .is_some_and(|cue| (cue.past || cue.participle || !cue.base) && !cue.frames.nounlike)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_cut() {
        for (text, expected) in [
            ("Hill said the bridge will open in May.", &["the bridge will open in May"][..]),
            ("She added that it is safe, and left.", &["that it is safe"]),
            ("On Monday, Hill told us, the ferry had sunk.", &["the ferry had sunk"]),
            ("Hill said “we will go on” (and she did so).", &["“we will go on”", "and she did so"]),
            ("“No,” said Mayor Ada Hill.", &[]),
            ("According to the old board, it is too soft.", &["it is too soft"]),
            ("No.", &[]),
        ] {
            let found: Vec<&str> = clauses(text, Span::new(0, text.len()))
                .into_iter()
                .map(|span| span.of(text))
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
