//! Reading the settings.

use super::error::Cause;
use super::rules::lint_codes;
use super::run::Run;
use crate::diagnostic::Diagnostic;
use crate::files::READ_FAILED;
use crate::site::settings::{self, INVALID_SETTING, Request, Settings};

impl Run<'_> {
    /// Reads the settings, and what they say of findings.
    pub(super) fn configure(&mut self, request: Request) -> Result<Settings, Cause> {
        let settings =
            settings::load(request, &lint_codes()).map_err(|problems| self.unusable(problems))?;
        let mut notes = settings.notes.iter();
        if let Some(failure) = notes.find(|note| note.rule.code == READ_FAILED.code) {
            return Err(Cause::Read(failure.clone()));
        }
        self.levels.clone_from(&settings.lint);
        self.report.generator = settings
            .generator_reasons
            .clone()
            .or_else(|| settings.generator.map(|it| it.title.to_owned()));
        self.report.output.clone_from(&settings.output);
        self.report.findings.extend(settings.notes.iter().cloned());
        Ok(settings)
    }

    /// Why the run stops at `problems` of a file of the site. The system may be at fault, not the file.
    pub(super) fn unusable(&mut self, problems: Vec<Diagnostic>) -> Cause {
        let is_of_system = |problem: &Diagnostic| problem.rule.code == READ_FAILED.code;
        match problems.iter().find(|problem| is_of_system(problem)) {
            Some(problem) => Cause::Read(problem.clone()),
            None => {
                self.report.findings.extend(problems);
                Cause::Settings
            }
        }
    }

    /// The taxonomy that is called `name`; the tags if there is no name.
    pub(super) fn taxonomy(
        &mut self,
        name: Option<&str>,
        settings: &Settings,
    ) -> Result<usize, Cause> {
        let Some(name) = name else {
            return Ok(0);
        };
        let taxonomies = &settings.taxonomies;
        let called_so = taxonomies
            .iter()
            .position(|taxonomy| taxonomy.is_called(name));
        called_so.ok_or_else(|| {
            let names = taxonomies.iter().filter(|known| !known.is_archive());
            let names: Vec<&str> = names.map(|known| &*known.name).collect();
            let message = format!(
                "`{name}` is not a taxonomy of this site; there are {}",
                names.join(", ")
            );
            let finding = Diagnostic::new(&INVALID_SETTING, message);
            self.report.findings.push(finding);
            Cause::Settings
        })
    }
}
