//! WARC: an archive of what a crawler fetched; each response that is a page of HTML is an article.

use std::io::Read;

use flate2::read::{MultiGzDecoder, ZlibDecoder};

use super::html::{date, page};
use super::{Cut, Given, Head, ImportError, Loaded, Refused, decode, html, piece};
use crate::article::Metadata;

/// The largest page in an archive, in bytes; a packed one is unpacked so far and no further.
const PAGE: u64 = html::PAGE_BYTES as u64;

pub(super) fn begins(head: &Head) -> bool {
    head.bytes.starts_with(b"WARC/1.") || head.bytes.starts_with(b"WARC/0.")
}

/// Reads one record, or all records of an archive that was not cut into them.
pub(super) fn read(given: &Given) -> Vec<Result<Loaded, Refused>> {
    if given.number.is_some() {
        return record(given).into_iter().collect();
    }
    let mut rest = given.bytes;
    let mut found = Vec::new();
    let mut number = 0;
    loop {
        number += 1;
        match piece(Cut::Records, &mut rest, &mut Vec::new()) {
            Ok(Some(bytes)) => found.extend(record(&Given { bytes: &bytes, ..given.part(number) })),
            Ok(None) => break,
            Err(error) => {
                found.push(Err(given.part(number).broken("WARC", &error)));
                break;
            }
        }
    }
    if found.is_empty() {
        found.push(Err(given.refuse(ImportError::NoArticle)));
    }
    found
}

/// The article of a record; none where it is no page of HTML that was found.
fn record(given: &Given) -> Option<Result<Loaded, Refused>> {
    let (head, body) = split(given.bytes)?;
    let kind = field(head, "WARC-Type").unwrap_or_default();
    let (http, body) = match kind {
        "response" => split(body)?,
        "resource" => (head, body),
        _ => return None,
    };
    let status = http.split_whitespace().nth(1).unwrap_or_default();
    let is_html = field(http, "Content-Type").is_some_and(|kind| kind.contains("html"));
    if !is_html || (kind == "response" && status != "200") {
        return None;
    }
    Some(article(given, head, http, body))
}

fn article(given: &Given, head: &str, http: &str, body: &[u8]) -> Result<Loaded, Refused> {
    let chunked = field(http, "Transfer-Encoding").is_some_and(|how| how.contains("chunked"));
    let plain = if chunked { unchunked(body) } else { body.to_vec() };
    let unpacked = match field(http, "Content-Encoding").map(str::trim) {
        Some("gzip" | "x-gzip") => unpack(MultiGzDecoder::new(plain.as_slice())),
        Some("deflate") => unpack(ZlibDecoder::new(plain.as_slice())),
        _ => Ok(plain),
    };
    let bytes = unpacked.map_err(|error| given.broken("a packed page", &error))?;
    let decoded = decode::page(&bytes).map_err(|why| given.refuse(why))?;
    let page = page(&decoded, given.fast).map_err(|why| given.refuse(why))?;
    let fetched = field(head, "WARC-Date").and_then(date);
    let uri = field(head, "WARC-Target-URI").map(|uri| uri.trim_matches(['<', '>']).to_owned());
    let metadata = Metadata {
        published: page.metadata.published.or(fetched),
        url: page.metadata.url.or(uri.filter(|uri| uri.starts_with("http"))),
        ..page.metadata
    };
    given.article(page.text, metadata)
}

fn unpack(packed: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    packed.take(PAGE + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Header lines and what is behind the blank line.
fn split(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").map(|at| (at, at + 4));
    let end =
        end.or_else(|| bytes.windows(2).position(|two| two == b"\n\n").map(|at| (at, at + 2)));
    let (at, behind) = end?;
    // Header lines are ASCII; what is not cannot be one that is looked for.
    let head = bytes.get(..at)?;
    let good = std::str::from_utf8(head).unwrap_or_else(|error| {
        std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
    });
    Some((good, bytes.get(behind..)?))
}

fn field<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// Joins the chunks of HTTP: a length in hexadecimal, so many bytes, and again.
fn unchunked(body: &[u8]) -> Vec<u8> {
    let mut joined = Vec::new();
    let mut rest = body;
    while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
        let line = String::from_utf8_lossy(rest.get(..end).unwrap_or_default());
        let size = line.trim().split(';').next().unwrap_or_default();
        let Ok(size) = usize::from_str_radix(size, 16) else { break };
        let Some(chunk) = rest.get(end + 1..).and_then(|rest| rest.get(..size.min(rest.len())))
        else {
            break;
        };
        joined.extend_from_slice(chunk);
        let behind = (end + 1).saturating_add(size).saturating_add(2);
        if size == 0 || behind > rest.len() {
            break;
        }
        rest = rest.get(behind..).unwrap_or_default();
    }
    // A crawler may have joined them and left the header.
    if joined.is_empty() { body.to_vec() } else { joined }
}
