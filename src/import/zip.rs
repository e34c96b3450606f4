//! Files inside a ZIP archive, by name, within limits. Nothing is ever unpacked to a disk, so no
//! name can lead anywhere.

use std::io::{Cursor, Read};

use ::zip::ZipArchive;

use super::{ImportError, MAX_BYTES};

/// Files of an archive: a long book has 2,000 with its pictures.
const FILES: usize = 20_000;

/// Unpacked bytes for one packed byte: text packs to a tenth, a zip bomb to a thousandth.
const RATIO: u64 = 200;

/// Unpacked bytes of all files of one archive that are read.
const ALL: u64 = 4 * MAX_BYTES as u64;

/// An open archive.
pub(super) struct Archive<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

fn broken(why: &impl ToString) -> ImportError {
    ImportError::Broken { format: "a ZIP archive", why: why.to_string() }
}

impl<'a> Archive<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Archive<'a>, ImportError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
        if archive.len() > FILES {
            return Err(ImportError::TooMuch { what: "files", most: FILES });
        }
        Ok(Archive { archive, left: ALL })
    }

    /// The bytes of one file; none where it is missing. What it claims to be is not believed: it is
    /// counted while it is read.
    pub fn file(&mut self, name: &str) -> Result<Option<Vec<u8>>, ImportError> {
        let file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(::zip::result::ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(broken(&error)),
        };
        let packed = file.compressed_size().max(1024);
        let most = packed.saturating_mul(RATIO).min(MAX_BYTES as u64).min(self.left);
        let mut bytes = Vec::new();
        file.take(most + 1).read_to_end(&mut bytes).map_err(|error| broken(&error))?;
        let read = bytes.len() as u64;
        if read > most {
            let most = usize::try_from(most).unwrap_or(MAX_BYTES);
            return Err(ImportError::TooMuch { what: "unpacked bytes", most });
        }
        self.left -= read;
        Ok(Some(bytes))
    }

    /// The text of one file that is UTF-8 or says by its mark that it is UTF-16.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, ImportError> {
        let bytes = self.file(name)?;
        bytes
            .map(|bytes| super::decode::decode(&bytes).map(std::borrow::Cow::into_owned))
            .transpose()
    }
}
