//! `feedmill init`.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use feedmill::Site;
use feedmill::settings::{SETTINGS, SiteFileDraft, Understood};

use super::report::ReportArgs;
use super::{Status, fail, print, refuse};

/// Create feedmill.yaml from the site file of a generator
///
/// Reads the generator's site file in SOURCE, shows which settings were understood, and writes
/// feedmill.yaml beside it, with comments. Overwrites nothing. `build` does not need it: without a
/// feedmill.yaml, it reads the generator's site file itself.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Folder of the site [default: current directory]
    #[arg(default_value = ".", hide_default_value = true)]
    source: PathBuf,
    /// Generator of the site: jekyll, hugo, hexo, zola, pelican, eleventy, docusaurus, astro, vitepress,
    /// mkdocs or none [default: detected from its files]
    #[arg(long, value_name = "NAME")]
    generator: Option<String>,
    /// Print what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    messages: ReportArgs,
}

/// Runs the command.
pub(crate) fn run(args: Args) -> io::Result<Status> {
    let Args {
        source,
        generator,
        dry_run,
        messages,
    } = args;
    if !source.is_dir() {
        return refuse(&format!("`{}` is not a folder", source.display()));
    }
    let site = Site::new(&source).set_by("--generator", "generator", generator);
    let draft = match site.draft() {
        Ok(draft) => draft,
        Err(problems) => {
            messages.write(&problems)?;
            return Ok(Status::Usage);
        }
    };
    messages.write(&draft.findings)?;
    let status = messages.status(&draft.findings);
    if dry_run {
        print(&draft.text)?;
        return Ok(status);
    }
    let exists = |path: &Path| {
        let path = path.display();
        let hint = "`--dry-run` shows what would be";
        refuse(&format!("`{path}` exists; nothing was written ({hint})"))
    };
    let other = draft.path.with_extension("yml");
    if other.exists() {
        return exists(&other);
    }
    match File::create_new(&draft.path).and_then(|mut file| file.write_all(draft.text.as_bytes())) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return exists(&draft.path),
        Err(error) => {
            let path = draft.path.display();
            return Ok(fail(&format!("`{path}` cannot be written: {error}")));
        }
    }
    if !messages.quiet {
        let guid = Site::new(source).podcast_guid();
        print(&account(&draft, guid))?;
    }
    Ok(status)
}

/// Which settings were understood, which were not, and what was written.
fn account(draft: &SiteFileDraft, guid: Option<String>) -> String {
    let mut text = String::new();
    let mut say = |line: String| {
        // Writing to a String does not fail.
        let _ = writeln!(text, "{line}");
    };
    if let Some(reasons) = &draft.reasons {
        say(format!("read as {reasons}"));
    }
    match (&draft.origin, draft.generator) {
        (Some(origin), Some(_)) => say(format!("{origin} was read. Understood:")),
        (None, Some(generator)) => say(format!("no site file of {} was found", generator.title)),
        _ => say("no site file of a generator was found".to_owned()),
    }
    let width = |of: fn(&Understood) -> usize| draft.understood.iter().map(of).max();
    let setting = width(|one| one.setting.len()).unwrap_or(0);
    for one in &draft.understood {
        say(format!(
            "  {:setting$}  {}  (`{}`, {})",
            one.setting, one.value, one.key, one.place
        ));
    }
    if !draft.not_understood.is_empty() {
        say("Not understood, or irrelevant to feeds:".to_owned());
        for (key, place) in &draft.not_understood {
            say(format!("  {key} ({place})"));
        }
    }
    say(format!("{} was written.", draft.path.display()));
    let missing = SETTINGS.iter().filter(|setting| {
        let is_it = |one: &Understood| one.setting == setting.name;
        setting.is_required && !draft.understood.iter().any(is_it)
    });
    let missing: Vec<_> = missing
        .map(|setting| format!("`{}`", setting.name))
        .collect();
    if !missing.is_empty() {
        say(format!("Fill in {} there.", missing.join(" and ")));
    }
    if draft.are_served {
        let about =
            "The articles are taken for files that are served as they are: `permalink` has `:ext`.";
        say(about.to_owned());
    }
    if let Some(generator) = draft.generator {
        let known = SWITCHES.iter().find(|(name, ..)| *name == generator.name);
        if let Some((_, off, keep)) = known {
            let site_file = draft.origin.as_deref().unwrap_or("its site file");
            let title = generator.title;
            let advice = format!(
                "\nTo switch off the feeds of {title}: {off}.\nTo keep feedmill's feeds in its output folder: {keep}."
            );
            say(advice.replace("SITE_FILE", site_file));
        }
    }
    if let Some(guid) = guid {
        say(format!(
            "\nFor a podcast: with `podcast` set, its `podcast:guid` is {guid}."
        ));
    }
    let folder = draft.path.parent().unwrap_or(&draft.path);
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let folder = shell_word(&folder.to_string_lossy());
    // Cron searches few folders for programs.
    let program = std::env::current_exe().map_or_else(
        |_| "feedmill".to_owned(),
        |program| shell_word(&program.to_string_lossy()),
    );
    say(format!(
        "\nNext, see what would be written:\n  feedmill lint {folder}\n  feedmill build --check {folder}"
    ));
    say(format!(
        "For cron, every quarter of an hour:\n  {}",
        format_args!("*/15 * * * *  {program} build {folder}")
    ));
    text
}

/// `text` as one word of a shell's command line.
fn shell_word(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+:@,".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// By generator, with `SITE_FILE` for its site file: how its own feeds are switched off, and what keeps other files in its output folder.
const SWITCHES: &[(&str, &str, &str)] = &[
    (
        "jekyll",
        "remove `jekyll-feed` from `plugins` in `SITE_FILE`",
        "list them in `SITE_FILE`: `keep_files: [feed.xml, rss.xml, feed]` (and `feeds` with `pages`), or run feedmill after each build",
    ),
    (
        "hugo",
        "set `disableKinds` to `[\"RSS\"]` in `SITE_FILE`",
        "nothing to do, unless `hugo --cleanDestinationDir` is used; then run feedmill after it",
    ),
    (
        "hexo",
        "`npm uninstall hexo-generator-feed`",
        "run feedmill after each `hexo generate`, for `hexo clean` removes the folder",
    ),
    (
        "zola",
        "`generate_feeds = false` in `SITE_FILE`",
        "run feedmill after each `zola build`, which removes the folder",
    ),
    (
        "pelican",
        "`FEED_ALL_ATOM = None`, and so on for each `FEED_…` in `pelicanconf.py` and `publishconf.py`",
        "`DELETE_OUTPUT_DIRECTORY = False` in `publishconf.py`",
    ),
];
