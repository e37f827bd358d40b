//! Site generators: the files they are configured in, the addresses of their articles and feeds,
//! and the ids of their entries.
//!
//! Each generator is one folder and one line in [`ALL`]. What all its sites share is data: a
//! preset of settings, [`ReadingRules`] and the placeholders of its permalinks. What depends on one
//! file or one site is [`Behaviour`].

mod article_header;
mod definition;
pub mod detect;
mod hexo;
mod hugo;
mod index_page;
mod inherited;
mod jekyll;
mod pelican;
mod scripted;
mod site_file;
#[cfg(test)]
mod testing;
mod zola;

pub use article_header::ArticleHeader;
pub use definition::{
    ExtraFiles, Generator, OTHER_LANGUAGE, ReadingRules, Role, Section, TRANSLATION_RANK,
    TRANSLATIONS,
};
pub use index_page::IndexPage;
pub use pelican::replacing;
pub use site_file::{Setting, Translation, parse};

/// A key that no real header has: it keeps an article out of the feed for everything.
pub const LOCAL: &str = "feedmill.local";

/// The generators. Of two with equal evidence, the first one is recognized.
pub static ALL: [&Generator; 10] = [
    &hugo::HUGO,
    &zola::ZOLA,
    &hexo::HEXO,
    &jekyll::JEKYLL,
    &pelican::PELICAN,
    &scripted::ELEVENTY,
    &scripted::DOCUSAURUS,
    &scripted::ASTRO,
    &scripted::VITEPRESS,
    &scripted::MKDOCS,
];
