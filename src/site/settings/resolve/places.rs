//! Where articles are, and where feeds and pages go.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobSetBuilder};

use super::Resolver;
use crate::model::{AbsoluteUrl, UrlError};
use crate::site::address::encode_segment;
use crate::site::address::permalink::{self, Pattern};
use crate::site::settings::kinds::{FolderUrl, Given};
use crate::site::settings::layers::Origin;
use crate::site::settings::places::Places;
use crate::site::settings::read::{Reader, SettingKind};
use crate::site::settings::table::DefaultsMapping;
use crate::site::settings::types::{Defaults, Permalinks};
use crate::syntax::tree::Node;

impl Resolver<'_> {
    pub(super) fn places(&mut self, given: Option<&[Given<String>]>, source: &Path) -> Places {
        let mut folders = Vec::new();
        let mut globs = GlobSetBuilder::new();
        let mut patterns = Vec::new();
        for Given { value, offset } in given.into_iter().flatten() {
            self.no_tilde(value, *offset);
            // Paths in the site file are relative to it, those of articles to the source folder.
            let below = plain_path(&self.folder_of(*offset, source).join(value));
            let path = below.strip_prefix(plain_path(source)).map(slashed);
            let Ok(path) = path else {
                self.invalid(
                    *offset,
                    format!("`{value}` is outside of the source folder"),
                );
                continue;
            };
            if !path.contains(['*', '?', '[', '{']) {
                folders.push(path);
            } else {
                match GlobBuilder::new(&path).literal_separator(true).build() {
                    Ok(glob) => {
                        globs.add(glob);
                        patterns.push(path);
                    }
                    Err(error) => self.invalid(
                        *offset,
                        format!("`{value}` is not a valid glob: {}", error.kind()),
                    ),
                }
            }
        }
        Places {
            folders,
            globs: globs.build().unwrap_or_default(),
            patterns,
        }
    }

    pub(super) fn defaults(&mut self, given: &[DefaultsMapping], source: &Path) -> Vec<Defaults> {
        let one = |given: &DefaultsMapping| Defaults {
            places: self.places(given.path.as_deref(), source),
            except: self.places(given.except.as_deref(), source),
            values: given.values.clone(),
        };
        given.iter().map(one).collect()
    }

    /// What a path given at `offset` is relative to: the site file, or the source folder if the
    /// generator gives it.
    pub(super) fn folder_of<'f>(&'f self, offset: usize, source: &'f Path) -> &'f Path {
        match self.layers.origin(offset) {
            Origin::Generator => source,
            Origin::Flag | Origin::SiteFile => &self.folder,
        }
    }

    /// A shell expands `~`; in a file it would be the name of a folder.
    fn no_tilde(&mut self, path: &str, offset: usize) {
        if path == "~" || path.starts_with("~/") {
            let message = format!(
                "`{path}`: `~` does not stand for a folder here; write the path from the root, or from this file"
            );
            self.invalid(offset, message);
        }
    }

    /// A path on the command line is relative to the working directory.
    pub(super) fn output(&mut self, given: Option<&Given<String>>, source: &Path) -> PathBuf {
        if let Some(Given { value, offset }) = given {
            self.no_tilde(value, *offset);
        }
        match given {
            Some(Given { value, offset }) if self.layers.origin(*offset) == Origin::Flag => {
                PathBuf::from(value)
            }
            Some(Given { value, offset }) => tidy(&self.folder_of(*offset, source).join(value)),
            None => source.join("feeds"),
        }
    }

    pub(super) fn feeds_url(
        &mut self,
        given: Option<&Given<String>>,
        site: Option<&AbsoluteUrl>,
        output: &Path,
    ) -> Option<AbsoluteUrl> {
        if let Some(given) = given {
            // If the site has no address, that is reported already.
            let joined = match AbsoluteUrl::parse(&given.value) {
                Err(UrlError::NotAbsolute) => site?.join(&given.value).ok(),
                _ => None,
            };
            let value = joined.map_or_else(|| given.value.clone(), |url| url.to_string());
            let (layers, problems) = (self.layers, &mut self.problems);
            let mut reader = Reader {
                problem: &mut |rule, offset, message| {
                    problems.push(layers.diagnostic(rule, offset, message));
                },
            };
            return FolderUrl::read(&Node::scalar(value, given.offset), "feeds_url", &mut reader);
        }
        let absolute = std::path::absolute(output).unwrap_or_else(|_| output.to_owned());
        let folder = absolute
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        Some(site?.below(&format!("{}/", encode_segment(&folder))))
    }

    pub(super) fn permalinks(&mut self, given: &[(String, Given<String>)]) -> Option<Permalinks> {
        let dialect = self
            .generator
            .map_or(permalink::FEEDMILL, |generator| generator.dialect);
        let mut permalinks = Permalinks {
            dialect,
            of_section: HashMap::new(),
            other_languages: None,
            default: Pattern::parse("/:path/", &permalink::FEEDMILL).ok()?,
        };
        let mut all_valid = true;
        for (section, given) in given {
            if let Some(name) = in_other_braces(&given.value) {
                let written = if dialect.knows(name) {
                    format!(":{name}")
                } else {
                    format!(":{{{name}}}")
                };
                let message = format!("`{{{name}}}` is not a placeholder; write `{written}`");
                self.invalid(given.offset, message);
            }
            match Pattern::parse(&given.value, &dialect) {
                Ok(pattern) if section == "*" => permalinks.default = pattern,
                Ok(pattern) if section == "other_languages" => {
                    permalinks.other_languages = Some(pattern);
                }
                Ok(pattern) => drop(permalinks.of_section.insert(section.clone(), pattern)),
                Err(error) => {
                    self.invalid(given.offset, error.to_string());
                    all_valid = false;
                }
            }
        }
        all_valid.then_some(permalinks)
    }
}

/// The name in braces of other programs' placeholders: `{slug}`.
fn in_other_braces(pattern: &str) -> Option<&str> {
    let mut braces = pattern.match_indices('{');
    braces.find_map(|(at, _)| {
        let (name, _) = pattern[at + 1..].split_once('}')?;
        let is_name =
            !name.is_empty() && name.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_');
        (is_name && !pattern[..at].ends_with(':')).then_some(name)
    })
}

/// `path` without `.` and `name/..`, unless that name is a link: it is shown to people.
fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        let is_name = matches!(tidy.components().next_back(), Some(Component::Normal(_)));
        match part {
            Component::CurDir => {}
            Component::ParentDir if is_name && !tidy.is_symlink() => drop(tidy.pop()),
            part => tidy.push(part),
        }
    }
    if tidy.as_os_str().is_empty() {
        tidy.push(".");
    }
    tidy
}

/// `path` from the root on, without `.` and `..`, so that two spellings of a place compare.
fn plain_path(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut plain = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(plain.pop()),
            part => plain.push(part),
        }
    }
    plain
}

fn slashed(path: &Path) -> String {
    path.components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_spellings_of_a_place_are_one() {
        let here = std::env::current_dir().unwrap();
        for path in ["a/b", "./a/b", "a/./b", "a/c/../b", "../x/../a/b"] {
            let path = here.join("x").join(path);
            assert!(plain_path(&path).ends_with("a/b"), "{}", path.display());
        }
        assert_eq!(plain_path(Path::new("a")), plain_path(&here.join("./a")));
    }
}
