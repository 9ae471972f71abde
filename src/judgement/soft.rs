//! Pages that are no pages: what a host answers to an address that cannot exist, it answers to all that is gone.
//! It must not know how that answer was got.

use rustc_hash::FxHashMap;
use url::Url;

/// Bits in which two pages of the same title may differ and still be the same.
const NEAR: u32 = 3;

/// What a page looks like: its title, and the likeness of its content's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Looks {
    pub title: String,
    pub content: u64,
}

impl Looks {
    /// Whether two pages show the same. Pages without words, which scripts fill, tell nothing.
    fn is_like(&self, other: &Self) -> bool {
        let shows = self.content != 0 && other.content != 0;
        shows && self.title == other.title && (self.content ^ other.content).count_ones() <= NEAR
    }
}

/// The pages of a site and its hosts' answers to nonsense.
#[derive(Debug, Default)]
pub(super) struct SoftMissing {
    nonsense: FxHashMap<String, Looks>,
    pages: Vec<(Url, Looks)>,
}

impl SoftMissing {
    /// Takes what a host answered, with 200, to an address that cannot exist.
    pub(super) fn nonsense(&mut self, url: &Url, looks: Looks) {
        self.nonsense.insert(url.authority().to_owned(), looks);
    }

    /// Takes a page.
    pub(super) fn page(&mut self, url: &Url, looks: Looks) {
        self.pages.push((url.clone(), looks));
    }

    /// The addresses that are gone though they answered. The front page of a host is not: a portal may answer
    /// everything with it.
    pub(super) fn missing(&self) -> impl Iterator<Item = &Url> {
        let gone = |url: &Url, looks: &Looks| {
            let answer = self.nonsense.get(url.authority());
            url.path() != "/" && answer.is_some_and(|answer| answer.is_like(looks))
        };
        self.pages.iter().filter(move |(url, looks)| gone(url, looks)).map(|(url, _)| url)
    }
}

/// The likeness of a text (simhash of Charikar 2002 over pairs of words): near texts differ in few bits.
pub(super) fn simhash<'a>(words: impl Iterator<Item = &'a str>) -> u64 {
    let mut weights = [0_i32; 64];
    let mut before = 0;
    for word in words {
        let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let pair = (hash.rotate_left(17) ^ before).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        before = hash;
        for (bit, weight) in weights.iter_mut().enumerate() {
            *weight += if pair >> bit & 1 == 1 { 1 } else { -1 };
        }
    }
    weights.iter().enumerate().filter(|(_, weight)| **weight > 0).fold(0, |all, (bit, _)| all | 1 << bit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looks(title: &str, text: &str) -> Looks {
        Looks { title: title.to_owned(), content: simhash(text.split(' ')) }
    }

    fn url(path: &str) -> Url {
        Url::parse("https://x.example").unwrap().join(path).unwrap()
    }

    #[test]
    fn near_texts_have_near_likenesses() {
        let long = (0..200).map(|n| format!("ord{n}")).collect::<Vec<_>>();
        let changed = [&long[..100], &["annat".to_owned()], &long[101..]].concat();
        let of = |words: &[String]| simhash(words.iter().map(String::as_str));
        assert!((of(&long) ^ of(&changed)).count_ones() <= 8);
        assert!((of(&long[..100]) ^ of(&long[100..])).count_ones() > 15);
    }

    #[test]
    fn what_looks_like_nonsense_is_gone() {
        let mut soft = SoftMissing::default();
        soft.nonsense(&url("/nej"), looks("E-tjänster", "alla tjänster i listan"));
        soft.page(&url("/"), looks("E-tjänster", "alla tjänster i listan"));
        soft.page(&url("/tjanst/7"), looks("E-tjänster", "alla tjänster i listan"));
        soft.page(&url("/tjanst/8"), looks("Bygglov", "ansök om bygglov här"));
        soft.page(&Url::parse("https://y.example/a").unwrap(), looks("E-tjänster", "alla tjänster i listan"));
        assert_eq!(soft.missing().map(Url::path).collect::<Vec<_>>(), ["/tjanst/7"]);
    }
}
