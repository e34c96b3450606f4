//! Lines below the prose that are none: the agency's name, who reported and edited, “-30-”, rights.

use super::agency;

/// What was found at the end of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Closing {
    /// Where the prose of the paragraph ends, in bytes of it; 0 when none of it is prose.
    pub end: usize,
    /// The agency: where its name is printed in the paragraph, and the name to show.
    pub agency: Option<(usize, usize, &'static str)>,
}

/// No closing line is longer, in bytes.
const LONGEST: usize = 400;

/// Reads what closes an article at the end of its last `paragraph`.
pub(super) fn read(paragraph: &str) -> Option<Closing> {
    if is_end_mark(paragraph) || is_credit(paragraph) || is_rights(paragraph) {
        return Some(Closing { end: 0, agency: None });
    }
    bracket(paragraph).or_else(|| signature(paragraph))
}

fn is_end_mark(line: &str) -> bool {
    matches!(
        line,
        "-30-"
            | "–30–"
            | "—30—"
            | "30"
            | "###"
            | "# # #"
            | "ENDS"
            | "(END)"
            | "-ENDS-"
            | "-ends-"
            | "___"
            | "***"
    )
}

/// “Reporting by A; editing by B”, “Contributing: A.”, “A contributed to this report.”
fn is_credit(line: &str) -> bool {
    let bare = line.trim_start_matches(['(', '[', '-', '–', '—', ' ']);
    line.len() <= LONGEST && (opens_credit(bare) || contributed(line))
}

/// “Reporting by Jane …”; a small letter behind “by” makes it prose.
fn opens_credit(words: &str) -> bool {
    let openings =
        ["reporting by ", "additional reporting by ", "writing by ", "editing by ", "compiled by "];
    let behind = |opening: &str| {
        let (head, rest) = words.split_at_checked(opening.len())?;
        head.eq_ignore_ascii_case(opening).then_some(rest)
    };
    openings
        .iter()
        .chain(&["contributing: "])
        .filter_map(|opening| behind(opening))
        .any(|names| names.starts_with(char::is_uppercase))
}

/// A short sentence in which nobody says anything but who helped.
fn contributed(line: &str) -> bool {
    let line = line.trim_end_matches(['.', ')', ' ']);
    let ends =
        ["contributed to this report", "contributed to this story", "contributed to this article"];
    let short = line.len() <= 240 && !line.contains(['“', '”', '"']);
    short && ends.iter().any(|end| line.ends_with(end)) && line.matches(". ").count() <= 2
}

fn is_rights(line: &str) -> bool {
    let opens = ["© ", "©2", "(c) 2", "(C) 2", "Copyright © ", "Copyright 2", "Copyright (c) 2"];
    let all = ["All rights reserved.", "All rights reserved"];
    line.len() <= LONGEST
        && (opens.iter().any(|opening| line.starts_with(opening)) || all.contains(&line))
}

/// “… he said. (Reporting by A; Editing by B)”.
fn bracket(paragraph: &str) -> Option<Closing> {
    let inner = paragraph.strip_suffix(')')?;
    let at = inner.rfind('(')?;
    let (before, words) = (inner.get(..at)?, inner.get(at + 1..)?);
    let end = before.trim_end().len();
    let agency = agency::named(words.trim());
    let sentence = end == 0 || ends_sentence(before.trim_end());
    match agency {
        Some(name) if sentence => Some(Closing { end, agency: Some((at + 1, inner.len(), name)) }),
        None if words.len() <= LONGEST && opens_credit(words) => {
            Some(Closing { end, agency: None })
        }
        _ => None,
    }
}

