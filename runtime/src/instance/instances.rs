//! [`Instances`]: the instances of one actor, by id. It makes and forgets
//! them; what they do is theirs.

use std::sync::Arc;

use dashmap::DashMap;
use dashmap::mapref::entry::Entry;

use super::{Instance, Kind};
use crate::member::MemberKey;
use crate::session::Session;
use crate::shared::Shared;
use crate::{Actor, Refusal};

/// The instances of the actor `A`.
pub(crate) struct Instances<A: Actor> {
    kind: Arc<Kind<A>>,
    shared: Arc<Shared>,
    by_id: DashMap<Arc<str>, Arc<Instance<A>>>,
}

impl<A: Actor> Instances<A> {
    pub(crate) fn new(kind: Kind<A>, shared: Arc<Shared>) -> Self {
        Self {
            kind: Arc::new(kind),
            shared,
            by_id: DashMap::new(),
        }
    }

    pub(super) fn kind(&self) -> &Arc<Kind<A>> {
        &self.kind
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// The instance of this id, if there is one; it may have just ended.
    pub(crate) fn get(&self, id: &str) -> Option<Arc<Instance<A>>> {
        self.by_id.get(id).map(|known| Arc::clone(&known))
    }

    pub(crate) fn all(&self) -> Vec<Arc<Instance<A>>> {
        self.by_id.iter().map(|known| Arc::clone(&known)).collect()
    }

    /// The instance of this id, made if there is none; it may have just ended.
    ///
    /// # Errors
    ///
    /// The id is too long, there are too many instances, or the app is closing.
    pub(crate) fn get_or_make(
        self: &Arc<Self>,
        id: &str,
        creator: Option<&Session>,
    ) -> Result<Arc<Instance<A>>, Refusal> {
        if self.shared.is_closing() {
            return Err(Refusal::Unavailable);
        }
        if let Some(known) = self.get(id) {
            return Ok(known);
        }
        self.check_id(id)?;
        let id: Arc<str> = id.into();
        match self.by_id.entry(Arc::clone(&id)) {
            Entry::Occupied(known) => Ok(Arc::clone(known.get())),
            Entry::Vacant(vacant) => {
                let creator = creator.map(Session::created);
                self.shared.reserve(creator.map(AsRef::as_ref))?;
                let key = MemberKey { actor: A::NAME, id };
                let instance = Instance::new(key, self, creator.cloned());
                vacant.insert(Arc::clone(&instance));
                Ok(instance)
            }
        }
    }

    fn check_id(&self, id: &str) -> Result<(), Refusal> {
        let limit = self.shared.limits().id_bytes;
        if id.len() <= limit {
            return Ok(());
        }
        let text = format!("The actor id is {} bytes long (limit {limit})", id.len());
        Err(Refusal::TooLarge(text))
    }

    /// Forgets an instance that has ended.
    pub(crate) fn remove(&self, ended: &Instance<A>) {
        let is_it = |known: &Arc<Instance<A>>| std::ptr::eq(Arc::as_ptr(known), ended);
        let removed = self.by_id.remove_if(&ended.key.id, |_, known| is_it(known));
        if removed.is_some() {
            self.shared.release(ended.creator.as_deref());
        }
    }
}
