use stagedoor::prelude::*;

#[model]
pub struct Message {
    #[garde(range(max = 5))] //~
    text: String,
    #[garde(length(max = 5))] //~
    likes: u32,
    #[garde(email)] //~
    mails: Vec<String>,
    #[garde(required)] //~
    color: String,
}

#[actor]
pub struct Chat;

#[actor]
impl Chat {
    #[method]
    fn send(&mut self, #[garde(ascii)] times: u32) { //~
        let _ = times;
    }
}

fn main() {}
