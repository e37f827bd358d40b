//! feedmill reads a folder of articles with front matter and writes valid RSS 2.0 and Atom 1.0
//! feeds, one for everything and one per tag.
//!
//! # The house
//!
//! Data flows one way, from articles on disk to feeds on disk. Each room knows only the rooms
//! above it in this list.
//!
//! | room | what happens there |
//! |---|---|
//! | [`diagnostic`] | what a finding is: rule, severity, place, message, remedy |
//! | [`text`] | characters: what XML can carry, plain text out of markup, cutting |
//! | [`time`] | the only date code: text to instant, instant to RFC 822 and RFC 3339 |
//! | [`model`] | articles, tags, authors, and newtypes that cannot hold what may not be emitted |
//! | [`render`] | a body to safe HTML with absolute URLs, and to a plain summary |
//! | [`publish`] | lock, stage, sync, rename; write only what differs, remove only what is ours |
//! | [`validate`] | bytes of a feed to diagnostics, through a parser that the emitters do not use |

pub mod diagnostic;
pub mod model;
pub mod publish;
pub mod render;
pub mod text;
pub mod time;
pub mod validate;
pub mod yaml;
