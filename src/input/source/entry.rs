//! What lies in a folder.

/// What a name in a folder stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EntryKind {
    File,
    Folder,
    Link,
    /// A FIFO, a socket or a device, which would block the run.
    Other,
}
