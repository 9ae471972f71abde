//! How much of a site the robot was let read: what it knew of the site's own pages, and what came of asking for them.
//!
//! Knows addresses and how asking for them ended; not what a page says.

use std::collections::{BTreeMap, BTreeSet};

use url::Url;

use super::outcome::unread;
use crate::archive::{ArchivedPage, Outcome, VisitNote};
use crate::fetch::Unreachable;
use crate::judgement::Unread;
use crate::page::is_document;
use crate::plan::{Found, Ground};

/// A site of whose known pages more than this part (one of so many) was refused or not answered is not searched: what was
/// not found there is unknown. The broken links, closed folders and failing hosts of honest sites stay well below a fifth;
/// a wall that comes down in the middle of a crawl does not. Where less than the same part could be read, the site refuses.
const LARGEST_GAP: usize = 5;
/// So few pages that were refused or not answered say nothing of a small site of which more was read.
const FEW: usize = 2;
/// Redirects that are followed to where they lead.
const MAX_HOPS: usize = 10;
/// Words of addresses at which one logs in, as a whole label of the host or segment of the path.
const LOG_INS: &[&str] = &[
    "login",
    "logon",
    "log-in",
    "signin",
    "sign-in",
    "loggain",
    "logga-in",
    "inloggning",
    "auth",
    "authorize",
    "oauth",
    "oauth2",
    "adfs",
    "saml",
    "saml2",
    "sso",
    "idp",
];

/// What keeps a robot out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Barrier {
    Robots,
    RobotsUnreachable,
    Status(u16),
    LogIn,
    Challenge,
}

impl Barrier {
    fn of(cause: &Unreachable) -> Self {
        match cause {
            Unreachable::BotWall => Self::Challenge,
            Unreachable::LoginWall => Self::LogIn,
            Unreachable::Status(status) => Self::Status(*status),
            Unreachable::RobotsUnreachable => Self::RobotsUnreachable,
            _ => Self::Robots,
        }
    }

    fn cause(self) -> Unreachable {
        match self {
            Self::Robots => Unreachable::Robots,
            Self::RobotsUnreachable => Unreachable::RobotsUnreachable,
            Self::Status(status) => Unreachable::Status(status),
            Self::LogIn => Unreachable::LoginWall,
            Self::Challenge => Unreachable::BotWall,
        }
    }
}

/// What came of a page; of several answers the best counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    NotAnswered,
    Refused(Barrier),
    Read,
}

/// A page, or what stands for many of them: a host, and a path in it.
type Place = (String, String);

/// What the robot was let read of a site.
#[derive(Debug, Default)]
pub(super) struct Reach {
    /// Pages that were asked for.
    asked: BTreeMap<Place, Fate>,
    /// Paths of pages, documents aside, that were not asked for: robots.txt or a host that had been given up forbade it.
    not_asked: BTreeMap<Place, Fate>,
    /// Paths, without their queries, of which something was read.
    paths: BTreeSet<Place>,
    /// Where pages sent the robot.
    redirects: BTreeMap<Url, Url>,
    /// Pages at which one logs in.
    log_ins: BTreeSet<Url>,
    /// The path of the start page.
    start: String,
}

/// How much of a site could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Extent {
    /// Enough for a search.
    Enough,
    /// Too little for a search.
    TooLittle,
    /// Next to nothing: it was refused, mostly so.
    Refused(Unreachable),
    /// Nothing: there is no page that can be read.
    Nothing,
    /// A single page that leads no further: a notice, a server's own page, a parked domain.
    NoSite,
}

impl Reach {
    /// A page was not got.
    pub(super) fn missed(&mut self, note: &VisitNote, cause: &Unreachable) {
        if !is_own_page(note.found, note.ground) {
            return;
        }
        if *cause == Unreachable::Robots || matches!(note.outcome, Outcome::NotAsked { .. }) {
            if let Some(fate) = fate(cause).filter(|_| !is_document(&note.url)) {
                self.not_asked.insert(path(&note.url), fate);
            }
        } else {
            self.ended(&note.url, fate(cause));
        }
    }

    /// A page was got, and the archive can show it no longer.
    pub(super) fn lost(&mut self, note: &VisitNote) {
        if is_own_page(note.found, note.ground) {
            self.ended(&note.url, Some(Fate::NotAnswered));
        }
    }

