//! [`Room`]: a state of every kind of collection, and [`Model`]: the same of the
//! types of `std`.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use stagedoor::prelude::*;

#[actor]
#[derive(Debug, Default)]
pub(crate) struct Room {
    pub(crate) numbers: List<u32>,
    pub(crate) figures: List<u32>,
    pub(crate) posts: List<Post>,
    pub(crate) drafts: List<Post>,
    pub(crate) rows: List<List<u32>>,
    pub(crate) scores: Map<String, u32>,
    pub(crate) ranks: Map<String, u32>,
    pub(crate) shelves: Map<String, List<u32>>,
    pub(crate) notes: Map<String, Text>,
    pub(crate) body: Text,
    pub(crate) title: Text,
    pub(crate) plain: Vec<u32>,
    pub(crate) spare: Vec<u32>,
    pub(crate) archive: Vec<Post>,
    pub(crate) queue: VecDeque<String>,
    pub(crate) table: HashMap<String, u32>,
    pub(crate) index: HashMap<String, u32>,
    pub(crate) tree: BTreeMap<u16, Vec<u32>>,
    pub(crate) tags: BTreeSet<String>,
    pub(crate) name: String,
    pub(crate) phase: Phase,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) topic: Option<String>,
    pub(crate) pinned: Option<Post>,
    pub(crate) settings: Settings,
}

#[actor]
impl Room {
    /// An actor has a method, though nobody calls this one.
    #[method]
    fn exists(&self) {}
}

#[model]
#[derive(Debug)]
pub(crate) struct Post {
    pub(crate) text: Text,
    pub(crate) likes: u32,
    pub(crate) marks: Vec<u32>,
}

#[model]
#[derive(Debug, Default, PartialEq)]
pub(crate) enum Phase {
    #[default]
    Waiting,
    Running {
        round: u32,
        log: Vec<u32>,
    },
    Over(String),
}

#[model]
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Settings {
    pub(crate) volume: u32,
    pub(crate) language: String,
    pub(crate) dark: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Model {
    pub(crate) numbers: Vec<u32>,
    pub(crate) figures: Vec<u32>,
    pub(crate) posts: Vec<PostModel>,
    pub(crate) drafts: Vec<PostModel>,
    pub(crate) rows: Vec<Vec<u32>>,
    pub(crate) scores: HashMap<String, u32>,
    pub(crate) ranks: HashMap<String, u32>,
    pub(crate) shelves: HashMap<String, Vec<u32>>,
    pub(crate) notes: HashMap<String, String>,
    pub(crate) body: String,
    pub(crate) title: String,
    pub(crate) plain: Vec<u32>,
    pub(crate) spare: Vec<u32>,
    pub(crate) archive: Vec<PostModel>,
    pub(crate) queue: VecDeque<String>,
    pub(crate) table: HashMap<String, u32>,
    pub(crate) index: HashMap<String, u32>,
    pub(crate) tree: BTreeMap<u16, Vec<u32>>,
    pub(crate) tags: BTreeSet<String>,
    pub(crate) name: String,
    pub(crate) phase: Phase,
    pub(crate) topic: Option<String>,
    pub(crate) pinned: Option<PostModel>,
    pub(crate) settings: Settings,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct PostModel {
    pub(crate) text: String,
    pub(crate) likes: u32,
    pub(crate) marks: Vec<u32>,
}
