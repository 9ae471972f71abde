//! Where in a page one is, as its tags pass: inside an element of some kind or not.
//!
//! Pure; counts the elements of one name, so that no stack of all open elements is needed.

use crate::page::scan::Tag;

/// The outermost open element of a kind: its name, and how many of that name are open from there on.
#[derive(Debug, Default)]
pub(super) struct Region(Option<(String, usize)>);

impl Region {
    /// A tag opens an element; `begins` says whether the region begins with it.
    pub(super) fn open<'h>(&mut self, tag: Tag<'h>, begins: impl Fn(Tag<'h>) -> bool) {
        match &mut self.0 {
            Some((name, open)) => *open += usize::from(tag.is(name)),
            None if begins(tag) && !tag.is_void() => self.0 = Some((tag.name().to_ascii_lowercase(), 1)),
            None => {}
        }
    }

    /// A tag closes an element.
    pub(super) fn close(&mut self, name: &str) {
        if let Some((open_name, open)) = &mut self.0
            && name.eq_ignore_ascii_case(open_name)
        {
            *open -= 1;
            if *open == 0 {
                self.0 = None;
            }
        }
    }

    /// Whether one is inside.
    pub(super) fn is_inside(&self) -> bool {
        self.0.is_some()
    }
}
