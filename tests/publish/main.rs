//! The promises of `publish` when something fails.
//!
//! `FEEDMILL_KILLS=500 cargo test --test publish killed` tries more than the default.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may panic, and tells what it skips"
)]

mod at_once;
mod early_end;
mod obstacles;
mod processes;
mod written;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use feedmill::internals::publish::{
    Changes, Error, Lock, Mode, Obstacle, Ownership, Stage, StageOptions,
};

const OURS: Ownership<'static> = Ownership {
    path: &|path| path.ends_with(".xml"),
    head: |head| head.starts_with(b"<feed"),
};

static GO_ON: AtomicBool = AtomicBool::new(false);

const OPTIONS: StageOptions<'static> = StageOptions {
    ownership: OURS,
    take_over: false,
    cancelled: &GO_ON,
};

/// An output folder that does not exist yet, in a temporary folder.
struct Out {
    _home: tempfile::TempDir,
    path: PathBuf,
}

impl Out {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("site/feeds");
        Out { _home: home, path }
    }

    /// With these files published.
    fn holding(files: &[(&str, &str)]) -> Self {
        let out = Out::new();
        out.publish(files).unwrap();
        out
    }

    fn lock(&self, mode: Mode) -> Lock {
        Lock::acquire(&self.path, None, mode, Duration::from_secs(60), &GO_ON).unwrap()
    }

    fn publish(&self, files: &[(&str, &str)]) -> Result<Changes, Error> {
        self.run(Mode::Write, OPTIONS, files)
    }

    fn run(
        &self,
        mode: Mode,
        options: StageOptions,
        files: &[(&str, &str)],
    ) -> Result<Changes, Error> {
        let lock = self.lock(mode);
        let stage = Stage::open(&lock, options)?;
        for (path, content) in files {
            stage.put(path, content.as_bytes())?;
        }
        stage.commit()
    }

    /// Creates a file before the run.
    fn with(self, path: &str, content: &str) -> Self {
        let place = self.at(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, content).unwrap();
        self
    }

    fn at(&self, path: &str) -> PathBuf {
        self.path.join(path)
    }

    /// Every file, folder and link below the folder, with its content.
    fn tree(&self) -> BTreeMap<String, String> {
        let mut tree = BTreeMap::new();
        collect(&self.path, "", &mut tree);
        tree
    }

    fn expect(&self, files: &[(&str, &str)]) {
        let mut tree = self.tree();
        tree.retain(|path, _| !path.ends_with('/'));
        let files = files.iter().map(|(p, c)| (p.to_string(), c.to_string()));
        assert_eq!(tree, files.collect());
    }
}

fn collect(folder: &Path, prefix: &str, tree: &mut BTreeMap<String, String>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.map(Result::unwrap) {
        let path = format!("{prefix}{}", entry.file_name().display());
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            tree.insert(format!("{path}/"), String::new());
            collect(&entry.path(), &format!("{path}/"), tree);
        } else if kind.is_symlink() {
            let to = fs::read_link(entry.path()).unwrap();
            tree.insert(path, format!("-> {}", to.display()));
        } else {
            tree.insert(path, fs::read_to_string(entry.path()).unwrap());
        }
    }
}

/// The only problem of a run that finished.
fn problem(changes: Result<Changes, Error>) -> Error {
    let mut problems = changes.unwrap().problems;
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems.remove(0)
}

fn obstacle(changes: Result<Changes, Error>) -> Obstacle {
    match problem(changes) {
        Error::Obstructed { by, .. } => by,
        other => panic!("{other}"),
    }
}
