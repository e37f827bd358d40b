//! The threads of a run.

use std::io;
use std::sync::mpsc::{self, Sender};
use std::thread;

use rayon::{ThreadBuilder, ThreadPoolBuildError, ThreadPoolBuilder};

/// Starts `wanted` threads, this one included, or as many as the system allows; by default one per core.
pub(super) fn start(wanted: Option<usize>) -> Result<(), ThreadPoolBuildError> {
    let mut waiting = start_waiting(wanted.unwrap_or_else(default_number) - 1);
    ThreadPoolBuilder::new()
        .num_threads(waiting.len() + 1)
        // This thread works, too: an extra thread that only waits would slow the others down.
        .use_current_thread()
        .spawn_handler(|work| {
            let thread = waiting.pop().ok_or(io::ErrorKind::WouldBlock)?;
            let sent = thread.send(work);
            sent.map_err(|_| io::ErrorKind::BrokenPipe.into())
        })
        .build_global()
}

/// Up to `number` threads that wait for their work. They are started before the pool is made because a
/// pool cannot do with fewer threads than it was made for.
fn start_waiting(number: usize) -> Vec<Sender<ThreadBuilder>> {
    let start = |_| {
        let (sender, receiver) = mpsc::channel::<ThreadBuilder>();
        let work = move || {
            if let Ok(work) = receiver.recv() {
                work.run();
            }
        };
        thread::Builder::new().spawn(work).ok().map(|_| sender)
    };
    (0..number).map_while(start).collect()
}

/// `RAYON_NUM_THREADS`, else the number of cores.
fn default_number() -> usize {
    let given = std::env::var("RAYON_NUM_THREADS").ok();
    let given = given.and_then(|number| number.parse().ok());
    given
        .filter(|&number| number > 0)
        .unwrap_or_else(|| thread::available_parallelism().map_or(1, std::num::NonZero::get))
}
