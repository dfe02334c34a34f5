//! [`Key`]: the options there are. [`Position`]: where each may be written.

/// The name of an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    Name,
    RenameAll,
    Default,
    Opaque,
    Private,
    Map,
    Events,
    DeclaredBy,
    Vetted,
}

impl Key {
    const ALL: [Self; 9] = [
        Self::Name,
        Self::RenameAll,
        Self::Default,
        Self::Opaque,
        Self::Private,
        Self::Map,
        Self::Events,
        Self::DeclaredBy,
        Self::Vetted,
    ];

    pub(super) fn parse(spelling: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.spelling() == spelling)
    }

    pub(crate) fn spelling(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::RenameAll => "rename_all",
            Self::Default => "default",
            Self::Opaque => "opaque",
            Self::Private => "private",
            Self::Map => "key",
            Self::Events => "events",
            Self::DeclaredBy => "declared_by",
            Self::Vetted => "vetted",
        }
    }

    /// Whether only generated code writes it.
    pub(super) fn is_internal(self) -> bool {
        matches!(self, Self::DeclaredBy | Self::Vetted)
    }

    /// Where the option belongs, for one who wrote it elsewhere.
    pub(super) fn home(self) -> &'static str {
        match self {
            Self::Name => "a method, an event, an actor's type or one of its named fields",
            Self::RenameAll => "a type or on an actor's impl",
            Self::Default => "a field, or on an actor that is an enum or a tuple struct",
            Self::Opaque => "a type or on one of its fields or variants",
            Self::Private => "a named field of an `#[actor]` struct",
            Self::Map => "a `#[model]` struct that wraps one value",
            Self::Events => "the impl of an actor: `#[actor(events(…))] impl …`",
            Self::DeclaredBy | Self::Vetted => "generated code",
        }
    }
}

/// A place for a helper attribute, and the options that it has there.
pub(crate) struct Position {
    /// The name of the attribute.
    pub(crate) attribute: &'static str,
    /// What it is on, in words.
    pub(super) place: &'static str,
    pub(super) keys: &'static [Key],
}

impl Position {
    const fn new(attribute: &'static str, place: &'static str, keys: &'static [Key]) -> Self {
        Self {
            attribute,
            place,
            keys,
        }
    }

    pub(super) fn allows(&self, key: Key) -> bool {
        self.keys.contains(&key)
    }
}

/// The positions of one attribute on a type.
pub(crate) struct TypePositions {
    pub(crate) container: Position,
    pub(crate) named_field: Position,
    pub(crate) tuple_field: Position,
    pub(crate) variant: Position,
    pub(crate) variant_field: Position,
}

pub(crate) const ACTOR: TypePositions = TypePositions {
    container: Position::new(
        "actor",
        "a type",
        &[Key::Name, Key::RenameAll, Key::Default, Key::Opaque],
    ),
    named_field: Position::new(
        "actor",
        "a field",
        &[Key::Default, Key::Private, Key::Name, Key::Opaque],
    ),
    tuple_field: Position::new("actor", "a field without a name", &[Key::Opaque]),
    variant: Position::new("actor", "a variant", &[Key::Name, Key::Opaque]),
    variant_field: Position::new(
        "actor",
        "a field of a variant",
        &[Key::Default, Key::Name, Key::Opaque],
    ),
};

pub(crate) const MODEL: TypePositions = TypePositions {
    container: Position::new("model", "a type", &[Key::RenameAll, Key::Opaque, Key::Map]),
    named_field: Position::new("model", "a field", &[Key::Default, Key::Name, Key::Opaque]),
    tuple_field: Position::new("model", "a field without a name", &[Key::Opaque]),
    variant: Position::new("model", "a variant", &[Key::Name, Key::Opaque]),
    variant_field: Position::new(
        "model",
        "a field of a variant",
        &[Key::Default, Key::Name, Key::Opaque],
    ),
};

pub(crate) const EVENT: TypePositions = TypePositions {
    container: Position::new("event", "a type", &[Key::Name, Key::RenameAll]),
    named_field: Position::new("event", "a field", &[Key::Name]),
    tuple_field: Position::new("event", "a field without a name", &[]),
    variant: Position::new("event", "a variant", &[Key::Name]),
    variant_field: Position::new("event", "a field of a variant", &[Key::Name]),
};

pub(crate) const STATE: TypePositions = TypePositions {
    container: Position::new(
        "state",
        "a type",
        &[Key::Opaque, Key::Map, Key::DeclaredBy, Key::Vetted],
    ),
    named_field: Position::new("state", "a field", &[Key::Opaque]),
    tuple_field: Position::new("state", "a field", &[Key::Opaque]),
    variant: Position::new("state", "a variant", &[Key::Opaque]),
    variant_field: Position::new("state", "a field", &[Key::Opaque]),
};

pub(crate) const ACTOR_IMPL: Position =
    Position::new("actor", "an impl", &[Key::Events, Key::RenameAll]);

pub(crate) const METHOD: Position = Position::new("method", "a function", &[Key::Name]);

/// A lifecycle hook, by its attribute.
pub(crate) const fn hook(attribute: &'static str) -> Position {
    Position::new(attribute, "a function", &[])
}
