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

/// From this width on, side panes stand beside the story.
const BESIDE: u16 = 90;
/// From this width and height on, one side pane stands below the story.
const BELOW: (u16, u16) = (60, 16);

impl Layout {
    /// Three panes side by side where there is room, two above each other where there is less, one
    /// where there is little.
    pub fn new(size: Size, focus: Focus) -> Layout {
        let Size { width, height } = size;
        let rows = |wanted: u16, from: u16| if height >= from { wanted } else { 0 };
        let (bar, detail, hints) = (rows(1, 5), rows(1, 8) + rows(1, 22), rows(1, 6));
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
        if width >= BESIDE {
            beside(bare, middle)
        } else if (width, height) >= BELOW && height >= BELOW.1 {
            let low = (room / 3).clamp(5, 10);
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

fn beside(bare: Layout, middle: Area) -> Layout {
    let side = (middle.width * 2 / 5).clamp(36, 50).min(middle.width / 2);
    let story = Area { width: middle.width - side - 1, ..middle };
    let divider = Area { x: story.width, width: 1, ..middle };
    let right = Area { x: story.width + 1, width: side, ..middle };
    let low = (middle.height / 3).min(14);
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

/// Divides `width` columns: the text in the middle, at most `measure` wide.
pub fn column(width: u16, measure: usize) -> Column {
    let (margin, rest) = match width {
        0..12 => (0, 0),
        12..40 => (2, 2),
        _ => (5, 3),
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
            let layout = Layout::new(Size { width, height }, focus);
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
                    let layout = Layout::new(Size { width, height }, focus);
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

    #[test]
    fn the_text_is_centred() {
        for (width, measure, expected) in [
            (110, 72, (20, 72, 18)),
            (80, 72, (5, 72, 3)),
            (30, 72, (2, 26, 2)),
            (3, 72, (0, 3, 0)),
            (0, 72, (0, 0, 0)),
        ] {
            let Column { margin, text, rest } = column(width, measure);
            assert_eq!((margin, text, rest), expected, "{width} {measure}");
        }
    }
}
