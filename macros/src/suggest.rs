//! "Did you mean": the known word that is nearest to a misspelt one.

/// The nearest of the known words, if it is near enough to be what was meant.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|&(distance, candidate)| distance <= allowance(candidate))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// How many slips a word of this length may contain.
fn allowance(word: &str) -> usize {
    (word.len() / 3).clamp(1, 3)
}

/// The number of insertions, removals, changes and swaps of neighbours that
/// turn one word into the other (optimal string alignment).
fn distance(from: &str, to: &str) -> usize {
    let from: Vec<char> = from.chars().collect();
    let to: Vec<char> = to.chars().collect();
    let mut before_last = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    for row in 1..=from.len() {
        let mut current = vec![row];
        for column in 1..=to.len() {
            let change = usize::from(from[row - 1] != to[column - 1]);
            let mut cost = (last[column] + 1)
                .min(current[column - 1] + 1)
                .min(last[column - 1] + change);
            let swapped = row > 1
                && column > 1
                && from[row - 1] == to[column - 2]
                && from[row - 2] == to[column - 1];
            if swapped {
                let before_both: usize = before_last[column - 2];
                cost = cost.min(before_both + 1);
            }
            current.push(cost);
        }
        before_last = std::mem::replace(&mut last, current);
    }
    last[to.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_slips() {
        let known = ["method", "on_connect", "on_disconnect"];
        assert_eq!(nearest("mehtod", known), Some("method"));
        assert_eq!(nearest("methods", known), Some("method"));
        assert_eq!(nearest("onconnect", known), Some("on_connect"));
        assert_eq!(nearest("on_discconnect", known), Some("on_disconnect"));
    }

    #[test]
    fn leaves_other_words_alone() {
        let known = ["method", "on_activate", "on_connect"];
        for word in ["test", "inline", "must_use", "doc", "cfg", "instrument"] {
            assert_eq!(nearest(word, known), None, "{word}");
        }
    }
}
