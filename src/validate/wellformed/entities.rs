//! The entities that a document declares.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

/// What a general entity is.
#[derive(Clone)]
pub(super) enum EntityKind {
    /// Its replacement text stands in the document.
    Internal(Rc<str>),
    /// It stands elsewhere; it is never fetched.
    External,
    /// It is not XML (`NDATA`).
    Unparsed,
}

/// How far the check of an entity is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum EntityState {
    Unchecked,
    /// It is being checked: a reference to it now is a loop.
    Busy,
    /// It is well-formed and stands for so many bytes.
    Checked(usize),
}

/// Where an entity is referred to: its replacement text must fit in there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ReferenceContext {
    ContentReader = 0,
    Attribute = 1,
}

/// A general entity.
pub(super) struct Entity {
    pub(super) kind: EntityKind,
    pub(super) states: [EntityState; 2],
}

/// The entities that a document declares.
#[derive(Default)]
pub(super) struct Entities {
    pub(super) general: HashMap<String, Entity>,
    /// Parameter entities; `None` for those that stand elsewhere.
    pub(super) parameter: HashMap<String, Option<Rc<str>>>,
    /// The replacement texts of general entities that differ from what is declared, and where that stands.
    pub(super) replaced: Vec<(Range<usize>, Rc<str>)>,
    /// Whether there may be declarations that were not read: in an external subset or entity.
    pub(super) is_incomplete: bool,
    /// Whether the document declares itself complete without those.
    pub(super) is_standalone: bool,
    /// Whether an entity or the DTD stands outside of the document.
    pub(super) is_external: bool,
}

impl Entities {
    /// Declares a general entity, unless it was declared before (section 4.2).
    pub(super) fn declare(&mut self, name: &str, kind: EntityKind) {
        self.general
            .entry(name.to_owned())
            .or_insert_with(|| Entity {
                kind,
                states: [EntityState::Unchecked; 2],
            });
    }

    /// Whether a reference to an undeclared entity is allowed (section 4.1, WFC
    /// Entity Declared).
    pub(super) fn may_be_elsewhere(&self) -> bool {
        self.is_incomplete && !self.is_standalone
    }
}

/// The entities that every document has (section 4.6).
pub(super) fn is_predefined(name: &str) -> bool {
    matches!(name, "amp" | "lt" | "gt" | "quot" | "apos")
}
