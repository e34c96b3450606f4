//! Training of names: articles whose names were listed by reading → `names.model`.

use std::fmt;

use serde::Deserialize;

use super::Task;
use super::corpus::{Corpora, TrainError};
use super::fit::{self, Plan, Sequence};
use crate::article::{Article, Metadata, Origin};
use crate::nlp::mention::votes::Votes;
use crate::nlp::mention::words::Words;
use crate::nlp::mention::{features, labels};
use crate::nlp::model::features::Rows;
use crate::nlp::model::{Head, Labeller, Weights};
use crate::nlp::page::Page;
use crate::nlp::token::Token;
use crate::text::clean::clean;

/// Trains the labeller of names.
pub const TASK: Task =
    Task { name: "names", help: "find persons, organisations, places …", train };

/// How the labeller is trained; chosen on the dev split.
const PLAN: Plan =
    Plan { epochs: 10, mean_of: 1, rate: 0.05, decay: 1e-3, keep: 1.0, least: 2, seed: 1 };

/// Rows of the table, as a power of two.
const BITS: u32 = 17;

/// In so many parts the corpus is cut; each gets its first look from a model of the others.
const PARTS: usize = 4;

/// A line of the corpus.
#[derive(Deserialize)]
struct Row {
    text: String,
    entities: Vec<Entity>,
}

#[derive(Deserialize)]
struct Entity {
    #[serde(rename = "type")]
    kind: String,
    mentions: Vec<[usize; 2]>,
}

/// An article as the labeller learns from it.
struct Example {
    words: Words,
    metadata: Metadata,
    sentences: Vec<std::ops::Range<usize>>,
    /// A sentence each, first look only.
    first: Vec<Sequence>,
}

fn train(corpora: &Corpora, tell: &mut dyn FnMut(&str)) -> Result<Vec<u8>, TrainError> {
    let read = |file: &str| -> Result<Vec<Example>, TrainError> {
        Ok(corpora.rows(file)?.iter().map(example).collect())
    };
    let (examples, dev) = (read("names/train.jsonl")?, read("names/dev.jsonl")?);
    let tokens: usize = examples.iter().map(|one| one.words.tokens.len()).sum();
    tell(&format!("{} articles, {tokens} tokens", examples.len()));
    let mut corpus: Vec<Sequence> = Vec::new();
    let mut unseen = Score::default();
    for part in 0..PARTS {
        let (others, own): (Vec<_>, Vec<_>) =
            examples.iter().enumerate().partition(|(at, _)| at % PARTS != part);
        let seen: Vec<Sequence> =
            others.iter().flat_map(|(_, one)| one.first.iter().cloned()).collect();
        let labeller = Labeller { weights: fit(corpora, seen, &mut |_| {}) };
        for (_, one) in own {
            unseen.count(&one.first, &labeller);
            corpus.extend(one.first.iter().cloned());
            corpus.extend(second(one, &labeller));
        }
        tell(&format!("first look over part {} of {PARTS}: {unseen}", part + 1));
    }
    let labeller = Labeller { weights: fit(corpora, corpus, tell) };
    let mut score = Score::default();
    for one in &dev {
        score.count(&second(one, &labeller), &labeller);
    }
    tell(&format!("dev: {score}"));
    Ok(labeller.weights.write())
}

fn fit(corpora: &Corpora, corpus: Vec<Sequence>, tell: &mut dyn FnMut(&str)) -> Weights {
    let head = Head {
        task: TASK.name.to_owned(),
        features: features::FEATURES,
        labels: labels::names(),
        bits: BITS,
        scale: 0.0,
        corpus: format!("{}: names/train.jsonl", corpora.name),
        command: "onrecord train names".to_owned(),
        hash: String::new(),
    };
    fit::labeller(head, corpus, &PLAN, &mut |epoch, loss| {
        tell(&format!("epoch {} of {}: loss {loss:.4}", epoch + 1, PLAN.epochs));
    })
}