    /// A page was answered, and is no page for `cause`.
    pub(super) fn refused(&mut self, page: &ArchivedPage, cause: &Unreachable) {
        if is_own_page(page.found, page.ground) {
            self.ended(&page.url, fate(cause));
        }
    }

    /// A page is nothing but a log-in. The start page is taken for what it is.
    pub(super) fn log_in(&mut self, page: &ArchivedPage) {
        self.log_ins.insert(page.url.clone());
        self.refused(page, &Unreachable::LoginWall);
    }

    /// A page was read, or sent the robot elsewhere.
    pub(super) fn answered(&mut self, page: &ArchivedPage) {
        if !is_own_page(page.found, page.ground) {
            return;
        }
        if let Some(to) = &page.redirect_to {
            self.redirects.insert(page.url.clone(), to.clone());
            return self.ended(&page.url, None);
        }
        self.paths.insert(path(&page.url));
        if page.depth == 0 {
            page.url.path().clone_into(&mut self.start);
        }
        self.ended(&page.url, Some(Fate::Read));
    }

    /// Takes what came of asking for a page; nothing is left to ask for where it is not there, or has moved.
    fn ended(&mut self, url: &Url, fate: Option<Fate>) {
        if let Some(fate) = fate {
            let known = self.asked.entry(place(url)).or_insert(fate);
            *known = fate.max(*known);
        } else {
            self.asked.remove(&place(url));
            self.not_asked.remove(&path(url));
        }
    }

    /// What all that comes to, where so many pages could be read as pages.
    pub(super) fn extent(&self, readable: u32) -> Extent {
        if readable == 0 {
            return Extent::Nothing;
        }
        let pages = self.pages();
        let all = pages.len();
        let mut barriers: BTreeMap<Barrier, usize> = BTreeMap::new();
        for fate in pages.values() {
            if let Fate::Refused(barrier) = fate {
                *barriers.entry(*barrier).or_default() += 1;
            }
        }
        let read = pages.values().filter(|fate| **fate == Fate::Read).count();
        let refused: usize = barriers.values().sum();
        match barriers.into_iter().max_by_key(|(_, count)| *count) {
            Some((barrier, _)) if (all - refused) * LARGEST_GAP < all => Extent::Refused(barrier.cause()),
            _ if (all - read) * LARGEST_GAP > all && (all - read > FEW || all - read >= read) => {
                Extent::TooLittle
            }
            _ if self.hidden() > read.max(FEW) => Extent::TooLittle,
            _ => Extent::Enough,
        }
    }

    /// Whether no more is known than a single page.
    pub(super) fn is_lone(&self) -> bool {
        self.pages().len() < 2
    }

    /// How many addresses stand behind pages that count once for many.
    fn hidden(&self) -> usize {
        let hosts = self.hosts();
        let silent = self.asked.keys().filter(|(host, _)| !hosts.contains(host.as_str())).count();
        silent + self.not_asked.keys().filter(|path| !self.paths.contains(*path)).count()
    }

    /// The hosts of which something was read.
    fn hosts(&self) -> BTreeSet<&str> {
        self.paths.iter().map(|(host, _)| host.as_str()).collect()
    }

    /// The site's pages as they count: what a host of which nothing could be read was asked for counts once, and so do the
    /// pages of one folder that nobody was asked for, or that all lead to a log-in: of such a folder no more is known than
    /// that it is there.
    fn pages(&self) -> BTreeMap<Place, Fate> {
        let (mut asked, hosts) = (self.asked.clone(), self.hosts());
        let ends: BTreeSet<&Url> = self.redirects.values().collect();
        for page in self.log_ins.iter().filter(|page| ends.contains(page)) {
            asked.remove(&place(page));
        }
        for (from, to) in self.redirects.iter().filter(|(from, _)| !ends.contains(from)) {
            if self.is_log_in(to) {
                let at = (from.authority().to_owned(), folder(from.path(), &self.start));
                let known = asked.entry(at).or_insert(Fate::NotAnswered);
                *known = Fate::Refused(Barrier::LogIn).max(*known);
            }
        }
        let not_asked = self.not_asked.iter().filter(|(path, _)| !self.paths.contains(*path));
        let not_asked =
            not_asked.map(|((host, path), fate)| ((host.clone(), folder(path, &self.start)), *fate));
        let mut pages: BTreeMap<Place, Fate> = BTreeMap::new();
        for ((host, page), fate) in asked.into_iter().chain(not_asked) {
            let page = if hosts.contains(host.as_str()) { page } else { String::new() };
            let known = pages.entry((host, page)).or_insert(fate);
            *known = fate.max(*known);
        }
        pages
    }

