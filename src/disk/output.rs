//! A file that grows while a run goes on, and takes its name only when the run is done.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::listing;
use super::places::SUFFIX;

/// Where a run writes. Until [`Output::finish`] an older file of that name stays as it is.
pub struct Output(To);

enum To {
    Beside(BufWriter<NamedTempFile>, PathBuf),
    /// A pipe or a device: nothing to replace.
    Through(BufWriter<fs::File>),
}

/// Why a run must not write to `out`, if it must not: it is one of the stories that are read, or
/// holds a reader's marks. Links are followed, and folders looked into.
pub fn forbidden(out: &Path, inputs: &[PathBuf]) -> Option<Forbidden> {
    let file = fs::canonicalize(out).unwrap_or_else(|_| out.to_owned());
    if [out, &file].iter().any(|path| path.to_string_lossy().ends_with(SUFFIX)) {
        return Some(Forbidden::Marks);
    }
    // What is not there yet is no story; so a million of them need not be looked at.
    if !file.exists() {
        return None;
    }
    let same = |input: &Path| {
        is_one_file(input, &file)
            || cfg!(not(unix)) && fs::canonicalize(input).is_ok_and(|input| input == file)
    };
    let asked = inputs.iter().filter(|path| !listing::is_read_once(path));
    let mut read = asked.flat_map(|path| listing::files(path)).filter_map(Result::ok);
    read.any(|input| same(&input)).then_some(Forbidden::Input)
}

/// Whether `out` is one of `inputs`, by whatever name, or lies in a folder among them.
pub fn is_among(out: &Path, inputs: &[PathBuf]) -> bool {
    let Ok(file) = fs::canonicalize(out) else { return false };
    inputs.iter().filter_map(|input| fs::canonicalize(input).ok()).any(|input| {
        file == input || is_one_file(&input, &file) || input.is_dir() && file.starts_with(&input)
    })
}

/// What a run must not write to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Forbidden {
    /// A story that the run reads.
    Input,
    /// An annotation file.
    Marks,
}

/// Whether both names lead to one file of the disk.
#[cfg(unix)]
fn is_one_file(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let number = |path| fs::metadata(path).ok().map(|about| (about.dev(), about.ino()));
    let regular = fs::metadata(a).is_ok_and(|about| about.is_file());
    regular && number(a) == number(b)
}

#[cfg(not(unix))]
fn is_one_file(_a: &Path, _b: &Path) -> bool {
    false
}

/// Makes a folder to write into, where it is not there.
pub fn make_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stories_and_marks_are_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["a.txt", "b.txt", "b.txt.onrecord.ron"] {
            fs::write(at(name), "words").unwrap();
        }
        fs::hard_link(at("a.txt"), at("hard")).unwrap();
        let mut cases = vec![
            ("a.txt", vec!["a.txt"], Some(Forbidden::Input)),
            ("hard", vec!["b.txt", "a.txt"], Some(Forbidden::Input)),
            ("b.txt", vec![""], Some(Forbidden::Input)),
            ("b.txt.onrecord.ron", vec!["b.txt"], Some(Forbidden::Marks)),
            ("new.onrecord.ron", vec!["b.txt"], Some(Forbidden::Marks)),
            ("a.txt", vec!["b.txt", "-", "gone.txt"], None),
            ("new.csv", vec!["b.txt", "new.csv"], None),
            ("new.csv", vec![""], None),
        ];
        if cfg!(unix) {
            #[cfg(unix)]
            {
                std::os::unix::fs::symlink(at("a.txt"), at("soft")).unwrap();
                std::os::unix::fs::symlink(at("b.txt.onrecord.ron"), at("soft.csv")).unwrap();
            }
            cases.push(("soft", vec!["a.txt"], Some(Forbidden::Input)));
            cases.push(("soft.csv", vec!["b.txt"], Some(Forbidden::Marks)));
        }
        for (out, inputs, expected) in cases {
            let paths: Vec<PathBuf> = inputs
                .iter()
                .map(|name| if *name == "-" { "-".into() } else { at(name) })
                .collect();
            assert_eq!(forbidden(&at(out), &paths), expected, "{out} of {inputs:?}");
        }
    }
}
