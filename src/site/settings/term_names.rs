//! What terms are called in the titles of their feeds.

/// A rule for the name of a term in a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermNames {
    /// `state of the art`
    AsWritten,
    /// `State of the art`: also `Ios`.
    Capitalized,
    /// `State of the art`: also `IOS`.
    FirstUpper,
    /// `State Of The Art`
    EachWord,
    /// `State of the Art`, as in the style book of the Associated Press.
    TitleCase,
    /// The same of the plural: `Stories`.
    Plural,
}

/// Words that are small within a title.
const SMALL: &[&str] = &[
    "a", "an", "and", "as", "at", "but", "by", "en", "for", "if", "in", "nor", "of", "off", "on",
    "or", "out", "per", "the", "to", "up", "v", "v.", "via", "vs", "vs.",
];

/// Plurals that no rule gives; the same word is its own.
const IRREGULAR: &[(&str, &str)] = &[
    ("child", "children"),
    ("data", "data"),
    ("equipment", "equipment"),
    ("information", "information"),
    ("knife", "knives"),
    ("life", "lives"),
    ("man", "men"),
    ("money", "money"),
    ("news", "news"),
    ("person", "people"),
    ("quiz", "quizzes"),
    ("series", "series"),
    ("species", "species"),
    ("wife", "wives"),
    ("woman", "women"),
];

impl TermNames {
    /// The rules with their names in settings.
    pub const ALL: [(&'static str, TermNames); 6] = [
        ("as-written", TermNames::AsWritten),
        ("capitalized", TermNames::Capitalized),
        ("first-upper", TermNames::FirstUpper),
        ("each-word", TermNames::EachWord),
        ("title-case", TermNames::TitleCase),
        ("plural", TermNames::Plural),
    ];

    /// The name of the term `term`.
    pub fn name(self, term: &str) -> String {
        match self {
            TermNames::AsWritten => term.to_owned(),
            TermNames::Capitalized => first_upper(&term.to_lowercase()),
            TermNames::FirstUpper => first_upper(term),
            TermNames::EachWord => title(term, false),
            TermNames::TitleCase => title(term, true),
            TermNames::Plural => title(&plural(term), true),
        }
    }
}

fn first_upper(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

/// Words begin with a letter or digit, and end at white space, `-` or `/`.
fn title(text: &str, keeps_small: bool) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = |index: Option<usize>| index.and_then(|index| chars.get(index).copied());
    let mut titled = String::new();
    let mut index = 0;
    while let Some(&c) = chars.get(index) {
        if !c.is_alphanumeric() {
            titled.push(c);
            index += 1;
            continue;
        }
        let rest = &chars[index..];
        let length = rest
            .iter()
            .position(|&c| c.is_whitespace() || c == '-' || c == '/');
        let length = length.unwrap_or(rest.len());
        let word: String = rest[..length].iter().collect();
        let lower = word.to_lowercase();
        let (before, end) = (at(index.checked_sub(1)), index + length);
        let is_inner = index > 0 && end < chars.len();
        let is_small = keeps_small
            && is_inner
            && SMALL.contains(&&*lower)
            && matches!(before, Some(' ' | '-' | '/'))
            && !matches!(at(index.checked_sub(2)), Some(':' | '-'))
            && (at(Some(end)) != Some('-') || before == Some('-'));
        titled.push_str(&if is_small { lower } else { first_upper(&word) });
        index = end;
    }
    titled
}

/// The plural of the last word, in English; of a word that looks like one, itself.
fn plural(term: &str) -> String {
    let start = term.rfind([' ', '-', '_', '.']).map_or(0, |at| at + 1);
    let (before, word) = term.split_at(start);
    let lower = word.to_lowercase();
    if let Some((_, plural)) = IRREGULAR.iter().find(|(one, _)| *one == lower) {
        return format!("{before}{plural}");
    }
    let cut = |end: &str, new: &str| format!("{before}{}{new}", &word[..word.len() - end.len()]);
    let before_last = lower.chars().rev().nth(1);
    if lower.ends_with("sis") {
        cut("is", "es")
    } else if ["ch", "sh", "ss", "x", "us"]
        .iter()
        .any(|end| lower.ends_with(end))
    {
        cut("", "es")
    } else if lower.is_empty() || lower.ends_with('s') {
        term.to_owned()
    } else if lower.ends_with('y') && before_last.is_some_and(|c| !"aeiou".contains(c)) {
        cut("y", "ies")
    } else {
        cut("", "s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names are those that Hugo 0.168 makes.
    #[test]
    fn names_are_hugos() {
        for (term, name) in [
            ("state of the art", "State of the Art"),
            ("iOS", "IOS"),
            ("how-to", "How-To"),
            ("AND", "AND"),
            ("it's a test", "It's a Test"),
            ("a/b test", "A/B Test"),
            ("x-y of z", "X-Y of Z"),
            ("from here", "From Here"),
            ("web 2.0 and on", "Web 2.0 and On"),
            ("log in via x", "Log in via X"),
            ("command_line", "Command_line"),
            ("C 语言", "C 语言"),
            ("émile zola", "Émile Zola"),
            ("q&a", "Q&a"),
        ] {
            assert_eq!(TermNames::TitleCase.name(term), name);
        }
        for (term, name) in [
            ("blog", "Blogs"),
            ("posts", "Posts"),
            ("news", "News"),
            ("my-stories", "My-Stories"),
            ("box", "Boxes"),
            ("category", "Categories"),
            ("man_pages", "Man_pages"),
            ("person", "People"),
            ("my day", "My Days"),
            ("TIL", "TILs"),
            ("post.life", "Post.lives"),
            ("文章", "文章s"),
            ("photo", "Photos"),
            ("analysis", "Analyses"),
            ("2023", "2023s"),
        ] {
            assert_eq!(TermNames::Plural.name(term), name);
        }
        assert_eq!(
            TermNames::EachWord.name("state of the art"),
            "State Of The Art"
        );
        assert_eq!(TermNames::Capitalized.name("Big-Deal"), "Big-deal");
    }
}
