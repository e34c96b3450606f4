//! How fast a text is read: words per second by stage, how that grows from 1 kB to 10 MB, and what
//! text made to be slow costs. `cargo bench --bench analyse`
//!
//! Budget: 60,000 words per second on one core, and as many at 10 MB as at 10 kB.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use onrecord::article::{Article, Origin};
use onrecord::nlp::{self, Models};
use onrecord::text::clean::clean;

/// Stages in the order in which `analyse` tells of them.
const STAGES: [&str; 4] = ["tokens, tags", "names", "roles", "speakers, tags"];

/// Stories of ours, end to end with other numbers in them, until there are so many bytes.
fn prose(bytes: usize) -> String {
    let stories = [
        include_str!("../assets/stories/two-ports.txt"),
        include_str!("../assets/stories/river-bridge.txt"),
    ];
    let mut text = String::with_capacity(bytes + 4096);
    for number in 0.. {
        if text.len() >= bytes {
            break;
        }
        text.push_str(&stories[number % 2].replace("last year", &format!("in year {number}")));
        text.push('\n');
    }
    text
}

/// Seconds of each stage.
fn time(text: &str, models: &Models) -> [Duration; 4] {
    let article = Article::new("bench", Origin::BuiltIn, clean(text));
    let mut marks = Vec::new();
    let analysis = nlp::analyse(&article, models, &mut |_| {
        marks.push(Instant::now());
        ControlFlow::Continue(())
    });
    marks.push(Instant::now());
    assert!(analysis.is_some());
    std::array::from_fn(|at| marks[at + 1] - marks[at])
}

fn main() {
    let begin = Instant::now();
    let models = Models::embedded();
    println!("models and lists: {:.1} ms", begin.elapsed().as_secs_f64() * 1e3);
    println!("{:>10} {:>9} {:>10}   of which, words per second", "bytes", "words", "words/s");
    for bytes in [1_000, 10_000, 100_000, 1_000_000, 10_000_000] {
        let text = prose(bytes);
        let words = text.split_whitespace().count() as f64;
        let rounds = (2_000_000 / bytes).clamp(1, 200);
        let mut stages = [Duration::ZERO; 4];
        for _ in 0..rounds {
            for (sum, one) in stages.iter_mut().zip(time(&text, &models)) {
                *sum += one;
            }
        }
        let rate = |time: Duration| words * rounds as f64 / time.as_secs_f64();
        let each: Vec<String> = STAGES
            .iter()
            .zip(stages)
            .map(|(stage, time)| format!("{stage} {:.0}", rate(time)))
            .collect();
        let all = stages.iter().sum();
        println!("{:>10} {words:>9} {:>10.0}   {}", text.len(), rate(all), each.join(" · "));
    }
    for (what, text) in [
        ("a megabyte without a space", "x".repeat(1_000_000)),
        ("ten thousand opening quotes", "“No ".repeat(10_000)),
        ("one name a hundred thousand times", "Ada Hill ".repeat(100_000)),
        ("“said” a hundred thousand times", "Hill said ".repeat(100_000)),
        ("one sentence thirty thousand times", "The mayor said the port is full. ".repeat(30_000)),
    ] {
        let all: Duration = time(&text, &models).iter().sum();
        let rate = text.len() as f64 / all.as_secs_f64() / 1e6;
        println!("{what}: {:.2} s, {rate:.2} MB/s", all.as_secs_f64());
    }
}
