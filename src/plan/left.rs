//! What is left of a site's plan: addresses that wait, those that will be asked for, and those that were dropped.
//!
//! Pure; counts what the plan holds.

use super::site_plan::SitePlan;

impl SitePlan {
    /// Whether the budget of pages, that of documents or that of sitemaps is spent.
    pub fn is_spent(&self) -> bool {
        self.bounds.is_spent() || self.documents.is_spent() || self.bounds.dropped_sitemaps() > 0
    }

    /// How many known addresses are left, those of documents included, and those of sitemaps beyond their budget.
    pub fn waiting(&self) -> usize {
        let sitemaps = usize::try_from(self.bounds.dropped_sitemaps()).expect("a count fits");
        self.frontier.waiting() + self.documents.waiting() + sitemaps
    }

    /// How many known addresses will still be asked for within the budget.
    pub fn to_come(&self) -> u64 {
        let pages = self.frontier.waiting().min(self.bounds.pages_left());
        u64::try_from(pages + self.documents.to_come()).expect("a count fits in 64 bits")
    }

    /// How many addresses were dropped, since their paths had enough queries, they have the shape of a trap, their host is a
    /// neighbour that has had its share or one that any name makes, or too many waited.
    pub fn dropped(&self) -> u64 {
        u64::try_from(self.bounds.dropped() + self.frontier.dropped()).expect("a count fits in 64 bits")
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::super::budget::Budget;
    use super::super::platforms::Platforms;
    use super::super::scope::Scope;
    use super::*;

    fn plan(max_pages: u32) -> SitePlan {
        let start: Url = "http://a.example/".parse().unwrap();
        let scope = Scope::new(&start, &[], Platforms::embedded());
        let mut plan = SitePlan::new(start.clone(), scope, Budget::of_pages(max_pages));
        for number in 0..10 {
            let url: Url = format!("http://a.example/{number}").parse().unwrap();
            plan.found_in_sitemap(&start, (url, None));
        }
        plan
    }

    #[test]
    fn no_more_is_to_come_than_the_budget_allows() {
        assert_eq!((plan(100).waiting(), plan(100).to_come()), (11, 11));
        assert_eq!((plan(5).waiting(), plan(5).to_come()), (11, 5));
        let mut plan = plan(5);
        while plan.next_visit().is_some() {}
        assert_eq!((plan.to_come(), plan.is_spent()), (0, true));
    }
}
