//! The annotation file, format 1: RON, sorted, one block an item.
