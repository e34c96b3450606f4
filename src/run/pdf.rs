//! The text of a PDF by `pdftotext` (of poppler), where it is installed.

use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::apart;
use crate::import::MAX_BYTES;

/// A book of a thousand pages takes some seconds.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often is looked whether it has ended.
const LOOK: Duration = Duration::from_millis(10);

/// The words of a PDF with the boxes they stand in; none where there is no such program, or it fails or takes too long.
pub(super) fn text(pdf: &[u8]) -> Option<Vec<u8>> {
    let mut command = Command::new("pdftotext");
    command.args(["-enc", "UTF-8", "-bbox-layout", "-", "-"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    apart::aside(&mut command);
    let mut child = command.spawn().ok()?;
    let (mut input, output) = (child.stdin.take()?, child.stdout.take()?);
    let pdf = pdf.to_vec();
    // Both ends at once: neither side may wait for the other to read. A closed pipe is its end.
    let feed = thread::spawn(move || drop(input.write_all(&pdf)));
    let read = thread::spawn(move || {
        let mut text = Vec::new();
        output.take(MAX_BYTES as u64 + 1).read_to_end(&mut text).map(|_| text)
    });
    let begin = Instant::now();
    let ended = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status.success(),
            Ok(None) if begin.elapsed() < PATIENCE => thread::sleep(LOOK),
            _ => break false,
        }
    };
    let _ = child.kill();
    let _ = child.wait();
    let _ = feed.join();
    read.join().ok()?.ok().filter(|_| ended)
}
