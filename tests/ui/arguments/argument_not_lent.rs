use stagedoor::prelude::*;

pub struct User {
    pub name: String,
}

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn send(&mut self, user: &User, text: String) { //~
        drop((&user.name, text));
    }

    #[method]
    async fn wait(&mut self, name: &String) { //~
        drop(name.clone());
    }

    #[method]
    fn topic(&self) {}
}

fn main() {}