    /// Whether an address leads, over redirects, to where one logs in.
    fn is_log_in(&self, url: &Url) -> bool {
        let onward = std::iter::successors(Some(url), |at| self.redirects.get(*at));
        let last = onward.take(MAX_HOPS).last().expect("it begins with the address itself");
        let is_read = self.asked.get(&place(last)) == Some(&Fate::Read);
        self.log_ins.contains(last) || !is_read && says_log_in(last)
    }
}

/// Whether a page counts: it is the site's own, and for people to read.
fn is_own_page(found: Found, ground: Ground) -> bool {
    ground == Ground::Own && found.is_page()
}

fn fate(cause: &Unreachable) -> Option<Fate> {
    match unread(cause)? {
        Unread::Refused => Some(Fate::Refused(Barrier::of(cause))),
        Unread::Failed => Some(Fate::NotAnswered),
        _ => None,
    }
}

fn place(url: &Url) -> Place {
    (url.authority().to_owned(), url[url::Position::BeforePath..url::Position::AfterQuery].to_owned())
}

fn path(url: &Url) -> Place {
    (url.authority().to_owned(), url.path().to_owned())
}

/// The first part of a path, behind that of the start page where it lies below it.
fn folder(path: &str, start: &str) -> String {
    let below = path.strip_prefix(start.trim_end_matches('/')).filter(|rest| rest.starts_with('/'));
    let below = below.unwrap_or(path);
    below.split('/').nth(1).unwrap_or_default().to_owned()
}

