//! Bytes → text: which encoding is it, and is it text at all?
//!
//! Byte order marks decide first, then UTF-8, then the pattern of zero bytes that UTF-16 leaves,
//! then a guess among the legacy encodings of the web. The byte order mark is not part of the text.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::{ImportError, MAX_BYTES};

/// How many bytes of the head tell UTF-16 from a binary file.
const HEAD: usize = 4096;

/// What files that are no text begin with.
#[rustfmt::skip]
const OTHERS: &[(&[u8], &str)] = &[
    (b"%PDF-",             "a PDF"),
    (b"PK\x03\x04",        "a ZIP archive (Word, EPUB and the like)"),
    (b"\x1f\x8b",          "a gzip archive"),
    (b"\x28\xb5\x2f\xfd",  "a zstd archive"),
    (b"\x89PNG",           "a picture"),
    (b"\xff\xd8\xff",      "a picture"),
    (b"GIF8",              "a picture"),
    (b"\x7fELF",           "a program"),
    (b"\xd0\xcf\x11\xe0",  "an old Office file"),
    (b"SQLite format 3",   "a database"),
    (b"{\\rtf",            "RTF"),
];

/// Decodes `bytes`; borrows them where they are UTF-8 already. A few broken sequences in otherwise
/// good UTF-8 become U+FFFD. O(bytes).
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, ImportError> {
    if bytes.len() > MAX_BYTES {
        return Err(ImportError::TooLarge);
    }
    if let Some((_, looks_like)) = OTHERS.iter().find(|other| bytes.starts_with(other.0)) {
        return Err(ImportError::NotText { looks_like });
    }
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, bom)) => encoding.decode_without_bom_handling(&bytes[bom..]).0,
        None => without_mark(bytes),
    };
    if text.trim().is_empty() {
        return Err(ImportError::Empty);
    }
    if is_text(&text) { Ok(text) } else { Err(ImportError::NotText { looks_like: "binary" }) }
}

/// Decodes a page of HTML: as [`decode`], but where it is no UTF-8, the encoding that the page names
/// near its beginning comes before any guess.
pub(super) fn page(bytes: &[u8]) -> Result<Cow<'_, str>, ImportError> {
    let plain = bytes.len() <= MAX_BYTES && Encoding::for_bom(bytes).is_none() && !is_utf16(bytes);
    let named = if plain && !mostly_utf8(bytes) { named(bytes) } else { None };
    let Some(encoding) = named else { return decode(bytes) };
    let text = encoding.decode_without_bom_handling(bytes).0;
    if is_text(&text) { Ok(text) } else { decode(bytes) }
}

/// `charset=…` in the first kilobytes.
fn named(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let (_, behind) = head.split_once("charset=")?;
    let label = behind.trim_start_matches(['"', '\'']);
    let end = label.find(|ch: char| !(ch.is_ascii_alphanumeric() || "-_:".contains(ch)));
    Encoding::for_label(label.get(..end.unwrap_or(label.len()))?.as_bytes())
}

/// Whether bytes are UTF-16, by their mark or by their zeros.
pub fn is_utf16(bytes: &[u8]) -> bool {
    match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding != UTF_8,
        None => utf16(bytes).is_some(),
    }
}

fn without_mark(bytes: &[u8]) -> Cow<'_, str> {
    if let Some(encoding) = utf16(bytes) {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    if mostly_utf8(bytes) {
        return String::from_utf8_lossy(bytes);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    encoding.decode_without_bom_handling(bytes).0
}

/// UTF-16 leaves zero bytes at one side of each pair: many in Latin text, and at least those of the
/// spaces in any other.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let zeros = |side: usize| head.iter().skip(side).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let enough = (head.len() / 2).div_ceil(20).max(1);
    if bytes.len() % 2 == 1 || even.max(odd) < enough || even.min(odd) * 10 > even.max(odd) {
        return None;
    }
    Some(if odd > even { UTF_16LE } else { UTF_16BE })
}

