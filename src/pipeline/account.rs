//! Noting what became of files.

use super::files::{Fate, FileReport};
use super::run::Run;
use crate::diagnostic::Diagnostic;
use crate::feed::select::Catalog;
use crate::input::normalise::KeptBack;
use crate::input::source::SourceFile;
use crate::model::Article;
use crate::time::Zone;

impl Run<'_> {
    /// Notes that the file at `path` is not published.
    pub(super) fn note(&mut self, path: &str, fate: Fate, why: String) {
        self.report.files.push(FileReport {
            path: path.to_owned(),
            fate,
            why,
            until: None,
        });
    }

    /// Notes that the file at `path` is kept back.
    pub(super) fn note_kept_back(&mut self, path: &str, kept_back: KeptBack) {
        let until = kept_back.until.map(|until| until.in_zone(&Zone::utc()));
        self.report.files.push(FileReport {
            path: path.to_owned(),
            fate: Fate::KeptBack,
            why: kept_back.why,
            until: until.map(|until| until.to_rfc3339()),
        });
    }

    /// Notes which of the `usable` articles are not in `site`, as `findings` say.
    pub(super) fn note_missing(
        &mut self,
        usable: &[&Article],
        site: &Catalog<'_>,
        files: &[SourceFile],
        findings: &[Diagnostic],
    ) {
        if usable.len() == site.articles.len() {
            return;
        }
        self.report.articles.left_out += usable.len() - site.articles.len();
        for finding in findings {
            let shown = finding.position.as_ref().map(|position| &position.path);
            let is_it = |article: &&&Article| Some(&files[article.file].shown()) == shown;
            if let Some(article) = usable.iter().find(is_it) {
                let path = &files[article.file].path;
                self.note(path, Fate::LeftOut, finding.message.clone());
            }
        }
    }
}
