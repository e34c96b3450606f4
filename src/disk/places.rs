//! Where things lie: config and data folders, the annotation file of a story.
