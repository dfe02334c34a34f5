//! [`State`] for values without parts: numbers, texts, times, addresses. Not
//! for those of other crates.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::num::{NonZero, Wrapping};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use super::opaque::opaque;
use super::{ApplyError, Operation, Patch, State};

opaque! {
    bool, char, String, Box<str>,
    i8, i16, i32, i64, i128, isize,
    u8, u16, u32, u64, u128, usize,
    NonZero<i8>, NonZero<i16>, NonZero<i32>, NonZero<i64>, NonZero<i128>, NonZero<isize>,
    NonZero<u8>, NonZero<u16>, NonZero<u32>, NonZero<u64>, NonZero<u128>, NonZero<usize>,
    Duration, SystemTime,
    IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6,
}

impl State for () {
    fn same(&self, (): &Self) -> bool {
        true
    }
}

macro_rules! floats {
    ($($float:ty),+) => {$(
        impl State for $float {
            fn same(&self, other: &Self) -> bool {
                self.to_bits() == other.to_bits()
            }

            fn diff(&self, old: &Self, patch: &mut Patch) {
                // NaN and the infinities are all `null` in JSON.
                let both_null = !self.is_finite() && !old.is_finite();
                if !self.same(old) && !both_null {
                    patch.replace(self);
                }
            }

            /// Takes `null`, which is all that is written of a NaN or an
            /// infinity, for a NaN. Within a value that is set as a whole, as
            /// in a snapshot, `null` is an error: serde reads no float from it.
            fn apply(&mut self, operation: Operation<'_>) -> Result<(), ApplyError> {
                let mut value = Some(*self);
                operation.set(&mut value)?;
                *self = value.unwrap_or(Self::NAN);
                Ok(())
            }
        }
    )+};
}

floats!(f32, f64);

impl State for PathBuf {
    fn same(&self, other: &Self) -> bool {
        // `Path` takes `a//b` and `a/b` for equal; the texts are not.
        self.as_os_str() == other.as_os_str()
    }
}

impl<T: State> State for Wrapping<T> {
    fn same(&self, other: &Self) -> bool {
        self.0.same(&other.0)
    }

    fn diff(&self, old: &Self, patch: &mut Patch) {
        self.0.diff(&old.0, patch);
    }

    fn assign(&mut self, from: &Self) {
        self.0.assign(&from.0);
    }

    fn apply(&mut self, operation: Operation<'_>) -> Result<(), ApplyError> {
        self.0.apply(operation)
    }
}
