//! What a file shall hold.

use std::io::{self, ErrorKind, IoSlice, Write};

/// The bytes of a file, in parts that need not lie side by side.
#[derive(Debug, Clone)]
pub struct Content<'a> {
    parts: Vec<&'a [u8]>,
}

impl<'a, B: AsRef<[u8]> + ?Sized> From<&'a B> for Content<'a> {
    fn from(bytes: &'a B) -> Self {
        Content {
            parts: vec![bytes.as_ref()],
        }
    }
}

impl<'a> FromIterator<&'a [u8]> for Content<'a> {
    fn from_iter<T: IntoIterator<Item = &'a [u8]>>(parts: T) -> Self {
        Content {
            parts: parts.into_iter().collect(),
        }
    }
}

impl Content<'_> {
    /// How many bytes there are.
    pub(super) fn len(&self) -> usize {
        self.parts.iter().map(|part| part.len()).sum()
    }

    /// Writes all of it, with as few calls as the system allows.
    pub(super) fn write_to(&self, file: &mut impl Write) -> io::Result<()> {
        let parts = self.parts.iter().filter(|part| !part.is_empty());
        let mut slices: Vec<_> = parts.map(|part| IoSlice::new(part)).collect();
        let mut rest = &mut *slices;
        while !rest.is_empty() {
            match file.write_vectored(rest) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(written) => IoSlice::advance_slices(&mut rest, written),
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        Ok(())
    }

    /// To be compared, from its beginning.
    pub(super) fn unread(&self) -> Unread<'_> {
        Unread {
            part: &[],
            others: self.parts.iter(),
        }
    }
}

/// What of a content has not been compared yet.
#[derive(Debug)]
pub(super) struct Unread<'a> {
    part: &'a [u8],
    others: std::slice::Iter<'a, &'a [u8]>,
}

impl Unread<'_> {
    /// Whether it goes on with `bytes`; what comes next is what is after them.
    pub(super) fn goes_on_with(&mut self, mut bytes: &[u8]) -> bool {
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

    /// Whether nothing is left.
    pub(super) fn is_over(&self) -> bool {
        self.part.is_empty() && self.others.clone().all(|part| part.is_empty())
    }
}
