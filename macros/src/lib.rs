//! The attribute macros of stagedoor. Use them through the `stagedoor` crate,
//! which the generated code is written for.
//!
//! Each macro (`entry`) reads what the user declared (`model`), checks what goes
//! beyond one item (`check`) and writes tokens (`expand`). Mistakes are collected
//! on the way (`errors`) and reported together, and the user's item is always
//! emitted again.

#![allow(
    clippy::single_match_else,
    reason = "two arms of tokens read better than `if let` with an `else`"
)]

mod attr;
mod check;
mod constraint;
mod crate_path;
mod docs;
mod entry;
mod errors;
mod expand;
mod model;
mod placement;
mod rename;
mod serde_attr;
mod span;
mod suggest;
mod wire_name;

#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

use model::Role;

/// Makes a type an actor. It goes on both halves: on the struct or enum that is
/// the state, and on the impl that has the methods.
///
/// ```ignore
/// use stagedoor::prelude::*;
///
/// /// A chat room.
/// #[actor]
/// pub struct Chat {
///     /// Who is in the room.
///     members: Vec<ClientId>,
///     #[actor(default = 50)]
///     capacity: u32,
///     #[actor(private)]
///     moderator_token: String,
/// }
///
/// #[actor(events(Posted))]
/// impl Chat {
///     /// Posts a message to everyone in the room.
///     #[method]
///     async fn send_message(&mut self, cx: &Context<Self>, user: &User, text: String)
///         -> Result<Message, ChatError>
///     {
///         // …
///     }
///
///     #[on_connect]
///     fn join(&mut self, cx: &Context<Self>) {
///         self.members.push(cx.client_id());
///     }
/// }
/// ```
///
/// # On the type
///
/// A struct or an enum without generic parameters. It gets `Clone`,
/// `Serialize`, `Deserialize`, `JsonSchema` and change detection; a derive that
/// you list below the attribute is not added again, and who derives serde's
/// traits himself writes serde's attributes himself. Names on the wire are in
/// camelCase. Your own `#[serde(…)]` attributes are followed; one that cannot
/// be is an error.
///
/// | option | on | meaning |
/// | --- | --- | --- |
/// | `name = "…"` | type | the actor's wire name, instead of the type's in camelCase |
/// | `name = "…"` | field, variant | its wire name |
/// | `rename_all = "…"` | type | the case of all wire names inside, as serde spells it |
/// | `default = …` | field | the value that a new instance starts from, instead of `Default` |
/// | `default = …` | enum, tuple struct | the same for the whole state |
/// | `private` | named field | kept, but never sent to anyone |
/// | `opaque` | field, variant | compared with `==` and sent whole |
/// | `opaque` | type | the same for all of it, and no derives are added |
///
/// An enum or a tuple struct without `default` starts from its `Default`;
/// `#[default]` on a variant is enough for it to be derived.
///
/// # On the impl
///
/// An impl without a trait. Your functions stay as they are, and can be called
/// and tested without any runtime. For `Chat` it adds `ChatHandle`, which has
/// the same methods for every way to call.
///
/// | option | meaning |
/// | --- | --- |
/// | `events(A, B)` | what the actor may emit, see [`macro@event`] |
/// | `rename_all = "…"` | the case of the wire names of methods and parameters |
///
/// Inside, functions are marked with [`macro@method`], [`macro@on_activate`],
/// [`macro@on_deactivate`], [`macro@on_connect`] or [`macro@on_disconnect`],
/// which need no import there.
#[proc_macro_attribute]
pub fn actor(arguments: TokenStream, item: TokenStream) -> TokenStream {
    entry::actor(arguments.into(), &item.into()).into()
}

/// Makes a type a value that travels: in an actor's state, as a parameter or a
/// result of a method, in an event.
///
/// ```ignore
/// use stagedoor::prelude::*;
///
/// #[model]
/// pub struct Message {
///     text: String,
///     from: ClientId,
///     #[model(default)]
///     edited: bool,
/// }
///
/// /// Who someone is; may be the key of a map.
/// #[model(key)]
/// #[derive(PartialEq, Eq, Hash)]
/// pub struct UserId(String);
/// ```
///
/// It goes on structs and enums, generic ones included, and adds `Clone`,
/// `Serialize`, `Deserialize`, `JsonSchema` and change detection, under the same
/// rules as [`macro@actor`]. Enums whose variants have no fields may be keys of maps.
///
/// | option | on | meaning |
/// | --- | --- | --- |
/// | `rename_all = "…"` | type | the case of all wire names inside, as serde spells it |
/// | `name = "…"` | field, variant | its wire name |
/// | `default` | field | may be missing, and is then its type's `Default` |
/// | `default = …` | field | may be missing, and is then this value |
/// | `opaque` | field, variant | compared with `==` and sent whole |
/// | `opaque` | type | the same for all of it, and no derives are added |
/// | `key` | struct that wraps one value | may be the key of a map, as the value may |
///
/// # Constraints
///
/// `#[garde(…)]` on a field says what a value that comes in has to be beyond
/// its type. It is shown in the schema, and checked before a method runs, also
/// where the model is inside of other models, lists and maps.
///
/// | rule | for | meaning |
/// | --- | --- | --- |
/// | `length(min = …, max = …)`, `length(equal = …)` | texts, in characters; lists, sets, maps | how long |
/// | `range(min = …, max = …)`, `range(equal = …)` | numbers | how large; the ends are within |
/// | `pattern("…")` | texts | matches the regular expression |
/// | `email`, `ip`, `ipv4`, `ipv6`, `ascii`, `alphanumeric` | texts | is one, or has no other characters |
/// | `contains("…")`, `prefix("…")`, `suffix("…")` | texts | has it, begins or ends with it |
/// | `required` | `Option` | is there |
/// | `inner(…)` | lists, sets | rules for each element |
/// | `custom(function)` | anything | what `fn(&T) -> Result<(), E>` says, with `E: Display` |
///
/// The rules are those of the crate garde. All but `required` let a `None` pass.
/// A caller is told all that is wrong, up to 100 issues (`Issue::MOST`).
#[proc_macro_attribute]
pub fn model(arguments: TokenStream, item: TokenStream) -> TokenStream {
    entry::type_item(Role::Model, arguments.into(), &item.into()).into()
}

