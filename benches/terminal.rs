//! The program itself in a pseudo-terminal: how long until the first picture and until the statements
//! are there, how long from a key to the last byte of its picture, how long until a mark that it made
//! is told to be saved, and how much memory it takes.
//!
//! `cargo bench --bench terminal`. Budgets: a 5 kB story 30 ms and 60 ms; 1 MB with 10,000
//! statements p99 5 ms at 200×60; 10 MB first picture 100 ms, 200 MB resident, keys alive throughout.

#![expect(clippy::print_stdout, reason = "what was measured is told")]

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};

/// Paragraphs with many statements, written for this.
const PARAGRAPHS: [&str; 4] = [
    "Mayor Ada Hill promised that the bridge will open in May. “We have not spent one crown too much,” Hill told reporters.",
    "Bo Lund denied that the cost had doubled. “There was no secret,” he said, adding that the council knew.",
    "According to Mira Kaya, the steel is late. She said that her people would work through the winter.",
    "“It will hold,” the engineer said. Hill confirmed that the ferry stops in June, and Lund rejected the plan.",
];

/// No picture for so long means that the program is done drawing.
const QUIET: Duration = Duration::from_millis(40);
/// Ends a picture: the terminal shows it whole.
const WHOLE: &[u8] = b"\x1b[?2026l";
/// Longest wait for anything.
const PATIENCE: Duration = Duration::from_secs(300);

struct Session {
    drawn: Receiver<(Instant, Vec<u8>)>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    screen: vt100::Parser,
    began: Instant,
}

impl Session {
    fn start(home: &Path, story: &str, rows: u16, cols: u16) -> Session {
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_onrecord"));
        for (name, value) in
            [("HOME", "."), ("XDG_DATA_HOME", "data"), ("XDG_CONFIG_HOME", "config")]
        {
            command.env(name, home.join(value));
        }
        command.env("TERM", "xterm-256color");
        command.env("COLORTERM", "truecolor");
        command.arg(story);
        command.cwd(home);
        let began = Instant::now();
        let child = pair.slave.spawn_command(command).expect("it starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let keys = pair.master.take_writer().expect("a writer");
        let (tell, drawn) = channel();
        thread::spawn(move || {
            let _master = pair.master;
            let mut bytes = vec![0; 1 << 16];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if tell.send((Instant::now(), bytes[..count].to_vec())).is_err() {
                    return;
                }
            }
        });
        let screen = vt100::Parser::new(
            rows.try_into().expect("rows"),
            cols.try_into().expect("columns"),
            0,
        );
        Session { drawn, keys, child, screen, began }
    }

    /// Time from the start until the screen holds these words.
    fn until(&mut self, words: &str) -> Duration {
        loop {
            if self.screen.screen().contents().contains(words) {
                return self.began.elapsed();
            }
            let (at, bytes) = self.drawn.recv_timeout(PATIENCE).expect("it draws");
            self.screen.process(&bytes);
            if self.screen.screen().contents().contains(words) {
                return at - self.began;
            }
        }
    }

    /// Times from a key to the last byte of its picture, and to the last byte drawn at all: the picture
    /// that tells of a save comes when the disk is done.
    fn key(&mut self, keys: &str) -> [Duration; 2] {
        let pressed = Instant::now();
        self.keys.write_all(keys.as_bytes()).expect("typed");
        self.keys.flush().expect("typed");
        let (mut picture, mut last) = (None, pressed);
        let mut drawn = Vec::new();
        let mut wait = Duration::from_secs(2);
        while let Ok((at, bytes)) = self.drawn.recv_timeout(wait) {
            self.screen.process(&bytes);
            drawn.extend(bytes);
            if picture.is_none() && drawn.windows(WHOLE.len()).any(|end| end == WHOLE) {
                picture = Some(at);
            }
            last = at;
            wait = QUIET;
        }
        [picture.unwrap_or(last) - pressed, last - pressed]
    }

    /// Megabytes resident now (`VmRSS`) or at most (`VmHWM`), by the system's own count.
    fn memory(&self, which: &str) -> Option<u64> {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", self.child.process_id()?)).ok()?;
        let line = status.lines().find(|line| line.starts_with(which))?;
        let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
        Some(kilobytes / 1024)
    }

    fn end(mut self) {
        let _ = self.keys.write_all(b"q");
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn text(bytes: usize) -> String {
    let mut text = String::from("The bridge\n\n");
    let mut turn = PARAGRAPHS.iter().cycle();
    while text.len() < bytes {
        text.push_str(turn.next().expect("a cycle never ends"));
        text.push_str("\n\n");
    }
    text
}

fn told(name: &str, value: impl std::fmt::Display, budget: &str) {
    println!("{name:<44} {value:>12}   (budget {budget})");
}

fn ms(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

fn main() {
    let home = tempfile::tempdir().expect("a folder");
    let at = |name: &str| home.path().join(name);
    std::fs::write(at("small.txt"), text(5_000)).expect("written");
    std::fs::write(at("large.txt"), text(1_000_000)).expect("written");
    std::fs::write(at("huge.txt"), text(10_000_000)).expect("written");

    let mut first = Vec::new();
    let mut there = Vec::new();
    for _ in 0..15 {
        let mut session = Session::start(home.path(), "small.txt", 24, 80);
        first.push(session.until("story"));
        there.push(session.until("to review"));
        session.end();
    }
    first.sort_unstable();
    there.sort_unstable();
    told("5 kB: first picture, median of 15 starts", ms(first[7]), "30 ms");
    told("5 kB: statements there, median", ms(there[7]), "60 ms");

    let mut session = Session::start(home.path(), "large.txt", 60, 200);
    let opened = session.until("to review");
    session.key("j");
    told("1 MB: statements there", ms(opened), "-");
    let mut times = Vec::new();
    for place in ["gg", "G"] {
        session.key(place);
        let keys = "jkwbJHJJaujk)(}{".chars().cycle().take(160);
        let (mut here, mut saved): (Vec<Duration>, Vec<Duration>) =
            keys.map(|key| session.key(&key.to_string()).into()).unzip();
        here.sort_unstable();
        saved.sort_unstable();
        let name = format!("1 MB, 200×60: key to last byte, p99 at {place}");
        told(&name, ms(here[here.len() * 99 / 100]), "5 ms");
        told("  with what is told of saves", ms(saved[saved.len() * 99 / 100]), "-");
        times.extend(here);
    }
    times.sort_unstable();
    told("1 MB: the same, median", ms(times[times.len() / 2]), "-");
    session.end();

    let mut session = Session::start(home.path(), "huge.txt", 60, 200);
    told("10 MB: first picture", ms(session.until("story")), "100 ms");
    let mut slowest = Duration::ZERO;
    while !session.screen.screen().contents().contains("to review") {
        slowest = slowest.max(session.key("T")[0]);
    }
    told("10 MB: statements there", ms(session.began.elapsed()), "progress shown");
    told("10 MB: slowest key while it was read", ms(slowest), "alive");
    session.key("G");
    let memory = |which: &str| {
        session.memory(which).map_or("unknown".to_owned(), |megabytes| format!("{megabytes} MB"))
    };
    told("10 MB: memory", memory("VmRSS:"), "200 MB");
    told("10 MB: memory at most, while it was read", memory("VmHWM:"), "-");
    session.end();
}
