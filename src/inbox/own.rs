//! Another annotation file of ours, as a colleague may send it.

use super::{Document, File, InboxError, Mark};
use crate::annotation::file;
use crate::article::Article;

pub fn is(file: &File) -> bool {
    file.ends_in(".onrecord.ron") || file.ends_in(".ron") && file.beginning().contains("format: ")
}

pub fn read(files: &[File], article: &Article) -> Result<Vec<Document>, InboxError> {
    let each = files.iter().map(|file| {
        let read =
            file::decode(&file.bytes, article).map_err(|error| file.refuse(error.to_string()))?;
        let marks = read.set.items().map(|(id, item)| Mark {
            id: Some(id.as_str().to_owned()),
            content: item.content.clone(),
            source: item.source.clone(),
            cue: item.cue.clone(),
            speakers: Some(item.speakers.clone()),
            tags: item.tags.clone(),
            attributes: item.attributes.clone(),
            comment: item.comment.clone(),
            certainty: item.certainty,
            review: item.review,
            origin: Some(item.origin),
            annotator: Some(item.stamp.annotator.clone()),
            at: Some(item.stamp.at),
        });
        let hash = Some(read.head.article.hash.clone());
        Ok(Document { name: read.head.article.id.clone(), hash, marks: marks.collect() })
    });
    each.collect()
}
