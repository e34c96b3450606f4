//! Training of names: articles whose names were listed by reading → `names.model`.

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
use crate::text::clean::clean;

/// Trains the labeller of names.
pub const TASK: Task =
    Task { name: "names", help: "find persons, organisations, places …", train };

/// How the labeller is trained; chosen on the dev split.
const PLAN: Plan = Plan { epochs: 10, rate: 0.1, decay: 1e-3, keep: 1.0, seed: 1 };

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
    let rows: Vec<Row> = corpora.rows("names/train.jsonl")?;
    let examples: Vec<Example> = rows.iter().map(example).collect();
    let dev: Vec<Example> = corpora.rows("names/dev.jsonl")?.iter().map(example).collect();
    let tokens: usize = examples.iter().map(|one| one.words.tokens.len()).sum();
    tell(&format!("{} articles, {tokens} tokens", examples.len()));
    let mut corpus: Vec<Sequence> = Vec::new();
    let mut random = fit::Random(1);
    let mut cv = [0; 3];
    for part in 0..PARTS {
        let (others, own): (Vec<_>, Vec<_>) =
            examples.iter().enumerate().partition(|(at, _)| at % PARTS != part);
        let seen: Vec<Sequence> = others
            .iter()
            .flat_map(|(_, one)| {
                one.first
                    .iter()
                    .map(|s| Sequence {
                        rows: thinned(
                            &s.rows,
                            std::env::var("DROP").ok().and_then(|v| v.parse().ok()).unwrap_or(0),
                            &mut random,
                        ),
                        labels: s.labels.clone(),
                    })
                    .collect::<Vec<_>>()
            })
            .collect();
        let labeller = Labeller { weights: fit(corpora, &seen, &mut |_| {}) };
        for (_, one) in &own {
            for s in &one.first {
                let found = labels::spans(&labeller.score(&s.rows).best());
                let gold = labels::spans(&s.labels);
                cv[0] += found.iter().filter(|one| one.1 < 3 && gold.contains(one)).count();
                cv[1] += found.iter().filter(|one| one.1 < 3).count();
                cv[2] += gold.iter().filter(|one| one.1 < 3).count();
            }
        }
        for (_, one) in own {
            let drop = std::env::var("DROP").ok().and_then(|v| v.parse().ok()).unwrap_or(0);
            let drop2 = std::env::var("DROP2").ok().and_then(|v| v.parse().ok()).unwrap_or(0);
            corpus.extend(one.first.iter().map(|s| Sequence {
                rows: thinned(&s.rows, drop, &mut random),
                labels: s.labels.clone(),
            }));
            if drop2 > 0 {
                corpus.extend(second(one, &labeller).iter().map(|s| Sequence {
                    rows: thinned(&s.rows, drop2, &mut random),
                    labels: s.labels.clone(),
                }));
            }
            corpus.extend(second(one, &labeller));
        }
        tell(&format!("first look over part {} of {PARTS}", part + 1));
    }
    tell(&format!("cv first core {:.4}", 2.0 * cv[0] as f32 / (cv[1] + cv[2]) as f32));
    if std::env::var("CVONLY").is_ok() {
        return Ok(Vec::new());
    }
    let weights = fit(corpora, &corpus, tell);
    let labeller = Labeller { weights };
    tell(&format!("dev: {}", score(&dev, &labeller)));
    Ok(labeller.weights.write())
}

/// The rows without `percent` of their features, so that no name is learned by heart.
fn thinned(rows: &Rows, percent: usize, random: &mut fit::Random) -> Rows {
    let mut thin = Rows::default();
    for row in rows.iter() {
        row.iter().filter(|_| random.below(100) >= percent).for_each(|&one| thin.push_number(one));
        thin.end();
    }
    thin
}

fn fit(corpora: &Corpora, corpus: &[Sequence], tell: &mut dyn FnMut(&str)) -> Weights {
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
    let var = |n: &str, d: f32| std::env::var(n).ok().and_then(|v| v.parse().ok()).unwrap_or(d);
    let plan = Plan {
        keep: PLAN.keep,
        epochs: var("EP", 10.0) as usize,
        rate: var("RATE", PLAN.rate),
        decay: var("DECAY", PLAN.decay),
        seed: 1,
    };
    fit::labeller(head, corpus, &plan, &mut |epoch, loss| {
        tell(&format!("epoch {} of {}: loss {loss:.4}", epoch + 1, plan.epochs));
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
        mentions
            .extend(kind.iter().flat_map(|&kind| entity.mentions.iter().map(move |&m| (m, kind))));
    }
    mentions.sort_unstable();
    let mut next = 0;
    let mut last = None;
    let mut bad = 0;
    let r = page
        .tokens
        .iter()
        .map(|token| {
            let [start, end] = article.original(token.span);
            while next < mentions.len() && mentions[next].0[1] <= start {
                if last != Some(next) && std::env::var("SHOW").is_ok() {
                    let [a, b] = mentions[next].0;
                    eprintln!("OUT {:?}", row.text.chars().skip(a).take(b - a).collect::<String>());
                }
                next += 1;
            }
            match mentions.get(next) {
                Some(&([from, to], kind)) if from < end => {
                    if (start < from || end > to) && std::env::var("SHOW").is_ok() {
                        eprintln!(
                            "CUT {:?} {:?}",
                            token.span.of(page.text),
                            row.text.chars().skip(from).take(to - from).collect::<String>()
                        );
                    }
                    let label = labels::label(kind, last == Some(next));
                    last = Some(next);
                    bad += 1;
                    label
                }
                _ => labels::OUTSIDE,
            }
        })
        .collect();
    let _ = bad;
    r
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

/// Names found exactly, of those that tokens can spell: precision, recall and F1 in one line.
fn score(examples: &[Example], labeller: &Labeller) -> String {
    let mut counts = [[0_usize; 3]; labels::KINDS.len()];
    let mut firstc = [0_usize; 3];
    for one in examples {
        for (pass, seqs) in [(0, one.first.clone()), (1, second(one, labeller))] {
            for sequence in &seqs {
                let found = labels::spans(&labeller.score(&sequence.rows).best());
                let gold = labels::spans(&sequence.labels);
                if pass == 0 {
                    firstc[0] += found.iter().filter(|one| one.1 < 3 && gold.contains(one)).count();
                    firstc[1] += found.iter().filter(|one| one.1 < 3).count();
                    firstc[2] += gold.iter().filter(|one| one.1 < 3).count();
                    continue;
                }
                for (_, kind) in &found {
                    counts[*kind][1] += 1;
                }
                for (_, kind) in &gold {
                    counts[*kind][2] += 1;
                }
                for (_, kind) in found.iter().filter(|one| gold.contains(one)) {
                    counts[*kind][0] += 1;
                }
            }
        }
    }
    let all = |upto: usize| {
        counts[..upto]
            .iter()
            .fold([0; 3], |sum, one| [sum[0] + one[0], sum[1] + one[1], sum[2] + one[2]])
    };
    let f1 = |[hits, found, gold]: [usize; 3]| 2.0 * hits as f32 / (found + gold).max(1) as f32;
    let kinds: Vec<String> = labels::KINDS
        .iter()
        .zip(counts)
        .map(|(kind, counts)| format!("{} {:.3}", kind.word(), f1(counts)))
        .collect();
    format!("first core {:.4} core {:.4}, {}", f1(firstc), f1(all(3)), kinds.join(", "))
}
