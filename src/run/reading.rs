//! A story from its file, analysed, with its marks: what the headless commands on marks begin with.

use std::error::Error;
use std::ops::ControlFlow;
use std::path::Path;

use super::{Stop, load};
use crate::annotation::Set;
use crate::annotation::file::Heading;
use crate::article::Article;
use crate::disk::annotations::{self, Notebook};
use crate::disk::places::Places;
use crate::nlp::{self, Models};
use crate::story::{self, Story};

/// A story with its marks and the right to save more.
pub struct Read {
    /// The story, joined with its marks.
    pub story: Story,
    /// The marks.
    pub set: Set,
    /// Saves them.
    pub notebook: Notebook,
}

/// The only article of a file.
pub fn article(path: &Path) -> Result<Article, Stop> {
    let mut articles = load::articles(vec![path.to_owned()], None);
    let first =
        articles.next().ok_or_else(|| Stop(format!("{} holds no story", path.display())))?;
    let article = first.map_err(|error| Stop(error.to_string()))?;
    if articles.next().is_some() {
        return Err(Stop(format!("{} holds several stories: give one", path.display())));
    }
    Ok(article)
}

/// A story and its marks.
pub fn story(path: &Path) -> Result<Read, Stop> {
    let article = article(path)?;
    let places = Places::of_user()
        .ok_or_else(|| Stop("there is no home folder to keep marks in; set HOME".to_owned()))?;
    let loaded = annotations::load(&article, &places, &super::annotator())
        .map_err(|error| Stop(told(&error)))?;
    let models = Models::embedded();
    let analysis = nlp::analyse(&article, &models, &mut |_| ControlFlow::Continue(()));
    let analysis = analysis.unwrap_or_default();
    let mut notebook = loaded.notebook;
    let statements = story::outline(&article, &analysis);
    let headings = statements.into_iter().map(|(start, words)| Heading::new(start, words));
    notebook.outline(headings.collect());
    let story = Story::new(article, analysis, &loaded.set);
    Ok(Read { story, set: loaded.set, notebook })
}

/// An error with its cause.
pub fn told(error: &dyn Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}
