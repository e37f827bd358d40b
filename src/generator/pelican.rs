//! Pelican.

use super::{Foreign, Generator, PLAIN, Role};
use crate::address::permalink::Dialect;
use crate::model;
use crate::tree::{Node, Value};

pub(super) static PELICAN: Generator = Generator {
    name: "pelican",
    ids: "pelican",
    templates: super::Templates::Pelican,
    site_files: &["pelicanconf.py"],
    recognises: |_| true,
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
ids: pelican
feeds_url: ./
";

fn translate(site: &mut Foreign<'_>) {
    site.copy(&["title"], "title");
}

/// The plain constants of a Python file.
pub(super) fn constants(_text: &str) -> Node {
    Node {
        value: Value::Mapping(Vec::new()),
        offset: 0,
    }
}
