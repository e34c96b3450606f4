//! How far a run has come, on standard error: one line that changes on a terminal, else a line every
//! so often.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::disk::listing;
use crate::run::tell;

/// How often the line on a terminal changes.
const SHOWN: Duration = Duration::from_millis(200);

/// How often a line is added elsewhere: a hundred in an hour.
const TOLD: Duration = Duration::from_secs(30);

/// Cells of the bar: the line fits into 80 columns at a million articles.
const BAR: usize = 10;

/// What is known of a run.
pub(in crate::run) struct Progress {
    how: How,
    last: Instant,
    drawn: bool,
    /// When the first article was counted: what was passed over before is no work.
    begun: Option<Begun>,
    /// Bytes taken from the disk.
    taken: Arc<AtomicU64>,
    /// Bytes to be taken in all, once they are counted and if they can be.
    total: Arc<OnceLock<Option<u64>>>,
}

/// Where the work began.
#[derive(Clone, Copy)]
struct Begun {
    at: Instant,
    articles: u64,
    taken: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Drawn,
    Told,
    Hidden,
}

impl Progress {
    /// Of a run that writes into a file, or to standard output: on a terminal the lines of that
    /// would come between.
    pub(in crate::run) fn new(into_file: bool) -> Progress {
        let how = match (io::stderr().is_terminal(), into_file || !io::stdout().is_terminal()) {
            (true, true) => How::Drawn,
            (true, false) => How::Hidden,
            (false, _) => How::Told,
        };
        Progress {
            how,
            last: Instant::now(),
            drawn: false,
            begun: None,
            taken: Arc::default(),
            total: Arc::default(),
        }
    }

    /// Counts in the background what there is to read; gives where it is counted what is read.
    pub(in crate::run) fn watch(&self, paths: &[PathBuf]) -> Arc<AtomicU64> {
        let (total, paths) = (Arc::clone(&self.total), paths.to_vec());
        if self.how != How::Hidden {
            // Without it there is no time left to show, and that is all.
            let count = move || total.set(listing::size(&paths)).is_ok();
            let _ = thread::Builder::new().name("counting".to_owned()).spawn(count);
        }
        Arc::clone(&self.taken)
    }

    /// Shows how many articles there are and how many of them failed, if it is time.
    pub(in crate::run) fn show(&mut self, articles: u64, failed: u64) {
        let taken = self.taken.load(Ordering::Relaxed);
        let now = Begun { at: Instant::now(), articles, taken };
        let begun = *self.begun.get_or_insert(now);
        let every = if self.how == How::Drawn { SHOWN } else { TOLD };
        if self.how == How::Hidden || self.last.elapsed() < every {
            return;
        }
        self.last = now.at;
        let line = line(begun, now, failed, self.total.get().copied().flatten());
        if self.how == How::Told {
            return tell(&line);
        }
        let _ = write!(io::stderr(), "\r{line}\x1b[K");
        self.drawn = true;
    }

    /// Takes the line away, for another or at the end.
    pub(in crate::run) fn clear(&mut self) {
        if self.drawn {
            let _ = write!(io::stderr(), "\r\x1b[K");
            self.drawn = false;
        }
    }
}

/// “ 34 % ███░░░░░░░ 12,345 articles · 215/s · 3 failed · 4 min left”.
fn line(begun: Begun, now: Begun, failed: u64, total: Option<u64>) -> String {
    let seconds = (now.at - begun.at).as_secs_f64().max(1e-3);
    let rate = (now.articles - begun.articles) as f64 / seconds;
    let mut parts = vec![format!("{} articles", grouped(now.articles)), format!("{rate:.0}/s")];
    if failed > 0 {
        parts.push(format!("{} failed", grouped(failed)));
    }
    let Some(total) = total.filter(|total| *total > 0) else { return parts.join(" · ") };
    let share = (now.taken as f64 / total as f64).min(1.0);
    let speed = (now.taken - begun.taken) as f64 / seconds;
    if speed > 0.0 {
        parts.push(left(total.saturating_sub(now.taken) as f64 / speed));
    }
    let full = (share * BAR as f64).round();
    let bar: String = (0..BAR).map(|at| if (at as f64) < full { '█' } else { '░' }).collect();
    format!("{:>3.0} % {bar} {}", share * 100.0, parts.join(" · "))
}

/// “12,345”.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let comma = |(at, digit): (usize, char)| {
        let begins = at > 0 && (digits.len() - at).is_multiple_of(3);
        begins.then_some(',').into_iter().chain([digit])
    };
    digits.chars().enumerate().flat_map(comma).collect()
}

fn left(seconds: f64) -> String {
    match seconds {
        few if few < 90.0 => format!("{few:.0} s left"),
        some if some < 5400.0 => format!("{:.0} min left", some / 60.0),
        many => format!("{:.1} h left", many / 3600.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        let at = Instant::now();
        let begun = Begun { at, articles: 1_000, taken: 1_000_000 };
        let now = Begun { at: at + Duration::from_secs(10), articles: 3_150, taken: 3_000_000 };
        for (failed, total, shown) in [
            (0, None, "3,150 articles · 215/s"),
            (1_234, None, "3,150 articles · 215/s · 1,234 failed"),
            (0, Some(6_000_000), " 50 % █████░░░░░ 3,150 articles · 215/s · 15 s left"),
            (
                2,
                Some(90_000_000),
                "  3 % ░░░░░░░░░░ 3,150 articles · 215/s · 2 failed · 7 min left",
            ),
            (0, Some(0), "3,150 articles · 215/s"),
        ] {
            assert_eq!(line(begun, now, failed, total), shown);
            assert!(shown.chars().count() < 70);
        }
        assert_eq!([left(5_400.0), left(60.0)], ["1.5 h left", "60 s left"]);
        assert_eq!(
            [grouped(7), grouped(999_999), grouped(1_000_000)],
            ["7", "999,999", "1,000,000"]
        );
    }
}
