//! Whether an article is kept back, as its header says.

use super::normaliser::{KeptBack, LeftOut, Normaliser, Reason};
use super::rules::{INVALID_FLAG, UNKNOWN_KEY};
use crate::diagnostic::Diagnostic;
use crate::site::generator::Role;
use crate::site::settings::Settings;
use crate::syntax::front_matter::{
    Field, Header, KeepsBack, Otherwise, RawFrontMatter, Visibility, VisibilityKeys, normal,
    visibility_key, visibility_keys,
};
use crate::syntax::tree::Node;

/// The fields that may keep an article back.
pub(super) fn visibility_fields(
    raw: &RawFrontMatter,
) -> impl Iterator<Item = (&Field, &'static VisibilityKeys)> {
    let fields = raw.visibility.iter().chain(&raw.permalink);
    fields.filter_map(|field| Some((field, visibility_key(&normal(&field.key))?)))
}

impl Normaliser<'_> {
    /// What cannot be read keeps the article back: it is worse to publish what was meant to be kept
    /// than to keep what was meant to be published.
    pub(super) fn visible(&self) -> Result<(), LeftOut> {
        let role = self.settings.role(self.path, self.exists);
        let is_draft = role == Role::Draft && !self.settings.drafts;
        let by_role = || KeptBack::new(Reason::Draft, "its folder or its name is that of drafts");
        let mut kept_back = is_draft.then(by_role);
        let mut invalid = None;
        for (field, row) in visibility_fields(&self.header.raw) {
            match row.visibility(&field.node) {
                Visibility::KeptBack if !row.is_draft => {
                    kept_back
                        .get_or_insert_with(|| KeptBack::new(Reason::Hidden, said(field, row)));
                }
                Visibility::KeptBack if !self.settings.drafts => {
                    kept_back = Some(KeptBack::new(Reason::Draft, said(field, row)));
                }
                Visibility::Invalid => {
                    invalid.get_or_insert((field, row));
                }
                _ => {}
            }
        }
        match (kept_back, invalid) {
            (Some(kept_back), _) => Err(kept_back.into()),
            (None, Some((field, row))) => Err(self.invalid_flag(field, row).into()),
            (None, None) => Ok(()),
        }
    }

    fn invalid_flag(&self, Field { key, node }: &Field, row: &VisibilityKeys) -> Diagnostic {
        let value = match node.text() {
            Some(text) => format!("`{}`", text.trim()),
            None => node.kind().to_owned(),
        };
        let expected = match row.keeps_back {
            KeepsBack::Flag(_, Otherwise::Date) => "`true`, `false` or a date",
            _ => "`true` or `false`",
        };
        let message = format!("`{key}` is {value}, not {expected}");
        // It is inherited: every value of the header stands after its key.
        if node.offset == 0 {
            let message = format!("{message}; the file inherits it");
            return Diagnostic::new(&INVALID_FLAG, message).in_file(self.header.path());
        }
        self.header.diagnostic(&INVALID_FLAG, node.offset, message)
    }

    /// Reports keys that may have been meant to keep the article back.
    pub(super) fn misspelt(&mut self) {
        let header = self.header;
        for key in &header.raw.unknown {
            if let Some(meant) = meant_to_keep_back(key, self.settings) {
                self.findings
                    .add(&UNKNOWN_KEY, || unknown_key(header, key, meant));
            }
        }
    }
}

/// What a field of `row` says, in the words of the header. A password stays where it is.
fn said(Field { key, node }: &Field, row: &VisibilityKeys) -> String {
    let is_public = !matches!(row.keeps_back, KeepsBack::Any);
    match node
        .text()
        .filter(|text| is_public && text.len() <= LONGEST_SAID)
    {
        Some(text) => format!("`{key}: {}`", text.trim()),
        _ => format!("`{key}`"),
    }
}

/// The longest value that is repeated, in bytes.
const LONGEST_SAID: usize = 60;

/// The key of the table of visibility that is one letter away from `key`. Shorter keys have too many
/// neighbours.
pub(super) fn meant_to_keep_back(key: &Node, settings: &Settings) -> Option<&'static str> {
    let name = normal(key.text()?);
    let length = name.chars().count();
    let is_close = |meant: &&str| {
        length > 4
            && meant.len() > 4
            && length.abs_diff(meant.len()) <= 1
            && strsim::osa_distance(&name, meant) == 1
    };
    let meant = visibility_keys().find(is_close)?;
    let mut taxonomies = settings.taxonomies.iter();
    (!taxonomies.any(|taxonomy| taxonomy.is_read_from(&name))).then_some(meant)
}

/// The finding that `meant` was probably meant by `key`.
pub(super) fn unknown_key(header: &Header, key: &Node, meant: &str) -> Diagnostic {
    let name = key.text().unwrap_or_default();
    let message = format!("unknown key `{name}`; did you mean `{meant}`?");
    header.diagnostic(&UNKNOWN_KEY, key.offset, message)
}
