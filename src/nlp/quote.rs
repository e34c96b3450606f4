//! Quotations: every stretch between quotation marks, and what is wrong with the marks.
//!
//! Knows curly and straight, double and single marks, guillemets and low marks. A speech that
//! reopens its mark at each paragraph is one quotation of several spans. Apostrophes are none.

use super::{Note, NoteKind, Quote};
use crate::text::Span;

/// An opening mark that waits for its partner.
struct Open {
    family: Family,
    /// Where the mark stands, in the paragraph at hand.
    start: usize,
    /// Spans in earlier paragraphs of the same speech.
    before: Vec<Span>,
}

/// Marks that close one another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Family {
    Curly,
    Straight,
    Single,
    StraightSingle,
    Guillemets,
    SingleGuillemets,
}

/// Quotations nest two or three deep; ten thousand opening marks must not cost their square.
const DEEPEST: usize = 8;

/// What a mark does where it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Deed {
    Opens(Family),
    Closes(Family),
}

/// Finds the quotations in `paragraphs` of `text`.
///
/// Returns them by start, the outer before the inner, and notes on marks without a partner. A mark
/// still open at the end of its paragraph goes on when the next paragraph begins with the same
/// mark; else it counts when it began the paragraph or stands behind a colon (a speech whose end was
/// forgotten), and not otherwise. One pass, O(bytes).
pub fn quotes(text: &str, paragraphs: &[Span]) -> (Vec<Quote>, Vec<Note>) {
    let mut found: Vec<Quote> = Vec::new();
    let mut notes = Vec::new();
    let mut carried: Vec<Open> = Vec::new();
    for (index, &paragraph) in paragraphs.iter().enumerate() {
        let mut open: Vec<Open> = Vec::new();
        for (at, mark) in marks(text, paragraph) {
            let goes_on = at == paragraph.start();
            match deed(text, paragraph, at, mark, &open) {
                Some(Deed::Opens(family)) => {
                    let before = match carried.iter().position(|one| one.family == family) {
                        Some(one) if goes_on => carried.swap_remove(one).before,
                        _ => Vec::new(),
                    };
                    if open.len() == DEEPEST {
                        note_unclosed(text, &mut notes, open.remove(0).start);
                    }
                    open.push(Open { family, start: at, before });
                }
                Some(Deed::Closes(family)) => {
                    let end = at + width(text, at, mark);
                    let Some(partner) = open.iter().rposition(|one| one.family == family) else {
                        notes
                            .push(Note { span: Span::new(at, end), kind: NoteKind::UnopenedQuote });
                        continue;
                    };
                    for dropped in open.drain(partner + 1..) {
                        note_unclosed(text, &mut notes, dropped.start);
                    }
                    let one = open.pop().expect("its partner was found there");
                    close(&mut found, one, end, open.len());
                }
                None => {}
            }
        }
        let next = paragraphs.get(index + 1).and_then(|next| next.of(text).chars().next());
        carried = leave_open(text, paragraph, open, next, &mut found, &mut notes);
    }
    found.sort_by_key(|quote| (quote.spans[0].start(), quote.depth));
    notes.sort_by_key(|note| note.span);
    (found, notes)
}

/// Deals with marks still open at the end of a paragraph; gives those that go on in the next.
fn leave_open(
    text: &str,
    paragraph: Span,
    open: Vec<Open>,
    next: Option<char>,
    found: &mut Vec<Quote>,
    notes: &mut Vec<Note>,
) -> Vec<Open> {
    let mut carried = Vec::new();
    for (depth, mut one) in open.into_iter().enumerate() {
        let mark = Span::new(one.start, paragraph.end()).of(text).chars().next();
        if next.is_some() && next == mark && depth == 0 {
            one.before.push(Span::new(one.start, paragraph.end()));
            carried.push(one);
        } else if !one.before.is_empty() || begins_speech(text, paragraph, one.start) {
            note_unclosed(text, notes, one.start);
            close(found, one, paragraph.end(), depth);
        } else {
            note_unclosed(text, notes, one.start);
        }
    }
    carried
}

/// Whether a mark that nothing closes begins a speech all the same: at the head of a paragraph, or
/// behind a colon.
fn begins_speech(text: &str, paragraph: Span, start: usize) -> bool {
    let before = Span::new(paragraph.start(), start).of(text).trim_end();
    before.is_empty() || before.ends_with(':')
}

