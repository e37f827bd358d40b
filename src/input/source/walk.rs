//! Which files may be articles.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::file::{LINK_OUTSIDE, NAME_NOT_UTF8, SourceFile, UNREADABLE_SOURCE, failed};
use super::ignore::{self, IGNORE_FILE, IgnoreRules, PatternMatch};
use crate::diagnostic::Diagnostic;
use crate::files::{
    EntryKind, Folder, READ_FAILED, UNREADABLE_FILE, is_marked_hidden, is_system_failure, name,
};
use crate::model::Syntax;
use crate::site::settings::Articles;
use crate::stamp::{Stamp, Stamps};

/// The extensions of files that may look like articles and are not read.
const OTHER_EXTENSIONS: &[&str] = &["rst", "adoc", "asciidoc", "org"];

/// Opens the folder of articles at `path`.
///
/// # Errors
///
/// If it cannot be read at all.
pub fn open(path: &Path) -> Result<Arc<Folder>, Diagnostic> {
    let opened = Folder::open(path).map(Arc::new);
    opened.map_err(|error| {
        let message = format!("the folder of articles cannot be read: {error}");
        Diagnostic::new(&UNREADABLE_SOURCE, message).in_file(path.display().to_string())
    })
}

/// What a walk found.
#[derive(Debug, Default)]
pub struct Walked {
    /// The files, in the order of their paths.
    pub files: Vec<SourceFile>,
    /// Those called `_index.*`, whether they may be articles or not, in the same order.
    pub index_pages: Vec<SourceFile>,
    /// Those that may look like articles, and have extensions that are not read; in the same order.
    pub lookalikes: Vec<SourceFile>,
    /// The stamps of all of them.
    pub stamps: Stamps,
}

/// Every file below `folder` that may be an article: not hidden, not in `output`, not excluded by a
/// `.gitignore`. What cannot be read goes to `findings`.
///
/// # Errors
///
/// If the system fails.
pub fn walk(
    folder: &Arc<Folder>,
    output: &Path,
    articles: &Articles,
    findings: &mut Vec<Diagnostic>,
) -> Result<Walked, Diagnostic> {
    let real = folder.real();
    let output = fs::canonicalize(output).ok();
    let output = output.and_then(|output| output.strip_prefix(real).map(Path::to_owned).ok());
    let output = output.filter(|output| !output.as_os_str().is_empty());
    Walk::new(folder, articles, output, true).find(findings)
}

/// Every file below `folder` that is not hidden and has the extension of an article.
///
/// # Errors
///
/// If the system fails.
pub fn walk_everything(folder: &Arc<Folder>) -> Result<Walked, Diagnostic> {
    let articles = Articles::default();
    Walk::new(folder, &articles, None, false).find(&mut Vec::new())
}

/// What is said of a folder, or an ignore file, that cannot be read.
const UNREADABLE: &str = "what lies here cannot be read";

struct Walk<'a> {
    folder: &'a Arc<Folder>,
    articles: &'a Articles,
    /// The output folder, if it lies below the source.
    output: Option<PathBuf>,
    /// Whether files are left out that ignore files name.
    heeds_ignore_files: bool,
    is_in_repository: bool,
    found: Mutex<FoundFiles>,
}

/// What was found so far.
#[derive(Default)]
struct FoundFiles {
    files: Vec<SourceFile>,
    index_pages: Vec<SourceFile>,
    lookalikes: Vec<SourceFile>,
    stamps: Stamps,
    links: Vec<SourceFile>,
    /// What is left out.
    odd: Vec<Diagnostic>,
    /// Why the walk ends: the system failed.
    failure: Option<Diagnostic>,
}

impl FoundFiles {
    fn add(&mut self, file: SourceFile, stamp: Option<Stamp>) {
        self.stamps.add(&file.path, stamp);
        self.files.push(file);
    }

