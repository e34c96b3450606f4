//! What somebody else made of the marks of a story that is open here.

use super::{Kept, Notebook, Outside, Shelf, annotations, key, told};
use crate::article::Article;
use crate::disk::annotations::SaveError;
use crate::disk::places::Places;
use crate::story::Story;

impl Shelf {
    /// What somebody else made of a story's marks since they were last seen. While somebody else has
    /// the story open, that is left to the save that waits for them.
    pub fn look(&self, story: &Story) -> Result<Option<Box<Outside>>, String> {
        let mut kept = self.kept();
        let kept = kept.as_mut().and_then(|kept| kept.get_mut(&key(&story.article)));
        match (kept, &self.places) {
            (Some(Kept { notebook: Ok(notebook), waits: false, .. }), Some(places))
                if notebook.changed() =>
            {
                theirs(notebook, &story.article, places)
            }
            _ => Ok(None),
        }
    }
}

/// What somebody else made of a file of marks that they changed. Written anew with the same marks, as
/// git does, there is nothing to decide, and it is ours again.
pub fn theirs(
    notebook: &mut Notebook,
    article: &Article,
    places: &Places,
) -> Result<Option<Box<Outside>>, String> {
    let why = SaveError::ChangedOutside { path: notebook.path().to_owned() }.to_string();
    let outside = notebook
        .outside(article)
        .map_err(|error| format!("{why}, and it cannot be used: {}", told(&error)))?;
    let annotations::Outside { base, theirs } = outside;
    if theirs != base {
        return Ok(Some(Box::new(Outside { why, base, theirs })));
    }
    notebook.settle(places, article);
    Ok(None)
}
