//! Which tags a template language has.

use crate::model::Templates;

/// What the lexer looks for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grammar {
    pub(super) templates: Templates,
    /// `{% x %}`.
    pub(super) tags: bool,
    /// `{{ x }}`.
    pub(super) outputs: bool,
    /// `{# x #}`.
    pub(super) comments: bool,
    /// `{{< x >}}`.
    pub(super) shortcodes: bool,
    /// `{{ x() }}`.
    pub(super) functions: bool,
    pub(super) in_code: InCode,
}

/// What is read of code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InCode {
    /// Everything: the engine runs before Markdown and knows no code.
    All,
    /// Only what escapes a tag.
    Escapes,
    /// Nothing.
    Nothing,
}

impl Grammar {
    /// That of `templates`; `None` if there is none.
    pub(super) fn new(templates: Templates) -> Option<Self> {
        let nothing = Grammar {
            templates,
            tags: false,
            outputs: false,
            comments: false,
            shortcodes: false,
            functions: false,
            in_code: InCode::Nothing,
        };
        match templates {
            Templates::None => None,
            Templates::Unknown => Some(Grammar {
                tags: true,
                outputs: true,
                comments: true,
                shortcodes: true,
                functions: true,
                ..nothing
            }),
            Templates::Liquid => Some(Grammar {
                tags: true,
                outputs: true,
                in_code: InCode::All,
                ..nothing
            }),
            Templates::Hugo => Some(Grammar {
                shortcodes: true,
                in_code: InCode::All,
                ..nothing
            }),
            Templates::Hexo => Some(Grammar {
                tags: true,
                outputs: true,
                comments: true,
                in_code: InCode::Escapes,
                ..nothing
            }),
            Templates::Zola => Some(Grammar {
                functions: true,
                in_code: InCode::Escapes,
                ..nothing
            }),
            Templates::Pelican => Some(Grammar {
                tags: true,
                ..nothing
            }),
        }
    }

    /// Whether it has to be known where code is.
    pub(super) fn minds_code(&self) -> bool {
        self.in_code != InCode::All
    }

    /// Whether what is not known may be text as well as a tag.
    pub(super) fn is_cautious(&self) -> bool {
        matches!(self.templates, Templates::Unknown | Templates::Pelican)
    }
}
