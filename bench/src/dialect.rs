//! [`Dialect`]: how a server is spoken to.

use memchr::memmem;

/// The texts of calls, subscriptions and answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// The wire protocol of stagedoor.
    Stagedoor,
    /// JSON-RPC 2.0, as jsonrpsee has it.
    JsonRpc,
}

/// One instance of an actor.
#[derive(Clone, Copy)]
pub(crate) struct Instance<'a> {
    pub(crate) actor: &'a str,
    pub(crate) id: &'a str,
}

/// The method that the calls of most scenarios are of.
pub(crate) const INCREMENT: Method<'static> = Method {
    name: "increment",
    input: "{}",
};

/// A method with its input.
#[derive(Clone, Copy)]
pub(crate) struct Method<'a> {
    pub(crate) name: &'a str,
    pub(crate) input: &'a str,
}

impl Dialect {
    /// A call. Its id is a number of eight digits, so that it can be replaced in place.
    pub(crate) fn call(self, id: usize, instance: Instance<'_>, method: Method<'_>) -> String {
        let Instance {
            actor,
            id: actor_id,
        } = instance;
        let Method { name, input } = method;
        match self {
            Self::Stagedoor => format!(
                r#"{{"type":"rpc","id":"{id:08}","actor":"{actor}","actorId":"{actor_id}","method":"{name}","input":{input}}}"#
            ),
            Self::JsonRpc => {
                format!(r#"{{"jsonrpc":"2.0","id":"{id:08}","method":"{name}","params":{input}}}"#)
            }
        }
    }

    /// Asks for the events of an instance.
    pub(crate) fn listen(self, instance: Instance<'_>) -> String {
        let Instance { actor, id } = instance;
        match self {
            Self::Stagedoor => {
                format!(r#"{{"type":"event:sub","actor":"{actor}","actorId":"{id}"}}"#)
            }
            Self::JsonRpc => r#"{"jsonrpc":"2.0","id":"00000000","method":"listen"}"#.to_owned(),
        }
    }

    /// Asks for the state of an instance, or for the nearest to it.
    pub(crate) fn follow(self, instance: Instance<'_>) -> String {
        let Instance { actor, id } = instance;
        match self {
            Self::Stagedoor => {
                format!(r#"{{"type":"state:sub","actor":"{actor}","actorId":"{id}"}}"#)
            }
            Self::JsonRpc => self.listen(instance),
        }
    }

    /// Whether a text confirms what [`Dialect::follow`] asked for.
    pub(crate) fn is_following(self, text: &[u8]) -> bool {
        match self {
            Self::Stagedoor => memmem::find(text, br#""state:snapshot""#).is_some(),
            Self::JsonRpc => self.answered(text).is_some(),
        }
    }

    /// The id of the call that a text answers, if it answers one with success.
    #[expect(clippy::unused_self, reason = "the dialects agree in this by chance")]
    pub(crate) fn answered(self, text: &[u8]) -> Option<usize> {
        let id = number_after(text, br#""id":""#)?;
        memmem::find(text, br#""result":"#).map(|_| id)
    }
}

/// The number whose digits follow a text.
pub(crate) fn number_after(text: &[u8], before: &[u8]) -> Option<usize> {
    let start = memmem::find(text, before)? + before.len();
    let digits = text[start..]
        .iter()
        .take_while(|byte| byte.is_ascii_digit());
    digits
        .map(|digit| usize::from(digit - b'0'))
        .fold(None, |number, digit| Some(number.unwrap_or(0) * 10 + digit))
}

/// Writes a number over the eight digits at a place.
pub(crate) fn overwrite(text: &mut [u8], at: usize, number: usize) {
    let mut rest = number;
    for digit in text[at..at + 8].iter_mut().rev() {
        *digit = b'0' + u8::try_from(rest % 10).expect("a digit is below ten");
        rest /= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_known_by_its_id() {
        let answer = br#"{"type":"rpc:result","id":"00000012","result":7}"#;
        assert_eq!(Dialect::Stagedoor.answered(answer), Some(12));
        let answer = br#"{"jsonrpc":"2.0","id":"00000012","result":7}"#;
        assert_eq!(Dialect::JsonRpc.answered(answer), Some(12));
    }

    #[test]
    fn neither_an_error_nor_an_event_is_an_answer() {
        let error = br#"{"type":"rpc:result","id":"00000012","error":"no"}"#;
        assert_eq!(Dialect::Stagedoor.answered(error), None);
        let event = br#"{"type":"event","actor":"chat","payload":{"text":"00000001"}}"#;
        assert_eq!(Dialect::Stagedoor.answered(event), None);
        let event = br#"{"method":"message","params":{"subscription":1,"result":{}}}"#;
        assert_eq!(Dialect::JsonRpc.answered(event), None);
    }

    #[test]
    fn a_number_is_written_over_its_digits() {
        let mut text = br#"{"id":"00000000"}"#.to_vec();
        overwrite(&mut text, 7, 1_234);
        assert_eq!(text, br#"{"id":"00001234"}"#);
        assert_eq!(number_after(&text, br#""id":""#), Some(1_234));
    }
}
