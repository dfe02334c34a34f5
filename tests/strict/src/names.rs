//! Raw identifiers and names beyond ASCII.

use stage::prelude::*;

/// An actor with a raw name.
#[actor(rename_all = "snake_case")]
pub struct Zähler {
    r#type: u32,
    größe: u32,
    数: u32,
}

/// An event with a raw field.
#[event]
pub struct Gezählt {
    /// The kind.
    pub r#type: u32,
    /// The length.
    pub länge: u32,
}

/// A model whose variants are beyond ASCII.
#[model]
pub enum Farbe {
    /// Green.
    Grün {
        /// How bright.
        r#match: u32,
    },
    /// Red.
    Rot,
}

#[actor(events(Gezählt))]
impl Zähler {
    /// Counts.
    #[method]
    pub fn zähle(&mut self, cx: &Context<Self>, r#type: u32, länge: u32, farbe: Farbe) -> u32 {
        if let Farbe::Grün { r#match } = farbe {
            self.数 += r#match;
        }
        self.r#type += r#type;
        self.größe += länge;
        self.数 += 1;
        cx.emit(Gezählt { r#type, länge }).broadcast();
        self.größe
    }

    /// Has a raw name.
    #[method]
    #[must_use]
    pub fn r#match(&self, r#loop: u32) -> u32 {
        r#loop
    }
}

#[cfg(test)]
mod tests {
    use super::Zähler;
    use stage::prelude::*;

    #[test]
    fn names_on_the_wire_are_plain() {
        let app = App::new().actor::<Zähler>().build().expect("one actor");
        let schema = app.schema();
        let actor = &schema["actors"]["zähler"];
        assert!(actor["state"]["properties"]["größe"].is_object(), "{actor}");
        assert!(actor["state"]["properties"]["type"].is_object(), "{actor}");
        let input = &actor["methods"]["zähle"]["input"]["properties"];
        assert!(input["länge"].is_object(), "{input}");
        assert!(input["type"].is_object(), "{input}");
        assert!(actor["methods"]["match"]["input"]["properties"]["loop"].is_object());
        assert!(actor["events"]["gezählt"].is_object(), "{actor}");
    }
}
