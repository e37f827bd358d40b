//! Where there is no article to publish.

use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::earlier::recognise;
use super::error::Cause;
use super::rules::NO_ARTICLES;
use super::run::Run;
use crate::diagnostic::{Diagnostic, Severity};
use crate::feed::own::OwnFeed;
use crate::files::Folder;
use crate::input::source::{self, SourceFile};
use crate::publish::Stage;
use crate::site::settings::Settings;
use crate::syntax::front_matter::{self, PLAINLY, Reading};

/// How many files outside of what is searched are looked at.
const MOST_LOOKED_AT: usize = 10_000;

/// Where Jekyll and Hexo have their articles.
const FOLDERS_OF_POSTS: [&str; 2] = ["_posts", "source/_posts"];

impl Run<'_> {
    /// Says that no article of `files` is published, and why, as far as that can be seen. The run goes on
    /// if it is `allowed`, or if all articles are kept back and no feed has entries yet.
    pub(super) fn without_articles(
        &mut self,
        folder: &Arc<Folder>,
        files: &[SourceFile],
        settings: &Settings,
        stage: &Stage<'_>,
        allowed: bool,
    ) -> Result<(), Cause> {
        let counts = &self.report.articles;
        let kept_back: usize = counts.kept_back.values().sum();
        let are_kept_back = kept_back > 0 && counts.left_out == 0;
        let mut message = match kept_back + counts.left_out {
            0 => "no article was found".to_owned(),
            found => format!("none of {found} articles is published"),
        };
        if !are_kept_back {
            let unmatched = settings
                .articles
                .unmatched(files.iter().map(|file| &*file.path));
            for place in unmatched {
                message += &format!(
                    "; no file is in `{place}`, where the setting `articles` looks for them"
                );
            }
            let why = elsewhere(folder, files, settings);
            message.extend(why.or_else(|| outside(folder.path())));
        }
        let mut finding = Diagnostic::new(&NO_ARTICLES, message);
        if are_kept_back || allowed {
            finding.severity = Severity::Warning;
        }
        self.report.findings.push(finding);
        if allowed {
            Ok(())
        } else if would_empty(settings, stage)? {
            Err(Cause::WouldEmpty)
        } else if are_kept_back {
            Ok(())
        } else {
            Err(Cause::NoArticles)
        }
    }
}

/// Whether feeds that have entries would be emptied.
fn would_empty(settings: &Settings, stage: &Stage<'_>) -> Result<bool, Cause> {
    for feed in stage.rest() {
        let feed = feed?;
        let is_of_site = || recognise(&feed.path, &feed.head, settings).is_some();
        if OwnFeed::read(&feed.head).has_entries && is_of_site() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What can be said of articles in `folder` that are not among `files`.
fn elsewhere(folder: &Arc<Folder>, files: &[SourceFile], settings: &Settings) -> Option<String> {
    let walked = source::walk_everything(folder).ok()?;
    let known: HashSet<&str> = files.iter().map(|file| &*file.path).collect();
    let others = walked.files.iter();
    let others = others.filter(|file| !known.contains(&*file.path));
    let first = others
        .take(MOST_LOOKED_AT)
        .find(|file| is_article(file, settings))?;
    let output = std::fs::canonicalize(&settings.output).ok();
    let is_in_output =
        output.is_some_and(|output| folder.real().join(&*first.path).starts_with(output));
    let why = if is_in_output {
        "it is in the output folder, which is not read"
    } else if settings.articles.includes(&first.path) {
        "a `.gitignore` leaves it out"
    } else {
        "`articles` or `exclude` leaves it out"
    };
    Some(format!("; `{}` is an article, but {why}", first.path))
}

/// What can be said of a folder of posts above `source`, or beside it. It is not read.
fn outside(source: &Path) -> Option<String> {
    let mut above = source.to_owned();
    for _ in 0..2 {
        above = parent(&above);
        let mut folders = FOLDERS_OF_POSTS.iter().map(|posts| above.join(posts));
        if let Some(posts) = folders.find(|posts| posts.is_dir()) {
            return Some(format!(
                "; there is `{}`, which is not in `{}`: give its site as SOURCE",
                posts.display(),
                source.display(),
            ));
        }
    }
    None
}

/// The folder above `folder`, which may be `.` or begin with `..`.
fn parent(folder: &Path) -> PathBuf {
    match (folder.components().next_back(), folder.parent()) {
        (Some(Component::Normal(_)), Some(above)) => above.to_owned(),
        _ => folder.join(".."),
    }
}

fn is_article(file: &SourceFile, settings: &Settings) -> bool {
    let mut is_article = false;
    let read = source::head(file, settings.encoding, &mut Vec::new(), |head, whole| {
        let reading = front_matter::read_as(&file.path, head, whole, &PLAINLY);
        is_article = matches!(reading, Reading::Header(_));
        true
    });
    read.is_ok() && is_article
}
