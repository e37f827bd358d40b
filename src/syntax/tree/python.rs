//! Python: the plain constants of a module, `NAME = value` at the beginning of a line.
//!
//! Text, numbers, `True`, `False`, `None`, tuples, lists and dictionaries of those, names above, sums of texts and
//! of lists, f-strings of names, `a if b else c`, the defaults of environment variables and joined paths are read; each
//! scalar is the text as it was written. Whatever else would have to be run makes its constant [`Value::Null`]. A file is never an error:
//! what is not understood is passed over.

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

    fn name(&mut self) -> Option<&'t str> {
        let rest = self.rest();
        let is_part = |c: char| c == '_' || c.is_alphanumeric();
        let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let name = &rest[..length];
        if name.is_empty() || name.starts_with(|c: char| c.is_numeric()) {
            return None;
        }
        self.at += length;
        Some(name)
    }

    fn number(&mut self) -> Plain<&'t str> {
        let rest = self.rest();
        let unsigned = rest.trim_start_matches(['-', '+']);
        let sign = rest.len() - unsigned.len();
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
        let mut length = unsigned.find(|c| !is_part(c)).unwrap_or(unsigned.len());
        // `1e-3`, where `e` is not a digit of a hexadecimal number.
        if unsigned[..length].ends_with(['e', 'E'])
            && !unsigned.starts_with("0x")
            && unsigned[length..].starts_with(['-', '+'])
        {
            let exponent = &unsigned[length + 1..];
            length += 1 + exponent.find(|c| !is_part(c)).unwrap_or(exponent.len());
        }
        let number = &unsigned[..length];
        if sign > 1
            || !number
                .trim_start_matches('.')
                .starts_with(|c: char| c.is_ascii_digit())
        {
            return Err(NotPlain);
        }
        self.at += sign + length;
        Ok(&rest[..sign + length])
    }

    /// The letters before a text's quote, if a text begins here.
    fn string_prefix(&self) -> Option<&'t str> {
        let rest = self.rest();
        let letters = rest.trim_start_matches(|c| "rRuUbBfFtT".contains(c));
        let length = rest.len() - letters.len();
        (length <= 2 && letters.starts_with(['\'', '"'])).then(|| &rest[..length])
    }

    /// Texts side by side, which are one.
    fn strings(&mut self) -> Plain<String> {
        let mut text = String::new();
        while let Some(prefix) = self.string_prefix() {
            self.at += prefix.len();
            let (is_raw, is_format) = match &*prefix.to_lowercase() {
                "" | "u" => (false, false),
                "r" => (true, false),
                "f" => (false, true),
                "rf" | "fr" => (true, true),
                _ => return Err(NotPlain),
            };
            let start = text.len();
            self.string(is_raw, &mut text)?;
            if is_format {
                let filled = self.filled(&text[start..])?;
                text.replace_range(start.., &filled);
            }
            if text.len() > LARGEST_COPY {
                return Err(NotPlain);
            }
            self.blanks();
        }
        Ok(text)
    }

    /// An f-string with the names in it filled in.
    fn filled(&self, text: &str) -> Plain<String> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            filled.push_str(before);
            if from.starts_with("{{") || from.starts_with("}}") {
                filled.push_str(&from[..1]);
                rest = &from[2..];
                continue;
            }
            let inside = from.strip_prefix('{').and_then(|from| from.split_once('}'));
            let (name, after) = inside.ok_or(NotPlain)?;
            let value = self.constant(name.trim()).and_then(Node::text);
            filled.push_str(value.ok_or(NotPlain)?);
            rest = after;
            if filled.len() > LARGEST_COPY {
                return Err(NotPlain);
            }
        }
        Ok(filled + rest)
    }

    fn string(&mut self, is_raw: bool, text: &mut String) -> Plain<()> {
        let body = self.quoted().ok_or(NotPlain)?;
        let body = body.replace("\r\n", "\n");
        if is_raw {
            text.push_str(&body);
            return Ok(());
        }
        let mut rest = &*body;
        while let Some((before, escape)) = rest.split_once('\\') {
            text.push_str(before);
            rest = unescape(escape, text)?;
        }
        text.push_str(rest);
        Ok(())
    }

    /// What stands between the quotes that begin here, once or three times each. Where they are not
    /// closed, the reader stands at the end of the line or of the file afterwards.
    fn quoted(&mut self) -> Option<&'t str> {
        let rest = self.rest();
        let quote = &rest[..1];
        let is_triple = rest.starts_with(&quote.repeat(3));
        let end = if is_triple {
            quote.repeat(3)
        } else {
            quote.to_owned()
        };
        self.at += end.len();
        let body = self.rest();
        let start = self.at;
        while !self.rest().starts_with(&end) {
            let mut chars = self.rest().chars();
            self.at += match chars.next()? {
                '\\' => 1 + chars.next().map_or(0, char::len_utf8),
                '\n' if !is_triple => return None,
                c => c.len_utf8(),
            };
        }
        let length = self.at - start;
        self.at += end.len();
        Some(&body[..length])
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn takes(&mut self, c: char) -> bool {
        let takes = self.rest().starts_with(c);
        if takes {
            self.at += c.len_utf8();
        }
        takes
    }

    /// Passes over white space, line ends that mean nothing, and, between brackets, comments.
    fn blanks(&mut self) {
        loop {
            let rest = self.rest();
            let line = rest.trim_start_matches([' ', '\t', '\u{c}']);
            self.at += rest.len() - line.len();
            if let Some(after) = ["\\\n", "\\\r\n"]
                .iter()
                .find_map(|end| line.strip_prefix(end))
            {
                self.at += line.len() - after.len();
            } else if self.depth > 0 && line.starts_with(['\n', '\r']) {
                self.at += 1;
            } else if self.depth > 0 && line.starts_with('#') {
                self.at += line.find('\n').unwrap_or(line.len());
            } else {
                return;
            }
        }
    }

    /// Passes over the line, with those that an open bracket, an open text or a `\` join to it.
    fn skip_line(&mut self) {
        let mut open = 0_usize;
        while let Some(c) = self.rest().chars().next() {
            match c {
                '\'' | '"' => {
                    self.quoted();
                    continue;
                }
                '(' | '[' | '{' => open += 1,
                ')' | ']' | '}' => open = open.saturating_sub(1),
                '#' => {
                    let rest = self.rest();
                    self.at += rest.find('\n').unwrap_or(rest.len());
                    continue;
                }
                '\\' => {
                    self.at += 1;
                    let joined = self
                        .rest()
                        .strip_prefix("\r\n")
                        .or(self.rest().strip_prefix('\n'));
                    if let Some(joined) = joined {
                        self.at = self.text.len() - joined.len();
                    }
                    continue;
                }
                '\n' if open == 0 => {
                    self.at += 1;
                    return;
                }
                _ => {}
            }
            self.at += c.len_utf8();
        }
    }
}

