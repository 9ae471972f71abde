//! From the files of the nation to its values, or to everything that is wrong with them. Knows the layout of
//! the directory, not where the files came from.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use url::Url;

use super::place::{Described, DescribedHost};
use super::{Host, Nation, Page, Place, Reachability, front, links, sitemap, truth};

/// The nation's files by their path, parted by `/`.
pub(super) type Files = BTreeMap<String, String>;

/// One thing that is wrong in a file of the nation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Path of the file inside the nation.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.file, self.line, self.message)
    }
}

/// The files make no nation; all their problems.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", listed(problems))]
pub struct NationError {
    /// Never empty.
    pub problems: Vec<Problem>,
}

fn listed(problems: &[Problem]) -> String {
    problems.iter().fold("the demo nation cannot be read".to_owned(), |mut text, problem| {
        let _ = write!(text, "\n  {problem}");
        text
    })
}

impl Nation {
    /// Reads the nation from its files, by path.
    pub fn from_files(files: &BTreeMap<String, String>) -> Result<Self, NationError> {
        let mut reading = Reading { files, problems: Vec::new() };
        let described = reading.descriptions();
        let places: Vec<Place> =
            described.iter().filter_map(|(slug, place)| reading.place(slug, place)).collect();
        let register = super::place::register(described.iter().map(|(_, place)| place));
        match register {
            Ok(register) if reading.problems.is_empty() => Ok(Self::new(places, register)),
            Ok(_) => Err(NationError { problems: reading.problems }),
            Err(error) => {
                let rows = error.problems.into_iter().map(|problem| Problem {
                    file: "municipality.toml".to_owned(),
                    line: 1,
                    message: format!("{}; {}", problem.message, problem.remedy),
                });
                Err(NationError { problems: reading.problems.into_iter().chain(rows).collect() })
            }
        }
    }
}

struct Reading<'a> {
    files: &'a Files,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn report(&mut self, file: &str, line: usize, message: String) {
        self.problems.push(Problem { file: file.to_owned(), line, message });
    }

    /// Every directory that has a `municipality.toml`, with what that says.
    fn descriptions(&mut self) -> Vec<(String, Described)> {
        let mut found = Vec::new();
        for (file, text) in self.files {
            let Some(slug) = file.strip_suffix("/municipality.toml") else { continue };
            match toml::from_str::<Described>(text) {
                Ok(described) => found.push((slug.to_owned(), described)),
                Err(error) => {
                    self.report(file, front::line(text, error.span()), error.message().to_owned());
                }
            }
        }
        found
    }

    fn place(&mut self, slug: &str, described: &Described) -> Option<Place> {
        // A code that is none is told by the register's reader.
        let code = described.code.parse().ok()?;
        let truth_file = format!("{slug}/truth.tsv");
        let truths = match self.files.get(&truth_file).map(|text| truth::read(text)) {
            Some(Ok(truths)) => truths,
            None => Vec::new(),
            Some(Err(problems)) => {
                for (line, message) in problems {
                    self.report(&truth_file, line, message);
                }
                Vec::new()
            }
        };
        let mut hosts = Vec::new();
        for host in &described.hosts {
            if Url::parse(&format!("http://{}/", host.name))
                .is_ok_and(|url| url.host_str() == Some(&host.name))
            {
                hosts.push(self.host(slug, described, host));
            } else {
                let message = format!("\"{}\" is no host name in lower case", host.name);
                self.report(&format!("{slug}/municipality.toml"), 1, message);
            }
        }
        share_documents(&mut hosts);
        Some(Place {
            slug: slug.to_owned(),
            code,
            full_name: described.full_name.clone(),
            profile: described.profile.clone(),
            reachability: if described.down { Reachability::Down } else { Reachability::Up },
            hosts,
            truths,
        })
    }

    fn host(&mut self, slug: &str, place: &Described, described: &DescribedHost) -> Host {
        let directory = format!("{slug}/{}/", described.name);
        let pages = self.pages(&directory);
        let fragment = |name| self.files.get(&format!("{directory}{name}")).cloned().unwrap_or_default();
        let start = pages.iter().find(|page| page.path == "/");
        let is_main = place.website.contains(&format!("//{}/", described.name));
        let site_name = match start {
            Some(start) if !is_main => start.title.clone(),
            _ => place.full_name.clone(),
        };
        Host {
            name: described.name.clone(),
            site_name,
            shape: described.shape,
            not_found: described.not_found,
            search_box: described.search_box,
            search_engine: described.search_engine,
            synonyms: described.synonyms.clone(),
            charset: described.charset,
            robots: described.robots.clone(),
            sitemap: described.sitemap.then(|| sitemap::draw(&described.name, &pages)),
            header: fragment("_header.html"),
            footer: fragment("_footer.html"),
            pages,
            documents: std::collections::BTreeSet::new(),
        }
    }

    fn pages(&mut self, directory: &str) -> Vec<Page> {
        let mut pages = Vec::new();
        let inside =
            self.files.range(directory.to_owned()..).take_while(|(file, _)| file.starts_with(directory));
        for (file, text) in inside {
            if file[directory.len()..].starts_with('_') {
                continue;
            }
            match front::split(text) {
                Ok((front, body)) => pages.push(page(front, body, file)),
                Err((line, message)) => self.report(file, line, message),
            }
        }
        pages
    }
}

