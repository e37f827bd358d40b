//! Python: the plain constants of a module, `NAME = value` at the beginning of a line.
//!
//! Text, numbers, `True`, `False`, `None`, tuples, lists and dictionaries of those, names above, sums of texts and
//! of lists, f-strings of names, `a if b else c`, the defaults of environment variables and joined paths are read; each
//! scalar is the text as it was written. Whatever else would have to be run makes its constant [`Value::Null`]. A file is never an error:
//! what is not understood is passed over.

mod literals;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use super::{MAX_DEPTH, Node, SyntaxError, Value};

/// The constants of a module whose names are in capitals, as one mapping; of two, the later counts. `imported` are
/// those of a module that it may take all names of.
///
/// # Errors
///
/// If it is larger than the limit of this module.
pub fn parse(text: &str, imported: Option<&Node>) -> Result<Node, SyntaxError> {
    SyntaxError::unless_small(text)?;
    let mut module = PythonModule {
        text,
        at: 0,
        depth: 0,
        constants: Vec::new(),
        known: HashMap::new(),
        imported: imported.filter(|_| text.contains("import *")),
    };
    while module.at < text.len() {
        module.statement();
    }
    let in_capitals = |(name, _): &(Node, Node)| {
        let name = name.text().unwrap_or_default();
        name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
    };
    module.constants.retain(in_capitals);
    Ok(Node {
        value: Value::Mapping(module.constants),
        offset: 0,
    })
}

struct PythonModule<'t> {
    text: &'t str,
    at: usize,
    /// How many brackets are open: within them line ends are ignored.
    depth: usize,
    constants: Vec<(Node, Node)>,
    /// Which of `constants` a name is.
    known: HashMap<&'t str, usize>,
    imported: Option<&'t Node>,
}

/// The longest text and the largest list that another value is made of, in bytes or items: each may double the last.
const LARGEST_COPY: usize = 1 << 16;

