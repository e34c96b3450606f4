//! `onrecord extract`: many articles, in order, on all cores.
