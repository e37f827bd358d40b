//! The table of settings as a commented site file, and as a JSON Schema.

use serde_json::Value as Json;

use super::read::{Descriptor, SettingKind};
use super::table::SiteSettings;

/// Every setting of a site file.
pub static SETTINGS: &[Descriptor] = SiteSettings::SETTINGS;

/// How wide comments are.
const WIDTH: usize = 96;

/// Every setting as a site file whose lines are comments: those of a setting begin with one `#`, what
/// they mean with two.
pub fn as_yaml() -> String {
    let mut text =
        "## Every setting of feedmill.yaml. Delete `# ` in front of a line to use it.\n".to_owned();
    describe(SETTINGS, "", &mut text);
    text
}

/// Appends `settings` as comments.
pub(super) fn describe(settings: &[Descriptor], indent: &str, text: &mut String) {
    for setting in settings {
        if indent.is_empty() {
            text.push('\n');
        }
        text.push_str(&comment(setting.about, "## "));
        if let Some(note) = note(setting) {
            text.push_str(&comment(&note, "## "));
        }
        let value = setting.example.or(setting.default).unwrap_or_default();
        let value = value.replace('\n', &format!("\n# {indent}"));
        text.push_str(format!("# {indent}{}: {value}", setting.name).trim_end());
        text.push('\n');
        // A setting with an example has all that it holds in it.
        if setting.example.is_none() {
            describe(setting.settings, &format!("{indent}  "), text);
        }
    }
}

/// Whether it is required, or else what applies if it is not given.
fn note(setting: &Descriptor) -> Option<String> {
    match (setting.is_required, setting.otherwise, setting.default) {
        (true, ..) => Some("Required.".to_owned()),
        (false, Some(otherwise), _) => Some(format!("Default: {otherwise}.")),
        (false, None, Some(default)) => Some(format!("Default: `{default}`.")),
        (false, None, None) => None,
    }
}

/// `text` in lines that begin with `sign`.
pub(super) fn comment(text: &str, sign: &str) -> String {
    let mut comment = String::new();
    let mut width = WIDTH;
    for word in text.split_whitespace() {
        let length = word.chars().count() + 1;
        if width + length > WIDTH {
            if !comment.is_empty() {
                comment.push('\n');
            }
            comment.push_str(sign.trim_end());
            width = sign.trim_end().len();
        }
        comment.push(' ');
        comment.push_str(word);
        width += length;
    }
    comment.push('\n');
    comment
}

/// A JSON Schema (draft 2020-12) of site files.
pub fn schema() -> Json {
    let mut schema = SiteSettings::schema();
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    schema["title"] = "The site file of feedmill (feedmill.yaml)".into();
    // A generator's site file may give what is required.
    if let Some(members) = schema.as_object_mut() {
        members.remove("required");
    }
    schema
}
