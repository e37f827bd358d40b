//! A body to safe HTML with absolute URLs, and to a plain summary.
