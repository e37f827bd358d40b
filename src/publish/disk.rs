//! Operations that differ between operating systems.

use std::fs::{File, Metadata};
use std::io;

/// Gives a staged file the mode of the file that it replaces and, where permitted, its owner.
#[cfg(unix)]
pub(super) fn copy_owner_and_mode(file: &File, old: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};

    let new = file.metadata()?;
    if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
        // Only root may do this; for others the file stays theirs.
        let _ = fchown(file, Some(old.uid()), Some(old.gid()));
    }
    if new.mode() != old.mode() {
        file.set_permissions(old.permissions())?;
    }
    Ok(())
}

/// A file that was made read-only could not be replaced on these systems.
#[cfg(not(unix))]
pub(super) fn copy_owner_and_mode(_file: &File, _old: &Metadata) -> io::Result<()> {
    Ok(())
}
