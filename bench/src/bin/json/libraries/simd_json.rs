//! `simd-json`. It reads in place, so it works on a copy of the frame; and having no
//! raw value, it makes a tree that borrows from that copy.

use std::cell::RefCell;

use simd_json::prelude::*;
use simd_json::{BorrowedValue, Buffers};

use crate::calls::{Call, Reply};

thread_local! {
    static BUFFERS: RefCell<(Vec<u8>, Buffers)> = RefCell::default();
}

pub(super) fn answer<C: Call>(frame: &str, answer: &mut Vec<u8>) {
    BUFFERS.with_borrow_mut(|(copy, buffers)| {
        copy.clear();
        copy.extend_from_slice(frame.as_bytes());
        let tree = simd_json::to_borrowed_value_with_buffers(copy, buffers);
        let mut envelope = tree.expect("it is JSON");
        let input = envelope.remove("input").expect("it is an object");
        let input: BorrowedValue<'_> = input.expect("it has an input");
        let fields = ["type", "actor", "actorId", "method", "id"];
        let [kind, .., id] = fields.map(|field| envelope.get_str(field).expect("it is a call"));
        assert_eq!(kind, "rpc");
        let call = C::deserialize(input).expect("it is the input");
        simd_json::to_writer(answer, &Reply::new(id, call.run())).expect("a result can be written");
    });
}
