//! Actors in a function, in a private module, and of types that are less
//! visible than their handles.

#![deny(warnings)]

use stagedoor::prelude::*;

mod rooms {
    use stagedoor::prelude::*;

    #[model]
    #[derive(Default)]
    struct Secret {
        text: String,
    }

    #[actor]
    pub(crate) struct Room {
        secret: Secret,
    }

    #[actor]
    impl Room {
        #[method]
        fn secret(&self) -> Secret {
            self.secret.clone()
        }

        #[method]
        fn set_secret(&mut self, secret: Secret) -> Result<(), std::fmt::Error> {
            self.secret = secret;
            Ok(())
        }

        #[method]
        fn length(&self) -> usize {
            self.secret.text.len()
        }
    }
}

pub mod halls {
    #[stagedoor::actor]
    pub struct Hall;
}

#[stagedoor::actor]
impl halls::Hall {
    #[stagedoor::method]
    fn open(&self) {}
}

fn main() {
    #[actor]
    struct Local;

    #[actor]
    impl Local {
        #[method]
        fn r#match(&self, r#type: u32) -> u32 {
            r#type
        }
    }

    let app = App::new()
        .actor::<rooms::Room>()
        .actor::<halls::Hall>()
        .actor::<Local>()
        .build()
        .expect("the names differ");
    let _ = app.actor::<Local>("a").r#match(1);
    let _ = app.actor::<halls::Hall>("a").open();
    let _ = app.actor::<rooms::Room>("a").length();
    let _: halls::HallHandle = app.actor::<halls::Hall>("a");
}
