//! The code of a municipality or another body. Knows no register: a well-formed code need not exist.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The code of a body: for a Swedish municipality SCB's four digits (`0127`), text since zeros lead.
/// Registers of other bodies may use 1-20 ASCII letters, digits and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MunicipalityCode(String);

/// The text is no code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no code: a code is 1-20 letters a-z, digits or hyphens, like 0127")]
pub struct CodeError(String);

impl MunicipalityCode {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for MunicipalityCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        Self::try_from(text.to_owned())
    }
}

impl TryFrom<String> for MunicipalityCode {
    type Error = CodeError;

    fn try_from(text: String) -> Result<Self, CodeError> {
        let well_formed = (1..=20).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if well_formed { Ok(Self(text)) } else { Err(CodeError(text)) }
    }
}

impl From<MunicipalityCode> for String {
    fn from(code: MunicipalityCode) -> Self {
        code.0
    }
}

impl fmt::Display for MunicipalityCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_short_and_plain() {
        let check = |text: &str, expected| {
            assert_eq!(text.parse::<MunicipalityCode>().is_ok(), expected, "{text}");
        };
        check("0127", true);
        check("region-01", true);
        check("", false);
        check("01 27", false);
        check("../etc", false);
        check("Malmö", false);
        check(&"9".repeat(21), false);
    }
}
