//! What came of asking for a site's stylesheets: they are kept, and name those that they import.
//!
//! Pure; a part of a site's progress.

use url::Url;

use crate::accessibility::style::Sheet;
use crate::fetch::Unreachable;
use crate::page::charset::decode;
use crate::plan::{Ground, Visit, normalise};

use super::answer::{Answer, Seen};
use super::progress::Progress;

impl Progress {
    /// Sheets on the site's own ground, of pages of its own.
    pub(super) fn found_sheets(&mut self, from: &Visit, sheets: impl Iterator<Item = Url>) {
        if from.ground == Ground::Own {
            for sheet in sheets.filter(|sheet| self.plan.is_own(sheet)) {
                self.sheets.found(from, sheet);
            }
        }
    }

    /// A stylesheet is kept, and names those that it imports.
    pub(super) fn absorb_sheet(&mut self, visit: &Visit, seen: Seen<'_>) {
        match seen {
            Seen::Failure(reason) => {
                self.count_failure(visit, reason);
                self.sheets.failed();
            }
            Seen::Answer(Answer { redirect_to: Some(target), .. }) => {
                self.counts.redirects += 1;
                let target = normalise(target.as_str(), &visit.url).filter(|url| self.plan.is_own(url));
                if let Some(target) = target {
                    self.sheets.redirected(visit, target);
                }
            }
            Seen::Answer(answer) => {
                self.counts.bytes += u64::try_from(answer.body.len()).expect("a length fits in 64 bits");
                if let Some(reason) = Unreachable::of_status(answer.status) {
                    self.count_failure(visit, &reason);
                    self.sheets.failed();
                } else {
                    self.sheets.answered();
                    let sheet = Sheet::parse(&decode(answer.body, answer.charset));
                    let imports = sheet.imports().iter();
                    self.found_sheets(visit, imports.filter_map(|one| normalise(&one.address, &visit.url)));
                }
            }
        }
    }
}
