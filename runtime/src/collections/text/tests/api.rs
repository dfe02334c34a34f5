//! What is not in the model: chunks, conversions, panics.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{check, check_chunks, chunks, of_chunks, unshared};
use crate::collections::Text;
use crate::collections::text::chunk::{GROWN, LONGEST};

#[test]
fn an_append_fills_the_last_chunk_and_then_starts_another() {
    let mut text = Text::from("x".repeat(LONGEST));
    text.push_str("abc");
    text.push_str("defgh");
    text.push_str("i");
    assert_eq!(chunks(&text)[1..], ["abcdefgh", "i"]);
    for _ in 0..1000 {
        text.push('é');
    }
    check_chunks(&text);
    assert!(text.chunks().count() <= 2 * text.len() / GROWN);
}

#[test]
fn a_long_text_is_cut_evenly_between_chars() {
    assert_eq!(chunks(&Text::from("")), [""; 0]);
    let text = Text::from("a".repeat(LONGEST + 1));
    assert_eq!(chunks(&text), ["a".repeat(13), "a".repeat(12)]);
    for length in 1..100 {
        let text = Text::from("🦀".repeat(length));
        assert!(text.chunks().all(|chunk| chunk.len() <= LONGEST));
        check_chunks(&text);
    }
}

#[test]
fn worn_chunks_are_joined() {
    let mut text = Text::from("0123456789".repeat(100));
    while text.len() > 2 {
        text.remove(text.len() / 2);
        check(&text);
        check_chunks(&text);
    }
    let mut text = Text::from("0123456789".repeat(100));
    // One char of each chunk is left.
    for start in 0..100 {
        let end = text.len().min(start + 9);
        text.replace_range(start..end, "");
        check_chunks(&text);
    }
    // The end comes and goes.
    for _ in 0..100 {
        text.push_str("01234567");
        for _ in 0..7 {
            text.pop();
        }
        check_chunks(&text);
    }
}

#[test]
fn an_append_copies_one_short_chunk() {
    let mut text = Text::from("x".repeat(100_000));
    for _ in 0..50 {
        let clone = text.clone();
        text.push_str("abc");
        assert_eq!(unshared(&text, &clone), 1);
    }
    let clone = text.clone();
    text.push_str("");
    text.replace_range(5..5, "");
    text.truncate(text.len());
    text.extend([""]);
    assert!(text.ptr_eq(&clone));
}

#[test]
fn chunks_that_were_read_stay_until_they_are_changed() {
    let long = "y".repeat(1000);
    let mut text = of_chunks(&["", "a", "b", "", long.as_str(), "c", "d", ""]);
    assert_eq!(text.to_string(), format!("ab{long}cd"));
    text.replace_range(1003..1004, "e");
    assert_eq!(chunks(&text)[..5], ["", "a", "b", "", long.as_str()]);
    assert_eq!(chunks(&text)[5..], ["ce"]);
    text.insert(0, 'z');
    text.insert(500, 'z');
    check(&text);
    assert!(text.chunks().all(|chunk| chunk.len() <= LONGEST));
    text.clear();
    assert_eq!(chunks(&text), [""; 0]);
}

#[test]
fn is_made_of_what_a_string_is_made_of() {
    let text = Text::from("année");
    assert_eq!(text, Text::from(String::from("année")));
    assert_eq!(text, "année".parse::<Text>().unwrap());
    assert_eq!(text, "année".chars().collect::<Text>());
    assert_eq!(text, ["an", "née"].into_iter().collect::<Text>());
    assert_eq!(
        text,
        ["an".to_owned(), "née".to_owned()]
            .into_iter()
            .collect::<Text>()
    );
    assert_eq!(text, "année");
    assert_eq!("année", text);
    assert_eq!(text, *"année");
    assert_ne!(text, "annee");
    let string = String::from("année");
    assert_eq!(string, text);
    assert_eq!(text, string);
    assert_eq!(String::from(text.clone()), "année");
    assert_eq!(Text::default(), "");
    let mut sum = text;
    sum += "s";
    assert_eq!(sum, "années");
}

#[test]
fn is_formatted_as_a_string() {
    let long = "tab\t\"é\u{301}🦀\u{200b}".repeat(9);
    let text = Text::from(long.as_str());
    assert_eq!(format!("{text:?}"), format!("{long:?}"));
    assert_eq!(format!("{text:<200}|"), format!("{long:<200}|"));
    assert_eq!(format!("{text:.7}"), format!("{long:.7}"));
    // A mark that would be escaped at the start of a string.
    let marked = of_chunks(&["e", "\u{301}"]);
    assert_eq!(format!("{marked:?}"), format!("{:?}", "e\u{301}"));
}

#[test]
fn panics_where_a_string_does_and_stays_as_it_was() {
    type Mutation = fn(&mut Text, usize);
    type Model = fn(&mut String, usize);
    let mutations: [(Mutation, Model); 7] = [
        (|t, at| t.insert(at, 'x'), |s, at| s.insert(at, 'x')),
        (|t, at| t.insert_str(at, ""), |s, at| s.insert_str(at, "")),
        (|t, at| _ = t.remove(at), |s, at| _ = s.remove(at)),
        (|t, at| t.truncate(at), |s, at| s.truncate(at)),
        (
            |t, at| t.replace_range(at.., "x"),
            |s, at| s.replace_range(at.., "x"),
        ),
        (
            |t, at| t.replace_range(..=at, "x"),
            |s, at| s.replace_range(..=at, "x"),
        ),
        (
            |t, at| drop(t.slice(at..)),
            |s, at| drop(s[at..].to_owned()),
        ),
    ];
    let whole = "aé€🦀".repeat(5);
    for (mutate, model) in mutations {
        for at in 0..whole.len() + 3 {
            let (mut text, mut string) = (Text::from(whole.as_str()), whole.clone());
            let outcome = catch_unwind(AssertUnwindSafe(|| mutate(&mut text, at)));
            let expected = catch_unwind(AssertUnwindSafe(|| model(&mut string, at)));
            assert_eq!(outcome.is_ok(), expected.is_ok(), "at {at}");
            assert_eq!(text, string);
        }
    }
}
