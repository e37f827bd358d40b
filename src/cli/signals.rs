//! SIGINT and SIGTERM.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::{flag, low_level};

use super::Status;

/// A signal ends the run, which removes its temporary files. A second signal ends it at once, and so does
/// [`PATIENCE`]: the run may be waiting for a disk.
pub(super) struct Signals {
    pub(super) cancelled: Arc<AtomicBool>,
    caught: Vec<(i32, Arc<AtomicBool>)>,
}

/// How often it is looked whether a signal has come.
const PAUSE: Duration = Duration::from_millis(100);

/// How long the run may take to end by itself.
const PATIENCE: Duration = Duration::from_millis(700);

impl Signals {
    /// Call it before threads are started that the run can do without.
    pub(super) fn listen() -> io::Result<Self> {
        let cancelled = Arc::new(AtomicBool::new(false));
        let mut caught = Vec::new();
        for signal in [SIGINT, SIGTERM] {
            let flag = Arc::new(AtomicBool::new(false));
            flag::register_conditional_default(signal, Arc::clone(&cancelled))?;
            flag::register(signal, Arc::clone(&flag))?;
            flag::register(signal, Arc::clone(&cancelled))?;
            caught.push((signal, flag));
        }
        // A write past `ulimit -f` then fails and is reported, instead of killing the run.
        #[cfg(unix)]
        flag::register(signal_hook::consts::SIGXFSZ, Arc::default())?;
        let signals = Signals { cancelled, caught };
        signals.watch();
        Ok(signals)
    }

    /// The status of a run that a signal has ended.
    pub(super) fn status(&self) -> Option<Status> {
        u8::try_from(first(&self.caught)?).ok().map(Status::Signal)
    }

    /// Ends the run if it does not end by itself. Where no thread can be started, only the second signal does.
    fn watch(&self) {
        let caught = self.caught.clone();
        let watch = move || {
            let signal = loop {
                thread::sleep(PAUSE);
                if let Some(signal) = first(&caught) {
                    break signal;
                }
            };
            thread::sleep(PATIENCE);
            let _ = low_level::emulate_default_handler(signal);
        };
        let _ = thread::Builder::new().spawn(watch);
    }
}

/// The first of these signals that was caught.
fn first(caught: &[(i32, Arc<AtomicBool>)]) -> Option<i32> {
    let mut caught = caught.iter();
    caught
        .find(|(_, flag)| flag.load(Ordering::Relaxed))
        .map(|(signal, _)| *signal)
}
