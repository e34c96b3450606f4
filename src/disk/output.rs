//! A file that grows while a run goes on, and takes its name only when the run is done.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// Where a run writes. Until [`Output::finish`] an older file of that name stays as it is.
pub struct Output(To);

enum To {
    Beside(BufWriter<NamedTempFile>, PathBuf),
    /// A pipe or a device: nothing to replace.
    Through(BufWriter<fs::File>),
}

impl Output {
    /// Begins to write to `path`.
    pub fn create(path: &Path) -> io::Result<Output> {
        // What /dev/stdout leads to is somebody else's file, even where it is a plain one.
        let device = path.starts_with("/dev") || path.starts_with("/proc");
        if device || fs::metadata(path).is_ok_and(|about| !about.is_file()) {
            let file = fs::OpenOptions::new().append(true).open(path)?;
            return Ok(Output(To::Through(BufWriter::new(file))));
        }
        // A link stays a link: what it leads to is replaced.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut builder = tempfile::Builder::new();
        builder.prefix(".onrecord-");
        // Temporary files are private; what a run writes is as open as any file of the user.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = builder.tempfile_in(folder.unwrap_or(Path::new(".")))?;
        Ok(Output(To::Beside(BufWriter::new(file), path)))
    }

    /// Writes the rest and gives the file its name.
    pub fn finish(self) -> io::Result<()> {
        match self.0 {
            To::Through(mut file) => file.flush(),
            To::Beside(file, path) => {
                let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
                file.as_file().sync_all()?;
                file.persist(path)?;
                Ok(())
            }
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.0 {
            To::Beside(file, _) => file.write(bytes),
            To::Through(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.0 {
            To::Beside(file, _) => file.flush(),
            To::Through(file) => file.flush(),
        }
    }
}
