//! What an invented host answers to a request: pure, the same for the same request. Knows paths and manners;
//! connections are the server's matter.

use std::borrow::Cow;

use super::shell::{self, Content};
use super::{Host, NotFound, SearchBox, Shape, document, search, sitemap};

/// An answer of HTTP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Value of `Content-Type`.
    pub content_type: String,
    /// Value of `Location`, on a redirect.
    pub location: Option<String>,
    /// The content.
    pub body: Vec<u8>,
}

impl Answer {
    fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, content_type: content_type.to_owned(), location: None, body: body.into() }
    }
}

impl Host {
    /// The answer to a GET of `target`: a path, perhaps with a query.
    pub fn answer(&self, target: &str) -> Answer {
        self.found(target).unwrap_or_else(|| self.missing())
    }

    /// The answer, if the host has something there.
    pub(super) fn found(&self, target: &str) -> Option<Answer> {
        let path = target.split('?').next().unwrap_or_default();
        self.file(path)
            .or_else(|| self.page_answer(target))
            .or_else(|| self.search_answer(target))
            .or_else(|| self.page_answer(path).filter(|_| !self.tells_pages_by_query(path)))
            .or_else(|| self.redirect(target))
            .or_else(|| self.form(path))
    }

    fn html(&self, status: u16, content: &Content<'_>) -> Answer {
        let body = self.charset.encode(&shell::draw(self, content));
        Answer::new(status, &format!("text/html; charset={}", self.charset.label()), body)
    }

    fn file(&self, path: &str) -> Option<Answer> {
        match path {
            "/robots.txt" if !self.robots.is_empty() => {
                Some(Answer::new(200, "text/plain; charset=utf-8", sitemap::robots(self)))
            }
            "/sitemap.xml" => Some(Answer::new(200, "application/xml", self.sitemap.clone()?)),
            _ if self.documents.contains(path) => {
                document::document(path).map(|(kind, bytes)| Answer::new(200, kind, bytes))
            }
            _ => {
                let style = path.strip_prefix("/assets/")?.strip_suffix(".css")?;
                (style == self.shape.name())
                    .then(|| Answer::new(200, "text/css; charset=utf-8", self.shape.style()))
            }
        }
    }

    fn page_answer(&self, target: &str) -> Option<Answer> {
        let page = self.page(target)?;
        if page.whole {
            let content_type = format!("text/html; charset={}", self.charset.label());
            return Some(Answer::new(200, &content_type, self.charset.encode(&page.body)));
        }
        let content = Content { title: &page.title, body: &page.body, page: Some(page), query: "" };
        Some(self.html(200, &content))
    }

    /// Old sites tell their pages by parameters: there an unknown parameter is an unknown page.
    fn tells_pages_by_query(&self, path: &str) -> bool {
        let asked = format!("{path}?");
        self.pages.iter().any(|page| page.path.starts_with(&asked))
    }

    fn search_answer(&self, target: &str) -> Option<Answer> {
        let (action, field) = self.shape.search();
        let (path, parameters) = target.split_once('?').unwrap_or((target, ""));
        if self.search_box == SearchBox::None || path != action {
            return None;
        }
        let given = url::form_urlencoded::parse(parameters.as_bytes()).find(|(name, _)| name == field);
        let query = match given {
            Some((_, query)) => query,
            None if action == "/" => return None,
            None => Cow::Borrowed(""),
        };
        let body = search::results(self, &query);
        Some(self.html(200, &Content { title: "Sök", body: &body, page: None, query: &query }))
    }

    /// A path that only lacks its last slash, or has one too many.
    fn redirect(&self, target: &str) -> Option<Answer> {
        let other = match target.strip_suffix('/') {
            Some(shorter) => shorter.to_owned(),
            None => format!("{target}/"),
        };
        let page = self.page(&other)?;
        let mut answer = Answer::new(301, "text/html; charset=utf-8", "");
        answer.location = Some(format!("http://{}{}", self.name, page.path));
        Some(answer)
    }

    /// The first step of an e-service on Open ePlatform, where the service has a page: one logs in.
    fn form(&self, path: &str) -> Option<Answer> {
        if self.shape != Shape::OpenEplatform {
            return None;
        }
        let service = self.page(&path.replace("/flow/", "/overview/")).filter(|page| page.path != path)?;
        let body = include_str!("templates/log-in.html");
        Some(self.html(200, &Content { title: &service.title, body, page: None, query: "" }))
    }

    fn missing(&self) -> Answer {
        let status = if self.not_found == NotFound::Honest { 404 } else { 200 };
        let start = (self.not_found == NotFound::CatchAll).then(|| self.page_answer("/")).flatten();
        start.unwrap_or_else(|| {
            let body = include_str!("templates/not-found.html");
            self.html(status, &Content { title: "Sidan hittades inte", body, page: None, query: "" })
        })
    }
}
