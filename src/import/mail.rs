//! Letters: one message of mail, or one of a mailbox. Attachments are not read.

use mail_parser::{Address, Message, MessageParser};

use super::html::names;
use super::markup::{lines, one_line};
use super::{Given, Head, ImportError, Loaded, Refused, decode, markup};
use crate::article::Metadata;

/// Parts of a message: real ones have ten; a parser keeps a list of them all.
const PARTS: usize = 1_000;

/// Header lines that begin messages; two of them in the first lines make it one.
#[rustfmt::skip]
const HEADERS: &[&str] = &[
    "from:", "to:", "subject:", "date:", "received:", "return-path:", "message-id:", "mime-version:", "delivered-to:",
    "content-type:", "list-id:", "reply-to:", "x-mailer:", "dkim-signature:",
];

pub(super) fn begins(head: &Head) -> bool {
    let mut first = head.text.lines().take(12);
    // “From jane@example.org Mon Nov 13 08:00:00 2017”
    let mailbox = |line: &str| {
        line.starts_with("From ")
            && line.split_whitespace().count() >= 6
            && line.matches(':').count() >= 2
    };
    let header = |line: &str| {
        let small = line.get(..line.len().min(20)).unwrap_or_default().to_lowercase();
        HEADERS.iter().any(|name| small.starts_with(name))
    };
    let starts = head.text.lines().next().is_some_and(|line| mailbox(line) || header(line));
    starts
        && (head.text.lines().next().is_some_and(mailbox)
            || first.by_ref().filter(|line| header(line)).count() >= 2)
}

pub(super) fn read(given: &Given) -> Vec<Result<Loaded, Refused>> {
    // A mailbox that was not cut into messages is one that was read whole.
    if given.number.is_none() && given.bytes.starts_with(b"From ") {
        let (mut rest, mut begun) = (given.bytes, Vec::new());
        let mut messages = Vec::new();
        while let Ok(Some(piece)) = super::piece(super::Cut::Messages, &mut rest, &mut begun) {
            let number = messages.len() + 1;
            messages.push(message(&Given { bytes: &piece, ..given.part(number) }));
        }
        return messages;
    }
    vec![message(given)]
}

fn message(given: &Given) -> Result<Loaded, Refused> {
    let bytes = without_from_line(given.bytes);
    if bytes.windows(2).filter(|two| two == b"--").count() > PARTS * 100 {
        return Err(given.refuse(ImportError::TooMuch { what: "parts", most: PARTS }));
    }
    let parsed = MessageParser::default().parse(bytes);
    let message = parsed.ok_or_else(|| given.broken("mail", &"it has no headers"))?;
    if message.parts.len() > PARTS {
        return Err(given.refuse(ImportError::TooMuch { what: "parts", most: PARTS }));
    }
    let text = words(&message).map_err(|why| given.refuse(why))?;
    if !decode::is_text(&text) {
        return Err(given.refuse(ImportError::NotText { looks_like: "binary" }));
    }
    let sender = message.from().and_then(Address::first);
    let name = sender.and_then(|one| one.name());
    let day = message.date().and_then(|date| {
        let (year, month, day) = (
            i16::try_from(date.year).ok()?,
            i8::try_from(date.month).ok()?,
            i8::try_from(date.day).ok()?,
        );
        jiff::civil::Date::new(year, month, day).ok()
    });
    let metadata = Metadata {
        title: message.subject().and_then(one_line),
        byline: name.and_then(|name| names(&[name.to_owned()])),
        publisher: message.header_raw("List-Id").and_then(list),
        published: day,
        ..Metadata::default()
    };
    given.article(text, metadata)
}

/// The first plain part as it is, else the first one of HTML.
fn words(message: &Message) -> Result<String, ImportError> {
    let plain = message.text_bodies().find(|part| part.is_text() && !part.is_text_html());
    if let Some(text) = plain.and_then(|part| part.text_contents()) {
        return Ok(unwrapped(text));
    }
    let html = message.html_bodies().find_map(|part| part.text_contents());
    html.map_or_else(|| Ok(String::new()), markup::text)
}

/// Paragraphs of a plain letter, whose lines are wrapped at 70 characters or so.
fn unwrapped(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let paragraphs = text.split("\n\n").map(|paragraph| paragraph.replace('\n', " "));
    lines(&paragraphs.collect::<Vec<_>>().join("\n"))
}

/// “Daily Bugle <news.example.org>” gives the name of the list.
fn list(words: &str) -> Option<String> {
    one_line(words.split('<').next()?.trim_matches(['"', ' ']))
}

fn without_from_line(bytes: &[u8]) -> &[u8] {
    if !bytes.starts_with(b"From ") {
        return bytes;
    }
    let end = bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| at + 1);
    bytes.get(end..).unwrap_or_default()
}
