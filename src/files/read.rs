//! Opening and reading files whose path the user named, and what is read of a file at most.

use std::fs::{File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use super::system;

/// The largest site file, ignore file or file of data that is read, in bytes.
pub(super) const MAX_DATA_BYTES: usize = 1 << 20;

/// Opens the regular file at `path`, wherever that is.
///
/// # Errors
///
/// If it cannot be opened, or is something else ([`ErrorKind::InvalidInput`]).
pub fn open_anywhere(path: &Path) -> io::Result<(File, Metadata)> {
    let mut options = File::options();
    options.read(true);
    system::do_not_wait(&mut options);
    regular(options.open(path)?)
}

/// All of the regular file at `path`, wherever that is, if it has at most [`MAX_DATA_BYTES`].
///
/// # Errors
///
/// If it cannot be read, is something else, or is larger.
pub fn read_anywhere(path: &Path) -> io::Result<Vec<u8>> {
    read_all(open_anywhere(path)?.0, MAX_DATA_BYTES)
}

/// `bytes` as a text.
///
/// # Errors
///
/// If they are not UTF-8.
pub fn to_text(bytes: Vec<u8>) -> io::Result<String> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        io::Error::new(ErrorKind::InvalidData, format!("byte {at} is not UTF-8"))
    })
}

/// `file`, if it is a regular one.
pub(super) fn regular(file: File) -> io::Result<(File, Metadata)> {
    let metadata = file.metadata()?;
    if metadata.is_file() {
        Ok((file, metadata))
    } else {
        Err(io::Error::new(
            ErrorKind::InvalidInput,
            "it is not a regular file",
        ))
    }
}

/// All of `file`, if it has at most `limit` bytes.
///
/// # Errors
///
/// If it cannot be read, or is larger.
pub fn read_all(file: File, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > limit {
        let message = format!("it is larger than {limit} bytes");
        return Err(io::Error::new(ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
}

/// No handles, no memory, a broken disk, for most of which `ErrorKind` has no name: EIO, ENOMEM,
/// ENFILE, EMFILE, ESTALE on Linux and macOS.
pub fn is_system_failure(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::OutOfMemory | ErrorKind::StaleNetworkFileHandle
    ) || cfg!(unix) && matches!(error.raw_os_error(), Some(5 | 12 | 23 | 24))
}
