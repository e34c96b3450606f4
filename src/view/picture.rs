//! What is shown to be read, in lines: words beside their labels, bars, strips. Told without colours:
//! a bar is as long as its number, a strip has a mark where something stands.

use super::{Line, Role, cut, run};
use crate::app::Fact;
use crate::text::{Span, wrap};

/// The rows as lines of `width` columns at most.
pub fn rows(facts: &[Fact], width: usize) -> Vec<Line> {
    let name = |fact: &Fact| match fact {
        Fact::Words(label, _) => wrap::columns(label),
        Fact::Bar(name, ..) | Fact::Strip(name, ..) => wrap::columns(name),
        Fact::Title(_) | Fact::Line(_) | Fact::Blank => 0,
    };
    let names = facts.iter().map(name).max().unwrap_or(0).min(width / 3).min(24);
    facts.iter().flat_map(|fact| lines(fact, names, width)).collect()
}

fn lines(fact: &Fact, names: usize, width: usize) -> Vec<Line> {
    let label = |words: &str| {
        let words = wrap::fit(words, names);
        let pad = " ".repeat(names.saturating_sub(wrap::columns(&words)));
        format!("{words}{pad}  ")
    };
    let room = width.saturating_sub(names + 2).max(1);
    let voice = |number: &Option<usize>| number.map_or(Role::Text, Role::Speaker);
    match fact {
        Fact::Blank => vec![Vec::new()],
        Fact::Line(words) => vec![cut(vec![run(words.clone(), Role::Text)], width)],
        Fact::Title(words) => vec![vec![run(wrap::fit(words, width), Role::Title)]],
        Fact::Words(name, words) => {
            let broken = wrap::wrap(words, Span::new(0, words.len()), room);
            let mut lines: Vec<Line> = Vec::new();
            for (at, span) in broken.iter().enumerate() {
                let lead = if at == 0 { label(name) } else { label("") };
                lines.push(vec![run(lead, Role::Faint), run(span.of(words), Role::Text)]);
            }
            lines
        }
        Fact::Bar(name, part, behind, number) => {
            let full = (room / 3).clamp(2, 24);
            let behind = wrap::fit(behind, room.saturating_sub(full + 1));
            vec![vec![
                run(label(name), Role::Text),
                run(bar(*part, full), voice(number)),
                run(format!(" {behind}"), Role::Faint),
            ]]
        }
        Fact::Strip(name, places, number) => {
            let cells = strip(places, room.min(60));
            vec![vec![run(label(name), Role::Text), run(cells, voice(number))]]
        }
    }
}

/// A bar of so many columns at its longest, to an eighth of a column.
pub fn bar(part: f32, full: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let whole = part.clamp(0.0, 1.0) * full as f32;
    let cells = (0..full).take_while(|at| (*at as f32) + 1.0 <= whole).count();
    let rest = whole - cells as f32;
    let eighth = (0..8_u8).rev().find(|eighth| f32::from(*eighth) / 8.0 <= rest).unwrap_or(0);
    let bar = format!("{}{}", "█".repeat(cells), EIGHTHS[usize::from(eighth)]);
    let pad = full.saturating_sub(wrap::columns(&bar));
    bar + &" ".repeat(pad)
}

/// A strip of so many columns: `·` where nothing stands, `▪` where one does, `█` where several do.
fn strip(places: &[f32], full: usize) -> String {
    let mut counts = vec![0_usize; full.max(1)];
    for place in places {
        let last = counts.len() - 1;
        let at = (0..last).take_while(|at| (*at + 1) as f32 <= place * counts.len() as f32).count();
        counts[at] += 1;
    }
    counts.iter().map(|count| ["·", "▪"].get(*count).copied().unwrap_or("█")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::columns;

    #[test]
    fn bars_and_strips() {
        for (part, full, expected) in
            [(0.0, 4, "    "), (1.0, 4, "████"), (0.5, 4, "██  "), (0.3, 4, "█▏  "), (9.0, 2, "██")]
        {
            assert_eq!(bar(part, full), expected, "{part}");
        }
        assert_eq!(strip(&[0.0, 0.01, 0.5, 1.0], 8), "█···▪··▪");
    }

    #[test]
    fn lines_fit() {
        let facts = [
            Fact::Title("Who speaks".to_owned()),
            Fact::Words(
                "a label".to_owned(),
                "many words that must be broken somewhere".to_owned(),
            ),
            Fact::Strip("a name".to_owned(), vec![0.2], None),
        ];
        for width in [12, 20, 40, 80] {
            let widest = rows(&facts, width).iter().map(|line| columns(line)).max();
            assert!(widest.unwrap_or(0) <= width, "{width}");
        }
    }
}
