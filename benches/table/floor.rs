//! The same files, walked, read and written by somebody who does not look at them.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;

/// The first 4 KiB of every file below `root`.
pub(crate) fn heads(root: &Path, threads: usize) -> io::Result<()> {
    walk(root, threads, |path| {
        let mut head = [0; 4096];
        File::open(path)?.read(&mut head).map(drop)
    })
}

/// The size and times of every file below `root`.
pub(crate) fn stats(root: &Path, threads: usize) -> io::Result<()> {
    walk(root, threads, |path| fs::symlink_metadata(path).map(drop))
}

/// As many bytes in as many files.
pub(crate) fn write(folder: &Path, files: u64, bytes: u64) -> io::Result<()> {
    fs::create_dir(folder)?;
    let content = vec![b'x'; (bytes / files.max(1)) as usize];
    (0..files).try_for_each(|file| fs::write(folder.join(format!("{file}.xml")), &content))
}

/// How many files lie below `root`, and their bytes.
pub(crate) fn size(root: &Path) -> io::Result<(u64, u64)> {
    let total = Mutex::new((0, 0));
    walk(root, 1, |path| {
        let mut total = total.lock().unwrap_or_else(PoisonError::into_inner);
        total.0 += 1;
        total.1 += fs::symlink_metadata(path)?.len();
        Ok(())
    })?;
    total.into_inner().map_err(|_| io::ErrorKind::Other.into())
}

/// Folders that wait for a thread, and how many threads may still find more.
struct Queue {
    folders: VecDeque<PathBuf>,
    busy: usize,
}

fn walk(
    root: &Path,
    threads: usize,
    visit: impl Fn(&Path) -> io::Result<()> + Sync,
) -> io::Result<()> {
    let queue = Mutex::new(Queue {
        folders: VecDeque::from([root.to_owned()]),
        busy: 0,
    });
    let more = Condvar::new();
    let lock = || queue.lock().unwrap_or_else(PoisonError::into_inner);
    let work = || -> io::Result<()> {
        loop {
            let mut waiting = lock();
            while waiting.folders.is_empty() && waiting.busy > 0 {
                waiting = more.wait(waiting).unwrap_or_else(PoisonError::into_inner);
            }
            let Some(folder) = waiting.folders.pop_front() else {
                return Ok(());
            };
            waiting.busy += 1;
            drop(waiting);
            let done: io::Result<()> = (|| {
                for entry in fs::read_dir(&folder)? {
                    let entry = entry?;
                    let kind = entry.file_type()?;
                    if kind.is_dir() {
                        lock().folders.push_back(entry.path());
                        more.notify_one();
                    } else if kind.is_file() {
                        visit(&entry.path())?;
                    }
                }
                Ok(())
            })();
            lock().busy -= 1;
            more.notify_all();
            done?;
        }
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let mut joined = workers.into_iter().map(|worker| worker.join());
        joined.try_for_each(|result| result.unwrap_or_else(|_| Err(io::ErrorKind::Other.into())))
    })
}
