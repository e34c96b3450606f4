//! Where every pane stands on a terminal of a given size.
//!
//! Pure geometry: what is drawn, what is clicked and how far a page scrolls all read it from here.

/// Columns and rows of the terminal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Size {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// A rectangle of cells.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Area {
    /// First column.
    pub x: u16,
    /// First row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    /// Whether the cell lies in it.
    pub fn holds(self, x: u16, y: u16) -> bool {
        (self.x..self.x + self.width).contains(&x) && (self.y..self.y + self.height).contains(&y)
    }

    /// Without its first row, where a pane has its title.
    #[must_use]
    pub fn body(self) -> Area {
        let title = self.height.min(1);
        Area { y: self.y + title, height: self.height - title, ..self }
    }
}

/// The three panes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pane {
    /// The text.
    Story,
    /// Who said what.
    Statements,
    /// People and places.
    Entities,
}

impl Pane {
    /// All of them, in the order the keys go round.
    pub const ALL: [Pane; 3] = [Pane::Story, Pane::Statements, Pane::Entities];

    /// The word on top of it.
    pub fn word(self) -> &'static str {
        match self {
            Pane::Story => "story",
            Pane::Statements => "statements",
            Pane::Entities => "people & places",
        }
    }
}

/// Which pane has the keys, and which of the side panes had them last.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Focus {
    /// Has the keys.
    pub pane: Pane,
    /// Stays in sight beside the story where there is room for one only.
    pub side: Pane,
}

impl Focus {
    /// Gives the keys to a pane.
    pub fn to(&mut self, pane: Pane) {
        self.pane = pane;
        if pane != Pane::Story {
            self.side = pane;
        }
    }
}

/// Where everything stands. A pane's first row is its title; a pane that is none is folded away.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Layout {
    /// The line on top.
    pub bar: Area,
    /// The text.
    pub story: Option<Area>,
    /// Who said what.
    pub statements: Option<Area>,
    /// People and places.
    pub entities: Option<Area>,
    /// The line between the story and the panes beside it.
    pub divider: Option<Area>,
    /// About the current statement; two rows where there is height for it.
    pub detail: Area,
    /// Keys to press.
    pub hints: Area,
}

/// How many rows there would be to fill.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Need {
    /// Rows of what is told below the panes.
    pub detail: usize,
    /// Statements; none while nobody knows.
    pub statements: Option<usize>,
    /// People and places; none while nobody knows.
    pub entities: Option<usize>,
}

/// Rows that a pane has at least, its title with them, where there is height for it.
const LEAST: u16 = 4;

/// From this width on, side panes stand beside the story.
const BESIDE: u16 = 90;
/// From this width and height on, one side pane stands below the story.
const BELOW: (u16, u16) = (60, 16);

impl Layout {
    /// Three panes side by side where there is room, two above each other where there is less, one
    /// where there is little. A pane with little to show leaves its rows to the one it shares with.
    ///
    /// `alone` gives the whole room to the pane with the keys.
    pub fn new(size: Size, focus: Focus, need: Need, alone: bool) -> Layout {
        let Size { width, height } = size;
        let rows = |wanted: u16, from: u16| if height >= from { wanted } else { 0 };
        let (bar, hints) = (rows(1, 5), rows(1, 6));
        let usual = rows(1, 8) + rows(1, 22);
        let detail = small(need.detail).min(height / 3).max(usual);
        let detail = if usual == 0 { 0 } else { detail };
        let room = height - bar - detail - hints;
        let middle = Area { x: 0, y: bar, width, height: room };
        let below = |y, height| Area { x: 0, y, width, height };
        let bare = Layout {
            bar: below(0, bar),
            story: None,
            statements: None,
            entities: None,
            divider: None,
            detail: below(bar + room, detail),
            hints: below(bar + room + detail, hints),
        };
        if alone {
            bare.with(focus.pane, middle)
        } else if width >= BESIDE {
            beside(bare, middle, need)
        } else if (width, height) >= BELOW && height >= BELOW.1 {
            let wanted = match focus.side {
                Pane::Entities => need.entities,
                _ => need.statements,
            };
            let wanted = wanted.map_or(u16::MAX, |rows| small(rows + 1)).max(LEAST);
            let low = (room / 3).clamp(5, 10).min(wanted);
            let (top, bottom) = split(middle, room - low);
            bare.with(Pane::Story, top).with(focus.side, bottom)
        } else {
            bare.with(focus.pane, middle)
        }
    }

    fn with(mut self, pane: Pane, area: Area) -> Layout {
        match pane {
            Pane::Story => self.story = Some(area),
            Pane::Statements => self.statements = Some(area),
            Pane::Entities => self.entities = Some(area),
        }
        self
    }

    /// Where a pane stands.
    pub fn pane(&self, pane: Pane) -> Option<Area> {
        match pane {
            Pane::Story => self.story,
            Pane::Statements => self.statements,
            Pane::Entities => self.entities,
        }
    }

    /// The pane under a cell.
    pub fn at(&self, x: u16, y: u16) -> Option<Pane> {
        Pane::ALL.into_iter().find(|pane| self.pane(*pane).is_some_and(|area| area.holds(x, y)))
    }
}

fn small(rows: usize) -> u16 {
    u16::try_from(rows).unwrap_or(u16::MAX)
}

