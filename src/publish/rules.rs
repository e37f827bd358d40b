//! Why feeds could not be written: each of these ends a run with status 3.

use crate::diagnostic::rules;

rules! {
    OUTPUT_BUSY = Error "output-busy" {
        summary: "Another run holds the output folder.",
        why: "Two runs at once could mix old and new feeds, so the second waits, and then gives up.",
        remedy: "Wait for the other run to end, or run less often. A run that was killed holds nothing."
    }
    INTERRUPTED = Error "interrupted" {
        summary: "The run was interrupted before a feed was replaced.",
        why: "Nothing was changed: what had been prepared was removed again.",
        remedy: "Run again."
    }
    OUTPUT_NOT_A_FOLDER = Error "output-not-a-folder" {
        summary: "There is something else where the output folder should be.",
        why: "Feeds are files in a folder of their own; a file that stands in its place is not removed.",
        remedy: "Move it away, or choose another output folder."
    }
    OUTPUT_NOT_OURS = Error "output-not-ours" {
        summary: "There is a file in the place of a feed that feedmill did not write.",
        why: "It may be another program's feed, or a page, that somebody relies on.",
        remedy: "Move it away, choose another output folder, or replace it with `--take-over`; `feedmill compare` tells before what subscribers would see."
    }
    OUTPUT_LINK = Error "output-link" {
        summary: "There is a symbolic link in the place of a feed or its folder.",
        why: "Writing through it would change files outside the output folder. The output folder itself may be a link.",
        remedy: "Replace the link by what it leads to, or choose another output folder."
    }
    OUTPUT_BLOCKED = Error "output-blocked" {
        summary: "Something is in the way of a feed.",
        why: "A folder in the place of a file, or a file in the place of a folder, is not removed.",
        remedy: "Move it away, or choose another output folder."
    }
    OUTPUT_PATH = Error "output-path" {
        summary: "A feed's path cannot be written.",
        why: "It would leave the output folder, be hidden, be another feed's, or be longer than the file system allows.",
        remedy: "Change the name that the path is made from."
    }
    OUTPUT_NOT_WRITABLE = Error "output-not-writable" {
        summary: "The output folder may not be written.",
        why: "Feeds are written beside the old ones and renamed, so the folders themselves must be writable.",
        remedy: "Give the user that runs feedmill the right to write there, or choose another output folder."
    }
    DISK_FULL = Error "disk-full" {
        summary: "There is no room for the feeds.",
        why: "All feeds are written beside the old ones before any is replaced, which needs room for both.",
        remedy: "Make room, then run again; the old feeds stay until then."
    }
    FILE_TOO_LARGE = Error "file-too-large" {
        summary: "A feed is larger than a file may be.",
        why: "The file system, or a limit such as `ulimit -f`, refused it; a feed is written whole or not at all.",
        remedy: "Lower the number of entries in a feed, or raise the limit."
    }
    TOO_MANY_OPEN_FILES = Error "too-many-open-files" {
        summary: "No file can be opened any more.",
        why: "Each worker has a file or two open; the limit (`ulimit -n`) is lower than that, or the whole machine's is reached.",
        remedy: "Raise the limit, or use fewer workers with `--jobs`."
    }
    OUTPUT_FAILED = Error "output-failed" {
        summary: "The system refused to read or write in the output folder.",
        why: "Without it the feeds cannot be compared, written or replaced safely.",
        remedy: "Look after the disk or the network it is on, then run again."
    }
}
