//! Pseudo-classes of an untouched page: what holds before anybody moves a pointer or presses a key.
//! Knows the tree; not selectors.

use cssparser::match_ignore_ascii_case;

use crate::accessibility::document::{Document, NodeId};

/// A pseudo-class that does not follow from the structure of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum State {
    /// Leads somewhere.
    Link,
    Checked,
    Disabled,
    Enabled,
    Required,
    Optional,
    ReadOnly,
    ReadWrite,
    PlaceholderShown,
    /// In this language, or a part of it.
    Lang(String),
    /// `:defined` and its like.
    Always,
    /// Hovering, focus, visited and others that an untouched page is not in.
    Never,
}

impl State {
    /// The pseudo-class of a name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match_ignore_ascii_case! { name,
            "link" | "any-link" | "-webkit-any-link" => Self::Link,
            "checked" => Self::Checked,
            "disabled" => Self::Disabled,
            "enabled" => Self::Enabled,
            "required" => Self::Required,
            "optional" => Self::Optional,
            "read-only" => Self::ReadOnly,
            "read-write" => Self::ReadWrite,
            "placeholder-shown" => Self::PlaceholderShown,
            "defined" => Self::Always,
            "hover" | "focus" | "focus-visible" | "focus-within" | "active" | "visited" | "target" | "open"
                | "target-within" | "fullscreen" | "modal" | "autofill" | "-webkit-autofill" | "invalid"
                | "valid" | "user-invalid" | "user-valid" | "in-range" | "out-of-range" | "indeterminate"
                | "default" | "popover-open" | "playing" | "paused" | "-moz-focusring" | "picture-in-picture"
                | "local-link" | "past" | "future" | "current" | "blank" | "host" => Self::Never,
            _ => return None,
        })
    }

    /// Whether an element is in this state.
    pub(super) fn holds(&self, document: &Document, id: NodeId) -> bool {
        let tag = document.tag(id);
        let has = |name: &str| document.attribute(id, name).is_some();
        let is_control =
            matches!(tag, "button" | "input" | "select" | "textarea" | "fieldset" | "optgroup" | "option");
        match self {
            Self::Link => matches!(tag, "a" | "area") && has("href"),
            Self::Checked => {
                let kind = document.attribute(id, "type").unwrap_or_default();
                let boxed = kind.eq_ignore_ascii_case("checkbox") || kind.eq_ignore_ascii_case("radio");
                (tag == "input" && boxed && has("checked")) || (tag == "option" && has("selected"))
            }
            Self::Disabled => is_control && is_disabled(document, id),
            Self::Enabled => is_control && !is_disabled(document, id),
            Self::Required => matches!(tag, "input" | "select" | "textarea") && has("required"),
            Self::Optional => matches!(tag, "input" | "select" | "textarea") && !has("required"),
            Self::ReadWrite => is_editable(document, id),
            Self::ReadOnly => !is_editable(document, id),
            Self::PlaceholderShown => {
                let empty = document.attribute(id, "value").is_none_or(str::is_empty);
                matches!(tag, "input" | "textarea") && has("placeholder") && empty
            }
            Self::Lang(wanted) => {
                let found = document.lineage(id).find_map(|node| document.attribute(node, "lang"));
                found.is_some_and(|found| speaks(found, wanted))
            }
            Self::Always => true,
            Self::Never => false,
        }
    }
}

fn is_editable(document: &Document, id: NodeId) -> bool {
    let closed = document.attribute(id, "readonly").is_some() || is_disabled(document, id);
    (matches!(document.tag(id), "input" | "textarea") && !closed)
        || document.attribute(id, "contenteditable").is_some_and(|value| value != "false")
}

fn speaks(found: &str, wanted: &str) -> bool {
    let found = found.to_ascii_lowercase();
    found == wanted || found.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('-'))
}

/// Whether a form control is disabled, by itself or by a fieldset around it (HTML 4.10.18.5).
pub(in crate::accessibility) fn is_disabled(document: &Document, id: NodeId) -> bool {
    if document.attribute(id, "disabled").is_some() {
        return true;
    }
    let mut inside = id;
    for ancestor in document.ancestors(id) {
        if document.tag(ancestor) == "fieldset" && document.attribute(ancestor, "disabled").is_some() {
            let legend = document.children(ancestor).find(|&child| document.tag(child) == "legend");
            if legend != Some(inside) {
                return true;
            }
        }
        inside = ancestor;
    }
    false
}
