//! Which files may be articles.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{MAIN_SEPARATOR, Path, PathBuf, is_separator};
use std::sync::{Arc, mpsc};

use ignore::{DirEntry, WalkBuilder, WalkState};
use rayon::prelude::*;

use super::{
    LINK_OUTSIDE, NAME_NOT_UTF8, READ_FAILED, SourceFile, UNREADABLE_FILE, UNREADABLE_SOURCE,
    failed, is_the_machines,
};
use crate::diagnostic::Diagnostic;
use crate::site::settings::Articles;

const EXTENSIONS: &[&str] = &["md", "markdown", "html", "htm", "txt"];

/// Whether the folder of articles can be read at all.
///
/// # Errors
///
/// If it cannot.
pub fn check(root: &Path) -> Result<(), Diagnostic> {
    fs::read_dir(root)
        .map(drop)
        .map_err(|error| unreadable_source(root, &error))
}

fn unreadable_source(root: &Path, error: &io::Error) -> Diagnostic {
    let message = format!("the folder of articles cannot be read: {error}");
    Diagnostic::new(&UNREADABLE_SOURCE, message).in_file(root.display().to_string())
}

/// Every file below `root` that may be an article, in sorted order: not hidden, not in `output`,
/// not excluded by a `.gitignore`. What cannot be read goes to `findings`.
///
/// # Errors
///
/// If `root` itself cannot be read, or the machine fails.
pub fn walk(
    root: &Path,
    output: &Path,
    articles: &Articles,
    findings: &mut Vec<Diagnostic>,
) -> Result<Vec<SourceFile>, Diagnostic> {
    check(root)?;
    let real_root = fs::canonicalize(root).map_err(|error| unreadable_source(root, &error))?;
    let real_output = fs::canonicalize(output)
        .ok()
        .filter(|output| *output != real_root);
    let output_below =
        real_output.and_then(|output| Some(root.join(output.strip_prefix(&real_root).ok()?)));
    // Inside a repository its own rules count, from its top; elsewhere those from SOURCE on.
    let in_repository = real_root
        .ancestors()
        .any(|folder| folder.join(".git").exists());
    let (excluded, top) = (articles.excluded().clone(), root.to_owned());
    let is_excluded = move |entry: &DirEntry| {
        !excluded.is_empty() && {
            let below = below(entry.path(), &top);
            below.is_some_and(|path| excluded.name(&path))
        }
    };
    let walk = WalkBuilder::new(root)
        .ignore(false)
        .git_global(false)
        .git_exclude(false)
        .require_git(in_repository)
        .parents(in_repository)
        .filter_entry(move |entry| {
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            let is_output = is_folder && Some(entry.path()) == output_below.as_deref();
            !is_output && !is_excluded(entry)
        })
        .threads(rayon::current_num_threads())
        .build_parallel();
    let root: &Arc<Path> = &root.into();
    let (sender, found) = mpsc::channel();
    walk.run(|| {
        let mut basket = Basket {
            found: Vec::new(),
            sender: sender.clone(),
        };
        Box::new(move |entry| {
            let found = visit(entry, root, articles);
            let goes_on = !matches!(found, Some(Found::Failure(_)));
            basket.found.extend(found);
            match goes_on {
                true => WalkState::Continue,
                false => WalkState::Quit,
            }
        })
    });
    drop(sender);
    let (mut files, mut links, mut odd) = (Vec::new(), Vec::new(), Vec::new());
    for found in found.into_iter().flatten() {
        match found {
            Found::File(file) => files.push(file),
            Found::Link(link) => links.push(link),
            Found::Odd(finding) => odd.push(*finding),
            Found::Failure(finding) => return Err(*finding),
        }
    }
    follow_links(links, &real_root, &mut files, &mut odd);
    // Several threads found them.
    files.par_sort_unstable();
    odd.sort_by(|one, other| (&one.place, &one.message).cmp(&(&other.place, &other.message)));
    findings.append(&mut odd);
    Ok(files)
}

/// What one thread found. It is handed over when the thread ends.
struct Basket {
    found: Vec<Found>,
    sender: mpsc::Sender<Vec<Found>>,
}

impl Drop for Basket {
    fn drop(&mut self) {
        // Nobody waits for it where the walk has failed.
        let _ = self.sender.send(std::mem::take(&mut self.found));
    }
}

/// What lies at a place below the source folder. One of every file waits until the walk is done.
enum Found {
    File(SourceFile),
    /// A symbolic link.
    Link(SourceFile),
    /// Something that is left out.
    Odd(Box<Diagnostic>),
    /// The machine failed.
    Failure(Box<Diagnostic>),
}

