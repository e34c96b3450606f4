//! Many articles on all cores: the threads, how far they are, and how they are asked to stop. What
//! an article comes to is the business of whoever asked: `extract` and `library`.

pub(super) mod crew;
pub(super) mod progress;
pub(super) mod signals;
