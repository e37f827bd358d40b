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
