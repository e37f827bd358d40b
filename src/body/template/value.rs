//! A value of a template.

use std::borrow::Cow;
use std::rc::Rc;

use crate::model::TemplateValue;

/// The longest value, in bytes; a name can be given to one and that be joined to itself.
pub(super) const LONGEST: usize = 64 << 10;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    Nil,
    Bool(bool),
    /// Text, a number, a date.
    Text(Cow<'a, str>),
    List(Rc<[Value<'a>]>),
    Map(&'a [(Box<str>, TemplateValue)]),
}

impl<'a> From<&'a TemplateValue> for Value<'a> {
    fn from(value: &'a TemplateValue) -> Self {
        match value {
            TemplateValue::Null => Value::Nil,
            TemplateValue::Text(text) => match &**text {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                text => Value::Text(Cow::Borrowed(text)),
            },
            TemplateValue::List(items) => Value::List(items.iter().map(Value::from).collect()),
            TemplateValue::Map(pairs) => Value::Map(pairs),
        }
    }
}

impl<'a> Value<'a> {
    pub(super) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Value::Text(text.into())
    }

    /// What is read where it stands; `None` for a mapping, which no site shows.
    pub(super) fn print(&self) -> Option<Cow<'_, str>> {
        match self {
            Value::Nil => Some(Cow::Borrowed("")),
            Value::Bool(truth) => Some(Cow::Borrowed(if *truth { "true" } else { "false" })),
            Value::Text(text) => Some(Cow::Borrowed(text)),
            Value::List(items) => {
                let items: Option<Vec<_>> = items.iter().map(Value::print).collect();
                Some(Cow::Owned(items?.concat()))
            }
            Value::Map(_) => None,
        }
    }

    /// Everything but nothing and `false` is true.
    pub(super) fn is_true(&self) -> bool {
        !matches!(self, Value::Nil | Value::Bool(false))
    }

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Value::Text(text) => text.is_empty(),
            Value::List(items) => items.is_empty(),
            Value::Map(pairs) => pairs.is_empty(),
            Value::Nil | Value::Bool(_) => false,
        }
    }

    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Value::Text(text) => text.trim().parse().ok().filter(|n: &f64| n.is_finite()),
            _ => None,
        }
    }

    pub(super) fn json(&self) -> serde_json::Value {
        match self {
            Value::Nil => serde_json::Value::Null,
            Value::Bool(truth) => (*truth).into(),
            Value::Text(text) => match text.parse::<i64>() {
                Ok(number) => number.into(),
                Err(_) => (**text).into(),
            },
            Value::List(items) => items.iter().map(Value::json).collect(),
            Value::Map(pairs) => {
                let pair = |(key, value): &'a (Box<str>, TemplateValue)| {
                    (key.to_string(), Value::from(value).json())
                };
                pairs.iter().map(pair).collect()
            }
        }
    }

    /// The items that `for` goes through.
    pub(super) fn items(&self) -> Rc<[Value<'a>]> {
        match self {
            Value::List(items) => Rc::clone(items),
            Value::Map(pairs) => {
                let item = |(key, value): &'a (Box<str>, TemplateValue)| {
                    Value::List([Value::text(&**key), Value::from(value)].into())
                };
                pairs.iter().map(item).collect()
            }
            Value::Text(text) if !text.is_empty() => [self.clone()].into(),
            _ => Rc::default(),
        }
    }

    /// What `value.key` is.
    pub(super) fn get(&self, key: &str) -> Value<'a> {
        match (self, key) {
            (Value::Map(pairs), _) => {
                let mut found = pairs.iter().rev().filter(|(known, _)| **known == *key);
                match (found.next(), key) {
                    (Some((_, value)), _) => Value::from(value),
                    (None, "size") => Value::text(pairs.len().to_string()),
                    _ => Value::Nil,
                }
            }
            (Value::List(items), "size") => Value::text(items.len().to_string()),
            (Value::List(items), "first") => items.first().cloned().unwrap_or(Value::Nil),
            (Value::List(items), "last") => items.last().cloned().unwrap_or(Value::Nil),
            (Value::List(items), _) => {
                let index = key.parse::<isize>().ok();
                let index = index.map(|at| match at {
                    0.. => at.unsigned_abs(),
                    _ => items.len().wrapping_sub(at.unsigned_abs()),
                });
                let item = index.and_then(|at| items.get(at));
                item.cloned().unwrap_or(Value::Nil)
            }
            (Value::Text(text), "size") => Value::text(text.chars().count().to_string()),
            _ => Value::Nil,
        }
    }

    /// About how many bytes it takes to handle it.
    pub(super) fn cost(&self) -> usize {
        match self {
            Value::Text(text) => text.len(),
            Value::List(items) => items.iter().map(|item| item.cost() + 16).sum(),
            _ => 0,
        }
    }
}
