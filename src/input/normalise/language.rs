//! The language in the name of a file or its folders, and which of the site's languages it belongs to.

use crate::model;
use crate::site::settings::Language;

/// Languages that are believed in a file name, by their codes (ISO 639-1), and in a header also by their names in
/// English and in themselves (CLDR). Other codes are often something else in a file name, as in `notes.ts.md` or
/// `x.io.md`, and want to stand in `languages`.
#[rustfmt::skip]
const LANGUAGES: &[(&str, &str, &str)] = &[
    ("ar", "arabic", "العربية"),
    ("bg", "bulgarian", "български"),
    ("bn", "bengali", "বাংলা"),
    ("ca", "catalan", "català"),
    ("da", "danish", "dansk"),
    ("de", "german", "deutsch"),
    ("el", "greek", "ελληνικά"),
    ("en", "english", "english"),
    ("es", "spanish", "español"),
    ("et", "estonian", "eesti"),
    ("eu", "basque", "euskara"),
    ("fa", "persian", "فارسی"),
    ("fi", "finnish", "suomi"),
    ("fr", "french", "français"),
    ("gl", "galician", "galego"),
    ("he", "hebrew", "עברית"),
    ("hi", "hindi", "हिन्दी"),
    ("hr", "croatian", "hrvatski"),
    ("hu", "hungarian", "magyar"),
    ("id", "indonesian", "bahasa indonesia"),
    ("it", "italian", "italiano"),
    ("ja", "japanese", "日本語"),
    ("ko", "korean", "한국어"),
    ("lt", "lithuanian", "lietuvių"),
    ("lv", "latvian", "latviešu"),
    ("nb", "norwegian bokmål", "norsk bokmål"),
    ("nl", "dutch", "nederlands"),
    ("nn", "norwegian nynorsk", "norsk nynorsk"),
    ("pl", "polish", "polski"),
    ("pt", "portuguese", "português"),
    ("ro", "romanian", "română"),
    ("ru", "russian", "русский"),
    ("sk", "slovak", "slovenčina"),
    ("sl", "slovenian", "slovenščina"),
    ("sr", "serbian", "српски"),
    ("sv", "swedish", "svenska"),
    ("ta", "tamil", "தமிழ்"),
    ("th", "thai", "ไทย"),
    ("tr", "turkish", "türkçe"),
    ("uk", "ukrainian", "українська"),
    ("vi", "vietnamese", "tiếng việt"),
    ("zh", "chinese", "中文"),
];

/// The tag of the language that is called `name`.
pub(super) fn of_name(name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase();
    let is_it = |(_, english, own): &&(_, &str, &str)| *english == name || *own == name;
    LANGUAGES.iter().find(is_it).map(|(code, ..)| *code)
}

/// The language of the file at `path`: a last part of its name, as in `x.zh-CN.md`, else a folder
/// that is one of `languages`; and the name's part, if it has one.
pub(super) fn of_path<'p>(
    path: &'p str,
    languages: &[Language],
) -> (Option<String>, Option<&'p str>) {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let called = |name: &str| {
        let mut languages = languages.iter();
        let language = languages.find(|language| language.is_called(name));
        language.map(|language| language.tag.clone())
    };
    if let Some((_, part)) = stem.rsplit_once('.')
        && let Some(language) = called(part).or_else(|| model::language(part))
    {
        let primary = language.split('-').next().unwrap_or_default();
        let is_believed = LANGUAGES.iter().any(|(code, ..)| *code == primary);
        if is_believed || edition(&language, languages).is_some() {
            return (Some(language), Some(part));
        }
    }
    if languages.is_empty() {
        return (None, None);
    }
    let known = |name: &str| {
        let is_it = |tag: &String| languages.iter().any(|language| language.tag == *tag);
        called(name).or_else(|| model::language(name).filter(is_it))
    };
    (folders.split('/').rev().find_map(known), None)
}

/// Whether there is the language of `tag`: a code that the site uses is its own affair.
pub(super) fn exists(tag: &str, languages: &[Language]) -> bool {
    model::is_known_language(tag) || edition(tag, languages).is_some()
}

/// Which of the site's languages `language` belongs to: itself, the longest that it begins with,
/// the first that begins with it (`zh` is read by who reads `zh-CN`).
pub(super) fn edition(language: &str, languages: &[Language]) -> Option<String> {
    let below = |whole: &str, part: &str| {
        let rest = whole.strip_prefix(part);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    let tags = || languages.iter().map(|known| &known.tag);
    let wider = tags()
        .filter(|known| below(language, known))
        .max_by_key(|known| known.len());
    let narrower = || tags().find(|known| below(known, language));
    wider.or_else(narrower).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each in a folder called like it.
    fn languages(tags: &[&str]) -> Vec<Language> {
        let language = |&tag: &&str| Language {
            tag: tag.to_owned(),
            folder: Some(tag.to_owned()),
            url: None,
            title: None,
            feed_title: None,
        };
        tags.iter().map(language).collect()
    }

    #[test]
    fn languages_by_their_names() {
        for (name, tag) in [
            ("English", Some("en")),
            (" FRANÇAIS ", Some("fr")),
            ("中文", Some("zh")),
            ("Klingon", None),
        ] {
            assert_eq!(of_name(name), tag, "{name}");
        }
    }

    #[test]
    fn names_and_folders() {
        let none: &[&str] = &[];
        for (path, languages, expected) in [
            ("a/x.zh.md", none, Some("zh")),
            ("x.zh_cn.md", none, Some("zh-CN")),
            ("x.zh-hans.html", none, Some("zh-Hans")),
            ("index.fr.md", none, Some("fr")),
            ("x.ts.md", none, None),
            ("x.ts.md", &["ts"], Some("ts")),
            ("asp.net.md", none, None),
            ("v1.2.md", none, None),
            ("zh/x.md", none, None),
            ("content/zh/post/x.md", &["en", "zh"], Some("zh")),
            ("zh-cn/x.md", &["zh-CN"], Some("zh-CN")),
            ("zh/x.en.md", &["en", "zh"], Some("en")),
            ("x.md", &["en"], None),
        ] {
            let languages = self::languages(languages);
            assert_eq!(of_path(path, &languages).0.as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn a_folder_names_its_language() {
        let languages = [("zh-CN", Some("cn")), ("en-US", None)];
        let languages = languages.map(|(tag, folder)| Language {
            tag: tag.to_owned(),
            folder: folder.map(str::to_owned),
            url: None,
            title: None,
            feed_title: None,
        });
        for (path, expected) in [
            ("x.cn.md", Some("zh-CN")),
            ("cn/x.md", Some("zh-CN")),
            ("zh-cn/x.md", Some("zh-CN")),
            ("x.en.md", Some("en")),
            ("x.md", None),
        ] {
            assert_eq!(of_path(path, &languages).0.as_deref(), expected, "{path}");
        }
        assert_eq!(edition("en", &languages).as_deref(), Some("en-US"));
    }

    #[test]
    fn editions() {
        let languages = languages(&["en", "zh", "zh-TW", "pt-BR"]);
        for (language, expected) in [
            ("en-GB", Some("en")),
            ("zh-CN", Some("zh")),
            ("zh-TW", Some("zh-TW")),
            ("pt", Some("pt-BR")),
            ("pt-PT", None),
            ("eng", None),
        ] {
            assert_eq!(
                edition(language, &languages).as_deref(),
                expected,
                "{language}"
            );
        }
    }
}
