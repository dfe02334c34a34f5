//! Places on a page that are filled by the suite; the words around them are not.

use std::io;

/// The page with something else in the place of this name.
///
/// # Errors
///
/// There is no such place.
pub(super) fn replace(page: &str, place: &str, text: &str) -> io::Result<String> {
    let begin = format!("<!-- {place} -->\n");
    let end = format!("<!-- end of {place} -->");
    let found = page.split_once(&begin);
    let parts = found.and_then(|(before, rest)| Some((before, rest.split_once(&end)?.1)));
    let (before, after) =
        parts.ok_or_else(|| io::Error::other(format!("the page has no place `{place}`")))?;
    Ok(format!("{before}{begin}{text}{end}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_place_changes() {
        let page = "a\n<!-- x -->\nold\n<!-- end of x -->\nb\n";
        let changed = replace(page, "x", "new\n").unwrap();
        assert_eq!(changed, "a\n<!-- x -->\nnew\n<!-- end of x -->\nb\n");
        assert!(replace(page, "y", "").is_err());
    }
}
