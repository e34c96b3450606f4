//! `onrecord export`: a story and its marks, for another tool.
