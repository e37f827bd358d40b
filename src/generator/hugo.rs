//! Hugo.

use super::{Foreign, Generator, PLAIN, Role, has};
use crate::address::permalink::Dialect;
use crate::model;

pub(super) static HUGO: Generator = Generator {
    name: "hugo",
    ids: "hugo",
    site_files: &[
        "hugo.toml",
        "hugo.yaml",
        "hugo.yml",
        "hugo.json",
        "config.toml",
        "config.yaml",
        "config.yml",
        "config.json",
        "config/_default/hugo.toml",
        "config/_default/hugo.yaml",
        "config/_default/config.toml",
        "config/_default/config.yaml",
    ],
    recognises: |root| !has(root, "base_url"),
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
ids: hugo
feeds_url: ./
";

fn translate(site: &mut Foreign<'_>) {
    site.copy(&["title"], "title");
}
