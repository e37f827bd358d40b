//! Tables that kramdown knows and GitHub does not: without a header, with a rule that has fewer cells
//! than the header, and with several rules.

use super::super::code::Code;
use super::{Edits, indent, lines};

/// Makes the tables of `body` tables.
pub(super) fn find(body: &str, code: &Code, edits: &mut Edits) {
    let lines: Vec<(usize, &str)> = lines(body).collect();
    let is_row = |&(start, line): &(usize, &str)| {
        let text = indent(line);
        line[text..].starts_with('|') && code.at(start + text).is_none()
    };
    let mut index = 0;
    while index < lines.len() {
        let rows = lines[index..]
            .iter()
            .take_while(|line| is_row(line))
            .count();
        let follows_text = index > 0 && !lines[index - 1].1.trim().is_empty();
        if rows > 0 && !follows_text {
            table(&lines[index..index + rows], edits);
        }
        index += rows.max(1);
    }
}

fn table(rows: &[(usize, &str)], edits: &mut Edits) {
    let (start, first) = rows[0];
    let margin = &first[..indent(first)];
    let header = cells(first);
    let mut body = 1;
    if is_rule(first) || rows.get(1).is_none_or(|(_, line)| !is_rule(line)) {
        if rows.len() == 1 && header < 2 {
            return;
        }
        let width = rows.iter().map(|(_, row)| cells(row)).max().unwrap_or(1);
        let row = |cell: &str| format!("{margin}|{}\n", cell.repeat(width));
        edits.replace(start..start, row("  |") + &row("---|"));
        body = 0;
    } else if let Some(&(start, rule)) = rows.get(1) {
        body = 2;
        if cells(rule) != header || !is_github_rule(rule) {
            let rule = format!("{margin}|{}", "---|".repeat(header));
            edits.replace(start..start + rows[1].1.len(), rule);
        }
    }
    for &(start, row) in rows.iter().skip(body) {
        if is_rule(row) {
            // The line break goes too, or the table would end here.
            let end = start + row.len();
            edits.remove(start.saturating_sub(1)..end);
        }
    }
}

/// `|---|:--:|`, `|====`.
fn is_rule(row: &str) -> bool {
    let row = row.trim();
    row.contains(['-', '='])
        && row
            .chars()
            .all(|c| matches!(c, '|' | '-' | '=' | ':' | '+' | ' '))
}

fn is_github_rule(row: &str) -> bool {
    !row.contains(['=', '+'])
}

/// How many cells a row has; bars in code count, as they do for GitHub.
fn cells(row: &str) -> usize {
    let row = row.trim().trim_start_matches('|');
    let row = row
        .strip_suffix('|')
        .filter(|row| !row.ends_with('\\'))
        .unwrap_or(row);
    1 + row.matches('|').count() - row.matches("\\|").count()
}

#[cfg(test)]
mod tests {
    use super::super::tests::expanded;
    use crate::model::Templates;

    #[test]
    fn tables_become_those_of_github() {
        for (body, table) in [
            ("|a|b|\n|---|\n|c|d|", "|a|b|\n|---|---|\n|c|d|"),
            ("|a|b|\n|c|d|\n", "|  |  |\n|---|---|\n|a|b|\n|c|d|\n"),
            ("|a|\n|-|\n|b|\n|===|\n|c|", "|a|\n|-|\n|b|\n|c|"),
            ("|a|b|\n|-|-|\n|c|d|", "|a|b|\n|-|-|\n|c|d|"),
            ("    |a|b|", "    |a|b|"),
            ("text\n| a", "text\n| a"),
        ] {
            assert_eq!(expanded(body, Templates::Liquid), table, "{body}");
        }
    }
}