fn says_log_in(url: &Url) -> bool {
    let labels = url.host_str().unwrap_or_default().split('.');
    labels.chain(url.path().split('/')).any(|part| LOG_INS.contains(&part.to_ascii_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Visit;

    fn url(address: &str) -> Url {
        Url::parse("https://www.x.example/").unwrap().join(address).unwrap()
    }

    fn page(address: &str) -> ArchivedPage {
        let depth = u16::from(address != "/");
        ArchivedPage { depth, ..ArchivedPage::sample(url(address), "text/html") }
    }

    /// A site: its pages that were read, those that were not with why, and what that comes to.
    fn check(read: &[String], missed: &[(String, Unreachable)], expected: &Extent) {
        let mut reach = Reach::default();
        reach.answered(&page("/"));
        for address in read {
            reach.answered(&page(address));
        }
        for (address, cause) in missed {
            let visit = Visit { found: Found::Link, ..Visit::start(url(address)) };
            reach.missed(&VisitNote::new(&visit, Outcome::Failed { cause: cause.clone() }), cause);
        }
        assert_eq!(reach.extent(9), *expected, "{read:?} {missed:?}");
    }

    fn many(prefix: &str, count: usize) -> Vec<String> {
        (0..count).map(|number| format!("{prefix}{number}")).collect()
    }

    fn each(addresses: Vec<String>, cause: &Unreachable) -> Vec<(String, Unreachable)> {
        addresses.into_iter().map(|address| (address, cause.clone())).collect()
    }

    #[test]
    fn a_fifth_unread_is_no_search_and_four_fifths_refused_is_a_refusal() {
        let (no, failed) = (Unreachable::Status(403), Unreachable::Status(500));
        let refused = Extent::Refused(no.clone());
        for (read, cause, missed, expected) in [
            (0, &no, 7, &refused),
            (0, &failed, 7, &Extent::TooLittle),
            (0, &Unreachable::Status(404), 99, &Extent::Enough),
            (0, &Unreachable::Status(410), 99, &Extent::Enough),
            (0, &Unreachable::Status(429), 7, &Extent::TooLittle),
            (0, &Unreachable::Timeout, 7, &Extent::TooLittle),
            (11, &no, 19, &Extent::TooLittle),
            (11, &no, 3, &Extent::Enough),
            (11, &no, 4, &Extent::TooLittle),
            (99, &failed, 25, &Extent::Enough),
            (99, &failed, 26, &Extent::TooLittle),
            (1, &no, 9, &refused),
            (1, &no, 8, &Extent::TooLittle),
        ] {
            check(&many("/a", read), &each(many("/b", missed), cause), expected);
        }
    }

    #[test]
    fn a_closed_folder_and_a_silent_host_count_once() {
        let robots = Unreachable::Robots;
        let closed = [many("/intranet/", 99), many("/sok?q=", 99), many("/a0?sida=", 99)].concat();
        let closed = each(closed, &robots);
        check(&many("/a", 150), &closed, &Extent::Enough);
        let host = each(many("https://gammal.x.example/", 50), &Unreachable::Connect);
        check(&many("/a", 60), &host, &Extent::Enough);
        // Where more stands behind them than was read, they may be the site itself.
        check(&many("/a", 9), &closed, &Extent::TooLittle);
        check(&many("/a", 9), &host, &Extent::TooLittle);
        check(&many("/a", 5), &each(many("/kommun/", 7), &robots), &Extent::TooLittle);
        check(&many("/a", 9), &each(many("/filer/a.pdf?", 99), &robots), &Extent::Enough);
        check(&[], &each(many("/", 7), &robots), &Extent::Refused(robots.clone()));
        check(&[], &each(many("/sv/", 7), &robots), &Extent::TooLittle);
    }

    #[test]
    fn a_page_or_two_are_no_fifth_of_a_small_site() {
        let closed = |paths: &[&str]| {
            each(paths.iter().map(|path| (*path).to_owned()).collect(), &Unreachable::Robots)
        };
        check(&many("/a", 2), &closed(&["/sok", "/intranet"]), &Extent::Enough);
        check(&[], &closed(&["/sok", "/intranet"]), &Extent::TooLittle);
        check(&many("/a", 9), &closed(&["/sok", "/intranet", "/bilder"]), &Extent::TooLittle);
    }

    #[test]
    fn e_services_behind_a_log_in_count_once() {
        let mut reach = Reach::default();
        for address in many("/", 30).iter().map(String::as_str).chain(["/"]) {
            reach.answered(&page(address));
        }
        for address in many("/flow/", 121) {
            let to = url(&format!("/konto?till={address}"));
            reach.answered(&ArchivedPage { redirect_to: Some(to.clone()), ..page(&address) });
            reach.log_in(&page(to.as_str()));
        }
        assert_eq!(reach.extent(31), Extent::Enough);
    }

    #[test]
    fn folders_lie_below_the_start_page() {
        for (path, start, expected) in [
            ("/barn/forskola", "/", "barn"),
            ("/barn", "", "barn"),
            ("/sv/barn/forskola", "/sv/", "barn"),
            ("/sv/barn", "/sv", "barn"),
            ("/svar/1", "/sv", "svar"),
            ("/", "/", ""),
        ] {
            assert_eq!(folder(path, start), expected, "{path} {start}");
        }
    }

    #[test]
    fn pages_that_send_one_to_a_log_in_are_refused() {
        let check = |to: &str, expected: &Extent| {
            let mut reach = Reach::default();
            reach.answered(&page("/"));
            reach.answered(&page("/nyheter"));
            for address in many("/omrade", 9) {
                let redirect_to = Some(url(&format!("/vidare?till={address}")));
                reach.answered(&ArchivedPage { redirect_to, ..page(&address) });
                let redirect_to = Some(url(to));
                let onward = page(&format!("/vidare?till={address}"));
                reach.answered(&ArchivedPage { redirect_to, ..onward });
            }
            if to == "/konto" {
                reach.log_in(&page(to));
            }
            assert_eq!(reach.extent(9), *expected, "{to}");
        };
        let refused = Extent::Refused(Unreachable::LoginWall);
        check("/konto", &refused);
        check("https://login.annan.example/adfs/ls", &refused);
        check("/nyheter", &Extent::Enough);
        check("https://www.annan.example/", &Extent::Enough);
    }

    #[test]
    fn what_was_got_in_the_end_was_got() {
        let twice = each(many("/a", 9), &Unreachable::Status(503));
        check(&many("/a", 9), &twice, &Extent::Enough);
        let mut reach = Reach::default();
        reach.answered(&page("/"));
        for address in many("/a", 9) {
            reach.refused(&page(&address), &Unreachable::Status(503));
            let to = Some(url("/"));
            reach.answered(&ArchivedPage { redirect_to: to, ..page(&address) });
        }
        assert_eq!(reach.extent(1), Extent::Enough, "what has moved");
    }
}
