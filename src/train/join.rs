//! Training of the joiner on the fragments and attributions of the corpus.

use super::corpus::{Corpora, TrainError};
use super::fit::{self, Choice, Plan};
use super::roles::{Example, covered, examples, points};
use crate::nlp::join::{self, Question};
use crate::nlp::model::Head;
use crate::nlp::model::features::Rows;
use crate::nlp::page::Page;
use crate::nlp::pos::Tagger;
use crate::nlp::roles::{Fragment, Role};

const FILE: &str = "polnear/train.jsonl";
const PLAN: Plan =
    Plan { epochs: 8, mean_of: 1, rate: 0.1, decay: 1e-4, keep: 0.7, least: 1, seed: 3 };

/// Trains both questions in one table.
pub fn train(corpora: &Corpora, tell: &mut dyn FnMut(&str)) -> Result<Vec<u8>, TrainError> {
    let tagger = Tagger::embedded();
    let mut choices = Vec::new();
    for one in examples(corpora, FILE)? {
        let page = Page::new(&one.article, &tagger);
        add_choices(&page, &one, &mut choices);
    }
    tell(&format!("{} choices", choices.len()));
    let head = Head {
        task: "join".to_owned(),
        features: join::VERSION,
        labels: vec![String::new()],
        bits: 16,
        scale: 0.0,
        corpus: format!("{}/{FILE}", corpora.name),
        command: "onrecord train join".to_owned(),
        hash: String::new(),
    };
    let weights = fit::ranker(head, choices, &PLAN, &mut |epoch, loss| {
        tell(&format!("join: epoch {} of {}, loss {loss:.4}", epoch + 1, PLAN.epochs));
    });
    Ok(weights.write())
}

/// A gold fragment with the attributions it belongs to.
struct Marked {
    fragment: Fragment,
    of: Vec<usize>,
}

/// Adds the choice of every content and of every cue.
fn add_choices(page: &Page, example: &Example, choices: &mut Vec<Choice>) {
    let marked = marked(page, example);
    let fragments: Vec<Fragment> = marked.iter().map(|one| one.fragment.clone()).collect();
    let mut rows = Rows::default();
    for (at, one) in marked.iter().enumerate() {
        let question = match one.fragment.role {
            Role::Content => Question::CueOfContent,
            Role::Cue => Question::SourceOfCue,
            Role::Source => continue,
        };
        let candidates = join::candidates(&fragments, at, question);
        if candidates.is_empty() {
            continue;
        }
        let belongs = |&other: &usize| marked[other].of.iter().any(|id| one.of.contains(id));
        let right = candidates.iter().position(belongs).unwrap_or(candidates.len());
        join::rows(page, &fragments, at, &candidates, question, &mut rows);
        choices.push(Choice { rows: rows.clone(), right });
    }
}

/// The gold fragments in text order, each once.
fn marked(page: &Page, example: &Example) -> Vec<Marked> {
    let points = points(page, &example.article);
    let mut found: Vec<Marked> = Vec::new();
    for (id, gold) in example.gold.iter().enumerate() {
        for (role, spans) in
            [(Role::Source, &gold.source), (Role::Cue, &gold.cue), (Role::Content, &gold.content)]
        {
            for span in spans {
                let tokens = covered(&points, *span);
                if tokens.is_empty() {
                    continue;
                }
                let same = found
                    .iter_mut()
                    .find(|one| one.fragment.role == role && one.fragment.tokens == tokens);
                if let Some(same) = same {
                    same.of.push(id);
                    continue;
                }
                let paragraph =
                    page.paragraphs.partition_point(|part| part.tokens.end <= tokens.start);
                let fragment = Fragment { role, tokens, paragraph, sure: 1.0 };
                found.push(Marked { fragment, of: vec![id] });
            }
        }
    }
    found.sort_by_key(|one| (one.fragment.tokens.start, one.fragment.tokens.end));
    found
}
