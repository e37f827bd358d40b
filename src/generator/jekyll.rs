//! Jekyll.

use super::{Foreign, Generator, Parts, Role};
use crate::address::permalink::Dialect;
use crate::model;

pub(super) static JEKYLL: Generator = Generator {
    name: "jekyll",
    ids: "jekyll-feed",
    site_files: &["_config.yml", "_config.yaml", "_config.toml"],
    recognises: |_| true,
    parts: Parts::NONE,
    preset: PRESET,
    translate,
    dialect: Dialect {
        placeholders: &[],
        any_key: false,
        special: |_, _| None,
    },
    address: |_| None,
    entry_id: |_, _| None,
    slug: |name| model::slug(&model::identity(name)),
    role: |_, _| Role::Article,
    section: None,
    dates_in_site_zone: false,
    undated_are_pages: false,
};

const PRESET: &str = "
ids: jekyll-feed
feeds_url: ./
";

fn translate(site: &mut Foreign<'_>) {
    site.copy(&["title"], "title");
}
