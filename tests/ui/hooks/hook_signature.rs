use stagedoor::prelude::*;

pub struct User;

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[on_connect]
    fn join(&mut self, cx: &Context<Self>, user: &User) { //~
        let _ = (cx, user);
    }

    #[on_disconnect]
    fn leave(&mut self, name: String) { //~
        drop(name);
    }

    #[on_activate]
    fn start(&mut self, user: &User) { //~
        let _ = user;
    }

    #[on_deactivate]
    fn stop(&mut self) -> u32 { //~
        5
    }

    #[method]
    fn topic(&self) {}
}

fn main() {}
