//! Trains who speaks: gold statements with the names of their speakers → the ranker of `speaker`.

use serde::Deserialize;

use super::corpus::{Corpora, TrainError};
use super::fit::{self, Plan};
use crate::article::{Article, Metadata, Origin};
use crate::nlp::EntityId;
use crate::nlp::entity::{self, Entities};
use crate::nlp::mention;
use crate::nlp::model::{Head, Labeller, Ranker};
use crate::nlp::page::Page;
use crate::nlp::pos::Tagger;
use crate::nlp::speaker::choice::{self, Choice};
use crate::nlp::speaker::{self, Said};
use crate::text::Span;
use crate::text::clean::clean;

/// Chosen on the dev split.
const PLAN: Plan =
    Plan { epochs: 20, mean_of: 10, rate: 0.1, decay: 1e-3, keep: 0.7, least: 2, seed: 7 };

/// The stages before this one.
struct Engine {
    tagger: Tagger,
    names: Labeller,
}

const BITS: u32 = 14;

#[rustfmt::skip]
const PRONOUNS: [&str; 23] = [
    "he", "she", "they", "we", "i", "it", "you", "who", "her", "him", "his", "them", "our", "my",
    "their", "this", "that", "these", "those", "him/her", "me", "us", "your",
];

#[derive(Deserialize)]
struct Row {
    text: String,
    statements: Vec<Statement>,
}

#[derive(Deserialize)]
struct Statement {
    speaker: String,
    source: Vec<[usize; 2]>,
    cue: Vec<[usize; 2]>,
    content: Vec<[usize; 2]>,
}

/// Makes the model file.
pub fn train(corpora: &Corpora, tell: &mut dyn FnMut(&str)) -> Result<Vec<u8>, TrainError> {
    let engine = Engine { tagger: Tagger::embedded(), names: mention::embedded() };
    let rows: Vec<Row> = corpora.rows("speakers/train.jsonl")?;
    let mut corpus = Vec::new();
    let mut lost = 0;
    for row in &rows {
        read(row, &engine, &mut |speaker, choice, entities| {
            let right = right(speaker, choice, entities);
            match right {
                Some(right) => corpus.push(fit::Choice { rows: choice.rows.clone(), right }),
                None => lost += 1,
            }
            right.unwrap_or(0)
        });
    }
    tell(&format!("{} choices; {lost} without a right candidate", corpus.len()));
    let head = Head {
        task: speaker::TASK.to_owned(),
        features: choice::FEATURES,
        labels: vec![String::new()],
        bits: BITS,
        scale: 0.0,
        corpus: format!("{}/speakers/train.jsonl", corpora.name),
        command: "onrecord train speakers".to_owned(),
        hash: String::new(),
    };
    let weights = fit::ranker(head, corpus, &PLAN, &mut |epoch, loss| {
        tell(&format!("epoch {}: loss {loss:.4}", epoch + 1));
    });
    let ranker = Ranker { weights };
    let dev: Vec<Row> = corpora.rows("speakers/dev.jsonl")?;
    tell(&score(&dev, &engine, &ranker));
    Ok(ranker.weights.write())
}

/// How often the choice is right, with sources as the corpus gives them.
fn score(rows: &[Row], engine: &Engine, ranker: &Ranker) -> String {
    let (mut all, mut good, mut lost) = (0, 0, 0);
    let (mut pronouns, mut good_pronouns) = (0, 0);
    for row in rows {
        let points: Vec<char> = row.text.chars().collect();
        read_at(row, engine, &mut |number, choice, entities| {
            let statement = &row.statements[number];
            let chances = ranker.probabilities(&choice.rows);
            let best =
                (0..chances.len()).max_by(|&a, &b| chances[a].total_cmp(&chances[b])).unwrap_or(0);
            let is = right(&statement.speaker, choice, entities);
            let ok = fits(&statement.speaker, &choice.candidates[best], entities);
            let words: String =
                statement.source.iter().flat_map(|&[a, b]| points[a..b].iter()).collect();
            let pronoun = PRONOUNS.contains(&words.to_lowercase().as_str());
            all += 1;
            good += usize::from(ok);
            lost += usize::from(is.is_none());
            pronouns += usize::from(pronoun);
            good_pronouns += usize::from(ok && pronoun);
            best
        });
    }
    let share = |part: usize, all: usize| part as f32 / all.max(1) as f32;
    format!(
        "dev, gold sources: {all} choices, right {:.4}, pronouns {pronouns} right {:.4}; {lost} had no right candidate",
        share(good, all),
        share(good_pronouns, pronouns)
    )
}

