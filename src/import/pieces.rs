//! Long streams → pieces of one article each, in constant memory: lines, messages, records.

use std::io::{self, BufRead, Read};

use super::MAX_BYTES;

/// How a stream is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Not at all: it is one file.
    Whole,
    /// At line ends: JSONL.
    Lines,
    /// At lines that begin with `From ` behind a blank one: mailboxes.
    Messages,
    /// By the lengths that its records say: WARC.
    Records,
}

/// The most bytes of the header of a record; real ones have 500.
const HEADER: u64 = 64 << 10;

/// The next piece; none at the end. One above [`MAX_BYTES`] is read over and comes cut, one byte too
/// long, for its reader to refuse. `begun` holds what was read of the next one already: nothing at first,
/// and the same from piece to piece of one stream.
pub fn piece(
    cut: Cut,
    reader: &mut dyn BufRead,
    begun: &mut Vec<u8>,
) -> io::Result<Option<Vec<u8>>> {
    match cut {
        Cut::Whole => {
            let mut all = Vec::new();
            reader.take(MAX_BYTES as u64 + 1).read_to_end(&mut all)?;
            Ok((!all.is_empty()).then_some(all))
        }
        Cut::Lines => line(reader),
        Cut::Messages => message(reader, begun),
        Cut::Records => record(reader),
    }
}

/// The next line without its end.
fn line(reader: &mut dyn BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    let read = (&mut *reader).take(MAX_BYTES as u64 + 1).read_until(b'\n', &mut line)?;
    if read == 0 {
        return Ok(None);
    }
    if line.ends_with(b"\n") {
        line.truncate(line.len() - 1);
    } else if line.len() > MAX_BYTES {
        reader.skip_until(b'\n')?;
    }
    if line.ends_with(b"\r") {
        line.truncate(line.len() - 1);
    }
    Ok(Some(line))
}

/// The next message, with its line `From …` if it has one. The line of the next is begun by then: a look
/// ahead would see no further than the bytes at hand, which may end inside the word.
fn message(reader: &mut dyn BufRead, begun: &mut Vec<u8>) -> io::Result<Option<Vec<u8>>> {
    let mut message = std::mem::take(begun);
    // A long line comes in several parts: only what begins one can be blank or begin a message.
    let (mut blank, mut ended) = (false, message.is_empty() || message.ends_with(b"\n"));
    loop {
        let mut line = Vec::new();
        (&mut *reader).take(HEADER).read_until(b'\n', &mut line)?;
        if line.is_empty() {
            return Ok((!message.is_empty()).then_some(message));
        }
        if blank && line.starts_with(b"From ") {
            *begun = line;
            return Ok(Some(message));
        }
        blank = ended && matches!(line.as_slice(), b"\n" | b"\r\n");
        ended = line.ends_with(b"\n");
        let room = (MAX_BYTES + 1).saturating_sub(message.len());
        message.extend_from_slice(line.get(..room).unwrap_or(&line));
    }
}

