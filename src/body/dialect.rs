//! What each generator's Markdown understands beyond CommonMark, by default and as its site says.

use pulldown_cmark::Options;

use super::addresses;
use super::context::Context;
use crate::model::Templates;

/// How the Markdown of a site is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MarkdownFlavor {
    /// Bare addresses are links: `https://e.org/x`, `a@e.org`.
    pub(super) links_addresses: bool,
    /// The end of a line is a `<br>`.
    pub(super) breaks_lines: bool,
    /// A line `: text` defines the line above it.
    pub(super) has_definition_lists: bool,
    /// HTML blocks end with their first element and hold no Markdown, and a line that begins with an
    /// inline element is a paragraph.
    pub(super) ends_html_early: bool,
    /// Such blocks hold Markdown all the same.
    pub(super) reads_html_blocks: bool,
    /// `*` ends emphasis wherever no space is before it.
    pub(super) has_loose_emphasis: bool,
    /// `[x](a b)` is a link.
    pub(super) has_loose_links: bool,
    /// A space or a line end may stand between the text of a link and its label.
    pub(super) has_loose_labels: bool,
    /// Tables need no header, and their rules no cell for each column.
    pub(super) has_loose_tables: bool,
    /// Whether a list item is a paragraph depends on that item, not on the list, which goes on where the
    /// bullet is another one.
    pub(super) has_loose_items: bool,
    /// The signs of blocks that belong to a list item if they follow its text without a blank line,
    /// indented or not.
    pub(super) lazy_blocks: &'static [char],
    /// A line is underlined as a heading only below a blank line.
    pub(super) headings_stand_alone: bool,
    /// `<<` and `>>` are quotation marks.
    pub(super) has_guillemets: bool,
    /// The signs before which a backslash is one.
    pub(super) unescaped: &'static str,
    /// Links back to where a footnote is mentioned again are numbered.
    pub(super) numbers_backlinks: bool,
    /// An address is a link only in a word of its own.
    pub(super) links_words_alone: bool,
    /// `<code>`, `<kbd>` and the like hold no Markdown.
    pub(super) has_raw_elements: bool,
    /// `$$x$$` is shown as `\(x\)` or `\[x\]`, which a script typesets.
    pub(super) marks_math: bool,
    /// Two quotations in a row are one.
    pub(super) joins_quotations: bool,
    /// Footnotes that are not mentioned are not shown.
    pub(super) drops_unused_notes: bool,
    /// A line parts the footnotes from the text.
    pub(super) rules_footnotes: bool,
    /// Straight quotes, `--` and `...` become typographic signs.
    pub(super) has_smart_punctuation: bool,
    pub(super) has_emoji: bool,
    /// Mathematics becomes MathML.
    pub(super) has_math: bool,
    /// `~x~`, `^x^`, `==x==`, `++x++`.
    pub(super) has_subscripts: bool,
    pub(super) has_superscripts: bool,
    pub(super) has_marks: bool,
    pub(super) has_insertions: bool,
    /// `*[HTML]: …` explains an abbreviation.
    pub(super) has_abbreviations: bool,
    /// A line `[TOC]` is a table of contents, and `!!! note` begins an admonition.
    pub(super) has_python_blocks: bool,
    /// `1)` begins no list.
    pub(super) lists_need_dots: bool,
    /// `#x` is a heading.
    pub(super) headings_need_no_space: bool,
    /// `[x]: …` may stand right below `[^1]: …`.
    pub(super) notes_end_at_definitions: bool,
    /// `~x~` is struck out, as `~~x~~` is.
    pub(super) strikes_at_one_tilde: bool,
    /// `\\` at the end of a line is a `<br>`.
    pub(super) breaks_at_two_slashes: bool,
    /// `~~x~~` is struck out, and `- [x]` is a task.
    pub(super) has_gfm: bool,
}

const COMMON_MARK: MarkdownFlavor = MarkdownFlavor {
    links_addresses: false,
    breaks_lines: false,
    has_definition_lists: false,
    ends_html_early: false,
    reads_html_blocks: false,
    has_loose_emphasis: false,
    has_loose_links: false,
    has_loose_labels: false,
    has_loose_tables: false,
    has_loose_items: false,
    lazy_blocks: &[],
    headings_stand_alone: false,
    has_guillemets: false,
    unescaped: "",
    numbers_backlinks: false,
    links_words_alone: false,
    has_raw_elements: false,
    marks_math: false,
    joins_quotations: false,
    drops_unused_notes: false,
    rules_footnotes: true,
    has_smart_punctuation: false,
    has_emoji: false,
    has_math: false,
    has_subscripts: false,
    has_superscripts: false,
    has_marks: false,
    has_insertions: false,
    has_abbreviations: false,
    has_python_blocks: false,
    lists_need_dots: false,
    headings_need_no_space: false,
    notes_end_at_definitions: false,
    strikes_at_one_tilde: true,
    breaks_at_two_slashes: false,
    has_gfm: true,
};

