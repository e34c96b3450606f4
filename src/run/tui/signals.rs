//! Signals of the system: another program ends us, or we go on after a stop.
//!
//! Nothing is done inside a signal handler: a thread hears them and tells the loop.

use std::io;

use crossbeam_channel::Sender;

use super::Heard;

/// Hears signals until nobody listens.
#[cfg(unix)]
pub fn listen(tell: Sender<Heard>) -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGCONT, SIGHUP, SIGINT, SIGTERM])?;
    std::thread::spawn(move || {
        for signal in signals.forever() {
            let heard = if signal == SIGCONT { Heard::Continued } else { Heard::Ended(signal) };
            if tell.send(heard).is_err() {
                return;
            }
        }
    });
    Ok(())
}

/// Stops, as Ctrl-Z does where no program hears it, until somebody lets us go on.
#[cfg(unix)]
pub fn stop() {
    let _ = signal_hook::low_level::raise(signal_hook::consts::SIGTSTP);
}

/// Other systems have none.
#[cfg(not(unix))]
pub fn listen(_tell: Sender<Heard>) -> io::Result<()> {
    Ok(())
}

/// Other systems have none.
#[cfg(not(unix))]
pub fn stop() {}
