//! The site file as written, resolved into settings, with every problem collected.

mod describe;
mod draft;
mod kinds;
mod layers;
mod load;
mod places;
mod read;
mod resolve;
mod resolved;
mod rules;
mod site_files;
mod table;
mod taxonomy;
mod term_names;
#[cfg(test)]
mod tests;
mod types;

pub use describe::{SETTINGS, as_yaml, schema};
pub use draft::{KeyPosition, SiteFileDraft, Understood, draft};
pub use layers::{Flags, SettingValue};
pub use load::{Request, load};
pub use places::Articles;
pub use read::{Descriptor, closest};
pub use resolved::Settings;
pub use rules::*;
pub use taxonomy::{FeedPath, PathState, Taxonomy, Terms};
pub use types::*;
