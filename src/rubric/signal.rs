//! The typed values and routes that a rule can ask for, with the Swedish names used in the rubric. It must
//! not know how they are recognised.

macro_rules! signals {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),+ $(,)?) => {
        /// Something recognisable in a sentence whatever the topic is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Signal { $($(#[$doc])* $variant),+ }

        impl Signal {
            /// All signals, in the order of their bits.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name used in rubric files.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }
    };
}

signals! {
    /// A clock time: `8.00–16.30`, `kl. 9`.
    Clock = "klockslag",
    /// A weekday or "vardagar".
    Weekday = "veckodag",
    /// An amount of money.
    Kronor = "kronor",
    /// "Kostnadsfritt", "avgiftsfri", "gratis".
    Free = "gratis",
    /// A telephone number, emergency numbers included.
    Phone = "telefon",
    /// An e-mail address.
    Email = "epost",
    /// A street address with a number, or a postal address.
    Address = "adress",
    /// A date: `31 mars`, `2026-03-31`.
    Date = "datum",
    /// A date that had not passed when the page was fetched, as far as it names a year.
    Upcoming = "kommande-datum",
    /// A length of time: `tre veckor`, `10 dagar`.
    Duration = "tidsrymd",
    /// Per cent.
    Percent = "procent",
    /// A distance in metres or kilometres.
    Distance = "avstånd",
    /// An area in square metres.
    Size = "yta",
    /// A number of hours.
    Hours = "timmar",
    /// A year, 1990-2039.
    Year = "årtal",
    /// This year, counted from when the page was fetched; last year too in January and February.
    ThisYear = "i-år",
    /// This year or the one before.
    Recent = "nyligen",
    /// This year or one of the two before.
    LastThree = "nära-år",
    /// A list item or a table row.
    Listed = "listpost",
    /// A number of something.
    Number = "antal",
    /// A person's name with a given name and a surname.
    Person = "namn",
    /// A link to a digital route: e-service, log-in, booking.
    Eservice = "e-tjänst",
    /// A link to a document (PDF, Word, Excel).
    Document = "dokument",
    /// A link to a form to print or fill in and mail.
    PaperForm = "blankett",
    /// Any link.
    Link = "länk",
    /// A link that leads to another registered domain.
    ExternalLink = "extern-länk",
    /// A link that leads to another host, `www.` left aside: another domain, or a system of the municipality's own.
    OtherHost = "annan-värd",
    /// A link to, or a frame with, a map.
    Map = "karta",
    /// A link to, or a frame with, moving pictures.
    Video = "film",
    /// A form on the page that is filled in and sent, search forms not counted.
    WebForm = "formulär",
}

impl Signal {
    /// The signal with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|signal| signal.name() == name)
    }

    /// Its bit in a [`SignalSet`].
    pub fn bit(self) -> u32 {
        1 << (self as u32)
    }
}

/// A set of signals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SignalSet(pub u32);

impl SignalSet {
    /// Adds a signal.
    pub fn insert(&mut self, signal: Signal) {
        self.0 |= signal.bit();
    }

    /// Whether the signal is there.
    pub fn contains(self, signal: Signal) -> bool {
        self.0 & signal.bit() != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_finds_its_signal_and_fits_the_set() {
        for signal in Signal::ALL {
            assert_eq!(Signal::named(signal.name()), Some(*signal));
        }
        assert!(Signal::ALL.len() <= 32);
    }
}
