//! MDX: the JavaScript that a page begins with, and comments in braces. What elements show is left to
//! the sanitiser, which keeps their text.

use super::super::code::Code;
use super::super::fragment::is_summary_marker;
use super::{Edits, lines};
use crate::text;

/// Whether there may be something to find.
pub(super) fn is_likely(body: &str) -> bool {
    text::holds(body, "{/*") || is_module_line(body.trim_start().lines().next().unwrap_or_default())
}

/// Finds the imports and exports that `body` begins with, and its comments.
pub(super) fn find(body: &str, code: &Code, edits: &mut Edits) {
    for (start, line) in lines(body) {
        if is_module_line(line) {
            edits.remove(start..body.len().min(start + line.len() + 1));
        } else if !line.trim().is_empty() {
            break;
        }
    }
    let mut from = 0;
    while let Some(at) = body[from..].find("{/*").map(|at| from + at) {
        let inner = at + "{/*".len();
        let Some(end) = body[inner..].find("*/}").map(|end| inner + end) else {
            return;
        };
        from = end + "*/}".len();
        if code.at(at).is_some() {
            from = inner;
            continue;
        }
        let comment = &body[inner..end];
        let marker = if is_summary_marker(comment) {
            format!("<!--{comment}-->")
        } else {
            String::new()
        };
        edits.replace(at..from, marker);
    }
}

/// `import x from "y"`, `import "y"`, `export const x = …;`, `export default …`, on one line.
fn is_module_line(line: &str) -> bool {
    let line = line.trim_end().trim_end_matches(';');
    let is_import = line.strip_prefix("import ").is_some_and(|rest| {
        let module = match rest.rsplit_once(" from ") {
            Some((_, module)) => module,
            None => rest,
        };
        let module = module.trim();
        module.len() > 2
            && (module.starts_with('"') && module.ends_with('"')
                || module.starts_with('\'') && module.ends_with('\''))
    });
    let exports = ["export const ", "export let ", "export default "];
    is_import || exports.iter().any(|export| line.starts_with(export))
}

#[cfg(test)]
mod tests {
    use super::super::tests::expanded;
    use crate::model::Templates;

    #[test]
    fn javascript_goes() {
        for (body, left) in [
            (
                "import A from '@site/a';\nimport \"b.css\"\n\nexport const c = 1;\n\nimport d",
                "\n\nimport d",
            ),
            (
                "a\n\n{/* truncate */}\n\nb {/* c */}d",
                "a\n\n<!-- truncate -->\n\nb d",
            ),
            ("`{/* a */}` {/* b */}", "`{/* a */}` "),
            ("{/* never closed", "{/* never closed"),
            ("import and export are words", "import and export are words"),
            ("a\n\nimport A from 'a'\n", "a\n\nimport A from 'a'\n"),
        ] {
            assert_eq!(expanded(body, Templates::Unknown), left, "{body}");
        }
    }
}
