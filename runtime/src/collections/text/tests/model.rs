//! Every operation against that of `String`, with snapshots that stay as they
//! were.

use std::fmt::Write;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use proptest::prelude::*;

use super::{check, check_chunks, unshared};
use crate::collections::Text;
use crate::collections::text::chunk::LONGEST;

#[derive(Debug, Clone)]
pub(super) enum Change {
    Push(char),
    PushStr(String),
    Write(String),
    Extend(Vec<char>),
    Pop,
    PopMany(usize),
    Insert(usize, char),
    InsertStr(usize, String),
    Type(usize, String),
    Remove(usize),
    RemoveMany(usize, usize),
    ReplaceRange(usize, usize, String),
    Replace(usize, usize, String),
    Truncate(usize),
    Clear,
    Rebuild,
}

/// Some text of chars of one to four bytes.
fn text(longest: usize) -> impl Strategy<Value = String> {
    let char = prop_oneof![4 => Just('a'), 1 => Just('é'), 1 => Just('€'), 1 => Just('🦀'), 1 => any::<char>()];
    prop::collection::vec(char, 0..longest).prop_map(|chars| chars.into_iter().collect())
}

pub(super) fn change() -> impl Strategy<Value = Change> {
    use Change::*;
    let at = any::<usize>;
    prop_oneof![
        4 => any::<char>().prop_map(Push),
        6 => text(9).prop_map(PushStr),
        2 => text(200).prop_map(PushStr),
        2 => text(30).prop_map(Write),
        2 => prop::collection::vec(any::<char>(), 0..9).prop_map(Extend),
        4 => Just(Pop),
        2 => (0..40_usize).prop_map(PopMany),
        6 => (at(), any::<char>()).prop_map(|(at, char)| Insert(at, char)),
        6 => (at(), text(60)).prop_map(|(at, text)| InsertStr(at, text)),
        4 => (at(), text(30)).prop_map(|(at, text)| Type(at, text)),
        6 => at().prop_map(Remove),
        2 => (at(), 0..60_usize).prop_map(|(at, count)| RemoveMany(at, count)),
        6 => (at(), at(), text(20)).prop_map(|(a, b, text)| ReplaceRange(a, b, text)),
        8 => (at(), 0..30_usize, text(9)).prop_map(|(at, length, text)| Replace(at, length, text)),
        4 => (at(), 0..50_usize).prop_map(|(at, length)| Replace(at, length, String::new())),
        1 => at().prop_map(Truncate),
        1 => Just(Clear),
        1 => Just(Rebuild),
    ]
}

/// The boundary of a char that a random number means.
fn boundary(model: &str, at: usize) -> usize {
    model.floor_char_boundary(at % (model.len() + 1))
}

fn range(model: &str, a: usize, b: usize) -> Range<usize> {
    let (a, b) = (boundary(model, a), boundary(model, b));
    a.min(b)..a.max(b)
}

/// Does the same to both.
pub(super) fn apply(text: &mut Text, model: &mut String, change: &Change) {
    match change {
        Change::Push(char) => {
            text.push(*char);
            model.push(*char);
        }
        Change::PushStr(more) => {
            text.push_str(more);
            model.push_str(more);
        }
        Change::Write(more) => {
            write!(text, "<{more}>").unwrap();
            write!(model, "<{more}>").unwrap();
        }
        Change::Extend(chars) => {
            text.extend(chars);
            model.extend(chars);
        }
        Change::Pop => assert_eq!(text.pop(), model.pop()),
        Change::PopMany(count) => {
            for _ in 0..*count {
                assert_eq!(text.pop(), model.pop());
            }
        }
        Change::Truncate(at) => {
            text.truncate(boundary(model, *at));
            model.truncate(boundary(model, *at));
        }
        Change::Clear => {
            text.clear();
            model.clear();
        }
        Change::Rebuild => *text = text.chars().collect(),
        _ => apply_inside(text, model, change),
    }
}

