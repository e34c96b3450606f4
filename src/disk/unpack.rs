//! gzip and zstd opened on the fly, by how a source begins. A source that unpacks to far more than
//! it holds is stopped.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;

/// Unpacked bytes for one packed byte: text packs to a tenth, of all articles of a paper to a
/// fiftieth; bombs to a thousandth.
const RATIO: u64 = 200;

/// So many bytes may always come out, whatever the ratio: small files pack oddly.
const FREE: u64 = 1 << 20;

/// What reads bytes one after the other.
type Reader = Box<dyn BufRead + Send>;

/// The source as it is, or what is packed in it. Unpacks once; what is packed twice stays packed.
pub(super) fn unpacked(mut reader: Reader, ahead: usize) -> io::Result<Reader> {
    let head = reader.fill_buf()?;
    let (gzip, zstd) = (head.starts_with(b"\x1f\x8b"), head.starts_with(b"\x28\xb5\x2f\xfd"));
    if !gzip && !zstd {
        return Ok(reader);
    }
    let taken = Arc::new(AtomicU64::new(0));
    let counted = Counted { inner: reader, taken: Arc::clone(&taken) };
    let plain: Box<dyn Read + Send> = if gzip {
        Box::new(MultiGzDecoder::new(counted))
    } else {
        Box::new(Frames { source: Some(counted), open: None })
    };
    Ok(Box::new(BufReader::with_capacity(ahead, Guarded { plain, taken, given: 0 })))
}

/// Counts the bytes that are taken.
struct Counted {
    inner: Reader,
    taken: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.taken.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl BufRead for Counted {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        self.taken.fetch_add(bytes as u64, Ordering::Relaxed);
        self.inner.consume(bytes);
    }
}

/// Stops what comes out of too little.
struct Guarded {
    plain: Box<dyn Read + Send>,
    taken: Arc<AtomicU64>,
    given: u64,
}

impl Read for Guarded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.plain.read(buffer)?;
        self.given += read as u64;
        if self.given > FREE + RATIO * self.taken.load(Ordering::Relaxed) {
            let why = format!(
                "it unpacks to more than {RATIO} times its size: it was made to fill memory"
            );
            return Err(io::Error::new(io::ErrorKind::InvalidData, why));
        }
        Ok(read)
    }
}

/// The frames of a zstd file one after the other; each unpacks in a window of at most 128 MB.
struct Frames {
    source: Option<Counted>,
    open: Option<Box<StreamingDecoder<Counted, ruzstd::decoding::FrameDecoder>>>,
}

impl Read for Frames {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(frame) = &mut self.open {
                let read = frame.read(buffer)?;
                if read > 0 || buffer.is_empty() {
                    return Ok(read);
                }
                self.source = self.open.take().map(|frame| frame.into_inner());
            }
            let Some(mut source) = self.source.take() else { return Ok(0) };
            if source.fill_buf()?.is_empty() {
                return Ok(0);
            }
            self.open = Some(Box::new(StreamingDecoder::new(source).map_err(io::Error::other)?));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packed = GzEncoder::new(Vec::new(), Compression::best());
        packed.write_all(bytes).unwrap();
        packed.finish().unwrap()
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
    }

    fn read(packed: Vec<u8>) -> Result<String, String> {
        let mut text = String::new();
        let reader = unpacked(Box::new(io::Cursor::new(packed)), 4096);
        let read = reader.and_then(|mut reader| reader.read_to_string(&mut text));
        read.map(|_| text).map_err(|error| error.to_string())
    }

    #[test]
    fn packed_or_not() {
        let again = |pack: fn(&[u8]) -> Vec<u8>| [pack(b"It "), pack(b"rained.")].concat();
        for packed in [
            b"It rained.".to_vec(),
            gzip(b"It rained."),
            zstd(b"It rained."),
            again(gzip),
            again(zstd),
        ] {
            assert_eq!(read(packed).as_deref(), Ok("It rained."));
        }
        assert_eq!(read(Vec::new()).as_deref(), Ok(""));
        assert!(read(gzip(b"It rained.")[..12].to_vec()).is_err());
        assert!(read(b"\x28\xb5\x2f\xfd\xff\xff\xff\xff\xff\xff".to_vec()).is_err());
    }

    #[test]
    fn bombs_are_stopped() {
        for packed in [gzip(&vec![0; 20 << 20]), zstd(&vec![0; 20 << 20])] {
            assert!(read(packed).unwrap_err().contains("200 times"));
        }
    }
}
