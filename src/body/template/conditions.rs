//! Whether what `if`, `unless` and `when` say is so.

use super::expressions::split;
use super::value::Value;
use super::values::Values;

/// Whether `condition` holds; `None` if that is not known. As in Liquid, `and` and `or` have the same
/// rank, and the last counts first.
pub(super) fn holds(condition: &str, values: &Values<'_>) -> Option<bool> {
    let words = words(condition);
    let mut comparisons = words.split(|word| matches!(*word, "and" | "or")).rev();
    let mut links = words
        .iter()
        .rev()
        .filter(|word| matches!(**word, "and" | "or"));
    let mut truth = comparison(comparisons.next()?, values);
    for words in comparisons {
        let first = comparison(words, values);
        truth = match (links.next(), first, truth) {
            (Some(&"and"), Some(false), _) | (Some(&"and"), _, Some(false)) => Some(false),
            (Some(&"or"), Some(true), _) | (Some(&"or"), _, Some(true)) => Some(true),
            (_, Some(_), Some(last)) => Some(last),
            _ => None,
        };
    }
    truth
}

/// Whether `value` is one of those that `when` lists.
pub(super) fn is_one_of(value: &Value<'_>, list: &str, values: &Values<'_>) -> Option<bool> {
    let words = split(list, ',').flat_map(words);
    let mut is_known = true;
    for word in words.filter(|word| *word != "or") {
        match values.operand(word) {
            Some(other) if equal(value, &other) => return Some(true),
            Some(_) => {}
            None => is_known = false,
        }
    }
    is_known.then_some(false)
}

/// The words of `text`; white space in quotes parts none.
fn words(text: &str) -> Vec<&str> {
    const SIGNS: [char; 4] = ['=', '!', '<', '>'];
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' | '\'' => rest[1..].find(first).map_or(rest.len(), |end| end + 2),
            _ if SIGNS.contains(&first) => rest.find(|c| !SIGNS.contains(&c)).unwrap_or(rest.len()),
            _ => {
                let mut quote = None;
                let end = rest.find(|c: char| match quote {
                    Some(open) => {
                        if open == c {
                            quote = None;
                        }
                        false
                    }
                    None => {
                        quote = matches!(c, '"' | '\'').then_some(c);
                        c.is_whitespace() || SIGNS.contains(&c)
                    }
                });
                end.unwrap_or(rest.len())
            }
        };
        let (word, after) = rest.split_at(length);
        words.push(word);
        rest = after.trim_start();
    }
    words
}

/// `a`, or `a == b`.
fn comparison(words: &[&str], values: &Values<'_>) -> Option<bool> {
    let (left, operator, right) = match words {
        [value] => return values.operand(value).map(|value| value.is_true()),
        [left, operator, right] => (*left, *operator, *right),
        _ => return None,
    };
    let left = values.operand(left)?;
    let is_equal = match right {
        "empty" => Some(left.is_empty()),
        // Nothing is, outside of Rails.
        "blank" => Some(false),
        _ => None,
    };
    let right = match is_equal {
        Some(_) => Value::Nil,
        None => values.operand(right)?,
    };
    let is_equal = is_equal.unwrap_or_else(|| equal(&left, &right));
    Some(match operator {
        "==" => is_equal,
        "!=" | "<>" => !is_equal,
        "contains" => match &left {
            Value::Text(text) => text.contains(&*right.print()?),
            Value::List(items) => items.iter().any(|item| equal(item, &right)),
            Value::Map(pairs) => pairs
                .iter()
                .any(|(key, _)| Some(&**key) == right.print().as_deref()),
            _ => false,
        },
        "<" | ">" | "<=" | ">=" => {
            let order = match (left.number(), right.number(), &left, &right) {
                (Some(left), Some(right), ..) => left.partial_cmp(&right)?,
                (_, _, Value::Text(left), Value::Text(right)) => left.cmp(right),
                (_, _, Value::Nil, _) | (_, _, _, Value::Nil) => return Some(false),
                _ => return None,
            };
            match operator {
                "<" => order.is_lt(),
                ">" => order.is_gt(),
                "<=" => order.is_le(),
                _ => order.is_ge(),
            }
        }
        _ => return None,
    })
}

/// Whether they are the same; `1` and `1.0` are.
fn equal(left: &Value<'_>, right: &Value<'_>) -> bool {
    match (left.number(), right.number()) {
        (Some(left), Some(right)) => left == right,
        _ => left == right,
    }
}
