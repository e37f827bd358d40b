//! What may be wrong with a site file.

use crate::diagnostic::rules;

rules! {
    INVALID_SITE_FILE = Error "invalid-site-file" {
        summary: "The site file cannot be read, or is not valid YAML.",
        why: "Without it feedmill does not know the title and the address of the site, and it does not guess them.",
        remedy: "Fix the line shown above: put text in quotes if it contains `: ` or begins with a special character. If no line is shown, make it a readable, regular file of at most 1 MiB in UTF-8.",
        before: "title: News: today", after: "title: \"News: today\""
    }
    UNKNOWN_SETTING = Error "unknown-setting" {
        summary: "The site file has a key that is not a setting.",
        why: "If a misspelt setting were ignored, subscribers would be the first to notice.",
        remedy: "Correct the spelling, or delete the line. `feedmill settings` prints all settings.",
        before: "timezoen: Asia/Shanghai", after: "timezone: Asia/Shanghai"
    }
    WRONG_TYPE = Error "wrong-type" {
        summary: "A setting has a value of the wrong type.",
        why: "feedmill would have to guess what is meant.",
        remedy: "`feedmill settings` prints every setting with an example.",
        before: "limit: many", after: "limit: 30"
    }
    INVALID_SETTING = Error "invalid-setting" {
        summary: "The value of a setting cannot be used.",
        why: "The feeds would be wrong or invalid.",
        remedy: "`feedmill settings` prints every setting with an example.",
        before: "url: example.org", after: "url: https://example.org/"
    }
    DOUBTFUL_SETTING = Warning "doubtful-setting" {
        summary: "A setting has a value that no standard knows, or that podcast directories do not take. It is used all the same.",
        why: "Readers and directories may ignore the value, or the whole feed.",
        remedy: "Correct it: a language is a tag (RFC 5646) such as `zh-CN` or `en`, the category of a podcast one of Apple's list, its cover a JPEG or a PNG.",
        before: "language: cn", after: "language: zh-CN"
    }
    GENERATOR_SETTING = Warning "generator-setting" {
        summary: "A value in the generator's site file cannot be used and is ignored.",
        why: "The feeds are made without it, which may not be what its author wants.",
        remedy: "Correct the value, or write the setting into `feedmill.yaml`.",
        before: "timezone: Beijing", after: "timezone: Asia/Shanghai"
    }
    CONFIGURATION_IN_CODE = Info "configuration-in-code" {
        summary: "The generator is configured in code, which feedmill does not run.",
        why: "Addresses, feeds and folders are those that the generator has without that code.",
        remedy: "Where they differ, write `title`, `url`, `articles`, `permalink` or `paths` into `feedmill.yaml`.",
        before: "title: News", after: "title: News\npermalink: /posts/:slug/"
    }
    UNSURE_GENERATOR = Warning "unsure-generator" {
        summary: "Two generators could have made the site, or the likelier one finds no article in it.",
        why: "Each generator has its own addresses and entry ids; with the wrong ones, subscribers see every entry as new.",
        remedy: "Write `generator: NAME` into `feedmill.yaml`.",
        before: "title: News", after: "title: News\ngenerator: jekyll"
    }
    MISSING_SETTING = Error "missing-setting" {
        summary: "A setting that every feed needs is missing.",
        why: "RSS 2.0 and Atom require a title, and the links in a feed are absolute.",
        remedy: "Write it into `feedmill.yaml` (`feedmill init` creates one), or pass `--title` and `--url`.",
        before: "title: News", after: "title: News\nurl: https://example.org/"
    }
}
