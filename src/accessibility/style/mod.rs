//! Styles: sheets are read once, and the cascade gives every element of a page its computed style, as far as rules
//! ask for it. Knows CSS; no rule and no role.

mod cascade;
mod color;
mod computed;
mod custom;
mod declaration;
mod hints;
mod keyword;
mod length;
mod media;
mod paint;
mod place;
mod property;
mod reader;
mod selector;
mod sheet;
mod state;
mod turned;
mod winners;

pub use cascade::{SheetUse, Styles};
pub use color::Rgba;
pub use computed::{LineHeight, Style};
pub use keyword::{Display, Overflow, Position};
pub use length::VIEWPORT;
pub use media::{Held, of as media_held};
pub use paint::Image;
pub(in crate::accessibility) use property::{Property, Weight};
pub(in crate::accessibility) use sheet::forced;
pub use sheet::{Import, Sheet};
pub(in crate::accessibility) use state::is_disabled;
pub(in crate::accessibility) use turned::turned;
