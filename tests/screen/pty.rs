//! A real terminal: start, move, tag, resize, quit, and the terminal as it was before.

use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Longest wait for the screen to show something: a loaded machine is slow, a hang is a failure.
const PATIENCE: Duration = Duration::from_secs(20);

/// The program in a terminal of its own.
pub struct Session {
    pub parser: vt100::Parser,
    drawn: Receiver<Vec<u8>>,
    keys: Box<dyn Write + Send>,
    master: Box<dyn MasterPty + Send>,
    pub child: Box<dyn Child + Send + Sync>,
}

fn size(rows: u16, cols: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap()
}

impl Session {
    /// The program on its built-in story, in a home of its own.
    fn start(home: &std::path::Path) -> Session {
        Session::with(home, &[])
    }

    /// The program on these files.
    pub fn with(home: &std::path::Path, files: &[&str]) -> Session {
        let program = env!("CARGO_BIN_EXE_onrecord");
        Session::of(home, &[&[program], files].concat())
    }

    /// A command line, in the home's folder.
    pub fn of(home: &std::path::Path, line: &[&str]) -> Session {
        let pair = native_pty_system().openpty(size(30, 100)).unwrap();
        let mut command = CommandBuilder::new(line[0]);
        command.env("HOME", home);
        command.env("XDG_DATA_HOME", home.join("data"));
        command.env("XDG_CONFIG_HOME", home.join("config"));
        command.env("TERM", "xterm-256color");
        command.env_remove("NO_COLOR");
        command.env_remove("COLORFGBG");
        command.env("LANG", "C.UTF-8");
        command.args(&line[1..]);
        command.cwd(home);
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (tell, drawn) = channel();
        thread::spawn(move || {
            let mut bytes = vec![0; 1 << 16];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if tell.send(bytes[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let keys = pair.master.take_writer().unwrap();
        let parser = vt100::Parser::new(cells(30), cells(100), 0);
        Session { parser, drawn, keys, master: pair.master, child }
    }

    pub fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Waits until the screen is as wanted.
    pub fn wait(&mut self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        let begin = Instant::now();
        while !wanted(self.parser.screen()) {
            assert!(begin.elapsed() < PATIENCE, "no {what}:\n{}", self.parser.screen().contents());
            if let Ok(bytes) = self.drawn.recv_timeout(Duration::from_millis(50)) {
                self.parser.process(&bytes);
            }
        }
    }

    pub fn shows(&mut self, words: &str) {
        self.wait(words, |screen| screen.contents().contains(words));
    }

    /// Takes in what is drawn within that time; says whether anything was.
    pub fn drawn_within(&mut self, time: Duration) -> bool {
        let bytes = self.drawn.recv_timeout(time);
        if let Ok(bytes) = &bytes {
            self.parser.process(bytes);
        }
        bytes.is_ok()
    }

    /// Sends it a signal, by name.
    #[cfg(unix)]
    pub fn signal(&mut self, name: &str) {
        let pid = self.child.process_id().unwrap().to_string();
        let sent = std::process::Command::new("kill").args([&format!("-{name}"), &pid]).status();
        assert!(sent.unwrap().success());
    }

    /// Everything that is drawn until the program has ended, and its status.
    pub fn end(&mut self) -> (String, u32) {
        let status = self.child.wait().unwrap().exit_code();
        while let Ok(bytes) = self.drawn.recv_timeout(Duration::from_millis(500)) {
            self.parser.process(&bytes);
        }
        assert!(!self.parser.screen().alternate_screen());
        (self.parser.screen().contents(), status)
    }

    fn resize(&mut self, rows: u16, cols: u16) {
        self.parser.screen_mut().set_size(cells(rows), cells(cols));
        self.master.resize(size(rows, cols)).unwrap();
    }
}

#[test]
fn start_move_tag_resize_quit() {
    let home = tempfile::tempdir().unwrap();
    let mut session = Session::start(home.path());
    session.shows("to review");
    assert!(session.parser.screen().alternate_screen());
    session.press("J1");
    session.shows("C claim");
    session.shows("saved ");
    session.press("u");
    session.shows("undone");
    session.press("/the");
    session.shows(" found");
    session.press("\x1b");
    // An escape and a letter in one breath would be another key.
    session.wait("end of the search", |screen| !screen.contents().contains(" found"));
    session.press("?");
    session.shows("Enter chooses");
    session.press("\x1b");
    session.wait("end of the help", |screen| !screen.contents().contains("Enter chooses"));
    for (rows, cols) in [(10, 40), (3, 8), (1, 1), (50, 160), (30, 100)] {
        session.resize(rows, cols);
        thread::sleep(Duration::from_millis(20));
    }
    session.press("J");
    session.shows("to review");
    session.press("q");
    let status = session.child.wait().unwrap();
    session.wait("main screen", |screen| !screen.alternate_screen());
    let screen = session.parser.screen();
    assert!(status.success(), "{status:?}");
    assert!(!screen.hide_cursor() && !screen.bracketed_paste());
    assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
}

/// Through review, making, the palette, a query and a storm of sizes; then the next session opens where
/// this one ended, with its marks, and undoes them.
#[test]
fn review_make_ask_and_come_back() {
    let home = tempfile::tempdir().unwrap();
    let mut session = Session::start(home.path());
    session.shows("to review");
    session.press("R");
    session.shows("review 1 of");
    session.press("a");
    session.shows("review 2 of");
    session.press("q");
    session.wait("end of the review", |screen| !screen.contents().contains("review 2 of"));
    session.press("vc");
    session.shows("what is said");
    session.press("2");
    session.shows("new statement");
    session.press(":dash\r");
    session.shows("Who speaks how much");
    session.press("q");
    session.press("fmade\r");
    session.shows("1 of ");
    for (rows, cols) in [(6, 20), (20, 60), (60, 200), (2, 2), (36, 120), (30, 100)] {
        session.resize(rows, cols);
        thread::sleep(Duration::from_millis(20));
    }
    session.shows("· made");
    session.press("q");
    assert_eq!(session.end().1, 0);
    let mut session = Session::start(home.path());
    session.shows("to review");
    session.press("u");
    session.shows("undone: new statement");
    session.press("u");
    session.shows("undone: accepted");
    session.press("q");
    assert_eq!(session.end().1, 0);
}

/// The terminal is asked what its ground is; the answer turns the theme, however late it comes, and is
/// never taken for keys.
#[cfg(unix)]
#[test]
fn light_where_the_terminal_is() {
    for (answer, next) in [
        ("\x1b]11;rgb:fbfb/fafa/f6f6\x1b\\", "theme mono"),
        ("\x1b]11;rgb:ffff/ffff/ffff\x07", "theme mono"),
        ("\x1b]11;rgb:1414/1616/1a1a\x1b\\", "theme light"),
        ("", "theme light"),
    ] {
        let home = tempfile::tempdir().unwrap();
        let mut session = Session::start(home.path());
        session.shows("to review");
        session.press(answer);
        // What is pressed next goes on from the theme that was chosen.
        session.press("T");
        session.shows(next);
        session.press("J1");
        session.shows("C claim");
        session.press("q");
        assert_eq!(session.end().1, 0);
    }
}

#[cfg(unix)]
#[test]
fn a_signal_saves_and_gives_the_terminal_back() {
    let home = tempfile::tempdir().unwrap();
    for signal in ["TERM", "HUP", "INT"] {
        let mut session = Session::start(home.path());
        session.shows("to review");
        session.press("J1");
        session.shows("saved ");
        session.signal(signal);
        let (_, status) = session.end();
        assert_ne!(status, 0, "{signal}");
    }
    let kept = std::fs::read_dir(home.path().join("data/onrecord/annotations")).unwrap().count();
    assert_eq!(kept, 1);
}

/// Ctrl-Z and `fg` in a shell: it gets its terminal as it was, and the screen comes back whole, also when it
/// has another size by then.
#[cfg(unix)]
#[test]
fn a_shell_stops_it_and_lets_it_go_on() {
    let home = tempfile::tempdir().unwrap();
    let mut session = Session::of(home.path(), &["bash", "--norc", "--noprofile", "-i"]);
    let program = env!("CARGO_BIN_EXE_onrecord");
    // Typed as two words, so that what is printed is told from what is typed.
    session.press("PS1='sh''ell> '\n");
    session.shows("shell> ");
    let sane = |session: &mut Session, told: &str| {
        session.wait("the shell", |screen| {
            !screen.alternate_screen() && screen.contents().trim_end().ends_with("shell>")
        });
        session.press("stty -a | grep -c '[^-]icanon.* echo '; echo to''ld $?\n");
        session.shows("1\ntold 0");
        let screen = session.parser.screen();
        assert!(!screen.hide_cursor() && screen.contents().contains(told));
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        session.press("clear\n");
        session.wait("a clear screen", |screen| !screen.contents().contains("told"));
    };
    session.press(&format!("{program}\n"));
    session.shows("to review");
    for (rows, cols) in [(30, 100), (24, 80)] {
        session.press("\x1a");
        session.shows("Stopped");
        sane(&mut session, "Stopped");
        session.resize(rows, cols);
        session.press("fg\n");
        session.shows("to review");
        assert!(session.parser.screen().alternate_screen());
    }
    session.press("J1");
    session.shows("saved ");
    session.press("q");
    sane(&mut session, "");
    session.press("exit\n");
    assert_eq!(session.end().1, 0);
}

/// As another program stops it and lets it go on.
#[cfg(unix)]
#[test]
fn after_a_stop_the_screen_is_drawn_whole() {
    let home = tempfile::tempdir().unwrap();
    let mut session = Session::start(home.path());
    session.shows("to review");
    session.signal("STOP");
    session.parser = vt100::Parser::new(cells(30), cells(100), 0);
    session.signal("CONT");
    session.shows("to review");
    assert!(session.parser.screen().alternate_screen());
    session.press("q");
    assert_eq!(session.end().1, 0);
}

#[test]
fn marks_that_cannot_be_saved_are_rescued_on_leaving() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    std::fs::write(at("a.txt"), "“We will repair the pier,” Ada Hill said.\n").unwrap();
    let mut session = Session::with(home.path(), &["a.txt", "missing.txt"]);
    session.shows("missing.txt: there is no such file");
    session.shows("to review");
    session.press("J1");
    session.shows("saved ");
    let theirs = std::fs::read_to_string(at("a.txt.onrecord.ron")).unwrap();
    let theirs = theirs.replace("comment: \"\"", "comment: \"theirs\"");
    std::fs::write(at("a.txt.onrecord.ron"), &theirs).unwrap();
    session.press("2");
    session.shows("somebody else changed these marks");
    session.press("\x1b");
    session.wait("end of the list", |screen| !screen.contents().contains("join both"));
    session.press("q");
    session.shows("NOT SAVED");
    session.press("q");
    let (told, status) = session.end();
    assert_eq!(status, 2);
    let told: String = told.split_whitespace().collect();
    assert!(told.contains("acopyisin") && told.contains("missing.txt:there"), "{told}");
    assert_eq!(std::fs::read_to_string(at("a.txt.onrecord.ron")).unwrap(), theirs);
    let rescued = std::fs::read_dir(at("data/onrecord/rescued")).unwrap().next().unwrap().unwrap();
    assert!(std::fs::read_to_string(rescued.path()).unwrap().contains("commitment"));
}

/// Marks that an editor changed are asked about as soon as the terminal has the keys again.
#[test]
fn marks_changed_meanwhile_are_noticed_on_coming_back() {
    const BACK: &str = "\x1b[I";
    let home = tempfile::tempdir().unwrap();
    let marks = home.path().join("a.txt.onrecord.ron");
    std::fs::write(home.path().join("a.txt"), "“We will go,” Ada Hill said.\n").unwrap();
    let mut session = Session::with(home.path(), &["a.txt"]);
    session.shows("to review");
    session.press("J1");
    session.shows("saved ");
    let theirs = std::fs::read_to_string(&marks).unwrap().replace("claim", "denial");
    std::fs::write(&marks, &theirs).unwrap();
    session.press(BACK);
    session.shows("somebody else changed these marks");
    session.press("2");
    session.shows("D denial");
    session.shows("saved ");
    // A file that cannot be used is told, and stays as it is.
    std::fs::write(&marks, "<<<<<<< ours").unwrap();
    session.press(BACK);
    session.shows("and it cannot be used");
    session.press("q");
    assert_eq!(session.end().1, 0);
    assert_eq!(std::fs::read_to_string(&marks).unwrap(), "<<<<<<< ours");
}

#[test]
fn where_nothing_opens_there_is_no_screen() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("empty.txt"), "\0\0\0").unwrap();
    let mut session = Session::with(home.path(), &["missing.txt", "empty.txt"]);
    let (told, status) = session.end();
    assert!(told.contains("no story could be read"), "{told}");
    assert_eq!(status, 2);
}