fn page(front: front::Front, body: &str, file: &str) -> Page {
    Page {
        path: encoded(&front.path),
        title: front.title,
        parent: front.parent.as_deref().map(encoded),
        in_menu: front.menu,
        unlisted: front.unlisted,
        updated: front.updated,
        body: body.to_owned(),
        whole: front.whole,
        file: file.to_owned(),
    }
}

/// A path as it stands in a request.
fn encoded(path: &str) -> String {
    let base = Url::parse("http://host.example/").expect("a constant address");
    base.join(path).map_or_else(|_| path.to_owned(), |url| links::target(&url))
}

/// Gives every host the documents that any page of the place links to there.
fn share_documents(hosts: &mut [Host]) {
    let mut linked = Vec::new();
    for host in hosts.iter() {
        let base = host.url("/");
        linked.extend(links::links(&host.header, &base));
        linked.extend(links::links(&host.footer, &base));
        for page in &host.pages {
            linked.extend(links::links(&page.body, &host.url(&page.path)));
        }
    }
    for host in hosts {
        let here = linked.iter().filter(|url| url.host_str() == Some(&host.name));
        host.documents = here
            .map(|url| url.path().to_owned())
            .filter(|path| super::document::document(path).is_some())
            .collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(changed: &[(&str, &str)]) -> Files {
        let sound = [
            (
                "aby/municipality.toml",
                "code = \"9901\"\nname = \"Åby\"\nfull_name = \"Åby kommun\"\nwebsite = \"http://www.aby.example/\"\n[[host]]\nname = \"www.aby.example\"\nshape = \"plain\"\n",
            ),
            (
                "aby/www.aby.example/start.html",
                "+++\npath = \"/\"\ntitle = \"Åby\"\n+++\n<a href=\"/blad.pdf\">b</a>",
            ),
            ("aby/www.aby.example/b.html", "+++\npath = \"/äldre/\"\ntitle = \"B\"\nparent = \"/\"\n+++\nb"),
            ("aby/www.aby.example/_footer.html", "<p>fot</p>"),
        ];
        let both = sound.iter().chain(changed);
        both.map(|&(file, text)| (file.to_owned(), text.to_owned())).collect()
    }

    #[test]
    fn a_nation_has_hosts_pages_and_a_register() {
        let nation = Nation::from_files(&files(&[])).unwrap();
        let (place, host) = nation.host("WWW.aby.example").unwrap();
        assert_eq!((place.full_name.as_str(), host.footer.as_str()), ("Åby kommun", "<p>fot</p>"));
        let page = host.page("/%C3%A4ldre/").unwrap();
        assert_eq!(host.ancestors(page), [host.page("/").unwrap()]);
        assert_eq!(host.children(host.page("/").unwrap()), [page]);
        assert!(host.documents.contains("/blad.pdf"));
        assert_eq!(nation.register().get(&place.code).unwrap().name, "Åby");
    }

    #[test]
    fn all_mistakes_are_located() {
        let broken = files(&[
            ("aby/www.aby.example/c.html", "+++\npath = \"/c\"\ntitel = \"C\"\n+++\n"),
            ("aby/truth.tsv", "question\tpoints\twhy\na.b\t9\tx\n"),
            ("bo/municipality.toml", "code = \"9902\"\nshap = 1\n"),
        ]);
        let problems = Nation::from_files(&broken).unwrap_err().problems;
        let places: Vec<(&str, usize)> = problems.iter().map(|one| (one.file.as_str(), one.line)).collect();
        assert_eq!(
            places,
            [("bo/municipality.toml", 2), ("aby/truth.tsv", 2), ("aby/www.aby.example/c.html", 3)]
        );
    }
}
