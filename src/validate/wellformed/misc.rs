//! Comments and processing instructions.

use super::scan::{Violation, XmlScanner, is_space};
use crate::validate::value::quote;

/// Production 15, `Comment`.
pub(super) fn comment(scanner: &mut XmlScanner<'_>) -> Result<(), Violation> {
    let start = scanner.at;
    scanner.at += 4;
    if scanner.until("--").is_none() {
        scanner.at = start;
        return Err(scanner.not_ended("<!--", start, "-->"));
    }
    if scanner.eat(">") {
        return Ok(());
    }
    if scanner.byte().is_none() {
        return Err(scanner.not_ended("<!--", start, "-->"));
    }
    scanner.at -= 2;
    Err(scanner.fail("`--` stands in a comment; it can only end one, as `-->`"))
}

/// Production 16, `PI`; its target has no colon (Namespaces in XML, section 7).
pub(super) fn instruction(scanner: &mut XmlScanner<'_>) -> Result<(), Violation> {
    let start = scanner.at;
    scanner.at += 2;
    let target = scanner.name().unwrap_or_default();
    let is_target = !target.is_empty() && !target.contains(':');
    let is_separate = scanner.is_at("?>") || scanner.byte().is_some_and(is_space);
    let end = scanner.until("?>");
    if end.is_none() {
        return Err(scanner.not_ended("<?", start, "?>"));
    }
    let end = scanner.at;
    scanner.at = start;
    let written = quote(&scanner.text[start..end]);
    if target == "xml" {
        return Err(scanner.fail(
            "an XML declaration stands here; it can only be the very first thing in a file",
        ));
    }
    if target.eq_ignore_ascii_case("xml") {
        return Err(scanner.fail(format!(
            "{written} is not an XML declaration; write `<?xml`, in small letters"
        )));
    }
    if !is_target || !is_separate {
        return Err(scanner.fail(format!(
            "{written} is not a processing instruction; one is like `<?name text?>`, and its name has no colon"
        )));
    }
    scanner.at = end;
    Ok(())
}
