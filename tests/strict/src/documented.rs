//! Documentation goes where the schema and the handle show it.

use stage::prelude::*;

/// A chat room.
///
/// With people in it.
#[actor]
pub struct Chat {
    /// What it is about.
    topic: String,
}

/// Who someone is.
#[model]
pub struct Person {
    /// What they are called.
    #[garde(length(max = 50))]
    pub name: String,
}

/// Someone spoke.
#[event]
pub struct Spoke {
    /// Who.
    pub person: Person,
}

#[actor(events(Spoke))]
impl Chat {
    /// Says something to all.
    ///
    /// # Errors
    ///
    /// There is nothing to say.
    #[method]
    pub fn say(
        &mut self,
        cx: &Context<Self>,
        /// Who says it.
        person: Person,
        /// What is said.
        #[garde(length(max = 100))]
        text: String,
    ) -> Result<usize, Refusal> {
        if text.is_empty() {
            return Err(Refusal);
        }
        cx.emit(Spoke { person }).broadcast();
        self.topic = text;
        Ok(self.topic.len())
    }

    /// What it is about.
    #[method]
    #[must_use]
    pub async fn topic(&self) -> String {
        self.topic.clone()
    }
}

/// Why nothing was said.
#[derive(Debug)]
pub struct Refusal;

impl std::fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("say something")
    }
}

#[cfg(test)]
mod tests {
    use super::Chat;
    use stage::prelude::*;

    #[test]
    fn the_schema_has_the_documentation() {
        let app = App::new().actor::<Chat>().build().expect("one actor");
        let chat = &app.schema()["actors"]["chat"];
        assert_eq!(chat["description"], "A chat room.\n\nWith people in it.");
        let topic = &chat["state"]["properties"]["topic"];
        assert_eq!(topic["description"], "What it is about.");
        let say = &chat["methods"]["say"];
        assert_eq!(
            say["description"],
            "Says something to all.\n\n# Errors\n\nThere is nothing to say."
        );
        let text = &say["input"]["properties"]["text"];
        assert_eq!(text["description"], "What is said.");
        assert_eq!(text["maxLength"], 100);
        let person = &say["input"]["$defs"]["Person"];
        assert_eq!(person["description"], "Who someone is.");
        assert_eq!(
            person["properties"]["name"]["description"],
            "What they are called."
        );
        let spoke = &chat["events"]["spoke"];
        assert_eq!(spoke["description"], "Someone spoke.");
        assert_eq!(
            spoke["payload"]["properties"]["person"]["description"],
            "Who."
        );
    }
}