/// An article with the labels of its tokens.
fn example(row: &Row) -> Example {
    let article = Article::from_copy("", Origin::BuiltIn, clean(&row.text), Metadata::default());
    let page = Page::new(&article, &crate::nlp::pos::Tagger::embedded());
    let words = Words::of(&page);
    let gold = gold(row, &article, &page);
    let sentences: Vec<_> =
        page.paragraphs.iter().flat_map(|part| part.sentences.iter().cloned()).collect();
    let sequence = |sentence: &std::ops::Range<usize>| {
        let mut rows = Rows::default();
        features::write(&page, &words, sentence.clone(), &mut rows);
        Sequence { rows, labels: gold[sentence.clone()].to_vec() }
    };
    let first = sentences.iter().map(sequence).collect();
    Example { first, words, metadata: article.metadata.clone(), sentences }
}

/// The label of every token: that of the mention which overlaps it.
fn gold(row: &Row, article: &Article, page: &Page) -> Vec<usize> {
    let mut mentions: Vec<([usize; 2], usize)> = Vec::new();
    for entity in &row.entities {
        let kind = labels::KINDS.iter().position(|kind| kind.word() == entity.kind);
        let all = entity.mentions.iter();
        mentions.extend(kind.iter().flat_map(|&kind| all.clone().map(move |&span| (span, kind))));
    }
    mentions.sort_unstable();
    let mut next = 0;
    let mut last = None;
    let label = |token: &Token| {
        let [start, end] = article.original(token.span);
        while mentions.get(next).is_some_and(|(span, _)| span[1] <= start) {
            next += 1;
        }
        match mentions.get(next) {
            Some(([from, _], kind)) if *from < end => {
                labels::label(*kind, last.replace(next) == Some(next))
            }
            _ => labels::OUTSIDE,
        }
    };
    page.tokens.iter().map(label).collect()
}

/// The sentences of an article as a second look sees them, after a first look by `labeller`.
fn second(example: &Example, labeller: &Labeller) -> Vec<Sequence> {
    let mut votes = Votes::new(&example.words, &example.metadata);
    for (sentence, one) in example.sentences.iter().zip(&example.first) {
        votes.count(&example.words, sentence.start, &labeller.score(&one.rows).best());
    }
    let look = |(sentence, one): (&std::ops::Range<usize>, &Sequence)| {
        let mut more = Rows::default();
        features::write_votes(&example.words, &votes, sentence.clone(), &mut more);
        Sequence { rows: one.rows.beside(&more), labels: one.labels.clone() }
    };
    example.sentences.iter().zip(&example.first).map(look).collect()
}

/// Names found exactly, found, and in the corpus, by kind; of those that tokens can spell.
#[derive(Default)]
struct Score([[usize; 3]; labels::KINDS.len()]);

impl Score {
    fn count(&mut self, sequences: &[Sequence], labeller: &Labeller) {
        for sequence in sequences {
            let found = labels::spans(&labeller.score(&sequence.rows).best());
            let gold = labels::spans(&sequence.labels);
            for one in &found {
                self.0[one.1][0] += usize::from(gold.contains(one));
                self.0[one.1][1] += 1;
            }
            for one in &gold {
                self.0[one.1][2] += 1;
            }
        }
    }
}

impl fmt::Display for Score {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        /// Persons, organisations and places.
        const CORE: usize = 3;
        let f1 = |[hits, found, gold]: [usize; 3]| 2.0 * hits as f32 / (found + gold).max(1) as f32;
        let sum = |column: usize| self.0[..CORE].iter().map(|counts| counts[column]).sum();
        write!(out, "core F1 {:.4}", f1([sum(0), sum(1), sum(2)]))?;
        for (kind, counts) in labels::KINDS.iter().zip(self.0) {
            write!(out, ", {} {:.3}", kind.word(), f1(counts))?;
        }
        Ok(())
    }
}