fn close(found: &mut Vec<Quote>, one: Open, end: usize, depth: usize) {
    let mut spans = one.before;
    spans.push(Span::new(one.start, end));
    let depth = u8::try_from(depth).unwrap_or(u8::MAX);
    found.push(Quote { spans, depth });
}

fn note_unclosed(text: &str, notes: &mut Vec<Note>, start: usize) {
    let mark = Span::new(start, text.len()).of(text).chars().next().map_or(0, char::len_utf8);
    notes.push(Note { span: Span::new(start, start + mark), kind: NoteKind::UnclosedQuote });
}

/// Every character of a paragraph that can be a quotation mark. Two straight single marks in a row
/// are one double mark, as typewriters and wires set it.
fn marks(text: &str, paragraph: Span) -> impl Iterator<Item = (usize, char)> + '_ {
    let mut skip = false;
    paragraph.of(text).char_indices().filter_map(move |(offset, c)| {
        let at = paragraph.start() + offset;
        if std::mem::take(&mut skip) {
            return None;
        }
        skip = is_doubled(text, at);
        matches!(c, '“' | '”' | '„' | '‟' | '"' | '‘' | '’' | '‚' | '\'' | '«' | '»' | '‹' | '›')
            .then_some((at, if skip { '"' } else { c }))
    })
}

/// Whether `''` stands at byte `at`.
fn is_doubled(text: &str, at: usize) -> bool {
    text.as_bytes().get(at..at + 2) == Some(b"''")
}

/// Bytes of the mark at byte `at`.
fn width(text: &str, at: usize, mark: char) -> usize {
    if is_doubled(text, at) { 2 } else { mark.len_utf8() }
}

/// What `mark` at byte `at` does, from its shape, its neighbours and what is open.
fn deed(text: &str, paragraph: Span, at: usize, mark: char, open: &[Open]) -> Option<Deed> {
    let before = Span::new(paragraph.start(), at).of(text).chars().next_back();
    let behind = at + width(text, at, mark);
    let after = Span::new(behind, paragraph.end()).of(text).chars().next();
    let is_open = |family| open.iter().any(|one| one.family == family);
    let can_open = before.is_none_or(|c| c.is_whitespace() || "([{“‘\"'«—–-/".contains(c))
        && after.is_some_and(|c| !c.is_whitespace());
    let inside_word =
        before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
    match mark {
        '“' | '„' | '‟' if mark == '“' && is_open(Family::Curly) && !can_open => {
            Some(Deed::Closes(Family::Curly)) // „so“
        }
        '“' | '„' | '‟' => Some(Deed::Opens(Family::Curly)),
        '”' if !is_open(Family::Curly) && can_open => Some(Deed::Opens(Family::Curly)), // ”so”
        '”' => Some(Deed::Closes(Family::Curly)),
        '«' if is_open(Family::Guillemets) && !can_open => Some(Deed::Closes(Family::Guillemets)),
        '»' if !is_open(Family::Guillemets) && can_open => Some(Deed::Opens(Family::Guillemets)),
        '«' => Some(Deed::Opens(Family::Guillemets)),
        '»' => Some(Deed::Closes(Family::Guillemets)),
        '‹' => Some(Deed::Opens(Family::SingleGuillemets)),
        '›' => {
            is_open(Family::SingleGuillemets).then_some(Deed::Closes(Family::SingleGuillemets))
        }
        '"' if is_open(Family::Straight) && !(can_open && before != Some('—')) => {
            Some(Deed::Closes(Family::Straight))
        }
        '"' if can_open || !is_open(Family::Straight) && before.is_none_or(char::is_whitespace) => {
            Some(Deed::Opens(Family::Straight))
        }
        '"' if before.is_some_and(|c| c.is_ascii_digit()) => None, // inches
        '"' => Some(Deed::Closes(Family::Straight)),
        '‘' | '‚' => {
            let partner = has_partner(text, paragraph, at + mark.len_utf8(), '’');
            (can_open && partner).then_some(Deed::Opens(Family::Single))
        }
        '’' | '\'' if inside_word => None,
        '’' => is_open(Family::Single).then_some(Deed::Closes(Family::Single)),
        '\'' if is_open(Family::StraightSingle) && !can_open => {
            Some(Deed::Closes(Family::StraightSingle))
        }
        '\'' => {
            let letter = Span::new(at + 1, paragraph.end()).of(text).chars().nth(1) == Some('\'');
            let starts = can_open && after.is_some_and(char::is_alphabetic) && !letter;
            let partner = has_partner(text, paragraph, at + 1, '\'');
            (starts && partner).then_some(Deed::Opens(Family::StraightSingle))
        }
        _ => None,
    }
}

