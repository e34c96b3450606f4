//! `onrecord train`: corpora → a model file.

use std::path::{Path, PathBuf};

use super::{End, Stop, tell};
use crate::disk::{atomic, read};
use crate::train::{Corpora, Task};

/// Trains `task` on the corpora in `corpus` and writes the model to `out`.
pub fn train(task: &Task, corpus: &Path, out: &Path) -> Result<End, Stop> {
    let file = |name: &str| {
        let path: PathBuf = corpus.join(name);
        read::bytes(&path).map_err(|error| error.why)
    };
    let name = corpus.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let model = (task.train)(&Corpora::new(name, &file), &mut |line| tell(line))
        .map_err(|error| Stop(error.to_string()))?;
    atomic::replace(out, &model).map_err(|error| Stop(format!("{error}: {}", error.source)))?;
    tell(&format!("wrote {} ({} bytes)", out.display(), model.len()));
    Ok(End::Done)
}
