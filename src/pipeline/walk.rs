//! Finding the files.

use std::path::Path;
use std::sync::Arc;

use super::error::Cause;
use super::files::Fate;
use super::progress::Step;
use super::run::Run;
use crate::diagnostic::{Diagnostic, Severity};
use crate::files::Folder;
use crate::input::history::Repository;
use crate::input::source::{self, Failure, PublishedIds, SourceFile, Walked};
use crate::site::generator::{Generator, IndexPage};
use crate::site::settings::{DatesFrom, Request, Settings};
use crate::text::encoding::Encoding;

impl Run<'_> {
    /// Finds every file that may be an article, `feedmill.ids`, and the repository if dates come from it.
    /// If pages among the files configure their folders, the settings are read once more, with what these say.
    pub(super) fn walk(
        &mut self,
        folder: &Arc<Folder>,
        request: Request,
        mut settings: Settings,
    ) -> Result<(Settings, Walked), Cause> {
        self.begin(Step::Walk, None);
        let mut findings = Vec::new();
        let walked = source::walk(folder, &settings.output, &settings.articles, &mut findings);
        let mut walked = walked.map_err(Cause::Read)?;
        let counts = |generator: &&Generator| generator.site_files.index_pages;
        if settings.generator.as_ref().is_some_and(counts) && !walked.index_pages.is_empty() {
            // Those of layouts and archetypes are something else.
            walked.index_pages.retain(|page| {
                let folder = folder_of(&page.path);
                let first = walked.files.partition_point(|file| &*file.path < folder);
                let next = walked.files.get(first);
                next.is_some_and(|file| file.path.starts_with(folder))
            });
            let index_pages =
                self.index_pages(&walked.index_pages, settings.encoding, &mut findings)?;
            self.report.findings.clear();
            settings = self.configure(Request {
                index_pages,
                ..request
            })?;
        }
        let mut errors = findings.clone();
        errors.retain(|finding| finding.severity == Severity::Error);
        self.report.articles.left_out += errors.len();
        for Diagnostic {
            message, position, ..
        } in errors
        {
            let shown = position.map_or_else(String::new, |position| position.path);
            let path = Path::new(&shown).strip_prefix(folder.path());
            let path = path.map_or(&*shown, |path| path.to_str().unwrap_or(&shown));
            self.note(path, Fate::LeftOut, message);
        }
        self.report.findings.append(&mut findings);
        self.report.articles.files = walked.files.len();
        let ids = PublishedIds::read(folder, &walked.files, &mut walked.stamps);
        self.ids = ids.map_err(|problems| self.unusable(problems))?;
        if settings.dates == DatesFrom::Git {
            let repository = Repository::open(folder.real());
            self.repository = Some(repository.map_err(|problem| self.unusable(vec![problem]))?);
        }
        Ok((settings, walked))
    }

    /// Reads `files`, which configure their folders.
    pub(super) fn index_pages(
        &mut self,
        files: &[SourceFile],
        encoding: Option<Encoding>,
        findings: &mut Vec<Diagnostic>,
    ) -> Result<Arc<[IndexPage]>, Cause> {
        let mut pages = Vec::new();
        for file in files {
            match self.work_on(file, || index_page(file, encoding))? {
                Ok(page) => pages.extend(page),
                Err(mut finding) => {
                    finding.severity = Severity::Error;
                    finding.message +=
                        "; the articles in its folder are left out, because it may keep them back";
                    findings.push(finding);
                    self.unread_pages.push(file.path.clone());
                }
            }
        }
        // A folder before those in it: the nearest page wins.
        pages.sort_by(|one, other| (&one.folder, &one.name).cmp(&(&other.folder, &other.name)));
        Ok(pages.into())
    }

    /// The page that cannot be read of a folder in which the file at `path` lies.
    pub(super) fn unread_page_above(&self, path: &str) -> Option<&str> {
        let mut pages = self.unread_pages.iter().map(|page| &**page);
        pages.find(|page| path.starts_with(folder_of(page)))
    }
}

/// The folder of the file at `path`, with its slash.
fn folder_of(path: &str) -> &str {
    path.rfind('/').map_or("", |end| &path[..=end])
}

fn index_page(file: &SourceFile, encoding: Option<Encoding>) -> Result<Option<IndexPage>, Failure> {
    let shown = file.shown();
    let mut page = None;
    source::head(file, encoding, &mut Vec::new(), |head, whole| {
        page = IndexPage::read(&file.path, &shown, head, whole);
        page.is_some()
    })?;
    Ok(page.transpose()?.flatten())
}
