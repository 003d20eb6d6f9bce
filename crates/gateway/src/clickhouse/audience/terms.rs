//! The parameters of a statement: each value gets a name of its own.

use crate::clickhouse::value;

/// Parameters so far.
pub struct Terms(Vec<(String, String)>);

impl Terms {
    /// Beginning with these.
    pub fn new(named: Vec<(&'static str, String)>) -> Self {
        let named = named.into_iter();
        Self(
            named
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        )
    }

    /// One more that constants speak of by its name.
    pub fn named(&mut self, name: &str, value: String) {
        self.0.push((name.to_owned(), value));
    }

    /// A text, as it stands in the statement.
    pub fn text(&mut self, text: &str) -> String {
        self.add("String", value::text(text))
    }

    /// A number or day of this type, as it stands in the statement.
    pub fn number(&mut self, kind: &str, number: impl ToString) -> String {
        self.add(kind, number.to_string())
    }

    /// Numbers of this type, as they stand in the statement.
    pub fn list(&mut self, kind: &str, numbers: impl IntoIterator<Item = String>) -> String {
        let numbers: Vec<String> = numbers.into_iter().collect();
        self.add(
            &format!("Array({kind})"),
            format!("[{}]", numbers.join(",")),
        )
    }

    /// All of them.
    pub fn params(self) -> Vec<(String, String)> {
        self.0
    }

    fn add(&mut self, kind: &str, value: String) -> String {
        let name = format!("term_{}", self.0.len());
        let place = format!("{{{name}:{kind}}}");
        self.0.push((name, value));
        place
    }
}
