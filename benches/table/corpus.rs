//! Generated articles: the same bytes every time, half English, half Chinese.

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What to write.
pub(crate) struct Corpus {
    /// How many articles.
    pub(crate) articles: usize,
    /// How many tags. The first are the most common; each has an article if there are enough.
    pub(crate) tags: usize,
    /// The approximate length of a body.
    pub(crate) body_bytes: usize,
}

const ENGLISH: &[&str] = &[
    "The lamp in the tower is lit an hour before the ferry leaves.",
    "Nobody had counted the steps, and so everybody named another number.",
    "What is kept in the drawer, she said, is kept for **whoever opens it**.",
    "It rained on the `roof` & on the boats; the harbour \"smelt of tar\" and rope.",
    "See [the second letter](../letters/2.html \"Letters\") or <https://example.org/?q=1&r=2>.",
    "By evening the wind had turned, it's said, and with it the talk at the *long table*.",
];

const CHINESE: &[&str] = &[
    "灯塔上的灯在渡船离岸前一个小时点亮。",
    "谁也没有数过台阶，所以每个人说的数目都不一样。",
    "抽屉里留着的东西，她说，是留给**打开它的人**的。",
    "雨落在屋顶上，也落在船上；码头有一股“柏油和缆绳”的味道。",
    "详见[第二封信](/letters/2/ \"书信\")，或者问守灯的老人。",
    "到了傍晚，风向变了，长桌旁的话题也跟着变了。",
];

const BLOCKS: &[&str] = &[
    "## What the keeper knew",
    "> 夜里的海没有颜色，只有声音。",
    "- a lamp\n- two letters\n- the key & its chain",
    "![the tower](images/tower.png \"Tower\")",
    "```rust\nfn main() {\n    let steps: Vec<u8> = count(\"tower\");\n    assert!(steps.len() < 200 && !steps.is_empty());\n}\n```",
];

impl Corpus {
    /// Writes the articles below `root`.
    pub(crate) fn write(&self, root: &Path) -> io::Result<()> {
        for index in 0..self.articles {
            let path = self.path(root, index);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(path, self.article(index, "")?)?;
        }
        Ok(())
    }

    /// Writes another version of the newest article.
    pub(crate) fn change_newest(&self, root: &Path, version: usize) -> io::Result<()> {
        let newest = self.articles - 1;
        let note = format!("Version {version}.\n\n");
        fs::write(self.path(root, newest), self.article(newest, &note)?)
    }

    /// Ten articles a day, in folders of months of 28 days.
    fn path(&self, root: &Path, index: usize) -> PathBuf {
        let (year, month, day) = date(index);
        root.join(format!(
            "{year}/{month:02}/{year}-{month:02}-{day:02}-letter-{index}.md"
        ))
    }

    fn article(&self, index: usize, note: &str) -> Result<String, io::Error> {
        let mut random = Random(index as u64 + 1);
        let (year, month, day) = date(index);
        let minute = index % 10;
        let mut text = format!(
            "---\nlayout: post\ntitle: \"Letter {index}: 灯塔 & harbour\"\nauthor: 守灯人\n\
             date: {year}-{month:02}-{day:02}T12:{minute:02}:07.250001+08:00\n\
             lastmod: {year}-{month:02}-{day:02}T18:{minute:02}:07.5+08:00\ntags:"
        );
        let mut tags = vec![index % self.tags];
        for _ in 0..random.below(5) {
            // The product of two random numbers is usually small: few tags are common, most are rare.
            tags.push(random.below(self.tags + 1) * random.below(self.tags) / (self.tags + 1));
        }
        tags.sort_unstable();
        tags.dedup();
        let block = random.below(2) == 0;
        let names = tags.iter().map(|tag| match tag % 2 {
            0 => format!("tag {tag}"),
            _ => format!("标签{tag}"),
        });
        if block {
            names.for_each(|name| text.push_str(&format!("\n  - {name}")));
        } else {
            let names: Vec<String> = names.collect();
            let _ = write!(text, " [{}]", names.join(", "));
        }
        text.push_str("\n---\n\n");
        text.push_str(note);
        let end = text.len() + self.body_bytes / 2 + random.below(self.body_bytes.max(1));
        while text.len() < end {
            match random.below(8) {
                0 => text.push_str(BLOCKS[random.below(BLOCKS.len())]),
                kind => {
                    let (sentences, space) = match kind % 2 {
                        0 => (ENGLISH, " "),
                        _ => (CHINESE, ""),
                    };
                    for _ in 0..2 + random.below(5) {
                        text.push_str(sentences[random.below(sentences.len())]);
                        text.push_str(space);
                    }
                }
            }
            text.push_str("\n\n");
        }
        Ok(text)
    }
}

fn date(index: usize) -> (usize, usize, usize) {
    let day = index / 10;
    // A million articles must not have dates in the future.
    let (year, day) = (1_000 + day / (12 * 28), day % (12 * 28));
    (year, day / 28 + 1, day % 28 + 1)
}

/// Pseudorandom numbers, the same every time.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (self.0 >> 29);
        ((self.0 >> 33) % end.max(1) as u64) as usize
    }
}
