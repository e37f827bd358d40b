//! Bytes of a feed to diagnostics, through a parser that the emitters do not use.
