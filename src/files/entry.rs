//! What lies in a folder.

use crate::stamp::Stamp;

/// What a name in a folder stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A FIFO, a socket or a device, which would block the run.
    Other,
}

/// What the system says of a name in a folder, without following a link.
#[derive(Debug, Clone, Copy)]
pub struct EntryStatus {
    /// What it is.
    pub kind: EntryKind,
    /// Its stamp, where the system has one.
    pub stamp: Option<Stamp>,
}
