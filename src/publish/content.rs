//! The bytes of a file to be written.

use std::io::{self, ErrorKind, IoSlice, Write};

/// The bytes of a file, as a list of parts.
#[derive(Debug, Clone)]
pub struct FileContent<'a> {
    parts: Vec<&'a [u8]>,
}

impl<'a, B: AsRef<[u8]> + ?Sized> From<&'a B> for FileContent<'a> {
    fn from(bytes: &'a B) -> Self {
        FileContent {
            parts: vec![bytes.as_ref()],
        }
    }
}

impl<'a> FromIterator<&'a [u8]> for FileContent<'a> {
    fn from_iter<T: IntoIterator<Item = &'a [u8]>>(parts: T) -> Self {
        FileContent {
            parts: parts.into_iter().collect(),
        }
    }
}

impl FileContent<'_> {
    /// The number of bytes.
    pub(super) fn len(&self) -> usize {
        self.parts.iter().map(|part| part.len()).sum()
    }

    /// Writes all parts, with as few system calls as possible.
    pub(super) fn write_to(&self, file: &mut impl Write) -> io::Result<()> {
        let parts = self.parts.iter().filter(|part| !part.is_empty());
        let mut slices: Vec<_> = parts.map(|part| IoSlice::new(part)).collect();
        let mut rest = &mut *slices;
        while !rest.is_empty() {
            match file.write_vectored(rest) {
                Ok(0) => {
                    let why = "the disk accepted no more data";
                    return Err(io::Error::new(ErrorKind::WriteZero, why));
                }
                Ok(written) => IoSlice::advance_slices(&mut rest, written),
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        Ok(())
    }

    /// All of it, to be compared piece by piece.
    pub(super) fn remainder(&self) -> Remainder<'_> {
        Remainder {
            part: &[],
            others: self.parts.iter(),
        }
    }
}

/// The part of a [`FileContent`] that has not been compared yet.
#[derive(Debug)]
pub(super) struct Remainder<'a> {
    part: &'a [u8],
    others: std::slice::Iter<'a, &'a [u8]>,
}

impl Remainder<'_> {
    /// Whether it begins with `bytes`, which are then taken off.
    pub(super) fn take_equal(&mut self, mut bytes: &[u8]) -> bool {
        while !bytes.is_empty() {
            if self.part.is_empty() {
                match self.others.next() {
                    Some(part) => self.part = part,
                    None => return false,
                }
            }
            let length = bytes.len().min(self.part.len());
            let (ours, part) = self.part.split_at(length);
            let (theirs, rest) = bytes.split_at(length);
            if ours != theirs {
                return false;
            }
            (self.part, bytes) = (part, rest);
        }
        true
    }

    /// Whether everything was taken off.
    pub(super) fn is_empty(&self) -> bool {
        self.part.is_empty() && self.others.clone().all(|part| part.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Accepts three bytes at a time, and is interrupted before each.
    #[derive(Default)]
    struct Slow {
        taken: Vec<u8>,
        was_interrupted: bool,
    }

    impl Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.was_interrupted = !self.was_interrupted;
            if self.was_interrupted {
                return Err(ErrorKind::Interrupted.into());
            }
            let some = &bytes[..bytes.len().min(3)];
            self.taken.extend_from_slice(some);
            Ok(some.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn all_parts_are_written() {
        let text: Vec<u8> = (0..5000).map(|n| (n % 251) as u8).collect();
        for length in [1, 2, 3, 7, 5000] {
            let parts = text.chunks(length).flat_map(|part| [b"", part]);
            let content: FileContent<'_> = parts.collect();
            let mut slow = Slow::default();
            content.write_to(&mut slow).unwrap();
            assert_eq!(slow.taken, text, "in parts of {length}");
            assert_eq!(content.len(), text.len());
        }
        let nothing: FileContent<'_> = [].into_iter().collect();
        nothing.write_to(&mut Slow::default()).unwrap();
        assert!(nothing.remainder().is_empty());
    }

    #[test]
    fn a_writer_that_accepts_nothing_is_an_error() {
        let mut full: &mut [u8] = &mut [];
        let error = FileContent::from(b"a").write_to(&mut full).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::WriteZero);
    }
}
