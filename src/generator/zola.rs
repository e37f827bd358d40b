//! Zola.

use super::{Foreign, Generator, PLAIN, Role, has};
use crate::address::permalink::Dialect;
use crate::model;

pub(super) static ZOLA: Generator = Generator {
    name: "zola",
    ids: "zola",
    templates: super::Templates::Zola,
    site_files: &["zola.toml", "config.toml"],
    recognises: |root| has(root, "base_url"),
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
    dates_in_site_zone: false,
    undated_are_pages: false,
    ..PLAIN
};

const PRESET: &str = "
ids: zola
feeds_url: ./
";

fn translate(site: &mut Foreign<'_>) {
    site.copy(&["title"], "title");
}
