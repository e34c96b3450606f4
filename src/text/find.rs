//! Where words stand in a text, whatever their case and the shape of their quotes; and which of
//! some names is the nearest to a mistyped one.

use super::Span;

/// Where `words` stand inside `place` of `text`. Case counts only where `words` has a capital;
/// straight quotes find curly ones. O(bytes · letters in the worst case).
pub fn find(text: &str, place: Span, words: &str) -> Vec<Span> {
    let exact = words.chars().any(char::is_uppercase);
    let wanted: Vec<char> = words.chars().map(|letter| fold(letter, exact)).collect();
    let Some(&first) = wanted.first() else { return Vec::new() };
    let stretch = place.of(text);
    let mut hits: Vec<Span> = Vec::new();
    for (at, letter) in stretch.char_indices() {
        let start = place.start() + at;
        if fold(letter, exact) != first || hits.last().is_some_and(|hit| start < hit.end()) {
            continue;
        }
        let rest = Span::new(start, place.end()).of(text);
        if let Some(len) = prefix(rest, &wanted, exact) {
            hits.push(Span::new(start, start + len));
        }
    }
    hits
}

/// Bytes of `text` that the wanted letters match from its start.
fn prefix(text: &str, wanted: &[char], exact: bool) -> Option<usize> {
    let mut letters = text.char_indices();
    for want in wanted {
        letters.next().filter(|(_, letter)| fold(*letter, exact) == *want)?;
    }
    Some(letters.next().map_or(text.len(), |(at, _)| at))
}

fn fold(letter: char, exact: bool) -> char {
    match letter {
        '“' | '”' | '„' => '"',
        '‘' | '’' => '\'',
        '\n' | '\u{a0}' => ' ',
        _ if exact => letter,
        _ => letter.to_lowercase().next().unwrap_or(letter),
    }
}

/// Whether `words` stand anywhere in `text`, by the rules of [`find`].
pub fn holds(text: &str, words: &str) -> bool {
    !find(text, Span::new(0, text.len()), words).is_empty()
}

/// How well `typed` fits `name` as letters in order, whatever lies between them: higher is better,
/// none where it does not fit. Whole runs and starts of words count most; case does not count.
pub fn fuzzy(typed: &str, name: &str) -> Option<i32> {
    let letters: Vec<char> = name.to_lowercase().chars().collect();
    let mut score = 0;
    let mut from = 0;
    let mut last = None;
    for want in typed.to_lowercase().chars().filter(|letter| !letter.is_whitespace()) {
        let starts = |at: &usize| *at == 0 || !letters[*at - 1].is_alphanumeric();
        let mut hits = (from..letters.len()).filter(|at| letters[*at] == want);
        let first = hits.next()?;
        // The next letter goes on with a run where it can, else it opens a word where one is near.
        let at = if Some(first) == last.map(|at| at + 1) || starts(&first) {
            first
        } else {
            hits.find(starts).filter(|at| *at < first + 12).unwrap_or(first)
        };
        score += match last {
            Some(before) if before + 1 == at => 4,
            _ if starts(&at) => 3,
            _ => 0,
        };
        score -= i32::try_from((at - from).min(8)).unwrap_or(8) / 4;
        (last, from) = (Some(at), at + 1);
    }
    Some(score * 64 - i32::try_from(letters.len().min(64)).unwrap_or(64))
}

/// The one of `names` that `word` is most likely a slip of: at most two letters and no more than a
/// third of them wrong, missing, too many or swapped.
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let slips = names.into_iter().map(|name| (slips(word, name), name));
    let near = |(count, name): &(usize, &str)| *count <= (name.chars().count() / 3).clamp(1, 2);
    slips.filter(near).min_by_key(|(count, _)| *count).map(|(_, name)| name)
}

/// How many letters must be changed, added, left out or swapped with their neighbour. O(n · m).
fn slips(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut least =
                (rows[i][j] + usize::from(x != y)).min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(rows[i - 1][j - 1] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds() {
        for (text, words, expected) in [
            ("The bridge, the Bridge", "bridge", vec!["bridge", "Bridge"]),
            ("The bridge, the Bridge", "Bridge", vec!["Bridge"]),
            ("“It’s late,” she said", "\"it's", vec!["“It’s"]),
            ("aaaa", "aa", vec!["aa", "aa"]),
            ("Ärger, ärger", "ärger", vec!["Ärger", "ärger"]),
            ("anything", "", vec![]),
            ("short", "shorter", vec![]),
        ] {
            let found = find(text, Span::new(0, text.len()), words);
            let found: Vec<&str> = found.iter().map(|hit| hit.of(text)).collect();
            assert_eq!(found, expected, "{words} in {text}");
        }
    }

    #[test]
    fn fuzzy_finds_the_best_first() {
        let names = ["next statement", "next story", "new theme", "undo the last change"];
        for (typed, best) in [
            ("ns", "next story"),
            ("next s", "next story"),
            ("nstat", "next statement"),
            ("theme", "new theme"),
            ("ulc", "undo the last change"),
        ] {
            let found =
                names.into_iter().filter_map(|name| Some((fuzzy(typed, name)?, name))).max();
            assert_eq!(found.map(|(_, name)| name), Some(best), "{typed}");
        }
        assert_eq!(fuzzy("xyz", "next story"), None);
    }

    #[test]
    fn slips_are_known() {
        let names = ["speaker", "source", "tag", "confidence"];
        for (word, name) in [
            ("speeker", Some("speaker")),
            ("spekaer", Some("speaker")),
            ("tga", Some("tag")),
            ("conf", None),
            ("", None),
            ("zebra", None),
        ] {
            assert_eq!(nearest(word, names), name, "{word}");
        }
    }
}
