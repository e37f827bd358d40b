//! The values that a template may name.

/// A value of a header or of a generator's site file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum TemplateValue {
    /// Nothing.
    #[default]
    Null,
    /// Text, a number, a date or a boolean, as it is written.
    Text(Box<str>),
    /// A list.
    List(Box<[TemplateValue]>),
    /// Keys and values.
    Map(TemplateValues),
}

/// Values by their keys, in the order of the file.
pub type TemplateValues = Box<[(Box<str>, TemplateValue)]>;

impl TemplateValue {
    /// The value of `key`, if it is a mapping that has it. Of two with one key, the last counts.
    pub fn get(&self, key: &str) -> Option<&TemplateValue> {
        let TemplateValue::Map(pairs) = self else {
            return None;
        };
        let mut pairs = pairs.iter().rev();
        pairs.find_map(|(known, value)| (**known == *key).then_some(value))
    }

    /// How much text it holds, in bytes.
    pub fn bytes(&self) -> usize {
        match self {
            TemplateValue::Null => 0,
            TemplateValue::Text(text) => text.len(),
            TemplateValue::List(items) => items.iter().map(|item| item.bytes() + 1).sum(),
            TemplateValue::Map(pairs) => {
                let bytes = |(key, value): &(Box<str>, TemplateValue)| key.len() + value.bytes();
                pairs.iter().map(bytes).sum()
            }
        }
    }
}
