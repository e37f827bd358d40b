//! Findings about the output folder.

use crate::diagnostic::rules;

rules! {
    OUTPUT_BUSY = Error "output-busy" {
        summary: "Another run is using the output folder.",
        why: "Two runs at once could mix old and new feeds, so the second waits for the first and then gives up.",
        remedy: "Wait until the other run ends, or run feedmill less often. A killed run holds no lock."
    }
    INTERRUPTED = Error "interrupted" {
        summary: "The run was interrupted before it replaced a feed.",
        why: "No feed was changed, and the files that had been prepared were removed.",
        remedy: "Run feedmill again."
    }
    OUTPUT_NOT_A_FOLDER = Error "output-not-a-folder" {
        summary: "The output path exists and is not a folder.",
        why: "Feeds are written into a folder; a file with its path is not removed.",
        remedy: "Move it, or choose another folder with `--out`."
    }
    OUTPUT_NOT_OURS = Error "output-not-ours" {
        summary: "A file that feedmill did not write has the path of a feed.",
        why: "It may be a page, or another program's feed that has subscribers.",
        remedy: "Move it, choose another folder with `--out`, or replace it with `--take-over`; `feedmill compare` shows what subscribers would see."
    }
    OUTPUT_LINK = Error "output-link" {
        summary: "A symbolic link has the path of a feed or of its folder.",
        why: "Writing through it would change files outside the output folder. The output folder itself may be a link, unless it is named below the source folder and leads out of that.",
        remedy: "Replace the link by the file or folder itself, or name the folder that it leads to with `--out`."
    }
    OUTPUT_BLOCKED = Error "output-blocked" {
        summary: "A folder has the path of a feed, or a file that of its folder.",
        why: "feedmill removes only feeds that it wrote.",
        remedy: "Move it, or choose another folder with `--out`."
    }
    OUTPUT_PATH = Error "output-path" {
        summary: "A file with a feed's path cannot be created.",
        why: "The path leaves the output folder, is hidden, is that of another feed, or is longer than the file system allows.",
        remedy: "Change the term, or the setting, that the path is made from."
    }
    OUTPUT_NOT_WRITABLE = Error "output-not-writable" {
        summary: "The output folder is not writable.",
        why: "A feed is written beside the old one and renamed, so its folder must be writable.",
        remedy: "Give the user that runs feedmill write permission there, or choose another folder with `--out`."
    }
    DISK_FULL = Error "disk-full" {
        summary: "The disk is full, or the quota is used up.",
        why: "All changed feeds are written before the first is replaced, which needs space for old and new ones.",
        remedy: "Free some space and run feedmill again; the old feeds stay until then."
    }
    FILE_TOO_LARGE = Error "file-too-large" {
        summary: "A feed is larger than the file system, or a limit such as `ulimit -f`, allows.",
        why: "A feed is written whole or not at all.",
        remedy: "Lower `limit`, the number of entries in a feed, or raise the system's limit."
    }
    TOO_MANY_OPEN_FILES = Error "too-many-open-files" {
        summary: "The limit of open files is reached.",
        why: "Each worker opens one or two files; the limit (`ulimit -n`) is lower than that, or that of the whole system is reached.",
        remedy: "Raise the limit, or use fewer workers with `--jobs`."
    }
    OUTPUT_FAILED = Error "output-failed" {
        summary: "The system could not read or write in the output folder.",
        why: "Without that the feeds cannot be compared and replaced safely.",
        remedy: "Check the disk, or the network that it is on, and run feedmill again."
    }
}
