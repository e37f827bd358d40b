//! The filters of Liquid and Jekyll, and those of Nunjucks that are called otherwise.

use std::cmp::Ordering;
use std::rc::Rc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::value::{LONGEST, Value};
use crate::body::context::Context;
use crate::model::SEGMENT;
use crate::text;
use crate::time::{Timestamp, Zone};

/// What a form's values are encoded without.
const FORM: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// What the filter `name` makes of `value`; `None` if that is not known.
pub(super) fn apply<'a>(
    name: &str,
    value: Value<'a>,
    args: &[Value<'a>],
    context: &'a Context<'a>,
) -> Option<Value<'a>> {
    if name == "default" {
        let is_given = value.is_true() && !value.is_empty();
        return if is_given {
            Some(value)
        } else {
            args.first().cloned()
        };
    }
    if name == "jsonify" {
        return Some(Value::text(value.json().to_string()));
    }
    if let Some(list) = of_list(name, &value, args) {
        return list;
    }
    if let Some(number) = of_number(name, &value, args) {
        return number.map(Value::text);
    }
    // No address and no date is made of nothing.
    if value == Value::Nil && (name.starts_with("date") || name.ends_with("url")) {
        return Some(value);
    }
    let text = value.print()?.into_owned();
    of_text(name, text, args, context)
}

/// A filter of lists; the outer `None` if `name` is not one of those.
fn of_list<'a>(name: &str, value: &Value<'a>, args: &[Value<'a>]) -> Option<Option<Value<'a>>> {
    let items = value.items();
    let key = args.first().and_then(Value::print);
    // What of an item counts.
    let inner = |item: &Value<'a>| match &key {
        Some(key) => item.get(key),
        None => item.clone(),
    };
    let list = |items: Vec<Value<'a>>| Some(Value::List(items.into()));
    Some(match name {
        "size" => Some(match value {
            Value::Nil | Value::Bool(_) => Value::text("0"),
            value => value.get("size"),
        }),
        "first" | "last" => Some(value.get(name)),
        "join" | "array_to_sentence_string" => {
            let texts: Option<Vec<_>> = items.iter().map(Value::print).collect();
            let Some(texts) = texts else {
                return Some(None);
            };
            Some(Value::text(match (name, texts.as_slice()) {
                ("join", texts) => texts.join(key.as_deref().unwrap_or(" ")),
                (_, [] | [_]) => texts.concat(),
                (_, [first, last]) => format!("{first} {} {last}", key.as_deref().unwrap_or("and")),
                (_, [first @ .., last]) => {
                    let last_link = key.as_deref().unwrap_or("and");
                    format!("{}, {last_link} {last}", first.join(", "))
                }
            }))
        }
        "sort" | "sort_natural" => {
            let mut sorted = items.to_vec();
            let natural = name == "sort_natural";
            sorted.sort_by(|a, b| order(&inner(a), &inner(b), natural));
            list(sorted)
        }
        "reverse" => list(items.iter().rev().cloned().collect()),
        "map" => list(items.iter().map(inner).collect()),
        "compact" => list(
            items
                .iter()
                .filter(|item| inner(item) != Value::Nil)
                .cloned()
                .collect(),
        ),
        "uniq" => {
            // Each is compared with each.
            if items.len() > 1000 {
                return Some(None);
            }
            let mut unique: Vec<Value<'a>> = Vec::new();
            for item in items.iter() {
                if !unique.contains(item) {
                    unique.push(item.clone());
                }
            }
            list(unique)
        }
        "where" => {
            let wanted = args.get(1).cloned();
            let is_wanted = |item: &&Value<'a>| match (inner(item), &wanted) {
                (found, Some(wanted)) => found.print() == wanted.print(),
                (found, None) => found.is_true(),
            };
            list(items.iter().filter(is_wanted).cloned().collect())
        }
        "concat" => {
            let others = args.first().map(Value::items).unwrap_or_default();
            list(items.iter().chain(others.iter()).cloned().collect())
        }
        "push" => list(items.iter().chain(args.first()).cloned().collect()),
        "unshift" => list(
            args.first()
                .into_iter()
                .chain(items.iter())
                .cloned()
                .collect(),
        ),
        "pop" => list(
            items
                .split_last()
                .map(|(_, rest)| rest.to_vec())
                .unwrap_or_default(),
        ),
        "shift" => list(items.iter().skip(1).cloned().collect()),
        "slice" if matches!(value, Value::List(_)) => {
            let range = slice(items.len(), args);
            list(items[range].to_vec())
        }
        _ => return None,
    })
}

fn order(left: &Value<'_>, right: &Value<'_>, natural: bool) -> Ordering {
    if let (Some(left), Some(right)) = (left.number(), right.number()) {
        return left.total_cmp(&right);
    }
    match (left.print(), right.print()) {
        (Some(left), Some(right)) if natural => left.to_lowercase().cmp(&right.to_lowercase()),
        (left, right) => left.cmp(&right),
    }
}

