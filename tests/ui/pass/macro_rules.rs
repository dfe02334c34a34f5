//! An actor that a macro writes.

use stagedoor::prelude::*;

macro_rules! counter {
    ($name:ident, $handle:ident, $value:ty, $start:expr) => {
        #[actor]
        pub struct $name {
            #[actor(default = $start)]
            value: $value,
        }

        #[actor]
        impl $name {
            #[method]
            fn add(&mut self, by: $value) -> $value {
                self.value += by;
                self.value
            }
        }

        impl $name {
            pub async fn add_one(counter: &$handle) {
                let _ = counter.add(1).await;
            }
        }
    };
}

counter!(Small, SmallHandle, u8, 1 + 1);
counter!(Large, LargeHandle, u64, 5);

fn main() {}
