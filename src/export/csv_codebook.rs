//! The codebook as CSV, `tag` and `description`: Taguette reads it.

use super::Report;
use super::csv::{lines, safe};
use super::rows::{Tags, rows};
use crate::annotation::Set;
use crate::story::Story;

/// The tags of the codebook, and behind them those that readers used besides.
pub fn codebook(stories: &[(Story, Set)]) -> (Vec<u8>, Report) {
    let mut tags: Vec<[String; 2]> = super::codebook(stories)
        .tags
        .iter()
        .map(|tag| [tag.name.clone(), tag.definition.clone()])
        .collect();
    let mut written = 0;
    for (story, set) in stories {
        let (rows, _) = rows(story, set);
        written += rows.len();
        for row in rows {
            let Tags::Reader(used) = row.tags else { continue };
            for tag in used {
                if tags.iter().all(|[name, _]| name != tag) {
                    tags.push([tag.clone(), String::new()]);
                }
            }
        }
    }
    let head = ["tag", "description"].map(str::to_owned);
    let rows = std::iter::once(head).chain(tags);
    let page = lines(rows.map(|row| row.map(|cell| safe(&cell)).into_iter()));
    (page.into_bytes(), Report { written, losses: Vec::new() })
}
