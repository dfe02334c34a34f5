//! Trees of particular shapes: grown, shrunk and worn at one place.

use super::check;
use crate::collections::List;

const LEN: usize = 3000;

#[test]
fn grows_and_shrinks_at_each_end() {
    let mut list = List::new();
    for number in 0..LEN {
        list.insert(0, LEN - 1 - number);
        check(&list);
    }
    assert!(list.iter().copied().eq(0..LEN));
    for number in 0..LEN {
        assert_eq!(list.remove(0), number);
        check(&list);
    }
    for number in 0..LEN {
        list.push(number);
        check(&list);
    }
    for number in (0..LEN).rev() {
        assert_eq!(list.pop(), Some(number));
        check(&list);
    }
    assert_eq!(list.pop(), None);
}

#[test]
fn wears_in_the_middle() {
    let mut list: List<usize> = (0..LEN).collect();
    while list.len() > 1 {
        list.remove(list.len() / 2);
        check(&list);
    }
    assert_eq!(list, List::from([0]));
    for number in 0..LEN {
        list.insert(list.len() / 2, number);
        check(&list);
    }
}

#[test]
fn wears_before_the_tail_and_grows_again() {
    for removed in 0..200 {
        let mut list: List<usize> = (0..400).collect();
        for _ in 0..removed {
            // The end of the tree, with the tail left alone.
            list.remove(390 - list.len().abs_diff(400) - 6);
            check(&list);
        }
        for number in 0..60 {
            list.push(number);
            check(&list);
        }
    }
}

#[test]
fn is_cut_anywhere_and_grows_again() {
    let whole: List<usize> = (0..700).collect();
    for len in 0..=700 {
        let mut list = whole.clone();
        list.truncate(len);
        check(&list);
        assert!(list.iter().copied().eq(0..len));
        list.extend(len..len + 50);
        check(&list);
        assert!(list.iter().copied().eq(0..len + 50));
    }
}
