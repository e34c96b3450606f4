//! Risky readers in a process of their own: libraries that read markup could use up the stack, the
//! memory or the day on input made for it, and no thread can be saved from that.
//!
//! A [`Reader`] starts this same program as its child when it is first needed, hands it one file or
//! piece at a time, and takes the articles back. A child that dies or takes too long is that file's
//! failure; the next file gets a new one.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;
use std::{env, thread};

use crossbeam_channel::{Receiver, RecvTimeoutError, unbounded};
use serde::{Deserialize, Serialize};

use crate::article::{Metadata, Named, Origin};
use crate::import::{self, FORMATS, Format, Given, ImportError, Loaded, Refused};

/// What the child is asked to do on the command line; not shown in any help.
pub const COMMAND: &str = "read-apart";

/// No article takes longer to read: the largest that is not refused takes a second or two.
const PATIENCE: Duration = Duration::from_secs(20);

/// Asks for the reading of so many bytes that follow.
#[derive(Serialize, Deserialize)]
struct Ask {
    format: String,
    path: String,
    number: Option<usize>,
    fast: bool,
    bytes: usize,
}

/// One article that was read, as it is made again here, or why there is none.
#[derive(Serialize, Deserialize)]
struct Answer {
    number: Option<usize>,
    text: String,
    #[serde(flatten)]
    told: Told,
    refused: Option<(String, String)>,
}

/// Metadata without its stretches of text, which are found again.
#[derive(Default, Serialize, Deserialize)]
struct Told {
    title: Option<String>,
    byline: Option<String>,
    publisher: Option<String>,
    place: Option<String>,
    published: Option<String>,
    url: Option<String>,
    language: Option<String>,
}

/// Reads through a child. Makes one when it is first needed.
pub struct Reader {
    start: fn() -> io::Result<Command>,
    child: Option<Open>,
    patience: Duration,
}

struct Open {
    child: Child,
    ask: ChildStdin,
    answers: Receiver<io::Result<String>>,
}

impl Default for Reader {
    fn default() -> Reader {
        Reader { start: this_program, child: None, patience: PATIENCE }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.end();
    }
}

fn this_program() -> io::Result<Command> {
    let mut command = Command::new(env::current_exe()?);
    command.arg(COMMAND);
    Ok(command)
}

/// Keeps Ctrl-C on a terminal from a child: it would be told as that file's failure while the run
/// ends in order. It ends when nobody asks it any more.
pub(super) fn aside(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(not(unix))]
    let _ = command;
}

impl Reader {
    /// As [`import::read`], through the child where the format is risky.
    pub fn read(&mut self, given: &Given, format: Format) -> Vec<Result<Loaded, Refused>> {
        if !format.row().risky || given.bytes.len() > import::MAX_BYTES {
            return import::read(given, format);
        }
        let lost = |why: String| vec![Err(given.refuse(ImportError::Lost { why }))];
        if self.child.is_none() {
            match self.open() {
                Ok(open) => self.child = Some(open),
                // Where no process can be started, what is left is to read here.
                Err(_) => return import::read(given, format),
            }
        }
        match self.exchange(given, format) {
            Ok(answers) => answers.into_iter().map(|answer| again(given, answer)).collect(),
            Err(why) => {
                self.end();
                lost(why)
            }
        }
    }

