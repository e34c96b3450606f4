//! Ctrl-C, and other programs that ask a run to end: it stops where it is, with all it wrote whole.
//!
//! Nothing is done inside a signal handler but to note which signal it was. A second one ends the
//! program at once, as a crash does.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Which signal was heard, if one was.
#[derive(Clone, Default)]
pub(in crate::run) struct Signals(Arc<AtomicUsize>);

impl Signals {
    /// Hears from now on.
    #[cfg(unix)]
    pub(in crate::run) fn listen() -> io::Result<Signals> {
        use signal_hook::consts::{SIGINT, SIGTERM};
        use signal_hook::flag;
        let signals = Signals::default();
        let again = Arc::new(std::sync::atomic::AtomicBool::new(false));
        for (signal, number) in [(SIGINT, 2), (SIGTERM, 15)] {
            flag::register_conditional_default(signal, Arc::clone(&again))?;
            flag::register(signal, Arc::clone(&again))?;
            flag::register_usize(signal, Arc::clone(&signals.0), number)?;
        }
        Ok(signals)
    }

    /// Other systems have none.
    #[cfg(not(unix))]
    #[expect(clippy::unnecessary_wraps, reason = "other systems can refuse")]
    pub(in crate::run) fn listen() -> io::Result<Signals> {
        Ok(Signals::default())
    }

    /// Which one asked the run to end.
    pub(in crate::run) fn heard(&self) -> Option<i32> {
        let number = self.0.load(Ordering::Relaxed);
        i32::try_from(number).ok().filter(|number| *number > 0)
    }
}
