//! Labelled stretches that hang together → marks, for formats of spans and relations: the way back of
//! `export::regions`.

use std::collections::{HashMap, HashSet};

use super::{Mark, cleaned};
use crate::annotation::Anchor;

/// One labelled stretch.
#[derive(Clone, Debug)]
pub struct Region {
    /// Names it among the others.
    pub key: String,
    /// Its words; none where its place is not in the text.
    pub anchor: Option<Anchor>,
    /// `content`, `source`, `cue`, or its tags.
    pub labels: Vec<String>,
}

/// A relation from a region to one that hangs on it: `continues`, `source` or `cue`.
#[derive(Clone, Debug)]
pub struct Link {
    /// The key of the region that stands for the statement.
    pub from: String,
    /// The key of the other.
    pub to: String,
    /// How it hangs.
    pub kind: String,
}

/// Regions on which none hangs become marks, each with what hangs on it, in the order given, and its
/// key; sources and cues that hang on nothing are nobody's.
pub fn marks(regions: &[Region], links: &[Link]) -> Vec<(String, Mark)> {
    let by_key: HashMap<&str, &Region> =
        regions.iter().map(|region| (region.key.as_str(), region)).collect();
    let hanging: HashSet<&str> = links.iter().map(|link| link.to.as_str()).collect();
    let mut of: HashMap<&str, Vec<&Link>> = HashMap::new();
    for link in links {
        of.entry(&link.from).or_default().push(link);
    }
    let is_part = |region: &Region| region.labels.iter().any(|it| it == "source" || it == "cue");
    let first = regions.iter().filter(|it| !hanging.contains(it.key.as_str()) && !is_part(it));
    first
        .filter_map(|region| {
            let mut mark = Mark { content: vec![region.anchor.clone()?], ..Mark::default() };
            mark.tags = tags(&region.labels);
            for link in of.get(region.key.as_str()).into_iter().flatten() {
                let anchor = by_key.get(link.to.as_str()).and_then(|it| it.anchor.clone());
                let Some(anchor) = anchor else { continue };
                match link.kind.as_str() {
                    "source" => mark.source.push(anchor),
                    "cue" => mark.cue.push(anchor),
                    "continues" => mark.content.push(anchor),
                    _ => {}
                }
            }
            Some((region.key.clone(), mark))
        })
        .collect()
}

/// Labels that are tags: neither `statement` nor a machine's suggestion.
pub fn tags(labels: &[String]) -> Vec<String> {
    let is_tag = |label: &&String| {
        !label.ends_with('?')
            && !matches!(label.as_str(), "statement" | "content" | "source" | "cue")
    };
    labels.iter().filter(is_tag).map(|label| cleaned(label)).collect()
}
