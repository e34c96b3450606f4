//! A gold text as scorers count it: code points, their tokens, what stands between double marks.

use std::collections::BTreeSet;

/// Start and end in code points, end exclusive.
pub type Points = [usize; 2];

/// A text by its code points.
pub struct Counted {
    pub chars: Vec<char>,
    /// Tokens: runs of word characters, joined by apostrophes, or one other character.
    tokens: Vec<Points>,
    /// The token that each code point belongs to.
    token_at: Vec<Option<usize>>,
    /// Whether each code point stands between double quotation marks, the marks included.
    quoted: Vec<bool>,
}

/// Token fragments in order, start and end; those that touch are one.
pub type Fragments = Vec<(usize, usize)>;

impl Counted {
    /// Splits up a text. O(code points).
    pub fn new(text: &str) -> Counted {
        let chars: Vec<char> = text.chars().collect();
        let tokens = tokens(&chars);
        let mut token_at = vec![None; chars.len()];
        for (at, &[start, end]) in tokens.iter().enumerate() {
            token_at[start..end].fill(Some(at));
        }
        let quoted = quoted(&chars);
        Counted { chars, tokens, token_at, quoted }
    }

    /// The words of a span; cut to the text.
    pub fn words(&self, [start, end]: Points) -> String {
        let end = end.min(self.chars.len());
        self.chars[start.min(end)..end].iter().collect()
    }

    /// The words of several spans, parted by blanks.
    pub fn all_words(&self, spans: &[Points]) -> String {
        spans.iter().map(|&span| self.words(span)).collect::<Vec<_>>().join(" ")
    }

    /// The tokens that spans touch.
    pub fn fragments(&self, spans: &[Points]) -> Fragments {
        let mut spans = spans.to_vec();
        spans.sort_unstable();
        let mut found = Fragments::new();
        for [start, end] in spans {
            let end = end.min(self.chars.len());
            let mut ids = self.token_at[start.min(end)..end].iter().flatten();
            let Some(&first) = ids.next() else { continue };
            let past = ids.next_back().unwrap_or(&first) + 1;
            match found.last_mut() {
                Some(last) if first <= last.1 => last.1 = last.1.max(past),
                _ => found.push((first, past)),
            }
        }
        found
    }

    /// Fragments without the marks at their ends.
    pub fn loose(&self, fragments: &Fragments) -> Fragments {
        let plain = |token: usize| self.chars[self.tokens[token][0]].is_alphanumeric();
        let cut = |&(start, end): &(usize, usize)| {
            let first = (start..end).find(|&token| plain(token))?;
            let last = (first..end).rev().find(|&token| plain(token))?;
            Some((first, last + 1))
        };
        fragments.iter().filter_map(cut).collect()
    }

    /// The tokens of fragments, lower case, apostrophes straight.
    pub fn lower(&self, fragments: &Fragments) -> Vec<String> {
        let tokens = fragments.iter().flat_map(|&(start, end)| start..end);
        tokens
            .map(|token| self.words(self.tokens[token]).to_lowercase().replace('’', "'"))
            .collect()
    }

    /// Letters and digits of spans: how many between double marks, and how many in all.
    pub fn quoted_letters(&self, spans: &[Points]) -> (usize, usize) {
        let points = spans.iter().flat_map(|&[start, end]| start..end.min(self.chars.len()));
        points
            .filter(|&at| self.chars[at].is_alphanumeric())
            .fold((0, 0), |(inside, all), at| (inside + usize::from(self.quoted[at]), all + 1))
    }

    /// A span in its context, marked; line ends as they are.
    pub fn context(&self, spans: &[Points]) -> String {
        /// As much as helps to see why.
        const AROUND: usize = 90;
        let start = spans.iter().map(|span| span[0]).min().unwrap_or(0);
        let end = spans.iter().map(|span| span[1]).max().unwrap_or(0);
        let before = self.words([start.saturating_sub(AROUND), start]);
        let after = self.words([end, end + AROUND]);
        format!("…{before}⟦{}⟧{after}…", self.words([start, end]))
    }
}

/// Tokens in fragments.
pub fn set(fragments: &Fragments) -> BTreeSet<usize> {
    fragments.iter().flat_map(|&(start, end)| start..end).collect()
}

/// How many tokens two sets share.
pub fn shared(a: &BTreeSet<usize>, b: &BTreeSet<usize>) -> usize {
    a.intersection(b).count()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Like the expression `\w+(?:['’]\w+)*|[^\w\s]`.
pub fn tokens(chars: &[char]) -> Vec<Points> {
    let mut found = Vec::new();
    let run = |from: usize| {
        chars[from..].iter().position(|&c| !is_word(c)).map_or(chars.len(), |len| from + len)
    };
    let mut at = 0;
    while at < chars.len() {
        let start = at;
        if is_word(chars[at]) {
            at = run(at);
            while matches!(chars.get(at), Some('\'' | '’'))
                && chars.get(at + 1).is_some_and(|&c| is_word(c))
            {
                at = run(at + 1);
            }
            found.push([start, at]);
        } else {
            at += 1;
            if !chars[start].is_whitespace() {
                found.push([start, at]);
            }
        }
    }
    found
}

/// Curly marks open and close by shape, a straight one toggles, two back-quotes
/// and two apostrophes are double marks, and
/// a line end closes.
fn quoted(chars: &[char]) -> Vec<bool> {
    let mut mask = vec![false; chars.len()];
    let mut inside = false;
    let mut at = 0;
    while at < chars.len() {
        let pair = |c: char| chars[at] == c && chars.get(at + 1) == Some(&c);
        let (now, width) = match chars[at] {
            '\n' => (false, 0),
            '\u{201c}' | '\u{201f}' | '\u{ab}' => (true, 1),
            '\u{201d}' | '\u{bb}' => (false, 1),
            '`' if pair('`') => (true, 2),
            '\'' if pair('\'') => (false, 2),
            '"' => (!inside, 1),
            _ => (inside, 0),
        };
        inside = now;
        mask[at..at + width].fill(true);
        if width == 0 {
            mask[at] = inside;
        }
        at += width.max(1);
    }
    mask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_words_and_marks() {
        let counted = Counted::new("It’s 3.5% — don't.");
        let words: Vec<String> = counted.tokens.iter().map(|&token| counted.words(token)).collect();
        assert_eq!(words, ["It’s", "3", ".", "5", "%", "—", "don't", "."]);
    }

    #[test]
    fn straight_marks_toggle_and_line_ends_close() {
        let mask = quoted(&"A \"b c\" d \"e\nf".chars().collect::<Vec<_>>());
        let seen: String = mask.iter().map(|&on| if on { '1' } else { '0' }).collect();
        assert_eq!(seen, "00111110001100");
    }

    #[test]
    fn fragments_that_touch_are_one() {
        let counted = Counted::new("a b c d");
        assert_eq!(counted.fragments(&[[2, 3], [0, 1]]), [(0, 2)]);
        assert_eq!(counted.fragments(&[[0, 1], [4, 5]]), [(0, 1), (2, 3)]);
        assert_eq!(counted.fragments(&[[1, 2], [90, 99]]), []);
        let quoted = Counted::new("“a, b”");
        assert_eq!(quoted.loose(&quoted.fragments(&[[0, 6]])), [(1, 4)]);
    }
}
