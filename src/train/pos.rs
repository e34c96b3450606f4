//! Trains parts of speech on treebanks (CoNLL-U), tokenised as we do.

use std::ops::Range;

use super::corpus::{Corpora, TrainError};
use super::fit::{self, Plan, Sequence};
use crate::nlp::model::Head;
use crate::nlp::model::features::Rows;
use crate::nlp::pos::{self, Pos, Tagger};
use crate::nlp::token;
use crate::text::Span;

/// Genres of GUM whose terms forbid commercial use; a shipped model must not learn from them.
const LEFT_OUT: [&str; 7] =
    ["vlog", "voyage", "whow", "fiction", "podcast", "conversation", "interview"];

const PLAN: Plan =
    Plan { epochs: 3, mean_of: 1, rate: 0.1, decay: 0.0, keep: 1.0, least: 2, seed: 7 };
const BITS: u32 = 16;

/// Makes the model file.
pub fn train(corpora: &Corpora, tell: &mut dyn FnMut(&str)) -> Result<Vec<u8>, TrainError> {
    let sentences = read(corpora, "treebank/train.conllu.gz")?;
    let tokens: usize = sentences.iter().map(|one| one.words.len()).sum();
    tell(&format!("{} sentences, {tokens} tokens", sentences.len()));
    let head = Head {
        task: pos::TASK.to_owned(),
        features: pos::FEATURES,
        labels: Pos::ALL.iter().map(|(_, name)| (*name).to_owned()).collect(),
        bits: BITS,
        scale: 0.0,
        corpus: format!(
            "{}/treebank/train.conllu.gz without {}",
            corpora.name,
            LEFT_OUT.join(", ")
        ),
        command: "onrecord train pos".to_owned(),
        hash: String::new(),
    };
    let sequences: Vec<Sequence> = sentences.iter().map(sequence).collect();
    let weights = fit::labeller(head, sequences, &PLAN, &mut |epoch, loss| {
        tell(&format!("epoch {}: loss {loss:.4}", epoch + 1));
    });
    let model = weights.write();
    let dev = read(corpora, "treebank/dev.conllu.gz")?;
    tell(&score(&Tagger::new(weights), &dev));
    Ok(model)
}

/// A sentence of a treebank in our tokens.
struct Sentence {
    words: Vec<String>,
    lower: Vec<Box<str>>,
    tags: Vec<Pos>,
    /// Whether the treebank has the very same token.
    same: Vec<bool>,
}

fn sequence(sentence: &Sentence) -> Sequence {
    let words: Vec<&str> = sentence.words.iter().map(String::as_str).collect();
    let mut rows = Rows::default();
    pos::features(&words, &sentence.lower, &mut rows);
    Sequence { rows, labels: sentence.tags.iter().map(|tag| tag.number()).collect() }
}

/// How often the tagger is right, over tokens that the treebank has too.
fn score(tagger: &Tagger, sentences: &[Sentence]) -> String {
    let (mut same, mut right, mut universal) = (0, 0, 0);
    let short = |tag: Pos| Pos::ALL[tag.number()].1.split(':').next();
    for one in sentences {
        let words: Vec<&str> = one.words.iter().map(String::as_str).collect();
        let whole: Range<usize> = 0..words.len();
        let found = tagger.tags(&words, &one.lower, &[whole]);
        for ((found, gold), _) in
            found.iter().zip(&one.tags).zip(&one.same).filter(|(_, same)| **same)
        {
            same += 1;
            right += usize::from(found == gold);
            universal += usize::from(short(*found) == short(*gold));
        }
    }
    let share = |part: usize| part as f32 / same.max(1) as f32;
    format!("dev: {same} tokens, universal tags {:.4}, ours {:.4}", share(universal), share(right))
}

/// Reads a treebank, without what is left out.
fn read(corpora: &Corpora, file: &str) -> Result<Vec<Sentence>, TrainError> {
    let text = corpora.text(file)?;
    let mut sentences = Vec::new();
    let mut kept = true;
    for block in text.split("\n\n").filter(|block| !block.trim().is_empty()) {
        if let Some(id) = block.lines().find_map(|line| line.strip_prefix("# newdoc id = ")) {
            kept = !LEFT_OUT.iter().any(|genre| id.starts_with(&format!("GUM_{genre}")));
        }
        if kept {
            sentences.push(sentence(block));
        }
    }
    Ok(sentences)
}

