//! plan (temporary)
pub mod platforms;
pub use platforms::*;
