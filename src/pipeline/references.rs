//! Finds the articles that bodies refer to by their files or titles.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::page_address::{candidates, page_address};
use super::read::ReadArticle;
use crate::body::{LinkTarget, Lookup};
use crate::input::source::SourceFile;
use crate::model::{AbsoluteUrl, Article, Syntax};
use crate::site::settings::Settings;

/// The articles of a site by their files' names. Each map is built when it is first needed.
#[derive(Debug)]
pub(super) struct References<'a> {
    articles: &'a [ReadArticle],
    files: &'a [SourceFile],
    settings: &'a Settings,
    index: OnceLock<Index<'a>>,
    titles: OnceLock<HashMap<&'a str, usize>>,
}

#[derive(Debug, Default)]
struct Index<'a> {
    /// By the last segment of the path.
    names: HashMap<&'a str, Vec<usize>>,
    /// The same without a date before it, where there is one.
    undated: HashMap<&'a str, Vec<usize>>,
    /// By what headers call them besides.
    aliases: HashMap<&'a str, Vec<usize>>,
}

impl<'a> References<'a> {
    pub(super) fn new(
        articles: &'a [ReadArticle],
        files: &'a [SourceFile],
        settings: &'a Settings,
    ) -> Self {
        References {
            articles,
            files,
            settings,
            index: OnceLock::new(),
            titles: OnceLock::new(),
        }
    }

    fn article(&self, index: usize) -> &'a Article {
        &self.articles[index].article
    }

    /// An article's path below the folder that its generator reads, bared.
    fn path(&self, index: usize) -> &'a str {
        let path = &self.files[self.article(index).file].path;
        bare(self.settings.articles.below(path))
    }

    fn target(&self, index: usize) -> LinkTarget<'a> {
        let Article {
            permalink, title, ..
        } = self.article(index);
        LinkTarget {
            url: permalink,
            title: title.as_str(),
        }
    }

    fn index(&self) -> &Index<'a> {
        self.index.get_or_init(|| {
            let mut index = Index::default();
            for at in 0..self.articles.len() {
                let name = last_segment(self.path(at));
                index.names.entry(name).or_default().push(at);
                if let Some(undated) = undated(name) {
                    index.undated.entry(undated).or_default().push(at);
                }
                for alias in &self.article(at).aliases {
                    index.aliases.entry(alias).or_default().push(at);
                }
            }
            index
        })
    }

    /// The one among `candidates` that `path` means in the article at `from`.
    fn choose(&self, candidates: &[usize], path: &str, from: &str) -> Option<usize> {
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let beside = join(folder, path);
        let exact = |path: &str| {
            let is_it = |index: &usize| self.path(*index) == path;
            candidates.iter().copied().find(is_it)
        };
        if path.starts_with("./") || path.starts_with("../") {
            return exact(beside.as_deref()?);
        }
        let rooted = path.trim_start_matches('/');
        if let Some(index) = exact(rooted) {
            return Some(index);
        }
        if let Some(index) = beside.and_then(|beside| exact(&beside))
            && !path.starts_with('/')
        {
            return Some(index);
        }
        // The generator's own root may lie above SOURCE or below it.
        let mut ends = candidates.iter().copied().filter(|&index| {
            let own = self.path(index);
            ends_with(own, rooted) || ends_with(rooted, own) || ends_undated(own, rooted)
        });
        let found = ends.next()?;
        ends.next().is_none().then_some(found)
    }
}

impl Lookup for References<'_> {
    fn find(&self, reference: &str, from: &str) -> Option<LinkTarget<'_>> {
        let path = bare(reference.trim().trim_end_matches('/'));
        let name = last_segment(path);
        if name.is_empty() {
            return None;
        }
        let index = self.index();
        let candidates = index.names.get(name).or_else(|| index.undated.get(name));
        let found = match candidates {
            Some(candidates) => self.choose(candidates, path, from),
            None => match **index.aliases.get(reference.trim())? {
                [only] => Some(only),
                _ => None,
            },
        };
        found.map(|index| self.target(index))
    }

    fn page(&self, reference: &str, from: &str) -> Option<AbsoluteUrl> {
        let settings = self.settings;
        settings.generator?;
        let reference = reference.trim().trim_end_matches('/');
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let rooted = reference.trim_start_matches('/');
        let beside = join(folder, reference).filter(|_| !reference.starts_with('/'));
        let paths: Vec<String> = beside
            .as_deref()
            .into_iter()
            .chain([rooted])
            .flat_map(candidates)
            .collect();
        let is_it = |file: &&SourceFile| {
            let path = settings.articles.below(&file.path);
            paths.iter().any(|known| known == path)
        };
        page_address(self.files.iter().find(is_it)?, settings)
    }

    fn titled(&self, title: &str) -> Option<LinkTarget<'_>> {
        let titles = self.titles.get_or_init(|| {
            // Of several, the first by path.
            let numbered = self.articles.iter().enumerate().rev();
            numbered
                .map(|(index, read)| (read.article.title.as_str(), index))
                .collect()
        });
        titles.get(title).map(|&index| self.target(index))
    }
}

/// `path` without its extension, and without the `index` of a page that is a folder.
fn bare(path: &str) -> &str {
    let (folder, file) = match path.rsplit_once('/') {
        Some((_, file)) => path.split_at(path.len() - file.len()),
        None => ("", path),
    };
    let stem = match file.rsplit_once('.') {
        Some((stem, _)) if Syntax::of_path(file).is_some() => stem,
        _ => file,
    };
    if matches!(stem, "index" | "_index") && !folder.is_empty() {
        return folder.trim_end_matches('/');
    }
    &path[..folder.len() + stem.len()]
}

fn last_segment(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// `name` without the date at its beginning, if it has one.
fn undated(name: &str) -> Option<&str> {
    let mut parts = name.splitn(4, '-');
    let mut is_number = |longest: usize| {
        parts.next().is_some_and(|part| {
            (1..=longest).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
        })
    };
    let is_date = is_number(4) && is_number(2) && is_number(2);
    parts.next().filter(|rest| is_date && !rest.is_empty())
}

/// Whether `path` ends in the segments of `end`.
fn ends_with(path: &str, end: &str) -> bool {
    path.strip_suffix(end)
        .is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

/// The same, the date in the name of `path` left out.
fn ends_undated(path: &str, end: &str) -> bool {
    let Some(name) = undated(last_segment(path)) else {
        return false;
    };
    match end.rsplit_once('/') {
        None => end == name,
        Some((folder, last)) => {
            let own = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            last == name && (ends_with(own, folder) || ends_with(folder, own))
        }
    }
}

/// `path` as seen from `folder`; `None` if it leads out of the site.
fn join(folder: &str, path: &str) -> Option<String> {
    let mut segments: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                segments.pop()?;
            }
            part => segments.push(part),
        }
    }
    Some(segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_bared() {
        for (path, bared) in [
            ("posts/a.md", "posts/a"),
            ("a.en.md", "a.en"),
            ("posts/a/index.md", "posts/a"),
            ("posts/_index.md", "posts"),
            ("index.md", "index"),
            ("posts/v1.2", "posts/v1.2"),
            ("", ""),
        ] {
            assert_eq!(bare(path), bared, "{path}");
        }
        assert_eq!(undated("2024-1-02-a-b"), Some("a-b"));
        assert_eq!(undated("a-1-2-b"), None);
        assert_eq!(undated("2024-01-02"), None);
        assert_eq!(join("a/b", "../c/./d").as_deref(), Some("a/c/d"));
        assert_eq!(join("a", "../../c"), None);
    }
}