fn unreadable_folder(error: &ignore::Error) -> Diagnostic {
    let why = error
        .io_error()
        .map_or_else(|| error.to_string(), |cause| cause.kind().to_string());
    let message = format!("what lies here cannot be read: {why}");
    let finding = Diagnostic::new(&UNREADABLE_FILE, message);
    let mut inner = error;
    loop {
        match inner {
            ignore::Error::WithPath { path, .. } => {
                return finding.in_file(path.display().to_string());
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
                inner = err;
            }
            _ => return finding,
        }
    }
}

fn visit(
    entry: Result<DirEntry, ignore::Error>,
    root: &Arc<Path>,
    articles: &Articles,
) -> Option<Found> {
    let entry = match entry {
        Ok(entry) => entry,
        Err(error) => {
            return Some(match error.io_error() {
                Some(cause) if is_the_machines(cause) => {
                    Found::Failure(Diagnostic::new(&READ_FAILED, failed(cause)).into())
                }
                _ => Found::Odd(unreadable_folder(&error).into()),
            });
        }
    };
    let full = entry.path();
    let extension = full.extension().and_then(OsStr::to_str)?;
    let mut known = EXTENSIONS.iter();
    known.find(|known| known.eq_ignore_ascii_case(extension))?;
    let kind = entry.file_type().filter(|kind| !kind.is_dir())?;
    let Some(path) = below(full, root) else {
        let message = "the name of this file is not UTF-8";
        let finding = Diagnostic::new(&NAME_NOT_UTF8, message);
        let finding = finding.in_file(full.display().to_string());
        return Some(Found::Odd(finding.into()));
    };
    if !articles.includes(&path) {
        return None;
    }
    let file = SourceFile {
        path: path.into(),
        root: Arc::clone(root),
    };
    match kind {
        _ if kind.is_symlink() => Some(Found::Link(file)),
        _ if kind.is_file() => Some(Found::File(file)),
        // A FIFO or a device would block the run.
        _ => None,
    }
}

/// A link to a file below the root is that file's other name: it counts where the file itself was
/// not found. Any other link is not followed.
fn follow_links(
    mut links: Vec<SourceFile>,
    real_root: &Path,
    files: &mut Vec<SourceFile>,
    findings: &mut Vec<Diagnostic>,
) {
    let mut known: HashSet<PathBuf> = match links.is_empty() {
        true => HashSet::new(),
        false => files
            .iter()
            .map(|file| real_root.join(&*file.path))
            .collect(),
    };
    // Of several links to one file the first by path counts, whatever order the disk has.
    links.sort_unstable();
    for link in links {
        match fs::canonicalize(link.full()) {
            Ok(target) if target.starts_with(real_root) && target.is_file() => {
                if known.insert(target) {
                    files.push(link);
                }
            }
            _ => findings.push(link.finding(
                &LINK_OUTSIDE,
                "the link leads out of the source folder, or nowhere",
            )),
        }
    }
}

/// The path `full`, which begins with `root`, below it, with `/`; `None` if it is not UTF-8.
fn below(full: &Path, root: &Path) -> Option<String> {
    let [full, root] = [full, root].map(|path| path.as_os_str().as_encoded_bytes());
    let below = str::from_utf8(full.strip_prefix(root)?).ok()?;
    Some(
        below
            .trim_start_matches(is_separator)
            .replace(MAIN_SEPARATOR, "/"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(root: &Path) -> (Vec<String>, Vec<String>) {
        let mut findings = Vec::new();
        let files = walk(
            root,
            &root.join("feeds"),
            &Articles::default(),
            &mut findings,
        )
        .unwrap();
        let codes = findings
            .iter()
            .map(|finding| finding.rule.code.to_owned())
            .collect();
        (
            files.into_iter().map(|file| file.path.into()).collect(),
            codes,
        )
    }

    fn write(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    #[test]
    fn what_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for path in [
            "b.md",
            "a/x.MARKDOWN",
            "a/y.htm",
            "c.txt",
            "d.rst",
            ".e.md",
            ".f/g.md",
            "feeds/h.md",
            "i/j.md",
            "i/k.md",
        ] {
            write(root, path, "");
        }
        write(root, ".gitignore", "k.md\n");
        assert_eq!(
            names(root).0,
            ["a/x.MARKDOWN", "a/y.htm", "b.md", "c.txt", "i/j.md"]
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed_outside() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("site");
        write(&root, "a.md", "");
        write(&root, ".hidden/b.md", "");
        symlink("/etc/passwd", root.join("passwd.md")).unwrap();
        symlink("nowhere", root.join("dangling.md")).unwrap();
        symlink("a.md", root.join("again.md")).unwrap();
        symlink(".hidden/b.md", root.join("b.md")).unwrap();
        symlink("..", root.join("loop")).unwrap();
        assert_eq!(
            names(&root),
            (
                vec!["a.md".to_owned(), "b.md".to_owned()],
                vec!["link-outside".to_owned(); 2]
            )
        );
    }
}
