//! Swedish as text: normal form, words, sentences, stems. It must not know what any word means.

mod normal;
mod sentence;
mod stem;
mod word;

pub use normal::{fold, normalise};
pub use sentence::{parted, sentences};
pub use stem::Stemmer;
pub use word::{Word, is_letter, words};
