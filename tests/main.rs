//! One test binary: the walls, the command line, the screens.

mod screen;
