//! The kinds of values that settings have.

mod choice;
mod mapping;
mod text;
mod wrapper;

pub(super) use choice::*;
pub(super) use mapping::*;
pub(super) use text::*;
pub(super) use wrapper::*;
