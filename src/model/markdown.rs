//! The Markdown extensions of a site.

/// Which extensions of Markdown a site has switched on or off; `None` where its generator's default
/// applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MarkdownExtensions {
    /// Bare addresses are links.
    pub autolinks: Option<bool>,
    /// The end of a line is a `<br>`.
    pub breaks: Option<bool>,
    /// The Markdown is CommonMark with GitHub's extensions, whatever the generator's own is.
    pub commonmark: Option<bool>,
    /// `: text` below a term is its definition.
    pub definitions: Option<bool>,
    /// `:heart:` is the emoji.
    pub emoji: Option<bool>,
    /// Blocks of HTML hold Markdown.
    pub html_blocks: Option<bool>,
    /// `++text++` is inserted text.
    pub insertions: Option<bool>,
    /// `==text==` is marked text.
    pub marks: Option<bool>,
    /// `$x$`, `$$x$$`, `\(x\)` and `\[x\]` are mathematics.
    pub math: Option<bool>,
    /// Straight quotes, `--` and `...` are typographic signs.
    pub smart_punctuation: Option<bool>,
    /// `~x~` is a subscript.
    pub subscripts: Option<bool>,
    /// `^x^` is a superscript.
    pub superscripts: Option<bool>,
}
