//! Arguments in, reports out.

pub(crate) mod validate;
