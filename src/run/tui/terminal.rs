//! Takes the terminal and gives it back: at the end, while suspended, and after a panic.

use std::io::{self, BufWriter, Stdout, Write, stdout};
use std::sync::Once;
use std::{panic, thread};

use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste,
    EnableFocusChange, EnableMouseCapture,
};
use crossterm::execute;
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::Frame;
use ratatui::backend::CrosstermBackend;

use super::signals;
use crate::app::Size;

/// Bytes of a frame kept together on their way out, so that one picture is one write.
const FRAME: usize = 1 << 16;

/// How wide it is, where there is one.
pub fn columns() -> Option<usize> {
    crossterm::terminal::size().ok().map(|(columns, _)| usize::from(columns))
}

/// The terminal, taken. Gives it back when dropped.
pub struct Terminal {
    /// Whether the mouse is heard.
    mouse: bool,
    inner: ratatui::Terminal<CrosstermBackend<BufWriter<Stdout>>>,
}

impl Terminal {
    /// Takes it.
    pub fn enter(mouse: bool) -> io::Result<Terminal> {
        restore_on_panic();
        take(mouse)?;
        match begin() {
            Ok(inner) => Ok(Terminal { mouse, inner }),
            Err(error) => {
                give_back();
                Err(error)
            }
        }
    }

    /// Columns and rows.
    pub fn size(&self) -> io::Result<Size> {
        let size = self.inner.size()?;
        Ok(Size { width: size.width, height: size.height })
    }

    /// Draws one picture; the terminal shows it whole.
    pub fn draw(&mut self, picture: impl FnOnce(&mut Frame)) -> io::Result<()> {
        execute!(self.inner.backend_mut(), BeginSynchronizedUpdate)?;
        self.inner.draw(picture)?;
        execute!(self.inner.backend_mut(), EndSynchronizedUpdate)
    }

    /// Asks it something; the answer comes where keys are read.
    pub fn ask(&mut self, question: &str) -> io::Result<()> {
        let out = self.inner.backend_mut();
        out.write_all(question.as_bytes())?;
        Write::flush(out)
    }

    /// Puts words on the clipboard, where the terminal lets us (OSC 52); they travel encoded.
    pub fn copy(&mut self, words: &str) -> io::Result<()> {
        execute!(self.inner.backend_mut(), CopyToClipboard::to_clipboard_from(words))
    }

    /// Gives the terminal to the shell until the reader returns (`fg`).
    pub fn suspend(&mut self) -> io::Result<()> {
        if !cfg!(unix) {
            return Ok(());
        }
        give_back();
        signals::stop();
        self.resume()
    }

    /// Takes the terminal again after a stop; the next picture is drawn whole.
    ///
    /// A new terminal, since `clear` of the old one would ask where the cursor is, and the thread
    /// that hears keys would get the answer.
    pub fn resume(&mut self) -> io::Result<()> {
        take(self.mouse)?;
        execute!(stdout(), Clear(ClearType::All))?;
        self.inner = begin()?;
        Ok(())
    }
}

fn begin() -> io::Result<ratatui::Terminal<CrosstermBackend<BufWriter<Stdout>>>> {
    let out = BufWriter::with_capacity(FRAME, stdout());
    ratatui::Terminal::new(CrosstermBackend::new(out))
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.inner.show_cursor();
        give_back();
    }
}

fn take(mouse: bool) -> io::Result<()> {
    enable_raw_mode()?;
    execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange)?;
    if mouse { execute!(stdout(), EnableMouseCapture) } else { Ok(()) }
}

/// Cannot fail usefully: there is nobody left to tell.
fn give_back() {
    let mut out = stdout();
    let _ = execute!(out, DisableFocusChange, DisableBracketedPaste, DisableMouseCapture);
    let _ = execute!(out, LeaveAlternateScreen);
    let _ = execute!(out, crossterm::cursor::Show);
    let _ = disable_raw_mode();
    let _ = out.flush();
}

/// A panic of the loop gives the terminal back before it is told. One of a worker is caught where
/// it happens and shown as that story's error: nothing may be printed over the screen.
fn restore_on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = panic::take_hook();
        let screen = thread::current().id();
        panic::set_hook(Box::new(move |info| {
            if thread::current().id() == screen {
                give_back();
                usual(info);
            }
        }));
    });
}
