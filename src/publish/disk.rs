//! What differs from system to system.

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

/// Gives a staged file the owner, where we may, and the mode of the one that it replaces.
#[cfg(unix)]
pub(super) fn take_after(file: &File, old: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};

    let new = file.metadata()?;
    if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
        // Only root may give files away; anybody else keeps them.
        let _ = fchown(file, Some(old.uid()), Some(old.gid()));
    }
    if new.mode() != old.mode() {
        file.set_permissions(old.permissions())?;
    }
    Ok(())
}

/// A read-only file could not be replaced here.
#[cfg(not(unix))]
pub(super) fn take_after(_file: &File, _old: &Metadata) -> io::Result<()> {
    Ok(())
}

/// Waits until a file is on the disk.
pub(super) fn sync_file(place: &Path) -> io::Result<()> {
    // Windows syncs only what is open for writing.
    let mut options = OpenOptions::new();
    options.read(true).write(cfg!(windows));
    options.open(place)?.sync_all()
}

/// Makes renames last through a power cut. Not every system can, and each file is whole without.
pub(super) fn sync_folder(place: &Path) {
    if cfg!(unix) {
        let _ = File::open(place).and_then(|folder| folder.sync_all());
    }
}
