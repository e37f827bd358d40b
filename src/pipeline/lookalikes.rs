//! Files that look like articles, and whose extensions are not read.

use super::error::Cause;
use super::files::Fate;
use super::run::Run;
use crate::diagnostic::Diagnostic;
use crate::input::source::{self, Failure, SourceFile};
use crate::site::settings::Settings;
use crate::syntax::front_matter::{self, NoHeader, PLAINLY, Reading, UNREAD_ARTICLE};

impl Run<'_> {
    /// Reports those of `files` that begin as an article does.
    pub(super) fn look_at(
        &mut self,
        files: &[SourceFile],
        settings: &Settings,
    ) -> Result<(), Cause> {
        let mut buffer = Vec::new();
        for file in files {
            let looks = self.work_on(file, || looks_like_article(file, settings, &mut buffer))?;
            if !matches!(looks, Ok(true)) {
                continue;
            }
            let extension = file.path.rsplit('.').next().unwrap_or_default();
            let message = format!(
                "this looks like an article, but .{extension} files are not read; convert it, for example \
                 with `pandoc -s NAME.{extension} -o NAME.md`"
            );
            let finding = Diagnostic::new(&UNREAD_ARTICLE, message.as_str());
            self.report.findings.push(finding.in_file(file.shown()));
            self.note(&file.path, Fate::NotAnArticle, message);
        }
        Ok(())
    }
}

fn looks_like_article(
    file: &SourceFile,
    settings: &Settings,
    buffer: &mut Vec<u8>,
) -> Result<bool, Failure> {
    let mut looks = false;
    source::head(file, settings.encoding, buffer, |head, whole| {
        let reading = front_matter::read_as(&file.path, head, whole, &PLAINLY);
        let is_meant = matches!(
            reading,
            Reading::Header(_)
                | Reading::NotAnArticle(NoHeader::Mistaken(_) | NoHeader::StrayKeys(_))
        );
        looks = is_meant || has_date(head);
        true
    })?;
    Ok(looks)
}

/// Whether a field of reStructuredText or AsciiDoc (`:date: 2025-05-18`), or a keyword of Org
/// (`#+DATE: 2025-05-18`), is a date.
fn has_date(head: &[u8]) -> bool {
    String::from_utf8_lossy(head).lines().any(|line| {
        let field = line.strip_prefix(':').or_else(|| line.strip_prefix("#+"));
        let field = field.and_then(|field| field.split_once(':'));
        field.is_some_and(|(key, value)| {
            key.to_ascii_lowercase().ends_with("date")
                && value.contains(|c: char| c.is_ascii_digit())
        })
    })
}
