//! How far a run is, as it is kept beside its output: what was asked, what was read, what is sure.

use serde::{Deserialize, Serialize};

use super::Order;
use crate::export::findings::Findings;
use crate::nlp::ENGINE;
use crate::run::End;
use crate::run::batch::crew::Finished;

/// Nothing read yet.
pub(super) const NOTHING: [u8; 32] = [0; 32];

/// The format of records; another one is refused.
const FORMAT: u32 = 1;

/// How far a run is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    format: u32,
    engine: String,
    /// All of the command that changes a byte of the output.
    order: String,
    /// Files and pieces of files that are done.
    pub(super) jobs: u64,
    /// Names all bytes of these.
    pub(super) read: [u8; 32],
    /// Articles that they came to, with those that failed.
    pub(super) articles: u64,
    /// Articles that failed.
    pub(super) failed: u64,
    /// Bytes of each file that are sure.
    pub(super) lengths: Vec<u64>,
    /// Files of each table that are sure.
    pub(super) parts: usize,
    /// Whether nothing is left but to give the output its name.
    pub(super) done: bool,
}

impl Record {
    /// Of a run that begins.
    pub(super) fn of(order: &Order) -> Record {
        Record {
            format: FORMAT,
            engine: ENGINE.to_owned(),
            order: words(order),
            jobs: 0,
            read: NOTHING,
            articles: 0,
            failed: 0,
            lengths: Vec::new(),
            parts: 0,
            done: false,
        }
    }

    /// The record of a run of this order; why it is none, in words.
    pub(super) fn read(bytes: &[u8], order: &Order) -> Result<Record, String> {
        let record: Record = serde_json::from_slice(bytes)
            .map_err(|error| format!("what was kept of it cannot be read: {error}"))?;
        let new = Record::of(order);
        if record.format != new.format || record.engine != new.engine {
            return Err(format!("it was begun by {}, and this is {ENGINE}", record.engine));
        }
        if record.order != new.order {
            return Err(format!("it was begun as `{}`, and this is `{}`", record.order, new.order));
        }
        Ok(record)
    }

    /// As it is kept.
    pub(super) fn write(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("strings, numbers and lists are always JSON")
    }

    /// Counts a job that is written.
    pub(super) fn count<T>(&mut self, one: &Finished<T>) {
        self.jobs += 1;
        self.read = behind(&self.read, &one.digest);
        self.articles += one.made.len() as u64;
        self.failed += one.made.iter().filter(|made| made.is_err()).count() as u64;
    }

    /// How its run ends.
    pub(super) fn end(&self, strict: bool) -> End {
        if strict && self.failed > 0 { End::CheckFailed } else { End::Done }
    }
}

/// Names all that was read, with one more behind.
pub(super) fn behind(read: &[u8; 32], digest: &[u8; 32]) -> [u8; 32] {
    blake3::hash(&[*read, *digest].concat()).into()
}

/// All of an order that changes a byte of the output, as on the command line.
fn words(order: &Order) -> String {
    let mut words = vec![format!("--to {}", order.to.name())];
    if let Some(from) = order.from {
        words.push(format!("--from {}", from.row().name));
    }
    if order.to == Findings::Parquet {
        words.push(format!("--rows {}", order.rows));
    }
    words.push(format!("--shard {}", order.shard));
    for (flag, on) in [
        ("--entities", order.entities.is_some()),
        ("--with text", order.with_text),
        ("--fast", order.fast),
        ("--fetch", order.fetch),
    ] {
        words.extend(on.then(|| flag.to_owned()));
    }
    words.extend(order.paths.iter().map(|path| path.to_string_lossy().into_owned()));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::load::Shard;

    #[test]
    fn another_order_is_another_run() {
        let order = Order { paths: vec!["a.jsonl".into()], ..Order::default() };
        let kept = Record { jobs: 7, ..Record::of(&order) };
        assert_eq!(Record::read(&kept.write(), &order).as_ref(), Ok(&kept));
        let same = Order { threads: Some(3), resume: true, strict: true, ..order.clone() };
        assert_eq!(Record::read(&kept.write(), &same), Ok(kept.clone()));
        for other in [
            Order { to: Findings::Csv, ..order.clone() },
            Order { with_text: true, ..order.clone() },
            Order { shard: Shard { at: 1, of: 2 }, ..order.clone() },
            Order { paths: vec!["b.jsonl".into()], ..order.clone() },
        ] {
            let why = Record::read(&kept.write(), &other).unwrap_err();
            assert!(why.contains("begun as `--to jsonl --shard 1/1 a.jsonl`"), "{why}");
        }
        assert!(Record::read(b"{", &order).unwrap_err().contains("cannot be read"));
    }
}
