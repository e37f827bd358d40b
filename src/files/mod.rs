//! Opening files, in one place for all of them: below a handle of a folder where the system has them,
//! without waiting for a FIFO, only regular files, and no more bytes than the caller allows.

mod entry;
mod folder;
#[cfg(not(unix))]
mod portable;
mod read;
mod rules;
#[cfg(unix)]
mod unix;

pub use entry::EntryKind;
pub use folder::{Folder, read_found};
#[cfg(not(unix))]
use portable as system;
pub use read::{is_system_failure, open_anywhere, read_all, read_anywhere, to_text};
pub use rules::{READ_FAILED, RULES, UNREADABLE_FILE, unreadable_rule};
pub use system::{is_marked_hidden, name};
#[cfg(unix)]
use unix as system;
