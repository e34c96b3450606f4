//! `onrecord check`: whether every mark still has its place in its story.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::PathBuf;

use super::reading::told;
use super::{End, Stop, load, tell};
use crate::annotation::{Anchors, State};
use crate::disk::annotations;
use crate::disk::places::Places;
use crate::text::clean::clean_line;
use crate::text::wrap::fit;

/// Columns of a mark's words.
const WORDS: usize = 60;

/// Lists the marks of these stories that are not where they were; a failed check with `strict` where
/// one has no sure place.
pub fn check(files: Vec<PathBuf>, strict: bool) -> Result<End, Stop> {
    let places = Places::of_user().ok_or_else(|| {
        Stop("there is no home folder that marks could be in; set HOME".to_owned())
    })?;
    let mut totals = [0_usize; 5];
    let (mut page, mut failed) = (String::new(), 0);
    for article in load::articles(files, None) {
        let loaded = article.map_err(|error| error.to_string()).and_then(|article| {
            let loaded = annotations::load(&article, &places, "").map_err(|error| told(&error))?;
            Ok((article, loaded.set))
        });
        let (article, set) = match loaded {
            Ok(loaded) => loaded,
            Err(why) => {
                tell(&format!("error: {why}"));
                failed += 1;
                continue;
            }
        };
        let anchors = Anchors::new(&article.text, set.items().map(|(_, item)| item));
        for (id, item) in set.items() {
            let state = anchors.state(item);
            totals[state as usize] += 1;
            if state == State::Ok {
                continue;
            }
            let words: Vec<&str> = item.content.iter().map(|it| it.exact.as_str()).collect();
            let at = anchors.content(item).map(|spans| spans[0].start());
            let line =
                at.and_then(|at| article.text.get(..at)).map(|it| it.matches('\n').count() + 1);
            let line = line.map_or(String::new(), |line| format!(":{line}"));
            let words = fit(&clean_line(&words.join(" … ")), WORDS);
            let id = id.as_str();
            let _ = writeln!(
                page,
                "{}{line}: {}: {words} ({id})",
                clean_line(&article.id),
                state.word()
            );
        }
    }
    let words =
        State::ALL.iter().map(|state| format!("{} {}", totals[*state as usize], state.word()));
    let _ = writeln!(page, "{}", words.collect::<Vec<_>>().join(", "));
    match io::stdout().write_all(page.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            return Err(Stop(format!("cannot write: {error}")));
        }
        _ => {}
    }
    let unsure: usize =
        State::ALL.iter().filter(|it| !it.is_sure()).map(|it| totals[*it as usize]).sum();
    Ok(if strict && unsure + failed > 0 { End::CheckFailed } else { End::Done })
}
