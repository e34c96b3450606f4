//! Krippendorff's unitising alpha: whether readers mark the same stretches with the same category.
//!
//! After Krippendorff, *Content Analysis* (2004), ch. 12.4: disagreement grows with the square of how
//! far borders lie apart. The continuum is the text; what a reader left unmarked is a gap.

/// A marked stretch of one reader.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Piece {
    /// Where it begins.
    pub start: usize,
    /// Where it ends; behind `start`.
    pub end: usize,
    /// Its category.
    pub category: u32,
}

/// Alpha over a text of `length` positions, of all categories together; none where it is not defined.
/// Pieces of one reader and category that overlap or touch count as one.
pub fn alpha_unitizing(readers: &[Vec<Piece>], length: usize) -> Option<f64> {
    let mut categories: Vec<u32> = readers.iter().flatten().map(|piece| piece.category).collect();
    categories.sort_unstable();
    categories.dedup();
    let (mut observed, mut expected) = (0.0, 0.0);
    for category in categories {
        let sections: Vec<Vec<Section>> =
            readers.iter().map(|pieces| sections(pieces, category, length)).collect();
        observed += observed_of(&sections, length);
        expected += expected_of(&sections, length);
    }
    let alpha = 1.0 - observed / expected;
    alpha.is_finite().then_some(alpha)
}

/// A stretch of the continuum, marked with the category or not.
#[derive(Clone, Copy, Debug)]
struct Section {
    start: f64,
    end: f64,
    marked: bool,
}

/// The whole continuum of one reader, as stretches that alternate.
fn sections(pieces: &[Piece], category: u32, length: usize) -> Vec<Section> {
    let mut marked: Vec<(usize, usize)> = pieces
        .iter()
        .filter(|piece| piece.category == category && piece.start < piece.end.min(length))
        .map(|piece| (piece.start, piece.end.min(length)))
        .collect();
    marked.sort_unstable();
    let mut sections: Vec<Section> = Vec::new();
    let mut at = 0;
    let section = |start: usize, end: usize, marked: bool| Section {
        start: start as f64,
        end: end as f64,
        marked,
    };
    for (start, end) in marked {
        match sections.last_mut() {
            Some(last) if start <= at && last.marked => last.end = last.end.max(end as f64),
            _ => {
                if start > at {
                    sections.push(section(at, start, false));
                }
                sections.push(section(start, end, true));
            }
        }
        at = at.max(end);
    }
    if at < length {
        sections.push(section(at, length, false));
    }
    sections
}

fn observed_of(readers: &[Vec<Section>], length: usize) -> f64 {
    let count = readers.len() as f64;
    let mut sum = 0.0;
    for (number, one) in readers.iter().enumerate() {
        for other in readers.iter().skip(number + 1) {
            sum += 2.0 * distances(one, other);
        }
    }
    sum / (count * (count - 1.0) * (length as f64).powi(2))
}

/// The sum of distances of all sections of two readers. O(both).
fn distances(one: &[Section], other: &[Section]) -> f64 {
    let (mut sum, mut from) = (0.0, 0);
    for left in one {
        while other.get(from).is_some_and(|right| right.end <= left.start) {
            from += 1;
        }
        let overlapping = other.iter().skip(from).take_while(|right| right.start < left.end);
        sum += overlapping.map(|right| distance(*left, *right)).sum::<f64>();
    }
    sum
}

fn distance(left: Section, right: Section) -> f64 {
    let inside = |unit: Section, gap: Section| gap.start <= unit.start && unit.end <= gap.end;
    match (left.marked, right.marked) {
        (true, true) => (left.start - right.start).powi(2) + (left.end - right.end).powi(2),
        (true, false) if inside(left, right) => (left.end - left.start).powi(2),
        (false, true) if inside(right, left) => (right.end - right.start).powi(2),
        _ => 0.0,
    }
}

fn expected_of(readers: &[Vec<Section>], length: usize) -> f64 {
    let size = |section: &Section| section.end - section.start;
    let all = || readers.iter().flatten();
    let units: Vec<f64> = all().filter(|it| it.marked).map(size).collect();
    let gaps: Vec<f64> = all().filter(|it| !it.marked).map(size).collect();
    let count = units.len() as f64;
    let sum: f64 = units
        .iter()
        .map(|unit| {
            let others = (count - 1.0) / 3.0 * (2.0 * unit.powi(3) - 3.0 * unit.powi(2) + unit);
            let room: f64 =
                gaps.iter().filter(|gap| *gap >= unit).map(|gap| gap - unit + 1.0).sum();
            others + unit.powi(2) * room
        })
        .sum();
    let length = length as f64;
    let positions = readers.len() as f64 * length;
    let within: f64 = units.iter().map(|unit| unit * (unit - 1.0)).sum();
    2.0 / length * sum / (positions * (positions - 1.0) - within)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(all: &[(usize, usize, u32)]) -> Vec<Piece> {
        let piece = |(start, size, category): &(usize, usize, u32)| Piece {
            start: start - 150,
            end: start - 150 + size,
            category: *category,
        };
        all.iter().map(piece).collect()
    }

    /// Krippendorff (2004), p. 254: two observers, a continuum of 300 from 150 on, categories c and
    /// k; the figures are also those of DKPro Statistics.
    fn example() -> [Vec<Piece>; 2] {
        const C: u32 = 0;
        const K: u32 = 1;
        [
            pieces(&[(180, 60, K), (225, 70, C), (300, 50, K), (370, 30, C)]),
            pieces(&[(180, 60, K), (220, 80, C), (300, 50, K), (355, 20, C), (400, 20, C)]),
        ]
    }

    #[test]
    fn the_example_of_the_literature() {
        let readers = example();
        let of = |category: u32| -> Vec<Vec<Section>> {
            readers.iter().map(|one| sections(one, category, 300)).collect()
        };
        let close = |found: f64, expected: f64| {
            assert!((found - expected).abs() < 0.000_05, "{found}, {expected}");
        };
        close(observed_of(&of(0), 300), 0.0144);
        close(expected_of(&of(0), 300), 0.0532);
        close(observed_of(&of(1), 300), 0.0);
        close(expected_of(&of(1), 300), 0.0490);
        let alpha = alpha_unitizing(&readers, 300).unwrap();
        assert!((alpha - 0.8591).abs() < 0.0005, "{alpha}");
        let only: Vec<Vec<Piece>> = readers
            .iter()
            .map(|one| one.iter().filter(|piece| piece.category == 0).copied().collect())
            .collect();
        close(alpha_unitizing(&only, 300).unwrap(), 0.7286);
    }

    #[test]
    fn edges() {
        let one = pieces(&[(160, 10, 0)]);
        assert_eq!(alpha_unitizing(&[one.clone(), one.clone()], 300), Some(1.0));
        assert_eq!(alpha_unitizing(&[Vec::new(), Vec::new()], 300), None);
        assert!(alpha_unitizing(&[one.clone(), Vec::new()], 300).unwrap() < 0.01);
        // Overlapping pieces of one category are one.
        let twice = pieces(&[(160, 6, 0), (162, 8, 0)]);
        assert_eq!(alpha_unitizing(&[one, twice], 300), Some(1.0));
    }
}
