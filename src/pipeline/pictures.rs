//! The sizes of pictures in the source folder.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path};
use std::sync::{Mutex, PoisonError};

use imagesize::ImageSize;

use super::error::Cause;
use super::rules::PODCAST_COVER;
use super::run::Run;
use crate::diagnostic::Diagnostic;
use crate::files::{Folder, READ_FAILED, is_system_failure};
use crate::input::source::SourceFile;
use crate::model::{AbsoluteUrl, Article};
use crate::site::settings::Settings;
use crate::stamp::Stamp;

/// Where generators keep the files that are served as they are; the first that has one counts.
const STATIC_FOLDERS: &[&str] = &["static/", "public/", "docs/", ""];

/// How many bytes of a picture are read at first, and how many if its size is not in these.
const HEADS: [u64; 2] = [16 << 10, 1 << 20];

/// The sides of a cover that Apple takes, in pixels. <https://podcasters.apple.com/support/896>
const COVER: std::ops::RangeInclusive<usize> = 1400..=3000;

/// The pictures in the source.
#[derive(Debug)]
pub(super) struct Pictures<'a> {
    folder: &'a Folder,
    settings: &'a Settings,
    looked_for: Mutex<BTreeMap<String, LookedFor>>,
    /// The failure of the system that ends the run.
    failure: Mutex<Option<Diagnostic>>,
}

/// A file that was looked for.
#[derive(Debug, Clone, Copy, Default)]
struct LookedFor {
    /// Its stamp before it was read, if there is one.
    stamp: Option<Stamp>,
    size: Option<ImageSize>,
}

/// The paths that were looked at, and the stamps of those where there is a file.
pub(super) type SeenFiles = BTreeMap<String, Option<Stamp>>;

impl<'a> Pictures<'a> {
    pub(super) fn new(folder: &'a Folder, settings: &'a Settings) -> Self {
        Pictures {
            folder,
            settings,
            looked_for: Mutex::default(),
            failure: Mutex::default(),
        }
    }

    /// Width and height of the picture of `article`, if it is one of the site's own.
    pub(super) fn size(&self, article: &Article, file: &SourceFile) -> Option<ImageSize> {
        let picture = article.media.as_ref()?.picture.as_ref()?;
        let path = self.path(&picture.url)?;
        let root = self.settings.articles.root(&file.path);
        let own_folder = if root.is_empty() {
            String::new()
        } else {
            format!("{root}/")
        };
        let served = STATIC_FOLDERS.iter().copied().chain([&*own_folder]);
        let beside = path_beside(&picture.url, article, &file.path);
        let paths = served.map(|folder| format!("{folder}{path}")).chain(beside);
        paths.filter_map(|path| self.look_at(path)).next()
    }

    /// The path of the file at `url` on the site.
    fn path(&self, url: &AbsoluteUrl) -> Option<String> {
        path_below(url, &self.settings.url)
    }

    /// The size of the picture at `path`, which is read once.
    fn look_at(&self, path: String) -> Option<ImageSize> {
        let mut looked_for = self.looked_for();
        if let Some(known) = looked_for.get(&path) {
            return known.size;
        }
        drop(looked_for);
        let found = self.read(&path).unwrap_or_else(|error| {
            if is_system_failure(&error) {
                let message = format!("the system failed while a picture was read: {error}");
                let shown = self.folder.path().join(&path).display().to_string();
                let failure = Diagnostic::new(&READ_FAILED, message).in_file(shown);
                *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(failure);
            }
            LookedFor::default()
        });
        looked_for = self.looked_for();
        looked_for.insert(path, found);
        found.size
    }

    fn read(&self, path: &str) -> io::Result<LookedFor> {
        let (mut file, stamp) = open(self.folder, path)?;
        let mut head = Vec::new();
        let mut size = None;
        for limit in HEADS {
            let more = limit - head.len() as u64;
            if size.is_none() && (&mut file).take(more).read_to_end(&mut head)? > 0 {
                size = imagesize::blob_size(&head).ok();
            }
        }
        size = size.filter(|size| size.width > 0 && size.height > 0);
        Ok(LookedFor { stamp, size })
    }

    fn looked_for(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, LookedFor>> {
        self.looked_for
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the failure of the system that must end the run, if there was one.
    pub(super) fn failure(&self) -> Result<(), Cause> {
        let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        failure
            .take()
            .map_or(Ok(()), |failure| Err(Cause::Read(failure)))
    }

    pub(super) fn seen(&self) -> SeenFiles {
        let looked_for = self.looked_for();
        let seen = looked_for.iter();
        seen.map(|(path, found)| (path.clone(), found.stamp))
            .collect()
    }
}

/// The present stamps of the files at `paths`.
pub(super) fn look_again(folder: &Folder, paths: impl Iterator<Item = String>) -> SeenFiles {
    let stamp = |path: &str| open(folder, path).ok().and_then(|(_, stamp)| stamp);
    paths
        .map(|path| {
            let stamp = stamp(&path);
            (path, stamp)
        })
        .collect()
}

fn open(folder: &Folder, path: &str) -> io::Result<(File, Option<Stamp>)> {
    let (file, metadata) = folder.file(Path::new(path))?;
    Ok((file, Stamp::from_metadata(&metadata)))
}

/// The path of `url` below `folder`, if it is there.
fn path_below(url: &AbsoluteUrl, folder: &AbsoluteUrl) -> Option<String> {
    let is_on_host = url.host() == folder.host();
    let path = url.decoded_path();
    let path = path.strip_prefix(&*folder.decoded_path())?;
    let parts = &mut Path::new(path).components();
    let is_below = parts.all(|part| matches!(part, Component::Normal(_)));
    (is_on_host && is_below && !path.is_empty()).then(|| path.to_owned())
}

/// The file at `url` if it is served in the folder of the article's page: it lies in the folder that is called
/// like the article, or whose page that is.
fn path_beside(url: &AbsoluteUrl, article: &Article, file: &str) -> Option<String> {
    let path = path_below(url, &article.permalink.join("./").ok()?)?;
    let (stem, _) = file.rsplit_once('.')?;
    let folder = stem
        .strip_suffix("index")
        .unwrap_or(stem)
        .trim_end_matches('/');
    Some(format!("{folder}/{path}"))
}

impl Run<'_> {
    /// Warns of a cover that Apple refuses.
    pub(super) fn look_at_cover(&mut self, pictures: &Pictures<'_>) {
        let Some(podcast) = &pictures.settings.podcast else {
            return;
        };
        let Some(path) = pictures.path(&podcast.image) else {
            return;
        };
        let mut paths = STATIC_FOLDERS
            .iter()
            .map(|folder| format!("{folder}{path}"));
        let found = paths.find_map(|path| Some((pictures.look_at(path.clone())?, path)));
        if let Some((ImageSize { width, height }, path)) = found
            && (width != height || !COVER.contains(&width))
        {
            let message = format!("the podcast's cover has {width} × {height} pixels");
            let shown = pictures.folder.path().join(path).display().to_string();
            let finding = Diagnostic::new(&PODCAST_COVER, message).in_file(shown);
            self.report.findings.push(finding);
        }
    }
}
