//! The headless contract: one line an article, offsets in code points of the text as it came in.