/// Which of `length` items or characters `slice: first, count` takes.
fn slice(length: usize, args: &[Value<'_>]) -> std::ops::Range<usize> {
    let number = |at: usize| args.get(at).and_then(Value::number);
    let first = number(0).unwrap_or(0.0);
    let first = if first < 0.0 {
        length as f64 + first
    } else {
        first
    };
    if first < 0.0 || first > length as f64 {
        return 0..0;
    }
    let first = first as usize;
    let count = number(1).unwrap_or(1.0).max(0.0) as usize;
    first..length.min(first.saturating_add(count))
}

/// A filter of numbers; the outer `None` if `name` is not one of those.
fn of_number(name: &str, value: &Value<'_>, args: &[Value<'_>]) -> Option<Option<String>> {
    const NAMES: [&str; 11] = [
        "plus",
        "minus",
        "times",
        "divided_by",
        "modulo",
        "round",
        "ceil",
        "floor",
        "abs",
        "at_least",
        "at_most",
    ];
    if !NAMES.contains(&name) {
        return None;
    }
    let is_float = |value: &Value<'_>| matches!(value, Value::Text(text) if text.contains('.'));
    let left = value.number().unwrap_or(0.0);
    let right = args.first().and_then(Value::number).unwrap_or(0.0);
    let mut floats = is_float(value) || args.first().is_some_and(is_float);
    let number = match name {
        "plus" => left + right,
        "minus" => left - right,
        "times" => left * right,
        "divided_by" | "modulo" if right == 0.0 => return Some(None),
        "divided_by" if floats => left / right,
        "divided_by" => (left / right).floor(),
        "modulo" => left - right * (left / right).floor(),
        "abs" => left.abs(),
        "at_least" => left.max(right),
        "at_most" => left.min(right),
        _ => {
            floats = name == "round" && right > 0.0;
            let scale = 10f64.powf(right.clamp(0.0, 15.0));
            match name {
                "ceil" => left.ceil(),
                "floor" => left.floor(),
                _ => (left * scale).round() / scale,
            }
        }
    };
    let is_exact = number.is_finite() && number.abs() < 1e15;
    Some(is_exact.then(|| match floats {
        true if number.fract() == 0.0 => format!("{number:.1}"),
        true => number.to_string(),
        false => format!("{number:.0}"),
    }))
}