/// Whether these bytes are UTF-8 but for a few: one broken sequence in ten good ones, or a last
/// one that was cut off behind good ones.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|ch| !ch.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    let cut = std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none());
    broken == 0 || good >= broken * 10 || (cut && good > 0)
}

/// Text has no zeros, hardly any control characters, and hardly any that could not be read.
pub(super) fn is_text(text: &str) -> bool {
    let (mut all, mut odd) = (0_usize, 0_usize);
    for ch in text.chars() {
        all += 1;
        let control =
            ch.is_control() && !matches!(ch, '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}');
        odd += usize::from(control || ch == '\u{FFFD}');
        if ch == '\0' {
            return false;
        }
    }
    // Four are forgiven a short text: a coloured word, a bell.
    odd <= 4.max(all / 30)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn utf16_bytes(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    const TEXT: &str = "“Où est le maire ?” demande Zoë à l’hôtel de ville. Personne ne répond.";

    #[test]
    fn encodings() {
        let legacy = encoding_rs::WINDOWS_1252.encode(TEXT).0.into_owned();
        let russian = "Мэр города сказал, что моста не будет. Никто не поверил ему.";
        let koi = encoding_rs::KOI8_R.encode(russian).0.into_owned();
        for (bytes, text) in [
            (TEXT.as_bytes().to_vec(), TEXT),
            ([b"\xef\xbb\xbf", TEXT.as_bytes()].concat(), TEXT),
            (utf16_bytes(&format!("\u{feff}{TEXT}"), u16::to_le_bytes), TEXT),
            (utf16_bytes(&format!("\u{feff}{TEXT}"), u16::to_be_bytes), TEXT),
            (utf16_bytes(TEXT, u16::to_le_bytes), TEXT),
            (utf16_bytes(TEXT, u16::to_be_bytes), TEXT),
            (utf16_bytes(russian, u16::to_le_bytes), russian),
            (legacy, TEXT),
            (koi, russian),
            ([TEXT.as_bytes(), b"\xe2\x80"].concat(), &format!("{TEXT}\u{fffd}")),
            (b"Ring \x07 a bell".to_vec(), "Ring \u{7} a bell"),
        ] {
            assert_eq!(decode(&bytes).as_deref(), Ok(text), "{text}");
        }
    }

    #[test]
    fn a_page_names_its_encoding() {
        let text = "<meta charset='windows-1251'><p>Мост";
        let bytes = encoding_rs::WINDOWS_1251.encode(text).0.into_owned();
        assert_eq!(page(&bytes).as_deref(), Ok(text));
        let text = "<meta charset='windows-1251'><p>“Où est Zoë ?”";
        assert_eq!(page(text.as_bytes()).as_deref(), Ok(text));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let noise: Vec<u8> =
            (0..4000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let not_text = |looks_like| Err(ImportError::NotText { looks_like });
        assert_eq!(decode(b""), Err(ImportError::Empty));
        assert_eq!(decode(b" \r\n\t\n"), Err(ImportError::Empty));
        assert_eq!(decode(b"\xef\xbb\xbf"), Err(ImportError::Empty));
        assert_eq!(decode(b"%PDF-1.7 text"), not_text("a PDF"));
        assert_eq!(decode(b"text and \0 more"), not_text("binary"));
        assert_eq!(decode(&noise), not_text("binary"));
        assert_eq!(decode(&[7; 400]), not_text("binary"));
        let large = vec![b'a'; MAX_BYTES + 1];
        assert_eq!(decode(&large), Err(ImportError::TooLarge));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            let _ = decode(&bytes);
        }

        #[test]
        fn utf8_comes_through_as_it_is(text in "[a-zé“”🎉 \r\n]{1,80}x") {
            prop_assert!(decode(text.as_bytes()).is_ok_and(|decoded| decoded == text));
        }
    }
}
