//! Codes that only JSON Feed has.

use crate::diagnostic::rules;

rules! {
    ILL_FORMED_JSON = Error "ill-formed-json" {
        summary: "The document is not valid JSON.",
        why: "Readers get nothing of it.",
        remedy: "Correct it at this place; write JSON with a library.",
        before: "{\"title\": \"One\",}", after: "{\"title\": \"One\"}",
        spec: "RFC 8259",
    }
    MISSING_JSON_MEMBER = Error "missing-json-member" {
        summary: "A required member of a JSON Feed is missing.",
        why: "Readers skip the item, or the feed.",
        remedy: "Add it to that object, as `\"name\": value`.",
        before: "{\"content_text\": \"One.\"}", after: "{\"id\": \"https://example.org/1\", \"content_text\": \"One.\"}",
        spec: "JSON Feed 1.1, Structure",
    }
    INVALID_JSON_VALUE = Error "invalid-json-value" {
        summary: "A value of a JSON Feed is not of the type that the format has for it.",
        why: "Readers ignore it, or the item.",
        remedy: "Strings and dates stand in double quotes; numbers, `true` and `false` do not.",
        before: "{\"date_published\": \"1 May 2024\"}", after: "{\"date_published\": \"2024-05-01T12:00:00Z\"}",
        spec: "JSON Feed 1.1, Structure",
    }
    UNKNOWN_JSON_MEMBER = Warning "unknown-json-member" {
        summary: "A JSON Feed has a member that its version does not define.",
        why: "Readers ignore it; a misspelt name has no effect.",
        remedy: "Correct the name; the names of extensions begin with `_`.",
        before: "{\"content\": \"One.\"}", after: "{\"content_text\": \"One.\"}",
        spec: "JSON Feed 1.1, Extensions",
    }
}
