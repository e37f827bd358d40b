//! Data types: for each, a small function over text and the check that reports errors.

pub(super) mod atom;
mod calendar;
mod canonical;
pub(super) mod construct;
pub(super) mod date;
pub(super) mod geo;
pub(super) mod html;
mod identifier;
pub(super) mod itunes;
pub(super) mod language;
pub(super) mod link;
pub(super) mod mail;
pub(super) mod media;
pub(super) mod mime;
pub(super) mod number;
pub(super) mod podcast;
pub(super) mod readers;
mod rfc822;
pub(super) mod rss;
mod schemes;
pub(super) mod style;
pub(super) mod text;
pub(super) mod uri;
pub(super) mod uri_syntax;
mod vocabulary;
