//! `feedmill tags`.

use std::fmt::Write as _;
use std::io;

use feedmill::diagnostic::{Diagnostic, Severity};
use feedmill::{TagReport, Tags};
use serde_json::json;
use unicode_width::UnicodeWidthStr;

use super::Status;
use super::build::count;
use super::report::ReportArgs;
use super::site::SiteArgs;

/// List the tags, their articles, spellings and likely duplicates
///
/// The most common tags come first. With `--message-format json` the list is one JSON object that
/// includes the findings. No files are written.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    site: SiteArgs,
    /// List the terms of another taxonomy of the site, such as `author` or `section`
    #[arg(long, value_name = "NAME")]
    taxonomy: Option<String>,
    #[command(flatten)]
    messages: ReportArgs,
}

/// Runs the command.
pub(crate) fn run(args: Args) -> io::Result<Status> {
    let Args {
        site,
        taxonomy,
        messages,
    } = args;
    let counted = site.survey(&messages, |site| site.tags(taxonomy.as_deref()))?;
    let (report, tags) = match counted {
        Ok(counted) => counted,
        Err(status) => return Ok(status),
    };
    messages.write_result(
        (Severity::Warning, &report.findings),
        || Some(table(&tags)),
        || object(&tags, &report.findings),
    )?;
    Ok(messages.status(&report.findings))
}

fn object(tags: &Tags, findings: &[Diagnostic]) -> serde_json::Value {
    let tag = |tag: &TagReport| {
        let spellings = tag
            .spellings
            .iter()
            .map(|(name, count)| json!({"name": name, "articles": count}));
        json!({
            "name": tag.name,
            "slug": tag.slug,
            "path": tag.path,
            "articles": tag.articles,
            "spellings": spellings.collect::<Vec<_>>(),
        })
    };
    let duplicates = tags
        .likely_duplicates
        .iter()
        .map(|pair| json!({"name": pair.name, "other": pair.other, "why": pair.why.as_str()}));
    json!({
        "version": 1,
        "taxonomy": tags.taxonomy,
        "tags": tags.tags.iter().map(tag).collect::<Vec<_>>(),
        "likely_duplicates": duplicates.collect::<Vec<_>>(),
        "diagnostics": findings,
    })
}

/// The tags in columns; a Chinese character is two columns wide.
fn table(tags: &Tags) -> String {
    let width = |text: &dyn Fn(&TagReport) -> usize| tags.tags.iter().map(text).max().unwrap_or(0);
    let digits = width(&|tag| tag.articles.to_string().len());
    // A very long tag must not push the other columns off the screen.
    let names = width(&|tag| tag.name.width()).min(40);
    let mut text = String::new();
    if tags.tags.is_empty() {
        let _ = writeln!(text, "no article has a term in `{}`", tags.taxonomy);
        for (name, terms) in &tags.others {
            let terms = count(*terms, "term");
            let _ = writeln!(text, "`--taxonomy {name}` lists {terms}");
        }
    }
    for tag in &tags.tags {
        let gap = names.saturating_sub(tag.name.width());
        let _ = write!(
            text,
            "{:>digits$}  {}{:gap$}  {}",
            tag.articles,
            tag.name,
            "",
            tag.path.as_deref().unwrap_or_default()
        );
        if tag.spellings.len() > 1 {
            let spellings: Vec<_> = tag
                .spellings
                .iter()
                .map(|(name, count)| format!("{name} {count}"))
                .collect();
            let _ = write!(text, "  ({})", spellings.join(", "));
        }
        text.push('\n');
    }
    if !tags.likely_duplicates.is_empty() {
        text.push_str("\nLikely duplicates; merge them with `tags.aliases` in the site file:\n");
    }
    for pair in &tags.likely_duplicates {
        let _ = writeln!(
            text,
            "  {} / {}  ({})",
            pair.name,
            pair.other,
            pair.why.as_str()
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use feedmill::{LikelyDuplicate, Likeness};

    use super::*;

    fn tags() -> Tags {
        let tag = |name: &str, articles, spellings: &[(&str, usize)]| TagReport {
            name: name.to_owned(),
            slug: name.to_lowercase(),
            path: Some(format!("tags/{}/", name.to_lowercase())),
            articles,
            spellings: spellings
                .iter()
                .map(|&(name, count)| (name.to_owned(), count))
                .collect(),
        };
        Tags {
            others: Vec::new(),
            taxonomy: "tags".to_owned(),
            tags: vec![
                tag("AI", 12, &[("AI", 9), ("ai", 3)]),
                tag("机器人", 2, &[("机器人", 2)]),
            ],
            likely_duplicates: vec![LikelyDuplicate {
                name: "robot".to_owned(),
                other: "robots".to_owned(),
                why: Likeness::Plural,
            }],
        }
    }

    #[test]
    fn the_table_stands_in_columns() {
        assert_eq!(
            table(&tags()),
            "12  AI      tags/ai/  (AI 9, ai 3)\n 2  机器人  tags/机器人/\n\n\
             Likely duplicates; merge them with `tags.aliases` in the site file:\n  robot / robots  (singular and plural)\n"
        );
    }

    #[test]
    fn the_object_has_everything() {
        let object = object(&tags(), &[]);
        assert_eq!(
            object["tags"][0]["spellings"][1],
            json!({"name": "ai", "articles": 3})
        );
        assert_eq!(object["likely_duplicates"][0]["why"], "singular and plural");
    }
}
