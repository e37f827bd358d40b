//! Reads the site file and resolves the settings.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::layers::{self, Flags, Layered};
use super::read::{ROOT, Reader, SettingKind};
use super::resolve::Resolver;
use super::resolved::Settings;
use super::rules::{INVALID_SITE_FILE, MISSING_SETTING};
use super::site_files::unreadable;
use super::table::SiteSettings;
use crate::diagnostic::{Diagnostic, FileFindings, Severity};
use crate::files::{read_anywhere, read_found};
use crate::model::TemplateValue;
use crate::site::generator::IndexPage;
use crate::stamp::Fingerprint;

/// The name of the site file.
pub const SITE_FILE: &str = "feedmill.yaml";

/// The name that it has too, if there is none called so.
pub const OTHER_SITE_FILE: &str = "feedmill.yml";

/// Where the settings come from.
#[derive(Debug, Default, Clone)]
pub struct Request {
    /// The folder that is read.
    pub source: PathBuf,
    /// The site file, if one was named.
    pub site_file: Option<PathBuf>,
    /// Settings given on the command line. They win over the site file.
    pub flags: Flags,
    /// Whether a title and an address are needed. A run that writes no feeds does without.
    pub for_feeds: bool,
    /// The pages that configure their folders, as far as the files were looked at.
    pub index_pages: Arc<[IndexPage]>,
}

/// Reads the site file, if there is one, and resolves the settings.
///
/// # Errors
///
/// With every problem of the site file and the flags. `codes` are those that `lint` may name.
pub fn load(request: Request, codes: &[&str]) -> Result<Settings, Vec<Diagnostic>> {
    let Request {
        source,
        site_file,
        flags,
        for_feeds,
        index_pages,
    } = request;
    let (path, text) = site_file_text(&source, site_file).map_err(|problem| vec![problem])?;
    let file = path.display().to_string();
    let text = text.as_deref();
    let mut layered = layers::read((&file, text), &source, flags, index_pages);
    if !layered.problems.is_empty() {
        return Err(layered.problems);
    }
    if !for_feeds {
        layered.put_below(layers::placeholders());
    }
    let Layered {
        layers,
        tree,
        generator,
        reasons,
        translation,
        notes,
        mut problems,
        ..
    } = layered;
    let (theirs, variables) = match translation {
        Some((file, translation)) => (Some(file), translation.variables),
        None => (None, TemplateValue::Null),
    };
    let incomplete = match (text, &theirs) {
        (None, Some(theirs)) => Some(theirs),
        (None, None) => None,
        (Some(_), _) => Some(&file),
    };
    let mut found = FileFindings::default();
    let given = SiteSettings::read(
        &tree,
        ROOT,
        &mut Reader {
            problem: &mut |rule, offset, message| {
                found.add(rule, || match incomplete {
                    _ if rule.code != MISSING_SETTING.code => {
                        layers.diagnostic(rule, offset, message)
                    }
                    Some(file) => Diagnostic::new(rule, message).in_file(file),
                    None => {
                        let message = format!("{message}, and there is no site file `{file}`");
                        Diagnostic::new(rule, message)
                    }
                });
            },
        },
    );
    problems.extend(found.into_vec());
    let here = std::env::current_dir().ok();
    let names_timezone = layers::value(&tree, "timezone").is_some();
    let name = generator.map(|generator| generator.name);
    let origin = (&source, &path, here, &tree, name, &notes, &variables);
    let origin = format!("{origin:?}");
    let mut resolver = Resolver {
        folder: path.parent().unwrap_or(Path::new("")).to_owned(),
        layers: &layers,
        generator,
        codes,
        problems,
        notes,
    };
    let settings = given.and_then(|given| resolver.settings(source, given));
    match settings {
        Some(settings)
            if resolver
                .problems
                .iter()
                .all(|found| found.severity != Severity::Error) =>
        {
            resolver.notes.append(&mut resolver.problems);
            let authors: BTreeMap<_, _> = settings.authors.by_key.iter().collect();
            let origin = format!("{origin} {authors:?}");
            Ok(Settings {
                generator_reasons: reasons,
                names_timezone,
                notes: resolver.notes,
                variables,
                fingerprint: Fingerprint::new(origin.as_bytes()),
                ..settings
            })
        }
        _ => {
            let mut problems = resolver.problems;
            problems.sort_by(|a, b| a.position.cmp(&b.position));
            Err(problems)
        }
    }
}

/// The path of the site file, the one that was `named` or the one in `source`, and its text if there is one.
fn site_file_text(
    source: &Path,
    named: Option<PathBuf>,
) -> Result<(PathBuf, Option<String>), Diagnostic> {
    let found = [SITE_FILE, OTHER_SITE_FILE];
    let found = found.into_iter().find(|name| source.join(name).exists());
    let found = found.unwrap_or(SITE_FILE);
    let read = match &named {
        Some(path) => read_anywhere(path).map(Some),
        None => read_found(source, found),
    };
    let path = named.unwrap_or_else(|| source.join(found));
    let file = path.display().to_string();
    let bytes = read.map_err(|error| unreadable(&file, &error))?;
    let text = bytes.map(String::from_utf8).transpose();
    let text = text.map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let message = format!("byte {at} of the site file is not UTF-8");
        Diagnostic::new(&INVALID_SITE_FILE, message).in_file(&file)
    })?;
    let text = text.map(|text| match text.strip_prefix('\u{feff}') {
        Some(text) => text.to_owned(),
        None => text,
    });
    Ok((path, text))
}
