//! The checks: one small function for each rule, found by the rule's name. A check says what it sees; what that means,
//! and in which words it is told, is the rule's data.

mod aria;
mod bypass;
mod contrast;
mod forms;
mod identical;
mod kinship;
mod language;
mod looks;
mod media;
mod names;
mod structure;
mod tables;

use super::finding::Found;
use super::semantics::Page;

/// Looks at a page and notes what it finds.
pub type Check = fn(&Page, &mut Found);

/// Every check by the name of its rule.
pub const CHECKS: [(&str, Check); 68] = [
    ("image-alternative", names::image),
    ("field-name", names::field),
    ("link-name", names::link),
    ("button-name", names::button),
    ("image-button-name", names::image_button),
    ("frame-name", names::frame),
    ("object-name", names::object),
    ("summary-name", names::summary),
    ("drawing-name", names::drawing),
    ("menu-item-name", names::menu_item),
    ("heading-name", names::heading),
    ("widget-name", names::widget),
    ("weak-label", names::weak_label),
    ("generic-link", names::generic_link),
    ("image-text", names::suspicious_image_text),
    ("label-in-name", forms::label_in_name),
    ("autocomplete", forms::autocomplete),
    ("radio-group", forms::groups),
    ("role-known", aria::role_known),
    ("aria-known", aria::property_known),
    ("aria-value", aria::property_value),
    ("aria-reference", aria::references),
    ("aria-required", aria::required),
    ("aria-required-reference", aria::required_reference),
    ("aria-permitted", aria::permitted),
    ("aria-prohibited", aria::prohibited),
    ("decoration-exposed", aria::decorative),
    ("hidden-focus", aria::hidden_focus),
    ("nested-control", aria::nested_control),
    ("owned-roles", kinship::children),
    ("context-role", kinship::parents),
    ("list-structure", kinship::list_structure),
    ("table-headers-used", tables::headers_used),
    ("table-headers-exist", tables::headers_exist),
    ("table-headers", tables::data_without_headers),
    ("page-language", language::declared),
    ("page-language-valid", language::valid),
    ("page-language-agreeing", language::agreeing),
    ("page-language-written", language::page_language),
    ("part-language-valid", language::part_valid),
    ("part-language-written", language::part_language),
    ("page-title", structure::title),
    ("zoom", structure::zoom),
    ("refresh", structure::refresh_adjustable),
    ("refresh-never", structure::refresh_never),
    ("heading-order", structure::heading_order),
    ("landmarks", structure::landmarks),
    ("unique-ids", structure::unique_ids),
    ("tab-order", structure::tab_order),
    ("frame-reachable", structure::frame_reachable),
    ("scrollable", structure::scrollable),
    ("new-window", structure::new_window),
    ("bypass", bypass::any_way),
    ("bypass-main", bypass::main_landmark),
    ("bypass-heading", bypass::heading),
    ("bypass-link", bypass::skip_link),
    ("contrast", contrast::minimum),
    ("contrast-enhanced", contrast::enhanced),
    ("letter-spacing", looks::letter_spacing),
    ("word-spacing", looks::word_spacing),
    ("line-height", looks::line_height),
    ("orientation", looks::orientation),
    ("sound-stoppable", media::stoppable),
    ("sound-short", media::short),
    ("captions", media::captions),
    ("links-alike", identical::hosts),
    ("links-alike-in-context", identical::in_context),
    ("frames-alike", identical::frames),
];
