//! [`Registry`]: constraints on parameters and on the fields of models, in
//! every kind of container.

use std::collections::HashMap;

use stagedoor::prelude::*;

/// Who signs up.
#[actor]
pub(crate) struct Registry {
    people: Vec<Person>,
}

#[model]
pub(crate) struct Person {
    #[garde(length(min = 1, max = 5))]
    full_name: String,
    #[garde(email)]
    mail: Option<String>,
    #[garde(range(min = 18))]
    age: u8,
    home_address: Option<Address>,
}

#[model]
pub(crate) struct Address {
    #[garde(pattern("^[0-9]{5}$"))]
    zip_code: String,
    #[garde(custom(is_known))]
    country: String,
}

/// A shape of contact.
#[model]
pub(crate) enum Contact {
    None,
    Phone(#[garde(length(min = 3))] String),
    Letter { to_address: Address },
}

fn is_known(country: &str) -> Result<(), String> {
    match country {
        "FR" | "JP" => Ok(()),
        other => Err(format!("`{other}` is not a country")),
    }
}

#[actor]
impl Registry {
    /// Adds somebody.
    #[method]
    fn sign_up(
        &mut self,
        person: Person,
        /// What to say.
        #[garde(length(max = 3), ascii)]
        greeting_text: String,
        #[garde(inner(range(max = 9)))] lucky_numbers: Vec<u32>,
    ) -> usize {
        drop((greeting_text, lucky_numbers));
        self.people.push(person);
        self.people.len()
    }

    #[method]
    fn sign_up_all(
        &mut self,
        listed: List<Person>,
        mapped: Map<String, Person>,
        hashed: HashMap<String, Vec<Address>>,
    ) -> usize {
        self.people.extend(listed.iter().cloned());
        self.people.extend(mapped.values().cloned());
        self.people.len() + hashed.len()
    }

    #[method]
    fn replace(&mut self, Input(person): Input<Person>) {
        self.people = vec![person];
    }

    #[method]
    fn reach(&self, contact: Contact) -> bool {
        !matches!(contact, Contact::None)
    }

    /// What runs only if the check panics.
    #[method]
    fn explode(&self, #[garde(custom(panics))] text: String) -> String {
        text
    }
}

fn panics(_: &str) -> Result<(), String> {
    panic!("a check that panics");
}
