//! Where things lie: the paths of feeds.

pub mod slug;
pub mod template;
