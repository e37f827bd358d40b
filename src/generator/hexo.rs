//! Hexo.

use super::{Foreign, Generator, PLAIN, Role, has};
use crate::address::permalink::Dialect;
use crate::model;

pub(super) static HEXO: Generator = Generator {
    name: "hexo",
    ids: "hexo",
    templates: super::Templates::Hexo,
    site_files: &["_config.yml", "_config.yaml", "_config.json"],
    recognises: |root| {
        [
            "source_dir",
            "public_dir",
            "new_post_name",
            "index_generator",
            "default_layout",
        ]
        .iter()
        .any(|key| has(root, key))
    },
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
ids: hexo
feeds_url: ./
";

fn translate(site: &mut Foreign<'_>) {
    site.copy(&["title"], "title");
}
