//! The definition of a generator: data and a few functions.

use std::fmt;

use super::article_header::ArticleHeader;
use super::index_page::IndexPage;
use super::site_file::{ReadText, SiteFile, Translation};
use crate::model::{AbsoluteUrl, Templates};
use crate::site::address::Page;
use crate::site::address::permalink::PermalinkSyntax;
use crate::syntax::tree::Node;
use crate::time::DateRules;

/// A site generator.
pub struct Generator {
    /// Its name in the setting `generator`.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// The value of the setting `ids` for its entry ids, if they are not the permalinks.
    pub ids: Option<&'static str>,
    /// Its configuration files.
    pub site_files: SiteFiles,
    /// The settings that all its sites share, as a feedmill site file.
    pub preset: &'static str,
    /// How its articles are read.
    pub reading: ReadingRules,
    /// The placeholders of its permalinks.
    pub dialect: PermalinkSyntax,
    /// Its rules for the slugs of terms, by their names in the setting `slugs`.
    pub slugs: &'static [(&'static str, SlugFunction)],
    /// How it treats a site file, an article, a page.
    pub behaviour: &'static dyn Behaviour,
}

/// A header key, set by a generator: the articles with one value under it are translations of one another. Only the
/// originals count for the feeds of terms.
pub const TRANSLATIONS: &str = "feedmill.translations";

/// A header key with a number: of the translations of an article, those with the lowest are the originals.
pub const TRANSLATION_RANK: &str = "feedmill.rank";

/// A header key: `true` or `false`, whether the article is in another language than the site, where its language
/// alone does not tell.
pub const OTHER_LANGUAGE: &str = "feedmill.other_language";

/// Makes the folder name of a term.
pub type SlugFunction = fn(&str) -> String;

/// The configuration files of a generator.
pub struct SiteFiles {
    /// The names of the main file; the first one that exists is used.
    pub names: &'static [&'static str],
    /// Files that configure it in code, which is not run.
    pub in_code: &'static [&'static str],
    /// Further files that belong to it.
    pub extra: ExtraFiles,
    /// Whether the files called `_index.*` configure their folders.
    pub index_pages: bool,
}

impl SiteFiles {
    /// A main file without further files.
    pub(super) const ONE: SiteFiles = SiteFiles {
        names: &[],
        in_code: &[],
        extra: ExtraFiles {
            files: &[],
            folders: &[],
            nested_under: |_| Vec::new(),
        },
        index_pages: false,
    };
}

/// Further parts of a site file. Each overrides the main file and the parts before it.
pub struct ExtraFiles {
    /// Files whose top-level keys replace those of the main file.
    pub files: &'static [&'static str],
    /// Folders of files that are merged into the main file key by key.
    pub folders: &'static [&'static str],
    /// The keys, outermost first, that the content of a file is nested under. The argument is the
    /// file's name without its extension.
    pub nested_under: fn(&str) -> Vec<&str>,
}

/// How a site's articles are read. A generator's preset brings its own.
#[derive(Debug, Clone, Copy)]
pub struct ReadingRules {
    /// The template language of bodies.
    pub templates: Templates,
    /// The header keys of the published date, tried in this order; none for the usual ones.
    pub published_keys: &'static [&'static str],
    /// The header keys of the date of the last change, as above.
    pub updated_keys: &'static [&'static str],
    /// How odd dates are read.
    pub dates: DateRules,
    /// The header keys of the date in the address, if it is not the published date.
    pub address_date_keys: &'static [&'static str],
    /// Whether dates in addresses are in the site's time zone rather than in the offset as written.
    pub address_dates_in_site_zone: bool,
    /// Whether headers are those of notes: with `[[links]]`, `#hashtags` and quoted lists in one text.
    pub notes: bool,
    /// Whether a file without a header is an article.
    pub headless: bool,
    /// Whether a header without an opening fence goes on to a closing one, whatever lies between them.
    pub bare_headers_run_on: bool,
    /// Whether the header of an HTML file is its head, as Pelican has it.
    pub html_heads: bool,
    /// Whether the name of a file or its folders may give its date.
    pub dates_in_names: bool,
    /// Whether the name of a file or its folder may give its language.
    pub language_in_names: bool,
    /// Whether a comma in a header value separates two terms.
    pub commas_separate_terms: bool,
    /// Whether white space in terms is kept as it is.
    pub terms_keep_spaces: bool,
    /// Whether relative paths of images and files in headers start at the site's address, not the page's.
    pub header_urls_below_site: bool,
    /// Whether a file without a date is a page rather than an article with an error.
    pub undated_are_pages: bool,
    /// Whether each of several folders of articles is the root of the paths below it.
    pub folders_are_roots: bool,
}

impl ReadingRules {
    /// The rules of a site without a generator, and the base of the others.
    pub const DEFAULT: ReadingRules = ReadingRules {
        templates: Templates::Unknown,
        published_keys: &[],
        updated_keys: &[],
        dates: DateRules::PLAIN,
        address_date_keys: &[],
        address_dates_in_site_zone: false,
        notes: true,
        headless: false,
        bare_headers_run_on: false,
        html_heads: false,
        dates_in_names: true,
        language_in_names: true,
        commas_separate_terms: true,
        terms_keep_spaces: false,
        header_urls_below_site: false,
        undated_are_pages: false,
        folders_are_roots: false,
    };
}

/// The part of a generator that is code.
pub trait Behaviour: Sync {
    /// Translates the generator's site file into settings.
    fn translate(&self, site: &mut SiteFile<'_>);

    /// The role of the file at `path`, below the articles' folder; `sections` are the folders that the
    /// settings name as sections.
    fn role(&self, path: &str, sections: &[String], exists: Exists<'_>) -> Role;

    /// The section of the file at `path`, below the articles' folder.
    fn section(&self, _path: &str, _exists: Exists<'_>) -> Section {
        Section::FirstFolder
    }

    /// Rewrites a header into the one that feedmill would read the same way as this generator.
    fn adapt(&self, _header: &mut ArticleHeader<'_>) {}

    /// The address in the header of a page, without the site's; `None` if the permalink
    /// pattern is used.
    fn address(&self, page: &Page<'_>) -> Option<String>;

    /// The id of a page's entry in the generator's own feed; `None` if it is the permalink.
    fn entry_id(&self, _page: &Page<'_>, _permalink: &AbsoluteUrl) -> Option<String> {
        None
    }
}

/// Whether there is a file at a path below the articles' folder; `x/index.*` is any file in `x` whose
/// name begins with `index.`.
pub type Exists<'e> = &'e dyn Fn(&str) -> bool;

/// How a generator treats a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// An article, unless its header says otherwise.
    Article,
    /// An article that is not to be published yet.
    Draft,
    /// A page, a section, a resource of another page.
    Other,
}

/// The folder below the articles' folder whose feed lists an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Section {
    /// The first folder of its path, if it has one.
    FirstFolder,
    /// This folder, at any depth.
    Folder(String),
    /// None: it is at the top.
    None,
    /// None, and it is not at the top.
    Nowhere,
}

impl Generator {
    /// The settings in a parsed site file and the index pages; `read` gives other files of the site.
    pub fn translate(&self, root: &Node, pages: &[IndexPage], read: ReadText<'_>) -> Translation {
        let mut site = SiteFile::new(root, pages, read);
        self.behaviour.translate(&mut site);
        site.tell_local_address();
        site.finish()
    }
}

impl fmt::Debug for Generator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Generator {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Generator {}
