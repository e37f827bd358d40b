//! Choosing the articles of each feed, and rendering their bodies.

use rayon::prelude::*;

use super::error::Cause;
use super::files::Fate;
use super::layout;
use super::progress::Step;
use super::read::ReadArticle;
use super::render::Bodies;
use super::run::Run;
use crate::feed::select::Catalog;
use crate::input::source::SourceFile;
use crate::model::Article;
use crate::site::settings::Settings;

/// In this round of choosing, every body is tried.
const ROUNDS: usize = 8;

impl Run<'_> {
    /// The site of the usable articles, and the bodies that its feeds include. A body that proves
    /// unusable makes way for the next candidate, and its article counts for nothing.
    pub(super) fn select<'r>(
        &mut self,
        articles: &'r [ReadArticle],
        files: &'r [SourceFile],
        settings: &'r Settings,
    ) -> Result<(Catalog<'r>, Bodies<'r>), Cause> {
        let mut bodies = Bodies::new(files, articles, settings);
        let mut round = 0;
        loop {
            round += 1;
            let usable = usable(articles, &bodies);
            let mut findings = Vec::new();
            let site = Catalog::assemble(usable.iter().copied(), files, settings, &mut findings);
            let feeds = site.feeds(settings);
            let included = feeds.iter().flat_map(|feed| &feed.articles);
            let included = included.map(|&index| site.articles[index].file);
            let mut wanted: Vec<usize> = included.filter(|&file| !bodies.has(file)).collect();
            wanted.sort_unstable();
            wanted.dedup();
            // Each round takes time in proportion to the site, so that there are not many of them.
            if round == ROUNDS {
                let every = articles.iter().map(|read| read.article.file);
                let untried = every.filter(|&file| !bodies.has(file)).collect();
                self.render(untried, articles, &mut bodies, false)?;
                continue;
            }
            if self.render(wanted, articles, &mut bodies, true)? {
                self.note_missing(&usable, &site, files, &findings);
                self.report.findings.append(&mut findings);
                self.report.articles.published = site.articles.len();
                return Ok((site, bodies));
            }
        }
    }

    /// The site of the usable articles, without their bodies; those of a thorough run are rendered
    /// all the same, for what can be said of them.
    pub(super) fn survey<'r>(
        &mut self,
        articles: &'r [ReadArticle],
        files: &'r [SourceFile],
        settings: &Settings,
    ) -> Result<Catalog<'r>, Cause> {
        let mut bodies = Bodies::new(files, articles, settings);
        if self.is_thorough {
            let every = articles.iter().map(|read| read.article.file).collect();
            self.render(every, articles, &mut bodies, true)?;
        }
        let usable = usable(articles, &bodies);
        let mut findings = Vec::new();
        let site = Catalog::assemble(usable.iter().copied(), files, settings, &mut findings);
        self.report.articles.published = site.articles.len();
        self.note_missing(&usable, &site, files, &findings);
        self.report.findings.append(&mut findings);
        let (_, clashes) = layout::plan(&site.feeds(settings), settings);
        self.report.findings.extend(clashes);
        Ok(site)
    }

    /// Renders the bodies of the files `wanted`. Whether all of them are usable. Unless it `keeps` them,
    /// those that are usable are forgotten again.
    pub(super) fn render(
        &mut self,
        wanted: Vec<usize>,
        articles: &[ReadArticle],
        bodies: &mut Bodies<'_>,
        keeps: bool,
    ) -> Result<bool, Cause> {
        self.begin(Step::Render, Some(wanted.len()));
        let render = |buffer: &mut Vec<u8>, file: usize| {
            let index = articles.binary_search_by_key(&file, |read| read.article.file);
            let read =
                &articles[index.unwrap_or_else(|_| unreachable!("the site is made of them"))];
            let body = self.work_on(bodies.file(file), || bodies.render(read, buffer))?;
            Ok((file, body.map(|body| keeps.then_some(body))))
        };
        let rendered: Vec<_> = wanted
            .into_par_iter()
            .with_max_len(8)
            .map_init(Vec::new, render)
            .collect::<Result<_, Cause>>()?;

        let mut all_usable = true;
        for (file, body) in rendered {
            let body = match body {
                Ok(None) => continue,
                Ok(Some(body)) => {
                    self.report.findings.extend_from_slice(&body.findings);
                    Some(body)
                }
                Err(finding) => {
                    let path = &bodies.file(file).path;
                    self.note(path, Fate::LeftOut, finding.message.clone());
                    self.report.findings.push(finding);
                    self.report.articles.left_out += 1;
                    all_usable = false;
                    None
                }
            };
            bodies.keep(file, body);
        }
        Ok(all_usable)
    }
}

/// The articles whose bodies are not known to be unusable.
fn usable<'r>(articles: &'r [ReadArticle], bodies: &Bodies<'_>) -> Vec<&'r Article> {
    let articles = articles.iter().map(|read| &read.article);
    articles
        .filter(|article| !bodies.is_unusable(article.file))
        .collect()
}
