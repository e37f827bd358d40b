//! The parts of the documents that come out of tables in the code. Each stands between `<!-- NAME -->`
//! and `<!-- /NAME -->`.

use std::fmt::Write as _;

use feedmill::diagnostic::Rule;
use feedmill::settings::{Descriptor, HEADER_KEYS, SETTINGS, VISIBILITY_KEYS};

/// `text` with its generated parts as they must be.
pub(crate) fn with_parts(text: &str) -> String {
    type Part = (&'static str, fn() -> String);
    let parts: [Part; 4] = [
        ("settings", settings),
        ("codes", codes),
        ("header keys", header_keys),
        ("visibility keys", visibility_keys),
    ];
    let mut text = text.to_owned();
    for (name, part) in parts {
        let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
        if let (Some(from), Some(to)) = (text.find(&begin), text.find(&end)) {
            text.replace_range(from + begin.len()..to, &part());
        }
    }
    text
}

fn settings() -> String {
    let mut text = String::new();
    describe(SETTINGS, "", &mut text);
    text
}

fn describe(settings: &[Descriptor], above: &str, text: &mut String) {
    for setting in settings {
        let name = format!("{above}{}", setting.name);
        let level = if above.is_empty() { "##" } else { "###" };
        let _ = writeln!(text, "\n{level} `{name}`\n\n{}\n", setting.about);
        let schema = (setting.schema)();
        let what = match schema["enum"].as_array() {
            Some(words) => {
                let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
                format!("one of {}", words.join(", ").replace('"', ""))
            }
            None => setting.what.to_owned(),
        };
        let note = match (setting.is_required, setting.otherwise, setting.default) {
            (true, ..) => " Required.".to_owned(),
            (false, Some(words), _) => format!(" Default: {words}."),
            (false, None, Some(value)) => format!(" Default: `{value}`."),
            (false, None, None) => String::new(),
        };
        let _ = writeln!(text, "Value: {what}.{note}");
        if let Some(example) = setting.example {
            let value = example.strip_prefix('\n').map(|value| format!("\n{value}"));
            let value = value.unwrap_or_else(|| format!(" {example}"));
            let _ = writeln!(text, "\n```yaml\n{}:{value}\n```", setting.name);
        }
        let below = match setting.what {
            "a list" => format!("{name}[]."),
            what if what.starts_with("a list of names") => format!("{name}.NAME."),
            _ => format!("{name}."),
        };
        describe(setting.settings, &below, text);
    }
}

fn codes() -> String {
    let modules = [
        ("site", "Site file and flags"),
        ("files", "Files"),
        ("input", "Articles"),
        ("syntax", "Front matter"),
        ("feed", "Feeds"),
        ("body", "Bodies"),
        ("publish", "Writing"),
        ("pipeline", "Builds and `feedmill adopt`"),
        ("validate", "`feedmill validate`"),
        ("compare", "`feedmill compare`"),
    ];
    let rules: Vec<&Rule> = feedmill::rules().collect();
    let mut text = String::new();
    let mut count = 0;
    for (module, title) in modules {
        let _ = writeln!(text, "\n## {title}");
        let prefix = format!("feedmill::{module}::");
        let mut rules: Vec<_> = rules.iter().collect();
        rules.retain(|rule| format!("{}::", rule.module).starts_with(&prefix));
        rules.sort_by_key(|rule| rule.code);
        for rule in rules {
            count += 1;
            let severity = rule.severity;
            let [summary, why, remedy] = [rule.summary, rule.why, rule.remedy].map(escaped);
            let _ = writeln!(text, "\n### `{}`\n", rule.code);
            let _ = writeln!(text, "{severity}: {summary} {why}\n\nWhat to do: {remedy}");
            if let Some(spec) = rule.spec {
                let _ = writeln!(text, "\nSee {}.", escaped(spec));
            }
        }
    }
    assert_eq!(count, rules.len(), "a module of rules has no title here");
    text
}

fn header_keys() -> String {
    let mut text = "| keys | value | meaning |\n|---|---|---|\n".to_owned();
    for field in HEADER_KEYS {
        let keys: Vec<String> = field.keys.iter().map(|key| format!("`{key}`")).collect();
        let (keys, about) = (keys.join(" "), escaped(field.about));
        let _ = writeln!(text, "| {keys} | {} | {about} |", field.kind);
    }
    text
}

fn visibility_keys() -> String {
    let mut text = "| keys | values that keep back | from |\n|---|---|---|\n".to_owned();
    for row in VISIBILITY_KEYS {
        let keys: Vec<String> = row.keys.iter().map(|key| format!("`{key}`")).collect();
        let draft = if row.is_draft { " (draft)" } else { "" };
        let (keys, tools) = (keys.join(" "), escaped(row.tools));
        let _ = writeln!(text, "| {keys} | {}{draft} | {tools} |", row.keeps_back);
    }
    text
}

/// `text` without markup by accident: what stands in backticks stays, and `<` and `|` outside of them
/// are text.
fn escaped(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let part = |(at, part): (usize, &str)| {
        let part = part.replace('|', "\\|");
        if at % 2 == 0 {
            part.replace('<', "&lt;")
        } else {
            part
        }
    };
    parts.map(part).collect::<Vec<_>>().join("`")
}