fn apply_inside(text: &mut Text, model: &mut String, change: &Change) {
    match change {
        Change::Insert(at, char) => {
            let at = boundary(model, *at);
            text.insert(at, *char);
            model.insert(at, *char);
        }
        Change::InsertStr(at, more) => {
            let at = boundary(model, *at);
            text.insert_str(at, more);
            model.insert_str(at, more);
        }
        Change::Type(at, more) => {
            let mut at = boundary(model, *at);
            for char in more.chars() {
                text.insert(at, char);
                model.insert(at, char);
                at += char.len_utf8();
            }
        }
        Change::Remove(at) => remove(text, model, *at),
        Change::RemoveMany(at, count) => (0..*count).for_each(|_| remove(text, model, *at)),
        Change::ReplaceRange(a, b, with) => replace(text, model, range(model, *a, *b), with),
        Change::Replace(at, length, with) => {
            let at = boundary(model, *at);
            let end = model.len().min(at + length);
            replace(text, model, at..model.floor_char_boundary(end), with);
        }
        _ => unreachable!(),
    }
}

fn remove(text: &mut Text, model: &mut String, at: usize) {
    let at = boundary(model, at);
    if at < model.len() {
        assert_eq!(text.remove(at), model.remove(at));
    }
}

fn replace(text: &mut Text, model: &mut String, range: Range<usize>, with: &str) {
    text.replace_range(range.clone(), with);
    model.replace_range(range, with);
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// All that can be read.
fn compare(text: &Text, model: &String) {
    check(text);
    assert_eq!(text.len(), model.len());
    assert_eq!(text.is_empty(), model.is_empty());
    assert_eq!(text, model);
    assert_eq!(text.to_string(), *model);
    assert_eq!(format!("{text:?}"), format!("{model:?}"));
    assert!(text.chars().eq(model.chars()));
    assert!(text.chars().rev().eq(model.chars().rev()));
    assert_eq!(hash(text), hash(model));
    for index in (0..model.len() + 3).step_by(1 + model.len() / 16) {
        assert_eq!(text.is_char_boundary(index), model.is_char_boundary(index));
        let range = range(model, index, index * 3);
        assert_eq!(text.slice(range.clone()), model[range]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn is_a_string(changes in prop::collection::vec((change(), any::<bool>()), 1..60)) {
        let (mut text, mut model) = (Text::new(), String::new());
        let mut snapshots = vec![(text.clone(), model.clone())];
        for (change, keep) in &changes {
            apply(&mut text, &mut model, change);
            compare(&text, &model);
            check_chunks(&text);
            prop_assert!(text.chunks().all(|chunk| chunk.len() <= LONGEST));
            if *keep {
                snapshots.push((text.clone(), model.clone()));
            }
        }
        for (text, model) in &snapshots {
            compare(text, model);
        }
    }

    #[test]
    fn is_a_string_however_it_was_cut(
        start in any::<Text>(),
        changes in prop::collection::vec(change(), 1..20),
    ) {
        let (mut text, mut model) = (start.clone(), start.to_string());
        compare(&start, &model);
        for change in &changes {
            apply(&mut text, &mut model, change);
            compare(&text, &model);
        }
        prop_assert_eq!(start.chunks.len(), start.chunks().count());
    }

    #[test]
    fn is_compared_as_a_string(a in any::<Text>(), b in any::<Text>(), changes in prop::collection::vec(change(), 0..3)) {
        let mut c = a.clone();
        let mut model = a.to_string();
        for change in &changes {
            apply(&mut c, &mut model, change);
        }
        for other in [&b, &c, &Text::from(a.to_string())] {
            let (string, other_string) = (a.to_string(), other.to_string());
            prop_assert_eq!(&a == other, string == other_string);
            prop_assert_eq!(a.cmp(other), string.cmp(&other_string));
        }
    }

    #[test]
    fn a_change_touches_few_chunks(at in any::<usize>(), length in 0..40_usize, with in text(30)) {
        let whole = "0123456789".repeat(2000);
        let committed = Text::from(whole.as_str());
        let mut draft = committed.clone();
        let at = at % whole.len();
        draft.replace_range(at..whole.len().min(at + length), &with);
        prop_assert!(unshared(&draft, &committed) <= 3 + with.len() / (LONGEST / 2));
    }
}
