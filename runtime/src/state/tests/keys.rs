//! The names of keys.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::num::NonZero;

use crate::state::Key;

#[test]
fn a_key_is_what_serde_json_writes() {
    fn assert_key<K: Key + Ord>(key: K) {
        let expected: Cow<'_, str> = Cow::Owned(key.key().into_owned());
        let json = serde_json::to_string(&BTreeMap::from([(key, 0)])).unwrap();
        let parsed: BTreeMap<String, u8> = serde_json::from_str(&json).unwrap();
        assert_eq!(parsed.keys().next().unwrap(), &expected);
    }
    assert_key(String::from("a\"/~\n"));
    assert_key(String::new());
    assert_key::<Box<str>>("é".into());
    assert_key(true);
    assert_key(false);
    assert_key('"');
    assert_key(i8::MIN);
    assert_key(u64::MAX);
    assert_key(i128::MIN);
    assert_key(u128::MAX);
    assert_key(usize::MAX);
    assert_key(NonZero::new(-1_i16).unwrap());
    #[cfg(feature = "uuid")]
    assert_key(uuid::Uuid::new_v4());
}
