//! Operations that differ between operating systems.

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

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

/// Flushes a file to the disk.
pub(super) fn sync_file(place: &Path) -> io::Result<()> {
    // Windows syncs only files that are open for writing.
    let mut options = OpenOptions::new();
    options.read(true).write(cfg!(windows));
    options.open(place)?.sync_all()
}

/// Makes renames survive a power cut, where the system can. Files are whole in any case.
pub(super) fn sync_folder(place: &Path) {
    if cfg!(unix) {
        let _ = File::open(place).and_then(|folder| folder.sync_all());
    }
}