/// Makes a type an event: a typed message from an instance to its subscribers.
///
/// ```ignore
/// use stagedoor::prelude::*;
///
/// /// Someone posted a message.
/// #[event]
/// pub struct Posted {
///     message: Message,
/// }
/// ```
///
/// An actor declares what it emits, `#[actor(events(Posted))]`, and emits it
/// through its context: `cx.emit(Posted { message }).broadcast()`.
///
/// | option | on | meaning |
/// | --- | --- | --- |
/// | `name = "…"` | type | the event's wire name, instead of the type's in camelCase |
/// | `name = "…"` | named field, variant | its wire name |
/// | `rename_all = "…"` | type | the case of all wire names inside, as serde spells it |
#[proc_macro_attribute]
pub fn event(arguments: TokenStream, item: TokenStream) -> TokenStream {
    entry::type_item(Role::Event, arguments.into(), &item.into()).into()
}

/// Derives change detection for a type that derives serde's traits itself;
/// [`macro@actor`] and [`macro@model`] add it to theirs.
///
/// ```ignore
/// #[derive(Clone, serde::Serialize, serde::Deserialize, stagedoor::State)]
/// #[serde(rename_all = "kebab-case")]
/// struct Point {
///     x: f64,
///     #[state(opaque)]
///     tag: Tag,
/// }
/// ```
///
/// What it compares, sends and applies follows the `#[serde(…)]` attributes. A
/// patch that removes a member with `skip_serializing_if` gives it what serde
/// gives a missing one; members that are not sent stay as they are, unless the
/// value around them is set as a whole.
///
/// | option | on | meaning |
/// | --- | --- | --- |
/// | `opaque` | type, field, variant | compared with `==` and sent whole |
/// | `key` | struct that wraps one value | may be the key of a map, as the value may |
#[proc_macro_derive(State, attributes(state, serde, garde))]
pub fn state(item: TokenStream) -> TokenStream {
    entry::state(item.into()).into()
}

/// Makes a function of an actor's impl one that clients call.
///
/// ```ignore
/// #[actor]
/// impl Chat {
///     /// The last messages, newest first.
///     #[method]
///     fn history(
///         &self,
///         /// How many at most.
///         last: usize,
///     ) -> Vec<Message> {
///         // …
///     }
/// }
/// ```
///
/// - `&mut self` may change the state, `&self` may not; `fn` and `async fn` are fine.
/// - A parameter by value comes over the wire: it is a field of the input
///   object. `Input(stroke): Input<Stroke>` takes the whole input instead.
/// - A parameter by reference is lent by the runtime: `&Context<Self>`, and
///   every type that implements `FromCall`.
/// - `#[garde(length(max = 500))]` on a parameter constrains it, see
///   [`model`](macro@model#constraints).
/// - It returns any value that travels, or a `Result` with one.
/// - Documentation, that of parameters included, goes into the schema and onto
///   the handle; `#[cfg]` and `#[deprecated]` hold for both.
///
/// | option | meaning |
/// | --- | --- |
/// | `name = "…"` | the wire name, instead of the function's in camelCase |
#[proc_macro_attribute]
pub fn method(_: TokenStream, item: TokenStream) -> TokenStream {
    placement::orphan("method", &item.into()).into()
}

/// Makes a function of an actor's impl the one that runs when an instance comes
/// to life: after its starting state is made and before the first call.
///
/// It is `fn(&mut self)` or `fn(&mut self, &Context<Self>)`, may be `async`, and
/// returns nothing or `Result<(), E>`. A hook that fails is as if it had never run.
#[proc_macro_attribute]
pub fn on_activate(_: TokenStream, item: TokenStream) -> TokenStream {
    placement::orphan("on_activate", &item.into()).into()
}

/// Makes a function of an actor's impl the one that runs before an instance goes.
///
/// Its signature is that of [`macro@on_activate`].
#[proc_macro_attribute]
pub fn on_deactivate(_: TokenStream, item: TokenStream) -> TokenStream {
    placement::orphan("on_deactivate", &item.into()).into()
}

/// Makes a function of an actor's impl the one that runs when a connection first
/// touches an instance, ahead of what it asked for.
///
/// Its signature is that of [`macro@on_activate`].
#[proc_macro_attribute]
pub fn on_connect(_: TokenStream, item: TokenStream) -> TokenStream {
    placement::orphan("on_connect", &item.into()).into()
}

/// Makes a function of an actor's impl the one that runs when a connection that
/// touched an instance has closed.
///
/// Its signature is that of [`macro@on_activate`].
#[proc_macro_attribute]
pub fn on_disconnect(_: TokenStream, item: TokenStream) -> TokenStream {
    placement::orphan("on_disconnect", &item.into()).into()
}