    fn open(&self) -> io::Result<Open> {
        let mut command = (self.start)()?;
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        aside(&mut command);
        let mut child = command.spawn()?;
        let (Some(ask), Some(out)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let (answer, answers) = unbounded();
        let listen = move || {
            for line in BufReader::new(out).lines() {
                if answer.send(line).is_err() {
                    return;
                }
            }
        };
        thread::Builder::new().name("answers".to_owned()).spawn(listen)?;
        Ok(Open { child, ask, answers })
    }

    /// Asks and waits; the reason in words where no answer comes.
    fn exchange(&mut self, given: &Given, format: Format) -> Result<Vec<Answer>, String> {
        let died = "its reader ended before it was done".to_owned();
        let open = self.child.as_mut().ok_or_else(|| died.clone())?;
        let ask = Ask {
            format: format.row().name.to_owned(),
            path: given.path.to_owned(),
            number: given.number,
            fast: given.fast,
            bytes: given.bytes.len(),
        };
        let line = serde_json::to_string(&ask).map_err(|error| error.to_string())?;
        let told = writeln!(open.ask, "{line}")
            .and_then(|()| open.ask.write_all(given.bytes))
            .and_then(|()| open.ask.flush());
        if told.is_err() {
            return Err(died);
        }
        match open.answers.recv_timeout(self.patience) {
            Ok(Ok(line)) => serde_json::from_str(&line).map_err(|error| error.to_string()),
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => Err(died),
            Err(RecvTimeoutError::Timeout) => {
                Err(format!("it took longer than {} seconds", self.patience.as_secs()))
            }
        }
    }

    fn end(&mut self) {
        if let Some(mut open) = self.child.take() {
            let _ = open.child.kill();
            let _ = open.child.wait();
        }
    }
}

/// Makes the article of an answer, as the reader of its format does.
fn again(given: &Given, answer: Answer) -> Result<Loaded, Refused> {
    if let Some((id, why)) = answer.refused {
        return Err(Refused { id, why: ImportError::Told(why) });
    }
    let given = Given { number: answer.number, ..given.clone() };
    let Told { title, byline, publisher, place, published, url, language } = answer.told;
    let metadata = Metadata {
        title,
        byline,
        publisher,
        place: place.map(|name| Named { name, span: None }),
        published: published.and_then(|day| day.parse().ok()),
        url,
        language,
        ..Metadata::default()
    };
    given.article(answer.text, metadata)
}

/// The child's side: answers until nobody asks any more.
pub fn serve() -> io::Result<()> {
    let (mut asked, mut out) = (BufReader::new(io::stdin().lock()), io::stdout().lock());
    let mut line = String::new();
    loop {
        line.clear();
        if asked.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let ask: Ask = serde_json::from_str(&line)?;
        let row = FORMATS.iter().find(|row| row.name == ask.format);
        let row = row.ok_or(io::ErrorKind::InvalidInput)?;
        let mut bytes = Vec::new();
        asked.by_ref().take(ask.bytes as u64).read_to_end(&mut bytes)?;
        let given = Given {
            path: &ask.path,
            number: ask.number,
            origin: Origin::Stdin,
            bytes: &bytes,
            fast: ask.fast,
        };
        let read = std::panic::catch_unwind(|| import::read(&given, row.format));
        let answers: Vec<Answer> = match read {
            Ok(read) => read.into_iter().map(answer).collect(),
            Err(_) => return Err(io::ErrorKind::Other.into()),
        };
        serde_json::to_writer(&mut out, &answers)?;
        out.write_all(b"\n")?;
        out.flush()?;
    }
}

fn answer(read: Result<Loaded, Refused>) -> Answer {
    match read {
        Ok(Loaded { given, source, number, .. }) => Answer {
            number,
            text: source,
            told: Told {
                title: given.title,
                byline: given.byline,
                publisher: given.publisher,
                place: given.place.map(|place| place.name),
                published: given.published.map(|day| day.to_string()),
                url: given.url,
                language: given.language,
            },
            refused: None,
        },
        Err(Refused { id, why }) => Answer {
            number: None,
            text: String::new(),
            told: Told::default(),
            refused: Some((id, why.to_string())),
        },
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn told(start: fn() -> io::Result<Command>) -> Vec<String> {
        let mut reader = Reader { start, child: None, patience: Duration::from_millis(300) };
        let given = Given::file("a.html", b"<p>It rained.</p>");
        let shown = |read: Result<Loaded, Refused>| match read {
            Ok(loaded) => loaded.source,
            Err(refused) => refused.to_string(),
        };
        (0..2).flat_map(|_| reader.read(&given, Format::Html)).map(shown).collect()
    }

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn a_child_that_dies_or_dreams_is_one_failure_each_time() {
        let died = "a.html: could not be read safely: its reader ended before it was done";
        assert_eq!(told(|| Ok(shell("kill -ABRT $$"))), [died, died]);
        let slow = "a.html: could not be read safely: it took longer than 0 seconds";
        assert_eq!(told(|| Ok(shell("sleep 60"))), [slow, slow]);
        let here = told(|| Err(io::ErrorKind::NotFound.into()));
        assert_eq!(
            here,
            ["It rained.", "It rained."],
            "read in this process where there is no other"
        );
    }
}
