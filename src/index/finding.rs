//! Findings, which are kept by the codes of their rules.

use serde::{Deserialize, Deserializer, Serializer};

use crate::diagnostic::{Diagnostic, Severity, SourcePosition};

/// The code, the severity, the message, the place and the line there. Findings about elements of feeds
/// are not kept.
type Finding<T> = (T, Severity, T, Option<SourcePosition>, Option<T>);

pub(super) fn serialize<S: Serializer>(
    findings: &[Diagnostic],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(findings.iter().map(|finding| -> Finding<&str> {
        (
            finding.rule.code,
            finding.severity,
            &finding.message,
            finding.place.clone(),
            finding.source_line.as_deref(),
        )
    }))
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<Diagnostic>, D::Error> {
    let known = |(code, severity, message, place, source_line): Finding<String>| {
        let rule = crate::rules().find(|rule| rule.code == code);
        let rule = rule.ok_or(serde::de::Error::custom("no rule has this code"))?;
        Ok(Diagnostic {
            rule,
            severity,
            message,
            place,
            source_line,
            subject: None,
        })
    };
    let findings = Vec::<Finding<String>>::deserialize(deserializer)?;
    findings.into_iter().map(known).collect()
}
