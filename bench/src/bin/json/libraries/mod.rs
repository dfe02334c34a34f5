//! The libraries, each with the way of reading a call that suits it best.

mod serde_json;
mod simd_json;
mod sonic;

use crate::Answer;
use crate::calls::Call;

/// How a library answers a call, by its name.
pub(crate) fn answer<C: Call>(library: &str) -> Option<Answer> {
    Some(match library {
        "serde_json" => serde_json::answer::<C>,
        "simd-json" => simd_json::answer::<C>,
        "sonic-rs" => sonic::answer::<C>,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::answer;
    use crate::calls::{Add, Call, Order, Say, frame};

    fn agree<C: Call>(call: &str) {
        let frame = frame(call).unwrap();
        let answers = ["serde_json", "sonic-rs", "simd-json"].map(|library| {
            let mut out = Vec::new();
            answer::<C>(library).unwrap()(&frame, &mut out);
            String::from_utf8(out).unwrap()
        });
        assert_eq!(answers[1], answers[0]);
        assert_eq!(answers[2], answers[0]);
    }

    #[test]
    fn all_give_the_same_answers() {
        agree::<Add>("add");
        agree::<Say>("text");
        agree::<Order>("nested");
    }

    #[test]
    fn large_inputs_are_of_10_kilobytes() {
        for call in ["text", "nested"] {
            let bytes = frame(call).unwrap().len();
            assert!((9_900..10_400).contains(&bytes), "{call}: {bytes}");
        }
    }
}
