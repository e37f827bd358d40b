//! What the site is: its settings, the generator that made it, and where its pages and feeds lie.

pub mod address;
pub mod footer;
pub mod generator;
pub mod settings;
