//! What a long run writes, so that it can be gone on with after a crash.
//!
//! While a run for `OUT` goes on there lie beside it `OUT.part`, which grows; `OUT.resume`, which says
//! how much of it is sure; and `OUT.lock`, locked as long as the run lives. When the run is done the
//! part takes the name `OUT` and the others go. An older `OUT` stays until then.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use super::atomic;
use super::lock::{self, Lock, Unlocked};

/// How a file is called that is not yet whole.
const NEW: &str = ".new";

/// Bytes gathered before they go to the disk.
const GATHERED: usize = 256 << 10;

/// The names that belong to one output.
#[derive(Clone, Debug)]
pub struct Place {
    out: PathBuf,
}

impl Place {
    /// Of `out`; a link is followed, so that what it leads to is replaced.
    pub fn of(out: &Path) -> Place {
        Place { out: fs::canonicalize(out).unwrap_or_else(|_| out.to_owned()) }
    }

    /// Whether it can only be written through: a pipe, a device, or what leads to one.
    pub fn is_device(out: &Path) -> bool {
        // What /dev/stdout leads to is somebody else's file, even where it is a plain one.
        let listed = out.starts_with("/dev") || out.starts_with("/proc");
        listed || fs::metadata(out).is_ok_and(|about| !about.is_file() && !about.is_dir())
    }

    /// Where the output grows.
    pub fn part(&self) -> PathBuf {
        self.beside(".part")
    }

    /// Locks it for this run; who has it where somebody has. None where the disk knows no locks.
    pub fn lock(&self, owner: &str) -> io::Result<Result<Option<Lock>, String>> {
        match lock::take(&self.beside(".lock"), owner) {
            Ok(lock) => Ok(Ok(Some(lock))),
            Err(Unlocked::Held(owner)) => Ok(Err(owner)),
            Err(Unlocked::Failed(error)) if error.kind() == io::ErrorKind::Unsupported => {
                Ok(Ok(None))
            }
            Err(Unlocked::Failed(error)) => Err(error),
        }
    }

    /// Whether there is something whole of that name; an empty folder is nothing.
    pub fn is_there(&self) -> bool {
        match fs::read_dir(&self.out) {
            Ok(mut entries) => entries.next().is_some(),
            Err(_) => self.out.exists(),
        }
    }

    /// What was last kept of a run that did not end; none where there is no such run.
    pub fn kept(&self) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.beside(".resume")) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Keeps how far the run is, whole or not at all.
    pub fn keep(&self, record: &[u8]) -> io::Result<()> {
        put(&self.beside(".resume"), record)
    }

    /// Forgets how far the run was, when it is done or begins anew.
    pub fn forget(&self) -> io::Result<()> {
        gone(&self.beside(".resume"))
    }

    /// Gives what grew its name, where that is not done yet.
    pub fn finish(&self) -> io::Result<()> {
        let part = self.part();
        if !part.exists() {
            return Ok(());
        }
        if part.is_dir() && self.out.is_dir() {
            // An empty one: what is in a folder is never removed.
            fs::remove_dir(&self.out)?;
        }
        fs::rename(part, &self.out)?;
        sync_name(&self.out)
    }

    fn beside(&self, end: &str) -> PathBuf {
        let mut name = self.out.clone().into_os_string();
        name.push(end);
        name.into()
    }
}

/// A file that grows.
pub struct Growing {
    file: BufWriter<File>,
    length: u64,
}

impl Growing {
    /// Begins it with nothing in it.
    pub fn begin(path: &Path) -> io::Result<Growing> {
        Ok(Growing { file: BufWriter::with_capacity(GATHERED, File::create(path)?), length: 0 })
    }

    /// Goes on behind its first `length` bytes; what stands there beyond is dropped.
    pub fn again(path: &Path, length: u64) -> io::Result<Growing> {
        let mut file = OpenOptions::new().write(true).open(path)?;
        if file.metadata()?.len() < length {
            let why = format!("it is shorter than the {length} bytes that were kept");
            return Err(io::Error::new(io::ErrorKind::InvalidData, why));
        }
        file.set_len(length)?;
        file.seek(io::SeekFrom::End(0))?;
        Ok(Growing { file: BufWriter::with_capacity(GATHERED, file), length })
    }