    fn append(&mut self, mut other: FoundFiles) {
        self.files.append(&mut other.files);
        self.index_pages.append(&mut other.index_pages);
        self.lookalikes.append(&mut other.lookalikes);
        self.stamps.merge(&other.stamps);
        self.links.append(&mut other.links);
        self.odd.append(&mut other.odd);
    }
}

impl<'a> Walk<'a> {
    fn new(
        folder: &'a Arc<Folder>,
        articles: &'a Articles,
        output: Option<PathBuf>,
        heeds_ignore_files: bool,
    ) -> Self {
        let mut above = folder.real().ancestors();
        Walk {
            folder,
            articles,
            output,
            heeds_ignore_files,
            // Inside a repository its own rules count, from its top; elsewhere those from SOURCE on.
            is_in_repository: above.any(|above| above.join(".git").exists()),
            found: Mutex::default(),
        }
    }

    fn find(self, findings: &mut Vec<Diagnostic>) -> Result<Walked, Diagnostic> {
        let rules = if self.is_in_repository && self.heeds_ignore_files {
            let mut report = |path: &Path, error| self.fail(path, UNREADABLE, error);
            IgnoreRules::of_repository(self.folder, &mut report)
        } else {
            None
        };
        rayon::scope(|scope| self.visit(scope, PathBuf::new(), rules));
        let found = self.found.into_inner();
        let mut found = found.unwrap_or_else(PoisonError::into_inner);
        if let Some(failure) = found.failure {
            return Err(failure);
        }
        follow_links(std::mem::take(&mut found.links), self.folder, &mut found);
        let FoundFiles {
            mut files,
            mut index_pages,
            mut lookalikes,
            stamps,
            mut odd,
            ..
        } = found;
        // Several threads found them.
        files.par_sort_unstable_by(|one, other| one.path.cmp(&other.path));
        for found in [&mut index_pages, &mut lookalikes] {
            found.sort_unstable_by(|one, other| one.path.cmp(&other.path));
        }
        odd.sort_by(|one, other| {
            (&one.position, &one.message).cmp(&(&other.position, &other.message))
        });
        findings.append(&mut odd);
        Ok(Walked {
            files,
            index_pages,
            lookalikes,
            stamps,
        })
    }

