//! Reports in the formats that others read. Each is a pure function from a site's report to text; none knows a page.

mod earl;
mod sarif;
mod table;

pub use earl::earl;
pub use sarif::sarif;
pub use table::{TableError, table};
