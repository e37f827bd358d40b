use super::*;

use feedmill::diagnostic::Rule;

static DATE: Rule = Rule {
    code: "date-impossible",
    module: "",
    severity: Severity::Error,
    summary: "A date is one that the calendar does not have.",
    why: "Readers sort by date.",
    remedy: "write a date that exists",
    example: None,
    spec: None,
};
static TAG: Rule = Rule {
    code: "tag-empty",
    module: "",
    severity: Severity::Warning,
    summary: "A tag is empty.",
    why: "It names nothing.",
    remedy: "remove it",
    example: None,
    spec: None,
};

fn date_finding() -> Diagnostic {
    Diagnostic::new(&DATE, "there is no month 13")
        .in_file("posts/a.md")
        .at(3, 7)
        .showing("date: 2021-13-01")
}

fn written(format: MessageFormat, findings: &[Diagnostic]) -> String {
    written_in_color(format, false, findings)
}

fn written_in_color(format: MessageFormat, color: bool, findings: &[Diagnostic]) -> String {
    let mut out = Vec::new();
    let mut reporter = Reporter::new(format, color, &mut out);
    for finding in findings {
        reporter.report(finding).unwrap();
    }
    reporter.finish().unwrap();
    String::from_utf8(out).unwrap()
}

/// What people see of `source` with a caret at `column`, without the frame.
fn excerpt(source: &str, column: u32) -> (String, String) {
    let finding = Diagnostic::new(&TAG, "x")
        .in_file("a")
        .at(1, column)
        .showing(source);
    let text = written(MessageFormat::Human, &[finding]);
    let line = |index| text.lines().nth(index).unwrap()[4..].to_owned();
    (line(2), line(3))
}

#[test]
fn people_see_the_line_and_the_remedy() {
    let expected = "\
posts/a.md:3:7: error[date-impossible]: there is no month 13
  |
3 | date: 2021-13-01
  |       ^
  = help: write a date that exists
";
    assert_eq!(written(MessageFormat::Human, &[date_finding()]), expected);
}

#[test]
fn a_remedy_is_shown_once() {
    let expected = "\
posts/a.md:3:7: error[date-impossible]: there is no month 13
  |
3 | date: 2021-13-01
  |       ^
  = help: write a date that exists
posts/b.md:12: warning[tag-empty]: the tag `` is empty
   = help: remove it
error[date-impossible]: no day
note: each help is shown once; `feedmill explain CODE` says more
";
    let findings = [
        date_finding(),
        Diagnostic::new(&TAG, "the tag `` is empty")
            .in_file("posts/b.md")
            .at(12, 0),
        Diagnostic::new(&DATE, "no day"),
    ];
    assert_eq!(written(MessageFormat::Human, &findings), expected);
}

#[test]
fn nothing_found_says_nothing_to_people() {
    assert_eq!(written(MessageFormat::Human, &[]), "");
    assert_eq!(written(MessageFormat::Json, &[]), "");
    assert_eq!(written(MessageFormat::Github, &[]), "");
}

#[test]
fn colors_are_there_if_asked_for() {
    let text = written_in_color(MessageFormat::Human, true, &[date_finding()]);
    let first = text.lines().next().unwrap();
    assert_eq!(
        first,
        "posts/a.md:3:7: \u{1b}[1m\u{1b}[31merror[date-impossible]\u{1b}[0m: \
         \u{1b}[1mthere is no month 13\u{1b}[0m"
    );
    let plain = anstream::adapter::strip_str(&text).to_string();
    assert_eq!(plain, written(MessageFormat::Human, &[date_finding()]));
}

#[test]
fn the_caret_stands_under_its_character() {
    let below = |source: &str, column| excerpt(source, column).1;
    assert_eq!(below("abc", 1), "^");
    assert_eq!(below("人工智能", 3), "    ^");
    assert_eq!(below("\tab", 2), "    ^");
    assert_eq!(below("e\u{301}x", 3), " ^");
    assert_eq!(below("🤖x", 2), "  ^");
    // Past the end: behind the last character.
    assert_eq!(below("abc", 4), "   ^");
    assert_eq!(below("abc\r\n", 99), "   ^");
    assert_eq!(below("", 1), "^");
}

#[test]
fn a_long_line_is_cut_around_the_caret() {
    let long = format!("{}X{}", "a".repeat(500), "b".repeat(500));
    let (line, caret) = excerpt(&long, 501);
    assert_eq!(line, format!("…{}X{}…", "a".repeat(50), "b".repeat(48)));
    assert_eq!(caret, format!("{}^", " ".repeat(51)));

    let (line, caret) = excerpt(&long, 3);
    assert_eq!(line, format!("{}…", "a".repeat(100)));
    assert_eq!(caret, "  ^");

    let (line, caret) = excerpt(&"字".repeat(400), 400);
    assert_eq!(line, format!("…{}", "字".repeat(26)));
    assert_eq!(caret, format!("{}^", " ".repeat(51)));
}