fn beside(bare: Layout, middle: Area, need: Need) -> Layout {
    let side = (middle.width * 2 / 5).clamp(36, 50).min(middle.width / 2);
    let story = Area { width: middle.width - side - 1, ..middle };
    let divider = Area { x: story.width, width: 1, ..middle };
    let right = Area { x: story.width + 1, width: side, ..middle };
    // With its title; a statement takes two rows here.
    let wanted = |rows: Option<usize>| rows.map(|rows| small(rows + 1).max(LEAST));
    let above = wanted(need.statements.map(|count| count * super::rows_per_statement(side)));
    let spare = above.map_or(0, |above| middle.height.saturating_sub(above));
    let usual = (middle.height / 3).min(14);
    let low = usual.max(spare).min(wanted(need.entities).unwrap_or(usual));
    let (top, bottom) = split(right, middle.height - low);
    Layout { divider: Some(divider), ..bare }
        .with(Pane::Story, story)
        .with(Pane::Statements, top)
        .with(Pane::Entities, bottom)
}

fn split(area: Area, at: u16) -> (Area, Area) {
    let at = at.min(area.height);
    (Area { height: at, ..area }, Area { y: area.y + at, height: area.height - at, ..area })
}

/// How the story pane is divided: margin, text, scroll bar.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Column {
    /// Columns left of the text, for tags and bars.
    pub margin: u16,
    /// Columns of the text.
    pub text: u16,
    /// Columns right of the text, the last one for the scroll bar.
    pub rest: u16,
}

/// From so many columns on the margin has room for a tag's word, and the text for a good line.
const WORDY: u16 = 71;

/// Divides `width` columns: the text in the middle, at most `measure` wide.
pub fn column(width: u16, measure: usize) -> Column {
    let (margin, rest) = match width {
        0..12 => (0, 0),
        12..40 => (2, 2),
        40..WORDY => (5, 3),
        _ => (14, 3),
    };
    let room = width - margin - rest;
    let text = room.min(u16::try_from(measure).unwrap_or(u16::MAX));
    let slack = (room - text) / 2;
    Column { margin: margin + slack, text, rest: width - margin - slack - text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panes_fold_away_and_come_back() {
        let focus = Focus { pane: Pane::Story, side: Pane::Statements };
        for (width, height, seen) in [
            (200, 60, vec![Pane::Story, Pane::Statements, Pane::Entities]),
            (90, 24, vec![Pane::Story, Pane::Statements, Pane::Entities]),
            (80, 24, vec![Pane::Story, Pane::Statements]),
            (80, 12, vec![Pane::Story]),
            (50, 18, vec![Pane::Story]),
            (1, 1, vec![Pane::Story]),
        ] {
            let layout = Layout::new(Size { width, height }, focus, Need::default(), false);
            let found: Vec<Pane> =
                Pane::ALL.into_iter().filter(|pane| layout.pane(*pane).is_some()).collect();
            assert_eq!(found, seen, "{width}×{height}");
        }
    }

    #[test]
    fn nothing_stands_outside_at_any_size() {
        for width in 0..210 {
            for height in 0..70 {
                for pane in Pane::ALL {
                    let focus = Focus { pane, side: Pane::Entities };
                    let need = Need {
                        detail: usize::from(width % 7),
                        statements: Some(usize::from(height % 5)),
                        entities: Some(usize::from(width % 40)),
                    };
                    let layout = Layout::new(Size { width, height }, focus, need, false);
                    let panes = Pane::ALL.into_iter().filter_map(|pane| layout.pane(pane));
                    let rest = [layout.bar, layout.detail, layout.hints];
                    for area in panes.chain(layout.divider).chain(rest) {
                        assert!(area.x + area.width <= width, "{area:?} in {width}×{height}");
                        assert!(area.y + area.height <= height, "{area:?} in {width}×{height}");
                    }
                    assert!(layout.pane(pane).is_some() || width >= BELOW.0);
                }
            }
        }
    }

    /// (statements, people and places, rows of each pane with its title)
    #[test]
    fn a_pane_with_little_leaves_its_rows_to_the_other() {
        let focus = Focus { pane: Pane::Story, side: Pane::Statements };
        for (statements, entities, rows) in [
            (None, None, (20, 10)),
            (Some(50), Some(50), (20, 10)),
            (Some(3), Some(50), (7, 23)),
            (Some(3), Some(9), (20, 10)),
            (Some(0), Some(50), (4, 26)),
            (Some(50), Some(2), (26, 4)),
            (Some(0), Some(0), (26, 4)),
        ] {
            let need = Need { detail: 0, statements, entities };
            let layout = Layout::new(Size { width: 120, height: 34 }, focus, need, false);
            let height = |pane| layout.pane(pane).map_or(0, |area| area.height);
            let found = (height(Pane::Statements), height(Pane::Entities));
            assert_eq!(found, rows, "{statements:?} {entities:?}");
        }
    }

    #[test]
    fn the_text_is_centred() {
        for (width, measure, expected) in [
            (110, 72, (24, 72, 14)),
            (80, 72, (14, 63, 3)),
            (70, 72, (5, 62, 3)),
            (30, 72, (2, 26, 2)),
            (3, 72, (0, 3, 0)),
            (0, 72, (0, 0, 0)),
        ] {
            let Column { margin, text, rest } = column(width, measure);
            assert_eq!((margin, text, rest), expected, "{width} {measure}");
        }
    }
}