/// “… he said. Reuters”, “- AP”, “Xinhua.” on a line of its own.
fn signature(paragraph: &str) -> Option<Closing> {
    let words = paragraph.trim_end_matches('.');
    let (at, name) = agency::ending(words)?;
    let before = without_label(words.get(..at)?);
    let bare = before
        .trim_end_matches(|ch: char| ch.is_whitespace() || matches!(ch, '-' | '–' | '—' | '/'));
    let alone = bare.is_empty();
    let apart = before.len() > bare.len() || before.ends_with(['”', '"', '’']);
    // Prose may end in “… according to Reuters.”; a signature follows a finished sentence.
    (alone || (apart && ends_sentence(bare)))
        .then_some(Closing { end: bare.len(), agency: Some((at, words.len(), name)) })
}

/// “… he said. Source: Xinhua”: what stands before the label.
fn without_label(before: &str) -> &str {
    let bare = before.trim_end();
    let labels = ["Source:", "SOURCE:", "Source –", "Source -", "(Source:", "Agency:"];
    labels.iter().find_map(|label| bare.strip_suffix(label)).unwrap_or(before)
}

/// Whether a sentence ends with `words`: a stop, perhaps inside closing marks; no abbreviation.
fn ends_sentence(words: &str) -> bool {
    let inside = words.trim_end_matches(['”', '"', '’', '\'', ')', '»']);
    let last = inside.trim_end_matches(['.', '!', '?', '…']);
    let word = last.rsplit(char::is_whitespace).next().unwrap_or_default();
    let quoted = inside.len() < words.len();
    let short = word.chars().count() <= 1 || word.contains('.') || is_title(word);
    last.len() < inside.len() && (quoted || !short)
}

fn is_title(word: &str) -> bool {
    matches!(
        word,
        "Mr" | "Mrs" | "Ms" | "Dr" | "St" | "Sen" | "Rep" | "Gov" | "Gen" | "Inc" | "Corp" | "Co"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip]
    fn closings() {
        for (paragraph, prose, agency) in [
            ("They will do it.” Xinhua",                          "They will do it.”", "Xinhua"),
            ("They will do it.”Xinhua",                           "They will do it.”", "Xinhua"),
            ("It rained. - AP",                                   "It rained.",        "Associated Press"),
            ("It rained. (AFP)",                                  "It rained.",        "Agence France-Presse"),
            ("It rained. — Thomson Reuters.",                     "It rained.",        "Reuters"),
            ("- Reuters.",                                        "",                  "Reuters"),
            ("Xinhua",                                            "",                  "Xinhua"),
            ("Source: Xinhua",                                    "",                  "Xinhua"),
            ("It rained. Source: AP.",                            "It rained.",        "Associated Press"),
            ("It rained. (Reporting by Jane Roe; Editing by A Poe)", "It rained.",     ""),
            ("(Additional reporting by Jane Roe in Paris)",       "",                  ""),
            ("--additional reporting by Jane Roe.",               "",                  ""),
            ("Contributing: Jane Roe.",                           "",                  ""),
            ("Jane Roe contributed to this report.",              "",                  ""),
            ("-30-",                                              "",                  ""),
            ("© 2017 The Daily Bugle",                            "",                  ""),
        ] {
            let found = read(paragraph).expect(paragraph);
            assert_eq!(paragraph.get(..found.end).unwrap(), prose, "{paragraph}");
            assert_eq!(found.agency.map_or("", |agency| agency.2), agency, "{paragraph}");
            if let Some((start, end, name)) = found.agency {
                let printed = paragraph.get(start..end).unwrap();
                assert_eq!(agency::named(printed), Some(name), "{paragraph}");
            }
        }
    }

    #[test]
    fn prose_is_left_alone() {
        for paragraph in [
            "The fire was first seen by a man of the AP",
            "The figures come from a survey done for Reuters.",
            "He named his source: Reuters.",
            "The chief of the U.S. AP",
            "“Nobody contributed to this report,” the clerk said.",
            "She contributed to this fund.",
            "Reporting by phone is easier, she said.",
            "He spoke of rain (and of snow).",
            "",
            ")",
        ] {
            let found = read(paragraph);
            assert_eq!(found, None, "{paragraph}");
        }
    }
}