/// How many bytes and items `node` has.
fn size(node: &Node) -> usize {
    match &node.value {
        Value::Null => 1,
        Value::Scalar(text) => 1 + text.len(),
        Value::Sequence(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Mapping(pairs) => {
            1 + pairs
                .iter()
                .map(|(key, value)| size(key) + size(value))
                .sum::<usize>()
        }
    }
}

/// Two texts, or two lists, as one.
fn sum(one: Node, other: Node) -> Plain<Node> {
    if size(&one) + size(&other) > LARGEST_COPY {
        return Err(NotPlain);
    }
    let value = match (one.value, other.value) {
        (Value::Scalar(one), Value::Scalar(other)) => {
            // Numbers would have to be added.
            let is_number = |text: &str| text.parse::<f64>().is_ok();
            if is_number(&one) && is_number(&other) {
                return Err(NotPlain);
            }
            Value::Scalar(one + &other)
        }
        (Value::Sequence(mut one), Value::Sequence(other)) => {
            one.extend(other);
            Value::Sequence(one)
        }
        _ => return Err(NotPlain),
    };
    let offset = one.offset;
    Ok(Node { value, offset })
}

/// It is not a plain constant.
struct NotPlain;

type Plain<T> = Result<T, NotPlain>;

impl<'t> PythonModule<'t> {
    /// Reads a statement up to the end of its line, whatever it is.
    fn statement(&mut self) {
        let start = self.at;
        // What is indented belongs to a function, a class or a condition.
        if !self.rest().starts_with([' ', '\t', '\u{c}']) {
            while let Some(names) = self.targets() {
                let value = self.whole_value();
                let is_plain = value.is_ok();
                for (name, at) in names {
                    let value = value.as_ref().ok().cloned();
                    self.define(name, at, value);
                }
                if !is_plain || !self.takes(';') {
                    break;
                }
                self.blanks();
            }
        }
        self.at = start;
        self.depth = 0;
        self.skip_line();
    }

    /// The names before the `=` of an assignment, one or several.
    fn targets(&mut self) -> Option<Vec<(&'t str, usize)>> {
        let mut names = Vec::new();
        loop {
            let at = self.at;
            let name = self.name();
            self.blanks();
            if name.is_some() && self.takes(':') {
                self.annotation();
            }
            match name {
                Some(name) if self.rest().starts_with('=') && !self.rest().starts_with("==") => {
                    self.at += 1;
                    self.blanks();
                    names.push((name, at));
                }
                _ => {
                    self.at = at;
                    if let (Some(name), true) = (name, names.is_empty()) {
                        self.changed(name, at);
                    }
                    return (!names.is_empty()).then_some(names);
                }
            }
        }
    }

    /// A constant that a statement such as `NAME += …`, `NAME.append(…)` or `NAME[…] = …` changes is
    /// none.
    fn changed(&mut self, name: &'t str, at: usize) {
        let Some(before) = self.constant(name).cloned() else {
            return;
        };
        let start = self.at;
        self.at += name.len();
        self.blanks();
        let more = match self.rest().strip_prefix("+=") {
            Some(_) => {
                self.at += 2;
                self.blanks();
                self.whole_value().ok()
            }
            None => None,
        };
        self.at = start;
        self.define(name, at, more.and_then(|more| sum(before, more).ok()));
    }

    /// The value of a name above, or of the other module.
    fn constant(&self, name: &str) -> Option<&Node> {
        match self.known.get(name) {
            Some(&index) => Some(&self.constants[index].1),
            None => match &self.imported?.value {
                Value::Mapping(pairs) => {
                    let mut pairs = pairs.iter();
                    let found = pairs.find(|(key, _)| key.text() == Some(name));
                    found.map(|(_, value)| value)
                }
                _ => None,
            },
        }
    }

    /// Passes over the type in `NAME: type = value`.
    fn annotation(&mut self) {
        let line = self.rest().split('\n').next().unwrap_or_default();
        let length = line.find(['=', '#', '\'', '"']).unwrap_or(line.len());
        self.at += length;
    }

    fn define(&mut self, name: &'t str, at: usize, value: Option<Node>) {
        let value = value.unwrap_or(Node {
            value: Value::Null,
            offset: at,
        });
        let pair = (Node::scalar(name, at), value);
        match self.known.get(name) {
            Some(&index) => self.constants[index] = pair,
            None => {
                self.known.insert(name, self.constants.len());
                self.constants.push(pair);
            }
        }
    }

    /// A value, or several with commas between, and the end of the statement.
    fn whole_value(&mut self) -> Plain<Node> {
        let offset = self.at;
        let first = self.value()?;
        let value = if self.rest().starts_with(',') {
            let mut items = vec![first];
            while self.takes(',') {
                self.blanks();
                if self.is_at_end() {
                    break;
                }
                items.push(self.value()?);
            }
            Node {
                value: Value::Sequence(items),
                offset,
            }
        } else {
            first
        };
        if self.is_at_end() {
            Ok(value)
        } else {
            Err(NotPlain)
        }
    }

    fn is_at_end(&self) -> bool {
        self.rest().is_empty() || self.rest().starts_with(['\n', '\r', '#', ';'])
    }

    /// A sum, or one of two, and the blanks behind it.
    fn value(&mut self) -> Plain<Node> {
        let mut value = self.term()?;
        while self.rest().starts_with('+') {
            self.at += 1;
            self.blanks();
            value = sum(value, self.term()?)?;
        }
        if !self.takes_word("if") {
            return Ok(value);
        }
        let is_not = self.takes_word("not");
        let condition = self.term()?;
        let is_true = match &condition.value {
            Value::Scalar(text) => !matches!(&**text, "False" | "None" | "0" | ""),
            Value::Sequence(items) => !items.is_empty(),
            _ => return Err(NotPlain),
        };
        if !self.takes_word("else") {
            return Err(NotPlain);
        }
        let other = self.value()?;
        Ok(if is_true == is_not { other } else { value })
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let rest = self.rest().strip_prefix(word);
        let takes = rest.is_some_and(|rest| rest.starts_with([' ', '\t', '\n', '(']));
        if takes {
            self.at += word.len();
            self.blanks();
        }
        takes
    }

    /// A value without operators, and the blanks behind it.
    fn term(&mut self) -> Plain<Node> {
        let offset = self.at;
        let value = match self.rest().chars().next() {
            Some('(') => self.tuple()?,
            Some('[') => Value::Sequence(self.items(']')?.0),
            Some('{') => self.dictionary()?,
            Some('0'..='9' | '.' | '-' | '+') => Value::Scalar(self.number()?.to_owned()),
            Some(_) if self.string_prefix().is_some() => Value::Scalar(self.strings()?),
            _ => self.named()?,
        };
        self.blanks();
        Ok(Node { value, offset })
    }

    fn tuple(&mut self) -> Plain<Value> {
        let (mut items, has_comma) = self.items(')')?;
        match items.pop() {
            Some(only) if items.is_empty() && !has_comma => Ok(only.value),
            last => {
                items.extend(last);
                Ok(Value::Sequence(items))
            }
        }
    }

    /// What stands between brackets, and whether there is a comma.
    fn items(&mut self, close: char) -> Plain<(Vec<Node>, bool)> {
        self.open()?;
        let mut items = Vec::new();
        let mut has_comma = false;
        while !self.closes(close) {
            items.push(self.value()?);
            if self.takes(',') {
                has_comma = true;
                self.blanks();
            } else if !self.rest().starts_with(close) {
                return Err(NotPlain);
            }
        }
        Ok((items, has_comma))
    }

    /// A dictionary, or a set, which is a list.
    fn dictionary(&mut self) -> Plain<Value> {
        self.open()?;
        let mut pairs = Vec::new();
        let mut items = Vec::new();
        while !self.closes('}') {
            let key = self.value()?;
            if self.takes(':') {
                self.blanks();
                pairs.push((key, self.value()?));
            } else {
                items.push(key);
            }
            if self.takes(',') {
                self.blanks();
            } else if !self.rest().starts_with('}') {
                return Err(NotPlain);
            }
        }
        match (pairs.is_empty(), items.is_empty()) {
            (_, true) => Ok(Value::Mapping(pairs)),
            (true, false) => Ok(Value::Sequence(items)),
            (false, false) => Err(NotPlain),
        }
    }

    fn open(&mut self) -> Plain<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(NotPlain);
        }
        self.at += 1;
        self.blanks();
        Ok(())
    }

    fn closes(&mut self, close: char) -> bool {
        let closes = self.takes(close);
        if closes {
            self.depth -= 1;
        }
        closes
    }

    /// `True`, `False`, `None`, the name of something above, or a call that is known.
    fn named(&mut self) -> Plain<Value> {
        let start = self.at;
        let name = self.name().ok_or(NotPlain)?;
        match name {
            "True" | "False" | "None" => return Ok(Value::Scalar(name.to_owned())),
            "__file__" => return Ok(Value::Scalar("./conf.py".to_owned())),
            _ => {}
        }
        while self.takes('.') {
            self.name().ok_or(NotPlain)?;
        }
        let function = &self.text[start..self.at];
        if self.rest().starts_with('(') {
            return self.call(function);
        }
        let known = self.constant(function).ok_or(NotPlain)?;
        if size(known) > LARGEST_COPY {
            return Err(NotPlain);
        }
        Ok(known.value.clone())
    }

    /// What `function` gives for the arguments that follow.
    fn call(&mut self, function: &str) -> Plain<Value> {
        let (arguments, _) = self.items(')')?;
        let texts: Vec<&str> = arguments.iter().filter_map(Node::text).collect();
        if texts.len() != arguments.len() {
            return Err(NotPlain);
        }
        let last = function.rsplit('.').next().unwrap_or_default();
        let text = match (function, last, &*texts) {
            (_, "getenv", [_]) | ("os.environ.get" | "environ.get", _, [_]) => "None".to_owned(),
            (_, "getenv", [_, default]) | ("os.environ.get" | "environ.get", _, [_, default]) => {
                (*default).to_owned()
            }
            ("os.path.join" | "path.join" | "join", _, [first, rest @ ..]) => {
                let mut path = (*first).to_owned();
                for part in rest {
                    if part.starts_with('/') || path.is_empty() || path == "." {
                        path.clear();
                    } else if !path.ends_with('/') {
                        path.push('/');
                    }
                    path.push_str(part);
                }
                path
            }
            (_, "dirname", [path]) => match path.rsplit_once('/') {
                Some((folder, _)) => folder.to_owned(),
                None => String::new(),
            },
            (_, "abspath" | "realpath" | "normpath" | "expanduser", [path])
            | ("str" | "int" | "Path" | "pathlib.Path", _, [path]) => (*path).to_owned(),
            _ => return Err(NotPlain),
        };
        Ok(Value::Scalar(text))
    }
}
