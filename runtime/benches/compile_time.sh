#!/usr/bin/env bash
# What the macros cost at compile time: crates of 1, 10 and 100 methods, each
# with the attributes and without, checked and built five times. Prints the
# median of the processor time of each, and what one method adds.
#
#   runtime/benches/compile_time.sh [runs]
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
runs=${1:-5}
work=$root/target/compile-time
# Each run compiles the whole crate, and nothing but the crate.
export CARGO_INCREMENTAL=0 CARGO_TARGET_DIR=$work/target

# One method of the kind that the number says, of four that take turns.
method() {
    case $(($1 % 4)) in
    0) echo "fn add_$1(&mut self, amount: u32) -> u32 { self.count += amount; self.count }" ;;
    1) echo "fn send_$1(&mut self, cx: &Context<Self>, text: String) -> Result<Message, Failure> {
            if text.is_empty() { return Err(Failure); }
            Ok(Message { text, sent_at: cx.now() })
        }" ;;
    2) echo "async fn post_$1(&mut self, message: Message, times: u32) { self.count += times; drop(message); }" ;;
    3) echo "fn list_$1(&self, first: Option<String>, length: usize) -> Vec<Message> {
            drop((first, length)); Vec::new()
        }" ;;
    esac
}

# A crate in the directory with so many methods; `with` or `without` the attributes.
generate() {
    local crate=$1 methods=$2 kind=$3 method=
    mkdir -p "$crate/src"
    cat >"$crate/Cargo.toml" <<TOML
[package]
name = "measured"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
stagedoor = { path = "$root/runtime" }
TOML
    cp "$root/Cargo.lock" "$crate/Cargo.lock"
    [ "$kind" = with ] && method='#[method]'
    {
        echo '#![allow(dead_code, unused_imports)]'
        echo 'use stagedoor::prelude::*;'
        echo '#[model] pub struct Message { text: String, sent_at: u64 }'
        echo '#[derive(Debug)] pub struct Failure;'
        echo 'impl std::fmt::Display for Failure {'
        echo '    fn fmt(&self, to: &mut std::fmt::Formatter<'"'"'_>) -> std::fmt::Result { to.write_str("no") }'
        echo '}'
        # A type and an impl that are there on both sides, so that their cost is not the methods'.
        echo '#[actor] pub struct Other;'
        echo '#[actor] impl Other { #[method] fn nothing(&self) {} }'
        if [ "$kind" = with ]; then
            echo '#[actor] pub struct Chat { count: u32 }'
            echo '#[actor]'
        else
            echo 'pub struct Chat { count: u32 }'
            # What a method takes from the runtime has to have a type.
            echo 'pub struct Context<A>(std::marker::PhantomData<A>);'
            echo 'impl<A> Context<A> { fn now(&self) -> u64 { 0 } }'
        fi
        echo 'impl Chat {'
        for ((index = 0; index < methods; index++)); do
            echo "    $method $(method "$index")"
        done
        echo '}'
    } >"$crate/src/lib.rs"
}

# The median of so many runs of a cargo command, in milliseconds.
median() {
    local crate=$1 TIMEFORMAT='%U %S'
    shift
    for ((run = 0; run < runs; run++)); do
        touch "$crate/src/lib.rs"
        # Processor time, which other work on the machine changes little.
        { time cargo "$@" --quiet --manifest-path "$crate/Cargo.toml"; } 2>&1 |
            awk '{ printf "%d\n", ($1 + $2) * 10000 }'
    done | sort -n | sed -n "$((runs / 2 + 1))p"
}

milliseconds() { printf '%d.%d' $(($1 / 10)) $(($1 % 10)); }

printf '%-8s %8s %12s %12s %16s\n' command methods 'without, ms' 'with, ms' 'per method, ms'
for command in check build; do
    for methods in 1 10 100; do
        declare -A taken
        for kind in without with; do
            crate=$work/$kind-$methods
            generate "$crate" "$methods" "$kind"
            cargo "$command" --quiet --manifest-path "$crate/Cargo.toml"
            taken[$kind]=$(median "$crate" "$command")
        done
        added=$(((${taken[with]} - ${taken[without]}) * 10 / methods))
        printf '%-8s %8d %12s %12s %13d.%02d\n' "$command" "$methods" \
            "$(milliseconds "${taken[without]}")" "$(milliseconds "${taken[with]}")" \
            $((added / 100)) $((added % 100))
    done
done