impl MarkdownFlavor {
    /// That of the body in `context`: its generator's, with what its site says.
    pub(super) fn new(context: &Context<'_>) -> Self {
        let given = &context.markdown;
        let mut flavor = match given.commonmark {
            Some(true) => COMMON_MARK,
            _ => Self::of_generator(context.templates),
        };
        for (flag, given) in [
            (&mut flavor.links_addresses, given.autolinks),
            (&mut flavor.breaks_lines, given.breaks),
            (&mut flavor.has_definition_lists, given.definitions),
            (&mut flavor.has_emoji, given.emoji),
            (&mut flavor.reads_html_blocks, given.html_blocks),
            (&mut flavor.has_insertions, given.insertions),
            (&mut flavor.has_marks, given.marks),
            (&mut flavor.has_math, given.math),
            (&mut flavor.has_smart_punctuation, given.smart_punctuation),
            (&mut flavor.has_subscripts, given.subscripts),
            (&mut flavor.has_superscripts, given.superscripts),
        ] {
            *flag = given.unwrap_or(*flag);
        }
        flavor.has_guillemets &= flavor.has_smart_punctuation;
        flavor
    }

    pub(super) fn of_generator(templates: Templates) -> Self {
        match templates {
            // The most forgiving reading that takes no text for markup.
            Templates::Unknown => MarkdownFlavor {
                links_addresses: true,
                has_definition_lists: true,
                has_loose_links: true,
                has_abbreviations: true,
                has_python_blocks: true,
                notes_end_at_definitions: true,
                ..COMMON_MARK
            },
            Templates::None => MarkdownFlavor {
                links_addresses: true,
                ..COMMON_MARK
            },
            // kramdown with its GFM parser, as Jekyll configures it.
            Templates::Liquid => MarkdownFlavor {
                has_definition_lists: true,
                ends_html_early: true,
                has_loose_emphasis: true,
                has_loose_links: true,
                has_loose_labels: true,
                has_loose_tables: true,
                has_loose_items: true,
                lazy_blocks: &['#', '>', '`', '~'],
                headings_stand_alone: true,
                has_guillemets: true,
                unescaped: "%&,/;?@^",
                numbers_backlinks: true,
                has_raw_elements: true,
                marks_math: true,
                drops_unused_notes: true,
                rules_footnotes: false,
                has_smart_punctuation: true,
                has_abbreviations: true,
                lists_need_dots: true,
                notes_end_at_definitions: true,
                strikes_at_one_tilde: false,
                breaks_at_two_slashes: true,
                ..COMMON_MARK
            },
            // Goldmark: `linkify`, `definitionList` and `typographer` are on, `hardWraps` is off.
            Templates::Hugo => MarkdownFlavor {
                lazy_blocks: &['|'],
                has_smart_punctuation: true,
                links_addresses: true,
                links_words_alone: true,
                drops_unused_notes: true,
                has_guillemets: true,
                has_definition_lists: true,
                ..COMMON_MARK
            },
            // marked: `autolink`, `breaks` and `smartypants` are on.
            Templates::Hexo => MarkdownFlavor {
                lazy_blocks: &['|', '>'],
                has_smart_punctuation: true,
                links_addresses: true,
                breaks_lines: true,
                notes_end_at_definitions: true,
                ..COMMON_MARK
            },
            Templates::Zola => COMMON_MARK,
            // Python-Markdown with `extra`.
            Templates::Pelican => MarkdownFlavor {
                has_definition_lists: true,
                ends_html_early: true,
                has_loose_emphasis: true,
                has_loose_links: true,
                has_abbreviations: true,
                has_python_blocks: true,
                lists_need_dots: true,
                headings_need_no_space: true,
                joins_quotations: true,
                has_loose_labels: true,
                unescaped: "\n\"$%&',/:;<=?@^~",
                notes_end_at_definitions: true,
                has_gfm: false,
                ..COMMON_MARK
            },
        }
    }

    /// Whether something is found in `body` that the parser may divide.
    pub(super) fn reads_whole_texts(self, body: &str) -> bool {
        self.links_addresses && addresses::may_be_in(body)
            || self.has_emoji && crate::text::holds(body, ":")
    }

    /// CommonMark with what GitHub adds, and what this dialect adds. Heading attributes and math are
    /// read so as not to be shown (`{#id}`) or taken apart (`$a_1 * b_1$`).
    pub(super) fn options(self) -> Options {
        let mut options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_MATH
            // Alerts: `> [!NOTE]`.
            | Options::ENABLE_GFM;
        for (option, is_on) in [
            (Options::ENABLE_DEFINITION_LIST, self.has_definition_lists),
            (
                Options::ENABLE_SMART_PUNCTUATION,
                self.has_smart_punctuation,
            ),
        ] {
            options.set(option, is_on);
        }
        let gfm = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
        options.set(gfm, self.has_gfm);
        options
    }
}
