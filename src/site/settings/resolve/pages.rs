//! Where the pages that list the feeds are.

use super::Resolver;
use crate::model::{AbsoluteUrl, PageKind};
use crate::site::address::encode_path;
use crate::site::address::slug::is_safe_name;
use crate::site::settings::kinds::Given;
use crate::site::settings::table::SiteSettings;
use crate::site::settings::types::PagePath;

impl Resolver<'_> {
    /// The pages: where the settings say, and where they are without settings.
    pub(super) fn pages(
        &mut self,
        site: &SiteSettings,
        feeds: Option<&AbsoluteUrl>,
    ) -> Vec<PagePath> {
        let given = site.pages.as_ref();
        let is_home = |path: &str| {
            let address = feeds.map(|feeds| feeds.below(&encode_path(path)));
            let address = address.as_ref().map(AbsoluteUrl::as_str);
            let address = address.map(|it| it.strip_suffix("index.html").unwrap_or(it));
            address.is_some() && address == site.url.as_ref().map(AbsoluteUrl::as_str)
        };
        let folder = if is_home("index.html") { "feeds/" } else { "" };
        let mut pages = Vec::new();
        for &kind in PageKind::ALL {
            let is_on = given.is_some();
            let (name, setting, is_on) = match kind {
                PageKind::Html => ("index.html", given.and_then(|it| it.html.as_ref()), is_on),
                PageKind::Opml => ("feeds.opml", given.and_then(|it| it.opml.as_ref()), is_on),
                PageKind::Css => ("feed.css", None, site.stylesheet),
            };
            let default = format!("{folder}{name}");
            let (path, is_written) = match setting {
                None => (&default, is_on),
                Some(Given { value, .. }) if value == "false" => (&default, false),
                Some(Given { value, offset }) => {
                    if !value.split('/').all(is_safe_name) {
                        let message = format!("`{value}` is not the path of a file below `output`");
                        self.invalid(*offset, message);
                    } else if is_home(value) {
                        self.invalid(*offset, format!("`{value}` is the home page of the site"));
                    }
                    (value, true)
                }
            };
            let page = |path: &str, is_written| PagePath {
                kind,
                path: path.to_owned(),
                is_written,
            };
            pages.push(page(path, is_written));
            if *path != default {
                pages.push(page(&default, false));
            }
        }
        pages
    }
}