#[test]
fn terminals_are_not_commanded() {
    let finding = Diagnostic::new(&TAG, "the tag `\u{1b}]0;x\u{7}\u{9b}31m` is odd\nline two")
        .in_file("a\u{1b}[2J\u{202e}.md")
        .at(1, 2)
        .showing("\u{1b}[31mred\u{8}\u{7f}\u{85}");
    let expected = "\
a␛[2J\u{fffd}.md:1:2: warning[tag-empty]: the tag `␛]0;x␇\u{fffd}31m` is odd␊line two
  |
1 | ␛[31mred␈␡\u{fffd}
  |  ^
  = help: remove it
";
    assert_eq!(written(MessageFormat::Human, &[finding]), expected);
}

#[test]
fn json_has_one_object_a_line() {
    let findings = [
        date_finding(),
        Diagnostic::new(&TAG, "a \"tag\"\n").in_file("b.md"),
        Diagnostic::new(&TAG, "x"),
    ];
    let expected = r#"{"code":"date-impossible","severity":"error","message":"there is no month 13","path":"posts/a.md","line":3,"column":7,"remedy":"write a date that exists","source_line":"date: 2021-13-01"}
{"code":"tag-empty","severity":"warning","message":"a \"tag\"\n","path":"b.md","line":null,"column":null,"remedy":"remove it"}
{"code":"tag-empty","severity":"warning","message":"x","path":null,"line":null,"column":null,"remedy":"remove it"}
"#;
    assert_eq!(written(MessageFormat::Json, &findings), expected);
}

#[test]
fn github_annotations_are_escaped() {
    let mut info = Diagnostic::new(&TAG, "100%\r\nsure: a, b").in_file("a,b:c%.md");
    info.severity = Severity::Info;
    let findings = [
        date_finding(),
        Diagnostic::new(&TAG, "x").in_file("b.md").at(2, 0),
        info,
        Diagnostic::new(&TAG, "::error::x"),
    ];
    let expected = "\
::error file=posts/a.md,line=3,col=7,title=date-impossible::there is no month 13%0Awrite a date that exists
::warning file=b.md,line=2,title=tag-empty::x%0Aremove it
::notice file=a%2Cb%3Ac%25.md,title=tag-empty::100%25%0D%0Asure: a, b%0Aremove it
::warning title=tag-empty::::error::x%0Aremove it
";
    assert_eq!(written(MessageFormat::Github, &findings), expected);
}

#[test]
fn sarif_is_one_document() {
    let findings = [
        date_finding(),
        Diagnostic::new(&TAG, "x").in_file("c:/字 #1.md"),
        Diagnostic::new(&DATE, "no day"),
    ];
    let expected = r##"{
  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
  "version": "2.1.0",
  "runs": [
    {
      "tool": {
        "driver": {
          "name": "feedmill",
          "version": "VERSION",
          "rules": [
            {
              "id": "date-impossible",
              "shortDescription": {
                "text": "A date is one that the calendar does not have."
              },
              "fullDescription": {
                "text": "Readers sort by date."
              },
              "help": {
                "text": "write a date that exists"
              },
              "defaultConfiguration": {
                "level": "error"
              }
            },
            {
              "id": "tag-empty",
              "shortDescription": {
                "text": "A tag is empty."
              },
              "fullDescription": {
                "text": "It names nothing."
              },
              "help": {
                "text": "remove it"
              },
              "defaultConfiguration": {
                "level": "warning"
              }
            }
          ]
        }
      },
      "columnKind": "unicodeCodePoints",
      "results": [
        {
          "ruleId": "date-impossible",
          "ruleIndex": 0,
          "level": "error",
          "message": {
            "text": "there is no month 13"
          },
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "posts/a.md"
                },
                "region": {
                  "startLine": 3,
                  "startColumn": 7,
                  "snippet": {
                    "text": "date: 2021-13-01"
                  }
                }
              }
            }
          ]
        },
        {
          "ruleId": "tag-empty",
          "ruleIndex": 1,
          "level": "warning",
          "message": {
            "text": "x"
          },
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "c%3A/%E5%AD%97%20%231.md"
                }
              }
            }
          ]
        },
        {
          "ruleId": "date-impossible",
          "ruleIndex": 0,
          "level": "error",
          "message": {
            "text": "no day"
          }
        }
      ]
    }
  ]
}
"##;
    let expected = expected.replace("VERSION", env!("CARGO_PKG_VERSION"));
    assert_eq!(written(MessageFormat::Sarif, &findings), expected);
    let empty: serde_json::Value =
        serde_json::from_str(&written(MessageFormat::Sarif, &[])).unwrap();
    assert_eq!(empty["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn the_status_depends_on_what_fails() {
    let mut info = Diagnostic::new(&TAG, "x");
    info.severity = Severity::Info;
    let warning = Diagnostic::new(&TAG, "x");
    let error = Diagnostic::new(&DATE, "x");
    for (fail_on, expected) in [
        (FailOn::Error, [0, 0, 1]),
        (FailOn::Warning, [0, 1, 1]),
        (FailOn::Never, [0, 0, 0]),
    ] {
        let args = ReportArgs {
            message_format: MessageFormat::Human,
            fail_on,
            color: ColorChoice::Never,
            quiet: false,
            verbose: false,
        };
        let found = [&info, &warning, &error].map(|finding| args.status([finding]).number());
        assert_eq!(found, expected, "{fail_on:?}");
        assert_eq!(args.status([]), Status::Clean);
    }
}

/// A stream whose every write fails.
struct Broken(io::ErrorKind);

impl Write for Broken {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }
    fn flush(&mut self) -> io::Result<()> {
        Err(self.0.into())
    }
}

#[test]
fn a_broken_pipe_is_no_error_and_a_full_disk_is() {
    for format in MessageFormat::value_variants() {
        let report_to = |kind| {
            let mut out = Broken(kind);
            let mut reporter = Reporter::new(*format, false, &mut out);
            reporter.report(&date_finding()).and(reporter.finish())
        };
        assert!(report_to(io::ErrorKind::BrokenPipe).is_ok(), "{format:?}");
        assert!(report_to(io::ErrorKind::StorageFull).is_err(), "{format:?}");
    }
}
