//! Who is measured: municipalities (or any other bodies), their web sites, and how to choose among them.
//!
//! Text in, values out. Knows nothing of files, the network, or what is measured.

mod code;
mod municipality;
mod network;
mod reading;
mod row;
mod selection;
mod size;

pub use code::{CodeError, MunicipalityCode};
pub use municipality::{Municipality, Register};
pub use network::{Network, Networks, NetworksError};
pub use reading::{Problem, RegisterError};
pub use selection::{Selection, SelectionError};
pub use size::{SIZE_CLASSES, SizeClass};
