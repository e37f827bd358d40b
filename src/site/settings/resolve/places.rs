//! Where articles are, and where feeds and pages go.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobSetBuilder};

use super::Resolver;
use crate::model::{self, AbsoluteUrl, UrlError};
use crate::site::address::encode_segment;
use crate::site::address::permalink::{self, Pattern};
use crate::site::settings::raw::{Given, Origin, RawDefaults, RawLanguage};
use crate::site::settings::{Defaults, Language, Permalinks, Places};

impl Resolver<'_> {
    pub(super) fn languages(&mut self, given: Option<Given<Vec<RawLanguage>>>) -> Vec<Language> {
        let mut languages: Vec<Language> = Vec::new();
        for RawLanguage { tag, folder } in given.into_iter().flat_map(|given| given.value) {
            let Some(tag) = self.language(tag) else {
                continue;
            };
            let Given { value, origin } = folder.unwrap_or_else(|| Given {
                value: tag.clone(),
                origin: Origin::Flag("languages"),
            });
            let folder = value.trim();
            // What no language is called like could not be told from other folders.
            if !folder.is_empty() && model::language(folder).is_none() {
                let message =
                    format!("`{folder}` is no language's folder, such as `en` or `zh-cn`");
                self.invalid(origin, message);
                continue;
            }
            let folder = (!folder.is_empty()).then(|| folder.to_owned());
            if languages.iter().any(|known| known.tag == tag) {
                continue;
            }
            if languages.iter().any(|known| known.folder == folder) {
                let message = match folder {
                    Some(folder) => format!("two languages have the folder `{folder}`"),
                    None => "two languages have no folder".to_owned(),
                };
                self.invalid(origin, message);
                continue;
            }
            languages.push(Language { tag, folder });
        }
        languages.sort_unstable_by(|one, other| one.tag.cmp(&other.tag));
        languages
    }

    pub(super) fn places(
        &mut self,
        given: Option<Given<Vec<Given<String>>>>,
        source: &Path,
    ) -> Places {
        let mut folders = Vec::new();
        let mut globs = GlobSetBuilder::new();
        for Given { value, origin } in given.into_iter().flat_map(|given| given.value) {
            // The site file's folder is where its paths begin; SOURCE is where articles' paths do.
            let below = plain_path(&self.folder_of(origin, source).join(&value));
            let path = below.strip_prefix(plain_path(source)).map(slashed);
            let Ok(path) = path else {
                self.invalid(origin, format!("`{value}` lies outside the source folder"));
                continue;
            };
            if !path.contains(['*', '?', '[', '{']) {
                folders.push(path);
            } else {
                match GlobBuilder::new(&path).literal_separator(true).build() {
                    Ok(glob) => drop(globs.add(glob)),
                    Err(error) => {
                        self.invalid(origin, format!("`{value}` is no pattern: {}", error.kind()))
                    }
                }
            }
        }
        Places {
            folders,
            globs: globs.build().unwrap_or_default(),
        }
    }

    pub(super) fn defaults(&mut self, given: Vec<RawDefaults>, source: &Path) -> Vec<Defaults> {
        let one = |RawDefaults { path, mut values }| {
            // In a header they have no place.
            for (key, value) in &mut values {
                key.relocate(&|_| 0);
                value.relocate(&|_| 0);
            }
            let places = self.places(path, source);
            Defaults { places, values }
        };
        given.into_iter().map(one).collect()
    }

    /// Where paths begin that were given at `origin`: beside the site file, or where the generator's is.
    pub(super) fn folder_of<'f>(&'f self, origin: Origin, source: &'f Path) -> &'f Path {
        match origin {
            Origin::File(at) if !self.layers.is_own(at) => source,
            _ => &self.folder,
        }
    }

    /// Paths in the site file are relative to it, on the command line to the working directory.
    pub(super) fn output(&mut self, given: Option<Given<String>>, source: &Path) -> PathBuf {
        match given {
            Some(Given {
                value,
                origin: origin @ Origin::File(_),
            }) => self.folder_of(origin, source).join(value),
            Some(Given {
                value,
                origin: Origin::Flag(_),
            }) => PathBuf::from(value),
            None => source.join("feeds"),
        }
    }

    pub(super) fn feeds_url(
        &mut self,
        given: Option<Given<String>>,
        site: Option<&AbsoluteUrl>,
        output: &Path,
    ) -> Option<AbsoluteUrl> {
        if let Some(given) = given {
            // `./` is the site's own address; that there is none is told already.
            let joined = match AbsoluteUrl::parse(&given.value) {
                Err(UrlError::NotAbsolute) => site?.join(&given.value).ok(),
                _ => None,
            };
            let value = joined.map_or(given.value, |url| url.to_string());
            let origin = given.origin;
            return self.folder_url(Given { value, origin }, "feeds_url");
        }
        let absolute = std::path::absolute(output).unwrap_or_else(|_| output.to_owned());
        let folder = absolute
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        Some(site?.below(&format!("{}/", encode_segment(&folder))))
    }

    pub(super) fn permalinks(&mut self, given: Vec<(String, Given<String>)>) -> Option<Permalinks> {
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
            match Pattern::parse(&given.value, &dialect) {
                Ok(pattern) if section == "*" => permalinks.default = pattern,
                Ok(pattern) if section == "other_languages" => {
                    permalinks.other_languages = Some(pattern);
                }
                Ok(pattern) => drop(permalinks.of_section.insert(section, pattern)),
                Err(error) => {
                    self.invalid(given.origin, error.to_string());
                    all_valid = false;
                }
            }
        }
        all_valid.then_some(permalinks)
    }
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
