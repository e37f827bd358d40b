//! Every setting of a site file: its name, what it holds, what it means, its default and an example.
//!
//! From this table come the reader of site files, the values in [`Settings`](super::Settings), the
//! comments that `feedmill init` writes, `feedmill settings`, its JSON Schema, and `docs/settings.md`.

use serde_json::Value as Json;

use super::kinds::*;
use super::read::{Descriptor, Reader, SettingKind, mapping_schema, settings};
use super::term_names::TermNames;
use super::types::{Content, DatesFrom, Ids, Order, Period, RepeatedTitle};
use crate::diagnostic::first;
use crate::model::MarkdownExtensions;
use crate::site::address::slug::SlugRule;
use crate::site::generator::Generator;
use crate::syntax::tree::{Node, Value};

settings! {
    /// The settings of a site.
    SiteSettings {
        generator: Option<Choice<Option<&'static Generator>>> {
            "What made the site: `hugo`, `zola`, `hexo`, `jekyll`, `pelican` or `none`. \
             Where this file is silent, the generator's own site file applies; a setting here wins. \
             `none` ignores the generator's site file."
            otherwise "without a `feedmill.yaml`, the generator whose site file is found"
            example "none"
        }
        title: Option<Line> {
            required "The title of the site."
            example "My site"
        }
        feed_title: Option<Line> {
            "The title of the feed for everything."
            otherwise "`title`"
            example "Everything on Example"
        }
        url: Option<FolderUrl> {
            required "The address of the site, with its base path."
            example "https://example.org/"
        }
        description: Option<Line> {
            "What the site is about."
            example "Notes from a small workshop"
        }
        language: Option<LanguageTag> {
            "The language of the site (RFC 5646)."
            example "en"
        }
        languages: Languages {
            "Languages that have feeds of their own, in addition to the feeds for everything. \
             A list, or a mapping from languages to folders: `{zh-CN: cn, en: ''}`. The feeds of a \
             language without a folder take the place of those for everything. A language whose folder is \
             served at an address of its own has that, too: `{fr: {folder: fr, url: https://example.fr/}}`. It may also \
             have its own `title` and `feed_title`."
            example "[en, zh]"
        }
        author: Option<Given<NameOr<AuthorMapping>>> {
            "Who wrote the articles that name no author: a name, or a mapping."
            otherwise "the title of the site"
            example "{name: Ann Example, email: ann@example.org}"
        }
        timezone: ZoneName {
            "The time zone of dates without one, as an IANA name."
            default "UTC"
            example "Asia/Shanghai"
        }
        dates: Choice<DatesFrom> {
            "`git` takes the dates of articles that have none from git: the author dates of the file's first \
             and last commit. It needs git and the whole history."
            default "off"
        }
        encoding: EncodingName {
            "The encoding of articles without a byte order mark: `GB18030`, `Big5`, `Shift_JIS`, \
             `Latin1` or any other of the WHATWG Encoding Standard."
            default "UTF-8"
        }
        articles: Option<Vec<Given<Trimmed>>> {
            "Folders or globs that hold the articles, relative to this file."
            otherwise "every folder"
            example "[posts, \"notes/**/*.md\"]"
        }
        exclude: Option<Vec<Given<Trimmed>>> {
            "Folders, files or globs to skip, with everything below them."
            example "[drafts, \"**/README.md\"]"
        }
        sections: Option<Vec<Folder>> {
            "Folders below that of the articles that are sections. If an article lies in several, the \
             last one in this list counts."
            otherwise "the first folder of each article's path"
            example "[news, news/world]"
        }
        main_sections: Option<Vec<Folder>> {
            "Sections whose articles are in the feed for everything; `.` stands for articles in no \
             section."
            otherwise "all"
            example "[news, .]"
        }
        defaults: Vec<DefaultsMapping> {
            "Header keys for articles that do not have them. If two entries set the same key, the \
             later one wins."
            example "\n- {path: news, values: {author: Newsroom, tags: [news]}}"
        }
        drafts: Flag {
            "Publish drafts."
            default "false"
        }
        future: Flag {
            "Publish articles dated in the future."
            default "false"
        }
        tags: TagsMapping {
            "How tags are read, and their feeds."
        }
        authors: AuthorsMapping {
            "How authors are read."
        }
        rights: Option<Line> {
            "The copyright notice."
            example "© 2025 Ann Example"
        }
        icon: Option<Given<Trimmed>> {
            "A small square picture of the site."
            example "/icon.png"
        }
        image: Option<Given<Trimmed>> {
            "A picture of the site."
            example "/logo.png"
        }
        output: Option<Given<Trimmed>> {
            "The folder that the feeds are written to, relative to this file."
            otherwise "`feeds` in the folder of articles"
            example "public"
        }
        feeds_url: Option<Given<Trimmed>> {
            "The address at which `output` is served. `./` is the address of the site."
            otherwise "`url` and the last part of `output`"
            example "https://example.org/feeds/"
        }
        permalink: Permalink {
            "The pattern of an article's address, or a mapping from folders to patterns: the deepest \
             folder wins, `*` is for all others, and `other_languages` for articles in another \
             language than `language`. A pattern may contain `:year` `:short_year` `:month` \
             `:i_month` `:day` `:i_day` `:hour` `:minute` `:second` `:slug` `:title` `:path` \
             `:ext` `:categories` `:lang`, and `:{key}` for any key of the header. With a `generator` the \
             placeholders are those of the generator."
            otherwise "`/:path/`, or the pattern of the generator"
            example "/:year/:month/:slug/"
        }
        ids: WordOr<Choice<Ids>, IdsMapping> {
            "What the id of an entry is made of if the header has none: `permalink`; `tag`, a `tag:` \
             URI of the path of the file; or, whatever the header says, what it is in the feed of \
             `hugo`, `zola`, `hexo`, `jekyll-feed` or `pelican`. If you change this, every entry \
             shows up as new. A mapping makes ids of the addresses that the site used to have, whatever \
             its addresses are now: for a new domain, `https`, or another `permalink`."
            default "permalink"
            example "{permalink: /:year/:title/, url: \"http://old.example.org/\"}"
        }
        id_date: Day {
            "The date in `tag:` URIs (RFC 4151): a day on which you owned the domain. Never change it."
            default "2000-01-01"
        }
        order: Choice<Order> {
            "Which articles a feed has if there are more than `limit`: the `newest`, the `oldest`, or those last `updated`."
            default "newest"
        }
        limit: Limit {
            "The number of entries in a feed; 0 for all."
            default "30"
        }
        archives: Choice<Option<Period>> {
            "Write archives of the feed for everything, in RSS and Atom: documents such as `archive/2024.rss.xml` with all \
             articles of a `year`, a `quarter` or a `month` (RFC 5005). The feed itself has the articles of the last \
             period, and as many as `limit` says."
            default "off"
        }
        limits: LimitsMapping {
            "What one article may take up."
        }
        content: Choice<Content> {
            "`full`, or `summary` to leave the bodies out."
            default "full"
        }
        entry_footer: Option<Given<Footer>> {
            "HTML that stands at the end of each entry, in feeds alone. `{title}`, `{link}` and `{email}` (of the \
             article's author, else of the site's) stand for those of the entry; in addresses they are percent-encoded."
            example "'<p><a href=\"mailto:{email}?subject=Re: {title}\">Reply by mail</a></p>'"
        }
        hub: Vec<Url> {
            "The addresses of the WebSub hubs that tell readers of new entries. docs/serving.md shows how they learn of \
             them."
            example "https://hub.example/"
        }
        stylesheet: Flag {
            "Write `feed.css`, and name it in RSS and Atom feeds: browsers that are served a feed as XML show it as text \
             to read, with a line that tells what it is."
            default "false"
        }
        markdown: MarkdownMapping {
            "Which extensions the Markdown of the site has."
        }
        repeated_title: Option<Choice<RepeatedTitle>> {
            "What becomes of a heading or a line that a body begins with and that repeats the title, which readers \
             show above it: `keep` or `drop`."
            otherwise "`keep` with a generator, else `drop`"
            example "drop"
        }
        formats: Formats {
            "The formats to write: `rss`, `atom`, `json` (JSON Feed)."
            default "[rss, atom]"
        }
        pages: SwitchOr<PagesMapping, false> {
            "Write pages that list the feeds: `index.html` for people, and `feeds.opml` for feed readers to \
             import. `true`, or a mapping to the paths of the two."
            otherwise "no pages"
        }
        taxonomies: Option<Named<TaxonomyMapping>> {
            "What has feeds of its own, one for each term: header keys such as `tags`, `categories` \
             or `series` (singular and plural are the same key), `author`, `language`, and \
             `section`, the folder of the article. A list of names, or a mapping from names to the \
             settings below."
            otherwise "`[tags]`"
            example "\n  tags: {}\n  author: {title: \"{term} on {title}\"}\n  section: {}"
        }
        paths: Paths {
            "Where the feeds of each kind are, below `output`: a mapping from `site` (the feed for \
             everything) and the names of taxonomies to paths, one for RSS and Atom or one for each format; \
             `false` for no such feed, a list for several copies of it. Without a path of its own, a JSON feed is beside the Atom feed. A path ends in the name of a file, and may contain `:slug` (of \
             the term; required for taxonomies), `:format` (`rss`, `atom`) and a folder `:lang`."
            otherwise "`:format.xml` for the site, `NAME/:slug/:format.xml` for a taxonomy"
            example "\n  site: {rss: index.xml, atom: false}\n  author: \"authors/:slug.:format.xml\""
        }
        slugs: Choice<SlugRule> {
            "The rule that turns the name of a term into the `:slug` of its feed: that of `feedmill`, \
             `hugo`, `hugo-as-written`, `hugo-unaccented`, `zola`, `zola-safe`, `zola-off`, `hexo`, `jekyll`, \
             `pelican`, `pelican-unicode`, `pelican-cased` or `pelican-unicode-cased`."
            default "feedmill"
        }
        podcast: Option<Given<PodcastMapping>> {
            "Set this if the site is a podcast. Its directories require `category`, `image` and \
             the `language` of the site."
        }
        guard: SwitchOr<GuardMapping, true> {
            "What one build may change in the eyes of subscribers; if it would be more, nothing is written. \
             `off` lifts the limits."
            example "{unread: 0}"
        }
        lint: Levels {
            "A mapping from codes of findings to `off`, `info`, `warning` or `error`. \
             `feedmill explain` lists the codes."
            example "{duplicate-key: off, missing-date: warning}"
        }
    }

    /// `author`.
    AuthorMapping {
        name: Option<Line> {
            required "The name."
            example "Ann Example"
        }
        email: Option<Email> {
            "The e-mail address."
            example "ann@example.org"
        }
        url: Option<Url> {
            "The address of the author's page."
            example "https://example.org/ann"
        }
    }

    /// One of `defaults`.
    DefaultsMapping {
        path: Option<Vec<Given<Trimmed>>> {
            "The folders, files or globs that it applies to."
            otherwise "all articles"
            example "[news, \"notes/b*\"]"
        }
        except: Option<Vec<Given<Trimmed>>> {
            "The folders, files or globs among them that it does not apply to."
            otherwise "none"
            example "news/archive"
        }
        values: HeaderValues {
            "A mapping from header keys to values."
            example "{author: Newsroom, tags: [news]}"
        }
    }

    /// `tags`.
    TagsMapping {
        from: Option<Vec<Choice<TagKey>>> {
            "The header keys that hold tags: any of `tags`, `tag`, `categories`, `category`, \
             `topics`, `keywords`. A key that is a taxonomy of its own holds tags only if it is \
             listed here."
            otherwise "`[tags, tag, categories]`"
            example "[tags, keywords]"
        }
        aliases: Aliases {
            "A mapping from a spelling to the tag that it means."
            example "{ml: Machine Learning}"
        }
        exclude: Vec<TagIdentity> {
            "Tags to ignore."
            example "[misc]"
        }
        separators: Vec<Verbatim> {
            "What separates several tags in one text. Outside of a list a comma always does, and so \
             does white space if `\" \"` is listed."
            default "[，, 、, ；, ;]"
        }
        inline: Flag {
            "Take `#tags` in bodies for tags, too. All bodies are read for it."
            default "false"
        }
        min_articles: Number {
            "The number of articles that a tag needs to have feeds."
            default "1"
        }
        title: Option<Given<Trimmed>> {
            "The title of the feed of a tag, with `{title}` and `{tag}`."
            otherwise "`{title}: {tag}`"
            example "\"{tag} on {title}\""
        }
    }

    /// `authors`.
    AuthorsMapping {
        file: Option<Given<Trimmed>> {
            "A YAML file that says who the keys in `author` and `authors` of headers are: a mapping \
             from keys to a name, or to `name`, `email` and `url`."
            otherwise "`_data/authors.yml`, `authors.yml` or `blog/authors.yml`, if there is one"
            example "_data/authors.yml"
        }
        separators: Option<Vec<Verbatim>> {
            "What separates several authors in one text. `[\";\"]` keeps `Smith, John` together."
            otherwise "`,` `，` `、` `;` `；` ` and ` ` & `"
            example "[\";\"]"
        }
    }

    /// `limits`.
    LimitsMapping {
        entry: EntryBytes {
            "The most bytes of HTML that the content of an entry may have, at most 4194304. An entry with \
             more has only its summary."
            default "1048576"
        }
        article: Number {
            "The most bytes that an article may take up in all feeds together. The content of one that takes more \
             is only in the feed for everything."
            default "67108864"
        }
    }

    /// `ids`, of former addresses.
    IdsMapping {
        permalink: Permalink {
            "The former `permalink`. A permalink in an article's header still comes first."
            otherwise "`permalink`"
            example "/:year/:title/"
        }
        url: Option<FolderUrl> {
            "The former `url`."
            otherwise "`url`"
            example "http://old.example.org/"
        }
    }

    /// `guard`.
    GuardMapping {
        unread: Number {
            "The number of old entries of one feed that may show up as unread, because they have other ids."
            default "2"
        }
        backlog: Number {
            "The number of entries that may be added to one feed and are older than all that it had."
            default "10"
        }
        redated: Number {
            "The number of old entries of one feed that may move to its top, because they have later dates."
            default "3"
        }
    }

    /// `pages`.
    PagesMapping {
        html: Option<Given<Trimmed>> {
            "The path of the page below `output`; `false` for no page."
            otherwise "`index.html`, or `feeds/index.html` where that would be the site's own home page"
            example "feeds/index.html"
        }
        opml: Option<Given<Trimmed>> {
            "The path of the OPML below `output`; `false` for no OPML."
            otherwise "`feeds.opml`, or `feeds/feeds.opml` beside `feeds/index.html`"
            example "feeds/feeds.opml"
        }
    }

    /// `markdown`.
    MarkdownMapping {
        autolinks: Option<Flag> {
            "Bare addresses are links."
            otherwise "as the generator does"
            example "true"
        }
        breaks: Option<Flag> {
            "The end of a line is a line break."
            otherwise "as the generator does"
            example "true"
        }
        commonmark: Option<Flag> {
            "Markdown is CommonMark with GitHub's extensions, whatever the generator's own is."
            otherwise "false"
            example "true"
        }
        definitions: Option<Flag> {
            "`: text` below a term is its definition."
            otherwise "as the generator does"
            example "true"
        }
        emoji: Option<Flag> {
            "`:heart:` is the emoji; the names are GitHub's."
            otherwise "false"
            example "true"
        }
        html_blocks: Option<Flag> {
            "Markdown in blocks of HTML is read, as with kramdown's `parse_block_html`. Otherwise it is read where the \
             generator reads it, or with `markdown=\"1\"`."
            otherwise "false"
            example "true"
        }
        insertions: Option<Flag> {
            "`++text++` is inserted text."
            otherwise "false"
            example "true"
        }
        marks: Option<Flag> {
            "`==text==` is marked text."
            otherwise "false"
            example "true"
        }
        math: Option<Flag> {
            "`$x$`, `$$x$$`, `\\(x\\)` and `\\[x\\]` are mathematics, which is published as MathML. \
             `math`, `mathjax` or `katex` in a header counts for that article."
            otherwise "false"
            example "true"
        }
        smart_punctuation: Option<Flag> {
            "Straight quotes, `--` and `...` are typographic signs."
            otherwise "as the generator does"
            example "true"
        }
        subscripts: Option<Flag> {
            "`~x~` is a subscript."
            otherwise "false"
            example "true"
        }
        superscripts: Option<Flag> {
            "`^x^` is a superscript."
            otherwise "false"
            example "true"
        }
    }

    /// One of `taxonomies`.
    TaxonomyMapping {
        from: Option<Vec<Trimmed>> {
            "The header keys whose texts are the terms."
            otherwise "the name of the taxonomy"
            example "[series]"
        }
        title: Option<Given<Trimmed>> {
            "The title of the feed of a term, with `{title}` and `{term}`."
            otherwise "`{title}: {term}`"
            example "\"{term} on {title}\""
        }
        min_articles: Option<Number> {
            "The number of articles that a term needs to have feeds."
            otherwise "1"
            example "2"
        }
        slugs: Option<SlugBy> {
            "The rule that makes `:slug` for this taxonomy alone; of Pelican's rules also a mapping of `rule` and \
             `replace`, a list of pairs of a regular expression and what replaces it."
            otherwise "`slugs` of the site"
            example "zola-off"
        }
        slug_of: Slugs {
            "A mapping from terms to their `:slug`, where it is another than the rule's."
            example "{posts: journal}"
        }
        names: Choice<TermNames> {
            "What `{term}` in titles makes of a term: `as-written`, `capitalized` (`Ios apps`), `first-upper` \
             (`IOS apps`), `each-word`, `title-case`, or `plural` (of its plural)."
            default "as-written"
        }
        name_of: Names {
            "A mapping from terms, or their slugs, to what they are called in titles; `FOLDER/TERM` for the feeds of a \
             language with a folder. A term without a name gives the title of the site."
            example "{til: Today I learnt}"
        }
    }

    /// `podcast`.
    PodcastMapping {
        category: Option<NonEmpty<Category>> {
            required "One or several categories, as a rule of Apple's list."
            example "Society & Culture > Documentary"
        }
        image: Option<Given<Trimmed>> {
            required "The cover, a JPEG or a PNG."
            example "/cover.jpg"
        }
        explicit: Flag {
            "The podcast is not for children."
            default "false"
        }
        author: Option<ShortLine> {
            "Who speaks; also the author of the site if it names none."
            otherwise "the `author` of the site"
            example "Ann Example"
        }
        owner: Option<Given<OwnerMapping>> {
            "Whom the directories write to."
            otherwise "the `author` of the site, if that has an e-mail address"
        }
        kind ("type"): Option<Choice<PodcastType>> {
            "`episodic`, or `serial` if the episodes are heard in their order."
            example "episodic"
        }
        guid: Option<Uuid> {
            "The `podcast:guid`, by which apps know the podcast wherever its feed is. Set it before the address of \
             the feed changes; `feedmill build -v` prints it."
            otherwise "made of the address of the feed for everything"
            example "917393e3-1b1e-5cef-ace4-edaa54e1f810"
        }
        locked: Option<Flag> {
            "`true` asks other hosts not to import the feed, `false` lets them."
            example "true"
        }
        funding: Vec<FundingMapping> {
            "Pages where listeners can give money."
            example "{url: https://example.org/give, text: Support the show}"
        }
        hosts: Vec<NameOr<AuthorMapping>> {
            "Who leads the podcast: names, or mappings."
            example "[Ann Example, Ben Example]"
        }
        medium: Option<Choice<Medium>> {
            "What the podcast is made of: `podcast`, `music`, `video`, `film`, `audiobook`, `newsletter`, `blog`, \
             `publisher` or `course`."
            example "audiobook"
        }
    }

    /// `podcast.funding`.
    FundingMapping {
        url: Option<Url> {
            required "The address of the page."
            example "https://example.org/give"
        }
        text: Option<ShortLine> {
            required "What apps show."
            example "Support the show"
        }
    }

    /// `podcast.owner`.
    OwnerMapping {
        name: Option<ShortLine> {
            "The name."
            otherwise "that of the `author`"
            example "Ann Example"
        }
        email: Option<Email> {
            required "The e-mail address."
            example "ann@example.org"
        }
    }
}

impl MarkdownMapping {
    /// As bodies need it.
    pub fn extensions(&self) -> MarkdownExtensions {
        MarkdownExtensions {
            autolinks: self.autolinks,
            breaks: self.breaks,
            commonmark: self.commonmark,
            definitions: self.definitions,
            emoji: self.emoji,
            html_blocks: self.html_blocks,
            insertions: self.insertions,
            marks: self.marks,
            math: self.math,
            smart_punctuation: self.smart_punctuation,
            subscripts: self.subscripts,
            superscripts: self.superscripts,
        }
    }
}
