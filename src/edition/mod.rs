//! An edition on disk: crawled into archives, judged from them, published from the judgement. Ties the stages
//! together; what each does is its own matter.

mod audit;
mod beside;
mod contain;
mod crawl;
mod directory;
mod guard;
mod halt;
mod judge;
mod publish;
mod published;
mod receipt;

pub use audit::{AuditError, AuditList, audit, audited, second_opinions};
pub use crawl::{CrawlOrder, Crawled, EditionError, SINCE, crawl};
pub use directory::{DataDirectory, DirectoryError, EditionDirectory, Lock};
pub use guard::{Census, Refusal, refusals};
pub use halt::{Halt, Halted};
pub use judge::{AS_OF, JudgeError, judge, measure};
pub use publish::{publish, publish_site};
pub use receipt::{Receipt, Receipts, Visitor};