/// The next record: its header, a blank line, its block. What is no record is an error that ends
/// the stream, since nothing says where the next one would begin.
fn record(reader: &mut dyn BufRead) -> io::Result<Option<Vec<u8>>> {
    let broken = |why: &str| io::Error::new(io::ErrorKind::InvalidData, why.to_owned());
    let mut record = Vec::new();
    let mut length = None;
    loop {
        let mut line = Vec::new();
        (&mut *reader).take(HEADER).read_until(b'\n', &mut line)?;
        let bare = line.trim_ascii();
        if record.is_empty() {
            match bare {
                [] if line.is_empty() => return Ok(None),
                [] => continue,
                _ if bare.starts_with(b"WARC/") => {}
                _ => return Err(broken("a record does not begin with WARC/")),
            }
        }
        if line.is_empty() || record.len() as u64 > HEADER {
            return Err(broken("the header of a record does not end"));
        }
        record.extend_from_slice(bare);
        record.extend_from_slice(b"\r\n");
        if bare.is_empty() {
            break;
        }
        let text = String::from_utf8_lossy(bare);
        match text.split_once(':') {
            Some((name, value)) if name.trim().eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse::<u64>().ok();
            }
            _ => {}
        }
    }
    let length = length.ok_or_else(|| broken("a record does not say its length"))?;
    let room = (MAX_BYTES as u64 + 1).saturating_sub(record.len() as u64);
    let kept = (&mut *reader).take(length.min(room)).read_to_end(&mut record)? as u64;
    if kept == length.min(room) {
        io::copy(&mut (&mut *reader).take(length - kept), &mut io::sink())?;
    }
    Ok(Some(record))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(cut: Cut, text: &str) -> Vec<String> {
        cut_in(cut, &mut text.as_bytes())
    }

    fn cut_in(cut: Cut, rest: &mut dyn BufRead) -> Vec<String> {
        let (mut pieces, mut begun) = (Vec::new(), Vec::new());
        loop {
            match piece(cut, rest, &mut begun) {
                Ok(Some(piece)) => pieces.push(String::from_utf8(piece).unwrap()),
                Ok(None) => return pieces,
                Err(error) => {
                    pieces.push(format!("error: {error}"));
                    return pieces;
                }
            }
        }
    }

    #[test]
    #[rustfmt::skip]
    fn cuts() {
        for (how, text, pieces) in [
            (Cut::Lines,    "one\r\n\ntwo",                     &["one", "", "two"][..]),
            (Cut::Whole,    "one\ntwo",                         &["one\ntwo"]),
            (Cut::Messages, "From a\nX: 1\n\nIt.\n\nFrom b\n\nFrom the hills.\n", &["From a\nX: 1\n\nIt.\n\n", "From b\n\n", "From the hills.\n"]),
            (Cut::Messages, "X: 1\n\nFor >From\nFrom no\n",     &["X: 1\n\nFor >From\nFrom no\n"]),
            (Cut::Records,  "WARC/1.0\r\nContent-Length: 3\r\n\r\nabc\r\n\r\nWARC/1.0\nContent-Length:0\n\n",
                            &["WARC/1.0\r\nContent-Length: 3\r\n\r\nabc", "WARC/1.0\r\nContent-Length:0\r\n\r\n"]),
            (Cut::Records,  "WARC/1.0\r\nContent-Length: 9999999999\r\n\r\nabc", &["WARC/1.0\r\nContent-Length: 9999999999\r\n\r\nabc"]),
            (Cut::Records,  "WARC/1.0\r\n\r\n",                 &["error: a record does not say its length"]),
            (Cut::Records,  "no",                               &["error: a record does not begin with WARC/"]),
            (Cut::Lines,    "",                                 &[]),
        ] {
            assert_eq!(cut(how, text), pieces, "{text}");
        }
    }

    /// Wherever the bytes at hand end, inside the word too, letters are told apart as in one stretch.
    #[test]
    fn letters_are_told_apart_at_every_edge() {
        let box_of_three =
            "From a\nX: 1\n\nIt.\n\nFrom b\nX: 2\n\nFrom the hills.\nFro\n\nFrom c\n\n";
        let whole = cut(Cut::Messages, box_of_three);
        assert_eq!(whole.len(), 4, "{whole:?}");
        for size in 1..=box_of_three.len() {
            let mut rest = io::BufReader::with_capacity(size, box_of_three.as_bytes());
            assert_eq!(cut_in(Cut::Messages, &mut rest), whole, "{size} bytes at hand");
        }
        // A line longer than what is read at once hides nothing and begins nothing.
        let long = "x".repeat(usize::try_from(HEADER).unwrap());
        for (line, letters) in
            [(format!("{long}\nFrom b\n"), 1), (format!("{long}\n\nFrom b\n"), 2)]
        {
            assert_eq!(cut(Cut::Messages, &format!("From a\n\n{line}")).len(), letters);
        }
    }
}
