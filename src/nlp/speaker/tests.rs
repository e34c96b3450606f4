//! Who speaks, a line a case: the text, and the speakers of each statement in order.

use std::ops::ControlFlow;

use crate::article::{Article, Origin};
use crate::nlp::{self, Models};
use crate::text::clean;

fn speakers(text: &str, models: &Models) -> Vec<String> {
    let article = Article::new("test", Origin::Stdin, clean::clean(text));
    let analysis = nlp::analyse(&article, models, &mut |_| ControlFlow::Continue(())).unwrap();
    let name = |id: &nlp::EntityId| analysis.entities[id.0 as usize].name.clone();
    analysis
        .attributions
        .iter()
        .map(|one| {
            let names: Vec<String> = one.speakers.iter().map(name).collect();
            one.unnamed.as_ref().map_or(names.join(" & "), |words| format!("~{words}"))
        })
        .collect()
}

#[test]
fn speakers_are_chosen() {
    let models = Models::embedded();
    #[rustfmt::skip]
    let cases: &[(&str, &[&str])] = &[
        ("Ada Hill met Bo Lund. He said the port was full.", &["Bo Lund"]),
        ("Ada Hill met Bo Lund. She said the port was full.", &["Ada Hill"]),
        ("Ada Hill and Bo Lund met on Monday. They said the port was full.", &["Ada Hill & Bo Lund"]),
        ("Mayor Ada Hill came late. The mayor said the port was full.", &["Ada Hill"]),
        ("Ada Hill met Bo Lund. “I will go,” said Hill.", &["Ada Hill"]),
        ("Mary Clinton and Bill Clinton came. Mrs. Clinton said she was tired.", &["Mary Clinton"]),
        ("A spokesman for Ada Hill said the port was full.", &["~A spokesman for Ada Hill"]),
        ("The Federal Harbour Office (FHO) met. “No,” the FHO said.", &["Federal Harbour Office"]),
        ("Residents said the port was full.", &["~Residents"]),
    ];
    for (text, expected) in cases {
        assert_eq!(speakers(text, &models), *expected, "{text}");
    }
}
