use super::describe::SETTINGS;
use super::layers;
use super::read::{ROOT, Reader, SettingKind};
use super::table::SiteSettings;
use super::{Descriptor, Flags, Request, as_yaml, load};
use crate::syntax::tree::yaml;

/// The problems of a site file, each with its line.
fn problems(text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let mut reader = Reader {
        problem: &mut |_, offset, message| {
            let line = text[..offset].matches('\n').count() + 1;
            problems.push(format!("{line}: {message}"));
        },
    };
    SiteSettings::read(&yaml::parse(text).unwrap(), ROOT, &mut reader);
    problems
}

#[test]
fn every_problem_is_reported_at_once() {
    let text =
        "titel: x\nlimit: many\ndrafts: 1\nauthor: [a]\ntags:\n  exlude: [a]\nformats: {a: b}\n";
    let mut problems = problems(text);
    problems.sort();
    assert_eq!(
        problems,
        [
            "1: `title` is missing",
            "1: `url` is missing",
            "1: unknown setting `titel`; did you mean `title`?",
            "2: `limit` must be a whole number, not `many`",
            "3: `drafts` must be `true` or `false`, not `1`",
            "4: `author` must be a mapping, not a list",
            "6: unknown setting `exlude`; did you mean `exclude`?",
            "7: `formats` must be a list, not a mapping",
        ]
    );
}

/// The settings of a table and of those in it, by their whole names.
fn each(settings: &'static [Descriptor], above: &str, visit: &mut dyn FnMut(&str, &Descriptor)) {
    for setting in settings {
        let name = format!("{above}{}", setting.name);
        visit(&name, setting);
        each(setting.settings, &format!("{name}."), visit);
    }
}

#[test]
fn every_setting_has_a_value_and_a_default_that_can_be_used() {
    // `unreachable!` in `Reader::value` relies on this.
    let read = SiteSettings::absent().unwrap();
    assert_eq!(read.limit, Some(30));
    each(SETTINGS, "", &mut |name, setting| {
        let has_example = setting.example.is_some() || setting.default.is_some();
        assert!(has_example || !setting.settings.is_empty(), "{name}");
        assert!(setting.about.ends_with('.'), "{name}");
        let words = setting.default.is_some() && setting.otherwise.is_some();
        assert!(!words, "{name} has two defaults");
    });
}

#[test]
fn the_printed_settings_are_a_site_file() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("_data")).unwrap();
    std::fs::write(home.path().join("_data/authors.yml"), "ann: Ann\n").unwrap();
    let text = as_yaml();
    let lines = text.lines().map(|line| match line.strip_prefix("# ") {
        Some(setting) => format!("{setting}\n"),
        None => format!("{}\n", line.strip_prefix('#').unwrap_or(line)),
    });
    let text: String = lines.collect();
    std::fs::write(home.path().join("feedmill.yaml"), &text).unwrap();
    let request = Request {
        source: home.path().to_owned(),
        flags: Flags::default(),
        for_feeds: true,
        ..Request::default()
    };
    let settings = load(request, &["duplicate-key", "missing-date"]);
    let settings = settings.unwrap_or_else(|problems| panic!("{problems:#?}\n{text}"));
    assert!(settings.notes.is_empty());
    let tree = yaml::parse(&text).unwrap();
    let crate::syntax::tree::Value::Mapping(pairs) = tree.value else {
        panic!("{text}")
    };
    let names: Vec<_> = pairs.iter().filter_map(|(key, _)| key.text()).collect();
    let known: Vec<_> = SETTINGS.iter().map(|setting| setting.name).collect();
    assert_eq!(names, known);
}

#[test]
fn a_flag_wins() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(
        home.path().join("feedmill.yaml"),
        "title: a\nurl: https://b.org/\n",
    )
    .unwrap();
    let load = |title: &str| {
        let flags = Flags::default().with("--title", "title", Some(title));
        load(
            Request {
                source: home.path().to_owned(),
                flags,
                for_feeds: true,
                ..Request::default()
            },
            &[],
        )
    };
    let settings = load("c").unwrap();
    assert_eq!(
        (settings.title.as_str(), settings.url.as_str()),
        ("c", "https://b.org/")
    );
    let problems = load(" ").unwrap_err();
    assert_eq!(problems[0].message, "--title: `title` is blank");
    assert_eq!(problems.len(), 1);
}

#[test]
fn every_preset_is_read() {
    for generator in crate::site::generator::ALL {
        let flags = Flags::default()
            .with("--generator", "generator", Some(generator.name))
            .with("--title", "title", Some("T"))
            .with("--url", "url", Some("https://example.org/"));
        let nowhere = std::path::Path::new("nowhere");
        let layered = layers::read(("feedmill.yaml", None), nowhere, flags, [].into());
        let mut problems = Vec::new();
        let mut reader = Reader {
            problem: &mut |_, _, message| problems.push(format!("{}: {message}", generator.name)),
        };
        SiteSettings::read(&layered.tree, ROOT, &mut reader);
        assert!(problems.is_empty(), "{problems:?}");
    }
}
