//! Reads the site files of generators and their parts.

use std::io;
use std::path::{Path, PathBuf};

use super::rules::INVALID_SITE_FILE;
use crate::diagnostic::{Diagnostic, locate};
use crate::files::{READ_FAILED, is_system_failure, read_found, to_text};
use crate::site::generator::{self, ExtraFiles};
use crate::syntax::tree::Node;

/// A site file of a generator, or a part of it.
pub(super) struct GeneratorFile {
    pub(super) shown: String,
    pub(super) text: String,
    pub(super) root: Node,
}

/// The finding that a site file cannot be read. The system may be at fault, not the file.
pub(super) fn unreadable(shown: &str, error: &io::Error) -> Diagnostic {
    let rule = if is_system_failure(error) {
        &READ_FAILED
    } else {
        &INVALID_SITE_FILE
    };
    let message = format!("the site file cannot be read: {error}");
    Diagnostic::new(rule, message).in_file(shown)
}

/// Reads the site file, or another part of `main`, at `path` in `folder`; `None` if there is none.
pub(super) fn read_part(
    folder: &Path,
    path: &Path,
    main: Option<&Node>,
) -> Result<Option<GeneratorFile>, Box<Diagnostic>> {
    let shown = folder.join(path).display().to_string();
    let read = read_found(folder, path).and_then(|bytes| bytes.map(to_text).transpose());
    let Some(text) = read.map_err(|error| Box::new(unreadable(&shown, &error)))? else {
        return Ok(None);
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
    match generator::parse(&shown, &text, main) {
        Ok(root) => Ok(Some(GeneratorFile { shown, text, root })),
        Err(error) => {
            let (line, column, source_line) = locate(&text, error.offset);
            let message = format!("the site file cannot be read: {error}");
            let problem = Diagnostic::new(&INVALID_SITE_FILE, message).in_file(&shown);
            Err(Box::new(problem.at(line, column).showing(source_line)))
        }
    }
}

/// The files that may be parts of a site file in `folder`, in the order in which one goes over the
/// other.
pub(super) fn further_parts(parts: &ExtraFiles, folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for part in parts.folders {
        let entries = std::fs::read_dir(folder.join(part)).into_iter().flatten();
        let files = entries.filter_map(|entry| Some(Path::new(part).join(entry.ok()?.file_name())));
        let is_part = |path: &PathBuf| has_data(path) && folder.join(path).is_file();
        let mut files: Vec<PathBuf> = files.filter(is_part).collect();
        files.sort_unstable();
        found.append(&mut files);
    }
    found
}

fn has_data(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    matches!(extension, Some("toml" | "yaml" | "yml" | "json"))
}