/// Adds what the escape that `text` begins with stands for, without its `\`, and gives what follows.
fn unescape<'t>(text: &'t str, to: &mut String) -> Plain<&'t str> {
    let mut chars = text.chars();
    let Some(c) = chars.next() else {
        to.push('\\');
        return Ok(text);
    };
    let digits = match c {
        '\n' => return Ok(chars.as_str()),
        'x' => (1, 2, 16),
        'u' => (1, 4, 16),
        'U' => (1, 8, 16),
        '0'..='7' => {
            let is_octal = |c: &char| ('0'..='7').contains(c);
            (0, text.chars().take(3).take_while(is_octal).count(), 8)
        }
        // A character by its name.
        'N' => return Err(NotPlain),
        _ => {
            match c {
                'n' => to.push('\n'),
                't' => to.push('\t'),
                'r' => to.push('\r'),
                'a' => to.push('\u{7}'),
                'b' => to.push('\u{8}'),
                'f' => to.push('\u{c}'),
                'v' => to.push('\u{b}'),
                '\\' | '\'' | '"' => to.push(c),
                _ => to.extend(['\\', c]),
            }
            return Ok(chars.as_str());
        }
    };
    let (skip, length, radix) = digits;
    let digits = text.get(skip..skip + length).ok_or(NotPlain)?;
    let code = u32::from_str_radix(digits, radix).map_err(|_| NotPlain)?;
    to.push(char::from_u32(code).ok_or(NotPlain)?);
    Ok(&text[skip + length..])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::notation;
    use super::*;

    #[test]
    fn constants() {
        for (text, expected) in [
            ("A = 'x'\nB = \"y\"  # z\n", "{A=x B=y}"),
            ("A = u'\\u4e2d\\x41\\101\\'\\\n' r'\\n'", "{A=中AA'\\n}"),
            (
                "A = '''a\n'b' \"\"\" c'''\nB = 1",
                "{A=a\n'b' \"\"\" c B=1}",
            ),
            (
                "A = True\nB=False\nC =None\nD = -1_0\nE = 1e-3 ",
                "{A=True B=False C=None D=-1_0 E=1e-3}",
            ),
            (
                "A = ('x',)\nB = ('x')\nC = ()\nD = 'x', 'y',\n",
                "{A=[x] B=x C=[] D=[x y]}",
            ),
            ("A = [\n  'x', # a\n  ('y', 1),\n]\n", "{A=[x [y 1]]}"),
            (
                "A = {'x': 1, 'y': {'z': [2]}}\nB = {'x'}\nC = {}",
                "{A={x=1 y={z=[2]}} B=[x] C={}}",
            ),
            ("A = ('x'\n     'y')\nB = 'x' \\\n  'y'\n", "{A=xy B=xy}"),
            (
                "A = B = 'x'\nC: str = 'y'\nD = 1; E = 2\n",
                "{A=x B=x C=y D=1 E=2}",
            ),
            ("A = 'x'\r\nB = [\r\n'y']\r\n", "{A=x B=[y]}"),
            ("A = 1\nA = 2\n", "{A=2}"),
            ("A = 'x'\nB = A\nC = [A, 'y']\n", "{A=x B=x C=[x y]}"),
            ("base = 'x'\nAbc = 1\nA_1 = base\n_ = 2\n", "{A_1=x}"),
        ] {
            assert_eq!(notation(&parse(text, None).unwrap()), expected, "{text}");
        }
    }

    #[test]
    fn simple_expressions() {
        for (text, expected) in [
            (
                "A = 'x' + 'y'\nB = A + '/' + \\\n  f'{A}{{}}'\nC = [1] + [2]\nC += (3,)",
                "{A=xy B=xy/xy{} C=[1 2 3]}",
            ),
            (
                "A = os.environ.get('X', 'y')\nB = os.getenv('X')\nC = os.path.join('a', 'b/', '/c', 'd')",
                "{A=y B=None C=/c/d}",
            ),
            (
                "A = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'content')\nB = str(Path('x'))",
                "{A=content B=x}",
            ),
            (
                "A = True\nB = 'x' if A else 'y'\nC = 'x' if not A else 'y'",
                "{A=True B=x C=y}",
            ),
        ] {
            assert_eq!(notation(&parse(text, None).unwrap()), expected, "{text}");
        }
        let main = parse("URL = 'u'\nL = ['a']", None).unwrap();
        let other = parse("from conf import *\nX = URL + 'v'\nL += ['b']", Some(&main)).unwrap();
        assert_eq!(notation(&other), "{X=uv L=[a b]}");
        // What doubles stays small.
        let text = format!("A = 'xxxxxxxx'\n{}", "A = A + A\n".repeat(60));
        assert_eq!(notation(&parse(&text, None).unwrap()), "{A=~}");
    }

    #[test]
    fn what_would_have_to_be_run_is_nothing() {
        for (text, expected) in [
            ("A = f('x')\nB = 1", "{A=~ B=1}"),
            (
                "A = 1 + 2\nB = 'x'.upper()\nC = f'{x}'\nD = b'x'\nE = '\\N{BULLET}'\nF = f'{A:>3}'",
                "{A=~ B=~ C=~ D=~ E=~ F=~}",
            ),
            ("A = [f(1),\n'x']\nB = 1", "{A=~ B=1}"),
            (
                "A = [1]\nB = A + 'x'\nC = x\nD = (1 for x in y)",
                "{A=[1] B=~ C=~ D=~}",
            ),
            (
                "A = [1]\nA += f()\nB = [1]\nB.append(2)\nC = {}\nC['x'] = 1",
                "{A=~ B=~ C=~}",
            ),
            ("if x:\n    A = 1\nelse:\n    A = 2\nB = 1", "{B=1}"),
            ("def f():\n  \"\"\"\nA = 1\n\"\"\"\nB = 1", "{B=1}"),
            ("from x import (\nA,\nB)\nimport y\nC = 1", "{C=1}"),
            ("A, B = 1, 2\nA == 3\nC = 1", "{C=1}"),
            ("'''\nA = 1\n'''\nB = 1", "{B=1}"),
            ("A = 'x\nB = 1", "{A=~ B=1}"),
            ("A = [1\nB = 1", "{A=~}"),
            (
                "A = {1: 2, 3}\nB = {**C}\nC = [*A]\nD = lambda: 1\nE = 1 if x else 2\nF = not 1",
                "{A=~ B=~ C=~ D=~ E=~ F=~}",
            ),
            (
                "A = --1\nB = 1 2\nC = '\\ud83d'\nD = 0777 8",
                "{A=~ B=~ C=~ D=~}",
            ),
            ("A =\nB = 1", "{A=~ B=1}"),
        ] {
            assert_eq!(notation(&parse(text, None).unwrap()), expected, "{text}");
        }
    }

    #[test]
    fn places_are_true() {
        let text = "# é\nA = 'x'\nB = ['y',\n  'z']\n";
        let Value::Mapping(pairs) = parse(text, None).unwrap().value else {
            panic!("a mapping")
        };
        let at = |node: &Node| text[node.offset..].chars().take(2).collect::<String>();
        assert_eq!(
            (at(&pairs[0].0), at(&pairs[0].1)),
            ("A ".into(), "'x".into())
        );
        let Value::Sequence(items) = &pairs[1].1.value else {
            panic!("a list")
        };
        assert_eq!(items.iter().map(at).collect::<Vec<_>>(), ["'y", "'z"]);
    }

    #[test]
    fn nothing_takes_for_ever() {
        for text in [
            format!("A = {}", "[".repeat(20_000)),
            format!("A = {}", "-".repeat(20_000)),
            format!("A = {}", "'\\".repeat(20_000)),
            "A = [1] + x\n".repeat(20_000),
            format!("A = {}", "{'a':".repeat(20_000)),
            "A = 'x\n".repeat(20_000),
        ] {
            assert!(parse(&text, None).is_ok(), "{}", &text[..20]);
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "(A|B|é|=|'|\"\"\"|\\\\|\n|\r|\\(|\\)|\\[|\\]|\\{|\\}|,|:|#|-|1|0x|e|\\.|u|r|f|N| |;|\\+){0,60}") {
            prop_assert!(parse(&text, None).is_ok());
        }
    }
}