/// One sentence: its text put together, split as we do, each token with its tag.
fn sentence(block: &str) -> Sentence {
    let (text, gold) = words(block);
    let tokens = token::tokens(&text, Span::new(0, text.len()));
    let mut one =
        Sentence { words: Vec::new(), lower: Vec::new(), tags: Vec::new(), same: Vec::new() };
    let mut first = 0;
    for token in tokens {
        while gold.get(first).is_some_and(|(span, _)| span.end() <= token.span.start()) {
            first += 1;
        }
        let inside: Vec<&(Span, Pos)> =
            gold[first..].iter().take_while(|(span, _)| span.start() < token.span.end()).collect();
        let word = token.span.of(&text);
        one.words.push(word.to_owned());
        one.lower.push(word.to_lowercase().into());
        one.tags.push(tag_of(&inside));
        one.same.push(matches!(inside[..], [(span, _)] if *span == token.span));
    }
    one
}

/// The tag of a token of ours: of a compound with hyphens the last word’s (“U.S.-backed”), of
/// anything else the first’s (“don’t”).
fn tag_of(inside: &[&(Span, Pos)]) -> Pos {
    let compound = inside.len() > 1 && inside.iter().any(|(_, tag)| *tag == Pos::Punctuation);
    let mut words = inside.iter().filter(|(_, tag)| !compound || *tag != Pos::Punctuation);
    let chosen = if compound { words.next_back() } else { words.next() };
    chosen.or(inside.first()).map_or(Pos::Other, |(_, tag)| *tag)
}

/// The text of a sentence, and where its words stand.
fn words(block: &str) -> (String, Vec<(Span, Pos)>) {
    let mut text = String::new();
    let mut words: Vec<(Span, Pos)> = Vec::new();
    // A contraction comes first as a whole, then in parts that have no room of their own.
    let mut parts_until = 0;
    let mut room = Span::new(0, 0);
    for line in block.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, form, _, universal, fine, .., notes] = fields[..] else { continue };
        if id.contains('.') {
            continue;
        }
        let whole = id.split_once('-').and_then(|(_, last)| last.parse::<usize>().ok());
        let part = whole.is_none() && id.parse::<usize>().is_ok_and(|id| id <= parts_until);
        if !part {
            room = Span::new(text.len(), text.len() + form.len());
            text.push_str(form);
            if !notes.contains("SpaceAfter=No") {
                text.push(' ');
            }
        }
        match whole {
            Some(last) => parts_until = last,
            None if part => {
                // Parts that spell out the whole stand one behind the other.
                let end = (room.start() + form.len()).min(room.end());
                let fits = text.get(room.start()..end) == Some(form);
                let span = if fits { Span::new(room.start(), end) } else { room };
                room = if fits { Span::new(end, room.end()) } else { room };
                words.push((span, tag(universal, fine)));
            }
            None => words.push((room, tag(universal, fine))),
        }
    }
    (text, words)
}

/// Ours for a pair of a universal and a Penn tag.
fn tag(universal: &str, fine: &str) -> Pos {
    let named = |name: &str| Pos::ALL.iter().find(|(_, ours)| *ours == name).map(|(pos, _)| *pos);
    match (universal, fine) {
        ("VERB", "VBP" | "VBZ" | "VBD" | "VBN" | "VBG") | ("NOUN", "NNS") => {
            named(&format!("{universal}:{fine}"))
        }
        ("VERB", _) => Some(Pos::VerbBase),
        _ => named(universal),
    }
    .unwrap_or(Pos::Other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_treebank_become_tokens_of_ours() {
        let line = |id: &str, form: &str, universal: &str, fine: &str, notes: &str| {
            format!("{id}\t{form}\t_\t{universal}\t{fine}\t_\t0\t_\t_\t{notes}\n")
        };
        let block = [
            line("1-2", "Didn't", "_", "_", "_"),
            line("1", "Did", "AUX", "VBD", "_"),
            line("2", "n't", "PART", "RB", "_"),
            line("3", "co", "NOUN", "NN", "SpaceAfter=No"),
            line("4", "-", "PUNCT", "HYPH", "SpaceAfter=No"),
            line("5", "founders", "NOUN", "NNS", "_"),
            line("6", "say", "VERB", "VBP", "SpaceAfter=No"),
            line("7", "?", "PUNCT", ".", "_"),
        ]
        .concat();
        let one = sentence(&block);
        assert_eq!(one.words, ["Didn't", "co-founders", "say", "?"]);
        assert_eq!(one.tags, [Pos::Auxiliary, Pos::Nouns, Pos::VerbPresent, Pos::Punctuation]);
        assert_eq!(one.same, [false, false, true, true]);
    }
}