fn of_text<'a>(
    name: &str,
    value: String,
    args: &[Value<'a>],
    context: &'a Context<'a>,
) -> Option<Value<'a>> {
    let arg = |at: usize| args.get(at)?.print();
    // Replacing nothing would put the replacement between all characters.
    let sought = || arg(0).filter(|sought| !sought.is_empty());
    let number = |at: usize| args.get(at).and_then(Value::number);
    Some(Value::text(match name {
        // Eleventy's `url` is what Jekyll calls `relative_url`.
        "relative_url" | "url" => rooted(context, &value),
        "absolute_url" => {
            let site = context.site.to_url();
            site.join(&rooted(context, &value)).ok()?.to_string()
        }
        "strip_index" => value
            .strip_suffix("index.html")
            .map_or(value.clone(), str::to_owned),
        "prepend" => format!("{}{value}", arg(0)?),
        "append" => format!("{value}{}", arg(0)?),
        "remove" => value.replace(&*sought()?, ""),
        "remove_first" => value.replacen(&*sought()?, "", 1),
        // One character may become thousands.
        "replace" if value.len() * arg(1)?.len() > 4 * LONGEST => return None,
        "replace" => value.replace(&*sought()?, &arg(1)?),
        "replace_first" => value.replacen(&*sought()?, &arg(1)?, 1),
        "downcase" | "lower" => value.to_lowercase(),
        "upcase" | "upper" => value.to_uppercase(),
        "capitalize" => {
            let first = value.chars().next().map_or(0, char::len_utf8);
            value[..first].to_uppercase() + &value[first..].to_lowercase()
        }
        "slice" => {
            let range = slice(value.chars().count(), args);
            value.chars().skip(range.start).take(range.len()).collect()
        }
        "split" => {
            let parts: Rc<[Value<'a>]> = match arg(0)?.as_ref() {
                "" => value.chars().map(|c| Value::text(c.to_string())).collect(),
                " " => value
                    .split_whitespace()
                    .map(|part| Value::text(part.to_owned()))
                    .collect(),
                sign => {
                    // As in Ruby, empty parts at the end do not count.
                    let value = value.trim_end_matches(sign);
                    let parts = value.split(sign).filter(|_| !value.is_empty());
                    parts.map(|part| Value::text(part.to_owned())).collect()
                }
            };
            return Some(Value::List(parts));
        }
        "truncate" => {
            let most = number(0).unwrap_or(50.0) as usize;
            let end = arg(1).unwrap_or("...".into());
            if value.chars().count() <= most {
                value
            } else {
                let kept = most.saturating_sub(end.chars().count());
                value.chars().take(kept).chain(end.chars()).collect()
            }
        }
        "truncatewords" => {
            let most = number(0).unwrap_or(15.0).max(1.0) as usize;
            let end = arg(1).unwrap_or("...".into());
            let words: Vec<&str> = value.split_whitespace().collect();
            if words.len() <= most {
                value
            } else {
                words[..most].join(" ") + &end
            }
        }
        "number_of_words" => value.split_whitespace().count().to_string(),
        "date" => date(&value, &arg(0)?)?,
        "date_to_string" | "date_to_long_string" => {
            let month = if name == "date_to_string" { "%b" } else { "%B" };
            let is_american = arg(1).is_some_and(|style| style == "US");
            match arg(0).as_deref() {
                Some("ordinal") => ordinal_date(&value, month, is_american)?,
                _ => date(&value, &format!("%d {month} %Y"))?,
            }
        }
        "date_to_xmlschema" => date(&value, "%Y-%m-%dT%H:%M:%S%:z")?,
        "date_to_rfc822" => date(&value, "%a, %d %b %Y %H:%M:%S %z")?,
        "strip_html" => text::text_of_html(&value).into_owned(),
        "strip_newlines" => value.replace(['\n', '\r'], ""),
        "newline_to_br" => value.replace('\n', "<br />\n"),
        "normalize_whitespace" => value.split_whitespace().collect::<Vec<_>>().join(" "),
        "strip" | "trim" => value.trim().to_owned(),
        "lstrip" => value.trim_start().to_owned(),
        "rstrip" => value.trim_end().to_owned(),
        "escape" | "xml_escape" | "e" => text::escape_attribute(&value).into_owned(),
        "escape_once" => text::escape_attribute(&text::resolve_entities(&value)).into_owned(),
        "url_encode" | "cgi_escape" => utf8_percent_encode(&value, FORM)
            .to_string()
            .replace("%20", "+"),
        "urlencode" => utf8_percent_encode(&value, FORM).to_string(),
        "uri_escape" => utf8_percent_encode(&value, SEGMENT)
            .to_string()
            .replace("%2F", "/"),
        "url_decode" => {
            let plain = value.replace('+', " ");
            percent_decode_str(&plain).decode_utf8().ok()?.into_owned()
        }
        "slugify" => slug(&value),
        "to_integer" => format!("{:.0}", value.trim().parse::<f64>().unwrap_or(0.0).trunc()),
        "safe" | "markdownify" | "smartify" | "to_s" | "string" => value,
        _ => return None,
    }))
}

/// The date `value` in `notation`; what is not a date stays as it is.
fn date(value: &str, notation: &str) -> Option<String> {
    if matches!(value.trim(), "now" | "today") {
        return None;
    }
    let date = match value.parse() {
        Ok(seconds) => Timestamp::from_unix(seconds, 0),
        Err(_) => Timestamp::parse(value, &Zone::utc()).ok(),
    };
    Some(date.map_or_else(|| value.to_owned(), |date| date.strftime(notation)))
}

/// `7th Nov 2008`, or `Nov 7th, 2008`.
fn ordinal_date(value: &str, month: &str, is_american: bool) -> Option<String> {
    let day = date(value, "%d")?;
    let number = day.trim_start_matches('0');
    let ending = match (day.as_bytes().first(), number.as_bytes().last()) {
        (Some(b'1'), _) => "th",
        (_, Some(b'1')) => "st",
        (_, Some(b'2')) => "nd",
        (_, Some(b'3')) => "rd",
        _ => "th",
    };
    let (month, year) = (date(value, month)?, date(value, "%Y")?);
    Some(if is_american {
        format!("{month} {number}{ending}, {year}")
    } else {
        format!("{number}{ending} {month} {year}")
    })
}

/// Jekyll's `slugify`: runs of what is neither a letter nor a digit become a hyphen.
fn slug(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-").to_lowercase()
}

/// `path` below the site's own, unless it is of another site.
pub(super) fn rooted(context: &Context<'_>, path: &str) -> String {
    let path = path.trim();
    if is_elsewhere(path) {
        return path.to_owned();
    }
    format!("{}/{}", base_path(context), path.trim_start_matches('/'))
}

/// The site's path, without the slash at its end.
pub(super) fn base_path<'a>(context: &Context<'a>) -> &'a str {
    context.site.path().trim_end_matches('/')
}

/// Whether a reference leads to another host, or is not a path.
pub(super) fn is_elsewhere(reference: &str) -> bool {
    let scheme = reference
        .split([':', '/', '?', '#'])
        .next()
        .unwrap_or_default();
    reference.starts_with("//") || !scheme.is_empty() && reference[scheme.len()..].starts_with(':')
}
