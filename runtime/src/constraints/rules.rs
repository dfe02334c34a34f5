//! The rules of `#[garde(…)]`: which values each is for, and what it says about
//! one. The rules themselves are garde's.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::fmt::Display;
use std::hash::Hash;

use garde::rules;
pub use garde::rules::pattern::regex::{StaticPattern, init_pattern};

use crate::state::{Key, State};
use crate::{List, Map, Text};

type Outcome = Result<(), garde::Error>;

/// A value with a length: texts in characters, and all that holds elements.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no length",
    label = "`length` is for texts, lists, sets and maps, and for `Option`s of them",
    note = "for a number there is `range(min = …, max = …)`"
)]
pub trait Length {
    /// The length; none for `None`, which every rule but `required` lets pass.
    fn length(&self) -> Option<usize>;
}

/// A number.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number",
    label = "`range` is for numbers, and for `Option`s of them",
    note = "for a text there is `length(min = …, max = …)`"
)]
pub trait Number<Bound> {
    /// Whether it is in the range.
    ///
    /// # Errors
    ///
    /// That it is not.
    fn is_within(&self, min: Option<Bound>, max: Option<Bound>) -> Outcome;
}

/// A text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a text",
    label = "this rule is for texts, and for `Option`s of them",
    note = "for the elements of a list there is `inner(…)`"
)]
pub trait Texts {
    /// The text; none for `None`, which every rule but `required` lets pass.
    fn text(&self) -> Option<&str>;
}

/// A value that may be missing.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is never missing",
    label = "`required` is for an `Option` whose value must be there"
)]
pub trait Optional {
    /// Whether it is there.
    fn is_there(&self) -> bool;
}

/// `length(min = …, max = …)`
///
/// # Errors
///
/// That the value is too long or too short.
pub fn length<T: Length>(value: &T, min: usize, max: usize) -> Outcome {
    value.length().map_or(Ok(()), |length| {
        rules::length::simple::apply(&Counted(length), (min, max))
    })
}

/// `range(min = …, max = …)`
///
/// # Errors
///
/// That the value is too small or too large.
pub fn range<T: Number<Bound>, Bound>(
    value: &T,
    min: Option<Bound>,
    max: Option<Bound>,
) -> Outcome {
    value.is_within(min, max)
}

/// `required`
///
/// # Errors
///
/// That the value is missing.
pub fn required<T: Optional>(value: &T) -> Outcome {
    let there = value.is_there().then_some(());
    rules::required::apply(&there, ())
}

/// `custom(…)`
///
/// # Errors
///
/// What the function says.
pub fn custom<T: ?Sized, E: Display>(
    value: &T,
    check: impl FnOnce(&T) -> Result<(), E>,
) -> Outcome {
    check(value).map_err(|error| garde::Error::new(error.to_string()))
}

/// `pattern("…")`
///
/// # Errors
///
/// That the text does not match.
pub fn pattern<T: Texts>(value: &T, pattern: &StaticPattern) -> Outcome {
    on_text(value, |text| rules::pattern::apply(&text, (pattern,)))
}

/// `ascii`
///
/// # Errors
///
/// That the text has other characters.
pub fn ascii<T: Texts>(value: &T) -> Outcome {
    on_text(value, |text| rules::ascii::apply(&text, ()))
}

/// `alphanumeric`
///
/// # Errors
///
/// That the text has other characters.
pub fn alphanumeric<T: Texts>(value: &T) -> Outcome {
    on_text(value, |text| rules::alphanumeric::apply(&text, ()))
}

/// `email`
///
/// # Errors
///
/// That the text is no address.
pub fn email<T: Texts>(value: &T) -> Outcome {
    on_text(value, |text| rules::email::apply(&text, ()))
}

/// `contains("…")`
///
/// # Errors
///
/// That the text does not have the part.
pub fn contains<T: Texts>(value: &T, part: &str) -> Outcome {
    on_text(value, |text| rules::contains::apply(&text, (part,)))
}

/// `prefix("…")`
///
/// # Errors
///
/// That the text begins otherwise.
pub fn prefix<T: Texts>(value: &T, part: &str) -> Outcome {
    on_text(value, |text| rules::prefix::apply(&text, (part,)))
}

/// `suffix("…")`
///
/// # Errors
///
/// That the text ends otherwise.
pub fn suffix<T: Texts>(value: &T, part: &str) -> Outcome {
    on_text(value, |text| rules::suffix::apply(&text, (part,)))
}

/// `ip`
///
/// # Errors
///
/// That the text is no address.
pub fn ip<T: Texts>(value: &T) -> Outcome {
    on_text(value, |text| {
        rules::ip::apply(&text, (rules::ip::IpKind::Any,))
    })
}

/// `ipv4`
///
/// # Errors
///
/// That the text is no such address.
pub fn ipv4<T: Texts>(value: &T) -> Outcome {
    on_text(value, |text| {
        rules::ip::apply(&text, (rules::ip::IpKind::V4,))
    })
}

/// `ipv6`
///
/// # Errors
///
/// That the text is no such address.
pub fn ipv6<T: Texts>(value: &T) -> Outcome {
    on_text(value, |text| {
        rules::ip::apply(&text, (rules::ip::IpKind::V6,))
    })
}

fn on_text<T: Texts>(value: &T, rule: impl FnOnce(&str) -> Outcome) -> Outcome {
    value.text().map_or(Ok(()), rule)
}

/// A length, as garde asks for it.
struct Counted(usize);

impl rules::length::simple::HasSimpleLength for Counted {
    fn length(&self) -> usize {
        self.0
    }
}

impl Length for String {
    fn length(&self) -> Option<usize> {
        Some(self.chars().count())
    }
}

impl Length for Text {
    fn length(&self) -> Option<usize> {
        Some(self.chars().count())
    }
}

macro_rules! lengths {
    ($([$($generics:tt)*] $type:ty;)+) => {$(
        impl<$($generics)*> Length for $type {
            fn length(&self) -> Option<usize> {
                Some(self.len())
            }
        }
    )+};
}

lengths! {
    [T] Vec<T>;
    [T] VecDeque<T>;
    [T: State] List<T>;
    [K, V, S] HashMap<K, V, S>;
    [T, S] HashSet<T, S>;
    [K, V] BTreeMap<K, V>;
    [T] BTreeSet<T>;
    [K: Key + Eq + Hash, V: State] Map<K, V>;
}

macro_rules! numbers {
    ($($type:ty)+) => {$(
        impl Number<$type> for $type {
            fn is_within(&self, min: Option<$type>, max: Option<$type>) -> Outcome {
                rules::range::apply(self, (min, max))
            }
        }
    )+};
}

numbers! { u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64 }

impl Texts for String {
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl<T: Length> Length for Option<T> {
    fn length(&self) -> Option<usize> {
        self.as_ref().and_then(T::length)
    }
}

impl<T: Number<Bound>, Bound> Number<Bound> for Option<T> {
    fn is_within(&self, min: Option<Bound>, max: Option<Bound>) -> Outcome {
        self.as_ref()
            .map_or(Ok(()), |value| value.is_within(min, max))
    }
}

impl<T: Texts> Texts for Option<T> {
    fn text(&self) -> Option<&str> {
        self.as_ref().and_then(T::text)
    }
}

impl<T> Optional for Option<T> {
    fn is_there(&self) -> bool {
        self.is_some()
    }
}