/// Whether a closing single mark follows soon: behind a letter or stop, before none.
fn has_partner(text: &str, paragraph: Span, from: usize, mark: char) -> bool {
    /// Far enough for a long sentence; keeps ten thousand opening marks linear.
    const REACH: usize = 400;
    let mut before = ' ';
    let mut chars = Span::new(from, paragraph.end()).of(text).chars().take(REACH).peekable();
    while let Some(c) = chars.next() {
        let ends = chars.peek().is_none_or(|next| !next.is_alphanumeric());
        let plural = before == 's'; // “the leaders’ meeting” closes nothing by itself
        if c == mark && ends && !before.is_whitespace() && (!plural || mark == '’') {
            return true;
        }
        before = c;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Marks each span as ⟦…⟧ where it is outermost, ⟪…⟫ where nested.
    fn marked(text: &str) -> (String, Vec<NoteKind>) {
        let mut start = 0;
        let paragraphs: Vec<Span> = text
            .split_inclusive('\n')
            .map(|line| {
                start += line.len();
                Span::new(start - line.len(), start).trim(text)
            })
            .collect();
        let (quotes, notes) = quotes(text, &paragraphs);
        let mut cuts: Vec<(usize, u8, &str)> = Vec::new();
        for quote in &quotes {
            let (left, right) = if quote.depth == 0 { ("⟦", "⟧") } else { ("⟪", "⟫") };
            for span in &quote.spans {
                cuts.push((span.start(), 1 + quote.depth, left));
                cuts.push((span.end(), 100 - quote.depth, right));
            }
        }
        cuts.sort_unstable();
        let mut out = text.to_owned();
        for (at, _, mark) in cuts.into_iter().rev() {
            out.insert_str(at, mark);
        }
        (out, notes.into_iter().map(|note| note.kind).collect())
    }

    #[test]
    fn finds() {
        use NoteKind::{UnclosedQuote, UnopenedQuote};
        for (expected, kinds) in [
            ("⟦“No,”⟧ said Ada. ⟦“Never.”⟧", &[][..]),
            ("⟦\"No,\"⟧ said Ada. ⟦\"Never.\"⟧", &[]),
            ("⟦«Non»⟧, a dit Ada. ⟦„Nein“⟧, sagte Bo.", &[]),
            ("⟦‘No,’⟧ said Ada. It’s the leaders’ choice.", &[]),
            ("⟦'No,'⟧ said Ada. It's the leaders' choice, rock 'n' roll.", &[]),
            ("⟦“He called it ⟪‘a trap’⟫, I didn’t,”⟧ said Ada.", &[]),
            ("⟦“Who said ⟪“no”⟫ to whom?”⟧ she asked.", &[]),
            ("⟦“One.⟧\n⟦“Two.”⟧ He left.", &[]),
            ("⟦“One.⟧\n⟦“Two.⟧\n⟦“Three,”⟧ he said.", &[]),
            ("⟦“One and no end.⟧\nHe left.", &[UnclosedQuote]),
            ("He said “one and no end.\nHe left.", &[UnclosedQuote]),
            ("He said: ⟦“One and no end.⟧\nHe left.", &[UnclosedQuote]),
            ("He said one” and left.", &[UnopenedQuote]),
            ("The 90's weren't the workers' best.", &[]),
            ("⟦''No,''⟧ said Ada. ⟦''It's ⟪'odd'⟫.''⟧ He'd gone.", &[]),
            ("(⟦“Yes”⟧) and—⟦“no”⟧—and 6'2\" tall", &[]),
        ] {
            let text: String = expected.chars().filter(|c| !"⟦⟧⟪⟫".contains(*c)).collect();
            assert_eq!(marked(&text), (expected.to_owned(), kinds.to_vec()), "{text}");
        }
    }
}
