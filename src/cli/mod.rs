//! The command line: arguments as typed, then resolved; reporters; exit status.

#[allow(dead_code, reason = "not wired to a command yet")]
pub(crate) mod explain;
#[allow(dead_code, reason = "not wired to a command yet")]
pub(crate) mod report;
