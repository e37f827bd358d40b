//! The iTunes module, which podcast directories read; for RSS only. <https://podcasters.apple.com/support/823>

use rss::extension::itunes::{
    ITunesCategory, ITunesChannelExtension, ITunesItemExtension, ITunesOwner,
};

use crate::model::{Author, Episode, Podcast, PodcastCategory, Text};

/// The podcast.
pub(super) fn channel(podcast: &Podcast) -> ITunesChannelExtension {
    ITunesChannelExtension {
        author: Some(podcast.author.to_string()),
        categories: podcast.categories.iter().map(category).collect(),
        image: Some(podcast.image.to_string()),
        explicit: Some(podcast.explicit.to_string()),
        owner: podcast.owner.as_ref().map(|(name, email)| ITunesOwner {
            name: Some(name.to_string()),
            email: Some(email.clone()),
        }),
        r#type: podcast.kind.map(str::to_owned),
        ..ITunesChannelExtension::default()
    }
}

/// An episode. Directories take its title and summary from RSS itself.
pub(super) fn item(episode: &Episode, authors: &[Author]) -> ITunesItemExtension {
    let number = |number: Option<u32>| number.map(|number| number.to_string());
    ITunesItemExtension {
        author: Some(names(authors)),
        image: episode.image.as_ref().map(ToString::to_string),
        // "it is recommended to convert the length of the episode into seconds"
        duration: number(episode.duration),
        explicit: episode.explicit.map(|explicit| explicit.to_string()),
        episode: number(episode.number),
        season: number(episode.season),
        episode_type: episode.kind.map(|kind| kind.as_str().to_owned()),
        ..ITunesItemExtension::default()
    }
}

fn category(category: &PodcastCategory) -> ITunesCategory {
    let named = |name: &Text| ITunesCategory {
        text: name.to_string(),
        subcategory: None,
    };
    ITunesCategory {
        subcategory: category
            .subcategory
            .as_ref()
            .map(|name| Box::new(named(name))),
        ..named(&category.name)
    }
}

/// As many names as fit in the 255 characters that directories accept.
fn names(authors: &[Author]) -> String {
    let mut names = String::new();
    for author in authors {
        let name = author.name.as_str();
        let separator = if names.is_empty() { "" } else { ", " };
        if names.chars().count() + separator.len() + name.chars().count() > 255 {
            break;
        }
        names.push_str(separator);
        names.push_str(name);
    }
    names
}
