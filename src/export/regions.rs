//! Statements as labelled stretches that hang together, for formats of spans and relations.
//!
//! The first piece of the content stands for the statement; its other pieces, its source and its cue
//! hang on it, each by a relation of its own.

use super::rows::{Piece, Role, Row};

/// One labelled stretch.
#[derive(Clone, Debug)]
pub struct Region<'a> {
    /// Names it in a document: the statement's id, the role and which piece.
    pub id: String,
    /// The statement.
    pub row: &'a Row<'a>,
    /// What it is of the statement.
    pub role: Role,
    /// Where it stands.
    pub piece: Piece<'a>,
    /// Index of the region that it hangs on, and how: `continues`, `source` or `cue`.
    pub link: Option<(usize, &'static str)>,
}

/// How a further piece of the content hangs on the first.
pub const CONTINUES: &str = "continues";

/// All regions of `rows`, statement by statement.
pub fn regions<'a>(rows: &'a [Row<'a>]) -> Vec<Region<'a>> {
    let mut regions = Vec::new();
    for row in rows {
        let first = regions.len();
        for role in Role::ALL {
            for (number, piece) in row.of(role).iter().enumerate() {
                let id = format!("{}.{}{number}", row.statement.id.as_str(), role.word());
                let link = match (role, number) {
                    (Role::Content, 0) => None,
                    (Role::Content, _) => Some((first, CONTINUES)),
                    (role, _) => Some((first, role.word())),
                };
                regions.push(Region { id, row, role, piece: *piece, link });
            }
        }
    }
    regions
}

impl Region<'_> {
    /// Its labels: those of the statement where it is content, else its role.
    pub fn labels(&self) -> Vec<String> {
        match self.role {
            Role::Content => self.row.labels(),
            role => vec![role.word().to_owned()],
        }
    }

    /// The first of them.
    pub fn label(&self) -> String {
        self.labels().swap_remove(0)
    }

    /// Whether it stands for its statement.
    pub fn is_first(&self) -> bool {
        self.link.is_none()
    }
}