    /// Looks into the folder at `path`, and spawns the same for those in it.
    fn visit<'s>(
        &'s self,
        scope: &rayon::Scope<'s>,
        path: PathBuf,
        rules: Option<Arc<IgnoreRules>>,
    ) {
        if self.found(|found| found.failure.is_some()) {
            return;
        }
        let mut found = FoundFiles::default();
        if let Err(error) = self.list(scope, &path, rules, &mut found) {
            self.fail(&self.folder.path().join(&path), UNREADABLE, error);
        }
        self.found(|all| all.append(found));
    }

    fn list<'s>(
        &'s self,
        scope: &rayon::Scope<'s>,
        path: &Path,
        mut rules: Option<Arc<IgnoreRules>>,
        found: &mut FoundFiles,
    ) -> io::Result<()> {
        let listing = self.folder.list(path)?;
        let entries = listing.entries();
        let has = |wanted: &str| entries.iter().any(|entry| *name(entry) == *wanted);
        if self.is_in_repository && ignore::REPOSITORY_FOLDERS.iter().any(|name| has(name)) {
            rules = None;
        }
        if self.heeds_ignore_files && has(IGNORE_FILE) {
            rules =
                IgnoreRules::of_folder(self.folder, path, rules.clone()).unwrap_or_else(|error| {
                    let file = self.folder.path().join(path).join(IGNORE_FILE);
                    self.fail(&file, "the file cannot be read", error);
                    rules
                });
        }
        for entry in entries {
            let name = name(entry);
            let name = OsStr::new(&name);
            let kind = listing.kind(entry)?;
            let is_folder = kind == EntryKind::Folder;
            let is_readable = Syntax::of_path(&name.to_string_lossy()).is_some();
            let is_lookalike = !is_readable && kind == EntryKind::File && is_lookalike(name);
            let may_be_article = is_readable && kind != EntryKind::Other || is_lookalike;
            if !is_folder && !may_be_article {
                continue;
            }
            let path = join(path, name);
            // A folder's page counts for its articles even if it is none of them, or is ignored.
            if !is_folder
                && name.as_encoded_bytes().starts_with(b"_index.")
                && let Some(path) = path.to_str()
            {
                found.stamps.add(path, listing.stamp(entry));
                found.index_pages.push(SourceFile {
                    path: path.into(),
                    folder: Arc::clone(self.folder),
                });
            }
            let verdict = rules.as_ref().map_or(PatternMatch::Nothing, |rules| {
                rules.verdict(Path::new(&path), is_folder)
            });
            let is_hidden = || name.as_encoded_bytes().starts_with(b".") || is_marked_hidden(entry);
            if self.passes_over(path.to_str(), verdict, is_hidden) {
                continue;
            }
            if is_folder {
                let path = PathBuf::from(path);
                if self.output.as_ref() != Some(&path) {
                    let rules = rules.clone();
                    scope.spawn(move |scope| self.visit(scope, path, rules));
                }
                continue;
            }
            let path = match path.into_string() {
                Ok(path) => path,
                Err(path) => {
                    let full = self.folder.path().join(path);
                    let message = "the name of this file is not UTF-8";
                    let finding = Diagnostic::new(&NAME_NOT_UTF8, message);
                    found.odd.push(finding.in_file(full.display().to_string()));
                    continue;
                }
            };
            if !self.articles.includes(&path) {
                continue;
            }
            let file = SourceFile {
                path: path.into(),
                folder: Arc::clone(self.folder),
            };
            if is_lookalike {
                found.stamps.add(&file.path, listing.stamp(entry));
                found.lookalikes.push(file);
            } else if kind == EntryKind::Link {
                found.links.push(file);
            } else {
                found.add(file, listing.stamp(entry));
            }
        }
        Ok(())
    }

    /// Whether what lies at `path` is left out by ignore files, as hidden, or by a setting.
    fn passes_over(
        &self,
        path: Option<&str>,
        verdict: PatternMatch,
        is_hidden: impl FnOnce() -> bool,
    ) -> bool {
        let excluded = self.articles.excluded();
        let leads_to_articles = || path.is_some_and(|path| self.articles.lead_to(path));
        match verdict {
            PatternMatch::Ignored => return true,
            PatternMatch::Nothing if is_hidden() && !leads_to_articles() => return true,
            _ => {}
        }
        !excluded.is_empty() && path.is_some_and(|path| excluded.name(path))
    }

    /// Notes that something at `path` cannot be read.
    fn fail(&self, path: &Path, what: &str, error: io::Error) {
        if is_system_failure(&error) {
            let failure = Diagnostic::new(&READ_FAILED, failed(&error));
            let failure = failure.in_file(path.display().to_string());
            self.found(|found| found.failure = Some(failure));
        } else {
            // Errors of the system are worded differently on each.
            let why = match error.raw_os_error() {
                Some(_) => error.kind().to_string(),
                None => error.to_string(),
            };
            let message = format!("{what}: {why}");
            let finding = Diagnostic::new(&UNREADABLE_FILE, message);
            let finding = finding.in_file(path.display().to_string());
            self.found(|found| found.odd.push(finding));
        }
    }

    fn found<T>(&self, work: impl FnOnce(&mut FoundFiles) -> T) -> T {
        work(&mut self.found.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Whether a file of that name may look like an article, but is not read.
fn is_lookalike(name: &OsStr) -> bool {
    let extension = Path::new(name).extension().and_then(OsStr::to_str);
    let is_known = |extension: &str| {
        let mut known = OTHER_EXTENSIONS.iter();
        known.any(|known| known.eq_ignore_ascii_case(extension))
    };
    extension.is_some_and(is_known)
}

/// The path of what is called `name` in `folder`, with `/` on every system.
fn join(folder: &Path, name: &OsStr) -> OsString {
    let folder = folder.as_os_str();
    let mut path = OsString::with_capacity(folder.len() + 1 + name.len());
    if !folder.is_empty() {
        path.push(folder);
        path.push("/");
    }
    path.push(name);
    path
}

/// A link to a file below the source is that file's other name: it counts where the file itself was
/// not found. Any other link is not followed.
fn follow_links(mut links: Vec<SourceFile>, folder: &Folder, found: &mut FoundFiles) {
    if links.is_empty() {
        return;
    }
    let files = found.files.iter();
    let mut known: HashSet<PathBuf> = files.map(|file| PathBuf::from(&*file.path)).collect();
    // Of several links to one file the first by path counts, whatever order the disk has.
    links.sort_unstable_by(|one, other| one.path.cmp(&other.path));
    for link in links {
        let target = folder.target(Path::new(&*link.path));
        let target = target.and_then(|target| {
            let metadata = fs::metadata(folder.real().join(&target))?;
            Ok((target, metadata))
        });
        match target {
            Ok((target, metadata)) if metadata.is_file() => {
                if known.insert(target) {
                    found.add(link, Stamp::from_metadata(&metadata));
                }
            }
            _ => found.odd.push(link.finding(
                &LINK_OUTSIDE,
                "the link leads out of the source folder, or is broken",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(root: &Path) -> (Vec<String>, Vec<String>) {
        let mut findings = Vec::new();
        let folder = open(root).unwrap();
        let output = root.join("feeds");
        let walked = walk(&folder, &output, &Articles::default(), &mut findings).unwrap();
        let codes = findings
            .iter()
            .map(|finding| finding.rule.code.to_owned())
            .collect();
        (
            walked
                .files
                .into_iter()
                .map(|file| file.path.into())
                .collect(),
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

    #[test]
    fn ignore_files_count_as_in_git() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("site");
        for path in [
            "a.md", "b/a.md", "b/c/a.md", ".h/a.md", "d/a.md", "d/.e.md", "f/g.md",
        ] {
            write(&root, path, "");
        }
        write(folder.path(), ".gitignore", "/site/f/\n");
        write(&root, ".gitignore", "\u{feff}a.md\r\n!.h/\n[z-a]\n");
        write(&root, "b/.gitignore", "!a.md\n/c/\n");
        write(&root, "d/.gitignore", "!.e.md\n");
        write(&root, ".h/.gitignore", "!a.md\n");
        let outside = ["b/a.md", "d/.e.md", ".h/a.md", "f/g.md"];
        let sorted = |mut paths: Vec<&str>| {
            paths.sort_unstable();
            paths.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(names(&root).0, sorted(outside.to_vec()));
        // In a repository the files above count, too, and those of another repository in it do not.
        fs::create_dir(folder.path().join(".git")).unwrap();
        assert_eq!(names(&root).0, sorted(outside[..3].to_vec()));
        fs::create_dir(root.join("d/.git")).unwrap();
        assert_eq!(
            names(&root).0,
            sorted([&outside[..3], &["d/a.md"]].concat())
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn an_ignore_file_that_is_not_a_small_file_is_reported() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "site/a.md", "");
        let root = folder.path().join("site");
        let ignore = root.join(".gitignore");
        let expected = (vec!["a.md".to_owned()], vec!["unreadable-file".to_owned()]);
        for target in ["/dev/zero", "/dev/full", "nowhere", "../outside", "."] {
            std::os::unix::fs::symlink(target, &ignore).unwrap();
            write(folder.path(), "outside", "a.md");
            assert_eq!(names(&root), expected, "{target}");
            fs::remove_file(&ignore).unwrap();
        }
        let made = std::process::Command::new("mkfifo").arg(&ignore).status();
        assert!(made.unwrap().success());
        assert_eq!(names(&root), expected);
        fs::remove_file(&ignore).unwrap();
        let sparse = fs::File::create(&ignore).unwrap();
        sparse.set_len(3 << 30).unwrap();
        assert_eq!(names(&root), expected);
    }
}