    /// Makes all of it sure, and says how long it is.
    pub fn sync(&mut self) -> io::Result<u64> {
        self.file.flush()?;
        self.file.get_ref().sync_data()?;
        Ok(self.length)
    }
}

impl Write for Growing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A folder of tables, each a folder of numbered files that are whole from the beginning.
pub struct Parts {
    folder: PathBuf,
    tables: &'static [&'static str],
}

impl Parts {
    /// Goes on behind the first `count` files of each of these tables; those beyond are removed.
    pub fn of(folder: PathBuf, tables: &'static [&'static str], count: usize) -> io::Result<Parts> {
        let parts = Parts { folder, tables };
        for table in tables {
            let folder = parts.folder.join(table);
            fs::create_dir_all(&folder)?;
            let names: Vec<_> = fs::read_dir(&folder)?.collect::<io::Result<_>>()?;
            for number in 0..count {
                if !parts.path(table, number).exists() {
                    let why = format!("{} is gone", parts.path(table, number).display());
                    return Err(io::Error::new(io::ErrorKind::InvalidData, why));
                }
            }
            let ours = |name: &str| name.starts_with("part-") && number(name) >= Some(count);
            for entry in names.iter().filter(|entry| ours(&entry.file_name().to_string_lossy())) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(parts)
    }

    /// Puts file `number` of every table on the disk, in the order of the tables.
    pub fn put(&self, number: usize, files: &[Vec<u8>]) -> io::Result<()> {
        let all = self.tables.iter().zip(files);
        all.into_iter().try_for_each(|(table, bytes)| put(&self.path(table, number), bytes))
    }

    fn path(&self, table: &str, number: usize) -> PathBuf {
        self.folder.join(table).join(format!("part-{number:05}.parquet"))
    }
}

/// Which file of its table it is: “part-00012.parquet”, also one that was not whole.
fn number(name: &str) -> Option<usize> {
    name.trim_start_matches("part-").split('.').next()?.parse().ok()
}

/// Puts a file there, whole or not at all. What a crash leaves is written over the next time.
fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut new = path.to_owned().into_os_string();
    new.push(NEW);
    let mut file = File::create(&new)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(new, path)?;
    sync_name(path)
}

fn gone(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Makes the name of a file sure.
fn sync_name(file: &Path) -> io::Result<()> {
    atomic::sync_folder(atomic::folder_of(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_torn_end_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::of(&folder.path().join("out.jsonl"));
        let mut file = Growing::begin(&place.part()).unwrap();
        file.write_all(b"one\ntwo\n").unwrap();
        assert_eq!(file.sync().unwrap(), 8);
        file.write_all(b"thr").unwrap();
        drop(file);
        let mut file = Growing::again(&place.part(), 8).unwrap();
        file.write_all(b"three\n").unwrap();
        assert_eq!(file.sync().unwrap(), 14);
        assert!(!place.is_there());
        place.finish().unwrap();
        place.finish().unwrap();
        assert_eq!(fs::read(folder.path().join("out.jsonl")).unwrap(), b"one\ntwo\nthree\n");
        fs::write(place.part(), b"one").unwrap();
        assert!(Growing::again(&place.part(), 8).is_err());
    }

    #[test]
    fn parts_beyond_are_removed_and_missing_ones_told() {
        let folder = tempfile::tempdir().unwrap();
        let at = |count| Parts::of(folder.path().join("x"), &["a", "b"], count);
        let parts = at(0).unwrap();
        for number in 0..3 {
            parts.put(number, &[b"1".to_vec(), b"2".to_vec()]).unwrap();
        }
        fs::write(folder.path().join("x/a/part-00003.parquet.new"), "half").unwrap();
        fs::write(folder.path().join("x/a/mine"), "kept").unwrap();
        at(2).unwrap();
        let names = |table: &str| fs::read_dir(folder.path().join(table)).unwrap().count();
        assert_eq!((names("x/a"), names("x/b")), (3, 2));
        assert!(at(3).err().unwrap().to_string().contains("part-00002.parquet is gone"));
    }
}