fn read(row: &Row, engine: &Engine, decide: &mut dyn FnMut(&str, &Choice, &Entities) -> usize) {
    read_at(row, engine, &mut |at, choice, entities| {
        decide(&row.statements[at].speaker, choice, entities)
    });
}

/// Reads an article with the corpus's statements.
fn read_at(row: &Row, engine: &Engine, decide: &mut dyn FnMut(usize, &Choice, &Entities) -> usize) {
    let article = Article::from_copy("", Origin::BuiltIn, clean(&row.text), Metadata::default());
    let page = Page::new(&article, &engine.tagger);
    let mentions = mention::mentions(&page, &article.metadata, &engine.names);
    let entities = entity::entities(&page, &mentions);
    let points: Vec<[usize; 2]> =
        page.tokens.iter().map(|token| article.original(token.span)).collect();
    let spans = |spans: &[[usize; 2]]| -> Vec<Span> {
        spans
            .iter()
            .filter_map(|&[start, end]| {
                let first = points.partition_point(|point| point[1] <= start);
                let last = points.partition_point(|point| point[0] < end);
                (first < last).then(|| page.span(first..last))
            })
            .collect()
    };
    let ours: Vec<(usize, [Vec<Span>; 3])> = row
        .statements
        .iter()
        .map(|one| [spans(&one.source), spans(&one.cue), spans(&one.content)])
        .enumerate()
        .filter(|(_, [source, _, content])| !source.is_empty() && !content.is_empty())
        .collect();
    let said: Vec<Said> = ours
        .iter()
        .map(|(_, [source, cue, content])| Said { source, cue, content, continues: None })
        .collect();
    speaker::resolve_with(&page, &said, &mentions, &entities, &mut |at, choice| {
        decide(ours[at].0, choice, &entities)
    });
}

/// The candidate that a gold speaker means: the first that fits.
fn right(gold: &str, choice: &Choice, entities: &Entities) -> Option<usize> {
    let unnamed = gold.starts_with('~') && !gold.contains(" & ");
    if unnamed {
        return Some(0);
    }
    choice
        .candidates
        .iter()
        .position(|candidate| !candidate.is_empty() && fits(gold, candidate, entities))
}

/// Whether candidates are the gold speakers: as the scorer of speakers has it.
fn fits(gold: &str, candidate: &[EntityId], entities: &Entities) -> bool {
    let names: Vec<&str> =
        candidate.iter().map(|id| entities.list[id.0 as usize].name.as_str()).collect();
    let gold: Vec<&str> = gold.split(" & ").collect();
    if let [only] = gold[..]
        && let Some(unnamed) = only.strip_prefix('~')
    {
        return names.is_empty()
            || names
                .iter()
                .any(|name| words(name).iter().any(|word| words(unnamed).contains(word)));
    }
    if gold.iter().any(|one| one.starts_with('~')) {
        return gold.iter().any(|one| names.iter().any(|name| same(one, name)));
    }
    let mut left = names;
    let all = gold.iter().all(|one| {
        let hit = left.iter().position(|name| same(one, name));
        hit.map(|at| left.remove(at)).is_some()
    });
    all && left.is_empty()
}

/// Whether two names may be one's: the words of one among the other's, the last shared; or one is
/// the initials of the other.
fn same(a: &str, b: &str) -> bool {
    let (x, y) = (words(a), words(b));
    let among = |a: &[String], b: &[String]| a.iter().all(|word| b.contains(word));
    if x.is_empty() || y.is_empty() {
        return false;
    }
    if x.last() == y.last() && (among(&x, &y) || among(&y, &x)) {
        return true;
    }
    let (short, long) = if a.chars().count() <= b.chars().count() { (a, b) } else { (b, a) };
    let letters: String = short.chars().filter(char::is_ascii_uppercase).collect();
    let initials: String = long
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !matches!(*word, "" | "of" | "the" | "and" | "for"))
        .filter_map(|word| word.chars().next())
        .flat_map(char::to_uppercase)
        .collect();
    letters.len() > 1 && letters == initials
}

/// A name's words without titles.
fn words(name: &str) -> Vec<String> {
    #[rustfmt::skip]
    const TITLES: [&str; 36] = [
        "mr", "mrs", "ms", "dr", "sen", "rep", "gov", "president", "senator", "secretary",
        "former", "vice", "gen", "lt", "col", "capt", "judge", "justice", "rev", "sir", "the",
        "prime", "minister", "chancellor", "mayor", "attorney", "general", "king", "queen", "pope",
        "prince", "professor", "jr", "sr", "ii", "iii",
    ];
    let lower = name.to_lowercase().replace("’s", "").replace("'s", "");
    lower
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '_')))
        .filter(|word| !word.is_empty() && !TITLES.contains(word))
        .map(str::to_owned)
        .collect()
}
